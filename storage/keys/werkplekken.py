"""The keys of a desk: a pair to wrap to and a pair to sign with, certified, and held by its members."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import hpke, signing
from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import Kekken
from storage.tables.mensen import LidRij, WerkplekRij, WerkpleksleutelRij
from workflow.fouten import WerkplekGesloten

GELDIG = timedelta(days=365)
DOOR_CERTIFICAAT = "certificaat"


@dataclass(frozen=True)
class Werkplekgeheim:
    """The opened secrets of one epoch of a desk."""

    werkplek: str
    epoch: int
    wrap: bytes = field(repr=False)
    teken: bytes = field(repr=False)


def soort_van(werkplek: str) -> str:
    """The kind of a desk: the part before the tenant."""
    return werkplek.rpartition(".")[0]


def tenant_van(werkplek: str) -> str:
    """The tenant of a desk: the part after the last dot."""
    return werkplek.rpartition(".")[2]


def maak_werkplek(
    sessie: Session, werkplek: str, tekenaar: bytes, getekend_door: str, vandaag: date, duur: timedelta = GELDIG
) -> Werkplekgeheim:
    """Make epoch 1 of a desk, signed with `tekenaar` (the certificate key, or the key of the desk that opens it)."""
    paar, teken = hpke.generate(), signing.generate()
    # A day of slack: two machines need not agree on the moment of midnight.
    niet_voor, niet_na = vandaag - timedelta(days=1), vandaag + duur
    bericht = signing.desk_cert_message(
        werkplek, 1, hpke.SUITE, paar.public, teken.public, niet_voor.isoformat(), niet_na.isoformat()
    )
    if sessie.get(WerkplekRij, werkplek) is None:
        sessie.add(WerkplekRij(id=werkplek, tenant=tenant_van(werkplek), soort=soort_van(werkplek)))
        sessie.flush()
    sessie.add(
        WerkpleksleutelRij(
            werkplek=werkplek,
            epoch=1,
            publiek=paar.public,
            publiek_teken=teken.public,
            certificaat=signing.sign(tekenaar, bericht),
            getekend_door=getekend_door,
            niet_voor=niet_voor,
            niet_na=niet_na,
        )
    )
    return Werkplekgeheim(werkplek, 1, paar.private, teken.private)


def voeg_lid_toe(
    sessie: Session,
    kekken: Kekken,
    geheim: Werkplekgeheim,
    persoon_id: bytes,
    publiek: bytes,
    *,
    waarneemt: bool = False,
    van: date | None = None,
    tot: date | None = None,
) -> None:
    """Wrap the secrets of a desk to a person; only who holds them can do this."""
    ctx = (geheim.werkplek, geheim.epoch, persoon_id, hpke.kid(publiek))
    binnen = hpke.seal_to(publiek, geheim.wrap + geheim.teken, ctx)
    sessie.add(
        LidRij(
            werkplek=geheim.werkplek,
            epoch=geheim.epoch,
            persoon_id=persoon_id,
            wrap=kekken.sluit(tenant_van(geheim.werkplek), binnen, ctx),
            waarneemt=waarneemt,
            van=van,
            tot=tot,
        )
    )


def open_werkplek(kekken: Kekken, lid: LidRij, geheim: bytes, publiek: bytes) -> Werkplekgeheim:
    """Open a desk with the private key of one of its members. Errors: Ongeldig."""
    ctx = (lid.werkplek, lid.epoch, lid.persoon_id, hpke.kid(publiek))
    binnen = hpke.open_from(geheim, kekken.ontsluit(tenant_van(lid.werkplek), lid.wrap, ctx), ctx)
    return Werkplekgeheim(lid.werkplek, lid.epoch, binnen[:32], binnen[32:])


def geldige_sleutel(sessie: Session, werkplek: str, cert_publiek: bytes, vandaag: date) -> tuple[int, bytes]:
    """The newest epoch of a desk and its public key, after checking every signature back to the pinned one.

    Errors: WerkplekGesloten when there is no key, or a signature or date does not hold. Never cached: a public key
    that somebody swapped in the database must be found at the very next wrap.
    """
    rijen = sessie.scalars(
        select(WerkpleksleutelRij).where(WerkpleksleutelRij.werkplek == werkplek).order_by(WerkpleksleutelRij.epoch)
    ).all()
    if not rijen:
        raise WerkplekGesloten(werkplek)
    tekenaar = _tekenaar(sessie, rijen[0], cert_publiek, vandaag)
    for rij in rijen:
        bericht = signing.desk_cert_message(
            rij.werkplek,
            rij.epoch,
            hpke.SUITE,
            rij.publiek,
            rij.publiek_teken,
            rij.niet_voor.isoformat(),
            rij.niet_na.isoformat(),
        )
        try:
            signing.verify(tekenaar, rij.certificaat, bericht)
        except Ongeldig:
            raise WerkplekGesloten(werkplek) from None
        tekenaar = rij.publiek_teken
    if not rijen[-1].niet_voor <= vandaag <= rijen[-1].niet_na:
        raise WerkplekGesloten(werkplek)
    return rijen[-1].epoch, rijen[-1].publiek


def _tekenaar(sessie: Session, rij: WerkpleksleutelRij, cert_publiek: bytes, vandaag: date) -> bytes:
    if rij.getekend_door == DOOR_CERTIFICAAT:
        return cert_publiek
    # The desk of a sitting is signed by the overleg desk that opened it; never by anything else.
    if not rij.werkplek.startswith("zitting-") or rij.getekend_door != f"overleg.{tenant_van(rij.werkplek)}":
        raise WerkplekGesloten(rij.werkplek)
    geldige_sleutel(sessie, rij.getekend_door, cert_publiek, vandaag)
    boven = sessie.scalar(
        select(WerkpleksleutelRij)
        .where(WerkpleksleutelRij.werkplek == rij.getekend_door)
        .order_by(WerkpleksleutelRij.epoch.desc())
        .limit(1)
    )
    if boven is None:
        raise WerkplekGesloten(rij.werkplek)
    return boven.publiek_teken
