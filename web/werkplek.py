"""The desk page of who sits there: who holds the key, who gets it, who leaves, and a new key."""

from collections.abc import Callable
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, stapverzoek
from web.huis import het_huis
from web.session import actor, werk
from web.stapverzoek import Poging
from workflow import leden
from workflow.fouten import NietGevonden
from workflow.mensenformulier import LAATSTE
from workflow.ports import Werk
from workflow.werkplekpagina import (
    ADRES,
    STAPPEN,
    VERLAAT,
    VINGERAFDRUK,
    WIS_FACTOR,
    met_factoren,
    mijn_werkplekken,
    voortgang_tekst,
    werkplekkenlijst,
    werkplekpagina,
)

GEGEVEN = "De sleutel is gegeven. Alle collega's van de werkplek krijgen een bericht."
NIET_GEGEVEN = "De sleutel is niet gegeven. Het voorstel is weg."
VERTROKKEN = "De toegang is gestopt. Maak nu meteen een nieuwe sleutel."
ZELF_WEG = "Je zit niet meer aan deze werkplek. Een collega maakt een nieuwe sleutel."
GEWIST = "De tweede stap is weg. Je collega stelt bij het inloggen een nieuwe in."


def werkplekken() -> ResponseReturnValue:
    """The desks of this person; who has one desk sees that one."""
    with werk() as w:
        plekken = mijn_werkplekken(w)
        if len(plekken) != 1:
            rijen = werkplekkenlijst(w, het_huis().beleid)
            return render_template("werkplekken.html", rijen=rijen)
    return _toon(plekken[0], None)


def werkplek(werkplek: str) -> ResponseReturnValue:  # the name in the table of pages
    """One desk: show it, or do one thing there."""
    if request.method == "GET":
        return _toon(werkplek, stapverzoek.teruggekomen())
    if werkplek not in actor().werkplekken:
        raise NietGevonden
    poging = handeling.lees({*STAPPEN, VERLAAT})
    if poging.actie == WIS_FACTOR.actie:
        gedaan = handeling.doe_los(poging, WIS_FACTOR, partial(_wis_factor, poging))
    else:
        act = partial(_DOEN[poging.actie], poging, werkplek)
        gedaan = handeling.doe(poging, STAPPEN.get(poging.actie), act)
    if isinstance(gedaan, Poging):
        return _toon(werkplek, gedaan)
    return stapverzoek.klaar(gedaan, ADRES if gedaan == ZELF_WEG else f"{ADRES}/{werkplek}")


def _wie(poging: Poging) -> bytes:
    return stapverzoek.lees_id(handeling.waarde(poging, "onderwerp"))


def _keur_goed(poging: Poging, plek: str, w: Werk) -> str:
    wie, url, woorden = _wie(poging), het_huis().settings.basis_url, handeling.waarde(poging, VINGERAFDRUK)
    leden.keur_goed(w, het_huis().beleid, wie, plek, vingerafdruk=woorden, url=url)
    return GEGEVEN


def _wijs_af(poging: Poging, plek: str, w: Werk) -> str:
    leden.wijs_voorstel_af(w, het_huis().beleid, _wie(poging), plek)
    return NIET_GEGEVEN


def _verlaat(poging: Poging, plek: str, w: Werk) -> str:
    wie, zeker = _wie(poging), bool(handeling.waarde(poging, LAATSTE.naam))
    leden.verlaat(w, het_huis().beleid, wie, plek, ook_als_laatste=zeker)
    return ZELF_WEG if wie == w.actor.persoon_id else VERTROKKEN


def _wis_factor(poging: Poging) -> str:
    """A lost second factor. Who may take it away is decided, and logged, where log-in is kept."""
    het_huis().toegang.wis_factor(actor(), _wie(poging))
    return GEWIST


def _vernieuw(poging: Poging, plek: str, w: Werk) -> str:
    """One batch. The form carries the epoch that it showed: pressed twice, it makes no second new key."""
    epoch = handeling.waarde(poging, "onderwerp")
    if not epoch.isascii() or not epoch.isdigit() or len(epoch) > stapverzoek.MAX_REVISIE:
        raise NietGevonden
    return voortgang_tekst(leden.vernieuw(w, het_huis().beleid, plek, na_epoch=int(epoch)))


def _verder(poging: Poging, plek: str, w: Werk) -> str:
    """The next batch of a renewal that has begun; to begin one asks the passphrase."""
    if not leden.stand(w, plek).over:
        return voortgang_tekst(leden.stand(w, plek))
    return voortgang_tekst(leden.vernieuw(w, het_huis().beleid, plek))


_DOEN: dict[str, Callable[[Poging, str, Werk], str]] = {
    "keur_goed": _keur_goed,
    "wijs_af": _wijs_af,
    VERLAAT: _verlaat,
    "vernieuw": _vernieuw,
    "verder": _verder,
}


def _toon(plek: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = werkplekpagina(w, het_huis().beleid, plek)
    pagina = met_factoren(pagina, het_huis().toegang.heeft_factor)
    ingevuld = handeling.variabelen(poging, pagina.handelingen)
    return render_template("werkplek.html", **vars(pagina), **ingevuld), poging.status if poging else 200


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"werkplekken": werkplekken, "werkplek": werkplek}
