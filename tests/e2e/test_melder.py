"""A colleague passes a signal on: on a phone without JavaScript, with Back and reload, and leaving in a hurry."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error

from tests.e2e.bezoeker import TELEFOON, Bezoeker, meld

Kom = Callable[..., Bezoeker]
TEKST = "Zes mensen wonen in een schuur en worden elke nacht gehaald."


def test_a_colleague_on_a_phone_without_javascript_goes_from_the_first_page_to_the_follow_page(bezoek: Kom) -> None:
    collega = bezoek(breed=TELEFOON, javascript=False)
    collega.ga("/")
    assert collega.page.locator(".app-112").is_visible()
    collega.volg_link("/melden/berkelland")
    code = meld(collega, "berkelland", gevaar="ja", gebeld_112="nee", tekst=TEKST)
    assert "Heb je 112 nog niet gebeld?" in collega.tekst
    assert TEKST not in collega.page.content()
    assert code not in collega.page.url
    collega.ga("/volgen")
    collega.vul(volgcode="K7MR-Q4T2-9XWD-3HFA")
    collega.druk("Bekijk je signaal", status=404)
    assert collega.kop == "Volg je signaal"
    assert "Deze code klopt niet" in collega.tekst
    collega.vul(volgcode=code.lower().replace("-", " "))
    collega.druk("Bekijk je signaal")
    assert "We hebben je signaal ontvangen." in collega.tekst
    collega.stap("toevoegen", bericht="Er staat nu ook een busje.")
    assert "Er staat nu ook een busje." in collega.tekst
    assert code not in collega.page.url


def test_a_required_answer_that_is_missing_is_named_and_the_rest_stays(bezoek: Kom) -> None:
    collega = bezoek(breed=TELEFOON)
    collega.ga("/melden/aalten")
    collega.verder()
    collega.vul(gevaar="nee")
    collega.verder()
    collega.vul(tekst=TEKST)
    collega.verder(status=422)
    fouten = collega.page.locator("#fouten")
    assert fouten.evaluate("e => e === document.activeElement"), "the list of errors has the focus"
    fouten.get_by_role("link").first.click()
    assert collega.page.evaluate("document.activeElement.name") == "wanneer"
    assert collega.page.locator('[name="tekst"]').input_value() == TEKST


def test_going_back_in_the_form_keeps_every_answer(bezoek: Kom) -> None:
    collega = bezoek()
    collega.ga("/melden/aalten")
    collega.verder()
    collega.vul(gevaar="nee")
    collega.verder()
    collega.vul(tekst=TEKST, **{"herken[]": ("bang", "bewaakt")}, wanneer="gisteren")
    collega.druk("Terug")
    assert collega.page.locator('[name="gevaar"][value="nee"]').is_checked()
    collega.verder()
    assert collega.page.locator('[name="tekst"]').input_value() == TEKST
    assert collega.page.locator('[name="herken[]"][value="bewaakt"]').is_checked()
    assert collega.page.locator('[name="wanneer"][value="gisteren"]').is_checked()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_back_and_reload_after_sending_make_no_second_signal(bezoek: Kom, javascript: bool) -> None:
    collega = bezoek(javascript=javascript, haast=True)
    code = meld(collega, "montferland", tekst=TEKST)
    # The browser asks whether it may send the last form again; whoever says yes gets the same signal.
    collega.page.reload()
    assert collega.volgcode == code
    assert "Het is één keer bewaard." in collega.tekst
    vooraf = len(collega.verzonden)
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        collega.page.go_back()
    # Only a page that answers can be loaded again: between two pages Chromium refuses it.
    collega.page.wait_for_url("chrome-error://**", wait_until="commit")
    assert collega.page.locator("body").count() == 1, "the browser draws its own page of refusal"
    assert len(collega.verzonden) == vooraf, "going back sends nothing by itself"
    collega.page.reload()
    assert collega.kop == "Controleer je signaal"
    assert TEKST in collega.tekst
    collega.druk("Verstuur je signaal")
    assert collega.volgcode == code
    ander = meld(bezoek(haast=True), "montferland", tekst=TEKST)
    assert ander != code, "a form that is filled in anew is another signal"


def test_two_clicks_on_the_last_button_send_once(bezoek: Kom) -> None:
    collega = bezoek()
    meld(collega, "aalten", tekst=TEKST, verstuur=False)
    vooraf = len(collega.verzonden)
    with collega.page.expect_navigation():
        collega.page.get_by_role("button", name="Verstuur je signaal").dblclick(no_wait_after=True)
    assert collega.volgcode
    assert "Het is één keer bewaard." not in collega.tekst
    assert len(collega.verzonden) == vooraf + 1


def test_three_times_escape_leaves_the_page_and_the_way_back(bezoek: Kom) -> None:
    collega = bezoek()
    collega.ga("/")
    collega.page.goto("/melden/aalten")
    doel = str(collega.page.locator("[data-snel-sluiten]").get_attribute("href"))
    collega.page.route(f"{doel}**", lambda route: route.fulfill(body="<title>Weer</title>", content_type="text/html"))
    for _ in range(3):
        collega.page.keyboard.press("Escape")
    collega.page.wait_for_url(f"{doel}**")
    collega.page.go_back()
    assert collega.pad == "/", "the form is no longer in the history"


def test_without_javascript_the_same_link_leads_away(bezoek: Kom) -> None:
    collega = bezoek(javascript=False)
    collega.page.goto("/melden/aalten")
    weg = collega.page.locator("[data-snel-sluiten]")
    assert str(weg.get_attribute("href")).startswith("https://")
    assert weg.get_attribute("rel") == "noreferrer"
