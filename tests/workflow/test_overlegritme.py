"""The rhythm of the meetings, worked out by hand."""

from datetime import date
from pathlib import Path

import pytest

from workflow.gemeenten import laad_gemeente
from workflow.overlegbeleid import laad_overleg
from workflow.overlegritme import Ritmedag, komende
from workflow.overlegstappen import lees_tijd
from workflow.tabel import BeleidFout
from workflow.termijnen import Kalender
from workflow.velden import Antwoordfout

KALENDER = Kalender(sluitingsdagen={"aalten": {date(2026, 12, 1): "Opleidingsdag"}})
# A Thursday in week 48.
NU = date(2026, 11, 26)
OVERLEG = {
    "agenda_sluit": "5wd",
    "vooruit": 6,
    "duur": 120,
    "geheimhouding": {"versie": "1", "tekst": ["Ik zwijg."]},
    "reden": [{"code": "plek", "naam": "De ruimte is niet vrij"}],
}


def dagen(weekdag: str, ritme: str, aantal: int = 3, *bezet: date, gemeente: str = "") -> list[Ritmedag]:
    return komende(KALENDER, gemeente, weekdag, ritme, NU, aantal, bezet)


def test_even_and_odd_weeks_and_every_week() -> None:
    assert [een.dag for een in dagen("dinsdag", "even weken", 2)] == [date(2026, 12, 8), date(2026, 12, 22)]
    assert [een.dag for een in dagen("dinsdag", "oneven weken", 2)] == [date(2026, 12, 1), date(2026, 12, 15)]
    week = [date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17)]
    assert [een.dag for een in dagen("donderdag", "elke week")] == week, "today itself is no next meeting"


def test_a_holiday_and_a_closing_day_move_to_the_next_working_day_and_say_why() -> None:
    (kerst,) = [een for een in dagen("vrijdag", "elke week", 5) if een.waarom == "Eerste kerstdag"]
    # Friday the 25th, Saturday the 26th (Tweede Kerstdag), Sunday: so Monday.
    assert kerst == Ritmedag(date(2026, 12, 28), "Eerste kerstdag")
    (eerste,) = dagen("dinsdag", "oneven weken", 1, gemeente="aalten")
    assert eerste == Ritmedag(date(2026, 12, 2), "Opleidingsdag")
    assert dagen("dinsdag", "oneven weken", 1, gemeente="winterswijk")[0].dag == date(2026, 12, 1)


def test_what_is_planned_already_is_passed_over_also_on_another_day_of_its_week() -> None:
    assert next(een.dag for een in dagen("donderdag", "elke week", 2, date(2026, 12, 3))) == date(2026, 12, 10)
    assert next(een.dag for een in dagen("donderdag", "elke week", 2, date(2026, 12, 4))) == date(2026, 12, 10)


def test_without_a_rhythm_there_is_nothing_to_plan() -> None:
    assert dagen("", "") == []


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"agenda_sluit": "5d"}, "working days"),
        ({"vooruit": 0}, "1 or more"),
        ({"reden": []}, "there must be a 'reden'"),
        ({"geheimhouding": {"versie": "", "tekst": ["Ik zwijg."]}}, "version and a text"),
        ({"kleur": "rood"}, "kleur"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(anders: dict[str, object], reden: str) -> None:
    assert laad_overleg(OVERLEG, "overleg.toml").agenda_sluit.aantal == 5
    with pytest.raises(BeleidFout, match=reden):
        laad_overleg({**OVERLEG, **anders}, "overleg.toml")


@pytest.mark.parametrize("fout", [{"dag": "dinsdags"}, {"ritme": "soms"}, {"ritme": ""}, {"tijd": "25.00"}])
def test_a_municipality_with_an_impossible_rhythm_is_refused(fout: dict[str, str]) -> None:
    overleg = {"dag": "dinsdag", "ritme": "even weken", "plaats": "Raadzaal", "tijd": "14.00"}
    contact = {"tekst": "Bel.", "kantooruren": ""}
    tabel = {"slug": "dorp", "naam": "Dorp", "code": "1", "uit": [], "contact": contact, "overleg": overleg}
    assert laad_gemeente(tabel, "dorp.toml").overleg_tijd == "14.00"
    with pytest.raises(BeleidFout):
        laad_gemeente({**tabel, "overleg": {**overleg, **fout}}, "dorp.toml")


def test_a_time_is_read_in_the_ways_that_people_write_it() -> None:
    assert [lees_tijd(een) for een in ("14.00", "9:30", "14.00 uur", "")] == ["14.00", "09.30", "14.00", ""]
    for fout in ("25.00", "14", "twee uur"):
        with pytest.raises(Antwoordfout):
            lees_tijd(fout)


def test_every_municipality_has_a_file_that_says_its_rhythm() -> None:
    for pad in Path("config/gemeenten").glob("*.toml"):
        assert "ritme" in pad.read_text(), pad
