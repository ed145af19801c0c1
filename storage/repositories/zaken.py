"""Cases and sub-routes: open columns beside codes that are sealed for the server."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from storage.crypto.errors import Ongeldig
from storage.tables.zaken import TrajectRij, WrapRij, ZaakRij
from workflow.fouten import Beschadigd, Ingehaald, NietGevonden
from workflow.termijnen import Moment
from workflow.zaak import Traject, Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

BESCHADIGD = "beschadigd"
_ZAAK = tuple(veld for veld in Zaak.__dataclass_fields__ if veld not in ("id", "kenmerken", "revisie"))
_TRAJECT = tuple(veld for veld in Traject.__dataclass_fields__ if veld not in ("id", "kenmerken", "revisie"))


def _open_kolommen(velden: Mapping[str, Any]) -> dict[str, Any]:
    """The open columns as JSON holds them."""
    return {
        naam: waarde.hex() if isinstance(waarde, bytes) else str(waarde) if isinstance(waarde, date) else waarde
        for naam, waarde in velden.items()
    }


class _Zegel:
    """Seals the codes of a row together with its open columns.

    An open column decides who gets a key (`ontvanger`, `houder`, `staat`), so a value that was written past the
    product must be found before it is acted on: the row then shows as damaged, and no step runs on it.
    """

    def __init__(self, werk: "Eenheid", tabel: str, kolommen: Sequence[str]) -> None:
        self._werk = werk
        self._tabel = tabel
        self._kolommen = kolommen

    def _plek(self, rij_id: bytes, revisie: int) -> tuple[str, bytes, str, int]:
        return (self._tabel, rij_id, "kenmerken", revisie)

    def maak(self, onderwerp: Zaak | Traject, revisie: int) -> bytes:
        """Seal an object for storage as this revision."""
        open_ = _open_kolommen({naam: getattr(onderwerp, naam) for naam in self._kolommen})
        inhoud = {"kenmerken": dict(onderwerp.kenmerken), "open": open_}
        return self._werk.kekken.zegel(onderwerp.houder, self._plek(onderwerp.id, revisie), inhoud)

    def open(self, rij: ZaakRij | TrajectRij) -> dict[str, Any]:
        """Open the codes of a row; damaged ones are marked and logged, so that a list still shows the rest."""
        try:
            inhoud = self._werk.kekken.lees(rij.houder, self._plek(rij.id, rij.revisie), rij.kenmerken)
            if inhoud["open"] != _open_kolommen({naam: getattr(rij, naam) for naam in self._kolommen}):
                raise Ongeldig
        except Ongeldig:
            self._werk.log("beschadigd", None, rijen=[rij.id.hex()], tabel=self._tabel, uitkomst="fout")
            return {BESCHADIGD: True}
        kenmerken: dict[str, Any] = inhoud["kenmerken"]
        return kenmerken


class ZakenOpslag:
    """Cases of this municipality, and those of which one of the actor's desks has a key."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._zegel = _Zegel(werk, "zaak", _ZAAK)
        self._gelezen: dict[bytes, ZaakRij] = {}

    def _lees(self, rij: ZaakRij) -> Zaak:
        kenmerken = self._zegel.open(rij)
        velden: dict[str, Any] = {veld: getattr(rij, veld) for veld in _ZAAK}
        return Zaak(id=rij.id, revisie=rij.revisie, kenmerken=kenmerken, **velden)

    def nieuw(self, zaak: Zaak, indiening: bytes) -> None:
        """Insert a case; `indiening` makes a second insert of the same form impossible."""
        zegel = self._zegel.maak(zaak, zaak.revisie)
        velden = {veld: getattr(zaak, veld) for veld in _ZAAK}
        self._werk.sessie.add(
            ZaakRij(
                id=zaak.id,
                indiening=indiening,
                vasthouden=False,
                kenmerken=zegel,
                revisie=zaak.revisie,
                **velden,
            )
        )
        self._werk.sessie.flush()

    def _een(self, waar: ColumnElement[bool]) -> ZaakRij | None:
        rij = self._werk.sessie.scalar(select(ZaakRij).where(waar))
        if rij is not None:
            self._gelezen[rij.id] = rij
        return rij

    def get(self, zaak_id: bytes) -> Zaak:
        """One case by id. Errors: NietGevonden."""
        rij = self._een(ZaakRij.id == zaak_id)
        if rij is None:
            raise NietGevonden
        return self._lees(rij)

    def get_nummer(self, nummer: str) -> Zaak:
        """One case by its number. Errors: NietGevonden."""
        rij = self._een(ZaakRij.nummer == nummer)
        if rij is None:
            raise NietGevonden
        return self._lees(rij)

    def find_indiening(self, indiening: bytes) -> Zaak | None:
        """The case that was made from the same form, if any."""
        rij = self._een(ZaakRij.indiening == indiening)
        return None if rij is None else self._lees(rij)

    def bewaar(self, zaak: Zaak) -> Zaak:
        """Write a changed case. Errors: Ingehaald when its revision is not the stored one."""
        # A step that hands the case on takes the keys of its own actor, who can't find the row any more then.
        rij = self._gelezen.get(zaak.id) or self._een(ZaakRij.id == zaak.id)
        if rij is None or rij.revisie != zaak.revisie:
            raise Ingehaald
        if zaak.kenmerken.get(BESCHADIGD):
            # Sealing them again would hide that somebody changed the row.
            raise Beschadigd
        for veld in _ZAAK:
            setattr(rij, veld, getattr(zaak, veld))
        rij.revisie = zaak.revisie + 1
        rij.kenmerken = self._zegel.maak(zaak, rij.revisie)
        self._werk.sessie.flush()
        return replace(zaak, revisie=rij.revisie)

    def verhuis(self, zaak: Zaak, naar: str) -> Zaak:
        """Move a case to another holder: the server re-seals the outer layer; no key of a person is needed.

        Wraps, sub-routes and the look-up of the volgcode move along; the ciphertext stays bound to the origin.
        """
        self._werk.sleutelkast.verzegel_opnieuw(zaak, naar)
        self._werk.trajectopslag.verhuis(zaak, naar)
        return replace(zaak, houder=naar)

    def _filter(
        self,
        *,
        staten: Sequence[str] = (),
        spoed: bool | None = None,
        nummer: str = "",
        overleg_id: bytes | None = None,
        te_laat_op: Moment | None = None,
        alleen_eigen: bool = False,
    ) -> list[Any]:
        # Cases of the own municipality, and those that were presented to it; not what a desk merely has a key of.
        eigen: Any = ZaakRij.houder == self._werk.actor.tenant
        if not alleen_eigen:
            eigen = or_(eigen, ZaakRij.voorgelegd_aan == self._werk.actor.tenant)
        waar: list[Any] = [] if self._werk.actor.rol == "klok" else [eigen]
        if staten:
            waar.append(ZaakRij.staat.in_(list(staten)))
        if spoed is not None:
            waar.append(ZaakRij.spoed == spoed)
        if nummer:
            waar.append(ZaakRij.nummer == nummer)
        if overleg_id is not None:
            waar.append(ZaakRij.overleg_id == overleg_id)
        if te_laat_op is not None:
            # Without a minute a term lasts until the end of its day.
            vandaag_om = and_(ZaakRij.termijn == te_laat_op.dag, ZaakRij.termijn_minuut < (te_laat_op.minuut or 0))
            waar.append(or_(ZaakRij.termijn < te_laat_op.dag, vandaag_om))
        return waar

    def lijst(
        self,
        *,
        staten: Sequence[str] = (),
        spoed: bool | None = None,
        nummer: str = "",
        overleg_id: bytes | None = None,
        te_laat_op: Moment | None = None,
        alleen_eigen: bool = False,
        na: tuple[date, bytes] | None = None,
        aantal: int = 50,
    ) -> list[Zaak]:
        """Cases by soonest term, paged by the last (term, id) that was shown.

        In: `alleen_eigen` leaves out what another municipality presented to this one.
        """
        waar = self._filter(
            staten=staten,
            spoed=spoed,
            nummer=nummer,
            overleg_id=overleg_id,
            te_laat_op=te_laat_op,
            alleen_eigen=alleen_eigen,
        )
        termijn = func.coalesce(ZaakRij.termijn, date.max)
        if na is not None:
            waar.append(or_(termijn > na[0], and_(termijn == na[0], ZaakRij.id > na[1])))
        vraag = select(ZaakRij).where(*waar).order_by(termijn, ZaakRij.id).limit(aantal)
        return [self._lees(rij) for rij in self._werk.sessie.scalars(vraag).all()]

    def tel(self, *, staten: Sequence[str], te_laat_op: Moment | None = None, alleen_eigen: bool = False) -> int:
        """How many cases, counted up to 1 001 and no further."""
        waar = self._filter(staten=staten, te_laat_op=te_laat_op, alleen_eigen=alleen_eigen)
        binnen = select(ZaakRij.id).where(*waar).limit(1001).subquery()
        return self._werk.sessie.scalar(select(func.count()).select_from(binnen)) or 0

    def vrijgegeven(self, compartiment: str, werkplek: str, aantal: int = 200) -> list[Zaak]:
        """Cases, of any municipality, of which this desk may open the compartment now; soonest term first."""
        wrap = exists().where(
            WrapRij.zaak_id == ZaakRij.id,
            WrapRij.compartiment == compartiment,
            WrapRij.ontvanger == werkplek,
            WrapRij.staat == "open",
        )
        if not self._werk.actor.zit_aan(werkplek):
            return []
        vraag = select(ZaakRij).where(wrap).order_by(ZaakRij.termijn, ZaakRij.id).limit(aantal)
        return [self._lees(rij) for rij in self._werk.sessie.scalars(vraag).all()]


class TrajectOpslag:
    """Hand-offs, shelter requests and actions."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._zegel = _Zegel(werk, "traject", _TRAJECT)

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

    def ongeldig_op(self, dag: date) -> list[Traject]:
        """Hand-offs that are still under way although their last day lies before `dag`; for the clock."""
        onderweg = ("verzonden", "ontvangen", "opgepakt", "vraag")
        return self._lijst(
            TrajectRij.route == "verstrekking", TrajectRij.staat.in_(onderweg), TrajectRij.geldig_tot < dag
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
