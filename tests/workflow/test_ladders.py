"""Rungs fall on the days and minutes that the clock table of the route page gives."""

from datetime import date, datetime
from pathlib import Path

import pytest

import config
from config.bestanden import lees
from workflow.ladders import Klokken, Trede, laad_klokken, treden
from workflow.tabel import BeleidFout
from workflow.termijnen import TIJDZONE, Moment, Termijn

TABEL = lees(Path(config.__file__).parent / "klokken.toml")
KLOKKEN: Klokken = laad_klokken(TABEL, "klokken.toml", {})
DINSDAG = datetime(2026, 11, 24, 16, 40, tzinfo=TIJDZONE)
NACHT = datetime(2026, 11, 28, 2, 0, tzinfo=TIJDZONE)


def gaat(naam: str, termijn: str, begin: datetime = DINSDAG, *, spoed: bool = False) -> tuple[Trede, ...]:
    einde = KLOKKEN.kalender.einde(begin, Termijn.lees(termijn))
    return treden(KLOKKEN.ladders[naam], begin, einde, spoed=spoed, gemeente="", kalender=KLOKKEN.kalender)


def dagen(gegeven: tuple[Trede, ...]) -> list[tuple[str, date]]:
    return [(een.aan, een.moment.dag) for een in gegeven]


def test_a_state_climbs_from_owner_to_deputy_adviser_and_coordinator() -> None:
    assert dagen(gaat("staat", "3wd")) == [
        ("eigenaar", date(2026, 11, 25)),
        ("eigenaar", date(2026, 11, 27)),
        ("waarnemer", date(2026, 11, 30)),
        ("veiligheidsadviseur", date(2026, 12, 1)),
        ("regisseur_ondermijning", date(2026, 12, 4)),
    ]


def test_without_urgency_no_rung_holds_a_minute_and_all_fire_at_nine() -> None:
    for trede in gaat("ingediend", "1wd"):
        assert trede.moment.minuut is None
        assert trede.moment.tijdstip().hour == 9


def test_a_signal_that_nobody_picks_up_opens_the_safety_net_two_working_days_after_the_term() -> None:
    (vangnet,) = [een for een in gaat("ingediend", "1wd") if een.aan == "vangnet"]
    assert vangnet.moment == Moment(date(2026, 11, 27))
    assert vangnet.stap == "vangnet_vrijgeven"


def test_an_urgent_signal_alarms_at_once_after_half_an_hour_and_after_an_hour() -> None:
    gegeven = gaat("ingediend_spoed", "30m", NACHT, spoed=True)
    assert [(een.aan, een.moment.tijdstip().strftime("%H.%M")) for een in gegeven] == [
        ("eigenaar", "02.00"),
        ("eigenaar", "02.30"),
        ("waarnemer", "03.00"),
        ("veiligheidsadviseur", "03.00"),
        ("vangnet", "03.30"),
    ]
    assert gegeven[-1].stap == "vangnet_vrijgeven"
    assert {een.bericht for een in gegeven} == {"spoed"}


def test_an_action_rings_two_days_before_on_the_day_and_three_and_seven_days_after() -> None:
    einde = Moment(date(2026, 12, 10))
    gegeven = treden(KLOKKEN.ladders["actie"], DINSDAG, einde, spoed=False, gemeente="", kalender=KLOKKEN.kalender)
    # The third day after is Sunday 13 December.
    assert sorted({een.moment.dag.day for een in gegeven}) == [8, 10, 14, 17]


def test_a_handoff_reminds_after_two_and_escalates_after_five_working_days() -> None:
    assert dagen(gaat("verstrekking", "2wd"))[1:] == [
        ("eigenaar", date(2026, 11, 26)),
        ("maker", date(2026, 12, 1)),
        ("veiligheidsadviseur", date(2026, 12, 1)),
    ]


def test_a_case_that_stands_still_goes_to_the_adviser_after_14_and_the_chain_after_30_days() -> None:
    assert dagen(gaat("stilstand", "14d"))[1:] == [
        ("veiligheidsadviseur", date(2026, 12, 9)),
        ("ketenregisseur", date(2026, 12, 24)),
    ]


def test_shelter_is_asked_after_every_day() -> None:
    gegeven = [een.moment.dag for een in gaat("opvang", "dagelijks")]
    assert gegeven[:4] == [date(2026, 11, dag) for dag in (24, 25, 26, 27)]
    assert len(gegeven) > 90


def test_the_reflection_period_rings_on_days_60_80_and_90_and_every_month() -> None:
    gegeven = {een.moment.dag for een in gaat("bedenktijd", "3mnd")}
    # Day 60 is a Saturday and two months end on a Sunday: these days do not move.
    assert {date(2027, 1, 23), date(2027, 2, 12), date(2027, 2, 22)} <= gegeven
    assert {date(2026, 12, 24), date(2027, 1, 24), date(2027, 2, 24)} <= gegeven


def test_destruction_is_announced_60_and_30_days_before() -> None:
    assert [een.moment.dag for een in gaat("bewaren", "12mnd")] == [
        date(2027, 9, 27),
        date(2027, 10, 25),
        date(2027, 11, 24),
    ]


def test_the_agenda_closes_five_working_days_before_the_meeting() -> None:
    einde = Moment(date(2026, 12, 29))
    gegeven = treden(KLOKKEN.ladders["overleg"], DINSDAG, einde, spoed=False, gemeente="", kalender=KLOKKEN.kalender)
    assert [een.moment.dag for een in gegeven] == [date(2026, 12, 21), date(2026, 12, 28)]


LATE = {"te_laat", "escalatie", "escalatie_va", "escalatie_vangnet", "escalatie_regio"}


@pytest.mark.parametrize("naam", sorted(set(KLOKKEN.ladders) - {"concept"}))
@pytest.mark.parametrize("spoed", [False, True])
def test_on_the_last_day_nothing_is_late_yet(naam: str, spoed: bool) -> None:
    einde = KLOKKEN.kalender.einde(DINSDAG, Termijn.lees("3wd"))
    gegeven = treden(KLOKKEN.ladders[naam], DINSDAG, einde, spoed=spoed, gemeente="", kalender=KLOKKEN.kalender)
    assert not [een for een in gegeven if een.bericht in LATE and een.moment.dag <= date(2026, 11, 27)]


@pytest.mark.parametrize("naam", ["instemming", "privacycheck"])
def test_who_must_answer_is_reminded_on_the_last_day_and_late_on_the_next_working_day(naam: str) -> None:
    assert [(een.bericht, een.moment.dag) for een in gaat(naam, "3wd")] == [
        ("nieuw", date(2026, 11, 24)),
        ("herinnering", date(2026, 11, 27)),
        ("te_laat", date(2026, 11, 30)),
    ]


def test_an_urgent_state_of_whole_days_is_late_after_its_last_day_and_one_of_hours_at_its_minute() -> None:
    dag = [(een.bericht, een.moment) for een in gaat("staat_spoed", "1wd", spoed=True)]
    assert dag[1:3] == [
        ("herinnering", Moment(date(2026, 11, 25))),
        ("te_laat", Moment(date(2026, 11, 26))),
    ]
    assert dag[3] == ("spoed", Moment(date(2026, 11, 26), 10 * 60))
    uren = [(een.bericht, een.moment.tijdstip().strftime("%H.%M")) for een in gaat("staat_spoed", "4u", spoed=True)]
    assert uren == [("spoed", "16.40"), ("te_laat", "20.40"), ("spoed", "21.40"), ("spoed", "22.40")]


ZATERDAG = datetime(2026, 11, 28, 11, 0, tzinfo=TIJDZONE)


def test_a_message_without_urgency_never_goes_out_on_a_weekend_or_a_holiday() -> None:
    assert gaat("ingediend", "1wd", ZATERDAG)[0].moment == Moment(date(2026, 11, 30))
    # Christmas: Friday 25 December and the weekend after it.
    kerst = Moment(date(2026, 12, 25))
    (laatste,) = [
        een
        for een in treden(
            KLOKKEN.ladders["bewaren"], DINSDAG, kerst, spoed=False, gemeente="", kalender=KLOKKEN.kalender
        )
        if een.moment.dag.month == 12
    ]
    assert laatste.moment == Moment(date(2026, 12, 28))


def test_an_urgent_message_goes_out_in_the_weekend() -> None:
    assert gaat("ingediend_spoed", "30m", ZATERDAG, spoed=True)[0].moment.dag == date(2026, 11, 28)


def test_two_messages_for_one_role_on_the_same_monday_become_one() -> None:
    # Sent on Saturday with a term that ends on Monday: the new one names the day, so the reminder gives way.
    gegeven = [(een.aan, een.bericht) for een in gaat("ingediend", "1wd", ZATERDAG) if een.moment.dag.day == 30]
    assert gegeven == [("eigenaar", "nieuw")]


def test_a_rung_of_the_very_start_says_so() -> None:
    assert [een.direct for een in gaat("ingediend", "1wd")] == [True, *[False] * 5]


def test_rungs_are_numbered_in_the_order_in_which_they_fire() -> None:
    for naam in KLOKKEN.ladders:
        gegeven = gaat(naam, "30d")
        assert [een.nr for een in gegeven] == list(range(1, len(gegeven) + 1))
        tijden = [een.moment.tijdstip() for een in gegeven]
        assert tijden == sorted(tijden)


@pytest.mark.parametrize(
    ("sport", "reden"),
    [
        ({"vanaf": "straks", "aan": "eigenaar", "bericht": ""}, "'vanaf' must be one of"),
        ({"vanaf": "begin", "na": "gauw", "aan": "eigenaar", "bericht": ""}, "is no term"),
        ({"vanaf": "begin", "bericht": ""}, "key 'aan' is missing"),
        ({"vanaf": "begin", "aan": "eigenaar", "bericht": "", "wie": "x"}, "unknown key 'wie'"),
    ],
)
def test_a_rung_that_cannot_be_read_is_refused_by_row(sport: dict[str, str], reden: str) -> None:
    tabel = TABEL | {"ladder": [{"naam": "staat", "trede": [sport]}]}
    with pytest.raises(BeleidFout) as gevonden:
        laad_klokken(tabel, "klokken.toml", {})
    (tegenspraak,) = gevonden.value.tegenspraken
    assert (tegenspraak.bestand, tegenspraak.rij.startswith("ladder 1 (staat), trede 1")) == ("klokken.toml", True)
    assert reden in tegenspraak.reden
