"""The answers of a step in words: question and answer, with every code turned into its label."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.route import Route
from workflow.stap import Stap, Veld

Regels = list[tuple[str, str]]
# The field with the reason of an answer has its name with this behind it.
REDEN = "_reden"


def stap_van(route: Route, actie: str) -> Stap | None:
    """The step with this name, from whatever state; None when the route has none (any more)."""
    return next((een for een in route.stappen if een.actie == actie), None)


def regels(werk: Werk, beleid: Beleid, velden: Sequence[Veld], gegeven: Mapping[str, Any]) -> Regels:
    """(question, answer) of every field that was answered, in the order of the table."""
    gevonden = []
    for veld in velden:
        waarde = gegeven.get(veld.naam)
        if waarde is not None and waarde not in ("", []):
            gevonden.append((label_van(veld, velden), _tekst(werk, beleid, veld, waarde)))
    return gevonden


def label_van(veld: Veld, velden: Sequence[Veld]) -> str:
    """The question of a field; when several fields ask the same, with what it belongs to in front.

    "Waarom vind je dat?" behind "Weging 2A: is dit een taak van de gemeente?" → "Weging 2A: waarom vind je dat?".
    """
    if sum(een.label == veld.label for een in velden) < 2:
        return veld.label
    hoort_bij = next((een for een in velden if een.naam == veld.naam.removesuffix(REDEN) != veld.naam), None)
    if hoort_bij is None:
        return veld.label
    return f"{hoort_bij.label.partition(':')[0]}: {veld.label[0].lower()}{veld.label[1:]}"


def getypt(beleid: Beleid, velden: Sequence[Veld], ruw: Mapping[str, Sequence[str]]) -> Regels:
    """(question, what was typed) of a form that was not taken; nothing is checked."""
    return [
        (label_van(veld, velden), ", ".join(beleid.label(veld, een) for een in ruw[veld.naam]))
        for veld in velden
        if veld.soort != "wachtzin" and any(ruw.get(veld.naam, ()))
    ]


def _tekst(werk: Werk, beleid: Beleid, veld: Veld, waarde: Any) -> str:
    if isinstance(waarde, bool):
        return "Ja" if waarde else "Nee"
    if isinstance(waarde, list | tuple):
        return ", ".join(beleid.label(veld, str(een)) for een in waarde)
    if veld.soort == "datum":
        return dag_kort(date.fromisoformat(waarde))
    if veld.soort == "bedrag":
        return bedrag_tekst(int(waarde))
    if veld.soort in ("overleg", "regiehouder", "lezer", "zaak"):
        return _van_id(werk, veld.soort, str(waarde))
    return beleid.label(veld, str(waarde))


def bedrag_tekst(centen: int) -> str:
    """An amount in cents as people read it: `€ 1.250,00`."""
    return f"€ {centen / 100:,.2f}".translate(str.maketrans(",.", ".,"))


def _van_id(werk: Werk, soort: str, tekst: str) -> str:
    try:
        if soort == "overleg":
            return dag_tekst(werk.overleggen.get(bytes.fromhex(tekst)).dag)
        if soort == "zaak":
            return werk.zaken.get(bytes.fromhex(tekst)).nummer
        return werk.mensen.get(bytes.fromhex(tekst)).naam
    except ValueError:
        # A reader who was left out at the start stands in the signal by his name.
        return tekst if soort == "lezer" else "Onbekend"
    except NietGevonden:
        return "Onbekend"
