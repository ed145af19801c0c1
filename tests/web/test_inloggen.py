"""Logging in and out, and the text that comes back after a session that ran out."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from storage.installatie import Installatie
from storage.pogingen import VRIJ
from tests.conftest import WACHTZIN, email_van
from tests.web.conftest import Browser, Klok, Pagina
from web.inloggen import ONBEKEND
from web.teruggave import ANDER


def test_logging_in_leads_to_the_first_page_of_the_menu(browse: Browser) -> None:
    assert browse.log_in("AF-01").naar == "/werkvoorraad"
    pagina = browse.get("/werkvoorraad")
    assert pagina.code == 200
    assert "Persoon AF-01, Berkelland" in pagina.tekst
    assert pagina.soep.select("nav a[aria-current=page]")[0]["href"] == "/werkvoorraad"


def test_logging_in_leads_back_to_the_page_that_was_asked_for(browse: Browser) -> None:
    verwezen = browse.get("/acties/ab?x=1")
    assert verwezen.naar == "/inloggen?naar=/acties/ab"
    browse.get(verwezen.naar)
    assert browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN).naar == "/acties/ab"


def test_a_page_that_the_role_may_not_see_is_not_gone_back_to(browse: Browser) -> None:
    assert browse.log_in("TZ-01", naar="/beheer").naar == "/taken"


@pytest.mark.parametrize(
    "naar",
    [
        *("https://kwaad.example/", "//kwaad.example/taken", "//taken", "/\\kwaad.example", "javascript:alert(1)"),
        *("/taken/../../x", "taken", "/static/x", "/uitloggen"),
        *("/zaken/a%0d%0aX:%201", "/zaken/a%0aX: 1", "/acties/a%09b", "/acties/a%00", "/acties/a%c2%85b"),
    ],
)
def test_the_way_back_stays_inside(browse: Browser, naar: str) -> None:
    assert browse.log_in("AF-01", naar=naar).naar == "/werkvoorraad"


def test_a_wrong_passphrase_and_an_unknown_account_get_the_same_answer(browse: Browser) -> None:
    antwoorden = []
    for email, wachtzin in ((email_van("AF-01"), "verkeerde wachtzin hoor"), ("niemand@x.example", WACHTZIN)):
        browse.get("/inloggen")
        pagina = browse.vul_in("/inloggen", "wachtzin", email=email, wachtzin=wachtzin)
        antwoorden.append((pagina.code, pagina.fouten))
        assert not [
            een
            for een in pagina.antwoord.headers.getlist("Set-Cookie")
            if een.startswith("mh-") and "formulier" not in een
        ]
    assert antwoorden == [(401, [ONBEKEND])] * 2


def test_the_passphrase_is_never_shown_again(browse: Browser) -> None:
    browse.get("/inloggen")
    pagina = browse.vul_in("/inloggen", "wachtzin", email="x@y.nl", wachtzin="hele geheime zin van mij")
    assert "hele geheime zin" not in pagina.tekst
    assert pagina.formulier("wachtzin")["email"] == "x@y.nl"


def test_empty_fields_are_named(browse: Browser) -> None:
    browse.get("/inloggen")
    pagina = browse.vul_in("/inloggen", "wachtzin")
    assert pagina.code == 422
    assert pagina.fouten == ["Vul je e-mailadres in", "Vul je wachtzin in"]


def sessiekoekje(pagina: object, naam: str) -> str:
    koekjes = pagina.antwoord.headers.getlist("Set-Cookie")  # type: ignore[attr-defined]
    return str(next(een for een in koekjes if een.split("=")[0] == naam))


def test_the_cookie_of_practice_is_named_after_the_installation(browse: Browser, app: Flask) -> None:
    koekje = sessiekoekje(browse.log_in("AF-01"), f"mh-{app.extensions['huis'].kenteken()}")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(koekje.split("; "))
    assert "Secure" not in koekje
    assert "Expires" not in koekje


def test_a_device_is_known_for_a_year_after_a_log_in_and_after_logging_out(browse: Browser, app: Flask) -> None:
    naam = f"mh-{app.extensions['huis'].kenteken()}-apparaat"
    koekje = sessiekoekje(browse.log_in("AF-01"), naam)
    assert {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=31536000"} <= set(koekje.split("; "))
    browse.get("/taken")
    token = browse.laatste.soep.select("form[action='/uitloggen'] input")[0]["value"]  # type: ignore[union-attr]
    pagina = browse.post("/uitloggen", {"csrf_token": token})
    assert "cookies" not in pagina.antwoord.headers["Clear-Site-Data"]
    assert sessiekoekje(browse.log_in("AF-01"), naam).split(";")[0] == koekje.split(";")[0]


def test_no_device_is_known_before_somebody_logged_in_on_it(browse: Browser) -> None:
    browse.get("/inloggen")
    pagina = browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin="een verkeerde wachtzin")
    assert "apparaat" not in str(pagina.antwoord.headers)


def wacht_op_de_pagina(browse: Browser) -> Pagina:
    """Guess until the page says to wait."""
    browse.get("/inloggen")
    for _ in range(VRIJ):
        browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin="een verkeerde wachtzin")
    return browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN)


def test_who_fails_often_waits_on_the_page_and_is_in_with_its_ticket(browse: Browser, app: Flask, klok: Klok) -> None:
    pagina = wacht_op_de_pagina(browse)
    assert (pagina.code, pagina.antwoord.headers["Retry-After"]) == (429, "2")
    assert pagina.fouten == ["Wacht 2 seconden en probeer het dan opnieuw"]
    assert pagina.formulier("wachtzin")["email"] == email_van("AF-01")
    # Somebody else at another browser gets a ticket of his own, and does not take this one's turn.
    assert wacht_op_de_pagina(Browser(app)).code == 429
    klok.verder(seconds=2)
    terug = browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN)
    assert terug.naar == "/werkvoorraad"


def test_waiting_loses_neither_the_text_nor_the_way_back(browse: Browser, app: Flask, klok: Klok) -> None:
    wacht_op_de_pagina(Browser(app))
    browse.client.delete_cookie(f"mh-{app.extensions['huis'].kenteken()}-apparaat", domain="127.0.0.1")
    klok.verder(minutes=61)
    browse.log_in("AF-01")
    browse.get("/acties/ab")
    browse.client.delete_cookie(f"mh-{app.extensions['huis'].kenteken()}-apparaat", domain="127.0.0.1")
    klok.verder(minutes=20)
    browse.vul_in("/acties/ab", tekst="mijn tekst")
    wacht_op_de_pagina(Browser(app))
    assert browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN).code == 429
    klok.verder(seconds=5)
    assert browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN).naar == "/acties/ab"
    assert browse.get("/acties/ab").formulier()["tekst"] == "mijn tekst"


def test_a_card_of_the_practice_page_waits_too_and_works_after_it(browse: Browser, klok: Klok) -> None:
    wacht_op_de_pagina(browse)
    klok.verder(seconds=2)
    pagina = browse.laatste
    assert pagina is not None
    for vorm in browse.get("/inloggen?gemeente=berkelland").soep.select("form[action='/oefenen/inloggen']"):
        velden = {str(een["name"]): str(een["value"]) for een in vorm.find_all("input")}
        if velden["email"] == email_van("AF-01"):
            antwoord = browse.post("/oefenen/inloggen", velden)
            kaart = antwoord.formulier("wachtzin")["kaart"]
            assert antwoord.code == 429
            klok.verder(seconds=2)
            assert browse.post("/oefenen/inloggen", velden | {"kaart": kaart}).naar == "/werkvoorraad"


def test_the_cookies_elsewhere_are_bound_to_the_host_and_to_tls(maak_app: Callable[..., Flask]) -> None:
    browse = Browser(maak_app(oefenomgeving=False, basis_url="https://localhost"), "https://localhost")
    ander = sessiekoekje(browse.get("/inloggen"), "__Host-mh-formulier")
    pagina = browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN)
    for koekje in (ander, sessiekoekje(pagina, "__Host-mh")):
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(koekje.split("; "))
        assert "Domain" not in koekje


def test_logging_out_ends_the_session_for_good(browse: Browser, app: Flask) -> None:
    browse.log_in("AF-01")
    koekje = browse.client.get_cookie(app.config["MELDROUTE_COOKIE"], domain="127.0.0.1")
    assert koekje is not None
    browse.get("/taken")
    token = browse.laatste.soep.select("form[action='/uitloggen'] input")[0]["value"]  # type: ignore[union-attr]
    pagina = browse.post("/uitloggen", {"csrf_token": token})
    assert pagina.naar == "/inloggen"
    assert '"storage"' in pagina.antwoord.headers["Clear-Site-Data"]
    browse.client.set_cookie(app.config["MELDROUTE_COOKIE"], koekje.value, domain="127.0.0.1")
    assert browse.get("/taken").code == 303


def test_a_new_session_ends_the_one_before_it_in_this_browser(browse: Browser, app: Flask) -> None:
    browse.log_in("AF-01")
    oud = browse.client.get_cookie(app.config["MELDROUTE_COOKIE"], domain="127.0.0.1")
    assert oud is not None
    browse.log_in("VA-01")
    browse.client.set_cookie(app.config["MELDROUTE_COOKIE"], oud.value, domain="127.0.0.1")
    assert browse.get("/taken").code == 303


def test_a_session_that_stood_still_asks_to_log_in_again(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    klok.verder(minutes=14)
    assert browse.get("/taken").code == 200
    klok.verder(minutes=16)
    assert browse.get("/taken").naar == "/inloggen?naar=/taken"


def test_a_text_comes_back_on_its_page_after_the_session_ran_out(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    browse.get("/acties/ab")
    klok.verder(minutes=20)
    pagina = browse.vul_in("/acties/ab", tekst="wat ik net schreef: één ✓")
    assert pagina.code == 401
    assert pagina.kop == "Inloggen"
    assert "wat ik net schreef" not in pagina.tekst
    terug = browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN)
    assert terug.naar == "/acties/ab"
    assert browse.get("/acties/ab").formulier()["tekst"] == "wat ik net schreef: één ✓"
    assert browse.get("/acties/ab").formulier()["tekst"] == ""


def test_the_text_survives_a_wrong_passphrase_in_between(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    browse.get("/acties/ab")
    klok.verder(minutes=20)
    browse.vul_in("/acties/ab", tekst="mijn tekst")
    browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin="een verkeerde wachtzin")
    browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN)
    assert browse.get("/acties/ab").formulier()["tekst"] == "mijn tekst"


def test_the_text_also_comes_back_through_a_card_of_the_practice_page(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-03")
    browse.get("/acties/ab")
    klok.verder(minutes=20)
    pagina = browse.vul_in("/acties/ab", tekst="mijn tekst")
    for vorm in pagina.soep.select("form[action='/oefenen/inloggen']"):
        velden = {str(een["name"]): str(een["value"]) for een in vorm.find_all("input")}
        if velden["email"] == email_van("AF-03"):
            browse.post("/oefenen/inloggen", velden)
    assert browse.get("/acties/ab").formulier()["tekst"] == "mijn tekst"


def test_the_text_of_somebody_else_is_dropped_with_a_line_that_says_so(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    browse.get("/acties/ab")
    klok.verder(minutes=20)
    browse.vul_in("/acties/ab", tekst="mijn tekst")
    assert browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-02"), wachtzin=WACHTZIN).naar == "/acties/ab"
    pagina = browse.get("/acties/ab")
    assert ANDER in pagina.tekst
    assert pagina.formulier()["tekst"] == ""
    assert ANDER not in browse.get("/acties/ab").tekst


def test_a_text_that_was_tampered_with_shows_no_content_and_no_reason(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    browse.get("/acties/ab")
    klok.verder(minutes=20)
    velden = browse.vul_in("/acties/ab", tekst="mijn tekst").formulier("wachtzin")
    velden["meegenomen"] = velden["meegenomen"][:-8] + "AAAAAAAA"
    pagina = browse.post("/inloggen", velden | {"email": email_van("AF-01"), "wachtzin": WACHTZIN})
    assert pagina.code == 410


def test_no_text_is_stored_while_the_session_is_over(browse: Browser, klok: Klok, app: Flask) -> None:
    browse.log_in("AF-01")
    browse.get("/acties/ab")
    klok.verder(minutes=20)
    browse.vul_in("/acties/ab", tekst="mijn tekst")
    huis: Installatie = app.extensions["huis"]
    with huis.sessie_engine.connect() as verbinding:
        rijen = verbinding.execute(text("SELECT concept, inhoud FROM sessie WHERE beeindigd")).all()
    assert [tuple(een) for een in rijen] == [(None, b"")]


def test_a_post_after_logging_out_elsewhere_is_not_acted_on_and_keeps_its_text(app: Flask, klok: Klok) -> None:
    browsers = [Browser(app) for _ in range(3)]
    browsers[0].log_in("AF-01")
    browsers[0].get("/acties/ab")
    for ander in browsers[1:]:
        ander.log_in("AF-01")
    pagina = browsers[0].vul_in("/acties/ab", tekst="mijn tekst")
    assert pagina.code == 401
    assert pagina.formulier("wachtzin")["meegenomen"]
