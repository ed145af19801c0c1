"""The second page of the log-in: nobody is in before it, and nothing that was typed is lost on the way."""

import base64
import re
from collections.abc import Callable

import pytest
from flask import Flask

from storage import tweedefactor
from storage.installatie import Installatie
from storage.pogingen import VRIJ
from tests.conftest import WACHTZIN, email_van
from tests.web.conftest import Browser, Klok
from web.tweede import EERSTE, LEEG, ONBEKEND, VERLOPEN

MAIL = email_van("AF-01")


def huis_van(app: Flask) -> Installatie:
    huis: Installatie = app.extensions["huis"]
    return huis


def stel_in(app: Flask, alias: str = "AF-01") -> tuple[bytes, list[str]]:
    """Give somebody an app behind the pages. Out: its secret and his one-time codes."""
    huis = huis_van(app)
    token = huis.toegang.inloggen(email_van(alias), WACHTZIN).token
    huis.toegang.begin_app(token)
    sessie, _ = huis.sessies.haal(token)
    assert sessie is not None
    geheim = bytes.fromhex(sessie.extra["app"])
    return geheim, huis.toegang.stel_app_in(token, code(app, geheim))


def code(app: Flask, geheim: bytes) -> str:
    return tweedefactor.code_van(geheim, huis_van(app).echte_tijd().timestamp())


def test_who_has_an_app_is_asked_for_its_code_and_is_not_in_before(app: Flask, browse: Browser, klok: Klok) -> None:
    geheim, _ = stel_in(app)
    klok.verder(minutes=5)
    assert browse.log_in("AF-01", naar="/taken").naar == "/inloggen/tweede?naar=/taken".replace("/taken", "%2Ftaken")
    assert browse.get("/werkvoorraad").naar == "/inloggen/tweede?naar=/werkvoorraad"
    assert browse.get("/inloggen/instellen").naar == "/inloggen"
    pagina = browse.get("/inloggen/tweede?naar=/taken")
    assert pagina.code == 200 and "Persoon AF-01" not in pagina.tekst
    pagina = browse.vul_in("/inloggen/tweede", "factorcode", factorcode="")
    assert (pagina.code, pagina.fouten) == (422, [LEEG])
    pagina = browse.vul_in("/inloggen/tweede", "factorcode", factorcode="000000")
    assert (pagina.code, pagina.fouten) == (401, [ONBEKEND])
    assert browse.vul_in("/inloggen/tweede", "factorcode", factorcode=code(app, geheim)).naar == "/taken"
    assert browse.get("/werkvoorraad").code == 200


def test_a_new_cookie_comes_with_the_second_factor_and_the_half_one_is_dead(
    app: Flask, browse: Browser, klok: Klok
) -> None:
    _, codes = stel_in(app)
    browse.log_in("AF-01")
    half = browse.client.get_cookie(app.config["MELDROUTE_COOKIE"], domain="127.0.0.1")
    browse.get("/inloggen/tweede")
    browse.vul_in("/inloggen/tweede", "factorcode", factorcode=codes[0])
    heel = browse.client.get_cookie(app.config["MELDROUTE_COOKIE"], domain="127.0.0.1")
    assert half is not None and heel is not None and half.value != heel.value
    browse.client.set_cookie(app.config["MELDROUTE_COOKIE"], half.value, domain="127.0.0.1")
    assert browse.get("/werkvoorraad").naar == "/inloggen?naar=/werkvoorraad"


def test_without_a_half_session_there_is_nothing_to_see(browse: Browser) -> None:
    for pad in ("/inloggen/tweede", "/inloggen/instellen"):
        assert browse.get(pad).naar == "/inloggen"
    browse.log_in("AF-01")
    for pad in ("/inloggen/tweede", "/inloggen/instellen"):
        assert browse.get(pad).naar == "/inloggen"


def test_a_text_survives_the_second_page_and_a_wrong_code(app: Flask, browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    browse.get("/acties/ab")
    _, codes = stel_in(app)
    klok.verder(minutes=20)
    browse.vul_in("/acties/ab", tekst="wat ik net schreef")
    pagina = browse.vul_in("/inloggen", "wachtzin", email=MAIL, wachtzin=WACHTZIN)
    assert pagina.kop == "Code uit je app"
    assert browse.vul_in("/inloggen/tweede", "factorcode", factorcode="000000").code == 401
    assert browse.vul_in("/inloggen/tweede", "factorcode", factorcode=codes[1]).naar == "/acties/ab"
    assert browse.get("/acties/ab").formulier()["tekst"] == "wat ik net schreef"


def test_a_text_survives_a_second_page_that_stood_open_too_long(app: Flask, browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    browse.get("/acties/ab")
    _, codes = stel_in(app)
    klok.verder(minutes=20)
    browse.vul_in("/acties/ab", tekst="wat ik net schreef")
    browse.vul_in("/inloggen", "wachtzin", email=MAIL, wachtzin=WACHTZIN)
    klok.verder(minutes=11)
    pagina = browse.vul_in("/inloggen/tweede", "factorcode", factorcode=codes[1])
    assert pagina.code == 401 and VERLOPEN in pagina.tekst
    browse.vul_in("/inloggen", "wachtzin", email=MAIL, wachtzin=WACHTZIN)
    browse.vul_in("/inloggen/tweede", "factorcode", factorcode=codes[1])
    assert browse.get("/acties/ab").formulier()["tekst"] == "wat ik net schreef"


def test_who_guesses_codes_is_told_to_wait_and_is_in_after_it(app: Flask, browse: Browser, klok: Klok) -> None:
    geheim, _ = stel_in(app)
    klok.verder(hours=2)
    browse.log_in("AF-01")
    browse.get("/inloggen/tweede")
    for _ in range(VRIJ):
        browse.vul_in("/inloggen/tweede", "factorcode", factorcode="000000")
    pagina = browse.vul_in("/inloggen/tweede", "factorcode", factorcode=code(app, geheim))
    # A second may pass between the last failure and this try.
    assert (pagina.code, pagina.antwoord.headers["Retry-After"] in ("1", "2")) == (429, True)
    assert re.fullmatch("Wacht [12] seconden? en probeer het dan opnieuw", pagina.fouten[0])
    klok.verder(seconds=2)
    assert browse.vul_in("/inloggen/tweede", "factorcode", factorcode=code(app, geheim)).naar == "/werkvoorraad"


# -- setting up, outside practice


@pytest.fixture
def echt(maak_app: Callable[..., Flask]) -> Flask:
    return maak_app(oefenomgeving=False, basis_url="https://localhost")


def test_outside_practice_an_app_is_set_up_before_anything_else(echt: Flask) -> None:
    browse = Browser(echt, "https://localhost")
    assert browse.log_in("AF-01", naar="/taken").naar == "/inloggen/instellen?naar=%2Ftaken"
    assert browse.get("/werkvoorraad").naar == "/inloggen/instellen?naar=/werkvoorraad"
    pagina = browse.get("/inloggen/instellen?naar=/taken")
    assert pagina.soep.select("svg.app-qr path")
    geheim = geheim_op(pagina.tekst)
    pagina = browse.vul_in("/inloggen/instellen", "factorcode", factorcode="000000")
    assert (pagina.code, pagina.fouten) == (422, [EERSTE])
    assert geheim_op(pagina.tekst) == geheim
    pagina = browse.vul_in("/inloggen/instellen", "factorcode", factorcode=code(echt, geheim))
    assert pagina.kop == "Je reservecodes"
    assert len(pagina.soep.select(".app-codes li")) == 10
    assert pagina.soep.select("main a.utrecht-button-link")[0]["href"] == "/taken"
    assert browse.get("/taken").code == 200
    assert "Je reservecodes" not in browse.get("/account").tekst


def geheim_op(tekst: str) -> bytes:
    gevonden = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", tekst)
    assert gevonden
    return base64.b32decode(gevonden[1].replace(" ", ""))


def test_what_asks_the_passphrase_again_says_that_a_code_will_do_outside_practice(echt: Flask, browse: Browser) -> None:
    buiten = Browser(echt, "https://localhost")
    buiten.log_in("AF-01")
    geheim = geheim_op(buiten.get("/inloggen/instellen").tekst)
    buiten.vul_in("/inloggen/instellen", "factorcode", factorcode=code(echt, geheim))
    assert "Je wachtzin of een code uit je app" in buiten.get("/account").tekst
    browse.log_in("AF-01")
    assert "of een code uit je app" not in browse.get("/account").tekst
