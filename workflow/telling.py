"""One count that survives its case: codes and a quarter, and nothing that leads back to anybody."""

from collections.abc import Mapping
from dataclasses import dataclass


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
