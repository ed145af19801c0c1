"""The audit log: a hash chain per tenant, written as the last statement of every unit of work."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from storage.crypto import signing
from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import Kekken
from storage.tables.logboek import ControlepuntRij, LogRij
from storage.tables.zaken import DocumentRij
from workflow.fouten import LogboekOnbereikbaar

BEGIN = bytes(32)
PER_KEER = 5000
# Stands for the fingerprint of a row that was destroyed.
WEG = ""


@dataclass(frozen=True)
class Breuk:
    """The first place where the log does not hold."""

    tenant: str
    seq: int
    reden: str


def _hash(vorige: bytes, tenant: str, seq: int, inhoud: bytes) -> bytes:
    entry = {"inhoud": base64.b64encode(inhoud).decode(), "seq": seq, "tenant": tenant}
    tekst = json.dumps(entry, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"mh/audit/v1" + vorige + tekst.encode()).digest()


def schrijf(sessie: Session, kekken: Kekken, regels: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Append entries, each to the chain of its tenant.

    The transaction already holds the write lock, so the tail can't move in between.
    Errors: LogboekOnbereikbaar when a row can't be written; the caller then discloses nothing.
    """
    try:
        for tenant, gegevens in regels:
            seq, vorige = staart(sessie, tenant)
            inhoud = kekken.zegel(tenant, ("log", tenant, "inhoud", seq + 1), gegevens)
            rij = LogRij(tenant=tenant, seq=seq + 1, inhoud=inhoud, hash=_hash(vorige, tenant, seq + 1, inhoud))
            sessie.add(rij)
            sessie.flush()
    except SQLAlchemyError as fout:
        raise LogboekOnbereikbaar(type(fout).__name__) from None


def staart(sessie: Session, tenant: str) -> tuple[int, bytes]:
    """The end of a chain: (number of entries, last hash)."""
    rij = sessie.execute(
        select(LogRij.seq, LogRij.hash).where(LogRij.tenant == tenant).order_by(LogRij.seq.desc()).limit(1)
    ).first()
    return (0, BEGIN) if rij is None else (rij.seq, rij.hash)


def controlepunt(sessie: Session, installatie: str, geheim: bytes, vandaag: date, sleutel_nr: int = 1) -> str:
    """Sign the heads of all chains with key `sleutel_nr`; the text must leave the building. Out: the signed text."""
    hoofden = {
        tenant: staart(sessie, tenant)
        for tenant in sessie.scalars(select(LogRij.tenant).distinct().order_by(LogRij.tenant)).all()
    }
    tekst = signing.checkpoint_text(installatie, hoofden, vandaag.isoformat())
    nr = (sessie.scalar(select(func.max(ControlepuntRij.nr))) or 0) + 1
    teken = signing.sign(geheim, tekst)
    sessie.add(ControlepuntRij(nr=nr, dag=vandaag, sleutel_nr=sleutel_nr, tekst=tekst.decode(), handtekening=teken))
    return f"{tekst.decode()}\n{base64.b64encode(teken).decode()}\n"


def controleer(
    sessie: Session, publieken: Mapping[int, bytes], kekken: Kekken | None = None, weg_tot: date | None = None
) -> Breuk | None:
    """Verify all chains and checkpoints; with `kekken` also what the log says of each sealed row (deep).

    In: `publieken` are the keys that may have signed a checkpoint, by number; `weg_tot`, the day up to which entries
    may have been cleared away: a chain then begins at a checkpoint of that day or before.
    Out: None when the log is whole, else the first broken entry. What is kept in memory grows with the checkpoints
    and, when deep, with the documents; never with the entries. A shallow one lets others write in between.
    """
    punten = sessie.execute(select(ControlepuntRij).order_by(ControlepuntRij.nr)).scalars().all()
    breuk = _controleer_handtekeningen(punten, publieken)
    if breuk is not None:
        return breuk
    hoofden = _hoofden_van(punten)
    gezien: set[tuple[str, int]] = set()
    laatste: dict[str, str] = {}
    for tenant in sessie.scalars(select(LogRij.tenant).distinct().order_by(LogRij.tenant)).all():
        breuk = _loop_na(sessie, tenant, hoofden, gezien, weg_tot, kekken, laatste)
        if breuk is not None:
            return breuk
    for (tenant, seq), (_, nr, _) in hoofden.items():
        if (tenant, seq) not in gezien:
            return Breuk(tenant, seq, f"differs from checkpoint {nr}")
    return _controleer_rijen(sessie, laatste) if kekken else None


# Per chain head: its hash, the first checkpoint that signed it, and the day of that.
Hoofden = Mapping[tuple[str, int], tuple[bytes, int, date]]


def _hoofden_van(punten: Iterable[ControlepuntRij]) -> Hoofden:
    hoofden: dict[tuple[str, int], tuple[bytes, int, date]] = {}
    for punt in punten:
        for tenant, seq, hoofd in lees_hoofden(punt.tekst):
            if seq:
                # Two checkpoints that sign another hash for one entry can't both hold: a key that no entry has.
                eerder = hoofden.setdefault((tenant, seq), (hoofd, punt.nr, punt.dag))
                if eerder[0] != hoofd:
                    hoofden[tenant, -punt.nr] = (hoofd, punt.nr, punt.dag)
    return hoofden


def regels(sessie: Session, tenant: str, na: int = 0, *, los: bool = True) -> Iterator[Row[int, bytes, bytes]]:
    """The rows of one chain after `na` as (seq, payload, hash), a slice at a time.

    `los` gives the database back between two slices, so that a long walk keeps nobody from writing.
    """
    kolommen = select(LogRij.seq, LogRij.inhoud, LogRij.hash).where(LogRij.tenant == tenant).order_by(LogRij.seq)
    while True:
        deel = sessie.execute(kolommen.where(LogRij.seq > na).limit(PER_KEER)).all()
        if los:
            sessie.rollback()
        yield from deel
        if len(deel) < PER_KEER:
            return
        na = deel[-1].seq


def _loop_na(
    sessie: Session,
    tenant: str,
    hoofden: Hoofden,
    gezien: set[tuple[str, int]],
    weg_tot: date | None,
    kekken: Kekken | None,
    laatste: dict[str, str],
) -> Breuk | None:
    """Walk one chain; `gezien` gets the heads that were met, `laatste` the newest fingerprint of each row."""
    eerste = sessie.scalar(select(func.min(LogRij.seq)).where(LogRij.tenant == tenant)) or 1
    vorige, verwacht = BEGIN, 1
    if eerste > 1:
        begin = hoofden.get((tenant, eerste - 1))
        # Who can only write in the database may clear away what may be cleared away, and nothing else.
        if begin is None or weg_tot is None or begin[2] > weg_tot:
            return Breuk(tenant, 1, "entry missing")
        vorige, verwacht = begin[0], eerste
        gezien.update((naam, seq) for naam, seq in hoofden if naam == tenant and 0 < seq < eerste)
    for rij in regels(sessie, tenant, los=kekken is None):
        if rij.seq != verwacht:
            return Breuk(tenant, verwacht, "entry missing")
        vorige = _hash(vorige, tenant, rij.seq, rij.inhoud)
        if vorige != rij.hash:
            return Breuk(tenant, rij.seq, "hash does not fit")
        hoofd = hoofden.get((tenant, rij.seq))
        if hoofd is not None:
            if hoofd[0] != vorige:
                return Breuk(tenant, rij.seq, f"differs from checkpoint {hoofd[1]}")
            gezien.add((tenant, rij.seq))
        verwacht += 1
        if kekken is not None:
            inhoud = lees_regel(kekken, tenant, rij)
            if inhoud is None:
                return Breuk(tenant, rij.seq, "payload does not open")
            neem_op(laatste, inhoud)
    return None


def lees_regel(kekken: Kekken, tenant: str, rij: Row[int, bytes, bytes]) -> dict[str, Any] | None:
    """What one row says; None when it does not open."""
    try:
        return kekken.lees(tenant, ("log", tenant, "inhoud", rij.seq), rij.inhoud)
    except Ongeldig:
        return None


def neem_op(laatste: dict[str, str], inhoud: Mapping[str, Any]) -> None:
    """Take from one entry the fingerprints of what it wrote, and what it destroyed.

    What was destroyed stays destroyed: a case that moved was written in one chain and destroyed in another.
    """
    for id_, vingerafdruk in inhoud.get("digests", {}).items():
        if laatste.get(id_) != WEG:
            laatste[id_] = vingerafdruk
    laatste.update(dict.fromkeys(inhoud.get("vernietigd", []), WEG))


def _controleer_handtekeningen(punten: Iterable[ControlepuntRij], publieken: Mapping[int, bytes]) -> Breuk | None:
    vorige = 0
    for punt in punten:
        # A key that was replaced signs nothing any more: whoever stole it must not go on signing with it.
        if punt.sleutel_nr < vorige:
            return Breuk("controlepunt", punt.nr, "signed with a key that was replaced")
        vorige = punt.sleutel_nr
        try:
            signing.verify(publieken.get(punt.sleutel_nr, b""), punt.handtekening, punt.tekst.encode())
        except Ongeldig:
            return Breuk("controlepunt", punt.nr, "signature does not fit")
        if punt.tekst.splitlines()[-1] != punt.dag.isoformat():
            # The day decides from where on a chain may begin; only the signed text says it.
            return Breuk("controlepunt", punt.nr, "is of another day than it says")
    return None


def lees_hoofden(tekst: str) -> list[tuple[str, int, bytes]]:
    """The chain heads of a checkpoint: (tenant, number of entries, last hash)."""
    delen = [regel.split(" ") for regel in tekst.splitlines()[1:-1]]
    return [(tenant, int(seq), base64.b64decode(hoofd)) for tenant, seq, hoofd in delen]


def _controleer_rijen(sessie: Session, laatste: Mapping[str, str]) -> Breuk | None:
    gezien = set()
    for id_, volgnr, inhoud in sessie.execute(select(DocumentRij.id, DocumentRij.volgnr, DocumentRij.inhoud)).yield_per(
        PER_KEER
    ):
        gezien.add(id_.hex())
        if laatste.get(id_.hex()) != digest(inhoud):
            return Breuk("document", volgnr, f"row {id_.hex()} is not the one that was logged")
    for weg in {id_ for id_, vingerafdruk in laatste.items() if vingerafdruk != WEG} - gezien:
        return Breuk("document", 0, f"row {weg} is gone")
    return None


def digest(envelope: bytes) -> str:
    """The fingerprint of a sealed row in the log: 32 hex digits of SHA-256."""
    return hashlib.sha256(envelope).hexdigest()[:32]
