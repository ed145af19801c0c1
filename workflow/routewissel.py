"""Putting a case on a newer version of its route: an explicit act, never a side effect of a new table."""

from dataclasses import replace

from workflow import staatwissel
from workflow.beleid import Beleid
from workflow.fouten import StapGeweigerd
from workflow.ports import Werk
from workflow.zaak import Zaak


def hindernissen(werk: Werk, zaak: Zaak) -> list[str]:
    """What stands in the way of the current version of the route; [] when the case can go over.

    The state must exist there, and it must mean the same keys: a migration can't hand on or take back a key.
    """
    oud, nieuw = werk.route(zaak.route, zaak.route_hash), werk.route(zaak.route)
    if zaak.staat not in {staat.naam for staat in nieuw.staten}:
        return [f"state '{zaak.staat}' is not in the new version"]
    if oud.sleutelplan()[zaak.staat] != nieuw.sleutelplan()[zaak.staat]:
        return [f"state '{zaak.staat}' has other keys in the new version"]
    return []


def zet_over(werk: Werk, beleid: Beleid, zaak: Zaak) -> Zaak:
    """Put a case on the current version of its route, with the clocks of that version. Logged.

    Errors: StapGeweigerd naming what stands in the way; Ingehaald.
    """
    nieuw = werk.route(zaak.route)
    if nieuw.hash == zaak.route_hash:
        return zaak
    punten = hindernissen(werk, zaak)
    if punten:
        raise StapGeweigerd(punten)
    over = werk.zaken.bewaar(replace(zaak, route_hash=nieuw.hash))
    staatwissel.zet_klokken(werk, beleid, nieuw, over, over)
    werk.log("route_overgezet", over, van=zaak.route_hash, naar=nieuw.hash)
    werk.bevestig()
    return over
