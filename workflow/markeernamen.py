"""Where names stand in a text: at a capital, after a word that announces one, or when the lists know them."""

import re
from collections.abc import Iterator

from workflow.markeerlijsten import Markeerlijsten
from workflow.markeerpatronen import Vondst
from workflow.markeerwoorden import INITIALEN, Woord, woorden

_VREEMD = r"\u0370-\u1dff\u1f00-\u1fff\u2c80-\u2dff\u3040-\ud7ff\uf900-\ufaff\ufb50-\ufeff"
_GEEN_LATIJN = re.compile(rf"[{_VREEMD}][\u0300-\u036f{_VREEMD} '’-]*")
_STRAAT = re.compile(r"..(?:straat|laan|weg|plein|steeg|gracht|kade|dijk|singel|dreef|plantsoen|camping|park)$")
_VOORZETSELS = ("in", "uit", "naar", "te", "bij", "vanuit", "richting", "rond", "tussen", "via", "en", "of", "gemeente")
_ZEGT_IETS = frozenset(
    (
        *("is", "heeft", "had", "was", "zegt", "zei", "werkt", "woont", "slaapt", "komt", "kwam"),
        *("belde", "belt", "wil", "kan", "moet", "mag", "durft"),
    )
)
LANGST = 6


class _Zoeker:
    """One look at one text."""

    def __init__(self, tekst: str, lijsten: Markeerlijsten) -> None:
        self.lijsten = lijsten
        self.tekst = tekst
        self.woorden = woorden(tekst)
        # Who writes in capitals throughout, says nothing with them.
        letters = [een for een in tekst if een.isalpha()]
        self.schreeuwt = len(letters) > 30 and sum(een.isupper() for een in letters) > 0.6 * len(letters)
        self.klein = {een.vouw for een in self.woorden if not een.hoofd}

    def zoek(self) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, rule) of each name, left to right."""
        nr = 0
        while nr < len(self.woorden):
            eind, regel = self._naam_vanaf(nr)
            if eind > nr and not _STRAAT.search(self.woorden[eind - 1].vouw):
                yield self.woorden[nr].begin, self.woorden[eind - 1].eind, regel
            nr = max(eind, nr + 1)

    def _naam_vanaf(self, nr: int) -> tuple[int, str]:
        """The end of a name that begins at word `nr`, and why; `nr` itself when there is none."""
        woord = self.woorden[nr]
        aangekondigd = self._aangekondigd(nr)
        if woord.hoofd and not (self.schreeuwt and woord.schreeuwt):
            if self._mag_beginnen(nr, aangekondigd):
                return self._verder(nr), "na een woord als 'heet'" if aangekondigd else "een hoofdletter"
        elif aangekondigd and self._kan_klein(woord):
            return self._verder(nr, klein=True), "na een woord als 'heet'"
        bekend = self.lijsten.is_bekend(_kern(woord.vouw)) and not self._is_instantie(woord)
        if bekend and not self._is_bestemming(nr):
            return self._verder(nr, klein=not woord.hoofd), "staat in de lijst met namen"
        if self._partikel_met_naam(nr, aangekondigd):
            return self._verder(nr, klein=bool(aangekondigd)), "een tussenvoegsel met een naam"
        return nr, ""

    def _aangekondigd(self, nr: int) -> bool:
        """True when a word just before announces a name ("zij heet …", "mevrouw de …")."""
        for terug in range(1, 4):
            if nr - terug < 0:
                return False
            voor = self.woorden[nr - terug]
            if "." in self.tekst[voor.eind : voor.eind + 2] and voor.vouw not in ("mevr", "mw", "dhr", "hr"):
                return False
            if voor.vouw in self.lijsten.aankondiging:
                return True
            if voor.vouw not in self.lijsten.tussen:
                return False
        return False

    def _mag_beginnen(self, nr: int, aangekondigd: bool) -> bool:
        woord, lijsten = self.woorden[nr], self.lijsten
        if self._is_instantie(woord) or lijsten.is_volk(woord.vouw) or len(woord.vouw) < 2:
            return self._is_initiaal(nr)
        if self._na_bedrijf(nr) and not lijsten.is_naam(woord.vouw):
            return False
        naast = self._is_naamwoord(nr + 1)
        if woord.vouw in lijsten.plaatsen or any(deel in lijsten.plaatsen for deel in woord.vouw.split("-")):
            kan = lijsten.is_naam(woord.vouw) and not self._is_bestemming(nr)
            return aangekondigd or (kan and not self._is_plaats(nr + 1))
        if woord.vouw in lijsten.partikels:
            return naast and not woord.begint_zin
        if woord.vouw in lijsten.aankondiging | lijsten.verwant | lijsten.bedrijf or _STRAAT.search(woord.vouw):
            return False
        gewoon = lijsten.is_gewoon(woord.vouw)
        if woord.begint_zin:
            if gewoon:
                return lijsten.is_naam(woord.vouw) and (naast or not self._is_zinswoord(nr))
            return lijsten.is_naam(_kern(woord.vouw)) or naast or woord.vouw not in self.klein
        if woord.schreeuwt and not (naast or lijsten.is_naam(woord.vouw)):
            return len(woord.tekst) > 5 and not gewoon
        return not gewoon or aangekondigd or naast or lijsten.is_naam(woord.vouw)

    def _is_zinswoord(self, nr: int) -> bool:
        """A common word that is a name too (Wil, Roos): the word, unless what follows says something of somebody."""
        volgt = self.woorden[nr + 1].vouw if nr + 1 < len(self.woorden) else ""
        return self.woorden[nr].vouw in self.lijsten.gewoon and volgt not in _ZEGT_IETS

    def _is_instantie(self, woord: Woord) -> bool:
        delen = [woord.vouw, *re.split(r"['’-]", woord.vouw)[:1]]
        # NGO is an office, Ngo a name.
        kort = woord.schreeuwt and woord.vouw in self.lijsten.afkortingen
        return kort or any(deel in self.lijsten.geen_naam for deel in delen)

    def _is_bestemming(self, nr: int) -> bool:
        """True for a place after "in" or "naar": there it is the town, though somebody may be called so."""
        voor = self.woorden[nr - 1].vouw if nr and self.woorden[nr].vast else ""
        return self.woorden[nr].vouw in self.lijsten.plaatsen and voor in _VOORZETSELS

    def _is_plaats(self, nr: int) -> bool:
        return nr < len(self.woorden) and self.woorden[nr].vouw in self.lijsten.plaatsen

    def _is_initiaal(self, nr: int) -> bool:
        """J. de Vries, M.A. Jansen: letters with a stop, and a name behind them."""
        woord = self.woorden[nr]
        return bool(INITIALEN.fullmatch(woord.tekst)) and woord.tekst.endswith(".") and self._is_naamwoord(nr + 1)

    def _is_naamwoord(self, nr: int) -> bool:
        """True when word `nr` hangs on to the one before it and could be the next part of a name."""
        while (
            nr < len(self.woorden)
            and self.woorden[nr].vast
            and self.woorden[nr].vouw.rstrip(".") in self.lijsten.partikels
        ):
            nr += 1
        if nr >= len(self.woorden):
            return False
        woord = self.woorden[nr]
        return woord.vast and woord.hoofd and not self._is_instantie(woord) and not self.lijsten.is_volk(woord.vouw)

    def _na_bedrijf(self, nr: int) -> bool:
        """True right after a word such as restaurant: then it is the name of a firm, also with an article between."""
        for terug in (1, 2):
            if nr - terug < 0 or not self.woorden[nr - terug + 1].vast:
                return False
            voor = self.woorden[nr - terug].vouw
            if voor in self.lijsten.bedrijf or voor.endswith(("park", "salon", "bedrijf", "bureau", "straat", "weg")):
                return True
            if voor not in ("de", "het", "den", "t") and not self.woorden[nr - terug].hoofd:
                return False
        return False

    def _kan_klein(self, woord: Woord) -> bool:
        """True for a word in small letters that may be the name that was announced."""
        lijsten = self.lijsten
        if woord.vouw in lijsten.partikels:
            return False
        if lijsten.is_naam(woord.vouw) and woord.vouw not in lijsten.tussen:
            return not lijsten.is_gewoon(woord.vouw) or len(woord.vouw) > 3
        return len(woord.vouw) > 2 and not (
            lijsten.is_gewoon(woord.vouw) or woord.vouw in lijsten.aankondiging | lijsten.verwant | lijsten.tussen
        )

    def _partikel_met_naam(self, nr: int, aangekondigd: bool) -> bool:
        """Van den Berg, el Amrani, "mevrouw de vries": a small word that belongs to the name behind it."""
        woord = self.woorden[nr]
        if woord.vouw not in self.lijsten.partikels or woord.vouw in (
            "en",
            "aan",
            "op",
            "in",
            "e",
            "y",
            "o",
            "le",
            "san",
        ):
            return False
        verder = nr + 1
        while (
            verder < len(self.woorden)
            and self.woorden[verder].vast
            and self.woorden[verder].vouw in self.lijsten.partikels
        ):
            verder += 1
        if verder >= len(self.woorden) or not self.woorden[verder].vast:
            return False
        naam = self.woorden[verder]
        if aangekondigd:
            gewoon = self.lijsten.is_gewoon(naam.vouw) and not self.lijsten.is_naam(naam.vouw)
            return naam.hoofd or not gewoon or verder > nr + 1
        vreemd = woord.vouw in ("el", "bin", "ibn", "abu", "ait", "bint", "abd", "von")
        return vreemd and naam.hoofd and not self._is_instantie(naam)

    def _verder(self, nr: int, *, klein: bool = False) -> int:
        """The end of the name that begins at `nr`: names, initials and the small words between them."""
        eind = nr + 1
        if self.woorden[nr].vouw in self.lijsten.partikels:
            while eind < len(self.woorden) and self.woorden[eind].vouw in self.lijsten.partikels:
                eind += 1
            eind += 1
        na_partikel = False
        while eind < len(self.woorden) and eind - nr < LANGST and self.woorden[eind].vast:
            woord = self.woorden[eind]
            if woord.vouw in self.lijsten.partikels and self._vervolgt(eind, klein):
                na_partikel = True
            elif not (na_partikel and woord.hoofd) and not self._hoort_erbij(woord, klein):
                break
            else:
                na_partikel = False
            eind += 1
        return min(eind, len(self.woorden))

    def _vervolgt(self, nr: int, klein: bool) -> bool:
        """True when the small words from `nr` lead to the next part of the name."""
        woord = self.woorden[nr]
        if woord.vouw in ("en", "aan", "op", "in", "e") and not klein:
            return False
        while nr < len(self.woorden) and self.woorden[nr].vast and self.woorden[nr].vouw in self.lijsten.partikels:
            nr += 1
        if nr >= len(self.woorden) or not self.woorden[nr].vast:
            return False
        naam = self.woorden[nr]
        if klein and not naam.hoofd:
            return self.lijsten.is_naam(naam.vouw)
        return naam.hoofd and not self._is_instantie(naam) and naam.vouw not in self.lijsten.plaatsen

    def _hoort_erbij(self, woord: Woord, klein: bool) -> bool:
        if self._is_instantie(woord) or self.lijsten.is_volk(woord.vouw):
            return False
        if woord.hoofd:
            return True
        return (
            klein
            and not self.lijsten.is_gewoon(woord.vouw)
            and (self.lijsten.is_naam(woord.vouw) or len(woord.vouw) > 3)
            and woord.vouw not in self.lijsten.verwant | self.lijsten.bedrijf
        )


def _kern(woord: str) -> str:
    """The word without a genitive: Ahmeds, Ahmed's."""
    kaal = re.sub(r"['’]s?$", "", woord)
    return kaal.removesuffix("s") if len(kaal) > 4 else kaal


def namen(tekst: str, lijsten: Markeerlijsten) -> Iterator[Vondst]:
    """The names in `tekst`, and everything in another alphabet than ours."""
    for een in _GEEN_LATIJN.finditer(tekst):
        heel = een[0].rstrip(" \n\t'’-")
        yield een.start(), een.start() + len(heel), "naam", "een ander alfabet"
    for begin, eind, regel in _Zoeker(tekst, lijsten).zoek():
        yield begin, eind, "naam", regel
