"""Reads one file of the policy and says where it is broken."""

import tomllib
from pathlib import Path
from typing import Any


class BestandFout(Exception):
    """A policy file is missing or can't be read; the message names file and line."""


def lees(pad: Path) -> dict[str, Any]:
    """Return the table in the file `pad`.

    Raises BestandFout, with the name of the file and, where there is one, the line.
    """
    try:
        return tomllib.loads(lees_tekst(pad))
    except tomllib.TOMLDecodeError as fout:
        raise BestandFout(f"{pad}: {fout}") from fout


def lees_tekst(pad: Path) -> str:
    """Return the text of the file `pad`. Raises BestandFout."""
    try:
        return pad.read_text(encoding="utf-8")
    except UnicodeDecodeError as fout:
        raise BestandFout(f"{pad}: not UTF-8 at byte {fout.start}") from fout
    except OSError as fout:
        raise BestandFout(f"{pad}: {fout.strerror or fout}") from fout
