"""The minutes of a meeting: decision lines and who does what, never what was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.agendapunt import Agendapunt


@dataclass(frozen=True)
class Besluitregel:
    """One item: its number, the number of the case, the decision, and the actions (what, who, when)."""

    nr: int
    code: str
    besluit: str
    afspraken: tuple[tuple[str, str, str], ...]


def besluitregels(stukken: Sequence[Agendapunt]) -> list[Besluitregel]:
    """The lines of the items that this reader can open and that were decided about."""
    return [Besluitregel(een.nr, een.code, een.besluit, een.afspraken) for een in stukken if een.besluit]
