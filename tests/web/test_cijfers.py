"""The figures: fixed years, one suppressed table behind every view, and a picture that gives nothing away."""

import re
from datetime import date

import pytest

from tests.web.kantoor import Kantoor, kantoor
from web import grafiek
from web.oefencijfers import zaai_cijfers
from workflow import cijferjaar
from workflow.telling import Telling
from workflow.zaak import Zaak

__all__ = ["kantoor"]
JAAR = date.today().year - 1


def getallen(tekst: str) -> list[int]:
    return [int(een) for een in re.findall(r"app-getal[^>]*>(\d+)<", tekst)]


@pytest.fixture
def met_cijfers(kantoor: Kantoor) -> Kantoor:
    zaai_cijfers(kantoor.wereld.huis.klokwerk, date.today())
    return kantoor


def test_without_figures_the_page_says_so(kantoor: Kantoor) -> None:
    assert "Kies een ander jaar" in kantoor.als("bestuur.aalten").get("/cijfers").tekst


def test_every_number_in_a_table_is_rounded_and_none_is_small(met_cijfers: Kantoor) -> None:
    pagina = met_cijfers.als("ketenregisseur").get("/cijfers")
    midden = ("Dagen per stap", "Dagen en kosten van opvang")
    tabellen = [een for een in pagina.soep.select("table") if not een.caption.get_text(strip=True).startswith(midden)]
    gevonden = [getal for een in tabellen for getal in getallen(str(een))]
    assert gevonden and all(getal >= 10 and getal % 5 == 0 for getal in gevonden)
    assert "niet getoond" in pagina.tekst and "Vorm per gemeente" in pagina.tekst


def test_a_municipality_sees_its_own_part_of_the_same_table_and_no_other(met_cijfers: Kantoor) -> None:
    bestuur = met_cijfers.als("bestuur.aalten")
    keuzes = [str(een["value"]) for een in bestuur.get("/cijfers").soep.select("#gemeente option")]
    assert keuzes == ["regio", "aalten"]
    assert "Signalen per kwartaal, Aalten" in bestuur.get("/cijfers?gemeente=aalten").tekst
    for vreemd in ("winterswijk", "onzin"):
        assert "Signalen per kwartaal, Achterhoek" in bestuur.get(f"/cijfers?gemeente={vreemd}").tekst


def test_only_whole_years_that_are_over_can_be_chosen(met_cijfers: Kantoor) -> None:
    regie = met_cijfers.als("ketenregisseur")
    jaren = [str(een["value"]) for een in regie.get("/cijfers").soep.select("#periode option")]
    assert jaren == [str(JAAR - nr) for nr in range(5)]
    assert f"Achterhoek, {JAAR}" in regie.get(f"/cijfers?periode={JAAR + 1}").tekst
    assert f"Achterhoek, {JAAR}" in regie.get("/cijfers?periode=2026-3").tekst


def test_partners_and_shelters_have_no_figures(kantoor: Kantoor) -> None:
    for wie in ("politie", "opvang"):
        assert kantoor.als(wie).get("/cijfers").code == 404


def test_a_hidden_bar_has_the_same_length_whatever_it_hides_and_labels_are_escaped() -> None:
    svg = str(grafiek.staven("x", "Kop <b>", "Uitleg", [("A & B", 40), ("Klein", None), ("Ook klein", None)]))
    assert "A &amp; B" in svg and "Kop &lt;b&gt;" in svg and "style=" not in svg
    assert len(re.findall(rf'width="{grafiek.STOMP}" height="22" fill="url', svg)) == 2
    assert grafiek.staven("x", "Kop", "Uitleg", []) == ""


# -- what was done: actions and shelter


def tel(k: Kantoor, aantal: int, gebeurtenis: str, **codes: str) -> None:
    """So many counts of one kind in Aalten, without a case."""
    w = k.wereld
    with w.huis.klokwerk() as werk:
        dag = werk.nu.date()
        zaak = Zaak(werk.nieuw_id(), "", "aalten", "aalten", "", "signaal", "", "mensenhandel", dag, dag)
        for _ in range(aantal):
            werk.tel(gebeurtenis, zaak, **codes)
        werk.log("oefencijfers")
        werk.bevestig()


def volgend_jaar(k: Kantoor) -> dict[str, dict[str, str]]:
    """The tables of a municipality when the year is over: caption → row → number."""
    k.wereld.verzet(days=400)
    k.app.extensions["huis"].zet_klok(k.wereld.huis.nu())
    pagina = k.als("bestuur.aalten").get("/cijfers?gemeente=aalten")
    return {
        tabel.caption.get_text(strip=True).split(",")[0]: {
            rij.th.get_text(strip=True): rij.td.get_text(strip=True) for rij in tabel.select("tbody tr")
        }
        for tabel in pagina.soep.select("table")
    }


def test_what_actions_led_to_is_shown_and_small_numbers_are_not(kantoor: Kantoor) -> None:
    gereed = {"route": "actie", "van": "bezig", "staat": "gereed", "dagen": "4"}
    tel(kantoor, 23, "staat", **gereed, instrument="CTRL", uitkomst="uitgevoerd")
    tel(kantoor, 31, "staat", **gereed, instrument="BIB", uitkomst="gedeeltelijk")
    tel(kantoor, 3, "staat", **gereed, instrument="BIB", uitkomst="niet_mogelijk")
    tel(kantoor, 40, "staat", **gereed, instrument="CTRL", uitkomst="niet_mogelijk", soort="drugs")
    tabellen = volgend_jaar(kantoor)
    acties, instrumenten = tabellen["Wat acties opleverden"], tabellen["Welke acties er waren"]
    assert acties["Nee, het kon niet"] == "niet getoond" and acties["Er was niets te vinden"] == "niet getoond"
    assert acties["Gedeeltelijk"] == "30" or acties["Ja, helemaal"] == "25", "all numbers hidden"
    assert instrumenten["Totaal"] == acties["Totaal"] == "55", "two tables of the same actions, none of another kind"
    assert instrumenten["Controle samen met partners"] in ("25", "niet getoond")


def test_how_the_search_for_shelter_went_is_shown_with_the_same_suppression(kantoor: Kantoor) -> None:
    tel(kantoor, 22, "opvang_poging", uitkomst="vol")
    tel(kantoor, 17, "opvang_poging", uitkomst="past_niet", reden="contra")
    tel(kantoor, 2, "opvang_poging", uitkomst="afgeslagen", reden="vol")
    tel(kantoor, 12, "opvang_poging", uitkomst="geplaatst")
    tel(kantoor, 12, "opvang_geplaatst", dagen="3", betaler="wmo")
    tel(kantoor, 11, "opvang_niet_geplaatst", reden="contra_indicatie")
    tel(kantoor, 6, "opvang_niet_geplaatst", reden="contra_indicatie", soort="drugs")
    tel(kantoor, 4, "opvang_beeindigd", reden="terugkeer", dagen="31", euro="4123")
    tabellen = volgend_jaar(kantoor)
    antwoorden = tabellen["Wat opvangplekken antwoordden"]
    assert antwoorden["Geen gehoor"] == "niet getoond" and "Past niet: contra-indicatie" in antwoorden
    assert {een for een in antwoorden.values() if een.isdigit()} <= {"20", "15", "40"}
    assert "12" not in antwoorden.values(), "who was placed stands in a table of its own"
    assert tabellen["Geen plek"]["Contra-indicatie"] in ("10", "niet getoond")
    duur = tabellen["Dagen en kosten van opvang"]
    assert duur["Dagen op die plek"] == duur["Kosten van een verblijf in euro"] == "niet getoond"


def test_days_and_costs_are_shown_only_when_the_number_of_people_is(kantoor: Kantoor) -> None:
    for dagen, euro in (("20", "2010"), ("31", "4123"), ("60", "9000")):
        tel(kantoor, 12, "opvang_beeindigd", reden="terugkeer", dagen=dagen, euro=euro)
    tel(kantoor, 14, "opvang_beeindigd", reden="eigen_woning", dagen="31", euro="4123")
    tabellen = volgend_jaar(kantoor)
    duur, einde = tabellen["Dagen en kosten van opvang"], tabellen["Hoe opvang eindigt"]
    assert einde["Totaal"] == "50"
    assert duur["Dagen op die plek"] == "31" and duur["Kosten van een verblijf in euro"] == "4100"
    assert duur["Dagen tot er een plek was"] == "niet getoond"


def test_a_signal_that_turned_out_to_be_of_another_kind_counts_where_it_belongs(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    tel(kantoor, 22, "ingediend")
    tel(kantoor, 24, "ingediend", soort="drugs")
    for _ in range(3):
        zaak = w.meld()
        w.stap("af.aalten", zaak, "oppakken")
        w.stap("af.aalten", zaak, "soort_wijzigen", soort_signaal="drugs", reden="Het ging om een kwekerij.")
    tabellen = volgend_jaar(kantoor)
    # 22 stays 22 (shown as 20) and 24 became 27 (shown as 25): without the move it was 25 and 25.
    assert tabellen["Signalen per kwartaal"]["Totaal"] == "20"
    assert tabellen["Signalen van een andere soort"]["Drugs en drugspanden"] == "25"


def test_what_changed_after_the_year_was_over_leaves_its_figures_alone() -> None:
    def een(kwartaal: str, **codes: str) -> Telling:
        return Telling("aalten", kwartaal, codes)

    def wissel(van: str, soort: str, kwartaal: str) -> Telling:
        codes = {"van": van, "soort": soort, "kwartaal": kwartaal, "gemeente": "aalten", "ingang": "politie"}
        return Telling("aalten", "2027-1", {"gebeurtenis": "soort", **codes})

    binnen = [een("2026-4", gebeurtenis="ingediend", ingang="politie"), een("2026-4", gebeurtenis="ingediend")]
    later = cijferjaar.ingediend([*binnen, wissel("mensenhandel", "drugs", "2025-4")], "2026")
    assert [een.codes.get("soort") for een in later] == [None, None]
    # Two moves of one signal, in whatever order the counts are read.
    om = [wissel("drugs", "geld", "2026-4"), wissel("mensenhandel", "drugs", "2026-4")]
    assert [een.codes.get("soort") for een in cijferjaar.ingediend([*om, *binnen], "2026")] == ["geld", None]
    terug = [wissel("mensenhandel", "drugs", "2026-4"), wissel("drugs", "mensenhandel", "2026-4")]
    assert [een.codes.get("soort") for een in cijferjaar.ingediend([*terug, *binnen], "2026")] == [None, None]
