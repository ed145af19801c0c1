"""The highlighter: points at what looks like personal data in a text. It warns, and finds not everything."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow import markeernamen, markeerpatronen
from workflow.markeerlijsten import Markeerlijsten

SOORTEN = {
    "naam": "naam",
    "geboortedatum": "geboortedatum",
    "adres": "adres",
    "telefoon": "telefoonnummer",
    "kenteken": "kenteken",
    "document": "nummer van papieren",
    "handle": "naam op internet",
    "iban": "rekeningnummer",
    "email": "e-mailadres",
    "bsn": "BSN",
}


@dataclass(frozen=True)
class Merk:
    """One place in a text that looks like personal data. `regel` says in Dutch by what it was found."""

    start: int
    eind: int
    soort: str
    regel: str


def markeer(tekst: str, lijsten: Markeerlijsten) -> tuple[Merk, ...]:
    """Return the marks in `tekst`, in their order, without overlap."""
    bezet = [*markeerpatronen.eigen_nummers(tekst)]
    gevonden: list[Merk] = []
    for begin, eind, soort, regel in _alles(tekst, lijsten):
        if any(begin < b and a < eind for a, b in bezet):
            continue
        bezet.append((begin, eind))
        gevonden.append(Merk(begin, eind, soort, regel))
    return tuple(sorted(gevonden, key=lambda een: een.start))


def _alles(tekst: str, lijsten: Markeerlijsten) -> Iterator[markeerpatronen.Vondst]:
    yield from markeerpatronen.vondsten(tekst, lijsten)
    yield from markeernamen.namen(tekst, lijsten)
