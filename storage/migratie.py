"""Migrations: alembic, one chain per database, run by command and checked at every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

from storage.tables import klok, kluis, logboek, mensen, sessies, toezicht, zaken
from storage.tables.basis import KluisBasis, SessieBasis, ZakenBasis

MAP = Path(__file__).parent / "migrations"
# Importing the table modules is what fills the metadata.
TABELLEN = (kluis, klok, logboek, mensen, sessies, toezicht, zaken)
METADATA: dict[str, MetaData] = {
    "zaken": ZakenBasis.metadata,
    "kluis": KluisBasis.metadata,
    "sessies": SessieBasis.metadata,
}


class VersieFout(Exception):
    """The schema of a database is not the one that this version expects."""


def instellingen(soort: str) -> Config:
    """The alembic settings of one database."""
    config = Config()
    config.set_main_option("script_location", str(MAP))
    config.set_main_option("version_locations", str(MAP / soort))
    config.set_main_option("path_separator", "os")
    config.attributes["metadata"] = METADATA[soort]
    return config


def migreer(engine: Engine, soort: str, naar: str = "head") -> None:
    """Bring a database up to a version."""
    config = instellingen(soort)
    with engine.begin() as verbinding:
        config.attributes["connection"] = verbinding
        command.upgrade(config, naar)


def migreer_terug(engine: Engine, soort: str, naar: str = "base") -> None:
    """Bring a database back to a version."""
    config = instellingen(soort)
    with engine.begin() as verbinding:
        config.attributes["connection"] = verbinding
        command.downgrade(config, naar)


def controleer_versie(engine: Engine, soort: str) -> None:
    """Errors: VersieFout when the schema is not the newest."""
    verwacht = ScriptDirectory.from_config(instellingen(soort)).get_current_head()
    with engine.connect() as verbinding:
        huidig = MigrationContext.configure(verbinding).get_current_revision()
        verbinding.rollback()
    if huidig != verwacht:
        raise VersieFout(f"database '{soort}' is at version {huidig}, expected {verwacht}; run 'meldroute migrate'")
