"""Retention classes as data: what goes, how long after which moment, and which parts of a case go before the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.tabel import Rij
from workflow.termijnen import Kalender, Termijn, TermijnFout

ZAAK, DEEL, LOGBOEK = "zaak", "deel", "logboek"
WAT = (ZAAK, DEEL, LOGBOEK)
VANAF = ("eindstaat", "terugmelding", "regel")
IDENT, MELDER = "ident", "melder"
# The column of a case with the day on which it, or a part of it, goes.
KOLOM = {ZAAK: "vernietig_op", IDENT: "ident_op", MELDER: "melder_op"}
# Only a length in days can be counted from a day.
IN_DAGEN = ("d", "wd", "mnd")


@dataclass(frozen=True)
class Bewaarklasse:
    """One row of `[[bewaren]]`.

    `wat` "zaak" is a whole case, with `eerder` the classes of the parts that go before it; "deel" is one part, with
    the compartments that go (`vs:J` = hand-offs in form J) and whether the vault goes too.
    """

    naam: str
    scherm: str
    termijn: Termijn
    vanaf: str
    wat: str
    bron: str
    eerder: tuple[str, ...] = ()
    compartimenten: tuple[str, ...] = ()
    kluis: bool = False


def _lees_termijn(rij: Rij) -> Termijn:
    try:
        termijn = Termijn.lees(rij.tekst("termijn"))
    except TermijnFout as fout:
        raise rij.fout(str(fout)) from fout
    if termijn.eenheid not in IN_DAGEN or termijn.aantal < 1:
        raise rij.fout(f"a retention term is counted in days or months, not in '{termijn}'")
    return termijn


def _lees(rij: Rij) -> Bewaarklasse:
    klasse = Bewaarklasse(
        naam=rij.tekst("naam"),
        scherm=rij.tekst("scherm"),
        termijn=_lees_termijn(rij),
        vanaf=rij.tekst("vanaf"),
        wat=rij.tekst("wat"),
        bron=rij.tekst("bron"),
        eerder=rij.teksten("eerder"),
        compartimenten=rij.teksten("compartimenten"),
        kluis=rij.janee("kluis"),
    )
    rij.klaar()
    if klasse.wat not in WAT:
        raise rij.fout(f"'wat' must be one of {', '.join(WAT)}, is '{klasse.wat}'")
    if klasse.vanaf not in VANAF:
        raise rij.fout(f"'vanaf' must be one of {', '.join(VANAF)}, is '{klasse.vanaf}'")
    if (klasse.wat == DEEL) != bool(klasse.compartimenten):
        raise rij.fout("a part names its compartments, and nothing else does")
    if klasse.wat == DEEL and klasse.naam not in KOLOM:
        # The day of a part stands in a column of its own: a part without one would never go.
        raise rij.fout(f"a part is one of {', '.join(een for een in KOLOM if een != ZAAK)}, not '{klasse.naam}'")
    if klasse.eerder and klasse.wat != ZAAK:
        raise rij.fout("only a whole case has parts that go earlier")
    return klasse


def lees_klassen(rijen: Mapping[str, Rij]) -> dict[str, Bewaarklasse]:
    """Return the classes in these rows, by name. Errors: BeleidFout with the row that can't be used."""
    klassen = {naam: _lees(rij) for naam, rij in rijen.items()}
    for naam, klasse in klassen.items():
        for deel in klasse.eerder:
            if deel not in klassen or klassen[deel].wat != DEEL:
                raise rijen[naam].fout(f"'{deel}' is no class of a part")
    return klassen


def bewaardagen(
    klassen: Mapping[str, Bewaarklasse], kalender: Kalender, klasse: str, vandaag: date, gemeente: str = ""
) -> dict[str, Any]:
    """The days, by column, that a case gets when it enters a state of this retention class.

    In: `klasse` "" is a state that goes on: all days are cleared, so a case that is opened again loses nothing.
    A part that would not go before the case has no day: it goes with it.
    """
    dagen: dict[str, Any] = dict.fromkeys(KOLOM.values())
    if not klasse:
        return dagen
    heel = kalender.plus(vandaag, klassen[klasse].termijn, gemeente)
    dagen[KOLOM[ZAAK]] = heel
    for deel in klassen[klasse].eerder:
        dag = kalender.plus(vandaag, klassen[deel].termijn, gemeente)
        if dag < heel:
            dagen[KOLOM[deel]] = dag
    return dagen


def compartimenten_van(klasse: Bewaarklasse, namen: list[str], in_vorm: Callable[[str], str]) -> list[str]:
    """Which of these compartments of a case belong to a part.

    In: `namen` the compartments that the case has; `in_vorm` tells the form of a hand-off from its compartment.
    """
    gekozen = []
    for naam in namen:
        soort, _, nummer = naam.partition(":")
        vorm = f"{soort}:{in_vorm(naam)}" if nummer else naam
        if soort in klasse.compartimenten or vorm in klasse.compartimenten:
            gekozen.append(naam)
    return gekozen
