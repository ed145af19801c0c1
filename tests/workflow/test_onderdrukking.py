"""No published table lets a reader work out a small cell: checked by solving tables the way a reader would."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.onderdrukking import AFRONDEN, GRENS, Tabel, getoond, onderdruk, onderdruk_samen, rond

HALF = AFRONDEN // 2


def bereik(toont: int | None, *, klein: bool) -> tuple[int, int]:
    """What a reader knows of one number by itself; he even knows which hidden ones are small."""
    if toont is None:
        return 0, GRENS - 1 if klein else 60
    return max(GRENS, toont - HALF), toont + HALF


def oplossingen(rij: list[int], tabel: Tabel) -> list[set[int]]:
    """Per cell of a table with one row: every value that agrees with all that is shown. By trying them all."""
    grenzen = [bereik(cel, klein=waar < GRENS) for cel, waar in zip(tabel.cellen[0], rij, strict=True)]
    laag, hoog = bereik(tabel.totaal, klein=sum(rij) < GRENS)
    rlaag, rhoog = bereik(tabel.rijtotalen[0], klein=sum(rij) < GRENS)
    mogelijk: list[set[int]] = [set() for _ in rij]
    for keuze in itertools.product(*(range(a, b + 1) for a, b in grenzen)):
        if max(laag, rlaag) <= sum(keuze) <= min(hoog, rhoog):
            for plek, getal in enumerate(keuze):
                mogelijk[plek].add(getal)
    return mogelijk


@settings(max_examples=120, deadline=None)
@given(st.lists(st.integers(0, 25), min_size=1, max_size=3))
def test_no_small_cell_of_a_row_can_be_solved(rij: list[int]) -> None:
    tabel = onderdruk([rij])
    mogelijk = oplossingen(rij, tabel)
    for waar, kan in zip(rij, mogelijk, strict=True):
        assert waar in kan
        if waar < GRENS:
            assert len(kan) >= 2


def grenzen_2d(cellen: list[list[int]], tabel: Tabel) -> list[list[set[int]]]:
    """Per cell of a two by two table: every value that agrees with all that is shown."""
    plat = [getal for rij in cellen for getal in rij]
    toont = [cel for rij in tabel.cellen for cel in rij]
    lijnen = [((0, 1), tabel.rijtotalen[0]), ((2, 3), tabel.rijtotalen[1])]
    lijnen += [((0, 2), tabel.kolomtotalen[0]), ((1, 3), tabel.kolomtotalen[1]), ((0, 1, 2, 3), tabel.totaal)]
    mogelijk: list[set[int]] = [set() for _ in plat]
    eisen = [(plekken, bereik(totaal, klein=sum(plat[een] for een in plekken) < GRENS)) for plekken, totaal in lijnen]
    grenzen = [bereik(cel, klein=waar < GRENS) for cel, waar in zip(toont, plat, strict=True)]
    smal = [range(a, min(b, 28) + 1) for a, b in grenzen]
    for keuze in itertools.product(*smal):
        if all(a <= sum(keuze[een] for een in plekken) <= b for plekken, (a, b) in eisen):
            for plek, getal in enumerate(keuze):
                mogelijk[plek].add(getal)
    return [mogelijk[:2], mogelijk[2:]]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 18), min_size=2, max_size=2), min_size=2, max_size=2))
def test_no_small_cell_of_a_table_with_totals_can_be_solved(cellen: list[list[int]]) -> None:
    mogelijk = grenzen_2d(cellen, onderdruk(cellen))
    for rij, kan_rij in zip(cellen, mogelijk, strict=True):
        for waar, kan in zip(rij, kan_rij, strict=True):
            assert waar in kan
            if waar < GRENS:
                assert len(kan) >= 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=8, max_size=8), min_size=2, max_size=12))
def test_what_is_shown_is_never_small_and_always_a_multiple_of_five(cellen: list[list[int]]) -> None:
    tabel = onderdruk(cellen)
    alles = [*itertools.chain(*tabel.cellen), *tabel.rijtotalen, *tabel.kolomtotalen, tabel.totaal]
    for getal in alles:
        assert getal is None or (getal >= GRENS and getal % AFRONDEN == 0)
    for rij, toont in zip(cellen, tabel.cellen, strict=True):
        for waar, cel in zip(rij, toont, strict=True):
            assert cel is None or abs(cel - waar) <= HALF


def test_rounding_can_be_enough_and_where_it_is_not_another_number_is_hidden() -> None:
    # Shown as 20, 30 and 50, so that what is hidden can be anything under ten.
    assert onderdruk([[20, 30, 2]]).cellen[0] == (20, 30, None)
    # Shown as 20, 30 and 45 only a nought or a one would fit: others are hidden as well.
    assert onderdruk([[18, 28, 0]]).cellen[0] == (None, None, None)


def test_a_region_with_small_numbers_shows_its_totals_and_no_cell() -> None:
    cellen = [[3, 4, 2, 5, 4, 3, 2, 6], [1, 2, 4, 6, 3, 2, 5, 4]]
    tabel = onderdruk(cellen)
    assert {een for rij in tabel.cellen for een in rij} == {None}
    assert tabel.totaal == 55 and tabel.rijtotalen == (30, 25)


@pytest.mark.parametrize(("getal", "toont"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15)])
def test_a_number_alone_is_hidden_under_ten_and_rounded_to_five(getal: int, toont: int | None) -> None:
    assert getoond(getal) == toont
    assert rond(getal) % 5 == 0


def test_an_empty_table_shows_nothing() -> None:
    assert onderdruk([]).totaal is None


def test_a_total_that_one_table_must_hide_is_hidden_in_the_other_table_too() -> None:
    alleen = [[30, 30], [30, 30]]
    zwak = [[9, 60], [9, 60]]
    assert onderdruk(alleen).kolomtotalen[0] == 60
    assert onderdruk(zwak).kolomtotalen[0] is None
    een, ander = onderdruk_samen([alleen, zwak])
    assert een.kolomtotalen[0] is None and ander.kolomtotalen[0] is None


def test_tables_without_rows_go_along_with_the_others() -> None:
    leeg, vol = onderdruk_samen([[], [[20, 30], [40, 50]]])
    assert leeg.cellen == () and vol == onderdruk([[20, 30], [40, 50]])
