"""One agreed action."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import stapverzoek
from web.huis import het_huis
from web.session import actor, werk
from web.stapverzoek import Poging
from workflow.actiepagina import ROUTE, actiepagina
from workflow.trajectkader import get_traject


def actie(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """One action: show it, or take a step on it."""
    traject_id, adres = stapverzoek.lees_id(id), f"/acties/{id}"
    if request.method == "GET":
        return _toon(traject_id, adres, stapverzoek.teruggekomen())
    gedaan = stapverzoek.zet(stapverzoek.lees_poging(), lambda w: get_traject(w, traject_id, ROUTE))
    if isinstance(gedaan, Poging):
        return _toon(traject_id, adres, gedaan)
    return stapverzoek.klaar(gedaan, adres)


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


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"actie": actie}
