"""The practice signals: a table of what people did on which day, played through the real steps with real keys."""

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from workflow import privacychecks
from workflow.actor import Actor, melder
from workflow.beleid import Beleid
from workflow.melden import indienen
from workflow.partners import REGIO
from workflow.ports import Werk
from workflow.soortcodes import STANDAARD
from workflow.stappen import stem_in, zet_stap
from workflow.termijnen import TIJDZONE
from workflow.zaak import Document, Traject, Zaak

BESTAND = Path(__file__).parent / "oefendata" / "signalen.toml"
PLEKKEN = {"af": "af", "va": "overleg", "toezicht": "uitvoering-toezicht", "sociaal": "uitvoering-sociaal-domein"}
LEZEN = "oefenen"
# Nothing in the practice world happened in the last minutes.
VERS = timedelta(minutes=5)


class Oefenhuis(Protocol):
    """What the play needs of the installation."""

    def nu(self) -> datetime: ...
    def werk(self, actor: Actor, sleutelbos: Any, nu: datetime) -> AbstractContextManager[Werk]: ...
    def codes_van(self, geheim: bytes) -> tuple[bytes, str]: ...


@dataclass(frozen=True)
class Speler:
    """One person of the practice world, with his keyring."""

    rol: str
    gemeente: str | None
    werkplek: str | None
    actor: Actor
    bos: Any = field(repr=False)


@dataclass(frozen=True)
class Gebeurtenis:
    """One thing that somebody did at one moment."""

    moment: datetime
    signaal: str
    wie: str
    actie: str
    velden: Mapping[str, Any]
    traject: str = ""
    soort: str = STANDAARD


@dataclass
class Toneel:
    """The play under way: which case and code belong to which signal of the table."""

    huis: Oefenhuis
    beleid: Beleid
    spelers: Sequence[Speler]
    bos_met_code: Callable[[str], Any]
    gemeenten: dict[str, str] = field(default_factory=dict)
    zaken: dict[str, bytes] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict, repr=False)

    def speel(self, een: Gebeurtenis) -> None:
        """Let one thing happen."""
        if een.actie == "indienen":
            self._meld(een)
            return
        houder = self._houder(een)
        actor, bos = self._wie(een.wie, houder, een.signaal)
        with self.huis.werk(actor, bos, een.moment) as werk:
            zaak = werk.zaken.get(self.zaken[een.signaal])
            if een.actie == "privacycheck":
                self._beantwoord(werk, zaak)
            elif een.actie == "instemmen":
                stem_in(werk, self.beleid, zaak, self._ruw(werk, zaak, een), None)
            else:
                onderwerp = self._traject(werk, zaak, een.traject) if een.traject else zaak
                zet_stap(werk, self.beleid, onderwerp, een.actie, self._ruw(werk, zaak, een), None)

    def _meld(self, een: Gebeurtenis) -> None:
        geheim = os.urandom(32)
        indiening, code = self.huis.codes_van(geheim)
        gemeente = self.gemeenten[een.signaal]
        antwoorden = self._antwoorden(een)
        with self.huis.werk(melder(gemeente), self.bos_met_code(""), een.moment) as werk:
            ontvangst = indienen(werk, self.beleid, gemeente, antwoorden, geheim, indiening, code, een.soort)
        assert ontvangst.zaak_id is not None
        self.zaken[een.signaal], self.codes[een.signaal] = ontvangst.zaak_id, code

    def _antwoorden(self, een: Gebeurtenis) -> dict[str, Any]:
        """The answers as the form of this kind would read them, screen after screen."""
        ruw = {naam: _lijst(waarde) for naam, waarde in een.velden.items()}
        formulier, dag = self.beleid.formulier_van(een.soort), een.moment.astimezone(TIJDZONE).date()
        antwoorden: dict[str, Any] = {}
        for scherm in formulier.schermen:
            gelezen, fouten = formulier.lees_stap(scherm.nr, ruw, dag, antwoorden)
            if fouten and scherm in formulier.getoond(antwoorden):
                raise ValueError(f"practice signal: {fouten}")
            antwoorden |= gelezen
        return antwoorden

    def _houder(self, een: Gebeurtenis) -> str:
        actor = Actor(rol="klok", tenant="*", alias="klok")
        with self.huis.werk(actor, self.bos_met_code(""), een.moment) as werk:
            return werk.zaken.get(self.zaken[een.signaal]).houder

    def _wie(self, wie: str, houder: str, signaal: str) -> tuple[Actor, Any]:
        """Who that is: "af", "va2", "af@winterswijk", "pf", a partner by name, or the reporter."""
        if wie == "melder":
            return melder(houder), self.bos_met_code(self.codes[signaal])
        naam, _, elders = wie.partition("@")
        gemeente = elders or houder
        if naam == "pf":
            speler = next(s for s in self.spelers if (s.rol, s.gemeente) == ("privacyfunctionaris", gemeente))
            return speler.actor, speler.bos
        nummer = int(naam[-1]) - 1 if naam[-1].isdigit() else 0
        soort = PLEKKEN.get(naam.rstrip("12"))
        plek = f"{soort}.{gemeente}" if soort else f"{naam}.{REGIO}"
        speler = [s for s in self.spelers if s.werkplek == plek][nummer]
        return speler.actor, speler.bos

    def _traject(self, werk: Werk, zaak: Zaak, naam: str) -> Traject:
        """The newest walk of a kind, or the one to a recipient: "opvang", "verstrekking:nla", "actie:toezicht"."""
        route, _, ontvanger = naam.partition(":")
        gevonden = [een for een in werk.trajecten.van_zaak(zaak.id, route) if ontvanger in een.ontvanger]
        return gevonden[0]

    def _beantwoord(self, werk: Werk, zaak: Zaak) -> None:
        for check in werk.controles.checks(zaak.id, open_alleen=True):
            antwoord = privacychecks.GEZIEN if check.soort in privacychecks.SEINEN else privacychecks.AKKOORD
            privacychecks.beantwoord(werk, check, antwoord, "", None)
            werk.bevestig()

    def _ruw(self, werk: Werk, zaak: Zaak, een: Gebeurtenis) -> dict[str, list[str]]:
        """The answers of a step; what starts with @ is looked up in the case."""
        namen = {deel for waarde in een.velden.values() for deel in _lijst(waarde) if deel.startswith("@")}
        nodig = any(naam.startswith(("@persoon", "@feiten")) for naam in namen)
        documenten = werk.documenten.open(zaak, ["zaak"], LEZEN) if nodig else []
        ruw = {}
        for naam, waarde in een.velden.items():
            ruw[naam] = [w for deel in _lijst(waarde) for w in self._vul_in(werk, zaak, een, deel, documenten)]
        return ruw

    def _vul_in(
        self, werk: Werk, zaak: Zaak, een: Gebeurtenis, deel: str, documenten: Sequence[Document]
    ) -> Iterator[str]:
        vandaag = een.moment.astimezone(TIJDZONE).date()
        if deel == "@overleg":
            yield next(o.id.hex() for o in werk.overleggen.lijst() if o.dag >= vandaag)
        elif deel.startswith("@wie:"):
            actor, _ = self._wie(deel.removeprefix("@wie:"), zaak.houder, een.signaal)
            assert actor.persoon_id is not None
            yield actor.persoon_id.hex()
        elif deel.startswith("@dag"):
            yield (vandaag + timedelta(days=int(deel.removeprefix("@dag")))).isoformat()
        elif deel.startswith("@persoon"):
            personen = [(doc.inhoud or {})["pseudoniem"] for doc in documenten if doc.soort == "persoon"]
            yield personen[int(deel.removeprefix("@persoon")) - 1]
        elif deel == "@feiten":
            yield from (doc.id.hex() for doc in documenten if doc.soort == "feit")
        else:
            yield deel


def _lijst(waarde: Any) -> list[str]:
    return [str(een) for een in waarde] if isinstance(waarde, list) else [str(waarde)]


def lees_signalen(beleid: Beleid, nu: datetime, bestand: Path = BESTAND) -> tuple[dict[str, str], list[Gebeurtenis]]:
    """The table as things that happened before `nu`, in their order.

    Out: the municipality of each signal by its letter, and the events. A step of the table stands so many working
    days (`wd`) or days (`d`) before today, at `uur`.
    """
    tabel = tomllib.loads(bestand.read_text(encoding="utf-8"))
    gemeenten, lijst = {}, []
    for signaal in tabel["signaal"]:
        letter = signaal["letter"]
        gemeenten[letter] = signaal["gemeente"]
        for rij in signaal["stap"]:
            moment = _moment(beleid, nu, rij["dag"], rij["uur"])
            velden = signaal["melding"] if rij["actie"] == "indienen" else rij.get("velden", {})
            wie, traject = rij.get("wie", "melder"), rij.get("traject", "")
            soort = signaal.get("soort", STANDAARD)
            lijst.append(Gebeurtenis(moment, letter, wie, rij["actie"], velden, traject, soort))
    return gemeenten, sorted(lijst, key=lambda een: een.moment)


def _moment(beleid: Beleid, nu: datetime, dag: str, uur: str) -> datetime:
    lokaal = nu.astimezone(TIJDZONE)
    aantal = int(dag.rstrip("wd"))
    if dag.endswith("wd"):
        vroeger = beleid.kalender.plus_werkdagen(lokaal.date(), -aantal)
    else:
        vroeger = lokaal.date() - timedelta(days=aantal)
    uren, minuten = uur.split(".")
    moment = datetime(vroeger.year, vroeger.month, vroeger.day, int(uren), int(minuten), tzinfo=TIJDZONE)
    return moment if moment <= nu - VERS else moment - timedelta(days=1)


def maak_signalen(
    huis: Oefenhuis,
    beleid: Beleid,
    spelers: Sequence[Speler],
    bos_met_code: Callable[[str], Any],
    loop: Callable[[datetime, datetime], None],
) -> Toneel:
    """Play the whole table. In: `loop` lets the clock run from one moment to the next, so that mails went in time."""
    nu = huis.nu()
    gemeenten, gebeurtenissen = lees_signalen(beleid, nu)
    toneel = Toneel(huis, beleid, spelers, bos_met_code, gemeenten)
    for een, volgende in zip(gebeurtenissen, [*gebeurtenissen[1:], None], strict=True):
        toneel.speel(een)
        loop(een.moment, volgende.moment if volgende else nu)
    return toneel
