"""The extract of one case that the people in a meeting read: never who it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow import poort
from workflow.beleid import Beleid
from workflow.ingetrokken import geldig
from workflow.ports import Werk
from workflow.zaak import Document, Overleg, Zaak


@dataclass(frozen=True)
class Uittreksel:
    """What the people in the meeting read of one case: never who it is about."""

    zaak: Zaak
    inhoud: Mapping[str, Any]


def compartiment(overleg: Overleg) -> str:
    """The compartment of the extracts of one meeting; its name keeps which cases were on the table."""
    return f"stuk:{overleg.id.hex()}"


def agendatekst(docs: Sequence[Document]) -> Mapping[str, Any]:
    """What the aandachtsfunctionaris wrote for the meeting, the last time."""
    stappen = [doc.inhoud or {} for doc in docs if (doc.inhoud or {}).get("actie") == "agenderen"]
    return stappen[-1].get("velden", {}) if stappen else {}


def uittreksel(werk: Werk, beleid: Beleid, zaak: Zaak) -> Uittreksel | None:
    """Read a case for its extract (logged), with the facts that the covenant lets the overleg have.

    Out: None when it can't be read here.
    """
    if not werk.sleutels.kan_openen(zaak, "zaak"):
        return None
    docs = geldig(werk.documenten.open(zaak, ["zaak"], "overleg: stuk maken"))
    tekst = agendatekst(docs)
    samen = poort.stuk(werk, beleid, zaak, docs)
    velden: dict[str, Any] = {naam: str(tekst.get(naam, "")) for naam in ("overdrachtstekst", "vraag_aan_overleg")}
    volgens = {"convenant_versie": beleid.convenant.versie, "categorieen": list(samen.categorieen)}
    return Uittreksel(zaak, {"soort": "stuk", **velden, **volgens, "feiten": [dict(een) for een in samen.feiten]})


def leg_neer(werk: Werk, overleg: Overleg, stuk: Uittreksel) -> None:
    """Seal the extract under a key of its own, for the overleg desk."""
    naam = compartiment(overleg)
    if not werk.sleutels.bestaat(stuk.zaak, naam):
        werk.sleutels.geef(stuk.zaak, naam, f"overleg.{overleg.gemeente}")
        werk.documenten.schrijf(stuk.zaak, naam, stuk.inhoud)
