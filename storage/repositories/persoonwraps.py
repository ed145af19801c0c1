"""Keys that are wrapped to a person by name, or to the escrow key of a tenant: for protected cases only."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.crypto import hpke
from storage.crypto.envelope import read_kid
from storage.crypto.errors import Ongeldig
from storage.keys.ledenlijst import leden_op_lijst
from storage.keys.mensen import publieke_sleutel
from storage.keys.noodsleutels import geldige_noodsleutel
from storage.keys.werkplekken import soort_van, tenant_van
from storage.tables.mensen import PersoonRij
from storage.tables.zaken import WrapRij
from workflow.afschermen import NOOD, OP_NAAM, id_van
from workflow.fouten import WerkplekGesloten
from workflow.zaak import Traject, Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

EPOCH = 1


def persoonssleutel(werk: "Eenheid", ontvanger: str) -> bytes:
    """The public key of a person, as long as a desk whose people are named vouches for it today.

    Errors: WerkplekGesloten when none does, when he has no account here, or when his row holds another key.
    """
    try:
        persoon_id = id_van(ontvanger)
    except ValueError:
        raise WerkplekGesloten(ontvanger) from None
    rij = werk.sessie.scalar(select(PersoonRij).where(PersoonRij.id == persoon_id, PersoonRij.actief))
    if rij is None or rij.tenant != tenant_van(ontvanger):
        raise WerkplekGesloten(ontvanger)
    try:
        publiek = publieke_sleutel(werk.kekken, rij)
    except Ongeldig:
        raise WerkplekGesloten(ontvanger) from None
    for plek in werk.mensen.plekken(rij):
        nu = plek.is_nu(werk.vandaag)
        if nu and soort_van(plek.werkplek) in OP_NAAM and _op_lijst(werk, plek.werkplek).get(persoon_id) == publiek:
            return publiek
    raise WerkplekGesloten(ontvanger)


def _op_lijst(werk: "Eenheid", werkplek: str) -> dict[bytes, bytes]:
    try:
        return leden_op_lijst(werk.sessie, werkplek, werk.installatie.cert_publiek, werk.echt_vandaag)
    except WerkplekGesloten:
        return {}


def is_nood(ontvanger: str) -> bool:
    """True for the escrow key of a tenant."""
    return ontvanger.startswith(f"{NOOD}.")


def noodsleutel(werk: "Eenheid", ontvanger: str) -> tuple[int, bytes]:
    """The number and the public half of an escrow key that a custodian signed. Errors: WerkplekGesloten."""
    rij = geldige_noodsleutel(werk.sessie, tenant_van(ontvanger), werk.installatie.cert_publiek)
    if rij is None:
        raise WerkplekGesloten(ontvanger)
    return rij.nr, rij.publiek


def past(werk: "Eenheid", zaak: Zaak | Traject, wrap: WrapRij) -> bool:
    """True when a wrap is made for the key that its receiver has today; the outer lock is the server's own."""
    ctx = (zaak.herkomst, wrap.zaak_id, wrap.compartiment, wrap.ontvanger, wrap.epoch)
    try:
        if is_nood(wrap.ontvanger):
            nr, publiek = noodsleutel(werk, wrap.ontvanger)
            if nr != wrap.epoch:
                return False
        else:
            publiek = persoonssleutel(werk, wrap.ontvanger)
        return read_kid(werk.kekken.ontsluit(zaak.houder, wrap.wrap, ctx)) == hpke.kid(publiek)
    except (WerkplekGesloten, Ongeldig):
        return False
