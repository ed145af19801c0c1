"""How the pages of the log-in look, with what travels through them: the way back and a text that was being typed."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import segno
from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import oefenrollen, sleutelvraag, teruggave
from web.huis import het_huis

Fouten = Sequence[tuple[str, str]]
# A camera finds a QR code by the white around it.
RAND = 4


def eigen_pad(pad: str) -> str:
    """The path when it is one of our own pages for people with an account, else ""."""
    gevonden = teruggave.pagina_van(pad)
    return pad if gevonden is not None and not gevonden.is_openbaar else ""


def bagage() -> dict[str, str]:
    """What travels along: the path to go to afterwards and the sealed text of a session that ran out."""
    return {
        "naar": eigen_pad(request.values.get("naar", "")),
        "meegenomen": request.form.get("meegenomen", ""),
    }


def opnieuw(status: int, melding: str = "", fouten: Fouten = (), *, kaart: str = "") -> ResponseReturnValue:
    """Show the log-in page again after a post, with everything that came along with it."""
    return toon(status, melding, fouten, email=request.form.get("email", ""), kaart=kaart, **bagage())


def toon(
    status: int,
    melding: str = "",
    fouten: Fouten = (),
    *,
    email: str = "",
    meegenomen: str = "",
    naar: str = "",
    kaart: str = "",
) -> ResponseReturnValue:
    """Show the log-in page; in a practice environment with a card for each account."""
    inhoud = render_template(
        "inloggen.html",
        email=email,
        fouten=fouten,
        kaart=kaart,
        melding=melding,
        meegenomen=meegenomen,
        naar=naar,
        **oefenrollen.kaarten(request.args.get("gemeente", "")),
    )
    return inhoud, status


def toon_tweede(token: str, status: int = 200, fouten: Fouten = ()) -> tuple[str, int]:
    """Ask the code of the app, one of the paper, or a security key. In: the token of the half session."""
    return render_template("tweede.html", fouten=fouten, sleutelvraag=sleutelvraag.aanbod(token), **bagage()), status


def toon_instellen(token: str, status: int = 200, fouten: Fouten = ()) -> tuple[str, int]:
    """Show the QR code for the app, and ask its first code before anything else can be done."""
    return render_template("tweede_instellen.html", fouten=fouten, **app_variabelen(token), **bagage()), status


def app_variabelen(token: str) -> dict[str, Any]:
    """The QR code and the secret that waits in this session."""
    geheim, adres = het_huis().toegang.begin_app(token)
    return {"geheim": geheim, "qr": qr(adres)}


def qr(adres: str) -> dict[str, Any]:
    """A QR code as a drawing: its size in dots, and the path of the dark ones with four white dots around them."""
    code = segno.make(adres, error="m", micro=False)
    delen = []
    for y, rij in enumerate(code.matrix, RAND):
        x = RAND
        for donker, groep in groupby(rij):
            breed = len(list(groep))
            if donker:
                delen.append(f"M{x} {y}h{breed}v1h-{breed}z")
            x += breed
    return {"maat": len(code.matrix) + 2 * RAND, "pad": "".join(delen)}
