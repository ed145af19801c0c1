"""Random walks over the four routes together: nothing waits for nobody, no key outside the plan, always a way out."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflow.dwaaltocht import Dwaaltocht
from workflow.beleid import Beleid

WALKS = 5_000
KEUZES = st.lists(st.integers(min_value=0, max_value=9_999), min_size=5, max_size=45)
# Ends that nobody may come back from count as much as others: the walks must get everywhere.
BEZOCHT: Counter[str] = Counter()


def _dwaal(beleid: Beleid, keuzes: list[int]) -> Dwaaltocht:
    d = Dwaaltocht(beleid.routes)
    for keuze in keuzes:
        zetten = d.zetten()
        if not zetten:
            break
        zetten[keuze % len(zetten)][1]()
        BEZOCHT[d.staat] += 1
        BEZOCHT.update(f"{een.route.naam} {een.staat}" for een in d.tochten)
        assert d.buiten_het_plan() == [], d.log
        assert d.zonder_eigenaar() == [], d.log
    return d


def test_a_random_walk_keeps_to_the_plan_and_finds_an_end(beleid: Beleid) -> None:
    # The policy is no argument of the inner test: a failing walk would print it whole.
    @settings(max_examples=WALKS, deadline=None, database=None, derandomize=True)
    @given(keuzes=KEUZES)
    def dwaal(keuzes: list[int]) -> None:
        d = _dwaal(beleid, keuzes)
        assert d.naar_het_einde(), d.log
        assert d.buiten_het_plan() == [], d.log

    dwaal()


def test_the_walks_came_through_every_state(beleid: Beleid) -> None:
    staten = {
        een.naam if naam == "signaal" else f"{naam} {een.naam}"
        for naam, route in beleid.routes.items()
        for een in route.staten
    }
    assert staten - set(BEZOCHT) == set()


@pytest.mark.parametrize("gemeente", ["", "alle"])
def test_every_waiting_state_has_a_term_and_an_end_has_none(beleid: Beleid, gemeente: str) -> None:
    for slug in beleid.gemeenten if gemeente else ("",):
        for route in beleid.routes.values():
            for staat in route.staten:
                for spoed in (False, True):
                    assert (beleid.termijn(route, staat.naam, slug, spoed) is None) == staat.eind
                    assert (beleid.ladder(route, staat.naam, spoed) is None) == staat.eind
