"""From passphrase to keys: one derivation at a time, a queue with an end, and costs that can be read back."""

import threading
from contextlib import ExitStack

import pytest

from storage.crypto.errors import TeDruk
from storage.crypto.passphrase import (
    RIJ,
    STANDAARD,
    WACHTENDEN,
    Afgeleid,
    Kosten,
    Rij,
    derive,
)

PROEF = Kosten(kib=64, passes=1, lanes=4)
ZOUT = b"z" * 16
WIE = b"u" * 16
PEPER = bytes(range(32))


def test_the_standard_costs_are_above_the_floor() -> None:
    assert (STANDAARD.kib, STANDAARD.passes, STANDAARD.lanes) == (65536, 3, 4)
    assert STANDAARD.as_text() == "$argon2id$v=19$m=65536,t=3,p=4"


def test_costs_are_read_back_as_they_were_written() -> None:
    for kosten in (STANDAARD, PROEF, Kosten(8, 1, 1), Kosten(1 << 20, 16, 16)):
        assert Kosten.from_text(kosten.as_text()) == kosten


@pytest.mark.parametrize(
    "text",
    [
        "",
        "$argon2i$v=19$m=65536,t=3,p=4",
        "$argon2id$v=16$m=65536,t=3,p=4",
        "$argon2id$v=19$m=065536,t=3,p=4",
        "$argon2id$v=19$m=65536,t=3,p=4 ",
        "$argon2id$v=19$m=65536,t=3,p=4\n",
        "$argon2id$v=19$m=9999999,t=3,p=4",
        "$argon2id$v=19$m=31,t=3,p=4",
        "$argon2id$v=19$m=65536,t=17,p=4",
        "$argon2id$v=19$m=65536,t=3,p=17",
    ],
)
def test_other_costs_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="costs"):
        Kosten.from_text(text)


def test_the_same_passphrase_gives_the_same_keys_and_two_different_ones() -> None:
    first = derive("een lange wachtzin", ZOUT, WIE, PEPER, PROEF)
    assert derive("een lange wachtzin", ZOUT, WIE, PEPER, PROEF) == first
    assert first.verifier != first.kw
    assert repr(first.kw) not in repr(first)


def test_passphrase_salt_user_pepper_and_each_cost_change_both_keys() -> None:
    results: list[Afgeleid] = [
        derive("zin", ZOUT, WIE, PEPER, PROEF),
        derive("Zin", ZOUT, WIE, PEPER, PROEF),
        derive("zin ", ZOUT, WIE, PEPER, PROEF),
        derive("zin", b"y" * 16, WIE, PEPER, PROEF),
        derive("zin", ZOUT, b"v" * 16, PEPER, PROEF),
        derive("zin", ZOUT, WIE, bytes(32), PROEF),
        derive("zin", ZOUT, WIE, PEPER, Kosten(72, 1, 4)),
        derive("zin", ZOUT, WIE, PEPER, Kosten(64, 2, 4)),
        derive("zin", ZOUT, WIE, PEPER, Kosten(64, 1, 2)),
    ]
    assert len({result.verifier for result in results}) == len(results)
    assert len({result.kw for result in results}) == len(results)


def test_a_letter_with_an_accent_is_one_letter_on_every_keyboard() -> None:
    assert derive("caf\u00e9", ZOUT, WIE, PEPER, PROEF) == derive("cafe\u0301", ZOUT, WIE, PEPER, PROEF)


def test_eight_derivations_at_the_same_moment_all_finish() -> None:
    expected = derive("zin", ZOUT, WIE, PEPER, PROEF)
    before, start = RIJ.afleidingen, threading.Barrier(8)
    results: list[Afgeleid] = []

    def log_in() -> None:
        start.wait()
        for _ in range(5):
            results.append(derive("zin", ZOUT, WIE, PEPER, PROEF))

    # Daemons, for a derivation that hangs must fail this test and not keep the run from ending.
    threads = [threading.Thread(target=log_in, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert [thread for thread in threads if thread.is_alive()] == []
    assert results == [expected] * 40
    assert RIJ.afleidingen == before + 40


def test_only_one_has_the_turn() -> None:
    rij, inside, most = Rij(8), 0, 0
    start = threading.Barrier(8)

    def take_turns() -> None:
        nonlocal inside, most
        start.wait()
        for _ in range(200):
            with rij.beurt():
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=take_turns, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (most, rij.afleidingen) == (1, 1600)


def test_who_finds_the_queue_full_is_sent_away_and_may_come_back() -> None:
    before = RIJ.afleidingen
    with ExitStack() as stack:
        for _ in range(WACHTENDEN + 1):
            stack.enter_context(RIJ.plaats())
        with pytest.raises(TeDruk):
            derive("zin", ZOUT, WIE, PEPER, PROEF)
        assert RIJ.afleidingen == before
    derive("zin", ZOUT, WIE, PEPER, PROEF)
    assert RIJ.afleidingen == before + 1


def test_the_last_place_in_the_queue_is_a_place() -> None:
    assert WACHTENDEN == 32
    with ExitStack() as stack:
        for _ in range(WACHTENDEN):
            stack.enter_context(RIJ.plaats())
        derive("zin", ZOUT, WIE, PEPER, PROEF)


def test_a_derivation_that_fails_gives_its_turn_back() -> None:
    rij = Rij(0)
    for _ in range(3):
        with pytest.raises(MemoryError), rij.beurt():
            raise MemoryError
    with rij.beurt():
        pass
