"""The house as tests: imports, forbidden shortcuts, one sentence per module, words that have one name."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
KAMERS = ("config", "workflow", "storage", "web")
MODULES = sorted(pad for kamer in KAMERS for pad in (TOP / kamer).rglob("*.py") if "migrations" not in pad.parts)
LANGST = 300
VERBODEN_NAMEN = {"models.py", "forms.py", "utils.py", "helpers.py", "common.py", "misc.py"}
OPSLAG_MAG = {
    *("web/app.py", "web/cli.py", "web/oefenwereld.py", "web/oefensignalen.py", "web/oefencijfers.py"),
    # Commands at the keyboard of the server work on what pages never touch.
    *("web/opzetdialoog.py", "web/eerstemensen.py"),
    *(f"web/{pad.name}" for pad in (TOP / "web").glob("*opdrachten.py")),
}


def _naam(pad: Path) -> str:
    return str(pad.relative_to(TOP))


def _boom(pad: Path) -> ast.Module:
    return ast.parse(pad.read_text())


def _imports(boom: ast.AST) -> Iterator[str]:
    for knoop in ast.walk(boom):
        if isinstance(knoop, ast.Import):
            yield from (alias.name for alias in knoop.names)
        elif isinstance(knoop, ast.ImportFrom) and knoop.module:
            yield knoop.module


@pytest.mark.parametrize("pad", MODULES, ids=_naam)
def test_each_module_says_in_one_line_what_it_is(pad: Path) -> None:
    tekst = ast.get_docstring(_boom(pad))
    assert tekst
    assert tekst.splitlines()[0].rstrip().endswith((".", ":", ","))


@pytest.mark.parametrize("pad", MODULES, ids=_naam)
def test_no_import_stands_inside_a_function(pad: Path) -> None:
    binnen = [
        kind.lineno
        for knoop in ast.walk(_boom(pad))
        if isinstance(knoop, ast.FunctionDef | ast.AsyncFunctionDef)
        for kind in ast.walk(knoop)
        if isinstance(kind, ast.Import | ast.ImportFrom)
    ]
    assert binnen == []


def test_files_have_one_subject() -> None:
    assert [_naam(pad) for pad in MODULES if pad.name in VERBODEN_NAMEN] == []
    lang = {_naam(pad): len(pad.read_text().splitlines()) for pad in MODULES}
    assert {naam: regels for naam, regels in lang.items() if regels > LANGST} == {}


def test_only_the_composition_root_meets_storage() -> None:
    anders = {
        _naam(pad)
        for pad in MODULES
        if pad.is_relative_to(TOP / "web") and any(een.split(".")[0] == "storage" for een in _imports(_boom(pad)))
    }
    assert anders <= OPSLAG_MAG


def test_transitions_is_imported_in_one_module() -> None:
    wie = [_naam(pad) for pad in MODULES if "transitions" in {een.split(".")[0] for een in _imports(_boom(pad))}]
    assert wie == ["workflow/machine.py"]


@pytest.mark.parametrize("verboden", ["pickle", "random", "shelve", "marshal"])
def test_dangerous_modules_are_nowhere(verboden: str) -> None:
    assert [_naam(pad) for pad in MODULES if verboden in set(_imports(_boom(pad)))] == []


def test_nothing_in_the_rules_reads_the_clock() -> None:
    klok = re.compile(r"\b(datetime\.now|date\.today|time\.time|utcnow|os\.environ)\b")
    wie = [_naam(pad) for pad in MODULES if pad.parts[-2] in ("workflow", "config") and klok.search(pad.read_text())]
    assert wie == []


def test_raw_sql_text_stands_only_where_the_engine_is_made() -> None:
    rauw = re.compile(r"exec_driver_sql|\btext\(\s*[\"f]")
    wie = {_naam(pad) for pad in MODULES if rauw.search(pad.read_text())}
    assert wie <= {"storage/database.py", "storage/vernietigen.py", "storage/gereed.py"}


def test_no_encryption_can_be_switched_off() -> None:
    for pad in MODULES:
        assert not re.search(r"EncryptedType|Fernet|NO_CRYPTO|DISABLE_ENCRYPTION", pad.read_text()), _naam(pad)


def test_synonyms_of_the_glossary_are_not_used_as_names() -> None:
    begrippen = tomllib.loads((TOP / "config" / "begrippen.toml").read_text())["begrip"]
    synoniemen = {woord for begrip in begrippen for woord in begrip["niet"]}
    gevonden = {}
    for pad in MODULES:
        namen = {
            deel
            for knoop in ast.walk(_boom(pad))
            if isinstance(knoop, ast.FunctionDef | ast.ClassDef)
            for deel in re.findall(r"[A-Z]?[a-z]+", knoop.name)
        }
        fout = {naam for naam in namen if naam.lower() in synoniemen}
        if fout:
            gevonden[_naam(pad)] = fout
    assert gevonden == {}


def test_nothing_points_to_a_machine_or_an_address_to_install_from() -> None:
    buiten = re.compile(r"file://|(?<![\w.])/(home|root|Users|mnt)/|--(extra-)?index-url|\"resolved\":")
    lopend = [
        pad
        for patroon in ("*.py", "*.toml", "*.md", "*.html", "*.cfg", "*.sh", "Makefile", "*.json", "*.lock", "*.yml")
        for pad in TOP.rglob(patroon)
        if not {".venv", "node_modules", ".git", "data", "build"} & set(pad.parts) and pad != Path(__file__)
    ]
    assert [_naam(pad) for pad in lopend if buiten.search(pad.read_text(errors="replace"))] == []
