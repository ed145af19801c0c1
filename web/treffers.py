"""Overlaps: in the own municipality, and with another one in stages; facts that wait for a colleague."""

from collections.abc import Callable
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, stapverzoek
from web.huis import het_huis
from web.session import actor, werk
from web.stapverzoek import Poging
from workflow import trefferpagina
from workflow.fouten import NietGevonden
from workflow.melden import SIGNAAL
from workflow.ports import Werk
from workflow.trefferpagina import ADRES, AF, BEREKEN, GEEF_VRIJ

ANTWOORD = "antwoord"


def treffers() -> ResponseReturnValue:
    """Show them, or do one thing there."""
    if request.method == "GET":
        return _toon(stapverzoek.teruggekomen())
    poging = handeling.lees({ANTWOORD, BEREKEN.actie, GEEF_VRIJ.actie})
    if poging.actie != ANTWOORD and actor().rol != AF:
        raise NietGevonden
    gedaan = handeling.doe(poging, None, partial(_DOEN[poging.actie], poging))
    return _toon(gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, ADRES)


def _antwoord(poging: Poging, w: Werk) -> str:
    velden = (handeling.waarde(poging, naam) for naam in ("onderwerp", "antwoord", "grond", "revisie_rij"))
    return trefferpagina.beantwoord(w, het_huis().beleid, *velden)


def _geef_vrij(poging: Poging, w: Werk) -> str:
    return trefferpagina.geef_vrij(w, handeling.waarde(poging, "onderwerp"))


def _bereken(_poging: Poging, w: Werk) -> str:
    route = het_huis().beleid.routes[SIGNAAL]
    return trefferpagina.bereken(w, [een.naam for een in route.staten])


_DOEN: dict[str, Callable[[Poging, Werk], str]] = {
    ANTWOORD: _antwoord,
    GEEF_VRIJ.actie: _geef_vrij,
    BEREKEN.actie: _bereken,
}


def _toon(poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = trefferpagina.trefferpagina(w, het_huis().beleid)
    ingevuld = handeling.variabelen(poging, pagina.handelingen)
    return render_template("treffers.html", url=ADRES, **vars(pagina), **ingevuld), poging.status if poging else 200


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"treffers": treffers}
