"""The figures: fixed years, one suppressed table behind every view, and a picture that gives nothing away."""

import re
from datetime import date

import pytest

from tests.web.kantoor import Kantoor, kantoor
from web import grafiek
from web.oefencijfers import zaai_cijfers

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
    tabellen = [een for een in pagina.soep.select("table") if "Dagen per stap" not in een.get_text()]
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
