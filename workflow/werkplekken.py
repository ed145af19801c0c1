"""Kinds of desk: of which tenant, with which roles, and how many holders each needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.tabel import Rij

BEREIKEN = ("gemeente", "regio")


@dataclass(frozen=True)
class Werkpleksoort:
    """One kind of desk. `minimum` holders keep it open; `afdeling` is its department, if any.

    `in_regio` is its name at the region, for a kind of the municipalities that the region has one of too.
    """

    naam: str
    scherm: str
    bereik: str
    rollen: tuple[str, ...]
    minimum: int = 1
    partner: bool = False
    afdeling: str = ""
    in_regio: str = ""

    @property
    def bereiken(self) -> tuple[str, ...]:
        """Where there are desks of this kind: at municipalities, at the region, or at both."""
        return BEREIKEN if self.in_regio else (self.bereik,)

    def scherm_voor(self, tenant: str) -> str:
        """What the desk of this kind is called at a tenant."""
        return self.in_regio if self.in_regio and tenant == BEREIKEN[1] else self.scherm


@dataclass(frozen=True)
class Werkplekken:
    """All kinds, and by role of the route tables the desk names it reads with."""

    soorten: Mapping[str, Werkpleksoort]
    rollen: Mapping[str, tuple[str, ...]]
    rolnamen: Mapping[str, str]

    @property
    def namen(self) -> frozenset[str]:
        """The desk names that a route table may use."""
        return frozenset(naam for namen in self.rollen.values() for naam in namen)

    def afdelingen(self) -> dict[str, str]:
        """Return department → its name on the screen."""
        return {een.afdeling: een.scherm for een in self.soorten.values() if een.afdeling}


def laad_werkplekken(tabel: Mapping[str, Any], bestand: str) -> Werkplekken:
    """Return the kinds of desk in `tabel`."""
    kop = Rij(tabel, bestand, "")
    soorten: dict[str, Werkpleksoort] = {}
    for rij in kop.rijen("soort"):
        soort = Werkpleksoort(
            naam=rij.tekst("naam"),
            scherm=rij.tekst("scherm"),
            bereik=rij.tekst("bereik"),
            rollen=rij.teksten("rollen", None),
            minimum=rij.getal("minimum", 1),
            partner=rij.janee("partner"),
            afdeling=rij.tekst("afdeling", ""),
            in_regio=rij.tekst("in_regio", ""),
        )
        rij.klaar()
        if soort.bereik not in BEREIKEN or soort.minimum < 1 or soort.naam in soorten:
            raise rij.fout("a desk has one row, 'bereik' gemeente or regio, and a minimum of 1 or more")
        soorten[soort.naam] = soort
    rij = Rij(kop.ruw("rollen", dict), bestand, "rollen")
    rollen = {naam: rij.teksten(naam, None) for naam in kop.ruw("rollen", dict)}
    rij = Rij(kop.ruw("rolnamen", dict), bestand, "rolnamen")
    rolnamen = {naam: rij.tekst(naam) for naam in kop.ruw("rolnamen", dict)}
    kop.klaar()
    naamloos = {*rollen, *(rol for soort in soorten.values() for rol in soort.rollen)} - set(rolnamen)
    if naamloos:
        raise rij.fout(f"roles without a name: {', '.join(sorted(naamloos))}")
    return Werkplekken(soorten, rollen, rolnamen)
