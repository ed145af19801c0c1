"""The picture of the README can be made again, and is small enough to keep."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.plaatje import HOOGSTENS, maak_plaatje
from tests.e2e.toneel import WORTEL, Oefenomgeving

PNG = bytes.fromhex("89504e470d0a1a0a")


def _maat(pad: Path) -> tuple[int, int]:
    inhoud = pad.read_bytes()
    assert inhoud.startswith(PNG)
    assert len(inhoud) < HOOGSTENS
    return int.from_bytes(inhoud[16:20]), int.from_bytes(inhoud[20:24])


def test_the_picture_of_the_queue_can_be_made_again(browser: Browser, oefening: Oefenomgeving, tmp_path: Path) -> None:
    maak_plaatje(browser, oefening, tmp_path / "werkvoorraad.png")
    assert _maat(tmp_path / "werkvoorraad.png") == _maat(WORTEL / "docs" / "werkvoorraad.png") == (1280, 800)
