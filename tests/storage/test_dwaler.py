"""Random walks with real keys: after every step each desk opens what was written down by hand, and nothing else."""

import pytest

from tests.storage import wandeling as w
from tests.storage.dwaler import Dwaler
from tests.storage.test_sleutels_per_staat import _opent as opent
from tests.wereld import Wereld
from tests.workflow.test_sleutelplan_by_hand import PLANNEN
from workflow.zaak import Traject, Zaak

# Locally many more were walked (see docs/architecture.md); these stay quick.
WALKS, STAPPEN = 8, 30
Cellen = dict[tuple[str, str], str]


def _cellen(voorwerp: Zaak | Traject) -> Cellen:
    """The plan of one thing by real desks; what is given to a volgcode is no desk."""
    route = "signaal" if isinstance(voorwerp, Zaak) else voorwerp.route
    cellen: Cellen = {}
    for regel in PLANNEN[route][voorwerp.staat]:
        naam, _, rest = regel.partition(" > ")
        desk, _, status = rest.partition(": ")
        if desk == "volgcode" or (status.endswith("vorm_ps") and getattr(voorwerp, "vorm", "") not in ("P", "S")):
            continue
        if desk == "opvangplek" and getattr(voorwerp, "opvangplek", None) is None:
            # A shelter outside the region has no desk, and gets no key.
            continue
        if isinstance(voorwerp, Traject):
            naam = voorwerp.compartiment(naam)
        cellen[naam, voorwerp.werkplek(desk)] = status.partition(" als ")[0]
    return cellen


def plan(
    wereld: Wereld, zaak: Zaak, tochten: list[Traject], verhuisd: set[bytes], dicht: set[bytes], *, wacht: bool
) -> Cellen:
    """Everything that any desk may hold of this case now."""
    cellen = _cellen(zaak)
    for een in tochten:
        eigen = _cellen(een)
        if zaak.staat == "voorgelegd":
            soort = {"verstrekking": "vs", "actie": "actie", "opvang": "aanvraag"}[een.route]
            eigen[een.compartiment(soort), f"af.{zaak.voorgelegd_aan}"] = "sluimerend"
        if een.id in dicht:
            # Closing took it from its department, and opening the case again does not give it back.
            eigen = {cel: status for cel, status in eigen.items() if not cel[1].startswith("uitvoering-")}
        if een.id in verhuisd:
            eigen = {cel: status for cel, status in eigen.items() if not cel[1].startswith("overleg.")}
        cellen |= eigen
    if zaak.staat == "niet_in_behandeling":
        # The archive is sealed: the desk keeps its keys and is not served.
        cellen |= {cel: "sluimerend" for cel in cellen if cel[1] == f"af.{zaak.houder}"}
    if wacht and zaak.staat == "in_beoordeling":
        cellen["zaak", f"overleg.{zaak.houder}"] = "open"
    return {cel: status for cel, status in cellen.items() if cel[1] in wereld.geheimen}


@pytest.mark.parametrize("zaad", range(WALKS))
def test_a_random_walk_with_real_keys_keeps_to_the_plan(wereld: Wereld, zaad: int) -> None:
    d = Dwaler(wereld, zaad)
    dicht: set[bytes] = set()
    for _ in range(STAPPEN):
        if not d.zet():
            break
        zaak, tochten = d.zaak(), d.tochten()
        if zaak.staat == "afgesloten":
            dicht |= {een.id for een in tochten}
        with wereld.huis.klokwerk() as werk:
            wacht = werk.controles.find_voorstel(zaak.id) is not None
        gevonden = {cel: status for cel, status in opent(wereld, zaak.id).items() if not cel[0].startswith("stuk:")}
        assert gevonden == plan(wereld, zaak, tochten, d.verhuisd, dicht, wacht=wacht), d.log


def test_after_a_case_moved_the_first_municipality_opens_who_reported_and_nothing_else(wereld: Wereld) -> None:
    """Also of what it had sent out before: the meeting of the first municipality read that without names."""
    zaak = w.in_beoordeling(wereld)
    w.verstuur(wereld, zaak, "politie")
    wereld.stap("af.aalten", zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het park ligt daar.")
    wereld.stap("af.winterswijk", zaak, "aannemen")
    achter = {cel for cel in opent(wereld, zaak) if cel[1].endswith(".aalten")}
    assert achter == {("melder", "af.aalten")}
