"""The echo check: no value that the vault of a case knows may stand in a text that leaves the desk."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

_WOORD = re.compile(r"\w+")
# A first name of two letters would block half of the language.
KORTSTE = 3
LANGSTE_REEKS = 8


def vouw(tekst: str) -> str:
    """Fold a text: lower case, without diacritics."""
    ontleed = unicodedata.normalize("NFKD", tekst.replace("ß", "ss").replace("ø", "o").replace("Ø", "O"))
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken)).lower()


def _cijfers(tekst: str) -> str:
    cijfers = "".join(teken for teken in tekst if teken.isdigit())
    # +31 6 …, 0031 6 … and 06 … are one number.
    for voor in ("0031", "31"):
        if cijfers.startswith(voor) and len(cijfers) - len(voor) == 9:
            return "0" + cijfers[len(voor) :]
    return cijfers


def vormen(soort: str, waarde: str) -> set[str]:
    """The spelling forms of one value under which it is recognised.

    A name counts as a whole and by each of its words; a number by its digits; a plate, document or handle by its
    letters and digits.
    """
    woorden = _WOORD.findall(vouw(waarde))
    aaneen = "".join(woorden)
    gevonden = {aaneen} if len(aaneen) >= KORTSTE else set()
    if soort == "naam":
        gevonden |= {woord for woord in woorden if len(woord) >= KORTSTE and not woord.isdigit()}
    if soort in ("telefoon", "geboortedatum") and len(_cijfers(waarde)) >= 6:
        gevonden.add(_cijfers(waarde))
    return gevonden


def lijst(gegevens: Mapping[str, str], merk: Callable[[str], str]) -> list[str]:
    """The marks of all values of one person; `merk` is the keyed mark under the key of the case."""
    return sorted({merk(vorm) for soort, waarde in gegevens.items() if waarde for vorm in vormen(soort, waarde)})


def _reeksen(tekst: str) -> Iterable[str]:
    woorden = _WOORD.findall(vouw(tekst))
    for begin in range(len(woorden)):
        aaneen = ""
        for woord in woorden[begin : begin + LANGSTE_REEKS]:
            aaneen += woord
            if len(aaneen) >= KORTSTE:
                yield aaneen
                if aaneen.isdigit():
                    yield _cijfers(aaneen)


def bevat_bekende(tekst: str, merken: frozenset[str], merk: Callable[[str], str]) -> bool:
    """True when a text holds a value of the vault, in any spelling that `vormen` knows."""
    return bool(merken) and any(merk(reeks) in merken for reeks in set(_reeksen(tekst)))
