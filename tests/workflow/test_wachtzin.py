"""The passphrase: what is refused with which line, and the generator."""

from collections import Counter
from pathlib import Path

import pytest

from config.settings import Settings
from workflow import wachtzin
from workflow.beleid import Beleid
from workflow.tabel import BeleidFout
from workflow.wachtzin import BEKEND, LEEG, MAKKELIJK, OMGEVING, ONGELIJK, TE_KORT, TE_LANG, bezwaar, bezwaar_nieuw

EIGEN = ("Jan van Klaassen", "AF-Aalten-1", "jan.van.klaassen@aalten.example")


@pytest.mark.parametrize(
    ("zin", "reden"),
    [
        ("", LEEG),
        ("vijf woorden xy", OMGEVING),
        ("fietsbel zebra", TE_KORT),
        ("fietsbel koekenpan zebra lade mist", ""),
        ("FIETSBEL koekenpan, zebra & lade: mist?", ""),
        ("π≈3,14 en de rest vergeet ik altijd", ""),
        ("zwarte jurk " * 11, TE_LANG),
        ("aaaaaaaaaaaaaaaaaaaaaa", MAKKELIJK),
        ("123456789012345678", MAKKELIJK),
        ("qwertyuiopasdfghjkl", MAKKELIJK),
        ("abcabcabcabcabcabc", MAKKELIJK),
        ("Wie niet waagt, die niet wint!", BEKEND),
        ("correct horse battery staple", BEKEND),
        ("Oude IJsselstreek 2026", OMGEVING),
        ("wachtwoord wachtwoord", OMGEVING),
        ("Meldroute Achterhoek 123!", OMGEVING),
        ("Klaassen Klaassen 1980", OMGEVING),
        ("jan.van.klaassen@aalten", OMGEVING),
    ],
)
def test_each_refusal_has_its_own_line(beleid: Beleid, zin: str, reden: str) -> None:
    assert bezwaar(zin, beleid.wachtzin, EIGEN) == reden


def test_the_longest_and_the_shortest_are_allowed(beleid: Beleid) -> None:
    lang = " ".join(beleid.woorden[nr * 37] for nr in range(30))[:128]
    assert len(lang) == 128 and bezwaar(lang, beleid.wachtzin) == ""
    assert bezwaar(lang + "x", beleid.wachtzin) == TE_LANG
    assert bezwaar("zebra mist lade", beleid.wachtzin) == ""
    assert bezwaar("zebra mist lad", beleid.wachtzin) == TE_KORT


def test_two_that_differ_are_refused_and_a_weak_one_is_named_first(beleid: Beleid) -> None:
    goed = "fietsbel koekenpan zebra lade mist"
    assert bezwaar_nieuw(goed, goed, beleid.wachtzin) == ""
    assert bezwaar_nieuw(goed, goed + " ", beleid.wachtzin) == ONGELIJK
    assert bezwaar_nieuw("kort", "anders", beleid.wachtzin) == TE_KORT


def test_no_refusal_repeats_what_was_typed(beleid: Beleid) -> None:
    for zin in ("geheim geheim x", "aaaaaaaaaaaaaaaaaaaaaa", "Klaassen Klaassen 1980"):
        assert zin not in bezwaar(zin, beleid.wachtzin, EIGEN)


def test_the_list_is_2048_different_words_of_which_five_make_55_bits(beleid: Beleid) -> None:
    woorden = beleid.woorden
    assert len(woorden) == len(set(woorden)) == 2048 == 2**11
    assert all(woord.isascii() and woord.isalpha() and woord.islower() and 3 <= len(woord) <= 9 for woord in woorden)
    assert wachtzin.WOORDEN * 11 == 55


def test_no_two_words_of_the_list_sound_the_same(beleid: Beleid) -> None:
    gelijk = str.maketrans({"z": "s", "v": "f"})
    klank = Counter(
        woord.replace("ij", "ei").replace("ou", "au").replace("dt", "t").translate(gelijk) for woord in beleid.woorden
    )
    assert [een for een, keer in klank.items() if keer > 1] == []


def test_what_is_made_is_always_good_and_uses_the_whole_list(beleid: Beleid) -> None:
    gemaakt = [wachtzin.maak_wachtzin(beleid.woorden) for _ in range(3000)]
    assert [zin for zin in gemaakt if bezwaar(zin, beleid.wachtzin, EIGEN)] == []
    assert len(set(gemaakt)) == 3000
    geteld = Counter(woord for zin in gemaakt for woord in zin.split())
    # 15 000 draws of 2 048 words: 7.3 each; one or two words may be missed, and none is drawn thrice as often.
    assert len(geteld) > 2030 and max(geteld.values()) < 25


@pytest.mark.parametrize("wat", ["korter", "dubbel", "hoofdletter", "kort woord"])
def test_a_list_that_would_make_weaker_passphrases_is_refused(beleid: Beleid, wat: str) -> None:
    woorden = list(beleid.woorden)
    if wat == "korter":
        woorden.pop()
    else:
        woorden[0] = {"dubbel": woorden[1], "hoofdletter": "Aardig", "kort woord": "ja"}[wat]
    with pytest.raises(BeleidFout):
        wachtzin.laad_woorden("\n".join(woorden), "woorden.txt")


def test_the_lists_stand_where_the_policy_stands() -> None:
    map_: Path = Settings.from_environment({}).config_map
    assert len((map_ / "woorden.txt").read_text("utf-8").split()) == 2048
    assert (map_ / "wachtzin.toml").is_file()
