"""Overlap between municipalities: one step a night, and nobody learns more than the table of stages says.

The desk that had the fact first is asked first. Only when it opens up does the other desk hear of anything, and only
when that one agrees do both see each other's number. What a row of a desk holds is all that the desk can ever be shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.afschermen import leden
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.fouten import NietGevonden
from workflow.klokbericht import zet_klaar
from workflow.matchbeleid import ANDERE, EERSTE, KETEN, REGIO
from workflow.overlap import Overlap
from workflow.ports import Werk
from workflow.zaak import Kwestie, Zaak

TREFFER, PAAR = "treffer", "trefferpaar"
BERICHT = "treffer"
HOOGSTENS = 100_000
# The states of the row of a desk. What waits for an answer, and the answers to each.
VRAAG, AANGEBODEN, BIJ_KETEN = "vraag", "aangeboden", "bij_keten"
ANTWOORDEN: Mapping[str, tuple[str, ...]] = {
    VRAAG: ("openstellen", "niet", "keten"),
    AANGEBODEN: ("akkoord", "niet_akkoord"),
    BIJ_KETEN: ("opnieuw", "sluiten"),
}
GEDEELD, AFGEWEZEN, GESLOTEN = "gedeeld", "afgewezen", "gesloten"
KLAAR = ("niet", "geweigerd", GEDEELD, GESLOTEN)


@dataclass(frozen=True)
class _Paar:
    """One overlap under way: the row of the region, and the two cases as they are now."""

    rij: Kwestie
    eerste: Zaak
    andere: Zaak

    @property
    def fase(self) -> str:
        return self.rij.staat

    def zaak(self, kant: str) -> Zaak:
        return self.eerste if kant == EERSTE else self.andere


class Gang:
    """The work of one night on one overlap."""

    def __init__(self, werk: Werk, beleid: Beleid, vandaag: date, url: str) -> None:
        self._werk, self._beleid, self._vandaag, self._url = werk, beleid, vandaag, url

    # -- rows

    def _termijn(self, gemeente: str) -> date:
        return self._beleid.kalender.plus_werkdagen(self._vandaag, self._beleid.matchen.antwoord_werkdagen, gemeente)

    def _codes(self, paar: _Paar, kant: str, fase: str) -> dict[str, Any]:
        """What this side knows in this stage, and nothing else: the table of stages decides."""
        weet = self._beleid.matchen.fasen[fase].weet[kant]
        soorten, teller = paar.rij.codes["soorten"], paar.rij.codes["teller"]
        if kant == KETEN:
            alles: dict[str, Any] = {"soort": soorten, "teller": teller}
            return {naam: alles[naam] for naam in weet}
        eigen, ander = (paar.eerste, paar.andere) if kant == EERSTE else (paar.andere, paar.eerste)
        alles = {"soort": soorten, "eigen_nummer": eigen.nummer, "gemeente": ander.houder, "ander_nummer": ander.nummer}
        alles["alias"] = paar.rij.codes.get(f"alias_{ANDERE if kant == EERSTE else EERSTE}", "")
        # The id of the own case decides who may see the row; it is in no stage a thing to learn.
        return {"zaak": eigen.id.hex()} | {naam: alles[naam] for naam in weet}

    def _nieuwe_rij(self, paar: _Paar, kant: str, fase: str, staat: str) -> Kwestie:
        werk = self._werk
        tenant = REGIO if kant == KETEN else paar.zaak(kant).houder
        rij = Kwestie(
            id=werk.nieuw_id(),
            soort=TREFFER,
            tenant=tenant,
            nummer=werk.nieuw_nummer("TR"),
            staat=staat,
            dag=self._vandaag,
            termijn=self._termijn(tenant),
            codes=self._codes(paar, kant, fase),
        )
        werk.kwesties.nieuw(rij)
        self._meld(paar, kant, rij)
        return rij

    def _meld(self, paar: _Paar, kant: str, rij: Kwestie) -> None:
        """Tell who must answer; of a protected case only its readers by name."""
        werk = self._werk
        if kant == KETEN:
            mensen = werk.mensen.van_rol("ketenregisseur", REGIO)
        else:
            mensen = leden(werk, paar.zaak(kant), f"af.{rij.tenant}")
        dag = dag_tekst(rij.termijn) if rij.termijn else "vandaag"
        for persoon in mensen:
            zet_klaar(werk, self._beleid, persoon, BERICHT, dag=dag, url=self._url)

    def _rij(self, paar: _Paar, kant: str) -> Kwestie | None:
        id_ = paar.rij.codes.get(f"rij_{kant}")
        try:
            return self._werk.kwesties.get(bytes.fromhex(id_)) if id_ else None
        except NietGevonden:
            return None

    def _zet(self, paar: _Paar, kant: str, fase: str, staat: str, *, wacht: bool = False) -> None:
        """Bring the row of one side in its next state, with what that side knows from now on."""
        rij = self._rij(paar, kant)
        if rij is None:
            return
        codes = self._codes(paar, kant, fase) | {
            naam: rij.codes[naam] for naam in ("grond", "door") if naam in rij.codes
        }
        termijn = self._termijn(rij.tenant) if wacht else None
        nieuw = self._werk.kwesties.bewaar(replace(rij, staat=staat, codes=codes, termijn=termijn))
        if wacht or staat == GEDEELD:
            self._meld(paar, kant, nieuw)

    def _bewaar(self, paar: _Paar, fase: str, **codes: Any) -> int:
        self._werk.kwesties.bewaar(replace(paar.rij, staat=fase, codes={**paar.rij.codes, **codes}))
        # Not the cases: the log of the region is read by people who may not know which they are.
        self._werk.log("treffer_verder", bij=REGIO, fase=fase)
        return 1

    # -- stages

    def begin(self, overlap: Overlap) -> int:
        """A new overlap. Out: 0 when the two are in one municipality, or one of them is gone or was joined."""
        zaken = [self._zaak(een) for een in (overlap.een, overlap.ander)]
        if None in zaken:
            return 0
        sinds = {overlap.een: overlap.sinds_een, overlap.ander: overlap.sinds_ander}
        een, ander = sorted((een for een in zaken if een is not None), key=lambda zaak: _eerst(zaak, sinds[zaak.id]))
        if een.houder == ander.houder or REGIO in (een.houder, ander.houder):
            return 0
        codes = {EERSTE: een.id.hex(), ANDERE: ander.id.hex(), "soorten": list(overlap.soorten), "teller": 1}
        rij = Kwestie(
            self._werk.nieuw_id(), PAAR, REGIO, self._werk.nieuw_nummer("TP"), "gevraagd", self._vandaag, None, codes
        )
        paar = _Paar(rij, een, ander)
        vraag = self._nieuwe_rij(paar, EERSTE, "gevraagd", VRAAG)
        self._werk.kwesties.nieuw(replace(rij, codes={**codes, f"rij_{EERSTE}": vraag.id.hex()}))
        self._werk.log("treffer_verder", bij=REGIO, fase="gevraagd")
        return 1

    def _zaak(self, id_: bytes) -> Zaak | None:
        try:
            return self._werk.zaken.get(id_)
        except NietGevonden:
            return None

    def verder(self, rij: Kwestie) -> int:
        """One stage on, when an answer came or a term ended. Out: 1 when something changed."""
        rij = self._werk.kwesties.get(rij.id)
        eerste, andere = (self._zaak(bytes.fromhex(rij.codes[kant])) for kant in (EERSTE, ANDERE))
        if eerste is None or andere is None or self._verhuisd(rij, eerste, andere):
            return self._weg(rij)
        if rij.staat in KLAAR:
            return 0
        paar = _Paar(rij, eerste, andere)
        stap: Mapping[str, Callable[[_Paar], int]] = {
            "gevraagd": self._na_vraag,
            "keten": self._na_keten,
            "opengesteld": self._na_aanbod,
            "keten_andere": self._na_keten,
        }
        return stap[rij.staat](paar)

    def _verhuisd(self, rij: Kwestie, eerste: Zaak, andere: Zaak) -> bool:
        """True when a case went to another municipality: the question stands with the wrong desk."""
        paar = _Paar(rij, eerste, andere)
        rijen = ((self._rij(paar, kant), paar.zaak(kant)) for kant in (EERSTE, ANDERE))
        return any(een is not None and een.tenant != zaak.houder for een, zaak in rijen)

    def _weg(self, rij: Kwestie) -> int:
        """The cases are gone or elsewhere: so are all rows; what still overlaps begins anew."""
        for kant in (EERSTE, ANDERE, KETEN):
            id_ = rij.codes.get(f"rij_{kant}")
            try:
                if id_:
                    self._werk.kwesties.verwijder(self._werk.kwesties.get(bytes.fromhex(id_)))
            except NietGevonden:
                continue
        self._werk.kwesties.verwijder(rij)
        self._werk.log("treffer_verder", bij=REGIO, fase="weg")
        return 1

    def _na_vraag(self, paar: _Paar) -> int:
        rij = self._rij(paar, EERSTE)
        if rij is None:
            return self._weg(paar.rij)
        if rij.staat == "openstellen":
            return self._stel_open(paar, rij) if self._mag_delen else 0
        if rij.staat == "niet":
            self._zet(paar, EERSTE, "niet", "niet")
            return self._bewaar(paar, "niet")
        if rij.staat == "keten" or self._te_laat(rij):
            return self._naar_keten(paar, "keten")
        return 0

    @property
    def _mag_delen(self) -> bool:
        """False while no covenant holds: a yes then waits, for it would tell the other side something."""
        return self._beleid.convenant.geldt_op(self._vandaag)

    def _te_laat(self, rij: Kwestie) -> bool:
        return rij.termijn is not None and rij.termijn < self._vandaag

    def _stel_open(self, paar: _Paar, rij: Kwestie) -> int:
        paar = replace(paar, rij=replace(paar.rij, codes={**paar.rij.codes, f"alias_{EERSTE}": rij.codes["door"]}))
        aanbod = self._nieuwe_rij(paar, ANDERE, "opengesteld", AANGEBODEN)
        self._zet(paar, EERSTE, "opengesteld", "opengesteld")
        return self._bewaar(paar, "opengesteld", **{f"rij_{ANDERE}": aanbod.id.hex()})

    def _naar_keten(self, paar: _Paar, fase: str) -> int:
        keten = self._nieuwe_rij(paar, KETEN, fase, BIJ_KETEN)
        return self._bewaar(paar, fase, **{f"rij_{KETEN}": keten.id.hex()})

    def _na_keten(self, paar: _Paar) -> int:
        """The desk may still answer by itself; else the ketenregisseur decides: ask again, or close."""
        kant = EERSTE if paar.fase == "keten" else ANDERE
        rij, keten = self._rij(paar, kant), self._rij(paar, KETEN)
        if rij is None or keten is None:
            return self._weg(paar.rij)
        if rij.staat in ("openstellen", "akkoord") and not self._mag_delen:
            return 0
        if rij.staat in ("openstellen", "niet", "akkoord", "niet_akkoord"):
            paar = self._zonder_keten(paar, keten)
            return self._na_vraag(paar) if kant == EERSTE else self._na_aanbod(paar)
        if keten.staat == "opnieuw":
            paar = self._zonder_keten(paar, keten, teller=paar.rij.codes["teller"] + 1)
            fase, staat = ("gevraagd", VRAAG) if kant == EERSTE else ("opengesteld", AANGEBODEN)
            self._zet(paar, kant, fase, staat, wacht=True)
            return self._bewaar(paar, fase)
        if keten.staat == "sluiten" and kant == EERSTE:
            self._zet(paar, EERSTE, GESLOTEN, GESLOTEN)
            self._zet(paar, KETEN, GESLOTEN, GESLOTEN)
            return self._bewaar(paar, GESLOTEN)
        if keten.staat == "sluiten":
            # What the other desk was told can't be taken back: this ends as if it had said no.
            self._zet(paar, EERSTE, "geweigerd", AFGEWEZEN)
            self._zet(paar, ANDERE, "geweigerd", GESLOTEN)
            return self._bewaar(self._zonder_keten(paar, keten), "geweigerd")
        return 0

    def _zonder_keten(self, paar: _Paar, keten: Kwestie, **codes: Any) -> _Paar:
        """The overlap without its task for the ketenregisseur."""
        self._werk.kwesties.verwijder(keten)
        return replace(paar, rij=replace(paar.rij, codes={**paar.rij.codes, f"rij_{KETEN}": "", **codes}))

    def _na_aanbod(self, paar: _Paar) -> int:
        rij = self._rij(paar, ANDERE)
        if rij is None:
            return self._weg(paar.rij)
        if rij.staat == "akkoord" and not self._mag_delen:
            return 0
        if rij.staat == "akkoord":
            codes = {**paar.rij.codes, f"alias_{ANDERE}": rij.codes["door"]}
            paar = replace(paar, rij=replace(paar.rij, codes=codes))
            self._zet(paar, EERSTE, GEDEELD, GEDEELD)
            self._zet(paar, ANDERE, GEDEELD, GEDEELD)
            return self._bewaar(paar, GEDEELD)
        if rij.staat == "niet_akkoord":
            self._zet(paar, EERSTE, "geweigerd", AFGEWEZEN)
            self._zet(paar, ANDERE, "geweigerd", "niet_akkoord")
            return self._bewaar(paar, "geweigerd")
        return self._naar_keten(paar, "keten_andere") if self._te_laat(rij) else 0


def _eerst(zaak: Zaak, sinds: date) -> tuple[bool, date, bytes]:
    # By the age of the fact and not of the case: nobody may learn anything by typing a guess into an old case. Facts of
    # one day stand in an order that nobody chooses. Of a protected case nobody may learn who does not read it by name:
    # its readers are asked first, whatever the days say.
    return (not zaak.afgeschermd, sinds, zaak.id)
