"""A browser for tests: it keeps cookies, fills in forms, and checks every page it is given."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, g, render_template_string
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storage.installatie import Installatie
from tests.conftest import WACHTZIN, email_van, instellingen
from web.app import alle_paginas, create_app
from workflow.beleid import Beleid

KOPPEN = (
    *("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "X-Robots-Tag", "Referrer-Policy"),
    *("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cross-Origin-Embedder-Policy"),
    *("Permissions-Policy", "Cache-Control"),
)
PROEF = """{% extends 'basis.html' %}{% block titel %}Proef{% endblock %}{% block inhoud %}<h1>Proef</h1>
<form method="post">{{ m.verborgen() }}<label for="t">Tekst</label><input id="t" name="tekst"
value="{{ (terug.get('tekst') or [''])[0] }}"><button name="actie" value="proef">Klaar</button></form>{% endblock %}"""


class Pagina:
    """One answer, checked; `soep` is the page."""

    def __init__(self, antwoord: TestResponse) -> None:
        self.antwoord = antwoord
        self.code = antwoord.status_code
        self.tekst = antwoord.get_data().decode(errors="replace")
        self.soep = BeautifulSoup(self.tekst, "html.parser")
        controleer_koppen(antwoord)
        if antwoord.mimetype == "text/html" and not 300 <= self.code < 400:
            controleer_pagina(self.soep, antwoord)

    @property
    def naar(self) -> str:
        return self.antwoord.headers.get("Location", "")

    @property
    def kop(self) -> str:
        kop = self.soep.find("h1")
        assert isinstance(kop, Tag)
        return kop.get_text(" ", strip=True)

    @property
    def fouten(self) -> list[str]:
        lijst = self.soep.find(id="fouten")
        return [een.get_text(strip=True) for een in lijst.find_all("li")] if isinstance(lijst, Tag) else []

    def formulier(self, bevat: str = "") -> dict[str, str]:
        """The fields of the first form (with an element named `bevat`) outside header and footer, as they stand."""
        for vorm in self.soep.select("main form[method=post]"):
            namen = [str(een.get("name")) for een in vorm.find_all(["input", "textarea", "select", "button"])]
            if not bevat or bevat in namen:
                return velden_van(vorm)
        raise AssertionError(f"no form with {bevat!r}: {self.soep.get_text(' ', strip=True)[:400]}")


def velden_van(vorm: Tag) -> dict[str, str]:
    velden: dict[str, str] = {}
    for een in vorm.find_all(["input", "textarea", "select"]):
        naam, soort = str(een.get("name", "")), een.get("type", "text")
        if soort in ("radio", "checkbox") and not een.has_attr("checked"):
            continue
        gekozen = een.find("option", selected=True) if een.name == "select" else None
        waarde = een.get_text() if een.name == "textarea" else een.get("value", "")
        velden[naam] = str(gekozen["value"]) if isinstance(gekozen, Tag) else str(waarde or "").lstrip("\n")
    return velden


def controleer_koppen(antwoord: TestResponse) -> None:
    for kop in KOPPEN:
        assert antwoord.headers.get(kop), f"{antwoord.request.path} misses {kop}"
    assert "unsafe" not in antwoord.headers["Content-Security-Policy"]
    if not antwoord.request.path.startswith("/static/"):
        assert antwoord.headers["Cache-Control"] == "no-store"


def controleer_pagina(soep: BeautifulSoup, antwoord: TestResponse) -> None:
    html = soep.find("html")
    assert isinstance(html, Tag) and html["lang"] == "nl"
    assert len(soep.find_all("h1")) == 1
    titel = soep.find("title")
    assert isinstance(titel, Tag) and len(titel.get_text(strip=True)) > 10
    assert titel.get_text().startswith("Fout:") == bool(soep.find(id="fouten"))
    ids = [een["id"] for een in soep.find_all(id=True)]
    assert sorted(set(ids)) == sorted(ids), "an id stands twice"
    assert "None" not in soep.get_text(" ") and "Undefined" not in soep.get_text(" ")
    _controleer_velden(soep, set(ids))
    _controleer_formulieren(soep)
    _controleer_herkomst(soep, antwoord)


def _controleer_velden(soep: BeautifulSoup, ids: set[Any]) -> None:
    labels = {een.get("for") for een in soep.find_all("label")}
    for veld in soep.find_all(["input", "select", "textarea"]):
        if veld.get("type") != "hidden":
            assert veld.get("id") in labels, f"no label: {veld}"
    for een in soep.find_all(attrs={"aria-describedby": True}):
        assert set(str(een["aria-describedby"]).split()) <= ids, een
    for label in soep.select("label[for]"):
        assert label["for"] in ids, label
    for link in soep.select("a[href^='#']"):
        assert str(link["href"])[1:] in ids, link


def _controleer_formulieren(soep: BeautifulSoup) -> None:
    for vorm in soep.select("form[method=post]"):
        namen = {een.get("name") for een in vorm.find_all("input", type="hidden")}
        assert namen & {"csrf_token", "zegel"}, f"a form without token: {vorm.get('action')}"


def _controleer_herkomst(soep: BeautifulSoup, antwoord: TestResponse) -> None:
    nonce = antwoord.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    for een in soep.find_all(["script", "link", "img", "iframe"]):
        adres = str(een.get("src") or een.get("href") or "")
        assert adres.startswith("/") and not adres.startswith("//"), een
        if een.name == "script" or een.get("rel") == ["stylesheet"]:
            assert een["nonce"] == nonce
    assert not soep.select("[style]")
    assert not [naam for een in soep.find_all(True) for naam in een.attrs if naam.startswith("on")]


class Browser:
    """One person at one browser."""

    def __init__(self, app: Flask, basis: str = "http://127.0.0.1:8080", *, koekjes: bool = True) -> None:
        self.client: FlaskClient = app.test_client(use_cookies=koekjes)
        self.basis = basis
        self.laatste: Pagina | None = None

    def get(self, pad: str, **koppen: str) -> Pagina:
        self.laatste = Pagina(self.client.get(pad, base_url=self.basis, headers=koppen))
        return self.laatste

    def post(self, pad: str, velden: Mapping[str, Any], **koppen: str) -> Pagina:
        """Send exactly these fields."""
        self.laatste = Pagina(self.client.post(pad, data=dict(velden), base_url=self.basis, headers=koppen))
        return self.laatste

    def vul_in(self, pad: str, bevat: str = "", **velden: Any) -> Pagina:
        """Send the form of the last page with these answers on top of what stands in it."""
        assert self.laatste is not None
        return self.post(pad, self.laatste.formulier(bevat) | velden)

    def log_in(self, alias: str, naar: str = "") -> Pagina:
        self.get(f"/inloggen?naar={naar}" if naar else "/inloggen")
        return self.vul_in("/inloggen", "wachtzin", email=email_van(alias), wachtzin=WACHTZIN)


def proefpagina(id: str) -> str:
    """A page of an account with a text in it, that does nothing."""
    terug = g.get("terug_tekst") or {}
    return render_template_string("{% import 'macros.html' as m with context %}" + PROEF, terug=terug)


class Klok:
    """The real clock of the installation, moved by the test."""

    def __init__(self) -> None:
        self.verschil = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.verschil

    def verder(self, **hoeveel: int) -> None:
        self.verschil += timedelta(**hoeveel)


def met_invulling(beleid: Beleid) -> dict[str, Callable[..., Any]]:
    """All views there are, a page to try things on at /acties/<id>, and an empty one for each that is not there yet."""

    def leeg(**_: str) -> str:
        return render_template_string("{% import 'macros.html' as m with context %}" + PROEF, terug={})

    return dict.fromkeys(beleid.paginas, leeg) | alle_paginas() | {"actie": proefpagina}


@pytest.fixture
def maak_app(data: Path, beleid: Beleid) -> Iterator[Callable[..., Flask]]:
    """Make an application on the installation of this test, with other settings if wanted."""
    gemaakt: list[Flask] = []

    def maak(**anders: Any) -> Flask:
        app = create_app(instellingen(data, **anders), met_invulling(beleid))
        gemaakt.append(app)
        return app

    yield maak
    for app in gemaakt:
        app.extensions["huis"].sluit()


@pytest.fixture
def app(maak_app: Callable[..., Flask]) -> Flask:
    return maak_app()


@pytest.fixture
def klok(app: Flask) -> Klok:
    gezet = Klok()
    huis: Installatie = app.extensions["huis"]
    huis.echte_tijd = gezet
    return gezet


@pytest.fixture
def browse(app: Flask) -> Browser:
    return Browser(app)
