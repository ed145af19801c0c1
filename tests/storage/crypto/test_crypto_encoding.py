"""The encoding of contexts: no two lists of parts share their bytes, and every derivation depends on every part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.crypto.encoding import expand, extract, extract_expand, lp

SLEUTEL = bytes(range(32))
# A few short parts over two bytes: nearly every pair collides as soon as the lengths are left out.
DELEN = st.lists(st.text("ab\x00\x01", max_size=4).map(str.encode), max_size=5)


def test_the_encoding_is_a_length_and_the_bytes() -> None:
    assert lp(b"ab", "é", 7) == (
        b"\x00\x00\x00\x02ab" + b"\x00\x00\x00\x02\xc3\xa9" + b"\x00\x00\x00\x08" + bytes(7) + b"\x07"
    )


@given(DELEN, DELEN)
def test_two_lists_of_parts_share_bytes_only_when_they_are_equal(left: list[bytes], right: list[bytes]) -> None:
    assert (lp(*left) == lp(*right)) == (left == right)


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_the_parts_can_be_read_back(parts: list[bytes]) -> None:
    rest, found = lp(*parts), []
    while rest:
        length = int.from_bytes(rest[:4], "big")
        found.append(rest[4 : 4 + length])
        rest = rest[4 + length :]
    assert found == parts


def test_a_border_between_parts_counts() -> None:
    assert lp("ab", "c") != lp("a", "bc")
    assert lp("ab", "") != lp("ab")


def test_one_letter_written_in_two_ways_is_one_letter() -> None:
    assert lp("e\u0301") == lp("\u00e9")


@pytest.mark.parametrize("number", [-1, 1 << 64])
def test_a_number_outside_uint64_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="uint64"):
        lp(number)


@pytest.mark.parametrize("part", [True, None, 1.0, bytearray(b"x")])
def test_any_other_type_is_refused(part: object) -> None:
    with pytest.raises(TypeError):
        lp(part)  # type: ignore[arg-type]


def test_the_largest_number_is_encoded() -> None:
    assert lp((1 << 64) - 1) == b"\x00\x00\x00\x08" + b"\xff" * 8


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_that_is_not_32_bytes_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        expand(bytes(size), "rec")


def test_label_context_and_key_each_change_the_derived_key() -> None:
    derived = {
        expand(SLEUTEL, "rec", "a"),
        expand(SLEUTEL, "rec", "b"),
        expand(SLEUTEL, "rec"),
        expand(SLEUTEL, "reca"),
        expand(bytes(32), "rec", "a"),
    }
    assert len(derived) == 5
    assert {len(key) for key in derived} == {32}


def test_hkdf_gives_the_answer_of_rfc_5869_case_1() -> None:
    ikm, salt = b"\x0b" * 22, bytes(range(13))
    info = bytes(range(0xF0, 0xFA))
    assert extract(salt, ikm).hex() == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
    assert extract_expand(salt, ikm, info, 42).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )
