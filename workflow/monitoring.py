"""Monitoring: three months with a moment of contact in each, and how far they are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from workflow.context import Context
from workflow.datumtekst import dag_tekst
from workflow.termijnen import plus_maanden
from workflow.zaak import Zaak

# Source: route.md, "monthly contact, 3 months".
MAANDEN = 3
CONTACTEN, BEGIN = "contacten", "monitoring_vanaf"


def begin(c: Context, zaak: Zaak) -> Zaak:
    """Monitoring starts (again): nobody was spoken to in it yet."""
    return replace(zaak, kenmerken={**zaak.kenmerken, CONTACTEN: [], BEGIN: c.vandaag.isoformat()})


def contact(c: Context, zaak: Zaak) -> Zaak:
    """One moment of contact more, as a day; what was said is sealed in the case."""
    dagen = sorted([*_dagen(zaak), str(c.velden["datum"])])
    return replace(zaak, kenmerken={**zaak.kenmerken, CONTACTEN: dagen})


def contact_in_monitoring(c: Context) -> list[str]:
    """The contact was since monitoring began."""
    vanaf = _begin(c.zaak).isoformat()
    if str(c.velden["datum"]) >= vanaf:
        return []
    return [f"De monitoring begon op {dag_tekst(_begin(c.zaak))}. Kies een dag vanaf die dag."]


def _dagen(zaak: Zaak) -> Sequence[str]:
    return [str(een) for een in zaak.kenmerken.get(CONTACTEN, ())]


def _begin(zaak: Zaak) -> date:
    # A case that was in monitoring before this was kept: the day of its state.
    return date.fromisoformat(str(zaak.kenmerken.get(BEGIN) or zaak.dag_staat.isoformat()))


def maanden_met_contact(zaak: Zaak) -> list[int]:
    """The months of monitoring (1, 2, 3) in which there was contact."""
    vanaf, dagen = _begin(zaak), [date.fromisoformat(een) for een in _dagen(zaak)]
    grenzen = [plus_maanden(vanaf, nr) for nr in range(MAANDEN + 1)]
    return [nr for nr in range(1, MAANDEN + 1) if any(grenzen[nr - 1] <= dag < grenzen[nr] for dag in dagen)]


def stand(zaak: Zaak, vandaag: date) -> str:
    """How far it is, in one line: how many of the three, and before when the next."""
    gehad = maanden_met_contact(zaak)
    wat = f"Contact in {len(gehad)} van de {MAANDEN} maanden."
    volgende = next(
        (nr for nr in range(1, MAANDEN + 1) if nr not in gehad and plus_maanden(_begin(zaak), nr) > vandaag), 0
    )
    if not volgende:
        return f"{wat} Je kunt de zaak afsluiten."
    return f"{wat} Volgende contact vóór {dag_tekst(plus_maanden(_begin(zaak), volgende))}."
