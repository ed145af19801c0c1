"""Hand-offs, shelter requests and actions: open columns beside codes that are sealed for the server."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, or_, select

from storage.repositories.zegel import BESCHADIGD, Zegel
from storage.tables.zaken import TrajectRij, WrapRij
from workflow.fouten import Beschadigd, Ingehaald, NietGevonden
from workflow.zaak import Traject, Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

BEANTWOORD = ("teruggekoppeld", "afgewezen")
_TRAJECT = tuple(veld for veld in Traject.__dataclass_fields__ if veld not in ("id", "kenmerken", "revisie"))


class TrajectOpslag:
    """Hand-offs, shelter requests and actions."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._zegel = Zegel(werk, "traject", _TRAJECT)

    def lees(self, rij: TrajectRij) -> Traject:
        """Open the server-sealed codes of a row."""
        kenmerken = self._zegel.open(rij)
        velden: dict[str, Any] = {veld: getattr(rij, veld) for veld in _TRAJECT}
        return Traject(id=rij.id, revisie=rij.revisie, kenmerken=kenmerken, **velden)

    def nieuw(self, traject: Traject) -> None:
        """Insert a walk."""
        zegel = self._zegel.maak(traject, traject.revisie)
        velden = {veld: getattr(traject, veld) for veld in _TRAJECT}
        self._werk.sessie.add(TrajectRij(id=traject.id, kenmerken=zegel, revisie=traject.revisie, **velden))
        self._werk.sessie.flush()

    def get(self, traject_id: bytes) -> Traject:
        """One walk. Errors: NietGevonden."""
        rij = self._werk.sessie.scalar(select(TrajectRij).where(TrajectRij.id == traject_id))
        if rij is None:
            raise NietGevonden
        return self.lees(rij)

    def bewaar(self, traject: Traject) -> Traject:
        """Write a changed walk. Errors: Ingehaald."""
        rij = self._werk.sessie.scalar(select(TrajectRij).where(TrajectRij.id == traject.id))
        if rij is None or rij.revisie != traject.revisie:
            raise Ingehaald
        if traject.kenmerken.get(BESCHADIGD):
            raise Beschadigd
        for veld in _TRAJECT:
            setattr(rij, veld, getattr(traject, veld))
        rij.revisie = traject.revisie + 1
        rij.kenmerken = self._zegel.maak(traject, rij.revisie)
        self._werk.sessie.flush()
        return replace(traject, revisie=rij.revisie)

    def verhuis(self, zaak: Zaak, naar: str) -> None:
        """Move all walks of a case along with it: holder, and the maker where that was a desk of the old holder."""
        # Past the fence: until this very statement they belong to the other municipality.
        vraag = select(TrajectRij).where(TrajectRij.zaak_id == zaak.id).execution_options(zonder_hek=True)
        for rij in self._werk.sessie.scalars(vraag).all():
            traject = self.lees(rij)
            if traject.kenmerken.get(BESCHADIGD):
                raise Beschadigd
            soort, _, tenant = traject.maker.rpartition(".")
            maker = f"{soort}.{naar}" if tenant == zaak.houder else traject.maker
            traject = replace(traject, houder=naar, maker=maker)
            rij.houder, rij.maker = naar, maker
            rij.revisie += 1
            rij.kenmerken = self._zegel.maak(traject, rij.revisie)
        self._werk.sessie.flush()

    def _lijst(self, *waar: Any) -> list[Traject]:
        vraag = select(TrajectRij).where(*waar).order_by(TrajectRij.dag_in.desc(), TrajectRij.nummer).limit(500)
        return [self.lees(rij) for rij in self._werk.sessie.scalars(vraag).all()]

    def van_zaak(self, zaak_id: bytes, route: str = "") -> list[Traject]:
        """All walks of one case, newest first."""
        waar = [TrajectRij.zaak_id == zaak_id] + ([TrajectRij.route == route] if route else [])
        return self._lijst(*waar)

    def aan_werkplekken(self, werkplekken: Sequence[str], route: str) -> list[Traject]:
        """What was handed to these desks."""
        desks = list(werkplekken)
        return self._lijst(
            TrajectRij.route == route, or_(TrajectRij.ontvanger.in_(desks), TrajectRij.opvangplek.in_(desks))
        )

    def van_gemeente(self, route: str) -> list[Traject]:
        """What this municipality sent."""
        return self._lijst(TrajectRij.route == route, TrajectRij.houder == self._werk.actor.tenant)

    def ongeldig_op(self, dag: date, weg: Collection[str] = ()) -> list[Traject]:
        """Hand-offs under way whose last day lies before `dag`, or whose recipient left (`weg`); for the clock."""
        onderweg = ("verzonden", "ontvangen", "opgepakt", "vraag")
        return self._lijst(
            TrajectRij.route == "verstrekking",
            TrajectRij.staat.in_(onderweg),
            or_(TrajectRij.geldig_tot < dag, TrajectRij.ontvanger.in_(list(weg))),
        )

    def afgewezen_tot(self, dag: date) -> list[Traject]:
        """Hand-offs that were refused on `dag` or before and that the recipient can still open; for the clock."""
        wrap = exists().where(WrapRij.zaak_id == TrajectRij.zaak_id, WrapRij.ontvanger == TrajectRij.ontvanger)
        lijst = self._lijst(
            TrajectRij.route == "verstrekking",
            TrajectRij.staat == "afgewezen",
            TrajectRij.dag_staat <= dag,
            wrap,
        )
        return [een for een in lijst if self._kan_lezen(een)]

    def _kan_lezen(self, traject: Traject) -> bool:
        plek = (traject.compartiment("vs"), traject.ontvanger)
        return any(plek == (naam, aan) for naam, aan, _ in self._werk.sleutelkast.houders(traject))

    def nog_leesbaar_na(self, dag: date, weg: Collection[str] = ()) -> list[Traject]:
        """The answered hand-offs that their recipient can still open after their last day, or after he left (`weg`)."""
        voorbij = or_(TrajectRij.geldig_tot < dag, TrajectRij.ontvanger.in_(list(weg)))
        vraag = (
            select(TrajectRij.id, WrapRij.compartiment)
            .join(WrapRij, and_(WrapRij.zaak_id == TrajectRij.zaak_id, WrapRij.ontvanger == TrajectRij.ontvanger))
            .where(TrajectRij.staat.in_(BEANTWOORD), voorbij)
            .order_by(TrajectRij.geldig_tot, TrajectRij.id)
        )
        # One desk can hold the keys of more hand-offs of a case: each is looked at by its own compartment.
        rijen = self._werk.sessie.execute(vraag).all()
        return [self.get(id_) for id_, compartiment in rijen if compartiment == f"vs:{id_.hex()}"]
