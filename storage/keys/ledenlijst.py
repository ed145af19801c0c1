"""The signed list of the members of a desk: whose own key a case may be wrapped to.

A row in the database makes nobody a member: whoever can write there could insert a key of his own. So the desk signs
which keys belong to it, and a case on somebody's own name goes only to a key on that list. The list is carried on from
the list before it and never read back from the rows of the members, or the next change would sign what was slipped in.
"""

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import signing
from storage.crypto.errors import Ongeldig
from storage.keys.werkplekken import Werkplekgeheim, geldige_sleutel
from storage.tables.mensen import LedenlijstRij, WerkpleksleutelRij


def teken_lijst(sessie: Session, geheim: Werkplekgeheim, leden: Mapping[bytes, bytes]) -> None:
    """Write the whole list of a desk, signed with the epoch of `geheim`. In: `leden` from person id to public key.

    For a new epoch: take `leden_op_lijst` before the new key is added, leave out who left, and sign with the new one.
    """
    inhoud = json.dumps(sorted([wie.hex(), publiek.hex()] for wie, publiek in leden.items())).encode()
    bericht = signing.leden_message(geheim.werkplek, geheim.epoch, inhoud)
    handtekening = signing.sign(geheim.teken, bericht)
    rij = _rij(sessie, geheim.werkplek)
    if rij is None:
        sessie.add(LedenlijstRij(werkplek=geheim.werkplek, epoch=geheim.epoch, leden=inhoud, handtekening=handtekening))
    else:
        rij.epoch, rij.leden, rij.handtekening = geheim.epoch, inhoud, handtekening
    sessie.flush()


def zet_op_lijst(sessie: Session, geheim: Werkplekgeheim, persoon_id: bytes, publiek: bytes) -> None:
    """Add one member, or give him another key, on the list as this desk signed it.

    Errors: Ongeldig when the list that is there was not signed with `geheim`; nothing is written then.
    """
    teken_lijst(sessie, geheim, {**lijst_van(sessie, geheim), persoon_id: publiek})


def haal_van_lijst(sessie: Session, geheim: Werkplekgeheim, persoon_id: bytes) -> None:
    """Take one member off. Errors: Ongeldig when the list that is there was not signed with `geheim`."""
    leden = lijst_van(sessie, geheim)
    teken_lijst(sessie, geheim, {wie: publiek for wie, publiek in leden.items() if wie != persoon_id})


def leden_op_lijst(sessie: Session, werkplek: str, cert_publiek: bytes, vandaag: date) -> dict[bytes, bytes]:
    """The members whose key the desk vouches for now. Out: from person id to public key.

    Empty when there is no list, when it is of another epoch, or when its signature does not hold.
    Errors: WerkplekGesloten when the desk itself has no valid key.
    """
    epoch, _ = geldige_sleutel(sessie, werkplek, cert_publiek, vandaag)
    waar = (WerkpleksleutelRij.werkplek == werkplek, WerkpleksleutelRij.epoch == epoch)
    publiek_teken = sessie.scalar(select(WerkpleksleutelRij.publiek_teken).where(*waar))
    rij = _rij(sessie, werkplek)
    if rij is None or publiek_teken is None:
        return {}
    try:
        return _open(rij, epoch, publiek_teken)
    except Ongeldig:
        return {}


def _rij(sessie: Session, werkplek: str) -> LedenlijstRij | None:
    return sessie.scalar(select(LedenlijstRij).where(LedenlijstRij.werkplek == werkplek))


def lijst_van(sessie: Session, geheim: Werkplekgeheim) -> dict[bytes, bytes]:
    """The list as this very epoch signed it, from person id to public key; empty when there is none.

    Errors: Ongeldig when the list that is there was not signed with `geheim`.
    """
    rij = _rij(sessie, geheim.werkplek)
    return {} if rij is None else _open(rij, geheim.epoch, signing.publiek_van(geheim.teken))


def _open(rij: LedenlijstRij, epoch: int, publiek_teken: bytes) -> dict[bytes, bytes]:
    if rij.epoch != epoch:
        raise Ongeldig
    signing.verify(publiek_teken, rij.handtekening, signing.leden_message(rij.werkplek, epoch, rij.leden))
    return {bytes.fromhex(wie): bytes.fromhex(publiek) for wie, publiek in json.loads(rij.leden)}
