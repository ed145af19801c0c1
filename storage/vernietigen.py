"""Destruction: a case whose time is over goes, wraps first and vault after, and the log gets a certificate."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from storage.tables.klok import AfgegaanRij, TimerRij
from storage.tables.kluis import KluisRij
from storage.tables.zaken import (
    CompartimentRij,
    DocumentRij,
    InstemmingRij,
    KluisverwijzingRij,
    PrivacycheckRij,
    TrajectRij,
    VolgRij,
    WrapRij,
    ZaakRij,
)
from storage.unit_of_work import GEEN_SLEUTELS, Eenheid
from workflow.actor import klok
from workflow.termijnen import TIJDZONE

if TYPE_CHECKING:
    from storage.installatie import Installatie

TERMIJN = "vernietigen_na_voornemen"
# What can be read goes first, so that an interrupted destruction never leaves a key without its case.
LEESBAAR = (WrapRij, DocumentRij, CompartimentRij, VolgRij)
OVERIG = (TimerRij, AfgegaanRij, InstemmingRij, PrivacycheckRij, KluisverwijzingRij, TrajectRij)
VERWEESD_NA = timedelta(days=1)
PER_KEER = 500


def vernietig(huis: "Installatie", nu: datetime) -> int:
    """Destroy all cases whose day of destruction lies seven days back and that nobody holds.

    In: the moment on the clock of the routes. Out: how many got their certificate. No key of a desk is needed.
    It can be broken off anywhere: the next call goes on. The certificate is logged only after the bytes have left
    the write-ahead logs of SQLite.
    """
    vandaag = nu.astimezone(TIJDZONE).date()
    zaken = _aan_de_beurt(huis, vandaag)
    for zaak_id in zaken:
        _maak_onleesbaar(huis, zaak_id, nu)
    if not zaken or not all(_leeg_wal(engine) for engine in (huis.engine, huis.kluis_engine)):
        return 0
    for zaak_id in zaken:
        _ruim_op(huis, zaak_id, nu)
    _leeg_wal(huis.engine)
    return len(zaken)


def _eenheid(huis: "Installatie", nu: datetime) -> Eenheid:
    return Eenheid(huis, klok(), GEEN_SLEUTELS, nu)


def _aan_de_beurt(huis: "Installatie", vandaag: date) -> list[bytes]:
    kalender, termijn = huis.beleid.kalender, huis.beleid.klokken.bewaren[TERMIJN]
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        rijen = sessie.execute(
            select(ZaakRij.id, ZaakRij.vernietig_op).where(ZaakRij.vernietig_op <= vandaag, ~ZaakRij.vasthouden)
        ).all()
    return [zaak_id for zaak_id, dag in rijen if dag is not None and kalender.plus(dag, termijn) <= vandaag]


def _maak_onleesbaar(huis: "Installatie", zaak_id: bytes, nu: datetime) -> None:
    werk = _eenheid(huis, nu)
    try:
        zaak = werk.zaken.get(zaak_id)
        weg = [een.hex() for een in werk.sessie.scalars(select(DocumentRij.id).where(DocumentRij.zaak_id == zaak_id))]
        for tabel in LEESBAAR:
            werk.sessie.execute(delete(tabel).where(tabel.zaak_id == zaak_id))
        werk.log("vernietigen", zaak, vernietigd=weg)
        werk.bevestig()
    finally:
        werk.sluit()
    with Session(huis.kluis_engine) as kluis:
        kluis.info["gemeente"] = "*"
        kluis.execute(delete(KluisRij).where(KluisRij.zaak_id == zaak_id))
        kluis.commit()


def _ruim_op(huis: "Installatie", zaak_id: bytes, nu: datetime) -> None:
    werk = _eenheid(huis, nu)
    try:
        zaak = werk.zaken.get(zaak_id)
        for tabel in OVERIG:
            werk.sessie.execute(delete(tabel).where(tabel.zaak_id == zaak_id))
        werk.sessie.execute(delete(ZaakRij).where(ZaakRij.id == zaak_id))
        werk.log("vernietigd", zaak, staat=zaak.staat, vernietig_op=str(zaak.vernietig_op))
        werk.bevestig()
    finally:
        werk.sluit()


def _leeg_wal(engine: Engine) -> bool:
    """Write the log of SQLite back and cut it to nothing. Out: False when somebody was still reading."""
    if engine.dialect.name != "sqlite":
        return True
    verbinding = engine.raw_connection()
    try:
        cursor = verbinding.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        bezet, *_ = cursor.fetchone() or (1,)
        return bool(bezet == 0)
    finally:
        verbinding.close()


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
        kluis.commit()
    return len(wees)


def _bekend(huis: "Installatie", ids: list[bytes]) -> set[bytes]:
    bekend: set[bytes] = set()
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        for begin in range(0, len(ids), PER_KEER):
            deel = ids[begin : begin + PER_KEER]
            vraag = select(KluisverwijzingRij.kluis_id).where(KluisverwijzingRij.kluis_id.in_(deel))
            bekend.update(sessie.scalars(vraag).all())
    return bekend
