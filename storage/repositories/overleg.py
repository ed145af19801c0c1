"""Meetings of the overleg, and the short-lived desk of a sitting."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from storage.keys.mensen import publieke_sleutel
from storage.keys.werkplekken import maak_werkplek, voeg_lid_toe
from storage.tables.mensen import LidRij, PersoonRij, WerkpleksleutelRij
from storage.tables.zaken import AanwezigRij, CompartimentRij, OverlegRij, WrapRij
from workflow.fouten import Ingehaald, NietGevonden
from workflow.zaak import Overleg

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

DUUR = timedelta(days=2)


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

    def open_zitting(self, overleg: Overleg, aanwezig: Sequence[bytes]) -> Overleg:
        """Make the desk of the sitting, signed by the overleg desk, and give it to who is present.

        Errors: GeenSleutel when the actor does not hold the overleg desk.
        """
        werkplek = f"zitting-{overleg.id.hex()}.{overleg.gemeente}"
        geheim = maak_werkplek(
            self._werk.sessie,
            werkplek,
            self._tekensleutel(f"overleg.{overleg.gemeente}"),
            f"overleg.{overleg.gemeente}",
            self._werk.echt_vandaag,
            DUUR,
        )
        for persoon_id in aanwezig:
            persoon = self._werk.sessie.scalar(select(PersoonRij).where(PersoonRij.id == persoon_id))
            if persoon is None or persoon.tenant != overleg.gemeente:
                raise NietGevonden
            voeg_lid_toe(
                self._werk.sessie, self._werk.kekken, geheim, persoon_id, publieke_sleutel(self._werk.kekken, persoon)
            )
            self._werk.sessie.add(AanwezigRij(overleg_id=overleg.id, persoon_id=persoon_id))
        return self.bewaar(replace(overleg, staat="geopend", zitting=werkplek))

    def _tekensleutel(self, werkplek: str) -> bytes:
        geheimen = self._werk.werkplekopslag.eigen(werkplek)
        return geheimen[max(geheimen)].teken

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
