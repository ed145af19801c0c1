"""The page of one hand-off: for its maker exactly what the recipient sees, for its recipient that and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow import (
    nakijken,
    verstrekkingklaar,
    verstrekkingsregels,
    verstrekkingstand,
    verstrekkingstappen,
    verstrekkingtekst,
)
from workflow.aanbod import Aanbod, aanbod
from workflow.antwoordtekst import Regels
from workflow.beleid import Beleid
from workflow.context import Context
from workflow.datumtekst import dag_kort
from workflow.diagram import Wegwijzer, wegwijzer
from workflow.fouten import NietGevonden
from workflow.keuzes import persoon_tekst
from workflow.lijstlog import noteer_status
from workflow.overlegagenda import tafel_van
from workflow.persoonstappen import KLUISLABELS
from workflow.ports import Werk
from workflow.trajectkader import (
    Moment,
    Nu,
    Stapregel,
    als_tekst,
    beschadigd,
    get_traject,
    is_van_hier,
    nooit_verzonden,
    stapregels,
    tijdlijn_van,
)
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst
from workflow.zaak import Document, Traject

ROUTE = "verstrekking"
VORMEN = {"J": "Met namen", "P": "Met P-nummers, zonder namen", "S": "Alleen aantallen"}
UITZONDERING_WACHT = "Uitzondering die nog wacht op een tweede persoon"
DICHT_HIER = "Deze verstrekking heeft namen. Alleen de aandachtsfunctionaris kan haar openen."
DICHT_DAAR = (
    "Je kunt deze verstrekking niet meer lezen. De gemeente trok haar in, of de tijd is voorbij."
    " Gebruik niet meer wat je kreeg."
)


@dataclass(frozen=True)
class VsKop:
    """The heading of the page."""

    code: str
    staat: str
    revisie: int
    afzender: str
    ontvanger: str
    vorm: str
    geldig_tot: str


@dataclass(frozen=True)
class Feit:
    """One fact as the recipient reads it."""

    categorie: str
    persoon: str
    tekst: str
    datum: str
    bron: str = ""


@dataclass(frozen=True)
class Verstrekkingpagina:
    """Everything on the page. `dicht` says why this person can't read it, else ""; a recipient gets no zaak_nummer.

    `blad`: he may take a sheet of it; `klaar` says why it ended; `met_namen` is where the same goes with names;
    `overleg`: the open meeting where it was made, to go back to.
    """

    vs: VsKop
    maker: bool
    nu: Nu | None
    wegwijzer: tuple[Wegwijzer, ...]
    dicht: str = ""
    zaak_nummer: str = ""
    gegevens: Regels = field(default_factory=list)
    personen: Regels = field(default_factory=list)
    feiten: tuple[Feit, ...] = ()
    antwoorden: tuple[tuple[str, str, str], ...] = ()
    besluiten: tuple[tuple[bool, str], ...] = ()
    motivering: Regels = field(default_factory=list)
    let_op: tuple[str, ...] = ()
    weggelaten: tuple[str, ...] = ()
    tijdlijn: tuple[Moment, ...] = ()
    aanbod: tuple[Aanbod, ...] = ()
    blad: bool = False
    klaar: str = ""
    met_namen: str = ""
    overleg: str = ""


def verstrekkingpagina(werk: Werk, beleid: Beleid, traject_id: bytes) -> Verstrekkingpagina:
    """Compose the page for the actor; what it shows is opened once (logged). Errors: NietGevonden."""
    traject = get_traject(werk, traject_id, ROUTE)
    maker = is_van_hier(werk, traject)
    if not maker and (not werk.actor.zit_aan(traject.ontvanger) or nooit_verzonden(traject)):
        raise NietGevonden
    vs = traject.compartiment("vs")
    te_laat = not maker and verstrekkingsregels.voorbij(werk, traject)
    if te_laat or not werk.sleutels.kan_openen(traject, vs):
        return _dicht(werk, beleid, traject, maker=maker)
    docs = werk.documenten.open(traject, [vs, "zaak"] if maker else [vs], "verstrekking")
    uittreksel = [doc for doc in docs if doc.compartiment == vs]
    stappen = stapregels(werk, beleid, werk.route(ROUTE, traject.route_hash), uittreksel)
    zaak = werk.zaken.get(traject.zaak_id)
    reden = verstrekkingstappen.motivering(docs, traject) if maker else {}
    return Verstrekkingpagina(
        vs=_kop(werk, beleid, traject),
        maker=maker,
        nu=verstrekkingstand.nu(werk, beleid, traject, maker=maker),
        wegwijzer=_wijzer(werk, traject),
        zaak_nummer=zaak.nummer if maker else "",
        gegevens=_gegevens(beleid, traject, uittreksel),
        personen=_personen(uittreksel),
        feiten=_feiten(beleid, uittreksel),
        antwoorden=_antwoorden(beleid, traject, stappen),
        besluiten=_besluiten(werk, beleid, traject, uittreksel) if maker and traject.staat == "concept" else (),
        motivering=verstrekkingtekst.motivering(werk, beleid, traject, reden) if maker else [],
        let_op=verstrekkingtekst.let_op(werk, beleid, traject, docs, reden) if maker else (),
        weggelaten=verstrekkingtekst.weggelaten(beleid, reden),
        tijdlijn=_tijdlijn(werk, traject, docs, stappen) if maker else (),
        aanbod=tuple(aanbod(werk, beleid, traject, _van_hier(docs, reden))),
        blad=verstrekkingstand.mag_blad(werk, traject),
        klaar=verstrekkingstand.waarom_klaar(traject, ontvangt=not maker),
        met_namen=verstrekkingklaar.adres(zaak, traject)
        if maker and verstrekkingklaar.kan_met_namen(werk, zaak, traject)
        else "",
        overleg=tafel_van(werk, zaak) if maker else "",
    )


def _van_hier(docs: Sequence[Document], reden: Mapping[str, Any]) -> list[Document]:
    """The people of the case that are in this hand-off: whose consent can be taken back."""
    hier = reden.get("pseudoniemen", {})
    return [doc for doc in docs if doc.soort == "persoon" and (doc.inhoud or {})["pseudoniem"] in hier]


def _kop(werk: Werk, beleid: Beleid, traject: Traject) -> VsKop:
    return VsKop(
        code=traject.nummer,
        staat=werk.route(ROUTE, traject.route_hash).staat(traject.staat).scherm,
        revisie=traject.revisie,
        afzender=gemeente_tekst(beleid, traject.houder),
        ontvanger=werkplek_tekst(beleid, traject.ontvanger),
        vorm=VORMEN.get(traject.vorm, traject.vorm),
        geldig_tot=dag_kort(traject.geldig_tot) if traject.geldig_tot else "",
    )


def _wijzer(werk: Werk, traject: Traject) -> tuple[Wegwijzer, ...]:
    return wegwijzer(werk.route(ROUTE, traject.route_hash), traject.staat)


def _dicht(werk: Werk, beleid: Beleid, traject: Traject, *, maker: bool) -> Verstrekkingpagina:
    noteer_status(werk, traject)
    return Verstrekkingpagina(
        vs=_kop(werk, beleid, traject),
        maker=maker,
        nu=verstrekkingstand.nu(werk, beleid, traject, maker=maker),
        wegwijzer=_wijzer(werk, traject),
        dicht=DICHT_HIER if maker else DICHT_DAAR,
        zaak_nummer=werk.zaken.get(traject.zaak_id).nummer if maker else "",
        klaar=verstrekkingstand.waarom_klaar(traject, ontvangt=not maker),
    )


def _gegevens(beleid: Beleid, traject: Traject, docs: Sequence[Document]) -> Regels:
    opdracht: Mapping[str, Any] = next((doc.inhoud or {} for doc in docs if doc.soort == "opdracht"), {})
    lijst = beleid.taxonomie
    wie = gemeente_tekst(beleid, str(opdracht.get("afzender", traject.houder)))
    rijen = [
        ("Van", f"{wie}, {opdracht.get('alias', '')}".rstrip(", ")),
        ("Waarvoor", lijst["doelen"].naam_van(str(opdracht.get("doel", "")))),
        ("Op welke grond", lijst["gronden"].naam_van(str(opdracht.get("grond", "")))),
    ]
    if opdracht.get("grond_bijzonder"):
        rijen.append(("Tweede grond", lijst["gronden"].naam_van(str(opdracht["grond_bijzonder"]))))
    if opdracht.get("geheimhouding"):
        rijen.append(("Beroepsgeheim", verstrekkingtekst.geheimhouding(opdracht)))
    rijen.append(("Vorm", VORMEN.get(traject.vorm, traject.vorm)))
    if traject.vorm == "S":
        rijen.append(("Aantal personen", str(traject.kenmerken.get("personen", 0))))
    if opdracht.get("registratie"):
        rijen += verstrekkingtekst.registratie(beleid, opdracht["registratie"])
    if opdracht.get("geldig_tot"):
        rijen.append(("Te lezen tot en met", dag_kort(date.fromisoformat(opdracht["geldig_tot"]))))
    if traject.kenmerken.get("convenant_versie"):
        rijen.append(("Volgens convenant", str(traject.kenmerken["convenant_versie"])))
    return rijen + beschadigd(docs)


def _personen(docs: Sequence[Document]) -> Regels:
    rijen = []
    for doc in docs:
        if doc.soort != "persoon" or doc.inhoud is None:
            continue
        namen = [f"{KLUISLABELS.get(naam, naam)}: {w}" for naam, w in doc.inhoud.get("gegevens", {}).items()]
        wie = ", ".join(filter(None, persoon_tekst(doc).split(", ")[1:]))
        rijen.append((str(doc.inhoud["pseudoniem"]), "\n".join([wie, *namen])))
    return rijen


def _feiten(beleid: Beleid, docs: Sequence[Document]) -> tuple[Feit, ...]:
    namen = beleid.taxonomie["categorieen"]
    return tuple(
        Feit(
            categorie=namen.naam_van(str(doc.inhoud["categorie"])),
            persoon=str(doc.inhoud.get("persoon", "")),
            tekst=str(doc.inhoud["feit"]),
            datum=dag_kort(date.fromisoformat(doc.inhoud["datum"])) if doc.inhoud.get("datum") else "",
        )
        for doc in docs
        if doc.soort == "feit" and doc.inhoud is not None
    )


def _antwoorden(beleid: Beleid, traject: Traject, stappen: Sequence[Stapregel]) -> tuple[tuple[str, str, str], ...]:
    partner, gemeente = werkplek_tekst(beleid, traject.ontvanger), gemeente_tekst(beleid, traject.houder)
    return tuple(
        (partner if een.rol == "ontvanger" else gemeente, dag_kort(een.doc.dag), als_tekst(een.regels))
        for een in stappen
        if een.regels
    )


def _besluiten(werk: Werk, beleid: Beleid, traject: Traject, docs: Sequence[Document]) -> tuple[tuple[bool, str], ...]:
    """What the covenant says of each category in the draft."""
    route = werk.route(ROUTE, traject.route_hash)
    zaak = werk.zaken.get(traject.zaak_id)
    c = Context(werk, beleid, zaak, traject, route, route.stap("concept", "vrijgeven"), "maker")
    omstandigheden = verstrekkingsregels.omstandigheden(c, traject)
    wie = verstrekkingsregels.ontvanger_naam(traject)
    in_docs = {een for doc in docs for een in (doc.inhoud or {}).get("categorieen", [])}
    uitzondering = traject.kenmerken.get("uitzondering", ())
    regels = []
    for code in sorted(in_docs | set(traject.kenmerken.get("categorieen", ()))):
        besluit = beleid.convenant.besluit(code, wie, traject.vorm, omstandigheden, c.vandaag)
        if not besluit.mag and code in uitzondering:
            # It goes only after a second person agreed; until then the page must not say that it may.
            toegestaan = not nakijken.uitzondering_wacht(traject)
            regels.append((toegestaan, f"{'Uitzondering' if toegestaan else UITZONDERING_WACHT}. {besluit.reden}"))
        else:
            regels.append((not verstrekkingsregels.gaat_niet(besluit, traject.vorm), besluit.reden))
    return tuple(regels)


def _tijdlijn(
    werk: Werk, traject: Traject, docs: Sequence[Document], stappen: Sequence[Stapregel]
) -> tuple[Moment, ...]:
    alias = next((str((doc.inhoud or {}).get("alias", "")) for doc in docs if doc.soort == "opdracht"), "")
    begin = Moment(dag_kort(traject.dag_in), traject.dag_in.isoformat(), alias, "maakte het concept")
    lijn = tijdlijn_van(stappen, begin)
    erbij = verstrekkingtekst.momenten(werk.route(ROUTE, traject.route_hash), traject, docs)
    return tuple(sorted((*erbij, *lijn[:-1]), key=lambda een: een.iso, reverse=True)) + lijn[-1:]
