"""Somebody of a scenario at a real browser: he looks at each page, takes steps, wrong turns and pictures."""

import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator

from tests.e2e.bezoeker import HOOG, SCHERM, TELEFOON, Bezoeker
from tests.e2e.toneel import WORTEL

BEELDEN = WORTEL / "docs" / "beelden"
# Set to 1, the scenarios write the pictures of docs/scenarios.md anew.
SCHAKELAAR = "MELDROUTE_BEELDEN"
HOOGSTENS = 60_000
KLEUREN = (64, 48, 32, 24, 16)
ID = re.compile(r"[0-9a-f]{32}|[A-Z]{2}(-[0-9A-Z]{4}){2}")
# Which kinds of page axe has looked at in this process; once each is enough, the cheap looks are for every page.
_GEZIEN: set[str] = set()
Antwoord = str | Sequence[str]


class Speler(Bezoeker):
    """Somebody of a scenario. Every page he opens is looked at; axe looks once at each kind of page."""

    def kijk(self) -> None:
        """Find nothing wrong with this page."""
        soort = f"{ID.sub('#', self.pad)} {ID.sub('#', self.kop)} {self.breed}"
        if soort not in _GEZIEN:
            _GEZIEN.add(soort)
            super().kijk()
        assert not self.klachten, "\n".join([self.pad, *self.klachten])

    @property
    def breed(self) -> int:
        """How wide the screen is."""
        return self.page.viewport_size["width"] if self.page.viewport_size else 0

    def vorm(self, actie: str, *, bij: str = "main") -> Locator:
        """The form with the button of a step, unfolded."""
        knop = f'button[name="actie"][value="{actie}"]'
        vouw = self.page.locator(f"{bij} details:has({knop}):not([open]) > summary")
        if vouw.count():
            vouw.first.click()
        return self.page.locator(f"{bij} form:has({knop})").first

    def zet(self, actie: str, *, bij: str = "main", status: int = 200, **antwoorden: Antwoord) -> None:
        """Unfold a step of this page, fill in its form and send it; the page that follows has this status."""
        vorm = self.vorm(actie, bij=bij)
        self._vul_alles(vorm, antwoorden)
        self._klik(vorm.locator(f'button[name="actie"][value="{actie}"]'), status)

    def doe(self, pad: str, actie: str, *, bij: str = "main", **antwoorden: Antwoord) -> None:
        """Open a page and take a step there."""
        self.ga(pad)
        self.zet(actie, bij=bij, **antwoorden)

    def weiger(self, pad: str, actie: str, waarom: str, *, bij: str = "main", **antwoorden: Antwoord) -> None:
        """Take a wrong turn: the page comes back with what is missing, and nothing typed is lost."""
        self.ga(pad)
        self.zet(actie, bij=bij, status=422, **antwoorden)
        assert waarom in self.tekst, f"{actie}: {self.fouten}"
        for waarde in antwoorden.values():
            if isinstance(waarde, str) and " " in waarde:
                assert waarde in self.page.content(), f"{actie} lost {waarde!r}"

    def mag_niet(self, pad: str) -> None:
        """An address that is not there for this person."""
        antwoord = self.page.goto(pad)
        assert antwoord is not None and antwoord.status == 404, f"{pad}: {antwoord and antwoord.status}"
        self.klachten = [een for een in self.klachten if "status of 404" not in een]

    @property
    def titel(self) -> str:
        """The heading with the state beside it."""
        return str(self.page.locator(".app-titel").first.inner_text())

    @property
    def alles(self) -> str:
        """What stands in the page, also where it is folded away."""
        return str(self.page.locator("main").text_content())

    @property
    def fouten(self) -> str:
        """The list of what is missing, or ""."""
        lijst = self.page.locator("#fouten")
        return str(lijst.inner_text()) if lijst.count() else ""

    def knoppen(self, pad: str) -> set[str]:
        """The steps that a page offers."""
        self.ga(pad)
        alle = self.page.locator('main button[name="actie"]').evaluate_all("alle => alle.map(een => een.value)")
        return set(alle)

    def keuze(self, pad: str, actie: str, veld: str, tekst: str) -> str:
        """Open a page and unfold a step. Out: the code of the choice that shows `tekst` in its form."""
        self.ga(pad)
        vorm = self.vorm(actie)
        optie = vorm.locator(f'select[name="{veld}"] option', has_text=tekst)
        if optie.count():
            return str(optie.first.get_attribute("value"))
        vinkje = vorm.locator(f'input[name="{veld}"]')
        labels = vinkje.evaluate_all("alle => alle.map(een => [een.value, een.labels[0].innerText])")
        return next(str(code) for code, label in labels if tekst in label)

    def links(self, begin: str, *, op: str | None = None, hier: bool = False) -> list[str]:
        """The addresses of single things below `begin`, in their order; of this page, or of the list (`op`)."""
        if not hier:
            self.ga(op or begin)
        alle = self.page.locator("main a").evaluate_all("alle => alle.map(a => a.getAttribute('href'))")
        return list(dict.fromkeys(een for een in alle if re.fullmatch(rf"{begin}/({ID.pattern})", een or "")))

    def beeld(self, naam: str, bij: str = "h1", *, breed: int = SCHERM) -> None:
        """Write the picture of what is on the screen, when that is asked; `bij` is scrolled into view first."""
        if os.environ.get(SCHAKELAAR) != "1":
            return
        self.page.set_viewport_size({"width": breed, "height": HOOG})
        self.page.locator(bij).first.evaluate("e => e.scrollIntoView({block: 'start'})")
        self.page.mouse.move(0, 0)
        schrijf_beeld(self.page.screenshot(animations="disabled"), BEELDEN / f"{naam}.png")
        self.page.set_viewport_size({"width": SCHERM if breed == TELEFOON else breed, "height": HOOG})


def schrijf_beeld(png: bytes, naar: Path) -> None:
    """Write a picture with as many colours as fit."""
    beeld = Image.open(io.BytesIO(png)).convert("RGB")
    for kleuren in KLEUREN:
        uit = io.BytesIO()
        beeld.quantize(kleuren, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            uit, "PNG", optimize=True
        )
        if len(uit.getvalue()) < HOOGSTENS:
            break
    naar.parent.mkdir(exist_ok=True)
    naar.write_bytes(uit.getvalue())
