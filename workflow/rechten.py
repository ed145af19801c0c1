"""Who may take a step: the names in the `door` column of a route, held against one actor."""

from workflow.actor import Actor
from workflow.afschermen import werkt_aan
from workflow.stap import Stap
from workflow.zaak import Traject, Zaak

ONBEKEND = ""


def _van_zaak(naam: str, actor: Actor, zaak: Zaak) -> bool:
    if naam == "regiehouder":
        return _heeft_regie(actor, zaak)
    plek = {
        "aandachtsfunctionaris": f"af.{zaak.houder}",
        "aandachtsfunctionaris_daar": f"af.{zaak.voorgelegd_aan}",
        "veiligheidsadviseur": f"overleg.{zaak.houder}",
        "vangnet": "vangnet.regio",
    }.get(naam)
    return plek is not None and werkt_aan(actor, zaak, plek)


def _heeft_regie(actor: Actor, zaak: Zaak) -> bool:
    # The named person; a colleague of the same desk may stand in, or a holiday would stop the case.
    if zaak.regiehouder is None:
        return False
    if actor.persoon_id == zaak.regiehouder:
        return True
    plek = "overleg" if zaak.kenmerken.get("regie_rol") == "veiligheidsadviseur" else "af"
    return werkt_aan(actor, zaak, f"{plek}.{zaak.houder}")


def _van_traject(naam: str, actor: Actor, zaak: Zaak, traject: Traject) -> bool:
    if naam == "maker":
        return werkt_aan(actor, zaak, traject.maker)
    if naam in ("ontvanger", "zorgcoordinator", "actiehouder"):
        return actor.zit_aan(traject.ontvanger)
    if naam == "opvangmedewerker":
        return traject.opvangplek is not None and actor.zit_aan(traject.opvangplek)
    return False


def rol_voor(stap: Stap, actor: Actor, zaak: Zaak, traject: Traject | None = None) -> str:
    """The name in `door` under which this actor may take the step; "" when he may not."""
    for naam in stap.door:
        if naam in ("melder", "klok"):
            if actor.rol == naam:
                return naam
        elif _van_zaak(naam, actor, zaak) or (traject is not None and _van_traject(naam, actor, zaak, traject)):
            return naam
    return ONBEKEND


def eigenaar(naam: str, zaak: Zaak, traject: Traject | None = None) -> str:
    """The desk behind the owner of a state ("melder" stays what it is)."""
    if traject is not None and naam in ("ontvanger", "zorgcoordinator", "actiehouder"):
        return traject.ontvanger
    if traject is not None and naam == "maker":
        return traject.maker
    if naam == "regiehouder":
        plek = "overleg" if zaak.kenmerken.get("regie_rol") == "veiligheidsadviseur" else "af"
        return f"{plek}.{zaak.houder}"
    return {
        "aandachtsfunctionaris": f"af.{zaak.houder}",
        "aandachtsfunctionaris_daar": f"af.{zaak.voorgelegd_aan}",
        "veiligheidsadviseur": f"overleg.{zaak.houder}",
    }.get(naam, naam)
