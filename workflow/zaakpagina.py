"""The page of one case: everything that this person may see of it, opened once and logged before it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflow import bronnen, nieuws, poort, voorleggen, weging, zaakdelen, zaaktreffers
from workflow.aanbod import Aanbod, aanbod
from workflow.antwoordtekst import Regels
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.diagram import Wegwijzer, bezochte_staten, wegwijzer
from workflow.fouten import Beschadigd, NietGevonden
from workflow.ingetrokken import geldig
from workflow.kennis import Kaart
from workflow.persoonstappen import KLUISLABELS, schrijf_naamnotitie
from workflow.ports import Werk
from workflow.route import Route
from workflow.trajectkader import Moment, Nu
from workflow.voorleggen import Gemeentevoorstel, Meegegeven
from workflow.wachtend import Wachtend, wachtend
from workflow.zaak import Document, Zaak
from workflow.zaakdelen import KAPOT, Betrokkene, Blokken, Feit
from workflow.zaaklezers import VERBORGEN, Afgeschermd, afgeschermd, lezers
from workflow.zaakomgeving import Trajectregel, bewaren, bezetting, klokken, nu_van, privacychecks, trajectregels
from workflow.zaaktijdlijn import namen_van, tijdlijn
from workflow.zaaktreffers import Zaaktreffers
from workflow.zaakzicht import AF, AF_DAAR, HERKOMST, STATUS, VA, VANGNET, VERZEGELD, Zicht, zicht

DOEL = "zaak bekijken"
BEL = ("Is er nu gevaar?", "Bel 112. Geen spoed, maar wil je de politie spreken? Bel 0900 - 8844.")
UITLEG = {
    AF_DAAR: "Een andere gemeente legt deze zaak aan je voor. Neem je de zaak aan? Dan kun je alles lezen.",
    VANGNET: "Je leest mee als vangnet. De gemeente heeft dit signaal nog niet opgepakt.",
    STATUS: "Je ziet alleen hoe het met deze zaak staat. De inhoud kun je lezen als de zaak op de agenda staat.",
    VERZEGELD: "Deze zaak is verzegeld. Niemand kan de inhoud openen. Is er iets nieuws? Dan kun je de zaak heropenen.",
    HERKOMST: "Een andere gemeente heeft deze zaak overgenomen. Jij ziet alleen wie de melder is.",
}


@dataclass(frozen=True)
class Kop:
    """The heading of the page."""

    nummer: str
    revisie: int
    spoed: bool
    staat: str
    gemeente: str
    dag_in: str
    bewaren: str
    soort: str = ""

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"/zaken/{self.nummer}"


@dataclass(frozen=True)
class Zaakpagina:
    """What the page shows. None is "not for this person", an empty list "nothing yet"."""

    zaak: Kop
    soort: str
    bericht: str
    afgeschermd: Afgeschermd | None
    nu: Nu | None
    instructies: list[tuple[str, str]]
    kenmerken: Regels
    instemming: Wachtend | None
    voorstel_2b: Gemeentevoorstel | None
    krijgt: Meegegeven | None
    ruw: Blokken
    melder: Regels | None
    draad: list[tuple[str, str, str]] | None
    feiten: list[Feit] | None
    personen: list[Betrokkene]
    weggelaten: tuple[str, ...]
    treffers: Zaaktreffers | None
    wegingen: list[weging.Weegregel]
    bronnen: list[bronnen.Bronregel]
    open_vraag: str
    besluiten: Blokken
    verstrekkingen: list[Trajectregel] | None
    acties: list[Trajectregel] | None
    opvang: list[Trajectregel] | None
    privacychecks: Regels
    tijdlijn: tuple[Moment, ...]
    wegwijzer: tuple[Wegwijzer, ...]
    klokken: list[str]
    bezetting: list[str]
    lezers: list[str]
    verborgen: Sequence[str]
    aanbod: list[Aanbod]
    kennis: tuple[Kaart, ...]
    werktekst: bool


@dataclass(frozen=True)
class _Lezing:
    """One look at one case: who looks, and what was opened for it."""

    werk: Werk
    beleid: Beleid
    route: Route
    zaak: Zaak
    zicht: Zicht
    documenten: list[Document]
    namen: dict[str, str]


def zaakpagina(werk: Werk, beleid: Beleid, zaak: Zaak) -> Zaakpagina:
    """Compose the page. Errors: NietGevonden for who may not see the case; LogboekOnbereikbaar: nothing is shown."""
    hoe = zicht(werk, zaak)
    if hoe.opent:
        documenten = werk.documenten.open(zaak, hoe.opent, DOEL)
    else:
        documenten = []
        werk.log("status_bekeken", zaak)
        werk.bevestig()
    if hoe.soort == AF:
        zaaktreffers.werk_bij(werk, zaak, documenten)
    route = werk.route(zaak.route, zaak.route_hash)
    return _stel_samen(_Lezing(werk, beleid, route, zaak, hoe, documenten, namen_van(werk, zaak)))


def _stel_samen(b: _Lezing) -> Zaakpagina:
    soort, houder, docs = b.zicht.soort, b.zicht.is_houder, b.documenten
    nu = nu_van(b.werk, b.beleid, b.route, b.zaak)
    heeft_zaak = soort in (AF, AF_DAAR, VA)
    mag_tonen = soort == AF and b.werk.sleutels.kan_openen(b.zaak, "ident")
    gezien = poort.lees(b.werk, b.beleid, b.zaak, geldig(docs), poort.VA if soort == VA else poort.AF)
    nog_geldig = gezien.documenten
    return Zaakpagina(
        zaak=_kop(b),
        soort=soort,
        bericht=UITLEG.get(soort, ""),
        afgeschermd=afgeschermd(b.werk, b.zaak, soort),
        nu=None if soort == HERKOMST else nu,
        instructies=_instructies(b),
        kenmerken=zaakdelen.kenmerken(b.beleid, b.zaak) if soort in (AF_DAAR, VA) else [],
        instemming=wachtend(b.werk, b.beleid, b.zaak, docs, b.namen) if heeft_zaak else None,
        voorstel_2b=voorleggen.voorstel(b.beleid, b.zaak, docs) if soort == AF else None,
        krijgt=voorleggen.meegegeven(b.werk, b.beleid, b.zaak) if soort == AF_DAAR else None,
        ruw=zaakdelen.signaal(b.beleid, b.route, docs),
        melder=_melder(b),
        draad=_draad(b) if soort == AF else None,
        feiten=zaakdelen.feiten(b.beleid, b.route, nog_geldig) if heeft_zaak and _is_opgepakt(b) else None,
        personen=zaakdelen.personen(nog_geldig, mag_tonen=mag_tonen),
        weggelaten=gezien.weggelaten,
        treffers=zaaktreffers.zaaktreffers(b.werk, b.zaak) if soort in (AF, VERZEGELD) else None,
        wegingen=weging.tabel(b.beleid, b.route, b.zaak, docs, b.namen) if heeft_zaak and _is_opgepakt(b) else [],
        bronnen=bronnen.overzicht(b.beleid, docs) if heeft_zaak else [],
        open_vraag=_open_vraag(b) if soort == AF else "",
        besluiten=zaakdelen.besluiten(b.werk, b.beleid, b.route, docs, b.namen),
        verstrekkingen=_trajecten(b, "verstrekking", "/verstrekkingen") if houder else None,
        acties=_trajecten(b, "actie", "/acties") if houder else None,
        opvang=_trajecten(b, "opvang", "/opvang") if soort == AF else None,
        privacychecks=privacychecks(b.werk, b.zaak) if houder else [],
        tijdlijn=tijdlijn(b.werk, b.beleid, b.route, b.zaak, docs, b.namen),
        wegwijzer=wegwijzer(b.route, b.zaak.staat, _bezocht(b)),
        klokken=klokken(b.werk, b.beleid, b.zaak) if houder or soort in (STATUS, VANGNET) else [],
        bezetting=bezetting(b.werk, b.beleid, b.zaak) if soort in (STATUS, VANGNET) else [],
        lezers=lezers(b.werk, b.beleid, b.zaak),
        verborgen=VERBORGEN.get(soort, ()),
        aanbod=aanbod(b.werk, b.beleid, b.zaak, nog_geldig),
        kennis=b.beleid.kaarten_bij(b.zaak) if soort == AF else (),
        werktekst=mag_tonen and b.werk.sleutels.kan_openen(b.zaak, "ruw"),
    )


def _kop(b: _Lezing) -> Kop:
    zaak, gemeente = b.zaak, b.beleid.gemeenten.get(b.zaak.houder)
    return Kop(
        nummer=zaak.nummer,
        revisie=zaak.revisie,
        spoed=zaak.spoed,
        staat=b.route.staat(zaak.staat).scherm,
        gemeente=gemeente.naam if gemeente else b.beleid.regio.naam,
        dag_in=dag_tekst(zaak.dag_in),
        bewaren="" if b.zicht.soort == HERKOMST else bewaren(b.beleid, zaak),
        soort=b.beleid.soorten.naam(zaak.soort),
    )


def _instructies(b: _Lezing) -> list[tuple[str, str]]:
    """What must be done at once; who can't read an urgent signal gets the number to call all the same."""
    loopt = not b.route.is_eind(b.zaak.staat)
    leest_signaal = any(doc.compartiment == "ruw" for doc in b.documenten)
    if loopt and not leest_signaal and (b.zicht.soort == STATUS or (b.zaak.spoed and b.zicht.soort != HERKOMST)):
        return [BEL]
    return zaakdelen.instructies(b.beleid, b.documenten)


def _draad(b: _Lezing) -> list[tuple[str, str, str]]:
    wacht = b.werk.controles.find_voorstel(b.zaak.id) is not None
    return zaakdelen.draad(b.documenten, eind=b.route.is_eind(b.zaak.staat), voorstel=wacht)


def _open_vraag(b: _Lezing) -> str:
    """The day of a question that the reporter has not answered; "" when none is open."""
    dag = None if b.route.is_eind(b.zaak.staat) else nieuws.open_vraag(b.documenten)
    return dag_tekst(dag) if dag is not None else ""


def _bezocht(b: _Lezing) -> tuple[str, ...]:
    """The states that the case went through, for who reads the working file; () when part of it can't be read."""
    in_zaak = [doc for doc in b.documenten if doc.compartiment == "zaak"]
    if not in_zaak or any(doc.inhoud is None for doc in in_zaak):
        return ()
    acties = [str((doc.inhoud or {})["actie"]) for doc in b.documenten if doc.soort == "stap"]
    return bezochte_staten(b.route, acties)


def _is_opgepakt(b: _Lezing) -> bool:
    return b.werk.sleutels.bestaat(b.zaak, "zaak")


def _melder(b: _Lezing) -> Regels | None:
    """Who reported; None for everybody but the desk of origin."""
    if not b.werk.sleutels.kan_openen(b.zaak, "melder") or not poort.mag_melder(b.werk, b.beleid, b.zaak):
        return None
    return zaakdelen.melder(b.beleid, b.documenten)


def _trajecten(b: _Lezing, route: str, pad: str) -> list[Trajectregel] | None:
    """The walks along one route; None before there can be any."""
    if not _is_opgepakt(b):
        return None
    return trajectregels(b.werk, b.beleid, b.werk.trajecten.van_zaak(b.zaak.id, route), pad)


def toon_persoon(
    werk: Werk, beleid: Beleid, zaak: Zaak, pseudoniem: str, doel: str, grond: str, notitie: str = ""
) -> Zaakpagina:
    """The page with one person by name: logged as re-identification, for this purpose and ground, before it opens.

    In: `notitie` is for the file: why this name was needed, without names.
    Errors: NietGevonden for who has no key of the vault and for a pseudonym that is not in this case; StapGeweigerd
    with what is wrong with the note.
    """
    pagina = zaakpagina(werk, beleid, zaak)
    gezocht = next((een for een in pagina.personen if een.pseudoniem == pseudoniem and een.mag_tonen), None)
    if gezocht is None:
        raise NietGevonden
    if notitie:
        schrijf_naamnotitie(werk, zaak, {"pseudoniem": pseudoniem, "doel": doel, "grond": grond, "tekst": notitie})
    try:
        geopend = werk.kluis.open_persoon(zaak, gezocht.verwijzing, doel, grond, pseudoniem)
        gegevens, weg = poort.namen(werk, beleid, zaak, gezocht.rolcode, geopend)
    except Beschadigd:
        gegevens, weg = {"Beschadigd": KAPOT}, ()
    getoond = tuple((KLUISLABELS.get(naam, naam), tekst) for naam, tekst in gegevens.items())
    getoond += tuple(("Niet te zien", tekst) for tekst in weg)
    personen = [replace(een, getoond=getoond) if een is gezocht else een for een in pagina.personen]
    return replace(pagina, personen=personen)
