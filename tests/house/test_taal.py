"""The fixed texts of the product are plain Dutch (B1): short sentences, short words, no office words."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WORTEL = Path(__file__).resolve().parents[2]
SJABLONEN = WORTEL / "web" / "templates"
CONFIG = WORTEL / "config"

LEESBAAR = 65.0  # Flesch-Douma; 65 and more is what an adult reads with ease
LANGSTE_ZIN = 20
KANTOORTAAL = re.compile(
    r"\b(indien|middels|conform|dient te|dienen te|betreffende|alsmede|teneinde|geschiedt|omtrent|derhalve"
    r"|aangaande|desbetreffende|ten behoeve van|met betrekking tot|u|uw)\b",
    re.IGNORECASE,
)
KLINKERS = re.compile(r"ij|[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
LEESTEKENS = re.compile(r"(?<=[.!?:])\s+|\n")
# What a screen or a message shows. Names of laws stand elsewhere and are no running text.
GETOOND = {
    *("knop", "uitleg", "label", "hint", "fout", "tekst", "titel", "kop", "melder", "onderwerp"),
    *("intro", "slot", "scherm", "wijzig", "wanneer", "bereikbaar"),
}

PAGINAS = sorted(pad for pad in SJABLONEN.rglob("*.html") if pad.name not in ("basis.html", "macros.html"))
# A single line or a row of titles is too little to measure; the other two rules hold for every file.
LOPEND = [*sorted(CONFIG.glob("routes/*.toml")), CONFIG / "formulier.toml", CONFIG / "berichten.toml"]


def lettergrepen(woord: str) -> int:
    # A diaeresis begins a new syllable: coördinator has five.
    return max(1, len(KLINKERS.findall(re.sub(r"([ëïöü])", r" \1", woord.lower()))))


def woorden(zin: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", zin)


def flesch_douma(zinnen: list[str]) -> float:
    """206.84 - 77 x syllables per word - 0.93 x words per sentence (Douma 1960)."""
    alle = [woord for zin in zinnen for woord in woorden(zin)]
    greep = sum(map(lettergrepen, alle)) / len(alle)
    return 206.84 - 77 * greep - 0.93 * len(alle) / len(zinnen)


def zinnen_uit(tekst: str) -> list[str]:
    return [een.strip() for een in LEESTEKENS.split(tekst) if len(woorden(een)) >= 2]


def tekst_van_sjabloon(pad: Path) -> str:
    """Return what the template says itself: its text, and whole sentences inside expressions."""
    bron = re.sub(r"\{#.*?#\}", "", pad.read_text("utf-8"), flags=re.DOTALL)
    uitdrukkingen = re.findall(r"\{[{%].*?[%}]\}", bron, re.DOTALL)
    stukken = [een for uitdrukking in uitdrukkingen for een in re.findall(r"'([^'\n<>=]* [^'\n<>=]*)'", uitdrukking)]
    kaal = re.sub(r"\{\{.*?\}\}", "x", bron, flags=re.DOTALL)
    kaal = re.sub(r"\{%.*?%\}", "\n", kaal, flags=re.DOTALL)
    kaal = re.sub(r"</?(?:a|strong|span|em)\b[^>]*>", "", kaal)
    return "\n".join([re.sub(r"<[^>]*>", "\n", kaal), *stukken])


def getoonde_teksten(waarde: Any, naam: str = "") -> Iterator[str]:
    if isinstance(waarde, dict):
        for sleutel, een in waarde.items():
            yield from getoonde_teksten(een, sleutel)
    elif isinstance(waarde, list):
        for een in waarde:
            yield from getoonde_teksten(een, naam)
    elif isinstance(waarde, str) and naam in GETOOND:
        yield waarde
    elif isinstance(waarde, str) and naam == "keuzes":
        yield waarde.partition("=")[2]


def tekst_van_tabel(pad: Path) -> str:
    return "\n".join(getoonde_teksten(tomllib.loads(pad.read_text("utf-8"))))


def tekst_van_papier(pad: Path) -> str:
    """Return the running text of a page of documentation: the tables and commands in it are no sentences."""
    geen_zin = r"```.*?```|`[^`]*`|\[|\]\([^)]*\)|\*\*|^#+ [^\n]*$"
    tekst = re.sub(geen_zin, " ", pad.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    alineas = re.split(r"\n\s*\n|\n(?=\d+\. |- )", tekst)
    return "\n".join(" ".join(een.split()) for een in alineas if not een.lstrip().startswith("|"))


def naam(pad: Path) -> str:
    return str(pad.relative_to(WORTEL))


def alle_teksten() -> list[tuple[str, str]]:
    tabellen = sorted(CONFIG.rglob("*.toml"))
    return [(naam(pad), tekst_van_sjabloon(pad)) for pad in sorted(SJABLONEN.rglob("*.html"))] + [
        (naam(pad), tekst_van_tabel(pad)) for pad in tabellen
    ]


HANDLEIDING = WORTEL / "docs" / "beheer.md"
TEKSTEN = {**dict(alle_teksten()), naam(HANDLEIDING): tekst_van_papier(HANDLEIDING)}


@pytest.mark.parametrize(
    ("woord", "aantal"), [("zaak", 1), ("signaal", 2), ("mensenhandel", 4), ("coördinator", 5), ("bij", 1)]
)
def test_syllables_are_counted_as_a_reader_hears_them(woord: str, aantal: int) -> None:
    assert lettergrepen(woord) == aantal


def test_an_office_sentence_scores_low_and_a_plain_one_high() -> None:
    ambtelijk = "De verwerkingsverantwoordelijke gemeente onderhoudt een interdisciplinair samenwerkingsverband."
    assert flesch_douma([ambtelijk]) < 30
    assert flesch_douma(["Ga niet zelf op zoek.", "Bel de politie."]) > LEESBAAR


@pytest.mark.parametrize("bestand", sorted(TEKSTEN))
def test_no_sentence_is_longer_than_a_breath(bestand: str) -> None:
    assert [zin for zin in zinnen_uit(TEKSTEN[bestand]) if len(woorden(zin)) > LANGSTE_ZIN] == []


@pytest.mark.parametrize("bestand", sorted(TEKSTEN))
def test_no_office_word_is_used(bestand: str) -> None:
    assert [zin for zin in zinnen_uit(TEKSTEN[bestand]) if KANTOORTAAL.search(zin)] == []


@pytest.mark.parametrize("bestand", [naam(pad) for pad in [*PAGINAS, *LOPEND, HANDLEIDING]])
def test_the_text_reads_with_ease(bestand: str) -> None:
    zinnen = zinnen_uit(TEKSTEN[bestand])
    assert zinnen, "no text found: the reading of this file is broken"
    assert flesch_douma(zinnen) >= LEESBAAR
