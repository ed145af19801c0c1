"""The papers say what the project does: steps, commands, settings, words, files and examples."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import config
from config.settings import CONFIG, LEZERS, VOORVOEGSEL
from tests.house import stappen
from web.cli import main
from workflow.beleid import Beleid
from workflow.beleidladen import laad_beleid

TOP = Path(__file__).parents[2]
POLICY = Path(config.__file__).parent
PAPIEREN = sorted([*TOP.glob("*.md"), *(TOP / "docs").glob("*.md")])
BEHEER = (TOP / "docs" / "beheer.md").read_text("utf-8")
README = (TOP / "README.md").read_text("utf-8")
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
BESTAND = re.compile(r"`((?:config|workflow|storage|web|tests|docs)/[\w./-]*)`")
VOORBEELD = re.compile(r"```toml\n# config/(\S+)\n(.*?)```", re.DOTALL)


def _naam(pad: Path) -> str:
    return str(pad.relative_to(TOP))


def opdrachten(opdracht: click.Command, naam: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, groups left out."""
    if not isinstance(opdracht, click.Group):
        yield naam, opdracht
        return
    for deel, onder in opdracht.commands.items():
        yield from opdrachten(onder, f"{naam} {deel}")


OPDRACHTEN = dict(opdrachten(main, "meldroute"))
INSTELLINGEN = {CONFIG, *(VOORVOEGSEL + naam.upper() for naam in LEZERS)}


def test_the_page_of_steps_is_the_one_that_the_tables_give(beleid: Beleid) -> None:
    opnieuw = "run: .venv/bin/python -m tests.house.stappen"
    assert stappen.BESTAND.read_text("utf-8") == stappen.tekst(beleid), opnieuw


@pytest.mark.parametrize("naam", OPDRACHTEN)
def test_each_command_and_its_options_are_documented(naam: str) -> None:
    rij = next((regel for regel in BEHEER.splitlines() if regel.startswith(f"| `{naam}` |")), "")
    assert rij, f"{naam} has no row"
    opties = [
        een.opts[0]
        for een in OPDRACHTEN[naam].params
        if isinstance(een, click.Option) and not een.hidden and "--help" not in een.opts
    ]
    assert [een for een in opties if f"`{een}`" not in rij] == []


def test_no_command_is_documented_that_is_not_there() -> None:
    assert set(re.findall(r"^\| `(meldroute [^`]*)` \|", BEHEER, re.MULTILINE)) == set(OPDRACHTEN)


def test_each_setting_is_documented_and_no_other() -> None:
    assert set(re.findall(r"^\| `(MELDROUTE_\w+)` \|", BEHEER, re.MULTILINE)) == INSTELLINGEN


def test_each_word_of_the_code_stands_in_the_glossary() -> None:
    lijst = (TOP / "docs" / "woordenlijst.md").read_text("utf-8")
    begrippen = tomllib.loads((POLICY / "begrippen.toml").read_text("utf-8"))["begrip"]
    rijen = [f"| `{een['naam']}` | {een['betekenis']} | {', '.join(een['niet'])} |" for een in begrippen]
    assert [rij for rij in rijen if rij not in lijst] == []


def _ankers(tekst: str) -> set[str]:
    koppen = re.findall(r"^#+ (.+)$", tekst, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", kop.lower()).replace(" ", "-") for kop in koppen}


@pytest.mark.parametrize("papier", PAPIEREN, ids=_naam)
def test_each_link_leads_somewhere(papier: Path) -> None:
    stuk = []
    for pad, anker in LINK.findall(papier.read_text("utf-8")):
        doel = papier.parent / pad if pad else papier
        if not doel.exists() or (anker and anker not in _ankers(doel.read_text("utf-8"))):
            stuk.append(f"{pad}#{anker}")
    assert stuk == []


@pytest.mark.parametrize("papier", PAPIEREN, ids=_naam)
def test_each_file_that_is_named_is_there(papier: Path) -> None:
    assert [een for een in BESTAND.findall(papier.read_text("utf-8")) if not (TOP / een).exists()] == []


def test_the_examples_of_the_readme_work(tmp_path: Path) -> None:
    map_ = tmp_path / "config"
    shutil.copytree(POLICY, map_, ignore=shutil.ignore_patterns("__pycache__"))
    voorbeelden = VOORBEELD.findall(README)
    for bestand, inhoud in voorbeelden:
        with (map_ / bestand).open("a", encoding="utf-8") as uit:
            uit.write(f"\n{inhoud}")
    beleid = laad_beleid(map_)
    assert {bestand for bestand, _ in voorbeelden} == {
        *("routes/signaal.toml", "partners.toml", "convenant.toml", "gemeenten/lochem.toml", "formulier.toml")
    }
    assert beleid.routes["signaal"].stap("wacht_op_tolk", "tolk_klaar").naar == "in_beoordeling"
    assert "avim" in beleid.partners
    assert "lochem" in beleid.tenants
    assert any(vraag.naam == "taal" for scherm in beleid.formulier.schermen for vraag in scherm.vragen)


def test_the_version_is_the_same_everywhere() -> None:
    versie = re.search(r"^version = (\S+)$", (TOP / "setup.cfg").read_text("utf-8"), re.MULTILINE)
    assert versie
    assert f'softwareVersion: "{versie[1]}"' in (TOP / "publiccode.yml").read_text("utf-8")
    assert f"**Status: {versie[1]}," in README
