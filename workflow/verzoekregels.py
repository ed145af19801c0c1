"""The rules for requests of people about their own data, as `config/verzoeken.toml` has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.ladders import lees_termijn
from workflow.tabel import Rij
from workflow.termijnen import Termijn

UITTREKSEL, NIETS, GEDAAN, IDENTITEIT, GEEN = "uittreksel", "niets", "gedaan", "identiteit", "geen"
BRIEVEN = (UITTREKSEL, NIETS, GEDAAN, IDENTITEIT)
# The outcomes that the rules themselves know.
UITKOMSTEN = ("gegeven", "gedaan", "niet_gevonden", "geweigerd", "uitgesteld", "geen_identiteit", "ingetrokken")


@dataclass(frozen=True)
class Verzoeksoort:
    """One right: `geeft` says that the answer is an extract instead of something that is done."""

    code: str
    naam: str
    kort: str
    artikel: str
    uitleg: str
    geeft: bool


@dataclass(frozen=True)
class Uitkomst:
    """One way in which a request ends, and the letter that belongs to it."""

    code: str
    naam: str
    brief: str


@dataclass(frozen=True)
class Brieftekst:
    """The fixed words of one letter."""

    kop: str
    tekst: tuple[str, ...]


@dataclass(frozen=True)
class Verzoekregels:
    """All of `verzoeken.toml`; lists are code → name in the order of the table."""

    termijn: Termijn
    verlenging: Termijn
    herzien_hoogstens: Termijn
    per_keer: int
    soorten: Mapping[str, Verzoeksoort]
    kanalen: Mapping[str, str]
    rollen: Mapping[str, str]
    redenen: Mapping[str, str]
    weigeringen: Mapping[str, str]
    uitkomsten: Mapping[str, Uitkomst]
    brieven: Mapping[str, Brieftekst]
    slot: tuple[str, ...]

    def uitkomsten_voor(self, soort: str) -> dict[str, str]:
        """The outcomes that a request of this kind can have, code → name."""
        andere = GEDAAN if self.soorten[soort].geeft else UITTREKSEL
        return {een.code: een.naam for een in self.uitkomsten.values() if een.brief != andere}


def lees_lijst(kop: Rij, naam: str) -> dict[str, str]:
    """A list of code → name; a code that stands twice is a contradiction."""
    lijst: dict[str, str] = {}
    for rij in kop.rijen(naam, "code"):
        code = rij.tekst("code")
        if code in lijst:
            raise rij.fout(f"code '{code}' stands twice")
        lijst[code] = rij.tekst("naam")
        rij.klaar()
    if not lijst:
        raise kop.fout(f"list '{naam}' is empty")
    return lijst


def laad_verzoeken(tabel: Mapping[str, Any], bestand: str) -> Verzoekregels:
    """Return the rules in `tabel`. Errors: BeleidFout for an outcome or a letter that is missing or unknown."""
    kop = Rij(tabel, bestand, "")
    slot = Rij(kop.ruw("slot", dict), bestand, "slot")
    regels = Verzoekregels(
        termijn=lees_termijn(kop, "termijn"),
        verlenging=lees_termijn(kop, "verlenging"),
        herzien_hoogstens=lees_termijn(kop, "herzien_hoogstens"),
        per_keer=kop.getal("per_keer"),
        soorten=_soorten(kop),
        kanalen=lees_lijst(kop, "kanaal"),
        rollen=lees_lijst(kop, "rol"),
        redenen=lees_lijst(kop, "verlenging_reden"),
        weigeringen=lees_lijst(kop, "weigering"),
        uitkomsten=_uitkomsten(kop),
        brieven=_brieven(kop),
        slot=slot.teksten("tekst", None),
    )
    slot.klaar()
    kop.klaar()
    if regels.per_keer < 1:
        raise kop.fout("'per_keer' must be at least 1")
    return regels


def _soorten(kop: Rij) -> dict[str, Verzoeksoort]:
    soorten = {}
    for rij in kop.rijen("soort", "code"):
        soort = Verzoeksoort(
            code=rij.tekst("code"),
            naam=rij.tekst("naam"),
            kort=rij.tekst("kort"),
            artikel=rij.tekst("artikel"),
            uitleg=rij.tekst("uitleg"),
            geeft=rij.janee("geeft"),
        )
        rij.klaar()
        soorten[soort.code] = soort
    return soorten


def _uitkomsten(kop: Rij) -> dict[str, Uitkomst]:
    uitkomsten = {}
    for rij in kop.rijen("uitkomst", "code"):
        een = Uitkomst(rij.tekst("code"), rij.tekst("naam"), rij.tekst("brief"))
        if een.brief not in (*BRIEVEN, GEEN):
            raise rij.fout(f"unknown letter '{een.brief}'")
        rij.klaar()
        uitkomsten[een.code] = een
    if sorted(uitkomsten) != sorted(UITKOMSTEN):
        raise kop.fout(f"the outcomes must be {', '.join(UITKOMSTEN)}")
    dicht = {uitkomsten[code].brief for code in ("niet_gevonden", "geweigerd", "uitgesteld")}
    if len(dicht) != 1:
        # Whoever gets nothing must not learn from his letter why.
        raise kop.fout("niet_gevonden, geweigerd and uitgesteld must have one letter")
    return uitkomsten


def _brieven(kop: Rij) -> dict[str, Brieftekst]:
    brieven = {}
    for rij in kop.rijen("brief", "code"):
        brieven[rij.tekst("code")] = Brieftekst(rij.tekst("kop"), rij.teksten("tekst", None))
        rij.klaar()
    if sorted(brieven) != sorted(BRIEVEN):
        raise kop.fout(f"the letters must be {', '.join(BRIEVEN)}")
    return brieven
