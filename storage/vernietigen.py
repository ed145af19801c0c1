"""Destruction: the one path along which a case, or a part of it, goes for good, with a certificate in the log.

Everything that could be read goes first, in one commit, and the case then says that it is under way; the vault goes
after; the write-ahead logs are emptied; the register is written (`storage.vernietigregister`); and only then the rest
of the rows and the certificate, in one commit. It can be broken off anywhere: the next run goes on.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import vernietigregister, vernietigrijen
from storage.repositories.zegel import BESCHADIGD
from storage.tables.klok import BerichtRij
from storage.tables.kluis import KluisRij, TokenRij
from storage.tables.zaken import KluisverwijzingRij
from storage.unit_of_work import GEEN_SLEUTELS, Eenheid
from storage.vernietigregister import Register
from workflow import bewaren
from workflow.actor import klok
from workflow.bewaarklassen import KOLOM, ZAAK
from workflow.bewaarstand import AL_WEG, ONDERWEG, aan_de_beurt, is_bijgekomen, klasse_van, vervallen, zonder_voornemen
from workflow.fouten import Beschadigd, NietGevonden
from workflow.termijnen import TIJDZONE
from workflow.vasthouden import merk as nummermerk
from workflow.vernietigingen import noteer_certificaat, noteer_fout, opgegeven
from workflow.zaak import Zaak

if TYPE_CHECKING:
    from storage.installatie import Installatie

log = logging.getLogger(__name__)
VERWEESD_NA = timedelta(days=1)
# A message that can't be delivered holds an address; after this long it has no use any more.
BERICHT_NA = timedelta(days=30)
PER_KEER, PER_RONDE = 500, 200
HARTSLAG, WACHT = "vernietig_hartslag", "vernietig_wacht"
CONTROLE = "wal_checkpoint(TRUNCATE) op zaken en kluis"


@dataclass(frozen=True)
class Doel:
    """What is to be destroyed: a whole case, or one part of it."""

    zaak_id: bytes
    deel: str


def vernietig(huis: "Installatie", nu: datetime) -> int:
    """Destroy what was announced a week ago and is neither held nor changed since. No key of a desk is needed.

    In: the moment on the clock of the routes. Out: how many certificates were given. That it ran is kept on the real
    clock, also when nothing was due. What fails for one case is counted for that case and leaves the others alone.
    """
    vandaag = nu.astimezone(TIJDZONE).date()
    gedaan = wacht = 0
    doelen = _doelen(huis, nu, vandaag)
    for begin in range(0, len(doelen), PER_RONDE):
        klaar, open_ = _ronde(huis, nu, doelen[begin : begin + PER_RONDE])
        gedaan, wacht = gedaan + klaar, wacht + open_
    huis.noteer(WACHT, str(wacht))
    huis.noteer(HARTSLAG, huis.echte_tijd().isoformat(timespec="seconds"))
    return gedaan


def eenheid(huis: "Installatie", nu: datetime) -> Eenheid:
    """A unit of work of the clock in which rows may be deleted past the repositories."""
    return Eenheid(huis, klok(), GEEN_SLEUTELS, nu)


def _doelen(huis: "Installatie", nu: datetime, vandaag: date) -> list[Doel]:
    """What is to go today; what changed since its announcement is put off here."""
    werk = eenheid(huis, nu)
    try:
        lijst, moe = werk.zaken.vervalt(vandaag, aantal=bewaren.ALLE), opgegeven(werk)
    finally:
        werk.sluit()
    gevonden: list[Doel] = []
    for zaak in lijst:
        if zaak.id not in moe:
            gevonden += _van_zaak(huis, nu, zaak, vandaag)
    return gevonden


def _van_zaak(huis: "Installatie", nu: datetime, zaak: Zaak, vandaag: date) -> list[Doel]:
    if zaak.kenmerken.get(BESCHADIGD):
        # Somebody wrote past the product: its days are not to be believed. It is shown, and left as it is.
        _mislukt(huis, nu, Doel(zaak.id, ZAAK), Beschadigd(), zaak.houder)
        return []
    if ONDERWEG in zaak.kenmerken:
        return [Doel(zaak.id, str(zaak.kenmerken[ONDERWEG]["deel"]))]
    if zaak.vasthouden:
        return []
    return [Doel(zaak.id, deel) for deel in aan_de_beurt(huis.beleid, zaak, vandaag) if _mag(huis, nu, zaak, deel)]


def _mag(huis: "Installatie", nu: datetime, zaak: Zaak, deel: str) -> bool:
    """False for what was added to since its announcement: that goes back to the aandachtsfunctionaris."""
    werk = eenheid(huis, nu)
    try:
        zaak = werk.zaken.get(zaak.id)
        if not is_bijgekomen(werk, zaak, deel):
            return True
        bewaren.stel_uit(werk, huis.beleid, zaak, deel, huis.settings.basis_url)
        werk.bevestig()
    except Exception as fout:  # one case that fails must not keep the others
        _mislukt(huis, nu, Doel(zaak.id, deel), fout, zaak.houder)
    finally:
        werk.sluit()
    return False


def _ronde(huis: "Installatie", nu: datetime, doelen: list[Doel]) -> tuple[int, int]:
    """Out: how many certificates, and how many wait because somebody still reads the old pages."""
    weg = [doel for doel in doelen if _probeer(huis, nu, doel, maak_onleesbaar)]
    leeg_kluis(huis, [doel.zaak_id for doel in weg if _raakt_kluis(huis, doel)])
    if not leeg_wals(huis):
        return 0, len(weg)
    merken = [een for doel in weg for een in _merken(huis, nu, doel)]
    register = vernietigregister.voeg_toe(huis, merken, nu.astimezone(TIJDZONE).date())
    klaar = sum(_probeer(huis, nu, doel, partial(ruim_op, register=register)) for doel in weg)
    leeg_wals(huis)
    return klaar, 0


def _probeer(huis: "Installatie", nu: datetime, doel: Doel, doe: Any) -> bool:
    try:
        return bool(doe(huis, nu, doel))
    except NietGevonden:
        # Another planner was first.
        return False
    except Exception as fout:  # one case that fails must not keep the others
        _mislukt(huis, nu, doel, fout)
        return False


def _mislukt(huis: "Installatie", nu: datetime, doel: Doel, fout: Exception, houder: str = "") -> None:
    log.error("destruction of %s (%s) failed: %s", doel.zaak_id.hex(), doel.deel, type(fout).__name__)
    werk = eenheid(huis, nu)
    try:
        noteer_fout(werk, doel.zaak_id, doel.deel, type(fout).__name__, houder or werk.zaken.get(doel.zaak_id).houder)
        werk.bevestig()
    except NietGevonden:
        return
    finally:
        werk.sluit()


def _raakt_kluis(huis: "Installatie", doel: Doel) -> bool:
    return doel.deel == ZAAK or huis.beleid.klokken.klassen[doel.deel].kluis


def maak_onleesbaar(huis: "Installatie", nu: datetime, doel: Doel) -> bool:
    """The first act: no key and no document of it is left, and the case knows what went. Out: True."""
    werk = eenheid(huis, nu)
    try:
        zaak = werk.zaken.get(doel.zaak_id)
        if ONDERWEG in zaak.kenmerken:
            return True
        if zaak.vasthouden or doel.deel not in vervallen(zaak, werk.vandaag):
            # Held or opened again since the list was made.
            return False
        klasse = None if doel.deel == ZAAK else huis.beleid.klokken.klassen[doel.deel]
        weg = vernietigrijen.wis_leesbaar(werk.sessie, zaak.id, klasse)
        gegevens = {"deel": doel.deel, "aantallen": weg.aantallen, "merken": weg.merken}
        werk.zaken.bewaar(replace(zaak, kenmerken={**zaak.kenmerken, ONDERWEG: gegevens}))
        werk.log(
            "vernietigen",
            None,
            bij=zaak.houder,
            zaak=vernietigregister.merk(vernietigregister.ZAAK, zaak.id),
            deel=doel.deel,
            vernietigd=weg.documenten,
        )
        werk.bevestig()
    finally:
        werk.sluit()
    return True


def _merken(huis: "Installatie", nu: datetime, doel: Doel) -> list[str]:
    werk = eenheid(huis, nu)
    try:
        return list(werk.zaken.get(doel.zaak_id).kenmerken[ONDERWEG]["merken"])
    except NietGevonden:
        return []
    finally:
        werk.sluit()


def ruim_op(huis: "Installatie", nu: datetime, doel: Doel, register: Register) -> bool:
    """The last act: what only says that there was a case goes, and the certificate comes, in one commit."""
    werk = eenheid(huis, nu)
    try:
        zaak = werk.zaken.get(doel.zaak_id)
        if ONDERWEG not in zaak.kenmerken:
            return False
        gegevens = zaak.kenmerken[ONDERWEG]
        klasse = klasse_van(huis.beleid, werk.route(zaak.route, zaak.route_hash), zaak, doel.deel)
        aantallen = dict(gegevens["aantallen"])
        if doel.deel == ZAAK:
            aantallen |= vernietigrijen.wis_rest(werk, zaak)
        else:
            _zonder_deel(werk, zaak, doel.deel)
        certificaat = {
            "zaak": vernietigregister.merk(vernietigregister.ZAAK, zaak.id),
            "deel": doel.deel,
            "klasse": klasse.naam,
            "termijn": str(klasse.termijn),
            "bron": klasse.bron,
            "dag": werk.vandaag.isoformat(),
            "aantallen": aantallen,
            "register": register.nr,
            "controle": CONTROLE,
        }
        nummer = werk.nieuw_nummer("VC")
        noteer_certificaat(werk, zaak.houder, nummer, certificaat, nummermerk(zaak.nummer) if doel.deel == ZAAK else "")
        vernietigregister.noteer_stand(werk.sessie, register)
        werk.log("vernietigd", None, bij=zaak.houder, certificaat=nummer, **certificaat)
        werk.bevestig()
    finally:
        werk.sluit()
    return True


def _zonder_deel(werk: Eenheid, zaak: Zaak, deel: str) -> None:
    """The case goes on without this part, and says since when."""
    wissel: dict[str, Any] = {KOLOM[deel]: None}
    zaak = zonder_voornemen(replace(zaak, **wissel), (deel,))
    kenmerken = {naam: waarde for naam, waarde in zaak.kenmerken.items() if naam != ONDERWEG}
    kenmerken[AL_WEG] = {**kenmerken.get(AL_WEG, {}), deel: werk.vandaag.isoformat()}
    werk.zaken.bewaar(replace(zaak, kenmerken=kenmerken))


def leeg_kluis(huis: "Installatie", zaken: list[bytes]) -> None:
    """Take all vault rows and match tokens of these cases away."""
    with Session(huis.kluis_engine) as kluis:
        kluis.info["gemeente"] = "*"
        for zaak_id in zaken:
            for tabel in vernietigrijen.IN_KLUIS:
                kluis.execute(delete(tabel).where(tabel.zaak_id == zaak_id))
        kluis.commit()


def leeg_wals(huis: "Installatie") -> bool:
    """Write the logs of both databases back and cut them to nothing. Out: False when somebody was still reading."""
    leeg = [vernietigrijen.leeg_wal(engine) for engine in (huis.engine, huis.kluis_engine)]
    return all(leeg)


# -- what was left behind


def veeg_berichten(huis: "Installatie", nu: datetime) -> int:
    """Remove messages that could not be delivered for a month: an address of a reporter must not outlive his case.

    Out: how many went.
    """
    grens = nu.astimezone(TIJDZONE).date() - BERICHT_NA
    with huis.alles() as sessie:
        weg = list(sessie.scalars(select(BerichtRij.id).where(BerichtRij.dag < grens)).all())
        for begin in range(0, len(weg), PER_KEER):
            sessie.execute(delete(BerichtRij).where(BerichtRij.id.in_(weg[begin : begin + PER_KEER])))
        sessie.commit()
    return len(weg)


def veeg_kluis(huis: "Installatie", nu: datetime) -> int:
    """Remove vault rows that no case refers to: what a crash between the two commits left behind.

    A vault row only knows its day, so a row counts as left behind from the day after the next one.
    Out: how many rows went.
    """
    grens = nu.astimezone(TIJDZONE).date() - VERWEESD_NA
    with Session(huis.kluis_engine) as kluis:
        kluis.info["gemeente"] = "*"
        oud = list(kluis.scalars(select(KluisRij.id).where(KluisRij.dag < grens)).all())
        wees = set(oud) - _bekend(huis, oud)
        for kluis_id in wees:
            kluis.execute(delete(KluisRij).where(KluisRij.id == kluis_id))
            kluis.execute(delete(TokenRij).where(TokenRij.kluis_id == kluis_id))
        kluis.commit()
    return len(wees)


def _bekend(huis: "Installatie", ids: list[bytes]) -> set[bytes]:
    bekend: set[bytes] = set()
    with huis.alles() as sessie:
        for begin in range(0, len(ids), PER_KEER):
            deel = ids[begin : begin + PER_KEER]
            vraag = select(KluisverwijzingRij.kluis_id).where(KluisverwijzingRij.kluis_id.in_(deel))
            bekend.update(sessie.scalars(vraag).all())
    return bekend
