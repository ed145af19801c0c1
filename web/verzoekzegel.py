"""What a search for a request found, sealed into the page: for this request and this person, and for an hour."""

from dataclasses import asdict, dataclass
from typing import Any

from web import session
from web.huis import het_huis
from workflow.fouten import StapGeweigerd
from workflow.verzoekzoeken import Ronde, Treffer
from workflow.zaak import Kwestie

VELD = "gevonden"
GELDIG_SECONDEN = 60 * 60
ZOEK_EERST = "Zoek eerst, of zoek opnieuw. Een zoekresultaat geldt een uur."
# Two seals, so that the one of the results can't stand for the one that was made after the passphrase.
RESULTAAT, VOORBEELD = "resultaat", "voorbeeld"


@dataclass(frozen=True)
class Vondst:
    """The result so far, what was typed for it, and in a preview what was chosen."""

    ronde: Ronde
    getypt: dict[str, str]
    gekozen: tuple[str, ...] = ()


def _voor(verzoek: Kwestie, wat: str) -> str:
    persoon = session.actor().persoon_id
    return f"verzoek {wat} {verzoek.nummer} {persoon.hex() if persoon else ''}"


def maak(verzoek: Kwestie, wat: str, vondst: Vondst) -> str:
    """Seal it for the next page."""
    verloopt = int(het_huis().echte_tijd().timestamp()) + GELDIG_SECONDEN
    return het_huis().verzegel_pagina(asdict(vondst), _voor(verzoek, wat), verloopt)


def lees(verzoek: Kwestie, wat: str, tekst: str) -> Vondst:
    """Open it. Errors: StapGeweigerd when there is none or it ran out; one of another request or person is refused."""
    if not tekst:
        raise StapGeweigerd([ZOEK_EERST])
    data, verlopen = het_huis().open_pagina(tekst, _voor(verzoek, wat))
    if verlopen:
        raise StapGeweigerd([ZOEK_EERST])
    ronde: Any = data["ronde"]
    treffers = tuple(Treffer(**een) for een in ronde.pop("treffers"))
    getypt, gekozen = _teksten(data["getypt"]), data["gekozen"]
    return Vondst(
        Ronde(treffers=treffers, rondes=tuple(ronde.pop("rondes")), **ronde),
        getypt,
        tuple(gekozen) if isinstance(gekozen, list) else (),
    )


def _teksten(data: object) -> dict[str, str]:
    return {str(naam): str(waarde) for naam, waarde in data.items()} if isinstance(data, dict) else {}
