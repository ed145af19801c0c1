"""The word lists of the highlighter, as loaded from the policy."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.spelling import vouw
from workflow.tabel import Rij

# A shorter name in small letters is too often a word.
KORTSTE_KLEIN = 3


@dataclass(frozen=True)
class Markeerlijsten:
    """Folded words by what they say about the word beside them."""

    aankondiging: frozenset[str]
    tussen: frozenset[str]
    verwant: frozenset[str]
    partikels: frozenset[str]
    geen_naam: frozenset[str]
    afkortingen: frozenset[str]
    plaatsen: frozenset[str]
    volken: tuple[str, ...]
    bedrijf: frozenset[str]
    gewoon: frozenset[str]
    voornamen: frozenset[str]
    achternamen: frozenset[str]
    geboren_tot: int

    def is_gewoon(self, woord: str) -> bool:
        """True for a folded word that an ordinary sentence may begin with."""
        if "-" in woord:
            return all(len(deel) < 2 or self.is_gewoon(deel) for deel in woord.split("-"))
        return woord in self.gewoon or _vorm_van_gewoon(woord, self.gewoon)

    def is_bekend(self, woord: str) -> bool:
        """True for a folded word that is somebody's name in one of the lists, though not a word as well."""
        return len(woord) >= KORTSTE_KLEIN and self.is_naam(woord) and not self.is_gewoon(woord)

    def is_naam(self, woord: str) -> bool:
        """True for a folded word that is in one of the lists of names."""
        return woord in self.voornamen or woord in self.achternamen

    def is_volk(self, woord: str) -> bool:
        """True for a folded word that says of which people or language something is."""
        return woord.startswith(self.volken) or woord.removesuffix("se") in self.plaatsen


_VERBUIGING = ("s", "e", "en", "n", "t", "je", "jes", "te", "de", "ten", "den", "end", "ende")
KORTSTE_STAM, KORTSTE_DEEL = 2, 6
_UITGANGEN = ("heid", "lijk", "lijke", "ing", "ingen", "schap", "isch", "ische", "achtig", "loos", "eerd", "eren")


def _vorm_van_gewoon(woord: str, gewoon: Collection[str]) -> bool:
    """An inflected form of an ordinary word, or a word with an ending that no name has."""
    if len(woord) > 6 and woord.endswith(_UITGANGEN):
        return True
    if woord.startswith("ge") and len(woord) > 6 and woord.endswith(("d", "t", "en")):
        return True
    for eind in _VERBUIGING:
        stam = woord.removesuffix(eind)
        # praat, praten; man, mannen: an open syllable has one vowel, a closed one two consonants.
        stammen = (stam, stam[:-1] + stam[-2:]) if stam[-1:] != stam[-2:-1] else (stam, stam[:-1])
        if woord != stam and len(stam) > KORTSTE_STAM and any(een in gewoon for een in stammen):
            return True
    # A word that ends in an ordinary long word is made of it: arbeidsinspectie, huurcontract.
    return any(woord[nr:] in gewoon for nr in range(3, len(woord) - KORTSTE_DEEL + 1))


def _lijst(rij: Rij, naam: str) -> frozenset[str]:
    return frozenset(map(vouw, rij.tekst(naam).split()))


def _per_herkomst(tabel: Mapping[str, Any], bestand: str, naam: str) -> frozenset[str]:
    deel = Rij(tabel, bestand, naam)
    namen: set[str] = set()
    for herkomst in tabel:
        namen |= _lijst(deel, herkomst)
    deel.klaar()
    return frozenset(namen)


def laad_markeerlijsten(tabel: Mapping[str, Any], bestand: str, woorden: Collection[str] = ()) -> Markeerlijsten:
    """Return the lists; `woorden` are Dutch words from elsewhere. Errors: BeleidFout for a missing or unknown list."""
    los = {naam: waarde for naam, waarde in tabel.items() if naam not in ("voornamen", "achternamen")}
    rij = Rij(los, bestand, "lijsten")
    lijsten = Markeerlijsten(
        aankondiging=_lijst(rij, "aankondiging"),
        tussen=_lijst(rij, "tussen"),
        verwant=_lijst(rij, "verwant"),
        partikels=_lijst(rij, "partikels"),
        geen_naam=frozenset(vouw(een) for een in rij.tekst("instanties").split() if not een.isupper()),
        afkortingen=frozenset(vouw(een) for een in rij.tekst("instanties").split() if een.isupper()),
        plaatsen=_lijst(rij, "plaatsen"),
        volken=tuple(sorted(_lijst(rij, "volken"))),
        bedrijf=_lijst(rij, "bedrijf"),
        gewoon=_lijst(rij, "gewoon") | frozenset(map(vouw, woorden)),
        voornamen=_per_herkomst(tabel.get("voornamen", {}), bestand, "voornamen"),
        achternamen=_per_herkomst(tabel.get("achternamen", {}), bestand, "achternamen"),
        geboren_tot=rij.getal("geboren_tot"),
    )
    rij.klaar()
    return lijsten
