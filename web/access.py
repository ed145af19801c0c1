"""The door: nothing is shown that the table of pages does not allow, and nothing is taken from elsewhere."""

from urllib.parse import quote

from flask import Flask, abort, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect

from web import inloggen, session, teruggave
from web.huis import NAAM, Huis, het_huis
from workflow.fouten import NietToegestaan
from workflow.paginas import Pagina

# Their sealed state or their code is the token, so that they work without any cookie. The bar with the practice clock
# stands on those pages too, so it has a seal as well.
EIGEN_ZEGEL = frozenset({"melden.formulier", "melden.soort", "volgen.pagina", "oefenen_klok"})
EIGEN_HERKOMST = ("same-origin", "none", "")
# A text of 128 KiB, sealed and written as base64, must still fit through the log-in page.
INLOGGEN_BYTES = 256 * 1024
# The pages of the log-in that a text passes through.
MET_TEKST = frozenset({"inloggen", "tweede", "tweede_sleutel", "instellen", "sso_begin", "ontgrendelen"})
TE_LANG_WEG = "Je was te lang weg. Log opnieuw in. Je tekst staat dan weer op de pagina."
TE_LANG_OPEN = "Deze pagina stond te lang open. Log opnieuw in."
csrf = CSRFProtect()


class PaginasKloppenNiet(Exception):
    """A page has no row in the table of pages, a row has no page, or the two differ in address or method."""


def registreer(app: Flask) -> None:
    """Put the door in front of every request."""
    # The check is made by our own hook: a session that ran out comes before a token that is wrong.
    # The referrer is never sent, so it can't be asked for; Sec-Fetch-Site is looked at instead.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_SSL_STRICT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    app.before_request(deur)


def deur() -> ResponseReturnValue | None:
    """Let the request through (None), or answer it here."""
    if request.endpoint == "static":
        return None
    if request.endpoint in MET_TEKST:
        request.max_content_length = request.max_form_memory_size = INLOGGEN_BYTES
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "") not in EIGEN_HERKOMST:
        abort(403)
    ingelogd: bool = current_user.is_authenticated
    pagina = het_huis().beleid.paginas.get(request.endpoint or "")
    if pagina is None or (not ingelogd and not pagina.is_openbaar):
        return None if ingelogd or not _is_werkadres() else _eerst_inloggen()
    if not pagina.is_openbaar and (g.get("voorbij") or not pagina.mag(g.actor.rol)):
        # The error table turns this into "not found" and writes the denial to the log. So does a form that was made
        # for a municipality where he may not work any more: what needs no desk must not land at home either.
        raise NietToegestaan
    return _open(pagina)


def _open(pagina: Pagina) -> ResponseReturnValue | None:
    if request.method == "POST" and not pagina.is_openbaar and teruggave.alleen_bewaren():
        return _bewaar_alleen()
    if request.method == "POST" and pagina.eindpunt not in EIGEN_ZEGEL:
        try:
            csrf.protect()
        except CSRFError:
            if pagina.eindpunt == "inloggen":
                return inloggen.opnieuw(400, TE_LANG_OPEN)
            if not pagina.is_openbaar:
                teruggave.bewaar()
            raise
    if request.method == "GET" and not pagina.is_openbaar and "POST" in pagina.methoden:
        teruggave.neem()
    return None


def _bewaar_alleen() -> ResponseReturnValue:
    """A page that had gone blank sends what was typed, while somebody is still logged in: nothing is done with it."""
    if teruggave.alleen_bewaren() == (g.actor.persoon_id or b"").hex():
        teruggave.bewaar()
    else:
        flash(teruggave.ANDER)
    return redirect(teruggave.getoond_pad(request.path), 303)


def _eerst_inloggen() -> ResponseReturnValue:
    """Answer who is not logged in, the same for an address that exists and one that does not."""
    pad = teruggave.getoond_pad(request.path)
    if request.method == "POST" and g.get("verlopen") and request.endpoint not in (None, "uitloggen"):
        if teruggave.alleen_bewaren() not in ("", g.verlopen.hex()):
            return inloggen.toon(401, teruggave.ANDER, naar=pad)
        return inloggen.toon(401, TE_LANG_WEG, meegenomen=teruggave.neem_mee(g.verlopen), naar=pad)
    half = session.half()
    begin = f"/inloggen/{half.half}" if half else "/inloggen"
    return redirect(f"{begin}?naar={quote(pad)}" if pad != "/" else begin, 303)


def _is_werkadres() -> bool:
    """Say whether the first part of the path is that of a page for people with an account."""
    paginas = het_huis().beleid.paginas.values()
    return _eerste(request.path) in {_eerste(een.pad) for een in paginas if not een.is_openbaar}


def _eerste(pad: str) -> str:
    return pad.split("/", 2)[1]


def bestaat(pagina: Pagina, *, oefenen: bool) -> bool:
    """Say whether a page exists here: those for practising exist in a practice environment only."""
    return oefenen or not pagina.eindpunt.startswith("oefenen_")


def controleer(app: Flask) -> None:
    """Refuse to start when the addresses of the application are not exactly those of the table of pages."""
    huis: Huis = app.extensions[NAAM]
    oefenen = huis.settings.oefenomgeving
    tabel = [
        (een.eindpunt, een.pad, frozenset(een.methoden))
        for een in huis.beleid.paginas.values()
        if bestaat(een, oefenen=oefenen)
    ]
    regels = [
        (regel.endpoint, regel.rule, frozenset(regel.methods or ()) - {"HEAD", "OPTIONS"})
        for regel in app.url_map.iter_rules()
    ]
    verschil = sorted({een[0] for een in {*tabel} ^ {*regels}})
    if verschil or len(regels) != len(tabel):
        raise PaginasKloppenNiet(f"pages and table differ in: {', '.join(verschil)}")
