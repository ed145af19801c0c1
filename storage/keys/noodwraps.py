"""The secrets of a desk, wrapped to the escrow key of its tenant: the way back when all its members are gone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import hpke
from storage.crypto.envelope import read_kid
from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import Kekken
from storage.keys.werkplekken import Werkplekgeheim, tenant_van
from storage.tables.mensen import NoodsleutelRij, NoodwrapRij


def noodwrap_ctx(werkplek: str, epoch: int) -> tuple[str, int, str]:
    """The place that an escrow wrap of a desk is bound to."""
    return (werkplek, epoch, "noodsleutel")


def schrijf_noodwrap(sessie: Session, kekken: Kekken, geheim: Werkplekgeheim, noodsleutel: NoodsleutelRij) -> None:
    """Wrap one epoch of a desk to the escrow key, in the place of the wrap to an older one.

    In: `noodsleutel` as `geldige_noodsleutel` gave it; a key whose signature was not checked may be anybody's.
    """
    ctx = noodwrap_ctx(geheim.werkplek, geheim.epoch)
    binnen = hpke.seal_to(noodsleutel.publiek, geheim.wrap + geheim.teken, ctx)
    wrap = kekken.sluit(tenant_van(geheim.werkplek), binnen, ctx)
    rij = find_noodwrap(sessie, geheim.werkplek, geheim.epoch)
    if rij is None:
        sessie.add(NoodwrapRij(werkplek=geheim.werkplek, epoch=geheim.epoch, nr=noodsleutel.nr, wrap=wrap))
    else:
        rij.nr, rij.wrap = noodsleutel.nr, wrap
    sessie.flush()


def find_noodwrap(sessie: Session, werkplek: str, epoch: int) -> NoodwrapRij | None:
    """The escrow wrap of one epoch of a desk, if any."""
    return sessie.scalar(select(NoodwrapRij).where(NoodwrapRij.werkplek == werkplek, NoodwrapRij.epoch == epoch))


def heeft_noodwrap(kekken: Kekken, rij: NoodwrapRij | None, noodsleutel: NoodsleutelRij) -> bool:
    """Say whether this wrap was made by the server and for this very escrow key; no secret is needed to see it."""
    if rij is None or rij.nr != noodsleutel.nr:
        return False
    try:
        binnen = kekken.ontsluit(tenant_van(rij.werkplek), rij.wrap, noodwrap_ctx(rij.werkplek, rij.epoch))
        return read_kid(binnen) == hpke.kid(noodsleutel.publiek)
    except Ongeldig:
        return False
