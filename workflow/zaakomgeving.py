"""What stands around the contents of a case: its clocks, checks, walks, deputies and retention."""

from dataclasses import dataclass
from datetime import date

from workflow import monitoring, vierogen
from workflow.afschermen import leden, werkt_aan
from workflow.antwoordtekst import Regels
from workflow.beleid import Beleid
from workflow.bewaarklassen import IDENT
from workflow.bewaarstand import AL_WEG
from workflow.datumtekst import dag_kort, dag_tekst, moment_tekst
from workflow.partners import WEG, doet_mee
from workflow.ports import Werk
from workflow.privacychecks import ANTWOORDEN, GEZIEN, NAMEN
from workflow.route import Route
from workflow.termijnen import TIJDZONE, Moment
from workflow.termijntekst import Termijnstand, termijnstand
from workflow.timer import Timer
from workflow.trajectkader import Nu
from workflow.waarneming import is_buur
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Instemming, Privacycheck, Traject, Zaak
from workflow.zaaktermijn import MELDER, aan_zet, aan_zet_tekst, reden, regiehouder_naam, stand, uiterlijk

WAT_NU = {
    "ingediend": "Lees het signaal en pak het op.",
    "aanvulling_gevraagd": "De melder antwoordt niet. Ga verder zonder antwoord.",
    "in_beoordeling": "Weeg het signaal en kies wat ermee moet gebeuren.",
    "in_onderzoek": "Leg per bron vast wat de uitkomst is.",
    "voorgelegd": "Lees de zaak en neem haar aan, of weiger.",
    "geagendeerd": "Bereid het overleg voor en leg het besluit vast.",
    "in_aanpak": "Voer de acties uit en leg vast wat er gebeurt.",
    "opgeschaald": "Vraag de partner hoe het gaat.",
    "overgedragen": "Vraag de partners hoe het gaat.",
    "monitoring": "Houd contact, minstens 1 keer per maand.",
}
WAT_EEN_ANDER_DOET = {
    "aanvulling_gevraagd": "De melder heeft een vraag gekregen en kan antwoorden met de volgcode.",
    "voorgelegd": "De andere gemeente beslist of zij de zaak aanneemt.",
    "geagendeerd": "Het overleg neemt een besluit.",
}
BERICHTEN = {
    "": "staat het in de takenlijst",
    "nieuw": "een bericht",
    "herinnering": "een herinnering",
    "te_laat": "een bericht dat het te laat is",
    "escalatie": "een vraag om over te nemen",
    "spoed": "een spoedbericht",
}
WIE_LEEST = "Wie deze zaak leest"
UITKOMSTEN = {
    "uitgevoerd": ": uitgevoerd",
    "gedeeltelijk": ": gedeeltelijk gelukt",
    "niet_mogelijk": ": het kon niet",
    "niets_aangetroffen": ": niets aangetroffen",
}
KLOKSTAPPEN = {"vangnet_vrijgeven": "mag het vangnet het signaal lezen"}


@dataclass(frozen=True)
class Trajectregel:
    """One hand-off, action or request on the page of its case: where it stands, never what is in it."""

    url: str
    naam: str
    staat: str
    termijn: str
    kleur: str


def nu_van(werk: Werk, beleid: Beleid, route: Route, zaak: Zaak) -> Nu | None:
    """The box that says what must happen now; None at an end. A proposal that waits comes before the state."""
    if route.is_eind(zaak.staat):
        return None
    voorstel = werk.controles.find_voorstel(zaak.id)
    if voorstel is not None:
        return _wacht_op_tweede(werk, beleid, route, zaak, voorstel)
    hoe = stand(zaak, werk.nu)
    kop, tekst = _wie_en_wat(werk, route, zaak)
    if zaak.staat == "monitoring":
        tekst = f"{tekst} {monitoring.stand(zaak, werk.nu.astimezone(TIJDZONE).date())}".strip()
    waarom = reden(beleid, route, zaak)
    return Nu(
        kop=kop,
        tekst=f"{tekst} De termijn is {waarom}.".strip() if waarom else tekst,
        wie=aan_zet_tekst(werk, beleid, route, zaak),
        uiterlijk=uiterlijk(zaak),
        termijn=hoe.tekst,
        kleur=hoe.kleur,
    )


def _wie_en_wat(werk: Werk, route: Route, zaak: Zaak) -> tuple[str, str]:
    """The heading of the box and what is to be done, as this person must read it."""
    desk, regie = aan_zet(route, zaak, werk.nu), regiehouder_naam(werk, route, zaak)
    ander = WAT_EEN_ANDER_DOET.get(zaak.staat, "")
    if desk == MELDER:
        return "Wacht op de melder", ander
    if regie and zaak.regiehouder != werk.actor.persoon_id:
        mag = werkt_aan(werk.actor, zaak, desk)
        return f"Regiehouder is {regie}", "Is die er niet? Dan mag jij de volgende stap zetten." if mag else ander
    if werkt_aan(werk.actor, zaak, desk):
        return "Jij bent aan zet", WAT_NU.get(zaak.staat, "Kies de volgende stap.")
    return "Een ander is aan zet", ander


def _wacht_op_tweede(werk: Werk, beleid: Beleid, route: Route, zaak: Zaak, voorstel: Instemming) -> Nu:
    """The box while a four-eyes step waits: the second person is told from the proposal."""
    stap = route.stap(zaak.staat, voorstel.actie)
    rol = next((een for een in stap.vier_ogen if een != voorstel.rol), "")
    mensen = leden(werk, zaak, f"{vierogen.PLEKKEN.get(rol, '')}.{zaak.houder}")
    namen = " of ".join(een.naam for een in mensen if een.id != voorstel.voorsteller)
    wie = beleid.werkplekken.rolnamen.get(rol, rol)
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    hoe = termijnstand(vandaag, vandaag, voorstel.termijn)
    mag = bool(vierogen.rol_van_tweede(werk, zaak, stap, voorstel))
    lees = "Lees het voorstel hieronder. Zeg of je het ermee eens bent."
    return Nu(
        kop="Jij bent aan zet" if mag else "Wacht op een tweede persoon",
        tekst=lees if mag else f"Er ligt een voorstel: {stap.knop[0].lower()}{stap.knop[1:]}.",
        wie=f"{wie} ({namen})" if namen else wie,
        uiterlijk=dag_tekst(voorstel.termijn),
        termijn=hoe.tekst,
        kleur=hoe.kleur,
    )


def _klok(beleid: Beleid, zaak: Zaak, timer: Timer) -> str:
    wanneer = moment_tekst(Moment(timer.dag, timer.minuut))
    if timer.stap in KLOKSTAPPEN:
        return f"Op {wanneer} {KLOKSTAPPEN[timer.stap]}."
    wie = beleid.werkplekken.rolnamen.get(timer.aan, timer.aan)
    if zaak.afgeschermd and timer.aan != "privacyfunctionaris":
        wie = WIE_LEEST
    elif timer.aan == "eigenaar":
        wie = werkplek_tekst(beleid, timer.werkplek)
    elif timer.aan == "waarnemer":
        wie = "De vervanger"
    if not timer.bericht:
        return f"Op {wanneer} {BERICHTEN['']} van: {wie}."
    return f"Op {wanneer} krijgt {wie[0].lower()}{wie[1:]} {BERICHTEN.get(timer.bericht, 'een bericht')}."


def klokken(werk: Werk, beleid: Beleid, zaak: Zaak) -> list[str]:
    """What the clock will do when nobody does anything, soonest first."""
    eigen = [een for een in werk.timers.van_zaak(zaak.id) if een.traject_id is None]
    if zaak.afgeschermd:
        # No desk has a key that the clock could release.
        eigen = [een for een in eigen if een.stap not in KLOKSTAPPEN]
    return [_klok(beleid, zaak, timer) for timer in eigen]


def _check(check: Privacycheck) -> tuple[str, str]:
    label = NAMEN.get(check.soort, f"Check {check.soort.upper()}")
    if check.staat == GEZIEN:
        return label, f"De privacyfunctionaris keek mee. Gemeld op {dag_kort(check.dag)}."
    if check.soort in NAMEN:
        return label, f"Gemeld op {dag_kort(check.dag)}. De privacyfunctionaris keek nog niet mee."
    if check.staat not in ANTWOORDEN:
        return label, f"Gevraagd op {dag_kort(check.dag)}. Antwoord uiterlijk {dag_kort(check.termijn)}."
    return label, f"{ANTWOORDEN[check.staat]}, gevraagd op {dag_kort(check.dag)}."


def privacychecks(werk: Werk, zaak: Zaak) -> Regels:
    """The privacy checks of the case and its hand-offs, without their codes."""
    return [_check(een) for een in werk.controles.checks(zaak.id)]


def _naam(beleid: Beleid, traject: Traject, vandaag: date) -> str:
    if traject.route == "verstrekking":
        versie = traject.kenmerken.get("convenant_versie", "")
        volgens = f", volgens convenant {versie}" if versie else ""
        weg = "" if doet_mee(beleid.partners, traject.ontvanger, vandaag) else f". {WEG}"
        return f"{traject.nummer}, aan {werkplek_tekst(beleid, traject.ontvanger)}{volgens}{weg}"
    if traject.route == "actie":
        wat = beleid.taxonomie["interventies"].naam_van(str(traject.kenmerken.get("instrument", "")))
        uitkomst = UITKOMSTEN.get(str(traject.kenmerken.get("uitkomst", "")), "")
        return f"{traject.nummer}, {wat or werkplek_tekst(beleid, traject.ontvanger)}{uitkomst}"
    return f"{traject.nummer}, bij {werkplek_tekst(beleid, traject.ontvanger)}"


def trajectregels(werk: Werk, beleid: Beleid, trajecten: list[Traject], pad: str) -> list[Trajectregel]:
    """The walks of a case along one route, as short lines under the address `pad`."""
    regels = []
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    for een in trajecten:
        route = werk.route(een.route, een.route_hash)
        hoe = Termijnstand() if route.is_eind(een.staat) else stand(een, werk.nu)
        scherm = route.staat(een.staat).scherm
        regels.append(Trajectregel(f"{pad}/{een.id.hex()}", _naam(beleid, een, vandaag), scherm, hoe.tekst, hoe.kleur))
    return regels


def bezetting(werk: Werk, beleid: Beleid, zaak: Zaak) -> list[str]:
    """Who sits at the desk of the aandachtsfunctionaris, and who stands in, also from another municipality."""
    plek = f"af.{zaak.houder}"
    regels = []
    for een in werk.mensen.van_werkplek(plek):
        buur = f" van {beleid.gemeenten[een.tenant].naam}" if is_buur(een.tenant, plek) else ""
        regels.append(f"{een.naam} (vervanger{buur})" if een.waarneemt else een.naam)
    return regels


def bewaren(beleid: Beleid, zaak: Zaak) -> str:
    """How long the case is kept, what of it went before, and whether it is held."""
    if zaak.vernietig_op is not None:
        delen = [f"tot {dag_tekst(zaak.vernietig_op)}. Daarna wordt de zaak vernietigd."]
        if zaak.ident_op is not None:
            delen.append(f"De namen gaan na {dag_tekst(zaak.ident_op)}.")
        if IDENT in zaak.kenmerken.get(AL_WEG, {}):
            delen.append(f"De namen zijn vernietigd op {dag_tekst(date.fromisoformat(zaak.kenmerken[AL_WEG][IDENT]))}.")
        if zaak.vasthouden:
            delen.append("De zaak wordt nu vastgehouden.")
        return " ".join(delen)
    termijnen = beleid.klokken.bewaren
    return f"{termijnen['afgesloten'].tekst} na het einde. De namen {termijnen['ident'].tekst}."
