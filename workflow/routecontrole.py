"""Checks that a route table does not contradict itself or name what nobody knows."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from workflow import sleutelcontrole
from workflow.ladders import Ladder
from workflow.nevenklokken import KLOK
from workflow.route import Route
from workflow.stap import VELDSOORTEN, Staat, Stap, Veld
from workflow.tabel import Tegenspraak
from workflow.taxonomie import Taxonomie
from workflow.termijnen import Termijn, TermijnFout

MET_KEUZES = ("keuze", "meerkeuze")
# What a condition may name beside the fields of its step.
BUITEN = ("rol", "vorm", "instrument", "onderzocht", "per_bron")


@dataclass(frozen=True)
class Bekend:
    """What a route table may name: guards, roles with the desks they read with, lists, clocks."""

    voorwaarden: Collection[str]
    rollen: Mapping[str, tuple[str, ...]]
    taxonomie: Mapping[str, Taxonomie]
    ladders: Mapping[str, Ladder]
    compartimenten: Collection[str]
    omstandigheden: Collection[str] = ("vorm_ps",)

    @property
    def werkplekken(self) -> frozenset[str]:
        """The desk names that the roles read with."""
        return frozenset(naam for namen in self.rollen.values() for naam in namen)


def controleer(route: Route, bekend: Bekend) -> list[Tegenspraak]:
    """Return every contradiction in `route`, with the file, the row and the reason."""
    namen = [*_namen(route)]
    if namen:
        # With unknown or double states the other questions have no meaning.
        return [Tegenspraak(route.bestand, rij, reden) for rij, reden in namen]
    rest = [*_staten(route, bekend), *_stappen(route, bekend), *_wegen(route)]
    rest += sleutelcontrole.controleer(route, bekend.rollen)
    return [Tegenspraak(route.bestand, rij, reden) for rij, reden in rest]


def rij_van(route: Route, stap: Stap) -> str:
    """Return how a step is named in a contradiction: its number and its action."""
    return f"stap {route.stappen.index(stap) + 1} ({stap.actie})"


def _namen(route: Route) -> Iterator[tuple[str, str]]:
    staten = Counter(staat.naam for staat in route.staten)
    yield from ((f"staat {naam}", "stands twice") for naam, aantal in staten.items() if aantal > 1)
    yield from (("hoofdlijn", f"unknown state '{een}'") for een in route.hoofdlijn if een not in staten)
    acties: Counter[tuple[str, str]] = Counter()
    for stap in route.stappen:
        onbekend = {een for een in stap.van if een != "start"} | ({stap.naar} - {"=", "<"})
        for een in sorted(onbekend - set(staten)):
            yield rij_van(route, stap), f"unknown state '{een}'"
        acties.update((van, stap.actie) for van in stap.van)
    for (van, actie), aantal in acties.items():
        if aantal > 1:
            yield f"stap {actie}", f"stands twice from state '{van}'"
    echt = {stap.actie for stap in route.stappen if "start" in stap.van}
    for een in sorted(set(route.start) ^ echt):
        yield "start", f"'{een}' must stand in 'start' and have a step from \"start\""


def _staten(route: Route, bekend: Bekend) -> Iterator[tuple[str, str]]:
    for staat in route.staten:
        for reden in _staat(route, staat, bekend):
            yield f"staat {staat.naam}", reden


def _staat(route: Route, staat: Staat, bekend: Bekend) -> Iterator[str]:
    for rol in (staat.eigenaar, staat.eigenaar_na_termijn, *staat.ziet_status):
        if rol and rol not in bekend.rollen:
            yield f"unknown role '{rol}'"
    if staat.eind:
        if staat.eigenaar or staat.termijn:
            yield "an end state has no owner and no term"
        return
    for naam in staat.bij_binnenkomst:
        if naam.startswith(KLOK):
            yield from _ladder(route, staat, naam.removeprefix(KLOK), bekend)
    if not staat.eigenaar:
        yield "nobody owns this state"
    if not staat.termijn:
        yield "a waiting state without a term"
    for tekst in filter(None, (staat.termijn, staat.spoed)):
        try:
            Termijn.lees(tekst)
        except TermijnFout as fout:
            yield str(fout)
    if not staat.ladder or bool(staat.spoed) != bool(staat.spoed_ladder):
        yield "a term needs a ladder, and an urgent term an urgent ladder"
    for naam in filter(None, (staat.ladder, staat.spoed_ladder)):
        yield from _ladder(route, staat, naam, bekend)


def _ladder(route: Route, staat: Staat, naam: str, bekend: Bekend) -> Iterator[str]:
    if naam not in bekend.ladders:
        yield f"unknown ladder '{naam}'"
        return
    klok = {een.actie for een in route.stappen_vanuit(staat.naam) if "klok" in een.door}
    for sport in bekend.ladders[naam].sporten:
        if sport.stap and sport.stap not in klok:
            yield f"ladder '{naam}' runs step '{sport.stap}', which the clock has not here"


def _stappen(route: Route, bekend: Bekend) -> Iterator[tuple[str, str]]:
    for stap in route.stappen:
        rij = rij_van(route, stap)
        for reden in (*_verwijzingen(stap, bekend), *_velden(stap, bekend)):
            yield rij, reden


def _verwijzingen(stap: Stap, bekend: Bekend) -> Iterator[str]:
    if not stap.van or not stap.door:
        yield "a step needs 'van' and 'door'"
    yield from (f"unknown guard '{een}'" for een in stap.voorwaarden if een not in bekend.voorwaarden)
    rollen = (*stap.door, *stap.vier_ogen)
    yield from (f"unknown role '{een}'" for een in rollen if een not in bekend.rollen)
    if stap.vier_ogen and (len(set(stap.vier_ogen)) != 2 or set(stap.door) - set(stap.vier_ogen)):
        yield "four eyes are two different roles, and only they may take the step"
    if stap.bij_voorstel and not stap.vier_ogen:
        yield "'bij_voorstel' belongs to a step with four eyes"
    for sleutel in (*stap.geeft, *stap.neemt, *stap.bij_voorstel):
        if sleutel.werkplek not in bekend.werkplekken:
            yield f"unknown desk in '{sleutel}'"
        if sleutel.compartiment != "*" and sleutel.compartiment not in bekend.compartimenten:
            yield f"unknown compartment in '{sleutel}'"
        if sleutel.als and sleutel.als not in bekend.omstandigheden:
            yield f"unknown circumstance in '{sleutel}'"
    plekken = {stap.vastleggen, *stap.maakt, *(veld.compartiment for veld in stap.velden)} - {""}
    yield from (f"unknown compartment '{een}'" for een in sorted(plekken - set(bekend.compartimenten)))


def _velden(stap: Stap, bekend: Bekend) -> Iterator[str]:
    namen = Counter(veld.naam for veld in stap.velden)
    yield from (f"field '{naam}' stands twice" for naam, aantal in namen.items() if aantal > 1)
    for veld in stap.velden:
        if veld.soort not in VELDSOORTEN:
            yield f"field '{veld.naam}': unknown kind '{veld.soort}'"
        if (veld.soort in MET_KEUZES) != bool(veld.keuzes):
            yield f"field '{veld.naam}': a choice needs 'keuzes', another kind has none"
        yield from (f"field '{veld.naam}': {reden}" for reden in _keuzes(veld, bekend))
        als = veld.als.partition("=")[0]
        if als and als not in namen and als not in BUITEN:
            yield f"field '{veld.naam}': condition on unknown field '{als}'"


def _keuzes(veld: Veld, bekend: Bekend) -> Iterator[str]:
    for keuze in veld.keuzes:
        if keuze.startswith("taxonomie:"):
            naam, _, soort = keuze.removeprefix("taxonomie:").partition("/")
            if naam not in bekend.taxonomie or not bekend.taxonomie[naam].keuzes(soort):
                yield f"unknown list '{keuze}'"
        elif "=" not in keuze:
            yield f"'{keuze}' is no choice like 'code=label'"


def _bereik(route: Route, stappen: Collection[Stap]) -> tuple[set[str], set[str]]:
    """Return the states that the start reaches, and the states that reach an end."""
    pijlen = [(van, stap.naar) for stap in stappen for van in stap.van if stap.naar not in ("=", "<")]
    terug = [
        (van, herkomst)
        for stap in stappen
        if stap.naar == "<"
        for van in stap.van
        for herkomst, naar in pijlen
        if naar == van
    ]
    vooruit = _sluiting({"start"}, pijlen + terug)
    einden = {staat.naam for staat in route.staten if staat.eind}
    return vooruit, _sluiting(einden, [(naar, van) for van, naar in pijlen + terug])


def _sluiting(begin: set[str], pijlen: list[tuple[str, str]]) -> set[str]:
    gezien, nieuw = set(begin), set(begin)
    while nieuw:
        nieuw = {naar for van, naar in pijlen if van in nieuw} - gezien
        gezien |= nieuw
    return gezien


def _wegen(route: Route) -> Iterator[tuple[str, str]]:
    vooruit, terug = _bereik(route, route.stappen)
    for staat in route.staten:
        if staat.naam not in vooruit:
            yield f"staat {staat.naam}", "no step leads to this state"
        if staat.naam not in terug:
            yield f"staat {staat.naam}", "no way to the end"
    zonder = [stap for stap in route.stappen if not stap.optioneel]
    vooruit, kaal = _bereik(route, zonder)
    for naam in sorted((vooruit & terug) - kaal - {"start"}):
        yield f"staat {naam}", "no way to the end when a municipality switches the optional steps off"
