"""The key pair of a person: opened by the passphrase, or by the personal code that was shown once."""

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import hpke, passphrase
from storage.crypto.codes import persoonlijke_code, persoonlijke_sleutel
from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import Kekken
from storage.keys.wortel import Wortel, Wortels
from storage.tables.mensen import PersoonRij
from workflow.fouten import InloggenMislukt

_NIEMAND = bytes(16)


@dataclass(frozen=True)
class NieuwPersoon:
    """What is known of a person only at the moment that his account is made."""

    id: bytes
    paar: hpke.KeyPair = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True)
class Slot:
    """What a passphrase leaves in the row of its person, and the key that it closes with."""

    salt: bytes
    kosten: str
    pepper_kid: int
    verifier: bytes
    kw: bytes = field(repr=False)

    def sluit(self, rij: PersoonRij, geheim: bytes) -> None:
        """Close the private key of a person with this passphrase; the one before it opens nothing any more."""
        rij.salt, rij.kosten, rij.pepper_kid = self.salt, self.kosten, self.pepper_kid
        rij.verifier = self.verifier
        rij.geheim = seal(self.kw, geheim, ("persoon", rij.id, "geheim"), pad=1)


def inlog_id(wortel: Wortel, email: str) -> bytes:
    """The look-up value of a mail address; without the root key it can't be guessed."""
    return wortel.derive("inlog", email.strip().lower())[:16]


def maak_slot(wortels: Wortels, kosten: passphrase.Kosten, persoon_id: bytes, wachtzin: str) -> Slot:
    """Derive from a new passphrase; costs one Argon2id, so call it before a transaction writes.

    Errors: TeDruk when too many are waiting.
    """
    salt = os.urandom(16)
    afgeleid = passphrase.derive(wachtzin, salt, persoon_id, wortels.pepper(wortels.nr), kosten)
    return Slot(salt, kosten.as_text(), wortels.nr, afgeleid.verifier, afgeleid.kw)


def sluit_met_code(rij: PersoonRij, geheim: bytes) -> str:
    """Close the private key with a new personal code; the one before it opens nothing any more. Out: the code."""
    code = persoonlijke_code()
    rij.geheim_herstel = seal(persoonlijke_sleutel(code, rij.id), geheim, ("persoon", rij.id, "herstel"), pad=1)
    return code


def open_met_code(rij: PersoonRij, code: str) -> bytes:
    """Open the private key of a person with his personal code. Errors: OngeldigeCode for a typo, Ongeldig."""
    return unseal(persoonlijke_sleutel(code, rij.id), rij.geheim_herstel, ("persoon", rij.id, "herstel"))


def maak_persoon(
    sessie: Session,
    wortels: Wortels,
    kekken: Kekken,
    kosten: passphrase.Kosten,
    tenant: str,
    profiel: Mapping[str, Any],
    wachtzin: str,
) -> NieuwPersoon:
    """Make an account with its key pair.

    In: `profiel` with naam, alias, email and rol (sealed, tier 1). Costs one Argon2id.
    """
    persoon_id = os.urandom(16)
    slot = maak_slot(wortels, kosten, persoon_id, wachtzin)
    return voeg_persoon_toe(sessie, wortels, kekken, persoon_id, slot, tenant, profiel)


def voeg_persoon_toe(
    sessie: Session,
    wortels: Wortels,
    kekken: Kekken,
    persoon_id: bytes,
    slot: Slot,
    tenant: str,
    profiel: Mapping[str, Any],
) -> NieuwPersoon:
    """Make an account with a passphrase that was derived already; this costs nothing inside a transaction."""
    rij = PersoonRij(
        id=persoon_id, tenant=tenant, inlog_id=inlog_id(wortels.huidig, profiel["email"]), actief=True, revisie=0
    )
    paar, code = geef_sleutelpaar(kekken, rij, slot, profiel)
    sessie.add(rij)
    return NieuwPersoon(persoon_id, paar, code)


def geef_sleutelpaar(
    kekken: Kekken, rij: PersoonRij, slot: Slot, profiel: Mapping[str, Any]
) -> tuple[hpke.KeyPair, str]:
    """Give a person a new key pair, under his passphrase and a new personal code; what the old one opened stays shut.

    Out: the pair and the code, which is shown once.
    """
    paar = hpke.generate()
    slot.sluit(rij, paar.private)
    code = sluit_met_code(rij, paar.private)
    rij.publiek, rij.revisie = paar.public, rij.revisie + 1
    plek = ("persoon", rij.id, "profiel", rij.revisie)
    rij.profiel = kekken.zegel(rij.tenant, plek, {**profiel, "publiek": paar.public.hex()})
    return paar, code


def publieke_sleutel(kekken: Kekken, rij: PersoonRij) -> bytes:
    """The public key of a person, as it is sealed in his profile too.

    Errors: Ongeldig when the open column holds another one: somebody wrote his own key there.
    """
    profiel = lees_profiel(kekken, rij)
    if not hmac.compare_digest(bytes.fromhex(profiel["publiek"]), rij.publiek):
        raise Ongeldig
    return rij.publiek


def lees_profiel(kekken: Kekken, rij: PersoonRij) -> dict[str, Any]:
    """What is sealed of a person: naam, alias, email, rol and his public key. Errors: Ongeldig."""
    return kekken.lees(rij.tenant, ("persoon", rij.id, "profiel", rij.revisie), rij.profiel)


def find_persoon(sessie: Session, wortel: Wortel, email: str) -> PersoonRij | None:
    """Look an account up by mail address."""
    return sessie.scalar(select(PersoonRij).where(PersoonRij.inlog_id == inlog_id(wortel, email)))


def ontgrendel(rij: PersoonRij | None, wortels: Wortels, kosten: passphrase.Kosten, wachtzin: str) -> bytes:
    """Open the private key of a person with his passphrase.

    An unknown account costs the same Argon2id as a wrong passphrase, so the answer tells nothing.
    Errors: InloggenMislukt, also when the row was changed or the root key of this passphrase is gone; TeDruk when
    too many are waiting.
    """
    if rij is None or not rij.actief:
        passphrase.derive(wachtzin, _NIEMAND, _NIEMAND, wortels.pepper(wortels.nr), kosten)
        raise InloggenMislukt
    try:
        eigen = passphrase.Kosten.from_text(rij.kosten)
        afgeleid = passphrase.derive(wachtzin, rij.salt, rij.id, wortels.pepper(rij.pepper_kid), eigen)
        if not hmac.compare_digest(afgeleid.verifier, rij.verifier):
            raise InloggenMislukt
        return unseal(afgeleid.kw, rij.geheim, ("persoon", rij.id, "geheim"))
    except (Ongeldig, ValueError):
        raise InloggenMislukt from None


def is_verouderd(rij: PersoonRij, wortels: Wortels, kosten: passphrase.Kosten) -> bool:
    """Say whether a passphrase was stored with other costs, or under an older root key, than a new one would be."""
    return rij.kosten != kosten.as_text() or rij.pepper_kid != wortels.nr
