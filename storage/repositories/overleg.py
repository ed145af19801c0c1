"""Meetings of the overleg, and the short-lived desk of a sitting."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.crypto.errors import Ongeldig
from storage.keys.ledenlijst import DEELNEMERS, LEDEN, leden_op_lijst, teken_lijst
from storage.keys.mensen import publieke_sleutel
from storage.keys.werkplekken import Werkplekgeheim, maak_werkplek, voeg_lid_toe
from storage.tables.mensen import LidRij, PersoonRij, WerkpleksleutelRij
from storage.tables.zaken import AanwezigRij, CompartimentRij, OverlegRij, WrapRij
from workflow.fouten import GeenSleutel, Ingehaald, NietGevonden, StapGeweigerd, WerkplekGesloten
from workflow.lidmaatschap import NieuweSleutel
from workflow.zaak import Overleg

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

DUUR = timedelta(days=2)
ONBEKEND = "De sleutel van {naam} is nog niet gecontroleerd. Vergelijk eerst de vijf woorden."


class OverlegOpslag:
    """The meetings of one municipality."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def _lees(self, rij: OverlegRij) -> Overleg:
        return Overleg(rij.id, rij.gemeente, rij.dag, rij.staat, rij.zitting, rij.revisie)

    def _rij(self, overleg_id: bytes) -> OverlegRij:
        rij = self._werk.sessie.scalar(select(OverlegRij).where(OverlegRij.id == overleg_id))
        if rij is None:
            raise NietGevonden
        return rij

    def nieuw(self, overleg: Overleg) -> None:
        """Plan a meeting."""
        velden = vars(overleg)
        self._werk.sessie.add(OverlegRij(**velden))
        self._werk.sessie.flush()

    def get(self, overleg_id: bytes) -> Overleg:
        """One meeting. Errors: NietGevonden."""
        return self._lees(self._rij(overleg_id))

    def lijst(self) -> list[Overleg]:
        """All meetings of the municipality by day."""
        vraag = select(OverlegRij).order_by(OverlegRij.dag, OverlegRij.id)
        return [self._lees(rij) for rij in self._werk.sessie.scalars(vraag).all()]

    def bewaar(self, overleg: Overleg) -> Overleg:
        """Write a changed meeting. Errors: Ingehaald."""
        rij = self._rij(overleg.id)
        if rij.revisie != overleg.revisie:
            raise Ingehaald
        rij.dag, rij.staat, rij.zitting = overleg.dag, overleg.staat, overleg.zitting
        rij.revisie += 1
        self._werk.sessie.flush()
        return replace(overleg, revisie=rij.revisie)

    def nieuwe_sleutels(self, gemeente: str, mensen: Sequence[bytes]) -> dict[bytes, NieuweSleutel]:
        """The keys of these people that no desk vouches for; whose key is vouched for is left out."""
        bekend, nieuw = self._bekend(gemeente), {}
        for persoon_id in mensen:
            try:
                publiek = publieke_sleutel(self._werk.kekken, self._persoon(persoon_id, gemeente))
            except Ongeldig:
                nieuw[persoon_id] = NieuweSleutel(b"", "")
                continue
            if publiek not in bekend.get(persoon_id, ()):
                nieuw[persoon_id] = NieuweSleutel(publiek, self._werk.werkplekopslag.vingerafdruk(publiek))
        return nieuw

    def _persoon(self, persoon_id: bytes, gemeente: str) -> PersoonRij:
        rij = self._werk.sessie.scalar(select(PersoonRij).where(PersoonRij.id == persoon_id, PersoonRij.actief))
        if rij is None or (rij.tenant != gemeente and not self._neemt_waar(rij, gemeente)):
            raise NietGevonden
        return rij

    def _neemt_waar(self, rij: PersoonRij, gemeente: str) -> bool:
        """Say whether somebody of another municipality sits today at a desk here that comes to the meeting."""
        nu = {een.werkplek for een in self._werk.mensen.plekken(rij) if een.is_nu(self._werk.vandaag)}
        return bool(nu & {f"af.{gemeente}", f"overleg.{gemeente}"})

    def _bekend(self, gemeente: str) -> dict[bytes, set[bytes]]:
        """By person the keys that a desk of the municipality signed for, and the one with which the actor opened his.

        The aandachtsfunctionaris comes to the meeting too: for his key his own desk vouches.
        """
        bekend: dict[bytes, set[bytes]] = {}
        for soort, plek in ((DEELNEMERS, "overleg"), (LEDEN, "overleg"), (LEDEN, "af")):
            for persoon_id, publiek in self._lijst(f"{plek}.{gemeente}", soort).items():
                bekend.setdefault(persoon_id, set()).add(publiek)
        bos = self._werk.sleutelbos
        if bos.persoon_id is not None and bos.publiek is not None and bos.geheim is not None:
            bekend.setdefault(bos.persoon_id, set()).add(bos.publiek)
        return bekend

    def _lijst(self, werkplek: str, soort: str) -> dict[bytes, bytes]:
        werk = self._werk
        try:
            return leden_op_lijst(werk.sessie, werkplek, werk.installatie.cert_publiek, werk.echt_vandaag, soort)
        except WerkplekGesloten:
            return {}

    def open_zitting(
        self, overleg: Overleg, aanwezig: Sequence[bytes], bevestigd: Mapping[bytes, bytes] | None = None
    ) -> Overleg:
        """Make the desk of the sitting, signed by the overleg desk, and give it to who is present.

        In: `bevestigd`, by person the key of which the actor compared the words: the overleg desk signs for it.
        Errors: GeenSleutel when the actor does not hold the overleg desk; StapGeweigerd when nobody vouches for the
        key that somebody has now. Nothing is written then.
        """
        bureau = self._overleggeheim(overleg.gemeente)
        sleutels = self._sleutels(overleg.gemeente, aanwezig, bevestigd or {})
        self._onthoud(bureau, {wie: publiek for wie, publiek in sleutels.items() if wie in (bevestigd or {})})
        werkplek = f"zitting-{overleg.id.hex()}.{overleg.gemeente}"
        geheim = maak_werkplek(
            self._werk.sessie,
            werkplek,
            bureau.teken,
            bureau.werkplek,
            self._werk.echt_vandaag,
            DUUR,
        )
        for persoon_id, publiek in sleutels.items():
            voeg_lid_toe(self._werk.sessie, self._werk.kekken, geheim, persoon_id, publiek)
            self._werk.sessie.add(AanwezigRij(overleg_id=overleg.id, persoon_id=persoon_id))
        return self.bewaar(replace(overleg, staat="geopend", zitting=werkplek))

    def _overleggeheim(self, gemeente: str) -> Werkplekgeheim:
        geheimen = self._werk.werkplekopslag.eigen(f"overleg.{gemeente}")
        return geheimen[max(geheimen)]

    def _sleutels(
        self, gemeente: str, aanwezig: Sequence[bytes], bevestigd: Mapping[bytes, bytes]
    ) -> dict[bytes, bytes]:
        """The keys that the sitting is wrapped to: read once, so that what is checked is what is used."""
        bekend, sleutels, punten = self._bekend(gemeente), {}, []
        for persoon_id in aanwezig:
            rij = self._persoon(persoon_id, gemeente)
            sleutels[persoon_id] = publiek = publieke_sleutel(self._werk.kekken, rij)
            if publiek not in bekend.get(persoon_id, ()) and publiek != bevestigd.get(persoon_id):
                punten.append(ONBEKEND.format(naam=self._werk.mensen.lees(rij).naam))
        if punten:
            raise StapGeweigerd(punten)
        return sleutels

    def _onthoud(self, bureau: Werkplekgeheim, bevestigd: Mapping[bytes, bytes]) -> None:
        """Sign for these keys too. A list that this desk did not sign counts for nothing: a new one begins."""
        if bevestigd:
            lijst = self._lijst(bureau.werkplek, DEELNEMERS)
            teken_lijst(self._werk.sessie, bureau, {**lijst, **bevestigd}, DEELNEMERS)

    def laat_toe(self, overleg: Overleg, persoon_id: bytes, bevestigd: Mapping[bytes, bytes] | None = None) -> Overleg:
        """Give the desk of the open sitting to somebody who comes in later; only who sits in it can.

        Errors: GeenSleutel, and those of `open_zitting`.
        """
        if overleg.zitting is None:
            raise GeenSleutel
        bureau = self._overleggeheim(overleg.gemeente)
        geheimen = self._werk.werkplekopslag.eigen(overleg.zitting)
        sleutels = self._sleutels(overleg.gemeente, [persoon_id], bevestigd or {})
        self._onthoud(bureau, sleutels if bevestigd else {})
        for wie, publiek in sleutels.items():
            voeg_lid_toe(self._werk.sessie, self._werk.kekken, geheimen[max(geheimen)], wie, publiek)
            if wie not in self.aanwezigen(overleg):
                self._werk.sessie.add(AanwezigRij(overleg_id=overleg.id, persoon_id=wie))
        return self.bewaar(overleg)

    def laat_gaan(self, overleg: Overleg, persoon_id: bytes) -> Overleg:
        """Take the desk of the sitting from somebody who leaves; that he was there stays known."""
        weg = (LidRij.werkplek == overleg.zitting, LidRij.persoon_id == persoon_id)
        self._werk.sessie.execute(delete(LidRij).where(*weg))
        return self.bewaar(overleg)

    def in_zitting(self, overleg: Overleg) -> list[bytes]:
        """Who has the desk of the sitting now; nobody when it is not open."""
        if overleg.zitting is None:
            return []
        vraag = select(LidRij.persoon_id).where(LidRij.werkplek == overleg.zitting)
        return list(self._werk.sessie.scalars(vraag).all())

    def sluit_zitting(self, overleg: Overleg) -> Overleg:
        """Close the sitting: its wraps and its key go, who was present stays known."""
        if overleg.zitting:
            self._werk.sessie.execute(delete(WrapRij).where(WrapRij.ontvanger == overleg.zitting))
            self._werk.sessie.execute(delete(LidRij).where(LidRij.werkplek == overleg.zitting))
            self._werk.sessie.execute(delete(WerkpleksleutelRij).where(WerkpleksleutelRij.werkplek == overleg.zitting))
        return self.bewaar(replace(overleg, staat="gesloten", zitting=None))

    def aanwezigen(self, overleg: Overleg) -> list[bytes]:
        """Who was marked present."""
        vraag = select(AanwezigRij.persoon_id).where(AanwezigRij.overleg_id == overleg.id)
        return list(self._werk.sessie.scalars(vraag).all())

    def besproken(self, overleg: Overleg) -> list[bytes]:
        """The cases that lay on the table of this meeting: an extract was made of them, named after the meeting."""
        vraag = select(CompartimentRij.zaak_id).where(CompartimentRij.naam == f"stuk:{overleg.id.hex()}")
        return list(self._werk.sessie.scalars(vraag).all())
