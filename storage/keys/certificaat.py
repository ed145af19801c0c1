"""The secret key that certifies desks and escrow keys, as each custodian holds it."""

import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import hpke, signing
from storage.crypto.errors import Ongeldig
from storage.tables.mensen import CertificaatsleutelRij


def geef_certificaat(sessie: Session, cert: bytes, persoon_id: bytes, publiek: bytes) -> None:
    """Wrap the certificate key to a custodian, in the place of an earlier wrap of his."""
    wrap = hpke.seal_to(publiek, cert, _ctx(persoon_id))
    rij = find_certificaat(sessie, persoon_id)
    if rij is None:
        sessie.add(CertificaatsleutelRij(persoon_id=persoon_id, wrap=wrap))
    else:
        rij.wrap = wrap
    sessie.flush()


def find_certificaat(sessie: Session, persoon_id: bytes) -> CertificaatsleutelRij | None:
    """The row of a custodian, whatever is written there; None for anybody else."""
    return sessie.scalar(select(CertificaatsleutelRij).where(CertificaatsleutelRij.persoon_id == persoon_id))


def open_certificaat(rij: CertificaatsleutelRij, geheim: bytes, cert_publiek: bytes) -> bytes:
    """Open the certificate key with the private key of its custodian.

    Errors: Ongeldig, also when what opens is not the secret half of the pinned key: somebody else wrote the row.
    """
    cert = hpke.open_from(geheim, rij.wrap, _ctx(rij.persoon_id))
    try:
        publiek = signing.publiek_van(cert)
    except ValueError:
        raise Ongeldig from None
    if not hmac.compare_digest(publiek, cert_publiek):
        raise Ongeldig
    return cert


def _ctx(persoon_id: bytes) -> tuple[str, bytes]:
    return ("certificaatsleutel", persoon_id)
