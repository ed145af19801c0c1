"""The sealed envelope: one exception for all damage, bound to its context, no size and no repetition to read off."""

from collections.abc import Callable, Sequence

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from storage.crypto.encoding import Deel, expand, lp
from storage.crypto.envelope import (
    ALG_AES,
    KID_GEEN,
    build_header,
    read_kid,
    seal,
    unseal,
)
from storage.crypto.errors import Ongeldig

Telling = Callable[[bytes, Callable[[bytes], object]], int]

SLEUTEL = bytes(range(32))
CTX: tuple[Deel, ...] = (
    "aalten",
    b"z" * 16,
    "zaak",
    "document",
    b"r" * 16,
    "tekst",
    3,
    1,
)


@given(st.binary(max_size=2000), st.sampled_from([1, 64, 256]))
def test_what_was_sealed_opens_again(data: bytes, pad: int) -> None:
    assert unseal(SLEUTEL, seal(SLEUTEL, data, CTX, pad=pad), CTX) == data


@pytest.mark.parametrize(("data", "pad"), [(b"", 1), (b"titel", 64), ("één signaal".encode() * 20, 256)])
def test_every_flipped_bit_and_every_truncation_is_refused_without_a_reason(
    data: bytes, pad: int, opened: Telling
) -> None:
    envelope = seal(SLEUTEL, data, CTX, pad=pad)
    assert opened(envelope, lambda copy: unseal(SLEUTEL, copy, CTX)) == 0


@pytest.mark.parametrize("place", range(len(CTX)))
def test_each_part_of_the_context_binds(place: int) -> None:
    envelope = seal(SLEUTEL, b"tekst", CTX)
    other: list[Deel] = list(CTX)
    part = other[place]
    other[place] = part + 1 if isinstance(part, int) else "anders"
    with pytest.raises(Ongeldig):
        unseal(SLEUTEL, envelope, other)


@pytest.mark.parametrize(
    "ctx",
    [
        CTX[:-1],
        (*CTX, ""),
        tuple(reversed(CTX)),
        (),
        ("aaltenz", *CTX[1:]),
        ("\ud800", *CTX[1:]),
        (-1, *CTX[1:]),
    ],
)
def test_another_number_or_order_of_parts_is_refused(ctx: Sequence[Deel]) -> None:
    envelope = seal(SLEUTEL, b"tekst", CTX)
    with pytest.raises(Ongeldig):
        unseal(SLEUTEL, envelope, ctx)


def test_rows_do_not_open_in_each_others_place() -> None:
    contexts = [(*CTX[:4], bytes([row]) * 16, kolom, 1, 1) for row in range(12) for kolom in ("titel", "tekst")]
    envelopes = [seal(SLEUTEL, b"gelijk", ctx) for ctx in contexts]
    opened = 0
    for mine, envelope in enumerate(envelopes):
        for other, ctx in enumerate(contexts):
            try:
                unseal(SLEUTEL, envelope, ctx)
                opened += 1
            except Ongeldig:
                assert mine != other
    assert opened == len(contexts)


def test_another_key_is_refused_and_so_is_something_that_is_no_key() -> None:
    envelope = seal(SLEUTEL, b"tekst", CTX)
    for key in (bytes(32), b"", bytes(31)):
        with pytest.raises(Ongeldig):
            unseal(key, envelope, CTX)


@pytest.mark.parametrize("value", [None, "MH\x01\x01" + "x" * 80, 7])
def test_a_column_that_holds_no_bytes_is_refused(value: object) -> None:
    with pytest.raises(Ongeldig):
        unseal(SLEUTEL, value, CTX)  # type: ignore[arg-type]


def test_texts_up_to_4000_bytes_show_at_most_sixteen_sizes() -> None:
    sizes = {len(seal(SLEUTEL, bytes(length), CTX)) for length in range(4001)}
    assert len(sizes) == 16


def test_titles_up_to_120_bytes_show_at_most_two_sizes() -> None:
    assert len({len(seal(SLEUTEL, bytes(length), CTX, pad=64)) for length in range(121)}) == 2


def test_the_same_text_sealed_again_shares_no_sixteen_bytes() -> None:
    envelopes = [seal(SLEUTEL, b"gelijk" * 40, CTX, kid=KID_GEEN)[len(build_header(1, KID_GEEN)) :] for _ in range(20)]
    pieces = [envelope[at : at + 16] for envelope in envelopes for at in range(len(envelope) - 15)]
    assert len(pieces) == len(set(pieces))


def test_the_key_id_is_readable_and_bound() -> None:
    envelope = seal(SLEUTEL, b"tekst", CTX, kid=b"k" * 16)
    assert read_kid(envelope) == b"k" * 16
    assert unseal(SLEUTEL, envelope, CTX) == b"tekst"
    with pytest.raises(Ongeldig):
        unseal(SLEUTEL, envelope[:4] + b"j" * 16 + envelope[20:], CTX)


@pytest.mark.parametrize(
    "envelope",
    [b"", b"MH\x01\x01", b"MH\x02\x01" + bytes(60), b"XX\x01\x01" + bytes(60)],
)
def test_no_key_id_is_read_from_what_is_no_envelope(envelope: bytes) -> None:
    with pytest.raises(Ongeldig):
        read_kid(envelope)


def test_a_wrong_key_id_pad_or_key_is_refused_when_sealing() -> None:
    with pytest.raises(ValueError, match="key id"):
        seal(SLEUTEL, b"", CTX, kid=b"kort")
    with pytest.raises(ValueError, match="pad"):
        seal(SLEUTEL, b"", CTX, pad=0)
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"kort", b"", CTX)


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"\x00\x00\x00",
        b"\x00\x00\x00\x05abc",
        b"\xff\xff\xff\xffabc",
        b"\x00\x00\x00\x01ab",
        b"\x00\x00\x00\x00\x01",
    ],
)
def test_a_right_seal_around_a_wrong_length_is_refused(plain: bytes) -> None:
    header = build_header(ALG_AES, KID_GEEN)
    cipher = AESGCM(expand(SLEUTEL, "rec", *CTX))
    envelope = header + bytes(12) + cipher.encrypt(bytes(12), plain, header + lp(*CTX))
    with pytest.raises(Ongeldig):
        unseal(SLEUTEL, envelope, CTX)
