"""The page of one agreed action: the department reads its assignment and nothing else of the case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow import controle
from workflow.aanbod import Aanbod, aanbod
from workflow.actiestappen import UITVOERDER, VERZET
from workflow.antwoordtekst import Regels
from workflow.beleid import Beleid
from workflow.controle import Controleblok
from workflow.datumtekst import dag_kort
from workflow.diagram import Wegwijzer, wegwijzer
from workflow.fouten import NietGevonden
from workflow.ingetrokken import geldig
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
KOPPEN = {
    "open": "Begin met de actie",
    "bezig": "Voer de actie uit en meld haar gereed",
    "uitleg_gevraagd": "Geef de afdeling uitleg",
}
PLAN = "Deze controle is nog niet voorbereid. Kies 'Controle voorbereiden'."
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
    wie: str = ""
    verzet: int = 0


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
    resultaat: Regels = field(default_factory=list)
    gesprek: tuple[tuple[str, str, str], ...] = ()
    controle: Controleblok | None = None
    nog_plannen: str = ""
    nieuw_signaal: str = ""
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
    route = werk.route(ROUTE, traject.route_hash)
    stappen = stapregels(werk, beleid, route, docs)
    instrument = beleid.taxonomie["interventies"].codes.get(str(traject.kenmerken.get("instrument", "")))
    blok = controle.controleblok(werk, beleid, traject, stappen, hier=hier) if open_nu else None
    nog = hier and controle.is_controle(traject) and blok is None and not route.is_eind(traject.staat)
    return Actiepagina(
        actie=_kop(werk, beleid, traject),
        nu=nu_van(werk, beleid, traject, KOPPEN),
        wegwijzer=wegwijzer(route, traject.staat),
        dicht="" if open_nu else DICHT,
        zaak_nummer=werk.zaken.get(traject.zaak_id).nummer if hier else "",
        waarschuwing=waarschuwing(instrument) if open_nu and not route.is_eind(traject.staat) else "",
        gegevens=[*_opdracht(docs), *_instrument(instrument), *beschadigd(docs)] if open_nu else [],
        resultaat=_resultaat(stappen),
        gesprek=_gesprek(stappen) if open_nu else (),
        controle=blok,
        nog_plannen=PLAN if nog else "",
        nieuw_signaal=traject.id.hex() if hier and controle.geeft_signaal(traject) else "",
        tijdlijn=_tijdlijn(beleid, traject, stappen) if open_nu else (),
        aanbod=_aanbod(werk, beleid, traject) if open_nu else (),
    )


def _aanbod(werk: Werk, beleid: Beleid, traject: Traject) -> tuple[Aanbod, ...]:
    """The steps; a control that is to be planned chooses among the places of its case, which are opened for it."""
    gevonden = aanbod(werk, beleid, traject)
    if not any(een.stap.actie == controle.ACTIE for een in gevonden):
        return tuple(gevonden)
    zaak = werk.zaken.get(traject.zaak_id)
    docs = geldig(werk.documenten.open(zaak, ["zaak"], "plek van een controle"))
    return tuple(aanbod(werk, beleid, traject, controle.plekken(werk, beleid, zaak, docs)))


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
        wie=_wie(werk, traject, klaar=werk.route(ROUTE, traject.route_hash).is_eind(traject.staat)),
        verzet=int(traject.kenmerken.get(VERZET, 0)),
    )


def _wie(werk: Werk, traject: Traject, *, klaar: bool) -> str:
    """Who does it, or did it; "" while nobody does, or when he left."""
    persoon = str(traject.kenmerken.get(UITVOERDER, ""))
    try:
        return f"{werk.mensen.get(bytes.fromhex(persoon)).naam} {'deed' if klaar else 'doet'} dit." if persoon else ""
    except NietGevonden:
        return ""


def _opdracht(docs: Sequence[Document]) -> Regels:
    return [("Wat moet er gebeuren", str((doc.inhoud or {})["opdracht"])) for doc in docs if doc.soort == "opdracht"]


def _instrument(code: Code | None) -> Regels:
    if code is None:
        return []
    wie = code.bevoegd[:1].upper() + code.bevoegd[1:]
    rijen = [("Instrument", code.naam), ("Grond", code.grond), ("Wie mag dit", wie)]
    rijen.append(("Welke barrière", BARRIERES.get(code.barriere, code.barriere.capitalize())))
    rijen.append(("Wat is nodig", "\n".join(code.nodig)))
    return [(label, waarde) for label, waarde in rijen if waarde]


def _resultaat(stappen: Sequence[Stapregel]) -> Regels:
    eind = [een for een in stappen if een.actie in ("gereedmelden", "vervallen") and een.regels]
    return eind[-1].regels if eind else []


def _gesprek(stappen: Sequence[Stapregel]) -> tuple[tuple[str, str, str], ...]:
    """Questions of the department, their answers, and the days that moved: (who, day, text), oldest first."""
    gevonden = []
    for een in stappen:
        if een.actie in ("uitleg_vragen", "uitleg_geven"):
            gevonden.append((een.door, dag_kort(een.doc.dag), een.regels[0][1]))
        elif een.actie == "verzetten":
            dag, reden = (waarde for _, waarde in een.regels)
            gevonden.append((een.door, dag_kort(een.doc.dag), f"De nieuwe dag is {dag}. {reden}"))
    return tuple(gevonden)


@dataclass(frozen=True)
class Instrumentregel:
    """One instrument on the list."""

    code: str
    naam: str
    waarschuwing: str
    gegevens: Regels


def instrumenten(beleid: Beleid) -> list[tuple[str, list[Instrumentregel]]]:
    """All instruments by the barrier that they raise, with ground, competent body, what they need and their warning."""
    groepen: dict[str, list[Instrumentregel]] = {naam: [] for naam in BARRIERES.values()}
    for een in beleid.taxonomie["interventies"].codes.values():
        if een.geldig:
            naam = BARRIERES.get(een.barriere, een.barriere.capitalize())
            gegevens = [regel for regel in _instrument(een) if regel[0] not in ("Instrument", "Welke barrière")]
            groepen.setdefault(naam, []).append(Instrumentregel(een.code, een.naam, waarschuwing(een), gegevens))
    return [(naam, lijst) for naam, lijst in groepen.items() if lijst]


def _tijdlijn(beleid: Beleid, traject: Traject, stappen: Sequence[Stapregel]) -> tuple[Moment, ...]:
    wie = gemeente_tekst(beleid, traject.houder)
    return tijdlijn_van(stappen, Moment(dag_kort(traject.dag_in), traject.dag_in.isoformat(), wie, "sprak de actie af"))
