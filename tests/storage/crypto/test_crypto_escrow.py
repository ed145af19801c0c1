"""Two of three paper codes: every pair opens, no single code does, and slips and swaps are refused."""

from collections.abc import Callable
from itertools import permutations

import pytest

from storage.crypto import codes, escrow
from storage.crypto.codes import OngeldigeCode
from storage.crypto.errors import Ongeldig

Telling = Callable[[bytes, Callable[[bytes], object]], int]

CODES = (codes.papieren_code(), codes.papieren_code(), codes.papieren_code())
GEHEIM = bytes(range(32))
CEREMONIE = b"c" * 16
BLOBS = escrow.split(CODES, GEHEIM, "aalten", CEREMONIE)


def _code(number: int) -> str:
    return CODES[number - 1]


def test_all_three_pairs_open_in_either_order() -> None:
    opened = [escrow.join(i, _code(i), j, _code(j), BLOBS, "aalten", CEREMONIE) for i, j in permutations((1, 2, 3), 2)]
    assert opened == [GEHEIM] * 6


def test_a_code_is_read_as_it_was_typed() -> None:
    typed = _code(2).lower().replace("-", " ")
    assert escrow.join(1, _code(1), 2, typed, BLOBS, "aalten", CEREMONIE) == GEHEIM


def test_no_single_code_opens_anything() -> None:
    opened = 0
    for code in CODES:
        for i in range(5):
            for j in range(5):
                try:
                    escrow.join(i, code, j, code, BLOBS, "aalten", CEREMONIE)
                    opened += 1
                except Ongeldig:
                    pass
    assert opened == 0


def test_one_code_and_a_made_up_one_open_nothing() -> None:
    made_up = codes.papieren_code()
    for i, j in escrow.PAREN:
        for ci, cj in ((_code(i), made_up), (made_up, _code(j))):
            with pytest.raises(Ongeldig):
                escrow.join(i, ci, j, cj, BLOBS, "aalten", CEREMONIE)


def test_swapped_codes_open_nothing() -> None:
    for i, j in escrow.PAREN:
        with pytest.raises(Ongeldig):
            escrow.join(i, _code(j), j, _code(i), BLOBS, "aalten", CEREMONIE)


def test_every_mistyped_character_is_named_as_a_typing_error() -> None:
    code = _code(1)
    for at, teken in enumerate(code):
        if teken != "-":
            typed = code[:at] + ("7" if teken != "7" else "8") + code[at + 1 :]
            with pytest.raises(OngeldigeCode):
                escrow.join(1, typed, 2, _code(2), BLOBS, "aalten", CEREMONIE)


@pytest.mark.parametrize(("gemeente", "ceremonie"), [("winterswijk", CEREMONIE), ("aalten", b"d" * 16)])
def test_another_municipality_or_ceremony_opens_nothing(gemeente: str, ceremonie: bytes) -> None:
    with pytest.raises(Ongeldig):
        escrow.join(1, _code(1), 2, _code(2), BLOBS, gemeente, ceremonie)


def test_the_border_between_municipality_and_ceremony_counts() -> None:
    blobs = escrow.split(CODES, GEHEIM, "regio", "2026-a")
    assert escrow.join(1, _code(1), 2, _code(2), blobs, "regio", "2026-a") == GEHEIM
    with pytest.raises(Ongeldig):
        escrow.join(1, _code(1), 2, _code(2), blobs, "regio2026", "-a")


def test_a_missing_or_exchanged_envelope_is_refused() -> None:
    for blobs in (BLOBS[:2], (), (BLOBS[1], BLOBS[0], BLOBS[2])):
        with pytest.raises(Ongeldig):
            escrow.join(1, _code(1), 2, _code(2), blobs, "aalten", CEREMONIE)


@pytest.mark.parametrize("place", range(3))
def test_a_damaged_envelope_is_refused_without_a_reason(place: int, opened: Telling) -> None:
    i, j = escrow.PAREN[place]

    def attempt(copy: bytes) -> object:
        blobs = [copy if at == place else blob for at, blob in enumerate(BLOBS)]
        return escrow.join(i, _code(i), j, _code(j), blobs, "aalten", CEREMONIE)

    assert opened(BLOBS[place], attempt) == 0
