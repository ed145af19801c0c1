"""The list of meetings of a municipality: days and numbers, nothing is opened."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from workflow import overlegstand
from workflow.aanbod import Aanbod
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.lijstlog import noteer_lijst
from workflow.overlegagenda import GEAGENDEERD, leidt, mag_overleg, vandaag_van
from workflow.overlegplannen import ritme_vooruit, spoedzaak_van
from workflow.overlegstand import AD_HOC, SOORTEN, Overlegstand
from workflow.overlegstappen import GEOPEND, GEPLAND, GESLOTEN, PLANNEN, STATEN, aanbod_van
from workflow.ports import Werk
from workflow.termijntekst import termijnstand
from workflow.zaak import Overleg

MAX_ZAKEN = 2000
AFGEZEGD, NIET_GEHOUDEN = "Afgezegd", "Niet gehouden"


@dataclass(frozen=True)
class Overlegrij:
    """One meeting on the list; `let_op` says what is left to do with one that was never held."""

    url: str
    datum: str
    plek: str
    staat: str
    aantal: int
    termijn: str
    kleur: str
    soort: str = ""
    tijd: str = ""
    let_op: str = ""


@dataclass(frozen=True)
class Overleglijst:
    """The list; `aanbod` is for who may plan one.

    `ritme`: (day in ISO form, day in words, why it is another day) of the next ones; `spoedzaak`: the number of the
    urgent case that an ad-hoc meeting is planned for now, or "", and `vandaag` its day in the form.
    """

    komend: tuple[Overlegrij, ...]
    geweest: tuple[Overlegrij, ...]
    aanbod: tuple[Aanbod, ...]
    ritme: tuple[tuple[str, str, str], ...] = ()
    ritme_tekst: str = ""
    spoedzaak: str = ""
    vandaag: str = ""


def overleglijst(werk: Werk, beleid: Beleid, spoed: str = "") -> Overleglijst:
    """The meetings of the municipality (one audit row, nothing opened). In: `spoed`, the number of an urgent case."""
    gemeente = werk.actor.tenant
    if not mag_overleg(werk):
        noteer_lijst(werk, "overleg", [])
        return Overleglijst((), (), ())
    alle = werk.overleggen.lijst()
    zaken = werk.zaken.lijst(staten=[GEAGENDEERD], aantal=MAX_ZAKEN)
    noteer_lijst(werk, "overleg", [een.id.hex() for een in alle])
    wacht = Counter(een.overleg_id for een in zaken)
    vandaag = vandaag_van(werk)
    standen = {een.id: overlegstand.lees(werk, beleid, een) for een in alle}

    def rijen(lijst: list[Overleg]) -> tuple[Overlegrij, ...]:
        return tuple(_rij(een, standen[een.id], wacht[een.id], vandaag) for een in lijst)

    komend = rijen([een for een in alle if komt_nog(een, vandaag)])
    geweest = rijen([een for een in reversed(alle) if not komt_nog(een, vandaag)])
    if not leidt(werk, gemeente):
        return Overleglijst(komend, geweest, ())
    eigen = beleid.gemeenten[gemeente]
    vooruit = ritme_vooruit(werk, beleid)
    spoedzaak = spoedzaak_van(werk, spoed) if spoed else None
    return Overleglijst(
        komend,
        geweest,
        (aanbod_van(werk, beleid, gemeente, PLANNEN),),
        tuple((een.dag.isoformat(), dag_tekst(een.dag), een.waarom) for een in vooruit),
        f"{eigen.overleg_dag}, {eigen.overleg_ritme}",
        spoedzaak.nummer if spoedzaak is not None else "",
        vandaag.strftime("%d-%m-%Y"),
    )


def komt_nog(overleg: Overleg, vandaag: date) -> bool:
    """Say whether a meeting is still to be held, or going on."""
    return overleg.staat == GEOPEND or (overleg.staat == GEPLAND and overleg.dag >= vandaag)


def staat_tekst(overleg: Overleg, stand: Overlegstand, vandaag: date) -> str:
    """What the screen calls the state of a meeting."""
    if stand.afgezegd:
        return AFGEZEGD
    if stand.niet_gehouden or (overleg.staat == GEPLAND and overleg.dag < vandaag):
        return NIET_GEHOUDEN
    return STATEN[overleg.staat] if komt_nog(overleg, vandaag) else STATEN[GESLOTEN]


def _rij(overleg: Overleg, stand: Overlegstand, aantal: int, vandaag: date) -> Overlegrij:
    komt = komt_nog(overleg, vandaag)
    termijn = termijnstand(vandaag, vandaag, overleg.dag) if komt else None
    te_laat = not komt and aantal > 0
    return Overlegrij(
        url=f"/overleg/{overleg.id.hex()}",
        datum=dag_tekst(overleg.dag),
        plek=stand.plaats,
        staat=staat_tekst(overleg, stand, vandaag),
        aantal=aantal,
        termijn=termijn.tekst if termijn else "",
        kleur="",
        soort=SOORTEN[AD_HOC] if stand.soort == AD_HOC else "",
        tijd=stand.tijd,
        let_op="Dit overleg is niet gehouden. De zaken wachten nog. Zet ze op het volgende overleg." if te_laat else "",
    )
