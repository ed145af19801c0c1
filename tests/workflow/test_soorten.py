"""The kinds of signal: one row of a table each, and what the covenant says of them, written by hand."""

import shutil
from collections.abc import Callable
from datetime import date
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest

import config
from config.bestanden import lees
from workflow.beleidladen import laad_beleid
from workflow.convenant import ConvenantOnbekend
from workflow.convenantladen import laad_convenant
from workflow.soortcodes import omstandigheden
from workflow.soorten import laad_soorten
from workflow.tabel import BeleidFout

MAP = Path(config.__file__).parent
BELEID = laad_beleid(MAP)
CONVENANT = BELEID.convenant
DAG = date(2026, 11, 24)
ALLE = tuple(f"D{nr}" for nr in range(1, 12))

# By hand: what each recipient gets of a case of another kind. "." is never anything.
ANDERS: dict[str, dict[str, str]] = {
    #                 D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 D11
    "drugs": {
        "politie": "J P . J J . . . . . .",
        "om": "J P . J J . . . . . .",
        "riec": "J P . J . . . . . . .",
        "zvh": "J P . J . . . . . . .",
        "nla": ". . . . . . . . . . .",
        "kmar": ". . . . . . . . . . .",
    },
    "huisvesting": {
        "politie": "J P . J J . . . . . .",
        "om": "J P . J J . . . . . .",
        "riec": "J P . J . . . . . . .",
        "zvh": "J P . J . . . . . . .",
        "nla": ". . . . . . . . . . .",
        "kmar": ". . . . . . . . . . .",
    },
    "geld": {
        "politie": "J P . J J . . . . . .",
        "om": "J P . J J . . . . . .",
        "riec": "J P . J . . . . . . .",
        "zvh": "J P . J . . . . . . .",
        "nla": "J P . J J . . . . . .",
        "kmar": ". . . . . . . . . . .",
    },
}
ZORG = ("veilig-thuis", "meesamen", "moviera", "nidos", "comensha", "opvang", "opvang-de-linde")
LEEFTIJD = {"meesamen": ["18_22"], "moviera": ["23_plus"], "nidos": ["onder_18", "alleenstaande_vreemdeling"]}


def vorm(categorie: str, ontvanger: str, *als: str) -> str:
    return CONVENANT.besluit(categorie, ontvanger, "J", als, DAG).hoogste_vorm


@pytest.mark.parametrize("soort", ANDERS)
def test_what_each_recipient_gets_of_another_kind(soort: str) -> None:
    for ontvanger, rij in ANDERS[soort].items():
        gekregen = [vorm(een, ontvanger, f"soort_{soort}").replace("N", ".") for een in ALLE]
        assert " ".join(gekregen) == rij, (soort, ontvanger)


@pytest.mark.parametrize("soort", ANDERS)
@pytest.mark.parametrize("ontvanger", ZORG)
def test_care_gets_nothing_of_another_kind_whatever_else_is_so(soort: str, ontvanger: str) -> None:
    for als in ([], ["toestemming"], ["vitaal_belang"], ["opvang", "toestemming"], ["gevaar_kind"], ["veiligheid"]):
        bekend = [*als, *LEEFTIJD.get(ontvanger, []), f"soort_{soort}"]
        for categorie in ALLE:
            besluit = CONVENANT.besluit(categorie, ontvanger, "S", bekend, DAG)
            assert (besluit.mag, besluit.hoogste_vorm) == (False, "N"), (categorie, bekend)
        assert "niet om mensenhandel" in besluit.reden


def test_the_border_police_gets_another_kind_only_at_the_border() -> None:
    assert [vorm(een, "kmar", "soort_drugs", "grens") for een in ("D1", "D2", "D4", "D5")] == ["J"] * 4


def test_the_matrix_of_trafficking_is_the_same_decision_as_without_kinds() -> None:
    """The table without any line about a kind decides the same, to the word, under every set of circumstances."""
    tabel = lees(MAP / "convenant.toml")
    for rij in tabel["ontvanger"]:
        rij.pop("niet_als", None)
    for rij in tabel["categorie"]:
        for kolom, regels in rij["cel"].items():
            rij["cel"][kolom] = [een for een in regels if "soort_" not in een]
    zonder = laad_convenant(tabel, "convenant.toml")
    codes = list(zonder.omstandigheden)
    for categorie in ALLE:
        for ontvanger in zonder.ontvangers:
            for als in chain([()], combinations(codes, 1), combinations(codes, 2), combinations(codes, 3)):
                oud = zonder.besluit(categorie, ontvanger, "J", als, DAG)
                assert CONVENANT.besluit(categorie, ontvanger, "J", als, DAG) == oud


def test_a_kind_is_no_circumstance_that_may_still_come_true() -> None:
    reden = CONVENANT.besluit("D1", "nla", "J", [], DAG).reden
    assert "het gaat om werk" in reden and "geld" not in reden


def test_the_circumstances_of_a_case_follow_from_its_kind() -> None:
    assert omstandigheden("mensenhandel") == set()
    assert omstandigheden("drugs") == {"soort_drugs", "soort_anders"}
    # A kind that left the table: care still gets nothing.
    weg = omstandigheden("weg") & set(CONVENANT.omstandigheden)
    assert weg == {"soort_anders"} and vorm("D3", "opvang", *weg) == "N"
    with pytest.raises(ConvenantOnbekend):
        vorm("D1", "politie", "soort_weg")


def test_trafficking_has_the_form_of_the_region_and_another_kind_its_own_questions() -> None:
    assert BELEID.formulier_van("mensenhandel") is BELEID.formulier is BELEID.formulier_van("weg")
    gewoon = {een.naam for scherm in BELEID.formulier.schermen for een in scherm.vragen}
    drugs = {een.naam: een for scherm in BELEID.formulier_van("drugs").schermen for een in scherm.vragen}
    assert gewoon - set(drugs) == {"slachtoffer", "weet_ervan"}
    assert set(drugs) - gewoon == {"soort_pand"}
    assert "geur" in dict(drugs["herken"].keuzes) and "opgesloten" not in dict(drugs["herken"].keuzes)
    geld = {een.naam for scherm in BELEID.formulier_van("geld").schermen for een in scherm.vragen}
    assert "minderjarig" not in geld
    assert [een.nr for een in BELEID.formulier_van("geld").schermen] == [een.nr for een in BELEID.formulier.schermen]


def test_an_own_question_stands_where_its_row_says() -> None:
    namen = [een.naam for een in BELEID.formulier_van("drugs").scherm("2").vragen]
    assert namen == ["tekst", "herken", "wanneer", "dag"]
    assert [een.naam for een in BELEID.formulier_van("drugs").scherm("3").vragen][-1] == "soort_pand"
    (vraag,) = [een for een in BELEID.formulier_van("huisvesting").scherm("4").vragen if een.naam == "minderjarig"]
    assert vraag.label == "Wonen er misschien kinderen?" and vraag.code


def test_conditions_on_an_answer_that_a_kind_has_not_fall_away() -> None:
    drugs = BELEID.formulier_van("drugs")
    assert drugs.spoed({"gevaar": "ja"}) and not drugs.spoed({"gevaar": "nee", "herken": ["opgesloten"]})
    assert drugs.instructies({"gevaar": "nee", "herken": ["vaten"]}) == ["lab"]
    assert BELEID.formulier_van("geld").instructies({"gevaar": "nee", "herken": ["regeling"]}) == ["regeling"]


def test_every_kind_has_forms_of_its_own_and_their_names_are_known_everywhere() -> None:
    assert set(BELEID.vormen_van("drugs").codes) & set(BELEID.taxonomie["vormen"].codes) == set()
    assert BELEID.vormnaam("DR_LAB") == "Drugs maken" and BELEID.vormnaam("ARBEID") == "Arbeidsuitbuiting"
    assert BELEID.vormnaam("ONZIN") == "ONZIN"


def test_a_kind_may_have_another_retention_class() -> None:
    soort = BELEID.soorten.van("drugs")
    assert soort.bewaarklasse("afgesloten") == "afgesloten"


def _rij(tabel: dict[str, Any], nr: int) -> dict[str, Any]:
    rij: dict[str, Any] = tabel["soort"][nr]
    return rij


FOUTEN: tuple[tuple[str, Callable[[dict[str, Any]], object], str], ...] = (
    ("twice", lambda t: t["soort"].append(t["soort"][1]), "stands twice"),
    ("trafficking is not first", lambda t: t["soort"].reverse(), "first kind"),
    ("no forms", lambda t: _rij(t, 1).pop("vorm"), "forms of its own"),
    ("a strange code", lambda t: _rij(t, 1).update(code="Drugs!"), "lower-case"),
    ("anders", lambda t: _rij(t, 1).update(code="anders"), "not 'anders'"),
    ("an unknown key", lambda t: _rij(t, 1).update(kleur="rood"), "unknown key"),
    ("trafficking with a question", lambda t: _rij(t, 0).update(zonder=["plek"]), "formulier.toml"),
)


@pytest.mark.parametrize(("naam", "breek", "reden"), FOUTEN, ids=[een[0] for een in FOUTEN])
def test_a_table_that_contradicts_itself_is_refused(naam: str, breek: Callable[..., object], reden: str) -> None:
    tabel = lees(MAP / "soorten.toml")
    breek(tabel)
    with pytest.raises(BeleidFout, match=reden):
        laad_soorten(tabel, "soorten.toml")


TEGENSPRAKEN = (
    ("soorten.toml", 'zonder_stappen = ["opvang_zoeken"', 'zonder_stappen = ["vliegen"', "unknown step 'vliegen'"),
    ("soorten.toml", 'midden = "drugs"', 'midden = "drugs"\nkaarten = ["x"]', "unknown card 'x'"),
    ("soorten.toml", 'midden = "drugs"', 'midden = "drugs"\nbewaren = {afgesloten = "x"}', "retention class"),
    ("soorten.toml", '"weet_ervan"]', '"schoenmaat"]', "'zonder' names no question: 'schoenmaat'"),
    ("soorten.toml", 'na = "tekst"', 'na = "plek"', "no question 'plek' on screen '2'"),
    ("soorten.toml", 'scherm = "3"', 'scherm = "9"', "no screen '9'"),
    ("soorten.toml", 'naam = "soort_pand"', 'naam = "gevaar"', "another screen"),
    ("soorten.toml", 'naam = "soort_pand"', 'code = true\nnaam = "vormen"', "name of a code of the server"),
    ("soorten.toml", 'als = [["herken=vaten"]]', 'als = [["herken=koeien"]]', "unknown answer 'herken=koeien'"),
    ("soorten.toml", 'code = "DR_LAB"', 'code = "ARBEID"', "stands in taxonomie/vormen.toml too"),
    ("convenant.toml", "J als soort_geld", "J als soort_goud", "soort_goud"),
    ("convenant.toml", 'niet_als = ["soort_anders"]', 'niet_als = ["grens"]', "names kinds of signal"),
)


@pytest.mark.parametrize(("bestand", "oud", "nieuw", "reden"), TEGENSPRAKEN, ids=[een[3] for een in TEGENSPRAKEN])
def test_a_kind_that_the_rest_of_the_policy_does_not_know_is_refused(
    bestand: str, oud: str, nieuw: str, reden: str, kopie: Path
) -> None:
    tekst = (kopie / bestand).read_text("utf-8")
    assert oud in tekst
    (kopie / bestand).write_text(tekst.replace(oud, nieuw, 1), "utf-8")
    with pytest.raises(BeleidFout) as gevonden:
        laad_beleid(kopie)
    assert reden in str(gevonden.value)


@pytest.fixture
def kopie(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MAP, tmp_path / "config", ignore=shutil.ignore_patterns("*.py", "__pycache__")))
