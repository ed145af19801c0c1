"""People and the desks they sit at."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.crypto.errors import Ongeldig
from storage.keys.ledenlijst import leden_op_lijst
from storage.keys.mensen import publieke_sleutel
from storage.keys.werkplekken import geldige_sleutel, lid_publiek
from storage.tables.mensen import LidRij, PersoonRij, WerkpleksleutelRij
from workflow.fouten import NietGevonden, WerkplekGesloten
from workflow.lidmaatschap import Plek
from workflow.waarneming import is_buur
from workflow.zaak import Persoon

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid


class MensenOpslag:
    """Names and addresses are sealed for the server; who sits where is open."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def lees(self, rij: PersoonRij, werkplek: str = "") -> Persoon:
        """The person of a row, with the desks whose key he may use today.

        Whether he stands in is told of one desk when it is named; else of his own desks, because who covers for a
        neighbour is a regular holder at home.
        """
        profiel = self._werk.kekken.lees(rij.tenant, ("persoon", rij.id, "profiel", rij.revisie), rij.profiel)
        nu = [plek for plek in self.plekken(rij) if plek.is_nu(self._werk.vandaag)]
        hier = [een for een in nu if (een.werkplek == werkplek if werkplek else not is_buur(rij.tenant, een.werkplek))]
        return Persoon(
            id=rij.id,
            tenant=rij.tenant,
            naam=profiel["naam"],
            alias=profiel["alias"],
            email=profiel["email"],
            rol=profiel["rol"],
            werkplekken=tuple(sorted({plek.werkplek for plek in nu})),
            waarneemt=any(plek.waarneemt for plek in hier),
        )

    def plekken(self, rij: PersoonRij) -> list[Plek]:
        """The seats of a person; while a desk renews its key he has two for one desk.

        A row that the server did not make for this person and his key is no seat: whoever can write in the database
        must not be able to make somebody appear as a colleague.
        """
        plekken = []
        for lid in self._werk.sessie.scalars(select(LidRij).where(LidRij.persoon_id == rij.id)).all():
            try:
                lid_publiek(self._werk.kekken, lid, rij)
            except Ongeldig:
                continue
            plekken.append(Plek(lid.werkplek, lid.waarneemt, lid.van, lid.tot))
        return plekken

    def get(self, persoon_id: bytes) -> Persoon:
        """One person. Errors: NietGevonden."""
        rij = self._werk.sessie.scalar(select(PersoonRij).where(PersoonRij.id == persoon_id, PersoonRij.actief))
        if rij is None:
            raise NietGevonden
        return self.lees(rij)

    def van_werkplek(self, werkplek: str) -> list[Persoon]:
        """Who sits at a desk now, the regular holders first."""
        vraag = (
            select(PersoonRij)
            .join(LidRij, LidRij.persoon_id == PersoonRij.id)
            .where(LidRij.werkplek == werkplek, PersoonRij.actief)
        )
        mensen = [self.lees(rij, werkplek) for rij in self._werk.sessie.scalars(vraag).unique().all()]
        hier = [een for een in mensen if werkplek in een.werkplekken]
        return sorted(hier, key=lambda een: (een.waarneemt, een.alias))

    def op_lijst(self, werkplek: str) -> list[Persoon]:
        """Who sits at a desk now and has a key that the desk vouches for; [] when the desk itself has no valid key.

        Only these may be given a case on their own name: a seat is not enough.
        """
        try:
            sleutels = leden_op_lijst(
                self._werk.sessie, werkplek, self._werk.installatie.cert_publiek, self._werk.echt_vandaag
            )
        except WerkplekGesloten:
            return []
        return [een for een in self.van_werkplek(werkplek) if self._klopt(een, sleutels)]

    def _klopt(self, persoon: Persoon, sleutels: Mapping[bytes, bytes]) -> bool:
        rij = self._werk.sessie.scalar(select(PersoonRij).where(PersoonRij.id == persoon.id))
        try:
            return rij is not None and sleutels.get(rij.id) == publieke_sleutel(self._werk.kekken, rij)
        except Ongeldig:
            return False

    def van_rol(self, rol: str, tenant: str) -> list[Persoon]:
        """Everybody with a role in one municipality (or `regio`)."""
        rijen = self._werk.sessie.scalars(select(PersoonRij).where(PersoonRij.tenant == tenant, PersoonRij.actief))
        mensen = [self.lees(rij) for rij in rijen.all()]
        return sorted((een for een in mensen if een.rol == rol), key=lambda een: (een.waarneemt, een.alias))

    def van_tenant(self, tenant: str) -> list[Persoon]:
        """Everybody of one municipality (or `regio`), by role and name."""
        rijen = self._werk.sessie.scalars(select(PersoonRij).where(PersoonRij.tenant == tenant, PersoonRij.actief))
        return sorted((self.lees(rij) for rij in rijen.all()), key=lambda een: (een.rol, een.naam))

    def sleutel_tot(self, werkplek: str) -> date | None:
        """Until when the certified key of a desk holds; None when it has none that can be trusted."""
        try:
            epoch, _ = geldige_sleutel(
                self._werk.sessie, werkplek, self._werk.installatie.cert_publiek, self._werk.echt_vandaag
            )
        except WerkplekGesloten:
            return None
        waar = (WerkpleksleutelRij.werkplek == werkplek, WerkpleksleutelRij.epoch == epoch)
        return self._werk.sessie.scalar(select(WerkpleksleutelRij.niet_na).where(*waar))

    def werkplek_open(self, werkplek: str) -> bool:
        """True when a desk has a valid certified key and a holder."""
        try:
            geldige_sleutel(self._werk.sessie, werkplek, self._werk.installatie.cert_publiek, self._werk.echt_vandaag)
        except WerkplekGesloten:
            return False
        return bool(self.van_werkplek(werkplek))
