"""A page that nobody uses: the warning asks to stay, and a page that went blank keeps its text and does nothing."""

from typing import Any

from bs4 import Tag
from flask import Flask

from storage.sessies import STIL_SECONDEN
from tests.conftest import WACHTZIN, email_van
from tests.web.conftest import Browser, Klok
from web.kader import STIL_LEEG, STIL_WAARSCHUW

ZIN = "Halverwege een lange zin"


def balk(b: Browser) -> Tag:
    """What the script of the page is told."""
    gevonden = b.get("/acties/een").soep.find(id="stil")
    assert isinstance(gevonden, Tag)
    return gevonden


def bewaar(b: Browser, wie: str, **velden: Any) -> Any:
    return b.vul_in("/acties/een", "tekst", tekst=ZIN, actie="proef", alleen_bewaren=wie, **velden)


def test_the_page_warns_before_the_session_ends_and_goes_blank_with_it(browse: Browser) -> None:
    browse.log_in("AF-01")
    stil = balk(browse)
    assert (stil["data-waarschuw"], stil["data-leeg"]) == ("780", "900")
    assert stil.has_attr("hidden") and stil["data-terug"] == "/acties/een"
    assert STIL_WAARSCHUW < STIL_LEEG == STIL_SECONDEN


def test_a_page_for_everybody_never_goes_blank(browse: Browser) -> None:
    browse.log_in("AF-01")
    for pad in ("/route", "/privacy", "/volgen", "/melden/berkelland"):
        assert browse.get(pad).soep.find(id="stil") is None, pad


def test_who_asks_to_stay_stays(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    token = str(balk(browse)["data-token"])
    for _ in range(3):
        klok.verder(minutes=14)
        assert browse.post("/ingelogd", {"csrf_token": token, "actie": "blijf"}).code == 204
    assert browse.get("/acties/een").code == 200
    assert browse.post("/ingelogd", {"csrf_token": "fout", "actie": "blijf"}).code == 400
    klok.verder(minutes=16)
    te_laat = browse.post("/ingelogd", {"csrf_token": token, "actie": "blijf"})
    assert te_laat.code == 401
    assert browse.get("/acties/een").naar.startswith("/inloggen")


def test_nobody_stays_longer_than_the_longest_session(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    token = str(balk(browse)["data-token"])
    for _ in range(9 * 60 // 14):
        klok.verder(minutes=14)
        assert browse.post("/ingelogd", {"csrf_token": token, "actie": "blijf"}).code == 204
    klok.verder(minutes=14)
    assert browse.post("/ingelogd", {"csrf_token": token, "actie": "blijf"}).code == 401


def test_what_a_blank_page_sends_while_one_is_still_logged_in_is_kept_and_not_done(browse: Browser) -> None:
    browse.log_in("AF-01")
    wie = str(balk(browse)["data-wie"])
    for fout in ({}, {"csrf_token": "van voor het opnieuw inloggen"}):
        browse.get("/acties/een")
        antwoord = bewaar(browse, wie, **fout)
        assert (antwoord.code, antwoord.naar) == (303, "/acties/een"), "the step was taken"
        assert ZIN in browse.get("/acties/een").tekst
        assert ZIN not in browse.get("/acties/een").tekst


def test_what_a_blank_page_sends_after_the_session_comes_back_after_the_log_in(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    wie = str(balk(browse)["data-wie"])
    klok.verder(minutes=16)
    assert bewaar(browse, wie).code == 401
    in_ = browse.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN)
    assert in_.naar == "/acties/een"
    pagina = browse.get("/acties/een")
    assert ZIN in pagina.tekst and "alleen_bewaren" not in pagina.tekst


def test_the_text_of_one_person_is_never_shown_to_the_next_at_the_same_browser(browse: Browser, klok: Klok) -> None:
    browse.log_in("AF-01")
    wie = str(balk(browse)["data-wie"])
    vorm = browse.laatste
    browse.log_in("TZ-01")
    browse.laatste = vorm
    assert bewaar(browse, wie).code == 303
    pagina = browse.get("/acties/een")
    assert ZIN not in pagina.tekst and "niet bewaard" in pagina.tekst
    klok.verder(minutes=16)
    browse.laatste = vorm
    weg = bewaar(browse, wie)
    assert weg.code == 401 and "niet bewaard" in weg.tekst
    browse.vul_in("/inloggen", "wachtzin", email=email_van("TZ-01"), wachtzin=WACHTZIN)
    assert ZIN not in browse.get("/acties/een").tekst


def test_the_door_checks_who_may_see_the_page_before_it_keeps_anything(app: Flask, browse: Browser) -> None:
    browse.log_in("AF-01")
    wie = str(balk(browse)["data-wie"])
    token = str(balk(browse)["data-token"])
    assert browse.post("/privacychecks/een", {"csrf_token": token, "alleen_bewaren": wie, "tekst": ZIN}).code == 404
    kwaad = browse.post("/acties/een", {"alleen_bewaren": wie, "tekst": ZIN}, **{"Sec-Fetch-Site": "cross-site"})
    assert kwaad.code == 403 and ZIN not in browse.get("/acties/een").tekst
