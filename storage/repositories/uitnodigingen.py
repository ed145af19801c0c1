"""Invitations: kept under the hash of their one-time code, what they say sealed for the server."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from storage.crypto.codes import papieren_code, uitnodiging_id
from storage.database import GemeenteSessie
from storage.keys.mensen import find_persoon
from storage.keys.uitnodigingen import open_kolommen
from storage.tables.mensen import PersoonRij, UitnodigingRij
from workflow.fouten import NietGevonden
from workflow.lidmaatschap import HERSTEL, NIEUW, Plek, Uitnodiging

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

GELDIG = timedelta(days=7)


class UitnodigingOpslag:
    """The open invitations of one tenant."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._sessie: GemeenteSessie = werk.sessie

    def nieuw(self, profiel: dict[str, str], plekken: Sequence[Plek]) -> str:
        """Invite somebody who has no account. Out: the one-time code, which is stored nowhere."""
        rijen = [
            {"werkplek": een.werkplek, "waarneemt": een.waarneemt, "van": _tekst(een.van), "tot": _tekst(een.tot)}
            for een in plekken
        ]
        return self._maak(NIEUW, None, {"profiel": profiel, "plekken": rijen})

    def herstel(self, persoon_id: bytes) -> str:
        """Invite a person who lost his key, in the place of an earlier invitation of this kind. Out: the code."""
        self.vergeet(persoon_id)
        return self._maak(HERSTEL, persoon_id, {"profiel": {}, "plekken": []})

    def vergeet(self, persoon_id: bytes) -> None:
        """Take away what was meant for a person."""
        self._sessie.execute(delete(UitnodigingRij).where(UitnodigingRij.persoon_id == persoon_id))

    def _maak(self, soort: str, persoon_id: bytes | None, inhoud: dict[str, Any]) -> str:
        code = papieren_code()
        sleutel, tenant = uitnodiging_id(code), self._werk.actor.tenant
        rij = UitnodigingRij(
            id=sleutel,
            tenant=tenant,
            soort=soort,
            persoon_id=persoon_id,
            gemaakt_door=self._werk.actor.persoon_id,
            dag=self._werk.echt_vandaag,
            verloopt=self._werk.echt_vandaag + GELDIG,
        )
        publiek = self._sessie.scalar(select(PersoonRij.publiek).where(PersoonRij.id == persoon_id))
        inhoud |= {"rij": open_kolommen(rij, publiek)}
        rij.inhoud = self._werk.kekken.zegel(tenant, ("uitnodiging", sleutel, "inhoud", 1), inhoud)
        self._sessie.add(rij)
        self._sessie.flush()
        return code

    def mail_vrij(self, email: str) -> bool:
        """Say whether no account has this address, and no invitation of this tenant that still holds."""
        if find_persoon(self._sessie, self._werk.installatie.wortel, email) is not None:
            return False
        zelfde = email.strip().lower()
        return not any(
            str(self._inhoud(rij)["profiel"].get("email", "")).strip().lower() == zelfde
            for rij in self._rijen()
            if rij.verloopt >= self._werk.echt_vandaag
        )

    def lijst(self) -> list[Uitnodiging]:
        """All that nobody used yet, those that ran out too, the newest first."""
        return sorted(map(self._lees, self._rijen()), key=lambda een: (een.dag, een.naam), reverse=True)

    def trek_in(self, uitnodiging_id: bytes) -> Uitnodiging:
        """Take one away. Errors: NietGevonden."""
        for rij in self._rijen():
            if rij.id == uitnodiging_id:
                gevonden = self._lees(rij)
                self._sessie.delete(rij)
                self._sessie.flush()
                return gevonden
        raise NietGevonden

    def _rijen(self) -> Sequence[UitnodigingRij]:
        vraag = select(UitnodigingRij).where(UitnodigingRij.tenant == self._werk.actor.tenant)
        return self._sessie.scalars(vraag).all()

    def _inhoud(self, rij: UitnodigingRij) -> dict[str, Any]:
        return self._werk.kekken.lees(rij.tenant, ("uitnodiging", rij.id, "inhoud", 1), rij.inhoud)

    def _lees(self, rij: UitnodigingRij) -> Uitnodiging:
        inhoud = self._inhoud(rij)
        profiel = inhoud["profiel"]
        persoon = self._sessie.scalar(select(PersoonRij).where(PersoonRij.id == rij.persoon_id))
        if persoon is not None:
            wie = self._werk.mensen.lees(persoon)
            profiel = {"naam": wie.naam, "alias": wie.alias, "rol": wie.rol}
        plekken = tuple(
            Plek(een["werkplek"], een["waarneemt"], _dag(een["van"]), _dag(een["tot"])) for een in inhoud["plekken"]
        )
        return Uitnodiging(
            id=rij.id,
            soort=rij.soort,
            naam=profiel["naam"],
            alias=profiel["alias"],
            rol=profiel["rol"],
            persoon_id=rij.persoon_id,
            dag=rij.dag,
            verloopt=rij.verloopt,
            verlopen=rij.verloopt < self._werk.echt_vandaag,
            plekken=plekken,
        )


def _tekst(dag: date | None) -> str | None:
    return None if dag is None else dag.isoformat()


def _dag(tekst: str | None) -> date | None:
    return None if tekst is None else date.fromisoformat(tekst)
