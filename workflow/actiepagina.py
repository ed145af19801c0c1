"""The page of one agreed action: the department reads its assignment and nothing else of the case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.aanbod import Aanbod, aanbod
from workflow.antwoordtekst import Regels
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.diagram import Wegwijzer, wegwijzer
from workflow.fouten import NietGevonden
from workflow.lijstlog import noteer_status
from workflow.ports import Werk
from workflow.taxonomie import Code
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

ROUTE = "actie"
KOPPEN = {"open": "Begin met de actie", "bezig": "Voer de actie uit en meld haar gereed"}
EERST_OPVANG = "Regel eerst opvang. Er kunnen slachtoffers zijn."
DICHT = "Je kunt deze actie niet meer lezen. Ze is vervallen, of de zaak is afgesloten."
BARRIERES = {
    "arbeid": "Werk",
    "huisvesting": "Wonen",
    "registratie": "Inschrijving",
    "verblijf": "Verblijf",
    "terugkeer": "Herstel en terugkeer",
}


@dataclass(frozen=True)
class ActieKop:
    """The heading of the page."""

    code: str
    staat: str
    revisie: int
    afdeling: str
    datum: str


@dataclass(frozen=True)
class Actiepagina:
    """Everything on the page. `dicht` says why this person can't read it, else ""."""

    actie: ActieKop
    nu: Nu | None
    wegwijzer: tuple[Wegwijzer, ...]
    dicht: str = ""
    zaak_nummer: str = ""
    waarschuwing: str = ""
    gegevens: Regels = field(default_factory=list)
    resultaat: str = ""
    tijdlijn: tuple[Moment, ...] = ()
    aanbod: tuple[Aanbod, ...] = ()


def actiepagina(werk: Werk, beleid: Beleid, traject_id: bytes) -> Actiepagina:
    """Compose the page for the actor; what it shows is opened once (logged). Errors: NietGevonden."""
    traject = get_traject(werk, traject_id, ROUTE)
    hier = is_van_hier(werk, traject)
    if not hier and not werk.actor.zit_aan(traject.ontvanger):
        raise NietGevonden
    naam = traject.compartiment("actie")
    open_nu = werk.sleutels.kan_openen(traject, naam)
    docs = werk.documenten.open(traject, [naam], "actie")
    if not open_nu:
        noteer_status(werk, traject)
    stappen = stapregels(werk, beleid, werk.route(ROUTE, traject.route_hash), docs)
    instrument = beleid.taxonomie["interventies"].codes.get(str(traject.kenmerken.get("instrument", "")))
    return Actiepagina(
        actie=_kop(werk, beleid, traject),
        nu=nu_van(werk, beleid, traject, KOPPEN),
        wegwijzer=wegwijzer(werk.route(ROUTE, traject.route_hash), traject.staat),
        dicht="" if open_nu else DICHT,
        zaak_nummer=werk.zaken.get(traject.zaak_id).nummer if hier else "",
        waarschuwing=waarschuwing(instrument) if open_nu else "",
        gegevens=[*_opdracht(docs), *_instrument(instrument), *beschadigd(docs)] if open_nu else [],
        resultaat=_resultaat(stappen),
        tijdlijn=_tijdlijn(beleid, traject, stappen) if open_nu else (),
        aanbod=tuple(aanbod(werk, beleid, traject)) if open_nu else (),
    )


def waarschuwing(instrument: Code | None) -> str:
    """What to look out for with an instrument; shelter comes first where the list says so."""
    if instrument is None:
        return ""
    eerst = instrument.opvang_eerst and "opvang" not in instrument.let_op.lower()
    return " ".join(deel for deel in (EERST_OPVANG if eerst else "", instrument.let_op) if deel)


def _kop(werk: Werk, beleid: Beleid, traject: Traject) -> ActieKop:
    datum = str(traject.kenmerken.get("datum", ""))
    return ActieKop(
        code=traject.nummer,
        staat=werk.route(ROUTE, traject.route_hash).staat(traject.staat).scherm,
        revisie=traject.revisie,
        afdeling=werkplek_tekst(beleid, traject.ontvanger),
        datum=dag_kort(date.fromisoformat(datum)) if datum else "zo snel mogelijk",
    )


def _opdracht(docs: Sequence[Document]) -> Regels:
    return [("Wat moet er gebeuren", str((doc.inhoud or {})["opdracht"])) for doc in docs if doc.soort == "opdracht"]


def _instrument(code: Code | None) -> Regels:
    if code is None:
        return []
    rijen = [("Instrument", code.naam), ("Grond", code.grond), ("Wie mag dit", code.bevoegd.capitalize())]
    rijen.append(("Welke barrière", BARRIERES.get(code.barriere, code.barriere.capitalize())))
    return [(label, waarde) for label, waarde in rijen if waarde]


def _resultaat(stappen: Sequence[Stapregel]) -> str:
    eind = [een for een in stappen if een.actie in ("gereedmelden", "vervallen") and een.regels]
    return eind[-1].regels[-1][1] if eind else ""


def _tijdlijn(beleid: Beleid, traject: Traject, stappen: Sequence[Stapregel]) -> tuple[Moment, ...]:
    wie = gemeente_tekst(beleid, traject.houder)
    return tijdlijn_van(stappen, Moment(dag_kort(traject.dag_in), traject.dag_in.isoformat(), wie, "sprak de actie af"))
