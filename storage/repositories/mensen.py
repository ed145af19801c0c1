"""People and the desks they sit at."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.keys.werkplekken import geldige_sleutel
from storage.tables.mensen import LidRij, PersoonRij, WerkpleksleutelRij
from workflow.fouten import NietGevonden, WerkplekGesloten
from workflow.zaak import Persoon

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid


class MensenOpslag:
    """Names and addresses are sealed for the server; who sits where is open."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def _lees(self, rij: PersoonRij) -> Persoon:
        profiel = self._werk.kekken.lees(rij.tenant, ("persoon", rij.id, "profiel", rij.revisie), rij.profiel)
        leden = self._werk.sessie.scalars(select(LidRij).where(LidRij.persoon_id == rij.id)).all()
        vandaag = self._werk.vandaag
        nu = [lid for lid in leden if (lid.van or vandaag) <= vandaag <= (lid.tot or vandaag)]
        return Persoon(
            id=rij.id,
            tenant=rij.tenant,
            naam=profiel["naam"],
            alias=profiel["alias"],
            email=profiel["email"],
            rol=profiel["rol"],
            werkplekken=tuple(sorted(lid.werkplek for lid in nu)),
            waarneemt=any(lid.waarneemt for lid in nu),
        )

    def get(self, persoon_id: bytes) -> Persoon:
        """One person. Errors: NietGevonden."""
        rij = self._werk.sessie.scalar(select(PersoonRij).where(PersoonRij.id == persoon_id, PersoonRij.actief))
        if rij is None:
            raise NietGevonden
        return self._lees(rij)

    def van_werkplek(self, werkplek: str) -> list[Persoon]:
        """Who sits at a desk now, the regular holders first."""
        vraag = (
            select(PersoonRij)
            .join(LidRij, LidRij.persoon_id == PersoonRij.id)
            .where(LidRij.werkplek == werkplek, PersoonRij.actief)
        )
        mensen = [self._lees(rij) for rij in self._werk.sessie.scalars(vraag).unique().all()]
        hier = [een for een in mensen if werkplek in een.werkplekken]
        return sorted(hier, key=lambda een: (een.waarneemt, een.alias))

    def van_rol(self, rol: str, tenant: str) -> list[Persoon]:
        """Everybody with a role in one municipality (or `regio`)."""
        rijen = self._werk.sessie.scalars(select(PersoonRij).where(PersoonRij.tenant == tenant, PersoonRij.actief))
        mensen = [self._lees(rij) for rij in rijen.all()]
        return sorted((een for een in mensen if een.rol == rol), key=lambda een: (een.waarneemt, een.alias))

    def van_tenant(self, tenant: str) -> list[Persoon]:
        """Everybody of one municipality (or `regio`), by role and name."""
        rijen = self._werk.sessie.scalars(select(PersoonRij).where(PersoonRij.tenant == tenant, PersoonRij.actief))
        return sorted((self._lees(rij) for rij in rijen.all()), key=lambda een: (een.rol, een.naam))

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
