"""Sealing again with the newest key of a tenant: outer locks and tier-1 columns, in batches that can be broken off."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, or_, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.crypto.encoding import Deel
from storage.crypto.envelope import ALG_AES, HEADER_BYTES, build_header
from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import Kekken
from storage.keys.noodwraps import noodwrap_ctx
from storage.keys.werkplekken import ZONDER_DAGEN, lid_ctx, tenant_van
from storage.tables.basis import ZakenBasis
from storage.tables.klok import BerichtRij
from storage.tables.mensen import ExterneLoginRij, LidRij, NoodwrapRij, PersoonRij, TweedeFactorRij, UitnodigingRij
from storage.tables.toezicht import KwestieRij, MatchsleutelRij
from storage.tables.zaken import PrivacycheckRij, TellingRij, TrajectRij, WrapRij, ZaakRij

PER_KEER = 500

Sleutel = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Vak:
    """One sealed column: whose key it is under, and the place that it is bound to.

    `van` finds the tenant: a column of the row, or of the row that it belongs to (`bij`, joined on `waar`); for a desk
    it is the end of its name. `plek` gets the row and the row that it belongs to. An outer lock that an earlier version
    bound to the first `eerder` parts of its place alone is bound to all of them from now on.
    """

    kolom: InstrumentedAttribute[bytes]
    van: InstrumentedAttribute[str]
    plek: Callable[[Any, Any], Sequence[Deel]]
    bij: type[ZakenBasis] | None = None
    waar: ColumnElement[bool] | None = None
    buiten: bool = False
    aan_het_eind: bool = False
    eerder: int | None = None

    @property
    def tabel(self) -> type[ZakenBasis]:
        """The table that the column stands in."""
        return cast(type[ZakenBasis], self.kolom.class_)

    def sleutels(self) -> list[InstrumentedAttribute[Any]]:
        """The columns that name one row."""
        return [getattr(self.tabel, kolom.name) for kolom in self.tabel.__mapper__.primary_key]

    def vraag(self, *kolommen: Any) -> Select[Any]:
        """A question about the rows of this column, each beside the row that it belongs to."""
        vraag = select(*kolommen).select_from(self.tabel)
        return vraag if self.bij is None or self.waar is None else vraag.join(self.bij, self.waar)

    def opnieuw(self, kekken: Kekken, tenant: str, plek: Sequence[Deel], zegel: bytes) -> bytes:
        """The value under the newest key of the tenant. Errors: Ongeldig."""
        if not self.buiten:
            return kekken.herzegel(tenant, plek, zegel)
        return kekken.hersluit(tenant, zegel, plek, None if self.eerder is None else plek[: self.eerder])

    def tenant(self, waarde: str) -> str:
        """The tenant that the value of `van` means."""
        return tenant_van(waarde) if self.aan_het_eind else waarde


def _rij(kolom: str, revisie: bool = False) -> Callable[[Any, Any], Sequence[Deel]]:
    """The place of a tier-1 value: (table, id of the row, column, revision)."""
    return lambda rij, _: (rij.__tablename__, rij.id, kolom, rij.revisie if revisie else 1)


def _lid(rij: Any, persoon: Any) -> Sequence[Deel]:
    return lid_ctx(rij, persoon.publiek)


def _matchsleutel(rij: Any, _: Any) -> Sequence[Deel]:
    return ("matchsleutel", rij.bereik, rij.epoch, rij.werkplek, rij.werkplek_epoch)


def _wrap(rij: Any, zaak: Any) -> Sequence[Deel]:
    return (zaak.herkomst, rij.zaak_id, rij.compartiment, rij.ontvanger, rij.epoch)


# The log is not among them: its entries are hashed as they were sealed, so they stay under the key of their day.
VAKKEN = (
    Vak(PersoonRij.profiel, PersoonRij.tenant, _rij("profiel", True)),
    Vak(
        TweedeFactorRij.inhoud,
        PersoonRij.tenant,
        lambda rij, _: ("tweedefactor", rij.persoon_id, "inhoud", rij.revisie),
        PersoonRij,
        PersoonRij.id == TweedeFactorRij.persoon_id,
    ),
    Vak(
        ExterneLoginRij.inhoud,
        PersoonRij.tenant,
        lambda rij, _: ("externelogin", rij.persoon_id, "inhoud", 1),
        PersoonRij,
        PersoonRij.id == ExterneLoginRij.persoon_id,
    ),
    Vak(UitnodigingRij.inhoud, UitnodigingRij.tenant, _rij("inhoud")),
    Vak(BerichtRij.inhoud, BerichtRij.tenant, _rij("inhoud")),
    Vak(ZaakRij.kenmerken, ZaakRij.houder, _rij("kenmerken", True)),
    Vak(TrajectRij.kenmerken, TrajectRij.houder, _rij("kenmerken", True)),
    Vak(PrivacycheckRij.codes, PrivacycheckRij.tenant, _rij("codes", True)),
    Vak(TellingRij.codes, TellingRij.tenant, _rij("codes")),
    Vak(KwestieRij.codes, KwestieRij.tenant, _rij("codes", True)),
    Vak(WrapRij.wrap, ZaakRij.houder, _wrap, ZaakRij, ZaakRij.id == WrapRij.zaak_id, buiten=True),
    Vak(
        LidRij.wrap,
        LidRij.werkplek,
        _lid,
        PersoonRij,
        PersoonRij.id == LidRij.persoon_id,
        buiten=True,
        aan_het_eind=True,
        eerder=ZONDER_DAGEN,
    ),
    Vak(
        NoodwrapRij.wrap,
        NoodwrapRij.werkplek,
        lambda rij, _: noodwrap_ctx(rij.werkplek, rij.epoch),
        buiten=True,
        aan_het_eind=True,
    ),
    Vak(MatchsleutelRij.wrap, MatchsleutelRij.werkplek, _matchsleutel, buiten=True, aan_het_eind=True),
)


def _is_oud(vak: Vak, kekken: Kekken, tenants: Sequence[str]) -> ColumnElement[bool]:
    """Rows of these tenants that name another key than the newest; only the head of the envelope is looked at."""
    hoofd = func.substr(vak.kolom, 1, HEADER_BYTES)
    per_tenant = []
    for tenant in tenants:
        eigen = vak.van.endswith(f".{tenant}", autoescape=True) if vak.aan_het_eind else vak.van == tenant
        per_tenant.append(and_(eigen, hoofd != build_header(ALG_AES, kekken.huidig(tenant)[0])))
    return or_(*per_tenant)


def achterstand(sessie: Session, kekken: Kekken, tenants: Sequence[str]) -> dict[Vak, list[Sleutel]]:
    """What is not under the newest key of its tenant: the keys of the rows, by column."""
    return {
        vak: [tuple(rij) for rij in sessie.execute(vak.vraag(*vak.sleutels()).where(_is_oud(vak, kekken, tenants)))]
        for vak in VAKKEN
    }


def stukken(werk: dict[Vak, list[Sleutel]]) -> Iterator[tuple[Vak, list[Sleutel]]]:
    """The same in portions of one transaction each."""
    for vak, sleutels in werk.items():
        for begin in range(0, len(sleutels), PER_KEER):
            yield vak, sleutels[begin : begin + PER_KEER]


def herverzegel(sessie: Session, kekken: Kekken, vak: Vak, sleutels: Sequence[Sleutel]) -> int:
    """Seal these rows again; the caller commits.

    Out: how many would not open. They stay as they were: they were damaged before, and the key that they name stays.
    """
    kolommen = [vak.tabel] if vak.bij is None else [vak.tabel, vak.bij]
    vraag = vak.vraag(*kolommen, vak.van).where(tuple_(*vak.sleutels()).in_(list(sleutels)))
    nieuw: list[dict[str, Any]] = []
    gezien = 0
    for rij, *rest in sessie.execute(vraag):
        gezien += 1
        tenant, eigenaar = vak.tenant(rest[-1]), rest[0] if vak.bij is not None else None
        was = getattr(rij, vak.kolom.key)
        try:
            wordt = vak.opnieuw(kekken, tenant, vak.plek(rij, eigenaar), was)
        except (Ongeldig, KeyError):
            continue
        nieuw.append({"was": was, "wordt": wordt} | {f"pk_{een.key}": getattr(rij, een.key) for een in vak.sleutels()})
    if nieuw:
        # Not through the objects: the revision of a row is part of its seal and must stay as it is. And only where
        # nobody wrote meanwhile: what he sealed has the newest key already, or is found the next time.
        waar = [een == bindparam(f"pk_{een.key}") for een in vak.sleutels()]
        tabel = vak.tabel.__table__
        sessie.connection().execute(
            update(cast(Table, tabel))
            .where(*waar, vak.kolom == bindparam("was"))
            .values({vak.kolom.key: bindparam("wordt")}),
            nieuw,
        )
    return gezien - len(nieuw)
