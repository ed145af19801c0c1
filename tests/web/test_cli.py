"""The command line: exit codes, plain words, and a practice environment that starts, stops and goes on."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.settings import Settings
from storage import controlepunten
from storage.installatie import Installatie
from tests.conftest import instellingen
from web import draaien
from web.cli import main
from web.opdracht import Mislukt, gewone_woorden
from workflow.beleid import Beleid

CONFIG = Settings.from_environment({}).config_map


@pytest.fixture(autouse=True)
def _eigen_omgeving(monkeypatch: pytest.MonkeyPatch) -> None:
    for naam in [een for een in os.environ if een.startswith("MELDROUTE_")]:
        monkeypatch.delenv(naam)


def voer_uit(*args: str | Path, **env: str) -> Result:
    return CliRunner().invoke(main, [str(een) for een in args], env=env)


@pytest.mark.parametrize(
    "opdracht",
    [
        *("", "demo", "serve", "planner", "migrate", "route", "route check", "route diagram", "route compare"),
        *("setup", "escrow", "escrow new", "escrow drill", "escrow restore", "escrow restore-root"),
        *("route migrate", "covenant", "covenant check", "covenant explain", "audit", "audit verify"),
    ],
)
def test_every_command_explains_itself(opdracht: str) -> None:
    uitkomst = voer_uit(*opdracht.split(), "--help")
    assert uitkomst.exit_code == 0 and "Usage:" in uitkomst.output


def test_serve_keeps_a_practice_environment_on_this_machine(data: Path) -> None:
    uitkomst = voer_uit("serve", "--data", data, "--host", "0.0.0.0", MELDROUTE_OEFENOMGEVING="ja")
    assert uitkomst.exit_code == 1
    assert "never listens beyond this machine" in uitkomst.output


def test_cases_go_over_to_the_current_route_by_command(huis: Installatie, data: Path) -> None:
    droog = voer_uit("route", "migrate", "--data", data, "--dry-run")
    assert (droog.exit_code, droog.output) == (0, "0 cases can go on the current route, 0 stay.\n")


@pytest.mark.parametrize(
    "fout",
    [
        *("nope", "demo --port nul", "demo --port 70000", "route compare x y", "audit verify --diep"),
        *("covenant explain D1", "covenant explain D99 politie", "covenant explain D1 nobody"),
        "covenant explain D1 nla --if nooit",
    ],
)
def test_wrong_use_ends_with_two(fout: str) -> None:
    assert voer_uit(*fout.split()).exit_code == 2


def test_the_route_tables_hold_and_a_contradiction_names_file_and_row(tmp_path: Path) -> None:
    assert voer_uit("route", "check").output.endswith("No contradictions.\n")
    map_ = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    pad = map_ / "routes" / "actie.toml"
    pad.write_text(pad.read_text("utf-8").replace('naar = "gereed"', 'naar = "ergens"'), "utf-8")
    uitkomst = voer_uit("route", "check", MELDROUTE_CONFIG_MAP=str(map_))
    assert uitkomst.exit_code == 1
    assert "routes/actie.toml" in uitkomst.output and "gereedmelden" in uitkomst.output
    assert "Traceback" not in uitkomst.output


def test_the_diagram_is_graphviz(tmp_path: Path) -> None:
    tekst = voer_uit("route", "diagram", "opvang").output
    assert tekst.startswith('digraph "opvang"') and tekst.rstrip().endswith("}")


def test_comparing_says_what_changes_for_whom(tmp_path: Path) -> None:
    oud = CONFIG / "routes" / "actie.toml"
    nieuw = tmp_path / "actie.toml"
    nieuw.write_text(oud.read_text("utf-8").replace('knop = "Starten"', 'knop = "Beginnen"'), "utf-8")
    assert voer_uit("route", "compare", oud, oud).output == "Nothing changes.\n"
    uitkomst = voer_uit("route", "compare", oud, nieuw)
    assert uitkomst.exit_code == 0 and "actiehouder" in uitkomst.output and "Beginnen" in uitkomst.output
    assert "Nothing changes" in voer_uit("route", "compare", CONFIG, CONFIG).output


def test_the_covenant_explains_itself() -> None:
    assert voer_uit("covenant", "check").exit_code == 0
    zonder = voer_uit("covenant", "explain", "d1", "nla")
    met = voer_uit("covenant", "explain", "D1", "nla", "--if", "arbeid")
    assert zonder.output.startswith("D1 nla: N") and met.output.startswith("D1 nla: J")
    assert "Grond:" in met.output


def test_a_wrong_setting_is_named() -> None:
    uitkomst = voer_uit("route", "check", MELDROUTE_ARGON_LANES="veel")
    assert uitkomst.exit_code == 1 and "MELDROUTE_ARGON_LANES" in uitkomst.output


def test_without_an_installation_there_is_one_plain_line(tmp_path: Path) -> None:
    for opdracht in ("audit verify", "planner", "migrate"):
        uitkomst = voer_uit(*opdracht.split(), "--data", tmp_path / "leeg")
        assert uitkomst.exit_code == 1
        assert "root.key" in uitkomst.output and "Traceback" not in uitkomst.output


def test_migrating_twice_is_fine(data: Path) -> None:
    for _ in range(2):
        assert voer_uit("migrate", "--data", data).exit_code == 0


def test_verifying_the_log_tells_the_first_broken_entry(data: Path, beleid: Beleid) -> None:
    huis = Installatie(instellingen(data), beleid)
    with huis.klokwerk() as werk:
        werk.log("proef")
        werk.bevestig()
    controlepunten.zet_controlepunt(huis)
    huis.sluit()
    for extra in ([], ["--deep"]):
        assert voer_uit("audit", "verify", "--data", data, *extra).exit_code == 0
    with sqlite3.connect(data / "zaken.db") as db:
        db.execute("DROP TRIGGER log_geen_update")
        db.execute("UPDATE log SET hash = zeroblob(32) WHERE tenant = 'regio' AND seq = 1")
    uitkomst = voer_uit("audit", "verify", "--data", data)
    assert uitkomst.exit_code == 1 and "regio, entry 1" in uitkomst.output


def test_serving_without_tls_in_front_is_refused(data: Path) -> None:
    uitkomst = voer_uit("serve", "--data", data, "--port", "0", MELDROUTE_BASIS_URL="http://meldroute.example")
    assert uitkomst.exit_code == 1 and "MELDROUTE_BASIS_URL" in uitkomst.output


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "localhost.example", "example.org"])
def test_the_practice_environment_listens_on_this_machine_alone(host: str, tmp_path: Path) -> None:
    uitkomst = voer_uit("demo", "--data", tmp_path / "d", "--host", host)
    assert uitkomst.exit_code == 1 and not (tmp_path / "d").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"x")
    uitkomst = voer_uit("demo", "--data", tmp_path, "--port", "0")
    assert uitkomst.exit_code == 1 and "empty folder" in uitkomst.output
    assert [een.name for een in tmp_path.iterdir()] == ["foto.jpg"]


def test_a_taken_port_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", 0))
        bezet.listen()
        uitkomst = voer_uit("demo", "--data", tmp_path / "d", "--port", str(bezet.getsockname()[1]))
    assert uitkomst.exit_code == 1 and "in use" in uitkomst.output and not (tmp_path / "d").exists()


def test_one_folder_serves_one_practice_environment(tmp_path: Path) -> None:
    with draaien.slot(tmp_path / "d"), pytest.raises(Mislukt, match="already runs"), draaien.slot(tmp_path / "d"):
        pass


def test_a_full_disk_is_told_in_plain_words() -> None:

    @gewone_woorden()
    def schrijf() -> None:
        with Path("/dev/full").open("w", encoding="utf-8") as vol:
            vol.write("x" * 100_000)

    with pytest.raises(Mislukt, match="disk is full"):
        schrijf()


@contextmanager
def demo(data: Path, *opties: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The practice environment as a program of its own. Out: the process and its address."""
    opdracht = [sys.executable, "-c", "from web.cli import main; main()", "demo", "--data", str(data), "--port", "0"]
    env = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("MELDROUTE_")}
    # The cheapest that the settings accept.
    env |= {"MELDROUTE_ARGON_KIB": "8192", "MELDROUTE_ARGON_PASSES": "1", "MELDROUTE_ARGON_LANES": "1"}
    env["PYTHONUNBUFFERED"] = "1"
    proces = subprocess.Popen([*opdracht, *opties], stdout=subprocess.PIPE, text=True, env=env)
    try:
        assert proces.stdout is not None
        adres = next(regel.split()[-1] for regel in proces.stdout if "practice environment: http" in regel)
        yield proces, adres
    finally:
        if proces.poll() is None:
            proces.kill()
        proces.wait()


def haal(adres: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(adres, timeout=20) as antwoord:
        return antwoord.status, antwoord.read()


@pytest.mark.langzaam
@pytest.mark.parametrize("teken", [signal.SIGTERM, signal.SIGINT])
def test_the_practice_environment_starts_stops_cleanly_and_goes_on(tmp_path: Path, teken: signal.Signals) -> None:
    data = tmp_path / "d"
    with demo(data, "--no-signals") as (proces, adres):
        assert haal(f"{adres}/gezondheid")[0] == 200
        code, gereed = haal(f"{adres}/gereed")
        assert code == 200 and json.loads(gereed)
        accounts = (data / "accounts.json").read_bytes()
        proces.send_signal(teken)
        assert proces.wait(30) == 0
    with demo(data) as (proces, adres):
        assert haal(adres)[0] == 200
        assert (data / "accounts.json").read_bytes() == accounts
        proces.send_signal(teken)
        assert proces.wait(30) == 0
    assert not list(data.glob("*.half"))


@pytest.mark.langzaam
def test_a_set_up_that_broke_off_starts_anew(tmp_path: Path) -> None:
    data = tmp_path / "d"
    data.mkdir()
    (data / draaien.STAND).write_text("being made")
    (data / "root.key").write_bytes(b"half")
    (data / "mail").mkdir()
    with demo(data, "--no-signals") as (_, adres):
        assert haal(f"{adres}/gezondheid")[0] == 200
        assert (data / "root.key").stat().st_size == 32
