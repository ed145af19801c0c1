"""Desks and recipients in the words of the screens."""

from workflow.beleid import Beleid
from workflow.partners import REGIO

ZITTING = "zitting-"


def werkplek_tekst(beleid: Beleid, werkplek: str) -> str:
    """`af.berkelland` → "Aandachtsfunctionaris van Berkelland"; a desk that the policy lost keeps its id."""
    naam, _, tenant = werkplek.rpartition(".")
    if naam in beleid.partners:
        return beleid.partners[naam].scherm
    gemeente = beleid.gemeenten[tenant].naam if tenant in beleid.gemeenten else ""
    if naam.startswith(ZITTING):
        return f"De mensen in het overleg van {gemeente}"
    if naam not in beleid.werkplekken.soorten:
        return werkplek
    soort = beleid.werkplekken.soorten[naam]
    return soort.scherm_voor(tenant) if tenant == REGIO or not gemeente else f"{soort.scherm} van {gemeente}"


def gemeente_tekst(beleid: Beleid, slug: str) -> str:
    """`berkelland` → "Gemeente Berkelland"."""
    return f"Gemeente {beleid.gemeenten[slug].naam}" if slug in beleid.gemeenten else "De regio"
