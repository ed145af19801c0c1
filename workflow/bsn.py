"""Finds a citizen service number in a text: eight or nine digits that pass the test of eleven, and are nothing else.

What has a shape of its own is looked at first, or one in eleven telephone numbers would be refused: a telephone number
begins with 0 or +, an IBAN with letters, a date is a day, an amount has its sign.
"""

import re
from collections.abc import Iterator

BSN_FOUT = "Er staat misschien een BSN in je tekst. Haal dat nummer weg"

_GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_TUSSEN = r"[ .\u00a0/-]"
_TELEFOON = re.compile(
    rf"(?<![\d+])(?:(?:\+|00){_TUSSEN}?[1-9]\d?{_TUSSEN}?(?:\(0\){_TUSSEN}?)?\d(?:{_TUSSEN}?\d){{7,11}}"
    rf"|\(?0[1-9](?:[ )(./\u00a0-]{{0,2}}\d){{8}})(?!\d)"
)
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?\b")
_BEDRAG = re.compile(r"(?:€|\beuro)\s*\d[\d.]*(?:,\d{2})?|\b\d[\d.]*(?:,\d{2})?\s*(?:€|euro\b)")
_DATUM = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])([ ./-]?)(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([ ./-]?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_JAREN = re.compile(r"(?<!\d)(?:19|20)\d\d\s*(?:-|–|/| |t/m|tot)\s*(?:19|20)\d\d(?!\d)")
_NEGEN = re.compile(r"(?=(?<!\d)(\d(?:[ .\u00a0-]?\d){8})(?!\d))")
_ACHT = re.compile(r"(?<!\d)(?<!\d[ .\u00a0-])\d(?:[ .\u00a0]?\d){7}(?![ .\u00a0-]?\d)")


def _elfproef(tekst: str) -> bool:
    cijfers = [int(een) for een in tekst if een.isdigit()]
    cijfers = [0] * (9 - len(cijfers)) + cijfers
    return any(cijfers) and sum(g * c for g, c in zip(_GEWICHTEN, cijfers, strict=True)) % 11 == 0


def _leeg(tekst: str, *vormen: re.Pattern[str]) -> str:
    """The text with what has a shape of its own blanked; every place stays where it is."""
    for vorm in vormen:
        tekst = vorm.sub(lambda m: "x" * len(m[0]), tekst)
    return tekst


def plekken(tekst: str) -> Iterator[tuple[int, int]]:
    """Where in `tekst` a number stands that passes the test: (start, end), in their order for nine digits, then eight.

    A number of eight digits is one that lost its first zero.
    """
    rest = _leeg(tekst, _IBAN, _TELEFOON)
    for een in _NEGEN.finditer(rest):
        if _elfproef(een[1]):
            yield een.start(1), een.end(1)
    rest = _leeg(rest, _DATUM, _JAREN, _BEDRAG)
    for een in _ACHT.finditer(rest):
        if _elfproef(een[0]):
            yield een.span()


def bevat_bsn(tekst: str) -> bool:
    """Say whether `tekst` holds a number that may be a BSN."""
    return next(plekken(tekst), None) is not None
