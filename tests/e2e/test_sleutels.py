"""A security key in a real browser: Chromium with an authenticator of its own, at a host name."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from storage import tweedefactor
from storage.tweedefactor import Factor
from tests.e2e.bezoeker import HOOG, SCHERM, TELEFOON, Bezoeker
from tests.e2e.inhuis import InHuis, in_huis
from tests.wereld import WACHTZIN, email

PAD = "/account/beveiligingssleutels"
WIE = "af.aalten"


@pytest.fixture
def hier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InHuis]:
    with in_huis(tmp_path_factory.mktemp("sleutel") / "data") as gestart:
        yield gestart


@pytest.fixture
def geheim(hier: InHuis) -> bytes:
    """The secret of the app of the aandachtsfunctionaris."""
    nieuw = tweedefactor.nieuw_geheim()
    huis = hier.app.extensions["huis"]
    huis.toegang.zet_factor(hier.wereld.ids[WIE], lambda _: Factor(totp=nieuw))
    return nieuw


def stop_sleutel_in(iemand: Bezoeker) -> None:
    """Put a key in this computer, and touch it whenever it is asked."""
    cdp = iemand.page.context.new_cdp_session(iemand.page)
    cdp.send("WebAuthn.enable")
    opties = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True, "isUserVerified": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": opties | {"hasUserVerification": True}})


def wachtzin(iemand: Bezoeker) -> None:
    iemand.ga("/inloggen?naar=/taken")
    iemand.vul(email=email(WIE), wachtzin=WACHTZIN)
    iemand.druk("Log in")
    assert iemand.pad.startswith("/inloggen/tweede")


def test_a_key_is_added_and_used_and_a_forgotten_one_leaves_the_code(
    browser: Browser, hier: InHuis, geheim: bytes
) -> None:
    iemand = Bezoeker(browser, hier.adres)
    stop_sleutel_in(iemand)
    wachtzin(iemand)
    assert iemand.page.get_by_role("button", name="Gebruik mijn sleutel").count() == 0
    iemand.vul(factorcode=tweedefactor.code_van(geheim, time.time()))
    iemand.druk("Log in")
    assert iemand.pad == "/taken"

    iemand.ga("/account")
    iemand.volg_link(PAD)
    for breed in (TELEFOON, SCHERM):
        iemand.page.set_viewport_size({"width": breed, "height": HOOG})
        iemand.kijk()
    iemand.vul(naam="Sleutel aan mijn bos", wachtzin=WACHTZIN)
    iemand.druk("Voeg een sleutel toe")
    assert "Je beveiligingssleutel is toegevoegd" in iemand.tekst and "Sleutel aan mijn bos" in iemand.tekst

    # The same key once more: the browser itself says no, and the page says what that means.
    iemand.vul(naam="Nog eens")
    iemand.page.locator("form[data-sleutel] [name=wachtzin]").fill(WACHTZIN)
    iemand.page.get_by_role("button", name="Voeg een sleutel toe").click()
    iemand.page.get_by_text("Deze sleutel heb je al toegevoegd").wait_for()
    iemand.klachten.clear()
    iemand.page.locator("details > summary").click()
    iemand.kijk()

    iemand.page.get_by_role("button", name="Uitloggen").click()
    iemand.page.wait_for_url("**/inloggen")
    wachtzin(iemand)
    iemand.druk("Gebruik mijn sleutel")
    assert iemand.pad == "/taken"
    iemand.sluit()

    zonder = Bezoeker(browser, hier.adres, javascript=False)
    wachtzin(zonder)
    assert "moet JavaScript aan staan" in zonder.tekst
    zonder.vul(factorcode=tweedefactor.code_van(geheim, time.time() + 30))
    zonder.druk("Log in")
    assert zonder.pad == "/taken"
    zonder.sluit()


def test_what_is_not_filled_in_is_said_before_the_key_is_asked(browser: Browser, hier: InHuis, geheim: bytes) -> None:
    iemand = Bezoeker(browser, hier.adres)
    stop_sleutel_in(iemand)
    wachtzin(iemand)
    iemand.vul(factorcode=tweedefactor.code_van(geheim, time.time()))
    iemand.druk("Log in")
    iemand.ga(PAD)
    iemand.druk("Voeg een sleutel toe", status=422)
    assert "Geef de sleutel een naam" in iemand.tekst
    iemand.sluit()
