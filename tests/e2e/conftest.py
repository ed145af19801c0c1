"""A practice environment as a program of its own, and a real browser to visit it with."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.bezoeker import Bezoeker

NAMEN = ("chromium", "chromium-browser", "google-chrome")
STIL = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass(frozen=True)
class Oefenomgeving:
    """One practice environment that runs: its address and its accounts."""

    adres: str
    accounts: list[dict[str, Any]]

    def account(self, rol: str, gemeente: str | None = None, werkplek: str | None = None) -> dict[str, Any]:
        """The first account with this role, municipality and desk."""
        for een in self.accounts:
            if een["rol"] == rol and een["gemeente"] == gemeente and werkplek in (None, een["werkplek"]):
                return een
        raise AssertionError(f"nobody is {rol} of {gemeente or 'the region'}")


def _chromium() -> str:
    for naam in (os.environ.get("MELDROUTE_CHROMIUM", ""), *NAMEN):
        gevonden = shutil.which(naam) if naam else None
        if gevonden:
            return gevonden
    pytest.fail("There is no Chromium: run bin/testomgeving.")


def start_oefenomgeving(data: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the program in an empty folder. Out: the process and its address, once it answers."""
    opdracht = [sys.executable, "-c", "from web.cli import main; main()", "demo", "--data", str(data), "--port", "0"]
    env = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("MELDROUTE_")}
    # The cheapest passphrases that the settings accept: nothing here is about what they cost.
    env |= {"MELDROUTE_ARGON_KIB": "8192", "MELDROUTE_ARGON_PASSES": "1", "PYTHONUNBUFFERED": "1"}
    proces = subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True, env=env)
    assert proces.stdout is not None
    for regel in proces.stdout:
        if "practice environment: http" in regel:
            return proces, regel.split()[-1]
    raise AssertionError(f"the practice environment did not start: exit {proces.wait()}")


@pytest.fixture(scope="session")
def oefening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oefenomgeving]:
    """The practice environment with its signals, as `make run` starts it."""
    data = tmp_path_factory.mktemp("oefening") / "data"
    proces, adres = start_oefenomgeving(data)
    yield Oefenomgeving(adres, json.loads((data / "accounts.json").read_text("utf-8")))
    proces.terminate()
    assert proces.wait(20) == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as spel:
        gestart = spel.chromium.launch(executable_path=_chromium(), args=list(STIL))
        yield gestart
        gestart.close()


@pytest.fixture
def bezoek(browser: Browser, oefening: Oefenomgeving) -> Iterator[Callable[..., Bezoeker]]:
    """Let somebody come, at a browser of his own."""
    er_zijn: list[Bezoeker] = []

    def kom(**hoe: Any) -> Bezoeker:
        er_zijn.append(Bezoeker(browser, oefening.adres, **hoe))
        return er_zijn[-1]

    yield kom
    for een in er_zijn:
        een.sluit()


@pytest.fixture
def als(bezoek: Callable[..., Bezoeker], oefening: Oefenomgeving) -> Callable[..., Bezoeker]:
    """Let somebody come and log in with the one click on the card of his role."""

    def log_in(rol: str, gemeente: str | None = None, werkplek: str | None = None, **hoe: Any) -> Bezoeker:
        account, iemand = oefening.account(rol, gemeente, werkplek), bezoek(**hoe)
        iemand.page.goto(f"/inloggen?gemeente={gemeente or 'regio'}")
        kaart = iemand.page.locator(".app-rollen .app-kaart")
        kaart = kaart.filter(has=iemand.page.locator(f'input[name="email"][value="{account["email"]}"]'))
        with iemand.page.expect_navigation():
            kaart.get_by_role("button").click()
        return iemand

    return log_in
