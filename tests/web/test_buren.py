"""Neighbours: a case that goes to another municipality, and somebody of another municipality who covers."""

import secrets
from datetime import date
from typing import Any

import pytest
from bs4 import Tag

from tests.storage import wandeling
from tests.storage.leden import regels
from tests.storage.test_waarneming_buur import BUUR, BUUR_VA, neem_waar
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.web.mensenwerk import AF, ZEKER, druk, tekst, verborgen_van, vorm
from tests.web.test_overleg import TEKST, op_de_agenda
from tests.wereld import ANTWOORDEN
from workflow import leden, melden

__all__ = ["kantoor"]
WAARNEMERS, QUEUE = "/beheer/waarnemers", "/werkvoorraad"


def pad(kantoor: Kantoor, zaak: bytes) -> str:
    return f"/zaken/{kantoor.wereld.zaak(zaak).nummer}"


def balk(pagina: Pagina) -> str:
    gevonden = pagina.soep.select_one(".app-waarneming")
    return gevonden.get_text(" ", strip=True) if isinstance(gevonden, Tag) else ""


def dag(kantoor: Kantoor, dagen: int) -> str:
    een: date = kantoor.wereld.huis.nu().date()
    return een.fromordinal(een.toordinal() + dagen).strftime("%d-%m-%Y")


def berichten_aan(kantoor: Kantoor, wie: str) -> list[str]:
    with kantoor.wereld.huis.klokwerk() as werk:
        return [een.tekst for een in werk.berichten.te_versturen(200) if een.adres == f"{wie}@meldroute.example"]


# -- cover


def test_the_beheerder_asks_a_member_gives_and_the_neighbour_sees_that_queue_beside_his_own(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    eigen = kantoor.wereld.meld("winterswijk")
    beheer, buur = kantoor.als("beheer.aalten"), kantoor.als(BUUR)
    assert buur.get(pad(kantoor, zaak)).code == 404 and not balk(buur.get(QUEUE))
    wie = kantoor.wereld.ids[BUUR].hex()
    assert "Er neemt nu niemand van een andere gemeente waar" in tekst(beheer.get(WAARNEMERS))
    velden = {"wie": wie, "van": dag(kantoor, 0), "tot": dag(kantoor, 7)}
    assert druk(beheer, WAARNEMERS, "stel_buur_voor", **velden).code == 303
    assert "Wacht op een collega" in tekst(beheer.get(WAARNEMERS)) and buur.get(pad(kantoor, zaak)).code == 404
    lid = kantoor.als("af.aalten")
    assert "gemeente Winterswijk" in tekst(lid.get(AF))
    assert druk(lid, AF, "keur_goed", wie, **ZEKER).code == 303
    lijst = buur.get(QUEUE)
    assert "Waarneming: Aalten" in tekst(lijst) and balk(lijst).startswith("Je werkt nu voor je eigen gemeente")
    nummers = [een.get_text(strip=True) for een in lijst.soep.select("th a.app-code")]
    assert nummers == [kantoor.wereld.zaak(een).nummer for een in (eigen, zaak)]
    pagina = buur.get(pad(kantoor, zaak))
    assert pagina.code == 200 and "Je werkt nu voor Aalten , als waarnemer" in balk(pagina)
    assert stuur(buur, pad(kantoor, zaak), "aanvulling_vragen", {"vraag": "Op welke dag?"}).code == 303
    assert kantoor.wereld.zaak(zaak).staat == "aanvulling_gevraagd"
    assert [een["alias"] for een in regels(kantoor.wereld, "fg.aalten") if een["handeling"] == "aanvulling_vragen"] == [
        "A-af.winterswijk"
    ]


def test_what_is_wrong_with_a_question_for_cover_is_told_and_kept(kantoor: Kantoor) -> None:
    beheer = kantoor.als("beheer.aalten")
    pagina = druk(beheer, WAARNEMERS, "stel_buur_voor", van="1-1-2031", tot="2-1-2030")
    assert pagina.code == 422 and any("Wie neemt waar" in een for een in pagina.fouten)
    velden = {"wie": kantoor.wereld.ids[BUUR].hex(), "van": dag(kantoor, 5), "tot": dag(kantoor, 2)}
    pagina = druk(beheer, WAARNEMERS, "stel_buur_voor", **velden)
    assert pagina.code == 422 and any("e laatste dag ligt voor de eerste dag" in een for een in pagina.fouten)
    # Nobody of the own municipality, and no other role, stands in the list; a made-up choice is refused.
    keuzes = {str(een["value"]) for een in pagina.soep.select("input[name=wie]")}
    hier = {een.hex() for naam, een in kantoor.wereld.ids.items() if naam.endswith(".aalten")}
    daar = ("af.winterswijk", "af2.winterswijk", "va.winterswijk", "va2.winterswijk")
    assert keuzes == {kantoor.wereld.ids[een].hex() for een in daar}
    assert druk(beheer, WAARNEMERS, "stel_buur_voor", **velden | {"wie": sorted(hier)[0]}).code == 422
    assert kantoor.als("beheer.regio").get(WAARNEMERS).code == 404


def test_only_the_desk_that_he_covers_opens_there(kantoor: Kantoor) -> None:
    neem_waar(kantoor.wereld)
    buur = kantoor.als(BUUR)
    assert druk_waarneming(buur, "aalten").code == 303
    assert "Je werkt nu voor Aalten" in balk(buur.get(QUEUE))
    assert buur.get("/werkplek/af.aalten").code == 200 and buur.get("/werkplek/overleg.aalten").code == 404
    overleg = kantoor.wereld.overleg()
    assert acties_op(buur.get(f"/overleg/{overleg}")) == acties_op(kantoor.als("af.aalten").get(f"/overleg/{overleg}"))


def druk_waarneming(browser: Any, gemeente: str) -> Pagina:
    vorm_ = browser.get(QUEUE).soep.select_one(".app-waarneming form")
    assert isinstance(vorm_, Tag)
    antwoord: Pagina = browser.post("/waarneming", verborgen_van(vorm_) | {"gemeente": gemeente})
    return antwoord


def test_an_answer_lands_where_its_form_was_made_and_nowhere_after_the_last_day(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    neem_waar(kantoor.wereld)
    buur = kantoor.als(BUUR)
    formulier = vorm(buur.get(pad(kantoor, zaak)), "aanvulling_vragen")
    assert formulier is not None
    velden = verborgen_van(formulier) | {"actie": "aanvulling_vragen", "vraag": "Op welke dag?"}
    # In another tab he went home; the form still says whose it is.
    assert druk_waarneming(buur, "winterswijk").code == 303
    assert buur.post(pad(kantoor, zaak), velden | {"vraag": ""}).code == 422
    kantoor.wereld.verzet(days=8)
    assert buur.post(pad(kantoor, zaak), velden).code == 404
    assert buur.get(pad(kantoor, zaak)).code == 404 and not balk(buur.get(QUEUE))
    assert kantoor.wereld.zaak(zaak).staat == "in_beoordeling"
    # Nor does it land at home: a form of Aalten is refused at a page of the own municipality.
    eigen = kantoor.wereld.meld("winterswijk")
    formulier = vorm(buur.get(pad(kantoor, eigen)), "oppakken")
    assert formulier is not None
    antwoord = buur.post(pad(kantoor, eigen), verborgen_van(formulier) | {"actie": "oppakken", "waarneming": "aalten"})
    assert antwoord.code == 404 and kantoor.wereld.zaak(eigen).staat == "ingediend"


def test_the_account_of_a_neighbour_stays_his_own(kantoor: Kantoor) -> None:
    neem_waar(kantoor.wereld)
    buur = kantoor.als(BUUR)
    druk_waarneming(buur, "aalten")
    assert "Je werkt nu voor je eigen gemeente" in balk(buur.get("/account"))


def test_the_veiligheidsadviseur_calls_in_the_neighbour_and_hears_it_when_there_is_nobody(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = w.meld(gevaar="ja", gebeld_112="ja")
    neem_waar(w)
    with w.als("beheer.aalten") as werk:
        leden.verlaat(werk, w.beleid, w.ids["af2.aalten"], "af.aalten")
    va = kantoor.als("va.aalten")
    assert "Naam van af.winterswijk (vervanger van Winterswijk)" in tekst(va.get(pad(kantoor, zaak)))
    vooraf = len(berichten_aan(kantoor, BUUR))
    assert stuur(va, pad(kantoor, zaak), "vervanger_inschakelen", {"reden": "geen_gehoor"}).code == 303
    nieuw = berichten_aan(kantoor, BUUR)[vooraf:]
    assert len(nieuw) == 1 and "Aalten" not in nieuw[0]
    w.verzet(days=8)
    pagina = stuur(va, pad(kantoor, zaak), "vervanger_inschakelen", {"reden": "geen_gehoor"})
    assert pagina.code == 422 and "Er is nu geen vervanger" in tekst(pagina)


# -- presenting


def meld_elders(kantoor: Kantoor) -> bytes:
    """A signal at the desk of Aalten about a place in Winterswijk."""
    huis, beleid, geheim = kantoor.wereld.huis, kantoor.wereld.beleid, secrets.token_bytes(32)
    with huis.meldwerk("aalten") as werk:
        antwoorden = {**ANTWOORDEN, "gemeente": "winterswijk"}
        zaak_id = melden.indienen(werk, beleid, "aalten", antwoorden, geheim, *huis.codes_van(geheim)).zaak_id
    assert zaak_id is not None
    return zaak_id


def test_a_place_elsewhere_is_a_proposal_for_weighing_2b_and_changes_nothing_else(kantoor: Kantoor) -> None:
    zaak = meld_elders(kantoor)
    kantoor.wereld.stap("af.aalten", zaak, "oppakken")
    pagina = kantoor.als("af.aalten").get(pad(kantoor, zaak))
    assert "Speelt dit in Winterswijk?" in tekst(pagina) and kantoor.wereld.zaak(zaak).houder == "aalten"
    gekozen = pagina.soep.select("#voorleggen-naar_gemeente option[selected]")
    assert [een["value"] for een in gekozen] == ["winterswijk"]
    assert pagina.soep.select_one("input[name=weging_2b][value=nee][checked]") is not None
    kantoor.wereld.stap("af.aalten", zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Daar.")
    kantoor.wereld.stap("af.winterswijk", zaak, "weigeren", reden="Niet hier.")
    # Who said no has answered: it is not proposed again.
    pagina = kantoor.als("af.aalten").get(pad(kantoor, zaak))
    assert "Speelt dit in Winterswijk?" not in tekst(pagina) and "Niet hier." in tekst(pagina)
    assert not pagina.soep.select("#voorleggen-naar_gemeente option[selected]")


def test_a_place_at_home_proposes_nothing(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    assert kantoor.als("af.aalten").get(pad(kantoor, zaak)).soep.select_one("#voorstel-2b") is None


def test_the_receiving_desk_sees_what_it_gets_and_what_never_comes_along(kantoor: Kantoor) -> None:
    zaak = wandeling.voorgelegd(kantoor.wereld)
    pagina = kantoor.als("af.winterswijk").get(pad(kantoor, zaak))
    vak = pagina.soep.select_one("#krijgt")
    assert isinstance(vak, Tag)
    nu, straks, nooit = ([een.get_text(strip=True) for een in lijst.find_all("li")] for lijst in vak.find_all("ul"))
    assert nu == ["De zaak zonder namen"]
    assert straks == [
        "Het signaal zoals het binnenkwam",
        "De namen en nummers uit de kluis",
        "Het contact met de melder",
    ]
    assert nooit == ["Wie de melder is. Die gegevens blijven bij Aalten"]
    assert kantoor.als("af.aalten").get(pad(kantoor, zaak)).soep.select_one("#krijgt") is None


def test_the_receiving_desk_hears_it_at_once_and_the_answer_comes_back(kantoor: Kantoor) -> None:
    zaak = wandeling.voorgelegd(kantoor.wereld)
    with kantoor.wereld.huis.klokwerk() as werk:
        timers = [(een.bericht, een.werkplek, een.dag) for een in werk.timers.van_zaak(zaak)]
    nieuw = [een for een in timers if een[0] == "nieuw"]
    assert [een[1] for een in nieuw] == ["af.winterswijk"]
    assert any(een[0] == "herinnering" and een[1] == "af.winterswijk" for een in timers)
    vooraf = len(berichten_aan(kantoor, "af.aalten"))
    velden = {"reden": "Niet hier."}
    assert stuur(kantoor.als("af.winterswijk"), pad(kantoor, zaak), "weigeren", velden).code == 303
    assert len(berichten_aan(kantoor, "af.aalten")) == vooraf + 1
    assert "winterswijk" not in berichten_aan(kantoor, "af.aalten")[-1].lower()


def test_after_taking_over_the_thread_goes_on_and_the_name_stays_where_it_was(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = wandeling.aangenomen(w)
    daar, hier = kantoor.als("af.winterswijk"), kantoor.als("af.aalten")
    assert stuur(daar, pad(kantoor, zaak), "aanvulling_vragen", {"vraag": "Op welk veld?"}).code == 303
    w.melder_stap(zaak, "aanvullen", antwoord="Veld zeven.")
    pagina = daar.get(pad(kantoor, zaak))
    assert "Veld zeven." in tekst(pagina) and "Klaas Melder" not in pagina.tekst
    oud = hier.get(pad(kantoor, zaak))
    assert "Klaas Melder" in oud.tekst and "In beoordeling" in oud.tekst and "Veld zeven." not in oud.tekst
    assert acties_op(oud) == set()


# -- another municipality's case


@pytest.mark.parametrize("actie", ["koppelen", "samenvoegen"])
def test_a_case_of_another_municipality_is_not_linked_or_merged(kantoor: Kantoor, actie: str) -> None:
    w = kantoor.wereld
    mijn, onbekend = wandeling.in_beoordeling(w), w.meld("winterswijk")
    w.stap("af.winterswijk", onbekend, "oppakken")
    voorgelegd = w.meld("winterswijk")
    w.stap("af.winterswijk", voorgelegd, "oppakken")
    w.stap("af.winterswijk", voorgelegd, "voorleggen", naar_gemeente="aalten", weging_2b_reden="Daar.")
    teksten = {onbekend: "Deze zaak is er niet, of jij kunt hem niet zien", voorgelegd: "is van een andere gemeente"}
    revisies = {een: w.zaak(een).revisie for een in (mijn, onbekend, voorgelegd)}
    for ander, verwacht in teksten.items():
        velden = {"ander": w.zaak(ander).nummer, "reden": "Zelfde busje."}
        pagina = stuur(kantoor.als("af.aalten"), pad(kantoor, mijn), actie, velden)
        assert pagina.code == 422 and verwacht in " ".join(pagina.fouten)
        assert w.zaak(ander).nummer in pagina.tekst, "what was typed stays"
    assert {een: w.zaak(een).revisie for een in revisies} == revisies


def test_who_covers_both_municipalities_still_links_nothing_across(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    mijn, ander = wandeling.in_beoordeling(w), w.meld("winterswijk")
    w.stap("af.winterswijk", ander, "oppakken")
    neem_waar(w)
    buur = kantoor.als(BUUR)
    velden = {"ander": w.zaak(ander).nummer, "reden": "Zelfde busje."}
    pagina = stuur(buur, pad(kantoor, mijn), "koppelen", velden)
    assert pagina.code == 422 and "Deze zaak is er niet, of jij kunt hem niet zien" in " ".join(pagina.fouten)


def test_what_needs_no_desk_lands_at_home_neither_from_a_form_of_the_neighbour(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    neem_waar(w)
    buur = kantoor.als(BUUR)
    druk_waarneming(buur, "aalten")
    formulier = vorm(buur.get("/datalek/melden"), "meld")
    assert formulier is not None
    velden = verborgen_van(formulier) | {"actie": "meld", "dag": dag(kantoor, 0), "tijd": "9.30"}
    for een in formulier.select("input[type=radio]"):
        velden.setdefault(str(een["name"]), str(een["value"]))
    for lijst in formulier.select("select"):
        velden[str(lijst["name"])] = next(str(een["value"]) for een in lijst.select("option") if een["value"])
    assert velden["waarneming"] == "aalten"
    w.verzet(days=8)
    assert buur.post("/datalek/melden", velden).code == 404
    with w.huis.klokwerk() as werk:
        assert werk.kwesties.lijst("datalek") == []
    # The same form for home does land there; and the old bar still brings him home.
    assert druk_waarneming_op(buur, "aalten", "winterswijk").code == 303
    assert buur.post("/datalek/melden", velden | {"waarneming": "winterswijk"}).code == 303
    with w.huis.klokwerk() as werk:
        assert [een.tenant for een in werk.kwesties.lijst("datalek")] == ["winterswijk"]


def druk_waarneming_op(browser: Any, oud: str, gemeente: str) -> Pagina:
    """The button of the bar on a page that was made for a municipality where he may not work any more."""
    token = browser.get("/account").soep.find("input", attrs={"name": "csrf_token"})
    velden = {"csrf_token": str(token["value"]), "waarneming": oud, "gemeente": gemeente}
    antwoord: Pagina = browser.post("/waarneming", velden)
    return antwoord


# -- a meeting there


def test_a_neighbour_who_covers_does_not_keep_the_meeting_from_opening(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    neem_waar(w)
    overleg = w.overleg(dagen=0)
    op_de_agenda(kantoor, overleg)
    pad, va = f"/overleg/{overleg}", kantoor.als("va.aalten")
    assert "Naam van af.winterswijk" in tekst(va.get(pad))
    beiden = [w.ids[een].hex() for een in ("va.aalten", BUUR)]
    assert stuur(va, pad, "openen", {"aanwezig": beiden, "geheimhouding": beiden}).code == 303
    assert TEKST in kantoor.als(BUUR).get(pad).tekst
    # The neighbours of the other desk, and his colleague at home, have no part in it.
    for wie in ("af2.winterswijk", BUUR_VA):
        assert kantoor.als(wie).get(pad).code == 404


def test_the_veiligheidsadviseur_of_a_neighbour_chairs_until_his_last_day_and_not_a_day_longer(
    kantoor: Kantoor,
) -> None:
    w = kantoor.wereld
    neem_waar(w, BUUR_VA, "overleg.aalten", "va.aalten", dagen=0)
    overleg = w.overleg(dagen=1)
    op_de_agenda(kantoor, overleg)
    pad, buur, wie = f"/overleg/{overleg}", kantoor.als(BUUR_VA), w.ids[BUUR_VA].hex()
    assert stuur(buur, pad, "openen", {"aanwezig": wie, "geheimhouding": wie}).code == 303
    assert TEKST in buur.get(pad).tekst
    # The sitting goes on the next day; his cover does not.
    w.verzet(days=1)
    assert buur.get(pad).code == 404 and buur.get(f"{pad}/stukken.pdf").code == 404
