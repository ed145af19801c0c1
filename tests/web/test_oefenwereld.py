"""The practice world: everybody is there, can log in, and the signals stand where they should."""

import json
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import controlepunten, gereed
from storage.crypto.codes import parse_lange_code
from storage.installatie import Installatie
from storage.tables.zaken import TellingRij
from tests.conftest import instellingen
from web import oefensignalen, oefenwereld, planner
from workflow.beleid import Beleid
from workflow.melden import is_open
from workflow.termijnen import TIJDZONE
from workflow.velden import bevat_bsn
from workflow.zaak import Traject, Zaak

GEMEENTELIJK = {
    "aandachtsfunctionaris": 2,
    "veiligheidsadviseur": 2,
    "overlegdeelnemer": 1,
    "actiehouder": 2,
    "privacyfunctionaris": 1,
    "fg": 1,
    "bestuur": 1,
    "beheerder": 1,
}
STANDEN = {
    ("oost-gelre", "voorgelegd"),
    ("winterswijk", "geagendeerd"),
    ("doetinchem", "in_beoordeling"),
    ("montferland", "overgedragen"),
    ("bronckhorst", "in_aanpak"),
    ("oude-ijsselstreek", "aanvulling_gevraagd"),
    ("winterswijk", "niet_in_behandeling"),
    ("doetinchem", "monitoring"),
    ("aalten", "in_aanpak"),
    ("berkelland", "opgeschaald"),
    ("oost-gelre", "ingediend"),
    ("bronckhorst", "geagendeerd"),
}


@pytest.fixture(scope="module")
def gemaakt(tmp_path_factory: pytest.TempPathFactory, beleid: Beleid) -> Path:
    """A practice world, made once; Argon2 at its cheapest, everything else real."""
    map_ = tmp_path_factory.mktemp("wereld") / "data"
    oefenwereld.maak(instellingen(map_), beleid, lambda _regel: None)
    return map_


@pytest.fixture
def wereld(gemaakt: Path, tmp_path: Path, beleid: Beleid) -> Iterator[Installatie]:
    """A copy of it for one test."""
    huis = Installatie(instellingen(Path(shutil.copytree(gemaakt, tmp_path / "data"))), beleid)
    yield huis
    huis.sluit()


@pytest.fixture
def accounts(gemaakt: Path) -> list[dict[str, Any]]:
    lijst: list[dict[str, Any]] = json.loads((gemaakt / "accounts.json").read_text("utf-8"))
    return lijst


def zaken(huis: Installatie) -> list[Zaak]:
    with huis.klokwerk() as werk:
        return werk.zaken.lijst()


def traject(huis: Installatie, gemeente: str, ontvanger: str) -> tuple[Zaak, Traject]:
    for zaak in zaken(huis):
        with huis.klokwerk() as werk:
            for een in werk.trajecten.van_zaak(zaak.id):
                if zaak.houder == gemeente and een.ontvanger == ontvanger:
                    return zaak, een
    raise AssertionError(f"no walk from {gemeente} to {ontvanger}")


def heeft_sleutel(huis: Installatie, een: Traject) -> bool:
    with huis.klokwerk() as werk:
        return any(wie == een.ontvanger for naam, wie, _ in werk.sleutels.houders(een) if naam.endswith(een.id.hex()))


def test_every_role_of_every_municipality_has_its_accounts(accounts: list[dict[str, Any]], beleid: Beleid) -> None:
    velden = {"email", "wachtzin", "naam", "rol", "gemeente", "werkplek"}
    assert all(set(een) == velden for een in accounts)
    for slug in beleid.gemeenten:
        hier = [een for een in accounts if een["gemeente"] == slug and een["werkplek"] != "vangnet.regio"]
        assert Counter(een["rol"] for een in hier) == GEMEENTELIJK
    regionaal = {een["werkplek"] or een["rol"] for een in accounts if een["gemeente"] is None}
    functies = {"regisseur_ondermijning", "ketenregisseur", "beheerder"}
    assert regionaal == {f"{naam}.regio" for naam in beleid.partners} | functies
    assert [(een["werkplek"], een["gemeente"]) for een in accounts[-2:]] == [
        ("vangnet.regio", "aalten"),
        ("vangnet.regio", "winterswijk"),
    ]
    assert {een["rol"] for een in accounts} <= set(beleid.werkplekken.rolnamen)


def test_names_addresses_and_passphrases_are_invented_and_differ(accounts: list[dict[str, Any]]) -> None:
    assert len({een["email"] for een in accounts}) == len({een["naam"] for een in accounts}) == len(accounts)
    assert all(een["email"].endswith(".example") and een["email"].isascii() for een in accounts)
    assert all(len(een["wachtzin"]) >= 15 and len(een["wachtzin"].split()) == 5 for een in accounts)
    assert len({een["wachtzin"] for een in accounts}) == len(accounts)


def test_everybody_logs_in_and_sits_at_the_desk_of_the_list(
    wereld: Installatie, accounts: list[dict[str, Any]]
) -> None:
    for een in accounts:
        sessie, _ = wereld.sessies.haal(wereld.toegang.inloggen(een["email"], een["wachtzin"]).token)
        assert sessie is not None
        actor = wereld.actor_van(sessie.persoon_id)
        assert (actor.rol, actor.naam) == (een["rol"], een["naam"])
        assert een["werkplek"] in actor.werkplekken if een["werkplek"] else not actor.werkplekken


def test_the_files_with_secrets_are_for_the_owner_alone_and_hold_valid_paper_codes(
    gemaakt: Path, beleid: Beleid
) -> None:
    for naam in ("accounts.json", "papier.json"):
        assert (gemaakt / naam).stat().st_mode & 0o077 == 0
    papier = json.loads((gemaakt / "papier.json").read_text("utf-8"))
    assert set(papier) == set(beleid.tenants)
    assert all(len({parse_lange_code(code) for code in codes}) == 3 for codes in papier.values())


def test_every_form_is_open_and_every_department_has_somebody(wereld: Installatie) -> None:
    with wereld.klokwerk() as werk:
        assert is_open(werk, wereld.beleid, "regio")
        for slug in wereld.beleid.gemeenten:
            assert is_open(werk, wereld.beleid, slug)
            for afdeling in wereld.beleid.werkplekken.afdelingen():
                assert werk.mensen.werkplek_open(f"uitvoering-{afdeling}.{slug}")
        for partner in wereld.beleid.partners.values():
            assert werk.mensen.werkplek_open(partner.werkplek)


def test_nothing_is_missing_at_any_desk_or_ceremony(wereld: Installatie) -> None:
    stand = gereed.stand(wereld)
    assert {tenant: list(lijst) for tenant, lijst in stand.gebreken.items() if lijst} == {}
    assert stand.delen["werkplekken"] and stand.delen["ceremonie"]


def test_each_municipality_has_four_meetings_ahead_on_working_days(wereld: Installatie) -> None:
    vandaag = wereld.nu().astimezone(TIJDZONE).date()
    with wereld.klokwerk() as werk:
        for slug in wereld.beleid.gemeenten:
            dagen = [een.dag for een in werk.overleggen.lijst() if een.gemeente == slug]
            assert len(dagen) == 4 and dagen[0] > vandaag
            assert all(wereld.beleid.kalender.is_werkdag(dag, slug) for dag in dagen)
            assert all(21 <= (b - a).days <= 35 for a, b in pairwise(dagen))


def test_the_signals_stand_at_twelve_different_places(wereld: Installatie) -> None:
    assert {(een.houder, een.staat) for een in zaken(wereld)} == STANDEN
    assert {een.herkomst for een in zaken(wereld) if een.staat == "geagendeerd"} == {"aalten", "bronckhorst"}
    # One of another kind walks the same route, and its forms are its own.
    (ander,) = [een for een in zaken(wereld) if een.soort != "mensenhandel"]
    assert (ander.soort, ander.houder, ander.kenmerken["vormen"]) == ("drugs", "bronckhorst", ["DR_LAB", "DR_OPSLAG"])
    assert {een.houder for een in zaken(wereld) if een.spoed} == {"doetinchem", "oude-ijsselstreek", "oost-gelre"}


def test_the_walks_stand_where_the_scenarios_say(wereld: Installatie) -> None:
    verwacht = {
        ("doetinchem", "meesamen.regio"): "aangeboden",
        ("bronckhorst", "moviera.regio"): "geplaatst",
        ("aalten", "moviera.regio"): "niet_geplaatst",
        ("berkelland", "riec.regio"): "verzonden",
        ("berkelland", "politie.regio"): "afgewezen",
        ("montferland", "moviera.regio"): "opgepakt",
    }
    assert {plek: traject(wereld, *plek)[1].staat for plek in verwacht} == verwacht


def test_the_log_of_all_that_play_is_whole(wereld: Installatie) -> None:
    assert controlepunten.controleer(wereld, diep=True) is None


def test_a_partner_who_stays_silent_was_reminded_and_the_municipality_was_told(wereld: Installatie) -> None:
    _, een = traject(wereld, "berkelland", "riec.regio")
    with wereld.klokwerk() as werk:
        riec = [persoon.email for persoon in werk.mensen.van_werkplek("riec.regio")]
        assert not [timer for timer in werk.timers.van_zaak(een.zaak_id) if timer.traject_id == een.id]
    aan = [pad.read_text("utf-8") for pad in wereld.settings.mail_dir.glob("*.eml")]
    assert len([tekst for tekst in aan if f"To: {riec[0]}" in tekst]) == 2


def klokken(huis: Installatie, zaak: Zaak) -> set[tuple[str, bool]]:
    with huis.klokwerk() as werk:
        return {(een.groep, een.traject_id is None) for een in werk.timers.van_zaak(zaak.id)}


def test_a_case_keeps_the_clocks_beside_that_of_its_state(wereld: Installatie) -> None:
    per_staat = {(een.houder, een.staat): een for een in zaken(wereld)}
    assert ("terugmelding", True) in klokken(wereld, per_staat["winterswijk", "geagendeerd"])
    overgedragen = klokken(wereld, per_staat["montferland", "overgedragen"])
    assert {("terugmelding", True), ("veilig_thuis", False)} <= overgedragen
    assert klokken(wereld, per_staat["winterswijk", "niet_in_behandeling"]) == {("bewaren", True)}


def test_a_hand_off_past_its_last_day_closes_itself(wereld: Installatie) -> None:
    _, een = traject(wereld, "berkelland", "riec.regio")
    assert een.geldig_tot is not None and heeft_sleutel(wereld, een)
    laatste = datetime(een.geldig_tot.year, een.geldig_tot.month, een.geldig_tot.day, 12, tzinfo=TIJDZONE)
    planner.ronde(wereld, laatste)
    assert traject(wereld, "berkelland", "riec.regio")[1].staat == "verzonden"
    planner.ronde(wereld, laatste + timedelta(days=1))
    _, daarna = traject(wereld, "berkelland", "riec.regio")
    assert daarna.staat == "verlopen" and not heeft_sleutel(wereld, daarna)


def test_a_partner_who_refused_loses_the_key_after_thirty_days(wereld: Installatie) -> None:
    _, een = traject(wereld, "berkelland", "politie.regio")
    begin = datetime(een.dag_staat.year, een.dag_staat.month, een.dag_staat.day, 12, tzinfo=TIJDZONE)
    planner.ronde(wereld, begin + timedelta(days=29))
    assert heeft_sleutel(wereld, een)
    planner.ronde(wereld, begin + timedelta(days=30))
    assert not heeft_sleutel(wereld, een)


def test_three_past_years_have_figures_without_cases(wereld: Installatie) -> None:
    jaar = wereld.nu().astimezone(TIJDZONE).year
    with Session(wereld.engine) as sessie:
        sessie.info["gemeente"] = "*"
        deel = func.substr(TellingRij.kwartaal, 1, 4)
        jaren = Counter(sessie.scalars(select(deel)).all())
    assert all(jaren[str(jaar - terug)] > 100 for terug in (1, 2, 3))


def test_a_world_without_signals_is_empty(tmp_path: Path, beleid: Beleid) -> None:
    oefenwereld.maak(instellingen(tmp_path / "leeg"), beleid, lambda _regel: None, signalen=False)
    huis = Installatie(instellingen(tmp_path / "leeg"), beleid)
    assert zaken(huis) == [] and not list((tmp_path / "leeg" / "mail").glob("*"))
    huis.sluit()


def test_a_world_is_never_made_over_another_installation(gemaakt: Path, beleid: Beleid) -> None:
    wortel = (gemaakt / "root.key").read_bytes()
    with pytest.raises(FileExistsError):
        oefenwereld.maak(instellingen(gemaakt), beleid, lambda _regel: None)
    assert (gemaakt / "root.key").read_bytes() == wortel


def test_the_texts_of_the_signals_hold_no_number_of_a_citizen() -> None:
    tekst = oefensignalen.BESTAND.read_text("utf-8")
    assert {een["letter"] for een in tomllib.loads(tekst)["signaal"]} == set("abcdefghijk") | {"n"}
    assert not bevat_bsn(tekst)
