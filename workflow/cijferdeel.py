"""One part of the page of figures: a suppressed table as a sentence, bars and rows."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from workflow.beleid import Beleid
from workflow.onderdrukking import GRENS, Tabel
from workflow.telling import Telling

HELE_REGIO = "Achterhoek"
VERBORGEN = "niet getoond"


@dataclass(frozen=True)
class Deel:
    """One part of the page: a conclusion, bars (label, number or None) and the same numbers as a table."""

    id: str
    kop: str
    conclusie: str
    eenheid: str
    staven: tuple[tuple[str, int | None], ...]
    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    bijschrift: str


@dataclass(frozen=True)
class Blik:
    """Which part of the tables is looked at: the region (None) or one municipality."""

    beleid: Beleid
    slugs: tuple[str, ...]
    gemeente: str | None

    @property
    def naam(self) -> str:
        """The name of the area."""
        return self.beleid.gemeenten[self.gemeente].naam if self.gemeente else HELE_REGIO

    def reeks(self, tabel: Tabel) -> tuple[int | None, ...]:
        """The numbers of one area, a row of the table each."""
        if self.gemeente is None:
            return tabel.rijtotalen
        plek = self.slugs.index(self.gemeente)
        return tuple(rij[plek] for rij in tabel.cellen)

    def totaal(self, tabel: Tabel) -> int | None:
        """The total of one area; None when it is not shown."""
        if not tabel.rijtotalen:
            return None
        return tabel.totaal if self.gemeente is None else tabel.kolomtotalen[self.slugs.index(self.gemeente)]


def tel(
    blik: Blik, tellingen: Sequence[Telling], rijen: Sequence[str], van: Callable[[Telling], list[str]]
) -> list[list[int]]:
    """The true numbers: a row per code, a column per municipality."""
    teller = Counter((code, een.gemeente) for een in tellingen for code in van(een))
    return [[teller[rij, slug] for slug in blik.slugs] for rij in rijen]


def getaltekst(getal: int | None) -> str:
    """A number as it may be shown."""
    return VERBORGEN if getal is None else str(getal)


def midden(getallen: Sequence[int]) -> int | None:
    """The median; from fewer than ten numbers it is not shown."""
    return round(median(getallen)) if len(getallen) >= GRENS else None


def maak_deel(blik: Blik, kop: tuple[str, str, str, str], tabel: Tabel, labels: Sequence[str]) -> Deel:
    """A table of one area. In: `kop` is its id, title, what it counts, and the year."""
    id_, titel, wat, jaar = kop
    reeks, totaal = blik.reeks(tabel), blik.totaal(tabel)
    rijen = [(label, getaltekst(getal)) for label, getal in zip(labels, reeks, strict=True)]
    if totaal is None:
        conclusie = f"{blik.naam} had in {jaar} te weinig {wat.lower()} om een totaal te tonen."
    else:
        conclusie = f"{blik.naam} had in {jaar} ongeveer {totaal} {wat.lower()}."
    return Deel(
        id=id_,
        kop=titel,
        conclusie=conclusie if id_ != "vorm" else f"Een zaak kan meer vormen hebben. {blik.naam}, {jaar}.",
        eenheid=wat.lower(),
        staven=tuple(zip(labels, reeks, strict=True)),
        koppen=("", wat),
        rijen=(*rijen, ("Totaal", getaltekst(totaal))),
        bijschrift=f"{titel}, {blik.naam}, {jaar}",
    )
