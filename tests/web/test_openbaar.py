"""The public pages: they are there for everybody, checked by `browse`, with the headers that keep them safe."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import Browser, Klok
from web.planner import ronde

PADEN = (
    *("/", "/route", "/signalen-herkennen", "/aandachtsfunctionarissen", "/privacy", "/toegankelijkheid"),
    *("/volgen", "/inloggen", "/melden/berkelland"),
)


@pytest.mark.parametrize("pad", PADEN)
def test_a_public_page_shows_to_anybody(browse: Browser, pad: str) -> None:
    pagina = browse.get(pad)
    assert pagina.code == 200
    assert "112" in pagina.tekst


@pytest.mark.parametrize("pad", PADEN)
def test_without_practice_a_public_page_sets_no_cookie_but_where_a_form_needs_one(
    maak_app: Callable[..., Flask], pad: str
) -> None:
    browse = Browser(echt(maak_app), "https://localhost")
    koekjes = browse.get(pad).antwoord.headers.getlist("Set-Cookie")
    assert bool(koekjes) == (pad == "/inloggen")


def echt(maak_app: Callable[..., Flask]) -> Flask:
    return maak_app(oefenomgeving=False, basis_url="https://localhost")


def test_every_municipality_stands_on_the_first_page_and_on_the_page_with_contacts(browse: Browser) -> None:
    for pad in ("/", "/aandachtsfunctionarissen"):
        links = [str(een["href"]) for een in browse.get(pad).soep.select("main a[href^='/melden/']")]
        assert len(set(links)) == 8
        assert "/melden/oude-ijsselstreek" in links


def test_the_route_page_names_states_steps_and_terms_of_every_route(browse: Browser) -> None:
    pagina = browse.get("/route")
    assert len(pagina.soep.select("main section")) == 4
    for tekst in ("In beoordeling", "3 werkdagen", "Aandachtsfunctionaris", "Zorgcoördinator"):
        assert tekst in pagina.tekst


def test_an_unknown_address_is_not_found_and_says_nothing_about_itself(browse: Browser) -> None:
    pagina = browse.get("/bestaat-niet-xyz")
    assert pagina.code == 404
    assert "xyz" not in pagina.soep.find("main").get_text()  # type: ignore[union-attr]


def test_hsts_is_there_unless_practice_runs_without_tls(browse: Browser, maak_app: Callable[..., Flask]) -> None:
    assert "Strict-Transport-Security" not in browse.get("/").antwoord.headers
    koppen = Browser(echt(maak_app), "https://localhost").get("/").antwoord.headers
    assert "max-age=63072000" in koppen["Strict-Transport-Security"]


def test_each_response_has_a_nonce_of_its_own(browse: Browser) -> None:
    een, twee = (browse.get("/").antwoord.headers["Content-Security-Policy"] for _ in range(2))
    assert een != twee


def test_another_host_name_is_refused(app: Flask) -> None:
    assert Browser(app, "http://kwaad.example").get("/").code == 400
    assert Browser(app, "http://localhost:8080").get("/").code == 200


def test_a_built_file_is_served_compressed_and_kept_for_a_year(browse: Browser) -> None:
    adres = str(browse.get("/").soep.select("link[rel=stylesheet]")[0]["href"])
    plat = browse.get(adres).antwoord
    klein = browse.get(adres, **{"Accept-Encoding": "gzip"}).antwoord
    assert "immutable" in plat.headers["Cache-Control"]
    assert klein.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in klein.headers["Vary"]
    assert gzip.decompress(klein.data) == plat.data
    assert plat.mimetype == "text/css"


@pytest.mark.parametrize("naam", ["manifest.json", "../src/app.css", "..%2fbouwen.py", "app.css"])
def test_only_built_files_are_served(browse: Browser, naam: str) -> None:
    assert browse.get(f"/static/{naam}").code == 404


def test_alive_is_always_said(browse: Browser) -> None:
    assert browse.get("/gezondheid").antwoord.json == {"leeft": True}


def test_ready_needs_a_planner_that_ticks(browse: Browser, app: Flask, klok: Klok) -> None:
    eerst = browse.get("/gereed")
    antwoord: dict[str, object] = eerst.antwoord.json  # type: ignore[assignment]
    assert eerst.code == 503 and antwoord.pop("ontbreekt"), "most desks of this installation were never opened"
    assert antwoord == {
        **{"gereed": False, "werkplekken": False, "planner": False},
        **{"database": True, "sleutels": True, "ceremonie": True, "logboek": True, "vernietigen": True},
    }
    ronde(app.extensions["huis"])
    assert browse.get("/gereed").antwoord.json["planner"] is True  # type: ignore[index]
    klok.verder(minutes=6)
    assert browse.get("/gereed").antwoord.json["planner"] is False  # type: ignore[index]


def test_ready_needs_a_destruction_that_ran_today(browse: Browser, klok: Klok) -> None:
    klok.verder(hours=25)
    assert browse.get("/gereed").antwoord.json["vernietigen"] is True  # type: ignore[index]
    klok.verder(hours=2)
    assert browse.get("/gereed").antwoord.json["vernietigen"] is False  # type: ignore[index]


def test_ready_needs_the_root_key_that_it_started_with(browse: Browser, data: Path) -> None:
    (data / "root.key").unlink()
    assert browse.get("/gereed").antwoord.json["sleutels"] is False  # type: ignore[index]


def test_ready_needs_a_ceremony_of_at_most_400_days_ago(browse: Browser, klok: Klok) -> None:
    klok.verschil = timedelta(days=401)
    assert browse.get("/gereed").antwoord.json["ceremonie"] is False  # type: ignore[index]
