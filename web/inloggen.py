"""Logging in and out, with the way back to the page and the text that a person came from."""

from collections.abc import Callable, Sequence

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from web import oefenrollen, session, teruggave
from web.huis import het_huis
from workflow import paginas
from workflow.fouten import InloggenMislukt

ONBEKEND = "Je e-mailadres of je wachtzin klopt niet. Probeer het opnieuw"
LEEG = {"email": "Vul je e-mailadres in", "wachtzin": "Vul je wachtzin in"}
MAX_EMAIL, MAX_WACHTZIN = 200, 128


def pagina() -> ResponseReturnValue:
    """Show the page, or log in."""
    if request.method == "GET":
        return toon(200, naar=_eigen_pad(request.args.get("naar", "")))
    email, wachtzin = request.form.get("email", "").strip(), request.form.get("wachtzin", "")
    if not email or not wachtzin:
        fouten = [(naam, tekst) for naam, tekst in LEEG.items() if not request.form.get(naam, "").strip()]
        return opnieuw(422, fouten=fouten)
    try:
        return begin(email, wachtzin)
    except InloggenMislukt:
        return opnieuw(401, fouten=[("email", ONBEKEND)])


def begin(email: str, wachtzin: str) -> Response:
    """Start a session and go to the page that the person came from, with his text. Errors: InloggenMislukt, TeDruk."""
    # Longer than any passphrase that can be chosen: it is wrong, and costs what every wrong one costs.
    token = het_huis().inloggen(email[:MAX_EMAIL], wachtzin[: MAX_WACHTZIN + 1])
    naar, meegenomen = _eigen_pad(request.form.get("naar", "")), request.form.get("meegenomen", "")
    melding = teruggave.geef_terug(token, meegenomen, naar) if meegenomen and naar else ""
    antwoord = make_response(redirect(_doel(token, naar), 303))
    session.begin(antwoord, token)
    if melding:
        flash(melding)
    return antwoord


def _doel(token: str, naar: str) -> str:
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


def _eigen_pad(pad: str) -> str:
    """The path when it is one of our own pages for people with an account, else ""."""
    gevonden = teruggave.pagina_van(pad)
    return pad if gevonden is not None and not gevonden.is_openbaar else ""


def opnieuw(status: int, melding: str = "", fouten: Sequence[tuple[str, str]] = ()) -> ResponseReturnValue:
    """Show the page again after a post, with everything that came along with it."""
    naar, meegenomen = _eigen_pad(request.form.get("naar", "")), request.form.get("meegenomen", "")
    email = request.form.get("email", "")
    return toon(status, melding, fouten, email=email, meegenomen=meegenomen, naar=naar)


def toon(
    status: int,
    melding: str = "",
    fouten: Sequence[tuple[str, str]] = (),
    *,
    email: str = "",
    meegenomen: str = "",
    naar: str = "",
) -> ResponseReturnValue:
    """Show the log-in page; in a practice environment with a card for each account."""
    inhoud = render_template(
        "inloggen.html",
        email=email,
        fouten=fouten,
        melding=melding,
        meegenomen=meegenomen,
        naar=naar,
        **oefenrollen.kaarten(request.args.get("gemeente", "")),
    )
    return inhoud, status


def uitloggen() -> ResponseReturnValue:
    """End the session; the browser is told to forget what it kept."""
    antwoord = make_response(redirect("/inloggen", 303))
    session.eindig(antwoord)
    return antwoord


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"inloggen": pagina, "uitloggen": uitloggen}
