"""One strict spelling for each kind of fact that is compared, and the policy of matching."""

from pathlib import Path
from typing import Any

import pytest

import config
from config.bestanden import lees
from workflow import matchbeleid
from workflow.matchbeleid import BESTAND, laad_matchbeleid
from workflow.matchkenmerken import adres, document, handle, kenmerken, kenteken, naam_geboren, telefoon
from workflow.tabel import BeleidFout

TABEL = lees(Path(config.__file__).parent / BESTAND)


@pytest.mark.parametrize(
    "waarde",
    ["06 0000 0001", "06-00000001", "0600000001", "+31 6 0000 0001", "+31 (0)6 00000001", "0031600000001", "600000001"],
)
def test_a_dutch_number_has_one_spelling(waarde: str) -> None:
    assert telefoon(waarde) == "+31600000001"


@pytest.mark.parametrize(
    ("waarde", "wordt"), [("+48 600 000 001", "+48600000001"), ("112", ""), ("", ""), ("1" * 20, "")]
)
def test_a_foreign_number_keeps_its_country_and_what_is_none_makes_nothing(waarde: str, wordt: str) -> None:
    assert telefoon(waarde) == wordt


@pytest.mark.parametrize("waarde", ["AB-012-C", "ab 012 c", "NL: AB012C", "AB012C (NL)"])
def test_a_plate_has_one_spelling_with_or_without_its_country(waarde: str) -> None:
    assert kenteken(waarde) == "AB012C"


@pytest.mark.parametrize(
    ("waarde", "wordt"),
    [
        ("Proefstraat 12a, 7071 AB Ulft", "7071AB|12|A"),
        ("7071ab 12 A", "7071AB|12|A"),
        ("Proefstraat 12-3 7071AB", "7071AB|12|3"),
        ("Proefstraat 12, 7071 AB", "7071AB|12|"),
        ("Proefstraat 12, Ulft", "proefstraat|12||ulft"),
        ("Proefstraat 12", ""),
        ("Ulft", ""),
    ],
)
def test_an_address_is_postcode_number_and_addition(waarde: str, wordt: str) -> None:
    assert adres(waarde) == wordt


def test_where_many_people_live_an_address_tells_nothing() -> None:
    assert not kenmerken({"adres": "Camping De Proef 12, 7071 AB"}, woorden_veel_bewoners=["camping"])
    assert not kenmerken({"adres": "Proefstraat 12b, 7071 AB"}, veel_bewoners=["7071AB|12|"])
    assert kenmerken({"adres": "Proefstraat 13, 7071 AB"}, veel_bewoners=["7071AB|12|"])
    assert not kenmerken({"adres": "Proefstraat 13, 7071 AB"}, zonder=["adres"])


@pytest.mark.parametrize(
    ("waarde", "wordt"),
    [
        ("insta: @Proef.Naam", "instagram|proef.naam"),
        ("https://www.instagram.com/proef.naam/", "instagram|proef.naam"),
        ("t.me/Proefnaam", "telegram|proefnaam"),
        ("@proefnaam", "|proefnaam"),
        ("@", ""),
    ],
)
def test_a_handle_is_its_platform_and_its_name(waarde: str, wordt: str) -> None:
    assert handle(waarde) == wordt


@pytest.mark.parametrize("dag", ["03-03-1999", "3/3/1999", "1999-03-03", "3 maart 1999"])
def test_a_name_counts_with_its_birth_date_in_any_order_and_script_of_accents(dag: str) -> None:
    assert naam_geboren("Łucja Anna Próba", dag) == "anna lucja proba|1999-03-03"
    assert naam_geboren("PROBA, lucja anna", dag) == "anna lucja proba|1999-03-03"


@pytest.mark.parametrize("dag", ["", "1999", "31-02-1999", "3-3-99", "onbekend"])
def test_a_name_without_a_whole_birth_date_makes_nothing(dag: str) -> None:
    assert naam_geboren("Lucja Proba", dag) == ""


def _bsn() -> str:
    """A number that passes the test of eleven, computed here."""
    voor = [9, 9, 9, 9, 0, 0, 0, 0]
    rest = sum(g * c for g, c in zip(range(9, 1, -1), voor, strict=True)) % 11
    if rest == 10:
        voor[-1], rest = 1, (rest + 2) % 11
    return "".join(map(str, [*voor, rest]))


def test_a_bsn_makes_no_feature_whatever_it_was_typed_as() -> None:
    assert document(_bsn()) == "" and document("SPECI2014") == "SPECI2014" and document("PASPOORT") == ""
    assert kenmerken({"document": _bsn(), "email": "a@b.example"}) == {}


def test_the_policy_is_off_and_names_what_is_wrong_with_it() -> None:
    beleid = laad_matchbeleid(TABEL, BESTAND)
    assert not beleid.regio and beleid.bereiken("aalten") == ("aalten",) and beleid.bereiken("regio") == ()
    aan = laad_matchbeleid({**TABEL, "regio": True, "artikel": "9"}, BESTAND)
    assert [een.rij for een in matchbeleid.controleer(aan, {"1": "x"})] == ["artikel"]
    assert not list(matchbeleid.controleer(aan, {"9": "x"})) and not list(matchbeleid.controleer(beleid, {}))


@pytest.mark.parametrize(
    "anders",
    [
        {"quotum": 0},
        {"quotum": "veel"},
        {"onbekend": 1},
        {"fase": TABEL["fase"][1:]},
        {"fase": [{**TABEL["fase"][0], "andere": ["naam"]}, *TABEL["fase"][1:]]},
    ],
)
def test_a_contradiction_in_the_table_stops_the_start(anders: dict[str, Any]) -> None:
    with pytest.raises(BeleidFout):
        laad_matchbeleid({**TABEL, **anders}, BESTAND)
