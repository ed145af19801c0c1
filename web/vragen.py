"""What a screen of the signal form shows in its questions: the answers, or what was typed and could not be taken."""

from collections.abc import Mapping, Sequence
from typing import Any

from web.stapverzoek import foutregel
from workflow.formulier import Antwoorden, Scherm
from workflow.formulierantwoord import Vraag

Ruw = Mapping[str, Sequence[str]]


def waarden(scherm: Scherm, antwoorden: Antwoorden, slug: str, ruw: Ruw | None) -> dict[str, Any]:
    """Return name → value of the questions of one screen; a date as dag, maand and jaar.

    In: `slug` of the municipality, the answer that stands ready where the table says so; `ruw` what was typed and
    could not be taken, shown instead of the answers (None when there is no such thing).
    """
    if ruw is not None:
        return {naam: waarde for vraag in scherm.vragen for naam, waarde in _getypt(vraag, ruw).items()}
    klaar = {vraag.naam: vraag.standaard.replace("{slug}", slug) for vraag in scherm.vragen if vraag.standaard}
    namen = [naam for vraag in scherm.vragen for naam in vraag.namen]
    return klaar | {naam: antwoorden[naam] for naam in namen if naam in antwoorden}


def _getypt(vraag: Vraag, ruw: Ruw) -> dict[str, Any]:
    if vraag.soort == "datum_delen":
        return {naam: ruw[naam][0] for naam in vraag.namen if ruw.get(naam)}
    gegeven = list(ruw.get(vraag.invoer) or ruw.get(vraag.naam) or ())
    if not gegeven:
        return {}
    return {vraag.naam: gegeven if vraag.soort == "meerkeuze" else gegeven[0]}


def foutlijst(scherm: Scherm, fouten: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (name, line) per error, in the order of the screen."""
    return [(vraag.naam, _regel(vraag, fouten[vraag.naam])) for vraag in scherm.vragen if vraag.naam in fouten]


def _regel(vraag: Vraag, tekst: str) -> str:
    """The line of the table names its question itself; any other is about a question that stands in front."""
    return tekst if tekst == vraag.fout else foutregel(vraag.label, tekst)
