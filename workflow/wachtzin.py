"""The passphrase: what is refused and why, and a generator of five Dutch words."""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zxcvbn import zxcvbn

from workflow.tabel import BeleidFout, Rij, Tegenspraak

MINSTENS, HOOGSTENS = 15, 128
WOORDEN, LIJST = 5, 2048
# zxcvbn counts from 0 (guessed at once) to 4; three words of a dictionary make a 3.
STERK = 3
# So many letters must be left when everything that anybody here would guess first is taken out.
EIGEN_LETTERS = 8

TE_KORT = f"Je wachtzin is te kort. Maak er minstens {MINSTENS} tekens van"
TE_LANG = f"Je wachtzin is te lang. Gebruik hoogstens {HOOGSTENS} tekens"
BEKEND = "Deze zin kent iedereen. Kies woorden die niet bij elkaar horen"
OMGEVING = "In je wachtzin staat te veel dat een ander kan raden. Laat namen van hier en van jezelf weg"
MAKKELIJK = "Deze wachtzin is te makkelijk te raden. Kies vijf woorden die niet bij elkaar horen"
ONGELIJK = "De twee wachtzinnen zijn niet gelijk. Typ ze allebei opnieuw"
LEEG = "Vul een wachtzin in"


@dataclass(frozen=True)
class Wachtzinregels:
    """What is refused: whole phrases, and the words that anybody would guess first here."""

    zinnen: frozenset[str]
    omgeving: tuple[str, ...]

    def met(self, erbij: Iterable[str]) -> "Wachtzinregels":
        """The same rules with more words of the surroundings."""
        return Wachtzinregels(self.zinnen, (*self.omgeving, *filter(None, map(_kaal, erbij))))


def laad_wachtzin(tabel: Mapping[str, Any], bestand: str) -> Wachtzinregels:
    """Read config/wachtzin.toml."""
    rij = Rij(tabel, bestand, "")
    regels = Wachtzinregels(
        frozenset(map(_kaal, rij.teksten("zinnen", None))), tuple(map(_kaal, rij.teksten("omgeving", None)))
    )
    rij.klaar()
    return regels


def laad_woorden(tekst: str, bestand: str) -> tuple[str, ...]:
    """Read the list of words, one a line. Errors: BeleidFout: a shorter list would make weaker passphrases."""
    woorden = tuple(tekst.split())
    if len(set(woorden)) != LIJST or len(woorden) != LIJST:
        raise BeleidFout((Tegenspraak(bestand, "", f"holds {LIJST} different words, one a line"),))
    if vreemd := [een for een in woorden if not re.fullmatch("[a-z]{3,9}", een)]:
        raise BeleidFout((Tegenspraak(bestand, vreemd[0], "a word is 3 to 9 letters from a to z"),))
    return woorden


def _kaal(zin: str) -> str:
    """A phrase as it is compared: lower case, letters and digits alone."""
    plat = unicodedata.normalize("NFKD", zin.casefold())
    return "".join(teken for teken in plat if teken.isalnum())


def bezwaar(zin: str, regels: Wachtzinregels, eigen: Sequence[str] = ()) -> str:
    """Why a passphrase is refused, as one Dutch line; "" when it is good.

    In: `eigen` is what belongs to the person himself (name, alias, mail address).
    """
    if not zin:
        return LEEG
    if len(zin) < MINSTENS:
        return TE_KORT
    if len(zin) > HOOGSTENS:
        return TE_LANG
    if _kaal(zin) in regels.zinnen:
        return BEKEND
    # Parts of a name that are very short ("de", "van") say nothing and stand in half of all words.
    namen = [_kaal(deel) for een in eigen for deel in re.split(r"[\s.@_-]+", een) if len(_kaal(deel)) > 3]
    bekend = [*regels.omgeving, *namen]
    if len(_rest(_kaal(zin), bekend)) < EIGEN_LETTERS and any(een in _kaal(zin) for een in bekend):
        return OMGEVING
    return "" if zxcvbn(zin, user_inputs=bekend, max_length=HOOGSTENS)["score"] >= STERK else MAKKELIJK


def _rest(kaal: str, bekend: Iterable[str]) -> str:
    """What is left without the words that anybody would guess, and without digits: a year adds next to nothing."""
    for woord in sorted(bekend, key=len, reverse=True):
        kaal = kaal.replace(woord, " ")
    return "".join(teken for teken in kaal if teken.isalpha())


def bezwaar_nieuw(zin: str, nogmaals: str, regels: Wachtzinregels, eigen: Sequence[str] = ()) -> str:
    """The same for a passphrase that is typed twice."""
    gevonden = bezwaar(zin, regels, eigen)
    return gevonden or ("" if zin == nogmaals else ONGELIJK)


def maak_wachtzin(woorden: Sequence[str]) -> str:
    """Five words of the list, drawn evenly: 55 bits, and never shorter than what is asked (five of three letters)."""
    return " ".join(secrets.choice(woorden) for _ in range(WOORDEN))


def wachttekst(seconden: int) -> str:
    """What is said to who must wait after too many failures."""
    return f"Wacht {seconden} {'seconde' if seconden == 1 else 'seconden'} en probeer het dan opnieuw"
