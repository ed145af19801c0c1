"""The keys that sign the checkpoints of the log: each is sealed under the root key and signed by the one before it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import signing
from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig
from storage.keys.wortel import Wortel
from storage.tables.logboek import TekensleutelRij

# Version 1 had one key, derived from the root key; it stays number 1.
EERSTE = "audit-teken"


class TekenketenGebroken(Exception):
    """A key that signs checkpoints is not vouched for; `nr` says which."""

    def __init__(self, nr: int) -> None:
        super().__init__(nr)
        self.nr = nr


def _rijen(sessie: Session) -> list[TekensleutelRij]:
    return list(sessie.scalars(select(TekensleutelRij).order_by(TekensleutelRij.nr)).all())


def _zegel(wortel: Wortel, nr: int, geheim: bytes) -> bytes:
    return seal(wortel.derive("tekensleutel"), geheim, ("tekensleutel", nr), pad=1)


def _open(wortel: Wortel, rij: TekensleutelRij) -> bytes:
    return unseal(wortel.derive("tekensleutel"), rij.geheim, ("tekensleutel", rij.nr))


def _voeg_toe(
    sessie: Session, wortel: Wortel, wortel_nr: int, nr: int, geheim: bytes, tekenaar: bytes, vandaag: date
) -> None:
    publiek = signing.publiek_van(geheim)
    sessie.add(
        TekensleutelRij(
            nr=nr,
            wortel_nr=wortel_nr,
            publiek=publiek,
            geheim=_zegel(wortel, nr, geheim),
            handtekening=signing.sign(tekenaar, signing.tekensleutel_message(nr, publiek)),
            dag=vandaag,
        )
    )
    sessie.flush()


def zorg_voor_eerste(sessie: Session, wortel: Wortel, wortel_nr: int, vandaag: date) -> None:
    """Write the first key down, once: after a rotation of the root it can't be derived any more."""
    if not _rijen(sessie):
        geheim = wortel.derive(EERSTE)
        _voeg_toe(sessie, wortel, wortel_nr, 1, geheim, geheim, vandaag)


def nieuwste(sessie: Session, wortel: Wortel) -> tuple[int, bytes]:
    """The key that signs now. Out: (its number, the secret). Errors: Ongeldig under another root key."""
    rijen = _rijen(sessie)
    if not rijen:
        return 1, wortel.derive(EERSTE)
    return rijen[-1].nr, _open(wortel, rijen[-1])


def volgende(sessie: Session, wortel: Wortel, wortel_nr: int, vandaag: date) -> int:
    """Make the next key, vouched for by the one that signs now. Out: its number."""
    zorg_voor_eerste(sessie, wortel, wortel_nr, vandaag)
    nr, tekenaar = nieuwste(sessie, wortel)
    _voeg_toe(sessie, wortel, wortel_nr, nr + 1, signing.generate().private, tekenaar, vandaag)
    return nr + 1


def herzegel(sessie: Session, van: Wortel, naar: Wortel, naar_nr: int) -> None:
    """Seal all of them under another root key. Errors: Ongeldig when one does not open under `van`."""
    for rij in _rijen(sessie):
        rij.geheim, rij.wortel_nr = _zegel(naar, rij.nr, _open(van, rij)), naar_nr
    sessie.flush()


def borgen(sessie: Session) -> list[tuple[int, bytes, bytes]]:
    """What shows that each later key is vouched for by the one before it: (number, public half, signature)."""
    return [(rij.nr, rij.publiek, rij.handtekening) for rij in _rijen(sessie) if rij.nr > 1]


def publieke(sessie: Session, wortel: Wortel) -> dict[int, bytes]:
    """The public halves by number, after walking the chain.

    Errors: TekenketenGebroken when a number is missing, a signature does not hold, or a secret is not ours: who can
    only write the database mints no key.
    """
    rijen = _rijen(sessie)
    if not rijen:
        return {1: signing.publiek_van(wortel.derive(EERSTE))}
    gevonden: dict[int, bytes] = {}
    for nr, rij in enumerate(rijen, 1):
        tekenaar = gevonden.get(nr - 1, rij.publiek)
        try:
            signing.verify(tekenaar, rij.handtekening, signing.tekensleutel_message(rij.nr, rij.publiek))
            if rij.nr != nr or signing.publiek_van(_open(wortel, rij)) != rij.publiek:
                raise Ongeldig
        except Ongeldig:
            raise TekenketenGebroken(nr) from None
        gevonden[nr] = rij.publiek
    return gevonden
