"""The templates as a whole: they parse, they fit the content policy, and they say which variables they need."""

import json
import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

WORTEL = Path(__file__).resolve().parents[2]
SJABLONEN = WORTEL / "web" / "templates"
NAMEN = sorted(str(pad.relative_to(SJABLONEN)) for pad in SJABLONEN.rglob("*.html"))
BLADEN = [naam for naam in NAMEN if naam.startswith("pdf/")]
# A part of a page begins with an underscore: the page that includes it has the frame.
DELEN = [naam for naam in NAMEN if naam.startswith("_")]
PAGINAS = [naam for naam in NAMEN if naam not in ("basis.html", "macros.html", *BLADEN, *DELEN)]


def lees(naam: str) -> str:
    return (SJABLONEN / naam).read_text("utf-8")


def zonder_commentaar(naam: str) -> str:
    return re.sub(r"\{#.*?#\}", "", lees(naam), flags=re.DOTALL)


def test_there_are_templates() -> None:
    assert len(NAMEN) > 25


@pytest.mark.parametrize("naam", NAMEN)
def test_every_template_parses_and_finds_its_parents(naam: str) -> None:
    omgeving = Environment(loader=FileSystemLoader(SJABLONEN), undefined=StrictUndefined, autoescape=True)
    omgeving.get_template(naam)


@pytest.mark.parametrize("naam", NAMEN)
def test_no_style_or_handler_stands_inside_a_tag(naam: str) -> None:
    assert not re.findall(r"<[^>]*\s(?:style|on[a-z]+)\s*=", zonder_commentaar(naam))


@pytest.mark.parametrize("naam", NAMEN)
def test_every_script_and_style_sheet_carries_the_nonce_and_no_code_stands_in_the_page(naam: str) -> None:
    tekst = zonder_commentaar(naam)
    assert "<style" not in tekst
    for tag in re.findall(r"<script[^>]*>|<link[^>]*stylesheet[^>]*>", tekst):
        assert 'nonce="{{ csp_nonce }}"' in tag
        assert "statisch(" in tag
    assert all(not inhoud.strip() for inhoud in re.findall(r"<script[^>]*>(.*?)</script>", tekst, re.DOTALL))


@pytest.mark.parametrize("naam", NAMEN)
def test_no_template_reaches_outside_the_own_address(naam: str) -> None:
    adressen = re.findall(r'(?:href|src|action|poster|srcset)="([^"]*)"', zonder_commentaar(naam))
    assert not [een for een in adressen if re.match(r"(?:[a-z]+:)?//|https?:|data:|javascript:", een)]


@pytest.mark.parametrize("naam", NAMEN)
def test_nothing_written_by_a_person_is_marked_safe(naam: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", zonder_commentaar(naam))


@pytest.mark.parametrize("naam", PAGINAS)
def test_every_page_extends_the_frame_and_opens_with_what_it_needs(naam: str) -> None:
    assert lees(naam).startswith("{#-")
    assert "variable" in lees(naam).split("#}", 1)[0].lower()
    assert "{% extends 'basis.html' %}" in lees(naam)


@pytest.mark.parametrize("naam", BLADEN)
def test_every_sheet_extends_its_own_frame_and_opens_with_what_it_needs(naam: str) -> None:
    assert lees(naam).startswith("{#-")
    assert "variable" in lees(naam).split("#}", 1)[0].lower()
    assert naam in ("pdf/basis.html", "pdf/macros.html") or "{% extends 'pdf/basis.html' %}" in lees(naam)


@pytest.mark.parametrize("naam", NAMEN)
def test_every_form_that_posts_carries_a_token(naam: str) -> None:
    for vorm in re.findall(r"<form[^>]*method=\"post\".*?</form>", zonder_commentaar(naam), re.DOTALL):
        assert "verborgen(" in vorm or 'name="zegel"' in vorm, vorm[:120]


def test_every_package_of_the_style_sheets_is_named_in_the_notice() -> None:
    pakketten = json.loads((WORTEL / "package.json").read_text("utf-8"))["dependencies"]
    notice = (WORTEL / "NOTICE").read_text("utf-8")
    assert pakketten
    for naam, versie in pakketten.items():
        assert re.search(rf"^{re.escape(naam)} {re.escape(versie)} ", notice, re.MULTILINE), naam


def test_the_lock_names_versions_and_no_addresses() -> None:
    slot = (WORTEL / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in slot
    assert '"resolved"' not in slot
    assert ".tgz" not in slot
