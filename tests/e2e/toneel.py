"""The stage of the journeys: the practice environment as a program, a Chromium, and the card of each role."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.bezoeker import Bezoeker

WORTEL = Path(__file__).parents[2]
NAMEN = ("chromium", "chromium-browser", "google-chrome")
STIL = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
GEDULD = 20


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


@contextmanager
def oefenomgeving(data: Path) -> Iterator[Oefenomgeving]:
    """Run the practice environment with its signals in an empty folder, and stop it."""
    opdracht = [sys.executable, "-c", "from web.cli import main; main()", "demo", "--data", str(data), "--port", "0"]
    env = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("MELDROUTE_")}
    # The cheapest passphrases that the settings accept: nothing here is about what they cost.
    env |= {"MELDROUTE_ARGON_KIB": "8192", "MELDROUTE_ARGON_PASSES": "1", "PYTHONUNBUFFERED": "1"}
    proces = subprocess.Popen(opdracht, stdout=subprocess.PIPE, text=True, env=env, cwd=WORTEL)
    assert proces.stdout is not None
    try:
        adres = next((regel.split()[-1] for regel in proces.stdout if "practice environment: http" in regel), "")
        assert adres, f"the practice environment did not start: exit {proces.wait()}"
        yield Oefenomgeving(adres, json.loads((data / "accounts.json").read_text("utf-8")))
        proces.terminate()
        assert proces.wait(GEDULD) == 0, "it does not stop cleanly"
    finally:
        if proces.poll() is None:
            proces.kill()
        proces.wait()


def vind_chromium() -> str:
    """The path of the browser: the one that CHROMIUM names, or the one that is installed."""
    for naam in (os.environ.get("CHROMIUM", ""), *NAMEN):
        gevonden = shutil.which(naam) if naam else None
        if gevonden:
            return gevonden
    raise AssertionError("There is no Chromium: run bin/testomgeving.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real browser that calls nobody by itself."""
    with sync_playwright() as spel:
        gestart = spel.chromium.launch(executable_path=vind_chromium(), args=list(STIL))
        yield gestart
        gestart.close()


def log_in_met_kaart(iemand: Bezoeker, account: Mapping[str, Any]) -> None:
    """Log in with the one click on the card of an account."""
    iemand.page.goto(f"/inloggen?gemeente={account['gemeente'] or 'regio'}")
    kaart = iemand.page.locator(".app-rollen .app-kaart")
    kaart = kaart.filter(has=iemand.page.locator(f'input[name="email"][value="{account["email"]}"]'))
    with iemand.page.expect_navigation():
        kaart.get_by_role("button").click()
