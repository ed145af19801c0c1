"""Second factors as the pages set, use and take them away; each change is one transaction with its audit entry."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import tweedefactor
from storage.crypto.codes import vingerafdruk
from storage.crypto.errors import Ongeldig
from storage.keys.mensen import lees_profiel, publieke_sleutel
from storage.keys.werkplekken import is_zitting
from storage.sessies import Sessie
from storage.tables.mensen import PersoonRij, WisfactorRij
from storage.tweedefactor import Factor
from storage.unit_of_work import Eenheid
from workflow import wissen
from workflow.actor import Actor
from workflow.fouten import InloggenMislukt, NietGevonden
from workflow.zaak import Persoon

if TYPE_CHECKING:
    from storage.installatie import Installatie

BEHEERDER = "beheerder"
# A request to take a factor away waits this long for the second beheerder.
GELDIG = timedelta(days=7)
CODE, BEVESTIGEN = "code", "bevestigen"
TWEEDE, INSTELLEN = "tweede", "instellen"
# Where the secret of an app waits in the session, and how the app names us.
APP, UITGEVER = "app", "Meldroute"


@dataclass(frozen=True)
class Wisverzoek:
    """A beheerder asked to take away a lost second factor; one of another tenant than his must agree."""

    voorsteller: bytes
    tenant: str
    dag: date


class Factoren:
    """What is behind the second page of the log-in and the account page."""

    def __init__(self, huis: "Installatie") -> None:
        self._huis = huis

    # -- reading

    def rij(self, persoon_id: bytes) -> PersoonRij:
        """The row of an active account. Errors: NietGevonden."""
        with self._huis.alles() as sessie:
            waar = (PersoonRij.id == persoon_id, PersoonRij.actief)
            rij = sessie.scalar(select(PersoonRij).where(*waar))
            sessie.expunge_all()
        if rij is None:
            raise NietGevonden
        return rij

    def factor(self, persoon_id: bytes) -> Factor | None:
        """The second factor of a person; None when he has none."""
        tenant = self.rij(persoon_id).tenant
        with self._huis.alles() as sessie:
            return tweedefactor.lees(sessie, self._huis.kekken, tenant, persoon_id)

    def heeft_factor(self, persoon_id: bytes) -> bool:
        """Say whether a person is asked for a second factor."""
        gevonden = self.factor(persoon_id)
        return gevonden is not None and gevonden.werkt

    def vingerafdruk(self, persoon_id: bytes) -> str:
        """The five words of a person's own public key; "" when somebody put another key in its place."""
        try:
            publiek = publieke_sleutel(self._huis.kekken, self.rij(persoon_id))
        except Ongeldig:
            return ""
        return vingerafdruk(publiek, self._huis.beleid.woorden)

    # -- changing

    @contextmanager
    def eenheid(self, actor: Actor) -> Iterator[Eenheid]:
        """A unit of work of which the rows of people are needed."""
        with self._huis.werk(actor) as werk:
            assert isinstance(werk, Eenheid)
            yield werk

    def zet_factor(self, persoon_id: bytes, doe: Callable[[Factor | None], Factor | None]) -> Factor | None:
        """Read, change and store the own second factor. Out: what is stored now.

        Errors: Ingehaald when somebody else was first; whatever `doe` raises leaves everything as it was.
        """
        rij, actor = self.rij(persoon_id), self._huis.actor_van(persoon_id)
        with self.eenheid(actor) as werk:
            oud = tweedefactor.lees(werk.sessie, self._huis.kekken, rij.tenant, persoon_id)
            nieuw = doe(oud)
            tweedefactor.zet(werk.sessie, self._huis.kekken, rij.tenant, persoon_id, nieuw)
            werk.log("tweede_factor", heeft=nieuw is not None and nieuw.werkt)
            werk.bevestig()
        return nieuw

    # -- setting up

    def begin_app(self, token: str) -> tuple[str, str]:
        """The secret that an authenticator app must be given; it waits in the session until a code proves it.

        In: the token of a whole session, or of a half one that must set up a factor.
        Out: (the secret to type, the address for the QR code). Errors: NietGevonden.
        """
        sessie = self._sessie(token)
        geheim = bytes.fromhex(sessie.extra.get(APP, "")) or tweedefactor.nieuw_geheim()
        self._huis.sessies.onthoud(token, **{APP: geheim.hex()})
        email = lees_profiel(self._huis.kekken, self.rij(sessie.persoon_id))["email"]
        return tweedefactor.als_tekst(geheim), tweedefactor.adres(geheim, email, UITGEVER)

    def stel_app_in(self, token: str, code: str) -> list[str]:
        """Set up the app with a first code of it. Out: ten one-time codes, to be shown once.

        An app and codes that were there are replaced, security keys stay; all other sessions end.
        Errors: InloggenMislukt for a wrong code; NietGevonden.
        """
        sessie = self._sessie(token)
        geheim = bytes.fromhex(sessie.extra.get(APP, ""))
        stap = tweedefactor.stap_van(geheim, code, self._huis.echte_tijd().timestamp()) if geheim else None
        if stap is None:
            raise InloggenMislukt
        codes, hashes = tweedefactor.maak_codes(sessie.persoon_id)
        self.zet_factor(sessie.persoon_id, lambda oud: replace(oud or Factor(), totp=geheim, stap=stap, codes=hashes))
        self._huis.sessies.onthoud(token, **{APP: None})
        self._huis.sessies.eindig_alle(sessie.persoon_id, behalve=token)
        return codes

    def nieuwe_codes(self, persoon_id: bytes) -> list[str]:
        """Ten new one-time codes; the old ones die. Errors: NietGevonden without a second factor."""
        codes, hashes = tweedefactor.maak_codes(persoon_id)

        def vervang(factor: Factor | None) -> Factor:
            if factor is None or not factor.werkt:
                raise NietGevonden
            return replace(factor, codes=hashes)

        self.zet_factor(persoon_id, vervang)
        return codes

    def zet_uit(self, persoon_id: bytes, token: str) -> None:
        """Take away one's own second factor, in practice only: elsewhere everybody has one. Errors: NietGevonden."""
        if not self._huis.settings.oefenomgeving:
            raise NietGevonden
        self.zet_factor(persoon_id, lambda _: None)
        self._huis.sessies.eindig_alle(persoon_id, behalve=token)

    def _sessie(self, token: str) -> Sessie:
        sessie, _ = self._huis.sessies.haal(token)
        if sessie is None or sessie.half not in ("", INSTELLEN):
            raise NietGevonden
        return sessie

    # -- using

    def gebruik_code(self, persoon_id: bytes, waarde: str, apparaat: str) -> None:
        """Use a code of the app or of the paper; it counts once.

        Errors: InloggenMislukt; Wachten when the tries come too fast: six digits are guessed in a minute else.
        """
        huis, rij = self._huis, self.rij(persoon_id)
        poging = self.eis_factorbeurt(persoon_id, apparaat)
        actor = huis.actor_van(persoon_id)
        with self.eenheid(actor) as werk:
            factor = tweedefactor.lees(werk.sessie, huis.kekken, rij.tenant, persoon_id)
            over = factor and tweedefactor.gebruik(factor, persoon_id, waarde, huis.echte_tijd().timestamp())
            if over:
                tweedefactor.zet(werk.sessie, huis.kekken, rij.tenant, persoon_id, over)
            werk.log("tweede_factor_gevraagd", uitkomst="ok" if over else "geweigerd")
            werk.bevestig()
        if not over:
            # The try itself was counted before it was made; here for the log-in as a whole.
            huis.pogingen.mislukt(huis.pogingen.emmer(rij.inlog_id, apparaat))
            raise InloggenMislukt
        huis.pogingen.gelukt(poging)

    def eis_factorbeurt(self, persoon_id: bytes, apparaat: str = "", soort: str = CODE) -> bytes:
        """Let one try through and count it until `factor_gelukt`. Errors: Wachten."""
        pogingen = self._huis.pogingen
        return pogingen.eis_ruimte(pogingen.emmer(self.rij(persoon_id).inlog_id, apparaat, soort))

    def factor_gelukt(self, beurt: bytes) -> None:
        """That try was right; it no longer counts."""
        self._huis.pogingen.gelukt(beurt)

    # -- lost

    def wisverzoek(self, persoon_id: bytes) -> Wisverzoek | None:
        """The request that waits for a second beheerder; None when there is none or it is too old.

        Also None when who asked it is no beheerder any more.
        """
        with self._huis.alles() as sessie:
            return self._wisverzoek(sessie, persoon_id)

    def _wisverzoek(self, sessie: Session, persoon_id: bytes) -> Wisverzoek | None:
        rij = sessie.scalar(select(WisfactorRij).where(WisfactorRij.persoon_id == persoon_id))
        if rij is None or rij.dag + GELDIG < self._huis.echte_tijd().date():
            return None
        vrager = sessie.scalar(select(PersoonRij).where(PersoonRij.id == rij.voorsteller, PersoonRij.actief))
        try:
            # The tenant of the row is bound to the seal of the profile: it can't be another one.
            if vrager is None or lees_profiel(self._huis.kekken, vrager)["rol"] != BEHEERDER:
                return None
        except Ongeldig:
            return None
        return Wisverzoek(vrager.id, vrager.tenant, rij.dag)

    def te_wissen(self, actor: Actor) -> list[bytes]:
        """The people whose lost second factor waits for this beheerder, the second one, to be taken away."""
        if actor.rol != BEHEERDER:
            return []
        vraag = select(PersoonRij).join(WisfactorRij, WisfactorRij.persoon_id == PersoonRij.id)
        vraag = vraag.where(PersoonRij.id != actor.persoon_id, PersoonRij.actief).order_by(PersoonRij.id)
        with self._huis.alles() as sessie:
            wachtend = [(rij, self._wisverzoek(sessie, rij.id)) for rij in sessie.scalars(vraag).all()]
            return [
                rij.id
                for rij, verzoek in wachtend
                if verzoek is not None and wissen.mag_bevestigen(rij.tenant, verzoek.tenant, actor.tenant)
            ]

    def wis_factor(self, actor: Actor, persoon_id: bytes) -> bool:
        """Take away the lost second factor of somebody else; he sets up a new one at his next log-in.

        In: `actor` is a colleague who can open a desk of that person, or a beheerder when there is no such colleague:
        then a second beheerder, of another tenant, must ask it too. People in one sitting are no colleagues.
        Out: whether it is gone. Errors: NietGevonden for anybody else.
        """
        with self.eenheid(actor) as werk:
            persoon = werk.mensen.get(persoon_id)
            if actor.persoon_id in (None, persoon_id):
                raise NietGevonden
            collega = bool(_vaste_plekken(persoon.werkplekken) & _vaste_plekken(actor.werkplekken))
            wacht = self._wisverzoek(werk.sessie, persoon_id)
            tweede = wacht is not None and wissen.mag_bevestigen(persoon.tenant, wacht.tenant, actor.tenant)
            mag = tweede or wissen.mag_vragen(persoon.tenant, actor.tenant)
            if not collega and not (mag and actor.rol == BEHEERDER and _is_alleen(werk, persoon)):
                raise NietGevonden
            klaar = collega or tweede
            verzoek = werk.sessie.get(WisfactorRij, persoon_id)
            if verzoek is not None:
                werk.sessie.delete(verzoek)
                werk.sessie.flush()
            if klaar:
                tweedefactor.zet(werk.sessie, self._huis.kekken, persoon.tenant, persoon_id, None)
            else:
                dag = self._huis.echte_tijd().date()
                werk.sessie.add(WisfactorRij(persoon_id=persoon_id, voorsteller=actor.persoon_id, dag=dag))
            # In the log of the person: who confirms is of another tenant.
            gedaan = "factor_gewist" if klaar else "factor_wissen_gevraagd"
            werk.log(gedaan, bij=persoon.tenant, van_wie=persoon_id.hex())
            werk.bevestig()
        if klaar:
            self._huis.sessies.eindig_alle(persoon_id)
        return klaar


def _vaste_plekken(werkplekken: Iterable[str]) -> set[str]:
    """The desks without the sittings: who shares a table for one meeting does not know the other's voice."""
    return {een for een in werkplekken if not is_zitting(een)}


def _is_alleen(werk: Eenheid, persoon: Persoon) -> bool:
    """Say whether nobody else sits at a desk of this person."""
    plekken = _vaste_plekken(persoon.werkplekken)
    return not any(een.id != persoon.id for plek in plekken for een in werk.mensen.van_werkplek(plek))
