"""Logging in and out, with the way back to the page and the text that a person came from."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from web import session, teruggave
from web.huis import Inlog, het_huis
from web.inlogvorm import bagage, eigen_pad, opnieuw, toon, toon_instellen, toon_tweede
from workflow import paginas
from workflow.fouten import InloggenMislukt, Wachten
from workflow.wachtzin import HOOGSTENS, wachttekst

__all__ = ["PAGINAS", "begin", "bestemming", "neem_over", "opnieuw", "toon", "verder", "wacht"]

ONBEKEND = "Je e-mailadres of je wachtzin klopt niet. Probeer het opnieuw"
LEEG = {"email": "Vul je e-mailadres in", "wachtzin": "Vul je wachtzin in"}
MAX_EMAIL = 200


def pagina() -> ResponseReturnValue:
    """Show the page, or log in."""
    if request.method == "GET":
        return toon(200, naar=eigen_pad(request.args.get("naar", "")))
    email, wachtzin = request.form.get("email", "").strip(), request.form.get("wachtzin", "")
    if not email or not wachtzin:
        fouten = [(naam, tekst) for naam, tekst in LEEG.items() if not request.form.get(naam, "").strip()]
        return opnieuw(422, fouten=fouten, kaart=request.form.get("kaart", ""))
    try:
        return begin(email, wachtzin)
    except InloggenMislukt:
        return opnieuw(401, fouten=[("email", ONBEKEND)])
    except Wachten as fout:
        return wacht(fout)


def wacht(fout: Wachten) -> ResponseReturnValue:
    """Show the page again with how long to wait; the ticket in it makes the next try count."""
    antwoord = make_response(opnieuw(429, fouten=[("wachtzin", wachttekst(fout.seconden))], kaart=fout.kaart))
    antwoord.headers["Retry-After"] = str(fout.seconden)
    return antwoord


def begin(email: str, wachtzin: str, *, factor_klaar: bool = False) -> Response:
    """Log in and go on: to the second factor, or to the page that the person came from, with his text.

    In: `factor_klaar` when a provider vouches for a second factor. Errors: InloggenMislukt, Wachten, TeDruk.
    """
    kaart = request.form.get("kaart", "")
    # Longer than any passphrase that can be chosen: it is wrong, and costs what every wrong one costs.
    return verder(
        het_huis().toegang.inloggen(
            email[:MAX_EMAIL], wachtzin[: HOOGSTENS + 1], session.apparaat(), kaart, factor_klaar=factor_klaar
        )
    )


def verder(inlog: Inlog) -> Response:
    """Hand the browser its session and go on to what is asked next, or to the page that the person came from."""
    mee = bagage()
    if inlog.half:
        return _half(inlog, mee)
    antwoord = make_response(redirect(bestemming(inlog.token, mee["naar"]), 303))
    melding = _in_sessie(antwoord, inlog, mee)
    if melding:
        flash(melding)
    return antwoord


def _in_sessie(antwoord: Response, inlog: Inlog, mee: dict[str, str]) -> str:
    """Put the new session in the browser, with the text that came along. Out: a line when that text is dropped."""
    melding = ""
    if mee["meegenomen"] and mee["naar"]:
        melding = teruggave.geef_terug(inlog.token, mee["meegenomen"], mee["naar"])
    session.begin(antwoord, inlog.token)
    session.onthoud_apparaat(antwoord, inlog.apparaat)
    return melding


def _half(inlog: Inlog, mee: dict[str, str]) -> Response:
    vragen = f"?{urlencode({'naar': mee['naar']})}" if mee["naar"] else ""
    if not mee["meegenomen"]:
        antwoord = make_response(redirect(f"/inloggen/{inlog.half}{vragen}", 303))
        session.begin(antwoord, inlog.token)
        return antwoord
    # A redirect would lose the text, which stands in no session yet: the next page comes at once. It is made after the
    # session has begun, because its form carries a token of that one.
    antwoord = make_response()
    session.begin(antwoord, inlog.token)
    inhoud, _ = toon_tweede(inlog.token) if inlog.half == "tweede" else toon_instellen(inlog.token)
    antwoord.set_data(inhoud)
    return antwoord


def neem_over(antwoord: Response, inlog: Inlog) -> None:
    """Put a whole session in the browser on a page that shows something first, with the text that came along."""
    melding = _in_sessie(antwoord, inlog, bagage())
    if melding:
        flash(melding)


def bestemming(token: str, naar: str) -> str:
    """The page asked for when the role may see it, else the page where his role begins."""
    huis = het_huis()
    sessie, _ = huis.sessies.haal(token)
    if sessie is None:
        return "/inloggen"
    rol = huis.actor_van(sessie.persoon_id).rol
    gevraagd = teruggave.pagina_van(naar)
    if gevraagd is not None and gevraagd.mag(rol):
        return naar
    return paginas.begin(huis.beleid.paginas, rol)


def uitloggen() -> ResponseReturnValue:
    """End the session; the browser is told to forget what it kept."""
    antwoord = make_response(redirect("/inloggen", 303))
    session.eindig(antwoord)
    return antwoord


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"inloggen": pagina, "uitloggen": uitloggen}
