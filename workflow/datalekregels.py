"""The rules for a data breach, as `config/datalek.toml` has them: clock, checklist, and what each loss yields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.tabel import Rij
from workflow.verzoekregels import lees_lijst

AP = "ap"


@dataclass(frozen=True)
class Punt:
    """One point of the checklist; `ja` and `nee` are the reasons for that answer, code → name."""

    code: str
    vraag: str
    uitleg: str
    rollen: tuple[str, ...]
    ja: Mapping[str, str]
    nee: Mapping[str, str]

    def redenen(self, antwoord: str) -> Mapping[str, str]:
        """The reasons that go with an answer."""
        return self.ja if antwoord == "ja" else self.nee


@dataclass(frozen=True)
class Verlies:
    """One kind of loss: what is readable with it, what stays closed, and what to do first."""

    code: str
    naam: str
    dreiging: tuple[str, ...]
    leesbaar: tuple[str, ...]
    dicht: tuple[str, ...]
    eerst: tuple[str, ...]


@dataclass(frozen=True)
class Einde:
    """One way in which a breach is closed; `volledig`: only with the whole checklist answered."""

    code: str
    naam: str
    volledig: bool


@dataclass(frozen=True)
class Datalekregels:
    """All of `datalek.toml`."""

    uren: tuple[int, ...]
    daarna: int
    ongezien: int
    loopt: Mapping[str, str]
    mensen: Mapping[str, str]
    laat: Mapping[str, str]
    punten: Mapping[str, Punt]
    einden: Mapping[str, Einde]
    verliezen: Mapping[str, Verlies]

    @property
    def uiterlijk(self) -> int:
        """The hours within which the authority must know."""
        return self.uren[-1]


def laad_datalek(tabel: Mapping[str, Any], bestand: str) -> Datalekregels:
    """Return the rules in `tabel`. Errors: BeleidFout."""
    kop = Rij(tabel, bestand, "")
    uren = kop.ruw("uren", list)
    if not uren or not all(isinstance(een, int) and een > 0 for een in uren) or sorted(set(uren)) != uren:
        raise kop.fout("'uren' must be a rising list of hours")
    regels = Datalekregels(
        uren=tuple(uren),
        daarna=kop.getal("daarna"),
        ongezien=kop.getal("ongezien"),
        loopt=lees_lijst(kop, "loopt"),
        mensen=lees_lijst(kop, "mensen"),
        laat=lees_lijst(kop, "laat"),
        punten={een.code: een for een in map(_punt, kop.rijen("punt", "code"))},
        einden={een.code: een for een in map(_einde, kop.rijen("einde", "code"))},
        verliezen={een.code: een for een in map(_verlies, kop.rijen("verlies", "code"))},
    )
    if min(regels.daarna, regels.ongezien) < 1:
        raise kop.fout("'daarna' and 'ongezien' must be at least one hour")
    if AP not in regels.punten:
        raise kop.fout(f"the checklist needs a point '{AP}': the clock runs until it is answered")
    kop.klaar()
    return regels


def _punt(rij: Rij) -> Punt:
    punt = Punt(
        code=rij.tekst("code"),
        vraag=rij.tekst("vraag"),
        uitleg=rij.tekst("uitleg"),
        rollen=rij.teksten("rollen", None),
        ja=_redenen(rij, "ja"),
        nee=_redenen(rij, "nee"),
    )
    rij.klaar()
    return punt


def _redenen(rij: Rij, naam: str) -> dict[str, str]:
    delen = [een.partition("=") for een in rij.teksten(naam, None)]
    if not delen or not all(code and label for code, _, label in delen):
        raise rij.fout(f"'{naam}' must be a list of code=name")
    return {code: label for code, _, label in delen}


def _einde(rij: Rij) -> Einde:
    einde = Einde(rij.tekst("code"), rij.tekst("naam"), rij.janee("volledig"))
    rij.klaar()
    return einde


def _verlies(rij: Rij) -> Verlies:
    verlies = Verlies(
        code=rij.tekst("code"),
        naam=rij.tekst("naam"),
        dreiging=rij.teksten("dreiging"),
        leesbaar=rij.teksten("leesbaar", None),
        dicht=rij.teksten("dicht", None),
        eerst=rij.teksten("eerst", None),
    )
    rij.klaar()
    return verlies
