"""One question of the signal form: how its answer is read, checked and shown."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.stap import voldoet
from workflow.tabel import Rij
from workflow.velden import MAX_REGEL, MAX_TEKST, Antwoordfout, Ruw, lees_lengte, lees_tekst, schoon

Alternatieven = tuple[tuple[str, ...], ...]

SOORTEN = frozenset({"tekst", "regel", "keuze", "meerkeuze", "datum_delen", "vinkje", "telefoon", "email"})
COMPARTIMENTEN = ("ruw", "melder")
OUDSTE_JAAR = 1900
_EMAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\".]+(\.[^@\s<>,;:\".]+)+")
MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)


@dataclass(frozen=True)
class Vraag:
    """One question. `naar` are the compartments of its answer, `code` says it is also a code."""

    naam: str
    soort: str
    label: str
    hint: str
    verplicht: bool
    fout: str
    als: str
    keuzes: tuple[tuple[str, str], ...]
    naar: tuple[str, ...]
    code: bool
    invoer: str
    standaard: str
    autocomplete: str

    @property
    def namen(self) -> tuple[str, ...]:
        """The names under which answers are kept; a date has three."""
        return ("dag", "maand", "jaar") if self.soort == "datum_delen" else (self.naam,)


def een_klopt(alternatieven: Alternatieven, antwoorden: Mapping[str, Any]) -> bool:
    """Say whether in one of `alternatieven` every condition holds."""
    return any(all(voldoet(als, antwoorden) for als in een) for een in alternatieven)


def _waarden(vraag: Vraag, ruw: Ruw, naam: str | None = None) -> list[str]:
    waarden: Sequence[str] = ruw.get(naam or vraag.invoer, ())
    if not waarden and naam is None:
        waarden = ruw.get(vraag.naam, ())
    return [een for een in map(schoon, waarden) if een]


def _telefoon(waarde: str) -> str:
    cijfers = re.sub(r"[ ()./-]", "", waarde)
    cijfers = re.sub(r"^(\+|00)31(?=[1-9])", "0", cijfers)
    if not re.fullmatch(r"0\d{9}", cijfers):
        raise Antwoordfout("Vul een telefoonnummer in met 10 cijfers, bijvoorbeeld 06 12345678")
    return waarde


def _email(waarde: str) -> str:
    if len(waarde) > MAX_REGEL or not _EMAIL.fullmatch(waarde):
        raise Antwoordfout("Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl")
    return waarde


def _deel(tekst: str) -> int:
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) <= 4):
        raise Antwoordfout("Deze datum bestaat niet. Kijk naar de dag en de maand")
    return int(tekst)


def _datum(vraag: Vraag, ruw: Ruw, vandaag: date) -> dict[str, Any]:
    dag, maand, jaar = ((_waarden(vraag, ruw, naam) or [""])[0] for naam in vraag.namen)
    if not maand or not jaar:
        raise Antwoordfout(vraag.fout)
    if not re.fullmatch(r"\d{4}", jaar, re.ASCII):
        raise Antwoordfout("Het jaar heeft 4 cijfers, bijvoorbeeld 2026")
    if not (maand.isascii() and maand.isdigit()):
        raise Antwoordfout("Vul de maand in als getal, bijvoorbeeld 3 voor maart")
    delen = {"maand": _deel(maand), "jaar": _deel(jaar)}
    try:
        # A month alone counts from its first day: this month is not the future.
        begin = date(delen["jaar"], delen["maand"], _deel(dag) if dag else 1)
    except ValueError:
        raise Antwoordfout("Deze datum bestaat niet. Kijk naar de dag en de maand") from None
    if begin.year < OUDSTE_JAAR:
        raise Antwoordfout("Deze datum bestaat niet. Kijk naar het jaar")
    if begin > vandaag:
        raise Antwoordfout("De datum ligt in de toekomst. Vul een datum in tot en met vandaag")
    return {"dag": begin.day, **delen} if dag else delen


def _enkel(vraag: Vraag, waarde: str) -> Any:
    if vraag.soort == "keuze":
        if waarde not in dict(vraag.keuzes):
            raise Antwoordfout(vraag.fout or "Kies een van de antwoorden uit de lijst")
        return waarde
    if vraag.soort == "vinkje":
        return True
    if vraag.soort == "telefoon":
        return _telefoon(waarde)
    if vraag.soort == "email":
        return _email(waarde)
    # A BSN in the raw signal is marked for who reads it, and may not go further; to refuse it here could lose a signal.
    lezer = lees_lengte if "ruw" in vraag.naar else lees_tekst
    return lezer(waarde, MAX_TEKST if vraag.soort == "tekst" else MAX_REGEL)


def lees(vraag: Vraag, ruw: Ruw, vandaag: date) -> dict[str, Any]:
    """Return the answer to `vraag` by name, {} when it was left empty; Antwoordfout when wrong."""
    if vraag.soort == "datum_delen":
        return _datum(vraag, ruw, vandaag)
    waarden = _waarden(vraag, ruw)
    if not waarden:
        if vraag.verplicht:
            raise Antwoordfout(vraag.fout)
        return {}
    if vraag.soort == "meerkeuze":
        if set(waarden) - set(dict(vraag.keuzes)):
            raise Antwoordfout("Kies alleen antwoorden uit de lijst")
        return {vraag.naam: [code for code, _ in vraag.keuzes if code in waarden]}
    if len(waarden) > 1:
        raise Antwoordfout("Geef één antwoord")
    return {vraag.naam: _enkel(vraag, waarden[0])}


def tekst(vraag: Vraag, antwoorden: Mapping[str, Any]) -> str:
    """Return the answer as a person reads it, "" when there is none."""
    labels = dict(vraag.keuzes)
    if vraag.soort == "datum_delen":
        if "maand" not in antwoorden:
            return ""
        dag = f"{antwoorden['dag']} " if "dag" in antwoorden else ""
        return f"{dag}{MAANDEN[antwoorden['maand'] - 1]} {antwoorden['jaar']}"
    waarde = antwoorden.get(vraag.naam)
    if vraag.soort == "vinkje":
        return "Ja" if waarde else "Nee"
    if waarde is None:
        return ""
    codes = waarde if isinstance(waarde, list) else [waarde]
    return ", ".join(labels.get(str(code), str(code)) for code in codes)


def lees_alternatieven(rij: Rij) -> Alternatieven:
    """Return key `als` of a row: a list of lists of conditions "veld=code"."""
    lijst = rij.ruw("als", list)
    for een in lijst:
        if not isinstance(een, list) or not all(isinstance(als, str) and "=" in als for als in een):
            raise rij.fout("'als' must be a list of lists of conditions like 'gevaar=ja'")
    return tuple(tuple(een) for een in lijst)


def lees_vraag(rij: Rij) -> Vraag:
    """Return one question of the table."""
    naam = rij.tekst("naam")
    delen = [een.partition("=") for een in rij.teksten("keuzes")]
    vraag = Vraag(
        naam=naam,
        soort=rij.tekst("soort"),
        label=rij.tekst("label"),
        hint=rij.tekst("hint", ""),
        verplicht=rij.janee("verplicht"),
        fout=rij.tekst("fout", ""),
        als=rij.tekst("als", ""),
        keuzes=tuple((code, label) for code, _, label in delen),
        naar=rij.teksten("naar", None),
        code=rij.janee("code"),
        invoer=rij.tekst("invoer", naam),
        standaard=rij.tekst("standaard", ""),
        autocomplete=rij.tekst("autocomplete", ""),
    )
    if vraag.soort not in SOORTEN:
        raise rij.fout(f"unknown kind of question '{vraag.soort}'")
    if vraag.verplicht and not vraag.fout:
        raise rij.fout("a required question needs 'fout', the line that is shown when it is empty")
    if not vraag.naar or set(vraag.naar) - set(COMPARTIMENTEN):
        raise rij.fout(f"'naar' must name one or more of {', '.join(COMPARTIMENTEN)}")
    rij.klaar()
    return vraag
