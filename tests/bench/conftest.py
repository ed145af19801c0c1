"""What all measurements share: the table that is printed when a module is done."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def verslag(request: pytest.FixtureRequest) -> Iterator[None]:
    """Print the `REGELS` of a module that keeps them: (what, figure, unit and explanation)."""
    yield
    print("\n")
    for naam, waarde, uitleg in getattr(request.module, "REGELS", ()):
        print(f"{naam:58} {waarde:10.2f}  {uitleg}")
