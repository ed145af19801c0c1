"""Answers of a step become values, or a plain Dutch line beside the field."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.stap import Veld
from workflow.velden import bevat_bsn, lees_velden

VANDAAG = date(2026, 11, 24)
KLEUREN = {"rood": "Rood", "blauw": "Blauw"}


def lees(
    veld: Veld | Sequence[Veld], ruw: Mapping[str, Sequence[str]], **gegevens: object
) -> tuple[dict[str, Any], dict[str, str]]:
    velden = [veld] if isinstance(veld, Veld) else veld
    return lees_velden(velden, ruw, lambda _: KLEUREN, VANDAAG, gegevens)


def een(soort: str, *waarden: str, **extra: Any) -> tuple[dict[str, Any], dict[str, str]]:
    return lees(Veld("x", "X", soort, **extra), {"x": waarden})


@pytest.mark.parametrize(
    ("soort", "invoer", "waarde"),
    [
        ("tekst", "  Twee regels\r\nzo  ", "Twee regels\nzo"),
        ("regel", "een regel", "een regel"),
        ("keuze", "rood", "rood"),
        ("regiehouder", "blauw", "blauw"),
        ("janee", "ja", True),
        ("janee", "nee", False),
        ("getal", "0", 0),
        ("getal", "12", 12),
        ("datum", "24-11-2026", "2026-11-24"),
        ("datum", "1 2 2027", "2027-02-01"),
        ("datum", "29/2/2028", "2028-02-29"),
        ("datum", "2026-11-24", "2026-11-24"),
        ("tekst", "met\x00 een\x07 stuurteken", "met een stuurteken"),
    ],
)
def test_a_good_answer_becomes_a_value(soort: str, invoer: str, waarde: object) -> None:
    assert een(soort, invoer) == ({"x": waarde}, {})


@pytest.mark.parametrize(
    ("soort", "invoer", "fout"),
    [
        ("tekst", "a" * 4001, "Maak je tekst korter. Je mag maximaal 4.000 tekens gebruiken"),
        ("regel", "a" * 201, "Maak je tekst korter. Je mag maximaal 200 tekens gebruiken"),
        ("tekst", "Zijn nummer is 111222333.", "Er staat misschien een BSN in je tekst. Haal dat nummer weg"),
        ("regel", "123 456 782", "Er staat misschien een BSN in je tekst. Haal dat nummer weg"),
        ("keuze", "groen", "Kies een van de antwoorden uit de lijst"),
        ("overleg", "groen", "Kies een van de antwoorden uit de lijst"),
        ("meerkeuze", "groen", "Kies een van de antwoorden uit de lijst"),
        ("janee", "misschien", "Kies ja of nee"),
        ("getal", "-1", "Vul een getal in van 0 tot en met 999"),
        ("getal", "1000", "Vul een getal in van 0 tot en met 999"),
        ("getal", "9" * 5000, "Vul een getal in van 0 tot en met 999"),
        ("getal", "²", "Vul een getal in van 0 tot en met 999"),
        ("datum", "30-2-2026", "Vul een datum in die bestaat, bijvoorbeeld 24-3-2026"),
        ("datum", "29-2-2027", "Vul een datum in die bestaat, bijvoorbeeld 24-3-2026"),
        ("datum", "morgen", "Vul een datum in die bestaat, bijvoorbeeld 24-3-2026"),
        ("datum", "24-11-26", "Vul een datum in die bestaat, bijvoorbeeld 24-3-2026"),
    ],
)
def test_a_wrong_answer_gets_a_line_and_no_value(soort: str, invoer: str, fout: str) -> None:
    assert een(soort, invoer) == ({}, {"x": fout})


def test_a_text_of_exactly_the_longest_length_is_taken() -> None:
    assert een("tekst", "a" * 4000)[1] == {}


def test_dates_stay_on_their_side_of_today() -> None:
    assert een("datum", "25-11-2026", toekomst=False)[1] == {
        "x": "De datum ligt in de toekomst. Vul een datum in tot en met vandaag"
    }
    assert een("datum", "23-11-2026", verleden=False)[1] == {
        "x": "De datum is al geweest. Vul een datum in vanaf vandaag"
    }
    assert een("datum", "24-11-2026", toekomst=False, verleden=False)[1] == {}


@pytest.mark.parametrize(
    ("soort", "fout"),
    [
        ("tekst", "Vul dit in"),
        ("keuze", "Maak een keuze"),
        ("meerkeuze", "Maak een keuze"),
        ("datum", "Vul een datum in, bijvoorbeeld 24-3-2026"),
        ("getal", "Vul een getal in"),
    ],
)
def test_an_empty_required_field_is_asked_for_and_an_empty_other_one_is_not(soort: str, fout: str) -> None:
    for waarden in ((), ("",), ("   ",)):
        assert een(soort, *waarden, verplicht=True) == ({}, {"x": fout})
        assert een(soort, *waarden) == ({}, {})


def test_several_choices_are_kept_once_each() -> None:
    assert een("meerkeuze", "rood", "blauw", "rood") == ({"x": ["rood", "blauw"]}, {})
    assert een("feiten", "rood") == ({"x": ["rood"]}, {})


def test_two_values_for_one_answer_are_refused() -> None:
    assert een("keuze", "rood", "blauw") == ({}, {"x": "Geef één antwoord"})


def test_a_passphrase_keeps_its_spaces() -> None:
    assert een("wachtzin", " mijn zin ") == ({"x": " mijn zin "}, {})


def test_a_conditional_field_is_asked_only_when_its_condition_holds() -> None:
    velden = [
        Veld("kies", "Kies", "keuze", verplicht=True),
        Veld("meer", "Meer", "regel", verplicht=True, als="kies=rood"),
        Veld("namens", "Namens", "regel", verplicht=True, als="rol=maker"),
    ]
    assert lees(velden, {"kies": ["blauw"], "meer": ["x"], "namens": ["y"]}) == ({"kies": "blauw"}, {})
    assert lees(velden, {"kies": ["rood"]})[1] == {"meer": "Vul dit in"}
    assert lees(velden, {"kies": ["blauw"]}, rol="maker")[1] == {"namens": "Vul dit in"}


def test_a_condition_on_yes_or_no_reads_the_answer() -> None:
    velden = [Veld("gevaar", "Gevaar", "janee"), Veld("reden", "Reden", "regel", verplicht=True, als="gevaar=ja")]
    assert lees(velden, {"gevaar": ["ja"]})[1] == {"reden": "Vul dit in"}
    assert lees(velden, {"gevaar": ["nee"]})[1] == {}


@pytest.mark.parametrize(
    "tekst", ["111222333", "Nummer 123456782!", "1112.22.333", "111 222 333", "x111222333x", "a 123456782, b"]
)
def test_nine_digits_that_pass_the_test_of_eleven_are_a_bsn(tekst: str) -> None:
    assert bevat_bsn(tekst)


@pytest.mark.parametrize(
    "tekst",
    ["", "111222334", "000000000", "0612345678", "06 12345678", "1112223339", "24 3 2026", "AB-123-C", "12345678"],
)
def test_other_numbers_are_not(tekst: str) -> None:
    assert not bevat_bsn(tekst)


@given(st.integers(min_value=10_000_000, max_value=99_999_999), st.text("abc ,.", max_size=8))
def test_every_valid_bsn_is_found_wherever_it_stands(begin: int, om: str) -> None:
    cijfers = [int(c) for c in str(begin)]
    rest = sum(g * c for g, c in zip((9, 8, 7, 6, 5, 4, 3, 2), cijfers, strict=True)) % 11
    if rest < 10:
        assert bevat_bsn(f"{om} {begin}{rest} {om}")


@given(st.text(max_size=300))
def test_no_text_makes_a_reader_fail(tekst: str) -> None:
    for soort in ("tekst", "regel", "keuze", "meerkeuze", "janee", "datum", "getal", "wachtzin"):
        waarden, fouten = een(soort, tekst)
        assert not (set(waarden) & set(fouten))
