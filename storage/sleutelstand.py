"""Which keys there are, since when, and what is half done: numbers and dates, never a key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.herverzegelen import achterstand
from storage.keys import wortelbestanden
from storage.keys.gemeenten import Kekken
from storage.rotatie import BEZIG, WORTEL_DAG, achterblijvers
from storage.tables.logboek import TekensleutelRij
from storage.tables.mensen import InstallatieRij, KekRij, NoodwortelRij, WerkplekRij, WerkpleksleutelRij

if TYPE_CHECKING:
    from storage.installatie import Installatie


@dataclass(frozen=True)
class Wortelstand:
    """The root key. `oud` says whether the file of the one before it is there, `wachten` how many people need it."""

    nr: int
    sinds: date | None
    half: bool
    oud: bool
    wachten: int
    in_ceremonie: bool


@dataclass(frozen=True)
class Gemeentestand:
    """The key of one tenant. `over` counts what is still sealed with an older one."""

    tenant: str
    nr: int
    sinds: date | None
    half: bool
    over: int


@dataclass(frozen=True)
class Werkplekstand:
    """The newest key of one desk, and since when it must be renewed."""

    werkplek: str
    epoch: int
    sinds: date
    tot: date
    vernieuwen_sinds: date | None


@dataclass(frozen=True)
class Sleutelstand:
    """All keys of an installation; `controlepunten` is (number, day) of the key that signs the checkpoints."""

    wortel: Wortelstand
    gemeenten: Sequence[Gemeentestand]
    controlepunten: tuple[int, date | None]
    werkplekken: Sequence[Werkplekstand]


def sleutelstand(huis: "Installatie") -> Sleutelstand:
    """Read the numbers and dates of all keys."""
    wachten = achterblijvers(huis)
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        nieuwste = select(TekensleutelRij.nr, TekensleutelRij.dag).order_by(TekensleutelRij.nr.desc()).limit(1)
        teken = sessie.execute(nieuwste).first()
        return Sleutelstand(
            _wortel(huis, sessie, wachten),
            [_gemeente(sessie, huis.kekken, tenant) for tenant in sorted(huis.kekken)],
            (1, None) if teken is None else (teken.nr, teken.dag),
            _werkplekken(sessie),
        )


def _wortel(huis: "Installatie", sessie: Session, wachten: int) -> Wortelstand:
    pad, nr = huis.settings.root_file, huis.wortels.nr
    dag = sessie.get(InstallatieRij, WORTEL_DAG)
    return Wortelstand(
        nr=nr,
        sinds=None if dag is None else date.fromisoformat(dag.waarde),
        half=wortelbestanden.nieuw_pad(pad).exists(),
        oud=wortelbestanden.oud_pad(pad).exists(),
        wachten=wachten,
        in_ceremonie=sessie.get(NoodwortelRij, nr) is not None,
    )


def _gemeente(sessie: Session, kekken: Kekken, tenant: str) -> Gemeentestand:
    over = sum(len(sleutels) for sleutels in achterstand(sessie, kekken, [tenant]).values())
    nr = kekken.nr(tenant)
    rij = sessie.get(KekRij, (tenant, nr))
    half = sessie.get(InstallatieRij, BEZIG + tenant) is not None
    return Gemeentestand(tenant, nr, None if rij is None else rij.dag, half, over)


def _werkplekken(sessie: Session) -> list[Werkplekstand]:
    vraag = (
        select(WerkpleksleutelRij, WerkplekRij.vernieuwen_sinds)
        .join(WerkplekRij, WerkplekRij.id == WerkpleksleutelRij.werkplek)
        .where(WerkplekRij.soort.not_like("zitting-%"))
        .order_by(WerkpleksleutelRij.werkplek, WerkpleksleutelRij.epoch)
    )
    nieuwste = {
        rij.werkplek: Werkplekstand(rij.werkplek, rij.epoch, rij.niet_voor, rij.niet_na, sinds)
        for rij, sinds in sessie.execute(vraag)
    }
    return list(nieuwste.values())
