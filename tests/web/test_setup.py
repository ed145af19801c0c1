"""Setting up for real, as it is typed: it can stop anywhere and go on, and overwrites nothing."""

import base64
import os
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from config.settings import Settings
from storage import opzetten, tweedefactor
from storage.bewaarders import open_bewaarder
from storage.controlepunten import controleer
from storage.installatie import Installatie
from storage.unit_of_work import echte_tijd
from tests.web.toetsenbord import CODE, Antwoord, getoonde_code, typ
from workflow.beleid import Beleid
from workflow.fouten import InloggenMislukt
from workflow.gereedheid import CEREMONIE, ROOD, gebreken

ECHT = {"MELDROUTE_OEFENOMGEVING": "nee", "MELDROUTE_BASIS_URL": "https://meldroute.example"}
# The lowest that is accepted outside practice.
ECHT |= {"MELDROUTE_ARGON_KIB": "47104", "MELDROUTE_ARGON_PASSES": "1", "MELDROUTE_ARGON_LANES": "1"}
ZIN, ANDERE_ZIN = "paarse schildpad fietst langzaam omhoog", "dertien kabouters poetsen koperen ketels"
Gesprek = list[tuple[str, Antwoord]]


@pytest.fixture(autouse=True)
def _eigen_omgeving(monkeypatch: pytest.MonkeyPatch) -> None:
    for naam in [een for een in os.environ if een.startswith("MELDROUTE_")]:
        monkeypatch.delenv(naam)


@pytest.fixture
def plek(tmp_path: Path) -> Path:
    return tmp_path / "echt"


def setup(plek: Path, gesprek: Gesprek) -> Result:
    return typ(plek, "setup", antwoorden=gesprek, **ECHT)


def code_van_app(scherm: str) -> str:
    """Type the secret that stands under the QR code into an app, and read what it shows."""
    geheim = re.findall(r"typ over: ([A-Z2-7 ]+)", scherm)[-1]
    ruw = geheim.replace(" ", "")
    return tweedefactor.code_van(base64.b32decode(ruw), echte_tijd().timestamp())


def bewaarder(naam: str, gemeente: str, zin: str, *, met_app: bool = False) -> Gesprek:
    app: Gesprek = (
        [("app voor codes", "j"), ("Code uit de app", code_van_app)] if met_app else [("app voor codes", "n")]
    )
    papier: Gesprek = [("op papier?", "")] * (2 if met_app else 1)
    wie: Gesprek = [("Naam", naam), ("Mailadres", f"{naam.lower()}@{gemeente}.example"), ("Gemeente", gemeente)]
    return [*wie, ("Wachtzin", zin), ("Nog een keer", zin), *app, *papier]


def later(*vragen: str) -> Gesprek:
    return [(vraag, "n") for vraag in vragen]


GEMEENTEN = (
    *("Aalten", "Berkelland", "Bronckhorst", "Doetinchem", "Montferland", "Oost Gelre", "Oude IJsselstreek"),
    *("Winterswijk", "De regio"),
)
GEEN_CODES = later(*(f"Herstelcodes van Gemeente {een}".replace("Gemeente De", "De") for een in GEMEENTEN))
GEEN_MENSEN = later(*(f"eerste mensen van Gemeente {een}".replace("Gemeente De", "De") for een in GEMEENTEN), "vangnet")
EERST = bewaarder("Ferda", "aalten", ZIN, met_app=True)


def huis_van(plek: Path, beleid: Beleid) -> Installatie:
    settings = Settings.from_environment(dict(ECHT), data=plek)
    return Installatie(settings, beleid)


def test_the_first_run_makes_keys_tenants_and_a_custodian_and_says_what_is_missing(plek: Path, beleid: Beleid) -> None:
    uitkomst = setup(plek, [*EERST, *later("Bewaarder 2"), *GEEN_CODES, *GEEN_MENSEN])
    assert uitkomst.exit_code == 0, uitkomst.output
    assert "moet nog gebeuren" in uitkomst.output and "meldroute escrow new aalten" in uitkomst.output
    assert ZIN not in uitkomst.output and (plek / "root.key").stat().st_mode & 0o777 == 0o400
    huis = huis_van(plek, beleid)
    assert set(huis.kekken) == set(beleid.tenants)
    wie = open_bewaarder(huis, "Ferda@aalten.example", ZIN)
    assert wie.actor.rol == "fg"
    with pytest.raises(InloggenMislukt):
        open_bewaarder(huis, "Ferda@aalten.example", ANDERE_ZIN)
    assert wie.actor.persoon_id is not None and huis.toegang.heeft_factor(wie.actor.persoon_id)
    assert controleer(huis, diep=True) is None
    huis.sluit()


def test_each_part_can_be_done_in_a_later_run_and_is_not_asked_again(plek: Path, beleid: Beleid) -> None:
    setup(plek, [*EERST, *later("Bewaarder 2"), *GEEN_CODES, *GEEN_MENSEN])
    sleutel = (plek / "root.key").read_bytes()
    # The second run: another custodian, whom the first one lets in, and the codes of one municipality.
    tekent: Gesprek = [("Mailadres van de bewaarder", "ferda@aalten.example"), ("Wachtzin", ZIN)]
    codes: Gesprek = [("Herstelcodes van Gemeente Aalten", "j"), *[("op papier?", "")] * 3]
    codes += [("Herstelcode 1", getoonde_code(2)), ("Herstelcode 2", getoonde_code(3))]
    tweede: Gesprek = [("Bewaarder 2", "j"), *tekent, *bewaarder("Wim", "doetinchem", ANDERE_ZIN)]
    uitkomst = setup(plek, [*tweede, *codes, *GEEN_CODES[1:], *GEEN_MENSEN])
    assert uitkomst.exit_code == 0, uitkomst.output
    # The third run asks neither; it invites the first people of one municipality.
    mensen: Gesprek = [("eerste mensen van Gemeente Aalten", "j")]
    for rol in ("Beheerder", "Aandachtsfunctionaris", "Aandachtsfunctionaris", "Ondermijningsoverleg"):
        mensen += [
            (f"{rol}", f"Persoon {len(mensen)}"),
            ("Mailadres", f"p{len(mensen)}@aalten.example"),
            ("papier?", ""),
        ]
    mensen += [("Ondermijningsoverleg", "")]
    uitkomst = setup(plek, [*GEEN_CODES[1:], *mensen, *GEEN_MENSEN[1:]])
    assert uitkomst.exit_code == 0, uitkomst.output
    uitgenodigd = CODE.findall(uitkomst.output)
    assert len(set(uitgenodigd)) == 4 and (plek / "root.key").read_bytes() == sleutel
    # Only who was left out is asked for in the fourth.
    vraag: Gesprek = [("eerste mensen van Gemeente Aalten", "j"), ("Ondermijningsoverleg", "")]
    assert setup(plek, [*GEEN_CODES[1:], *vraag, *GEEN_MENSEN[1:]]).exit_code == 0
    huis = huis_van(plek, beleid)
    with huis.klokwerk() as werk:
        stand = werk.gereedheid.tenant("aalten")
        regio = werk.gereedheid.tenant("regio")
    assert regio.bewaarders == 2
    assert not [een for een in gebreken(beleid, stand) if (een.deel, een.ernst) == (CEREMONIE, ROOD)]
    # The code makes an account, and no more.
    aanvaard = huis.uitnodiging.aanvaard(uitgenodigd[1], ANDERE_ZIN)
    assert aanvaard.email.endswith("@aalten.example")
    with huis.klokwerk() as werk:
        assert werk.gereedheid.werkplek("af.aalten").houders == 0
    huis.sluit()


def test_a_passphrase_that_is_refused_is_asked_again_and_says_why(plek: Path) -> None:
    gesprek = EERST.copy()
    waar = next(nr for nr, (vraag, _) in enumerate(gesprek) if vraag == "Wachtzin")
    slecht: Gesprek = [("Wachtzin", "te kort"), ("Nog een keer", "te kort")]
    slecht += [("Wachtzin", ZIN), ("Nog een keer", ANDERE_ZIN)]
    gesprek[waar:waar] = slecht
    uitkomst = setup(plek, [*gesprek, *later("Bewaarder 2"), *GEEN_CODES, *GEEN_MENSEN])
    assert uitkomst.exit_code == 0, uitkomst.output
    assert "te kort" in uitkomst.output and "niet gelijk" in uitkomst.output


@pytest.mark.parametrize("tot", range(1, 7))
def test_a_run_that_breaks_off_before_the_first_custodian_leaves_nothing(plek: Path, tot: int) -> None:
    uitkomst = setup(plek, EERST[:tot])
    assert uitkomst.exit_code == 1
    assert not (plek / "root.key").exists() and not (plek / "cert.pub").exists()


def test_a_half_made_place_starts_anew_and_its_key_is_put_aside(plek: Path, beleid: Beleid) -> None:
    settings = Settings.from_environment(dict(ECHT), data=plek)
    half = opzetten.begin(settings, beleid.tenants)
    half.sessie.close()
    oud = (plek / "root.key").read_bytes()
    nee = setup(plek, [("Opnieuw beginnen?", "n")])
    assert nee.exit_code == 1 and (plek / "root.key").read_bytes() == oud
    opnieuw: Gesprek = [("Opnieuw beginnen?", "j")]
    uitkomst = setup(plek, [*opnieuw, *EERST, *later("Bewaarder 2"), *GEEN_CODES, *GEEN_MENSEN])
    assert uitkomst.exit_code == 0, uitkomst.output
    assert (plek / "root.key.opzij-1").read_bytes() == oud != (plek / "root.key").read_bytes()


def test_an_installation_whose_root_key_is_away_is_not_made_anew(plek: Path) -> None:
    setup(plek, [*EERST, *later("Bewaarder 2"), *GEEN_CODES, *GEEN_MENSEN])
    (plek / "root.key").rename(plek / "elders")
    uitkomst = setup(plek, [])
    assert uitkomst.exit_code == 1 and "root.key" in uitkomst.output and "Traceback" not in uitkomst.output
    assert not (plek / "root.key").exists()
    with sqlite3.connect(plek / "zaken.db") as db:
        assert db.execute("SELECT count(*) FROM persoon").fetchone() == (1,)


@pytest.mark.parametrize(
    ("anders", "tekst"),
    [
        ({"MELDROUTE_BASIS_URL": "http://meldroute.example"}, "https://"),
        ({"MELDROUTE_OEFENOMGEVING": "ja", "MELDROUTE_BASIS_URL": "http://localhost"}, "oefenomgeving"),
    ],
)
def test_settings_that_do_not_fit_are_told_before_anything_is_made(
    plek: Path, anders: dict[str, Any], tekst: str
) -> None:
    uitkomst = typ(plek, "setup", **(ECHT | anders))
    assert uitkomst.exit_code == 1 and tekst in uitkomst.output and not plek.exists()
