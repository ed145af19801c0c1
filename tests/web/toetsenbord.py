"""Somebody at the keyboard of a command: he reads the screen, and types what the last line asks for."""

import io
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from click.testing import CliRunner, Result

from web.cli import main

Antwoord = str | Callable[[str], str]
OEFEN = {"MELDROUTE_OEFENOMGEVING": "ja"}
CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")


class Toetsenbord(io.BytesIO):
    """Standard input that is typed while the screen is read.

    In: (part of the question, answer) pairs, used in their order; an answer may be made from all that was shown.
    A question that nobody expected ends the input, as a person who walks away does.
    """

    def __init__(self, antwoorden: Sequence[tuple[str, Antwoord]]) -> None:
        super().__init__()
        self.antwoorden = list(antwoorden)
        self.onverwacht = ""

    def read1(self, _hoeveel: int | None = -1, /) -> bytes:
        sys.stdout.flush()
        scherm = sys.stdout.buffer.getvalue().decode()  # type: ignore[attr-defined]
        vraag = scherm.splitlines()[-1]
        if not self.antwoorden or self.antwoorden[0][0] not in vraag:
            self.onverwacht = vraag
            return b""
        antwoord = self.antwoorden.pop(0)[1]
        return (antwoord if isinstance(antwoord, str) else antwoord(scherm)).encode() + b"\n"

    def read(self, hoeveel: int | None = -1, /) -> bytes:
        return self.read1(hoeveel) if hoeveel else b""


def typ(data: Path, *args: str, antwoorden: Sequence[tuple[str, Antwoord]] = (), **env: str) -> Result:
    """Run a command with somebody at the keyboard; every answer must have been asked for."""
    toetsen = Toetsenbord(antwoorden)
    uitkomst = CliRunner().invoke(main, [*args, "--data", str(data)], input=toetsen, env=OEFEN | env)
    gebleven = [vraag for vraag, _ in toetsen.antwoorden]
    assert not gebleven, f"never asked: {gebleven}; instead: {toetsen.onverwacht!r}\n{uitkomst.output}"
    return uitkomst


def getoonde_code(nr: int) -> Callable[[str], str]:
    """The n-th code of those that were shown last (three of one ceremony)."""
    return lambda scherm: CODE.findall(scherm)[-3:][nr - 1]
