"""The commands on keys: what they say, what they refuse, and how they end."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.installatie import Installatie
from tests.web.toetsenbord import typ
from tests.wereld import WACHTZIN, Wereld, email, maak_wereld


@pytest.fixture
def wereld(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wereld]:
    """An installation with one signal, that no other process uses."""
    for naam in [een for een in os.environ if een.startswith("MELDROUTE_")]:
        monkeypatch.delenv(naam)
    gemaakt = maak_wereld(tmp_path / "data")
    gemaakt.stap("af.aalten", gemaakt.meld(), "oppakken")
    gemaakt.huis.sluit()
    yield gemaakt


def _data(wereld: Wereld) -> Path:
    return wereld.settings.data


def test_a_new_root_key_is_made_told_and_closed(wereld: Wereld) -> None:
    uitkomst = typ(_data(wereld), "keys", "rotate-root")
    assert uitkomst.exit_code == 0, uitkomst.output
    assert "The root key is number 2 now." in uitkomst.output
    allen = len(wereld.ids)
    assert f"until {allen} people have logged in" in uitkomst.output
    stand = typ(_data(wereld), "keys", "status").output
    assert "root: number 2, since 20" in stand
    assert f"{allen} people have not logged in since" in stand
    assert "municipality aalten: number 2" in stand
    assert "older key" not in stand
    nog_eens = typ(_data(wereld), "keys", "rotate-root")
    assert nog_eens.exit_code == 1 and "finish-root" in nog_eens.output
    te_vroeg = typ(_data(wereld), "keys", "finish-root")
    assert te_vroeg.exit_code == 1 and f"{allen} people" in te_vroeg.output
    assert (_data(wereld) / "root.key.old").exists()
    dwing = typ(_data(wereld), "keys", "finish-root", "--force")
    assert dwing.exit_code == 0 and f"{allen} people need their recovery code" in dwing.output
    assert not (_data(wereld) / "root.key.old").exists()
    assert typ(_data(wereld), "audit", "verify", "--deep").exit_code == 0


def test_a_running_service_is_told_to_stop(wereld: Wereld) -> None:
    dienst = Installatie(wereld.settings, wereld.beleid)
    uitkomst = typ(_data(wereld), "keys", "rotate-root")
    assert uitkomst.exit_code == 1
    assert "Stop 'serve', 'planner'" in uitkomst.output
    dienst.sluit()


def test_a_municipality_and_the_log_get_a_new_key(wereld: Wereld) -> None:
    uitkomst = typ(_data(wereld), "keys", "rotate-municipality", "aalten")
    assert uitkomst.exit_code == 0 and "The key of aalten is number 2 now." in uitkomst.output
    log = typ(_data(wereld), "keys", "rotate-audit")
    assert log.exit_code == 0 and "number 2 now" in log.output and "audit.pub" in log.output
    stand = typ(_data(wereld), "keys", "status").output
    assert "municipality aalten: number 2, since 20" in stand
    assert "municipality doetinchem: number 1, since the set-up" in stand
    assert "log: number 2" in stand
    onbekend = typ(_data(wereld), "keys", "rotate-municipality", "utopia")
    assert onbekend.exit_code == 1 and "There is no municipality 'utopia'" in onbekend.output


def test_a_member_renews_the_key_of_his_desk(wereld: Wereld) -> None:
    vragen = [("Mail address", email("af.aalten")), ("Passphrase", WACHTZIN)]
    uitkomst = typ(_data(wereld), "keys", "rotate-desk", "af.aalten", antwoorden=vragen)
    assert uitkomst.exit_code == 0, uitkomst.output
    assert "The key of af.aalten is number 2 now." in uitkomst.output
    assert WACHTZIN not in uitkomst.output
    with sqlite3.connect(_data(wereld) / "zaken.db") as db:
        assert db.execute("SELECT DISTINCT epoch FROM wrap WHERE ontvanger = 'af.aalten'").fetchall() == [(2,)]


@pytest.mark.parametrize(
    ("wie", "wachtzin", "werkplek", "tekst"),
    [
        ("af.aalten", "een heel andere wachtzin", "af.aalten", "is not right"),
        ("af.winterswijk", WACHTZIN, "af.aalten", "no desk 'af.aalten'"),
        ("beheer.aalten", WACHTZIN, "af.aalten", "no desk 'af.aalten'"),
        ("af.aalten", WACHTZIN, "af.utopia", "no desk 'af.utopia'"),
    ],
)
def test_who_does_not_hold_a_desk_renews_nothing(
    wereld: Wereld, wie: str, wachtzin: str, werkplek: str, tekst: str
) -> None:
    vragen = [("Mail address", email(wie)), ("Passphrase", wachtzin)]
    uitkomst = typ(_data(wereld), "keys", "rotate-desk", werkplek, antwoorden=vragen)
    assert uitkomst.exit_code == 1 and tekst in uitkomst.output
    with sqlite3.connect(_data(wereld) / "zaken.db") as db:
        assert db.execute("SELECT max(epoch) FROM werkpleksleutel").fetchone() == (1,)


def test_a_root_key_that_others_can_read_stops_every_command(wereld: Wereld) -> None:
    (_data(wereld) / "root.key").chmod(0o444)
    for opdracht in ("status", "rotate-root", "finish-root", "rotate-audit"):
        uitkomst = typ(_data(wereld), "keys", opdracht)
        assert uitkomst.exit_code == 1 and "can be read by others" in uitkomst.output
