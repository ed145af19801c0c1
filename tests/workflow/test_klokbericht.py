"""What a message of the clock says: true today, and nothing that does not exist."""

from datetime import date
from pathlib import Path

import pytest

import config
from workflow.beleidladen import laad_beleid
from workflow.klokbericht import kies_soort

BELEID = laad_beleid(Path(config.__file__).parent)
DINSDAG = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("soort", "uiterste", "verwacht"),
    [
        ("herinnering", date(2026, 11, 25), "herinnering"),
        ("herinnering", date(2026, 11, 24), "herinnering_vandaag"),
        ("herinnering", date(2026, 11, 23), "te_laat"),
        ("partner", date(2026, 11, 24), "partner"),
        ("partner", date(2026, 11, 23), "te_laat"),
        ("partner_uitkomst", date(2026, 11, 20), "te_laat"),
        ("actie", date(2026, 11, 23), "te_laat"),
        ("spoed", date(2026, 11, 23), "spoed"),
        ("escalatie", date(2026, 11, 23), "escalatie"),
    ],
)
def test_a_text_never_names_a_day_that_lies_behind(soort: str, uiterste: date, verwacht: str) -> None:
    assert kies_soort(BELEID, soort, uiterste, DINSDAG) == verwacht


def test_no_mail_promises_a_new_date_or_a_message_to_somebody_else() -> None:
    for soort in BELEID.berichten.soorten.values():
        assert "nieuwe datum" not in soort.tekst
        assert "krijgt je vervanger" not in soort.tekst


def test_a_partner_is_asked_for_what_his_state_needs() -> None:
    tekst = {naam: BELEID.berichten.maak(naam, dag="vrijdag")[1] for naam in ("partner", "partner_uitkomst")}
    assert "Laat uiterlijk vrijdag weten of je het aanneemt" in tekst["partner"]
    assert "Laat uiterlijk vrijdag weten wat eruit kwam" in tekst["partner_uitkomst"]
    soorten = {
        naam: {een.bericht for een in BELEID.klokken.ladders[naam].sporten} for naam in ("verstrekking", "partner")
    }
    assert "partner_uitkomst" not in soorten["verstrekking"]
    assert "partner" not in soorten["partner"]


def test_a_reporter_is_told_of_a_message_without_a_word_about_it() -> None:
    onderwerp, tekst = BELEID.berichten.maak("melder_bericht", url="https://x")
    assert onderwerp == "Er is een bericht voor je"
    assert "https://x/volgen" in tekst
    assert BELEID.berichten.soorten["melder_bericht"].melder
