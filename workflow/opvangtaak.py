"""What a search for shelter asks of somebody now, on his list of tasks."""

from workflow.ports import Werk
from workflow.zaak import Traject

VRAAG = "Er is een vraag om een veilige plek"
PLEK_VRIJ = "De opvang heeft plek. Regel de plaatsing"
WAT = {
    "gezocht": "Zoek een veilige plek",
    "aangeboden": "Vraag of de plek past",
    "geplaatst": "Kijk of de plek nog past",
    "niet_geplaatst": "Zoek opnieuw of stop",
}


def van_opvang(werk: Werk, traject: Traject) -> str | None:
    """What the shelter must do that is asked now, "" after its answer; None for everybody else."""
    if traject.opvangplek is None or traject.staat != "aangeboden" or not werk.actor.zit_aan(traject.opvangplek):
        return None
    return "" if traject.kenmerken.get("plek_vrij") else VRAAG


def wat(traject: Traject) -> str:
    """What who looks for a place must do; "" for another walk."""
    if traject.route != "opvang":
        return ""
    if traject.staat == "aangeboden" and traject.kenmerken.get("plek_vrij"):
        return PLEK_VRIJ
    return WAT.get(traject.staat, "")
