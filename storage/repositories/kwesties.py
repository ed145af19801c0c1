"""Requests, breaches, holds and matches: rows of one tenant with sealed codes and a last day."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from storage.crypto.errors import Ongeldig
from storage.tables.toezicht import KwestieRij
from workflow.fouten import Beschadigd, Ingehaald, NietGevonden
from workflow.zaak import Kwestie

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

REGIO = "regio"
# What the region keeps for all municipalities: no case stands in it.
VOOR_ALLEN = ("voorziening",)


def _vast(kwestie: Kwestie | KwestieRij) -> dict[str, Any]:
    """The open columns that the codes are bound to."""
    termijn = kwestie.termijn.isoformat() if kwestie.termijn is not None else None
    return {"soort": kwestie.soort, "staat": kwestie.staat, "dag": kwestie.dag.isoformat(), "termijn": termijn}


class KwestieOpslag:
    """Rows of the actor's own municipality; the clock sees them all."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def _plek(self, kwestie_id: bytes, revisie: int) -> tuple[str, bytes, str, int]:
        return ("kwestie", kwestie_id, "codes", revisie)

    def _zegel(self, kwestie: Kwestie, revisie: int) -> bytes:
        inhoud = {"codes": dict(kwestie.codes), "open": _vast(kwestie)}
        return self._werk.kekken.zegel(kwestie.tenant, self._plek(kwestie.id, revisie), inhoud)

    def _lees(self, rij: KwestieRij) -> Kwestie:
        try:
            inhoud = self._werk.kekken.lees(rij.tenant, self._plek(rij.id, rij.revisie), rij.codes)
        except Ongeldig:
            raise Beschadigd from None
        if inhoud["open"] != _vast(rij):
            # A row that was changed past the product is not acted on.
            raise Beschadigd
        velden = {veld: getattr(rij, veld) for veld in Kwestie.__dataclass_fields__ if veld != "codes"}
        return Kwestie(codes=inhoud["codes"], **velden)

    def nieuw(self, kwestie: Kwestie) -> None:
        """Insert one."""
        self._werk.sessie.add(KwestieRij(**{**vars(kwestie), "codes": self._zegel(kwestie, kwestie.revisie)}))
        self._werk.sessie.flush()

    def _rij(self, kwestie_id: bytes) -> KwestieRij:
        rij = self._werk.sessie.scalar(select(KwestieRij).where(KwestieRij.id == kwestie_id))
        if rij is None:
            raise NietGevonden
        return rij

    def get(self, kwestie_id: bytes) -> Kwestie:
        """One of the own municipality. Errors: NietGevonden, Beschadigd."""
        return self._lees(self._rij(kwestie_id))

    def get_nummer(self, soort: str, nummer: str) -> Kwestie:
        """One by its number. Errors: NietGevonden, Beschadigd."""
        waar = (KwestieRij.soort == soort, KwestieRij.nummer == nummer)
        rij = self._werk.sessie.scalar(select(KwestieRij).where(*waar))
        if rij is None:
            raise NietGevonden
        return self._lees(rij)

    def bewaar(self, kwestie: Kwestie) -> Kwestie:
        """Write a changed one. Out: with its new revision. Errors: Ingehaald, NietGevonden."""
        rij = self._rij(kwestie.id)
        if rij.revisie != kwestie.revisie:
            raise Ingehaald
        rij.staat, rij.termijn = kwestie.staat, kwestie.termijn
        rij.revisie = kwestie.revisie + 1
        rij.codes = self._zegel(kwestie, rij.revisie)
        self._werk.sessie.flush()
        return self._lees(rij)

    def lijst(
        self, soort: str, staten: Sequence[str] = (), *, tot: date | None = None, aantal: int = 200
    ) -> list[Kwestie]:
        """Those of one kind, soonest term first.

        In: `staten` (empty: all), `tot`: only with a term up to and with this day.
        """
        waar: list[Any] = [KwestieRij.soort == soort]
        if staten:
            waar.append(KwestieRij.staat.in_(list(staten)))
        if tot is not None:
            waar.append(KwestieRij.termijn <= tot)
        vraag = select(KwestieRij).where(*waar).order_by(KwestieRij.termijn, KwestieRij.id).limit(aantal)
        return [self._lees(rij) for rij in self._werk.sessie.scalars(vraag).all()]

    def regionaal(self, soort: str, *, aantal: int = 500) -> list[Kwestie]:
        """Those that the region keeps for everybody, oldest check first. Errors: ValueError for another kind."""
        if soort not in VOOR_ALLEN:
            raise ValueError(f"not kept for everybody: {soort}")
        vraag = (
            select(KwestieRij)
            .where(KwestieRij.soort == soort, KwestieRij.tenant == REGIO)
            .order_by(KwestieRij.termijn, KwestieRij.id)
            .limit(aantal)
        )
        rijen = self._werk.sessie.scalars(vraag, execution_options={"zonder_hek": True}).all()
        return [self._lees(rij) for rij in rijen]

    def verwijder(self, kwestie: Kwestie) -> None:
        """Take one away for good: its time is over."""
        self._werk.sessie.delete(self._rij(kwestie.id))
        self._werk.sessie.flush()
