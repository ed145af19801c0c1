"""The parts of a case page that come out of its opened documents, with codes turned into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow import bronnen, formulierantwoord
from workflow.antwoordtekst import Regels, regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.formulier import Formulier, Instructie
from workflow.formulierantwoord import Vraag
from workflow.keuzes import LEEFTIJDEN, ROLLEN
from workflow.melden import SOORT_SIGNAAL
from workflow.ports import Werk
from workflow.route import Route
from workflow.stap import voldoet
from workflow.volgen import AFSLUITBERICHT, MELDER, berichten_van
from workflow.zaak import Document, Zaak

Blokken = list[tuple[str, Regels]]
NIET_VERSTUURD, EERDER_VOORSTEL = " (nog niet verstuurd)", " (tekst bij een eerder voorstel)"
KAPOT = "We kunnen dit deel niet meer openen. Vertel het de beheerder."
# The form speaks to the reporter; the page speaks about him.
KOPPEN = {"2": "Wat is er gezien of gehoord", "5": "De melder"}
LABELS = {
    "gevaar": "Is er nu gevaar?",
    "gebeld_112": "Is 112 gebeld?",
    "tekst": "In eigen woorden",
    "herken": "Herkend",
    "slachtoffer": "Misschien slachtoffer",
    "dader": "Misschien dader of baas",
    "weet_ervan": "Weet het slachtoffer van het signaal?",
    "naam": "Naam",
    "afdeling": "Afdeling",
    "telefoon": "Telefoon",
    "email": "E-mail",
    "naam_naar_partners": "Partners mogen de naam weten",
    "bericht": "Wil een bericht als er nieuws is",
    "functie": "Werk",
}


@dataclass(frozen=True)
class Feit:
    """One fact of the working file."""

    categorie: str
    persoon: str
    tekst: str
    bron: str
    datum: str


@dataclass(frozen=True)
class Betrokkene:
    """One person of the working file, by pseudonym. `getoond` is filled right after "Namen tonen" only."""

    pseudoniem: str
    rol: str
    leeftijd: str
    toelichting: str
    mag_tonen: bool
    verwijzing: str
    rolcode: str = ""
    getoond: tuple[tuple[str, str], ...] = ()


def van_soort(documenten: Sequence[Document], compartiment: str, soort: str) -> list[Document]:
    """The documents of one kind in one compartment."""
    return [doc for doc in documenten if (doc.compartiment, doc.soort) == (compartiment, soort)]


def _formulier(beleid: Beleid, inhoud: Mapping[str, Any]) -> Formulier:
    """The form that a signal came in by; who typed it for somebody else answered the questions of the step."""
    return beleid.formulier if "herkomst" in inhoud else beleid.formulier_van(str(inhoud.get(SOORT_SIGNAAL, "")))


def _label(vraag: Vraag, gewoon: Mapping[str, str]) -> str:
    """A question as the page asks it; one that another kind of signal asks in its own words keeps those."""
    eigen = gewoon.get(vraag.naam) != vraag.label
    return vraag.label if eigen else LABELS.get(vraag.naam, vraag.label)


def _antwoorden(beleid: Beleid, compartiment: str, inhoud: dict[str, Any]) -> Blokken:
    """The answers of the form that were sealed in this compartment, per screen."""
    blokken: Blokken = []
    gewoon = {een.naam: een.label for scherm in beleid.formulier.schermen for een in scherm.vragen}
    for scherm in _formulier(beleid, inhoud).schermen:
        gevraagd = [een for een in scherm.vragen if compartiment in een.naar and voldoet(een.als, inhoud)]
        gegeven = [(_label(een, gewoon), formulierantwoord.tekst(een, inhoud)) for een in gevraagd]
        rijen = [(label, tekst) for label, tekst in gegeven if tekst]
        kop = KOPPEN.get(scherm.nr, scherm.kop)
        if rijen and blokken and blokken[-1][0] == kop:
            blokken[-1][1].extend(rijen)
        elif rijen:
            blokken.append((kop, rijen))
    return blokken


def signaal(beleid: Beleid, route: Route, documenten: Sequence[Document]) -> Blokken:
    """The signal as it came in, per subject; a damaged part says so."""
    blokken: Blokken = []
    for doc in documenten:
        if doc.compartiment != "ruw" or doc.soort not in ("melding", "beschadigd"):
            continue
        if doc.inhoud is None:
            blokken.append(("Beschadigd", [("Dit deel", KAPOT)]))
            continue
        stap = stap_van(route, "melden_vanuit_overleg")
        for veld in stap.velden if stap is not None else ():
            if veld.naam == "herkomst" and doc.inhoud.get("herkomst"):
                blokken.append(("Herkomst", [(veld.label, beleid.label(veld, doc.inhoud["herkomst"]))]))
        blokken += _antwoorden(beleid, "ruw", dict(doc.inhoud))
    return blokken


def kenmerken(beleid: Beleid, zaak: Zaak) -> Regels:
    """What the codes of the server say of a case, for who works on it without the signal itself."""
    rijen: Regels = []
    for scherm in beleid.formulier.schermen:
        for vraag in scherm.vragen:
            if vraag.naam == "minderjarig" and zaak.kenmerken.get("minderjarig"):
                rijen.append((vraag.label, formulierantwoord.tekst(vraag, zaak.kenmerken)))
    namen = [beleid.vormnaam(code) for code in zaak.kenmerken.get("vormen", [])]
    return [*rijen, *([("Vermoede vorm", ", ".join(namen))] if namen else [])]


def instructies(beleid: Beleid, documenten: Sequence[Document]) -> list[tuple[str, str]]:
    """What the law asks of who reads this signal: (heading, text with the article)."""
    gevonden: list[Instructie] = []
    for doc in van_soort(documenten, "ruw", "melding"):
        formulier = _formulier(beleid, doc.inhoud or {})
        gevonden += [formulier.instructie(code) for code in formulier.instructies(doc.inhoud or {})]
    return [(een.titel, f"{een.tekst} ({een.wet})" if een.wet else een.tekst) for een in dict.fromkeys(gevonden)]


def melder(beleid: Beleid, documenten: Sequence[Document]) -> Regels:
    """Who reported, as far as he wanted to say."""
    rijen: Regels = []
    for doc in documenten:
        if doc.compartiment != "melder":
            continue
        if doc.inhoud is None:
            rijen.append(("Beschadigd", KAPOT))
        elif doc.soort == "melder":
            rijen += [rij for _, blok in _antwoorden(beleid, "melder", dict(doc.inhoud)) for rij in blok]
    return rijen


def draad(documenten: Sequence[Document], *, eind: bool, voorstel: bool) -> list[tuple[str, str, str]]:
    """The thread with the reporter: (who, day, text), oldest first.

    In: `eind` says that the case has ended, `voorstel` that a step waits for a second person. A closing text reaches
    the reporter at the end and not before, so until then it is marked.
    """
    gevonden = []
    slot = [doc.id for doc in documenten if doc.soort == AFSLUITBERICHT]
    for doc in documenten:
        if doc.compartiment != "draad":
            continue
        merk = ""
        if doc.soort == AFSLUITBERICHT and not eind:
            merk = NIET_VERSTUURD if voorstel and doc.id == slot[-1] else EERDER_VOORSTEL
        for wie, dag, tekst in berichten_van(doc, eind=True):
            gevonden.append(("De melder" if wie == MELDER else f"{wie}{merk}", dag_kort(dag), tekst))
    return gevonden


def feiten(beleid: Beleid, route: Route, documenten: Sequence[Document]) -> list[Feit]:
    """The facts, in the order in which they were written down."""
    stap = stap_van(route, "feit_vastleggen")
    bron = next((veld for veld in stap.velden if veld.naam == "bron"), None) if stap is not None else None
    gevonden = []
    for doc in van_soort(documenten, "zaak", "feit"):
        inhoud = doc.inhoud or {}
        gevonden.append(
            Feit(
                categorie=beleid.taxonomie["categorieen"].naam_van(str(inhoud["categorie"])),
                persoon=str(inhoud.get("persoon", "")),
                tekst=str(inhoud["feit"]),
                bron=beleid.label(bron, str(inhoud["bron"])) if bron is not None else str(inhoud["bron"]),
                datum=dag_kort(date.fromisoformat(inhoud["datum"])) if inhoud.get("datum") else "",
            )
        )
    return gevonden


def personen(documenten: Sequence[Document], *, mag_tonen: bool) -> list[Betrokkene]:
    """The people, by pseudonym; who they are stands in the vault."""
    gevonden = []
    for doc in van_soort(documenten, "zaak", "persoon"):
        inhoud = doc.inhoud or {}
        gevonden.append(
            Betrokkene(
                pseudoniem=str(inhoud["pseudoniem"]),
                rol=ROLLEN.get(inhoud["rol"], inhoud["rol"]),
                leeftijd=LEEFTIJDEN.get(inhoud["leeftijdsklasse"], ""),
                toelichting=str(inhoud.get("toelichting", "")),
                mag_tonen=mag_tonen,
                verwijzing=str(inhoud["verwijzing"]),
                rolcode=str(inhoud["rol"]),
            )
        )
    return gevonden


def besluiten(
    werk: Werk, beleid: Beleid, route: Route, documenten: Sequence[Document], namen: dict[str, str]
) -> Blokken:
    """The answers of the steps that moved the case on, newest first, and what is damaged."""
    blokken: Blokken = []
    for doc in reversed(documenten):
        if doc.compartiment != "zaak":
            continue
        if doc.inhoud is None:
            blokken.append((f"Beschadigd deel van {dag_kort(doc.dag)}", [("Wat nu?", KAPOT)]))
            continue
        stap = stap_van(route, str(doc.inhoud.get("actie", ""))) if doc.soort == "stap" else None
        if stap is None or stap.naar == "=":
            continue
        gegeven = doc.inhoud.get("velden", {})
        antwoorden = regels(werk, beleid, bronnen.uit_antwoorden(stap.velden, beleid, gegeven), gegeven)
        if not antwoorden:
            # A step without answers stands in the timeline.
            continue
        wie = namen.get(str(doc.inhoud["door"]), str(doc.inhoud["door"]))
        blokken.append((f"{stap.knop}, {dag_kort(doc.dag)}", [("Door", wie), *antwoorden]))
    return blokken
