"""What the pages of a hand-off, a shelter request and an action have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.afschermen import werkt_aan
from workflow.antwoordtekst import Regels, regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.route import Route
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import termijnstand
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Document, Traject

LEZERS_HIER = ("af", "overleg")


@dataclass(frozen=True)
class Nu:
    """What must happen now, by whom and before when."""

    kop: str
    tekst: str = ""
    wie: str = ""
    uiterlijk: str = ""
    termijn: str = ""
    kleur: str = ""


@dataclass(frozen=True)
class Moment:
    """One line of a timeline, newest first on the page."""

    moment: str
    iso: str
    wie: str
    wat: str
    tekst: str = ""


@dataclass(frozen=True)
class Stapregel:
    """One step that was taken on a walk, from its sealed document."""

    doc: Document
    actie: str
    knop: str
    rol: str
    door: str
    regels: Regels


def get_traject(werk: Werk, traject_id: bytes, route: str) -> Traject:
    """One walk along `route`. Errors: NietGevonden."""
    traject = werk.trajecten.get(traject_id)
    if traject.route != route:
        raise NietGevonden
    return traject


def nooit_verzonden(traject: Traject) -> bool:
    """True for a draft and for a draft that was withdrawn: its recipient never hears of it."""
    return traject.staat == "concept" or (traject.staat == "ingetrokken" and traject.vorige_staat == "concept")


def is_van_hier(werk: Werk, traject: Traject) -> bool:
    """True for the desks of the municipality that follow this walk."""
    plekken = [traject.maker, *(f"{naam}.{traject.houder}" for naam in LEZERS_HIER)]
    try:
        zaak = werk.zaken.get(traject.zaak_id)
    except NietGevonden:
        return any(werk.actor.zit_aan(plek) for plek in plekken)
    return any(werkt_aan(werk.actor, zaak, plek) for plek in plekken)


def nu_van(werk: Werk, beleid: Beleid, traject: Traject, koppen: Mapping[str, str], tekst: str = "") -> Nu | None:
    """The box of a walk; None once it has ended. `koppen`: state → what must happen."""
    staat = werk.route(traject.route, traject.route_hash).staat(traject.staat)
    if staat.eind:
        return None
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    stand = termijnstand(vandaag, traject.dag_staat, traject.termijn)
    desk = traject.maker if staat.eigenaar == "maker" else traject.ontvanger
    return Nu(
        kop=koppen.get(traject.staat, staat.scherm),
        tekst=tekst,
        wie=werkplek_tekst(beleid, desk),
        uiterlijk=dag_tekst(traject.termijn) if traject.termijn else "",
        termijn=stand.tekst,
        kleur=stand.kleur,
    )


def stapregels(werk: Werk, beleid: Beleid, route: Route, documenten: Sequence[Document]) -> list[Stapregel]:
    """The steps that stand in opened documents, oldest first; a damaged document is no step."""
    gevonden = []
    for doc in documenten:
        inhoud = doc.inhoud or {}
        stap = stap_van(route, str(inhoud.get("actie", ""))) if doc.soort == "stap" else None
        if stap is None:
            continue
        antwoorden = regels(werk, beleid, stap.velden, inhoud.get("velden", {}))
        gevonden.append(Stapregel(doc, stap.actie, stap.knop, str(inhoud["rol"]), str(inhoud["door"]), antwoorden))
    return gevonden


def als_tekst(antwoorden: Regels) -> str:
    """Answers as one text, a line each."""
    return "\n".join(f"{label.rstrip('?')}: {waarde}" for label, waarde in antwoorden)


def tijdlijn_van(stappen: Sequence[Stapregel], begin: Moment) -> tuple[Moment, ...]:
    """The timeline of a walk, newest first."""
    lijn = [
        Moment(dag_kort(een.doc.dag), een.doc.dag.isoformat(), een.door, f"koos: {een.knop.lower()}")
        for een in reversed(stappen)
    ]
    return (*lijn, begin)


def beschadigd(documenten: Sequence[Document]) -> Regels:
    """A line when part of the documents can't be opened any more."""
    aantal = sum(1 for doc in documenten if doc.inhoud is None)
    if not aantal:
        return []
    return [("Beschadigd", f"{aantal} van de {len(documenten)} stukken is niet te lezen. Vertel het de beheerder.")]
