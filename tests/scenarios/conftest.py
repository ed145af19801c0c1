"""A world whose pages run in this process, with the accounts of `tests.wereld`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.rondgang import Rondgang
from tests.wereld import maak_wereld
from web.app import create_app


@pytest.fixture
def rond(tmp_path: Path) -> Iterator[Rondgang]:
    """A region to walk through."""
    wereld = maak_wereld(tmp_path / "data", basis_url="http://127.0.0.1:8080")
    app = create_app(wereld.settings)
    app.extensions["huis"].echte_tijd = wereld.huis.echte_tijd
    yield Rondgang(app, wereld)
    wereld.huis.sluit()
    app.extensions["huis"].sluit()
