"""The second factor of a person: an authenticator app, one-time codes on paper, and security keys."""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto.codes import OngeldigeCode, eenmalige_code, parse_eenmalige_code
from storage.crypto.encoding import lp
from storage.keys.gemeenten import Kekken
from storage.tables.mensen import TweedeFactorRij

GEHEIM_BYTES = 20
CIJFERS, STAP_SECONDEN = 6, 30
SPELING = 1
AANTAL_CODES = 10


@dataclass(frozen=True)
class Factor:
    """What stands sealed of a second factor. `stap` is the last step that was accepted: no code counts twice."""

    totp: bytes = field(default=b"", repr=False)
    stap: int = 0
    codes: tuple[str, ...] = ()
    sleutels: tuple[Mapping[str, Any], ...] = ()

    @property
    def werkt(self) -> bool:
        """Say whether there is anything to ask for; one-time codes alone are no factor, they stand in for one."""
        return bool(self.totp or self.sleutels)

    def als_json(self) -> dict[str, Any]:
        """The content of the row."""
        return {
            "totp": self.totp.hex(),
            "stap": self.stap,
            "codes": list(self.codes),
            "sleutels": [dict(een) for een in self.sleutels],
        }

    @classmethod
    def van_json(cls, inhoud: Mapping[str, Any]) -> "Factor":
        """Read it back."""
        return cls(bytes.fromhex(inhoud["totp"]), inhoud["stap"], tuple(inhoud["codes"]), tuple(inhoud["sleutels"]))


def _plek(persoon_id: bytes, revisie: int) -> tuple[str, bytes, str, int]:
    return ("tweedefactor", persoon_id, "inhoud", revisie)


def lees(sessie: Session, kekken: Kekken, tenant: str, persoon_id: bytes) -> Factor | None:
    """The second factor of a person; None when he has none. Errors: Ongeldig."""
    rij = sessie.scalar(select(TweedeFactorRij).where(TweedeFactorRij.persoon_id == persoon_id))
    return None if rij is None else Factor.van_json(kekken.lees(tenant, _plek(persoon_id, rij.revisie), rij.inhoud))


def zet(sessie: Session, kekken: Kekken, tenant: str, persoon_id: bytes, factor: Factor | None) -> None:
    """Store the second factor of a person, under the next version number; None takes it away.

    Errors: StaleDataError at the flush when somebody else stored one in between: one code can't be used twice at once.
    """
    rij = sessie.scalar(select(TweedeFactorRij).where(TweedeFactorRij.persoon_id == persoon_id))
    if factor is None or not factor.werkt:
        if rij is not None:
            sessie.delete(rij)
        return
    revisie = 1 if rij is None else rij.revisie + 1
    inhoud = kekken.zegel(tenant, _plek(persoon_id, revisie), factor.als_json())
    if rij is None:
        sessie.add(TweedeFactorRij(persoon_id=persoon_id, inhoud=inhoud, revisie=revisie))
    else:
        rij.inhoud, rij.revisie = inhoud, revisie


# -- the app


def nieuw_geheim() -> bytes:
    """The secret that the app and the server share."""
    return os.urandom(GEHEIM_BYTES)


def als_tekst(geheim: bytes) -> str:
    """The secret as an app takes it when it is typed, in groups of four."""
    kaal = base64.b32encode(geheim).decode().rstrip("=")
    return " ".join(kaal[begin : begin + 4] for begin in range(0, len(kaal), 4))


def adres(geheim: bytes, email: str, uitgever: str) -> str:
    """The address that stands in the QR code."""
    vragen = urlencode({"secret": base64.b32encode(geheim).decode().rstrip("="), "issuer": uitgever}, quote_via=quote)
    return f"otpauth://totp/{quote(uitgever)}:{quote(email)}?{vragen}"


def _totp(geheim: bytes) -> TOTP:
    # SHA-1, six digits and thirty seconds are what every app knows; HMAC does not need a hash without collisions.
    return TOTP(geheim, CIJFERS, hashes.SHA1(), STAP_SECONDEN)  # noqa: S303


def code_van(geheim: bytes, nu: float) -> str:
    """The code that the app shows at a moment (seconds since 1970)."""
    return _totp(geheim).generate(int(nu)).decode()


def stap_van(geheim: bytes, code: str, nu: float, na: int = 0) -> int | None:
    """The step that a typed code belongs to: now, or one earlier or later, and later than step `na`; None for no step.

    All steps are compared, so that the time it takes tells nothing.
    """
    getypt = "".join(code.split())
    if len(getypt) != CIJFERS or not getypt.isascii() or not getypt.isdigit():
        return None
    gevonden, stap = None, int(nu) // STAP_SECONDEN
    for nr in range(stap - SPELING, stap + SPELING + 1):
        if hmac.compare_digest(code_van(geheim, nr * STAP_SECONDEN), getypt) and nr > na:
            gevonden = nr
    return gevonden


# -- the codes on paper


def maak_codes(persoon_id: bytes) -> tuple[list[str], tuple[str, ...]]:
    """Ten new one-time codes. Out: (as they are shown once, as they are kept: hashes alone)."""
    codes = [eenmalige_code() for _ in range(AANTAL_CODES)]
    return codes, tuple(_hash(persoon_id, parse_eenmalige_code(een)) for een in codes)


def _hash(persoon_id: bytes, code: str) -> str:
    return hashlib.sha256(lp("mh/v1/eenmalig", persoon_id, code)).hexdigest()


def gebruik(factor: Factor, persoon_id: bytes, waarde: str, nu: float) -> Factor | None:
    """Use a typed code of the app or of the paper. Out: what is left of the factor; None when the code is wrong."""
    stap = stap_van(factor.totp, waarde, nu, factor.stap) if factor.totp else None
    if stap is not None:
        return replace(factor, stap=stap)
    try:
        kenmerk = _hash(persoon_id, parse_eenmalige_code(waarde))
    except OngeldigeCode:
        return None
    over = tuple(een for een in factor.codes if not hmac.compare_digest(een, kenmerk))
    return replace(factor, codes=over) if len(over) < len(factor.codes) else None


def lijkt_op_code(waarde: str) -> bool:
    """Say whether something typed has the shape of a code of the app or of the paper; a passphrase never has."""
    kaal = "".join(waarde.split())
    if len(kaal) == CIJFERS and kaal.isascii() and kaal.isdigit():
        return True
    try:
        parse_eenmalige_code(waarde)
    except OngeldigeCode:
        return False
    return True
