"""The words of a text, each with what its place says: does it begin a sentence, does it hang on to the one before."""

import re
from dataclasses import dataclass

from workflow.spelling import vouw

_WOORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´-][^\W\d_]+)*\.?(?:[A-Z]\.)*")
_EINDE = re.compile(
    r"[.!?:;…]\s*[\"'”’)»\]]*\s*$|\n\s*(?:[-*•–]|\d+[.)])?\s*$|^\s*[\"'“‘„(«-]*\s*$|[.!?]\s+[\"'“‘„(«]+$"
)
_TITEL = re.compile(r"\b(?:mevr|mw|dhr|hr|mr|dr|drs|ir|ds|st|fam)\.\s*$", re.IGNORECASE)
INITIALEN = re.compile(r"(?:[A-Z]\.){1,4}|[A-Z]")
_TUSSENRUIMTE = re.compile(r"[ \t\u00a0]+['’]?|[ \t]*-[ \t]*|\n")


@dataclass(frozen=True)
class Woord:
    """One word; `vouw` is how it is looked up in the lists."""

    begin: int
    eind: int
    tekst: str
    vouw: str
    begint_zin: bool
    vast: bool

    @property
    def hoofd(self) -> bool:
        """True with a capital in front, also behind an apostrophe (d'Souza)."""
        return self.tekst[0].isupper() or any(deel[:1].isupper() for deel in re.split(r"['’-]", self.tekst)[1:])

    @property
    def schreeuwt(self) -> bool:
        """True when it is all capitals."""
        return len(self.tekst) > 1 and self.tekst.rstrip(".").isupper()


def woorden(tekst: str) -> list[Woord]:
    """The words of `tekst`, in their order."""
    gevonden: list[Woord] = []
    for een in _WOORD.finditer(tekst):
        heel = een[0]
        # A full stop belongs to the word only after initials.
        if heel.endswith(".") and not INITIALEN.fullmatch(heel):
            heel = heel[:-1]
        voor = tekst[max(0, een.start() - 40) : een.start()]
        tussen = tekst[gevonden[-1].eind : een.start()] if gevonden else "|"
        gevonden.append(
            Woord(
                een.start(),
                een.start() + len(heel),
                heel,
                vouw(heel.rstrip(".")),
                not voor or (bool(_EINDE.search(voor)) and not _TITEL.search(voor)),
                bool(_TUSSENRUIMTE.fullmatch(tussen)),
            )
        )
    return gevonden
