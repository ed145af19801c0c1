"""What a security key is asked at the log-in, and under which host name these pages stand for it."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from flask import request

from web.huis import het_huis

# The name under which the random value of a question waits in the session; it is taken once.
GEBRUIK = "uitdaging"


def herkomst() -> tuple[str, str] | None:
    """The host name and the address of these pages; None where a key can't be used: browsers want a name, no number."""
    settings = het_huis().settings
    # In practice one may come by more than one name of this machine.
    adres = f"{request.scheme}://{request.host}" if settings.oefenomgeving else settings.basis_url.rstrip("/")
    host = urlsplit(adres).hostname or ""
    if host != (urlsplit(f"//{request.host}").hostname or ""):
        return None
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host, adres
    return None


def aanbod(token: str) -> str:
    """What the keys of a half session are asked, as the page hands it to its script; "" when there is none to ask."""
    huis, waar = het_huis(), herkomst()
    sessie, _ = huis.sessies.haal(token)
    if sessie is None or sessie.half != "tweede" or waar is None:
        return ""
    vraag: Any = huis.beveiligingssleutels.vraag(sessie.persoon_id, waar[0])
    if vraag is None:
        return ""
    huis.sessies.onthoud(token, **{GEBRUIK: vraag.waarde})
    return str(vraag.opties)
