"""A visitor with a real browser: it looks at every page it opens the way a careful person with aids would."""

import re
from collections.abc import Mapping, Sequence

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

TELEFOON, SCHERM = 390, 1280
HOOG = 800
REGELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
KIJK = {"runOnly": {"type": "tag", "values": REGELS}, "resultTypes": ["violations"]}
# Chromium would like a user name in the form that asks the passphrase once more; there is none to give.
BEKEND = "Password forms should have (optionally hidden) username fields"


class Bezoeker:
    """One person at one browser, with a screen of a given width.

    `haast` looks at no page: for who comes where another visitor has looked already.
    """

    def __init__(
        self, browser: Browser, adres: str, *, breed: int = SCHERM, javascript: bool = True, haast: bool = False
    ) -> None:
        self.adres, self.haast = adres, haast
        context = browser.new_context(
            viewport={"width": breed, "height": HOOG},
            java_script_enabled=javascript,
            base_url=adres,
            locale="nl-NL",
        )
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.javascript = javascript
        self._spiegel: Page | None = None
        self.klachten: list[str] = []
        self.verzonden: list[str] = []
        self.page.on("console", self._lees)
        self.page.on("pageerror", lambda fout: self.klachten.append(f"script: {fout}"))
        self.page.on("request", self._volg)
        self.page.on("response", self._tel)

    def _lees(self, bericht: ConsoleMessage) -> None:
        if bericht.type in ("error", "warning") and BEKEND not in bericht.text:
            self.klachten.append(f"console: {bericht.text}")

    def _volg(self, verzoek: Request) -> None:
        if not verzoek.url.startswith((f"{self.adres}/", "data:", "about:")):
            self.klachten.append(f"elsewhere: {verzoek.url}")

    def _tel(self, antwoord: Response) -> None:
        if antwoord.request.method == "POST":
            self.verzonden.append(antwoord.url.removeprefix(self.adres))

    def sluit(self) -> None:
        """Close the windows."""
        for een in (self.page, self._spiegel):
            if een is not None:
                een.context.close()

    # -- going about

    def ga(self, pad: str) -> None:
        """Type an address, and look."""
        self.page.goto(pad)
        self.kijk()

    def druk(self, knop: str, *, status: int = 200) -> None:
        """Press a button of the page by its name, and look at the page that follows."""
        self._klik(self.page.locator("main").get_by_role("button", name=knop, exact=True).first, status)

    def verder(self, *, status: int = 200) -> None:
        """Press the first button of the form."""
        self._klik(self.page.locator("main form").get_by_role("button").first, status)

    def _klik(self, knop: Locator, status: int = 200) -> None:
        with self.page.expect_navigation() as volgende:
            knop.click()
        assert volgende.value is not None
        assert volgende.value.status == status, f"{self.pad}: {volgende.value.status} {self.tekst[:300]}"
        # Chromium writes every answer that is a refusal in its console.
        self.klachten = [een for een in self.klachten if f"the server responded with a status of {status} " not in een]
        self.kijk()

    def volg_link(self, pad: str) -> None:
        """Follow the link to an address, by pressing what takes one there."""
        self._klik(self.page.locator(f'main a[href="{pad}"]').first)

    def vul(self, **antwoorden: str | Sequence[str]) -> None:
        """Fill in fields by their name; a choice by its code."""
        self._vul_alles(self.page.locator("main"), antwoorden)

    def stap(self, actie: str, *, bij: str = "main", **antwoorden: str | Sequence[str]) -> None:
        """Unfold a step, fill in its form and send it. `bij` tells two such forms on a page apart."""
        knop = f'button[name="actie"][value="{actie}"]'
        vorm = self.page.locator(f"{bij} form:has({knop})").first
        vouw = self.page.locator(f"{bij} details:has({knop}):not([open]) > summary")
        if vouw.count():
            vouw.first.click()
        self._vul_alles(vorm, antwoorden)
        self._klik(vorm.locator(knop))

    def _vul_alles(self, bij: Locator, antwoorden: Mapping[str, str | Sequence[str]]) -> None:
        for naam, waarde in antwoorden.items():
            for een in [waarde] if isinstance(waarde, str) else waarde:
                self._vul(bij, naam, een)

    def _vul(self, bij: Locator, naam: str, waarde: str) -> None:
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
    def volgcode(self) -> str:
        """The volgcode on the page, or ""."""
        code = self.page.locator("[data-volgcode]")
        return code.inner_text().strip() if code.count() else ""

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
        if self.haast:
            return
        breed = self.page.viewport_size["width"] if self.page.viewport_size else 0
        waar = f"{self.pad} ({self.kop}, {breed} px)"
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{waar} scrolls sideways"
        gevonden = barrieres(self.page) if self.javascript else self._barrieres_in_spiegel()
        assert not gevonden, "\n".join([waar, *gevonden])
        assert not self.klachten, "\n".join([waar, *self.klachten])

    def _barrieres_in_spiegel(self) -> list[str]:
        """Axe is a script: show the same page, as it stands, in a window that runs scripts but not our own."""
        if self._spiegel is None:
            browser = self.page.context.browser
            assert browser is not None
            self._spiegel = browser.new_context(viewport=self.page.viewport_size).new_page()
            self._spiegel.route("**/*.js", lambda route: route.abort())
        inhoud = self.page.content()
        self._spiegel.route("**/spiegel", lambda route: route.fulfill(body=inhoud, content_type="text/html"))
        self._spiegel.goto(f"{self.adres}/spiegel")
        return barrieres(self._spiegel)


def barrieres(page: Page) -> list[str]:
    """What axe finds wrong with the page, one line for each element."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE_SCRIPT} }} }}")
    gevonden = page.evaluate("hoe => axe.run(document, hoe).then(uit => uit.violations)", KIJK)
    return [
        f"{een['id']}: {knoop['target']} {knoop['html'][:160]} {knoop.get('failureSummary', '')[:200]}"
        for een in gevonden
        for knoop in een["nodes"]
    ]


ANTWOORDEN: dict[str, str] = {
    "gevaar": "nee",
    "tekst": "Er slapen mensen op de werkvloer.",
    "wanneer": "vandaag",
    "minderjarig": "nee",
}


def meld(iemand: Bezoeker, gemeente: str, *, verstuur: bool = True, **antwoorden: str) -> str:
    """Fill in the whole form, screen after screen. Out: the volgcode; "" when the last button is not pressed."""
    over = ANTWOORDEN | antwoorden
    iemand.ga(f"/melden/{gemeente}")
    while iemand.page.locator('button[name="actie"][value="indienen"]').count() == 0:
        hier = [naam for naam in over if iemand.page.locator(f'main [name="{naam}"]').count()]
        iemand.vul(**{naam: over.pop(naam) for naam in hier})
        iemand.verder()
    assert not over, f"never asked: {sorted(over)}"
    if verstuur:
        iemand.druk("Verstuur je signaal")
    return iemand.volgcode
