"""Sessions: a person's key stands in a row, sealed under the cookie that only his browser has."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from storage.crypto.encoding import expand
from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig
from storage.tables.sessies import SessieRij
from workflow.fouten import NietGevonden

STIL_SECONDEN = 15 * 60
HOOGSTENS_SECONDEN = 9 * 60 * 60
BEWAAR_SECONDEN = 24 * 60 * 60
HOOGSTENS_SESSIES = 2
# Between the passphrase and the second factor: long enough to find a telephone, too short to be left behind.
HALF_SECONDEN = 10 * 60


@dataclass(frozen=True)
class Sessie:
    """An open session: who it is and his opened private key.

    `half` says what is still asked before it counts as logged in: "tweede" the second factor, "instellen" that one is
    set up; "" nothing. `extra` are small things that the pages keep in it.
    """

    sleutel: bytes
    persoon_id: bytes
    geheim: bytes = field(repr=False)
    publiek: bytes
    csrf: str = field(repr=False)
    half: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Sessies:
    """The store of sessions. Moments come from the real clock; the practice clock does not move them."""

    def __init__(self, engine: Engine, nu: Callable[[], float], geheim: bytes) -> None:
        self._engine = engine
        self._nu = nu
        # A row needs the cookie to be read and the server to be made: who can only write the table mints no session.
        self._geheim = geheim

    def _sessie(self) -> Session:
        sessie = Session(self._engine, expire_on_commit=False)
        sessie.info["gemeente"] = "*"
        return sessie

    def begin(self, persoon_id: bytes, geheim: bytes, publiek: bytes, half: str = "") -> str:
        """Start a session. Out: the token for the cookie; it is stored nowhere.

        A third session ends the oldest one; a half session ends none, for it is not yet known whose it is.
        """
        inhoud = {"geheim": geheim.hex(), "publiek": publiek.hex(), "half": half, "extra": {}}
        with self._sessie() as sessie:
            token, _ = self._voeg_toe(sessie, persoon_id, inhoud)
            sessie.commit()
        return _tekst(token)

    def _voeg_toe(self, sessie: Session, persoon_id: bytes, inhoud: dict[str, Any]) -> tuple[bytes, SessieRij]:
        token, nu = secrets.token_bytes(32), int(self._nu())
        sleutel = hashlib.sha256(token).digest()
        sessie.execute(delete(SessieRij).where(SessieRij.verloopt < nu - BEWAAR_SECONDEN))
        if not inhoud["half"]:
            lopend = [een for een in self._lopend(sessie, persoon_id) if not _is_half(een)]
            for oud in lopend[: max(0, len(lopend) - HOOGSTENS_SESSIES + 1)]:
                self._eindig(oud)
        rij = SessieRij(
            sleutel=sleutel,
            persoon_id=persoon_id,
            begonnen=nu,
            gezien=nu,
            verloopt=nu + (HALF_SECONDEN if inhoud["half"] else HOOGSTENS_SECONDEN),
            beeindigd=False,
            inhoud=self._zegel(token, sleutel, persoon_id, inhoud),
        )
        sessie.add(rij)
        return token, rij

    @staticmethod
    def _lopend(sessie: Session, persoon_id: bytes) -> Sequence[SessieRij]:
        waar = (SessieRij.persoon_id == persoon_id, SessieRij.beeindigd.is_(False))
        return sessie.scalars(select(SessieRij).where(*waar).order_by(SessieRij.begonnen)).all()

    def maak_heel(self, token: str) -> str:
        """Turn a half session into a whole one under a new token, with the text that waits in it.

        Out: the new token. Errors: NietGevonden when there is no such half session.
        """
        ruw, nu = _ruw(token), int(self._nu())
        if ruw is None:
            raise NietGevonden
        with self._sessie() as sessie:
            rij = sessie.scalar(select(SessieRij).where(SessieRij.sleutel == hashlib.sha256(ruw).digest()))
            if rij is None or self._is_over(rij, nu):
                raise NietGevonden
            inhoud = self._open(ruw, rij, rij.inhoud)
            if not inhoud.get("half"):
                raise NietGevonden
            concept = None if rij.concept is None else self._open(ruw, rij, rij.concept)
            self._eindig(rij)
            heel = {**inhoud, "half": "", "extra": {}}
            nieuw, nieuwe_rij = self._voeg_toe(sessie, rij.persoon_id, heel)
            if concept is not None:
                nieuwe_rij.concept = self._zegel(nieuw, nieuwe_rij.sleutel, rij.persoon_id, concept)
            sessie.commit()
        return _tekst(nieuw)

    @staticmethod
    def _is_over(rij: SessieRij, nu: int) -> bool:
        return rij.beeindigd or nu > rij.verloopt or nu > rij.gezien + STIL_SECONDEN

    def _zegel(self, token: bytes, sleutel: bytes, persoon_id: bytes, inhoud: dict[str, Any]) -> bytes:
        return seal(expand(self._geheim, "sess", token), json.dumps(inhoud).encode(), (sleutel, persoon_id))

    def _open(self, token: bytes, rij: SessieRij, zegel: bytes) -> dict[str, Any]:
        inhoud: dict[str, Any] = json.loads(
            unseal(expand(self._geheim, "sess", token), zegel, (rij.sleutel, rij.persoon_id))
        )
        return inhoud

    @staticmethod
    def _eindig(rij: SessieRij) -> None:
        # The row stays a day without its key, so that a text that was being typed still finds its owner.
        rij.beeindigd, rij.inhoud, rij.concept = True, b"", None

    def haal(self, token: str) -> tuple[Sessie | None, bytes | None]:
        """Open the session of a cookie and count it as used.

        Out: (session, None) when it is open; (None, person) when it ran out or was ended less than a day ago;
        (None, None) for anything else.
        """
        ruw = _ruw(token)
        if ruw is None:
            return None, None
        nu = int(self._nu())
        with self._sessie() as sessie:
            rij = sessie.scalar(select(SessieRij).where(SessieRij.sleutel == hashlib.sha256(ruw).digest()))
            if rij is None:
                return None, None
            if self._is_over(rij, nu):
                if not rij.beeindigd:
                    self._eindig(rij)
                    sessie.commit()
                return None, rij.persoon_id
            if nu > rij.gezien + 10:
                rij.gezien = nu
                sessie.commit()
            try:
                inhoud = self._open(ruw, rij, rij.inhoud)
            except Ongeldig:
                return None, None
        csrf = expand(ruw, "csrf").hex()
        geheim, publiek = bytes.fromhex(inhoud["geheim"]), bytes.fromhex(inhoud["publiek"])
        half, extra = inhoud.get("half", ""), inhoud.get("extra", {})
        return Sessie(rij.sleutel, rij.persoon_id, geheim, publiek, csrf, half, extra), None

    def eindig(self, token: str) -> None:
        """End a session: its key is gone from the store at once."""
        self._met_rij(token, self._eindig)

    def eindig_alle(self, persoon_id: bytes, behalve: str | None = None) -> None:
        """End all sessions of a person, half ones too. `behalve` is the token of the one that goes on."""
        ruw = _ruw(behalve or "")
        blijft = None if ruw is None else hashlib.sha256(ruw).digest()
        with self._sessie() as sessie:
            for rij in self._lopend(sessie, persoon_id):
                if rij.sleutel != blijft:
                    self._eindig(rij)
            sessie.commit()

    def aantal(self, persoon_id: bytes) -> int:
        """On how many places a person is logged in now."""
        nu = int(self._nu())
        with self._sessie() as sessie:
            return sum(not self._is_over(rij, nu) and not _is_half(rij) for rij in self._lopend(sessie, persoon_id))

    def onthoud(self, token: str, **waarden: Any) -> None:
        """Keep small things in the sealed content of a session; None takes one out."""
        ruw = _ruw(token)

        def zet(rij: SessieRij) -> None:
            if ruw is None or rij.beeindigd:
                return
            inhoud = self._open(ruw, rij, rij.inhoud)
            extra = {**inhoud.get("extra", {}), **waarden}
            inhoud["extra"] = {naam: een for naam, een in extra.items() if een is not None}
            rij.inhoud = self._zegel(ruw, rij.sleutel, rij.persoon_id, inhoud)

        self._met_rij(token, zet)

    def pak(self, token: str, naam: str) -> Any | None:
        """Take one of those things out, once; None when it is not there."""
        ruw, gevonden = _ruw(token), []

        def haal(rij: SessieRij) -> None:
            if ruw is None or self._is_over(rij, int(self._nu())):
                return
            inhoud = self._open(ruw, rij, rij.inhoud)
            gevonden.append(inhoud.get("extra", {}).pop(naam, None))
            rij.inhoud = self._zegel(ruw, rij.sleutel, rij.persoon_id, inhoud)

        self._met_rij(token, haal)
        return gevonden[0] if gevonden else None

    def bewaar_tekst(self, token: str, pagina: str, velden: dict[str, list[str]]) -> None:
        """Keep a text that outlived its session until its page is shown once, sealed under the cookie."""
        ruw = _ruw(token)

        def zet(rij: SessieRij) -> None:
            if ruw is not None:
                rij.concept = self._zegel(ruw, rij.sleutel, rij.persoon_id, {"pagina": pagina, "velden": velden})

        self._met_rij(token, zet)

    def neem_tekst(self, token: str, pagina: str) -> dict[str, list[str]]:
        """Take the text that waits for this page; it is given once."""
        ruw, gevonden = _ruw(token), {}

        def haal(rij: SessieRij) -> None:
            if rij.concept is None or ruw is None:
                return
            inhoud = self._open(ruw, rij, rij.concept)
            if inhoud["pagina"] == pagina:
                gevonden.update(inhoud["velden"])
                rij.concept = None

        self._met_rij(token, haal)
        return gevonden

    def _met_rij(self, token: str, doe: Callable[[SessieRij], None]) -> None:
        ruw = _ruw(token)
        if ruw is None:
            return
        with self._sessie() as sessie:
            rij = sessie.scalar(select(SessieRij).where(SessieRij.sleutel == hashlib.sha256(ruw).digest()))
            if rij is not None:
                doe(rij)
                sessie.commit()


def _is_half(rij: SessieRij) -> bool:
    # The content is sealed; how long the row was given tells it too.
    return rij.verloopt - rij.begonnen == HALF_SECONDEN


def _tekst(token: bytes) -> str:
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


def _ruw(token: str) -> bytes | None:
    try:
        ruw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    return ruw if len(ruw) == 32 else None
