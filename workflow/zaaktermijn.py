"""The term of a case on the screens: whose turn it is, how much is left, and why it ends when it ends."""

from datetime import datetime, time, timedelta

from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst, moment_tekst, tijdstip_tekst
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.rechten import eigenaar
from workflow.route import Route
from workflow.termijnen import TIJDZONE, Moment
from workflow.termijntekst import BIJNA, LAAT, Termijnstand, termijnstand
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Traject, Zaak

MELDER = "melder"
# From what the term of a state counts, as people say it.
BEGIN_VAN = {
    ("signaal", "ingediend"): "ontvangst",
    ("signaal", "aanvulling_gevraagd"): "de vraag",
    ("signaal", "in_beoordeling"): "het begin van de beoordeling",
    ("signaal", "in_onderzoek"): "het begin van het onderzoek",
    ("signaal", "voorgelegd"): "het voorleggen",
    ("signaal", "geagendeerd"): "het agenderen",
    ("signaal", "in_aanpak"): "het begin van de aanpak",
    ("signaal", "opgeschaald"): "het opschalen",
    ("signaal", "overgedragen"): "het overdragen",
    ("signaal", "monitoring"): "het begin van de nazorg",
    ("verstrekking", "concept"): "het opstellen",
    ("verstrekking", "verzonden"): "verzending",
    ("verstrekking", "ontvangen"): "de ontvangst",
    ("verstrekking", "opgepakt"): "het oppakken",
    ("verstrekking", "vraag"): "de vraag",
    ("opvang", "aangeboden"): "het aanbod",
    ("opvang", "geplaatst"): "de plaatsing",
}
UUR_IN_MINUTEN = 60
BEGIN_VAN_DE_DAG = time(9)


def _duur(minuten: int) -> str:
    if minuten < 2 * UUR_IN_MINUTEN:
        return "1 minuut" if minuten == 1 else f"{minuten} minuten"
    if minuten < 48 * UUR_IN_MINUTEN:
        return f"{minuten // UUR_IN_MINUTEN} uur"
    return f"{minuten // (24 * UUR_IN_MINUTEN)} dagen"


def stand(onderwerp: Zaak | Traject, nu: datetime) -> Termijnstand:
    """How the term stands; for an urgent case with a minute, to the minute."""
    vandaag = nu.astimezone(TIJDZONE).date()
    minuut = onderwerp.termijn_minuut if isinstance(onderwerp, Zaak) else None
    if onderwerp.termijn is None or minuut is None:
        return termijnstand(vandaag, onderwerp.dag_staat, onderwerp.termijn)
    over = int((Moment(onderwerp.termijn, minuut).tijdstip() - nu).total_seconds() // 60)
    if over < 0:
        return Termijnstand(f"{_duur(-over)} te laat", LAAT)
    return Termijnstand(f"Nog {_duur(over)}", BIJNA if over <= UUR_IN_MINUTEN else "")


def is_te_laat(onderwerp: Zaak | Traject, nu: datetime) -> bool:
    """True when the term is over."""
    return stand(onderwerp, nu).kleur == LAAT


def uiterlijk(onderwerp: Zaak | Traject) -> str:
    """The end of the term in words; "" when there is none."""
    if onderwerp.termijn is None:
        return ""
    minuut = onderwerp.termijn_minuut if isinstance(onderwerp, Zaak) else None
    return moment_tekst(Moment(onderwerp.termijn, minuut))


def reden(beleid: Beleid, route: Route, onderwerp: Zaak | Traject) -> str:
    """Why the term ends on that day: "3 werkdagen na de vraag"; "" when it can't be told."""
    termijn = beleid.termijn(route, onderwerp.staat, onderwerp.houder, onderwerp.spoed)
    if termijn is None or onderwerp.termijn is None:
        return ""
    if termijn.eenheid == "overleg":
        return "de dag van het overleg"
    if termijn.eenheid == "datum":
        return "de datum die is afgesproken"
    if termijn.minuten is not None:
        return _vanaf(onderwerp, termijn.tekst, termijn.minuten)
    begin = datetime.combine(onderwerp.dag_staat, BEGIN_VAN_DE_DAG, TIJDZONE)
    if beleid.kalender.einde(begin, termijn, onderwerp.houder).dag != onderwerp.termijn:
        # Another term held when this state began: then the table of today explains nothing.
        return ""
    if termijn.eenheid == "dagelijks":
        return "elke dag"
    return beleid.kalender.uitleg(begin, termijn, onderwerp.houder, _na(route, onderwerp))


def _vanaf(onderwerp: Zaak | Traject, tekst: str, minuten: int) -> str:
    """Why a term around the clock ends when it ends; "" without a minute: then it was not counted that way."""
    minuut = onderwerp.termijn_minuut if isinstance(onderwerp, Zaak) else None
    if onderwerp.termijn is None or minuut is None:
        return ""
    begin = Moment(onderwerp.termijn, minuut).tijdstip() - timedelta(minutes=minuten)
    return f"{tekst} na {tijdstip_tekst(begin)}"


def _na(route: Route, onderwerp: Zaak | Traject) -> str:
    """From what a term of days counts. A term that urgency started anew counts from its day, not from the state."""
    opnieuw = onderwerp.staat == "ingediend" and onderwerp.dag_staat != onderwerp.dag_in
    if onderwerp.spoed or opnieuw:
        return dag_tekst(onderwerp.dag_staat)
    return BEGIN_VAN.get((route.naam, onderwerp.staat)) or dag_tekst(onderwerp.dag_staat)


def aan_zet(route: Route, zaak: Zaak, nu: datetime) -> str:
    """The desk whose turn it is ("melder" for the reporter, as long as his term lasts); "" at an end."""
    staat = route.staat(zaak.staat)
    naam = staat.eigenaar
    if staat.eigenaar_na_termijn and is_te_laat(zaak, nu):
        naam = staat.eigenaar_na_termijn
    return eigenaar(naam, zaak) if naam else ""


def regiehouder_naam(werk: Werk, route: Route, zaak: Zaak) -> str:
    """The name of who directs the case, in a state that is his; "" when nobody is named."""
    if route.staat(zaak.staat).eigenaar != "regiehouder" or zaak.regiehouder is None:
        return ""
    try:
        return werk.mensen.get(zaak.regiehouder).naam
    except NietGevonden:
        return ""


def aan_zet_tekst(werk: Werk, beleid: Beleid, route: Route, zaak: Zaak) -> str:
    """Whose turn it is, in words, with the name of who directs the case."""
    desk = aan_zet(route, zaak, werk.nu)
    if not desk or desk == MELDER:
        return "De melder" if desk else ""
    naam = regiehouder_naam(werk, route, zaak)
    return f"Regiehouder {naam}" if naam else werkplek_tekst(beleid, desk)
