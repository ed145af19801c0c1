"""Lists of codes with a version: forms, signals, instruments, grounds, reasons and the like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.tabel import Rij


@dataclass(frozen=True)
class Code:
    """One code of a list. An old case keeps a code that is no longer `geldig`. `nodig` is what an instrument asks for.

    A ground also says for which `ontvangers`, `vormen` and `categorieen` it can serve (none named: for all), and
    `als` which circumstance of the covenant must hold. A source says who may consult it (`bevoegd`) and how old what
    is in it may be (`oudste_jaren`, 0 is no limit).
    """

    code: str
    naam: str
    soort: str = ""
    geldig: bool = True
    grond: str = ""
    bevoegd: str = ""
    barriere: str = ""
    let_op: str = ""
    opvang_eerst: bool = False
    nodig: tuple[str, ...] = ()
    oudste_jaren: int = 0
    ontvangers: tuple[str, ...] = ()
    vormen: tuple[str, ...] = ()
    categorieen: tuple[str, ...] = ()
    als: str = ""


@dataclass(frozen=True)
class Taxonomie:
    """One list, by code, in the order of its table."""

    naam: str
    versie: str
    geldig_vanaf: date
    codes: Mapping[str, Code]

    def keuzes(self, soort: str = "") -> dict[str, str]:
        """Return code → name of the codes that may be chosen now, of one `soort` or of all."""
        return {een.code: een.naam for een in self.codes.values() if een.geldig and soort in ("", een.soort)}

    def naam_van(self, code: str) -> str:
        """Return the name of a code, also of one that is no longer valid; the code when unknown."""
        return self.codes[code].naam if code in self.codes else code


def laad_taxonomie(tabel: Mapping[str, Any], naam: str, bestand: str) -> Taxonomie:
    """Return the list in `tabel`; a code that stands twice raises BeleidFout."""
    kop = Rij(tabel, bestand, "")
    codes: dict[str, Code] = {}
    for rij in kop.rijen("code", "code"):
        code = Code(
            code=rij.tekst("code"),
            naam=rij.tekst("naam"),
            soort=rij.tekst("soort", ""),
            geldig=rij.janee("geldig", True),
            grond=rij.tekst("grond", ""),
            bevoegd=rij.tekst("bevoegd", ""),
            barriere=rij.tekst("barriere", ""),
            let_op=rij.tekst("let_op", ""),
            opvang_eerst=rij.janee("opvang_eerst"),
            nodig=rij.teksten("nodig"),
            oudste_jaren=rij.getal("oudste_jaren", 0),
            ontvangers=rij.teksten("ontvangers"),
            vormen=rij.teksten("vormen"),
            categorieen=rij.teksten("categorieen"),
            als=rij.tekst("als", ""),
        )
        rij.klaar()
        if code.code in codes:
            raise rij.fout(f"code '{code.code}' stands twice")
        codes[code.code] = code
    lijst = Taxonomie(naam, kop.tekst("versie"), kop.ruw("geldig_vanaf", date), codes)
    kop.klaar()
    return lijst
