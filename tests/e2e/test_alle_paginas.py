"""Every page that a menu offers, and every public one: on a phone and at a full screen, nothing in anybody's way."""

from collections.abc import Callable

import pytest

from tests.e2e.bezoeker import HOOG, SCHERM, TELEFOON, Bezoeker

Kom = Callable[..., Bezoeker]
OPENBAAR = (
    *("/", "/melden/winterswijk", "/volgen", "/inloggen", "/route", "/signalen-herkennen"),
    *("/aandachtsfunctionarissen", "/privacy", "/toegankelijkheid"),
)
# role, municipality, desk, and the first things to open from the list that has them
ROLLEN: tuple[tuple[str, str | None, str | None, str], ...] = (
    ("aandachtsfunctionaris", "doetinchem", "af.doetinchem", "/zaken/"),
    ("aandachtsfunctionaris", "aalten", "vangnet.regio", ""),
    ("veiligheidsadviseur", "winterswijk", None, "/overleg/"),
    ("overlegdeelnemer", "winterswijk", None, "/overleg/"),
    ("actiehouder", "berkelland", None, "/acties/"),
    ("privacyfunctionaris", "berkelland", None, ""),
    ("fg", "aalten", None, ""),
    ("bestuur", "aalten", None, ""),
    ("beheerder", "aalten", None, "/beheer/"),
    ("zorgcoordinator", None, "meesamen.regio", "/opvang/"),
    ("partnermedewerker", None, "riec.regio", "/verstrekkingen/"),
    ("opvangmedewerker", None, "opvang-de-linde.regio", "/opvang/"),
    ("regisseur_ondermijning", None, None, ""),
    ("ketenregisseur", None, None, ""),
)


def _bekijk(iemand: Bezoeker, pad: str) -> None:
    """Look at a page at both widths, with everything on it unfolded."""
    iemand.page.goto(pad)
    iemand.page.locator("main details").evaluate_all("alle => alle.forEach(een => { een.open = true })")
    for breed in (TELEFOON, SCHERM):
        iemand.page.set_viewport_size({"width": breed, "height": HOOG})
        iemand.kijk()


def test_the_public_pages_are_in_nobodys_way(bezoek: Kom) -> None:
    iemand = bezoek()
    for pad in OPENBAAR:
        _bekijk(iemand, pad)


@pytest.mark.parametrize(
    ("rol", "gemeente", "werkplek", "ding"), ROLLEN, ids=[f"{een[0]} {een[2] or ''}" for een in ROLLEN]
)
def test_the_pages_of_a_menu_are_in_nobodys_way(
    als: Kom, rol: str, gemeente: str | None, werkplek: str | None, ding: str
) -> None:
    iemand = als(rol, gemeente, werkplek)
    menu = iemand.page.locator(".app-nav a").evaluate_all("alle => alle.map(a => a.getAttribute('href'))")
    assert menu
    dingen: list[str] = []
    for pad in menu:
        _bekijk(iemand, pad)
        dingen += (
            iemand.page.locator(f'main a[href^="{ding}"]').evaluate_all("alle => alle.map(a => a.href)") if ding else []
        )
    for adres in dingen[:2]:
        _bekijk(iemand, adres)
    assert bool(dingen) == bool(ding), "there is something to open"
