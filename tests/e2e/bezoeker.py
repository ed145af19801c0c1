"""A visitor with a real browser: it looks at every page it opens the way a careful person with aids would."""

import re
from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

TELEFOON, SCHERM = 390, 1280
HOOG = 800
REGELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
KIJK = {"runOnly": {"type": "tag", "values": REGELS}, "resultTypes": ["violations"]}
# Chromium would like a user name in the form that asks the passphrase once more; there is none to give.
BEKEND = "Password forms should have (optionally hidden) username fields"


class Bezoeker:
    """One person at one browser, with a screen of a given width."""

    def __init__(self, browser: Browser, adres: str, *, breed: int = SCHERM, javascript: bool = True) -> None:
        self.adres = adres
        context = browser.new_context(
            viewport={"width": breed, "height": HOOG},
            java_script_enabled=javascript,
            base_url=adres,
            locale="nl-NL",
        )
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.javascript = javascript
        self.klachten: list[str] = []
        self.verzonden: list[str] = []
        self.page.on("console", self._lees)
        self.page.on("pageerror", lambda fout: self.klachten.append(f"script: {fout}"))
        self.page.on("request", self._volg)

    def _lees(self, bericht: ConsoleMessage) -> None:
        if bericht.type in ("error", "warning") and BEKEND not in bericht.text:
            self.klachten.append(f"console: {bericht.text}")

    def _volg(self, verzoek: Request) -> None:
        if not verzoek.url.startswith((f"{self.adres}/", "data:", "about:")):
            self.klachten.append(f"elsewhere: {verzoek.url}")
        if verzoek.method == "POST":
            self.verzonden.append(verzoek.url.removeprefix(self.adres))

    def sluit(self) -> None:
        """Close the browser window."""
        self.page.context.close()

    # -- going about

    def ga(self, pad: str) -> None:
        """Type an address, and look."""
        self.page.goto(pad)
        self.kijk()

    def druk(self, knop: str, *, in_: str = "main", kijk: bool = True, precies: bool = True) -> None:
        """Press a button by its name, wait for the page that follows, and look."""
        with self.page.expect_navigation():
            self.page.locator(in_).get_by_role("button", name=knop, exact=precies).first.click()
        if kijk:
            self.kijk()

    def vul(self, **antwoorden: str | Sequence[str]) -> None:
        """Fill in fields by their name; a choice by its code."""
        for naam, waarde in antwoorden.items():
            for een in [waarde] if isinstance(waarde, str) else waarde:
                self._vul(self.page.locator("main"), naam, een)

    def stap(self, actie: str, *, kijk: bool = True, zaak: str = "", **antwoorden: str | Sequence[str]) -> None:
        """Unfold a step, fill in its form and send it."""
        knop = f'button[name="actie"][value="{actie}"]'
        vorm = self.page.locator(f"main form:has({knop})")
        if zaak:
            vorm = vorm.filter(has=self.page.locator(f'input[name="zaak"][value="{zaak}"]'))
        vorm = vorm.first
        vouw = self.page.locator("main details").filter(has=vorm).last
        if vouw.count() and vouw.get_attribute("open") is None:
            vouw.locator("summary").first.click()
        for naam, waarde in antwoorden.items():
            for een in [waarde] if isinstance(waarde, str) else waarde:
                self._vul(vorm, naam, een)
        with self.page.expect_navigation():
            vorm.locator(knop).click()
        if kijk:
            self.kijk()

    def _vul(self, bij: Any, naam: str, waarde: str) -> None:
        veld = bij.locator(f'[name="{naam}"]')
        soort = str(veld.first.evaluate("e => e.type || ''"))
        if soort in ("radio", "checkbox"):
            bij.locator(f'[name="{naam}"][value="{waarde}"]').check()
        elif soort.startswith("select"):
            veld.first.select_option(waarde)
        else:
            veld.first.fill(waarde)

    # -- looking

    @property
    def kop(self) -> str:
        """The heading of the page."""
        return self.page.locator("h1").inner_text().replace("\xad", "")

    @property
    def tekst(self) -> str:
        """What stands in the page itself."""
        return self.page.locator("main").inner_text()

    @property
    def pad(self) -> str:
        """The address, from the first slash on."""
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    def kijk(self) -> None:
        """Find nothing wrong: no barrier, no message in the console, nothing from elsewhere, no scrolling sideways."""
        waar = f"{self.pad} ({self.kop}, {self._breedte()} px)"
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{waar} scrolls sideways"
        assert (barrieres(self.page) if self.javascript else self._barrieres_in_spiegel()) == [], waar
        assert self.klachten == [], waar

    def _barrieres_in_spiegel(self) -> list[str]:
        """Axe is a script: show the same page, as it stands, in a window that runs scripts but not our own."""
        browser, inhoud = self.page.context.browser, self.page.content()
        assert browser is not None
        spiegel = browser.new_page(viewport=self.page.viewport_size)
        spiegel.route("**/*.js", lambda route: route.abort())
        spiegel.route(f"{self.adres}/spiegel", lambda route: route.fulfill(body=inhoud, content_type="text/html"))
        spiegel.goto(f"{self.adres}/spiegel")
        gevonden = barrieres(spiegel)
        spiegel.close()
        return gevonden

    def _breedte(self) -> int:
        maat = self.page.viewport_size
        return maat["width"] if maat else 0


def barrieres(page: Page) -> list[str]:
    """What axe finds wrong with the page, one line for each element."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE_SCRIPT} }} }}")
    gevonden = page.evaluate("hoe => axe.run(document, hoe).then(uit => uit.violations)", KIJK)
    return [
        f"{een['id']}: {knoop['target']} {knoop['html'][:160]} {knoop.get('failureSummary', '')[:200]}"
        for een in gevonden
        for knoop in een["nodes"]
    ]
