"""Codes that people copy: every slip of one character or two neighbours is found, and nothing repeats by chance."""

import re
import secrets
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.crypto import codes
from storage.crypto.codes import ALFABET, OngeldigeCode

GEHEIM = bytes(range(32))
VOORBEELDEN = [codes.volgcode(bytes([n]) * 32) for n in range(12)]


def _slips(tekens: str) -> set[str]:
    single = {tekens[:at] + other + tekens[at + 1 :] for at in range(len(tekens)) for other in ALFABET}
    swapped = {tekens[:at] + tekens[at + 1] + tekens[at] + tekens[at + 2 :] for at in range(len(tekens) - 1)}
    return (single | swapped) - {tekens}


def _found(slips: set[str], parse: Callable[[str], str]) -> int:
    found = 0
    for slip in slips:
        try:
            parse(slip)
        except OngeldigeCode:
            found += 1
    return found


@pytest.mark.parametrize("code", VOORBEELDEN)
def test_every_single_substitution_and_neighbour_swap_in_a_follow_up_code_is_found(
    code: str,
) -> None:
    slips = _slips(code.replace("-", ""))
    assert len(slips) >= 16 * 31
    assert _found(slips, codes.parse_volgcode) == len(slips)


@pytest.mark.parametrize("make", [codes.persoonlijke_code, codes.papieren_code])
def test_every_single_substitution_and_neighbour_swap_in_a_long_code_is_found(
    make: Callable[[], str],
) -> None:
    slips = _slips(make().replace("-", ""))
    assert _found(slips, codes.parse_lange_code) == len(slips)


def test_two_check_characters_find_any_two_substitutions() -> None:
    tekens = codes.papieren_code().replace("-", "")
    slips: set[str] = set()
    while len(slips) < 3000:
        copy = list(tekens)
        for at in (secrets.randbelow(28), secrets.randbelow(28)):
            copy[at] = secrets.choice(ALFABET)
        slips.add("".join(copy))
    slips.discard(tekens)
    assert _found(slips, codes.parse_lange_code) == len(slips)


def test_check_characters_follow_the_weights_of_alpha() -> None:
    # α¹·1 = 2, α²·1 = 4, and α⁵ = α² + 1 = 5 (a 1 in the fifth place).
    assert codes.check_characters("1") == "2"
    assert codes.check_characters("01") == "4"
    assert codes.check_characters("00001") == "5"
    assert codes.check_characters("11") == "6"
    assert codes.check_characters("1", 2) == "24"


@given(st.binary(min_size=32, max_size=32))
def test_a_follow_up_code_has_its_shape_and_is_read_back(secret: bytes) -> None:
    code = codes.volgcode(secret)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert codes.parse_volgcode(code) == code


def test_a_repeated_submit_shows_the_same_code_and_another_page_another() -> None:
    assert codes.volgcode(GEHEIM) == codes.volgcode(GEHEIM)
    many = {codes.volgcode(n.to_bytes(32, "big")) for n in range(2000)}
    assert len(many) == 2000


def test_all_75_bits_are_used() -> None:
    tekens = [codes.volgcode(n.to_bytes(32, "big")).replace("-", "") for n in range(2000)]
    assert {frozenset(column) for column in zip(*tekens, strict=True)} == {frozenset(ALFABET)}


@pytest.mark.parametrize(
    "typed",
    [
        "863z-rexr-sw9k-mfch",
        "863ZREXRSW9KMFCH",
        " 863Z rexr\tSW9K MFCH\n",
        "863Z–REXR—SW9K‑MFCH",
        "８６３Z-REXR-SW9K-MFCH",
    ],
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert codes.parse_volgcode(typed) == "863Z-REXR-SW9K-MFCH"


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert codes.normalize("oO iI lL") == "001111"


@pytest.mark.parametrize(
    "typed",
    ["", "863Z", "863Z-REXR-SW9K-MFC", "863Z-REXR-SW9K-MFCHH", "863U-REXR-SW9K-MFCH"],
)
def test_what_has_another_length_or_character_is_no_code(typed: str) -> None:
    with pytest.raises(OngeldigeCode):
        codes.parse_volgcode(typed)


@pytest.mark.parametrize("typed", ["٨٦٣Z-REXR-SW9K-MFCH", "863Z.REXR.SW9K.MFCH", "863Z-REXR-SW9K-MF\x00H"])
def test_what_is_foreign_to_the_alphabet_is_no_code(typed: str) -> None:
    with pytest.raises(OngeldigeCode):
        codes.parse_volgcode(typed)


def test_lookup_and_key_do_not_depend_on_how_the_code_was_typed() -> None:
    assert codes.volg_id("aalten", "863z rexr sw9k mfch") == codes.volg_id("aalten", "863Z-REXR-SW9K-MFCH")
    assert codes.volg_key("aalten", "863z rexr sw9k mfch") == codes.volg_key("aalten", "863Z-REXR-SW9K-MFCH")


def test_lookup_and_key_differ_per_code_per_municipality_and_from_each_other() -> None:
    results = [
        make(gemeente, code)[:16]
        for make in (codes.volg_id, codes.volg_key)
        for gemeente in ("aalten", "berkelland")
        for code in VOORBEELDEN
    ]
    assert len(set(results)) == len(results)
    assert {len(codes.volg_id("aalten", code)) for code in VOORBEELDEN} == {16}
    assert {len(codes.volg_key("aalten", code)) for code in VOORBEELDEN} == {32}


def test_the_id_of_a_submission_is_sixteen_bytes_and_says_nothing_of_the_code() -> None:
    ids = {codes.indiening_id(bytes([n]) * 32) for n in range(100)}
    assert len(ids) == 100
    assert {len(one) for one in ids} == {16}
    assert codes.indiening_id(GEHEIM) != codes.volg_id("aalten", codes.volgcode(GEHEIM))


def test_a_case_number_has_eight_random_characters_and_no_check() -> None:
    assert codes.zaaknummer(bytes(5)) == "MH-0000-0000"
    assert codes.zaaknummer(b"\xff" * 5) == "MH-ZZZZ-ZZZZ"
    assert codes.zaaknummer(b"\x08\x86\x42\x98\xe8") == "MH-1234-5678"
    with pytest.raises(ValueError, match="too few"):
        codes.zaaknummer(bytes(4))


def test_a_pseudonym_has_its_shape_its_check_and_no_twin() -> None:
    many = {codes.pseudoniem() for _ in range(2000)}
    assert len(many) == 2000
    for one in many:
        assert re.fullmatch(r"P-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]", one)
        assert codes.check_characters(one[2:6] + one[7:11]) == one[-1]


@pytest.mark.parametrize("make", [codes.persoonlijke_code, codes.papieren_code])
def test_a_long_code_has_130_bits_two_checks_and_no_twin(
    make: Callable[[], str],
) -> None:
    many = [make() for _ in range(500)]
    assert len(set(many)) == 500
    assert {len(code) for code in many} == {34}
    columns = zip(*(code.replace("-", "")[:26] for code in many), strict=True)
    assert all(len(set(column)) > 24 for column in columns)
    assert {codes.parse_lange_code(code.lower()) for code in many} == {code.replace("-", "") for code in many}


def test_a_personal_key_belongs_to_one_code_and_one_user() -> None:
    mine, other = codes.persoonlijke_code(), codes.persoonlijke_code()
    key = codes.persoonlijke_sleutel(mine, b"u" * 16)
    assert codes.persoonlijke_sleutel(mine.lower().replace("-", " "), b"u" * 16) == key
    assert (
        len(
            {
                key,
                codes.persoonlijke_sleutel(other, b"u" * 16),
                codes.persoonlijke_sleutel(mine, b"v" * 16),
            }
        )
        == 3
    )
    with pytest.raises(OngeldigeCode):
        codes.persoonlijke_sleutel(mine[:-1], b"u" * 16)
