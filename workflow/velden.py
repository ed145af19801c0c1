"""Reads the answers of a step: turns input into values, or says in plain Dutch what is wrong."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from workflow.bsn import BSN_FOUT, bevat_bsn
from workflow.stap import Veld, voldoet

MAX_TEKST = 4000
MAX_REGEL = 200
MAX_GETAL = 999
MAX_CENTEN = 999_999

Ruw = Mapping[str, Sequence[str]]
Keuzes = Callable[[Veld], Mapping[str, str]]

_DATUM = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_BEDRAG = re.compile(r"(?:€|EUR)?\s*(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:[,.](\d{1,2}))?(?:,-)?\s*(?:euro)?", re.IGNORECASE)
_STUUR = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Antwoordfout(Exception):
    """One answer is wrong; the text is the Dutch line beside the field."""


def schoon(tekst: str) -> str:
    """Return `tekst` with plain line ends, without control characters and outer white space."""
    return _STUUR.sub("", tekst.replace("\r\n", "\n").replace("\r", "\n")).strip()


def lees_lengte(waarde: str, maximaal: int) -> str:
    """Return a free text of at most `maximaal` characters, whatever stands in it."""
    if len(waarde) > maximaal:
        grens = f"{maximaal:,}".replace(",", ".")
        raise Antwoordfout(f"Maak je tekst korter. Je mag maximaal {grens} tekens gebruiken")
    return waarde


def lees_tekst(waarde: str, maximaal: int) -> str:
    """Return a free text of at most `maximaal` characters that holds no BSN."""
    if bevat_bsn(lees_lengte(waarde, maximaal)):
        raise Antwoordfout(BSN_FOUT)
    return waarde


def lees_datum(waarde: str) -> date:
    """Return the day in dd-mm-jjjj, d m jjjj or ISO form."""
    gevonden = _DATUM.fullmatch(waarde)
    try:
        if gevonden:
            return date(int(gevonden[3]), int(gevonden[2]), int(gevonden[1]))
        return date.fromisoformat(waarde)
    except ValueError:
        raise Antwoordfout("Vul een datum in die bestaat, bijvoorbeeld 24-3-2026") from None


def _datum(veld: Veld, waarde: str, vandaag: date) -> str:
    dag = lees_datum(waarde)
    if dag > vandaag and not veld.toekomst:
        raise Antwoordfout("De datum ligt in de toekomst. Vul een datum in tot en met vandaag")
    if dag < vandaag and not veld.verleden:
        raise Antwoordfout("De datum is al geweest. Vul een datum in vanaf vandaag")
    return dag.isoformat()


def _keuze(waarde: str, mogelijk: Mapping[str, str]) -> str:
    if waarde not in mogelijk:
        raise Antwoordfout("Kies een van de antwoorden uit de lijst")
    return waarde


def _janee(waarde: str) -> bool:
    if waarde not in ("ja", "nee"):
        raise Antwoordfout("Kies ja of nee")
    return waarde == "ja"


def _getal(waarde: str) -> int:
    if not waarde.isascii() or not waarde.isdigit() or int(waarde[:9]) > MAX_GETAL or len(waarde) > 9:
        raise Antwoordfout(f"Vul een getal in van 0 tot en met {MAX_GETAL}")
    return int(waarde)


def _bedrag(waarde: str) -> int:
    """An amount in euro as people write it, in cents."""
    gevonden = _BEDRAG.fullmatch(waarde)
    centen = int(gevonden[1].replace(".", "")) * 100 + int((gevonden[2] or "").ljust(2, "0")) if gevonden else -1
    if not 0 <= centen <= MAX_CENTEN or not waarde.replace("€", "").isascii():
        raise Antwoordfout("Vul een bedrag in euro in, bijvoorbeeld 85,50")
    return centen


def _wachtzin(waarde: str) -> str:
    return waarde


def _lees(veld: Veld, waarden: Sequence[str], keuzes: Keuzes, vandaag: date) -> Any:
    if veld.soort in ("meerkeuze", "feiten", "personen"):
        mogelijk = keuzes(veld)
        return [_keuze(een, mogelijk) for een in dict.fromkeys(waarden)]
    # Two values for a question with one answer come from a forged form, never from a page.
    if len(waarden) > 1:
        raise Antwoordfout("Geef één antwoord")
    lezers: dict[str, Callable[[str], Any]] = {
        "tekst": lambda w: lees_tekst(w, MAX_TEKST),
        "regel": lambda w: lees_tekst(w, MAX_REGEL),
        "janee": _janee,
        "datum": lambda w: _datum(veld, w, vandaag),
        "getal": _getal,
        "bedrag": _bedrag,
        "wachtzin": _wachtzin,
    }
    lezer = lezers.get(veld.soort)
    return lezer(waarden[0]) if lezer else _keuze(waarden[0], keuzes(veld))


def _leeg(veld: Veld) -> str:
    if veld.soort in ("tekst", "regel", "wachtzin"):
        return "Vul dit in"
    if veld.soort == "datum":
        return "Vul een datum in, bijvoorbeeld 24-3-2026"
    if veld.soort == "bedrag":
        return "Vul een bedrag in euro in"
    return "Vul een getal in" if veld.soort == "getal" else "Maak een keuze"


def invoer(veld: Veld, ruw: Ruw) -> list[str]:
    """Return what was filled in for `veld`, cleaned, without empty values.

    A passphrase is taken as it is: white space and line ends may be part of it.
    """
    waarden = ruw.get(veld.naam, ())
    if veld.soort == "wachtzin":
        return [een for een in waarden if een]
    return [tekst for tekst in map(schoon, waarden) if tekst]


def lees_velden(
    velden: Sequence[Veld],
    ruw: Ruw,
    keuzes: Keuzes,
    vandaag: date,
    gegevens: Mapping[str, object] | None = None,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return (values, errors), both by the name of the field.

    Values are text, a code, a list of codes, bool (janee), int (getal; bedrag in cents) or an ISO date (datum); a
    field that was left empty or was not asked has no value. `keuzes` gives code → label of a field
    with choices, `vandaag` is the day of the request, `gegevens` what conditions may name besides
    the answers ("rol", "vorm"). An error line is Dutch, B1.
    """
    gelezen: dict[str, Any] = {}
    fouten: dict[str, str] = {}
    for veld in velden:
        if not voldoet(veld.als, {**(gegevens or {}), **gelezen}):
            continue
        waarden = invoer(veld, ruw)
        if not waarden:
            if veld.verplicht:
                fouten[veld.naam] = _leeg(veld)
            continue
        try:
            gelezen[veld.naam] = _lees(veld, waarden, keuzes, vandaag)
        except Antwoordfout as fout:
            fouten[veld.naam] = str(fout)
    return gelezen, fouten
