"""Who does nothing: a warning, an empty page, and the text back after the log-in. The browser's clock is moved."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from tests.e2e.bezoeker import HOOG, SCHERM, TELEFOON, Bezoeker, barrieres
from tests.e2e.inhuis import InHuis, in_huis
from tests.wereld import WACHTZIN, email

ZIN = "Er staat elke nacht een busje voor de deur."
MINUUT = 60_000


@pytest.fixture(scope="module")
def hier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InHuis]:
    with in_huis(tmp_path_factory.mktemp("stil") / "data") as gestart:
        yield gestart


@pytest.fixture
def zaak(hier: InHuis) -> str:
    """The address of a case that the aandachtsfunctionaris has taken up."""
    zaak_id = hier.wereld.meld()
    hier.wereld.stap("af.aalten", zaak_id, "oppakken")
    return f"/zaken/{hier.wereld.zaak(zaak_id).nummer}"


@pytest.fixture
def iemand(browser: Browser, hier: InHuis) -> Iterator[Bezoeker]:
    """The aandachtsfunctionaris at a browser whose clock stands still."""
    hier.klok.verschil = timedelta()
    bezoeker = Bezoeker(browser, hier.adres)
    bezoeker.page.clock.install()
    hier.log_in(bezoeker, "af.aalten")
    yield bezoeker
    bezoeker.sluit()


def typ(iemand: Bezoeker, pad: str) -> None:
    """Begin a note on a case."""
    iemand.ga(pad)
    knop = 'button[name="actie"][value="notitie"]'
    iemand.page.locator(f"main details:has({knop}) > summary").first.click()
    iemand.page.locator(f"main form:has({knop}) textarea").first.fill(ZIN)


def wacht(iemand: Bezoeker, hier: InHuis, minuten: int) -> None:
    """Let both clocks go on."""
    hier.klok.verschil += timedelta(minutes=minuten)
    iemand.page.clock.run_for(minuten * MINUUT)


def balk(iemand: Bezoeker) -> bool:
    return iemand.page.locator("#stil").is_visible()


def test_the_warning_comes_at_thirteen_minutes_and_one_press_keeps_everything(
    iemand: Bezoeker, hier: InHuis, zaak: str
) -> None:
    typ(iemand, zaak)
    wacht(iemand, hier, 12)
    assert not balk(iemand)
    wacht(iemand, hier, 1)
    assert balk(iemand) and "2 minuten" in iemand.page.locator("#stil").inner_text()
    assert iemand.page.title().startswith("Bijna uitgelogd")
    for breed in (TELEFOON, SCHERM):
        iemand.page.set_viewport_size({"width": breed, "height": HOOG})
        iemand.kijk()
    wacht(iemand, hier, 1)
    assert "1 minuut" in iemand.page.locator("#stil").inner_text()
    with iemand.page.expect_response("**/ingelogd") as antwoord:
        iemand.page.get_by_role("button", name="Blijf ingelogd").click()
    assert antwoord.value.status == 204
    iemand.page.locator("#stil").wait_for(state="hidden")
    wacht(iemand, hier, 12)
    assert not balk(iemand)
    assert iemand.page.locator("main textarea >> visible=true").first.input_value() == ZIN


def test_at_fifteen_minutes_the_page_is_empty_and_the_text_comes_back_after_the_log_in(
    iemand: Bezoeker, hier: InHuis, zaak: str
) -> None:
    typ(iemand, zaak)
    wacht(iemand, hier, 15)
    assert iemand.page.locator("h1:visible").all_inner_texts() == ["Je bent uitgelogd"]
    assert barrieres(iemand.page) == []
    zichtbaar = iemand.page.locator("body").inner_text()
    assert ZIN not in zichtbaar and zaak.rsplit("/", 1)[1] not in zichtbaar
    assert zaak.rsplit("/", 1)[1] not in iemand.page.title()
    wacht(iemand, hier, 1)
    iemand.page.get_by_role("button", name="Log opnieuw in").click()
    iemand.page.wait_for_selector("input[name=wachtzin]")
    assert "Je tekst staat dan weer op de pagina" in iemand.tekst
    iemand.klachten.clear()
    iemand.vul(email=email("af.aalten"), wachtzin=WACHTZIN)
    iemand.page.get_by_role("button", name="Log in", exact=True).click()
    iemand.page.wait_for_url(f"**{zaak}")
    assert iemand.page.locator("main textarea >> visible=true").first.input_value() == ZIN
    assert "Het is nog niet verstuurd" in iemand.tekst


def test_an_empty_page_does_nothing_while_another_window_keeps_the_session(
    iemand: Bezoeker, hier: InHuis, zaak: str
) -> None:
    typ(iemand, zaak)
    # Only the browser's clock: to the server somebody is still there.
    iemand.page.clock.run_for(15 * MINUUT)
    iemand.page.get_by_role("button", name="Log opnieuw in").click()
    iemand.page.wait_for_selector(".app-nav")
    assert iemand.pad == zaak
    assert iemand.page.locator("main textarea >> visible=true").first.input_value() == ZIN
    with hier.wereld.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get_nummer(zaak.rsplit("/", 1)[1]), ["zaak"], "test")
    assert not [een for een in docs if ZIN in str(een.inhoud)], "a note was kept that nobody sent"


def test_other_windows_of_the_same_person_count_as_being_there(iemand: Bezoeker, hier: InHuis, zaak: str) -> None:
    iemand.ga(zaak)
    wacht(iemand, hier, 14)
    assert balk(iemand)
    tweede = iemand.page.context.new_page()
    tweede.goto(f"{hier.adres}/taken")
    iemand.page.locator("#stil").wait_for(state="hidden")
    tweede.close()


def test_who_typed_nothing_logs_in_again_and_is_back_on_the_same_page(
    iemand: Bezoeker, hier: InHuis, zaak: str
) -> None:
    iemand.ga("/werkvoorraad?weergave=aanpak")
    wacht(iemand, hier, 16)
    iemand.page.get_by_role("button", name="Log opnieuw in").click()
    iemand.page.wait_for_url("**/inloggen?naar=/werkvoorraad")
