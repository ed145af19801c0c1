"""How much of a term is left, as the screens write it."""

from dataclasses import dataclass
from datetime import date

BIJNA, LAAT = "bijna", "laat"
# Source: the pages show a warning when three quarters of a term have passed.
BIJNA_OP = 0.75


@dataclass(frozen=True)
class Termijnstand:
    """`tekst` such as "Nog 2 dagen"; `kleur` is "", "bijna" or "laat"."""

    tekst: str = ""
    kleur: str = ""


def _dagen(aantal: int) -> str:
    return "1 dag" if aantal == 1 else f"{aantal} dagen"


def termijnstand(vandaag: date, begin: date, termijn: date | None) -> Termijnstand:
    """How a term stands today that began on `begin`; empty texts when there is none."""
    if termijn is None:
        return Termijnstand()
    over = (termijn - vandaag).days
    if over < 0:
        return Termijnstand(f"{_dagen(-over)} te laat", LAAT)
    duur = (termijn - begin).days
    op = duur <= 0 or (vandaag - begin).days / duur >= BIJNA_OP
    return Termijnstand("Vandaag" if over == 0 else f"Nog {_dagen(over)}", BIJNA if op or over == 0 else "")
