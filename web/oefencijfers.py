"""Figures of past years for the practice world: counts without cases, as destroyed cases leave them behind."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import TypeVar

from workflow.ports import Werk
from workflow.zaak import Zaak

T = TypeVar("T")
JAREN = 3
# So many signals in a quarter at least and at most; small numbers, so that suppression has work to do.
PER_KWARTAAL = {
    "aalten": (0, 2),
    "berkelland": (1, 4),
    "bronckhorst": (0, 3),
    "doetinchem": (3, 8),
    "montferland": (1, 4),
    "oost-gelre": (0, 3),
    "oude-ijsselstreek": (1, 4),
    "winterswijk": (0, 3),
}
INGANGEN = ("collega", "collega", "collega", "overleg", "politie", "controle")
PLEKKEN = ("woning", "woning", "bedrijf", "vakantiepark", "winkel", "seksbedrijf", "straat", "balie")
VORMEN = ("ARBEID", "ARBEID", "ARBEID", "SEX_PROSTITUTIE", "SEX_LOVERBOY", "CRIM_DRUGS", "CRIM_GELDEZEL", "ONBEKEND")
REDENEN = {
    "niet_in_behandeling": ("geen_signaal", "te_vaag", "te_vaag", "al_bekend"),
    "afgesloten": ("geholpen", "interventie", "overgedragen", "onvoldoende", "wil_niet"),
}
# The walks that a signal can have made: (state before, state, days in between).
LOOP_UIT = (("ingediend", "in_beoordeling", 1), ("in_beoordeling", "niet_in_behandeling", 6))
LOOP_AANPAK = (
    ("ingediend", "in_beoordeling", 1),
    ("in_beoordeling", "geagendeerd", 5),
    ("geagendeerd", "in_aanpak", 17),
    ("in_aanpak", "afgesloten", 60),
)


# What is counted beside the signals, once for each municipality and quarter: actions that were done, and shelter.
ACTIES = ("CTRL", "CTRL", "BIB", "BRP-ADR", "GW-174", "WGV")
UITKOMSTEN = ("uitgevoerd", "uitgevoerd", "uitgevoerd", "gedeeltelijk", "niet_mogelijk", "niets_aangetroffen", "")
POGINGEN = (("vol", ""), ("vol", ""), ("past_niet", "contra"), ("past_niet", "leeftijd"), ("geen_gehoor", ""))
BETALERS = ("wmo", "wmo", "jeugdwet", "du_vo", "rvb")
OPVANG_EINDES = ("eigen_woning", "andere_opvang", "terugkeer", "met_onbekende_bestemming")


class Dobbel:
    """Throws that look like chance and are the same each time, so that figures can be compared."""

    def __init__(self, zaad: str) -> None:
        self._zaad, self._worp = zaad, 0

    def getal(self, minst: int, meest: int) -> int:
        """A number from `minst` up to and including `meest`."""
        self._worp += 1
        ruw = sha256(f"{self._zaad}/{self._worp}".encode()).digest()
        return minst + int.from_bytes(ruw[:8], "big") % (meest - minst + 1)

    def een_van(self, rij: Sequence[T]) -> T:
        """One of a row."""
        return rij[self.getal(0, len(rij) - 1)]


def zaai_cijfers(klokwerk: Callable[[datetime], AbstractContextManager[Werk]], vandaag: date) -> int:
    """Write the counts of the three years before this one. Out: how many signals they stand for."""
    dobbel, daarnaast = Dobbel(f"cijfers {vandaag.year}"), Dobbel(f"daarnaast {vandaag.year}")
    aantal = 0
    for kwartaal in _kwartalen(vandaag):
        with klokwerk(datetime.combine(kwartaal, time(9), UTC)) as werk:
            for gemeente, (minst, meest) in PER_KWARTAAL.items():
                for _ in range(dobbel.getal(minst, meest)):
                    _tel_signaal(werk, gemeente, kwartaal, dobbel)
                    aantal += 1
                _tel_daarnaast(werk, gemeente, kwartaal, daarnaast, meest)
            werk.log("oefencijfers")
            werk.bevestig()
    return aantal


def _kwartalen(vandaag: date) -> Iterator[date]:
    for jaar in range(vandaag.year - JAREN, vandaag.year):
        for maand in (2, 5, 8, 11):
            yield date(jaar, maand, 15)


def _tel_signaal(werk: Werk, gemeente: str, dag: date, dobbel: Dobbel) -> None:
    zaak = Zaak(werk.nieuw_id(), "", gemeente, gemeente, "", "signaal", "", "mensenhandel", dag, dag)
    codes = {
        "ingang": dobbel.een_van(INGANGEN),
        "minderjarig": dobbel.een_van(("nee", "nee", "nee", "weet_niet", "ja")),
        "soort_plek": dobbel.een_van(PLEKKEN),
    }
    werk.tel("ingediend", zaak, **codes)
    codes |= {"vorm": dobbel.een_van(VORMEN), "gemeente": gemeente, "route": "signaal"}
    for van, staat, dagen in LOOP_UIT if dobbel.getal(1, 10) <= 4 else LOOP_AANPAK:
        eind = {"reden": dobbel.een_van(REDENEN[staat])} if staat in REDENEN else {}
        werk.tel("staat", zaak, van=van, staat=staat, dagen=str(dobbel.getal(0, 2 * dagen)), **codes, **eind)


def _tel_daarnaast(werk: Werk, gemeente: str, dag: date, dobbel: Dobbel, meest: int) -> None:
    """Actions that were done, and people for whom a place was looked for."""
    zaak = Zaak(werk.nieuw_id(), "", gemeente, gemeente, "", "signaal", "", "mensenhandel", dag, dag)
    for _ in range(dobbel.getal(0, meest)):
        codes = {"route": "actie", "van": "bezig", "staat": "gereed", "dagen": str(dobbel.getal(1, 30))}
        uitkomst = dobbel.een_van(UITKOMSTEN)
        codes |= {"instrument": dobbel.een_van(ACTIES), **({"uitkomst": uitkomst} if uitkomst else {})}
        werk.tel("staat", zaak, **codes)
    for _ in range(dobbel.getal(0, meest) // 2):
        _tel_opvang(werk, zaak, dobbel)


def _tel_opvang(werk: Werk, zaak: Zaak, dobbel: Dobbel) -> None:
    pogingen = dobbel.getal(0, 3)
    for _ in range(pogingen):
        uitkomst, reden = dobbel.een_van(POGINGEN)
        werk.tel("opvang_poging", zaak, uitkomst=uitkomst, **({"reden": reden} if reden else {}))
    if dobbel.getal(1, 4) == 1:
        werk.tel("opvang_niet_geplaatst", zaak, reden="contra_indicatie", vannacht="noodbed", pogingen=str(pogingen))
        return
    betaler, dagen = dobbel.een_van(BETALERS), dobbel.getal(10, 120)
    werk.tel("opvang_poging", zaak, uitkomst="geplaatst")
    werk.tel("opvang_geplaatst", zaak, dagen=str(dobbel.getal(0, 9)), betaler=betaler, pogingen=str(pogingen + 1))
    euro = str(dagen * dobbel.getal(90, 180))
    werk.tel(
        "opvang_beeindigd", zaak, dagen=str(dagen), euro=euro, reden=dobbel.een_van(OPVANG_EINDES), betaler=betaler
    )
