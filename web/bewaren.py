"""Retention: what falls due, asking to hold a case, saying yes or no to it, and certificates of destruction."""

from collections.abc import Callable
from functools import partial

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import vasthouden
from workflow.bewaarpagina import (
    ADRES,
    AFWIJZEN,
    BEEINDIGEN,
    BEVESTIGEN,
    STAPPEN,
    VASTHOUDEN,
    bewaarpagina,
    certificaattekst,
)
from workflow.fouten import NietGevonden
from workflow.ports import Werk

GEVRAAGD = "De vraag staat bij de FG van je gemeente."
VAST = "De zaak wordt vastgehouden. Er wordt niets van vernietigd."
NIET_VAST = "Je hebt nee gezegd. De bewaartermijn blijft gelden."
GEEINDIGD = "De zaak wordt niet meer vastgehouden. De bewaartermijn geldt weer."


def pagina() -> ResponseReturnValue:
    """Show the page, or do one thing of it."""
    if request.method == "GET":
        return _toon(stapverzoek.teruggekomen())
    poging = handeling.lees(STAPPEN)
    gedaan = handeling.doe(poging, None, partial(_DOEN[poging.actie], poging))
    return _toon(gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, ADRES)


def _onderwerp(poging: Poging) -> tuple[str, int]:
    """The hold that the form is about, and the version that was on the page. Errors: NietGevonden."""
    nummer, _, revisie = handeling.waarde(poging, "onderwerp").rpartition(":")
    if not revisie.isascii() or not revisie.isdigit() or len(revisie) > stapverzoek.MAX_REVISIE:
        raise NietGevonden
    return nummer, int(revisie)


def _vraag(poging: Poging, w: Werk) -> str:
    huis = het_huis()
    zaak, reden, tot = (handeling.waarde(poging, naam) for naam in ("zaaknummer", "reden", "tot"))
    vasthouden.stel_voor(w, huis.beleid, zaak, reden, tot, huis.settings.basis_url)
    w.bevestig()
    return GEVRAAGD


def _bevestig(poging: Poging, w: Werk) -> str:
    vasthouden.bevestig(w, *_onderwerp(poging))
    w.bevestig()
    return VAST


def _wijs_af(poging: Poging, w: Werk) -> str:
    vasthouden.wijs_af(w, *_onderwerp(poging))
    w.bevestig()
    return NIET_VAST


def _beeindig(poging: Poging, w: Werk) -> str:
    nummer, revisie = _onderwerp(poging)
    vasthouden.beeindig(w, het_huis().beleid, nummer, handeling.waarde(poging, "reden_einde"), revisie)
    w.bevestig()
    return GEEINDIGD


_DOEN: dict[str, Callable[[Poging, Werk], str]] = {
    VASTHOUDEN.actie: _vraag,
    BEVESTIGEN.actie: _bevestig,
    AFWIJZEN.actie: _wijs_af,
    BEEINDIGEN.actie: _beeindig,
}


def _toon(poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        gevonden = bewaarpagina(w, het_huis().beleid)
    ingevuld = handeling.variabelen(poging, gevonden.handelingen)
    return render_template("bewaren.html", adres=ADRES, **vars(gevonden), **ingevuld), poging.status if poging else 200


def certificaat(nummer: str) -> ResponseReturnValue:
    """One certificate as a file of text, without anything that leads to a person."""
    with werk() as w:
        tekst = certificaattekst(w, het_huis().beleid, nummer)
    antwoord = Response(tekst, mimetype="text/plain")
    antwoord.headers["Content-Disposition"] = "attachment; filename=certificaat.txt"
    return antwoord


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"bewaren": pagina, "bewaren.certificaat": certificaat}
