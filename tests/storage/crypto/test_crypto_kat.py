"""Known answers: all come out today, and a construction that changes is named before anything is written."""

import pytest

from storage.crypto import kat
from storage.crypto.errors import Ongeldig


def test_every_known_answer_of_version_1_comes_out() -> None:
    kat.check()


def test_every_construction_has_a_known_answer() -> None:
    assert [name for name, _ in kat.PROEVEN] == [
        "envelope",
        "hpke",
        "dubbel",
        "argon2id",
        "codes",
        "escrow",
        "ed25519",
    ]


def test_a_known_answer_that_differs_stops_the_start_and_is_named() -> None:
    with pytest.raises(kat.KatFout, match="tweede"):
        kat.check((("eerste", lambda: True), ("tweede", lambda: False)))


def test_a_construction_that_breaks_stops_the_start_and_is_named() -> None:
    def broken() -> bool:
        raise Ongeldig

    with pytest.raises(kat.KatFout, match="stuk"):
        kat.check((("stuk", broken),))


def test_an_attempt_that_opens_is_not_a_refusal() -> None:
    assert kat._refuses(lambda: b"open") is False
