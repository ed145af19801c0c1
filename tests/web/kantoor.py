"""A world with its pages: every account at a browser of its own, and cases brought where a test needs them."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pytest
from flask import Flask

from tests.storage.wandeling import ACTIE
from tests.web.conftest import Browser, Pagina, met_invulling
from tests.wereld import WACHTZIN, Wereld, email, maak_wereld
from web import acties, pdf
from web.app import create_app

T = TypeVar("T")


class Kantoor:
    """The pages of one world."""

    def __init__(self, wereld: Wereld) -> None:
        self.wereld = wereld
        self.app: Flask = create_app(wereld.settings, met_invulling(wereld.beleid) | {"actie": acties.actie})
        self._browsers: dict[str, Browser] = {}

    def als(self, wie: str) -> Browser:
        """The browser of somebody, logged in."""
        if wie not in self._browsers:
            browser = Browser(self.app)
            browser.get("/inloggen")
            browser.vul_in("/inloggen", "wachtzin", email=email(wie), wachtzin=WACHTZIN)
            self._browsers[wie] = browser
        return self._browsers[wie]

    def vergeet(self, wie: str) -> None:
        """Somebody comes back later, at a browser that knows nothing of him."""
        self._browsers.pop(wie, None)

    def sluit(self) -> None:
        self.app.extensions["huis"].sluit()
        self.wereld.huis.sluit()


def stuur(browser: Browser, pad: str, actie: str, velden: Mapping[str, Any] | None = None, zaak: str = "") -> Pagina:
    """Send the form that has a button `actie` (of the item `zaak`), as it stands on the page with these answers."""
    pagina = browser.get(pad)
    for vorm in pagina.soep.select("main form[method=post]"):
        knop = vorm.find("button", attrs={"name": "actie", "value": actie})
        hier = vorm.find("input", attrs={"name": "zaak"})
        if knop is not None and (not zaak or (hier is not None and hier.get("value") == zaak)):
            verborgen = {str(een["name"]): str(een["value"]) for een in vorm.find_all("input", type="hidden")}
            return browser.post(pad, verborgen | dict(velden or {}) | {"actie": actie})
    raise AssertionError(f"no form for {actie}: {pagina.soep.get_text(' ', strip=True)[:600]}")


def acties_op(pagina: Pagina) -> set[str]:
    """The steps that a page offers."""
    return {str(een["value"]) for een in pagina.soep.select("main button[name=actie]")}


def in_aanpak_velden(wereld: Wereld) -> dict[str, str]:
    return {"besluit": "Controle op het adres.", "regiehouder": wereld.ids["va.aalten"].hex(), **ACTIE}


@pytest.fixture
def kantoor(tmp_path: Path) -> Iterator[Kantoor]:
    plek = Kantoor(maak_wereld(tmp_path / "data"))
    yield plek
    plek.sluit()


def tijdens_een_blad(doe: Callable[[], T], begonnen: Callable[[], bool], tussendoor: Callable[[], object]) -> T:
    """Ask for a sheet and, while it waits for its turn to be made, do something else. Out: the answer.

    In: `begonnen` says that what goes on the sheet was opened.
    """
    antwoord: list[T] = []
    draad = Thread(target=lambda: antwoord.append(doe()))
    with pdf._SLOT:
        draad.start()
        for _ in range(200):
            if begonnen() or not draad.is_alive():
                break
            draad.join(0.05)
        tussendoor()
    draad.join()
    return antwoord[0]
