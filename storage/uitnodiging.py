"""Accepting an invitation: the one-time code makes an account, or gives a person who lost his key a new pair."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.crypto.codes import OngeldigeCode, uitnodiging_id
from storage.crypto.errors import Ongeldig
from storage.keys.mensen import Slot, geef_sleutelpaar, inlog_id, lees_profiel, maak_slot, voeg_persoon_toe
from storage.keys.uitnodigingen import open_kolommen
from storage.tables.mensen import CertificaatsleutelRij, LidRij, LidvoorstelRij, PersoonRij, UitnodigingRij
from storage.unit_of_work import Eenheid
from workflow.actor import Actor
from workflow.fouten import Codefout, Ingehaald

if TYPE_CHECKING:
    from storage.installatie import Installatie

NIEUW, HERSTEL = "nieuw", "herstel"


@dataclass(frozen=True)
class Genodigde:
    """For whom an invitation is. `herstel`: he has an account already and gets a new key."""

    naam: str
    alias: str
    email: str
    tenant: str
    herstel: bool


@dataclass(frozen=True)
class Aanvaard:
    """An account that is ready to log in; its personal code is shown once."""

    email: str
    code: str = field(repr=False)


class Uitnodigingen:
    """What the holder of a one-time code may do."""

    def __init__(self, huis: "Installatie") -> None:
        self._huis = huis

    def bekijk(self, code: str) -> Genodigde:
        """For whom an invitation is. Errors: Codefout when it is wrong, used, withdrawn or too old."""
        with self._huis.alles() as sessie:
            rij, inhoud = self._lees(sessie, code)
            if rij.soort == NIEUW:
                return _genodigde(inhoud["profiel"], rij.tenant, herstel=False)
            persoon = self._persoon(sessie, rij)
            return _genodigde(lees_profiel(self._huis.kekken, persoon), rij.tenant, herstel=True)

    def aanvaard(self, code: str, wachtzin: str) -> Aanvaard:
        """Use an invitation, once, with a passphrase that was judged already.

        All or nothing: the account or the new key pair, the proposals for its desks, the log.
        Errors: Codefout as for `bekijk`, also for the second of two at once; TeDruk.
        """
        huis = self._huis
        with huis.alles() as sessie:
            rij, _ = self._lees(sessie, code)
            persoon_id = None if rij.soort == NIEUW else self._persoon(sessie, rij).id
            tenant = rij.tenant
            nieuw_id = persoon_id or os.urandom(16)
        # A derivation must not hold the lock of the database.
        slot = maak_slot(huis.wortels, huis.kosten, nieuw_id, wachtzin)
        try:
            with huis.werk(Actor(rol="onbekend", tenant=tenant, persoon_id=nieuw_id, alias="genodigde")) as werk:
                assert isinstance(werk, Eenheid)
                klaar = self._neem_aan(werk, code, slot, nieuw_id)
                werk.bevestig()
        except Ingehaald:
            raise Codefout(tikfout=False) from None
        huis.sessies.eindig_alle(nieuw_id)
        return klaar

    def _lees(self, sessie: Session, code: str) -> tuple[UitnodigingRij, dict[str, Any]]:
        try:
            sleutel = uitnodiging_id(code)
        except OngeldigeCode:
            raise Codefout(tikfout=True) from None
        rij = sessie.scalar(select(UitnodigingRij).where(UitnodigingRij.id == sleutel))
        if rij is None or rij.verloopt < self._huis.echte_tijd().date():
            raise Codefout(tikfout=False)
        try:
            inhoud = self._huis.kekken.lees(rij.tenant, ("uitnodiging", rij.id, "inhoud", 1), rij.inhoud)
        except Ongeldig:
            raise Codefout(tikfout=False) from None
        if inhoud["rij"] != open_kolommen(rij, self._sleutel_van(sessie, rij.persoon_id)):
            raise Codefout(tikfout=False)
        return rij, inhoud

    @staticmethod
    def _sleutel_van(sessie: Session, persoon_id: bytes | None) -> bytes | None:
        return sessie.scalar(select(PersoonRij.publiek).where(PersoonRij.id == persoon_id))

    @staticmethod
    def _persoon(sessie: Session, rij: UitnodigingRij) -> PersoonRij:
        waar = (PersoonRij.id == rij.persoon_id, PersoonRij.tenant == rij.tenant, PersoonRij.actief)
        persoon = sessie.scalar(select(PersoonRij).where(*waar))
        if persoon is None:
            raise Codefout(tikfout=False)
        return persoon

    def _neem_aan(self, werk: Eenheid, code: str, slot: Slot, persoon_id: bytes) -> Aanvaard:
        rij, inhoud = self._lees(werk.sessie, code)
        if rij.soort == NIEUW:
            klaar = self._nieuw(werk, rij, inhoud, slot, persoon_id)
        else:
            klaar = self._herstel(werk, rij, slot)
        werk.sessie.execute(delete(UitnodigingRij).where(UitnodigingRij.id == rij.id))
        werk.log("uitnodiging_aanvaard", soort_uitnodiging=rij.soort)
        return klaar

    def _nieuw(
        self, werk: Eenheid, rij: UitnodigingRij, inhoud: Mapping[str, Any], slot: Slot, persoon_id: bytes
    ) -> Aanvaard:
        huis, profiel = self._huis, inhoud["profiel"]
        bezet = select(PersoonRij.id).where(PersoonRij.inlog_id == inlog_id(huis.wortel, profiel["email"]))
        if werk.sessie.scalar(bezet) is not None:
            raise Codefout(tikfout=False)
        nieuw = voeg_persoon_toe(werk.sessie, huis.wortels, huis.kekken, persoon_id, slot, rij.tenant, profiel)
        werk.sessie.flush()
        plekken = [(een["werkplek"], een["waarneemt"], _dag(een["van"]), _dag(een["tot"])) for een in inhoud["plekken"]]
        self._stel_voor(werk, persoon_id, rij.gemaakt_door, plekken)
        return Aanvaard(profiel["email"], nieuw.code)

    def _herstel(self, werk: Eenheid, rij: UitnodigingRij, slot: Slot) -> Aanvaard:
        persoon = self._persoon(werk.sessie, rij)
        profiel = lees_profiel(self._huis.kekken, persoon)
        _, code = geef_sleutelpaar(self._huis.kekken, persoon, slot, profiel)
        leden = werk.sessie.scalars(select(LidRij).where(LidRij.persoon_id == persoon.id)).all()
        # What waited for the old key waits anew, from today: nobody compared the words of this one yet.
        wachtend = werk.sessie.scalars(select(LidvoorstelRij).where(LidvoorstelRij.persoon_id == persoon.id)).all()
        # During a re-key there is a row for each epoch: the newest counts, and what was proposed after that.
        rijen: list[LidRij | LidvoorstelRij] = [*sorted(leden, key=lambda lid: lid.epoch), *wachtend]
        plekken = {een.werkplek: (een.werkplek, een.waarneemt, een.van, een.tot) for een in rijen}
        # What the lost key opened stays shut: a colleague gives the desks again, custodians the certificate key.
        for tabel in (LidRij, LidvoorstelRij, CertificaatsleutelRij):
            werk.sessie.execute(delete(tabel).where(tabel.persoon_id == persoon.id))
        werk.sessie.flush()
        self._stel_voor(werk, persoon.id, rij.gemaakt_door, list(plekken.values()))
        return Aanvaard(profiel["email"], code)

    def _stel_voor(
        self,
        werk: Eenheid,
        persoon_id: bytes,
        voorsteller: bytes | None,
        plekken: Sequence[tuple[str, bool, date | None, date | None]],
    ) -> None:
        dag = self._huis.echte_tijd().date()
        for werkplek, waarneemt, van, tot in plekken:
            werk.sessie.merge(
                LidvoorstelRij(
                    werkplek=werkplek,
                    persoon_id=persoon_id,
                    waarneemt=waarneemt,
                    van=van,
                    tot=tot,
                    voorsteller=voorsteller,
                    dag=dag,
                )
            )


def _genodigde(profiel: Mapping[str, Any], tenant: str, *, herstel: bool) -> Genodigde:
    return Genodigde(profiel["naam"], profiel["alias"], profiel["email"], tenant, herstel)


def _dag(tekst: str | None) -> date | None:
    return None if tekst is None else date.fromisoformat(tekst)
