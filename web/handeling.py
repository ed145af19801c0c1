"""A form of the pages for people and desks that somebody sent: do it, or show the page again with what is wrong."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from flask import abort

from web import stapverzoek
from web.session import werk
from web.stapverzoek import Poging, foutregel
from workflow.fouten import Ingehaald, InloggenMislukt, StapGeweigerd
from workflow.handeling import Handeling, ontbreekt
from workflow.ledenkern import VERANDERD
from workflow.ports import Werk
from workflow.stap import Stap

VOORBIJ = "Dit was al gebeurd of is net veranderd. Kijk hoe het er nu voor staat."


def lees(acties: Collection[str]) -> Poging:
    """The form in the current request, before it is tried. A form that no page of ours has is refused (400)."""
    poging = stapverzoek.lees_poging()
    if poging.actie not in acties:
        abort(400)
    return poging


def waarde(poging: Poging, naam: str) -> str:
    """One answer as it was sent, or ""."""
    return (poging.ruw.get(naam) or [""])[0]


def doe(poging: Poging, stap: Stap | None, act: Callable[[Werk], str]) -> str | Poging:
    """Run a use case in a unit of work. Out: its line for the screen, or the try with what went wrong.

    In: the step whose ticks and passphrase are asked before the unit of work opens, because a derivation must not
    hold the lock of the database. Errors: NietGevonden and those that every page has.
    """

    def in_werk() -> str:
        with werk() as w:
            return act(w)

    return doe_los(poging, stap, in_werk)


def doe_los(poging: Poging, stap: Stap | None, act: Callable[[], str]) -> str | Poging:
    """The same for what has a transaction of its own."""
    try:
        if stap is not None:
            _bevestig(poging, stap)
        return act()
    except StapGeweigerd as fout:
        return replace(poging, status=422, punten=fout.punten, velden=fout.velden)
    except Ingehaald:
        return replace(poging, status=409, punten=(VOORBIJ,))


def _bevestig(poging: Poging, stap: Stap) -> None:
    """Ask for the ticks and the passphrase of a form. Errors: StapGeweigerd."""
    fouten = ontbreekt(stap, poging.ruw)
    if fouten:
        raise StapGeweigerd([], fouten)
    if not any(veld.soort == "wachtzin" for veld in stap.velden):
        return
    try:
        stapverzoek.bevestig(waarde(poging, "wachtzin"))
    except InloggenMislukt:
        raise StapGeweigerd([], {"wachtzin": stapverzoek.NIET_JUIST}) from None


def _zonder_oude_vinkjes(poging: Poging, vorm: Handeling) -> Poging:
    """Empty the ticks of a form that shows something else by now: they were set under what stood there before.

    Whatever it was refused for, and also when it comes back after a log-in.
    """
    if all(waarde(poging, naam) == nu for naam, nu in vorm.getoond.items()):
        return poging
    vinkjes = [veld.naam for veld in vorm.aanbod.stap.velden if veld.soort == "vinkje"]
    ruw = {naam: waarden for naam, waarden in poging.ruw.items() if naam not in vinkjes}
    velden = dict.fromkeys(vinkjes, VERANDERD)
    velden |= {naam: tekst for naam, tekst in poging.velden.items() if naam not in velden}
    return replace(poging, ruw=ruw, velden=velden)


def variabelen(poging: Poging | None, handelingen: Sequence[Handeling]) -> dict[str, Any]:
    """The variables of a page with such forms: what was typed, and what is wrong with it."""
    if poging is None:
        return {}
    sleutel = f"{poging.actie} {waarde(poging, 'onderwerp')}".strip()
    vorm = next((een for een in handelingen if een.sleutel == sleutel), None)
    if vorm is not None:
        poging = _zonder_oude_vinkjes(poging, vorm)
    velden = {veld.naam: veld.label for veld in vorm.aanbod.stap.velden} if vorm else {}
    voor = f"{vorm.prefix}{poging.actie}-" if vorm else ""
    fouten = [("", punt) for punt in poging.punten if punt not in poging.velden.values()]
    for naam, tekst in poging.velden.items():
        anker = f"{voor}{naam}" if naam in velden else ""
        fouten.append((anker, foutregel(velden.get(naam, ""), tekst)))
    return {
        "fouten": fouten,
        "waarden": poging.waarden,
        "veldfouten": dict(poging.velden),
        "geprobeerd": sleutel,
        "teruggezet": poging.status == 200,
    }
