"""The questions of the signal form as the templates want them: with answer, error, choices and what hangs below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.formulier import Antwoorden, Formulier, Scherm
from workflow.formulierantwoord import Vraag
from workflow.gemeenten import Gemeente
from workflow.stap import voldoet

# How a kind of question of the form is shown; the kinds that are not here keep their name.
SOORTEN = {"datum_delen": "datumdelen", "vinkje": "meerkeuze", "telefoon": "regel", "email": "regel"}
Ruw = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Veld:
    """The fixed part of one question on the page."""

    naam: str
    label: str
    soort: str
    hint: str
    verplicht: bool
    autocomplete: str


@dataclass(frozen=True)
class Getoond:
    """One question on the page; `vervolg` are the questions that hang below one of its choices."""

    v: Veld
    waarde: Any
    fout: str
    opties: tuple[tuple[str, str], ...]
    vervolg: Mapping[str, Sequence["Getoond"]]


def getoonde_vragen(
    scherm: Scherm, antwoorden: Antwoorden, gemeente: Gemeente, fouten: Mapping[str, str], ruw: Ruw | None
) -> list[Getoond]:
    """Return the questions of one screen.

    `ruw` is what was typed and could not be taken, shown instead of the answers; None when there is nothing such.
    """
    eigen = {vraag.naam for vraag in scherm.vragen}

    def maak(vraag: Vraag) -> Getoond:
        vervolg: dict[str, list[Getoond]] = {}
        for kind in scherm.vragen:
            naam, _, code = kind.als.partition("=")
            if naam == vraag.naam:
                vervolg.setdefault(code, []).append(maak(kind))
        waarde = _waarde(vraag, antwoorden, gemeente) if ruw is None else _getypt(vraag, ruw)
        opties = (("ja", "Ja"),) if vraag.soort == "vinkje" else vraag.keuzes
        return Getoond(_veld(vraag), waarde, fouten.get(vraag.naam, ""), opties, vervolg)

    boven = [vraag for vraag in scherm.vragen if vraag.als.partition("=")[0] not in eigen]
    return [maak(vraag) for vraag in boven if voldoet(vraag.als, antwoorden)]


def _veld(vraag: Vraag) -> Veld:
    return Veld(
        naam=vraag.invoer,
        label=vraag.label,
        soort=SOORTEN.get(vraag.soort, vraag.soort),
        hint=vraag.hint,
        verplicht=vraag.verplicht,
        autocomplete=vraag.autocomplete,
    )


def _waarde(vraag: Vraag, antwoorden: Antwoorden, gemeente: Gemeente) -> Any:
    if vraag.soort == "datum_delen":
        return {naam: antwoorden[naam] for naam in vraag.namen if naam in antwoorden}
    if vraag.naam in antwoorden:
        return "ja" if vraag.soort == "vinkje" else antwoorden[vraag.naam]
    return vraag.standaard.replace("{slug}", gemeente.slug)


def _getypt(vraag: Vraag, ruw: Ruw) -> Any:
    if vraag.soort == "datum_delen":
        return {naam: ruw[naam][0] for naam in vraag.namen if ruw.get(naam)}
    waarden = list(ruw.get(vraag.invoer) or ruw.get(vraag.naam) or ())
    if vraag.soort == "meerkeuze":
        return waarden
    return waarden[0] if waarden else ""


def foutlijst(formulier: Formulier, fouten: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (id of the input, line) per error, in the order of the form."""
    vragen = [vraag for scherm in formulier.schermen for vraag in scherm.vragen]
    return [(vraag.invoer, fouten[vraag.naam]) for vraag in vragen if vraag.naam in fouten]
