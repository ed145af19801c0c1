"""Sealing to a public key and the double lock around it: sizes, damage, contexts, and who can open what."""

from collections.abc import Callable

import pytest

from storage.crypto import dubbel, hpke
from storage.crypto.encoding import Deel, expand
from storage.crypto.envelope import read_kid, seal
from storage.crypto.errors import Ongeldig

Telling = Callable[[bytes, Callable[[bytes], object]], int]

DEK = bytes(range(32))
KEK = bytes(range(32, 64))
ANDERE_KEK = bytes(range(64, 96))
ZAAK = b"z" * 16
CTX: tuple[Deel, ...] = ("aalten", ZAAK, "zaak", "af.aalten", 1)
PAAR = hpke.generate()
ANDER_PAAR = hpke.generate()


def _other(place: int) -> list[Deel]:
    ctx: list[Deel] = list(CTX)
    part = ctx[place]
    ctx[place] = part + 1 if isinstance(part, int) else "anders"
    return ctx


def test_a_wrap_is_exactly_100_bytes_and_opens() -> None:
    blob = hpke.wrap(DEK, PAAR.public, CTX)
    assert len(blob) == hpke.WRAP_BYTES == 100
    assert hpke.unwrap(PAAR.private, blob, CTX) == DEK


def test_only_a_32_byte_secret_is_wrapped() -> None:
    for size in (0, 31, 33, 64):
        with pytest.raises(ValueError, match="32-byte"):
            hpke.wrap(bytes(size), PAAR.public, CTX)


@pytest.mark.parametrize("secret", [DEK, bytes(32), b"\xff" * 32])
def test_a_damaged_wrap_is_refused_without_a_reason(secret: bytes, opened: Telling) -> None:
    blob = hpke.wrap(secret, PAAR.public, CTX)
    assert opened(blob, lambda copy: hpke.unwrap(PAAR.private, copy, CTX)) == 0


@pytest.mark.parametrize("data", [b"", b"s" * 64, "één tekst".encode() * 10])
def test_a_damaged_sealed_text_is_refused_without_a_reason(data: bytes, opened: Telling) -> None:
    blob = hpke.seal_to(PAAR.public, data, CTX)
    assert hpke.open_from(PAAR.private, blob, CTX) == data
    assert opened(blob, lambda copy: hpke.open_from(PAAR.private, copy, CTX)) == 0


@pytest.mark.parametrize("secret", [DEK, bytes(32), b"\xff" * 32])
def test_a_damaged_double_wrap_is_refused_without_a_reason(secret: bytes, opened: Telling) -> None:
    blob = dubbel.wrap_double(secret, PAAR.public, KEK, CTX)
    assert opened(blob, lambda copy: dubbel.unwrap_double(PAAR.private, copy, KEK, CTX)) == 0


@pytest.mark.parametrize("place", range(len(CTX)))
def test_each_part_of_the_context_binds_in_all_three(place: int) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: hpke.unwrap(PAAR.private, hpke.wrap(DEK, PAAR.public, CTX), _other(place)),
        lambda: hpke.open_from(PAAR.private, hpke.seal_to(PAAR.public, DEK, CTX), _other(place)),
        lambda: dubbel.unwrap_double(
            PAAR.private,
            dubbel.wrap_double(DEK, PAAR.public, KEK, CTX),
            KEK,
            _other(place),
        ),
        lambda: dubbel.reseal_outer(
            dubbel.wrap_double(DEK, PAAR.public, KEK, CTX),
            KEK,
            ANDERE_KEK,
            _other(place),
        ),
    ]
    for attempt in attempts:
        with pytest.raises(Ongeldig):
            attempt()


@pytest.mark.parametrize("place", range(len(CTX)))
def test_the_inner_lock_binds_the_context_by_itself(place: int) -> None:
    ctx = _other(place)
    forged = seal(
        expand(KEK, "outer"),
        hpke.wrap(DEK, PAAR.public, CTX),
        ("outer", *ctx),
        pad=1,
    )
    with pytest.raises(Ongeldig):
        dubbel.unwrap_double(PAAR.private, forged, KEK, ctx)


def test_another_private_key_is_refused_and_so_is_something_that_is_no_key() -> None:
    blob = hpke.wrap(DEK, PAAR.public, CTX)
    for private in (ANDER_PAAR.private, b"", bytes(31)):
        with pytest.raises(Ongeldig):
            hpke.unwrap(private, blob, CTX)


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32)])
def test_nothing_is_sealed_to_what_is_no_public_key(public: bytes) -> None:
    with pytest.raises(Ongeldig):
        hpke.wrap(DEK, public, CTX)
    with pytest.raises(Ongeldig):
        hpke.seal_to(public, b"tekst", CTX)


def test_a_sealed_text_never_opens_as_a_key() -> None:
    blob = hpke.seal_to(PAAR.public, DEK, CTX)
    assert len(blob) == hpke.WRAP_BYTES
    with pytest.raises(Ongeldig):
        hpke.unwrap(PAAR.private, blob, CTX)
    with pytest.raises(Ongeldig):
        hpke.open_from(PAAR.private, hpke.wrap(DEK, PAAR.public, CTX), CTX)


def test_a_wrap_of_another_length_is_refused_even_when_it_would_open() -> None:
    for size in (0, 31, 33, 64):
        blob = hpke._encrypt(bytes(size), PAAR.public, hpke.LABEL_WRAP, CTX)
        with pytest.raises(Ongeldig):
            hpke.unwrap(PAAR.private, blob, CTX)


@pytest.mark.parametrize("value", [None, 7, "x" * 100])
def test_a_column_that_holds_no_bytes_is_refused(value: object) -> None:
    with pytest.raises(Ongeldig):
        hpke.unwrap(PAAR.private, value, CTX)  # type: ignore[arg-type]
    with pytest.raises(Ongeldig):
        hpke.open_from(PAAR.private, value, CTX)  # type: ignore[arg-type]


def test_equal_secrets_wrapped_twice_share_nothing_but_the_header() -> None:
    blobs = [hpke.wrap(DEK, PAAR.public, CTX)[20:] for _ in range(20)]
    blobs += [dubbel.wrap_double(DEK, PAAR.public, KEK, CTX)[20:] for _ in range(20)]
    pieces = [blob[at : at + 16] for blob in blobs for at in range(len(blob) - 15)]
    assert len(pieces) == len(set(pieces))


def test_the_name_of_a_key_is_sixteen_bytes_and_its_own() -> None:
    assert len(hpke.kid(PAAR.public)) == 16
    assert hpke.kid(PAAR.public) != hpke.kid(ANDER_PAAR.public)
    assert read_kid(hpke.wrap(DEK, PAAR.public, CTX)) == hpke.kid(PAAR.public)


def test_a_private_key_does_not_show_in_a_representation() -> None:
    assert repr(PAAR.private) not in repr(PAAR)
    assert repr(PAAR.public) in repr(PAAR)


def test_a_double_wrap_is_152_bytes_and_needs_both_keys() -> None:
    blob = dubbel.wrap_double(DEK, PAAR.public, KEK, CTX)
    assert len(blob) == 152
    assert dubbel.unwrap_double(PAAR.private, blob, KEK, CTX) == DEK
    for private, kek in ((ANDER_PAAR.private, KEK), (PAAR.private, ANDERE_KEK)):
        with pytest.raises(Ongeldig):
            dubbel.unwrap_double(private, blob, kek, CTX)


def test_the_server_alone_moves_the_outer_lock_to_another_municipality() -> None:
    blob = dubbel.wrap_double(DEK, PAAR.public, KEK, CTX)
    moved = dubbel.reseal_outer(blob, KEK, ANDERE_KEK, CTX, kek_kid=b"n" * 16)
    assert read_kid(moved) == b"n" * 16
    assert dubbel.unwrap_double(PAAR.private, moved, ANDERE_KEK, CTX) == DEK
    with pytest.raises(Ongeldig):
        dubbel.unwrap_double(PAAR.private, moved, KEK, CTX)
    with pytest.raises(Ongeldig):
        dubbel.reseal_outer(moved, KEK, ANDERE_KEK, CTX)


def test_who_lacks_the_key_of_the_municipality_cannot_mint_a_wrap() -> None:
    bare = hpke.wrap(DEK, PAAR.public, CTX)
    for blob in (bare, dubbel.wrap_double(DEK, PAAR.public, ANDERE_KEK, CTX)):
        with pytest.raises(Ongeldig):
            dubbel.unwrap_double(PAAR.private, blob, KEK, CTX)


def test_the_commitment_refuses_a_second_key_for_one_compartment() -> None:
    stored = dubbel.commitment(DEK, ZAAK, "zaak")
    dubbel.check_commitment(DEK, ZAAK, "zaak", stored)
    refused = 0
    for bit in range(256):
        other = bytearray(DEK)
        other[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Ongeldig):
            dubbel.check_commitment(bytes(other), ZAAK, "zaak", stored)
        refused += 1
    assert refused == 256


@pytest.mark.parametrize(("zaak_id", "compartiment"), [(b"y" * 16, "zaak"), (ZAAK, "ruw")])
def test_a_commitment_holds_for_one_compartment_of_one_case(zaak_id: bytes, compartiment: str) -> None:
    with pytest.raises(Ongeldig):
        dubbel.check_commitment(DEK, zaak_id, compartiment, dubbel.commitment(DEK, ZAAK, "zaak"))
