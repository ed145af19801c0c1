"""What a colleague must know: cards to recognise signals, on screen and to print, and whom to call."""

from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Any

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from web import pdf
from web.huis import het_huis
from web.openbaar import contact
from workflow.datumtekst import dag_tekst
from workflow.kennis import Kaart
from workflow.termijnen import TIJDZONE

BLADEN = "kaartbladen"
_BEURT = Lock()


def nummers() -> list[dict[str, str]]:
    """The public numbers as a page shows them: nummer, tel, naam, wanneer, bereikbaar, controle."""
    vandaag = het_huis().nu().astimezone(TIJDZONE).date()
    velden = ("nummer", "tel", "naam", "wanneer", "bereikbaar")
    return [
        {**{veld: getattr(een, veld) for veld in velden}, "controle": een.controle(vandaag)}
        for een in het_huis().beleid.kennis.nummers
    ]


def signalen_herkennen() -> ResponseReturnValue:
    """The general card, with a link to each card."""
    return render_template("openbaar/signalen_herkennen.html", kaarten=het_huis().beleid.kennis.kaarten)


def _kaart(code: str) -> Kaart:
    gevonden = het_huis().beleid.kennis.kaart(code)
    if gevonden is None:
        abort(404)
    return gevonden


def _variabelen(code: str) -> dict[str, Any]:
    nagekeken = dag_tekst(het_huis().beleid.kennis.nagekeken)
    return {"kaart": _kaart(code), "nummers": nummers(), "nagekeken": nagekeken}


def kaart(kaart: str) -> ResponseReturnValue:  # the name in the table of pages
    """One card."""
    return render_template("openbaar/kaart.html", **_variabelen(kaart))


def kaart_pdf(kaart: str) -> ResponseReturnValue:  # the name in the table of pages
    """One card to print and hang up; it is for everybody, so no reader stands on it."""
    variabelen, nu = _variabelen(kaart), het_huis().nu()
    # Anybody may ask for it as often as he likes, and a sheet takes half a second: it is made once a day.
    bladen: dict[tuple[str, date], bytes] = current_app.extensions.setdefault(BLADEN, {})
    sleutel = (kaart, nu.astimezone(TIJDZONE).date())
    with _BEURT:
        # A crowd at the first minute of a day waits for one sheet; it does not make one each.
        if sleutel not in bladen:
            titel = variabelen["kaart"].titel
            bladen[sleutel] = pdf.maak_pdf(
                "pdf/kaart.html", titel=titel, ontvanger="iedereen", exemplaar="", nu=nu, openbaar=True, **variabelen
            )
    return pdf.stuur(bladen[sleutel], f"kaart-{kaart}.pdf")


def aandachtsfunctionarissen() -> ResponseReturnValue:
    """Whom to call, per municipality."""
    gemeenten = [
        {"naam": een.naam, "slug": een.slug, "contact": contact(een)} for een in het_huis().beleid.gemeenten.values()
    ]
    return render_template("openbaar/aandachtsfunctionarissen.html", gemeenten=gemeenten, nummers=nummers())


def aandachtsfunctionaris(gemeente: str) -> ResponseReturnValue:  # the name in the table of pages
    """Whom to call in one municipality, and what happens then; the address for the intranet of that municipality."""
    een = het_huis().beleid.gemeenten.get(gemeente)
    if een is None:
        abort(404)
    kaarten = het_huis().beleid.kennis.op_formulier()
    return render_template(
        "openbaar/aandachtsfunctionaris.html",
        gemeente={"naam": een.naam, "slug": een.slug, "contact": contact(een)},
        nummers=nummers(),
        kaarten=kaarten,
    )


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "signalen_herkennen": signalen_herkennen,
    "kaart": kaart,
    "kaart_pdf": kaart_pdf,
    "aandachtsfunctionarissen": aandachtsfunctionarissen,
    "aandachtsfunctionaris": aandachtsfunctionaris,
}
