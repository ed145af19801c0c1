"""P-numbers in a text that somebody else reads: those of this reader, and nobody else's, however they were typed."""

import re
from collections.abc import Collection, Mapping

IEMAND = "iemand"
# A P-number as people type it over: lower case, other signs or none between its parts, glued to another word. Every
# place is tried, for the "p" of the word before it may look like the start of one.
_PLEK = re.compile(r"(?=(P(?:[\W_]{0,3}[0-9A-Z]){9}))", re.IGNORECASE)
_TUSSEN = r"[\W_]{0,3}"
# One that the case does not know is told by its shape: four, four and one.
_LOS = re.compile(
    rf"(?<![^\W_])P{_TUSSEN}[0-9A-Z]{{4}}{_TUSSEN}[0-9A-Z]{{4}}{_TUSSEN}[0-9A-Z](?![^\W_])", re.IGNORECASE
)
_VERGIST = str.maketrans("OIL", "011")


def hernoem(tekst: str, nieuw: Mapping[str, str], iedereen: Collection[str], verberg: Collection[str] | None) -> str:
    """The text with the pseudonyms of this recipient. One that he has no person for would link him to another reader.

    In: `nieuw`: own pseudonym → that of the recipient; `iedereen`: all own pseudonyms of the case; `verberg` None hides
    every other P-number, else only those that stand in it. Out: the text with "iemand" for who is hidden.
    """
    ander = {_kaal(een): IEMAND for een in (iedereen if verberg is None else verberg)}
    eigen = {_kaal(een): naam for een, naam in nieuw.items()}
    # Who stands hidden inside the case stays hidden; outside, who goes along keeps his new number.
    wordt = ander | eigen if verberg is None else eigen | ander
    delen: list[str] = []
    einde = 0
    for gevonden in _PLEK.finditer(tekst):
        naar = wordt.get(_kaal(gevonden[1]))
        if naar is not None and gevonden.start() >= einde:
            delen += [_zonder_vreemde(tekst[einde : gevonden.start()], verberg), naar]
            einde = gevonden.end(1)
    return "".join((*delen, _zonder_vreemde(tekst[einde:], verberg)))


def _zonder_vreemde(tekst: str, verberg: Collection[str] | None) -> str:
    """Hide what looks like a P-number that the case does not know; a word of ten letters is no number."""
    if verberg is not None:
        return tekst
    return _LOS.sub(lambda een: IEMAND if _lijkt_nummer(een[0]) else een[0], tekst)


def _lijkt_nummer(gevonden: str) -> bool:
    """True but for ten letters in a row that may be a word: one in small letters, or with a letter no number has."""
    return not gevonden.isalpha() or (gevonden.isupper() and not set("OILU") & set(gevonden))


def _kaal(pseudoniem: str) -> str:
    """The bare characters; a letter that no P-number has is the digit that it looks like."""
    return re.sub(r"[\W_]", "", pseudoniem).upper().translate(_VERGIST)
