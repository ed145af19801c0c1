"""One engine per URL: the pragmas of SQLite, the short transactions, and the fence around a municipality."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, create_engine, event, exists, make_url, or_, true
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, with_loader_criteria

from storage.tables.toezicht import KwestieRij
from storage.tables.zaken import InstemmingRij, OverlegRij, PrivacycheckRij, TrajectRij, WrapRij, ZaakRij

# secure_delete overwrites destroyed rows; trusted_schema=OFF keeps a planted schema from running functions.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    # Without it INSERT OR REPLACE deletes a row of the log without firing its delete trigger.
    "recursive_triggers=ON",
)
WACHT_SECONDEN = 5
ALLES = "*"


class ZonderGemeente(Exception):
    """A query was made in a session that is not fenced to a municipality: a bug, refused loudly."""


def maak_engine(url: str, *, wacht: float = WACHT_SECONDEN) -> Engine:
    """Make the engine for one database.

    In: an SQLAlchemy URL; `wacht` in seconds, how long a locked SQLite file is waited for.
    A new SQLite file is made readable for its owner alone.
    """
    doel = make_url(url)
    if doel.get_backend_name() != "sqlite":
        return create_engine(doel, hide_parameters=True)
    _maak_bestand(Path(str(doel.database)))
    engine = create_engine(doel, hide_parameters=True, connect_args={"timeout": wacht, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _pragmas(dbapi: Any, _record: Any) -> None:
        # The driver's own transactions start too late for us: BEGIN is ours.
        dbapi.isolation_level = None
        for pragma in PRAGMAS:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # The lock is taken at once: a read that later writes can't deadlock, and the tail of the log is serialised.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _maak_bestand(pad: Path) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(pad, os.O_CREAT | os.O_RDWR, 0o600))


def lees_naast(engine: Engine, vraag: Select[*tuple[Any, ...]]) -> list[Any]:
    """Ask something beside the transaction of the caller, who may hold the write lock; the question has no values."""
    verbinding = engine.raw_connection()
    try:
        cursor = verbinding.cursor()
        cursor.execute(str(vraag.compile(dialect=engine.dialect)))
        return list(cursor.fetchall())
    finally:
        verbinding.close()


class GemeenteSessie(Session):
    """A session that sees one municipality, and what was handed to the desks of its user."""

    def __init__(
        self,
        engine: Engine,
        gemeente: str,
        werkplekken: tuple[str, ...],
        *,
        eigen_naam: str = "",
        afgeschermd: bool = False,
    ) -> None:
        super().__init__(engine, autoflush=False, expire_on_commit=False)
        self.info["gemeente"] = gemeente
        self.info["hek"] = () if gemeente == ALLES else _palen(gemeente, werkplekken, eigen_naam, afgeschermd)


def _palen(
    gemeente: str, desks: tuple[str, ...], eigen_naam: str, afgeschermd: bool
) -> tuple[LoaderCriteriaOption, ...]:
    """The posts of the fence: of this municipality only, or with a key for one of the user's desks.

    A protected case, and all that belongs to it, is there only for who has a key on his own name; what was sent out
    of it is there for who received it. `afgeschermd` leaves this second fence open.
    """
    gekregen = exists().where(and_(WrapRij.zaak_id == ZaakRij.id, WrapRij.ontvanger.in_(desks)))
    hier = ZaakRij.houder == gemeente if afgeschermd else and_(ZaakRij.houder == gemeente, ~ZaakRij.afgeschermd)
    ontvangen = or_(TrajectRij.ontvanger.in_(desks), TrajectRij.opvangplek.in_(desks))
    gemaakt = and_(TrajectRij.maker.in_(desks), TrajectRij.staat != "concept")
    walks = and_(or_(TrajectRij.houder == gemeente, gemaakt), _bekend(TrajectRij.zaak_id, eigen_naam, afgeschermd))
    checks = and_(PrivacycheckRij.tenant == gemeente, _bekend(PrivacycheckRij.zaak_id, eigen_naam, afgeschermd))
    voorstellen = and_(InstemmingRij.tenant == gemeente, _bekend(InstemmingRij.zaak_id, eigen_naam, afgeschermd))
    return (
        with_loader_criteria(ZaakRij, or_(hier, gekregen), include_aliases=True),
        with_loader_criteria(
            TrajectRij, or_(walks, and_(ontvangen, TrajectRij.staat != "concept")), include_aliases=True
        ),
        with_loader_criteria(PrivacycheckRij, checks, include_aliases=True),
        with_loader_criteria(InstemmingRij, voorstellen, include_aliases=True),
        with_loader_criteria(KwestieRij, KwestieRij.tenant == gemeente, include_aliases=True),
        with_loader_criteria(OverlegRij, OverlegRij.gemeente == gemeente, include_aliases=True),
    )


def _bekend(zaak_id: Any, eigen_naam: str, afgeschermd: bool) -> ColumnElement[bool]:
    """Whether this user may know of the case: every ordinary one, and a protected one with a key on his name."""
    if afgeschermd:
        return true()
    # The bare tables: the fence around their classes must not stand inside the fence.
    zaak, wrap = ZaakRij.__table__, WrapRij.__table__
    verborgen = exists().where(zaak.c.id == zaak_id, zaak.c.afgeschermd)
    op_naam = exists().where(wrap.c.zaak_id == zaak_id, wrap.c.ontvanger == eigen_naam)
    return or_(~verborgen, op_naam)


@event.listens_for(Session, "do_orm_execute")
def _hek(uitvoering: ORMExecuteState) -> None:
    """Put the fence around every statement; a session without a municipality may ask nothing."""
    info = uitvoering.session.info
    if not info.get("gemeente"):
        raise ZonderGemeente
    if uitvoering.execution_options.get("zonder_hek"):
        return
    if info.get("hek") and not (uitvoering.is_column_load or uitvoering.is_relationship_load):
        uitvoering.statement = uitvoering.statement.options(*info["hek"])
