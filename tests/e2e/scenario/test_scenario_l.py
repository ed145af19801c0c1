"""Scenario l: the figures of a year show no small number, and no sum gives one away."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.e2e.scenariopad import Pad, Speler
from web.oefencijfers import zaai_cijfers

NIET = "niet getoond"
# A number is rounded by two at most, and a hidden one must be able to be two more or less.
AFRONDING = SPELING = 2
TABELLEN = """alle => alle.map(tabel => ({
  kop: tabel.closest('section').querySelector('h2').innerText,
  rijen: [...tabel.querySelectorAll('tr')].map(rij => [...rij.children].map(cel => cel.textContent.trim()))
}))"""


def _tabellen(iemand: Speler) -> dict[str, list[list[str]]]:
    gevonden: list[dict[str, Any]] = iemand.page.locator("main table").evaluate_all(TABELLEN)
    return {een["kop"].replace("\xad", ""): een["rijen"] for een in gevonden}


def _speling(kolom: Sequence[str]) -> int:
    """How far apart the least and the most are that the one hidden number can be, as a reader works it out."""
    totaal, getallen = int(kolom[-1]), [int(een) for een in kolom[:-1] if een.isdigit()]
    ruimte = AFRONDING * (len(getallen) + 1)
    return min(9, totaal - sum(getallen) + ruimte) - max(0, totaal - sum(getallen) - ruimte)


def test_a_small_cell_is_not_shown_and_cannot_be_reckoned(pad: Pad) -> None:
    jaar = pad.vandaag.year
    zaai_cijfers(pad.huis.klokwerk, date(jaar + 1, 1, 15))
    code = pad.meld(tekst="Een man wordt elke nacht gehaald.", soort_plek="woning")
    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.doe(zaak, "oppakken")
    af.doe(zaak, "vorm_vastleggen", vormen="ARBEID")
    af.doe(
        zaak,
        "niet_in_behandeling_nemen",
        weging_3_reden="Het is te vaag.",
        reden="te_vaag",
        terugmelding="We kunnen hier nu niets mee. Bedankt.",
    )
    pad.als("va.aalten").doe(zaak, "instemmen")
    assert "Je signaal is afgerond." in pad.volg(code).tekst
    pad.zet_klok(date(jaar + 1, 1, 15), 10)

    regie = pad.als("ketenregisseur")
    regie.mag_niet(zaak)
    regie.ga(f"/cijfers?periode={jaar}")
    assert f"{jaar}" in regie.kop + regie.tekst and NIET in regie.alles
    tabellen = _tabellen(regie)
    vormen = next(rijen for kop, rijen in tabellen.items() if "Vorm per gemeente" in kop)
    regie.beeld("l-cijfers")
    regie.page.locator("main details").evaluate_all("alle => alle.forEach(een => { een.open = true })")
    regie.beeld("l-vorm-per-gemeente", "h2:has-text('Vorm per gemeente')")
    koppen, *rijen = vormen
    assert all(rij[koppen.index("Aalten")] == NIET for rij in rijen), "a small municipality can be read"
    for kop, tabel in tabellen.items():
        if "dagen" not in kop and "duurt" not in kop:
            getallen = [int(cel) for rij in tabel[1:] for cel in rij[1:] if cel.isdigit()]
            assert all(een >= 10 and een % 5 == 0 for een in getallen), kop
    assert any(een.isdigit() for een in tabellen["Signalen per kwartaal"][-1]), "the region is shown, rounded"
    # Who sees a total and all but one of what adds up to it must not come near the one that is hidden.
    for tabel in tabellen.values():
        if tabel[-1][0] == "Totaal":
            for kolom in list(zip(*tabel[1:], strict=True))[1:]:
                assert not kolom[-1].isdigit() or kolom[:-1].count(NIET) != 1 or _speling(kolom) >= 2 * SPELING, kolom
    # The wrong turn: somebody else's municipality, a year that is not over, and who has no figures at all.
    bestuur = pad.als("bestuur.aalten")
    bestuur.ga(f"/cijfers?periode={jaar + 1}&gemeente=winterswijk")
    assert bestuur.page.locator("#gemeente").input_value() == "regio"
    assert bestuur.page.locator("#periode").input_value() == str(jaar)
    pad.als("politie").mag_niet("/cijfers")
