"""From error to page: one table, in words that say what to do next, and never the text of the error itself."""

import logging
import secrets
import traceback
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from web import teruggave
from web.huis import het_huis
from workflow import fouten as domein
from workflow.fouten import NietGevonden, NietToegestaan, StapGeweigerd, Wachten

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Foutpagina:
    """What one kind of error looks like. An empty heading or text takes that of the code."""

    code: int
    kop: str = ""
    tekst: str = ""
    terug: str = ""


OPNIEUW = Foutpagina(
    400,
    "Je pagina stond te lang open",
    "Er is nog niets gedaan. Ga terug en probeer het opnieuw. Wat je had ingevuld, staat er dan nog.",
)
NERGENS = Foutpagina(404)
OPSLAG = Foutpagina(503, "Het lukt nu niet", "Er is niets gedaan en niets veranderd. Probeer het zo weer.")
DRUK = Foutpagina(503)
VERLOPEN = Foutpagina(410, "Deze pagina is te oud", "Begin opnieuw. We bewaren niets zolang je niet verstuurt.")
ONBEKEND = Foutpagina(500)

TABEL: Mapping[type[Exception], Foutpagina] = {
    CSRFError: OPNIEUW,
    domein.NietGevonden: NERGENS,
    domein.NietToegestaan: NERGENS,
    domein.Ingehaald: Foutpagina(409),
    domein.StapGeweigerd: Foutpagina(422),
    domein.WerkplekGesloten: Foutpagina(
        503,
        "Niemand kan dit nu openen",
        "Bij die werkplek zit nu niemand met een sleutel. Bel je collega of de beheerder.",
    ),
    domein.AlIngediend: Foutpagina(
        409, "Je signaal is al verstuurd", "Wil je iets veranderen? Voeg het toe met je volgcode.", "/volgen"
    ),
    domein.Beschadigd: Foutpagina(500, "Dit is beschadigd", "We kunnen dit niet meer openen. Vertel het de beheerder."),
    domein.LogboekOnbereikbaar: OPSLAG,
    domein.OpslagOnbereikbaar: OPSLAG,
    domein.Wachten: Foutpagina(429),
    domein.Codefout: Foutpagina(422, "Deze code klopt niet", "Er is niets gedaan. Ga terug en kijk de code na."),
    domein.InloggenMislukt: Foutpagina(
        422, "Je wachtzin klopt niet", "Er is niets gedaan. Ga terug en probeer het opnieuw."
    ),
}


def registreer(app: Flask, van_opslag: Mapping[type[Exception], Foutpagina]) -> None:
    """Register the table, the pages of HTTP errors and the last resort. `van_opslag`: the errors of storage."""
    for soort, pagina in {**TABEL, **van_opslag}.items():
        app.register_error_handler(soort, _maker(pagina))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _onbekend)


def _maker(pagina: Foutpagina):  # type: ignore[no-untyped-def]  # see `_toon`
    def maak(fout: Exception) -> ResponseReturnValue:
        if isinstance(fout, NietGevonden | NietToegestaan) and "actor" in g:
            het_huis().log_weigering(g.actor, request.endpoint or "")
        if pagina.code >= 500:
            log.error("%s: %s", type(fout).__name__, _plaatsen(fout))
        punten = fout.punten if isinstance(fout, StapGeweigerd) else ()
        inhoud, code = toon(pagina, ontbreekt=punten)
        return inhoud, code, {"Retry-After": str(fout.seconden)} if isinstance(fout, Wachten) else {}

    return maak


def _http(fout: HTTPException) -> ResponseReturnValue:
    """The page of an HTTP error; its own text is for programmers."""
    code = fout.code or 500
    if code < 400:
        return fout
    inhoud, status = toon(Foutpagina(code))
    methoden = fout.valid_methods if isinstance(fout, MethodNotAllowed) else None
    koppen = {"Allow": ", ".join(methoden)} if methoden else {}
    return inhoud, status, koppen


def _onbekend(fout: Exception) -> ResponseReturnValue:
    """The last resort: the page and the log share an id; what the error says may be content, so it stays unsaid."""
    kenmerk = secrets.token_hex(4)
    log.error("error %s: %s: %s", kenmerk, type(fout).__name__, _plaatsen(fout))
    tekst = f"Dit ligt aan ons. Probeer het zo nog eens. Blijft het zo? Geef dan dit nummer door: {kenmerk}."
    return toon(Foutpagina(500, tekst=tekst))


def _plaatsen(fout: Exception) -> str:
    stapels = traceback.extract_tb(fout.__traceback__)
    return " < ".join(f"{een.filename.rpartition('/')[2]}:{een.lineno} {een.name}" for een in reversed(stapels[-8:]))


def toon(pagina: Foutpagina, ontbreekt: tuple[str, ...] = ()) -> tuple[str, int]:
    """Render an error page. One about the server itself asks nothing more of it: no menu, no clock."""
    g.kaal = pagina.code >= 500
    terug = pagina.terug or _terug()
    inhoud = render_template(
        "fout.html", code=pagina.code, kop=pagina.kop, tekst=pagina.tekst, ontbreekt=ontbreekt, terug=terug
    )
    return inhoud, pagina.code


def _terug() -> str:
    """The page that a refused post came from; for anything else the first page."""
    return teruggave.getoond_pad(request.path) if request.method == "POST" else "/"
