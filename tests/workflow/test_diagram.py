"""The pictures of a route say the same as its table."""

import re
from pathlib import Path

import config
from workflow.beleidladen import laad_beleid
from workflow.diagram import bezochte_staten, dot, tabel, wegwijzer

BELEID = laad_beleid(Path(config.__file__).parent)
SIGNAAL = BELEID.routes["signaal"]
NAMEN = BELEID.werkplekken.rolnamen


def test_the_picture_has_every_state_once_and_every_step_that_moves() -> None:
    tekst = dot(SIGNAAL, NAMEN)
    assert tekst.startswith('digraph "signaal" {')
    for staat in SIGNAAL.staten:
        assert len(re.findall(rf'^  "{staat.naam}" \[label=', tekst, re.MULTILINE)) == 1
    pijlen = set(re.findall(r'"(\w+)" -> "(\w+)"', tekst))
    assert pijlen == {(van, stap.naar) for stap in SIGNAAL.stappen for van in stap.van if stap.naar != "="}


def test_the_picture_fills_the_state_where_the_case_is() -> None:
    gevuld = [regel for regel in dot(SIGNAAL, NAMEN, nu="geagendeerd").splitlines() if "filled" in regel]
    assert len(gevuld) == 1
    assert '"geagendeerd"' in gevuld[0]


def test_an_answer_that_goes_back_is_an_arrow_to_both_places() -> None:
    tekst = dot(BELEID.routes["verstrekking"], NAMEN)
    assert '"vraag" -> "ontvangen"' in tekst
    assert '"vraag" -> "opgepakt"' in tekst


def stand(staat: str) -> str:
    return " · ".join(f"{een.scherm}: {een.stand}" for een in wegwijzer(SIGNAAL, staat))


def test_you_are_here_on_the_main_line() -> None:
    assert stand("geagendeerd") == (
        "Ingediend: klaar · In beoordeling: klaar · Op de agenda: nu · In aanpak: nog niet · "
        "Monitoring en nazorg: nog niet · Afgesloten: nog niet"
    )


def test_you_are_here_beside_the_main_line() -> None:
    assert stand("in_onderzoek").startswith(
        "Ingediend: klaar · In beoordeling: klaar · Bronnenonderzoek: nu · Op de agenda: nog niet"
    )


def test_an_end_beside_the_main_line_is_the_last_stop_and_claims_nothing_that_may_not_have_been() -> None:
    assert stand("niet_in_behandeling") == "Ingediend: klaar · In beoordeling: klaar · Niet in behandeling: nu"


def test_a_state_that_was_skipped_says_so_and_one_beside_the_line_stands_at_its_place() -> None:
    bezocht = bezochte_staten(SIGNAAL, ["oppakken", "aanvulling_vragen", "aanvullen", "direct_oppakken", "opschalen"])
    assert " · ".join(f"{een.scherm}: {een.stand}" for een in wegwijzer(SIGNAAL, "opgeschaald", bezocht)) == (
        "Ingediend: klaar · In beoordeling: klaar · Wacht op aanvulling: klaar · Op de agenda: overgeslagen · "
        "In aanpak: klaar · Opgeschaald: nu · Monitoring en nazorg: nog niet · Afgesloten: nog niet"
    )


def test_an_end_after_a_skipped_state_and_a_case_that_came_back() -> None:
    bezocht = bezochte_staten(SIGNAAL, ["agenderen", "in_aanpak_nemen", "afsluiten"])
    standen = {een.staat: een.stand for een in wegwijzer(SIGNAAL, "afgesloten", bezocht)}
    assert (standen["monitoring"], standen["in_beoordeling"], standen["afgesloten"]) == ("overgeslagen", "klaar", "nu")
    bezocht = bezochte_staten(SIGNAAL, ["oppakken", "niet_in_behandeling_nemen", "heropenen"])
    lijn = [(een.staat, een.stand) for een in wegwijzer(SIGNAAL, "in_beoordeling", bezocht)]
    assert lijn[:3] == [("ingediend", "klaar"), ("in_beoordeling", "nu"), ("geagendeerd", "nog niet")]


def test_every_state_has_a_place_on_its_own_picture() -> None:
    for route in BELEID.routes.values():
        for staat in route.staten:
            standen = [een.stand for een in wegwijzer(route, staat.naam)]
            assert standen.count("nu") == 1


def test_the_table_beside_the_picture_names_who_and_within_what() -> None:
    regels = tabel(SIGNAAL, NAMEN, lambda staat: BELEID.termijn(SIGNAAL, staat.naam, "montferland", False))
    gevonden = {(een.van, een.wat): een for een in regels}
    regel = gevonden["In beoordeling", "Op de agenda zetten"]
    assert (regel.naar, regel.wie, regel.binnen) == ("Op de agenda", "Aandachtsfunctionaris", "2 werkdagen")
    assert gevonden["Begin", "Verstuur je signaal"].binnen == ""
