"""Weighing, source research and the thread on the screen."""

from datetime import date
from typing import Any

from bs4 import Tag

from tests.storage import wandeling
from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.wereld import WEGING
from workflow import nieuws, volgen
from workflow.zaak import Zaak

__all__ = ["kantoor"]
AF, VA = "af.aalten", "va.aalten"
TEKST = {"overdrachtstekst": "Zes mensen op een klein adres.", "vraag_aan_overleg": "Wat doen we?"}
VRAAG, ANTWOORD = "Wanneer zag je de bus?", "Op maandag, rond acht uur."


def pad(k: Kantoor, zaak: bytes) -> str:
    return f"/zaken/{k.wereld.zaak(zaak).nummer}"


def tabel(pagina: Pagina, naam: str) -> list[list[str]]:
    """The rows of the table with this id, as texts."""
    kop = pagina.soep.find(id=f"{naam}-kop")
    if kop is None:
        return []
    gevonden = kop.find_parent("table")
    assert isinstance(gevonden, Tag)
    return [
        [cel.get_text(" ", strip=True) for cel in rij.find_all(["th", "td"])] for rij in gevonden.select("tbody tr")
    ]


def laat_onderzoeken(k: Kantoor) -> bytes:
    zaak = wandeling.in_beoordeling(k.wereld)
    velden = {"bronnen": ["brp", "kvk"], "toelichting": "Nodig."}
    k.wereld.stap(AF, zaak, "onderzoeken", **velden)
    k.wereld.akkoord()
    k.wereld.stap(AF, zaak, "onderzoeken", **velden)
    return zaak


def test_the_form_names_the_rule_of_each_source(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    vorm = kantoor.als(AF).get(pad(kantoor, zaak)).soep.find("button", attrs={"value": "onderzoeken"})
    assert vorm is not None
    tekst = vorm.find_parent("form").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "Basisregistratie personen (Burgerzaken, hoogstens 5 jaar oud)" in tekst


def test_results_are_asked_per_source_and_shown_per_source(kantoor: Kantoor) -> None:
    zaak = laat_onderzoeken(kantoor)
    af, adres = kantoor.als(AF), pad(kantoor, zaak)
    pagina = af.get(adres)
    assert [rij[:2] for rij in tabel(pagina, "bronnen")] == [
        ["Basisregistratie personen", "Nog geen uitkomst"],
        ["Handelsregister", "Nog geen uitkomst"],
    ]
    namen = {str(een.get("name")) for een in pagina.soep.select("main input, main textarea")}
    assert {"bron_brp", "resultaat_brp", "dag_brp", "bron_kvk"} <= namen and "bron_bag" not in namen
    fout = stuur(af, adres, "resultaat_vastleggen", {"bron_brp": "treffer", "bron_kvk": "geen_treffer"})
    assert fout.code == 422 and len(fout.fouten) == 2
    # What is wrong links to its field, and what was chosen stands there still.
    assert fout.soep.select("#fouten a[href='#resultaat_vastleggen-resultaat_brp']")
    assert fout.soep.select("input[name=bron_brp][value=treffer][checked]")
    goed = {"bron_brp": "treffer", "resultaat_brp": "Zes inschrijvingen.", "dag_brp": date.today().isoformat()}
    assert stuur(af, adres, "resultaat_vastleggen", {**goed, "bron_kvk": "geen_treffer"}).code == 303
    brp, kvk = tabel(af.get(adres), "bronnen")
    assert brp[:3] == ["Basisregistratie personen", "Treffer", "Zes inschrijvingen."]
    assert kvk[:4] == ["Handelsregister", "Geen treffer", "-", "-"]


def test_one_answer_for_all_sources_is_still_a_good_post(kantoor: Kantoor) -> None:
    zaak = laat_onderzoeken(kantoor)
    velden = {"hit": "geen_hit", "resultaat": "Er is niets gevonden."}
    assert stuur(kantoor.als(AF), pad(kantoor, zaak), "resultaat_vastleggen", velden).code == 303
    pagina = kantoor.als(AF).get(pad(kantoor, zaak))
    assert "Er is niets gevonden." in pagina.tekst and tabel(pagina, "bronnen") == []


def test_the_case_shows_the_weighings_with_the_checks_and_the_form_offers_them_again(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    w, weging = kantoor.wereld, {**WEGING, "weging_2a_reden": "Het is een zaak van ons."}
    w.stap(AF, zaak, "agenderen", overleg=w.overleg(), **weging, **TEKST)
    w.akkoord()
    w.stap(VA, zaak, "terugverwijzen", toelichting="Zoek de eigenaar.")
    pagina = kantoor.als(AF).get(pad(kantoor, zaak))
    rijen = tabel(pagina, "wegingen")
    assert [rij[0][:9] for rij in rijen] == ["Weging 1:", "Weging 2A", "Weging 2B", "Weging 3:"]
    assert rijen[1][1:3] == ["Ja", "Het is een zaak van ons."] and rijen[1][3].startswith("N. ")
    deel = pagina.soep.find(id="weging-deel").find_parent("section")  # type: ignore[union-attr]
    assert "Akkoord" in deel.get_text(" ", strip=True)  # type: ignore[union-attr]
    vorm = pagina.soep.find("button", attrs={"value": "agenderen"}).find_parent("form")  # type: ignore[union-attr]
    assert isinstance(vorm, Tag)
    assert vorm.select("input[name=weging_2a][value=ja][checked]")
    reden = vorm.find("textarea", attrs={"name": "weging_2a_reden"})
    assert isinstance(reden, Tag) and reden.get_text(strip=True) == "Het is een zaak van ons."
    assert not vorm.find("textarea", attrs={"name": "overdrachtstekst"}).get_text(strip=True)  # type: ignore[union-attr]


def test_a_no_is_told_on_the_page_and_nothing_typed_is_lost(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    velden: dict[str, Any] = {**WEGING, **TEKST, "weging_3": "nee", "overleg": kantoor.wereld.overleg()}
    pagina = stuur(kantoor.als(AF), pad(kantoor, zaak), "agenderen", velden)
    assert pagina.code == 422 and "Direct in aanpak nemen" in pagina.fouten[0]
    assert pagina.soep.select("input[name=weging_3][value=nee][checked]") and TEKST["overdrachtstekst"] in pagina.tekst


# -- the thread


def melder(k: Kantoor, zaak: bytes) -> tuple[Browser, Pagina]:
    browse = Browser(k.app)
    browse.get("/volgen")
    return browse, browse.post("/volgen", {"volgcode": k.wereld.codes[zaak]})


def met_vraag(k: Kantoor) -> bytes:
    zaak = wandeling.in_beoordeling(k.wereld)
    k.wereld.stap(AF, zaak, "aanvulling_vragen", vraag=VRAAG)
    return zaak


def van_melder(k: Kantoor, zaak: bytes) -> Zaak:
    return k.wereld.zaak(zaak)


def taken(k: Kantoor, wie: str = AF) -> str:
    return k.als(wie).get("/taken").soep.select("main")[0].get_text(" ", strip=True)


def test_several_rounds_stand_in_order_for_both_and_an_answer_is_a_task(kantoor: Kantoor) -> None:
    zaak = met_vraag(kantoor)
    assert nieuws.TAAK not in taken(kantoor)
    browse, pagina = melder(kantoor, zaak)
    assert "We hebben een vraag aan je." in pagina.tekst and VRAAG in pagina.tekst
    assert browse.vul_in("/volgen", "antwoord", antwoord=ANTWOORD, actie="aanvullen").code == 200
    assert nieuws.TAAK in taken(kantoor)
    kantoor.wereld.stap(AF, zaak, "aanvulling_vragen", vraag="Welke kleur had de bus?")
    assert nieuws.TAAK not in taken(kantoor)
    kantoor.wereld.melder_stap(zaak, "aanvullen", antwoord="Wit.")
    lijn = [VRAAG, ANTWOORD, "Welke kleur had de bus?", "Wit."]
    for gezien in (melder(kantoor, zaak)[1], kantoor.als(AF).get(pad(kantoor, zaak))):
        draad = gezien.soep.select(".app-draad")[0].get_text(" ", strip=True)
        plekken = [draad.index(tekst) for tekst in lijn]
        assert plekken == sorted(plekken)


def test_an_open_question_is_shown_until_the_reporter_writes(kantoor: Kantoor) -> None:
    zaak = met_vraag(kantoor)
    let_op = "Let op, er staat nog een vraag uit bij de melder."
    kantoor.wereld.stap(AF, zaak, "zonder_aanvulling_verder", toelichting="Het duurt te lang.")
    assert let_op in kantoor.als(AF).get(pad(kantoor, zaak)).tekst
    _, pagina = melder(kantoor, zaak)
    assert volgen.NOG_OPEN.split("'")[0] in pagina.tekst
    kantoor.wereld.melder_stap(zaak, "toevoegen", bericht=ANTWOORD)
    assert let_op not in kantoor.als(AF).get(pad(kantoor, zaak)).tekst
    assert volgen.NOG_OPEN.split("'")[0] not in melder(kantoor, zaak)[1].tekst


def test_an_answer_that_comes_after_the_case_went_on_still_arrives_once(kantoor: Kantoor) -> None:
    zaak = met_vraag(kantoor)
    browse, pagina = melder(kantoor, zaak)
    velden = pagina.formulier("antwoord") | {"antwoord": ANTWOORD, "actie": "aanvullen"}
    kantoor.wereld.stap(AF, zaak, "zonder_aanvulling_verder", toelichting="Het duurt te lang.")
    gestuurd = browse.post("/volgen", velden)
    assert gestuurd.code == 200 and volgen.ALSNOG in gestuurd.tekst
    assert browse.post("/volgen", velden).code == 200
    gezien = kantoor.als(AF).get(pad(kantoor, zaak)).soep.select(".app-draad")[0].get_text()
    assert gezien.count(ANTWOORD) == 1 and kantoor.wereld.zaak(zaak).staat == "in_beoordeling"
    assert nieuws.TAAK in taken(kantoor)


def test_what_was_typed_for_a_case_that_has_ended_is_shown_and_not_lost(kantoor: Kantoor) -> None:
    zaak = met_vraag(kantoor)
    browse, pagina = melder(kantoor, zaak)
    velden = pagina.formulier("antwoord") | {"antwoord": ANTWOORD, "actie": "aanvullen"}
    w = kantoor.wereld
    w.stap(AF, zaak, "zonder_aanvulling_verder", toelichting="Het duurt te lang.")
    einde = {"weging_3_reden": "Te vaag.", "reden": "te_vaag", "terugmelding": "We doen er nu niets mee."}
    w.stap(AF, zaak, "niet_in_behandeling_nemen", **einde)
    w.stem_in(VA, zaak)
    pagina = browse.post("/volgen", velden)
    assert pagina.code == 409 and ANTWOORD in pagina.tekst and "Het is niet verstuurd." in pagina.tekst


def test_news_of_the_reporter_is_a_task_of_the_desk_until_somebody_says_to_have_read_it(kantoor: Kantoor) -> None:
    zaak = wandeling.geagendeerd(kantoor.wereld)
    af = kantoor.als(AF)
    assert "bericht_gelezen" not in acties_op(af.get(pad(kantoor, zaak)))
    kantoor.wereld.melder_stap(zaak, "toevoegen", bericht="Ik zag hem weer.")
    # It is the adviser's turn; the thread is the desk's, and nobody else's.
    assert nieuws.TAAK in taken(kantoor) and nieuws.TAAK not in taken(kantoor, VA)
    assert stuur(af, pad(kantoor, zaak), "bericht_gelezen").code == 303
    assert nieuws.TAAK not in taken(kantoor)
    assert "bericht_gelezen" not in acties_op(af.get(pad(kantoor, zaak)))


# -- what was left open


def test_the_address_of_the_names_leads_back_to_the_case(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    pagina = kantoor.als(AF).get(f"{pad(kantoor, zaak)}/namen")
    assert pagina.code == 200 and kantoor.wereld.zaak(zaak).nummer in pagina.kop
    assert kantoor.als("af.winterswijk").get(f"{pad(kantoor, zaak)}/namen").code == 404


def werktekst(k: Kantoor) -> tuple[str, Pagina]:
    zaak = k.wereld.meld(tekst="De baas heet Tesfay Gebremedhin. Zij belt met 06 00000001 en met 06 00000002.")
    k.wereld.stap(AF, zaak, "oppakken")
    adres = f"{pad(k, zaak)}/tekst"
    return adres, k.als(AF).get(adres)


def velden_van(pagina: Pagina) -> dict[str, str]:
    vorm = next(een for een in pagina.soep.select("main form") if een.find("textarea") is not None)
    velden = {str(een["name"]): str(een.get("value", "")) for een in vorm.select("input[type=hidden]")}
    velden |= {str(een["name"]): str(een["value"]) for een in vorm.select("input[checked]")}
    for een in vorm.select("select"):
        velden |= {str(een["name"]): str(optie["value"]) for optie in een.select("option[selected]")}
    return velden | {"tekst": vorm.find("textarea").get_text().strip()}  # type: ignore[union-attr]


def knop_van(pagina: Pagina, soort: str, waarde: str) -> str:
    """The button of one mark, found by its value."""
    knoppen = [str(een["value"]) for een in pagina.soep.select("main button[name=actie]")]
    return next(een for een in knoppen if een.startswith(f"{soort}|") and een.endswith(waarde))


def test_a_click_at_one_mark_keeps_what_was_chosen_at_the_others(kantoor: Kantoor) -> None:
    adres, pagina = werktekst(kantoor)
    af = kantoor.als(AF)
    eerste, laatste = knop_van(pagina, "laat", "Gebremedhin"), knop_van(pagina, "kluis", "06 00000002")
    nr, nr_laatste = eerste.split("|")[1], laatste.split("|")[1]
    keuze = {f"reden_{nr}": "algemeen", f"wie_{nr_laatste}": "nieuw:getuige", "leeftijd": "18_22"}
    pagina = af.post(adres, velden_van(pagina) | keuze | {"actie": eerste})
    assert pagina.code == 200
    velden = velden_van(pagina)
    nu = knop_van(pagina, "kluis", "06 00000002").split("|")[1]
    assert nu != nr_laatste and velden[f"wie_{nu}"] == "nieuw:getuige" and velden["leeftijd"] == "18_22"
    assert "nieuw:getuige" not in [waarde for naam, waarde in velden.items() if naam != f"wie_{nu}"]


def test_an_error_at_a_mark_links_to_its_field(kantoor: Kantoor) -> None:
    adres, pagina = werktekst(kantoor)
    for soort, naam in (("laat", "reden"), ("kluis", "wie")):
        actie = knop_van(pagina, soort, "06 00000001")
        # The text changed meanwhile, so that the mark has another number on the page that comes back.
        velden = velden_van(pagina) | {"actie": actie, "tekst": "Zij belt met 06 00000001."}
        fout = kantoor.als(AF).post(adres, velden)
        (link,) = fout.soep.select("#fouten a")
        assert fout.code == 422 and str(link["href"]) == f"#{naam}_0" and "06 00000001" in link.get_text()
        assert fout.soep.find(id=f"{naam}_0") is not None
