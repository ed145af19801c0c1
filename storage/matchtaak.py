"""Match tokens as the server handles them: sealed, compared in memory, swept. No key of a desk is needed for it."""

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage.crypto import matchtoken
from storage.crypto.errors import Ongeldig
from storage.keys.wortel import Wortels
from storage.tables.kluis import KluisRij, TokenRij
from workflow.overlap import Overlap

if TYPE_CHECKING:
    from storage.installatie import Installatie

# A row that says "nothing to compare here", and a fact that waits for a colleague: equally long, and in no comparison.
GEEN, WACHT = "", "wacht"
# A fact that was compared once and is in no comparison now: it is not new, so it counts for nobody's number of a day.
EERDER = "eerder"
PER_KEER = 2000
KOLOMMEN = (TokenRij.id, TokenRij.bereik, TokenRij.epoch, TokenRij.zaak_id, TokenRij.kluis_id, TokenRij.inhoud)


@dataclass(frozen=True, slots=True)
class Gelezen:
    """One opened token."""

    zaak_id: bytes
    kluis_id: bytes
    epoch: int
    soort: str
    token: bytes


def zegelsleutel(wortels: Wortels, nr: int) -> bytes:
    """The key that tokens are sealed under. Errors: Ongeldig when that root key is gone."""
    if nr == wortels.nr:
        return wortels.huidig.derive("match-zegel")
    if nr == wortels.nr - 1 and wortels.oud is not None:
        return wortels.oud.derive("match-zegel")
    raise Ongeldig


def _ctx(rij: Any) -> tuple[bytes | str | int, ...]:
    return (rij.id, rij.bereik, rij.epoch, rij.zaak_id, rij.kluis_id)


class Zegels:
    """Seals and opens tokens with the root keys at hand; each key is derived once."""

    def __init__(self, wortels: Wortels) -> None:
        self._wortels = wortels
        self._sleutels: dict[int, bytes] = {}

    def _sleutel(self, nr: int) -> bytes:
        if nr not in self._sleutels:
            self._sleutels[nr] = zegelsleutel(self._wortels, nr)
        return self._sleutels[nr]

    def sluit(self, rij: TokenRij, soort: str, waarde: bytes) -> TokenRij:
        """Fill the sealed column of a row that has all others."""
        nr = self._wortels.nr
        rij.inhoud = matchtoken.sluit(self._sleutel(nr), nr, soort, waarde, _ctx(rij))
        return rij

    def lees(self, rij: Any) -> Gelezen:
        """Open one. In: a TokenRij, or a row of its columns. Errors: Ongeldig."""
        sleutel = self._sleutel(matchtoken.wortel_nr(rij.inhoud))
        soort, waarde = matchtoken.ontsluit(sleutel, rij.inhoud, _ctx(rij))
        return Gelezen(rij.zaak_id, rij.kluis_id, rij.epoch, soort, waarde)

    def alle(self, kluis: Session, bereik: str) -> Iterator[Gelezen]:
        """Every token of one range that opens; a damaged one is in no comparison."""
        # Columns and no objects: a session would keep all of them until its end.
        vraag = select(*KOLOMMEN).where(TokenRij.bereik == bereik).execution_options(yield_per=PER_KEER)
        for rij in kluis.execute(vraag):
            try:
                yield self.lees(rij)
            except Ongeldig:
                continue


def overlappen(
    gelezen: Iterable[Gelezen], hoogstens: int, van: Collection[bytes] = ()
) -> dict[tuple[bytes, bytes], set[tuple[str, bytes, bytes]]]:
    """Pairs of cases with an equal token: (case, case) → {(kind, vault row, vault row)}.

    In: `hoogstens`, in how many cases a value may stand before it tells nothing; `van`, only pairs with one of these.
    """
    groepen: dict[tuple[int, str, bytes], dict[bytes, bytes]] = defaultdict(dict)
    for rij in gelezen:
        if rij.soort not in (GEEN, WACHT):
            groepen[rij.epoch, rij.soort, rij.token][rij.zaak_id] = rij.kluis_id
    paren: dict[tuple[bytes, bytes], set[tuple[str, bytes, bytes]]] = defaultdict(set)
    for (_, soort, _), zaken in groepen.items():
        if not 1 < len(zaken) <= hoogstens:
            continue
        for een, ander in combinations(sorted(zaken), 2):
            if not van or een in van or ander in van:
                paren[een, ander].add((soort, zaken[een], zaken[ander]))
    return paren


def als_overlap(
    paar: tuple[bytes, bytes],
    feiten: Iterable[tuple[str, bytes, bytes]],
    dagen: tuple[date, date] = (date.max, date.max),
) -> Overlap:
    """One pair without its vault rows. In: `dagen`, since when each case has the newest fact that is equal."""
    return Overlap(*paar, tuple(sorted({soort for soort, _, _ in feiten})), *dagen)


def nieuw_token(bereik: str, epoch: int, zaak_id: bytes, kluis_id: bytes, **kolommen: object) -> TokenRij:
    """A row under an id of its own, not sealed yet."""
    return TokenRij(id=os.urandom(16), bereik=bereik, epoch=epoch, zaak_id=zaak_id, kluis_id=kluis_id, **kolommen)


def verwijder_tokens(kluis: Session, zaak_id: bytes, kluis_ids: Sequence[bytes] | None = None) -> int:
    """Delete the tokens of a case, or of these vault rows of it; the caller commits. Out: how many."""
    waar = [TokenRij.zaak_id == zaak_id]
    if kluis_ids is not None:
        waar.append(TokenRij.kluis_id.in_(list(kluis_ids)))
    aantal = kluis.scalar(select(func.count()).select_from(TokenRij).where(*waar)) or 0
    kluis.execute(delete(TokenRij).where(*waar))
    return aantal


def open_kluis(huis: "Installatie") -> Session:
    """A session of the vault database."""
    kluis = Session(huis.kluis_engine)
    kluis.info["gemeente"] = "*"
    return kluis


def veeg_tokens(huis: "Installatie") -> int:
    """Delete tokens whose vault row is gone. Out: how many."""
    with open_kluis(huis) as kluis:
        wees = ~select(KluisRij.id).where(KluisRij.id == TokenRij.kluis_id).exists()
        ids = list(kluis.scalars(select(TokenRij.id).where(wees)))
        for begin in range(0, len(ids), PER_KEER // 4):
            kluis.execute(delete(TokenRij).where(TokenRij.id.in_(ids[begin : begin + PER_KEER // 4])))
        kluis.commit()
    return len(ids)


def herzegel_tokens(huis: "Installatie") -> int:
    """Seal what stands under the root key before this one under the present one; it can be broken off anywhere.

    Out: how many. What does not open stays as it is.
    """
    zegels, gedaan, na = Zegels(huis.wortels), 0, b""
    while True:
        with open_kluis(huis) as kluis:
            vraag = select(TokenRij).where(TokenRij.id > na).order_by(TokenRij.id).limit(PER_KEER)
            rijen = list(kluis.scalars(vraag))
            for rij in rijen:
                try:
                    if matchtoken.wortel_nr(rij.inhoud) != huis.wortels.nr:
                        gelezen = zegels.lees(rij)
                        zegels.sluit(rij, gelezen.soort, gelezen.token)
                        gedaan += 1
                except Ongeldig:
                    continue
            na = rijen[-1].id if rijen else na
            kluis.commit()
        if not rijen:
            return gedaan
