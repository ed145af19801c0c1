"""Pictures in the papers: each that is named is there, small and as wide as a screen, and none is spare."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
DOCS = TOP / "docs"
BEELD = re.compile(r"!\[([^\]]*)\]\((beelden/[^)\s]+)\)")
GENOEMD = [
    (papier, *gevonden) for papier in sorted(DOCS.glob("*.md")) for gevonden in BEELD.findall(papier.read_text())
]
PNG, HOOGSTENS = bytes.fromhex("89504e470d0a1a0a"), 60_000
BREED = (390, 1280)


@pytest.mark.parametrize(("papier", "tekst", "pad"), GENOEMD, ids=[pad for _, _, pad in GENOEMD])
def test_a_picture_that_is_named_is_there_and_small_and_says_what_it_shows(papier: Path, tekst: str, pad: str) -> None:
    beeld = DOCS / pad
    assert beeld.is_file(), f"{papier.name} names {pad}; make it with MELDROUTE_BEELDEN=1"
    inhoud = beeld.read_bytes()
    assert inhoud.startswith(PNG) and len(inhoud) < HOOGSTENS, len(inhoud)
    assert int.from_bytes(inhoud[16:20]) in BREED
    assert len(tekst) > 10, "no text for who cannot see it"


def test_no_picture_is_kept_that_no_paper_names() -> None:
    er_zijn = {f"beelden/{een.name}" for een in (DOCS / "beelden").iterdir()}
    assert er_zijn == {pad for _, _, pad in GENOEMD}
