"""A four-eyes step that is rejected: why it was stands in the working file, so it holds no name and no BSN."""

import pytest

from tests.storage import wandeling as w
from tests.wereld import Wereld
from workflow import stappen
from workflow.fouten import StapGeweigerd

NAAM = "Ziedewij Oorsprong"


def _bsn() -> str:
    """Nine digits that pass the test of eleven; nobody's."""
    cijfers = [9, 0, 0, 0, 0, 0, 1]
    return next(
        "".join(map(str, [*cijfers, een, twee]))
        for een in range(10)
        for twee in range(10)
        if (sum(c * (9 - nr) for nr, c in enumerate([*cijfers, een])) - twee) % 11 == 0
    )


def _voorgesteld(wereld: Wereld) -> bytes:
    zaak = w.in_beoordeling(wereld)
    wereld.stap("af.aalten", zaak, "persoon_toevoegen", rol="getuige", naam=NAAM, leeftijdsklasse="onbekend")
    velden = {"weging_3_reden": "Te vaag.", "reden": "te_vaag", "terugmelding": "We doen er nu niets mee."}
    wereld.stap("af.aalten", zaak, "niet_in_behandeling_nemen", **velden)
    return zaak


def _wijs_af(wereld: Wereld, zaak: bytes, reden: str) -> None:
    with wereld.als("va.aalten") as werk:
        stappen.wijs_af(werk, wereld.beleid, werk.zaken.get(zaak), reden)


@pytest.mark.parametrize("reden", ["", f"Vraag het {NAAM.lower()} eerst.", f"Het gaat om {_bsn()}."])
def test_a_reason_that_is_missing_or_names_somebody_is_refused_and_the_proposal_stays(
    wereld: Wereld, reden: str
) -> None:
    zaak = _voorgesteld(wereld)
    with pytest.raises(StapGeweigerd):
        _wijs_af(wereld, zaak, reden)
    with wereld.als("va.aalten") as werk:
        assert werk.controles.find_voorstel(zaak) is not None


def test_with_a_reason_the_case_stays_where_it_was(wereld: Wereld) -> None:
    zaak = _voorgesteld(wereld)
    _wijs_af(wereld, zaak, "Vraag eerst de buurt.")
    assert wereld.zaak(zaak).staat == "in_beoordeling"
    with wereld.als("va.aalten") as werk:
        assert werk.controles.find_voorstel(zaak) is None
