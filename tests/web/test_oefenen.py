"""What only a practice environment has: the bar with the clock, and logging in with one click."""

import pytest
from flask import Flask

from tests.conftest import email_van
from tests.web.conftest import Browser
from workflow.datumtekst import tijdstip_tekst


def balk(browse: Browser) -> dict[str, str]:
    assert browse.laatste is not None
    vorm = browse.laatste.soep.select("form[action='/oefenen/klok']")[0]
    return {str(een["name"]): str(een["value"]) for een in vorm.find_all("input")}


@pytest.mark.parametrize(("verder", "uren"), [("1u", 1), ("7d", 7 * 24)])
def test_the_clock_moves_on_and_the_page_stays_the_same(browse: Browser, app: Flask, verder: str, uren: int) -> None:
    browse.get("/privacy")
    eerst = app.extensions["huis"].nu()
    assert browse.post("/oefenen/klok", balk(browse) | {"verder": verder}).naar == "/privacy"
    verschil = app.extensions["huis"].nu() - eerst
    assert round(verschil.total_seconds() / 3600) in (uren - 1, uren, uren + 1)
    assert tijdstip_tekst(app.extensions["huis"].nu())[:-6] in browse.get("/").tekst


def test_the_clock_needs_a_token_and_a_known_length(browse: Browser) -> None:
    browse.get("/")
    assert browse.post("/oefenen/klok", {"verder": "1u"}).code == 410
    assert browse.post("/oefenen/klok", balk(browse) | {"verder": "9j"}).code == 400


def test_the_clock_leads_back_inside_only(browse: Browser) -> None:
    browse.get("/")
    assert browse.post("/oefenen/klok", balk(browse) | {"verder": "1u", "terug": "//kwaad.example"}).naar == "/"


def test_the_log_in_page_has_a_card_for_each_account_of_a_municipality(browse: Browser) -> None:
    kaarten = browse.get("/inloggen?gemeente=berkelland").soep.select(".app-rollen li")
    assert len(kaarten) == 7
    assert "Aandachtsfunctionaris van Berkelland" in kaarten[0].get_text()
    assert "waarnemend" not in kaarten[0].get_text() and "van Berkelland, waarnemend" in kaarten[1].get_text()
    assert len(browse.get("/inloggen?gemeente=regio").soep.select(".app-rollen li")) == 1


def test_a_card_logs_in_at_once(browse: Browser) -> None:
    browse.get("/inloggen?gemeente=berkelland")
    assert browse.vul_in("/oefenen/inloggen", "email", email=email_van("VA-01")).naar == "/werkvoorraad"
    assert "Persoon VA-01" in browse.get("/taken").tekst


def test_a_card_for_nobody_is_not_found(browse: Browser) -> None:
    browse.get("/inloggen")
    assert browse.vul_in("/oefenen/inloggen", "email", email="niemand@x.example").code == 404
