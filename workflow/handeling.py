"""A form of the pages for people and desks: a step with what is known already, and its answers as they come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.aanbod import Aanbod, Opties
from workflow.datumtekst import dag_kort
from workflow.stap import Stap, Veld, voldoet

LEEG = {"vinkje": "Zet een vinkje als dit zo is", "wachtzin": "Vul je wachtzin in"}


@dataclass(frozen=True)
class Handeling:
    """One form. `onderwerp` tells it from its sisters on the same page and is sent along, hidden.

    `getoond`: what else was on the page and is sent along hidden, for who acts must see that it still holds.
    """

    aanbod: Aanbod
    onderwerp: str = ""
    knopsoort: str = "primary-action"
    getoond: Mapping[str, str] = field(default_factory=dict)

    @property
    def sleutel(self) -> str:
        """The name of this form on its page."""
        return f"{self.aanbod.stap.actie} {self.onderwerp}".strip()

    @property
    def prefix(self) -> str:
        """What the ids of its fields begin with, before the name of the step."""
        return f"{self.onderwerp}-" if self.onderwerp else ""

    @property
    def verborgen(self) -> Mapping[str, str]:
        """The hidden fields of this form."""
        return {**({"onderwerp": self.onderwerp} if self.onderwerp else {}), **self.getoond}


@dataclass(frozen=True)
class Periode:
    """From when until when somebody sits at a desk; None is open."""

    van: date | None = None
    tot: date | None = None

    @property
    def tekst(self) -> str:
        """`van 1 jul 2026 tot en met 14 jul 2026`; "" without an end and a beginning."""
        van, tot = (dag_kort(een) if een else "" for een in (self.van, self.tot))
        if van and tot:
            return f"van {van} tot en met {tot}"
        if tot:
            return f"tot en met {tot}"
        return f"vanaf {van}" if van else ""


def stap(actie: str, knop: str, rol: str, uitleg: str = "", velden: Sequence[Veld] = ()) -> Stap:
    """A step that stands in no route: these pages borrow its form."""
    return Stap(actie, knop, ("",), "=", (rol,), uitleg=uitleg, velden=tuple(velden))


def handeling(
    een: Stap,
    onderwerp: str = "",
    opties: Opties | None = None,
    *,
    knopsoort: str = "primary-action",
    getoond: Mapping[str, str] | None = None,
) -> Handeling:
    """The form of a step. `opties`: the choices of the fields whose choices do not stand in the step."""
    vast = {veld.naam: list(veld.vaste_keuzes().items()) for veld in een.velden if veld.keuzes}
    return Handeling(Aanbod(een, vast | (opties or {})), onderwerp, knopsoort, getoond or {})


def ontbreekt(een: Stap, ruw: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What is missing of the ticks and the passphrase of a form, by field; the rest is read by who acts."""
    return {
        veld.naam: LEEG[veld.soort]
        for veld in een.velden
        if veld.soort in LEEG and veld.verplicht and voldoet(veld.als, {}) and not any(ruw.get(veld.naam, ()))
    }
