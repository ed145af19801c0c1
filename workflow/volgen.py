"""What a reporter sees with his volgcode: where his signal is, what was asked, what he wrote."""

from dataclasses import dataclass
from datetime import date

from workflow.aanbod import Aanbod, aanbod
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.ports import Werk
from workflow.zaak import Document, Zaak

MELDER, GEMEENTE = "Jij", "De aandachtsfunctionaris"


@dataclass(frozen=True)
class Volgstand:
    """The page of the reporter. `berichten` are (who, day, text), oldest first."""

    zaak: Zaak
    status: str
    uitleg: str
    uiterlijk: str
    berichten: tuple[tuple[str, date, str], ...]
    aanbod: tuple[Aanbod, ...]


def stand(werk: Werk, beleid: Beleid, zaak_id: bytes) -> Volgstand:
    """Show a signal to its reporter. The status follows from open columns; only the thread is opened (logged)."""
    zaak = werk.zaken.get(zaak_id)
    route = werk.route(zaak.route, zaak.route_hash)
    staat = route.staat(zaak.staat)
    documenten = werk.documenten.open(zaak, ["draad"], "volgen")
    berichten = tuple(regel for doc in documenten for regel in berichten_van(doc, eind=staat.eind))
    termijn = dag_tekst(zaak.termijn) if zaak.termijn is not None and not staat.eind else ""
    wanneer = f"Uiterlijk {termijn} gebeurt er iets mee." if termijn else ""
    if staat.eigenaar == "melder" and termijn:
        wanneer = f"Antwoord uiterlijk {termijn}. Daarna gaat de gemeente zonder antwoord verder."
    return Volgstand(
        zaak=zaak,
        status=staat.melder,
        uitleg="Meer mogen we niet vertellen. Zo beschermen we de mensen om wie het gaat.",
        uiterlijk=wanneer,
        berichten=berichten,
        aanbod=tuple(aanbod(werk, beleid, zaak)),
    )


def berichten_van(doc: Document, *, eind: bool) -> list[tuple[str, date, str]]:
    """The lines of the thread in one document; a closing text shows only once the case has ended."""
    if doc.inhoud is None:
        return [("Systeem", doc.dag, "Dit bericht is beschadigd.")]
    if doc.soort == "afsluitbericht":
        return [(GEMEENTE, doc.dag, doc.inhoud["tekst"])] if eind else []
    velden = doc.inhoud.get("velden", {})
    wie = MELDER if doc.inhoud.get("rol") == "melder" else GEMEENTE
    return [(wie, doc.dag, velden[naam]) for naam in ("vraag", "antwoord", "bericht") if velden.get(naam)]
