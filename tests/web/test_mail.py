"""The outbox: sent once, kept when sending fails, and never a word about a case on the way."""

import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from storage.installatie import Installatie
from tests.conftest import instellingen
from web import mail, planner
from workflow.beleid import Beleid
from workflow.termijnen import TIJDZONE

NU = datetime(2026, 3, 2, 10, 0, tzinfo=TIJDZONE)
ADRES = "anneke@aalten.example"


class Postkamer:
    """A mail server that keeps what it gets; an address in `weigert` is refused."""

    def __init__(self, *weigert: str) -> None:
        self.weigert = weigert
        self.post: list[Any] = []

    async def handle_RCPT(self, _server: Any, _sessie: Any, envelop: Any, adres: str, _opties: Any) -> str:  # noqa: N802
        if adres in self.weigert:
            return "550 unknown here"
        envelop.rcpt_tos.append(adres)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _sessie: Any, envelop: Any) -> str:  # noqa: N802
        self.post.append(email.message_from_bytes(envelop.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def vrije_poort() -> int:
    with socket.socket() as een:
        een.bind(("127.0.0.1", 0))
        return int(een.getsockname()[1])


@pytest.fixture
def postkamer(vrije_poort: int) -> Iterator[tuple[Postkamer, str]]:
    kamer = Postkamer("weg@aalten.example")
    server = Controller(kamer, hostname="127.0.0.1", port=vrije_poort)
    server.start()
    yield kamer, f"smtp://127.0.0.1:{vrije_poort}"
    server.stop()


def zet_klaar(huis: Installatie, *adressen: str) -> None:
    with huis.klokwerk(NU) as werk:
        for adres in adressen or (ADRES,):
            onderwerp, tekst = huis.beleid.berichten.maak("nieuw", voornaam="Anneke", dag="morgen", url="https://x")
            werk.berichten.klaarzetten(adres, "aalten", onderwerp, tekst, spoed=False)
        werk.bevestig()


def verstuur(huis: Installatie, postbus: mail.Postbus, nu: datetime = NU) -> int:
    return mail.verstuur(partial(huis.klokwerk, nu), huis.beleid, postbus, "meldroute.example")


def stand(huis: Installatie) -> dict[str, int]:
    with huis.klokwerk() as werk:
        return dict(werk.berichten.stand())


def test_each_message_becomes_one_whole_file_that_people_can_read(huis: Installatie, tmp_path: Path) -> None:
    zet_klaar(huis, ADRES, "b@aalten.example")
    assert verstuur(huis, mail.Map(tmp_path / "post")) == 2
    bestanden = sorted(een.name for een in (tmp_path / "post").iterdir())
    assert len(bestanden) == 2 and all(een.endswith(".eml") for een in bestanden)
    tekst = "".join(pad.read_text("utf-8") for pad in (tmp_path / "post").iterdir())
    assert "Beste Anneke, er staat iets nieuws voor je klaar" in tekst
    assert verstuur(huis, mail.Map(tmp_path / "post"), NU + timedelta(days=1)) == 0, "sent is sent"


def test_the_folder_is_for_the_owner_alone(huis: Installatie, tmp_path: Path) -> None:
    zet_klaar(huis)
    verstuur(huis, mail.Map(tmp_path / "post"))
    (bestand,) = (tmp_path / "post").iterdir()
    assert bestand.stat().st_mode & 0o077 == 0 and (tmp_path / "post").stat().st_mode & 0o077 == 0


def test_a_server_gets_a_neutral_message_under_the_id_of_the_outbox(
    huis: Installatie, postkamer: tuple[Postkamer, str]
) -> None:
    kamer, url = postkamer
    zet_klaar(huis)
    with huis.klokwerk(NU) as werk:
        (bericht,) = werk.berichten.te_versturen()
    assert verstuur(huis, mail.Smtp(url)) == 1
    (post,) = kamer.post
    assert post["Message-ID"] == f"<{bericht.id.hex()}@meldroute.example>"
    assert post["Subject"] == "Er staat iets nieuws voor je klaar"
    assert post["To"] == ADRES and "aalten" not in post["From"]
    assert post["From"].addresses[0].domain == "meldroute.example"
    assert stand(huis) == {"verzonden": 1, "wacht": 0, "mislukt": 0}


def test_a_message_that_fails_waits_longer_each_time_and_beheer_sees_it(
    huis: Installatie, vrije_poort: int, tmp_path: Path
) -> None:
    zet_klaar(huis)
    dood = mail.Smtp(f"smtp://127.0.0.1:{vrije_poort}")
    assert verstuur(huis, dood) == 0
    assert stand(huis) == {"verzonden": 0, "wacht": 0, "mislukt": 1}
    heel = mail.Map(tmp_path / "post")
    assert verstuur(huis, heel, NU + timedelta(seconds=50)) == 0, "not before a minute"
    assert verstuur(huis, dood, NU + timedelta(minutes=1)) == 0
    assert verstuur(huis, heel, NU + timedelta(minutes=5)) == 0, "the second wait is five minutes"
    assert verstuur(huis, heel, NU + timedelta(minutes=6)) == 1
    assert stand(huis) == {"verzonden": 1, "wacht": 0, "mislukt": 0}


def test_one_refused_address_does_not_hold_up_the_others(huis: Installatie, postkamer: tuple[Postkamer, str]) -> None:
    kamer, url = postkamer
    zet_klaar(huis, "weg@aalten.example", ADRES)
    assert verstuur(huis, mail.Smtp(url)) == 1
    assert [een["To"] for een in kamer.post] == [ADRES]
    assert stand(huis) == {"verzonden": 1, "wacht": 0, "mislukt": 1}


def test_a_sender_that_dies_half_way_leaves_a_message_that_another_one_sends(huis: Installatie, tmp_path: Path) -> None:
    zet_klaar(huis)
    with huis.klokwerk(NU) as werk:
        werk.berichten.te_versturen()
        werk.bevestig()
    postbus = mail.Map(tmp_path / "post")
    assert verstuur(huis, postbus) == 0, "the other one may still be at it"
    assert verstuur(huis, postbus, NU + timedelta(minutes=1)) == 1


def test_a_full_or_forbidden_folder_is_a_failure_and_no_crash(huis: Installatie, tmp_path: Path) -> None:
    zet_klaar(huis)
    (tmp_path / "post").write_text("a file where the folder should be")
    assert verstuur(huis, mail.Map(tmp_path / "post")) == 0
    assert stand(huis)["mislukt"] == 1


def test_the_settings_choose_between_server_and_folder(data: Path, beleid: Beleid) -> None:
    settings = instellingen(data)
    assert mail.postbus_van(settings) == mail.Map(data / "mail")
    assert mail.postbus_van(replace(settings, smtp_url="smtps://mail.example")) == mail.Smtp("smtps://mail.example")


def test_the_planner_sends_what_waits(huis: Installatie) -> None:
    zet_klaar(huis)
    assert planner.verstuur(huis, NU) == 1
    (bestand,) = huis.settings.mail_dir.glob("*.eml")
    assert ADRES in bestand.read_text("utf-8")
