"""How long somebody stays and what that costs: from the sealed answers of a placement, for who holds its key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from workflow.zaak import Document


@dataclass(frozen=True)
class Verblijf:
    """A stay up to a day. `centen` is None while no price is known; `zonder_prijs` are its days without one."""

    dagen: int
    centen: int | None
    per_dag: int | None
    zonder_prijs: int


def velden_van(documenten: Iterable[Document], actie: str) -> list[Mapping[str, Any]]:
    """The answers of every step `actie` in opened documents, oldest first; a damaged one is left out."""
    inhouden = [doc.inhoud or {} for doc in documenten if doc.soort == "stap"]
    return [een["velden"] for een in inhouden if een.get("actie") == actie]


def verblijf(documenten: Iterable[Document], tot: date) -> Verblijf | None:
    """The stay until `tot` (that day itself not counted); None when nobody was placed.

    A price holds from its day on until the next one; of two prices for one day the later step counts.
    """
    stukken = list(documenten)
    geplaatst = velden_van(stukken, "plaatsen")
    if not geplaatst:
        return None
    begin = date.fromisoformat(geplaatst[-1]["vanaf"])
    einden = velden_van(stukken, "beeindigen")
    tot = date.fromisoformat(einden[-1]["datum"]) if einden else tot
    prijzen = {}
    for velden in (geplaatst[-1], *velden_van(stukken, "kosten_vastleggen")):
        if velden.get("kosten_per_dag") is not None:
            # A price from before the first day holds from the first day on.
            prijzen[max(begin, date.fromisoformat(velden["vanaf"]))] = int(velden["kosten_per_dag"])
    dagen = max(0, (tot - begin).days)
    grenzen = [*sorted(dag for dag in prijzen if dag < tot), max(tot, begin)]
    totaal = sum(prijzen[van] * (naar - van).days for van, naar in pairwise(grenzen))
    met = sum((naar - van).days for van, naar in pairwise(grenzen))
    nu = [prijzen[dag] for dag in sorted(prijzen) if dag <= tot]
    return Verblijf(dagen, totaal if prijzen else None, nu[-1] if nu else None, dagen - met)
