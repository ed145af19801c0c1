"""Partners, care coordinators and shelters of the region."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.tabel import Rij

REGIO = "regio"
LEEFTIJDEN = ("onder_18", "18_22", "23_plus")


@dataclass(frozen=True)
class Partner:
    """One recipient outside the municipality. `leeftijd` are the ages a care coordinator is for."""

    naam: str
    scherm: str
    soort: str
    doel: str
    leeftijd: tuple[str, ...] = ()
    alleenstaande_vreemdeling: bool = False
    voor_wie: str = ""

    @property
    def werkplek(self) -> str:
        """The desk of this partner."""
        return f"{self.naam}.{REGIO}"

    @property
    def is_opvang(self) -> bool:
        """Say whether this is a shelter."""
        return self.soort == "opvang"


def coordinator(partners: Mapping[str, Partner], leeftijd: str, alleenstaande_vreemdeling: bool = False) -> Partner:
    """Return the one care coordinator for an age class (onder_18, 18_22, 23_plus).

    An unaccompanied foreign minor goes to the guardian. Source: the regional agreement on care
    coordination by age; the limit is data. Raises KeyError when nobody is there for that age.
    """
    alleen = alleenstaande_vreemdeling and leeftijd == "onder_18"
    for partner in partners.values():
        if leeftijd in partner.leeftijd and partner.alleenstaande_vreemdeling == alleen:
            return partner
    raise KeyError(leeftijd)


def laad_partners(tabel: Mapping[str, Any], bestand: str) -> dict[str, Partner]:
    """Return the partners by name; an age without a care coordinator raises BeleidFout."""
    kop = Rij(tabel, bestand, "")
    partners: dict[str, Partner] = {}
    for rij in kop.rijen("partner"):
        partner = Partner(
            naam=rij.tekst("naam"),
            scherm=rij.tekst("scherm"),
            soort=rij.tekst("soort"),
            doel=rij.tekst("doel"),
            leeftijd=rij.teksten("leeftijd"),
            alleenstaande_vreemdeling=rij.janee("alleenstaande_vreemdeling"),
            voor_wie=rij.tekst("voor_wie", ""),
        )
        rij.klaar()
        if partner.naam in partners:
            raise rij.fout(f"partner '{partner.naam}' stands twice")
        if set(partner.leeftijd) - set(LEEFTIJDEN):
            raise rij.fout(f"'leeftijd' must be one of {', '.join(LEEFTIJDEN)}")
        partners[partner.naam] = partner
    kop.klaar()
    for leeftijd in LEEFTIJDEN:
        aantal = [een for een in partners.values() if leeftijd in een.leeftijd and not een.alleenstaande_vreemdeling]
        if len(aantal) != 1:
            raise kop.fout(f"age '{leeftijd}' has {len(aantal)} care coordinators, must have one")
    return partners
