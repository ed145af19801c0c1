"""The highlighter: what it points at, by which rule, and that the document tells what was measured."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.workflow.meet_markeren import CONFIG, meet, tabel
from workflow.beleidladen import laad_markeren
from workflow.bsn import bevat_bsn
from workflow.markeren import SOORTEN, markeer

LIJSTEN = laad_markeren(CONFIG)
DOCUMENT = Path(__file__).parents[2] / "docs" / "markeren.md"
BSN = "".join(("1112", "22333"))


def gevonden(tekst: str) -> list[tuple[str, str]]:
    return [(tekst[een.start : een.eind], een.soort) for een in markeer(tekst, LIJSTEN)]


@pytest.mark.parametrize(
    ("tekst", "waarde", "soort"),
    [
        ("De baas heet Tesfay Gebremedhin en dreigt.", "Tesfay Gebremedhin", "naam"),
        ("ze noemt zich svetlana en komt uit Polen", "svetlana", "naam"),
        ("Volgens Jan-Willem van den Berg klopt dat.", "Jan-Willem van den Berg", "naam"),
        ("Hij zei dat 王伟 daar woont.", "王伟", "naam"),
        ("genaamd ahmed yilmaz woont naast de kerk", "ahmed yilmaz", "naam"),
        ("Zij slaapt in kamer 6 boven pizzeria Napoli.", "kamer 6 boven pizzeria Napoli", "adres"),
        ("De man van huisje 214 weet het.", "huisje 214", "adres"),
        ("Op Dorpsstraat 12a wonen zes mannen.", "Dorpsstraat 12a", "adres"),
        ("Bel +48 600 000 123 na zes uur.", "+48 600 000 123", "telefoon"),
        ("Bel 06 - 00 00 00 01 na zes uur.", "06 - 00 00 00 01", "telefoon"),
        ("Een bus met kenteken WI 1234A stond er.", "WI 1234A", "kenteken"),
        ("De auto is XK-123-B geloof ik.", "XK-123-B", "kenteken"),
        ("Geld gaat naar NL91 ABNA 0417 1643 00.", "NL91 ABNA 0417 1643 00", "iban"),
        ("Haar paspoort heeft nummer C1234567.", "C1234567", "document"),
        ("Contact via t.me/bunny_ro lukt wel.", "t.me/bunny_ro", "handle"),
        ("Zij is geboren op 12-3-1999 in Sofia.", "12-3-1999", "geboortedatum"),
        ("Mail m.popescu@voorbeeld.example maar.", "m.popescu@voorbeeld.example", "email"),
        (f"Zijn nummer is {BSN}.", BSN, "bsn"),
    ],
)
def test_each_kind_is_pointed_at(tekst: str, waarde: str, soort: str) -> None:
    assert (waarde, soort) in gevonden(tekst)


@pytest.mark.parametrize(
    "tekst",
    [
        "Gisteren was er controle door de Politie en de NLA in Winterswijk.",
        "Er wonen 12 mensen in het pand, op 4 kamers. Zij betalen 600 euro per maand.",
        "Bel 112 als er gevaar is, of 0900 8844.",
        "P-7F3K-9Q2D-X werkt elke dag. Zaak MH-8KQ2-4T7N.",
        "De Roemeense vrouw mag niet weg. Wil je bellen?",
        "Op 3 november 2025 zag ik drie mannen in een busje.",
    ],
)
def test_an_ordinary_sentence_has_no_marks(tekst: str) -> None:
    assert gevonden(tekst) == []


def test_marks_stand_in_order_without_overlap_and_say_why() -> None:
    merken = markeer("Mevrouw de Vries, 06 00000001, Dorpsstraat 12, 7101 AB, insta: maria.ro95.", LIJSTEN)
    assert len(merken) >= 4
    assert all(een.eind <= ander.start for een, ander in pairwise(merken))
    assert all(een.soort in SOORTEN and een.regel for een in merken)


@pytest.mark.parametrize(
    "tekst",
    [
        "06 12345678",
        "+31 612345678",
        "0031 6 12345678",
        "NL91 ABNA 0417 1643 00",
        "12-03-1990",
        "2023-2024",
        "€ 12.345.678",
    ],
)
def test_what_has_a_shape_of_its_own_is_no_bsn(tekst: str) -> None:
    assert not bevat_bsn(tekst)


@pytest.mark.parametrize("tekst", [BSN, "1112.22.333", "111 222 333", "bsn 10000008", "10.00.00.08"])
def test_eight_and_nine_digits_that_pass_are_a_bsn(tekst: str) -> None:
    assert bevat_bsn(tekst)


def test_the_document_tells_what_is_measured() -> None:
    tekst = DOCUMENT.read_text("utf-8")
    stuk = tekst.partition("<!-- meting -->\n")[2].partition("\n<!-- einde meting -->")[0]
    assert stuk == tabel(meet(LIJSTEN))
