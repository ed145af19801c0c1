"""Clearing away entries of the log whose time is over: a signed checkpoint of that day becomes the new beginning."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import DDL, delete, func, select
from sqlalchemy.orm import Session

from storage import audit, controlepunten
from storage.tables.klok import BerichtRij
from storage.tables.logboek import ControlepuntRij, LogRij
from storage.unit_of_work import GEEN_SLEUTELS, Eenheid
from workflow.actor import klok

if TYPE_CHECKING:
    from storage.installatie import Installatie

PER_REGEL = 1000
# The log only grows, also for this server: the lock is taken off and put back in the transaction that clears it.
SLOT_AF = {
    "sqlite": ("DROP TRIGGER log_geen_delete",),
    "postgresql": ("ALTER TABLE log DISABLE TRIGGER log_alleen_erbij",),
}
SLOT_OP = {
    "sqlite": ("CREATE TRIGGER log_geen_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END",),
    "postgresql": ("ALTER TABLE log ENABLE TRIGGER log_alleen_erbij",),
}


class OpruimenGeweigerd(Exception):
    """The log may not be cleared now; the text says why."""


def ruim_op(huis: "Installatie") -> Mapping[str, int]:
    """Clear away what is older than the retention class `logboek`. Out: how many entries went, by tenant.

    First each chain gets an entry that says so, with the fingerprints of the documents that are older than it: they
    outlive the entries that named them. It can be broken off anywhere; the next call goes on.
    Errors: OpruimenGeweigerd when the log is broken, or its newest checkpoint has not left the building.
    """
    breuk = controlepunten.controleer(huis, diep=True)
    if breuk is not None:
        raise OpruimenGeweigerd(f"The log is broken: {breuk.tenant}, entry {breuk.seq}: {breuk.reden}.")
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        _eis_buiten(sessie)
        punt = sessie.scalar(
            select(ControlepuntRij)
            .where(ControlepuntRij.dag <= controlepunten.weg_tot(huis))
            .order_by(ControlepuntRij.nr.desc())
            .limit(1)
        )
        if punt is None:
            return {}
        nr, hoofden = punt.nr, {tenant: seq for tenant, seq, _ in audit.lees_hoofden(punt.tekst)}
        eerste = {
            tenant: sessie.scalar(select(func.min(LogRij.seq)).where(LogRij.tenant == tenant)) or 1
            for tenant in hoofden
        }
    tot = {tenant: seq for tenant, seq in hoofden.items() if seq >= eerste[tenant]}
    if not tot:
        return {}
    _schrijf_over(huis, tot, nr)
    _verwijder(huis, tot)
    return {tenant: seq - eerste[tenant] + 1 for tenant, seq in tot.items()}


def _eis_buiten(sessie: Session) -> None:
    """What goes can be proven afterwards only by who has the last note: it must have left."""
    laatste = sessie.scalar(select(func.max(ControlepuntRij.nr))) or 0
    if controlepunten.gemaild(sessie) != laatste:
        raise OpruimenGeweigerd("The last checkpoint was not mailed. Let the planner run first.")
    if sessie.scalar(select(BerichtRij.id).where(BerichtRij.staat != "verzonden").limit(1)) is not None:
        raise OpruimenGeweigerd("Mail is waiting, so the last checkpoint may still be here. Let the planner run first.")


def _schrijf_over(huis: "Installatie", tot: Mapping[str, int], nr: int) -> None:
    werk = Eenheid(huis, klok(), GEEN_SLEUTELS, huis.nu())
    try:
        over = _vingerafdrukken(werk, tot)
        for tenant, seq in tot.items():
            for deel in _delen(over[tenant]):
                werk.log("logboek_opgeruimd", bij=tenant, tot=seq, controlepunt=nr, digests=deel)
        werk.bevestig()
    finally:
        werk.sluit()


def _vingerafdrukken(werk: Eenheid, tot: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """By tenant the fingerprints in what goes that still count: as the log gave them, not as the rows are now."""
    laatste: dict[str, str] = {}
    van: dict[str, str] = {}
    for tenant in werk.sessie.scalars(select(LogRij.tenant).distinct()).all():
        for rij in audit.regels(werk.sessie, tenant, los=False):
            inhoud = audit.lees_regel(werk.kekken, tenant, rij) or {}
            audit.neem_op(laatste, inhoud)
            for id_ in inhoud.get("digests", {}):
                van[id_] = tenant if rij.seq <= tot.get(tenant, 0) else ""
    over: dict[str, dict[str, str]] = {tenant: {} for tenant in tot}
    for id_, tenant in van.items():
        if tenant and laatste[id_] != audit.WEG:
            over[tenant][id_] = laatste[id_]
    return over


def _delen(over: Mapping[str, str]) -> Iterator[dict[str, str]]:
    namen = sorted(over)
    for begin in range(0, len(namen) or 1, PER_REGEL):
        yield {naam: over[naam] for naam in namen[begin : begin + PER_REGEL]}


def _verwijder(huis: "Installatie", tot: Mapping[str, int]) -> None:
    soort = huis.engine.dialect.name
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        for opdracht in SLOT_AF[soort]:
            sessie.execute(DDL(opdracht))  # type: ignore[no-untyped-call]
        for tenant, seq in tot.items():
            sessie.execute(delete(LogRij).where(LogRij.tenant == tenant, LogRij.seq <= seq))
        for opdracht in SLOT_OP[soort]:
            sessie.execute(DDL(opdracht))  # type: ignore[no-untyped-call]
        sessie.commit()
