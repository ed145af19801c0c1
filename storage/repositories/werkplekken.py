"""Who holds a desk and who waits for its key; a seat is a wrap that the server made, never a row alone."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.crypto.codes import vingerafdruk
from storage.crypto.errors import Ongeldig
from storage.database import GemeenteSessie
from storage.keys.mensen import publieke_sleutel
from storage.keys.werkplekken import Werkplekgeheim, is_zitting, keten, lid_publiek, open_werkplek
from storage.tables.mensen import (
    LedenlijstRij,
    LidRij,
    LidvoorstelRij,
    NoodwrapRij,
    PersoonRij,
    TweedeFactorRij,
    WerkpleksleutelRij,
)
from storage.tables.zaken import WrapRij
from workflow.fouten import GeenSleutel
from workflow.lidmaatschap import Account, Houder, Plek, Voorstel

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid


class WerkplekOpslag:
    """Desks as they are: their holders, who waits, and what the actor's own key opens of them."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._sessie: GemeenteSessie = werk.sessie

    # -- reading

    def vingerafdruk(self, publiek: bytes) -> str:
        """A public key in five words."""
        return vingerafdruk(publiek, self._werk.installatie.beleid.woorden)

    def leden(self, werkplek: str, epoch: int | None = None) -> Iterator[tuple[LidRij, PersoonRij, bytes]]:
        """The real seats of a desk (of one epoch, else all), each with its person and his public key."""
        vraag = (
            select(LidRij, PersoonRij)
            .join(PersoonRij, PersoonRij.id == LidRij.persoon_id)
            .where(LidRij.werkplek == werkplek, PersoonRij.actief)
            .order_by(LidRij.epoch, LidRij.persoon_id)
        )
        if epoch is not None:
            vraag = vraag.where(LidRij.epoch == epoch)
        for lid, persoon in self._sessie.execute(vraag).all():
            try:
                yield lid, persoon, lid_publiek(self._werk.kekken, lid, persoon)
            except Ongeldig:
                continue

    def houders(self, werkplek: str) -> list[Houder]:
        """Everybody with a seat, each once, the regular holders first."""
        gevonden = {}
        for lid, rij, publiek in self.leden(werkplek):
            persoon = self._werk.mensen.lees(rij)
            plek = Plek(werkplek, lid.waarneemt, lid.van, lid.tot)
            gevonden[rij.id] = Houder(
                persoon_id=rij.id,
                naam=persoon.naam,
                alias=persoon.alias,
                rol=persoon.rol,
                waarneemt=plek.waarneemt,
                van=plek.van,
                tot=plek.tot,
                nu=plek.is_nu(self._werk.vandaag),
                vingerafdruk=self.vingerafdruk(publiek),
                tenant=rij.tenant,
            )
        return sorted(gevonden.values(), key=lambda een: (een.waarneemt, een.alias))

    def plekken(self, persoon_id: bytes) -> tuple[Plek, ...]:
        """The real seats of a person, one for each desk, also outside their period; sittings left out."""
        rij = self._sessie.scalar(select(PersoonRij).where(PersoonRij.id == persoon_id))
        plekken = [] if rij is None else self._werk.mensen.plekken(rij)
        return tuple({plek.werkplek: plek for plek in plekken if not is_zitting(plek.werkplek)}.values())

    def accounts(self, tenant: str) -> list[Account]:
        """Everybody of a tenant, blocked people too, by name."""
        met_factor = set(self._sessie.scalars(select(TweedeFactorRij.persoon_id)).all())
        rijen = self._sessie.scalars(select(PersoonRij).where(PersoonRij.tenant == tenant)).all()
        accounts = []
        for rij in rijen:
            wie = self._werk.mensen.lees(rij)
            plekken, factor = self.plekken(rij.id), rij.id in met_factor
            accounts.append(Account(rij.id, wie.naam, wie.alias, wie.email, wie.rol, rij.actief, factor, plekken))
        return sorted(accounts, key=lambda een: (not een.actief, een.naam))

    def heeft_sleutel(self, werkplek: str) -> bool:
        """Say whether the key of this desk stands in the database."""
        return self.nieuwste(werkplek) > 0

    def is_geopend(self, werkplek: str) -> bool:
        """Say whether this desk ever had a key, also when somebody took the row of it away.

        What is made with a key stands in other tables too, and in the log.
        """
        sporen = (
            WerkpleksleutelRij.werkplek,
            LidRij.werkplek,
            LedenlijstRij.werkplek,
            NoodwrapRij.werkplek,
            WrapRij.ontvanger,
        )
        # The fence hides cases of another municipality, and a custodian opens the desks of all of them.
        vragen = (select(spoor).where(spoor == werkplek).limit(1) for spoor in sporen)
        rijen = (self._sessie.scalar(vraag.execution_options(zonder_hek=True)) for vraag in vragen)
        return any(rij is not None for rij in rijen) or self._werk.logboek.is_geopend(werkplek)

    def sinds(self, werkplek: str, epoch: int) -> date:
        """The first day on which an epoch of a desk is valid."""
        waar = (WerkpleksleutelRij.werkplek == werkplek, WerkpleksleutelRij.epoch == epoch)
        return self._sessie.scalars(select(WerkpleksleutelRij.niet_voor).where(*waar)).one()

    def nieuwste(self, werkplek: str) -> int:
        """The number of the newest epoch of a desk; 0 when it never had a key."""
        vraag = select(func.max(WerkpleksleutelRij.epoch)).where(WerkpleksleutelRij.werkplek == werkplek)
        return self._sessie.scalar(vraag) or 0

    # -- the actor's own key

    def eigen(self, werkplek: str) -> dict[int, Werkplekgeheim]:
        """The secrets of a desk that the actor's own key opens today, by epoch; the newest one is among them.

        Errors: GeenSleutel; WerkplekGesloten when the chain of the desk does not hold.
        """
        bos = self._werk.sleutelbos
        if bos.geheim is None or bos.publiek is None or not self._werk.actor.zit_aan(werkplek):
            raise GeenSleutel
        vraag = select(LidRij).where(LidRij.werkplek == werkplek, LidRij.persoon_id == bos.persoon_id)
        gevonden = {}
        for lid in self._sessie.scalars(vraag).all():
            try:
                gevonden[lid.epoch] = open_werkplek(self._werk.kekken, lid, bos.geheim, bos.publiek)
            except Ongeldig:
                continue
        if keten(self._sessie, werkplek, self._werk.installatie.cert_publiek)[-1].epoch not in gevonden:
            raise GeenSleutel
        return gevonden

    # -- proposals

    def voorstellen(self, werkplek: str = "") -> list[Voorstel]:
        """Who waits, for one desk or for all, the longest first; people who are blocked left out."""
        vraag = select(LidvoorstelRij, PersoonRij).join(PersoonRij, PersoonRij.id == LidvoorstelRij.persoon_id)
        if werkplek:
            vraag = vraag.where(LidvoorstelRij.werkplek == werkplek)
        rijen = self._sessie.execute(vraag.where(PersoonRij.actief)).all()
        gevonden = [self._voorstel(rij, persoon) for rij, persoon in rijen]
        return sorted(gevonden, key=lambda een: (een.dag, een.werkplek, een.alias))

    def _voorstel(self, rij: LidvoorstelRij, persoon: PersoonRij) -> Voorstel:
        wie = self._werk.mensen.lees(persoon)
        try:
            vinger = self.vingerafdruk(publieke_sleutel(self._werk.kekken, persoon))
        except Ongeldig:
            vinger = ""
        return Voorstel(
            werkplek=rij.werkplek,
            persoon_id=rij.persoon_id,
            naam=wie.naam,
            alias=wie.alias,
            rol=wie.rol,
            waarneemt=rij.waarneemt,
            van=rij.van,
            tot=rij.tot,
            voorsteller=rij.voorsteller,
            dag=rij.dag,
            vingerafdruk=vinger,
            tenant=persoon.tenant,
        )
