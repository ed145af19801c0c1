"""A safe place: the requests of my desk, and one of them."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import stapverzoek
from web.huis import het_huis
from web.session import actor, werk
from web.stapverzoek import Poging
from web.verstrekkingen import tabs, weergave
from workflow import trajectlijsten
from workflow.opvangpagina import ROUTE, opvangpagina
from workflow.trajectkader import get_traject
from workflow.trajectlijsten import LOPEND

ADRES = "/opvang"
LEEG = {
    (True, True): "Er wordt nu niemand voor je gezocht. Komt er een vraag? Dan sturen we je een bericht.",
    (True, False): "Er wordt nu geen plek gezocht. Je vraagt opvang op de pagina van een zaak.",
}


def opvanglijst() -> ResponseReturnValue:
    """The list."""
    gekozen = weergave()
    with werk() as w:
        lijst = trajectlijsten.opvanglijst(w, het_huis().beleid, gekozen)
    return render_template(
        "opvanglijst.html",
        tabs=tabs(ADRES, lijst, gekozen),
        bijschrift="Voor wie een veilige plek nodig is",
        rijen=lijst.rijen,
        leeg=LEEG.get((gekozen == LOPEND, lijst.ontvangt), "Er is nog niets afgerond."),
    )


def opvang(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """One request: show it, or take a step on it."""
    traject_id, adres = stapverzoek.lees_id(id), f"{ADRES}/{id}"
    if request.method == "GET":
        return _toon(traject_id, adres, stapverzoek.teruggekomen())
    poging = stapverzoek.lees_poging()
    gedaan = stapverzoek.zet(poging, lambda w: get_traject(w, traject_id, ROUTE))
    if isinstance(gedaan, Poging):
        return _toon(traject_id, adres, gedaan)
    # A shelter that declined can't read the request any more.
    weg = poging.actie == "afslaan" and actor().rol == "opvangmedewerker"
    return stapverzoek.klaar(gedaan, ADRES if weg else adres)


def _toon(traject_id: bytes, adres: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = opvangpagina(w, het_huis().beleid, traject_id)
    nu = [f"De status is: {pagina.opvang.staat}."]
    inhoud = render_template(
        "opvang.html", adres=adres, **vars(pagina), **stapverzoek.variabelen(poging, pagina.aanbod, ROUTE, nu)
    )
    return inhoud, poging.status if poging else 200


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"opvanglijst": opvanglijst, "opvang": opvang}
