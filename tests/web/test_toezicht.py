"""The supervision: its page and papers, and the commands that verify, export and clear the log."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.storage import wandeling
from tests.web.kantoor import Kantoor, kantoor
from tests.web.test_cli import voer_uit
from tests.wereld import Wereld, maak_wereld
from web.planner import verstuur

__all__ = ["kantoor"]


def test_the_page_says_how_long_the_covenant_holds_and_warns_in_time(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    pagina = kantoor.als("privacy.aalten").get("/toezicht")
    assert w.beleid.convenant.versie in pagina.tekst and "Daarna stopt het delen" not in pagina.tekst
    for dagen, tekst in ((80, "Daarna stopt het delen"), (-1, "Delen kan niet meer")):
        moment = datetime.combine(w.beleid.convenant.geldig_tot - timedelta(days=dagen), datetime.min.time(), UTC)
        w.huis.zet_klok(moment.replace(hour=12))
        assert tekst in kantoor.als("fg.aalten").get("/toezicht").tekst
    assert kantoor.als("af.aalten").get("/toezicht").code == 404


@pytest.mark.parametrize(
    ("stuk", "bevat"), [("register", "# Register van verwerkingen"), ("dpia", "| zaken | log | inhoud | 1 |")]
)
def test_the_papers_come_out_of_the_tables_and_that_is_logged(kantoor: Kantoor, stuk: str, bevat: str) -> None:
    fg = kantoor.als("fg.aalten")
    antwoord = fg.get(f"/toezicht/{stuk}")
    assert antwoord.code == 200 and bevat in antwoord.tekst
    assert antwoord.antwoord.mimetype == "text/markdown"
    assert "Register of bijlage opgehaald" in fg.get("/logboek").tekst
    assert fg.get("/toezicht/anders").code == 404


def test_the_covenant_writes_its_papers_at_the_keyboard() -> None:
    assert voer_uit("covenant", "register").output.startswith("# Register van verwerkingen")
    assert "| zaken | log | inhoud | 1 |" in voer_uit("covenant", "dpia").output


# -- the log at the keyboard


@pytest.fixture
def gemaild(tmp_path: Path) -> Wereld:
    """A world whose last note was mailed, with nobody in it any more."""
    wereld = maak_wereld(tmp_path / "data")
    wandeling.in_beoordeling(wereld)
    wereld.huis.onderhoud(wereld.huis.nu())
    verstuur(wereld.huis)
    wereld.huis.sluit()
    return wereld


def _mail(wereld: Wereld) -> Path:
    return next(pad for pad in wereld.settings.mail_dir.glob("*.eml") if b"/audit" in pad.read_bytes())


def test_a_saved_mail_is_held_against_the_log(gemaild: Wereld, tmp_path: Path) -> None:
    data = gemaild.settings.data
    goed = voer_uit("audit", "verify", "--data", data, "--against", _mail(gemaild))
    assert goed.exit_code == 0 and "what 1 notes say" in goed.output
    vals = tmp_path / "vals.txt"
    vals.write_text(re.sub(r"^aalten \d+", "aalten 1", _mail(gemaild).read_text(), flags=re.MULTILINE))
    anders = voer_uit("audit", "verify", "--data", data, "--against", vals)
    assert anders.exit_code == 1 and "notitie, entry 1" in anders.output
    vals.write_text("niets")
    leeg = voer_uit("audit", "verify", "--data", data, "--against", vals)
    assert leeg.exit_code == 1 and "no signed note" in leeg.output


def test_the_export_is_a_line_an_act_without_users_and_is_logged(gemaild: Wereld, tmp_path: Path) -> None:
    data, uit = gemaild.settings.data, tmp_path / "ldv.jsonl"
    assert voer_uit("audit", "export", "--data", data).exit_code == 2
    klaar = voer_uit("audit", "export", "--ldv", "--data", data, "--out", uit, "--tenant", "aalten")
    assert klaar.exit_code == 0, klaar.output
    lijnen = [json.loads(een) for een in uit.read_text().splitlines()]
    assert {"indienen", "oppakken"} <= {een["name"] for een in lijnen}
    assert "A-af" not in uit.read_text() and gemaild.ids["af.aalten"].hex() not in uit.read_text()
    assert voer_uit("audit", "export", "--ldv", "--data", data, "--out", uit).exit_code == 1, "never over another file"
    morgen = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert voer_uit("audit", "export", "--ldv", "--data", data, "--from", morgen).output == ""
    assert voer_uit("audit", "export", "--ldv", "--data", data, "--tenant", "nergens").exit_code == 2
    assert voer_uit("audit", "verify", "--deep", "--data", data).exit_code == 0


def test_nothing_young_is_cleared_away(gemaild: Wereld) -> None:
    assert "Nothing is old enough" in voer_uit("audit", "prune", "--data", gemaild.settings.data).output
