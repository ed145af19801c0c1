"""One agreed action."""

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue

from web import stapverzoek
from web.huis import het_huis
from web.session import actor, werk
from web.stapverzoek import Poging
from workflow.actiepagina import ROUTE, actiepagina, instrumenten


def actie(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """One action: show it, or take a step on it."""
    return stapverzoek.traject_pagina(stapverzoek.lees_id(id), f"/acties/{id}", ROUTE, _toon)


def _toon(traject_id: bytes, adres: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = actiepagina(w, het_huis().beleid, traject_id)
    nu = [f"De status is: {pagina.actie.staat}."]
    inhoud = render_template(
        "actie.html",
        adres=adres,
        uitvoerder=actor().rol == "actiehouder",
        **vars(pagina),
        **stapverzoek.variabelen(poging, pagina.aanbod, ROUTE, nu),
    )
    return inhoud, poging.status if poging else 200


def lijst() -> ResponseReturnValue:
    """What each instrument is, who may use it, and what it asks for."""
    return render_template("instrumenten.html", groepen=instrumenten(het_huis().beleid))


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"actie": actie, "instrumenten": lijst}
