"""What every command shares: its options, its settings, and failures in plain words."""

import errno
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy.exc import DatabaseError

from config.bestanden import BestandFout
from config.settings import Settings, SettingsError
from workflow.fouten import OpslagOnbereikbaar
from workflow.tabel import BeleidFout

P = ParamSpec("P")
T = TypeVar("T")
VERWACHT = (BestandFout, BeleidFout, SettingsError, OSError, DatabaseError, OpslagOnbereikbaar)


class Mislukt(click.ClickException):
    """A failure in plain words; the exit status is 1."""


def _vertaal(fout: Exception) -> str:
    """What went wrong, in words for who stands at the keyboard."""
    if isinstance(fout, BeleidFout):
        regels = [f"  {een.bestand}: {een.rij + ': ' if een.rij else ''}{een.reden}" for een in fout.tegenspraken]
        return "\n".join(["The policy contradicts itself:", *regels])
    if isinstance(fout, SettingsError):
        return f"Wrong setting. {fout}"
    if isinstance(fout, OSError) and fout.errno == errno.ENOSPC:
        return "The disk is full. Free some space and try again."
    if isinstance(fout, OSError) and fout.filename:
        return f"{fout.filename}: {fout.strerror}"
    if isinstance(fout, DatabaseError):
        # The statement and its values stay out: they can hold an address of the data base.
        return f"The database can't be used: {fout.orig}"
    if isinstance(fout, OpslagOnbereikbaar):
        return "The database is locked, full or away. Try again."
    return str(fout)


def gewone_woorden(*ook: type[Exception]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Turn an expected failure of a command into plain words and exit status 1.

    In: `ook` are further errors whose own text is plain.
    """

    verwacht: tuple[type[Exception], ...] = (*VERWACHT, *ook)

    def om(doe: Callable[P, T]) -> Callable[P, T]:
        @wraps(doe)
        def binnen(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return doe(*args, **kwargs)
            except verwacht as fout:
                raise Mislukt(_vertaal(fout)) from None

        return binnen

    return om


def instellingen(data: Path | None, **overrides: Any) -> Settings:
    if data is not None:
        overrides["data"] = data.absolute()
    return Settings.from_environment(os.environ, **overrides)


met_data = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the installation (default ./data)."
)
met_poort = click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 takes a free one."
)
