"""Terms end on the day, or at the minute, that a person with a calendar would say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from workflow.termijnen import TIJDZONE, Kalender, Moment, Termijn, TermijnFout, plus_maanden

KALENDER = Kalender(
    sluitingsdagen={"montferland": {date(2026, 12, 24): "Gesloten voor Kerst"}},
)


def om(jaar: int, maand: int, dag: int, uur: int = 10, minuut: int = 0) -> datetime:
    return datetime(jaar, maand, dag, uur, minuut, tzinfo=TIJDZONE)


def dag_van(begin: datetime, termijn: str, gemeente: str = "") -> date:
    moment = KALENDER.einde(begin, Termijn.lees(termijn), gemeente)
    assert moment.minuut is None
    return moment.dag


@pytest.mark.parametrize(
    ("begin", "termijn", "einde"),
    [
        # An ordinary week: Tuesday 24 November 2026.
        (om(2026, 11, 24), "1wd", date(2026, 11, 25)),
        (om(2026, 11, 24), "3wd", date(2026, 11, 27)),
        (om(2026, 11, 24), "5wd", date(2026, 12, 1)),
        # From a Friday, a Saturday and a Sunday one working day later is Monday.
        (om(2026, 11, 27), "1wd", date(2026, 11, 30)),
        (om(2026, 11, 28), "1wd", date(2026, 11, 30)),
        (om(2026, 11, 29), "1wd", date(2026, 11, 30)),
        # Just before midnight still counts as that day.
        (om(2026, 11, 24, 23, 59), "1wd", date(2026, 11, 25)),
        # Christmas 2026 falls on Friday and Saturday, so after Thursday comes Monday.
        (om(2026, 12, 24), "1wd", date(2026, 12, 28)),
        (om(2026, 12, 23), "3wd", date(2026, 12, 29)),
        # New Year's Day 2027 is a Friday.
        (om(2026, 12, 31), "1wd", date(2027, 1, 4)),
        # Easter Monday, King's Day (a Monday), Liberation Day (a Tuesday), Ascension, Whit Monday 2026.
        (om(2026, 4, 3), "1wd", date(2026, 4, 7)),
        (om(2026, 4, 24), "1wd", date(2026, 4, 28)),
        (om(2026, 5, 4), "1wd", date(2026, 5, 6)),
        (om(2026, 5, 13), "1wd", date(2026, 5, 15)),
        (om(2026, 5, 22), "1wd", date(2026, 5, 26)),
        # Good Friday is a working day.
        (om(2026, 4, 2), "1wd", date(2026, 4, 3)),
        # Calendar days and months do not skip anything.
        (om(2026, 12, 20), "14d", date(2027, 1, 3)),
        (om(2028, 2, 15), "14d", date(2028, 2, 29)),
        (om(2027, 2, 15), "14d", date(2027, 3, 1)),
        (om(2026, 11, 30), "3mnd", date(2027, 2, 28)),
        (om(2027, 11, 30), "3mnd", date(2028, 2, 29)),
        (om(2026, 11, 24), "12mnd", date(2027, 11, 24)),
        (om(2026, 11, 24), "dagelijks", date(2026, 11, 25)),
    ],
)
def test_a_term_ends_on_the_day_that_the_calendar_says(begin: datetime, termijn: str, einde: date) -> None:
    assert dag_van(begin, termijn) == einde


def test_a_closing_day_counts_only_in_its_own_municipality() -> None:
    assert dag_van(om(2026, 12, 23), "1wd", "montferland") == date(2026, 12, 28)
    assert dag_van(om(2026, 12, 23), "1wd", "aalten") == date(2026, 12, 24)


def test_liberation_day_is_a_working_day_outside_a_lustrum_when_the_table_says_so() -> None:
    lustrum = Kalender(bevrijdingsdag="lustrum")
    assert lustrum.is_werkdag(date(2026, 5, 5))
    assert not lustrum.is_werkdag(date(2025, 5, 5))
    assert Kalender(bevrijdingsdag="nooit").is_werkdag(date(2025, 5, 5))


def test_good_friday_is_free_when_the_table_says_so() -> None:
    assert not Kalender(goede_vrijdag=True).is_werkdag(date(2026, 4, 3))


def test_working_days_count_backwards_over_christmas() -> None:
    assert KALENDER.plus_werkdagen(date(2026, 12, 29), -5) == date(2026, 12, 21)
    assert KALENDER.plus_werkdagen(date(2026, 12, 29), -1) == date(2026, 12, 28)


def test_hours_and_minutes_run_around_the_clock() -> None:
    einde = KALENDER.einde(om(2026, 11, 28, 22, 30), Termijn.lees("4u"))
    assert einde == Moment(date(2026, 11, 29), 150)
    assert einde.tijdstip() == om(2026, 11, 29, 2, 30)
    assert KALENDER.einde(om(2026, 11, 24, 16, 40), Termijn.lees("30m")) == Moment(date(2026, 11, 24), 17 * 60 + 10)


def test_four_hours_over_the_end_of_summer_time_are_four_real_hours() -> None:
    begin = om(2026, 10, 25, 0, 30)
    einde = KALENDER.einde(begin, Termijn.lees("4u"))
    assert einde.tijdstip().astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=4)
    assert einde.tijdstip().strftime("%H.%M") == "03.30"


def test_four_hours_over_the_start_of_summer_time_are_four_real_hours() -> None:
    begin = om(2026, 3, 29, 0, 30)
    einde = KALENDER.einde(begin, Termijn.lees("4u"))
    assert einde.tijdstip().astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=4)
    assert einde.tijdstip().strftime("%H.%M") == "05.30"


def test_both_half_past_twos_of_the_long_night_are_different_moments() -> None:
    eerste = Moment.van(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    tweede = Moment.van(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert eerste.tijdstip().strftime("%H.%M") == tweede.tijdstip().strftime("%H.%M") == "02.30"
    assert tweede.tijdstip().astimezone(UTC) - eerste.tijdstip().astimezone(UTC) == timedelta(hours=1)


def test_a_time_in_another_zone_counts_as_the_day_in_the_achterhoek() -> None:
    assert dag_van(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "1wd") == date(2026, 11, 26)


def test_the_next_meeting_ends_the_term_but_never_after_thirty_days() -> None:
    begin, termijn = om(2026, 11, 24), Termijn.lees("overleg")
    assert KALENDER.einde(begin, termijn, volgend_overleg=date(2026, 12, 3)) == Moment(date(2026, 12, 3))
    assert KALENDER.einde(begin, termijn, volgend_overleg=date(2027, 1, 7)) == Moment(date(2026, 12, 24))
    assert KALENDER.einde(begin, termijn) == Moment(date(2026, 12, 24))


def test_an_action_ends_on_its_own_date() -> None:
    einde = KALENDER.einde(om(2026, 11, 24), Termijn.lees("datum"), datum=date(2027, 2, 1))
    assert einde == Moment(date(2027, 2, 1))
    with pytest.raises(TermijnFout):
        KALENDER.einde(om(2026, 11, 24), Termijn.lees("datum"))


def test_the_explanation_names_the_holidays_that_were_passed_over() -> None:
    drie = Termijn.lees("3wd")
    assert KALENDER.uitleg(om(2026, 12, 24), drie) == "3 werkdagen na ontvangst, Eerste kerstdag niet meegeteld"
    assert KALENDER.uitleg(om(2026, 12, 23), drie, "montferland") == (
        "3 werkdagen na ontvangst, Gesloten voor Kerst en Eerste kerstdag niet meegeteld"
    )
    assert KALENDER.uitleg(om(2026, 11, 24), drie) == "3 werkdagen na ontvangst"
    assert KALENDER.uitleg(om(2026, 11, 24), Termijn.lees("1u")) == "1 uur na ontvangst"


@pytest.mark.parametrize("tekst", ["", "3", "wd", "3 wd", "3weken", "1.5u", "drie", "3WD"])
def test_a_text_that_is_no_term_is_refused(tekst: str) -> None:
    with pytest.raises(TermijnFout):
        Termijn.lees(tekst)


@pytest.mark.parametrize("tekst", ["1wd", "14d", "4u", "30m", "3mnd", "dagelijks", "overleg", "datum", "-5wd"])
def test_a_term_reads_back_as_it_was_written(tekst: str) -> None:
    assert str(Termijn.lees(tekst)) == tekst


@pytest.mark.parametrize(
    ("eigen", "regio", "mag"),
    [
        ("2wd", "3wd", True),
        ("3wd", "3wd", True),
        ("4wd", "3wd", False),
        ("4u", "1wd", True),
        ("24u", "1wd", True),
        ("25u", "1wd", False),
        ("2u", "4u", True),
        ("90m", "1u", False),
        ("2d", "3wd", False),
        ("2wd", "14d", False),
        ("0wd", "3wd", False),
        ("dagelijks", "dagelijks", True),
        ("overleg", "5wd", False),
    ],
)
def test_a_municipality_may_shorten_a_term_and_never_lengthen_it(eigen: str, regio: str, mag: bool) -> None:
    assert Termijn.lees(eigen).hoogstens(Termijn.lees(regio)) is mag


def test_a_month_after_the_last_day_is_the_last_day() -> None:
    assert plus_maanden(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert plus_maanden(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert plus_maanden(date(2026, 12, 31), 2) == date(2027, 2, 28)
