"""People with a role at a full screen: from the queue to a decision of the overleg and a partner who confirms."""

import re
from collections.abc import Callable

from tests.e2e.bezoeker import Bezoeker, meld
from tests.e2e.toneel import Oefenomgeving

Kom = Callable[..., Bezoeker]
TEKST = "Vier mannen slapen achter in een wasserij."
WEGING = {f"weging_{nr}": "ja" for nr in ("1", "2a", "2b", "3")} | {
    f"weging_{nr}_reden": "Dat blijkt uit het signaal." for nr in ("1", "2a", "2b", "3")
}


def _links(iemand: Bezoeker, begin: str) -> list[str]:
    """The addresses of single things on the page, in their order."""
    alle = iemand.page.locator("main a").evaluate_all("alle => alle.map(a => a.getAttribute('href'))")
    return [een for een in alle if re.match(rf"{begin}/[0-9a-fA-Z-]{{9,}}$", een or "")]


def _open_nieuwste(af: Bezoeker) -> str:
    af.ga("/werkvoorraad?weergave=nieuw")
    adres = _links(af, "/zaken")[0]
    af.volg_link(adres)
    return adres


def _akkoord(pf: Bezoeker) -> None:
    """The privacyfunctionaris agrees with everything that waits for him."""
    pf.ga("/taken")
    while checks := _links(pf, "/privacychecks"):
        pf.ga(checks[0])
        pf.stap("beantwoorden", antwoord="akkoord")
        pf.ga("/taken")


def _eerste_overleg(iemand: Bezoeker) -> str:
    """The code of the first meeting that the form for the agenda offers."""
    keuze = iemand.page.locator('main [name="overleg"]')
    if keuze.first.evaluate("e => e.tagName") == "SELECT":
        return str(keuze.locator("option").nth(1).get_attribute("value"))
    return str(keuze.first.get_attribute("value"))


def test_the_desk_picks_up_a_signal_shows_a_name_and_puts_the_case_on_the_agenda(
    bezoek: Kom, als: Kom, oefening: Oefenomgeving
) -> None:
    code = meld(bezoek(haast=True), "oude-ijsselstreek", tekst=TEKST)
    af = als("aandachtsfunctionaris", "oude-ijsselstreek")
    assert af.kop == "Werkvoorraad"
    zaak = _open_nieuwste(af)
    assert TEKST in af.tekst
    af.stap("oppakken")
    assert "In beoordeling" in af.tekst
    af.stap("persoon_toevoegen", rol="slachtoffer", naam="Andrej Voorbeeldski", leeftijdsklasse="23_plus")
    assert "P-" in af.tekst
    assert "Andrej" not in af.page.content()
    wachtzin = oefening.account("aandachtsfunctionaris", "oude-ijsselstreek")["wachtzin"]
    af.page.locator("summary", has_text="Namen tonen").click()
    af.kijk()
    af.vul(doel="hulp", grond="avg6e", wachtzin="niet de goede wachtzin")
    af.druk("Toon de gegevens", status=422)
    assert "wachtzin klopt niet" in af.tekst
    assert "Andrej" not in af.page.content()
    af.vul(wachtzin=wachtzin)
    af.druk("Toon de gegevens")
    assert "Andrej Voorbeeldski" in af.tekst
    af.ga(zaak)
    assert "Andrej" not in af.page.content(), "a name is shown once"
    tekst = {"overdrachtstekst": "Mannen slapen bij hun werk.", "vraag_aan_overleg": "Wie gaat er kijken?"}
    af.stap("agenderen", **WEGING, **tekst, overleg=_eerste_overleg(af))
    assert "Op de agenda" in af.tekst
    melder = bezoek()
    melder.ga("/volgen")
    melder.vul(volgcode=code)
    melder.druk("Bekijk je signaal")
    assert "We bespreken je signaal." in melder.tekst


def test_the_overleg_decides_and_a_partner_confirms(als: Kom) -> None:
    va = als("veiligheidsadviseur", "winterswijk")
    va.ga("/overleg")
    va.volg_link(next(adres for adres in _links(va, "/overleg")))
    punt = va.page.locator("article", has=va.page.locator('button[value="in_aanpak_nemen"]'))
    zaak = punt.locator("h3 a").get_attribute("href")
    nr = str(punt.get_attribute("aria-labelledby"))
    regie = punt.locator('[name="regiehouder"]')
    wie = str(regie.locator("option").nth(1).get_attribute("value"))
    besluit = {"besluit": "Eerst opvang regelen, dan samen kijken.", "regiehouder": wie, "instrument": "CTRL"}
    actie = {"afdeling": "toezicht", "opdracht": "Ga samen kijken.", "datum": "31-12-2029"}
    va.stap("in_aanpak_nemen", bij=f'article[aria-labelledby="{nr}"]', **besluit, **actie)
    assert "Eerst opvang regelen" in va.tekst
    af, pf = als("aandachtsfunctionaris", "winterswijk"), als("privacyfunctionaris", "winterswijk")
    af.ga(str(zaak))
    verstrekking = _links(af, "/verstrekkingen")[0]
    af.volg_link(verstrekking)
    partner = als("partnermedewerker", None, "veilig-thuis.regio")
    partner.page.goto(verstrekking)
    assert partner.kop != af.kop, "a draft is not there for its recipient"
    partner.klachten.clear()
    af.stap("vrijgeven")
    _akkoord(pf)
    af.ga(verstrekking)
    af.stap("vrijgeven")
    partner.ga("/verstrekkingen")
    partner.volg_link(verstrekking)
    assert "Eerst opvang regelen" not in partner.tekst
    partner.stap("ontvangst_bevestigen")
    assert "Ontvangen" in partner.tekst
    af.ga(verstrekking)
    assert "Ontvangen" in af.tekst


def test_the_back_button_shows_no_page_of_who_has_logged_out(als: Kom) -> None:
    af = als("aandachtsfunctionaris", "doetinchem")
    af.ga("/werkvoorraad")
    af.volg_link(_links(af, "/zaken")[0])
    nummer = af.kop
    with af.page.expect_navigation():
        af.page.get_by_role("button", name="Uitloggen").click()
    af.page.go_back()
    assert af.kop == "Inloggen"
    assert nummer not in af.tekst
