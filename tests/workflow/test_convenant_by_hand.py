"""The covenant in words, written by hand: it does not read the tables of the product."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import config
from config.bestanden import lees
from workflow.convenant import Convenant, ConvenantOnbekend
from workflow.convenantladen import laad_convenant, onbekende_bewaarklassen
from workflow.tabel import BeleidFout

PAD = Path(config.__file__).parent / "convenant.toml"
CONVENANT: Convenant = laad_convenant(lees(PAD), "convenant.toml")
DAG = date(2026, 11, 24)

# One word per recipient of the covenant's own table, and what must be so for it to be a recipient at all.
KOLOMMEN: dict[str, tuple[str, str]] = {
    "AF": ("af", ""),
    "VA": ("va", ""),
    "overleg": ("overleg", ""),
    "politie/OM": ("politie", ""),
    "NLA": ("nla", ""),
    "KMar": ("kmar", ""),
    "RIEC": ("riec", ""),
    "Veilig Thuis": ("veilig-thuis", ""),
    "zorgcoordinator": ("moviera", "23_plus"),
    "CoMensha": ("comensha", ""),
    "opvang": ("opvang", ""),
}

# The table of the covenant, written over by hand: "form", or "form, unless: form when what is the case".
MATRIX: dict[str, dict[str, str]] = {
    "D1 plaats of bedrijf": {
        "AF": "J",
        "VA": "J",
        "overleg": "J",
        "politie/OM": "J",
        "NLA": "N; J bij arbeid",
        "KMar": "N; J bij grens",
        "RIEC": "J",
        "Veilig Thuis": "P",
        "zorgcoordinator": "P",
        "CoMensha": "N",
        "opvang": "N",
    },
    "D2 mogelijk slachtoffer": {
        "AF": "J",
        "VA": "P",
        "overleg": "P",
        "politie/OM": "P; J bij toestemming; J bij vitaal_belang; J bij taak",
        "NLA": "P; J bij arbeid",
        "KMar": "P; J bij grens",
        "RIEC": "P; J bij wgs",
        "Veilig Thuis": "P; J bij onder_18",
        "zorgcoordinator": "P; J bij toestemming; J bij vitaal_belang",
        "CoMensha": "S; J bij opvang en toestemming",
        "opvang": "J",
    },
    "D3 gezondheid": {
        "AF": "J",
        "VA": "N",
        "overleg": "N",
        "politie/OM": "N; J bij vitaal_belang",
        "NLA": "N",
        "KMar": "N",
        "RIEC": "N",
        "Veilig Thuis": "J",
        "zorgcoordinator": "J",
        "CoMensha": "N",
        "opvang": "J",
    },
    "D4 mogelijke dader": {
        "AF": "J",
        "VA": "J",
        "overleg": "P; J bij privacycheck_2a",
        "politie/OM": "J",
        "NLA": "J",
        "KMar": "J",
        "RIEC": "J",
        "Veilig Thuis": "P",
        "zorgcoordinator": "N",
        "CoMensha": "N",
        "opvang": "N; P bij veiligheid",
    },
    "D5 nationaliteit of verblijf": {
        "AF": "J",
        "VA": "P",
        "overleg": "N",
        "politie/OM": "J",
        "NLA": "J",
        "KMar": "J",
        "RIEC": "N",
        "Veilig Thuis": "J",
        "zorgcoordinator": "J",
        "CoMensha": "J",
        "opvang": "J",
    },
    "D6 verblijfadres": {
        "AF": "J; N bij geplaatst",
        "VA": "N",
        "overleg": "N",
        "politie/OM": "N; J bij vitaal_belang",
        "NLA": "N",
        "KMar": "N",
        "RIEC": "N",
        "Veilig Thuis": "J",
        "zorgcoordinator": "J",
        "CoMensha": "J",
        "opvang": "J",
    },
    "D7 melder": {
        "AF": "J",
        "VA": "P",
        "overleg": "N",
        "politie/OM": "N; J bij instemming_melder",
        "NLA": "N",
        "KMar": "N",
        "RIEC": "N",
        "Veilig Thuis": "N",
        "zorgcoordinator": "N",
        "CoMensha": "N",
        "opvang": "N",
    },
    "D8 politiegegevens uit het overleg": {
        "AF": "N",
        "VA": "N",
        "overleg": "N",
        "politie/OM": "N",
        "NLA": "N",
        "KMar": "N",
        "RIEC": "N",
        "Veilig Thuis": "N",
        "zorgcoordinator": "N",
        "CoMensha": "N",
        "opvang": "N",
    },
    "D9 kinderen of gezin": {
        "AF": "J",
        "VA": "P",
        "overleg": "N",
        "politie/OM": "N; J bij gevaar_kind",
        "NLA": "N",
        "KMar": "N",
        "RIEC": "N",
        "Veilig Thuis": "J",
        "zorgcoordinator": "J",
        "CoMensha": "N",
        "opvang": "J",
    },
    "D10 afspraken en acties": {
        "AF": "J",
        "VA": "J",
        "overleg": "J",
        "politie/OM": "N",
        "NLA": "N",
        "KMar": "N",
        "RIEC": "N",
        "Veilig Thuis": "N",
        "zorgcoordinator": "N",
        "CoMensha": "S",
        "opvang": "N",
    },
    "D11 BSN": {
        "AF": "N",
        "VA": "N",
        "overleg": "N",
        "politie/OM": "N",
        "NLA": "N",
        "KMar": "N",
        "RIEC": "N",
        "Veilig Thuis": "N",
        "zorgcoordinator": "N",
        "CoMensha": "N",
        "opvang": "N",
    },
}
HAND = [(soort.split()[0], wie, cel) for soort, rij in MATRIX.items() for wie, cel in rij.items()]
# What can be the case. An age that a carer is not for is tested apart.
FEITEN = [
    *("onder_18", "18_22", "23_plus", "alleenstaande_vreemdeling", "arbeid", "grens", "toestemming", "vitaal_belang"),
    *("taak", "wgs", "privacycheck_2a", "opvang", "geplaatst", "gevaar_kind", "veiligheid", "instemming_melder"),
]


def test_the_hand_written_table_is_whole() -> None:
    assert len(HAND) == 121
    assert {een.partition(" ")[0] for een in MATRIX} == {f"D{nr}" for nr in range(1, 12)}
    assert all(set(rij) == set(KOLOMMEN) for rij in MATRIX.values())
    assert set(FEITEN) == set(CONVENANT.omstandigheden)
    assert {CONVENANT.ontvanger(naam).kolom for naam, _ in KOLOMMEN.values()} == {
        een.kolom for een in CONVENANT.ontvangers.values()
    }


@pytest.mark.parametrize(("categorie", "wie", "cel"), HAND)
def test_each_cell_is_what_the_covenant_says_with_and_without_each_circumstance(
    categorie: str, wie: str, cel: str
) -> None:
    naam, altijd = KOLOMMEN[wie]
    gewoon, *anders = cel.split("; ")
    regels = [(set(een[len("X bij ") :].split(" en ")), een[0]) for een in anders]

    def hoogste(*klopt: str) -> str:
        return CONVENANT.besluit(categorie, naam, "J", {*altijd.split(), *klopt}, DAG).hoogste_vorm

    assert hoogste() == gewoon
    for nodig, vorm in regels:
        assert hoogste(*nodig) == vorm
        assert hoogste(*FEITEN) == vorm, "more that is so changes nothing about it"
        for een in nodig:
            if len(nodig) > 1:
                assert hoogste(*(nodig - {een})) == gewoon, "all of it must be so"
    alleen = {een for nodig, _ in regels if len(nodig) == 1 for een in nodig}
    for een in set(FEITEN) - alleen:
        assert hoogste(een) == gewoon, f"{een} has nothing to do with it"
    if not regels:
        assert hoogste(*FEITEN) == gewoon


# category, recipient, what is the case, and the most that may go: J names, P pseudonyms, S numbers, N nothing
CELLEN = [
    # Where it is: the agencies that act there; care and Veilig Thuis only generalised; shelters not.
    ("D1", "af", "", "J"),
    ("D1", "overleg", "", "J"),
    ("D1", "politie", "", "J"),
    ("D1", "om", "", "J"),
    ("D1", "nla", "arbeid", "J"),
    ("D1", "nla", "", "N"),
    ("D1", "kmar", "grens", "J"),
    ("D1", "kmar", "arbeid", "N"),
    ("D1", "riec", "", "J"),
    ("D1", "zvh", "", "J"),
    ("D1", "veilig-thuis", "", "P"),
    ("D1", "meesamen", "18_22", "P"),
    ("D1", "comensha", "", "N"),
    ("D1", "opvang-de-linde", "", "N"),
    # Who the victim may be: first without name, then only with a reason.
    ("D2", "af", "", "J"),
    ("D2", "va", "", "P"),
    ("D2", "overleg", "", "P"),
    ("D2", "politie", "", "P"),
    ("D2", "politie", "toestemming", "J"),
    ("D2", "politie", "vitaal_belang", "J"),
    ("D2", "om", "taak", "J"),
    ("D2", "nla", "", "P"),
    ("D2", "nla", "arbeid", "J"),
    ("D2", "kmar", "grens", "J"),
    ("D2", "riec", "", "P"),
    ("D2", "riec", "wgs", "J"),
    ("D2", "zvh", "wgs", "J"),
    ("D2", "veilig-thuis", "onder_18", "J"),
    ("D2", "veilig-thuis", "23_plus", "P"),
    ("D2", "veilig-thuis", "23_plus toestemming", "P"),
    ("D2", "moviera", "23_plus toestemming", "J"),
    ("D2", "moviera", "23_plus", "P"),
    ("D2", "meesamen", "18_22 vitaal_belang", "J"),
    ("D2", "comensha", "", "S"),
    ("D2", "comensha", "opvang", "S"),
    ("D2", "comensha", "opvang toestemming", "J"),
    ("D2", "opvang-het-anker", "", "J"),
    # Health: carers and shelter. Police only when a life is at stake. Never the overleg.
    ("D3", "af", "", "J"),
    ("D3", "va", "", "N"),
    ("D3", "overleg", "privacycheck_2a", "N"),
    ("D3", "politie", "", "N"),
    ("D3", "politie", "vitaal_belang", "J"),
    ("D3", "riec", "wgs", "N"),
    ("D3", "veilig-thuis", "", "J"),
    ("D3", "comensha", "opvang toestemming", "N"),
    ("D3", "opvang", "", "J"),
    # Offenders: never to carers; a shelter gets a warning at most.
    ("D4", "overleg", "", "P"),
    ("D4", "overleg", "privacycheck_2a", "J"),
    ("D4", "politie", "", "J"),
    ("D4", "riec", "", "J"),
    ("D4", "moviera", "23_plus", "N"),
    ("D4", "nidos", "onder_18 alleenstaande_vreemdeling", "N"),
    ("D4", "opvang", "", "N"),
    ("D4", "opvang", "veiligheid", "P"),
    # Nationality and residence.
    ("D5", "va", "", "P"),
    ("D5", "overleg", "privacycheck_2a", "N"),
    ("D5", "kmar", "", "J"),
    ("D5", "riec", "wgs", "N"),
    ("D5", "comensha", "", "J"),
    # Where somebody sleeps: once placed not even the officer.
    ("D6", "af", "", "J"),
    ("D6", "af", "geplaatst", "N"),
    ("D6", "va", "", "N"),
    ("D6", "politie", "taak", "N"),
    ("D6", "politie", "vitaal_belang", "J"),
    ("D6", "nla", "arbeid", "N"),
    ("D6", "opvang", "geplaatst", "J"),
    # The reporter: to the police only if he agrees, to no other partner ever.
    ("D7", "va", "", "P"),
    ("D7", "overleg", "instemming_melder", "N"),
    ("D7", "politie", "", "N"),
    ("D7", "politie", "instemming_melder", "J"),
    ("D7", "veilig-thuis", "instemming_melder", "N"),
    # Children.
    ("D9", "overleg", "", "N"),
    ("D9", "politie", "", "N"),
    ("D9", "politie", "gevaar_kind", "J"),
    ("D9", "veilig-thuis", "", "J"),
    ("D9", "riec", "wgs", "N"),
    # Who does what by when stays inside; CoMensha counts.
    ("D10", "overleg", "", "J"),
    ("D10", "politie", "taak", "N"),
    ("D10", "comensha", "", "S"),
]


@pytest.mark.parametrize(("categorie", "ontvanger", "omstandigheden", "hoogste"), CELLEN)
def test_a_recipient_gets_at_most_what_the_covenant_says(
    categorie: str, ontvanger: str, omstandigheden: str, hoogste: str
) -> None:
    for vorm in "NSPJ":
        besluit = CONVENANT.besluit(categorie, ontvanger, vorm, omstandigheden.split(), DAG)
        assert besluit.hoogste_vorm == hoogste
        assert besluit.mag == (vorm != "N" and "NSPJ".index(vorm) <= "NSPJ".index(hoogste))


ALLEN = [
    "af",
    "va",
    "overleg",
    "politie",
    "om",
    "nla",
    "kmar",
    "riec",
    "zvh",
    "veilig-thuis",
    "meesamen",
    "moviera",
    "nidos",
    "comensha",
    "opvang",
    "opvang-de-linde",
    "opvang-het-anker",
]


@pytest.mark.parametrize("categorie", ["D8", "D11"])
@pytest.mark.parametrize("ontvanger", ALLEN)
def test_police_data_and_the_bsn_go_to_nobody_whatever_is_the_case(categorie: str, ontvanger: str) -> None:
    besluit = CONVENANT.besluit(categorie, ontvanger, "J", CONVENANT.omstandigheden, DAG)
    assert (besluit.mag, besluit.hoogste_vorm) == (False, "N")


@pytest.mark.parametrize(
    ("ontvanger", "leeftijd", "mag"),
    [
        ("meesamen", "onder_18", True),
        ("meesamen", "18_22", True),
        ("meesamen", "23_plus", False),
        ("moviera", "23_plus", True),
        ("moviera", "18_22", False),
        ("nidos", "onder_18", False),
        ("nidos", "onder_18 alleenstaande_vreemdeling", True),
        ("nidos", "18_22 alleenstaande_vreemdeling", False),
        ("meesamen", "", False),
    ],
)
def test_a_care_coordinator_gets_only_people_of_his_age(ontvanger: str, leeftijd: str, mag: bool) -> None:
    assert CONVENANT.besluit("D2", ontvanger, "P", leeftijd.split(), DAG).mag is mag


def test_a_refusal_says_why_and_a_permission_on_which_ground() -> None:
    nee = CONVENANT.besluit("D2", "politie", "J", (), DAG)
    assert nee.reden == (
        "Wie het mogelijke slachtoffer is: de politie mag gegevens met P-nummers krijgen. Meer mag alleen als dit "
        "klopt: er is toestemming, of er is gevaar voor een leven, of het is nodig voor de taak van de gemeente."
    )
    ja = CONVENANT.besluit("D4", "politie", "J", (), DAG)
    assert (ja.mag, ja.grond, ja.artikel, ja.versie) == (True, "AVG 10; UAVG 33; Wpg", "B1-D4", "2026-1")
    assert CONVENANT.artikelen[ja.artikel] == "Bijlage 1, D4: mogelijke dader of baas [V]"
    leven = CONVENANT.besluit("D2", "politie", "J", {"vitaal_belang"}, DAG)
    assert CONVENANT.artikelen[leven.artikel] == "Artikel 7: gevaar voor een leven [V]"


@pytest.mark.parametrize(
    ("categorie", "ontvanger", "vorm", "omstandigheid"),
    [
        ("D12", "politie", "J", "taak"),
        ("D1", "krant", "J", "taak"),
        ("D1", "politie", "X", "taak"),
        ("D1", "politie", "J", "nieuwsgierig"),
    ],
)
def test_what_the_covenant_does_not_know_is_an_error_and_not_a_permission(
    categorie: str, ontvanger: str, vorm: str, omstandigheid: str
) -> None:
    with pytest.raises(ConvenantOnbekend):
        CONVENANT.besluit(categorie, ontvanger, vorm, {omstandigheid}, DAG)


def test_a_guardian_gets_nothing_about_an_offender_even_when_other_carers_would() -> None:
    tabel = lees(PAD)
    (daders,) = [een for een in tabel["categorie"] if een["code"] == "D4"]
    daders["cel"]["zorgcoordinator"] = ["J"]
    ruimer = laad_convenant(tabel, "convenant.toml")
    assert ruimer.besluit("D4", "moviera", "J", {"23_plus"}, DAG).mag
    assert not ruimer.besluit("D4", "nidos", "P", {"onder_18", "alleenstaande_vreemdeling"}, DAG).mag


def test_more_facts_known_never_shrink_what_the_police_may_get() -> None:
    alles = set(CONVENANT.omstandigheden)
    for code in CONVENANT.categorieen:
        kaal = CONVENANT.besluit(code, "politie", "J", (), DAG).hoogste_vorm
        vol = CONVENANT.besluit(code, "politie", "J", alles, DAG).hoogste_vorm
        assert "NSPJ".index(kaal) <= "NSPJ".index(vol)


def _zet(tabel: dict[str, Any], pad: str, waarde: Any) -> None:
    """Change one place of a table: "categorie.1.cel.politie" is the cell of the second category."""
    *weg, naam = [int(een) if een.isdigit() else een for een in pad.split(".")]
    plek: Any = tabel
    for een in weg:
        plek = plek[een]
    if waarde is None:
        del plek[naam]
    else:
        plek[naam] = waarde


ZONDER_D11 = [een for een in lees(PAD)["categorie"] if een["code"] != "D11"]
KAPOT = [
    ("categorie.0.cel.politie", None, "categorie 1 (D1)", "cells do not match the recipients: politie"),
    ("categorie.0.cel.politie", ["X"], "categorie 1 (D1)", "cell 'politie': 'X' is no form (J, P, S, N)"),
    ("categorie.0.cel.politie", ["J als zin", "N"], "categorie 1 (D1)", "with known circumstances"),
    ("categorie.0.cel.politie", "J", "categorie 1 (D1)", "cell 'politie' must be a list"),
    ("categorie.0.cel.politie", [], "categorie 1 (D1)", "cell 'politie' must end with its only line without"),
    ("categorie.0.cel.politie", ["J als taak"], "categorie 1 (D1)", "must end with its only line without"),
    ("categorie.0.cel.politie", ["J", "N"], "categorie 1 (D1)", "must end with its only line without"),
    (
        "categorie.1.cel.politie",
        ["J als taak", "P als taak", "N"],
        "categorie 2 (D2)",
        "cell 'politie': 'P als taak' overlaps 'J als taak'",
    ),
    (
        "categorie.1.cel.politie",
        ["J als taak+wgs", "P als wgs+taak", "N"],
        "categorie 2 (D2)",
        "'P als wgs+taak' overlaps 'J als taak+wgs': the same circumstances",
    ),
    (
        "categorie.1.cel.politie",
        ["P als taak", "J als taak+wgs", "N"],
        "categorie 2 (D2)",
        "'J als taak+wgs' never applies, because 'P als taak' comes first",
    ),
    ("categorie.1.artikel", "B1-D99", "categorie 2 (D2)", "unknown article 'B1-D99'"),
    ("categorie.1.cel.nla", ["J als arbeid volgens 99", "P"], "categorie 2 (D2)", "cell 'nla': unknown article '99'"),
    ("categorie.1.cel.nla", ["P volgens "], "categorie 2 (D2)", "cell 'nla': unknown article ''"),
    ("categorie.1.bewaren", None, "categorie 2 (D2)", "key 'bewaren' is missing"),
    ("categorie.7.cel.politie", ["J"], "categorie 8 (D8)", "cell 'politie' shares what 'bewaren' says is never kept"),
    ("categorie.1.code", "D1", "", "categorie 'D1' stands twice"),
    ("categorie", ZONDER_D11, "", "D11"),
    ("ontvanger.0.alleen_als", ["zin"], "ontvanger 1 (af)", "unknown circumstance"),
    ("ontvanger.0.zonder", ["D12"], "ontvanger 1 (af)", "unknown category"),
    ("ontvanger.1.naam", "af", "", "ontvanger 'af' stands twice"),
    ("omstandigheid.1.code", "onder_18", "", "omstandigheid 'onder_18' stands twice"),
    ("artikel.1.code", "B1-D1", "", "artikel 'B1-D1' stands twice"),
    ("geldig_tot", "ooit", "", "must be date"),
    ("geldig_vanaf", date(2028, 1, 1), "", "'geldig_vanaf' is after 'geldig_tot'"),
    ("ondertekenaar", [], "", "at least one 'ondertekenaar'"),
    ("ondertekenaar.0.op", "gisteren", "ondertekenaar 1 (voorbeeld: de acht gemeenten)", "must be date"),
    ("generaliseren.categorie.0.deel", ["straat"], "generaliseren, categorie 1 (D1)", "'deel' must be some of"),
    ("generaliseren.persoon", ["naam"], "generaliseren", "'persoon' must be some of"),
    ("erbij", 1, "", "unknown key 'erbij'"),
]


@pytest.mark.parametrize(("pad", "waarde", "rij", "reden"), KAPOT)
def test_a_covenant_with_a_gap_or_an_overlap_is_refused_by_row(pad: str, waarde: Any, rij: str, reden: str) -> None:
    tabel = lees(PAD)
    _zet(tabel, pad, waarde)
    with pytest.raises(BeleidFout) as gevonden:
        laad_convenant(tabel, "convenant.toml")
    (tegenspraak,) = gevonden.value.tegenspraken
    assert (tegenspraak.bestand, tegenspraak.rij) == ("convenant.toml", rij)
    assert reden in tegenspraak.reden


def test_all_broken_rows_are_told_at_once() -> None:
    tabel = lees(PAD)
    _zet(tabel, "categorie.0.artikel", "x")
    _zet(tabel, "categorie.4.cel.af", [])
    with pytest.raises(BeleidFout) as gevonden:
        laad_convenant(tabel, "convenant.toml")
    assert [een.rij for een in gevonden.value.tegenspraken] == ["categorie 1 (D1)", "categorie 5 (D5)"]


def test_a_retention_class_that_the_clocks_do_not_have_is_refused() -> None:
    tabel = lees(PAD)
    _zet(tabel, "categorie.3.bewaren", "eeuwig")
    (fout,) = onbekende_bewaarklassen(laad_convenant(tabel, "c.toml"), ["afgesloten", "ident", "melder"], "c.toml")
    assert str(fout) == "c.toml: categorie D4: unknown retention class 'eeuwig'"


@pytest.mark.parametrize(
    ("dag", "mag", "reden"),
    [
        (date(2025, 12, 31), False, "Het convenant geldt pas vanaf donderdag 1 januari 2026. Delen kan nog niet."),
        (date(2026, 1, 1), True, ""),
        (date(2027, 12, 31), True, ""),
        (date(2028, 1, 1), False, "Het convenant gold tot en met vrijdag 31 december 2027. Delen kan niet meer."),
    ],
)
def test_outside_its_days_nothing_leaves_and_the_desks_read_on(dag: date, mag: bool, reden: str) -> None:
    for naam, _ in KOLOMMEN.values():
        for categorie in CONVENANT.categorieen:
            gewoon = CONVENANT.besluit(categorie, naam, "J", {"23_plus"}, DAG)
            nu = CONVENANT.besluit(categorie, naam, "J", {"23_plus"}, dag)
            if mag or naam in ("af", "va"):
                assert nu == gewoon
            else:
                assert (nu.mag, nu.hoogste_vorm, nu.reden) == (False, "N", reden)
    assert CONVENANT.waarom_niet(dag) == reden
    assert CONVENANT.geldt_op(dag) is mag
