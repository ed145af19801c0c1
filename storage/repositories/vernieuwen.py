"""A new key for a desk: the old epoch signs the new one, and every wrap of the desk goes over, in batches.

Each batch is one commit, so it may be broken off anywhere: what is left are the wraps of an older epoch, and until the
last of them is over the members hold both epochs.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, select, tuple_
from sqlalchemy.orm import aliased

from storage.crypto import dubbel
from storage.crypto.errors import Ongeldig
from storage.database import GemeenteSessie
from storage.keys.ledenlijst import DEELNEMERS, teken_lijst, zet_lijst_over
from storage.keys.noodsleutels import geldige_noodsleutel
from storage.keys.noodwraps import find_noodwrap, heeft_noodwrap, schrijf_noodwrap
from storage.keys.werkplekken import (
    Werkplekgeheim,
    is_zitting,
    keten,
    nieuwe_epoch,
    teken_zittingen,
    tenant_van,
    voeg_lid_toe,
)
from storage.repositories.werkplekken import WerkplekOpslag
from storage.tables.mensen import LidRij, NoodwrapRij, WerkplekRij
from storage.tables.zaken import CompartimentRij, WrapRij, ZaakRij
from workflow.fouten import GeenSleutel, NietGevonden
from workflow.lidmaatschap import Vernieuwing

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

Sleutel = tuple[bytes, str]


class VernieuwOpslag:
    """The epochs of desks."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._sessie: GemeenteSessie = werk.sessie
        self._plekken: WerkplekOpslag = werk.werkplekopslag

    def stand(self, werkplek: str) -> Vernieuwing:
        """How far the newest key of a desk is. Errors: NietGevonden."""
        plek = self._rij(werkplek)
        nieuwste = self._plekken.nieuwste(werkplek)
        oud, totaal = self._tel(werkplek, nieuwste)
        bezig = self._oudere_leden(werkplek, nieuwste)
        over, beschadigd = (oud, 0) if bezig else (0, oud)
        return Vernieuwing(werkplek, nieuwste, plek.vernieuwen_sinds, over, totaal, beschadigd)

    def _rij(self, werkplek: str) -> WerkplekRij:
        rij = self._sessie.scalar(select(WerkplekRij).where(WerkplekRij.id == werkplek))
        if rij is None or is_zitting(werkplek):
            raise NietGevonden
        return rij

    def _tel(self, werkplek: str, nieuwste: int) -> tuple[int, int]:
        van_werkplek = select(func.count()).select_from(WrapRij).where(WrapRij.ontvanger == werkplek)
        oud = self._sessie.scalar(van_werkplek.where(WrapRij.epoch != nieuwste)) or 0
        return oud, self._sessie.scalar(van_werkplek) or 0

    def _oudere_leden(self, werkplek: str, nieuwste: int) -> bool:
        vraag = select(LidRij.epoch).where(LidRij.werkplek == werkplek, LidRij.epoch < nieuwste).limit(1)
        return self._sessie.scalar(vraag) is not None

    def vernieuw(self, werkplek: str, hoogstens: int, na_epoch: int | None = None) -> Vernieuwing:
        """Go on with the renewal of a desk, or begin one, and take up to `hoogstens` wraps over.

        In: `na_epoch`, the epoch that the asker saw; when that one was replaced meanwhile no further one is made,
        unless somebody left who knew the newest.
        Errors: NietGevonden; GeenSleutel when the actor does not hold the newest key.
        """
        plek = self._rij(werkplek)
        geheimen = self._plekken.eigen(werkplek)
        nieuwste = max(geheimen)
        gezien = nieuwste if na_epoch is None else na_epoch
        rustig = not self._oudere_leden(werkplek, nieuwste)
        if (plek.verlaten_epoch or 0) >= nieuwste or (rustig and gezien >= nieuwste):
            weg = plek.verlaten_epoch is not None
            nieuw = self._begin(geheimen[nieuwste])
            geheimen[nieuw.epoch], nieuwste = nieuw, nieuw.epoch
            self._sessie.flush()
            self._werk.matchopslag.sleutels.vernieuw(werkplek, geheimen, iemand_weg=weg)
        else:
            self._werk.matchopslag.sleutels.vernieuw(werkplek, geheimen, iemand_weg=False)
        if self._zet_over(werkplek, geheimen, hoogstens):
            self._rond_af(plek, nieuwste)
        self._sessie.flush()
        return self.stand(werkplek)

    def _begin(self, oud: Werkplekgeheim) -> Werkplekgeheim:
        """Make the next epoch and wrap it to who stays: with a real seat, on the signed list, not over yet.

        A beheerder who lets somebody leave signs no list, so the log tells who left: a seat put back is no seat.
        """
        werk, op_lijst = self._werk, self._werk.lidopslag.lijst(oud)
        weg = werk.logboek.vertrokken(oud.werkplek, self._plekken.sinds(oud.werkplek, oud.epoch))
        leden = [
            (lid, publiek)
            for lid, persoon, publiek in self._plekken.leden(oud.werkplek, oud.epoch)
            if op_lijst.get(persoon.id) == publiek
            and persoon.id not in weg
            and (lid.tot or werk.vandaag) >= werk.vandaag
        ]
        if werk.actor.persoon_id not in {lid.persoon_id for lid, _ in leden}:
            raise GeenSleutel
        nieuw = nieuwe_epoch(self._sessie, oud, werk.echt_vandaag)
        for lid, publiek in leden:
            voeg_lid_toe(
                self._sessie,
                werk.kekken,
                nieuw,
                lid.persoon_id,
                publiek,
                waarneemt=lid.waarneemt,
                van=lid.van,
                tot=lid.tot,
            )
        teken_lijst(self._sessie, nieuw, {lid.persoon_id: publiek for lid, publiek in leden})
        zet_lijst_over(self._sessie, oud, nieuw, DEELNEMERS)
        teken_zittingen(self._sessie, oud, nieuw)
        self.schrijf_nood(nieuw)
        self._sessie.flush()
        return nieuw

    def _zet_over(self, werkplek: str, geheimen: Mapping[int, Werkplekgeheim], hoogstens: int) -> bool:
        """Wrap up to `hoogstens` keys to the newest epoch. Out: True when nothing is left that any key opens."""
        nieuwste = geheimen[max(geheimen)]
        publiek = keten(self._sessie, werkplek, self._werk.installatie.cert_publiek)[-1].publiek
        # A colleague may hold an epoch that the actor was never given: those wraps are his to take over.
        van_anderen = set(self._sessie.scalars(select(LidRij.epoch).where(LidRij.werkplek == werkplek)).all())
        gedaan, na, wacht = 0, None, False
        while gedaan < hoogstens:
            rijen = self._oude_wraps(werkplek, nieuwste.epoch, na, hoogstens - gedaan)
            if not rijen:
                return not wacht
            for wrap, zaak_herkomst, houder, belofte in rijen:
                na = (wrap.zaak_id, wrap.compartiment)
                if wrap.epoch not in geheimen:
                    wacht = wacht or wrap.epoch in van_anderen
                    continue
                gedaan += self._herwrap(wrap, zaak_herkomst, houder, belofte, geheimen[wrap.epoch], nieuwste, publiek)
            self._sessie.flush()
        return not wacht and not self._oude_wraps(werkplek, nieuwste.epoch, na, 1)

    def _oude_wraps(
        self, werkplek: str, nieuwste: int, na: Sleutel | None, aantal: int
    ) -> list[tuple[WrapRij, str, str, bytes]]:
        """The next wraps of an older epoch, open and dormant, of whatever municipality holds the case now."""
        # An alias, because the fence around the cases of a municipality looks in the same table.
        een = aliased(WrapRij)
        vraag = (
            select(een, ZaakRij.herkomst, ZaakRij.houder, CompartimentRij.belofte)
            .join(ZaakRij, ZaakRij.id == een.zaak_id)
            .join(
                CompartimentRij,
                and_(CompartimentRij.zaak_id == een.zaak_id, CompartimentRij.naam == een.compartiment),
            )
            .where(een.ontvanger == werkplek, een.epoch != nieuwste)
        )
        if na is not None:
            vraag = vraag.where(tuple_(een.zaak_id, een.compartiment) > na)
        vraag = vraag.order_by(een.zaak_id, een.compartiment).limit(aantal)
        return [(rij[0], rij[1], rij[2], rij[3]) for rij in self._sessie.execute(vraag).all()]

    def _herwrap(
        self,
        wrap: WrapRij,
        herkomst: str,
        houder: str,
        belofte: bytes,
        oud: Werkplekgeheim,
        nieuw: Werkplekgeheim,
        publiek: bytes,
    ) -> bool:
        """Take one wrap over. Out: False when it does not open; it stays as it is, for a backup may still help."""
        kekken, ctx = self._werk.kekken, (herkomst, wrap.zaak_id, wrap.compartiment, wrap.ontvanger)
        try:
            dek = dubbel.unwrap_double(oud.wrap, wrap.wrap, kekken.voor(houder, wrap.wrap), (*ctx, oud.epoch))
            dubbel.check_commitment(dek, wrap.zaak_id, wrap.compartiment, belofte)
        except Ongeldig:
            return False
        kid, kek = kekken.huidig(houder)
        wrap.wrap = dubbel.wrap_double(dek, publiek, kek, (*ctx, nieuw.epoch), kek_kid=kid)
        wrap.epoch = nieuw.epoch
        return True

    def _rond_af(self, plek: WerkplekRij, nieuwste: int) -> None:
        """Let go of the older epochs: nothing hangs on them any more."""
        self._sessie.execute(delete(LidRij).where(LidRij.werkplek == plek.id, LidRij.epoch < nieuwste))
        self._sessie.execute(delete(NoodwrapRij).where(NoodwrapRij.werkplek == plek.id, NoodwrapRij.epoch < nieuwste))
        plek.vernieuwen_sinds = plek.verlaten_epoch = None

    # -- escrow

    def schrijf_nood(self, geheim: Werkplekgeheim) -> bool:
        """Wrap an epoch to the escrow key of the tenant; a key that no custodian signed gets nothing."""
        tenant = tenant_van(geheim.werkplek)
        noodsleutel = geldige_noodsleutel(self._sessie, tenant, self._werk.installatie.cert_publiek)
        if noodsleutel is None:
            return False
        if heeft_noodwrap(self._werk.kekken, find_noodwrap(self._sessie, geheim.werkplek, geheim.epoch), noodsleutel):
            return False
        schrijf_noodwrap(self._sessie, self._werk.kekken, geheim, noodsleutel)
        return True

    def herstel_noodwraps(self) -> list[str]:
        """Wrap the desks of the actor to the newest escrow key where that lacks. Out: the desks that lacked it."""
        return [plek for plek in self._werk.actor.werkplekken if not is_zitting(plek) and self._herstel(plek)]

    def _herstel(self, werkplek: str) -> bool:
        tenant, cert = tenant_van(werkplek), self._werk.installatie.cert_publiek
        noodsleutel = geldige_noodsleutel(self._sessie, tenant, cert)
        if noodsleutel is None:
            return False
        epochs = set(self._sessie.scalars(select(LidRij.epoch).where(LidRij.werkplek == werkplek)).all())
        wraps = [find_noodwrap(self._sessie, werkplek, epoch) for epoch in epochs]
        if all(heeft_noodwrap(self._werk.kekken, wrap, noodsleutel) for wrap in wraps):
            return False
        try:
            geheimen = self._plekken.eigen(werkplek)
        except GeenSleutel:
            return False
        geschreven = [self.schrijf_nood(geheim) for geheim in geheimen.values()]
        return any(geschreven)
