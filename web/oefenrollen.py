"""The accounts of a practice environment, as cards on the log-in page; their passphrases are known to all there."""

import json
from typing import Any

from web.huis import het_huis
from workflow.werkplektekst import werkplek_tekst

BESTAND = "accounts.json"
REGIO = "regio"


def lees() -> list[dict[str, Any]]:
    """Return the accounts of this practice environment; none outside practice or before they are made."""
    settings = het_huis().settings
    if not settings.oefenomgeving:
        return []
    try:
        accounts: list[dict[str, Any]] = json.loads((settings.data / BESTAND).read_text("utf-8"))
    except FileNotFoundError:
        return []
    return accounts


def wachtzin(email: str) -> str | None:
    """Return the passphrase of a practice account; None when there is no such account."""
    return next((str(een["wachtzin"]) for een in lees() if een["email"] == email), None)


def kaarten(gekozen: str) -> dict[str, Any]:
    """Return the variables of the log-in page for one municipality, or "regio"; {} outside practice."""
    accounts = lees()
    if not accounts:
        return {}
    gemeenten = [(een.slug, een.naam) for een in het_huis().beleid.gemeenten.values()]
    namen = [*gemeenten, (REGIO, "Regio en partners")]
    slug = gekozen if gekozen in dict(namen) else gemeenten[0][0]
    hier = [een for een in accounts if (een["gemeente"] or REGIO) == slug]
    # The holder of a desk is made before who stands in for him, and the file keeps that order.
    eerder = [[voor["werkplek"] for voor in hier[:nr]] for nr in range(len(hier))]
    rollen = [_kaart(een, waarneemt=een["werkplek"] in voor) for een, voor in zip(hier, eerder, strict=True)]
    return {"oefenrollen": rollen, "oefengemeenten": namen, "oefengemeente": slug}


def _kaart(account: dict[str, Any], *, waarneemt: bool) -> dict[str, str]:
    plek = str(account["werkplek"] or "")
    waar = werkplek_tekst(het_huis().beleid, plek) if plek else ""
    return {
        "email": account["email"],
        "naam": account["naam"],
        "rol": het_huis().beleid.werkplekken.rolnamen.get(account["rol"], account["rol"]),
        "uitleg": f"{waar}, waarnemend" if waar and waarneemt else waar,
    }
