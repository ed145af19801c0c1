"""Sheets that leave the house as PDF/UA: made in memory, out of our own files alone, marked on every page."""

import hashlib
import secrets
from datetime import datetime
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from web import statisch
from workflow.datumtekst import tijdstip_tekst
from workflow.fouten import OpslagOnbereikbaar

SOORT = "application/pdf"
VARIANT = "pdf/ua-1"
# No such host exists: an address that is not one of our own files has nowhere to go.
ADRES = "http://bouw.invalid"
WACHTEN = 20.0
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

# Pango and fontconfig promise nothing about two threads; a sheet takes less than half a second.
_SLOT = Lock()


class NietVanOns(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint has no types
    """A sheet asked for something that the build did not make. The text never holds the address: it may be content."""


class AlleenBouw(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Hands out what stands in web/static/build, from memory, and refuses every other address."""

    def __init__(self, bestanden: statisch.Bestanden) -> None:
        super().__init__(allowed_protocols=("http",), allow_redirects=False)
        self._bestanden = bestanden

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """One built file by its plain or its hashed name. Errors: NietVanOns."""
        delen = urlsplit(url)
        naam = delen.path.removeprefix("/static/")
        bestand = self._bestanden.bestanden.get(self._bestanden.manifest.get(naam, naam))
        ons = f"{delen.scheme}://{delen.netloc}" == ADRES and delen.path == f"/static/{naam}"
        if bestand is None or not ons or delen.query:
            raise NietVanOns("a sheet asked for a file that is not one of its own")
        return URLFetcherResponse(url, bestand.inhoud, {"Content-Type": bestand.soort})


def nieuw_exemplaar() -> str:
    """A number for one copy, such as 7K2M-P4QX: two copies never look the same, and it counts nothing."""
    tekens = [secrets.choice(LETTERS) for _ in range(8)]
    return f"{''.join(tekens[:4])}-{''.join(tekens[4:])}"


def maak_pdf(template: str, *, titel: str, ontvanger: str, exemplaar: str, nu: datetime, **variabelen: Any) -> bytes:
    """Render a template of `templates/pdf` and return the bytes of the sheet; they never touch a disk.

    In: `ontvanger` is who may read this copy, as it stands on every page; `exemplaar` its number; `nu` the moment.
    Out: a tagged PDF/UA-1 in Dutch. Errors: OpslagOnbereikbaar when too many sheets are being made.
    Source: ISO 14289-1 (PDF/UA-1).
    """
    bestanden: statisch.Bestanden = current_app.extensions[statisch.NAAM]
    # Not `render_template`: that asks for the frame of a page, and would eat the line about what was just done.
    html = current_app.jinja_env.get_template(template).render(
        titel=titel, ontvanger=ontvanger, exemplaar=exemplaar, tijd=tijdstip_tekst(nu), **variabelen
    )
    if not _SLOT.acquire(timeout=WACHTEN):
        raise OpslagOnbereikbaar("too many sheets at once")
    try:
        blad = HTML(string=html, base_url=f"{ADRES}/static/", url_fetcher=AlleenBouw(bestanden))
        inhoud: bytes = blad.write_pdf(font_config=FontConfiguration(), pdf_variant=VARIANT)
    finally:
        _SLOT.release()
    return inhoud


def vingerafdruk(inhoud: bytes) -> str:
    """SHA-256 of the bytes: it stands in the log before they leave."""
    return hashlib.sha256(inhoud).hexdigest()


def stuur(inhoud: bytes, naam: str) -> Response:
    """The answer with a sheet: always a file to keep, never shown in the page or kept on the way."""
    antwoord = Response(inhoud, mimetype=SOORT)
    antwoord.headers["Content-Disposition"] = f'attachment; filename="{naam}"'
    antwoord.headers["Cache-Control"] = "no-store"
    return antwoord
