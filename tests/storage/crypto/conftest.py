"""Every way to damage sealed or signed bytes by one bit or by their length, for the tests of all constructions."""

from collections.abc import Callable, Iterator

import pytest

from storage.crypto.errors import Ongeldig


def damaged(raw: bytes) -> Iterator[bytes]:
    """Yield the bytes with each single bit turned over, each truncation, and one byte too many at either end."""
    for bit in range(len(raw) * 8):
        copy = bytearray(raw)
        copy[bit // 8] ^= 1 << bit % 8
        yield bytes(copy)
    for length in range(len(raw)):
        yield raw[:length]
    yield raw + b"\x00"
    yield b"\x00" + raw


def count_opened(raw: bytes, attempt: Callable[[bytes], object]) -> int:
    """Count how many damaged copies opened; a refusal must carry no reason, any other exception goes through."""
    opened = tried = 0
    for copy in damaged(raw):
        tried += 1
        try:
            attempt(copy)
            opened += 1
        except Ongeldig as refusal:
            assert refusal.args == ()
            assert refusal.__cause__ is None
    assert tried == len(raw) * 9 + 2
    return opened


@pytest.fixture
def opened() -> Callable[[bytes, Callable[[bytes], object]], int]:
    """Give `count_opened` to a test."""
    return count_opened
