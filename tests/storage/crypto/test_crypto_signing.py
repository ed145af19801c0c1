"""Signatures on desk certificates and checkpoints: bound to every field, one exception when they do not fit."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import pytest

from storage.crypto import signing
from storage.crypto.errors import Ongeldig

Telling = Callable[[bytes, Callable[[bytes], object]], int]

PAAR = signing.generate()
ANDER = signing.generate()
CERTIFICAAT = partial(
    signing.desk_cert_message,
    desk_id="af.aalten",
    epoch=1,
    suite=1,
    pk_wrap=b"w" * 32,
    pk_sign=b"s" * 32,
    niet_voor="2026-01-01",
    niet_na="2027-01-01",
)
KETENS = {"regio": (3, b"\x02" * 32), "aalten": (12, b"\x01" * 32)}


def test_a_signature_verifies_with_its_own_key_only() -> None:
    signature = signing.sign(PAAR.private, b"bericht")
    signing.verify(PAAR.public, signature, b"bericht")
    for public in (ANDER.public, b"", bytes(31), b"\xff" * 32):
        with pytest.raises(Ongeldig):
            signing.verify(public, signature, b"bericht")


@pytest.mark.parametrize("message", [b"", b"bericht", b"m" * 500])
def test_a_damaged_signature_is_refused_without_a_reason(message: bytes, opened: Telling) -> None:
    signature = signing.sign(PAAR.private, message)
    assert opened(signature, lambda copy: signing.verify(PAAR.public, copy, message)) == 0


def test_a_damaged_message_is_refused(opened: Telling) -> None:
    message = CERTIFICAAT()
    signature = signing.sign(PAAR.private, message)
    assert opened(message, lambda copy: signing.verify(PAAR.public, signature, copy)) == 0


def test_every_field_of_a_certificate_is_signed() -> None:
    messages = {CERTIFICAAT()} | {
        CERTIFICAAT(desk_id="af.winterswijk"),
        CERTIFICAAT(epoch=2),
        CERTIFICAAT(suite=3),
        CERTIFICAAT(pk_wrap=b"x" * 32),
        CERTIFICAAT(pk_sign=b"t" * 32),
        CERTIFICAAT(niet_voor="2026-01-02"),
        CERTIFICAAT(niet_na="2027-01-02"),
    }
    assert len(messages) == 8


def test_the_two_public_keys_of_a_desk_cannot_change_places() -> None:
    assert CERTIFICAAT() != CERTIFICAAT(pk_wrap=b"s" * 32, pk_sign=b"w" * 32)


def test_a_private_key_does_not_show_in_a_representation() -> None:
    assert repr(PAAR.private) not in repr(PAAR)


def test_a_checkpoint_names_every_chain_once_and_in_one_order() -> None:
    text = signing.checkpoint_text("achterhoek", KETENS, date(2026, 7, 1))
    assert text == (
        b"mh/achterhoek/audit\n"
        b"aalten 12 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"
        b"regio 3 AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=\n"
        b"2026-07-01\n"
    )
    assert signing.checkpoint_text("achterhoek", dict(reversed(KETENS.items())), "2026-07-01") == text


@pytest.mark.parametrize("name", ["", "twee woorden", "regel\neind", "tab\there"])
def test_a_name_that_could_forge_a_line_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="one word"):
        signing.checkpoint_text(name, KETENS, "2026-07-01")
    with pytest.raises(ValueError, match="one word"):
        signing.checkpoint_text("achterhoek", {name: (1, bytes(32))}, "2026-07-01")


@pytest.mark.parametrize("dag", ["", "2026-13-01", "2026-07-01\nextra", datetime(2026, 7, 1, 9, 30)])
def test_a_checkpoint_carries_a_day_and_nothing_finer(dag: date | str) -> None:
    with pytest.raises(ValueError):
        signing.checkpoint_text("achterhoek", KETENS, dag)
