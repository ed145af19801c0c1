"""A route is read once, keeps its version, and moves one thing at a time."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import config
from config.bestanden import lees
from workflow.beleidladen import laad_beleid
from workflow.machine import volgende_staat
from workflow.route import Route, StapKanNiet, laad_route

MAP = Path(config.__file__).parent
NAMEN = ("signaal", "verstrekking", "opvang", "actie")
BELEID = laad_beleid(MAP)


def tabel(naam: str) -> dict[str, Any]:
    return lees(MAP / "routes" / f"{naam}.toml")


def anders(verander: Callable[[dict[str, Any]], object]) -> Route:
    gegevens = copy.deepcopy(tabel("signaal"))
    verander(gegevens)
    return laad_route(gegevens, "routes/signaal.toml")


SIGNAAL = anders(lambda gegevens: None)


@pytest.mark.parametrize("naam", NAMEN)
def test_a_route_comes_back_whole_from_its_json(naam: str) -> None:
    route = BELEID.routes[naam]
    terug = Route.van_json(route.als_json())
    assert terug == route
    assert terug.hash == route.hash


def test_the_version_does_not_change_with_terms_texts_and_labels() -> None:
    def teksten(gegevens: dict[str, Any]) -> None:
        gegevens["staat"][0] |= {"termijn": "2wd", "spoed": "1u", "scherm": "Nieuw", "melder": "Hoi."}
        gegevens["stap"][3] |= {"knop": "Pak op", "uitleg": "Anders."}
        gegevens["hoofdlijn"] = ["ingediend"]

    assert anders(teksten).hash == SIGNAAL.hash


@pytest.mark.parametrize(
    "verander",
    [
        lambda gegevens: gegevens["staat"].pop(),
        lambda gegevens: gegevens["staat"][0].update(eigenaar="veiligheidsadviseur"),
        lambda gegevens: gegevens["stap"].pop(),
        lambda gegevens: gegevens["stap"][3].update(naar="in_onderzoek"),
        lambda gegevens: gegevens["stap"][3].update(door=["veiligheidsadviseur"]),
        lambda gegevens: gegevens["stap"][3].update(voorwaarden=["besluit"]),
        lambda gegevens: gegevens["stap"][3].update(neemt=[]),
        lambda gegevens: gegevens["stap"][3]["geeft"].append("ruw > overleg"),
        lambda gegevens: gegevens["stap"][3].update(vier_ogen="aandachtsfunctionaris+veiligheidsadviseur"),
    ],
)
def test_the_version_changes_with_states_steps_guards_and_keys(verander: Callable[[dict[str, Any]], object]) -> None:
    assert anders(verander).hash != SIGNAAL.hash


def test_a_step_that_the_state_does_not_have_cannot_be_taken() -> None:
    with pytest.raises(StapKanNiet):
        SIGNAAL.stap("ingediend", "afsluiten")
    with pytest.raises(StapKanNiet):
        volgende_staat(SIGNAAL, "ingediend", "afsluiten")
    with pytest.raises(StapKanNiet):
        volgende_staat(SIGNAAL, "nergens", "oppakken")


@pytest.mark.parametrize(
    ("weg", "staten"),
    [
        (
            "indienen oppakken agenderen in_aanpak_nemen monitoren afsluiten heropenen",
            "ingediend in_beoordeling geagendeerd in_aanpak monitoring afgesloten in_beoordeling",
        ),
        (
            "melden_vanuit_overleg waarnemen oppakken onderzoeken resultaat_vastleggen niet_in_behandeling_nemen",
            "ingediend ingediend in_beoordeling in_onderzoek in_beoordeling niet_in_behandeling",
        ),
        (
            "indienen oppakken voorleggen terughalen voorleggen weigeren voorleggen aannemen "
            "aanvulling_vragen aanvullen",
            "ingediend in_beoordeling voorgelegd in_beoordeling voorgelegd in_beoordeling voorgelegd in_beoordeling "
            "aanvulling_gevraagd in_beoordeling",
        ),
        (
            "indienen oppakken direct_oppakken opschalen terugnemen overdragen terugnemen monitoren hervatten",
            "ingediend in_beoordeling in_aanpak opgeschaald in_aanpak overgedragen in_aanpak monitoring in_aanpak",
        ),
        (
            "indienen oppakken agenderen aanhouden terugverwijzen",
            "ingediend in_beoordeling geagendeerd geagendeerd in_beoordeling",
        ),
    ],
)
def test_a_signal_walks_the_ways_of_the_route_page(weg: str, staten: str) -> None:
    staat = "start"
    gezien = []
    for actie in weg.split():
        staat = volgende_staat(SIGNAAL, staat, actie)
        gezien.append(staat)
    assert gezien == staten.split()


@pytest.mark.parametrize(
    ("naam", "weg", "eind"),
    [
        ("verstrekking", "opstellen vrijgeven ontvangst_bevestigen oppakken terugkoppelen", "teruggekoppeld"),
        ("verstrekking", "opstellen vrijgeven ontvangst_bevestigen afwijzen ontvanger_opruimen", "afgewezen"),
        ("verstrekking", "opstellen intrekken", "ingetrokken"),
        ("verstrekking", "opstellen vrijgeven verlopen", "verlopen"),
        ("opvang", "zoeken poging aanbieden afslaan aanbieden plaatsen beeindigen", "beeindigd"),
        ("opvang", "zoeken niet_te_plaatsen opnieuw_zoeken niet_te_plaatsen stoppen", "gestopt"),
        ("actie", "afspreken starten gereedmelden", "gereed"),
        ("actie", "afspreken vervallen", "vervallen"),
    ],
)
def test_a_smaller_route_walks_to_its_ends(naam: str, weg: str, eind: str) -> None:
    route, staat = BELEID.routes[naam], "start"
    for actie in weg.split():
        staat = volgende_staat(route, staat, actie)
    assert staat == eind
    assert route.is_eind(staat)


def test_an_answer_returns_to_where_the_question_was_asked() -> None:
    route = BELEID.routes["verstrekking"]
    assert volgende_staat(route, "vraag", "beantwoorden", "ontvangen") == "ontvangen"
    assert volgende_staat(route, "vraag", "beantwoorden", "opgepakt") == "opgepakt"
    for vorige in (None, "concept", "vraag"):
        with pytest.raises(StapKanNiet):
            volgende_staat(route, "vraag", "beantwoorden", vorige)


@given(st.sampled_from(NAMEN), st.lists(st.integers(min_value=0), max_size=40))
def test_a_random_walk_never_leaves_the_table_and_never_depends_on_an_earlier_walk(
    naam: str, keuzes: list[int]
) -> None:
    route = BELEID.routes[naam]
    staat, vorige = "start", None
    for keuze in keuzes:
        stappen = route.stappen_vanuit(staat)
        if not stappen:
            break
        stap = stappen[keuze % len(stappen)]
        nieuw = volgende_staat(route, staat, stap.actie, vorige)
        verwacht = {"=": staat, "<": vorige}
        assert nieuw == verwacht.get(stap.naar, stap.naar)
        if nieuw != staat:
            staat, vorige = nieuw, staat
    assert staat == "start" or route.staat(staat)


def test_the_second_pair_of_eyes_is_asked_for_dropping_and_closing_only() -> None:
    assert {stap.actie for stap in SIGNAAL.stappen if stap.vier_ogen} == {"niet_in_behandeling_nemen", "afsluiten"}


def test_the_desk_of_origin_cannot_step_while_a_case_is_presented_except_to_take_it_back() -> None:
    eigen = {
        stap.actie
        for stap in SIGNAAL.stappen_vanuit("voorgelegd")
        if {"aandachtsfunctionaris", "veiligheidsadviseur"} & set(stap.door)
    }
    assert eigen == {"terughalen", "spoed_zetten"}


def test_a_reporter_can_add_something_until_the_end() -> None:
    voor_melder = {
        staat.naam
        for staat in SIGNAAL.staten
        if any(stap.actie == "toevoegen" for stap in SIGNAAL.stappen_vanuit(staat.naam))
    }
    assert voor_melder == {staat.naam for staat in SIGNAAL.staten if not staat.eind}


def test_a_step_that_opens_a_smaller_route_asks_its_questions() -> None:
    signaal = BELEID.routes["signaal"]
    namen = [veld.naam for veld in signaal.stap("geagendeerd", "in_aanpak_nemen").velden]
    weging = ["weging_5", "weging_5_reden"]
    assert namen == ["besluit", *weging, "regiehouder", "instrument", "afdeling", "opdracht", "datum"]
    direct = {veld.naam: veld for veld in signaal.stap("in_beoordeling", "direct_oppakken").velden}
    assert (direct["opdracht"].als, direct["opdracht"].compartiment) == ("eerste_stap=actie", "actie")


def test_fields_for_a_maker_are_not_asked_of_a_recipient() -> None:
    stap = BELEID.routes["verstrekking"].stap("opgepakt", "terugkoppelen")

    def gevraagd(rol: str, vorm: str) -> set[str]:
        return {veld.naam for veld in stap.velden_voor({"rol": rol, "vorm": vorm})}

    assert gevraagd("ontvanger", "P") == {"resultaat"}
    assert gevraagd("ontvanger", "J") == {"resultaat", "antwoord_zonder_namen"}
    assert gevraagd("maker", "P") == {"resultaat", "namens", "hoe", "wanneer"}
