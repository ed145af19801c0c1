"""Where a hand-off stands: what must happen now, who may take a sheet of it, and why it ended."""

from workflow import nakijken
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.ports import Werk
from workflow.trajectkader import Nu, is_van_hier, nu_van
from workflow.verstrekkingsregels import voorbij
from workflow.zaak import Traject

# The states in which the recipient holds what was sent.
LEESBAAR = ("verzonden", "ontvangen", "opgepakt", "vraag", "teruggekoppeld")
CHECKS = {
    "gevraagd": "De privacyfunctionaris kijkt nog mee. Na akkoord kun je versturen.",
    "akkoord": "De privacyfunctionaris gaf akkoord.",
    "voorwaarde": "De privacyfunctionaris gaf akkoord met een voorwaarde.",
    "niet": "De privacyfunctionaris gaf geen akkoord. Trek de verstrekking in.",
}
KOPPEN_MAKER = {
    "concept": "Kijk de verstrekking na en verstuur haar",
    "verzonden": "De ontvanger moet de ontvangst bevestigen",
    "ontvangen": "De ontvanger moet kiezen: oppakken of niet",
    "opgepakt": "De ontvanger gaat aan het werk",
    "vraag": "Beantwoord de vraag van de ontvanger",
}
KOPPEN_ONTVANGER = {
    "verzonden": "Bevestig dat je dit hebt ontvangen",
    "ontvangen": "Kies of je dit oppakt",
    "opgepakt": "Laat weten wat er is gedaan",
    "vraag": "De gemeente moet je vraag beantwoorden",
}
# A partner without an account: the desk that made it does his part by hand.
KOPPEN_MET_DE_HAND = {
    **KOPPEN_MAKER,
    "verzonden": "Geef de verstrekking zelf aan de partner",
    "ontvangen": "Vraag de partner of hij dit oppakt",
    "opgepakt": "Vraag de partner wat er is gedaan",
}
MET_DE_HAND = {
    "concept": "Deze partner heeft geen account. Na het versturen maak je een PDF voor hem.",
    "verzonden": "Deze partner heeft geen account. Maak de PDF en geef die af. Leg daarna vast dat hij hem heeft.",
    "ontvangen": "Deze partner heeft geen account. Bel hem en leg zijn antwoord hier vast.",
    "opgepakt": "Deze partner heeft geen account. Bel hem en leg hier vast wat hij zegt.",
    "vraag": "Deze partner heeft geen account. Leg je antwoord vast. Bel hem, of geef een nieuwe PDF met je antwoord.",
}
WACHT_OP_TWEEDE = "Een tweede persoon moet de uitzondering nog toestaan."
WAAROM = {
    "teruggekoppeld": "Je hebt laten weten wat er is gedaan",
    "afgewezen": "Je hebt dit niet aangenomen",
    "ingetrokken": "De gemeente trok dit in",
    "verlopen": "De laatste dag ({dag}) is voorbij",
}
WAAROM_MAKER = {
    "teruggekoppeld": "De partner liet weten wat er is gedaan",
    "afgewezen": "De partner nam dit niet aan",
    "ingetrokken": "Je gemeente trok dit in",
    "verlopen": WAAROM["verlopen"],
}
TOESTEMMING_WEG = "De toestemming is ingetrokken"


def zonder_account(werk: Werk, traject: Traject) -> bool:
    """True when nobody sits at the desk of the recipient: then it goes on paper."""
    return not werk.mensen.van_werkplek(traject.ontvanger)


def mag_blad(werk: Werk, traject: Traject) -> bool:
    """True for who may take a sheet now: the desk that made it for a partner without an account, or the recipient."""
    if traject.staat not in LEESBAAR or voorbij(werk, traject):
        return False
    if is_van_hier(werk, traject):
        return zonder_account(werk, traject)
    return werk.actor.zit_aan(traject.ontvanger)


def nu(werk: Werk, beleid: Beleid, traject: Traject, *, maker: bool) -> Nu | None:
    """What must happen now, for the maker or for the recipient; None once it has ended."""
    if not maker:
        return nu_van(werk, beleid, traject, KOPPEN_ONTVANGER)
    hand = zonder_account(werk, traject)
    teksten = [MET_DE_HAND.get(traject.staat, "")] if hand else []
    if traject.staat == "concept":
        checks = werk.controles.checks(traject.zaak_id)
        eigen = [een for een in checks if een.traject_id == traject.id and een.soort == "2b"]
        wacht = WACHT_OP_TWEEDE if nakijken.uitzondering_wacht(traject) else ""
        teksten = [wacht, CHECKS.get(eigen[-1].staat, "") if eigen else "", *teksten]
    koppen = KOPPEN_MET_DE_HAND if hand else KOPPEN_MAKER
    return nu_van(werk, beleid, traject, koppen, " ".join(een for een in teksten if een))


def waarom_klaar(traject: Traject, *, ontvangt: bool) -> str:
    """Why a hand-off ended, for its recipient or for who made it; "" while it runs."""
    if traject.staat == "ingetrokken" and traject.kenmerken.get("toestemming_weg"):
        return TOESTEMMING_WEG
    dag = dag_kort(traject.geldig_tot) if traject.geldig_tot else ""
    return (WAAROM if ontvangt else WAAROM_MAKER).get(traject.staat, "").format(dag=dag)
