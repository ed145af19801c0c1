"""From a passphrase to a verifier and a wrapping key: one Argon2id at a time for the whole process."""

import hashlib
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from storage.crypto.encoding import SLEUTEL_BYTES, expand, lp
from storage.crypto.errors import TeDruk

WACHTENDEN = 32

_TEKST = re.compile(r"\$argon2id\$v=19\$m=([1-9]\d{0,6}),t=([1-9]\d?),p=([1-9]\d?)")


@dataclass(frozen=True)
class Kosten:
    """What one guess costs: memory in KiB, passes over it, lanes. Errors: ValueError outside what Argon2 allows."""

    kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        """Refuse costs that Argon2 cannot run and costs that would take the memory of the whole machine."""
        if not (1 <= self.lanes <= 16 and 1 <= self.passes <= 16 and 8 * self.lanes <= self.kib <= 1 << 20):
            raise ValueError("these costs are outside the allowed range")

    def as_text(self) -> str:
        """Write the costs for the row of a user, in the notation of the password hashing competition."""
        return f"$argon2id$v=19$m={self.kib},t={self.passes},p={self.lanes}"

    @classmethod
    def from_text(cls, text: str) -> "Kosten":
        """Read costs back from `as_text`. Errors: ValueError for any other text."""
        found = _TEKST.fullmatch(text)
        if found is None:
            raise ValueError("this is no notation of costs")
        return cls(*(int(number) for number in found.groups()))


# Above the floor of ASVS 5.0 (one pass over 46 MiB); raised at the next log-in when this line changes.
STANDAARD = Kosten(kib=65536, passes=3, lanes=4)


@dataclass(frozen=True)
class Afgeleid:
    """What a passphrase yields: a verifier to store, and the key `kw` that opens the key of the user."""

    verifier: bytes
    kw: bytes = field(repr=False)


class Rij:
    """The queue in front of Argon2id: one turn at a time, a limited number waiting, a count of derivations.

    Two derivations with more than one lane at the same moment hang the process for good, so there is one turn
    and not four; without a limit anybody could fill the memory with waiting requests.
    """

    def __init__(self, wachtenden: int) -> None:
        """Make a queue in which `wachtenden` may wait behind the one whose turn it is."""
        self._plaatsen = threading.BoundedSemaphore(wachtenden + 1)
        self._beurt = threading.Lock()
        self.afleidingen = 0

    @contextmanager
    def plaats(self) -> Iterator[None]:
        """Hold a place in the queue. Errors: TeDruk at once when it is full."""
        if not self._plaatsen.acquire(blocking=False):
            raise TeDruk
        try:
            yield
        finally:
            self._plaatsen.release()

    @contextmanager
    def beurt(self) -> Iterator[None]:
        """Wait for the turn and hold it. Errors: TeDruk at once when the queue is full."""
        with self.plaats(), self._beurt:
            self.afleidingen += 1
            yield


RIJ = Rij(WACHTENDEN)


def derive(wachtzin: str, salt: bytes, user_id: bytes, pepper: bytes, kosten: Kosten) -> Afgeleid:
    """Derive verifier and wrapping key from a passphrase with one Argon2id.

    In: `salt` 16 random bytes of this user, `pepper` 32 bytes derived from the root key (without it a stolen
    database cannot even confirm a right guess). The verifier reveals nothing about `kw`.
    Errors: TeDruk when too many are waiting.
    """
    typed = unicodedata.normalize("NFC", wachtzin).encode("utf-8", "surrogatepass")
    argon = Argon2id(
        salt=salt,
        length=SLEUTEL_BYTES,
        iterations=kosten.passes,
        lanes=kosten.lanes,
        memory_cost=kosten.kib,
        ad=lp("mh/v1/user", user_id),
        secret=pepper,
    )
    with RIJ.beurt():
        master = argon.derive(typed)
    return Afgeleid(hashlib.sha256(expand(master, "auth")).digest(), expand(master, "wrap"))
