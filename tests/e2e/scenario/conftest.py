"""A region of its own for each scenario, in this process, so that its clock can go to any day."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.inhuis import in_huis
from tests.e2e.scenariopad import Pad


@pytest.fixture
def pad(browser: Browser, tmp_path: Path) -> Iterator[Pad]:
    """A scenario that begins on a working day at ten."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with in_huis(tmp_path / "data") as hier:
        begonnen = Pad(browser, hier)
        yield begonnen
        begonnen.sluit()
