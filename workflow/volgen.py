"""What a reporter sees with his volgcode: where his signal is, what was asked, what he wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.aanbod import Aanbod, aanbod
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.nieuws import open_vraag
from workflow.ports import Werk
from workflow.stap import Staat
from workflow.velden import Ruw, schoon
from workflow.zaak import Document, Zaak
from workflow.zaaktermijn import is_te_laat

MELDER, GEMEENTE = "Jij", "De aandachtsfunctionaris"
AFSLUITBERICHT = "afsluitbericht"
TE_LAAT = "Het duurt langer dan gepland. We zijn er nog mee bezig."
AANVULLEN, TOEVOEGEN = "aanvullen", "toevoegen"
ALSNOG = "De gemeente ging al verder. Je antwoord is wel verstuurd. Het staat hieronder."
NOG_OPEN = "Er staat nog een vraag aan je open. Je kunt alsnog antwoorden met 'Iets toevoegen'."
NOG_ANTWOORDEN = "Je kunt nog antwoorden. Misschien gaat de gemeente al verder zonder je antwoord."


@dataclass(frozen=True)
class Volgstand:
    """The page of the reporter. `berichten` are (who, day, text), oldest first; `let_op` is a question still open."""

    zaak: Zaak
    status: str
    uitleg: str
    uiterlijk: str
    berichten: tuple[tuple[str, date, str], ...]
    aanbod: tuple[Aanbod, ...]
    let_op: str = ""


def stand(werk: Werk, beleid: Beleid, zaak_id: bytes) -> Volgstand:
    """Show a signal to its reporter. The status follows from open columns; only the thread is opened (logged)."""
    zaak = werk.zaken.get(zaak_id)
    route = werk.route(zaak.route, zaak.route_hash)
    staat = route.staat(zaak.staat)
    documenten = werk.documenten.open(zaak, ["draad"], "volgen")
    # A second closing text replaces the first: that one belonged to a proposal that nobody confirmed, or to an end
    # after which the case went on.
    slot = [doc.id for doc in documenten if doc.soort == AFSLUITBERICHT]
    documenten = [doc for doc in documenten if doc.id not in slot[:-1]]
    berichten = tuple(regel for doc in documenten for regel in berichten_van(doc, eind=staat.eind))
    wacht = not staat.eind and staat.eigenaar != "melder" and open_vraag(documenten) is not None
    return Volgstand(
        zaak=zaak,
        status=staat.melder,
        uitleg="Meer mogen we niet vertellen. Zo beschermen we de mensen om wie het gaat.",
        uiterlijk="" if staat.eind else _wanneer(zaak, staat, te_laat=is_te_laat(zaak, werk.nu)),
        berichten=berichten,
        aanbod=tuple(aanbod(werk, beleid, zaak)),
        let_op=NOG_OPEN if wacht else "",
    )


def _wanneer(zaak: Zaak, staat: Staat, *, te_laat: bool) -> str:
    """What the reporter may expect and when; a term that lies behind us is no promise any more."""
    if zaak.termijn is None:
        return ""
    vraag_aan_melder, termijn = staat.eigenaar == "melder", dag_tekst(zaak.termijn)
    if te_laat:
        return NOG_ANTWOORDEN if vraag_aan_melder else TE_LAAT
    if vraag_aan_melder:
        return f"Antwoord uiterlijk {termijn}. Daarna gaat de gemeente zonder antwoord verder."
    return f"Uiterlijk {termijn} gebeurt er iets mee."


def als_toevoeging(werk: Werk, zaak: Zaak, actie: str, ruw: Ruw) -> Ruw | None:
    """An answer to a question that is no longer asked, as an addition; None when it is an answer like any other.

    The municipality went on without it. What the reporter wrote must arrive all the same, without a second try.
    """
    route = werk.route(zaak.route, zaak.route_hash)
    hier = {stap.actie for stap in route.stappen_vanuit(zaak.staat)}
    if actie != AANVULLEN or AANVULLEN in hier or TOEVOEGEN not in hier or not ruw.get("antwoord"):
        return None
    return {"bericht": ruw["antwoord"]}


def is_herhaling(werk: Werk, zaak_id: bytes, actie: str, ruw: Ruw) -> bool:
    """True when the last thing that the reporter sent is this same step with this same text (opens the thread)."""
    documenten = werk.documenten.open(werk.zaken.get(zaak_id), ["draad"], "volgen")
    van_melder = [doc.inhoud or {} for doc in documenten if (doc.inhoud or {}).get("rol") == "melder"]
    if not van_melder or van_melder[-1].get("actie") != actie:
        return False
    velden: Mapping[str, Any] = van_melder[-1].get("velden", {})
    getypt = {naam: schoon(waarden[0]) for naam, waarden in ruw.items() if waarden and schoon(waarden[0])}
    return {naam: str(waarde) for naam, waarde in velden.items() if waarde} == getypt


def berichten_van(doc: Document, *, eind: bool) -> list[tuple[str, date, str]]:
    """The lines of the thread in one document; a closing text shows only once the case has ended."""
    if doc.inhoud is None:
        return [("Systeem", doc.dag, "Dit bericht is beschadigd.")]
    if doc.soort == AFSLUITBERICHT:
        return [(GEMEENTE, doc.dag, doc.inhoud["tekst"])] if eind else []
    velden = doc.inhoud.get("velden", {})
    wie = MELDER if doc.inhoud.get("rol") == "melder" else GEMEENTE
    return [(wie, doc.dag, velden[naam]) for naam in ("vraag", "antwoord", "bericht") if velden.get(naam)]
