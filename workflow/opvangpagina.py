"""The page of one request for a safe place: the address is for the care coordinator and that shelter alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workflow import bedenktijd, opvangkosten
from workflow.aanbod import Aanbod, aanbod
from workflow.antwoordtekst import Regels, bedrag_tekst, regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.diagram import Wegwijzer, wegwijzer
from workflow.fouten import NietGevonden
from workflow.lijstlog import noteer_status
from workflow.opvanghulp import Nacht, Richting
from workflow.opvangpogingen import GEVRAAGD, Poging, pogingen
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
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
from workflow.voorzieningpagina import Passend, passend
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
OPVANGROL = "opvangmedewerker"
BIJ_DE_PLEK = ("plaatsen", "kosten_vastleggen", "beeindigen")
GEEN_ADRES = "Waar de plek is, weten alleen de zorgcoördinator en de opvang."
BIJ_JULLIE = "Is er plek? Kies dan 'Er is plek'. Past het niet? Kies dan 'Plek past niet'."
WACHT_OP_PLAATSING = "Jullie lieten weten dat er plek is. De zorgcoördinator regelt de plaatsing."
ER_IS_PLEK = "De opvang liet weten dat er plek is. Regel nu de plaatsing."
TOESTEMMING_WEG = "De toestemming is ingetrokken. Bespreek wat de persoon wil, en beëindig de plaatsing als het moet."
NIEUWE_PLEK = "Er is een andere plek geplaatst. Beëindig deze plaatsing als de persoon weg is."


@dataclass(frozen=True)
class OpvangKop:
    """The heading of the page."""

    code: str
    staat: str
    revisie: int
    coordinator: str


@dataclass(frozen=True)
class Verwijzing:
    """Another search for the same person. `url` is "" for who may not open it."""

    code: str
    url: str


@dataclass(frozen=True)
class Hulp:
    """What helps the coordinator to find a place. Nothing of it chooses."""

    richtingen: tuple[Richting, ...]
    nacht: Nacht
    passend: Passend


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
    hulp: "Hulp | None" = None
    vorige: "Verwijzing | None" = None
    volgende: "Verwijzing | None" = None
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
        pogingen=_pogingen(werk, beleid, traject, stappen, met_naam=zoekt) if open_nu and (zoekt or hier) else None,
        plaats=[regel for een in stappen if een.actie in BIJ_DE_PLEK for regel in een.regels],
        klokken=_klokken(werk, beleid, traject, docs, met_kosten=zoekt) if zoekt or hier else [],
        hulp=_hulp(werk, beleid, docs) if open_nu and zoekt and traject.staat in ZOEKT else None,
        vorige=_verwijzing(traject, "vorige") if zoekt or hier else None,
        volgende=_verwijzing(traject, "volgende") if zoekt or hier else None,
        tijdlijn=_tijdlijn(beleid, traject, stappen, met_naam=zoekt) if zoekt or hier else (),
        aanbod=_aanbod(werk, beleid, traject) if open_nu else (),
    )


def _aanbod(werk: Werk, beleid: Beleid, traject: Traject) -> tuple[Aanbod, ...]:
    kenmerken = traject.kenmerken
    loopt = bool(kenmerken.get("bedenktijd")) and not kenmerken.get("bedenktijd_einde")
    verborgen = {
        "bedenktijd_vastleggen": bool(kenmerken.get("bedenktijd")),
        "bedenktijd_einde": not loopt,
        "plek_vrij": bool(kenmerken.get("plek_vrij")),
        "toestemming_ingetrokken": kenmerken.get("toestemming") != "toestemming",
    }
    return tuple(een for een in aanbod(werk, beleid, traject) if not verborgen.get(een.stap.actie, False))


def _hulp(werk: Werk, beleid: Beleid, docs: Sequence[Document]) -> Hulp | None:
    aanvraag: Mapping[str, Any] = next((doc.inhoud or {} for doc in docs if doc.soort == "aanvraag"), {})
    if not aanvraag:
        return None
    return Hulp(beleid.opvang.passend(aanvraag), beleid.opvang.nacht, passend(werk, beleid, aanvraag))


def _verwijzing(traject: Traject, naam: str) -> Verwijzing | None:
    if not traject.kenmerken.get(naam):
        return None
    return Verwijzing(str(traject.kenmerken[f"{naam}_nummer"]), f"/opvang/{traject.kenmerken[naam]}")


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
        tekst = WACHT_OP_PLAATSING if traject.kenmerken.get("plek_vrij") else BIJ_JULLIE
        return nu_van(werk, beleid, traject, KOPPEN_OPVANG, tekst if traject.staat == "aangeboden" else "")
    return nu_van(werk, beleid, traject, KOPPEN, _wat_nu(werk, traject, zoekt=zoekt))


def _wat_nu(werk: Werk, traject: Traject, *, zoekt: bool) -> str:
    """The line below the heading for who looks for a place, or for the municipality."""
    if not zoekt:
        return GEEN_ADRES if traject.staat == "geplaatst" else ""
    if traject.staat == "aangeboden":
        return ER_IS_PLEK if traject.kenmerken.get("plek_vrij") else ""
    if traject.staat != "geplaatst":
        return ""
    if traject.kenmerken.get("toestemming_weg"):
        return TOESTEMMING_WEG
    volgende = str(traject.kenmerken.get("volgende", ""))
    try:
        verder = bool(volgende) and werk.trajecten.get(bytes.fromhex(volgende)).staat == "geplaatst"
    except NietGevonden:
        verder = False
    return NIEUWE_PLEK if verder else ""


def _aanvraag(werk: Werk, beleid: Beleid, traject: Traject, docs: Sequence[Document]) -> Regels:
    stap = stap_van(werk.route(ROUTE, traject.route_hash), "zoeken")
    rijen: Regels = [("Van", gemeente_tekst(beleid, traject.houder))]
    for doc in docs:
        if doc.soort == "aanvraag" and stap is not None:
            rijen += regels(werk, beleid, stap.velden, doc.inhoud or {})
    return rijen + beschadigd(docs)


def _pogingen(
    werk: Werk, beleid: Beleid, traject: Traject, stappen: Sequence[Stapregel], *, met_naam: bool
) -> tuple[Poging, ...] | None:
    """Who was asked; None once there is a place and nobody else was asked."""
    gevonden = pogingen(werk, beleid, werk.route(ROUTE, traject.route_hash), stappen, met_naam=met_naam)
    return gevonden if gevonden or traject.staat in ZOEKT else None


def _klokken(werk: Werk, beleid: Beleid, traject: Traject, docs: Sequence[Document], *, met_kosten: bool) -> Regels:
    """Days, costs (for who placed somebody) and the reflection period, as dates."""
    stand = opvangkosten.verblijf(docs, werk.nu.astimezone(TIJDZONE).date())
    rijen: Regels = []
    if stand is not None and met_kosten:
        rijen.append(("Dagen in de opvang", str(stand.dagen)))
        if stand.centen is not None:
            rijen.append(("Kosten per dag nu", bedrag_tekst(stand.per_dag or 0)))
            rijen.append(("Kosten tot vandaag", bedrag_tekst(stand.centen)))
        if stand.zonder_prijs:
            rijen.append(("Dagen zonder prijs", str(stand.zonder_prijs)))
    return [*rijen, *bedenktijd.regels(beleid, traject)]


def _tijdlijn(beleid: Beleid, traject: Traject, stappen: Sequence[Stapregel], *, met_naam: bool) -> tuple[Moment, ...]:
    if not met_naam:
        stappen = [replace(een, door=GEVRAAGD) if een.rol == OPVANGROL else een for een in stappen]
    wie = gemeente_tekst(beleid, traject.houder)
    return tijdlijn_van(stappen, Moment(dag_kort(traject.dag_in), traject.dag_in.isoformat(), wie, "vroeg opvang aan"))
