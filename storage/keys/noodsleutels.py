"""The escrow key of a tenant: who may be trusted to be it, and how two of its paper codes open it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import escrow, hpke, signing
from storage.crypto.codes import OngeldigeCode, parse_lange_code
from storage.crypto.errors import Ongeldig
from storage.tables.mensen import NoodsleutelRij

NODIG = 2
TYPFOUT = "Code {nr} klopt niet. Er zit een typfout in. Kijk op het papier en probeer het opnieuw."
TWEE_KEER = "Je hebt twee keer dezelfde code getypt. Er zijn twee verschillende codes nodig."
TE_WEINIG = "Er zijn twee codes nodig."
VREEMD = "Deze twee codes passen niet bij elkaar of niet bij deze ceremonie. Er is niets veranderd."


class CodesGeweigerd(Exception):
    """The typed paper codes open nothing; the text says why, and never what was typed."""


def find_noodsleutel(sessie: Session, tenant: str) -> NoodsleutelRij | None:
    """The row of the ceremony of a tenant, whatever is written there; None when there was no ceremony."""
    return sessie.scalar(select(NoodsleutelRij).where(NoodsleutelRij.tenant == tenant))


def geldige_noodsleutel(sessie: Session, tenant: str, cert_publiek: bytes) -> NoodsleutelRij | None:
    """The ceremony of a tenant when a custodian signed its key; None when there is none that can be trusted.

    Never cached: nothing may be wrapped to a key that somebody swapped in the database.
    """
    rij = find_noodsleutel(sessie, tenant)
    return rij if rij is not None and is_getekend(rij, cert_publiek) else None


def is_getekend(rij: NoodsleutelRij, cert_publiek: bytes) -> bool:
    """Say whether the signature of the custodian on the key of this ceremony holds."""
    bericht = signing.escrow_message(rij.tenant, rij.nr, rij.ceremonie, rij.publiek)
    try:
        signing.verify(cert_publiek, rij.handtekening, bericht)
    except Ongeldig:
        return False
    return True


def kanarie_ctx(tenant: str, nr: int) -> tuple[str, str, int]:
    """The place that the canary of a ceremony is bound to."""
    return ("kanarie", tenant, nr)


def controleer_codes(codes: Sequence[str]) -> None:
    """Check what was typed before any lock is tried. Errors: CodesGeweigerd, which names the code with the typo."""
    gelezen = []
    for nr, code in enumerate(codes, 1):
        try:
            gelezen.append(parse_lange_code(code))
        except OngeldigeCode:
            raise CodesGeweigerd(TYPFOUT.format(nr=nr)) from None
    if len(gelezen) != NODIG:
        raise CodesGeweigerd(TE_WEINIG)
    if len(set(gelezen)) != NODIG:
        raise CodesGeweigerd(TWEE_KEER)


def open_noodsleutel(rij: NoodsleutelRij, codes: Sequence[str]) -> bytes:
    """Open the escrow key with two of its three codes, in any order; which of the three they are need not be known.

    Errors: CodesGeweigerd for a typo, the same code twice, and codes of another ceremony.
    """
    controleer_codes(codes)
    paren = (rij.paar_12, rij.paar_13, rij.paar_23)
    for i, j in escrow.PAREN:
        for een, ander in (codes, tuple(reversed(codes))):
            try:
                return escrow.join(i, een, j, ander, paren, rij.tenant, rij.ceremonie)
            except Ongeldig:
                continue
    raise CodesGeweigerd(VREEMD)


def opent_kanarie(rij: NoodsleutelRij, geheim: bytes) -> bool:
    """Say whether the opened escrow key does what it is for: open what was sealed to it at the ceremony."""
    try:
        return hpke.open_from(geheim, rij.kanarie, kanarie_ctx(rij.tenant, rij.nr)) == rij.tenant.encode()
    except Ongeldig:
        return False
