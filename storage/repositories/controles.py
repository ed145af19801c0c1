"""Privacy checks on codes alone, and four-eyes steps that wait for the second person."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from storage.tables.zaken import InstemmingRij, PrivacycheckRij
from workflow.fouten import Beschadigd, Ingehaald, NietGevonden
from workflow.zaak import Instemming, Privacycheck

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

GEVRAAGD = "gevraagd"


def _vast(check: Privacycheck | PrivacycheckRij) -> dict[str, Any]:
    """The open columns that an answer is bound to."""
    traject_id = check.traject_id.hex() if check.traject_id is not None else None
    return {"staat": check.staat, "soort": check.soort, "zaak": check.zaak_id.hex(), "traject": traject_id}


class ControleOpslag:
    """What others must say before a step goes through."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def _plek(self, check_id: bytes, revisie: int) -> tuple[str, bytes, str, int]:
        return ("privacycheck", check_id, "codes", revisie)

    def _zegel(self, check: Privacycheck, revisie: int) -> bytes:
        inhoud = {"codes": dict(check.codes), "open": _vast(check)}
        return self._werk.kekken.zegel(check.gemeente, self._plek(check.id, revisie), inhoud)

    def _lees(self, rij: PrivacycheckRij) -> Privacycheck:
        inhoud = self._werk.kekken.lees(rij.tenant, self._plek(rij.id, rij.revisie), rij.codes)
        if inhoud["open"] != _vast(rij):
            # An answer that was written past the product is no answer.
            raise Beschadigd
        return Privacycheck(
            id=rij.id,
            zaak_id=rij.zaak_id,
            traject_id=rij.traject_id,
            gemeente=rij.tenant,
            soort=rij.soort,
            staat=rij.staat,
            dag=rij.dag,
            termijn=rij.termijn,
            achteraf=rij.achteraf,
            codes=inhoud["codes"],
            revisie=rij.revisie,
        )

    def vraag_check(self, check: Privacycheck) -> None:
        """Ask the privacyfunctionaris for a check."""
        zegel = self._zegel(check, check.revisie)
        velden: dict[str, Any] = {**vars(check), "codes": zegel}
        velden["tenant"] = velden.pop("gemeente")
        self._werk.sessie.add(PrivacycheckRij(**velden))
        self._werk.sessie.flush()

    def get_check(self, check_id: bytes) -> Privacycheck:
        """One check of the own municipality. Errors: NietGevonden."""
        rij = self._werk.sessie.scalar(select(PrivacycheckRij).where(PrivacycheckRij.id == check_id))
        if rij is None:
            raise NietGevonden
        return self._lees(rij)

    def bewaar_check(self, check: Privacycheck) -> None:
        """Write the answer. Errors: Ingehaald when somebody answered before."""
        rij = self._werk.sessie.scalar(select(PrivacycheckRij).where(PrivacycheckRij.id == check.id))
        if rij is None or rij.revisie != check.revisie:
            raise Ingehaald
        rij.staat, rij.termijn = check.staat, check.termijn
        rij.revisie = check.revisie + 1
        rij.codes = self._zegel(check, rij.revisie)
        self._werk.sessie.flush()

    def checks(self, zaak_id: bytes | None = None, *, open_alleen: bool = False) -> list[Privacycheck]:
        """The checks of a case, or of the municipality; soonest term first."""
        waar: list[Any] = [] if zaak_id is None else [PrivacycheckRij.zaak_id == zaak_id]
        if open_alleen:
            waar.append(PrivacycheckRij.staat == GEVRAAGD)
        vraag = select(PrivacycheckRij).where(*waar).order_by(PrivacycheckRij.termijn, PrivacycheckRij.id)
        return [self._lees(rij) for rij in self._werk.sessie.scalars(vraag).all()]

    def stel_voor(self, instemming: Instemming) -> None:
        """Put a four-eyes step before the second person."""
        zaak = self._werk.zaken.get(instemming.zaak_id)
        self._werk.sessie.add(InstemmingRij(**vars(instemming), tenant=zaak.houder))
        self._werk.sessie.flush()

    def _voorstel(self, rij: InstemmingRij) -> Instemming:
        velden = {veld: getattr(rij, veld) for veld in Instemming.__dataclass_fields__}
        return Instemming(**velden)

    def find_voorstel(self, zaak_id: bytes) -> Instemming | None:
        """The four-eyes step that waits on a case, if any."""
        rij = self._werk.sessie.scalar(select(InstemmingRij).where(InstemmingRij.zaak_id == zaak_id))
        return None if rij is None else self._voorstel(rij)

    def verwijder_voorstel(self, instemming: Instemming) -> None:
        """The proposal was carried out, rejected or overtaken."""
        self._werk.sessie.execute(delete(InstemmingRij).where(InstemmingRij.id == instemming.id))

    def voorstellen(self) -> list[Instemming]:
        """All proposals of the municipality, soonest term first."""
        vraag = select(InstemmingRij).order_by(InstemmingRij.termijn, InstemmingRij.id)
        return [self._voorstel(rij) for rij in self._werk.sessie.scalars(vraag).all()]
