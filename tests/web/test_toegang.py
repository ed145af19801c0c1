"""The door: closed by default, the same for what exists and what does not, and nothing is taken from elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from config.settings import SettingsError
from storage.installatie import Installatie
from tests.conftest import instellingen
from tests.web.conftest import Browser, met_invulling
from web.access import PaginasKloppenNiet, controleer
from web.app import create_app
from workflow.beleid import Beleid


def paden(beleid: Beleid) -> list[tuple[str, str]]:
    return [
        (een.pad.replace("<nummer>", "MH-8KQ2-4T7N").replace("<id>", "00" * 16), methode)
        for een in beleid.paginas.values()
        if not een.is_openbaar
        for methode in een.methoden
    ]


@pytest.mark.parametrize(
    "anders",
    [
        {"basis_url": "http://meldroute.example"},
        {"basis_url": "https://192.168.1.4:8080"},
        {"trusted_hosts": ("localhost", "meldroute.example")},
        {"trusted_hosts": ("0.0.0.0",)},
        {"trusted_hosts": (".example",)},
        {"trusted_hosts": ("*",)},
        {"oefenomgeving": False, "basis_url": "https://meldroute.example", "trusted_hosts": ("*",)},
        {"oefenomgeving": False, "basis_url": "https://meldroute.example", "trusted_hosts": ("a.example", "*.example")},
    ],
)
def test_an_address_that_shows_the_pages_to_others_stops_the_start(
    maak_app: Callable[..., Flask], anders: dict[str, Any]
) -> None:
    with pytest.raises(SettingsError, match=r"MELDROUTE_(BASIS_URL|TRUSTED_HOSTS)"):
        maak_app(**anders)


def test_practice_starts_at_each_address_of_this_machine(maak_app: Callable[..., Flask]) -> None:
    for adres, hosts in (("http://[::1]:8080", ("::1", "localhost")), ("http://localhost:1", ("127.0.0.1",))):
        assert Browser(maak_app(basis_url=adres, trusted_hosts=hosts)).get("/").code == 200


def test_every_page_for_an_account_sends_a_stranger_to_the_log_in_page(browse: Browser, beleid: Beleid) -> None:
    assert len(paden(beleid)) > 15
    for pad, methode in paden(beleid):
        pagina = browse.get(pad) if methode == "GET" else browse.post(pad, {})
        assert (pagina.code, pagina.naar.split("?")[0]) == (303, "/inloggen"), pad


@pytest.mark.parametrize("pad", ["/zaken", "/zaken/x/y", "/beheer/geheim", "/cijfers/2026", "/taken/1"])
def test_an_address_below_those_pages_answers_the_same_whether_it_exists_or_not(browse: Browser, pad: str) -> None:
    for pagina in (browse.get(pad), browse.post(pad, {})):
        assert (pagina.code, pagina.naar.split("?")[0]) == (303, "/inloggen")


def test_what_a_role_may_not_see_is_not_found_and_the_denial_stands_in_the_log(browse: Browser, app: Flask) -> None:
    browse.log_in("TZ-01")
    vooraf = regels_in_logboek(app)
    assert browse.get("/beheer").code == 404
    assert browse.post("/overleg", {}).code == 404
    assert regels_in_logboek(app) == vooraf + 2
    assert browse.get("/beheer/x").code == 404


def regels_in_logboek(app: Flask) -> int:
    huis: Installatie = app.extensions["huis"]
    with huis.engine.connect() as verbinding:
        return int(verbinding.execute(text("SELECT count(*) FROM log")).scalar_one())


def test_every_role_gets_exactly_the_pages_of_the_table(app: Flask, beleid: Beleid) -> None:
    for alias, rol in (("AF-01", "aandachtsfunctionaris"), ("BH-01", "beheerder"), ("PO-01", "partnermedewerker")):
        browse = Browser(app)
        browse.log_in(alias)
        for naam in ("taken", "werkvoorraad", "beheer", "cijfers", "logboek", "verstrekkingen"):
            rij = beleid.paginas[naam]
            assert (browse.get(rij.pad).code != 404) == (rol in rij.rollen), (alias, naam)


@pytest.mark.parametrize("van", ["cross-site", "same-site"])
def test_a_post_from_another_site_is_refused_also_where_no_token_is_asked(browse: Browser, van: str) -> None:
    for pad in ("/inloggen", "/volgen", "/melden/berkelland", "/taken"):
        assert browse.post(pad, {}, **{"Sec-Fetch-Site": van}).code == 403


def test_a_post_without_token_is_refused_and_shows_the_way_back_with_the_text(browse: Browser) -> None:
    browse.log_in("AF-01")
    pagina = browse.post("/acties/ab", {"tekst": "mijn tekst", "actie": "proef"})
    assert pagina.code == 400
    assert pagina.soep.select("main a[href='/acties/ab']")
    assert browse.get("/acties/ab").formulier()["tekst"] == "mijn tekst"
    assert browse.get("/acties/ab").formulier()["tekst"] == ""


def test_the_token_of_another_browser_is_refused(app: Flask) -> None:
    ander, browse = Browser(app), Browser(app)
    ander.log_in("AF-02")
    ander.get("/acties/ab")
    assert ander.laatste is not None
    velden = ander.laatste.formulier()
    browse.log_in("AF-01")
    browse.get("/acties/ab")
    assert browse.post("/acties/ab", velden).code == 400


def test_logging_in_without_token_shows_the_page_again(browse: Browser) -> None:
    pagina = browse.post("/inloggen", {"email": "a@b.nl", "wachtzin": "x", "naar": "/taken"})
    assert pagina.code == 400
    assert pagina.formulier("wachtzin")["naar"] == "/taken"


def test_too_much_text_is_refused_in_words(browse: Browser) -> None:
    pagina = browse.post("/melden/berkelland", {"tekst": "a" * 200_000})
    assert pagina.code == 413
    assert "te lang" in pagina.kop


def test_a_wrong_method_is_told_which_one_is_right(browse: Browser) -> None:
    pagina = browse.post("/privacy", {})
    assert pagina.code == 405
    assert "GET" in pagina.antwoord.headers["Allow"]


def zonder(beleid: Beleid, naam: str) -> Mapping[str, Any]:
    return {een: pagina for een, pagina in met_invulling(beleid).items() if een != naam}


def test_the_start_is_refused_when_a_row_of_the_table_has_no_page(data: Path, beleid: Beleid) -> None:
    with pytest.raises(PaginasKloppenNiet, match="privacy"):
        create_app(instellingen(data), zonder(beleid, "privacy"))


def test_the_start_is_refused_when_a_page_has_no_row_and_so_no_rule(data: Path, beleid: Beleid) -> None:
    with pytest.raises(PaginasKloppenNiet, match="achterdeur"):
        create_app(instellingen(data), met_invulling(beleid) | {"achterdeur": lambda: "x"})


def test_the_start_is_refused_when_something_else_adds_an_address(app: Flask) -> None:
    app.add_url_rule("/ergens", "ergens", lambda: "x")
    with pytest.raises(PaginasKloppenNiet, match="ergens"):
        controleer(app)


def test_the_start_is_refused_when_a_page_answers_to_another_method(app: Flask) -> None:
    app.add_url_rule("/privacy", "privacy2", lambda: "x", methods=["POST"])
    with pytest.raises(PaginasKloppenNiet):
        controleer(app)


def test_outside_practice_the_start_is_refused_without_tls(data: Path) -> None:
    with pytest.raises(SettingsError, match="BASIS_URL"):
        create_app(replace(instellingen(data), oefenomgeving=False))


def test_outside_practice_the_pages_for_practising_do_not_exist(maak_app: Callable[..., Flask]) -> None:
    browse = Browser(maak_app(oefenomgeving=False, basis_url="https://localhost"), "https://localhost")
    assert browse.post("/oefenen/klok", {"verder": "1u"}).code == 404
    assert browse.post("/oefenen/inloggen", {"email": "x"}).code == 404
    assert not browse.get("/").soep.select(".app-oefenen")
    assert not browse.get("/inloggen").soep.select(".app-rollen")
