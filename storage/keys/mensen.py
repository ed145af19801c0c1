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
from storage.keys.wortel import Wortel
from storage.tables.mensen import PersoonRij
from workflow.fouten import InloggenMislukt

PEPPER_KID = 1
_NIEMAND = bytes(16)


@dataclass(frozen=True)
class NieuwPersoon:
    """What is known of a person only at the moment that his account is made."""

    id: bytes
    paar: hpke.KeyPair = field(repr=False)
    code: str = field(repr=False)


def inlog_id(wortel: Wortel, email: str) -> bytes:
    """The look-up value of a mail address; without the root key it can't be guessed."""
    return wortel.derive("inlog", email.strip().lower())[:16]


def maak_persoon(
    sessie: Session,
    wortel: Wortel,
    kekken: Kekken,
    kosten: passphrase.Kosten,
    tenant: str,
    profiel: Mapping[str, Any],
    wachtzin: str,
) -> NieuwPersoon:
    """Make an account with its key pair.

    In: `profiel` with naam, alias, email and rol (sealed, tier 1). Costs one Argon2id.
    """
    persoon_id, salt, paar = os.urandom(16), os.urandom(16), hpke.generate()
    afgeleid = passphrase.derive(wachtzin, salt, persoon_id, wortel.derive("pepper"), kosten)
    code = persoonlijke_code()
    sessie.add(
        PersoonRij(
            id=persoon_id,
            tenant=tenant,
            inlog_id=inlog_id(wortel, profiel["email"]),
            salt=salt,
            kosten=kosten.as_text(),
            pepper_kid=PEPPER_KID,
            verifier=afgeleid.verifier,
            publiek=paar.public,
            geheim=seal(afgeleid.kw, paar.private, ("persoon", persoon_id, "geheim"), pad=1),
            geheim_herstel=seal(
                persoonlijke_sleutel(code, persoon_id), paar.private, ("persoon", persoon_id, "herstel"), pad=1
            ),
            profiel=kekken.zegel(
                tenant, ("persoon", persoon_id, "profiel", 1), {**profiel, "publiek": paar.public.hex()}
            ),
            actief=True,
            revisie=1,
        )
    )
    return NieuwPersoon(persoon_id, paar, code)


def publieke_sleutel(kekken: Kekken, rij: PersoonRij) -> bytes:
    """The public key of a person, as it is sealed in his profile too.

    Errors: Ongeldig when the open column holds another one: somebody wrote his own key there.
    """
    profiel = kekken.lees(rij.tenant, ("persoon", rij.id, "profiel", rij.revisie), rij.profiel)
    if not hmac.compare_digest(bytes.fromhex(profiel["publiek"]), rij.publiek):
        raise Ongeldig
    return rij.publiek


def find_persoon(sessie: Session, wortel: Wortel, email: str) -> PersoonRij | None:
    """Look an account up by mail address."""
    return sessie.scalar(select(PersoonRij).where(PersoonRij.inlog_id == inlog_id(wortel, email)))


def ontgrendel(rij: PersoonRij | None, wortel: Wortel, kosten: passphrase.Kosten, wachtzin: str) -> bytes:
    """Open the private key of a person with his passphrase.

    An unknown account costs the same Argon2id as a wrong passphrase, so the answer tells nothing.
    Errors: InloggenMislukt; TeDruk when too many are waiting.
    """
    if rij is None or not rij.actief:
        passphrase.derive(wachtzin, _NIEMAND, _NIEMAND, wortel.derive("pepper"), kosten)
        raise InloggenMislukt
    eigen = passphrase.Kosten.from_text(rij.kosten)
    afgeleid = passphrase.derive(wachtzin, rij.salt, rij.id, wortel.derive("pepper"), eigen)
    if not hmac.compare_digest(afgeleid.verifier, rij.verifier):
        raise InloggenMislukt
    return unseal(afgeleid.kw, rij.geheim, ("persoon", rij.id, "geheim"))
