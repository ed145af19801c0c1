"""Single sign-on in a real browser: the provider is another site, so no Strict cookie comes along on the way back."""

import logging
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.bezoeker import Bezoeker
from tests.e2e.inhuis import InHuis, in_huis
from tests.web.provider import CLIENT, Provider, echte_provider
from tests.wereld import WACHTZIN

SUB = "sub-van-af"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with echte_provider((SUB, {"preferred_username": "af@gemeente.example"})) as gestart:
        # The application is at "localhost": to a browser an address in numbers is another site.
        gestart.issuer = gestart.issuer.replace("localhost", "127.0.0.1")
        yield gestart


@pytest.fixture(scope="module")
def hier(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[InHuis]:
    map_ = tmp_path_factory.mktemp("sso")
    geheim = map_ / "client"
    geheim.write_text("geheim-van-de-client")
    geheim.chmod(0o400)
    oidc = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret_file": geheim}
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with in_huis(map_ / "data", **oidc) as gestart:
        yield gestart


def naar_de_provider(iemand: Bezoeker, knop: str) -> None:
    """Press the button, and the one at the provider that says who one is."""
    iemand.page.get_by_role("button", name=knop).click()
    iemand.page.wait_for_url("**/oauth2/authorize**")
    iemand.page.get_by_role("button", name=SUB).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_link_an_account_and_log_in_with_it(
    browser: Browser, hier: InHuis, provider: Provider, javascript: bool
) -> None:
    iemand = Bezoeker(browser, hier.adres, javascript=javascript)
    hier.log_in(iemand, "af.aalten")
    if iemand.page.goto("/account/sso") and iemand.page.get_by_role("button", name="Maak het los").count():
        iemand.page.get_by_role("button", name="Maak het los").click()
    iemand.ga("/account/sso")
    iemand.vul(wachtzin=WACHTZIN)
    naar_de_provider(iemand, "Koppel mijn account")
    iemand.page.wait_for_url("**/account/sso")
    assert "af@gemeente.example" in iemand.tekst
    iemand.page.get_by_role("button", name="Ja, koppel dit account").click()
    iemand.page.wait_for_selector("text=is gekoppeld")
    iemand.page.get_by_role("button", name="Uitloggen").click()
    iemand.page.wait_for_url("**/inloggen")
    iemand.klachten.clear()

    iemand.ga("/inloggen?naar=/taken")
    naar_de_provider(iemand, "Log in via je gemeente")
    iemand.page.wait_for_url("**/ontgrendelen")
    iemand.klachten.clear()
    iemand.kijk()
    iemand.vul(wachtzin=WACHTZIN)
    iemand.druk("Open mijn sleutel")
    assert iemand.pad == "/taken"
    iemand.sluit()


def test_a_refusal_comes_back_to_the_log_in_page(browser: Browser, hier: InHuis) -> None:
    iemand = Bezoeker(browser, hier.adres)
    iemand.ga("/inloggen")
    iemand.page.get_by_role("button", name="Log in via je gemeente").click()
    iemand.page.wait_for_url("**/oauth2/authorize**")
    iemand.page.get_by_role("button", name="Deny").click()
    iemand.page.wait_for_url("**/inloggen/sso/terug**")
    assert "is gestopt" in iemand.tekst
    iemand.sluit()
