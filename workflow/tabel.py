"""Reads rows of a policy table strictly: an unknown or missing key is a contradiction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Tegenspraak:
    """One reason why the policy cannot be used: in which file, in which row, and why."""

    bestand: str
    rij: str
    reden: str

    def __str__(self) -> str:
        return f"{self.bestand}: {self.rij}: {self.reden}"


class BeleidFout(Exception):
    """The policy contradicts itself; `tegenspraken` holds every reason that was found."""

    def __init__(self, tegenspraken: tuple[Tegenspraak, ...]) -> None:
        super().__init__("\n".join(str(een) for een in tegenspraken))
        self.tegenspraken = tegenspraken


class Rij:
    """One row of a table while it is read; `klaar` refuses keys that nobody asked for."""

    def __init__(self, waarden: Mapping[str, Any], bestand: str, rij: str) -> None:
        self._waarden = dict(waarden)
        self._gelezen: set[str] = set()
        self.bestand = bestand
        self.rij = rij

    def fout(self, reden: str) -> BeleidFout:
        """Return the error for this row, to be raised by the caller."""
        return BeleidFout((Tegenspraak(self.bestand, self.rij, reden),))

    def _pak(self, naam: str, soort: type, standaard: Any) -> Any:
        self._gelezen.add(naam)
        if naam not in self._waarden:
            if standaard is None:
                raise self.fout(f"key '{naam}' is missing")
            return standaard
        waarde = self._waarden[naam]
        # A bool is an int in Python; a table that says `true` for a number is a mistake.
        if not isinstance(waarde, soort) or (soort is int and isinstance(waarde, bool)):
            raise self.fout(f"key '{naam}' must be {soort.__name__}, is {waarde!r}")
        return waarde

    def heeft(self, naam: str) -> bool:
        """Say whether the row has this key."""
        return naam in self._waarden

    def tekst(self, naam: str, standaard: str | None = None) -> str:
        """Return the text under `naam`; without `standaard` the key is required."""
        waarde: str = self._pak(naam, str, standaard)
        return waarde

    def getal(self, naam: str, standaard: int | None = None) -> int:
        """Return the whole number under `naam`."""
        waarde: int = self._pak(naam, int, standaard)
        return waarde

    def janee(self, naam: str, standaard: bool = False) -> bool:
        """Return the boolean under `naam`."""
        waarde: bool = self._pak(naam, bool, standaard)
        return waarde

    def dag(self, naam: str) -> date | None:
        """Return the day under `naam`; None when the key is not there."""
        self._gelezen.add(naam)
        gelezen: date | None = self._pak(naam, date, None) if naam in self._waarden else None
        return gelezen

    def teksten(self, naam: str, standaard: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        """Return the list of texts under `naam`."""
        lijst = self._pak(naam, list, None if standaard is None else list(standaard))
        if not all(isinstance(een, str) for een in lijst):
            raise self.fout(f"key '{naam}' must be a list of texts")
        return tuple(lijst)

    def ruw(self, naam: str, soort: type, standaard: Any = None) -> Any:
        """Return the value under `naam` as it stands, after a check of its type."""
        return self._pak(naam, soort, standaard)

    def rijen(self, naam: str, kenmerk: str = "naam") -> tuple["Rij", ...]:
        """Return the sub-rows under `naam`, each named by its number and its `kenmerk`."""
        lijst = self._pak(naam, list, [])
        if not all(isinstance(een, dict) for een in lijst):
            raise self.fout(f"key '{naam}' must be a list of rows")
        voor = f"{self.rij}, " if self.rij else ""
        return tuple(
            Rij(een, self.bestand, f"{voor}{naam} {nr} ({een.get(kenmerk, '?')})") for nr, een in enumerate(lijst, 1)
        )

    def klaar(self) -> None:
        """Refuse keys that no reader asked for."""
        over = sorted(set(self._waarden) - self._gelezen)
        if over:
            raise self.fout(f"unknown key {', '.join(map(repr, over))}")
