"""Figures of past years for the practice world: counts without cases, as destroyed cases leave them behind."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time
from random import Random

from workflow.ports import Werk
from workflow.zaak import Zaak

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


def zaai_cijfers(klokwerk: Callable[[datetime], AbstractContextManager[Werk]], vandaag: date) -> int:
    """Write the counts of the three years before this one. Out: how many signals they stand for."""
    dobbel = Random(vandaag.year)  # noqa: S311 - invented figures, the same on each day of a year
    aantal = 0
    for kwartaal in _kwartalen(vandaag):
        with klokwerk(datetime.combine(kwartaal, time(9), UTC)) as werk:
            for gemeente, (minst, meest) in PER_KWARTAAL.items():
                for _ in range(dobbel.randint(minst, meest)):
                    _tel_signaal(werk, gemeente, kwartaal, dobbel)
                    aantal += 1
            werk.log("oefencijfers")
            werk.bevestig()
    return aantal


def _kwartalen(vandaag: date) -> Iterator[date]:
    for jaar in range(vandaag.year - JAREN, vandaag.year):
        for maand in (2, 5, 8, 11):
            yield date(jaar, maand, 15)


def _tel_signaal(werk: Werk, gemeente: str, dag: date, dobbel: Random) -> None:
    zaak = Zaak(werk.nieuw_id(), "", gemeente, gemeente, "", "signaal", "", "mensenhandel", dag, dag)
    codes = {
        "ingang": dobbel.choice(INGANGEN),
        "minderjarig": dobbel.choice(("nee", "nee", "nee", "weet_niet", "ja")),
        "soort_plek": dobbel.choice(PLEKKEN),
    }
    werk.tel("ingediend", zaak, **codes)
    codes |= {"vorm": dobbel.choice(VORMEN), "gemeente": gemeente, "route": "signaal"}
    for van, staat, dagen in LOOP_UIT if dobbel.random() < 0.4 else LOOP_AANPAK:
        eind = {"reden": dobbel.choice(REDENEN[staat])} if staat in REDENEN else {}
        werk.tel("staat", zaak, van=van, staat=staat, dagen=str(dobbel.randint(0, 2 * dagen)), **codes, **eind)
