"""Partners, care coordinators and shelters of the region."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.tabel import Rij

REGIO = "regio"
# Asked, and no partner of the region: it reads nothing here.
ANDERE_OPVANG = "anders"
WEG = "Deze partner doet niet meer mee."
LEEFTIJDEN = ("onder_18", "18_22", "23_plus")


@dataclass(frozen=True)
class Partner:
    """One recipient outside the municipality. `leeftijd` are the ages a care coordinator is for.

    `tot` is the last day on which he takes part; None while nobody knows of an end. The clock takes
    his keys of the hand-offs after it. `namen_meteen` is when names may go without a first contact without names:
    circumstances of the covenant, or "doel=<purpose>"; "a+b" is both of them.
    """

    naam: str
    scherm: str
    soort: str
    doel: str
    leeftijd: tuple[str, ...] = ()
    alleenstaande_vreemdeling: bool = False
    voor_wie: str = ""
    namen_meteen: tuple[str, ...] = ()
    tot: date | None = None

    @property
    def werkplek(self) -> str:
        """The desk of this partner."""
        return f"{self.naam}.{REGIO}"

    def doet_mee(self, op: date) -> bool:
        """Say whether he takes part on this day."""
        return self.tot is None or op <= self.tot

    @property
    def is_opvang(self) -> bool:
        """Say whether this is a shelter."""
        return self.soort == "opvang"


def doet_mee(partners: Mapping[str, Partner], werkplek: str, op: date) -> bool:
    """Say whether the partner of this desk takes part on this day; a desk that is no partner's always does."""
    partner = partners.get(werkplek.rpartition(".")[0])
    return partner is None or partner.doet_mee(op)


def coordinator(partners: Mapping[str, Partner], leeftijd: str, alleenstaande_vreemdeling: bool, op: date) -> Partner:
    """Return the one care coordinator for an age class (onder_18, 18_22, 23_plus) on this day.

    An unaccompanied foreign minor goes to the guardian. Source: the regional agreement on care
    coordination by age; the limit is data. Raises KeyError when nobody is there for that age.
    """
    alleen = alleenstaande_vreemdeling and leeftijd == "onder_18"
    voor = [een for een in partners.values() if leeftijd in een.leeftijd and een.doet_mee(op)]
    passend = [een for een in voor if een.alleenstaande_vreemdeling == alleen]
    if not passend:
        raise KeyError(leeftijd)
    # One who leaves goes on until his last day; who comes after him begins then.
    return min(passend, key=lambda een: een.tot or date.max)


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
            namen_meteen=rij.teksten("namen_meteen"),
            tot=rij.dag("tot"),
        )
        rij.klaar()
        if partner.naam in partners:
            raise rij.fout(f"partner '{partner.naam}' stands twice")
        if set(partner.leeftijd) - set(LEEFTIJDEN):
            raise rij.fout(f"'leeftijd' must be one of {', '.join(LEEFTIJDEN)}")
        partners[partner.naam] = partner
    kop.klaar()
    for leeftijd in LEEFTIJDEN:
        voor = [een for een in partners.values() if leeftijd in een.leeftijd and een.tot is None]
        aantal = [een for een in voor if not een.alleenstaande_vreemdeling]
        if len(aantal) != 1:
            raise kop.fout(f"age '{leeftijd}' has {len(aantal)} care coordinators that stay, must have one")
    return partners
