"""What comparing yields: two cases that share a fact, and facts that wait before they are compared."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Overlap:
    """Two cases with the same value of one or more kinds; the value itself is never part of it.

    `sinds_een` and `sinds_ander` are the days on which each case got the newest fact that is equal.
    """

    een: bytes
    ander: bytes
    soorten: tuple[str, ...]
    sinds_een: date = date.max
    sinds_ander: date = date.max


@dataclass(frozen=True)
class Wachtkenmerk:
    """A vault fact that its writer recorded above his number for a day; a colleague sets it free."""

    zaak_id: bytes
    verwijzing: str
    wie: bytes
    dag: date
