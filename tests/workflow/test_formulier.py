"""The signal form asks, checks and divides as the form page and the decisions say."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import config
from config.bestanden import lees
from workflow.formulier import Formulier, laad_formulier
from workflow.tabel import BeleidFout

PAD = Path(config.__file__).parent / "formulier.toml"
FORMULIER: Formulier = laad_formulier(lees(PAD), "formulier.toml")
VANDAAG = date(2026, 11, 24)

VAAG = {"gevaar": "nee", "tekst": "Een gerucht.", "wanneer": "weet_niet", "gemeente": "weet_niet", "minderjarig": "nee"}
ALLES = VAAG | {
    "gevaar": "ja",
    "gebeld_112": "nee",
    "herken": ["bang", "opgesloten"],
    "wanneer": "andere_dag",
    "dag": 3,
    "maand": 11,
    "jaar": 2026,
    "gemeente": "winterswijk",
    "plek": "Het laatste huisje",
    "soort_plek": "vakantiepark",
    "slachtoffer": "Jonge vrouw",
    "dader": "Man met busje",
    "weet_ervan": "nee",
    "naam": "Noor",
    "afdeling": "Toezicht",
    "telefoon": "06 12345678",
    "email": "noor@gemeente.example",
    "naam_naar_partners": True,
    "bericht": True,
    "functie": "boa",
    "regime": "opsporing",
}


def stap(nr: str, eerder: dict[str, Any] | None = None, **ruw: str) -> tuple[dict[str, Any], dict[str, str]]:
    return FORMULIER.lees_stap(nr, {naam: [waarde] for naam, waarde in ruw.items()}, VANDAAG, eerder)


def test_the_form_has_six_screens_and_one_for_112() -> None:
    assert [een.nr for een in FORMULIER.schermen] == ["1", "1a", "2", "3", "4", "5", "6"]
    assert [een.nr for een in FORMULIER.getoond({"gevaar": "nee"})] == ["1", "2", "3", "4", "5", "6"]


def test_danger_leads_to_112_first_and_anything_else_does_not() -> None:
    assert FORMULIER.volgende("1", {"gevaar": "ja"}) == "1a"
    assert FORMULIER.volgende("1a", {"gevaar": "ja"}) == "2"
    assert FORMULIER.volgende("1", {"gevaar": "weet_niet"}) == "2"
    assert FORMULIER.vorige("2", {"gevaar": "ja"}) == "1a"
    assert FORMULIER.vorige("1", {}) is None
    assert FORMULIER.volgende("6", {}) is None


def test_a_vague_rumour_may_be_sent() -> None:
    assert FORMULIER.ontbreekt(VAAG) == {}


@pytest.mark.parametrize("naam", ["gevaar", "tekst", "wanneer", "gemeente", "minderjarig"])
def test_five_answers_are_needed_and_each_is_asked_for(naam: str) -> None:
    rest = {sleutel: waarde for sleutel, waarde in VAAG.items() if sleutel != naam}
    assert list(FORMULIER.ontbreekt(rest)) == [naam]


@pytest.mark.parametrize(
    ("nr", "ruw", "fouten"),
    [
        ("1", {}, {"gevaar": "Kies of er nu gevaar is"}),
        ("1", {"gevaar": "nou"}, {"gevaar": "Kies of er nu gevaar is"}),
        ("1a", {}, {"gebeld_112": "Kies of je 112 hebt gebeld"}),
        ("2", {"wanneer": "vandaag"}, {"tekst": "Schrijf op wat je hebt gezien of gehoord"}),
        ("2", {"tekst": "x"}, {"wanneer": "Kies wanneer dit was"}),
        (
            "2",
            {"tekst": "a" * 4001, "wanneer": "vandaag"},
            {"tekst": "Maak je tekst korter. Je mag maximaal 4.000 tekens gebruiken"},
        ),
        ("2", {"tekst": "Een nummer is 111222333", "wanneer": "vandaag"}, {}),
        ("3", {}, {"gemeente": "Kies de gemeente"}),
        ("4", {}, {"minderjarig": "Kies of er misschien iemand jonger dan 18 jaar bij is"}),
        (
            "5",
            {"telefoon": "12"},
            {"telefoon": "Vul een telefoonnummer in met 10 cijfers, bijvoorbeeld 06 12345678"},
        ),
        ("5", {"email": "noor"}, {"email": "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl"}),
        ("5", {"bericht": "ja"}, {"email": "Vul een e-mailadres in, of haal het vinkje bij het bericht weg"}),
        ("5", {}, {}),
        ("6", {}, {}),
    ],
)
def test_a_screen_says_what_is_not_right_yet(nr: str, ruw: dict[str, str], fouten: dict[str, str]) -> None:
    assert FORMULIER.lees_stap(nr, {naam: [waarde] for naam, waarde in ruw.items()}, VANDAAG)[1] == fouten


@pytest.mark.parametrize(
    ("dag", "maand", "jaar", "uitkomst"),
    [
        ("3", "11", "2026", {"dag": 3, "maand": 11, "jaar": 2026}),
        ("", "11", "2026", {"maand": 11, "jaar": 2026}),
        ("29", "2", "2024", {"dag": 29, "maand": 2, "jaar": 2024}),
        ("29", "2", "2025", "Deze datum bestaat niet. Kijk naar de dag en de maand"),
        ("31", "11", "2025", "Deze datum bestaat niet. Kijk naar de dag en de maand"),
        ("1", "13", "2025", "Deze datum bestaat niet. Kijk naar de dag en de maand"),
        ("x", "1", "2025", "Deze datum bestaat niet. Kijk naar de dag en de maand"),
        ("3", "", "2026", "Vul een maand en een jaar in"),
        ("", "", "", "Vul een maand en een jaar in"),
        ("3", "11", "26", "Het jaar heeft 4 cijfers, bijvoorbeeld 2026"),
        ("3", "11", "٢٠٢٥", "Het jaar heeft 4 cijfers, bijvoorbeeld 2026"),
        ("25", "11", "2026", "De datum ligt in de toekomst. Vul een datum in tot en met vandaag"),
        ("", "12", "2026", "De datum ligt in de toekomst. Vul een datum in tot en met vandaag"),
        ("1", "1", "1800", "Deze datum bestaat niet. Kijk naar het jaar"),
    ],
)
def test_another_day_may_be_rough_but_must_exist(dag: str, maand: str, jaar: str, uitkomst: object) -> None:
    waarden, fouten = stap("2", tekst="x", wanneer="andere_dag", dag=dag, maand=maand, jaar=jaar)
    if isinstance(uitkomst, str):
        assert fouten == {"dag": uitkomst}
    else:
        assert fouten == {}
        assert {naam: waarde for naam, waarde in waarden.items() if naam in ("dag", "maand", "jaar")} == uitkomst


def test_a_date_is_ignored_when_another_day_was_not_chosen() -> None:
    assert stap("2", tekst="x", wanneer="vandaag", dag="99", maand="99", jaar="9") == (
        {"tekst": "x", "wanneer": "vandaag"},
        {},
    )


def test_ticks_arrive_under_either_name_and_in_the_order_of_the_form() -> None:
    for naam in ("herken[]", "herken"):
        ruw = {naam: ["opgesloten", "bang"], "tekst": ["x"], "wanneer": ["vandaag"]}
        assert FORMULIER.lees_stap("2", ruw, VANDAAG)[0]["herken"] == ["bang", "opgesloten"]


@pytest.mark.parametrize("nummer", ["06 12345678", "0612345678", "+31 6 1234 5678", "0031612345678", "0543-123456"])
def test_dutch_telephone_numbers_are_taken_as_they_are_written(nummer: str) -> None:
    assert stap("5", telefoon=nummer) == ({"telefoon": nummer}, {})


def test_supervision_or_investigation_is_asked_of_a_boa_only() -> None:
    assert stap("5", functie="boa", regime="opsporing")[0] == {"functie": "boa", "regime": "opsporing"}
    assert stap("5", functie="balie", regime="opsporing")[0] == {"functie": "balie"}


def test_the_reporter_may_leave_everything_about_himself_out() -> None:
    assert stap("5") == ({}, {})


def test_the_answers_go_to_the_compartments_of_the_decision() -> None:
    verdeeld = FORMULIER.verdeel(ALLES)
    assert set(verdeeld) == {"ruw", "melder"}
    assert set(verdeeld["melder"]) == {
        *("naam", "afdeling", "telefoon", "email", "naam_naar_partners", "bericht", "functie", "regime"),
    }
    assert set(verdeeld["ruw"]) == {
        *("gevaar", "gebeld_112", "tekst", "herken", "wanneer", "dag", "maand", "jaar"),
        *("gemeente", "plek", "soort_plek", "minderjarig", "slachtoffer", "dader", "weet_ervan", "regime"),
    }


def test_nothing_about_the_reporter_lies_beside_the_signal_but_the_regime() -> None:
    ruw = FORMULIER.verdeel(ALLES)["ruw"]
    assert not {"Noor", "06 12345678", "noor@gemeente.example"} & {str(waarde) for waarde in ruw.values()}


def test_two_codes_are_kept_under_the_key_of_the_server() -> None:
    assert FORMULIER.codes(ALLES) == {"soort_plek": "vakantiepark", "minderjarig": "nee"}


def test_an_answer_that_is_no_longer_asked_is_dropped() -> None:
    na = FORMULIER.vervang(ALLES, "1", {"gevaar": "nee"})
    assert "gebeld_112" not in na
    na = FORMULIER.vervang(ALLES, "2", {"tekst": "x", "wanneer": "vandaag"})
    assert not {"dag", "maand", "jaar", "herken"} & set(na)
    assert "regime" not in FORMULIER.verdeel(ALLES | {"functie": "balie"})["ruw"]


def test_the_check_screen_shows_every_question_also_the_empty_ones() -> None:
    overzicht = FORMULIER.overzicht(ALLES)
    assert [(kop, nr) for kop, nr, _ in overzicht] == [
        ("Gevaar", "1"),
        ("Gevaar", "1a"),
        ("Wat je zag of hoorde", "2"),
        ("Waar", "3"),
        ("Over wie", "4"),
        ("Jouw gegevens", "5"),
    ]
    alles = {vraag: waarde for _, _, rijen in overzicht for vraag, waarde in rijen}
    assert alles["Welke dag?"] == "3 november 2026"
    assert alles["Wat herken je?"] == "Is bang of gespannen, Kan niet weg of is opgesloten"
    assert alles["In welke gemeente was dit?"] == "Winterswijk"
    leeg = {vraag: waarde for _, _, rijen in FORMULIER.overzicht(VAAG) for vraag, waarde in rijen}
    assert leeg["Op welk adres of welke plek?"] == "Niet ingevuld"
    assert leeg["Stuur mij een bericht als er nieuws is"] == "Nee"


@pytest.mark.parametrize(
    ("antwoorden", "codes", "spoed"),
    [
        ({"gevaar": "nee", "minderjarig": "nee"}, [], False),
        ({"gevaar": "weet_niet", "minderjarig": "ja"}, [], False),
        ({"gevaar": "ja", "minderjarig": "nee"}, ["112"], True),
        ({"gevaar": "ja", "minderjarig": "ja"}, ["112", "minderjarig"], True),
        ({"gevaar": "ja", "minderjarig": "weet_niet"}, ["112", "minderjarig"], True),
        ({"gevaar": "nee", "minderjarig": "nee", "herken": ["opgesloten"]}, ["opgesloten"], True),
        ({"gevaar": "nee", "minderjarig": "ja", "herken": ["onthulling"]}, ["minderjarig"], True),
        ({"gevaar": "nee", "minderjarig": "weet_niet", "herken": ["onthulling"]}, ["minderjarig"], True),
        ({"gevaar": "nee", "minderjarig": "nee", "herken": ["onthulling"]}, [], False),
        ({"gevaar": "nee", "minderjarig": "nee", "herken": ["regeling", "bang"]}, ["regeling"], False),
    ],
)
def test_a_trigger_shows_its_instruction_and_some_make_it_urgent(
    antwoorden: dict[str, Any], codes: list[str], spoed: bool
) -> None:
    assert FORMULIER.instructies(antwoorden) == codes
    assert FORMULIER.spoed(antwoorden) is spoed
    assert all(FORMULIER.instructie(code).tekst for code in codes)


@pytest.mark.parametrize(
    ("verander", "reden"),
    [
        ({"soort": "schuif"}, "unknown kind of question"),
        ({"fout": ""}, "needs 'fout'"),
        ({"naar": []}, "'naar' must name"),
        ({"naar": ["ident"]}, "'naar' must name"),
        ({"kleur": "rood"}, "unknown key 'kleur'"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_by_row(verander: dict[str, Any], reden: str) -> None:
    tabel = lees(PAD)
    tabel["scherm"][0]["vraag"][0] |= verander
    with pytest.raises(BeleidFout) as gevonden:
        laad_formulier(tabel, "formulier.toml")
    (tegenspraak,) = gevonden.value.tegenspraken
    assert tegenspraak.rij == "scherm 1 (1), vraag 1 (gevaar)"
    assert reden in tegenspraak.reden
