"""The clock: who gets a message when, once, and that nothing stops it."""

import email
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage.installatie import Installatie
from tests.conftest import WACHTZIN, email_van, instellingen
from web import planner
from workflow.actor import melder
from workflow.beleid import Beleid
from workflow.ladders import Trede
from workflow.melden import indienen
from workflow.privacychecks import AKKOORD, beantwoord
from workflow.stappen import zet_stap
from workflow.termijnen import TIJDZONE, Moment
from workflow.tik import laat_afgaan, tik
from workflow.zaak import Overleg, Zaak

MAANDAG = datetime(2026, 3, 2, 10, 0, tzinfo=TIJDZONE)
RUSTIG = {"gevaar": "nee", "tekst": "Iets gezien.", "wanneer": "vandaag"} | {
    "gemeente": "berkelland",
    "minderjarig": "nee",
}
ACUUT = {**RUSTIG, "gevaar": "ja", "gebeld_112": "ja"}


def meld(huis: Installatie, antwoorden: dict[str, Any], nu: datetime, geheim: bytes = bytes(32)) -> bytes:
    indiening, code = huis.codes_van(geheim)
    with huis.werk(melder("berkelland"), nu=nu) as werk:
        zaak_id = indienen(werk, huis.beleid, "berkelland", antwoorden, geheim, indiening, code).zaak_id
    assert zaak_id is not None
    return zaak_id


def zaak_van(huis: Installatie, zaak_id: bytes) -> Zaak:
    with huis.klokwerk() as werk:
        return werk.zaken.get(zaak_id)


def mails(huis: Installatie) -> list[Message]:
    gelezen = [email.message_from_bytes(pad.read_bytes()) for pad in huis.settings.mail_dir.glob("*.eml")]
    return sorted(gelezen, key=lambda een: (parsedate_to_datetime(een["Date"]), een["To"]))


def wie(huis: Installatie) -> list[str]:
    return [een["To"].split("@")[0] for een in mails(huis)]


def houders(huis: Installatie, zaak_id: bytes, aan: str) -> dict[str, str]:
    with huis.klokwerk() as werk:
        return {naam: staat for naam, wie_, staat in werk.sleutels.houders(werk.zaken.get(zaak_id)) if wie_ == aan}


def test_an_urgent_signal_in_the_night_alarms_the_holder_then_the_deputy_and_the_adviser(huis: Installatie) -> None:
    nacht = datetime(2026, 3, 3, 2, 0, tzinfo=TIJDZONE)
    meld(huis, ACUUT, nacht)
    verwacht = {0: ["af-01"], 29: [], 30: ["af-01"], 59: [], 60: ["af-02", "va-01"], 89: [], 90: ["vn-01", "vn-02"]}
    for minuten, ontvangers in verwacht.items():
        eerder = set(huis.settings.mail_dir.glob("*.eml"))
        planner.ronde(huis, nacht + timedelta(minutes=minuten))
        nieuw = set(huis.settings.mail_dir.glob("*.eml")) - eerder
        namen = sorted(email.message_from_bytes(pad.read_bytes())["To"].split("@")[0] for pad in nieuw)
        assert namen == ontvangers, f"after {minuten} minutes"


def test_a_message_holds_nothing_of_the_case(huis: Installatie) -> None:
    zaak = zaak_van(huis, meld(huis, ACUUT, MAANDAG))
    planner.ronde(huis, MAANDAG + timedelta(hours=2))
    assert len(mails(huis)) == 6
    for een in mails(huis):
        alles = een.as_string().lower()
        for woord in (zaak.nummer, zaak.id.hex(), "berkelland", "gezien", "mensenhandel"):
            assert woord.lower() not in alles
        assert "/taken" in alles


def test_a_signal_without_urgency_waits_for_nine_o_clock(huis: Installatie) -> None:
    meld(huis, RUSTIG, MAANDAG)
    planner.ronde(huis, MAANDAG)
    assert wie(huis) == ["af-01"], "the new signal itself"
    planner.ronde(huis, datetime(2026, 3, 3, 8, 59, tzinfo=TIJDZONE))
    assert len(wie(huis)) == 1
    planner.ronde(huis, datetime(2026, 3, 3, 9, 0, tzinfo=TIJDZONE))
    assert len(wie(huis)) == 2, "the end of the term of one working day"


def test_the_safety_net_gets_its_key_from_the_clock_and_not_before(huis: Installatie) -> None:
    zaak_id = meld(huis, RUSTIG, MAANDAG)
    planner.laat_lopen(huis, MAANDAG, datetime(2026, 3, 5, 8, 0, tzinfo=TIJDZONE))
    assert houders(huis, zaak_id, "vangnet.regio") == {"ruw": "sluimerend"}
    planner.laat_lopen(huis, MAANDAG, datetime(2026, 3, 5, 9, 0, tzinfo=TIJDZONE))
    assert houders(huis, zaak_id, "vangnet.regio") == {"ruw": "open"}


def test_a_rung_goes_off_once_when_two_planners_saw_it_at_the_same_moment(huis: Installatie) -> None:
    meld(huis, ACUUT, MAANDAG)
    klokwerk = partial(huis.klokwerk, MAANDAG)
    with klokwerk() as werk:
        (timer,) = werk.timers.te_doen(Moment.van(MAANDAG))
    assert laat_afgaan(klokwerk, huis.beleid, timer, "")
    assert not laat_afgaan(klokwerk, huis.beleid, timer, "")
    planner.ronde(huis, MAANDAG)
    assert wie(huis) == ["af-01"]


def test_four_planners_at_once_send_one_message(huis: Installatie, data: Path, beleid: Beleid) -> None:
    meld(huis, ACUUT, MAANDAG)
    huizen = [Installatie(instellingen(data), beleid) for _ in range(4)]
    samen = threading.Barrier(len(huizen))
    gedaan: list[int] = []

    def een_tik(een: Installatie) -> None:
        samen.wait()
        gedaan.append(tik(partial(een.klokwerk, MAANDAG), beleid, MAANDAG))

    draden = [threading.Thread(target=een_tik, args=(een,)) for een in huizen]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    for een in huizen:
        een.sluit()
    assert sum(gedaan) == 1
    planner.ronde(huis, MAANDAG)
    assert wie(huis) == ["af-01"]


def test_a_rung_that_fails_stays_and_lets_the_others_go(huis: Installatie, caplog: pytest.LogCaptureFixture) -> None:
    eerste, tweede = meld(huis, RUSTIG, MAANDAG), meld(huis, RUSTIG, MAANDAG, b"\1" * 32)
    kapot = zaak_van(huis, eerste)
    with huis.klokwerk(MAANDAG) as werk:
        trede = Trede(1, Moment(date(2026, 3, 1)), "eigenaar", "bestaat_niet")
        werk.timers.zet(kapot, "kapot", [trede], "af.berkelland")
        werk.bevestig()
    planner.ronde(huis, MAANDAG)
    assert wie(huis) == ["af-01", "af-01"]
    with huis.klokwerk() as werk:
        assert [een.groep for een in werk.timers.van_zaak(eerste) if een.dag <= MAANDAG.date()] == ["kapot"]
        assert not [een for een in werk.timers.van_zaak(tweede) if een.dag <= MAANDAG.date()]
    assert "KeyError" in caplog.text and kapot.nummer not in caplog.text


def test_the_rungs_of_a_case_that_ended_in_between_are_dropped(huis: Installatie) -> None:
    zaak = zaak_van(huis, meld(huis, RUSTIG, MAANDAG))
    with huis.klokwerk(MAANDAG) as werk:
        werk.zaken.bewaar(Zaak(**{**vars(zaak), "staat": "niet_in_behandeling"}))
        werk.log("proef", zaak)
        werk.bevestig()
    planner.ronde(huis, MAANDAG + timedelta(days=30))
    assert mails(huis) == []
    with huis.klokwerk() as werk:
        assert werk.timers.van_zaak(zaak.id) == []


def test_a_privacy_check_is_announced_and_not_once_it_is_answered(huis: Installatie) -> None:
    zaak_id = meld(huis, RUSTIG, MAANDAG)
    planner.ronde(huis, MAANDAG)
    with huis.klokwerk() as werk:
        af_id = werk.mensen.van_werkplek("af.berkelland")[0].id
        pf_id = werk.mensen.van_rol("privacyfunctionaris", "berkelland")[0].id
    af, pf = huis.actor_van(af_id), huis.actor_van(pf_id)
    bos = _bos(huis, "AF-01")
    velden = {"bronnen": ["brp"], "toelichting": ["Om het adres te kennen."]}
    for actie, antwoorden in (("oppakken", {}), ("onderzoeken", velden)):
        with huis.werk(af, bos, MAANDAG) as werk:
            zet_stap(werk, huis.beleid, werk.zaken.get(zaak_id), actie, antwoorden, None)
    planner.ronde(huis, MAANDAG)
    assert wie(huis).count("pf-01") == 1
    with huis.werk(pf, nu=MAANDAG) as werk:
        (check,) = werk.controles.checks(zaak_id)
        beantwoord(werk, check, AKKOORD, "", None)
        werk.bevestig()
    planner.laat_lopen(huis, MAANDAG, MAANDAG + timedelta(days=7))
    assert wie(huis).count("pf-01") == 1, "the rung of the term was dropped"


def test_on_the_last_day_a_reminder_says_today_and_the_next_working_day_the_deputy_is_called(
    huis: Installatie,
) -> None:
    meld(huis, RUSTIG, MAANDAG)
    planner.laat_lopen(huis, MAANDAG, MAANDAG + timedelta(days=3))
    post = [(een["Subject"], een["To"].split("@")[0]) for een in mails(huis)]
    assert post == [
        ("Er staat iets nieuws voor je klaar", "af-01"),
        ("Herinnering: er loopt vandaag iets af", "af-01"),
        ("Je neemt iets over", "af-02"),
        ("Er blijft iets liggen", "va-01"),
        ("Er blijft een bericht liggen", "vn-01"),
        ("Er blijft een bericht liggen", "vn-02"),
    ]
    tekst = mails(huis)[0].get_payload()
    assert isinstance(tekst, str) and "uiterlijk dinsdag 3 maart 2026" in tekst


def test_a_reminder_that_comes_too_late_says_that_it_is_late(huis: Installatie) -> None:
    meld(huis, RUSTIG, MAANDAG)
    planner.ronde(huis, MAANDAG + timedelta(days=4))
    aan_de_houder = [een["Subject"] for een in mails(huis) if een["To"].startswith("af-01")]
    assert aan_de_houder == ["Er is iets te laat", "Er is iets te laat"]
    assert not [een for een in mails(huis) if "3 maart" in een.as_string()]


def test_who_makes_a_case_urgent_gets_no_alarm_of_his_own_step_and_the_others_do_when_a_reporter_does(
    huis: Installatie,
) -> None:
    zaak_id = meld(huis, RUSTIG, MAANDAG)
    planner.ronde(huis, MAANDAG)
    with huis.klokwerk() as werk:
        af_id = werk.mensen.van_werkplek("af.berkelland")[0].id
        va_id = werk.mensen.van_werkplek("overleg.berkelland")[0].id
    voor = len(mails(huis))
    with huis.werk(huis.actor_van(af_id), _bos(huis, "AF-01"), MAANDAG) as werk:
        zet_stap(werk, huis.beleid, werk.zaken.get(zaak_id), "spoed_zetten", {"reden": ["gevaar"]}, None)
    planner.ronde(huis, MAANDAG)
    assert len(mails(huis)) == voor
    tweede = meld(huis, RUSTIG, MAANDAG, b"\1" * 32)
    planner.ronde(huis, MAANDAG)
    voor = len(mails(huis))
    with huis.werk(huis.actor_van(va_id), _bos(huis, "VA-01"), MAANDAG) as werk:
        zet_stap(werk, huis.beleid, werk.zaken.get(tweede), "spoed_zetten", {"reden": ["gevaar"]}, None)
    planner.ronde(huis, MAANDAG)
    assert len(mails(huis)) == voor + 1


def _bos(huis: Installatie, alias: str) -> Any:
    sessie, _ = huis.sessies.haal(huis.toegang.inloggen(email_van(alias), WACHTZIN).token)
    assert sessie is not None
    return huis.sleutelbos(sessie)


def test_the_practice_clock_fires_each_rung_at_its_own_moment(huis: Installatie) -> None:
    huis.zet_klok(MAANDAG)
    meld(huis, RUSTIG, MAANDAG)
    planner.verzet(huis, "7d")
    dagen = [parsedate_to_datetime(een["Date"]).day for een in mails(huis)]
    # New; the term; the deputy; the adviser and two of the safety net.
    assert dagen == [2, 3, 4, 5, 5, 5]
    assert huis.nu().astimezone(TIJDZONE).date() == date(2026, 3, 9)
    planner.verzet(huis, "1wd")
    assert huis.nu().astimezone(TIJDZONE).date() == date(2026, 3, 10)


def test_the_clock_runs_from_rung_to_rung(huis: Installatie) -> None:
    meld(huis, RUSTIG, MAANDAG)
    momenten: list[datetime] = []
    planner.laat_lopen(huis, MAANDAG, MAANDAG + timedelta(days=7), momenten.append)
    assert momenten == [datetime(2026, 3, dag, 9, 0, tzinfo=TIJDZONE) for dag in (3, 4, 5)]


@pytest.mark.parametrize(
    ("nu", "verder", "verwacht"),
    [
        (datetime(2026, 3, 6, 14, 0, tzinfo=TIJDZONE), "1wd", datetime(2026, 3, 9, 14, 0, tzinfo=TIJDZONE)),
        (datetime(2026, 4, 2, 14, 0, tzinfo=TIJDZONE), "1wd", datetime(2026, 4, 3, 14, 0, tzinfo=TIJDZONE)),
        (datetime(2026, 4, 3, 14, 0, tzinfo=TIJDZONE), "1wd", datetime(2026, 4, 7, 14, 0, tzinfo=TIJDZONE)),
        (datetime(2026, 3, 28, 14, 0, tzinfo=TIJDZONE), "7d", datetime(2026, 4, 4, 14, 0, tzinfo=TIJDZONE)),
        (datetime(2026, 3, 29, 1, 30, tzinfo=TIJDZONE), "1u", datetime(2026, 3, 29, 3, 30, tzinfo=TIJDZONE)),
    ],
)
def test_where_the_practice_clock_goes(huis: Installatie, nu: datetime, verder: str, verwacht: datetime) -> None:
    assert planner.doel(huis, nu.astimezone(UTC), verder) == verwacht


def test_the_practice_clock_knows_three_steps(huis: Installatie) -> None:
    with pytest.raises(ValueError, match="practice clock"):
        planner.verzet(huis, "1j")


def test_a_meeting_is_announced_when_its_agenda_closes_and_the_day_before(huis: Installatie) -> None:
    with huis.klokwerk(MAANDAG) as werk:
        werk.overleggen.nieuw(Overleg(werk.nieuw_id(), "berkelland", date(2026, 3, 19), "gepland"))
        werk.log("proef")
        werk.bevestig()
    planner.ronde(huis, datetime(2026, 3, 12, 8, 59, tzinfo=TIJDZONE))
    assert wie(huis) == []
    planner.ronde(huis, datetime(2026, 3, 12, 9, 0, tzinfo=TIJDZONE))
    assert wie(huis) == ["va-01", "va-02"]
    planner.ronde(huis, datetime(2026, 3, 13, 9, 0, tzinfo=TIJDZONE))
    assert len(wie(huis)) == 2, "once"


def test_beheer_and_the_supervision_hear_in_time_that_the_covenant_runs_out(huis: Installatie) -> None:
    # Public numbers run out too, and have a test of their own.
    huis.beleid = replace(huis.beleid, kennis=replace(huis.beleid.kennis, nummers=()))
    einde = datetime.combine(huis.beleid.convenant.geldig_tot, time(12), TIJDZONE)
    planner.ronde(huis, einde - timedelta(days=91))
    assert wie(huis) == []
    # Day 90 before the end is Saturday 2 October 2027: the message waits for Monday.
    planner.ronde(huis, einde - timedelta(days=90))
    assert wie(huis) == []
    planner.ronde(huis, einde - timedelta(days=88))
    planner.ronde(huis, einde - timedelta(days=87))
    # No FG works in this installation.
    assert wie(huis) == ["bh-01", "pf-01"], "once each"
    planner.ronde(huis, einde - timedelta(days=31))
    assert len(wie(huis)) == 2
    # Day 30 before the end is a Wednesday.
    planner.ronde(huis, einde - timedelta(days=30))
    assert wie(huis)[2:] == ["pf-01"]


def test_a_message_that_was_sent_leaves_the_outbox_after_a_week(huis: Installatie) -> None:
    meld(huis, ACUUT, MAANDAG)
    planner.ronde(huis, MAANDAG)

    def verzonden(nu: datetime) -> int:
        with huis.klokwerk(nu) as werk:
            return werk.berichten.stand()["verzonden"]

    with huis.klokwerk(MAANDAG) as werk:
        werk.timers.stop(werk.zaken.lijst()[0])
        werk.log("test")
        werk.bevestig()
    eerst = verzonden(MAANDAG)
    planner.ronde(huis, MAANDAG + timedelta(days=7))
    assert verzonden(MAANDAG) == eerst > 0
    planner.ronde(huis, MAANDAG + timedelta(days=8))
    assert verzonden(MAANDAG) == 0


def test_a_round_leaves_a_heartbeat_and_does_the_work_of_the_day_once(huis: Installatie) -> None:
    assert huis.hartslag() is None
    planner.ronde(huis)
    hartslag = huis.hartslag()
    assert hartslag is not None and abs(hartslag - huis.echte_tijd()) < timedelta(minutes=1)
    planner.ronde(huis)
    notities = (huis.settings.data / "controlepunten.txt").read_text().count("/audit")
    assert notities == 1


def test_the_planner_of_a_process_ticks_at_once_and_stops_when_told(huis: Installatie) -> None:
    meld(huis, ACUUT, huis.nu())
    klok = planner.Planner(huis)
    klok.start()
    assert klok.eerste_ronde.wait(30)
    klok.stop()
    assert wie(huis) == ["af-01"]
