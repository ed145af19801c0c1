"""The page of the beheerder: people, desks, messages and terms of his municipality, and never content of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, tijdstip_tekst
from workflow.gereedheid import Gebrek, Gereedstand
from workflow.partners import WEG
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst
from workflow.zaak import Persoon

# Source: the phone list, the covenant and the certificates are warned about 90 days before they end.
WAARSCHUW = timedelta(days=90)
GEREED = {
    "database": ("De databases werken.", "Een database werkt niet."),
    "sleutels": ("De sleutels van de installatie zijn er.", "De sleutels van de installatie kloppen niet."),
    "planner": ("De klok loopt.", "De klok staat stil. Er gaan geen herinneringen uit."),
    "vernietigen": ("Het vernietigen werkt.", "Het vernietigen heeft te lang niet gewerkt of is niet af."),
    "logboek": ("Het logboek is getekend.", "Het logboek is te lang niet getekend."),
    "ceremonie": ("Overal zijn herstelcodes gemaakt en geoefend.", "Niet overal zijn er goede herstelcodes."),
    "werkplekken": ("Alle werkplekken kunnen werken.", "Niet alle werkplekken kunnen werken."),
}
BERICHTEN = {"verzonden": "Verstuurd", "wacht": "Wacht", "mislukt": "Mislukt, wordt opnieuw geprobeerd"}


@dataclass(frozen=True)
class Sectie:
    """One table of the page."""

    id: str
    kop: str
    uitleg: str
    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    bijschrift: str
    leeg: str = "Er is nog niets."


@dataclass(frozen=True)
class Beheerpagina:
    """Everything on the page; `gereed` are (in order, text), `gebreken` what is missing here, red first."""

    gereed: tuple[tuple[bool, str], ...]
    gebreken: tuple[Gebrek, ...]
    secties: tuple[Sectie, ...]


def beheerpagina(werk: Werk, beleid: Beleid, stand: Gereedstand, hartslag: datetime | None) -> Beheerpagina:
    """Compose the page. In: what `/gereed` says, and when the planner last ticked."""
    gemeente = werk.actor.tenant
    mensen = werk.mensen.van_tenant(gemeente)
    berichten = werk.berichten.stand()
    werk.log("beheer", None, mensen=len(mensen))
    werk.bevestig()
    secties = [
        _mensen(beleid, mensen),
        _werkplekken(werk, beleid, gemeente),
        _berichten(berichten),
        _termijnen(beleid, gemeente),
        _partners(werk, beleid),
    ]
    regels = _gereed(beleid, werk.nu.date(), stand.delen, hartslag)
    return Beheerpagina(regels, tuple(stand.gebreken.get(gemeente, ())), tuple(secties))


def _gereed(
    beleid: Beleid, vandaag: date, delen: Mapping[str, bool], hartslag: datetime | None
) -> tuple[tuple[bool, str], ...]:
    regels = [(goed, GEREED[naam][0 if goed else 1]) for naam, goed in delen.items() if naam in GEREED]
    if hartslag is not None:
        regels.append((delen.get("planner", False), f"Laatste tik van de klok: {tijdstip_tekst(hartslag)}."))
    tot = beleid.convenant.geldig_tot
    tekst = beleid.convenant.waarom_niet(vandaag) or f"Het convenant geldt tot en met {dag_kort(tot)}."
    regels.append((beleid.convenant.geldt_op(vandaag) and vandaag + WAARSCHUW <= tot, tekst))
    return tuple(regels)


def _mensen(beleid: Beleid, mensen: Sequence[Persoon]) -> Sectie:
    namen = beleid.werkplekken.rolnamen
    rijen = [
        (
            een.naam,
            namen.get(een.rol, een.rol) + (", waarnemer" if een.waarneemt else ""),
            ", ".join(werkplek_tekst(beleid, plek) for plek in een.werkplekken) or "Geen werkplek",
        )
        for een in mensen
    ]
    return Sectie(
        "mensen",
        "Mensen",
        "Iedereen van je gemeente met een account.",
        ("Naam", "Rol", "Werkplekken"),
        tuple(rijen),
        "Mensen met een account",
    )


def _werkplekken(werk: Werk, beleid: Beleid, gemeente: str) -> Sectie:
    rijen = []
    for soort in beleid.werkplekken.soorten.values():
        if soort.bereik != "gemeente":
            continue
        plek = f"{soort.naam}.{gemeente}"
        aantal, tot = len(werk.mensen.van_werkplek(plek)), werk.mensen.sleutel_tot(plek)
        rijen.append(
            (soort.scherm, f"{aantal} van minstens {soort.minimum}", _tot(tot), _oordeel(aantal, soort.minimum, tot))
        )
    return Sectie(
        "werkplekken",
        "Werkplekken",
        "Een werkplek zonder mensen of zonder geldige sleutel is dicht.",
        ("Werkplek", "Mensen", "Sleutel geldig tot en met", "Stand"),
        tuple(rijen),
        "Werkplekken van je gemeente",
    )


def _tot(tot: date | None) -> str:
    return dag_kort(tot) if tot else "Geen geldige sleutel"


def _oordeel(aantal: int, minimum: int, tot: date | None) -> str:
    if tot is None or not aantal:
        return "Dicht"
    return "Te weinig mensen" if aantal < minimum else "In orde"


def _berichten(stand: Mapping[str, int]) -> Sectie:
    return Sectie(
        "berichten",
        "Berichten",
        "Herinneringen per mail van de hele regio. Er staat nooit inhoud in.",
        ("Stand", "Aantal"),
        tuple((label, str(stand.get(naam, 0))) for naam, label in BERICHTEN.items()),
        "Berichten in de wachtrij",
    )


def _termijnen(beleid: Beleid, gemeente: str) -> Sectie:
    rijen = []
    for route in beleid.routes.values():
        for staat in route.staten:
            gewoon, spoed = (beleid.termijn(route, staat.naam, gemeente, een) for een in (False, True))
            if gewoon is not None and spoed is not None:
                rijen.append((f"{route.naam.capitalize()}: {staat.scherm}", gewoon.tekst, spoed.tekst))
    return Sectie(
        "termijnen",
        "Termijnen",
        f"{gemeente_tekst(beleid, gemeente)}. Korter dan de regio mag, langer niet.",
        ("Status", "Termijn", "Met spoed"),
        tuple(rijen),
        "Termijnen per status",
    )


def _partners(werk: Werk, beleid: Beleid) -> Sectie:
    soorten = {een.naam: een.scherm for een in beleid.werkplekken.soorten.values()}
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    rijen = [
        (
            een.scherm if een.doet_mee(vandaag) else f"{een.scherm}. {WEG}",
            soorten.get(een.soort, een.soort),
            "Ja" if werk.mensen.werkplek_open(een.werkplek) else "Nee, belt de gemeente",
        )
        for een in beleid.partners.values()
    ]
    return Sectie(
        "partners",
        "Partners",
        "Een partner zonder account krijgt zijn vraag per telefoon of post.",
        ("Partner", "Soort", "Heeft een account"),
        tuple(rijen),
        "Partners, zorgcoördinatie en opvang",
    )
