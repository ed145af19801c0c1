"""One spelling for all: folds a text to our own small letters, and cuts it into words and numbers."""

import re
import unicodedata

Token = tuple[str, bool]
"""A word or a number, and whether it hangs on to the one before it without a space."""

_EIGEN = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n"}
)
_UMLAUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
# Each foreign letter with the one of ours that it looks like: Cyrillic, Greek, and two of the Latin script itself.
_GELIJKEND = (
    "аa вb сc еe һh нh іi јj кk ӏl мm оo рp ԛq ѕs тt уy үy ѵv ԝw хx ԁd "
    "АA ВB СC ЕE ҺH НH ІI ЈJ КK МM ОO РP ԚQ ЅS ТT УY ԜW ХX "
    "αa βb γy εe ηn ιi κk νv οo ρp ςc τt υu χx ωw ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ɑa ɡg"
)
_LIJKT = str.maketrans({paar[0]: paar[1] for paar in _GELIJKEND.split()})
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
# Ids of documents and people stand in the same texts; parts of them would pass for names.
_ID = re.compile(r"\b(?=\w*\d)(?=\w*[a-f])[0-9a-f]{32,}\b")
_AFGEBROKEN = re.compile(r"-[ \t]*\r?\n\s*")
_NUMMERWOORD = re.compile(r"\b(?:op\s+)?(?:huis)?(?:nummer|num|nr|no)\b\.?\s*(?=\d)")
_STRAATWOORD = re.compile(r"(\w{2,}?)(str|pln|wg|ln)\b\.?(?=,?\s*\d)")
_VOLUIT = {"str": "straat", "pln": "plein", "wg": "weg", "ln": "laan"}


def vouw(tekst: str) -> str:
    """Fold a text: lower case, our own alphabet, no diacritics, nothing invisible, one kind of digit."""
    if tekst.isascii():
        return tekst.lower()
    heel = "".join("'" if _is_aanhaling(teken) else unicodedata.normalize("NFKD", teken) for teken in tekst)
    plat = (teken for teken in heel.translate(_LIJKT).casefold() if unicodedata.category(teken) not in ("Mn", "Cf"))
    return "".join(str(unicodedata.decimal(een, een)) for een in plat).translate(_EIGEN)


def _is_aanhaling(teken: str) -> bool:
    """True for the letters and accents that stand in for an apostrophe."""
    soort = unicodedata.category(teken)
    return soort == "Sk" or (soort == "Lm" and unicodedata.normalize("NFKD", teken) == teken)


def lezingen(tekst: str) -> set[str]:
    """The ways to fold a text: a Greek capital looks like another letter than its small one; ü is written ue too."""
    if tekst.isascii():
        return {vouw(tekst)}
    return {vouw(tekst), vouw(tekst.lower()), vouw(unicodedata.normalize("NFC", tekst).translate(_UMLAUT))}


def tokens_van(gevouwen: str) -> list[Token]:
    """The words and numbers of a folded text. "nr" before a number goes; "str" before one is written in full."""
    tekst = _AFGEBROKEN.sub("-", _ID.sub(" ", gevouwen))
    tekst = _STRAATWOORD.sub(lambda m: f"{m[1]}{_VOLUIT[m[2]]}", _NUMMERWOORD.sub("", tekst))
    gevonden: list[Token] = []
    einde = 0
    for een in _TOKEN.finditer(tekst):
        tussen = tekst[einde : een.start()]
        gevonden.append((een[0], bool(gevonden) and not any(teken.isspace() for teken in tussen)))
        einde = een.end()
    return gevonden
