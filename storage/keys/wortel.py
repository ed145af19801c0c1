"""The root key: 32 bytes in a file of the server, outside every database and backup."""

import os
import stat
from pathlib import Path

from storage.crypto.encoding import SLEUTEL_BYTES, expand


class WortelFout(Exception):
    """The root key is missing, has another length, or can be read by others: the service must not start."""


class Wortel:
    """The root key in use: it only derives, it is never handed out."""

    def __init__(self, sleutel: bytes) -> None:
        if len(sleutel) != SLEUTEL_BYTES:
            raise WortelFout("the root key must be 32 bytes")
        self._sleutel = sleutel

    def derive(self, label: str, *ctx: bytes | str | int) -> bytes:
        """Derive the 32-byte key of one purpose."""
        return expand(self._sleutel, label, *ctx)

    @classmethod
    def lees(cls, pad: Path) -> "Wortel":
        """Read the key file. Errors: WortelFout naming what is wrong with the file."""
        try:
            mode = pad.stat().st_mode
            sleutel = pad.read_bytes()
        except OSError as fout:
            raise WortelFout(f"the root key {pad} can't be read: {fout.strerror}") from None
        if stat.S_IMODE(mode) & 0o077:
            raise WortelFout(f"the root key {pad} can be read by others; use mode 0400")
        return cls(sleutel)

    @classmethod
    def maak(cls, pad: Path) -> "Wortel":
        """Make a new key file, readable for its owner alone; an existing one is never overwritten."""
        pad.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(pad, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o400), "wb") as bestand:
            bestand.write(os.urandom(SLEUTEL_BYTES))
        return cls.lees(pad)
