"""The timeline of a case: what was done on which day, newest first, from what the reader can open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from workflow.antwoordtekst import regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.ports import Werk
from workflow.route import Route
from workflow.trajectkader import Moment, als_tekst
from workflow.zaak import Document, Zaak

AF = "De aandachtsfunctionaris"
SYSTEEM = "Meldroute"


def namen_van(werk: Werk, zaak: Zaak) -> dict[str, str]:
    """Alias → name of the people who work on a case, for a reader of their own municipality."""
    if werk.actor.tenant != zaak.houder:
        return {}
    mensen = [een for plek in ("af", "overleg") for een in werk.mensen.van_werkplek(f"{plek}.{zaak.houder}")]
    return {een.alias: een.naam for een in mensen} | {"melder": "De melder"}


def _moment(dag: date, wie: str, wat: str, tekst: str = "") -> Moment:
    return Moment(dag_kort(dag), dag.isoformat(), wie, wat, tekst)


def tijdlijn(
    werk: Werk, beleid: Beleid, route: Route, zaak: Zaak, documenten: Sequence[Document], namen: Mapping[str, str]
) -> tuple[Moment, ...]:
    """The lines of the timeline. What stands elsewhere on the page (answers of a decision, the thread) is left out."""
    lijn = [_moment(zaak.dag_in, _inbrenger(zaak), "bracht het signaal in")]
    for doc in documenten:
        regel = _regel(werk, beleid, route, doc)
        if regel is not None:
            lijn.append(replace(regel, wie=namen.get(regel.wie, regel.wie)))
    lijn.append(_moment(zaak.dag_staat, SYSTEEM, f"zette de status op: {route.staat(zaak.staat).scherm.lower()}"))
    lijn.sort(key=lambda een: een.iso)
    return tuple(lijn[::-1])


def _inbrenger(zaak: Zaak) -> str:
    return "De melder" if zaak.kenmerken.get("ingang", "collega") == "collega" else "De veiligheidsadviseur"


def _regel(werk: Werk, beleid: Beleid, route: Route, doc: Document) -> Moment | None:
    if doc.inhoud is None:
        return _moment(doc.dag, SYSTEEM, "kan een deel van deze dag niet meer openen")
    inhoud = doc.inhoud
    if doc.soort == "feit":
        return _moment(doc.dag, AF, "legde een feit vast")
    if doc.soort == "persoon":
        return _moment(doc.dag, AF, f"voegde {inhoud['pseudoniem']} toe")
    if doc.soort == "motivering":
        return _moment(doc.dag, SYSTEEM, f"zette verstrekking {inhoud.get('nummer', '')} klaar")
    if doc.soort not in ("stap", "voorstel"):
        return None
    wie, stap = str(inhoud["door"]), stap_van(route, str(inhoud["actie"]))
    if stap is None:
        reden = str(inhoud.get("velden", {}).get("reden", ""))
        return _moment(doc.dag, wie, "wees het voorstel af", reden) if reden else None
    if doc.soort == "voorstel":
        return _moment(doc.dag, wie, f"stelde voor: {stap.knop.lower()}")
    elders = doc.compartiment == "draad" or stap.naar != "="
    tekst = "" if elders else als_tekst(regels(werk, beleid, stap.velden, inhoud.get("velden", {})))
    return _moment(doc.dag, wie, f"koos: {stap.knop.lower()}", tekst)
