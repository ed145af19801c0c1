"""The clocks beside that of the state: news for the reporter, Veilig Thuis, and the notices before destruction."""

from datetime import date

from workflow.beleid import Beleid
from workflow.ports import Werk
from workflow.route import Route
from workflow.soorten import zonder_melder
from workflow.termijnen import TIJDZONE, Moment
from workflow.zaak import Traject, Zaak

# In `bij_binnenkomst` of a state: "klok:<ladder>" starts this ladder, unless it runs already.
KLOK = "klok:"
BEWAREN, TERUGMELDING, VEILIG_THUIS = "bewaren", "terugmelding", "veilig_thuis"
ONTVANGER_VEILIG_THUIS = "veilig-thuis.regio"


def zet_nevenklokken(werk: Werk, beleid: Beleid, route: Route, onderwerp: Zaak | Traject) -> None:
    """Start and stop the clocks beside that of the state which was entered now."""
    if isinstance(onderwerp, Zaak):
        zet_bewaarklok(werk, beleid, onderwerp)
    staat = route.staat(onderwerp.staat)
    if staat.eind:
        for naam in (TERUGMELDING, VEILIG_THUIS):
            werk.timers.stop(onderwerp, naam)
    for naam in staat.bij_binnenkomst:
        if naam.startswith(KLOK) and _geldt(beleid, naam.removeprefix(KLOK), onderwerp):
            _start(werk, beleid, naam.removeprefix(KLOK), onderwerp)


def _geldt(beleid: Beleid, naam: str, onderwerp: Zaak | Traject) -> bool:
    if naam == TERUGMELDING and isinstance(onderwerp, Zaak) and zonder_melder(beleid.taxonomie, onderwerp):
        # There is nobody to tell anything.
        return False
    # Only Veilig Thuis has terms of its own by law (Uitvoeringsbesluit Wmo 4.1.7).
    return naam != VEILIG_THUIS or (isinstance(onderwerp, Traject) and onderwerp.ontvanger == ONTVANGER_VEILIG_THUIS)


def _start(werk: Werk, beleid: Beleid, naam: str, onderwerp: Zaak | Traject) -> None:
    zaak_id, traject_id = (onderwerp.zaak_id, onderwerp.id) if isinstance(onderwerp, Traject) else (onderwerp.id, None)
    loopt = {een.groep for een in werk.timers.van_zaak(zaak_id) if een.traject_id == traject_id}
    if naam not in loopt:
        _zet(werk, beleid, naam, onderwerp, Moment.van(werk.nu))


def zet_bewaarklok(werk: Werk, beleid: Beleid, zaak: Zaak) -> None:
    """Notices before destruction; a case that goes on again has none, and one of a short term none that is past."""
    werk.timers.stop(zaak, BEWAREN)
    if zaak.vernietig_op is not None:
        _zet(werk, beleid, BEWAREN, zaak, Moment(zaak.vernietig_op), vanaf=werk.nu.astimezone(TIJDZONE).date())


def _zet(
    werk: Werk, beleid: Beleid, naam: str, onderwerp: Zaak | Traject, einde: Moment, vanaf: date = date.min
) -> None:
    treden = beleid.klokken.treden(beleid.ladders[naam], werk.nu, einde, spoed=False, gemeente=onderwerp.houder)
    gezet = [een for een in treden if een.moment.dag >= vanaf]
    werk.timers.zet(onderwerp, naam, gezet, f"af.{onderwerp.houder}")
