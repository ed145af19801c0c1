"""One count that survives its case: codes and a quarter, and nothing that leads back to anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


def kwartaal_van(dag: date) -> str:
    """The quarter of a day, as "2026-3"."""
    return f"{dag.year}-{(dag.month + 2) // 3}"


@dataclass(frozen=True)
class Telling:
    """One event. `kwartaal` as "2026-3"; `codes` holds "gebeurtenis" and what belongs to it."""

    gemeente: str
    kwartaal: str
    codes: Mapping[str, str]

    @property
    def jaar(self) -> int:
        """The year."""
        return int(self.kwartaal.partition("-")[0])
