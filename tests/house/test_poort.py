"""The house rule of the covenant: facts and people of a case reach a screen or a partner through the one door only."""

import ast
from pathlib import Path

import pytest

WORTEL = Path(__file__).parents[2]
DEUREN = {"poort", "uittreksel"}
SOORTEN = {"feit", "persoon", "melder"}
# Modules that touch documents of these kinds without showing or sending what is in them, each with its reason.
VRIJGESTELD = {
    "workflow/afschermstappen.py": "people of a desk, not of a case",
    "workflow/echostand.py": "reads which facts stand, to lift the marks of a place",
    "workflow/gevolgen.py": "writes facts; reads the address of a reporter for his own mail",
    "workflow/namencheck.py": "reads texts to refuse them, and shows none",
    "workflow/ingetrokken.py": "ids only",
    "workflow/keuzes.py": "gets documents that already passed the door",
    "workflow/persoonstappen.py": "writes people and vault facts; finds them by pseudonym",
    "workflow/koppelen.py": "takes documents over to another case of the same desk, and shows none",
    "workflow/melden.py": "writes the reporter at intake",
    "workflow/verzoekzoeken.py": "finds a person by pseudonym; persoonsuittreksel composes what is shown",
    "workflow/werktekst.py": "the desk that made them picks a person by pseudonym; shows no fact",
    "workflow/verstrekkingpagina.py": "shows a composed extract, which came out of the door",
    "workflow/verstrekkingsregels.py": "reads a composed extract",
    "workflow/zaakdelen.py": "gets documents that already passed the door (zaakpagina)",
    "workflow/zaaktijdlijn.py": "tells that a fact or person was added, never what",
    "workflow/zaaktreffers.py": "vault references only, to compare; shows no fact",
    "web/oefensignalen.py": "makes the cases of the practice environment",
}
_PYTHON = sorted(een for map_ in ("workflow", "web") for een in (WORTEL / map_).glob("*.py"))


def _soorten_gelezen(boom: ast.AST) -> set[str]:
    """Kinds of documents that this module picks out: `doc.soort == "feit"`, `van_soort("zaak", "persoon")`, …"""
    gevonden: set[str] = set()
    for knoop in ast.walk(boom):
        if isinstance(knoop, ast.Compare):
            delen = [knoop.left, *knoop.comparators]
            if any(isinstance(een, ast.Attribute) and een.attr == "soort" for deel in delen for een in ast.walk(deel)):
                gevonden |= {soort for deel in delen for een in ast.walk(deel) for soort in _soort(een)}
        elif isinstance(knoop, ast.Call):
            naam = knoop.func.attr if isinstance(knoop.func, ast.Attribute) else getattr(knoop.func, "id", "")
            if naam == "van_soort":
                gevonden |= {soort for een in knoop.args for soort in _soort(een)}
    return gevonden


def _soort(knoop: ast.AST) -> set[str]:
    return {str(knoop.value)} & SOORTEN if isinstance(knoop, ast.Constant) else set()


def _kent_de_deur(boom: ast.AST) -> bool:
    for knoop in ast.walk(boom):
        if isinstance(knoop, ast.ImportFrom):
            if knoop.module == "workflow" and DEUREN & {een.name for een in knoop.names}:
                return True
            if knoop.module in {f"workflow.{een}" for een in DEUREN}:
                return True
    return False


def overtreders(bestanden: list[Path], wortel: Path) -> list[str]:
    """The modules that pick out facts, people or reporters and know no door."""
    gevonden = []
    for pad in bestanden:
        naam = pad.relative_to(wortel).as_posix()
        boom = ast.parse(pad.read_text("utf-8"))
        if naam not in VRIJGESTELD and pad.stem not in DEUREN and _soorten_gelezen(boom) and not _kent_de_deur(boom):
            gevonden.append(f"{naam}: {', '.join(sorted(_soorten_gelezen(boom)))}")
    return gevonden


def test_facts_and_people_pass_the_door() -> None:
    assert overtreders(_PYTHON, WORTEL) == []


def test_who_is_exempt_is_there_and_needs_it() -> None:
    for naam in VRIJGESTELD:
        assert (WORTEL / naam).is_file(), f"{naam} is no longer there"


@pytest.mark.parametrize(
    ("tekst", "fout"),
    [
        ('def f(docs): return [d.inhoud["feit"] for d in docs if d.soort == "feit"]', True),
        ('def f(docs): return [d for d in docs if d.soort in ("persoon", "stap")]', True),
        ('def f(c): return c.van_soort("zaak", "persoon")', True),
        ('def f(docs): return van_soort(docs, "melder", "melder")', True),
        ('from workflow import poort\ndef f(docs): return [d for d in docs if d.soort == "feit"]', False),
        ('from workflow.uittreksel import stel_samen\ndef f(c): return c.van_soort("zaak", "feit")', False),
        ('def f(docs): return [d for d in docs if d.soort == "stap"]', False),
    ],
)
def test_the_rule_finds_what_it_is_for(tmp_path: Path, tekst: str, fout: bool) -> None:
    pad = tmp_path / "workflow" / "nieuw.py"
    pad.parent.mkdir()
    pad.write_text(tekst, "utf-8")
    assert bool(overtreders([pad], tmp_path)) is fout


def test_only_the_covenant_decides() -> None:
    """Nobody reads a cell of the matrix beside the one decision function."""
    teksten = {pad.name: pad.read_text("utf-8") for pad in _PYTHON if pad.name != "convenant.py"}
    lezers = [naam for naam, tekst in teksten.items() if ".cellen" in tekst and "onvenant" in tekst]
    # The comparison asks which circumstances can matter; the register prints the table itself.
    assert set(lezers) <= {"vergelijkconvenant.py", "verwerkingsregister.py"}
