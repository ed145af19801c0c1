"""At every start: what the register says was destroyed, and is there all the same, is destroyed again.

An old backup that was put back brings destroyed cases with it. Nothing is served before they have gone once more, also
when they were held or in use at the time of the backup: each line of the register is vouched for by the chain of audit
keys. Only of a part (names, reporter) of a case that is held or in use now must somebody look first: `/gereed` is red.
"""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import vernietigregister, vernietigrijen
from storage.tables.zaken import KluisverwijzingRij, ZaakRij
from storage.unit_of_work import GEEN_SLEUTELS, Eenheid
from storage.vernietigen import WACHT, Doel, leeg_kluis, leeg_wals, ruim_op
from storage.vernietigregister import ALARM, KLUIS, Register, merk
from workflow.actor import klok
from workflow.bewaarstand import ONDERWEG
from workflow.fouten import DomeinFout, NietGevonden

if TYPE_CHECKING:
    from storage.installatie import Installatie

log = logging.getLogger(__name__)
REGIO = "regio"


def bij_start(huis: "Installatie") -> int:
    """Compare the register with the databases and destroy again what came back. Out: how many things.

    Errors: RegisterFout when the file is damaged or holds less than the database knows: then nothing may start.
    """
    register, gelijk = vernietigregister.lees_en_vergelijk(huis)
    if not register.nr:
        return 0
    blijft = _blijft(huis, register)
    terug = _kluis(huis, register, blijft)
    if not gelijk or blijft or (huis.lees_feit(ALARM) or "0") != "0":
        terug += _zaken(huis, register, blijft)
        huis.noteer(ALARM, str(len(blijft)))
    if blijft:
        log.error("parts of %s cases that are held or in use stand in the register: they were left alone", len(blijft))
    if terug:
        log.error("%s destroyed things had come back and were destroyed again: was a backup put back?", terug)
        if not leeg_wals(huis):
            # Nobody can open it any more, but the bytes are there until the last reader of the old pages is done.
            huis.noteer(WACHT, str(terug))
    return terug


def _eenheid(huis: "Installatie", nu: datetime) -> Eenheid:
    return Eenheid(huis, klok(), GEEN_SLEUTELS, nu)


def _blijft(huis: "Installatie", register: Register) -> set[bytes]:
    """Cases of which only a part was destroyed and that are held, or not at an end: those only raise the alarm."""
    with huis.alles() as sessie:
        geheel = set(vernietigrijen.zaken_uit(sessie, register.vernietigd))
        geraakt = {een for een, _ in vernietigrijen.delen_uit(sessie, register.vernietigd)}
        verwijzingen = sessie.execute(select(KluisverwijzingRij.zaak_id, KluisverwijzingRij.kluis_id))
        geraakt |= {een for een, rij in verwijzingen if merk(KLUIS, rij) in register.vernietigd}
    werk = _eenheid(huis, huis.nu())
    try:
        return {een for een in geraakt - geheel if _in_gebruik(werk, een)}
    finally:
        werk.sluit()


def _in_gebruik(werk: Eenheid, zaak_id: bytes) -> bool:
    try:
        zaak = werk.zaken.get(zaak_id)
        # What was under way when the process stopped was at its end before, and is finished.
        if ONDERWEG in zaak.kenmerken:
            return False
        return zaak.vasthouden or not werk.route(zaak.route, zaak.route_hash).is_eind(zaak.staat)
    except NietGevonden:
        return False
    except (DomeinFout, LookupError):
        # What can't be understood is not to be destroyed either.
        return True


def _kluis(huis: "Installatie", register: Register, blijft: set[bytes]) -> int:
    with huis.alles() as sessie:
        vraag = select(KluisverwijzingRij.kluis_id).where(KluisverwijzingRij.zaak_id.in_(blijft))
        behalve = set(sessie.scalars(vraag))
    with Session(huis.kluis_engine) as kluis:
        kluis.info["gemeente"] = "*"
        aantal = vernietigrijen.wis_kluis_uit(kluis, register.vernietigd, behalve)
        kluis.commit()
    return aantal


def _zaken(huis: "Installatie", register: Register, blijft: set[bytes]) -> int:
    """The cases and compartments of an older database, and what a run that was broken off had not finished."""
    with huis.alles() as sessie:
        zaken = [een for een in vernietigrijen.zaken_uit(sessie, register.vernietigd) if een not in blijft]
        delen = [een for een in vernietigrijen.delen_uit(sessie, register.vernietigd) if een[0] not in blijft]
    nu = huis.nu()
    terug = 0
    for zaak_id in zaken:
        terug += 0 if _maak_af(huis, nu, zaak_id, register) else _zaak_weg(huis, nu, zaak_id)
    leeg_kluis(huis, zaken)
    delen = [een for een in delen if een[0] not in set(zaken)]
    werk = _eenheid(huis, nu)
    try:
        weg = vernietigrijen.wis_compartimenten(werk.sessie, delen)
        vernietigregister.noteer_stand(werk.sessie, register)
        if delen:
            werk.log("vernietigd_na_herstel", None, bij=REGIO, delen=len(delen), vernietigd=weg)
        werk.bevestig()
    finally:
        werk.sluit()
    return terug + len(delen)


def _maak_af(huis: "Installatie", nu: datetime, zaak_id: bytes, register: Register) -> bool:
    """Finish what was under way when the process stopped: it still gets its one certificate. Out: False for others."""
    werk = _eenheid(huis, nu)
    try:
        zaak = werk.zaken.get(zaak_id)
    except NietGevonden:
        return True
    finally:
        werk.sluit()
    if ONDERWEG not in zaak.kenmerken:
        return False
    try:
        ruim_op(huis, nu, Doel(zaak_id, zaak.kenmerken[ONDERWEG]["deel"]), register)
    except NietGevonden:
        return True
    return True


def _zaak_weg(huis: "Installatie", nu: datetime, zaak_id: bytes) -> int:
    """One case that came back: whatever its row says now, it goes. Its certificate was given before."""
    werk = _eenheid(huis, nu)
    try:
        rij = werk.sessie.scalar(select(ZaakRij).where(ZaakRij.id == zaak_id))
        if rij is None:
            return 0
        zaak = werk.zaken.get(zaak_id)
        weg = vernietigrijen.wis_leesbaar(werk.sessie, zaak_id, None)
        aantallen = weg.aantallen | vernietigrijen.wis_rest(werk, zaak)
        hash_ = merk(vernietigregister.ZAAK, zaak_id)
        werk.log(
            "vernietigd_na_herstel", None, bij=rij.houder, zaak=hash_, vernietigd=weg.documenten, aantallen=aantallen
        )
        werk.bevestig()
    finally:
        werk.sluit()
    return 1
