"""A case keeps the version of the route that it started on, until somebody puts it over on purpose."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from storage.installatie import Installatie
from tests.storage import wandeling
from tests.wereld import Wereld
from workflow import routewissel
from workflow.aanbod import aanbod
from workflow.beleidladen import laad_beleid
from workflow.fouten import StapGeweigerd

EXTRA = """
[[stap]]
actie = "sluimeren"
knop = "Even laten rusten"
van = ["in_beoordeling"]
naar = "in_rust"
door = ["aandachtsfunctionaris"]
[[stap]]
actie = "wekken"
knop = "Weer oppakken"
van = ["in_rust"]
naar = "in_beoordeling"
door = ["aandachtsfunctionaris"]
[[staat]]
naam = "in_rust"
scherm = "In rust"
eigenaar = "aandachtsfunctionaris"
termijn = "10wd"
ladder = "staat"
melder = "Iemand bekijkt je signaal."
"""


def _met_nieuwe_route(wereld: Wereld, tmp_path: Path, *, erbij: str = EXTRA, weg: str = "") -> Wereld:
    """The same installation, started again with another table."""
    map_ = tmp_path / "config"
    shutil.copytree(wereld.settings.config_map, map_)
    tabel = map_ / "routes" / "signaal.toml"
    tabel.write_text(tabel.read_text().replace(weg, "") + erbij if weg else tabel.read_text() + erbij)
    settings = replace(wereld.settings, config_map=map_)
    wereld.huis.sluit()
    beleid = laad_beleid(map_)
    return Wereld(settings, beleid, Installatie(settings, beleid), wereld.ids, wereld.geheimen, wereld.codes)


def _knoppen(wereld: Wereld, zaak: bytes) -> set[str]:
    with wereld.als("af.aalten") as werk:
        return {een.stap.actie for een in aanbod(werk, wereld.beleid, werk.zaken.get(zaak))}


def test_a_new_state_is_one_row_and_only_new_cases_have_it(wereld: Wereld, tmp_path: Path) -> None:
    oud = wandeling.in_beoordeling(wereld)
    nieuwer = _met_nieuwe_route(wereld, tmp_path)
    nieuw = wandeling.in_beoordeling(nieuwer)
    assert "sluimeren" in _knoppen(nieuwer, nieuw)
    assert "sluimeren" not in _knoppen(nieuwer, oud)
    assert nieuwer.zaak(oud).route_hash != nieuwer.zaak(nieuw).route_hash
    nieuwer.stap("af.aalten", oud, "agenderen", overleg=nieuwer.overleg(), **wandeling.WEGING, **_TEKST)
    assert nieuwer.zaak(oud).staat == "geagendeerd"
    nieuwer.huis.sluit()


_TEKST = {"overdrachtstekst": "Zes mensen.", "vraag_aan_overleg": "Wat doen we?"}


def test_a_case_goes_over_by_an_explicit_act_that_is_logged(wereld: Wereld, tmp_path: Path) -> None:
    oud = wandeling.in_beoordeling(wereld)
    nieuwer = _met_nieuwe_route(wereld, tmp_path)
    with nieuwer.huis.klokwerk() as werk:
        routewissel.zet_over(werk, nieuwer.beleid, werk.zaken.get(oud))
    assert "sluimeren" in _knoppen(nieuwer, oud)
    nieuwer.stap("af.aalten", oud, "sluimeren")
    assert nieuwer.zaak(oud).staat == "in_rust"
    nieuwer.huis.sluit()


def test_a_migration_that_would_change_who_holds_a_key_is_refused(wereld: Wereld) -> None:
    oud = wandeling.geagendeerd(wereld)
    route = wereld.beleid.routes["signaal"]
    # In this version the overleg no longer gets the working file.
    stappen = tuple(replace(een, geeft=()) if een.actie == "agenderen" else een for een in route.stappen)
    beleid = replace(wereld.beleid, routes={**wereld.beleid.routes, "signaal": replace(route, stappen=stappen)})
    huis = Installatie(wereld.settings, beleid)
    with huis.klokwerk() as werk, pytest.raises(StapGeweigerd):
        routewissel.zet_over(werk, beleid, werk.zaken.get(oud))
    huis.sluit()
