"""The state of desks, keys and ceremonies as it is now: facts for who judges whether the work can be done."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from storage.crypto.errors import Ongeldig
from storage.keys.noodsleutels import find_noodsleutel, is_getekend
from storage.keys.werkplekken import is_tegengetekend, is_zitting, keten, lid_publiek
from storage.tables.mensen import CertificaatsleutelRij, InstallatieRij, LidRij, PersoonRij, WerkplekRij
from workflow.fouten import WerkplekGesloten
from workflow.partners import REGIO
from workflow.tenantstand import Ceremoniestand, Tenantstand, Werkplekstand

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

TE_WEINIG = "te_weinig."
BEHEERDER = "beheerder"


class GereedheidOpslag:
    """Signatures are checked each time: a key that somebody swapped must show as what it is."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    @property
    def vandaag(self) -> date:
        """Today on the real clock: keys and ceremonies do not follow the practice clock."""
        return self._werk.echt_vandaag

    def tenant(self, tenant: str) -> Tenantstand:
        """Everything about one tenant."""
        desks = self._werk.sessie.scalars(select(WerkplekRij.id).where(WerkplekRij.tenant == tenant)).all()
        return Tenantstand(
            tenant,
            self.vandaag,
            {desk: self.werkplek(desk) for desk in sorted(desks) if not is_zitting(desk)},
            self.ceremonie(tenant),
            len(self._werk.mensen.van_rol(BEHEERDER, tenant)),
            self._bewaarders() if tenant == REGIO else None,
        )

    def werkplek(self, werkplek: str) -> Werkplekstand:
        """One desk; also one that was never opened."""
        sessie = self._werk.sessie
        rij = sessie.scalar(select(WerkplekRij).where(WerkplekRij.id == werkplek))
        if rij is None:
            return Werkplekstand(werkplek)
        geldig_tot, ongetekend = self._sleutel(werkplek)
        sinds = sessie.scalar(select(InstallatieRij.waarde).where(InstallatieRij.naam == TE_WEINIG + werkplek))
        return Werkplekstand(
            werkplek,
            heeft_sleutel=True,
            geldig_tot=geldig_tot,
            houders=self._houders(werkplek),
            te_weinig_sinds=None if sinds is None else date.fromisoformat(sinds),
            vernieuwen_sinds=rij.vernieuwen_sinds,
            ongetekend_sinds=ongetekend,
        )

    def _sleutel(self, werkplek: str) -> tuple[date | None, date | None]:
        """(until when the key holds, since when no custodian signed it)."""
        cert = self._werk.installatie.cert_publiek
        try:
            epochs = keten(self._werk.sessie, werkplek, cert)
        except WerkplekGesloten:
            return None, None
        nieuwste = epochs[-1]
        geldig = nieuwste.niet_voor <= self.vandaag <= nieuwste.niet_na
        # What was signed later in the chain stands for what came before it.
        open_ = []
        for rij in reversed(epochs):
            if is_tegengetekend(rij, cert):
                break
            open_.append(rij.niet_voor)
        return nieuwste.niet_na if geldig else None, min(open_) if open_ else None

    def _houders(self, werkplek: str) -> int:
        """How many people can open the desk today: a row that this server did not make seats nobody."""
        vandaag, gevonden = self._werk.vandaag, set()
        vraag = (
            select(LidRij, PersoonRij)
            .join(PersoonRij, LidRij.persoon_id == PersoonRij.id)
            .where(LidRij.werkplek == werkplek, PersoonRij.actief)
        )
        for lid, persoon in self._werk.sessie.execute(vraag).all():
            try:
                lid_publiek(self._werk.kekken, lid, persoon)
            except Ongeldig:
                continue
            if (lid.van or vandaag) <= vandaag <= (lid.tot or vandaag):
                gevonden.add(persoon.id)
        return len(gevonden)

    def ceremonie(self, tenant: str) -> Ceremoniestand | None:
        """The recovery ceremony of a tenant; None when there was none."""
        rij = find_noodsleutel(self._werk.sessie, tenant)
        if rij is None:
            return None
        echt = is_getekend(rij, self._werk.installatie.cert_publiek)
        return Ceremoniestand(rij.dag, rij.geoefend, rij.gebruikt, echt)

    def _bewaarders(self) -> int:
        vraag = (
            select(func.count())
            .select_from(CertificaatsleutelRij)
            .join(PersoonRij, PersoonRij.id == CertificaatsleutelRij.persoon_id)
            .where(PersoonRij.actief)
        )
        return self._werk.sessie.scalar(vraag) or 0

    def noteer_te_weinig(self, werkplek: str, *, te_weinig: bool) -> None:
        """Keep today as the day since when a desk has too few holders, or forget that it had."""
        naam = TE_WEINIG + werkplek
        if te_weinig:
            self._werk.sessie.add(InstallatieRij(naam=naam, waarde=self.vandaag.isoformat()))
        else:
            self._werk.sessie.execute(delete(InstallatieRij).where(InstallatieRij.naam == naam))
        self._werk.sessie.flush()
