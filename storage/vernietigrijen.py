"""Which rows a case or a part of it has, and taking them away: the tables of the destruction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CursorResult, Engine, delete, select
from sqlalchemy.orm import Session

from storage.tables.klok import AfgegaanRij, TimerRij
from storage.tables.kluis import KluisRij, TokenRij
from storage.tables.toezicht import KwestieRij
from storage.tables.zaken import (
    CompartimentRij,
    DocumentRij,
    InstemmingRij,
    KluisverwijzingRij,
    PrivacycheckRij,
    TrajectRij,
    VolgRij,
    WrapRij,
    ZaakRij,
)
from storage.vernietigregister import DEEL, KLUIS, ZAAK, merk
from workflow.bewaarklassen import Bewaarklasse, compartimenten_van
from workflow.vasthouden import CERTIFICAAT as SOORT
from workflow.vernietigingen import MISLUKT
from workflow.zaak import Kwestie, Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

# What can be read goes first, so that an interrupted destruction never leaves a key without its case.
LEESBAAR: tuple[Any, ...] = (WrapRij, DocumentRij, CompartimentRij)
OVERIG: tuple[Any, ...] = (TimerRij, AfgegaanRij, InstemmingRij, PrivacycheckRij, TrajectRij)
IN_KLUIS: tuple[Any, ...] = (KluisRij, TokenRij)
# Kinds that are about a case and have no use without it; of other kinds only the mention goes.
OVER_EEN_ZAAK = frozenset({"vasthouding", "treffer", "trefferpaar"})
VERNIETIGD = "vernietigd"


@dataclass
class Weg:
    """What went: the ids of documents, rows per table, and the hashes for the register."""

    documenten: list[str] = field(default_factory=list)
    aantallen: dict[str, int] = field(default_factory=dict)
    merken: list[str] = field(default_factory=list)


def _wis(sessie: Session, tabel: Any, *waar: Any) -> int:
    return cast(CursorResult[Any], sessie.execute(delete(tabel).where(*waar))).rowcount


def wis_leesbaar(sessie: Session, zaak_id: bytes, klasse: Bewaarklasse | None) -> Weg:
    """Delete what could be read of a whole case (None), or of one part; the caller commits.

    References to the vault go with it: without one nothing of the vault is opened.
    """
    namen = _compartimenten(sessie, zaak_id, klasse)
    weg = Weg()
    waar: dict[Any, tuple[Any, ...]] = {tabel: (tabel.zaak_id == zaak_id,) for tabel in LEESBAAR}
    if namen is not None:
        waar[WrapRij] += (WrapRij.compartiment.in_(namen),)
        waar[DocumentRij] += (DocumentRij.compartiment.in_(namen),)
        waar[CompartimentRij] += (CompartimentRij.naam.in_(namen),)
    weg.documenten = [een.hex() for een in sessie.scalars(select(DocumentRij.id).where(*waar[DocumentRij]))]
    if klasse is None:
        weg.merken.append(merk(ZAAK, zaak_id))
    else:
        kids = sessie.scalars(select(CompartimentRij.kid).where(*waar[CompartimentRij]))
        weg.merken += [merk(DEEL, kid) for kid in kids]
    if klasse is None or klasse.kluis:
        verwijzing = KluisverwijzingRij.zaak_id == zaak_id
        if klasse is not None:
            ids = sessie.scalars(select(KluisverwijzingRij.kluis_id).where(verwijzing))
            weg.merken += [merk(KLUIS, een) for een in ids]
        waar[KluisverwijzingRij] = (verwijzing,)
    if klasse is None:
        waar[VolgRij] = (VolgRij.zaak_id == zaak_id,)
    weg.aantallen = {tabel.__tablename__: _wis(sessie, tabel, *voorwaarden) for tabel, voorwaarden in waar.items()}
    return weg


def _compartimenten(sessie: Session, zaak_id: bytes, klasse: Bewaarklasse | None) -> list[str] | None:
    if klasse is None:
        return None
    namen = list(sessie.scalars(select(CompartimentRij.naam).where(CompartimentRij.zaak_id == zaak_id)))
    trajecten = sessie.execute(select(TrajectRij.id, TrajectRij.vorm).where(TrajectRij.zaak_id == zaak_id)).all()
    vormen = {traject_id.hex(): vorm for traject_id, vorm in trajecten}
    return compartimenten_van(klasse, namen, lambda naam: vormen.get(naam.partition(":")[2], ""))


def wis_rest(werk: "Eenheid", zaak: Zaak) -> dict[str, int]:
    """Delete what only says that there was a case, and the case itself; the caller commits. Out: rows per table."""
    aantallen = {tabel.__tablename__: _wis(werk.sessie, tabel, tabel.zaak_id == zaak.id) for tabel in OVERIG}
    aantallen["kwestie"] = _vergeet_kwesties(werk, zaak)
    aantallen["zaak"] = _wis(werk.sessie, ZaakRij, ZaakRij.id == zaak.id)
    return aantallen


def _vergeet_kwesties(werk: "Eenheid", zaak: Zaak) -> int:
    """Rows of the drawer that name this case: gone, or without the mention. Out: how many."""
    namen = {zaak.id.hex(), zaak.nummer}
    # Certificates never name a case, and there are many of them.
    anders = (KwestieRij.soort != SOORT) | (KwestieRij.staat == MISLUKT)
    geraakt = 0
    for kwestie_id in werk.sessie.scalars(select(KwestieRij.id).where(anders)).all():
        kwestie = werk.kwesties.get(kwestie_id)
        if not _noemt(kwestie.codes, namen):
            continue
        geraakt += 1
        if kwestie.soort in OVER_EEN_ZAAK or kwestie.soort == SOORT:
            werk.kwesties.verwijder(kwestie)
            _wis(werk.sessie, AfgegaanRij, AfgegaanRij.zaak_id == kwestie.id)
        else:
            werk.kwesties.bewaar(_zonder(kwestie, namen))
    return geraakt


def _noemt(waarde: Any, namen: set[str]) -> bool:
    if isinstance(waarde, Mapping):
        return any(_noemt(een, namen) for een in waarde.values())
    if isinstance(waarde, list | tuple):
        return any(_noemt(een, namen) for een in waarde)
    return waarde in namen if isinstance(waarde, str) else False


def _zonder(kwestie: Kwestie, namen: set[str]) -> Kwestie:
    def weg(waarde: Any) -> Any:
        if isinstance(waarde, Mapping):
            return {naam: weg(een) for naam, een in waarde.items()}
        if isinstance(waarde, list | tuple):
            return [weg(een) for een in waarde]
        return VERNIETIGD if isinstance(waarde, str) and waarde in namen else waarde

    return replace(kwestie, codes=weg(kwestie.codes))


def leeg_wal(engine: Engine) -> bool:
    """Write the log of SQLite back and cut it to nothing. Out: False when somebody was still reading."""
    if engine.dialect.name != "sqlite":
        return True
    verbinding = engine.raw_connection()
    try:
        cursor = verbinding.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        bezet, *_ = cursor.fetchone() or (1,)
        return bool(bezet == 0)
    finally:
        verbinding.close()


# -- what came back with an old backup


def zaken_uit(sessie: Session, vernietigd: set[str]) -> list[bytes]:
    """The cases in the database that the register says were destroyed."""
    ids: Iterator[bytes] = iter(sessie.scalars(select(ZaakRij.id)).yield_per(10_000))
    return [een for een in ids if merk(ZAAK, een) in vernietigd]


def delen_uit(sessie: Session, vernietigd: set[str]) -> list[tuple[bytes, str]]:
    """The compartments (case, name) in the database that the register says were destroyed."""
    if not any(een.startswith(f"{DEEL}:") for een in vernietigd):
        return []
    vraag = select(CompartimentRij.zaak_id, CompartimentRij.naam, CompartimentRij.kid)
    rijen = sessie.execute(vraag.execution_options(yield_per=10_000))
    return [(zaak_id, naam) for zaak_id, naam, kid in rijen if merk(DEEL, kid) in vernietigd]


def wis_compartimenten(sessie: Session, delen: list[tuple[bytes, str]]) -> list[str]:
    """Delete these compartments with their keys and documents; the caller commits. Out: the ids of the documents."""
    weg: list[str] = []
    for zaak_id, naam in delen:
        eigen = (DocumentRij.zaak_id == zaak_id, DocumentRij.compartiment == naam)
        weg += [een.hex() for een in sessie.scalars(select(DocumentRij.id).where(*eigen))]
        _wis(sessie, DocumentRij, *eigen)
        _wis(sessie, WrapRij, WrapRij.zaak_id == zaak_id, WrapRij.compartiment == naam)
        _wis(sessie, CompartimentRij, CompartimentRij.zaak_id == zaak_id, CompartimentRij.naam == naam)
    return weg


def wis_kluis_uit(kluis: Session, vernietigd: set[str], behalve: set[bytes]) -> int:
    """Delete the vault rows and tokens that the register says were destroyed; the caller commits. Out: how many.

    In: `behalve`, the vault rows that stay whatever the register says.
    """
    aantal = 0
    for tabel, eigen in ((KluisRij, KluisRij.id), (TokenRij, TokenRij.kluis_id)):
        rijen = kluis.execute(select(tabel.id, tabel.zaak_id, eigen)).all()
        for rij_id, zaak_id, kluis_id in rijen:
            if kluis_id not in behalve and (merk(ZAAK, zaak_id) in vernietigd or merk(KLUIS, kluis_id) in vernietigd):
                aantal += _wis(kluis, tabel, tabel.id == rij_id)
    return aantal
