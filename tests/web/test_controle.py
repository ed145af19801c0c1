"""An integral control: a place of the case, shelter first, partners, and what was found."""

from pathlib import Path
from typing import Any

import pytest

from tests.storage.wandeling import STRAKS, in_aanpak, trajecten
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.wereld import Wereld, maak_wereld
from workflow import controle
from workflow.fouten import StapGeweigerd

__all__ = ["kantoor"]

PLEK = "Proefpad 12, Aalten"
PLAN: dict[str, Any] = {
    "woning": "nee",
    "datum": STRAKS,
    "tijd": "7.30",
    "leider": "afdeling",
    "doel_controle": "hulp",
    "opvang_klaar": "ja",
    "bedden": "6",
    "opvang_bij": "zorgcoordinator",
}


def plek(w: Wereld, zaak: bytes, plaats: str = PLEK, soort: str = "adres") -> str:
    """A fact that is a place. Out: its id."""
    w.stap("af.aalten", zaak, "plaats_vastleggen", soort_plaats=soort, plaats=plaats, bron="zelf")
    with w.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
    return next(doc.id.hex() for doc in reversed(docs) if doc.soort == "feit")


def controle_in(w: Wereld) -> tuple[bytes, bytes]:
    zaak = in_aanpak(w)
    (actie,) = trajecten(w, zaak, "actie")
    return zaak, actie


def weigert(w: Wereld, zaak: bytes, actie: bytes, **velden: Any) -> tuple[str, ...]:
    with pytest.raises(StapGeweigerd) as fout:
        w.stap("va.aalten", zaak, "controle_plannen", actie, **velden)
    return (*fout.value.punten, *fout.value.velden)


def test_a_control_is_planned_and_the_department_reads_it_without_the_case(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    pad = f"/acties/{actie.hex()}"
    voor = kantoor.als("va.aalten").get(pad)
    assert controle.ACTIE in acties_op(voor) and "nog niet voorbereid" in voor.tekst
    velden = PLAN | {"plaats": plek(w, zaak), "partners": ["politie", "nla", "brandweer"]}
    velden |= {"tolk": "ja", "taal": "Pools"}
    gezet = stuur(kantoor.als("va.aalten"), pad, controle.ACTIE, velden)
    assert gezet.code == 303, gezet.fouten
    toezicht = kantoor.als("toezicht.aalten").get(pad)
    for tekst in (PLEK, "7.30", "Politie", "Brandweer", "Pools", "De zorgcoördinator"):
        assert tekst in toezicht.tekst, tekst
    for geheim in (w.zaak(zaak).nummer, "/verstrekkingen/", "Controle op het adres.", "Zes mensen"):
        assert geheim not in toezicht.tekst, geheim
    assert controle.ACTIE not in acties_op(toezicht)


def test_each_partner_with_a_desk_gets_a_draft_without_names_and_reads_nothing_yet(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    voor = set(trajecten(w, zaak, "verstrekking"))
    velden = PLAN | {"plaats": plek(w, zaak), "partners": ["politie", "nla", "brandweer"]}
    for _ in range(2):
        # Planning again makes no second draft.
        w.stap("va.aalten", zaak, "controle_plannen", actie, **velden)
    nieuw = [w.traject(een) for een in trajecten(w, zaak, "verstrekking") if een not in voor]
    assert sorted((een.ontvanger, een.vorm, een.staat) for een in nieuw) == [
        ("nla.regio", "P", "concept"),
        ("politie.regio", "P", "concept"),
    ]
    gezien = kantoor.als("va.aalten").get(f"/acties/{actie.hex()}")
    assert all(f"/verstrekkingen/{een.id.hex()}" in gezien.tekst for een in nieuw)
    assert "vertel het zelf" in gezien.tekst
    for een in nieuw:
        assert kantoor.als(een.ontvanger.partition(".")[0]).get(f"/verstrekkingen/{een.id.hex()}").code == 404


def test_without_shelter_a_control_needs_a_reason_or_a_request_that_runs(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    zonder = {naam: een for naam, een in PLAN.items() if naam not in ("bedden", "opvang_bij")} | {"opvang_klaar": "nee"}
    velden = zonder | {"plaats": plek(w, zaak)}
    assert weigert(w, zaak, actie, **velden) == (controle.EERST_OPVANG,)
    geen_bed = {**PLAN, "plaats": velden["plaats"], "bedden": "0"}
    assert weigert(w, zaak, actie, **geen_bed) == (controle.EERST_OPVANG,)
    w.stap("af.aalten", zaak, "opvang_zoeken", leeftijd="23_plus", toestemming="vitaal_belang", behoefte="Een bed.")
    w.stap("va.aalten", zaak, "controle_plannen", actie, **velden)


def test_with_a_reason_the_control_goes_on_and_the_page_says_that_shelter_is_not_ready(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    velden = PLAN | {"plaats": plek(w, zaak), "opvang_klaar": "nee", "opvang_reden": "De plek wordt morgen ontruimd."}
    w.stap("va.aalten", zaak, "controle_plannen", actie, **velden)
    lijst = kantoor.als("toezicht.aalten").get(f"/acties/{actie.hex()}").soep.select("section li")
    opvang = next(een.get_text(" ", strip=True) for een in lijst if "Opvang is geregeld" in een.get_text())
    assert opvang.startswith("Nog niet") and "morgen ontruimd" in opvang


def test_only_a_place_of_this_case_that_is_nobodys_home_will_do(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    ander, _ = controle_in(w)
    assert weigert(w, zaak, actie, **PLAN, plaats=plek(w, ander)) == ("plaats",)
    assert weigert(w, zaak, actie, **PLAN, plaats="00" * 16) == ("plaats",)
    assert weigert(w, zaak, actie, **PLAN, plaats=plek(w, zaak, "XX-99-YY", "kenteken")) == ("plaats",)
    gewoon = w.stap("af.aalten", zaak, "feit_vastleggen", categorie="D1", bron="zelf", feit="Ergens bij het bos.")
    assert gewoon.zaak.id == zaak
    with w.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
    los = next(doc.id.hex() for doc in reversed(docs) if doc.soort == "feit")
    assert weigert(w, zaak, actie, **PLAN, plaats=los) == ("plaats",)
    persoon = {"rol": "slachtoffer", "naam": "Verzonnen Persoon", "leeftijdsklasse": "23_plus"}
    w.stap("af.aalten", zaak, "persoon_toevoegen", **persoon, adres="Schuilpad 3, Aalten")
    thuis = plek(w, zaak, "Schuilpad 3, Aalten")
    assert controle.THUIS in weigert(w, zaak, actie, **PLAN, plaats=thuis)


@pytest.mark.parametrize(
    ("anders", "punt"),
    [
        ({"doel_controle": "opsporing"}, controle.OPSPORING),
        ({"tijd": "half acht"}, controle.TIJD),
        ({"tijd": "25.00"}, controle.TIJD),
        ({"woning": "ja"}, "woning_hoe"),
        ({"datum": "2020-01-01"}, "datum"),
        ({"bedden": ""}, "bedden"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_is_wrong(tmp_path: Path, anders: dict[str, str], punt: str) -> None:
    w = maak_wereld(tmp_path / "data")
    zaak, actie = controle_in(w)
    assert weigert(w, zaak, actie, **{**PLAN, **anders, "plaats": plek(w, zaak)}) == (punt,)
    w.huis.sluit()


def test_an_action_that_is_no_control_has_no_such_step(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_aanpak(w)
    velden = {"instrument": "BRP-ADR", "afdeling": "toezicht", "opdracht": "Kijk het na.", "datum": STRAKS}
    actie = w.stap("va.aalten", zaak, "actie_afspreken", **velden).nieuw_id
    assert actie is not None
    pagina = kantoor.als("va.aalten").get(f"/acties/{actie.hex()}")
    assert controle.ACTIE not in acties_op(pagina)
    assert controle.GEEN_CONTROLE in weigert(w, zaak, actie, **PLAN, plaats=plek(w, zaak))
    w.stap("toezicht.aalten", zaak, "starten", actie)
    gezien = kantoor.als("toezicht.aalten").get(f"/acties/{actie.hex()}")
    assert not gezien.soep.select("[name=aangetroffen], [name=aantal_slachtoffers]")
    # An answer that was not asked is not kept.
    w.stap("toezicht.aalten", zaak, "gereedmelden", actie, resultaat="Klaar.", aangetroffen=["slachtoffers"])
    assert "aangetroffen" not in w.traject(actie).kenmerken


def test_what_was_found_comes_back_to_the_case_and_may_start_a_signal(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    pad = f"/acties/{actie.hex()}"
    w.stap("toezicht.aalten", zaak, "starten", actie)
    gevonden = {"resultaat": "Vier mensen sliepen er.", "uitkomst": "uitgevoerd"}
    fout = stuur(kantoor.als("toezicht.aalten"), pad, "gereedmelden", {**gevonden, "aangetroffen": ["niets", "anders"]})
    assert fout.code == 422 and "Vier mensen sliepen er." in fout.tekst
    goed = {**gevonden, "aangetroffen": ["slachtoffers", "minderjarigen"]}
    telt = {"aantal_slachtoffers": "4", "aantal_minderjarigen": "1"}
    assert stuur(kantoor.als("toezicht.aalten"), pad, "gereedmelden", goed | telt).code == 303
    kenmerken = w.traject(actie).kenmerken
    assert (kenmerken["slachtoffers"], kenmerken["minderjarigen"], kenmerken["uitkomst"]) == (4, 1, "uitgevoerd")
    link = f"/werkvoorraad?herkomst=controle&amp;uit_actie={actie.hex()}"
    assert link in kantoor.als("va.aalten").get(pad).tekst and link in kantoor.als("af.aalten").get(pad).tekst
    assert link not in kantoor.als("toezicht.aalten").get(pad).tekst
    zaakpagina = kantoor.als("af.aalten").get(f"/zaken/{w.zaak(zaak).nummer}")
    assert "Controle samen met partners: uitgevoerd" in zaakpagina.tekst


def test_a_control_that_found_nothing_starts_no_signal(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    w.stap("toezicht.aalten", zaak, "starten", actie)
    w.stap("toezicht.aalten", zaak, "gereedmelden", actie, resultaat="Er was niemand.", aangetroffen=["niets"])
    assert "uit_actie" not in kantoor.als("va.aalten").get(f"/acties/{actie.hex()}").tekst


def test_a_signal_from_a_control_comes_in_by_that_entrance_and_both_cases_are_linked(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    w.stap("toezicht.aalten", zaak, "starten", actie)
    w.stap("toezicht.aalten", zaak, "gereedmelden", actie, resultaat="Vier mensen.", aangetroffen=["slachtoffers"])
    pad = f"/werkvoorraad?herkomst=controle&uit_actie={actie.hex()}"
    velden = {"gevaar": "nee", "tekst": "Zij slapen in de schuur.", "wanneer": "vandaag", "gemeente": "aalten"}
    velden |= {"minderjarig": "nee"}
    va = kantoor.als("va.aalten")
    gekozen = va.get(pad).soep.select("[name=herkomst] option[selected], [name=herkomst][checked]")
    assert [een["value"] for een in gekozen] == ["controle"]
    # An answer that is missing keeps the control with the form.
    fout = stuur(va, pad, "melden_vanuit_overleg", velden | {"herkomst": "controle", "tekst": ""})
    assert fout.code == 422 and fout.soep.select(f"input[name=uit_actie][value='{actie.hex()}']")
    goed = stuur(va, pad, "melden_vanuit_overleg", velden | {"herkomst": "controle"})
    assert goed.code == 200, goed.fouten
    (nieuw,) = w.zaak(zaak).kenmerken["gekoppeld"]
    ander = w.zaak(bytes.fromhex(nieuw))
    assert ander.kenmerken["gekoppeld"] == [zaak.hex()] and ander.kenmerken["ingang"] == "controle"
    assert ander.nummer in kantoor.als("af.aalten").get(f"/zaken/{w.zaak(zaak).nummer}").tekst


def test_somebody_of_another_municipality_links_nothing_to_a_case_by_its_control(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    velden = {"gevaar": "nee", "tekst": "Iets.", "wanneer": "vandaag", "gemeente": "winterswijk", "minderjarig": "nee"}
    for wat in (actie.hex(), "geen hex"):
        pad = f"/werkvoorraad?herkomst=controle&uit_actie={wat}"
        gezet = stuur(kantoor.als("va.winterswijk"), pad, "melden_vanuit_overleg", velden | {"herkomst": "controle"})
        assert gezet.code == 200, gezet.fouten
    assert "gekoppeld" not in w.zaak(zaak).kenmerken


def test_a_place_whose_text_holds_a_name_that_came_into_the_vault_later_goes_to_nobody(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, actie = controle_in(w)
    gekozen = plek(w, zaak, "Loods van Pietersma, Proefpad 12, Aalten")
    persoon = {"rol": "slachtoffer", "naam": "Jantje Pietersma", "leeftijdsklasse": "23_plus"}
    w.stap("af.aalten", zaak, "persoon_toevoegen", **persoon)
    assert controle.NAAM_IN_PLEK in weigert(w, zaak, actie, **PLAN, plaats=gekozen)
    assert "Pietersma" not in kantoor.als("toezicht.aalten").get(f"/acties/{actie.hex()}").tekst
    w.stap("va.aalten", zaak, "controle_plannen", actie, **PLAN, plaats=plek(w, zaak))
