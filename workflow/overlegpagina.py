"""The page of one meeting: its agenda, who may be there, and what can be done now."""

from dataclasses import dataclass
from datetime import date

from workflow import overlegstand
from workflow.aanbod import Aanbod
from workflow.agendapunt import Agendapunt, agendapunt
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.deelnemers import vinkje
from workflow.lijstlog import noteer_lijst
from workflow.overlegagenda import agenda, eerste_dag, get_overleg, leidt, uitgenodigd, vandaag_van
from workflow.overleglijst import staat_tekst
from workflow.overlegstand import AD_HOC, HOE, SOORTEN, Overlegstand, agenda_dicht_op
from workflow.overlegstappen import (
    AFZEGGEN,
    DOORSCHUIVEN,
    GEOPEND,
    GEPLAND,
    GESLOTEN,
    SLUITEN,
    VERZETTEN,
    VOORZITTER,
    aanbod_van,
    voorzitters,
)
from workflow.ports import Werk
from workflow.trajectkader import Nu
from workflow.werkplektekst import gemeente_tekst
from workflow.zaak import Overleg

UITLEG = {
    GEPLAND: "De stukken gaan open als het overleg begint. Alleen wie er is, kan ze dan lezen.",
    GEOPEND: "Wie aanwezig is, kan de stukken nu lezen. Dat stopt als het overleg sluit.",
    GESLOTEN: "De deelnemers kunnen de stukken niet meer lezen.",
}


@dataclass(frozen=True)
class OverlegKop:
    """The heading of one meeting; `voorzitter` is a name or "", `regels` what happened to its day."""

    datum: str
    plek: str
    gemeente: str
    staat: str
    revisie: int
    uitleg: str
    tijd: str = ""
    soort: str = ""
    voorzitter: str = ""
    agenda_sluit: str = ""
    regels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Belofte:
    """The statement of secrecy, and whether the reader signed it ("" when not) or can now."""

    versie: str
    tekst: tuple[str, ...]
    getekend: str
    mag: bool


@dataclass(frozen=True)
class Deelnemer:
    """Somebody who may be there. `nieuw`: the chair must compare his words first; `sleutel` is the tick for them.

    `aanwezig`: he was there; `hier`: he has the key of the sitting now; `getekend` says when and how he
    signed, or ""; `leidt`: he may chair.
    """

    code: str
    naam: str
    functie: str
    aanwezig: bool
    geheimhouding: bool
    nieuw: bool = False
    woorden: str = ""
    sleutel: str = ""
    vergeleken: bool = False
    hier: bool = False
    getekend: str = ""
    weg: str = ""
    zit_voor: bool = False
    leidt: bool = False


@dataclass(frozen=True)
class Overlegpagina:
    """Everything on the page of one meeting."""

    overleg: OverlegKop
    nu: Nu | None
    deelnemers: tuple[Deelnemer, ...]
    mag_leiden: bool
    mag_openen: bool
    mag_toelaten: bool
    mag_schuiven: bool
    mag_stukken: bool
    belofte: Belofte
    stukken: tuple[Agendapunt, ...]
    aanbod: tuple[Aanbod, ...]


def overlegpagina(werk: Werk, beleid: Beleid, overleg_id: bytes) -> Overlegpagina:
    """Compose one meeting for the actor: each case that he can read is opened once (logged).

    Who can open nothing still sees names and how much there is, so the page is logged as a list first.
    Errors: NietGevonden; LogboekOnbereikbaar: nothing is shown.
    """
    overleg = get_overleg(werk, overleg_id)
    stand, voorzit = overlegstand.lees(werk, beleid, overleg), leidt(werk, overleg.gemeente)
    vandaag = vandaag_van(werk)
    begonnen = vandaag >= eerste_dag(overleg)
    mag_openen = voorzit and overleg.staat == GEPLAND and begonnen and overleg.dag >= vandaag
    binnen = werk.overleggen.in_zitting(overleg)
    mag_toelaten = voorzit and overleg.staat == GEOPEND and werk.actor.persoon_id in binnen
    deelnemers = _deelnemers(werk, beleid, overleg, stand, binnen, controleert=mag_openen or mag_toelaten)
    zaken = agenda(werk, overleg, stand.volgorde)
    aanbod = _aanbod(werk, beleid, overleg, vandaag) if voorzit else ()
    belofte = _belofte(werk, beleid, overleg, stand, deelnemers)
    kop = _kop(werk, beleid, overleg, stand, vandaag)
    nummers = [zaak.nummer for zaak in zaken]
    noteer_lijst(werk, "agenda", nummers, overleg=overleg.id.hex(), deelnemers=len(deelnemers))
    dicht_op = agenda_dicht_op(beleid, overleg, stand)
    stukken = tuple(agendapunt(werk, beleid, overleg, nr, zaak, dicht_op) for nr, zaak in enumerate(zaken, 1))
    return Overlegpagina(
        overleg=kop,
        nu=_nu(overleg, voorzit=voorzit, begonnen=begonnen, geweest=overleg.dag < vandaag),
        deelnemers=deelnemers,
        mag_leiden=voorzit,
        mag_openen=mag_openen,
        mag_toelaten=mag_toelaten,
        mag_schuiven=voorzit and overleg.staat != GESLOTEN and len(zaken) > 1,
        mag_stukken=voorzit or (werk.actor.persoon_id in binnen and any(not een.dicht for een in stukken)),
        belofte=belofte,
        stukken=stukken,
        aanbod=aanbod,
    )


def _aanbod(werk: Werk, beleid: Beleid, overleg: Overleg, vandaag: date) -> tuple[Aanbod, ...]:
    geweest = overleg.dag < vandaag
    stappen = {
        GEPLAND: (DOORSCHUIVEN,) if geweest else (VERZETTEN, AFZEGGEN, VOORZITTER),
        GEOPEND: (SLUITEN, VOORZITTER),
        GESLOTEN: (),
    }[overleg.staat]
    return tuple(aanbod_van(werk, beleid, overleg.gemeente, een) for een in stappen)


def _deelnemers(
    werk: Werk, beleid: Beleid, overleg: Overleg, stand: Overlegstand, binnen: list[bytes], *, controleert: bool
) -> tuple[Deelnemer, ...]:
    mensen, er_zijn = uitgenodigd(werk, overleg.gemeente), set(werk.overleggen.aanwezigen(overleg))
    nieuw = werk.overleggen.nieuwe_sleutels(overleg.gemeente, [een.id for een in mensen]) if controleert else {}
    namen, versie = beleid.werkplekken.rolnamen, beleid.overleg.geheimhouding.versie
    bureau, deelnemers = voorzitters(werk, overleg.gemeente), []
    for een in mensen:
        code, sleutel = een.id.hex(), nieuw.get(een.id)
        deelnemers.append(
            Deelnemer(
                code=code,
                naam=een.naam,
                functie=namen.get(een.rol, een.rol),
                aanwezig=een.id in er_zijn,
                geheimhouding=stand.heeft_getekend(code, versie),
                nieuw=sleutel is not None,
                woorden=sleutel.woorden if sleutel else "",
                sleutel=vinkje(code, sleutel) if sleutel else "",
                hier=een.id in binnen,
                getekend=_getekend(stand, code),
                weg=stand.weg.get(code, ""),
                zit_voor=stand.voorzitter == code,
                leidt=code in bureau,
            )
        )
    return tuple(deelnemers)


def _getekend(stand: Overlegstand, code: str) -> str:
    gezet = stand.tekenen.get(code)
    if gezet is None:
        return ""
    return f"{HOE[gezet.hoe]} op {dag_kort(date.fromisoformat(gezet.dag))}, versie {gezet.versie}"


def _belofte(
    werk: Werk, beleid: Beleid, overleg: Overleg, stand: Overlegstand, deelnemers: tuple[Deelnemer, ...]
) -> Belofte:
    tekst, wie = beleid.overleg.geheimhouding, werk.actor.persoon_id
    code = wie.hex() if wie is not None else ""
    getekend = _getekend(stand, code) if stand.heeft_getekend(code, tekst.versie) else ""
    genodigd = any(een.code == code for een in deelnemers)
    return Belofte(tekst.versie, tekst.tekst, getekend, genodigd and not getekend and overleg.staat != GESLOTEN)


def _kop(werk: Werk, beleid: Beleid, overleg: Overleg, stand: Overlegstand, vandaag: date) -> OverlegKop:
    redenen = beleid.overleg.redenen
    regels = [
        f"Dit overleg was eerst op {dag_tekst(date.fromisoformat(dag))}. {redenen.get(reden, reden)}."
        for dag, reden in stand.verzet
    ]
    if stand.afgezegd:
        regels.append(f"Dit overleg is afgezegd. {redenen.get(stand.afgezegd, stand.afgezegd)}.")
    if stand.niet_gehouden:
        regels.append("Dit overleg is niet gehouden. De zaken gingen naar het volgende overleg.")
    dicht = agenda_dicht_op(beleid, overleg, stand)
    return OverlegKop(
        datum=dag_tekst(overleg.dag),
        plek=stand.plaats,
        gemeente=gemeente_tekst(beleid, overleg.gemeente),
        staat=staat_tekst(overleg, stand, vandaag),
        revisie=overleg.revisie,
        uitleg="" if stand.afgezegd or stand.niet_gehouden else UITLEG[overleg.staat],
        tijd=stand.tijd,
        soort=SOORTEN[AD_HOC] if stand.soort == AD_HOC else "",
        voorzitter=voorzitters(werk, overleg.gemeente).get(stand.voorzitter, ""),
        agenda_sluit=dag_tekst(dicht) if dicht is not None and overleg.staat == GEPLAND else "",
        regels=tuple(regels),
    )


def _nu(overleg: Overleg, *, voorzit: bool, begonnen: bool, geweest: bool) -> Nu | None:
    if not voorzit or overleg.staat == GESLOTEN:
        return None
    if overleg.staat == GEPLAND and geweest:
        return Nu("Dit overleg is niet gehouden", "Zet de zaken op het volgende overleg.")
    if overleg.staat == GEPLAND and not begonnen:
        return Nu("Bereid het overleg voor", f"Je kunt het openen vanaf {dag_tekst(eerste_dag(overleg))}.")
    if overleg.staat == GEPLAND:
        return Nu("Open het overleg als iedereen er is", "Vink aan wie er is en wie heeft getekend.")
    return Nu("Het overleg is open", "Leg per zaak het besluit vast. Sluit daarna het overleg.")
