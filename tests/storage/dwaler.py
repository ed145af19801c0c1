"""Somebody who takes any step that the product offers him, with real keys, and answers each question with anything."""

import random
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from tests.wereld import Wereld, ruw
from workflow import stappen
from workflow.aanbod import aanbod
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd, WerkplekGesloten
from workflow.ports import Werk
from workflow.stap import Veld
from workflow.zaak import Traject, Zaak

IEDEREEN = (
    *("af.aalten", "va.aalten", "toezicht.aalten", "af.winterswijk", "va.winterswijk", "toezicht.winterswijk"),
    *("politie", "veilig-thuis", "meesamen", "moviera", "opvang"),
)
STRAKS = date.today() + timedelta(days=30)
# Tokens of steps whose whole point is another person or another case: they have tests of their own.
NIET = frozenset({"samenvoegen", "losmaken", "koppelen", "ontkoppelen", "afschermen", "toegang_geven"})


class Dwaler:
    """One walk over one case, reproducible from its number."""

    def __init__(self, wereld: Wereld, zaad: int) -> None:
        self.w = wereld
        self.toeval = random.Random(zaad)
        self.zaak_id = wereld.meld(naam="Klaas Melder", slachtoffer="Ilse Proef")
        self.log: list[str] = []
        self.geweigerd = 0
        # Walks from before the case went to another municipality: the meeting there has no key of them.
        self.verhuisd: set[bytes] = set()

    def zaak(self) -> Zaak:
        return self.w.zaak(self.zaak_id)

    def tochten(self) -> list[Traject]:
        with self.w.huis.klokwerk() as werk:
            return list(werk.trajecten.van_zaak(self.zaak_id))

    def zet(self) -> bool:
        """Take one step. Out: False when nobody can do anything any more."""
        mensen = [een for een in IEDEREEN if een in self.w.ids]
        self.toeval.shuffle(mensen)
        for wie in mensen:
            gevonden = list(self._aanbod(wie))
            self.toeval.shuffle(gevonden)
            for traject, actie in gevonden[:3]:
                if self._doe(wie, traject, actie):
                    return True
        return False

    def _aanbod(self, wie: str) -> Iterator[tuple[bytes | None, str]]:
        ids = [een.id for een in self.tochten()]
        with self.w.als(wie) as werk:
            for onderwerp in self._dingen(werk, ids):
                traject = onderwerp.id if isinstance(onderwerp, Traject) else None
                # Who knows of a hand-off whose case he has no key of any more is offered nothing.
                with suppress(NietGevonden):
                    yield from self._stappen(werk, onderwerp, traject)

    def _stappen(
        self, werk: Werk, onderwerp: Zaak | Traject, traject: bytes | None
    ) -> Iterator[tuple[bytes | None, str]]:
        for een in aanbod(werk, self.w.beleid, onderwerp):
            if een.stap.actie not in NIET:
                yield traject, een.stap.actie

    def _dingen(self, werk: Werk, ids: list[bytes]) -> Iterator[Zaak | Traject]:
        with suppress(NietGevonden):
            yield werk.zaken.get(self.zaak_id)
        for een in ids:
            try:
                yield werk.trajecten.get(een)
            except NietGevonden:
                continue

    def _doe(self, wie: str, traject: bytes | None, actie: str) -> bool:
        with self.w.als(wie) as werk:
            onderwerp: Zaak | Traject = werk.trajecten.get(traject) if traject else werk.zaken.get(self.zaak_id)
            docs = self._documenten(werk, onderwerp)
        with self.w.als(wie) as werk:
            onderwerp = werk.trajecten.get(traject) if traject else werk.zaken.get(self.zaak_id)
            een = next(iter([x for x in aanbod(werk, self.w.beleid, onderwerp, docs) if x.stap.actie == actie]), None)
        if een is None:
            return False
        velden = {veld.naam: self._antwoord(veld, dict(een.opties.get(veld.naam, ()))) for veld in een.stap.velden}
        try:
            with self.w.als(wie) as werk:
                onderwerp = werk.trajecten.get(traject) if traject else werk.zaken.get(self.zaak_id)
                stappen.zet_stap(
                    werk,
                    self.w.beleid,
                    onderwerp,
                    actie,
                    ruw({k: v for k, v in velden.items() if v}),
                    onderwerp.revisie,
                )
        except (StapGeweigerd, WerkplekGesloten):
            self.geweigerd += 1
            return self._vier_ogen()
        except Ingehaald:
            return False
        self.log.append(f"{wie}: {actie}")
        if actie == "aannemen":
            self.verhuisd |= {een.id for een in self.tochten()}
        self.w.akkoord("aalten")
        self.w.akkoord("winterswijk")
        self._vier_ogen()
        return True

    def _documenten(self, werk: Werk, onderwerp: Zaak | Traject) -> list[Any]:
        try:
            zaak = werk.zaken.get(self.zaak_id)
        except NietGevonden:
            return []
        return werk.documenten.open(zaak, ["zaak"], "test") if werk.sleutels.kan_openen(zaak, "zaak") else []

    def _vier_ogen(self) -> bool:
        """Somebody else confirms what waits, most of the time."""
        with self.w.huis.klokwerk() as werk:
            voorstel = werk.controles.find_voorstel(self.zaak_id)
        if voorstel is None or self.toeval.random() < 0.3:
            return False
        for wie in ("va.aalten", "af.aalten", "va.winterswijk", "af.winterswijk"):
            try:
                self.w.stem_in(wie, self.zaak_id, terugmelding="Het is klaar.")
            except (StapGeweigerd, NietGevonden, Ingehaald):
                continue
            self.log.append(f"{wie}: instemmen met {voorstel.actie}")
            return True
        return False

    def _antwoord(self, veld: Veld, opties: Mapping[str, str]) -> Any:
        if not veld.verplicht and self.toeval.random() < 0.5:
            return ""
        if veld.naam == "naar_gemeente":
            # Only these two have people in the small world.
            return "winterswijk" if self.zaak().houder == "aalten" else "aalten"
        if opties:
            keuze = self.toeval.choice(sorted(opties))
            return [keuze] if veld.soort in ("meerkeuze", "feiten", "personen") else keuze
        if veld.soort == "datum":
            return (STRAKS if veld.toekomst else date.today()).isoformat()
        if veld.soort == "overleg":
            return self.w.overleg(self.zaak().houder)
        if veld.soort in ("getal", "bedrag"):
            return "2"
        return "ja" if veld.soort == "janee" else "Dat is nodig voor deze zaak."
