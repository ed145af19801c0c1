"""One task on somebody's list."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Taak:
    """One task. `reden` says why it ends on that day; `code` is a number that people read to each other."""

    url: str
    code: str
    wat: str
    termijn: str
    kleur: str
    uiterlijk: str
    reden: str
    spoed: bool
    dag: date | None
