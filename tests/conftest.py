"""An installation in a folder of its own: real keys, real SQLite, Argon2 at its cheapest."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from storage import opzetten
from storage.installatie import Installatie
from workflow.beleid import Beleid
from workflow.beleidladen import laad_beleid

WACHTZIN = "vijf gewone woorden bij elkaar"
TENANTS = (
    *("aalten", "berkelland", "bronckhorst", "doetinchem", "montferland", "oost-gelre", "oude-ijsselstreek"),
    *("winterswijk", "regio"),
)
# alias, rol, tenant, werkplek, waarneemt. Winterswijk has no desk: its form is closed.
MENSEN: tuple[tuple[str, str, str, str, bool], ...] = (
    ("AF-01", "aandachtsfunctionaris", "berkelland", "af.berkelland", False),
    ("AF-02", "aandachtsfunctionaris", "berkelland", "af.berkelland", True),
    ("VA-01", "veiligheidsadviseur", "berkelland", "overleg.berkelland", False),
    ("VA-02", "veiligheidsadviseur", "berkelland", "overleg.berkelland", True),
    ("AF-03", "aandachtsfunctionaris", "aalten", "af.aalten", False),
    ("AF-04", "aandachtsfunctionaris", "aalten", "af.aalten", True),
    ("VN-01", "aandachtsfunctionaris", "aalten", "vangnet.regio", False),
    ("VN-02", "aandachtsfunctionaris", "oost-gelre", "vangnet.regio", False),
    ("TZ-01", "actiehouder", "berkelland", "uitvoering-toezicht.berkelland", False),
    ("PF-01", "privacyfunctionaris", "berkelland", "", False),
    ("BH-01", "beheerder", "berkelland", "", False),
    ("PO-01", "partnermedewerker", "regio", "politie.regio", False),
)


def email_van(alias: str) -> str:
    """The mail address of a person in these tests."""
    return f"{alias.lower()}@voorbeeld.example"


def instellingen(map_: Path, **anders: Any) -> Settings:
    """Settings of an installation in `map_`: a practice environment unless told otherwise."""
    settings = Settings.from_environment({}, data=map_, basis_url="http://127.0.0.1:8080", oefenomgeving=True)
    # Below what the settings accept: tests must not wait for Argon2.
    goedkoop: dict[str, Any] = {"argon_kib": 64, "argon_passes": 1, "argon_lanes": 1}
    return replace(settings, **(goedkoop | anders))


@pytest.fixture(scope="session")
def beleid() -> Beleid:
    return laad_beleid(Settings.from_environment({}).config_map)


@pytest.fixture(scope="session")
def sjabloon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation made once; each test gets a copy."""
    map_ = tmp_path_factory.mktemp("sjabloon") / "data"
    settings = instellingen(map_)
    opzet = opzetten.begin(settings, TENANTS)
    accounts = []
    for alias, rol, tenant, werkplek, waarneemt in MENSEN:
        email = email_van(alias)
        profiel = {"naam": f"Persoon {alias}", "alias": alias, "email": email, "rol": rol}
        plekken = [opzetten.Lidmaatschap(werkplek, waarneemt)] if werkplek else []
        opzet.persoon(tenant, profiel, WACHTZIN, plekken)
        gemeente = None if tenant == "regio" else tenant
        accounts.append({"email": email, "wachtzin": WACHTZIN, "naam": profiel["naam"], "rol": rol})
        accounts[-1] |= {"gemeente": gemeente, "werkplek": werkplek or None}
    for tenant in TENANTS:
        opzet.ceremonie(tenant)
    opzet.klaar()
    (map_ / "accounts.json").write_text(json.dumps(accounts), "utf-8")
    return map_


@pytest.fixture
def data(sjabloon: Path, tmp_path: Path) -> Path:
    """The folder of the installation of this test."""
    return Path(shutil.copytree(sjabloon, tmp_path / "data"))


@pytest.fixture
def huis(data: Path, beleid: Beleid) -> Iterator[Installatie]:
    """The installation of this test, as the use cases and the pages see it."""
    installatie = Installatie(instellingen(data), beleid)
    yield installatie
    installatie.sluit()
