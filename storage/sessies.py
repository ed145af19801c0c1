"""Sessions: a person's key stands in a row, sealed under the cookie that only his browser has."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from storage.crypto.encoding import expand
from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig
from storage.tables.sessies import SessieRij

STIL_SECONDEN = 15 * 60
HOOGSTENS_SECONDEN = 9 * 60 * 60
BEWAAR_SECONDEN = 24 * 60 * 60
HOOGSTENS_SESSIES = 2


@dataclass(frozen=True)
class Sessie:
    """An open session: who it is, his opened private key, and a text that waits to be shown once."""

    sleutel: bytes
    persoon_id: bytes
    geheim: bytes = field(repr=False)
    publiek: bytes
    csrf: str = field(repr=False)


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

    def begin(self, persoon_id: bytes, geheim: bytes, publiek: bytes) -> str:
        """Start a session. Out: the token for the cookie; it is stored nowhere.

        A third session ends the oldest one.
        """
        token, nu = secrets.token_bytes(32), int(self._nu())
        sleutel = hashlib.sha256(token).digest()
        inhoud = {"geheim": geheim.hex(), "publiek": publiek.hex()}
        with self._sessie() as sessie:
            sessie.execute(delete(SessieRij).where(SessieRij.verloopt < nu - BEWAAR_SECONDEN))
            lopend = sessie.scalars(
                select(SessieRij)
                .where(SessieRij.persoon_id == persoon_id, SessieRij.beeindigd.is_(False))
                .order_by(SessieRij.begonnen)
            ).all()
            for oud in lopend[: max(0, len(lopend) - HOOGSTENS_SESSIES + 1)]:
                self._eindig(oud)
            sessie.add(
                SessieRij(
                    sleutel=sleutel,
                    persoon_id=persoon_id,
                    begonnen=nu,
                    gezien=nu,
                    verloopt=nu + HOOGSTENS_SECONDEN,
                    beeindigd=False,
                    inhoud=self._zegel(token, sleutel, persoon_id, inhoud),
                )
            )
            sessie.commit()
        return base64.urlsafe_b64encode(token).decode().rstrip("=")

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
            if rij.beeindigd or nu > rij.verloopt or nu > rij.gezien + STIL_SECONDEN:
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
        return Sessie(rij.sleutel, rij.persoon_id, geheim, publiek, csrf), None

    def eindig(self, token: str) -> None:
        """End a session: its key is gone from the store at once."""
        self._met_rij(token, self._eindig)

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


def _ruw(token: str) -> bytes | None:
    try:
        ruw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    return ruw if len(ruw) == 32 else None
