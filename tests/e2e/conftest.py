"""A practice environment as a program of its own, and a real browser to visit it with."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.bezoeker import Bezoeker
from tests.e2e.toneel import Oefenomgeving, chromium, log_in_met_kaart, oefenomgeving


@pytest.fixture(scope="session")
def oefening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oefenomgeving]:
    """The practice environment with its signals, as `make run` starts it."""
    data = tmp_path_factory.mktemp("oefening") / "data"
    with oefenomgeving(data) as gestart:
        yield gestart


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as gestart:
        yield gestart


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
        iemand = bezoek(**hoe)
        log_in_met_kaart(iemand, oefening.account(rol, gemeente, werkplek))
        return iemand

    return log_in
