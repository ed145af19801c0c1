"""What a command asks and shows at the keyboard of the server: hidden codes and passphrases, one secret at a time."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from web.opdracht import Mislukt

T = TypeVar("T")
POGINGEN = 3
# Ask a terminal to forget the lines above the screen; nothing is sent when the output is not a terminal.
WIS_TERUGLEZEN = "\x1b[3J"
NU_DOEN = "{wat} nu doen?"
JA_NEE = {"j": True, "ja": True, "y": True, "n": False, "nee": False}
GENOEG = f"Dit lukte {POGINGEN} keer niet. Begin opnieuw als je de goede gegevens hebt."
LEES_VOOR = "Code {nr} van {totaal}. Schrijf deze code op papier {nr}. Niemand anders kijkt mee."
KLAAR = "Staat de code op papier? Druk op Enter. Dan verdwijnt zij van het scherm."
TERUGTYPEN = "Nu oefenen jullie. Typ twee van de drie codes over van het papier. Je ziet niet wat je typt."


class Geweigerd(Exception):
    """An answer that is not accepted; the text says why, and never what was typed."""


def vraag_leeg(vraag: str) -> str:
    """Ask a text that may stay empty."""
    return str(click.prompt(vraag, default="", show_default=False)).strip()


def vraag_codes() -> list[str]:
    """Ask two paper codes; they never show, and never stand on a command line that others can list."""
    return [click.prompt(f"Herstelcode {nr}", hide_input=True, default="", show_default=False) for nr in (1, 2)]


def vraag_ja(vraag: str) -> bool:
    """Ask yes or no; only "ja" is yes, so that Enter alone does nothing that can't be undone."""
    while True:
        antwoord = click.prompt(f"{vraag} [j/n]", default="n", show_default=False).strip().lower()
        if antwoord in JA_NEE:
            return JA_NEE[antwoord]
        click.echo("Typ j of n.")


def probeer(doe: Callable[[], T], fout: type[Exception], na: Callable[[], None] | None = None) -> T:
    """Do something that asks, again when it was refused, three times at most.

    In: `fout` is the refusal, whose text is shown; `na` is done after each one. Errors: Mislukt.
    """
    for _ in range(POGINGEN):
        try:
            return doe()
        except fout as reden:
            if na is not None:
                na()
            click.echo(str(reden), err=True)
    raise Mislukt(GENOEG)


def wis() -> None:
    """Clear the screen and what can be scrolled back to: the next person at it must not see the code before his."""
    click.clear()
    click.echo(WIS_TERUGLEZEN, nl=False)


def toon_een_voor_een(geheimen: Sequence[str]) -> None:
    """Show secrets one at a time, each gone from the screen before the next."""
    for nr, geheim in enumerate(geheimen, 1):
        wis()
        click.echo(f"\n{LEES_VOOR.format(nr=nr, totaal=len(geheimen))}\n\n    {geheim}\n")
        wacht_op_enter(KLAAR)
    wis()


def toon_een_keer(uitleg: str, geheim: str) -> None:
    """Show one secret until somebody presses Enter."""
    click.echo(f"\n{uitleg}\n\n    {geheim}\n")
    wacht_op_enter("Heb je dit op papier? Druk op Enter. Dan verdwijnt het van het scherm.")
    wis()


def wacht_op_enter(tekst: str) -> None:
    """Wait for Enter; unlike `click.pause` also when the answers come from a file."""
    click.prompt(tekst, default="", show_default=False, prompt_suffix=" ")
