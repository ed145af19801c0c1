"""How long to wait after many failures, per account and device: a stranger can't lock out who is on his own laptop.

Nobody waits inside a request and nobody is refused for good. Who must wait gets a ticket that says from when he may
try; with a ticket whose time has come he is tried, whatever others did meanwhile. So a stranger can slow down one
log-in by a minute at most. What that leaves him is as many guesses as Argon2 allows, against a passphrase of 55 bits.
A six-digit code is not that strong: for those the tries themselves are spaced.
"""

import os
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from storage.crypto import paginastaat
from storage.crypto.encoding import expand
from storage.crypto.errors import Ongeldig
from storage.tables.sessies import ApparaatRij, PogingRij, WachtkaartRij
from workflow.fouten import Wachten

VENSTER_SECONDEN = 60 * 60
VRIJ = 10
HOOGSTENS_SECONDEN = 60
KAART_SECONDEN = 15 * 60
BEWAARD = timedelta(days=365)
_KAART = "wachtkaart"


def wachttijd(mislukt: int) -> int:
    """Seconds to wait after so many failures in an hour: none up to ten, then 2, 4, 8 … 60."""
    return 0 if mislukt < VRIJ else min(HOOGSTENS_SECONDEN, 2 ** (min(mislukt, VRIJ + 6) - VRIJ + 1))


class Pogingen:
    """The failures of the last hour. Moments come from the real clock."""

    def __init__(self, engine: Engine, nu: Callable[[], float], geheim: bytes) -> None:
        self._engine = engine
        self._nu = nu
        self._geheim = geheim

    def _sessie(self) -> Session:
        sessie = Session(self._engine, expire_on_commit=False)
        sessie.info["gemeente"] = "*"
        return sessie

    # -- devices

    def _apparaat_id(self, account: bytes, apparaat: str) -> bytes:
        return expand(self._geheim, "apparaat", account, apparaat)[:16]

    def emmer(self, account: bytes, apparaat: str, soort: str = "") -> bytes:
        """The bucket of an account on a device: an own one where it once logged in, else that of all strangers."""
        eigen = self._apparaat_id(account, apparaat)
        with self._sessie() as sessie:
            kent = bool(apparaat) and sessie.scalar(select(ApparaatRij.dag).where(ApparaatRij.id == eigen)) is not None
        return self._emmer(account, eigen if kent else b"", soort)

    def _emmer(self, account: bytes, eigen: bytes, soort: str) -> bytes:
        return expand(self._geheim, "emmer", account, eigen, soort)[:16]

    def ken(self, account: bytes, apparaat: str, soorten: Sequence[str] = ("",)) -> str:
        """Remember that an account logged in on a device, and forget what went wrong on it before.

        Out: the name of the device, a new one when it had none.
        """
        apparaat = apparaat or secrets.token_urlsafe(32)
        dag = datetime.fromtimestamp(self._nu(), UTC).date()
        with self._sessie() as sessie:
            sessie.execute(delete(ApparaatRij).where(ApparaatRij.dag < dag - BEWAARD))
            eigen = self._apparaat_id(account, apparaat)
            sessie.merge(ApparaatRij(id=eigen, dag=dag))
            emmers = [self._emmer(account, eigen, soort) for soort in soorten]
            sessie.execute(delete(PogingRij).where(PogingRij.emmer.in_(emmers)))
            sessie.commit()
        return apparaat

    # -- failures

    def mislukt(self, *emmers: bytes) -> None:
        """Count a failure in these buckets."""
        nu = int(self._nu())
        with self._sessie() as sessie:
            sessie.execute(delete(PogingRij).where(PogingRij.moment < nu - VENSTER_SECONDEN))
            sessie.add_all(PogingRij(id=os.urandom(16), emmer=emmer, moment=nu) for emmer in emmers)
            sessie.commit()

    def _stand(self, sessie: Session, emmer: bytes) -> tuple[int, int]:
        """How many failures in the last hour, and when the last one was."""
        waar = (PogingRij.emmer == emmer, PogingRij.moment > int(self._nu()) - VENSTER_SECONDEN)
        aantal, laatste = sessie.execute(select(func.count(), func.max(PogingRij.moment)).where(*waar)).one()
        return aantal, laatste or 0

    def aantal(self, emmer: bytes) -> int:
        """How many failures a bucket holds."""
        with self._sessie() as sessie:
            return self._stand(sessie, emmer)[0]

    # -- waiting

    def eis_beurt(self, emmer: bytes, kaart: str = "") -> None:
        """Let a try through. Errors: Wachten with a ticket when there were too many failures."""
        with self._sessie() as sessie:
            wacht = wachttijd(self._stand(sessie, emmer)[0])
        if wacht and not self._lever_in(emmer, kaart):
            raise Wachten(wacht, self._kaart(emmer, int(self._nu()) + wacht))

    def eis_ruimte(self, emmer: bytes) -> bytes:
        """Let one try of a short code through and count it as a failure, until `gelukt`; many at once can't slip by.

        Out: the id of that count. Errors: Wachten when the last try was too short ago.
        """
        nu = int(self._nu())
        with self._sessie() as sessie:
            sessie.execute(delete(PogingRij).where(PogingRij.moment < nu - VENSTER_SECONDEN))
            mislukt, laatste = self._stand(sessie, emmer)
            wacht = laatste + wachttijd(mislukt) - nu
            if mislukt >= VRIJ and wacht > 0:
                raise Wachten(wacht, "")
            poging = PogingRij(id=os.urandom(16), emmer=emmer, moment=nu)
            sessie.add(poging)
            sessie.commit()
            return poging.id

    def gelukt(self, poging: bytes) -> None:
        """The try was right after all: it no longer counts."""
        with self._sessie() as sessie:
            sessie.execute(delete(PogingRij).where(PogingRij.id == poging))
            sessie.commit()

    # -- tickets

    def _kaart(self, emmer: bytes, vanaf: int) -> str:
        inhoud: dict[str, object] = {"id": os.urandom(16).hex(), "emmer": emmer.hex(), "vanaf": vanaf}
        return paginastaat.seal_state(expand(self._geheim, _KAART), inhoud, _KAART, vanaf + KAART_SECONDEN)

    def _lever_in(self, emmer: bytes, kaart: str) -> bool:
        """Take a ticket. Out: whether its time has come and it was never used before.

        Errors: Wachten with the same ticket when it is too early.
        """
        if not kaart:
            return False
        nu = int(self._nu())
        try:
            inhoud, verlopen = paginastaat.open_state(expand(self._geheim, _KAART), kaart, _KAART, nu)
        except Ongeldig:
            return False
        if verlopen or inhoud["emmer"] != emmer.hex():
            return False
        if nu < inhoud["vanaf"]:
            raise Wachten(inhoud["vanaf"] - nu, kaart)
        with self._sessie() as sessie:
            sessie.execute(delete(WachtkaartRij).where(WachtkaartRij.moment < nu - 2 * KAART_SECONDEN))
            kaart_id = bytes.fromhex(inhoud["id"])
            if sessie.get(WachtkaartRij, kaart_id) is not None:
                return False
            sessie.add(WachtkaartRij(id=kaart_id, moment=nu))
            sessie.commit()
        return True
