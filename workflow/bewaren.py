"""Retention: what a case and its parts have left, the announcement a week before, and what came in since.

A case goes in two acts. On its day it is *voorgenomen* (announced to its aandachtsfunctionaris); a week later the
planner destroys it (`storage.vernietigen`), and nobody needs to confirm. What changed in between stops it.
"""

import hashlib
import logging
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from workflow import dagmelding, vasthouden
from workflow.afschermen import leden
from workflow.beleid import Beleid
from workflow.bewaarklassen import IDENT, KOLOM, MELDER, ZAAK
from workflow.bewaarstand import (
    VOORGENOMEN,
    dag_van,
    eis_geheel,
    stand,
    vernietigd_op,
    vervallen,
    zonder_voornemen,
)
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.ladders import Trede
from workflow.nevenklokken import zet_bewaarklok
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE, Moment
from workflow.tik import Klokwerk
from workflow.zaak import Persoon, Zaak

log = logging.getLogger(__name__)
BIJGEKOMEN = "bewaren_bijgekomen"
VOOR_AF = {VOORGENOMEN: "bewaren_voorgenomen", BIJGEKOMEN: "bewaren_bijgekomen"}
ALLE = 100_000
DELEN = {ZAAK: "De hele zaak", IDENT: "De namen en het signaal", MELDER: "De gegevens van de melder"}
NOG_BEZIG = "Deze zaak is nog niet klaar. Sluit de zaak eerst af."
VASTGEHOUDEN = "Deze zaak wordt vastgehouden. Beëindig dat eerst."


# -- announcing


def voorneem(werk: Werk, beleid: Beleid, zaak: Zaak, url: str = "") -> Zaak:
    """Announce what of a case is due and was not announced yet; the caller commits. Out: the stored case."""
    vandaag = _vandaag(werk)
    gemeld = dict(zaak.kenmerken.get(VOORGENOMEN, {}))
    nieuw = [deel for deel in vervallen(zaak, vandaag) if deel not in gemeld]
    if not nieuw or zaak.vasthouden:
        return zaak
    nu = {"dag": vandaag.isoformat(), **stand(werk, zaak)}
    zaak = replace(zaak, kenmerken={**zaak.kenmerken, VOORGENOMEN: gemeld | dict.fromkeys(nieuw, nu)})
    zaak = werk.zaken.bewaar(zaak)
    meld_af(werk, beleid, zaak, VOORGENOMEN, vernietigd_op(beleid, vandaag, zaak.houder), url)
    werk.log("vernietiging_voorgenomen", zaak, delen=nieuw)
    return zaak


def stel_uit(werk: Werk, beleid: Beleid, zaak: Zaak, deel: str, url: str = "") -> Zaak:
    """Something came in after the announcement: back to the aandachtsfunctionaris, with a new term.

    The caller commits. Out: the stored case.
    """
    nieuwe_dag = beleid.klokken.kalender.plus(_vandaag(werk), beleid.klokken.termijnen[BIJGEKOMEN], zaak.houder)
    wissel: dict[str, Any] = {KOLOM[deel]: nieuwe_dag}
    zaak = werk.zaken.bewaar(replace(zonder_voornemen(zaak, (deel,)), **wissel))
    zet_bewaarklok(werk, beleid, zaak)
    meld_af(werk, beleid, zaak, BIJGEKOMEN, nieuwe_dag, url)
    werk.log("vernietiging_bijgekomen", zaak, deel=deel)
    return zaak


def wis_vervroegd(werk: Werk, beleid: Beleid, zaak: Zaak, grond: str) -> Zaak:
    """Erase a case before its day (AVG 17), along the normal path: announced today, destroyed a week later.

    In: `grond`, a code or a number, never a name. The caller commits. Out: the stored case.
    Errors: StapGeweigerd for a case that goes on or that is held.
    """
    eis_wisbaar(werk, zaak)
    zaak = werk.zaken.bewaar(replace(zonder_voornemen(zaak), vernietig_op=_vandaag(werk)))
    zet_bewaarklok(werk, beleid, zaak)
    werk.log("vernietigen_vervroegd", zaak, grond=grond)
    return voorneem(werk, beleid, zaak)


def eis_wisbaar(werk: Werk, zaak: Zaak) -> None:
    """A case can be erased when it has ended and nobody holds it. Errors: StapGeweigerd."""
    route = werk.route(zaak.route, zaak.route_hash)
    if not route.is_eind(zaak.staat):
        raise StapGeweigerd([NOG_BEZIG])
    if zaak.vasthouden:
        raise StapGeweigerd([VASTGEHOUDEN])
    eis_geheel(zaak)


def meld_af(werk: Werk, beleid: Beleid, zaak: Zaak, wat: str, dag: date, url: str) -> None:
    """Tell who works on a case at most once a day, however many cases have the same news."""
    vandaag = _vandaag(werk)
    mensen = leden(werk, zaak, f"af.{zaak.houder}")
    for persoon in [een for een in mensen if not een.waarneemt] or mensen:
        meld_een(werk, beleid, persoon, VOOR_AF[wat], dag, vandaag, url)


def meld_een(werk: Werk, beleid: Beleid, persoon: Persoon, bericht: str, einde: date, vandaag: date, url: str) -> None:
    """Put one message for one person in the outbox, once a day for each kind."""
    kenmerk = hashlib.sha256(f"{bericht} {vandaag} ".encode() + persoon.id).digest()[:16]
    trede = Trede(1, Moment(vandaag), persoon.rol, bericht)
    dagmelding.meld(werk, beleid, kenmerk, "bewaren", trede, [persoon], einde, url)


def _vandaag(werk: Werk) -> date:
    return werk.nu.astimezone(TIJDZONE).date()


# -- once a day


def dagelijks(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str = "") -> int:
    """Announce what has come to its day, and let holds end that have come to theirs. Out: how many."""
    with klokwerk() as werk:
        lijst = [een for een in werk.zaken.vervalt(vandaag, aantal=ALLE) if not een.vasthouden]
    gedaan = 0
    for zaak in lijst:
        if set(vervallen(zaak, vandaag)) <= set(zaak.kenmerken.get(VOORGENOMEN, {})):
            continue
        try:
            with klokwerk() as werk:
                voorneem(werk, beleid, werk.zaken.get(zaak.id), url)
                werk.bevestig()
            gedaan += 1
        except NietGevonden:
            continue
        except Exception as fout:  # one case that fails must not keep the others
            log.error("announcing %s failed: %s", zaak.id.hex(), type(fout).__name__)
    return gedaan + vasthouden.dagelijks(klokwerk, beleid, vandaag, url)


def meld_stilstand(klokwerk: Klokwerk, beleid: Beleid, sinds: date, url: str = "") -> int:
    """Tell every beheerder and every FG, once a day, that the destruction has not run. Out: how many messages."""
    gemeld = 0
    with klokwerk() as werk:
        vandaag = _vandaag(werk)
        kenmerk = hashlib.sha256(f"stilstand {vandaag}".encode()).digest()[:16]
        mensen = [
            een for tenant in beleid.tenants for rol in ("beheerder", "fg") for een in werk.mensen.van_rol(rol, tenant)
        ]
        trede = Trede(1, Moment(vandaag), "beheerder", "vernietigen_stil")
        if dagmelding.meld(werk, beleid, kenmerk, "bewaren", trede, mensen, sinds, url):
            gemeld = len(mensen)
        werk.bevestig()
    return gemeld


def binnenkort(werk: Werk, vandaag: date, dagen: int, aantal: int = 1000) -> list[Zaak]:
    """Cases of which something falls due within so many days, as the actor may see them; soonest first."""
    lijst = werk.zaken.vervalt(vandaag + timedelta(days=dagen), aantal=aantal)
    return sorted(lijst, key=lambda een: (eerste_dag(een), een.nummer))


def eerste_dag(zaak: Zaak) -> date:
    """The soonest of the days of a case."""
    return min((dag for deel in KOLOM if (dag := dag_van(zaak, deel)) is not None), default=date.max)
