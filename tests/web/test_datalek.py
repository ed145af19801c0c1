"""A data breach: told by anybody in codes, heard at once by three people, seen to in 72 hours, kept in a register."""

import csv
import io
import re
from datetime import timedelta
from functools import partial

import pytest

from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.wereld import MENSEN, email
from web import planner
from workflow.termijnen import TIJDZONE

__all__ = ["kantoor"]
MELDEN = "/datalek/melden"
DRIE = {email(een) for een in ("privacy.aalten", "fg.aalten", "beheer.aalten")}


def meld(k: Kantoor, wie: str = "toezicht.aalten", *, uren: float = 1, **anders: str) -> Pagina:
    """Tell a breach that was discovered some hours ago."""
    toen = (k.wereld.huis.nu() - timedelta(hours=uren)).astimezone(TIJDZONE)
    velden = {"wat": "apparaat", "dag": f"{toen:%d-%m-%Y}", "tijd": f"{toen:%H.%M}", "loopt": "nee", "mensen": "1_10"}
    return stuur(k.als(wie), MELDEN, "meld", velden | anders)


def adres_van(k: Kantoor, wie: str = "privacy.aalten") -> str:
    rij = k.als(wie).get("/datalek").soep.select_one("tbody th a")
    assert rij is not None
    return str(rij["href"])


def post(k: Kantoor) -> list[tuple[str, str]]:
    """The messages that wait, and take them out."""
    with k.wereld.huis.klokwerk() as werk:
        berichten = werk.berichten.te_versturen(500)
        for een in berichten:
            werk.berichten.uitslag(een, True)
        werk.bevestig()
    return [(een.adres, een.onderwerp + een.tekst) for een in berichten]


def ronde(k: Kantoor) -> int:
    """What the planner does for breaches at this moment."""
    huis = k.wereld.huis
    return planner._datalekken(huis, huis.nu())


def wie_kregen(k: Kantoor) -> set[str]:
    return {adres for adres, tekst in post(k) if "/datalek" in tekst}


@pytest.mark.parametrize("wie", MENSEN)
def test_everybody_who_is_logged_in_can_tell_one(kantoor: Kantoor, wie: str) -> None:
    pagina = kantoor.als(wie).get(MELDEN)
    assert pagina.code == 200 and "meld" in acties_op(pagina)
    assert pagina.soep.select_one("footer a[href='/datalek/melden']") is not None


def test_three_people_hear_it_at_once_without_content_and_see_the_hours(kantoor: Kantoor) -> None:
    post(kantoor)
    assert meld(kantoor).code == 303
    berichten = post(kantoor)
    assert {adres for adres, _ in berichten} == DRIE
    nummer = adres_van(kantoor).rsplit("/", 1)[1]
    for _, tekst in berichten:
        assert nummer not in tekst and "laptop" not in tekst.lower() and "Aalten" not in tekst
    for wie in ("privacy.aalten", "fg.aalten", "beheer.aalten"):
        pagina = kantoor.als(wie).get(adres_van(kantoor, wie))
        assert "Nog 70 uur" in pagina.tekst or "Nog 71 uur" in pagina.tekst
        assert "Pak een datalek op" in kantoor.als(wie).get("/taken").tekst


def test_nobody_else_sees_it_and_another_municipality_never(kantoor: Kantoor) -> None:
    meld(kantoor)
    adres = adres_van(kantoor)
    for wie in ("toezicht.aalten", "af.aalten", "bestuur.aalten", "privacy.winterswijk", "fg.winterswijk", "politie"):
        assert kantoor.als(wie).get(adres).code == 404, wie
    assert not kantoor.als("fg.winterswijk").get("/datalek").soep.select("tbody tr")


def test_there_is_no_field_in_which_a_name_could_be_typed(kantoor: Kantoor) -> None:
    meld(kantoor)
    for wie, adres in (("toezicht.aalten", MELDEN), ("fg.aalten", adres_van(kantoor))):
        velden = kantoor.als(wie).get(adres).soep.select("main textarea, main input[type=text]")
        assert {str(een["name"]) for een in velden} <= {"dag", "tijd"}


def test_a_moment_that_is_none_or_still_to_come_is_refused_and_nothing_is_lost(kantoor: Kantoor) -> None:
    for naam, waarde in (("tijd", "kwart over drie"), ("tijd", "25.00"), ("dag", "")):
        pagina = meld(kantoor, uren=1, **{naam: waarde})
        assert pagina.code == 422 and pagina.soep.select("option[value=apparaat][selected]")
    straks = meld(kantoor, uren=-0.1)
    # Around midnight that is a day in the future.
    assert straks.code == 422 and re.search("moet nog komen|ligt in de toekomst", straks.tekst)
    assert not kantoor.als("fg.aalten").get("/datalek").soep.select("tbody tr")


def test_it_is_repeated_until_somebody_takes_it_up_and_each_time_once(kantoor: Kantoor) -> None:
    meld(kantoor, uren=0)
    post(kantoor)
    assert (ronde(kantoor), wie_kregen(kantoor)) == (0, set())
    kantoor.wereld.verzet(hours=6, minutes=1)
    assert (ronde(kantoor), ronde(kantoor)) == (1, 0)
    assert wie_kregen(kantoor) == DRIE
    kantoor.wereld.verzet(hours=13)
    assert ronde(kantoor) == 1, "two rungs that were missed are one message"
    assert len(post(kantoor)) == len(DRIE)
    assert stuur(kantoor.als("fg.aalten"), adres_van(kantoor), "pak_op").code == 303
    kantoor.wereld.verzet(hours=4)
    assert ronde(kantoor) == 0
    kantoor.wereld.verzet(hours=1, minutes=2)
    assert ronde(kantoor) == 1, "24 hours after the discovery"


def test_the_clock_stops_when_it_is_decided_and_too_late_asks_why(kantoor: Kantoor) -> None:
    meld(kantoor)
    adres, fg = adres_van(kantoor), kantoor.als("fg.aalten")
    stuur(fg, adres, "pak_op")
    kantoor.wereld.verzet(hours=80)
    kantoor.vergeet("fg.aalten")
    fg = kantoor.als("fg.aalten")
    assert "uur te laat" in fg.get(adres).tekst
    velden = {"antwoord": "ja", "reden_ja": "voorlopig"}
    zonder = stuur(fg, adres, "punt_ap", velden)
    assert zonder.code == 422 and "later dan 72 uur" in " ".join(zonder.fouten)
    assert stuur(fg, adres, "punt_ap", velden | {"laat": "laat_gehoord"}).code == 303
    pagina = fg.get(adres)
    assert "Voorlopig gemeld" in pagina.tekst and "uur te laat" not in pagina.tekst
    post(kantoor)
    kantoor.wereld.verzet(hours=24)
    assert ronde(kantoor) == 0


def test_the_beheerder_stops_and_repairs_and_decides_nothing(kantoor: Kantoor) -> None:
    meld(kantoor)
    adres, beheer = adres_van(kantoor), kantoor.als("beheer.aalten")
    assert acties_op(beheer.get(adres)) == {"pak_op", "punt_stoppen", "punt_herstel"}
    assert stuur(beheer, adres, "punt_stoppen", {"antwoord": "ja", "reden_ja": "toegang_weg"}).code == 303
    vorm = next(een for een in beheer.get(adres).soep.select("main form") if een.find("button", value="punt_herstel"))
    mee = {str(een["name"]): str(een["value"]) for een in vorm.find_all("input", type="hidden")}
    for velden in (
        {"actie": "punt_ap", "antwoord": "nee", "reden_nee": "geen_risico"},
        {"actie": "sluit", "einde": "dubbel"},
    ):
        assert beheer.post(adres, mee | velden).code == 404
    assert beheer.get("/datalekregister").code == 404


def test_it_ends_with_a_reason_and_the_whole_list(kantoor: Kantoor) -> None:
    meld(kantoor)
    adres, pf = adres_van(kantoor), partial(stuur, kantoor.als("privacy.aalten"))
    assert "Vul eerst elk punt" in pf(adres, "sluit", {"einde": "afgehandeld"}).tekst
    antwoorden = {"stoppen": "teruggehaald", "vastleggen": "register", "ap": "gemeld", "betrokkenen": "persoonlijk",
                  "herstel": "hersteld"}  # fmt: skip
    for punt, reden in antwoorden.items():
        assert pf(adres, f"punt_{punt}", {"antwoord": "ja"}).code == 422, "the reason belongs to it"
        assert pf(adres, f"punt_{punt}", {"antwoord": "ja", "reden_ja": reden}).code == 303
    assert pf(adres, "sluit", {"einde": "afgehandeld"}).code == 303
    pagina = kantoor.als("privacy.aalten").get(adres)
    assert acties_op(pagina) == set() and "Alles is gedaan" in pagina.tekst
    assert adres not in kantoor.als("privacy.aalten").get("/taken").tekst
    bestand = kantoor.als("fg.aalten").get("/datalekregister")
    rijen = list(csv.DictReader(io.StringIO(bestand.tekst), delimiter=";"))
    assert len(rijen) == 1 and rijen[0]["nummer"] == adres.rsplit("/", 1)[1]
    assert rijen[0]["dreiging"] == "T9" and rijen[0]["ap"].startswith("Ja. Volledig gemeld") and rijen[0]["gesloten"]


def test_false_alarm_needs_no_list(kantoor: Kantoor) -> None:
    meld(kantoor)
    assert stuur(kantoor.als("fg.aalten"), adres_van(kantoor), "sluit", {"einde": "geen_datalek"}).code == 303


def test_two_at_once_the_second_is_told(kantoor: Kantoor) -> None:
    meld(kantoor)
    adres, fg = adres_van(kantoor), kantoor.als("fg.aalten")
    vorm = next(een for een in fg.get(adres).soep.select("main form") if een.find("button", value="sluit"))
    mee = {str(een["name"]): str(een["value"]) for een in vorm.find_all("input", type="hidden")}
    mee |= {"actie": "sluit", "einde": "dubbel"}
    assert (fg.post(adres, mee).code, fg.post(adres, mee).code) == (303, 409)


def test_who_works_for_the_region_says_whose_data_it_is(kantoor: Kantoor) -> None:
    post(kantoor)
    assert meld(kantoor, "politie").code == 422
    assert meld(kantoor, "politie", gemeente="winterswijk").code == 303
    assert not kantoor.als("fg.aalten").get("/datalek").soep.select("tbody tr")
    assert len(kantoor.als("fg.winterswijk").get("/datalek").soep.select("tbody tr")) == 1
    assert meld(kantoor, "politie", gemeente="alle").code == 303
    assert len(kantoor.als("fg.aalten").get("/datalek").soep.select("tbody tr")) == 1
    assert wie_kregen(kantoor) >= DRIE


def test_what_each_loss_yields_is_shown_before_and_after(kantoor: Kantoor) -> None:
    meld(kantoor, wat="reservekopie")
    for adres in ("/datalek", adres_van(kantoor)):
        assert "zaken die daarna zijn vernietigd" in kantoor.als("fg.aalten").get(adres).tekst


def test_the_log_tells_who_did_what_and_holds_codes_alone(kantoor: Kantoor) -> None:
    meld(kantoor)
    adres = adres_van(kantoor)
    stuur(kantoor.als("fg.aalten"), adres, "pak_op")
    with kantoor.wereld.als("fg.aalten") as werk:
        regels = [een.inhoud or {} for een in werk.logboek.regels(aantal=100)]
    mijn = [een["handeling"] for een in regels if een.get("datalek") == adres.rsplit("/", 1)[1]]
    assert mijn[-1] == "datalek_gemeld" and "datalek_opgepakt" in mijn and "datalek_bekeken" in mijn
