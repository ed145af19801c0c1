"""The audit log: a hash chain per tenant, written as the last statement of every unit of work."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from storage.crypto import signing
from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import Kekken
from storage.tables.logboek import ControlepuntRij, LogRij
from storage.tables.zaken import DocumentRij
from workflow.fouten import LogboekOnbereikbaar

BEGIN = bytes(32)


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
            seq, vorige = _staart(sessie, tenant)
            inhoud = kekken.zegel(tenant, ("log", tenant, "inhoud", seq + 1), gegevens)
            rij = LogRij(tenant=tenant, seq=seq + 1, inhoud=inhoud, hash=_hash(vorige, tenant, seq + 1, inhoud))
            sessie.add(rij)
            sessie.flush()
    except SQLAlchemyError as fout:
        raise LogboekOnbereikbaar(type(fout).__name__) from None


def _staart(sessie: Session, tenant: str) -> tuple[int, bytes]:
    rij = sessie.execute(
        select(LogRij.seq, LogRij.hash).where(LogRij.tenant == tenant).order_by(LogRij.seq.desc()).limit(1)
    ).first()
    return (0, BEGIN) if rij is None else (rij.seq, rij.hash)


def controlepunt(sessie: Session, installatie: str, geheim: bytes, vandaag: date, sleutel_nr: int = 1) -> str:
    """Sign the heads of all chains with key `sleutel_nr`; the text must leave the building. Out: the signed text."""
    hoofden = {
        tenant: _staart(sessie, tenant)
        for tenant in sessie.scalars(select(LogRij.tenant).distinct().order_by(LogRij.tenant)).all()
    }
    tekst = signing.checkpoint_text(installatie, hoofden, vandaag.isoformat())
    nr = (sessie.scalar(select(func.max(ControlepuntRij.nr))) or 0) + 1
    teken = signing.sign(geheim, tekst)
    sessie.add(ControlepuntRij(nr=nr, dag=vandaag, sleutel_nr=sleutel_nr, tekst=tekst.decode(), handtekening=teken))
    return f"{tekst.decode()}\n{base64.b64encode(teken).decode()}\n"


def controleer(sessie: Session, publieken: Mapping[int, bytes], kekken: Kekken | None = None) -> Breuk | None:
    """Verify all chains and checkpoints; with `kekken` also what the log says of each sealed row (deep).

    In: `publieken` are the keys that may have signed a checkpoint, by number.
    Out: None when the log is whole, else the first broken entry.
    """
    hashes: dict[tuple[str, int], bytes] = {}
    laatste: dict[str, str] = {}
    for tenant in sessie.scalars(select(LogRij.tenant).distinct().order_by(LogRij.tenant)).all():
        vorige, verwacht = BEGIN, 1
        for rij in sessie.scalars(select(LogRij).where(LogRij.tenant == tenant).order_by(LogRij.seq)):
            if rij.seq != verwacht:
                return Breuk(tenant, verwacht, "entry missing")
            vorige = _hash(vorige, tenant, rij.seq, rij.inhoud)
            if vorige != rij.hash:
                return Breuk(tenant, rij.seq, "hash does not fit")
            hashes[tenant, rij.seq] = vorige
            verwacht += 1
            if kekken is not None:
                try:
                    gegevens = kekken.lees(tenant, ("log", tenant, "inhoud", rij.seq), rij.inhoud)
                except Ongeldig:
                    return Breuk(tenant, rij.seq, "payload does not open")
                laatste.update(gegevens.get("digests", {}))
                for weg in gegevens.get("vernietigd", []):
                    laatste.pop(weg, None)
    return _controleer_punten(sessie, publieken, hashes) or (_controleer_rijen(sessie, laatste) if kekken else None)


def _controleer_punten(
    sessie: Session, publieken: Mapping[int, bytes], hashes: Mapping[tuple[str, int], bytes]
) -> Breuk | None:
    vorige = 0
    for punt in sessie.scalars(select(ControlepuntRij).order_by(ControlepuntRij.nr)):
        # A key that was replaced signs nothing any more: whoever stole it must not go on signing with it.
        if punt.sleutel_nr < vorige:
            return Breuk("controlepunt", punt.nr, "signed with a key that was replaced")
        vorige = punt.sleutel_nr
        try:
            signing.verify(publieken.get(punt.sleutel_nr, b""), punt.handtekening, punt.tekst.encode())
        except Ongeldig:
            return Breuk("controlepunt", punt.nr, "signature does not fit")
        for tenant, seq, hoofd in _hoofden(punt.tekst):
            if seq and hashes.get((tenant, seq)) != hoofd:
                return Breuk(tenant, seq, f"differs from checkpoint {punt.nr}")
    return None


def _hoofden(tekst: str) -> list[tuple[str, int, bytes]]:
    regels = [regel.split(" ") for regel in tekst.splitlines()[1:-1]]
    return [(tenant, int(seq), base64.b64decode(hoofd)) for tenant, seq, hoofd in regels]


def _controleer_rijen(sessie: Session, laatste: Mapping[str, str]) -> Breuk | None:
    gezien = set()
    for rij in sessie.scalars(select(DocumentRij)):
        gezien.add(rij.id.hex())
        if laatste.get(rij.id.hex()) != digest(rij.inhoud):
            return Breuk("document", rij.volgnr, f"row {rij.id.hex()} is not the one that was logged")
    for weg in laatste.keys() - gezien:
        return Breuk("document", 0, f"row {weg} is gone")
    return None


def digest(envelope: bytes) -> str:
    """The fingerprint of a sealed row in the log: 32 hex digits of SHA-256."""
    return hashlib.sha256(envelope).hexdigest()[:32]
