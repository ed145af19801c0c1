"""Hand-offs: what was sent to my desk, what my municipality sent, and one of them."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import trajectlijsten
from workflow.trajectlijsten import AFGEROND, LOPEND, Lijst
from workflow.verstrekkingpagina import ROUTE, verstrekkingpagina

ADRES = "/verstrekkingen"
LEEG = {
    (True, LOPEND): "Er staat niets voor je klaar. Krijg je iets? Dan sturen we je een bericht.",
    (True, AFGEROND): "Er is nog niets afgerond.",
    (False, LOPEND): "Er loopt geen verstrekking. Je maakt er een op de pagina van een zaak.",
    (False, AFGEROND): "Er is nog niets afgerond.",
}


def weergave() -> str:
    """Which of the two fixed views is asked for."""
    return AFGEROND if request.args.get("weergave") == AFGEROND else LOPEND


def tabs(adres: str, lijst: Lijst, gekozen: str) -> list[tuple[str, str, int, bool]]:
    """The tabs above a list."""
    return [
        (adres, "Lopend", lijst.lopend, gekozen == LOPEND),
        (f"{adres}?weergave={AFGEROND}", "Afgerond", lijst.afgerond, gekozen == AFGEROND),
    ]


def verstrekkingen() -> ResponseReturnValue:
    """The list."""
    gekozen = weergave()
    with werk() as w:
        lijst = trajectlijsten.verstrekkingen(w, het_huis().beleid, gekozen)
    return render_template(
        "verstrekkingen.html",
        tabs=tabs(ADRES, lijst, gekozen),
        bijschrift="Wat jij hebt gekregen" if lijst.ontvangt else "Wat jouw gemeente deelt met partners",
        rijen=lijst.rijen,
        leeg=LEEG[lijst.ontvangt, gekozen],
    )


def verstrekking(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """One hand-off: show it, or take a step on it."""
    return stapverzoek.traject_pagina(stapverzoek.lees_id(id), f"{ADRES}/{id}", ROUTE, _toon)


def _toon(traject_id: bytes, adres: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = verstrekkingpagina(w, het_huis().beleid, traject_id)
    nu = [f"De status is: {pagina.vs.staat}.", *(f"{wie}: {tekst}" for wie, _, tekst in pagina.antwoorden[-1:])]
    inhoud = render_template(
        "verstrekking.html",
        adres=adres,
        **vars(pagina),
        **stapverzoek.variabelen(poging, pagina.aanbod, ROUTE, nu),
    )
    return inhoud, poging.status if poging else 200


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "verstrekkingen": verstrekkingen,
    "verstrekking": verstrekking,
}
