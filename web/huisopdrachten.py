"""Opening the installation that a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.installatie import Installatie
from web.opdracht import instellingen
from workflow.beleidladen import laad_beleid


@contextmanager
def open_huis(data: Path | None) -> Iterator[Installatie]:
    """The installation in a folder, closed afterwards. Errors: those of settings, keys, policy and schema."""
    settings = instellingen(data)
    huis = Installatie(settings, laad_beleid(settings.config_map))
    try:
        yield huis
    finally:
        huis.sluit()
