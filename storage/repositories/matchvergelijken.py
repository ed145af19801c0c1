"""Comparing tokens, and the end of tokens and keys: what needs no key of a desk."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage.crypto.errors import Ongeldig
from storage.matchtaak import GEEN, WACHT, Zegels, als_overlap, open_kluis, overlappen, veeg_tokens
from storage.repositories.kluis import PERSOON
from storage.repositories.matchsleutels import Matchsleutels
from storage.tables.kluis import KluisRij, TokenRij
from storage.tables.toezicht import KwestieRij
from storage.tables.zaken import KluisverwijzingRij
from workflow.matchbeleid import REGIO
from workflow.matchkenmerken import NAAM_GEBOREN
from workflow.overlap import Overlap, Wachtkenmerk
from workflow.zaak import Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

PER_KEER = 400
# The kind of row that counts what people compared today.
QUOTUM = "matchquotum"


class Vergelijker:
    """Tokens of the vault database, opened with the seal of the server and compared in memory."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._beleid = werk.installatie.beleid.matchen
        self._zegels = Zegels(werk.installatie.wortels)
        self.sleutels = Matchsleutels(werk)

    def _kluis(self) -> Session:
        return open_kluis(self._werk.installatie)

    def wachtend(self) -> list[Wachtkenmerk]:
        """The facts of all cases that wait for a colleague of who wrote them; whose they are is up to the caller."""
        gevonden = []
        with self._kluis() as kluis:
            for rij in kluis.scalars(select(TokenRij).where(TokenRij.bereik == WACHT).order_by(TokenRij.dag)):
                try:
                    wie = self._zegels.lees(rij).token
                except Ongeldig:
                    continue
                gevonden.append(Wachtkenmerk(rij.zaak_id, rij.kluis_id.hex(), wie, rij.dag))
        return gevonden

    def _stand(self, zaak: Zaak) -> tuple[set[bytes], dict[bytes, bytes]]:
        """The vault rows of a case that were compared once, and those that wait with who wrote them."""
        er, wachters = set[bytes](), dict[bytes, bytes]()
        with self._kluis() as kluis:
            for rij in kluis.scalars(select(TokenRij).where(TokenRij.zaak_id == zaak.id)):
                if rij.bereik == WACHT:
                    wachters[rij.kluis_id] = self._lees_token(rij)[1]
                else:
                    er.add(rij.kluis_id)
        return er - set(wachters), wachters

    def _lees_token(self, rij: TokenRij) -> tuple[str, bytes]:
        """What stands in a token. Out: (kind, value); ("", b"") for one that does not open."""
        try:
            gelezen = self._zegels.lees(rij)
        except Ongeldig:
            return GEEN, b""
        return gelezen.soort, gelezen.token

    # -- comparing

    def treffers(self, zaak: Zaak) -> list[Overlap]:
        """The cases of the same municipality that share a fact with this one."""
        return self._vergelijk(zaak.houder, [zaak.id])

    def overlappen(self, bereik: str) -> list[Overlap]:
        """All pairs of cases within a range that share a fact."""
        return self._vergelijk(bereik, [])

    def _vergelijk(self, bereik: str, van: Sequence[bytes]) -> list[Overlap]:
        with self._kluis() as kluis:
            paren = overlappen(self._zegels.alle(kluis, bereik), self._beleid.hoogstens_zaken, set(van))
        bekend = self._bekend({id_ for feiten in paren.values() for _, een, ander in feiten for id_ in (een, ander)})
        gevonden = []
        for paar, feiten in sorted(paren.items()):
            echt = {feit for feit in feiten if feit[1] in bekend and feit[2] in bekend}
            if echt:
                # Only between municipalities it matters who had the fact first.
                dagen = (self._sinds(echt, 1), self._sinds(echt, 2)) if bereik == REGIO else (date.max, date.max)
                gevonden.append(als_overlap(paar, echt, dagen))
        return gevonden

    def _sinds(self, feiten: Iterable[tuple[str, bytes, bytes]], kant: Literal[1, 2]) -> date:
        """The day of the newest equal fact of one side: of its vault row, for a new key gives a token a new day.

        A name and a birth date are one feature in two rows, so there the newest row of the person counts.
        """
        dagen = [date.min]
        with self._kluis() as kluis:
            for feit in feiten:
                van = tot = feit[kant]
                if feit[0] == NAAM_GEBOREN:
                    van, tot = (van[:PERSOON].ljust(16, vul) for vul in (b"\x00", b"\xff"))
                dag = kluis.scalar(select(func.max(KluisRij.dag)).where(KluisRij.id.between(van, tot)))
                dagen.append(dag or date.max)
        return max(dagen)

    def _bekend(self, kluis_ids: set[bytes]) -> set[bytes]:
        """Those of these vault rows that a case refers to: a step that was rolled back leaves others behind."""
        alle, bekend = sorted(kluis_ids), set[bytes]()
        for begin in range(0, len(alle), PER_KEER):
            vraag = select(KluisverwijzingRij.kluis_id).where(
                KluisverwijzingRij.kluis_id.in_(alle[begin : begin + PER_KEER])
            )
            bekend.update(self._werk.sessie.scalars(vraag))
        return bekend

    # -- the end of tokens and keys

    def ruim_op(self) -> int:
        """What the clock does once a day: epochs that nothing uses go, and the region when it was switched off.

        Out: how many epochs went.
        """
        weg = 0
        veeg_tokens(self._werk.installatie)
        gisteren = (KwestieRij.soort == QUOTUM, KwestieRij.dag < self._werk.vandaag)
        self._werk.sessie.execute(delete(KwestieRij).where(*gisteren))
        bereiken = [*self._werk.installatie.beleid.gemeenten, *([REGIO] if self._beleid.regio else [])]
        with self._kluis() as kluis:
            if not self._beleid.regio:
                kluis.execute(delete(TokenRij).where(TokenRij.bereik == REGIO))
                kluis.commit()
                self.sleutels.ruim(REGIO)
            for bereik in bereiken:
                nieuwste = self.sleutels.nieuwste(bereik)
                for epoch in self.sleutels.epochs(bereik):
                    if epoch < nieuwste and not self._nodig(kluis, bereik, epoch, nieuwste):
                        kluis.execute(delete(TokenRij).where(TokenRij.bereik == bereik, TokenRij.epoch == epoch))
                        kluis.commit()
                        self.sleutels.ruim(bereik, epoch)
                        weg += 1
        return weg

    @staticmethod
    def _nodig(kluis: Session, bereik: str, epoch: int, nieuwste: int) -> bool:
        """True while a fact is compared under this old epoch alone."""
        nieuw = select(TokenRij.kluis_id).where(TokenRij.bereik == bereik, TokenRij.epoch == nieuwste)
        vraag = select(TokenRij.id).where(
            TokenRij.bereik == bereik, TokenRij.epoch == epoch, TokenRij.kluis_id.not_in(nieuw)
        )
        return kluis.scalar(vraag.limit(1)) is not None
