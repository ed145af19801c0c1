"""The lists of hand-offs and shelter requests: open columns and codes, never a document."""

from dataclasses import dataclass
from datetime import date

from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.keuzes import LEEFTIJDEN
from workflow.lijstlog import noteer_lijst
from workflow.opvangpagina import is_bij_opvang
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import Termijnstand, termijnstand
from workflow.trajectkader import nooit_verzonden
from workflow.verstrekkingpagina import VORMEN
from workflow.verstrekkingstand import waarom_klaar
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst
from workflow.zaak import Traject

LOPEND, AFGEROND = "lopend", "afgerond"


@dataclass(frozen=True)
class Rij:
    """One line of a list. `ongelezen`: nobody at this desk has answered yet; `waarom` it ended."""

    id: str
    code: str
    partij: str
    wat: str
    vorm: str
    staat: str
    sinds: str
    termijn: str
    kleur: str
    ongelezen: bool
    waarom: str = ""


@dataclass(frozen=True)
class Lijst:
    """The rows of one view, and how many there are in each."""

    rijen: tuple[Rij, ...]
    lopend: int
    afgerond: int
    ontvangt: bool


def verstrekkingen(werk: Werk, beleid: Beleid, weergave: str) -> Lijst:
    """What was handed to my desk, or what my municipality handed on (to the overleg: without names only)."""
    plekken = werk.actor.werkplekken
    gemeente = werk.actor.tenant
    if werk.actor.zit_aan(f"af.{gemeente}"):
        gevonden, ontvangt = werk.trajecten.van_gemeente("verstrekking"), False
    elif werk.actor.zit_aan(f"overleg.{gemeente}"):
        gevonden = [een for een in werk.trajecten.van_gemeente("verstrekking") if een.vorm in ("P", "S")]
        ontvangt = False
    else:
        alle = werk.trajecten.aan_werkplekken(plekken, "verstrekking")
        gevonden, ontvangt = [een for een in alle if not nooit_verzonden(een)], True
    return _lijst(werk, beleid, "verstrekkingen", gevonden, weergave, ontvangt=ontvangt)


def opvanglijst(werk: Werk, beleid: Beleid, weergave: str) -> Lijst:
    """The requests that I look for, that my shelter is asked for, or that my municipality made."""
    if werk.actor.zit_aan(f"af.{werk.actor.tenant}"):
        return _lijst(werk, beleid, "opvang", werk.trajecten.van_gemeente("opvang"), weergave, ontvangt=False)
    alle = werk.trajecten.aan_werkplekken(werk.actor.werkplekken, "opvang")
    gevonden = [een for een in alle if werk.actor.zit_aan(een.ontvanger) or is_bij_opvang(werk, een)]
    return _lijst(werk, beleid, "opvang", gevonden, weergave, ontvangt=True)


def _lijst(werk: Werk, beleid: Beleid, naam: str, gevonden: list[Traject], weergave: str, *, ontvangt: bool) -> Lijst:
    einde = {een.id: werk.route(een.route, een.route_hash).is_eind(een.staat) for een in gevonden}
    getoond = [een for een in gevonden if einde[een.id] == (weergave == AFGEROND)]
    getoond.sort(key=lambda een: (een.termijn or date.max, een.nummer))
    noteer_lijst(werk, naam, [een.nummer for een in getoond])
    klaar = sum(einde.values())
    rijen = tuple(_rij(werk, beleid, een, klaar=einde[een.id], ontvangt=ontvangt) for een in getoond)
    return Lijst(rijen, len(gevonden) - klaar, klaar, ontvangt)


def _rij(werk: Werk, beleid: Beleid, traject: Traject, *, klaar: bool, ontvangt: bool) -> Rij:
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    stand = Termijnstand() if klaar else termijnstand(vandaag, traject.dag_staat, traject.termijn)
    wie = gemeente_tekst(beleid, traject.houder) if ontvangt else werkplek_tekst(beleid, traject.ontvanger)
    return Rij(
        id=traject.id.hex(),
        code=traject.nummer,
        partij=wie,
        wat=_wat(beleid, traject),
        vorm=VORMEN.get(traject.vorm, ""),
        staat=werk.route(traject.route, traject.route_hash).staat(traject.staat).scherm,
        sinds=dag_kort(traject.dag_staat),
        termijn=stand.tekst,
        kleur=stand.kleur,
        waarom=waarom_klaar(traject, ontvangt=ontvangt) if klaar and traject.route == "verstrekking" else "",
        ongelezen=ontvangt and traject.staat in ("verzonden", "aangeboden", "gezocht"),
    )


def _wat(beleid: Beleid, traject: Traject) -> str:
    if traject.route == "opvang":
        return LEEFTIJDEN.get(str(traject.kenmerken.get("leeftijd", "")), "leeftijd onbekend").capitalize()
    return beleid.taxonomie["doelen"].naam_van(str(traject.kenmerken.get("doel", "")))
