"""One municipality: how to reach it, its meetings, its closing days and its own choices."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.overlegritme import RITMES, ritme_klopt
from workflow.route import Route
from workflow.tabel import Rij, Tegenspraak
from workflow.termijnen import Termijn, TermijnFout

_TIJD = re.compile(r"([01]\d|2[0-3])\.[0-5]\d")


@dataclass(frozen=True)
class EigenTermijn:
    """A shorter term that a municipality sets for one state; "" leaves that of the region."""

    route: str
    staat: str
    termijn: str = ""
    spoed: str = ""


@dataclass(frozen=True)
class Gemeente:
    """One tenant, by its slug. `uit` holds the optional steps ("route.stap") it does not use.

    `overleg_in_agenda`: the place of a meeting may stand in a calendar file.
    """

    slug: str
    naam: str
    code: str
    contact: str
    telefoon: str
    kantooruren: str
    overleg_dag: str
    overleg_ritme: str
    overleg_plaats: str
    termijnen: tuple[EigenTermijn, ...]
    uit: frozenset[str]
    sluitingsdagen: Mapping[date, str]
    exit_url: str = ""
    bestand: str = ""
    overleg_tijd: str = ""
    overleg_in_agenda: bool = False

    def termijn(self, route: str, staat: str, spoed: bool) -> str:
        """Return the own term for a state as the table writes it, "" when there is none."""
        for een in self.termijnen:
            if (een.route, een.staat) == (route, staat):
                return een.spoed if spoed else een.termijn
        return ""


def laad_gemeente(tabel: Mapping[str, Any], bestand: str) -> Gemeente:
    """Return the municipality in `tabel`; whether it keeps to the minimum is `controleer`."""
    kop = Rij(tabel, bestand, "")
    contact = Rij(kop.ruw("contact", dict), bestand, "contact")
    overleg = Rij(kop.ruw("overleg", dict), bestand, "overleg")
    termijnen = []
    for rij in kop.rijen("termijn", "staat"):
        eigen = EigenTermijn(rij.tekst("route"), rij.tekst("staat"), rij.tekst("termijn", ""), rij.tekst("spoed", ""))
        termijnen.append(eigen)
        rij.klaar()
    dagen = {}
    for rij in kop.rijen("sluitingsdag"):
        dagen[rij.ruw("dag", date)] = rij.tekst("naam")
        rij.klaar()
    gemeente = Gemeente(
        slug=kop.tekst("slug"),
        naam=kop.tekst("naam"),
        code=kop.tekst("code"),
        contact=contact.tekst("tekst"),
        telefoon=contact.tekst("telefoon", ""),
        kantooruren=contact.tekst("kantooruren"),
        overleg_dag=overleg.tekst("dag"),
        overleg_ritme=overleg.tekst("ritme"),
        overleg_plaats=overleg.tekst("plaats"),
        overleg_tijd=overleg.tekst("tijd", ""),
        overleg_in_agenda=overleg.janee("plaats_in_agenda"),
        termijnen=tuple(termijnen),
        uit=frozenset(kop.teksten("uit")),
        sluitingsdagen=dagen,
        exit_url=kop.tekst("exit_url", ""),
        bestand=bestand,
    )
    for rij in (contact, overleg, kop):
        rij.klaar()
    if not ritme_klopt(gemeente.overleg_dag, gemeente.overleg_ritme):
        raise overleg.fout("'dag' must be a day of the week and 'ritme' one of " + ", ".join(RITMES))
    if gemeente.overleg_tijd and not _TIJD.fullmatch(gemeente.overleg_tijd):
        raise overleg.fout("'tijd' must be a time like 14.00")
    return gemeente


def _korter(gemeente: Gemeente, rij: str, eigen: str, regio: str) -> list[Tegenspraak]:
    if not eigen:
        return []
    try:
        term = Termijn.lees(eigen)
        if regio and term.aantal > 0 and term.hoogstens(Termijn.lees(regio)):
            return []
        reden = f"'{eigen}' loosens the regional minimum '{regio or 'none'}'"
    except TermijnFout as fout:
        reden = str(fout)
    return [Tegenspraak(gemeente.bestand, rij, reden)]


def controleer(gemeente: Gemeente, routes: Mapping[str, Route]) -> list[Tegenspraak]:
    """Return every choice of a municipality that the regional minimum does not allow."""
    gevonden: list[Tegenspraak] = []
    for nr, eigen in enumerate(gemeente.termijnen, 1):
        rij = f"termijn {nr} ({eigen.route}.{eigen.staat})"
        route = routes.get(eigen.route)
        staat = next((een for een in route.staten if een.naam == eigen.staat), None) if route else None
        if staat is None:
            gevonden.append(Tegenspraak(gemeente.bestand, rij, "unknown route or state"))
            continue
        gevonden += _korter(gemeente, rij, eigen.termijn, staat.termijn)
        gevonden += _korter(gemeente, rij, eigen.spoed, staat.spoed or staat.termijn)
    for naam in sorted(gemeente.uit):
        stappen = _stappen(naam, routes)
        if not stappen:
            gevonden.append(Tegenspraak(gemeente.bestand, f"uit ({naam})", "unknown route or step"))
        elif not all(een.optioneel for een in stappen):
            gevonden.append(Tegenspraak(gemeente.bestand, f"uit ({naam})", "this step is not optional"))
    return gevonden


def _stappen(naam: str, routes: Mapping[str, Route]) -> Sequence[Any]:
    route, _, actie = naam.partition(".")
    return [een for een in routes[route].stappen if een.actie == actie] if route in routes else []
