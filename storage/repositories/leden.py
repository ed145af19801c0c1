"""Giving and taking seats: to give one takes the key of the desk, to take one away takes none."""

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.crypto.errors import Ongeldig
from storage.database import GemeenteSessie
from storage.keys.ledenlijst import LEDEN, haal_van_lijst, lijst_van, teken_lijst
from storage.keys.mensen import publieke_sleutel
from storage.keys.werkplekken import ZITTING, Werkplekgeheim, soort_van, tenant_van, voeg_lid_toe
from storage.repositories.werkplekken import WerkplekOpslag
from storage.tables.mensen import LedenlijstRij, LidRij, LidvoorstelRij, PersoonRij, WerkplekRij
from storage.tables.zaken import WrapRij, ZaakRij
from workflow.afschermen import OP_NAAM, PERSOON, VANGNET
from workflow.fouten import Beschadigd, GeenSleutel, NietGevonden, WerkplekGesloten
from workflow.lidmaatschap import Plek, Voorstel

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

OVERLEG = "overleg."


class LidOpslag:
    """The seats of desks, and the proposals for them."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._sessie: GemeenteSessie = werk.sessie
        self._plekken: WerkplekOpslag = werk.werkplekopslag

    def stel_voor(self, persoon_id: bytes, plek: Plek) -> None:
        """Let a person wait for a seat, in the place of an earlier proposal for the same desk."""
        self.trek_voorstel_in(plek.werkplek, persoon_id)
        self._sessie.add(
            LidvoorstelRij(
                werkplek=plek.werkplek,
                persoon_id=persoon_id,
                waarneemt=plek.waarneemt,
                van=plek.van,
                tot=plek.tot,
                voorsteller=self._werk.actor.persoon_id,
                dag=self._werk.echt_vandaag,
            )
        )
        self._sessie.flush()

    def trek_voorstel_in(self, werkplek: str, persoon_id: bytes) -> None:
        """Take a proposal away; nothing happens when there is none."""
        waar = (LidvoorstelRij.werkplek == werkplek, LidvoorstelRij.persoon_id == persoon_id)
        self._sessie.execute(delete(LidvoorstelRij).where(*waar))

    def lijst(self, geheim: Werkplekgeheim) -> dict[bytes, bytes]:
        """The members that the desk signed for; a desk from before there were lists begins with its real seats.

        Errors: Beschadigd when somebody else changed the list.
        """
        waar = (LedenlijstRij.werkplek == geheim.werkplek, LedenlijstRij.soort == LEDEN)
        if self._sessie.scalar(select(LedenlijstRij.epoch).where(*waar)) is None:
            return {rij.id: publiek for _, rij, publiek in self._plekken.leden(geheim.werkplek, geheim.epoch)}
        try:
            return lijst_van(self._sessie, geheim)
        except Ongeldig:
            raise Beschadigd from None

    def geef(self, voorstel: Voorstel) -> None:
        """Wrap the desk to who waits, every epoch that is still in use, and sign for his key.

        Errors: GeenSleutel when the actor does not hold the desk; Beschadigd when the key of the other is not the
        one of his profile, or the list of members is not the one that the desk signed.
        """
        geheimen = self._plekken.eigen(voorstel.werkplek)
        nieuwste = geheimen[max(geheimen)]
        leden = self.lijst(nieuwste)
        publiek = self.zet_aan(voorstel, list(geheimen.values()))
        teken_lijst(self._sessie, nieuwste, {**leden, voorstel.persoon_id: publiek})

    def zet_aan(self, voorstel: Voorstel, geheimen: list[Werkplekgeheim]) -> bytes:
        """Write the seat of a proposal with these secrets; the proposal goes. Out: the public key of the person."""
        publiek = self.sleutel_van(voorstel.persoon_id)
        self._wis(voorstel.werkplek, voorstel.persoon_id)
        plek = voorstel.plek
        for geheim in geheimen:
            voeg_lid_toe(
                self._sessie,
                self._werk.kekken,
                geheim,
                voorstel.persoon_id,
                publiek,
                waarneemt=plek.waarneemt,
                van=plek.van,
                tot=plek.tot,
            )
        self._sessie.flush()
        self.trek_voorstel_in(voorstel.werkplek, voorstel.persoon_id)
        return publiek

    def _persoon(self, persoon_id: bytes) -> PersoonRij:
        rij = self._sessie.scalar(select(PersoonRij).where(PersoonRij.id == persoon_id, PersoonRij.actief))
        if rij is None:
            raise NietGevonden
        return rij

    def sleutel_van(self, persoon_id: bytes) -> bytes:
        """The public key of an active person. Errors: Beschadigd when it is not the one of his sealed profile."""
        try:
            return publieke_sleutel(self._werk.kekken, self._persoon(persoon_id))
        except Ongeldig:
            raise Beschadigd from None

    def _wis(self, werkplek: str, persoon_id: bytes) -> None:
        waar = (LidRij.werkplek == werkplek, LidRij.persoon_id == persoon_id)
        self._sessie.execute(delete(LidRij).where(*waar))

    def neem(self, werkplek: str, persoon_id: bytes) -> None:
        """Take a seat at once, without any key. What he knows stays known: from now on a new epoch is due."""
        plek = self._sessie.scalar(select(WerkplekRij).where(WerkplekRij.id == werkplek))
        if plek is None:
            raise NietGevonden
        if self._werk.actor.persoon_id != persoon_id:
            self._haal_van_lijst(werkplek, persoon_id)
        self._wis(werkplek, persoon_id)
        if werkplek.startswith(OVERLEG):
            zittingen = (LidRij.persoon_id == persoon_id, LidRij.werkplek.like(f"{ZITTING}%.{tenant_van(werkplek)}"))
            self._sessie.execute(delete(LidRij).where(*zittingen))
        plek.vernieuwen_sinds = plek.vernieuwen_sinds or self._werk.echt_vandaag
        plek.verlaten_epoch = self._plekken.nieuwste(werkplek)
        self._sessie.flush()
        self._wis_eigen(persoon_id)

    def _haal_van_lijst(self, werkplek: str, persoon_id: bytes) -> None:
        """Sign him off when the actor holds the desk; else he stays on the list until the next epoch is made."""
        try:
            geheimen = self._plekken.eigen(werkplek)
            haal_van_lijst(self._sessie, geheimen[max(geheimen)], persoon_id)
        except (GeenSleutel, WerkplekGesloten, Ongeldig):
            return

    def _wis_eigen(self, persoon_id: bytes) -> None:
        """Take the keys of protected cases that were wrapped to his own name and belong to no seat that he keeps.

        Dead and not dormant: when he comes back to a desk, another reader of the case decides anew.
        """
        over = {plek.werkplek for plek in self._plekken.plekken(persoon_id) if soort_van(plek.werkplek) in OP_NAAM}
        if VANGNET in over:
            return
        tenants = {tenant_van(werkplek) for werkplek in over}
        eigen = WrapRij.ontvanger.like(f"{PERSOON}{persoon_id.hex()}.%")
        zaak_ids = self._sessie.scalars(select(WrapRij.zaak_id).where(eigen).distinct()).all()
        # The beheerder who lets somebody go may not see these cases; which municipality has them is all that is asked.
        vraag = select(ZaakRij.id, ZaakRij.houder, ZaakRij.voorgelegd_aan).where(ZaakRij.id.in_(zaak_ids))
        rijen = self._sessie.execute(vraag.execution_options(zonder_hek=True)).all()
        weg = [zaak_id for zaak_id, houder, daar in rijen if not tenants & {houder, daar}]
        if weg:
            self._sessie.execute(delete(WrapRij).where(eigen, WrapRij.zaak_id.in_(weg)))
            self._werk.sleutelkast.gewijzigd.append(f"-*>{PERSOON}{persoon_id.hex()}")

    def blokkeer(self, persoon_id: bytes) -> None:
        """Close an account: nobody logs in with it, and nothing waits for it any more."""
        self._persoon(persoon_id).actief = False
        self._sessie.execute(delete(LidvoorstelRij).where(LidvoorstelRij.persoon_id == persoon_id))
        self._sessie.execute(delete(LidRij).where(LidRij.persoon_id == persoon_id))
        self._sessie.flush()

    def eindig_sessies(self, persoon_id: bytes) -> None:
        """Log a person out everywhere; after the commit, for sessions stand in a database of their own."""
        self._werk.installatie.sessies.eindig_alle(persoon_id)
