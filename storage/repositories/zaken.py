"""Cases: open columns beside codes that are sealed for the server."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from storage.repositories.zegel import BESCHADIGD, Zegel
from storage.tables.zaken import WrapRij, ZaakRij
from workflow.fouten import Beschadigd, Ingehaald, NietGevonden
from workflow.partners import REGIO
from workflow.termijnen import Moment
from workflow.zaak import Zaak
from workflow.zaakzicht import EIGEN_PLEK

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

# The tenant of the clock.
ALLES = "*"
_ZAAK = tuple(veld for veld in Zaak.__dataclass_fields__ if veld not in ("id", "kenmerken", "revisie"))


class ZakenOpslag:
    """Cases of this municipality, and those of which one of the actor's desks has a key."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._zegel = Zegel(werk, "zaak", _ZAAK)
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
        # Cases of the own municipality, those that were presented to it, and protected ones that the actor reads by
        # name; not what a desk merely has a key of.
        eigen: Any = or_(ZaakRij.houder == self._werk.actor.tenant, self._op_naam())
        if self._werk.actor.zit_aan(EIGEN_PLEK):
            # People of the safety net belong to a municipality; the cases of the region are theirs too.
            eigen = or_(eigen, ZaakRij.houder == REGIO)
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

    def _op_naam(self) -> ColumnElement[bool]:
        return and_(
            ZaakRij.afgeschermd,
            exists().where(
                WrapRij.zaak_id == ZaakRij.id,
                WrapRij.compartiment == "draad",
                WrapRij.ontvanger == self._werk.eigen_naam,
                WrapRij.staat == "open",
            ),
        )

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
        """Cases, of any municipality, of which this desk, or the actor by name, may open the compartment now."""
        wrap = exists().where(
            WrapRij.zaak_id == ZaakRij.id,
            WrapRij.compartiment == compartiment,
            or_(WrapRij.ontvanger == werkplek, WrapRij.ontvanger == self._werk.eigen_naam),
            WrapRij.staat == "open",
        )
        if not self._werk.actor.zit_aan(werkplek):
            return []
        vraag = select(ZaakRij).where(wrap).order_by(ZaakRij.termijn, ZaakRij.id).limit(aantal)
        return [self._lees(rij) for rij in self._werk.sessie.scalars(vraag).all()]

    def vervalt(self, tot: date, *, aantal: int = 1000) -> list[Zaak]:
        """Cases of which the whole or a part goes on a day up to and with `tot`, the soonest first; held ones too.

        Fenced like every list: the clock sees all, an actor those of his municipality or on his name.
        """
        dagen = (ZaakRij.vernietig_op, ZaakRij.ident_op, ZaakRij.melder_op)
        waar = [or_(*(dag <= tot for dag in dagen)), *self._filter(alleen_eigen=True)]
        # Names go first, then the reporter, then the case: the first day that is there is the soonest.
        eerst = func.coalesce(ZaakRij.ident_op, ZaakRij.melder_op, ZaakRij.vernietig_op)
        vraag = select(ZaakRij).where(*waar).order_by(eerst, ZaakRij.id).limit(aantal)
        return [self._lees(rij) for rij in self._werk.sessie.scalars(vraag).all()]

    def houd_vast(self, zaak_id: bytes, *, vast: bool) -> Zaak:
        """Set or lift the legal hold of a case of the actor's own municipality, and nothing else of it.

        Who confirms a hold need not be able to see the case: a protected one is found by its id alone.
        Out: the case as it is now. Errors: NietGevonden when it is gone, Beschadigd, Ingehaald.
        """
        vraag = select(ZaakRij).where(ZaakRij.id == zaak_id)
        if self._werk.actor.tenant != ALLES:
            vraag = vraag.where(ZaakRij.houder == self._werk.actor.tenant)
        rij = self._werk.sessie.scalar(vraag.execution_options(zonder_hek=True))
        if rij is None:
            raise NietGevonden
        self._gelezen[rij.id] = rij
        return self.bewaar(replace(self._lees(rij), vasthouden=vast))
