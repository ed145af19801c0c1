"""The list of meetings of a municipality: days and numbers, nothing is opened."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from workflow.aanbod import Aanbod
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.lijstlog import noteer_lijst
from workflow.overlegzitting import GEAGENDEERD, GEOPEND, GEPLAND, GESLOTEN, PLANNEN, STATEN, leidt, mag_overleg
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import termijnstand
from workflow.zaak import Overleg

MAX_ZAKEN = 2000


@dataclass(frozen=True)
class Overlegrij:
    """One meeting on the list."""

    url: str
    datum: str
    plek: str
    staat: str
    aantal: int
    termijn: str
    kleur: str


@dataclass(frozen=True)
class Overleglijst:
    """The list; `aanbod` is for who may plan one."""

    komend: tuple[Overlegrij, ...]
    geweest: tuple[Overlegrij, ...]
    aanbod: tuple[Aanbod, ...]


def overleglijst(werk: Werk, beleid: Beleid) -> Overleglijst:
    """The meetings of the municipality (one audit row, nothing opened)."""
    gemeente = werk.actor.tenant
    if not mag_overleg(werk):
        noteer_lijst(werk, "overleg", [])
        return Overleglijst((), (), ())
    alle = werk.overleggen.lijst()
    zaken = werk.zaken.lijst(staten=[GEAGENDEERD], aantal=MAX_ZAKEN)
    noteer_lijst(werk, "overleg", [een.id.hex() for een in alle])
    wacht = Counter(een.overleg_id for een in zaken)
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    komend = [een for een in alle if _komt_nog(een, vandaag)]
    geweest = [een for een in reversed(alle) if not _komt_nog(een, vandaag)]
    return Overleglijst(
        tuple(_rij(beleid, een, wacht[een.id], vandaag) for een in komend),
        tuple(_rij(beleid, een, wacht[een.id], vandaag) for een in geweest),
        (Aanbod(PLANNEN, {}),) if leidt(werk, gemeente) else (),
    )


def _komt_nog(overleg: Overleg, vandaag: date) -> bool:
    return overleg.staat == GEOPEND or (overleg.staat == GEPLAND and overleg.dag >= vandaag)


def _plek(beleid: Beleid, overleg: Overleg) -> str:
    return beleid.gemeenten[overleg.gemeente].overleg_plaats


def _rij(beleid: Beleid, overleg: Overleg, aantal: int, vandaag: date) -> Overlegrij:
    stand = termijnstand(vandaag, vandaag, overleg.dag) if _komt_nog(overleg, vandaag) else None
    return Overlegrij(
        url=f"/overleg/{overleg.id.hex()}",
        datum=dag_tekst(overleg.dag),
        plek=_plek(beleid, overleg),
        staat=STATEN[overleg.staat] if _komt_nog(overleg, vandaag) else STATEN[GESLOTEN],
        aantal=aantal,
        termijn=stand.tekst if stand else "",
        kleur="",
    )
