"""The picture in the README: the queue of an aandachtsfunctionaris in the practice environment."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.bezoeker import Bezoeker
from tests.e2e.toneel import Oefenomgeving, chromium, log_in_met_kaart, oefenomgeving

GEMEENTE, PAD = "doetinchem", "/werkvoorraad"
HOOGSTENS = 150_000


def maak_plaatje(browser: Browser, oefening: Oefenomgeving, naar: Path) -> None:
    """Write the picture, 1280 by 800."""
    iemand = Bezoeker(browser, oefening.adres)
    log_in_met_kaart(iemand, oefening.account("aandachtsfunctionaris", GEMEENTE, f"af.{GEMEENTE}"))
    iemand.ga(PAD)
    iemand.page.screenshot(path=naar)
    iemand.sluit()


def main() -> None:
    """Make a practice environment for the occasion, and the picture at the path that is given."""
    with tempfile.TemporaryDirectory() as map_, oefenomgeving(Path(map_) / "data") as oefening, chromium() as browser:
        maak_plaatje(browser, oefening, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
