"""Presenting a case to a neighbour: when that is proposed, and what goes with it and what stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflow import afschermen
from workflow.beleid import Beleid
from workflow.klokbericht import zet_klaar
from workflow.ports import Werk
from workflow.stap import Stap
from workflow.zaak import Document, Zaak

VOORLEGGEN, PLAATS, GEMEENTE = "voorleggen", "gemeente", "naar_gemeente"
METEN, OP_TAFEL = ("agenderen", "direct_oppakken"), "in_beoordeling"
BERICHT = "buur_antwoord"
MEE = {
    "zaak": "De zaak zonder namen",
    "ruw": "Het signaal zoals het binnenkwam",
    "ident": "De namen en nummers uit de kluis",
    "draad": "Het contact met de melder",
    "vs": "De verstrekkingen aan partners",
    "actie": "De acties",
    "aanvraag": "De vragen om opvang",
}
NOOIT = "Wie de melder is. Die gegevens blijven bij {gemeente}"


@dataclass(frozen=True)
class Gemeentevoorstel:
    """The place of the signal is in another municipality: weighing 2B is probably no."""

    code: str
    naam: str


@dataclass(frozen=True)
class Meegegeven:
    """What the receiving desk reads now, what it gets when it takes the case, and what never comes along."""

    van: str
    nu: tuple[str, ...]
    straks: tuple[str, ...]
    nooit: tuple[str, ...]


def voorstel(beleid: Beleid, zaak: Zaak, documenten: Sequence[Document]) -> Gemeentevoorstel | None:
    """The municipality to present this case to, as the reporter saw it; it changes nothing by itself.

    None for who does not read the signal, for a case that is somewhere else on the route, and once that municipality
    had it before it: it has answered then.
    """
    if zaak.staat != OP_TAFEL:
        return None
    gezien = {str((doc.inhoud or {}).get(PLAATS, "")) for doc in documenten if _is_signaal(doc)}
    stappen = [doc.inhoud or {} for doc in documenten if doc.soort == "stap"]
    gehad = {str(een["velden"].get(GEMEENTE, "")) for een in stappen if een.get("actie") == VOORLEGGEN}
    # Where a signal came from has had it too, also when its steps can't be read here.
    weg = {zaak.houder, zaak.herkomst, *gehad}
    code = next((een for een in sorted(gezien) if een in beleid.gemeenten and een not in weg), "")
    return Gemeentevoorstel(code, beleid.gemeenten[code].naam) if code else None


def _is_signaal(doc: Document) -> bool:
    return doc.compartiment == "ruw" and doc.soort == "melding"


def vooraf(beleid: Beleid, zaak: Zaak, stap: Stap, documenten: Sequence[Document]) -> dict[str, Any]:
    """What the forms start with when a neighbour is proposed: that municipality, and no to weighing 2B."""
    if stap.actie not in (VOORLEGGEN, *METEN):
        return {}
    gevonden = voorstel(beleid, zaak, documenten)
    if gevonden is None:
        return {}
    if stap.actie == VOORLEGGEN:
        return {GEMEENTE: gevonden.code}
    return {"weging_2b": "nee", "weging_2b_reden": f"De melder zegt dat het in {gevonden.naam} is."}


def meegegeven(werk: Werk, beleid: Beleid, zaak: Zaak) -> Meegegeven:
    """What a presented case brings, from the keys that are there: never a promise. In: a case that is presented."""
    plek = set(afschermen.ontvangers(zaak, f"af.{zaak.voorgelegd_aan}"))
    standen: dict[str, str] = {}
    for compartiment, wie, status in werk.sleutels.houders(zaak):
        if wie in plek:
            standen[compartiment.partition(":")[0]] = status
    per_stand = {
        stand: tuple(tekst for naam, tekst in MEE.items() if naam in standen and (standen[naam] == "open") == stand)
        for stand in (True, False)
    }
    herkomst = beleid.gemeenten.get(zaak.herkomst)
    van = beleid.gemeenten.get(zaak.houder)
    nooit = NOOIT.format(gemeente=herkomst.naam if herkomst else beleid.regio.naam)
    return Meegegeven(van.naam if van else beleid.regio.naam, per_stand[True], per_stand[False], (nooit,))


def meld_antwoord(werk: Werk, beleid: Beleid, zaak: Zaak, werkplek: str, url: str) -> None:
    """Tell a desk that the other municipality answered: without content, like every message."""
    mensen = afschermen.leden(werk, zaak, werkplek)
    for persoon in [een for een in mensen if not een.waarneemt] or mensen:
        zet_klaar(werk, beleid, persoon, BERICHT, dag="", url=url)
