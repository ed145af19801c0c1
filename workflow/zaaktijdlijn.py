"""The timeline of a case: what was done on which day, newest first, from what the reader can open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from workflow.antwoordtekst import regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.persoonstappen import GEGEVEN, KLUISLABELS, NAAMNOTITIE
from workflow.ports import Werk
from workflow.route import Route
from workflow.stap import Stap, Veld
from workflow.trajectkader import Moment, als_tekst
from workflow.verstrekkingstappen import ANTWOORD
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Document, Zaak

AF = "De aandachtsfunctionaris"
SYSTEEM = "Meldroute"


def namen_van(werk: Werk, zaak: Zaak) -> dict[str, str]:
    """Alias → name of the colleagues of the reader; people of another municipality keep their alias."""
    eigen = werk.actor.tenant in (zaak.houder, zaak.voorgelegd_aan)
    mensen = werk.mensen.van_tenant(werk.actor.tenant) if eigen else []
    return {een.alias: kort(een.naam) for een in mensen} | {"melder": "De melder"}


def kort(naam: str) -> str:
    """`Sanne de Vries` → "S. de Vries"."""
    voornaam, _, rest = naam.strip().partition(" ")
    return f"{voornaam[0]}. {rest}" if rest else naam


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
    if not _is_te_zien(route, zaak, documenten):
        lijn.append(_moment(zaak.dag_staat, SYSTEEM, f"zette de status op: {route.staat(zaak.staat).scherm.lower()}"))
    # The sort is stable: within a day the order of the documents stays.
    lijn.sort(key=lambda een: een.iso)
    return tuple(lijn[::-1])


def _is_te_zien(route: Route, zaak: Zaak, documenten: Sequence[Document]) -> bool:
    """True when the step that brought the case where it is stands in the timeline already."""
    acties = {str((doc.inhoud or {})["actie"]) for doc in documenten if doc.soort == "stap"}
    return any(een.naar == zaak.staat and een.actie in acties for een in route.stappen)


def _inbrenger(zaak: Zaak) -> str:
    if zaak.kenmerken.get("ingang", "collega") == "collega":
        return "De melder"
    return "De aandachtsfunctionaris" if zaak.kenmerken.get("inbreng") == "af" else "De veiligheidsadviseur"


def _leesbaar(stap: Stap) -> list[Veld]:
    """The fields whose answer says something to people; the id of a fact does not."""
    return [veld for veld in stap.velden if veld.soort != "feiten"]


def _regel(werk: Werk, beleid: Beleid, route: Route, doc: Document) -> Moment | None:
    if doc.inhoud is None:
        return _moment(doc.dag, SYSTEEM, "kan een deel van deze dag niet meer openen")
    inhoud = doc.inhoud
    if doc.soort == "feit":
        return _moment(doc.dag, str(inhoud.get("door", AF)), "legde een feit vast")
    if doc.soort == "persoon":
        return _moment(doc.dag, str(inhoud.get("door", AF)), f"voegde {inhoud['pseudoniem']} toe")
    if doc.soort == GEGEVEN:
        wat = "verbeterde" if inhoud.get("vervangt") else "legde vast"
        gegeven = KLUISLABELS.get(str(inhoud["gegeven"]), str(inhoud["gegeven"])).lower()
        return _moment(doc.dag, str(inhoud["door"]), f"{wat}: {gegeven} van {inhoud['pseudoniem']}")
    if doc.soort == NAAMNOTITIE:
        return _moment(doc.dag, str(inhoud["door"]), f"toonde {inhoud['pseudoniem']}", str(inhoud["tekst"]))
    if doc.soort == ANTWOORD:
        wie = werkplek_tekst(beleid, str(inhoud["van"]))
        wat = f"zette het antwoord van {wie} op {inhoud['nummer']} bij de zaak"
        return _moment(doc.dag, str(inhoud["door"]), wat, str(inhoud["tekst"]))
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
    tekst = "" if elders else als_tekst(regels(werk, beleid, _leesbaar(stap), inhoud.get("velden", {})))
    return _moment(doc.dag, wie, f"koos: {stap.knop.lower()}", tekst)
