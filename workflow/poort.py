"""The door: what the covenant lets a reader inside the case see of its facts, its people and its reporter.

Everything in `zaak` of the kinds `feit` and `persoon` passes here on its way to a screen, and so do the values of the
vault and who reported. What leaves the case for somebody else is composed by `uittreksel` directly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.beleid import Beleid
from workflow.ports import Werk
from workflow.privacychecks import geldig_2a
from workflow.soortcodes import omstandigheden
from workflow.termijnen import TIJDZONE
from workflow.uittreksel import Uittreksel, Weglating, stel_samen
from workflow.zaak import Document, Zaak

# The columns of the covenant for who reads inside.
AF, VA, OVERLEG = "af", "va", "overleg"
ALLES, MELDER = "J", "D7"
FEIT, PERSOON, GEGEVEN = "feit", "persoon", "kluisgegeven"


@dataclass(frozen=True)
class Doorgelaten:
    """The documents as this reader may see them, and a line for each kind of thing that he may not."""

    documenten: list[Document]
    weggelaten: tuple[str, ...]


def vandaag(werk: Werk) -> date:
    """Today in the Achterhoek."""
    return werk.nu.astimezone(TIJDZONE).date()


def omstandigheden_van(werk: Werk, beleid: Beleid, zaak: Zaak) -> set[str]:
    """The circumstances of the covenant that the server knows of a case without opening it."""
    gevonden = omstandigheden(zaak.soort)
    if any(str(vorm).startswith("ARBEID") for vorm in zaak.kenmerken.get("vormen", [])):
        gevonden.add("arbeid")
    if any(een.staat == "geplaatst" for een in werk.trajecten.van_zaak(zaak.id, "opvang")):
        gevonden |= {"opvang", "geplaatst"}
    if geldig_2a(werk, zaak):
        gevonden.add("privacycheck_2a")
    return gevonden & set(beleid.convenant.omstandigheden)


def standaard_van(zaak: Zaak) -> dict[str, str]:
    """The coded parts of a fact that has none of its own: where the case comes from and what kind of place it is."""
    return {"gemeente": zaak.herkomst, "sector": str(zaak.kenmerken.get("soort_plek", ""))}


def _van_soort(documenten: Sequence[Document], soort: str) -> list[Document]:
    return [doc for doc in documenten if doc.compartiment == "zaak" and doc.soort == soort]


def _met_id(doc: Document) -> Mapping[str, Any]:
    return {**(doc.inhoud or {}), "id": doc.id.hex()}


def _stel_samen(werk: Werk, beleid: Beleid, zaak: Zaak, documenten: Sequence[Document], lezer: str) -> Uittreksel:
    return stel_samen(
        beleid.convenant,
        lezer,
        ALLES,
        omstandigheden_van(werk, beleid, zaak),
        vandaag(werk),
        feiten=[_met_id(doc) for doc in _van_soort(documenten, FEIT)],
        personen=[_met_id(doc) for doc in _van_soort(documenten, PERSOON)],
        pseudoniemen=None,
        generaliseer=beleid.convenant.generaliseren,
        standaard=standaard_van(zaak),
    )


def lees(werk: Werk, beleid: Beleid, zaak: Zaak, documenten: Sequence[Document], lezer: str) -> Doorgelaten:
    """What `lezer` ("af" or "va") may see of these opened documents. Reads; opens nothing.

    Facts and people come back in the form of the covenant; what he may not see is gone, and told as a line.
    """
    if not any(doc.soort in (FEIT, PERSOON) for doc in documenten):
        return Doorgelaten(list(documenten), ())
    samen = _stel_samen(werk, beleid, zaak, documenten, lezer)
    mag = {str(een["id"]): een for een in samen.documenten}
    bekend = {str(een["pseudoniem"]) for een in samen.personen}
    gezien = []
    for doc in documenten:
        if doc.compartiment == "zaak" and doc.soort in (FEIT, PERSOON):
            if doc.id.hex() in mag:
                gezien.append(replace(doc, inhoud=mag[doc.id.hex()]))
        elif doc.soort != GEGEVEN or (doc.inhoud or {}).get("pseudoniem") in bekend:
            gezien.append(doc)
    return Doorgelaten(gezien, tuple(_regel(een) for een in samen.weggelaten))


def _regel(weg: Weglating) -> str:
    wat = "1 gegeven is" if weg.aantal == 1 else f"{weg.aantal} gegevens zijn"
    return f"{wat} hier niet te zien. {weg.reden}"


def stuk(werk: Werk, beleid: Beleid, zaak: Zaak, documenten: Sequence[Document]) -> Uittreksel:
    """What the people at a sitting read of these documents: the column of the overleg, without any name."""
    return _stel_samen(werk, beleid, zaak, documenten, OVERLEG)


def namen(
    werk: Werk, beleid: Beleid, zaak: Zaak, rol: str, gegevens: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Opened values of the vault about one person: (those that the desk may see now, why others not).

    Where somebody sleeps is hidden from everybody here once he has a safe place.
    """
    samen = stel_samen(
        beleid.convenant,
        AF,
        ALLES,
        omstandigheden_van(werk, beleid, zaak),
        vandaag(werk),
        feiten=[],
        personen=[{"rol": rol, "pseudoniem": "", "leeftijdsklasse": ""}],
        namen={"": gegevens},
        pseudoniemen=None,
        generaliseer=beleid.convenant.generaliseren,
    )
    mag = dict(samen.personen[0]["gegevens"]) if samen.personen else {}
    return mag, tuple(_regel(een) for een in samen.weggelaten)


def mag_melder(werk: Werk, beleid: Beleid, zaak: Zaak) -> bool:
    """True when the desk of origin may see who reported."""
    besluit = beleid.convenant.besluit(MELDER, AF, ALLES, omstandigheden_van(werk, beleid, zaak), vandaag(werk))
    return besluit.mag
