"""The page of one request for a safe place: the address is for the care coordinator and that shelter alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from workflow.aanbod import Aanbod, aanbod
from workflow.antwoordtekst import Regels, regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.diagram import Wegwijzer, wegwijzer
from workflow.fouten import NietGevonden
from workflow.lijstlog import noteer_status
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE, plus_maanden
from workflow.trajectkader import (
    Moment,
    Nu,
    Stapregel,
    beschadigd,
    get_traject,
    is_van_hier,
    nu_van,
    stapregels,
    tijdlijn_van,
)
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst
from workflow.zaak import Document, Traject

ROUTE = "opvang"
ZOEKT = ("gezocht", "niet_geplaatst")
BIJ_OPVANG = ("aangeboden", "geplaatst")
KOPPEN = {
    "gezocht": "Zoek een veilige plek",
    "aangeboden": "Wacht op het antwoord van de opvang",
    "geplaatst": "Kijk of de plek nog past",
    "niet_geplaatst": "Zoek opnieuw of stop met zoeken",
}
KOPPEN_OPVANG = {
    "aangeboden": "Kijk of deze persoon bij jullie past",
    "geplaatst": "Deze persoon heeft bij jullie een plek",
}
# Source: the reflection period lasts three months at most (Vreemdelingencirculaire B8/3); notices on these days.
BEDENKTIJD_DAGEN = (60, 80)
# Who looks for a place and who was asked know which shelter it is; nobody else does.
GEVRAAGD, OPVANGROL = "Een opvangplek", "opvangmedewerker"
GEEN_ADRES = "Waar de plek is, weten alleen de zorgcoördinator en de opvang."
BIJ_JULLIE = "Is er plek? Laat het de zorgcoördinator weten. Past het niet? Kies dan 'Plek past niet'."


@dataclass(frozen=True)
class OpvangKop:
    """The heading of the page."""

    code: str
    staat: str
    revisie: int
    coordinator: str


@dataclass(frozen=True)
class Poging:
    """One shelter that was asked. `plek` is named to the coordinator alone."""

    plek: str
    dag: str
    uitkomst: str
    toelichting: str


@dataclass(frozen=True)
class Opvangpagina:
    """Everything on the page; what this person does not see is None or empty."""

    opvang: OpvangKop
    nu: Nu | None
    wegwijzer: tuple[Wegwijzer, ...]
    zaak_nummer: str = ""
    aanvraag: Regels | None = None
    pogingen: tuple[Poging, ...] | None = None
    plaats: Regels = field(default_factory=list)
    klokken: Regels = field(default_factory=list)
    tijdlijn: tuple[Moment, ...] = ()
    aanbod: tuple[Aanbod, ...] = ()


def opvangpagina(werk: Werk, beleid: Beleid, traject_id: bytes) -> Opvangpagina:
    """Compose the page for the actor; what it shows is opened once (logged). Errors: NietGevonden."""
    traject = get_traject(werk, traject_id, ROUTE)
    zoekt, hier = werk.actor.zit_aan(traject.ontvanger), is_van_hier(werk, traject)
    if not zoekt and not hier and not is_bij_opvang(werk, traject):
        raise NietGevonden
    namen = ["aanvraag"] if hier and not zoekt else ["aanvraag", "opvang"]
    echt = [traject.compartiment(naam) for naam in namen]
    open_nu = werk.sleutels.kan_openen(traject, echt[0])
    docs = werk.documenten.open(traject, echt, "opvang")
    if not open_nu:
        noteer_status(werk, traject)
    stappen = stapregels(werk, beleid, werk.route(ROUTE, traject.route_hash), docs)
    return Opvangpagina(
        opvang=_kop(werk, beleid, traject),
        nu=_nu(werk, beleid, traject, zoekt=zoekt, hier=hier),
        wegwijzer=wegwijzer(werk.route(ROUTE, traject.route_hash), traject.staat),
        zaak_nummer=werk.zaken.get(traject.zaak_id).nummer if hier and not zoekt else "",
        aanvraag=_aanvraag(werk, beleid, traject, docs) if open_nu else None,
        pogingen=_pogingen(traject, stappen, met_naam=zoekt) if open_nu and (zoekt or hier) else None,
        plaats=[regel for een in stappen if een.actie in ("plaatsen", "beeindigen") for regel in een.regels],
        klokken=_klokken(werk, traject, stappen) if zoekt or hier else [],
        tijdlijn=_tijdlijn(beleid, traject, stappen, met_naam=zoekt) if zoekt or hier else (),
        aanbod=_aanbod(werk, beleid, traject) if open_nu else (),
    )


def _aanbod(werk: Werk, beleid: Beleid, traject: Traject) -> tuple[Aanbod, ...]:
    al = bool(traject.kenmerken.get("bedenktijd"))
    stappen = aanbod(werk, beleid, traject)
    return tuple(een for een in stappen if not (al and een.stap.actie == "bedenktijd_vastleggen"))


def is_bij_opvang(werk: Werk, traject: Traject) -> bool:
    """True for the shelter that is asked now, or has the person now."""
    plek = traject.opvangplek
    return plek is not None and traject.staat in BIJ_OPVANG and werk.actor.zit_aan(plek)


def _kop(werk: Werk, beleid: Beleid, traject: Traject) -> OpvangKop:
    return OpvangKop(
        code=traject.nummer,
        staat=werk.route(ROUTE, traject.route_hash).staat(traject.staat).scherm,
        revisie=traject.revisie,
        coordinator=werkplek_tekst(beleid, traject.ontvanger),
    )


def _nu(werk: Werk, beleid: Beleid, traject: Traject, *, zoekt: bool, hier: bool) -> Nu | None:
    if not zoekt and not hier:
        return nu_van(werk, beleid, traject, KOPPEN_OPVANG, BIJ_JULLIE if traject.staat == "aangeboden" else "")
    tekst = GEEN_ADRES if traject.staat == "geplaatst" and not zoekt else ""
    return nu_van(werk, beleid, traject, KOPPEN, tekst)


def _aanvraag(werk: Werk, beleid: Beleid, traject: Traject, docs: Sequence[Document]) -> Regels:
    stap = stap_van(werk.route(ROUTE, traject.route_hash), "zoeken")
    rijen: Regels = [("Van", gemeente_tekst(beleid, traject.houder))]
    for doc in docs:
        if doc.soort == "aanvraag" and stap is not None:
            rijen += regels(werk, beleid, stap.velden, doc.inhoud or {})
    return rijen + beschadigd(docs)


def _pogingen(traject: Traject, stappen: Sequence[Stapregel], *, met_naam: bool) -> tuple[Poging, ...] | None:
    """Who was asked, newest first; None once there is a place and nobody else was asked.

    Without names nothing is left that tells which shelter it was: the explanation is free text, so it goes too.
    """
    gevonden = []
    for een in reversed(stappen):
        if een.actie == "poging":
            teksten = dict(een.regels)
            plek, uitkomst, *rest = teksten.values()
            gevonden.append(Poging(plek, dag_kort(een.doc.dag), uitkomst, rest[0] if rest else ""))
        elif een.actie == "afslaan":
            reden, *rest = [waarde for _, waarde in een.regels]
            gevonden.append(Poging(GEVRAAGD, dag_kort(een.doc.dag), reden, rest[0] if rest else ""))
    if not met_naam:
        gevonden = [replace(een, plek=GEVRAAGD, toelichting="") for een in gevonden]
    return tuple(gevonden) if gevonden or traject.staat in ZOEKT else None


def _klokken(werk: Werk, traject: Traject, stappen: Sequence[Stapregel]) -> Regels:
    rijen: Regels = []
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    for een in stappen:
        if een.actie == "plaatsen":
            velden = (een.doc.inhoud or {})["velden"]
            eind = next((e.doc.inhoud or {} for e in stappen if e.actie == "beeindigen"), None)
            tot = date.fromisoformat(eind["velden"]["datum"]) if eind else vandaag
            dagen = max(0, (tot - date.fromisoformat(velden["vanaf"])).days)
            rijen.append(("Dagen in de opvang", str(dagen)))
    begin_tekst = traject.kenmerken.get("bedenktijd")
    if begin_tekst:
        begin = date.fromisoformat(begin_tekst)
        rijen.append(("Bedenktijd begon", dag_kort(begin)))
        rijen += [(f"Dag {nr}", dag_kort(begin + timedelta(days=nr))) for nr in BEDENKTIJD_DAGEN]
        rijen.append(("Bedenktijd eindigt", dag_kort(plus_maanden(begin, 3))))
        rijen.append(("Melden bij de politie", "Elke maand"))
    return rijen


def _tijdlijn(beleid: Beleid, traject: Traject, stappen: Sequence[Stapregel], *, met_naam: bool) -> tuple[Moment, ...]:
    if not met_naam:
        stappen = [replace(een, door=GEVRAAGD) if een.rol == OPVANGROL else een for een in stappen]
    wie = gemeente_tekst(beleid, traject.houder)
    return tijdlijn_van(stappen, Moment(dag_kort(traject.dag_in), traject.dag_in.isoformat(), wie, "vroeg opvang aan"))
