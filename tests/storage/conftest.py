"""Fixtures of the storage tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wereld import Wereld, maak_wereld


@pytest.fixture
def wereld(tmp_path: Path) -> Iterator[Wereld]:
    """A fresh installation with real keys."""
    gemaakt = maak_wereld(tmp_path / "data")
    yield gemaakt
    gemaakt.huis.sluit()
