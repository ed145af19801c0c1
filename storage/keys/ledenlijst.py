"""The signed lists of a desk: whose own key a case, or a sitting, may be wrapped to.

A row in the database makes nobody a member: whoever can write there could insert a key of his own. So the desk signs
which keys belong to it, and a case on somebody's own name goes only to a key on that list. The list is carried on from
the list before it and never read back from the rows of the members, or the next change would sign what was slipped in.
The overleg desk signs a second list: the participants of its meetings, whose five words the chair compared.
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

LEDEN, DEELNEMERS = "leden", "deelnemers"


def teken_lijst(sessie: Session, geheim: Werkplekgeheim, leden: Mapping[bytes, bytes], soort: str = LEDEN) -> None:
    """Write the whole list of a desk, signed with the epoch of `geheim`. In: `leden` from person id to public key.

    For a new epoch: take `leden_op_lijst` before the new key is added, leave out who left, and sign with the new one.
    """
    inhoud = json.dumps(sorted([wie.hex(), publiek.hex()] for wie, publiek in leden.items())).encode()
    bericht = signing.leden_message(geheim.werkplek, geheim.epoch, inhoud, soort)
    handtekening = signing.sign(geheim.teken, bericht)
    rij = _rij(sessie, geheim.werkplek, soort)
    if rij is None:
        rij = LedenlijstRij(werkplek=geheim.werkplek, soort=soort)
        sessie.add(rij)
    rij.epoch, rij.leden, rij.handtekening = geheim.epoch, inhoud, handtekening
    sessie.flush()


def zet_op_lijst(
    sessie: Session, geheim: Werkplekgeheim, persoon_id: bytes, publiek: bytes, soort: str = LEDEN
) -> None:
    """Add one member, or give him another key, on the list as this desk signed it.

    Errors: Ongeldig when the list that is there was not signed with `geheim`; nothing is written then.
    """
    teken_lijst(sessie, geheim, {**lijst_van(sessie, geheim, soort), persoon_id: publiek}, soort)


def haal_van_lijst(sessie: Session, geheim: Werkplekgeheim, persoon_id: bytes) -> None:
    """Take one member off. Errors: Ongeldig when the list that is there was not signed with `geheim`."""
    leden = lijst_van(sessie, geheim)
    teken_lijst(sessie, geheim, {wie: publiek for wie, publiek in leden.items() if wie != persoon_id})


def leden_op_lijst(
    sessie: Session, werkplek: str, cert_publiek: bytes, vandaag: date, soort: str = LEDEN
) -> dict[bytes, bytes]:
    """The people whose key the desk vouches for now. Out: from person id to public key.

    Empty when there is no list, when it is of another epoch, or when its signature does not hold.
    Errors: WerkplekGesloten when the desk itself has no valid key.
    """
    epoch, _ = geldige_sleutel(sessie, werkplek, cert_publiek, vandaag)
    waar = (WerkpleksleutelRij.werkplek == werkplek, WerkpleksleutelRij.epoch == epoch)
    publiek_teken = sessie.scalar(select(WerkpleksleutelRij.publiek_teken).where(*waar))
    rij = _rij(sessie, werkplek, soort)
    if rij is None or publiek_teken is None:
        return {}
    try:
        return _open(rij, epoch, publiek_teken)
    except Ongeldig:
        return {}


def _rij(sessie: Session, werkplek: str, soort: str) -> LedenlijstRij | None:
    waar = (LedenlijstRij.werkplek == werkplek, LedenlijstRij.soort == soort)
    return sessie.scalar(select(LedenlijstRij).where(*waar))


def zet_lijst_over(sessie: Session, oud: Werkplekgeheim, nieuw: Werkplekgeheim, soort: str) -> None:
    """Sign a list again under the next epoch. One that `oud` did not sign is left: it counts for nothing any more."""
    try:
        lijst = lijst_van(sessie, oud, soort)
    except Ongeldig:
        return
    if lijst:
        teken_lijst(sessie, nieuw, lijst, soort)


def lijst_van(sessie: Session, geheim: Werkplekgeheim, soort: str = LEDEN) -> dict[bytes, bytes]:
    """The list as this very epoch signed it, from person id to public key; empty when there is none.

    Errors: Ongeldig when the list that is there was not signed with `geheim`.
    """
    rij = _rij(sessie, geheim.werkplek, soort)
    return {} if rij is None else _open(rij, geheim.epoch, signing.publiek_van(geheim.teken))


def _open(rij: LedenlijstRij, epoch: int, publiek_teken: bytes) -> dict[bytes, bytes]:
    if rij.epoch != epoch:
        raise Ongeldig
    bericht = signing.leden_message(rij.werkplek, epoch, rij.leden, rij.soort)
    signing.verify(publiek_teken, rij.handtekening, bericht)
    return {bytes.fromhex(wie): bytes.fromhex(publiek) for wie, publiek in json.loads(rij.leden)}
