"""Who uses an installation: every process shares this lock, and a new root key needs it alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.keys.wortel import WortelFout

BESTAND = "dienst.slot"


class DienstLoopt(Exception):
    """Another process uses this installation."""


class Dienstslot:
    """A lock on a file; the system lets go of it when the process ends, however it ends."""

    def __init__(self, data: Path) -> None:
        """Share the lock. Errors: WortelFout while the root key is being renewed."""
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._bestand = os.fdopen(os.open(data / BESTAND, os.O_CREAT | os.O_RDWR, 0o600), "r+b")
        if not self._neem(fcntl.LOCK_SH):
            raise WortelFout("the root key is being renewed by another process; wait until that is done")

    def _neem(self, soort: int) -> bool:
        try:
            fcntl.flock(self._bestand, soort | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    @contextmanager
    def alleen(self) -> Iterator[None]:
        """Keep everybody else out for a while. Errors: DienstLoopt when somebody else is in."""
        if not self._neem(fcntl.LOCK_EX):
            # Asking for more let go of what was held.
            self._neem(fcntl.LOCK_SH)
            raise DienstLoopt
        try:
            yield
        finally:
            self._neem(fcntl.LOCK_SH)

    def los(self) -> None:
        """Let go, for good."""
        self._bestand.close()
