"""What the page of a hand-off says beside the extract: why it was made, who decided, and what must be looked at."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from workflow import nakijken, toestemming
from workflow.antwoordtekst import Regels, regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.keuzes import LEEFTIJDEN
from workflow.partners import WEG, doet_mee
from workflow.ports import Werk
from workflow.route import Route
from workflow.termijnen import TIJDZONE
from workflow.trajectkader import Moment
from workflow.verstrekkingstappen import NAGEKEKEN
from workflow.zaak import Document, Traject

GEHEIM = {
    "geen": "Er geldt geen beroepsgeheim",
    "doorbroken": "Er geldt een beroepsgeheim. Dat mag worden doorbroken",
    "conflict": "Er geldt een beroepsgeheim. Delen woog zwaarder dan zwijgen",
}
GEHEIMGROND = {
    "toestemming": "de persoon geeft toestemming",
    "meldrecht": "de wet geeft een meldrecht",
    "plicht": "de wet verplicht het",
}
OORDEEL = {
    nakijken.TERECHT: "Een collega keek na of er gevaar was voor een leven. Dat was zo.",
    nakijken.NIET_TERECHT: "Een collega keek na of er gevaar was voor een leven. Dat was niet zo.",
}


def geheimhouding(opdracht: Mapping[str, Any]) -> str:
    """The note about secrecy that the recipient reads."""
    code = str(opdracht["geheimhouding"])
    grond = GEHEIMGROND.get(str(opdracht.get("geheimhouding_grond", "")), "")
    return f"{GEHEIM.get(code, code)}{f': {grond}' if grond else ''}."


def registratie(beleid: Beleid, set_: Mapping[str, Any]) -> Regels:
    """The limited set of a registration in words."""
    vormen = beleid.taxonomie["vormen"]
    rijen = [("Vorm van uitbuiting", ", ".join(vormen.naam_van(str(een)) for een in set_["vormen"]) or "Nog onbekend")]
    leeftijden = [f"{aantal} keer {LEEFTIJDEN.get(klasse, klasse)}" for klasse, aantal in set_["leeftijden"].items()]
    return [*rijen, ("Leeftijden", ", ".join(leeftijden) or "Nog onbekend")]


def motivering(werk: Werk, beleid: Beleid, traject: Traject, reden: Mapping[str, Any]) -> Regels:
    """Why it was made, as it was answered, and who decided that it went out."""
    stap = stap_van(werk.route(traject.route, traject.route_hash), "opstellen")
    # The facts stand in words above it; here they would be their codes.
    velden = [veld for veld in stap.velden if veld.naam != "feiten"] if stap is not None else []
    lijst = regels(werk, beleid, velden, reden)
    besloten = traject.kenmerken.get("besloten")
    if besloten:
        rol = beleid.werkplekken.rolnamen.get(str(besloten["rol"]), str(besloten["rol"])).lower()
        wie = f"{besloten['alias']}, {rol}, op {dag_kort(date.fromisoformat(besloten['dag']))}"
        if besloten.get("overleg"):
            wie += f". Besluit van het overleg van {dag_kort(date.fromisoformat(besloten['overleg']))}"
        lijst.append(("Wie besliste dit?", wie))
    if traject.kenmerken.get("uitzondering_door"):
        lijst.append(("Wie stond de uitzondering toe?", str(traject.kenmerken["uitzondering_door"])))
    return lijst


def weggelaten(beleid: Beleid, reden: Mapping[str, Any]) -> tuple[str, ...]:
    """What was chosen and does not go, with the reason of the covenant."""
    namen = beleid.convenant.categorieen
    regels_ = []
    for een in reden.get("weggelaten", ()):
        naam = namen[een["categorie"]].naam if een["categorie"] in namen else str(een["categorie"])
        regels_.append(f"{naam} ({een['aantal']}): {een['reden']}")
    return tuple(dict.fromkeys(regels_))


def let_op(
    werk: Werk, beleid: Beleid, traject: Traject, docs: Sequence[Document], reden: Mapping[str, Any]
) -> tuple[str, ...]:
    """What the desk that made it must know now."""
    loopt = not werk.route(traject.route, traject.route_hash).is_eind(traject.staat)
    return tuple(_let_op(werk, beleid, traject, docs, reden, loopt=loopt))


def _let_op(
    werk: Werk, beleid: Beleid, traject: Traject, docs: Sequence[Document], reden: Mapping[str, Any], *, loopt: bool
) -> Iterator[str]:
    kenmerken = traject.kenmerken
    if loopt and not doet_mee(beleid.partners, traject.ontvanger, werk.nu.astimezone(TIJDZONE).date()):
        yield WEG
    yield from _leeftijd(beleid, traject)
    if kenmerken.get("uitzondering"):
        namen = ", ".join(beleid.convenant.categorieen[een].naam for een in kenmerken["uitzondering"])
        hoe = "wacht op een tweede persoon" if nakijken.uitzondering_wacht(traject) else "is toegestaan"
        yield f"Deze verstrekking heeft een uitzondering op het convenant ({namen}). De uitzondering {hoe}."
    voor = nakijken.nakijken_voor(traject)
    if voor is not None and nakijken.te_laat(werk, traject):
        yield f"Te laat: een collega moest uiterlijk {dag_kort(voor)} nakijken of er gevaar was voor een leven."
    elif voor is not None:
        yield f"Een collega moet uiterlijk {dag_kort(voor)} nakijken of er gevaar was voor een leven."
    if kenmerken.get("nagekeken"):
        yield OORDEEL[str(kenmerken["nagekeken"])]
    if kenmerken.get("toestemming_weg"):
        bel = "" if werk.mensen.van_werkplek(traject.ontvanger) else " Bel hem, want hij heeft geen account."
        yield f"De toestemming is ingetrokken. De partner mag dit niet meer gebruiken.{bel}"
        if kenmerken.get("ook_ingetrokken"):
            yield f"Ook deze verstrekkingen zijn daarom gestopt: {', '.join(kenmerken['ook_ingetrokken'])}."
    elif loopt and reden.get("toestemming") == "ja":
        weg = toestemming.stand([doc for doc in docs if doc.compartiment == "zaak"])
        if toestemming.teruggenomen(weg, reden.get("pseudoniemen", {})):
            yield "Iemand in deze verstrekking trok zijn toestemming in. Leg dat ook hier vast."


def _leeftijd(beleid: Beleid, traject: Traject) -> Iterator[str]:
    """A care coordinator of another age than these people: who it should be. Source: partners.toml."""
    wie = next((een for een in beleid.partners.values() if een.werkplek == traject.ontvanger), None)
    klasse = next((een for een in LEEFTIJDEN if een in traject.kenmerken.get("omstandigheden", ())), "")
    if wie is None or not wie.leeftijd or not klasse or klasse in wie.leeftijd:
        return
    passend = [een.scherm for een in beleid.partners.values() if klasse in een.leeftijd]
    yield f"{wie.scherm} is voor een andere leeftijd. Voor deze leeftijd is er: {' of '.join(passend)}."


def momenten(route: Route, traject: Traject, docs: Sequence[Document]) -> list[Moment]:
    """The second looks at this hand-off and who released it, from the working file."""
    lijn = []
    for doc in docs:
        inhoud = doc.inhoud or {}
        stap = stap_van(route, str(inhoud.get("actie", "")))
        # The release stands in the extract as a step of its own.
        if doc.soort != NAGEKEKEN or inhoud["traject"] != traject.id.hex() or stap is None or stap.actie == "vrijgeven":
            continue
        tekst = str(inhoud.get("velden", {}).get("toelichting", ""))
        wat = f"koos: {stap.knop.lower()}"
        lijn.append(Moment(dag_kort(doc.dag), doc.dag.isoformat(), str(inhoud["door"]), wat, tekst))
    return list(reversed(lijn))
