"""The own account: another passphrase, an app, new codes, and logging out everywhere."""

import base64
import re

import pytest
import segno
from flask import Flask

from storage import tweedefactor
from tests.conftest import WACHTZIN, email_van
from tests.web.conftest import Browser, Klok, Pagina
from tests.web.test_tweede import code, geheim_op, huis_van, stel_in
from web.account import GEEN_WACHTZIN, GEWIJZIGD, INGESTELD, UIT
from web.inlogvorm import qr
from web.stapverzoek import NIET_JUIST
from workflow.fouten import NietGevonden
from workflow.wachtzin import ONGELIJK, TE_KORT

MAIL, NIEUW = email_van("AF-01"), "kachel tuinhek zebra olielamp dans"


def verzend(browse: Browser, actie: str, **velden: str) -> Pagina:
    """Send the form of the account page with this button."""
    assert browse.laatste is not None
    for vorm in browse.laatste.soep.select("main form[method=post]"):
        if vorm.select(f"button[value={actie}]"):
            token = str(vorm.select("input[name=csrf_token]")[0]["value"])
            return browse.post("/account", {"csrf_token": token, "actie": actie, **velden})
    raise AssertionError(f"no button {actie}")


@pytest.fixture
def account(browse: Browser) -> Browser:
    browse.log_in("AF-01")
    browse.get("/account")
    return browse


def test_the_page_says_who_you_are_and_your_name_leads_to_it(account: Browser, app: Flask) -> None:
    pagina = account.get("/account")
    assert pagina.kop == "Je account"
    assert pagina.soep.select("header a[href='/account']")[0].get_text() == "Persoon AF-01, Berkelland"
    gegevens = pagina.soep.select("main dl")[0].get_text(" ")
    woorden = huis_van(app).beleid.woorden
    vijf = re.findall(r"[a-z]+", gegevens.split("Je vijf woorden")[1])
    assert len(vijf) == 5 and set(vijf) <= set(woorden)
    assert "Berkelland" in gegevens and "Aandachtsfunctionaris" in gegevens
    assert "Je bent alleen hier ingelogd" in pagina.tekst


@pytest.mark.parametrize("alias", ["VA-01", "PF-01", "BH-01", "PO-01", "TZ-01"])
def test_every_role_has_the_page(browse: Browser, alias: str) -> None:
    browse.log_in(alias)
    assert browse.get("/account").code == 200


def test_another_passphrase(account: Browser, app: Flask) -> None:
    elders = Browser(app)
    elders.log_in("AF-01")
    nieuw = {"wachtzin_nieuw": NIEUW, "wachtzin_nogmaals": NIEUW}
    for velden, fouten in (
        ({"wachtzin": "", **nieuw}, [GEEN_WACHTZIN]),
        ({"wachtzin": "verkeerd verkeerd", **nieuw}, [NIET_JUIST]),
        ({"wachtzin": WACHTZIN, "wachtzin_nieuw": "kort", "wachtzin_nogmaals": "kort"}, [TE_KORT]),
        ({"wachtzin": WACHTZIN, "wachtzin_nieuw": NIEUW, "wachtzin_nogmaals": NIEUW + "x"}, [ONGELIJK]),
    ):
        pagina = verzend(account, "wachtzin", **velden)
        assert (pagina.code, pagina.fouten) == (422, fouten)
        assert NIEUW not in pagina.tekst
    assert verzend(account, "wachtzin", wachtzin=WACHTZIN, **nieuw).naar == "/account"
    assert GEWIJZIGD in account.get("/account").tekst
    assert elders.get("/taken").code == 303
    elders.get("/inloggen")
    assert elders.vul_in("/inloggen", "wachtzin", email=MAIL, wachtzin=WACHTZIN).code == 401
    assert elders.vul_in("/inloggen", "wachtzin", email=MAIL, wachtzin=NIEUW).code == 303


def test_a_passphrase_is_made_for_who_asks_one(account: Browser, app: Flask) -> None:
    pagina = verzend(account, "stel_voor", wachtzin="mijn oude wachtzin")
    voorstel = pagina.soep.select("#voorstel strong")[0].get_text()
    assert set(voorstel.split()) <= set(huis_van(app).beleid.woorden) and len(voorstel.split()) == 5
    assert pagina.code == 200 and "mijn oude wachtzin" not in pagina.tekst
    nieuw = {"wachtzin_nieuw": voorstel, "wachtzin_nogmaals": voorstel}
    assert verzend(account, "wachtzin", wachtzin=WACHTZIN, **nieuw).code == 303


def test_a_new_recovery_code_is_shown_once_after_the_passphrase(account: Browser, app: Flask) -> None:
    assert verzend(account, "herstelcode", wachtzin="fout fout fout fout").fouten == [NIET_JUIST]
    pagina = verzend(account, "herstelcode", wachtzin=WACHTZIN)
    herstelcode = pagina.soep.select("[data-code]")[0].get_text()
    assert herstelcode not in account.get("/account").tekst
    assert huis_van(app).toegang.herstel(MAIL, herstelcode, NIEUW)


def test_an_app_can_be_tried_in_practice_and_taken_away_again(account: Browser, app: Flask, klok: Klok) -> None:
    assert account.get("/account/app").naar == "/account"
    account.get("/account")
    assert verzend(account, "app", wachtzin=WACHTZIN).naar == "/account/app"
    geheim = geheim_op(account.get("/account/app").tekst)
    assert account.vul_in("/account/app", "factorcode", factorcode="12345").code == 422
    pagina = account.vul_in("/account/app", "factorcode", factorcode=code(app, geheim))
    assert len(pagina.soep.select(".app-codes li")) == 10 and INGESTELD in pagina.tekst
    assert account.get("/account/app").naar == "/account"
    assert "10 reservecodes" in account.get("/account").tekst
    klok.verder(minutes=5)
    ander = Browser(app)
    assert ander.log_in("AF-01").naar == "/inloggen/tweede"
    # The passphrase is asked again: a code of the app will do.
    assert verzend(account, "uit", wachtzin=code(app, geheim)).naar == "/account"
    assert UIT in account.get("/account").tekst
    assert ander.log_in("AF-01").naar == "/werkvoorraad"


def test_new_one_time_codes_replace_the_old(account: Browser, app: Flask, klok: Klok) -> None:
    _, oude = stel_in(app)
    account.get("/inloggen")
    account.log_in("AF-01")
    account.get("/inloggen/tweede")
    account.vul_in("/inloggen/tweede", "factorcode", factorcode=oude[0])
    assert "9 reservecodes" in account.get("/account").tekst
    pagina = verzend(account, "codes", wachtzin=WACHTZIN)
    nieuwe = [een.get_text() for een in pagina.soep.select(".app-codes li")]
    assert len(set(nieuwe)) == 10 and not set(nieuwe) & set(oude)


def test_outside_practice_the_second_factor_cannot_be_taken_away(app: Flask, klok: Klok) -> None:
    stel_in(app)
    huis = huis_van(app)
    token = huis.toegang.inloggen(email_van("VA-01"), WACHTZIN).token
    sessie, _ = huis.sessies.haal(token)
    assert sessie is not None
    object.__setattr__(huis.settings, "oefenomgeving", False)
    with pytest.raises(NietGevonden):
        huis.toegang.zet_uit(sessie.persoon_id, token)


def test_logging_out_everywhere(account: Browser, app: Flask) -> None:
    elders = Browser(app)
    elders.log_in("AF-01")
    assert "op 2 plekken" in account.get("/account").tekst
    pagina = verzend(account, "overal_uit")
    assert pagina.naar == "/inloggen" and '"storage"' in pagina.antwoord.headers["Clear-Site-Data"]
    assert account.get("/taken").code == elders.get("/taken").code == 303


def test_a_form_that_is_not_there_is_refused(account: Browser) -> None:
    token = account.laatste.formulier()["csrf_token"]  # type: ignore[union-attr]
    assert account.post("/account", {"csrf_token": token, "actie": "iets anders"}).code == 400


def test_passphrases_are_not_kept_when_the_session_ran_out(account: Browser, klok: Klok) -> None:
    klok.verder(minutes=20)
    pagina = verzend(account, "wachtzin", wachtzin=WACHTZIN, wachtzin_nieuw=NIEUW, wachtzin_nogmaals=NIEUW)
    assert pagina.code == 401
    account.vul_in("/inloggen", "wachtzin", email=MAIL, wachtzin=WACHTZIN)
    assert NIEUW not in account.get("/account").tekst


def test_the_picture_has_exactly_the_dots_of_the_code() -> None:
    adres = tweedefactor.adres(b"12345678901234567890", "a.b@c.example", "Meldroute")
    beeld, matrix = qr(adres), segno.make(adres, error="m", micro=False).matrix
    getekend = {
        (int(y), int(x) + nr)
        for x, y, breed, terug in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", beeld["pad"])
        for nr in range(int(breed))
        if breed == terug
    }
    assert getekend == {(y + 4, x + 4) for y, rij in enumerate(matrix) for x, aan in enumerate(rij) if aan}
    assert beeld["maat"] == len(matrix) + 8


def test_the_secret_in_the_picture_is_the_one_in_the_text() -> None:
    geheim = b"12345678901234567890"
    adres = tweedefactor.adres(geheim, "a.b@c.example", "Meldroute")
    assert adres == "otpauth://totp/Meldroute:a.b%40c.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Meldroute"
    assert base64.b32decode(tweedefactor.als_tekst(geheim).replace(" ", "")) == geheim
    # The last six digits of the values of RFC 6238 for SHA-1.
    for moment, waarde in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert tweedefactor.code_van(geheim, moment) == waarde


def test_asking_for_an_app_counts_for_ten_minutes(account: Browser, klok: Klok) -> None:
    assert verzend(account, "app", wachtzin=WACHTZIN).naar == "/account/app"
    klok.verder(minutes=9)
    assert account.get("/account/app").code == 200
    klok.verder(minutes=2)
    assert account.get("/account/app").naar == "/account"
