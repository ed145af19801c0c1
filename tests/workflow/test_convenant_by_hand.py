"""The covenant in words, written by hand: it does not read the tables of the product."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import config
from config.bestanden import lees
from workflow.convenant import Convenant, ConvenantOnbekend, laad_convenant
from workflow.tabel import BeleidFout

PAD = Path(config.__file__).parent / "convenant.toml"
CONVENANT: Convenant = laad_convenant(lees(PAD), "convenant.toml")

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
        besluit = CONVENANT.besluit(categorie, ontvanger, vorm, omstandigheden.split())
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
    besluit = CONVENANT.besluit(categorie, ontvanger, "J", CONVENANT.omstandigheden)
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
    assert CONVENANT.besluit("D2", ontvanger, "P", leeftijd.split()).mag is mag


def test_a_refusal_says_why_and_a_permission_on_which_ground() -> None:
    nee = CONVENANT.besluit("D2", "politie", "J")
    assert nee.reden == (
        "Wie het mogelijke slachtoffer is: de politie mag gegevens met P-nummers krijgen. Meer mag alleen als dit "
        "klopt: er is toestemming, of er is gevaar voor een leven, of het is nodig voor de taak van de gemeente."
    )
    ja = CONVENANT.besluit("D4", "politie", "J")
    assert (ja.mag, ja.grond, ja.artikel) == (True, "AVG 10; UAVG 33; Wpg", "Bijlage 1, D4 [V]")


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
        CONVENANT.besluit(categorie, ontvanger, vorm, {omstandigheid})


def test_a_guardian_gets_nothing_about_an_offender_even_when_other_carers_would() -> None:
    tabel = lees(PAD)
    (daders,) = [een for een in tabel["categorie"] if een["code"] == "D4"]
    daders["cel"]["zorgcoordinator"] = ["J"]
    ruimer = laad_convenant(tabel, "convenant.toml")
    assert ruimer.besluit("D4", "moviera", "J", {"23_plus"}).mag
    assert not ruimer.besluit("D4", "nidos", "P", {"onder_18", "alleenstaande_vreemdeling"}).mag


def test_more_facts_known_never_shrink_what_the_police_may_get() -> None:
    alles = set(CONVENANT.omstandigheden)
    for code in CONVENANT.categorieen:
        kaal = CONVENANT.besluit(code, "politie", "J").hoogste_vorm
        vol = CONVENANT.besluit(code, "politie", "J", alles).hoogste_vorm
        assert "NSPJ".index(kaal) <= "NSPJ".index(vol)


def _kapot(verander: str) -> dict[str, Any]:
    tabel = lees(PAD)
    cel = tabel["categorie"][0]["cel"]
    if verander == "gat":
        del cel["politie"]
    elif verander == "vorm":
        cel["politie"] = ["X"]
    elif verander == "omstandigheid":
        cel["politie"] = ["J als zin", "N"]
    elif verander == "geen_slot":
        cel["politie"] = ["J als taak"]
    elif verander == "categorie":
        del tabel["categorie"][10]
    elif verander == "alleen_als":
        tabel["ontvanger"][0]["alleen_als"] = ["zin"]
    else:
        tabel["geldig_tot"] = "ooit"
    return tabel


@pytest.mark.parametrize(
    ("verander", "rij", "reden"),
    [
        ("gat", "categorie 1 (D1)", "cells do not match"),
        ("vorm", "categorie 1 (D1)", "is no form"),
        ("omstandigheid", "categorie 1 (D1)", "is no form (J, P, S, N) with known circumstances"),
        ("geen_slot", "categorie 1 (D1)", "must end with its only line without circumstances"),
        ("categorie", "", "D11"),
        ("alleen_als", "ontvanger 1 (af)", "unknown circumstance"),
        ("datum", "", "must be date"),
    ],
)
def test_a_covenant_with_a_gap_is_refused_by_row(verander: str, rij: str, reden: str) -> None:
    with pytest.raises(BeleidFout) as gevonden:
        laad_convenant(_kapot(verander), "convenant.toml")
    (tegenspraak,) = gevonden.value.tegenspraken
    assert (tegenspraak.bestand, tegenspraak.rij) == ("convenant.toml", rij)
    assert reden in tegenspraak.reden


def test_the_covenant_says_until_when_it_holds() -> None:
    assert CONVENANT.geldig_tot > CONVENANT.convenantdatum >= date(2026, 1, 1)
