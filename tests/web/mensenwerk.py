"""What the tests of the pages for people and desks share: press the button of one form on a page."""

from collections.abc import Mapping
from typing import Any

from bs4 import Tag

from storage.tweedefactor import Factor
from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor
from tests.wereld import WACHTZIN
from workflow import uitnodigen

MENSEN, UITNODIGEN, BEWAARDER = "/beheer/mensen", "/beheer/uitnodigen", "/bewaarder"
AF = "/werkplek/af.aalten"
ZEKER: Mapping[str, str] = {"vergeleken": "ja", "wachtzin": WACHTZIN}


def vorm(pagina: Pagina, actie: str, onderwerp: str = "") -> Tag | None:
    """The form with this button that is about this; None when the page does not offer it."""
    for een in pagina.soep.select("main form[method=post]"):
        knop = een.find("button", attrs={"name": "actie", "value": actie})
        hier = een.find("input", attrs={"name": "onderwerp"})
        gevonden = str(hier["value"]) if isinstance(hier, Tag) else ""
        if knop is not None and (not onderwerp or gevonden == onderwerp):
            return een
    return None


def druk(browser: Browser, pad: str, actie: str, onderwerp: str = "", **velden: Any) -> Pagina:
    """Open a page and send the form with this button, with these answers."""
    gevonden = vorm(browser.get(pad), actie, onderwerp)
    assert gevonden is not None, f"{pad} offers no {actie} for {onderwerp!r}"
    return browser.post(pad, verborgen_van(gevonden) | velden | {"actie": actie})


def tekst(pagina: Pagina) -> str:
    """The text of a page."""
    return pagina.soep.get_text(" ", strip=True)


def mens(kantoor: Kantoor, wie: str) -> str:
    """The address of the page of somebody."""
    return f"{MENSEN}/{kantoor.wereld.ids[wie].hex()}"


def stel_voor(kantoor: Kantoor, wie: str, werkplek: str, **velden: Any) -> Pagina:
    """The beheerder of Aalten proposes somebody."""
    return druk(kantoor.als("beheer.aalten"), mens(kantoor, wie), "stel_voor", werkplek=werkplek, **velden)


def nieuwe_sleutel(kantoor: Kantoor, wie: str) -> None:
    """The beheerder of Aalten invites somebody to recover, and uses the code himself."""
    wereld = kantoor.wereld
    with wereld.als("beheer.aalten") as werk:
        code = uitnodigen.nodig_herstel_uit(werk, wereld.beleid, wereld.ids[wie])
    wereld.huis.uitnodiging.aanvaard(code, "acht jonge berken langs de beek")


def verborgen_van(vorm: Tag) -> dict[str, str]:
    """The hidden fields of a form as the page has them."""
    return {str(een["name"]): str(een["value"]) for een in vorm.find_all("input", type="hidden")}


def geef_app(kantoor: Kantoor, wie: str) -> None:
    """Somebody has an authenticator app from now on."""
    factor = Factor(totp=b"geheim van een telefoon")
    kantoor.wereld.huis.toegang.zet_factor(kantoor.wereld.ids[wie], lambda _: factor)
