"""The keys of a desk: a pair to wrap to and a pair to sign with, certified, and held by its members."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import hpke, signing
from storage.crypto.encoding import Deel
from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import Kekken
from storage.keys.mensen import publieke_sleutel
from storage.tables.mensen import LidRij, PersoonRij, WerkplekRij, WerkpleksleutelRij
from workflow.fouten import WerkplekGesloten

GELDIG = timedelta(days=365)
DOOR_CERTIFICAAT, DOOR_VORIGE = "certificaat", "vorige"
ZITTING = "zitting-"
# Of the context of a seat, this many parts stood there in version 1: what only a new wrap can change.
ZONDER_DAGEN = 4


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


def is_zitting(werkplek: str) -> bool:
    """Say whether this is the short-lived desk of a sitting, which is closed and never renewed."""
    return werkplek.startswith(ZITTING)


def maak_werkplek(
    sessie: Session, werkplek: str, tekenaar: bytes, getekend_door: str, vandaag: date, duur: timedelta = GELDIG
) -> Werkplekgeheim:
    """Make epoch 1 of a desk, signed with `tekenaar` (the certificate key, or the key of the desk that opens it)."""
    if sessie.get(WerkplekRij, werkplek) is None:
        sessie.add(WerkplekRij(id=werkplek, tenant=tenant_van(werkplek), soort=soort_van(werkplek)))
        sessie.flush()
    return _maak_epoch(sessie, werkplek, 1, tekenaar, getekend_door, vandaag, duur)


def nieuwe_epoch(sessie: Session, geheim: Werkplekgeheim, vandaag: date) -> Werkplekgeheim:
    """Make the epoch after the one of `geheim`, which signs it: no custodian needs to be there.

    Nobody holds it yet: wrap it to the members that stay, or it is lost.
    """
    return _maak_epoch(sessie, geheim.werkplek, geheim.epoch + 1, geheim.teken, DOOR_VORIGE, vandaag, GELDIG)


def _maak_epoch(
    sessie: Session, werkplek: str, epoch: int, tekenaar: bytes, getekend_door: str, vandaag: date, duur: timedelta
) -> Werkplekgeheim:
    paar, teken = hpke.generate(), signing.generate()
    # A day of slack: two machines need not agree on the moment of midnight.
    niet_voor, niet_na = vandaag - timedelta(days=1), vandaag + duur
    rij = WerkpleksleutelRij(
        werkplek=werkplek,
        epoch=epoch,
        publiek=paar.public,
        publiek_teken=teken.public,
        getekend_door=getekend_door,
        niet_voor=niet_voor,
        niet_na=niet_na,
    )
    rij.certificaat = signing.sign(tekenaar, certificaat_bericht(rij))
    sessie.add(rij)
    sessie.flush()
    return Werkplekgeheim(werkplek, epoch, paar.private, teken.private)


def certificaat_bericht(rij: WerkpleksleutelRij) -> bytes:
    """The bytes that the certificate of this epoch signs."""
    return signing.desk_cert_message(
        rij.werkplek,
        rij.epoch,
        hpke.SUITE,
        rij.publiek,
        rij.publiek_teken,
        rij.niet_voor.isoformat(),
        rij.niet_na.isoformat(),
    )


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
    lid = LidRij(
        werkplek=geheim.werkplek, epoch=geheim.epoch, persoon_id=persoon_id, waarneemt=waarneemt, van=van, tot=tot
    )
    ctx = lid_ctx(lid, publiek)
    binnen = hpke.seal_to(publiek, geheim.wrap + geheim.teken, ctx[:ZONDER_DAGEN])
    lid.wrap = kekken.sluit(tenant_van(geheim.werkplek), binnen, ctx)
    sessie.add(lid)


def lid_publiek(kekken: Kekken, lid: LidRij, persoon: PersoonRij) -> bytes:
    """The public key that a member's row was made for.

    The outer lock is bound to desk, epoch, person, key and days, and only the server can close it: a row that
    somebody copied, changed or wrote into the database is no seat. Errors: Ongeldig.
    """
    publiek = publieke_sleutel(kekken, persoon)
    _ontsluit_lid(kekken, lid, publiek)
    return publiek


def _ontsluit_lid(kekken: Kekken, lid: LidRij, publiek: bytes) -> bytes:
    ctx = lid_ctx(lid, publiek)
    return kekken.ontsluit(tenant_van(lid.werkplek), lid.wrap, ctx, ctx[:ZONDER_DAGEN])


def lid_ctx(lid: LidRij, publiek: bytes) -> tuple[Deel, ...]:
    """What the outer lock of a seat is bound to: the desk, whose seat it is, and on which days.

    The inner seal, and the outer lock of a row of version 1, are bound to the first `ZONDER_DAGEN` parts. A row that
    was sealed with its days does not open without them, so those rows can still be read and nothing is given away.
    """
    van, tot = ("" if dag is None else dag.isoformat() for dag in (lid.van, lid.tot))
    return (lid.werkplek, lid.epoch, lid.persoon_id, hpke.kid(publiek), int(lid.waarneemt), van, tot)


def open_werkplek(kekken: Kekken, lid: LidRij, geheim: bytes, publiek: bytes) -> Werkplekgeheim:
    """Open a desk with the private key of one of its members. Errors: Ongeldig."""
    ctx = lid_ctx(lid, publiek)[:ZONDER_DAGEN]
    binnen = hpke.open_from(geheim, _ontsluit_lid(kekken, lid, publiek), ctx)
    return Werkplekgeheim(lid.werkplek, lid.epoch, binnen[:32], binnen[32:])


def keten(sessie: Session, werkplek: str, cert_publiek: bytes) -> list[WerkpleksleutelRij]:
    """All epochs of a desk, the oldest first, after checking every signature back to the pinned one.

    Dates are not looked at: an epoch that ran out may still sign the next one. Never cached: a public key that
    somebody swapped in the database must be found at the very next wrap.
    Errors: WerkplekGesloten when there is no key or a signature does not hold; after a missing epoch none does.
    """
    rijen = sessie.scalars(
        select(WerkpleksleutelRij).where(WerkpleksleutelRij.werkplek == werkplek).order_by(WerkpleksleutelRij.epoch)
    ).all()
    if not rijen:
        raise WerkplekGesloten(werkplek)
    tekenaar = _tekenaar(sessie, rijen[0], cert_publiek)
    for rij in rijen:
        try:
            signing.verify(tekenaar, rij.certificaat, certificaat_bericht(rij))
        except Ongeldig:
            raise WerkplekGesloten(werkplek) from None
        tekenaar = rij.publiek_teken
    return list(rijen)


def geldige_sleutel(sessie: Session, werkplek: str, cert_publiek: bytes, vandaag: date) -> tuple[int, bytes]:
    """The newest epoch of a desk and its public key, after checking every signature back to the pinned one.

    A later epoch that no custodian countersigned yet is valid: the epoch before it signed it.
    Errors: WerkplekGesloten when there is no key, or a signature or date does not hold.
    """
    nieuwste = keten(sessie, werkplek, cert_publiek)[-1]
    if is_zitting(werkplek):
        geldige_sleutel(sessie, nieuwste.getekend_door, cert_publiek, vandaag)
    if not nieuwste.niet_voor <= vandaag <= nieuwste.niet_na:
        raise WerkplekGesloten(werkplek)
    return nieuwste.epoch, nieuwste.publiek


def is_tegengetekend(rij: WerkpleksleutelRij, cert_publiek: bytes) -> bool:
    """Say whether a custodian stands for this epoch: he signed the first one, and each later one once more."""
    if rij.tegentekening is None:
        return rij.epoch == 1
    try:
        signing.verify(cert_publiek, rij.tegentekening, signing.tegenteken_message(rij.certificaat))
    except Ongeldig:
        return False
    return True


def _tekenaar(sessie: Session, rij: WerkpleksleutelRij, cert_publiek: bytes) -> bytes:
    if rij.getekend_door == DOOR_CERTIFICAAT:
        return cert_publiek
    # The desk of a sitting is signed by the overleg desk that opened it; never by anything else.
    if not is_zitting(rij.werkplek) or rij.getekend_door != f"overleg.{tenant_van(rij.werkplek)}":
        raise WerkplekGesloten(rij.werkplek)
    return keten(sessie, rij.getekend_door, cert_publiek)[-1].publiek_teken


def teken_zittingen(sessie: Session, oud: Werkplekgeheim, nieuw: Werkplekgeheim) -> None:
    """Sign the desks of sittings that are open again: they hang on the newest epoch of the desk that opened them.

    What the old epoch did not sign is left alone: signing it would make it true.
    """
    vorige = signing.publiek_van(oud.teken)
    vraag = select(WerkpleksleutelRij).where(WerkpleksleutelRij.getekend_door == oud.werkplek)
    for rij in sessie.scalars(vraag).all():
        try:
            signing.verify(vorige, rij.certificaat, certificaat_bericht(rij))
        except Ongeldig:
            continue
        rij.certificaat = signing.sign(nieuw.teken, certificaat_bericht(rij))
    sessie.flush()
