"""The root key: 32 bytes in a file of the server, outside every database and backup."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from storage.crypto import hpke
from storage.crypto.encoding import SLEUTEL_BYTES, expand
from storage.crypto.errors import Ongeldig


class WortelFout(Exception):
    """The root key is missing, has another length, or can be read by others: the service must not start."""


class Wortel:
    """One root key: it only derives, and leaves this object in no other way than wrapped for the recovery ceremony."""

    def __init__(self, sleutel: bytes) -> None:
        if len(sleutel) != SLEUTEL_BYTES:
            raise WortelFout("the root key must be 32 bytes")
        self._sleutel = sleutel

    def derive(self, label: str, *ctx: bytes | str | int) -> bytes:
        """Derive the 32-byte key of one purpose."""
        return expand(self._sleutel, label, *ctx)

    def merk(self) -> str:
        """A mark that tells two root keys apart and tells nothing else about them."""
        return self.derive("merk")[:8].hex()

    def noodwrap(self, publiek: bytes, nr: int) -> bytes:
        """Wrap root key number `nr` to the escrow key of `regio`; check who signed that key first."""
        return hpke.seal_to(publiek, self._sleutel, ("wortel", nr))

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
        if len(sleutel) != SLEUTEL_BYTES:
            raise WortelFout(f"the root key {pad} must be 32 bytes")
        return cls(sleutel)

    @classmethod
    def schrijf(cls, pad: Path, sleutel: bytes) -> "Wortel":
        """Write a key file, readable for its owner alone, so that it is there whole or not at all.

        Errors: FileExistsError when there is one already: a root key is never overwritten.
        """
        pad.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = half_pad(pad)
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o400), "wb") as bestand:
            bestand.write(sleutel)
            bestand.flush()
            os.fsync(bestand.fileno())
        try:
            # A link fails when the name is taken; a rename would replace the key that is there.
            os.link(half, pad)
        finally:
            half.unlink()
        sync_map(pad.parent)
        return cls.lees(pad)

    @classmethod
    def maak(cls, pad: Path) -> "Wortel":
        """Make a new key file, readable for its owner alone; an existing one is never overwritten."""
        return cls.schrijf(pad, os.urandom(SLEUTEL_BYTES))


@dataclass(frozen=True)
class Wortels:
    """The root keys at hand: number `nr` is in use; the one before it only checks passphrases not used since."""

    huidig: Wortel
    nr: int = 1
    oud: Wortel | None = None

    def pepper(self, nr: int) -> bytes:
        """The pepper of the passphrases that were stored under root key `nr`. Errors: Ongeldig when it is gone."""
        if nr == self.nr:
            return self.huidig.derive("pepper")
        if nr == self.nr - 1 and self.oud is not None:
            return self.oud.derive("pepper")
        raise Ongeldig


def half_pad(pad: Path) -> Path:
    """Where a key file is written before it gets its name."""
    return pad.with_name(pad.name + ".half")


def sync_map(pad: Path) -> None:
    """Bring the names in a folder to the disk: a file that is synced can still lose its name in a power cut."""
    fd = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
