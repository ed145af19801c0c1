"""The page of one meeting: its agenda, who may be there, and what can be done now."""

from dataclasses import dataclass

from workflow.aanbod import Aanbod
from workflow.agendapunt import Agendapunt, agendapunt
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.deelnemers import vinkje
from workflow.lijstlog import noteer_lijst
from workflow.overlegzitting import (
    GEOPEND,
    GEPLAND,
    GESLOTEN,
    SLUITEN,
    STATEN,
    agenda,
    eerste_dag,
    get_overleg,
    leidt,
    uitgenodigd,
)
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
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
    """The heading of one meeting."""

    datum: str
    plek: str
    gemeente: str
    staat: str
    revisie: int
    uitleg: str


@dataclass(frozen=True)
class Deelnemer:
    """Somebody who may be there. `nieuw`: the chair must compare his words first; `sleutel` is the tick for them."""

    code: str
    naam: str
    functie: str
    aanwezig: bool
    geheimhouding: bool
    nieuw: bool = False
    woorden: str = ""
    sleutel: str = ""
    vergeleken: bool = False


@dataclass(frozen=True)
class Overlegpagina:
    """Everything on the page of one meeting."""

    overleg: OverlegKop
    nu: Nu | None
    deelnemers: tuple[Deelnemer, ...]
    mag_leiden: bool
    mag_openen: bool
    stukken: tuple[Agendapunt, ...]
    aanbod: tuple[Aanbod, ...]


def overlegpagina(werk: Werk, beleid: Beleid, overleg_id: bytes) -> Overlegpagina:
    """Compose one meeting for the actor: each case that he can read is opened once (logged).

    Who can open nothing still sees names and how much there is, so the page is logged as a list first.
    Errors: NietGevonden; LogboekOnbereikbaar: nothing is shown.
    """
    overleg = get_overleg(werk, overleg_id)
    voorzit = leidt(werk, overleg.gemeente)
    begonnen = werk.nu.astimezone(TIJDZONE).date() >= eerste_dag(overleg)
    mag_openen = voorzit and overleg.staat == GEPLAND and begonnen
    deelnemers = _deelnemers(werk, beleid, overleg, controleert=mag_openen)
    zaken = agenda(werk, overleg)
    nummers = [zaak.nummer for zaak in zaken]
    noteer_lijst(werk, "agenda", nummers, overleg=overleg.id.hex(), deelnemers=len(deelnemers))
    stukken = [agendapunt(werk, beleid, overleg, nr, zaak) for nr, zaak in enumerate(zaken, 1)]
    return Overlegpagina(
        overleg=_kop(beleid, overleg),
        nu=_nu(overleg, voorzit=voorzit, begonnen=begonnen),
        deelnemers=deelnemers,
        mag_leiden=voorzit,
        mag_openen=mag_openen,
        stukken=tuple(stukken),
        aanbod=(Aanbod(SLUITEN, {}),) if voorzit and overleg.staat == GEOPEND else (),
    )


def _deelnemers(werk: Werk, beleid: Beleid, overleg: Overleg, *, controleert: bool) -> tuple[Deelnemer, ...]:
    mensen, er_zijn = uitgenodigd(werk, overleg.gemeente), set(werk.overleggen.aanwezigen(overleg))
    nieuw = werk.overleggen.nieuwe_sleutels(overleg.gemeente, [een.id for een in mensen]) if controleert else {}
    namen = beleid.werkplekken.rolnamen
    deelnemers = []
    for een in mensen:
        code, sleutel = een.id.hex(), nieuw.get(een.id)
        deelnemers.append(
            Deelnemer(
                code=code,
                naam=een.naam,
                functie=namen.get(een.rol, een.rol),
                aanwezig=een.id in er_zijn,
                geheimhouding=een.id in er_zijn,
                nieuw=sleutel is not None,
                woorden=sleutel.woorden if sleutel else "",
                sleutel=vinkje(code, sleutel) if sleutel else "",
            )
        )
    return tuple(deelnemers)


def _kop(beleid: Beleid, overleg: Overleg) -> OverlegKop:
    return OverlegKop(
        datum=dag_tekst(overleg.dag),
        plek=beleid.gemeenten[overleg.gemeente].overleg_plaats,
        gemeente=gemeente_tekst(beleid, overleg.gemeente),
        staat=STATEN[overleg.staat],
        revisie=overleg.revisie,
        uitleg=UITLEG[overleg.staat],
    )


def _nu(overleg: Overleg, *, voorzit: bool, begonnen: bool) -> Nu | None:
    if not voorzit or overleg.staat == GESLOTEN:
        return None
    if overleg.staat == GEPLAND and not begonnen:
        return Nu("Bereid het overleg voor", f"Je kunt het openen vanaf {dag_tekst(eerste_dag(overleg))}.")
    if overleg.staat == GEPLAND:
        return Nu("Open het overleg als iedereen er is", "Vink aan wie er is en wie heeft getekend.")
    return Nu("Het overleg is open", "Leg per zaak het besluit vast. Sluit daarna het overleg.")
