"""The page of a custodian: open a desk for its first holder, sign a new key of a desk."""

from collections.abc import Callable
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import leden
from workflow.bewaarderpagina import ADRES, ONDERTEKEN, OPEN, STAPPEN, bewaarderpagina
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.werkplekpagina import VINGERAFDRUK

GEOPEND = "De werkplek is open. De eerste collega heeft de sleutel."
GETEKEND = "De sleutel is ondertekend."


def pagina() -> ResponseReturnValue:
    """Show what waits, or do one thing of it."""
    if request.method == "GET":
        return _toon(stapverzoek.teruggekomen())
    poging = handeling.lees(STAPPEN)
    gedaan = handeling.doe(poging, STAPPEN[poging.actie], partial(_DOEN[poging.actie], poging))
    return _toon(gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, ADRES)


def _open(poging: Poging, w: Werk) -> str:
    werkplek, _, wie = handeling.waarde(poging, "onderwerp").rpartition(":")
    url = het_huis().settings.basis_url
    persoon_id, woorden = stapverzoek.lees_id(wie), handeling.waarde(poging, VINGERAFDRUK)
    leden.open_werkplek(w, het_huis().beleid, persoon_id, werkplek, vingerafdruk=woorden, url=url)
    return GEOPEND


def _onderteken(poging: Poging, w: Werk) -> str:
    werkplek, _, epoch = handeling.waarde(poging, "onderwerp").rpartition(":")
    if not epoch.isascii() or not epoch.isdigit() or len(epoch) > stapverzoek.MAX_REVISIE:
        raise NietGevonden
    leden.onderteken(w, werkplek, int(epoch))
    return GETEKEND


_DOEN: dict[str, Callable[[Poging, Werk], str]] = {OPEN.actie: _open, ONDERTEKEN.actie: _onderteken}


def _toon(poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        gevonden = bewaarderpagina(w, het_huis().beleid)
    ingevuld = handeling.variabelen(poging, gevonden.handelingen)
    return render_template(
        "bewaarder.html", adres=ADRES, **vars(gevonden), **ingevuld
    ), poging.status if poging else 200


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"bewaarder": pagina}
