"""Single sign-on: which account at a provider belongs to whom, and what a browser carries between two pages of it."""

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.crypto import paginastaat
from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import Kekken
from storage.keys.wortel import Wortel
from storage.tables.mensen import ExterneLoginRij, PersoonRij
from storage.unit_of_work import GEEN_SLEUTELS, Eenheid, eenheid
from workflow.actor import Actor
from workflow.fouten import Ingehaald, NietGevonden
from workflow.zaak import Persoon

if TYPE_CHECKING:
    from storage.installatie import Installatie

GELDIG_SECONDEN = 10 * 60


@dataclass(frozen=True)
class ExterneLogin:
    """One account at a provider that belongs to a person."""

    iss: str
    sub: str
    naam: str


def login_id(wortel: Wortel, iss: str, sub: str) -> bytes:
    """The look-up value of an account at a provider; without the root key it can't be guessed."""
    return wortel.derive("externelogin", iss, sub)[:16]


class Sso:
    """Logs nobody in and opens nothing: it only says who somebody is."""

    def __init__(self, huis: "Installatie") -> None:
        self._huis = huis

    # -- what travels in a cookie

    def verzegel(self, soort: str, data: dict[str, object]) -> str:
        """Seal what one page of the log-in leaves for the next; it is good for ten minutes."""
        verloopt = int(self._huis.echte_tijd().timestamp()) + GELDIG_SECONDEN
        return paginastaat.seal_state(self._huis.wortel.derive("sso"), data, soort, verloopt)

    def open(self, soort: str, tekst: str) -> dict[str, Any] | None:
        """Open it again; None when it is too old, of another page or not ours."""
        nu = int(self._huis.echte_tijd().timestamp())
        try:
            data, verlopen = paginastaat.open_state(self._huis.wortel.derive("sso"), tekst, soort, nu)
        except Ongeldig:
            return None
        return None if verlopen else data

    # -- whose account it is

    def vind(self, iss: str, sub: str) -> Persoon:
        """The person to whom an account belongs. Errors: NietGevonden for one that is not linked, or not any more."""
        with self._huis.klokwerk() as werk:
            assert isinstance(werk, Eenheid)
            wie = login_id(self._huis.wortel, iss, sub)
            rij = werk.sessie.scalar(select(ExterneLoginRij).where(ExterneLoginRij.id == wie))
            gelezen = None if rij is None else self._lees(werk.sessie, werk.kekken, rij)
            if rij is None or gelezen is None or (gelezen.iss, gelezen.sub) != (iss, sub):
                raise NietGevonden
            return werk.mensen.get(rij.persoon_id)

    def persoon(self, persoon_id: bytes) -> Persoon:
        """Who the provider named, on the page after it. Errors: NietGevonden when he may not come in any more."""
        with self._huis.klokwerk() as werk:
            return werk.mensen.get(persoon_id)

    def van(self, persoon_id: bytes) -> ExterneLogin | None:
        """The account that is linked to a person; None when there is none."""
        with self._huis.klokwerk() as werk:
            assert isinstance(werk, Eenheid)
            rij = werk.sessie.scalar(select(ExterneLoginRij).where(ExterneLoginRij.persoon_id == persoon_id))
            return None if rij is None else self._lees(werk.sessie, werk.kekken, rij)

    def _lees(self, sessie: Session, kekken: Kekken, rij: ExterneLoginRij) -> ExterneLogin | None:
        """What a row says, if it was written here for this very person."""
        tenant = sessie.scalar(select(PersoonRij.tenant).where(PersoonRij.id == rij.persoon_id))
        try:
            gelezen = kekken.lees(tenant or "", _plek(rij.persoon_id), rij.inhoud)
        except (Ongeldig, KeyError):
            return None
        login = ExterneLogin(gelezen["iss"], gelezen["sub"], gelezen["naam"])
        klopt = hmac.compare_digest(login_id(self._huis.wortel, login.iss, login.sub), rij.id)
        return login if klopt else None

    # -- linking, by the owner alone

    def koppel(self, actor: Actor, iss: str, sub: str, naam: str) -> None:
        """Link an account to the person who is logged in; the one that he had is let go. `naam` is for showing.

        Errors: NietGevonden without a person, Ingehaald when the account belongs to somebody else.
        """
        if actor.persoon_id is None:
            raise NietGevonden
        with eenheid(self._huis, actor, GEEN_SLEUTELS, self._huis.nu()) as werk:
            assert isinstance(werk, Eenheid)
            wie = login_id(self._huis.wortel, iss, sub)
            bezet = werk.sessie.scalar(select(ExterneLoginRij.persoon_id).where(ExterneLoginRij.id == wie))
            if bezet not in (None, actor.persoon_id):
                raise Ingehaald
            werk.sessie.execute(delete(ExterneLoginRij).where(ExterneLoginRij.persoon_id == actor.persoon_id))
            inhoud = {"iss": iss, "sub": sub, "naam": naam}
            zegel = werk.kekken.zegel(actor.tenant, _plek(actor.persoon_id), inhoud)
            dag = self._huis.echte_tijd().date()
            werk.sessie.add(ExterneLoginRij(id=wie, persoon_id=actor.persoon_id, dag=dag, inhoud=zegel))
            werk.log("sso_koppelen")
            werk.bevestig()

    def ontkoppel(self, actor: Actor) -> None:
        """Let go of the account that is linked to the person who is logged in."""
        with eenheid(self._huis, actor, GEEN_SLEUTELS, self._huis.nu()) as werk:
            assert isinstance(werk, Eenheid)
            werk.sessie.execute(delete(ExterneLoginRij).where(ExterneLoginRij.persoon_id == actor.persoon_id))
            werk.log("sso_ontkoppelen")
            werk.bevestig()

    def noteer(self, persoon_id: bytes | None, *, gelukt: bool) -> None:
        """Write to the log that the provider said who somebody is, or that it was refused here."""
        actor = Actor("onbekend", "regio") if persoon_id is None else self._huis.actor_van(persoon_id)
        with self._huis.werk(actor) as werk:
            if gelukt:
                werk.log("sso")
            else:
                werk.log("inloggen", uitkomst="geweigerd", via="sso")
            werk.bevestig()


def _plek(persoon_id: bytes) -> tuple[str, bytes, str, int]:
    return ("externelogin", persoon_id, "inhoud", 1)
