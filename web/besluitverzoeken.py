"""What the driehoek is asked: who governs answers with a code, the veiligheidsadviseur reads it."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import besluitverzoeken
from workflow.besluitverzoeken import ADRES, BEANTWOORD_STAP, GEZIEN_STAP, REVISIE
from workflow.ports import Werk

GEDAAN = {
    BEANTWOORD_STAP: "Je antwoord is vastgelegd. De veiligheidsadviseur krijgt bericht.",
    GEZIEN_STAP: "Vastgelegd dat je het antwoord las.",
}


def pagina() -> ResponseReturnValue:
    """The requests, or an answer to one of them."""
    if request.method == "GET":
        return _toon(stapverzoek.teruggekomen())
    poging = handeling.lees(GEDAAN)
    gedaan = handeling.doe(poging, None, lambda w: _doe(w, poging))
    return _toon(gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, ADRES)


def _doe(w: Werk, poging: Poging) -> str:
    huis = het_huis()
    tekst = handeling.waarde(poging, REVISIE)
    revisie = int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= stapverzoek.MAX_REVISIE else 0
    gevonden = besluitverzoeken.vind(w, handeling.waarde(poging, "onderwerp"), revisie)
    if poging.actie == BEANTWOORD_STAP:
        ruw = {naam: list(waarden) for naam, waarden in poging.ruw.items()}
        besluitverzoeken.beantwoord(w, huis.beleid, gevonden, ruw, huis.settings.basis_url)
    else:
        besluitverzoeken.gelezen(w, gevonden)
    return GEDAAN[poging.actie]


def _toon(poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        rijen = besluitverzoeken.pagina(w, het_huis().beleid)
    ingevuld = handeling.variabelen(poging, [een.handeling for een in rijen if een.handeling is not None])
    inhoud = render_template("besluitverzoeken.html", rijen=rijen, adres=ADRES, **ingevuld)
    return inhoud, poging.status if poging else 200


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"besluitverzoeken": pagina}
