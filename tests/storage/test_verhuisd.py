"""A case that went to another municipality since it was read: who read it was overtaken, and nothing is damaged."""

import pytest
from sqlalchemy import text

from tests.wereld import Wereld
from workflow.fouten import Beschadigd, Ingehaald


def test_a_key_of_a_case_that_moved_since_says_overtaken_and_not_damaged(wereld: Wereld) -> None:
    zaak_id = wereld.meld()
    wereld.stap("af.aalten", zaak_id, "oppakken")
    wereld.stap("af.aalten", zaak_id, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het park ligt daar.")
    with wereld.als("af2.winterswijk") as werk:
        eerder = werk.zaken.get(zaak_id)
    wereld.stap("af.winterswijk", zaak_id, "aannemen")
    with wereld.als("af2.winterswijk") as werk, pytest.raises(Ingehaald):
        werk.documenten.schrijf(eerder, "zaak", {"soort": "notitie", "tekst": "Te laat."})
    with wereld.als("af2.winterswijk") as werk:
        nu = werk.zaken.get(zaak_id)
        assert werk.documenten.open(nu, ["zaak"], "test") is not None


def test_a_case_that_did_not_move_is_still_told_to_be_damaged(wereld: Wereld) -> None:
    zaak_id = wereld.meld()
    wereld.stap("af.aalten", zaak_id, "oppakken")
    with wereld.als("af.aalten") as werk:
        sessie = werk.sessie  # type: ignore[attr-defined]
        sessie.execute(text("UPDATE wrap SET wrap = zeroblob(100) WHERE compartiment = 'zaak'"))
        with pytest.raises(Beschadigd):
            werk.documenten.schrijf(werk.zaken.get(zaak_id), "zaak", {"soort": "notitie", "tekst": "Kapot."})
