"""The second page of the log-in: the code of the app, and setting up the app by who has none yet."""

from collections.abc import Callable

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from web import session
from web.huis import het_huis
from web.inloggen import bestemming, neem_over, opnieuw, verder
from web.inlogvorm import bagage, toon_instellen, toon_tweede
from workflow.fouten import InloggenMislukt, NietGevonden, Wachten
from workflow.wachtzin import wachttekst

LEEG = "Vul de code in"
ONBEKEND = "Deze code klopt niet of is al gebruikt. Wacht op een nieuwe code en probeer het opnieuw"
EERSTE = "Deze code klopt niet. Kijk of de klok van je telefoon goed staat en vul de nieuwste code in"
VERLOPEN = "Het duurde te lang. Log opnieuw in."
MAX_CODE = 40


def tweede() -> ResponseReturnValue:
    """Ask the second factor and go on."""
    token = session.token()
    if not _wacht_op("tweede"):
        return _terug()
    if request.method == "GET":
        return toon_tweede(token)
    code = request.form.get("factorcode", "").strip()[:MAX_CODE]
    if not code:
        return toon_tweede(token, 422, [("factorcode", LEEG)])
    try:
        return verder(het_huis().toegang.tweede(token, code, session.apparaat()))
    except InloggenMislukt:
        return toon_tweede(token, 401, [("factorcode", ONBEKEND)])
    except Wachten as fout:
        antwoord = make_response(toon_tweede(token, 429, [("factorcode", wachttekst(fout.seconden))]))
        antwoord.headers["Retry-After"] = str(fout.seconden)
        return antwoord
    except NietGevonden:
        return _terug()


def instellen() -> ResponseReturnValue:
    """Set up the app, show the one-time codes, and only then go on."""
    huis, token = het_huis(), session.token()
    if not _wacht_op("instellen"):
        return _terug()
    if request.method == "GET":
        return toon_instellen(token)
    code = request.form.get("factorcode", "").strip()[:MAX_CODE]
    try:
        codes = huis.toegang.stel_app_in(token, code)
        inlog = huis.toegang.rond_af(token, session.apparaat())
    except InloggenMislukt:
        return toon_instellen(token, 422, [("factorcode", EERSTE if code else LEEG)])
    except NietGevonden:
        return _terug()
    verder_naar = bestemming(inlog.token, bagage()["naar"])
    antwoord = make_response(toon_codes(codes, verder_naar))
    neem_over(antwoord, inlog)
    return antwoord


def toon_codes(codes: list[str], verder_naar: str) -> str:
    """Show the one-time codes of the second factor, once."""
    return render_template("codes.html", soort="eenmalig", codes=codes, verder=verder_naar, email="")


def _wacht_op(wat: str) -> bool:
    half = session.half()
    return half is not None and half.half == wat


def _terug() -> ResponseReturnValue:
    """Back to the log-in, with the text that came along; who is logged in already goes to his own page."""
    return opnieuw(401, VERLOPEN) if request.method == "POST" else redirect("/inloggen", 303)


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"tweede": tweede, "instellen": instellen}
