"""Accepting an invitation: the code, an own passphrase, and the personal code that is shown once."""

from collections.abc import Callable

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from web.herstel import MAX_CODE, TIKFOUT
from web.huis import Genodigde, het_huis
from web.inlogvorm import Fouten
from workflow.fouten import Codefout
from workflow.wachtzin import bezwaar_nieuw, maak_wachtzin

LEEG = "Vul de code in die je kreeg"
ONBEKEND = "Deze code werkt niet. Hij is al gebruikt, ingetrokken of te oud. Vraag je beheerder om een nieuwe"


def link(code: str) -> ResponseReturnValue:
    """The address with the code in it: the same page with the code filled in, and nothing about who it is for."""
    return _toon(code[:MAX_CODE])


def pagina() -> ResponseReturnValue:
    """Ask the code; then say for whom it is and ask a passphrase; then make the key."""
    if request.method == "GET":
        return _toon("")
    actie = request.form.get("actie", "")
    if actie not in ("bekijk", "stel_voor", "aanvaard"):
        abort(400)
    code = request.form.get("herstelcode", "").strip()[:MAX_CODE]
    if not code:
        return _toon("", 422, [("herstelcode", LEEG)])
    try:
        genodigde = het_huis().uitnodiging.bekijk(code)
        return _aanvaard(code, genodigde) if actie == "aanvaard" else _toon_genodigde(code, genodigde, actie)
    except Codefout as fout:
        return _toon(code, 422, [("herstelcode", TIKFOUT if fout.tikfout else ONBEKEND)])


def _aanvaard(code: str, genodigde: Genodigde) -> ResponseReturnValue:
    huis, nieuw = het_huis(), request.form.get("wachtzin_nieuw", "")
    eigen = (genodigde.naam, genodigde.alias, genodigde.email)
    bezwaar = bezwaar_nieuw(nieuw, request.form.get("wachtzin_nogmaals", ""), huis.beleid.wachtzin, eigen)
    if bezwaar:
        return _toon(code, 422, [("wachtzin_nieuw", bezwaar)], genodigde)
    klaar = huis.uitnodiging.aanvaard(code, nieuw)
    return render_template("codes.html", soort="herstel", codes=[klaar.code], verder="/inloggen", email=klaar.email)


def _toon_genodigde(code: str, genodigde: Genodigde, actie: str) -> ResponseReturnValue:
    voorstel = maak_wachtzin(het_huis().beleid.woorden) if actie == "stel_voor" else ""
    return _toon(code, genodigde=genodigde, voorstel=voorstel)


def _toon(
    code: str, status: int = 200, fouten: Fouten = (), genodigde: Genodigde | None = None, voorstel: str = ""
) -> ResponseReturnValue:
    variabelen = {"code": code, "fouten": list(fouten), "genodigde": genodigde, "voorstel": voorstel}
    return render_template("uitnodiging.html", **variabelen), status


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"uitnodiging": pagina, "uitnodiging_link": link}
