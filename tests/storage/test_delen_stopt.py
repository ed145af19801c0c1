"""Sharing stops where it must: the covenant that ended, the partner that left, consent that was taken back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.storage import wandeling as w
from tests.storage.test_dagtaken import draai
from tests.storage.test_tweede_persoon import checks, open_, persoon, post, punten, stukken
from tests.wereld import Wereld
from workflow import toestemming
from workflow.fouten import StapGeweigerd

AF = "af.aalten"
VANDAAG = date.today()
MET_J = {"vorm": "J", "wachtzin": "op de pagina"}
OPVANG = {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": "Een rustige kamer."}
PLAATSING = {"adres": "Geheimlaan 7", "vanaf": VANDAAG.isoformat(), "betaler": "wmo"}


def feit(wereld: Wereld, zaak: bytes, wie: str, categorie: str = "D2") -> str:
    velden = {"categorie": categorie, "bron": "zelf", "feit": "Werkt daar elke dag.", "persoon": wie}
    wereld.stap(AF, zaak, "feit_vastleggen", **velden)
    return [doc.id.hex() for doc in stukken(wereld, zaak) if doc.soort == "feit"][-1]


def opstellen(wereld: Wereld, zaak: bytes, **anders: Any) -> bytes:
    vs = wereld.stap(AF, zaak, "verstrekking_opstellen", **{**w.VERSTREKKING, **anders}).nieuw_id
    assert vs is not None
    return vs


def zet_convenant(wereld: Wereld, **anders: Any) -> None:
    wereld.beleid = replace(wereld.beleid, convenant=replace(wereld.beleid.convenant, **anders))


def verlopen(wereld: Wereld) -> None:
    zet_convenant(wereld, geldig_tot=VANDAAG - timedelta(days=1))


def zet_weg(wereld: Wereld, naam: str) -> None:
    """The day before yesterday was the last day of this partner."""
    partner = replace(wereld.beleid.partners[naam], tot=VANDAAG - timedelta(days=2))
    wereld.beleid = replace(wereld.beleid, partners={**wereld.beleid.partners, naam: partner})


def vraag(wereld: Wereld, zaak: bytes, **anders: Any) -> bytes:
    vs = w.verstuur(wereld, zaak, "politie", **anders)
    wereld.stap("politie", zaak, "ontvangst_bevestigen", vs)
    wereld.stap("politie", zaak, "vraag_stellen", vs, vraag="Welke dag was dit?")
    return vs


# -- what goes from the vault counts


def met_adres(wereld: Wereld) -> tuple[bytes, dict[str, Any]]:
    zaak = w.in_aanpak(wereld)
    wie = persoon(wereld, zaak, adres="Schuilstraat 9 Aalten")
    return zaak, {**w.MET_NAMEN, "ontvanger": "politie", "feiten": [feit(wereld, zaak, wie)]}


def test_the_check_sees_the_address_that_comes_from_the_vault(wereld: Wereld) -> None:
    zaak, velden = met_adres(wereld)
    vs = opstellen(wereld, zaak, grond="avg6d", **velden)
    assert "Schuilstraat" in str([doc.inhoud for doc in open_(wereld, AF, vs)])
    assert wereld.traject(vs).kenmerken["categorieen"] == ["D2", "D6"]
    wereld.stap(AF, zaak, "vrijgeven", vs)
    assert [een.codes["categorieen"] for een in checks(wereld, "2b")] == [["D2", "D6"]]


def test_a_ground_must_carry_the_address_too(wereld: Wereld) -> None:
    zaak, velden = met_adres(wereld)
    lijst = wereld.beleid.taxonomie["gronden"]
    krap = replace(lijst.codes["avg6e"], categorieen=("D1", "D2"))
    gronden = replace(lijst, codes={**lijst.codes, "avg6e": krap})
    wereld.beleid = replace(wereld.beleid, taxonomie={**wereld.beleid.taxonomie, "gronden": gronden})
    voor = len(w.trajecten(wereld, zaak, "verstrekking"))
    with pytest.raises(StapGeweigerd) as fout:
        opstellen(wereld, zaak, **velden)
    assert "verblijfadres" in punten(fout)
    assert len(w.trajecten(wereld, zaak, "verstrekking")) == voor


# -- names are a second step


@pytest.mark.parametrize(
    ("ontvanger", "leeftijd", "mag"),
    [("veilig-thuis", "onder_18", True), ("veilig-thuis", "23_plus", False), ("politie", "onder_18", False)],
)
def test_only_the_registration_of_minors_carries_names_at_once(
    wereld: Wereld, ontvanger: str, leeftijd: str, mag: bool
) -> None:
    zaak = w.in_aanpak(wereld)
    wie = persoon(wereld, zaak, leeftijdsklasse=leeftijd)
    doel = "opsporing" if ontvanger == "politie" else "registratie"
    velden = {**MET_J, "doel": doel, "omstandigheden": ["taak"], "ontvanger": ontvanger}
    vs = opstellen(wereld, zaak, **velden, feiten=[feit(wereld, zaak, wie)])
    if mag:
        w.geef_vrij(wereld, zaak, vs)
        assert wereld.traject(vs).staat == "verzonden"
        return
    with pytest.raises(StapGeweigerd) as fout:
        w.geef_vrij(wereld, zaak, vs)
    assert "eerst een verstrekking zonder namen" in punten(fout)
    assert wereld.traject(vs).staat == "concept"


# -- the covenant that does not hold, the partner that left


@pytest.mark.parametrize("stand", ["verlopen", "nog_niet"])
def test_shelter_stops_with_the_covenant_but_for_a_vital_interest(wereld: Wereld, stand: str) -> None:
    zaak = w.in_aanpak(wereld)
    if stand == "verlopen":
        verlopen(wereld)
    else:
        zet_convenant(wereld, geldig_vanaf=VANDAAG + timedelta(days=1))
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap(AF, zaak, "opvang_zoeken", **OPVANG)
    assert "Het convenant" in punten(fout) and "bel de zorgcoördinator" in punten(fout)
    vitaal = {**OPVANG, "toestemming": "vitaal_belang", "contra_indicaties": ["verslaving"]}
    ov = wereld.stap(AF, zaak, "opvang_zoeken", **vitaal).nieuw_id
    assert ov is not None
    wereld.stap("moviera", zaak, "aanbieden", ov, opvangplek="opvang-de-linde")
    with wereld.als("fg.aalten") as werk:
        regels = [een.inhoud for een in werk.logboek.regels(aantal=100) if een.inhoud]
    (regel,) = [een for een in regels if een["handeling"] == "opvang_zoeken" and een.get("zonder_convenant")]
    assert regel["vitaal_belang"] is True


def test_a_request_of_before_is_not_handed_on_after_the_covenant(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    ov, tweede = (wereld.stap(AF, zaak, "opvang_zoeken", **OPVANG).nieuw_id for _ in range(2))
    wereld.stap("moviera", zaak, "aanbieden", ov, opvangplek="opvang-de-linde")
    verlopen(wereld)
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("moviera", zaak, "plaatsen", ov, toestemming="toestemming", **PLAATSING)
    assert "Het convenant gold" in punten(fout)
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("moviera", zaak, "aanbieden", tweede, opvangplek="opvang-de-linde")
    assert "Het convenant gold" in punten(fout)
    wereld.stap("moviera", zaak, "plaatsen", ov, toestemming="vitaal_belang", **PLAATSING)
    assert ov is not None and wereld.traject(ov).staat == "geplaatst"


def test_the_covenant_is_asked_for_what_a_request_says(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    d3 = wereld.beleid.convenant.categorieen["D3"]
    dicht = replace(d3, cellen={**d3.cellen, "zorgcoordinator": d3.cellen["comensha"]})
    zet_convenant(wereld, categorieen={**wereld.beleid.convenant.categorieen, "D3": dicht})
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap(AF, zaak, "opvang_zoeken", **OPVANG, contra_indicaties=["verslaving"])
    assert "Moviera mag niets krijgen" in punten(fout)
    assert wereld.stap(AF, zaak, "opvang_zoeken", **OPVANG).nieuw_id


@pytest.mark.parametrize("hoe", ["verlopen", "weg"])
def test_no_answer_goes_to_a_partner_after_the_end(wereld: Wereld, hoe: str) -> None:
    zaak = w.in_aanpak(wereld)
    vs = vraag(wereld, zaak)
    if hoe == "verlopen":
        verlopen(wereld)
    else:
        zet_weg(wereld, "politie")
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap(AF, zaak, "beantwoorden", vs, antwoord="Het was op maandag.")
    assert ("Het convenant gold" if hoe == "verlopen" else "doet niet meer mee") in punten(fout)


def test_the_clock_takes_the_keys_of_a_partner_that_left_and_of_nobody_else(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    open_nog, klaar, ander = vraag(wereld, zaak), w.verstuur(wereld, zaak, "politie"), w.verstuur(wereld, zaak, "riec")
    for stap, velden in (("ontvangst_bevestigen", {}), ("oppakken", {}), ("terugkoppelen", {"resultaat": "Gedaan."})):
        wereld.stap("politie", zaak, stap, klaar, **velden)
    draai(wereld, VANDAAG)
    assert open_(wereld, "politie", klaar) and open_(wereld, "politie", open_nog)
    zet_weg(wereld, "politie")
    draai(wereld, VANDAAG)
    assert not open_(wereld, "politie", klaar) and not open_(wereld, "politie", open_nog)
    assert open_(wereld, "riec", ander)
    assert (wereld.traject(open_nog).staat, wereld.traject(klaar).staat) == ("verlopen", "teruggekoppeld")
    revisie = wereld.traject(klaar).revisie
    draai(wereld, VANDAAG)
    assert wereld.traject(klaar).revisie == revisie, "taken once"


# -- consent


def test_consent_taken_back_stops_every_hand_off_about_that_person(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    wie, ander = persoon(wereld, zaak), persoon(wereld, zaak, "Elena Ionescu")
    een = w.verstuur(wereld, zaak, "politie", personen=[wie])
    twee = w.verstuur(wereld, zaak, "veilig-thuis", personen=[wie, ander])
    over_ander = w.verstuur(wereld, zaak, "riec", personen=[ander])
    niet = {"toestemming": "niet_gevraagd", "toestemming_reden": "Dat is niet veilig."}
    taak = w.verstuur(wereld, zaak, "riec", personen=[wie], **niet)
    concept = opstellen(wereld, zaak, ontvanger="kmar", feiten=[w.feit(wereld, zaak)], personen=[wie])
    wereld.stap(AF, zaak, "toestemming_ingetrokken", een, wanneer=VANDAAG.isoformat(), personen=[wie])
    assert wereld.traject(twee).staat == "ingetrokken" and not open_(wereld, "veilig-thuis", twee)
    assert len(post(wereld, "veilig-thuis", "Gebruik iets niet meer")) == 1
    assert open_(wereld, "riec", over_ander) and open_(wereld, "riec", taak)
    assert wereld.traject(concept).staat == "concept"
    assert wereld.traject(een).kenmerken["ook_ingetrokken"] == [wereld.traject(twee).nummer]
    with wereld.huis.klokwerk() as werk:
        assert not [t for t in werk.timers.van_zaak(zaak) if t.traject_id == twee and t.groep == "staat"]


def test_shelter_on_consent_waits_until_it_is_asked_anew(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    een = w.verstuur(wereld, zaak, "politie", personen=[persoon(wereld, zaak)])
    wereld.stap(AF, zaak, "toestemming_ingetrokken", een, wanneer=VANDAAG.isoformat())
    for opnieuw in ({}, {"toestemming_opnieuw": (VANDAAG - timedelta(days=1)).isoformat()}):
        with pytest.raises(StapGeweigerd) as fout:
            wereld.stap(AF, zaak, "opvang_zoeken", **OPVANG, **opnieuw)
        assert "toestemming is ingetrokken" in punten(fout)
    assert wereld.stap(AF, zaak, "opvang_zoeken", **{**OPVANG, "toestemming": "vitaal_belang"}).nieuw_id
    assert wereld.stap(AF, zaak, "opvang_zoeken", **OPVANG, toestemming_opnieuw=VANDAAG.isoformat()).nieuw_id


def test_no_answer_goes_on_consent_that_was_taken_back(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    wie = persoon(wereld, zaak)
    vs = vraag(wereld, zaak, personen=[wie])
    # As when a case was joined with one in which this person took consent back.
    with wereld.als(AF) as werk:
        doc = toestemming.document(toestemming.INGETROKKEN, [wie], VANDAAG.isoformat())
        werk.documenten.schrijf(werk.zaken.get(zaak), "zaak", doc)
        werk.log("test")
        werk.bevestig()
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap(AF, zaak, "beantwoorden", vs, antwoord="Het was op maandag.")
    assert "toestemming is ingetrokken" in punten(fout)
