"""Closing: what is still open is listed, monitoring counts its contacts, and a closed case opens again on a hit."""

from datetime import timedelta

import pytest

from tests.storage.wandeling import (
    WEGING,
    afgesloten,
    in_aanpak,
    in_beoordeling,
    monitoring,
    niet_in_behandeling,
    opgeschaald,
    rond_af,
    trajecten,
    verstuur,
)
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.wereld import Wereld
from workflow.fouten import StapGeweigerd
from workflow.openstaand import Punt

__all__ = ["kantoor"]

SLUIT = {"reden": "interventie", "terugmelding": "Het is afgerond. Bedankt."}
ZOEK = {"leeftijd": "23_plus", "toestemming": "vitaal_belang", "behoefte": "Een bed."}


def pad_van(k: Kantoor, zaak: bytes) -> str:
    return f"/zaken/{k.wereld.zaak(zaak).nummer}"


def links_in_fouten(pagina: Pagina) -> set[str]:
    return {str(een["href"]) for een in pagina.soep.select("#fouten a")}


def druk(w: Wereld) -> tuple[bytes, dict[str, bytes]]:
    """A case with an action, a hand-off at a partner, the draft for Veilig Thuis and a search for shelter."""
    zaak = in_aanpak(w)
    w.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["ARBEID"])
    partner = verstuur(w, zaak, "nla")
    opvang = w.stap("af.aalten", zaak, "opvang_zoeken", **ZOEK).nieuw_id
    assert opvang is not None
    (actie,) = trajecten(w, zaak, "actie")
    (veilig,) = [een for een in trajecten(w, zaak, "verstrekking") if een != partner]
    return zaak, {"acties": actie, "verstrekkingen": partner, "opvang": opvang, "veilig": veilig}


def test_closing_lists_each_thing_that_is_open_with_number_holder_and_link(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, open_ = druk(w)
    fout = stuur(kantoor.als("af.aalten"), pad_van(kantoor, zaak), "afsluiten", SLUIT)
    assert fout.code == 422 and w.zaak(zaak).staat == "in_aanpak"
    verwacht = {f"/{naam}/{een.hex()}" for naam, een in open_.items() if naam != "veilig"}
    assert links_in_fouten(fout) >= verwacht | {f"/verstrekkingen/{open_['veilig'].hex()}"}
    lijst = " ".join(fout.fouten)
    for een in open_.values():
        assert w.traject(een).nummer in lijst
    assert "Aan zet: Toezicht" in lijst and "Aan zet: Arbeidsinspectie" in lijst and "Moviera" in lijst
    # What was typed is not lost.
    assert SLUIT["terugmelding"] in fout.tekst
    for een in open_.values():
        naam = next(naam for naam, id_ in open_.items() if id_ == een)
        assert kantoor.als("af.aalten").get(f"/{naam.replace('veilig', 'verstrekkingen')}/{een.hex()}").code == 200


@pytest.mark.parametrize(
    ("actie", "wie", "soorten"),
    [
        ("overdragen", "va.aalten", {"acties"}),
        ("monitoren", "va.aalten", {"acties", "verstrekkingen"}),
    ],
)
def test_handing_over_and_monitoring_list_what_stands_in_their_way(
    kantoor: Kantoor, actie: str, wie: str, soorten: set[str]
) -> None:
    w = kantoor.wereld
    zaak, _ = druk(w)
    fout = stuur(kantoor.als(wie), pad_van(kantoor, zaak), actie, {"toelichting": "Klaar."})
    assert fout.code == 422
    assert {een.split("/")[1] for een in links_in_fouten(fout)} == soorten


def test_the_form_says_beforehand_what_is_open(kantoor: Kantoor) -> None:
    zaak, open_ = druk(kantoor.wereld)
    pagina = kantoor.als("af.aalten").get(pad_van(kantoor, zaak))
    vorm = next(een for een in pagina.soep.select("main form") if een.find("button", value="afsluiten"))
    links = {str(een["href"]) for een in vorm.select("a")}
    assert f"/acties/{open_['acties'].hex()}" in links and len(links) == len(open_)


def test_a_signal_with_something_at_a_partner_is_not_put_aside(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_beoordeling(w)
    opvang = w.stap("af.aalten", zaak, "opvang_zoeken", **ZOEK).nieuw_id
    assert opvang is not None
    velden = {"weging_3_reden": "Te vaag.", "reden": "te_vaag", "terugmelding": "We doen er nu niets mee."}
    fout = stuur(kantoor.als("af.aalten"), pad_van(kantoor, zaak), "niet_in_behandeling_nemen", velden)
    assert fout.code == 422 and links_in_fouten(fout) == {f"/opvang/{opvang.hex()}"}


def test_who_confirms_hears_of_what_was_opened_since_the_proposal(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_aanpak(w)
    rond_af(w, zaak)
    w.stap("af.aalten", zaak, "afsluiten", **SLUIT)
    assert w.zaak(zaak).staat == "in_aanpak"
    w.stap("af.aalten", zaak, "actie_afspreken", **_actie())
    # The step in between voided the proposal: nothing waits any more.
    assert "instemmen" not in acties_op(kantoor.als("va.aalten").get(pad_van(kantoor, zaak)))
    assert w.zaak(zaak).staat == "in_aanpak"


def _actie() -> dict[str, str]:
    return {"instrument": "BRP-ADR", "afdeling": "toezicht", "opdracht": "Kijk het na.", "datum": "2199-01-01"}


def test_one_person_alone_closes_nothing(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = monitoring(w)
    pad = pad_van(kantoor, zaak)
    assert stuur(kantoor.als("af.aalten"), pad, "afsluiten", SLUIT).code == 303
    assert w.zaak(zaak).staat == "monitoring"
    assert "instemmen" not in acties_op(kantoor.als("af.aalten").get(pad))
    assert stuur(kantoor.als("va.aalten"), pad, "instemmen").code == 303
    assert w.zaak(zaak).staat == "afgesloten"


# -- monitoring


def contact(w: Wereld, zaak: bytes, wie: str = "va.aalten") -> None:
    dag = w.huis.nu().date().isoformat()
    w.stap(wie, zaak, "contact_vastleggen", datum=dag, met="hulp", verslag="Het gaat goed met P-1.")


def test_each_month_of_monitoring_counts_its_contact(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = monitoring(w)
    pad = pad_van(kantoor, zaak)
    assert "Contact in 0 van de 3 maanden. Volgende contact vóór" in kantoor.als("va.aalten").get(pad).tekst
    for nr in (1, 2, 3):
        contact(w, zaak)
        # Twice in one month is still one month.
        contact(w, zaak, "af.aalten")
        assert f"Contact in {nr} van de 3 maanden." in kantoor.als("va.aalten").get(pad).tekst
        w.verzet(days=31)
    assert "Je kunt de zaak afsluiten." in kantoor.als("va.aalten").get(pad).tekst
    assert w.zaak(zaak).staat == "monitoring" and len(w.zaak(zaak).kenmerken["contacten"]) == 6


def test_a_contact_before_monitoring_or_in_the_future_does_not_count(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = monitoring(w)
    vandaag = w.huis.nu().date()
    for dag in (vandaag - timedelta(days=1), vandaag + timedelta(days=1)):
        velden = {"datum": dag.isoformat(), "met": "hulp", "verslag": "Goed."}
        assert stuur(kantoor.als("va.aalten"), pad_van(kantoor, zaak), "contact_vastleggen", velden).code == 422
    assert w.zaak(zaak).kenmerken["contacten"] == []


def test_what_was_said_stays_out_of_the_codes(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = monitoring(w)
    contact(w, zaak)
    assert "P-1" not in str(w.zaak(zaak).kenmerken)
    assert "contact_vastleggen" not in acties_op(kantoor.als("toezicht.aalten").get("/taken"))


def test_monitoring_that_starts_again_counts_from_nothing(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = monitoring(w)
    contact(w, zaak)
    w.stap("va.aalten", zaak, "hervatten", toelichting="Er is weer iets.")
    rond_af(w, zaak)
    w.stap("va.aalten", zaak, "monitoren", toelichting="Nu is het rustig.")
    assert w.zaak(zaak).kenmerken["contacten"] == []


def test_work_that_starts_again_makes_no_registration_that_a_reason_made_needless(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = monitoring(w)
    voor = trajecten(w, zaak, "verstrekking")
    assert {w.traject(een).staat for een in voor} == {"ingetrokken"}
    w.stap("va.aalten", zaak, "hervatten", toelichting="Er is weer iets.")
    assert trajecten(w, zaak, "verstrekking") == voor


def test_work_that_starts_again_makes_no_second_registration(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = opgeschaald(w)
    (riec,) = [een for een in trajecten(w, zaak, "verstrekking") if w.traject(een).ontvanger == "riec.regio"]
    for actie, velden in (("ontvangst_bevestigen", {}), ("oppakken", {}), ("terugkoppelen", {"resultaat": "Klaar."})):
        w.stap("riec", zaak, actie, riec, **velden)
    voor = trajecten(w, zaak, "verstrekking")
    w.stap("va.aalten", zaak, "terugnemen", antwoord="Het RIEC doet niet meer mee.")
    assert w.zaak(zaak).staat == "in_aanpak" and trajecten(w, zaak, "verstrekking") == voor
    assert [w.traject(een).ontvanger for een in voor].count("veilig-thuis.regio") == 1


# -- put aside, and opened again


def test_who_can_help_the_reporter_instead_is_kept_as_a_code(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_beoordeling(w)
    velden = {"weging_3_reden": "Geen taak.", "reden": "geen_taak", "verwezen_naar": "wijkteam"}
    velden |= {"terugmelding": "Het wijkteam kan je helpen."}
    assert stuur(kantoor.als("af.aalten"), pad_van(kantoor, zaak), "niet_in_behandeling_nemen", velden).code == 303
    w.stem_in("va.aalten", zaak)
    assert w.zaak(zaak).kenmerken["verwezen_naar"] == "wijkteam"


@pytest.mark.parametrize("brengt", [afgesloten, niet_in_behandeling])
def test_a_hit_in_a_case_that_ended_offers_to_open_it_again(kantoor: Kantoor, brengt: object) -> None:
    w = kantoor.wereld
    persoon = {"rol": "dader", "leeftijdsklasse": "onbekend", "kenteken": "XX-99-YY"}
    dicht = _met_persoon(w, brengt is niet_in_behandeling, persoon)
    nieuw = in_beoordeling(w)
    w.stap("af.aalten", nieuw, "persoon_toevoegen", **persoon)
    oud = w.zaak(dicht).nummer
    gezien = kantoor.als("af.aalten").get(pad_van(kantoor, nieuw))
    assert oud in gezien.tekst and "Dan kun je hem heropenen" in gezien.tekst
    archief = kantoor.als("af.aalten").get(f"/zaken/{oud}")
    assert "heropenen" in acties_op(archief)
    velden = {"reden": "treffer", "toelichting": "Hetzelfde kenteken."}
    assert stuur(kantoor.als("af.aalten"), f"/zaken/{oud}", "heropenen", velden).code == 303
    assert w.zaak(dicht).staat == "in_beoordeling"


def _met_persoon(w: Wereld, niet: bool, persoon: dict[str, str]) -> bytes:
    if niet:
        zaak = in_beoordeling(w)
        w.stap("af.aalten", zaak, "persoon_toevoegen", **persoon)
        velden = {"weging_3_reden": "Te vaag.", "reden": "te_vaag", "terugmelding": "We doen er nu niets mee."}
        w.stap("af.aalten", zaak, "niet_in_behandeling_nemen", **velden)
    else:
        zaak = in_aanpak(w)
        w.stap("af.aalten", zaak, "persoon_toevoegen", **persoon)
        rond_af(w, zaak)
        w.stap("af.aalten", zaak, "afsluiten", **SLUIT)
    w.stem_in("va.aalten", zaak)
    return zaak


# -- too light for research: enforcement and the neighbourhood team do it themselves


def test_what_is_too_light_goes_to_enforcement_at_once_and_the_reporter_reads_each_step(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_beoordeling(w)
    licht = {"reden": "licht", "regiehouder": w.ids["af.aalten"].hex(), "eerste_stap": "actie"}
    velden = WEGING | licht | _actie() | {"instrument": "OMG-GEBR"}
    assert w.stap("af.aalten", zaak, "direct_oppakken", **velden).nieuw_id is not None
    w.stap("af.aalten", zaak, "actie_afspreken", **(_actie() | {"instrument": "WIJKTEAM"}))
    assert w.zaak(zaak).staat == "in_aanpak" and len(trajecten(w, zaak, "actie")) == 2
    route = w.beleid.routes["signaal"]
    assert route.staat("in_aanpak").melder == "Je signaal is opgepakt."
    rond_af(w, zaak)
    w.stap("af.aalten", zaak, "afsluiten", **SLUIT)
    w.stem_in("va.aalten", zaak)
    assert route.staat(w.zaak(zaak).staat).melder == "Je signaal is afgerond."


def test_a_line_with_a_link_is_an_ordinary_text_for_everybody_else() -> None:
    punt = Punt("Actie AC-1 loopt nog.", "/acties/00")
    fout = StapGeweigerd([punt, "Iets anders."])
    assert fout.punten == ("Actie AC-1 loopt nog.", "Iets anders.") and fout.punten[0] + "" == "Actie AC-1 loopt nog."
