"""Suppression of small cells: what may be published of a table so that nobody can work out a small number.

A cell under ten is never shown, any other number is rounded to five. Then the table is looked at as a reader would
who knows all that is shown and that a hidden small cell is at most nine: whatever small cell he could narrow down, is
protected by hiding one more number beside it. Source: the rule of the region for small numbers; the same kind of
second hiding as official statistics use.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

GRENS, AFRONDEN, SPELING = 10, 5, 2
# No count of signals comes near this; it stands for "as many as you like".
ONBEPERKT = 1_000_000

Plek = tuple[int, int]
Tak = tuple[str, str]


@dataclass(frozen=True)
class Tabel:
    """A table as it may be shown: None is a suppressed number. The last of `totalen` is the grand total."""

    cellen: tuple[tuple[int | None, ...], ...]
    rijtotalen: tuple[int | None, ...]
    kolomtotalen: tuple[int | None, ...]
    totaal: int | None


def rond(getal: int) -> int:
    """The nearest multiple of five."""
    return (getal + AFRONDEN // 2) // AFRONDEN * AFRONDEN


def getoond(getal: int) -> int | None:
    """One number that stands alone."""
    return rond(getal) if getal >= GRENS else None


def onderdruk(cellen: Sequence[Sequence[int]]) -> Tabel:
    """Suppress a table of counts with its row totals, column totals and grand total.

    In: rows of equal length. Out: what may be published, rounded.
    """
    return onderdruk_samen([cellen])[0]


def onderdruk_samen(tabellen: Sequence[Sequence[Sequence[int]]]) -> list[Tabel]:
    """Suppress tables with the same columns that count (nearly) the same things in other ways.

    Their totals tell each other's: a column total that must be hidden in one table is hidden in all of them.
    """
    rasters = [_Raster([list(rij) for rij in cellen]) for cellen in tabellen]
    weg: set[int] = set()
    while True:
        for raster in rasters:
            raster.verberg_totalen(weg)
            raster.bescherm()
        nu = set().union(*(raster.verborgen_totalen() for raster in rasters))
        if nu == weg:
            return [_als_tabel(raster) for raster in rasters]
        weg = nu


def _als_tabel(raster: "_Raster") -> Tabel:
    rijen, kolommen = raster.maat
    return Tabel(
        cellen=tuple(tuple(raster.toon((r, k)) for k in range(kolommen)) for r in range(rijen)),
        rijtotalen=tuple(raster.toon((r, kolommen)) for r in range(rijen)),
        kolomtotalen=tuple(raster.toon((rijen, k)) for k in range(kolommen)),
        totaal=raster.toon((rijen, kolommen)),
    )


@dataclass
class _Raster:
    """The true numbers with their totals as an extra row and column, and which of them are hidden."""

    cellen: list[list[int]]
    waarde: dict[Plek, int] = field(default_factory=dict)
    verborgen: set[Plek] = field(default_factory=set)

    def __post_init__(self) -> None:
        rijen, kolommen = self.maat
        for r, rij in enumerate(self.cellen):
            for k, getal in enumerate(rij):
                for plek in ((r, k), (r, kolommen), (rijen, k), (rijen, kolommen)):
                    self.waarde[plek] = self.waarde.get(plek, 0) + getal
        self.waarde.setdefault((rijen, kolommen), 0)
        self.klein = {plek for plek, getal in self.waarde.items() if getal < GRENS}
        self.verborgen |= self.klein

    @property
    def maat(self) -> tuple[int, int]:
        return len(self.cellen), len(self.cellen[0]) if self.cellen else 0

    def toon(self, plek: Plek) -> int | None:
        return None if plek in self.verborgen else rond(self.waarde[plek])

    def grenzen(self, plek: Plek) -> tuple[int, int]:
        """What a reader knows of one number: at least, at most."""
        if plek in self.klein:
            return 0, GRENS - 1
        if plek in self.verborgen:
            return 0, ONBEPERKT
        midden, half = rond(self.waarde[plek]), AFRONDEN // 2
        return max(GRENS, midden - half), midden + half

    def verborgen_totalen(self) -> set[int]:
        """The columns whose total is hidden; the last number is the grand total."""
        return {kolom for rij, kolom in self.verborgen if rij == self.maat[0]} if self.cellen else set()

    def verberg_totalen(self, kolommen: set[int]) -> None:
        """Hide these column totals too."""
        self.verborgen |= {(self.maat[0], kolom) for kolom in kolommen} & set(self.waarde)

    def bescherm(self) -> None:
        """Hide more numbers until every small one can be off by enough."""
        while True:
            zwak = next((plek for plek in sorted(self.klein) if not self._speelt(plek)), None)
            if zwak is None:
                return
            erbij = self._naast(zwak)
            if erbij is None:
                return
            self.verborgen.add(erbij)

    def _naast(self, plek: Plek) -> Plek | None:
        """The smallest number that is still shown in the row or column of a place, else anywhere."""
        open_nu = [een for een in self.waarde if een not in self.verborgen]
        naast = [een for een in open_nu if een[0] == plek[0] or een[1] == plek[1]]
        return min(naast or open_nu, key=lambda een: (self.waarde[een], een), default=None)

    def _tak(self, plek: Plek) -> Tak:
        """A number as a branch of a network: what flows into a node flows out of it, as totals add up."""
        rij, kolom = plek
        rijen, kolommen = self.maat
        if plek == (rijen, kolommen):
            return "put", "bron"
        if kolom == kolommen:
            return "bron", f"r{rij}"
        return f"k{kolom}" if rij == rijen else f"r{rij}", "put" if rij == rijen else f"k{kolom}"

    def _speelt(self, plek: Plek) -> bool:
        """Say whether a number can be `SPELING` more or less while everything that is shown stays true.

        It can when there is a way round through the network along which every other number can give way too.
        """
        laag, hoog = self.grenzen(plek)
        getal, (van, naar) = self.waarde[plek], self._tak(plek)
        omhoog = hoog - getal >= SPELING and self._weg(naar, van, plek)
        return omhoog or (getal - laag >= SPELING and self._weg(van, naar, plek))

    def _weg(self, van: str, naar: str, zonder: Plek) -> bool:
        buren: dict[str, set[str]] = {}
        for plek, getal in self.waarde.items():
            laag, hoog = self.grenzen(plek)
            a, b = self._tak(plek)
            if plek != zonder and hoog - getal >= SPELING:
                buren.setdefault(a, set()).add(b)
            if plek != zonder and getal - laag >= SPELING:
                buren.setdefault(b, set()).add(a)
        gezien, rand = {van}, [van]
        while rand:
            for volgende in buren.get(rand.pop(), set()) - gezien:
                gezien.add(volgende)
                rand.append(volgende)
        return naar in gezien
