"""A safe place: each party sees its part, and the address is for two of them."""

from datetime import date, timedelta

import pytest

from tests.storage.wandeling import in_aanpak, verstuur
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur

__all__ = ["kantoor"]
BEHOEFTE, ADRES = "Een rustige kamer.", "Geheimlaan 7"
VANDAAG = date.today()


def aanvraag(k: Kantoor, leeftijd: str = "23_plus", **anders: object) -> str:
    """A request for a place. Out: the address of its page."""
    zaak = in_aanpak(k.wereld)
    velden = {"leeftijd": leeftijd, "toestemming": "toestemming", "behoefte": BEHOEFTE, **anders}
    nieuw = k.wereld.stap("af.aalten", zaak, "opvang_zoeken", **velden).nieuw_id
    assert nieuw is not None
    return f"/opvang/{nieuw.hex()}"


def plaats(k: Kantoor, pad: str) -> None:
    moviera = k.als("moviera")
    assert stuur(moviera, pad, "aanbieden", {"opvangplek": "opvang-de-linde"}).code == 303
    velden = {"toestemming": "toestemming", "adres": ADRES, "vanaf": VANDAAG.isoformat(), "betaler": "wmo"}
    assert stuur(moviera, pad, "plaatsen", velden).code == 303


def test_age_decides_which_coordinator_sees_the_request(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    gezien = kantoor.als("moviera").get(pad)
    assert BEHOEFTE in gezien.tekst and {"poging", "aanbieden", "niet_te_plaatsen", "stoppen"} <= acties_op(gezien)
    assert kantoor.als("meesamen").get(pad).code == 404
    assert pad in kantoor.als("moviera").get("/opvang").tekst
    assert pad not in kantoor.als("meesamen").get("/opvang").tekst


def test_attempts_are_listed_and_a_missing_answer_is_named(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    moviera = kantoor.als("moviera")
    fout = stuur(moviera, pad, "poging", {"toelichting": "Gebeld om tien uur"})
    assert fout.code == 422 and len(fout.fouten) == 2 and "Gebeld om tien uur" in fout.tekst
    velden = {"opvangplek": "opvang-het-anker", "uitkomst": "vol", "toelichting": "Gebeld om tien uur"}
    assert stuur(moviera, pad, "poging", velden).code == 303
    tekst = moviera.get(pad).tekst
    assert "Opvang Het Anker" in tekst and "Vol" in tekst and "Gebeld om tien uur" in tekst


def test_the_municipality_learns_of_no_shelter_that_it_was_asked_or_has_room(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    moviera, af = kantoor.als("moviera"), kantoor.als("af.aalten")
    velden = {"opvangplek": "opvang-het-anker", "uitkomst": "vrij", "toelichting": "Het Anker heeft een kamer"}
    assert stuur(moviera, pad, "poging", velden).code == 303
    assert stuur(moviera, pad, "aanbieden", {"opvangplek": "opvang-de-linde"}).code == 303
    velden = {"reden": "vol", "toelichting": "De Linde is vol"}
    assert stuur(kantoor.als("opvang"), pad, "afslaan", velden).code == 303
    gezien = af.get(pad).tekst
    assert gezien.count("Een opvangplek") >= 3, "two attempts and a line of the timeline"
    zaak = kantoor.wereld.zaak(kantoor.wereld.traject(bytes.fromhex(pad.rpartition("/")[2])).zaak_id).nummer
    for adres in (pad, "/opvang", f"/zaken/{zaak}", "/taken"):
        soep = af.get(adres).soep
        # Every shelter is a recipient to choose for a hand-off; that says nothing of this person.
        for keuze in soep.find_all("option"):
            keuze.decompose()
        assert not [een for een in ("anker", "linde", "a-opvang") if een in str(soep).lower()], adres
    assert "Opvang Het Anker" in moviera.get(pad).tekst


def test_a_shelter_sees_the_request_only_while_it_is_asked(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    opvang = kantoor.als("opvang")
    assert opvang.get(pad).code == 404 and pad not in opvang.get("/opvang").tekst
    stuur(kantoor.als("moviera"), pad, "poging", {"opvangplek": "opvang-het-anker", "uitkomst": "vol"})
    stuur(kantoor.als("moviera"), pad, "aanbieden", {"opvangplek": "opvang-de-linde"})
    gezien = opvang.get(pad)
    assert BEHOEFTE in gezien.tekst and acties_op(gezien) == {"afslaan", "plek_vrij"}
    assert "Het Anker" not in gezien.tekst, "a shelter does not read who else was asked"
    assert kantoor.als("opvang2").get(pad).code == 404
    assert stuur(opvang, pad, "afslaan", {"reden": "vol"}).naar == "/opvang"
    assert opvang.get(pad).code == 404 and pad not in opvang.get("/opvang").tekst


def test_the_municipality_sees_that_there_is_a_place_and_not_where(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    plaats(kantoor, pad)
    for wie in ("moviera", "opvang"):
        assert ADRES in kantoor.als(wie).get(pad).tekst
    hier = kantoor.als("af.aalten").get(pad)
    assert "Geplaatst" in hier.tekst and "Waar de plek is" in hier.tekst
    assert ADRES not in hier.tekst and "De Linde" not in hier.tekst
    assert kantoor.als("af.winterswijk").get(pad).code == 404


def test_the_reflection_period_is_counted_once_and_shows_its_days(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    moviera = kantoor.als("moviera")
    assert stuur(moviera, pad, "bedenktijd_vastleggen", {"datum": VANDAAG.isoformat()}).code == 303
    na = moviera.get(pad)
    assert "Bedenktijd eindigt" in na.tekst and "bedenktijd_vastleggen" not in acties_op(na)
    velden = na.formulier("actie") | {"actie": "bedenktijd_vastleggen", "datum": VANDAAG.isoformat()}
    nog_eens = moviera.post(pad, velden)
    assert nog_eens.code == 422 and "maar één keer" in nog_eens.fouten[0]


def test_days_and_end_of_a_placement(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    plaats(kantoor, pad)
    kantoor.wereld.verzet(days=9)
    eind = {"datum": (VANDAAG + timedelta(days=9)).isoformat(), "reden": "eigen_woning"}
    assert stuur(kantoor.als("moviera"), pad, "beeindigen", eind).code == 303
    klaar = kantoor.als("moviera").get(pad)
    assert "Dagen in de opvang" in klaar.tekst and ">9<" in klaar.tekst and not acties_op(klaar)
    assert kantoor.als("opvang").get(pad).code == 404


def test_an_unaccompanied_child_goes_to_its_guardian(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor, "onder_18")
    assert kantoor.als("meesamen").get(pad).code == 200
    assert kantoor.als("politie").get(pad).code == 404


# -- the request, the search and the answer


def _id(pad: str) -> bytes:
    return bytes.fromhex(pad.rpartition("/")[2])


def tellingen(k: Kantoor, gebeurtenis: str) -> list[dict[str, str]]:
    """The counts of one kind, as codes."""
    kwartaal = f"{VANDAAG.year}-{(VANDAAG.month + 2) // 3}"
    with k.wereld.huis.klokwerk() as werk:
        alle = [dict(een.codes) for een in werk.tellingen.lees([kwartaal])]
    return [een for een in alle if een["gebeurtenis"] == gebeurtenis]


def test_a_request_says_what_is_needed_and_hints_at_a_kind_of_shelter(kantoor: Kantoor) -> None:
    velden = {"voor_wie": "man", "kinderen": "2", "kinderen_leeftijd": ["0_3", "4_11"], "taal": "Roemeens"}
    velden |= {"tolk": "ja", "verblijf": "derde_zonder", "vervoer": "regelen", "contra_indicaties": ["verslaving"]}
    pad = aanvraag(kantoor, **velden)
    tekst = kantoor.als("moviera").get(pad).soep.get_text(" ", strip=True)
    for stuk in ("Een man", "0 tot en met 3 jaar, 4 tot en met 11 jaar", "Roemeens", "zonder verblijfsrecht"):
        assert stuk in tekst
    assert "COSM, via CoMensha" in tekst and "OMM, via CoMensha" in tekst and "Jeugdhulp met verblijf" not in tekst
    assert "0900-8844" in tekst and "noodbed" in tekst
    hier = kantoor.als("af.aalten").get(pad).tekst
    assert "COSM" not in hier, "the hints are for who looks for a place"


def test_a_shelter_says_itself_that_it_has_a_place_and_its_coordinator_hears_it(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    moviera, opvang = kantoor.als("moviera"), kantoor.als("opvang")
    stuur(moviera, pad, "aanbieden", {"opvangplek": "opvang-de-linde"})
    assert stuur(opvang, pad, "plek_vrij", {"toelichting": "Kamer beneden"}).code == 303
    na = opvang.get(pad)
    assert acties_op(na) == {"afslaan"} and "regelt de plaatsing" in na.tekst
    assert "Er is plek" in moviera.get(pad).tekst and "Kamer beneden" in moviera.get(pad).tekst
    assert "Regel de plaatsing" in moviera.get("/taken").tekst and "veilige plek" not in opvang.get("/taken").tekst
    velden = na.formulier("actie") | {"actie": "plek_vrij"}
    assert "al gegeven" in opvang.post(pad, velden).fouten[0]
    assert "Kamer beneden" not in kantoor.als("af.aalten").get(pad).tekst


def test_a_shelter_outside_the_region_is_asked_and_gets_no_key(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    moviera = kantoor.als("moviera")
    fout = stuur(moviera, pad, "aanbieden", {"opvangplek": "anders"})
    assert fout.code == 422 and len(fout.fouten) == 1
    velden = {"opvangplek": "anders", "andere_opvang": "Voorbeeldopvang Zuid"}
    assert stuur(moviera, pad, "poging", velden | {"uitkomst": "past_niet", "past_niet_reden": "contra"}).code == 303
    assert "Past niet: Contra-indicatie" in moviera.get(pad).tekst
    assert stuur(moviera, pad, "aanbieden", velden).code == 303
    assert kantoor.wereld.traject(_id(pad)).opvangplek is None
    plek = {"toestemming": "toestemming", "adres": ADRES, "vanaf": VANDAAG.isoformat(), "betaler": "rvb"}
    assert stuur(moviera, pad, "plaatsen", plek).code == 303
    assert ADRES in moviera.get(pad).tekst and "Voorbeeldopvang Zuid" not in kantoor.als("af.aalten").get(pad).tekst
    assert kantoor.als("opvang").get(pad).code == 404


def test_every_answer_counts_for_the_figures(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    moviera = kantoor.als("moviera")
    stuur(
        moviera,
        pad,
        "poging",
        {"opvangplek": "opvang-het-anker", "uitkomst": "past_niet", "past_niet_reden": "leeftijd"},
    )
    stuur(moviera, pad, "aanbieden", {"opvangplek": "opvang-het-anker"})
    stuur(kantoor.als("opvang2"), pad, "afslaan", {"reden": "vol"})
    stuur(moviera, pad, "niet_te_plaatsen", {"reden": "alles_vol", "vannacht": "noodbed"})
    stuur(moviera, pad, "opnieuw_zoeken")
    kantoor.wereld.verzet(days=3)
    plaats(kantoor, pad)
    pogingen = [(een["uitkomst"], een.get("reden")) for een in tellingen(kantoor, "opvang_poging")]
    assert sorted(pogingen, key=str) == [("afgeslagen", "vol"), ("geplaatst", None), ("past_niet", "leeftijd")]
    (niet,) = tellingen(kantoor, "opvang_niet_geplaatst")
    assert (niet["reden"], niet["vannacht"], niet["pogingen"]) == ("alles_vol", "noodbed", "2")
    (wel,) = tellingen(kantoor, "opvang_geplaatst")
    assert (wel["dagen"], wel["pogingen"], wel["betaler"]) == ("3", "3", "wmo")


# -- consent


def test_without_consent_or_vital_interest_nobody_is_placed(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    moviera = kantoor.als("moviera")
    stuur(moviera, pad, "aanbieden", {"opvangplek": "opvang-de-linde"})
    plek = {"adres": ADRES, "vanaf": VANDAAG.isoformat(), "betaler": "wmo"}
    for toestemming in ("", "geen"):
        fout = stuur(moviera, pad, "plaatsen", plek | {"toestemming": toestemming})
        assert fout.code == 422 and ADRES in fout.tekst, "what was typed stays"
    assert kantoor.wereld.traject(_id(pad)).staat == "aangeboden"


def test_consent_taken_back_here_stops_the_search_at_once(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    stuur(kantoor.als("moviera"), pad, "aanbieden", {"opvangplek": "opvang-de-linde"})
    assert stuur(kantoor.als("moviera"), pad, "toestemming_ingetrokken", {"wanneer": VANDAAG.isoformat()}).code == 303
    assert kantoor.wereld.traject(_id(pad)).staat == "gestopt"
    assert kantoor.als("opvang").get(pad).code == 404
    zaak = kantoor.wereld.zaak(kantoor.wereld.traject(_id(pad)).zaak_id)
    velden = {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": BEHOEFTE}
    adres = f"/zaken/{zaak.nummer}"
    weer = stuur(kantoor.als("af.aalten"), adres, "opvang_zoeken", velden)
    assert weer.code == 422 and "Vul in op welke dag je het opnieuw vroeg" in weer.tekst
    velden |= {"toestemming_opnieuw": VANDAAG.isoformat()}
    assert stuur(kantoor.als("af.aalten"), adres, "opvang_zoeken", velden).code == 303


def test_a_request_for_a_vital_interest_does_not_stop_on_consent(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor, toestemming="vitaal_belang")
    moviera = kantoor.als("moviera")
    assert "toestemming_ingetrokken" not in acties_op(moviera.get(pad))
    velden = moviera.get(pad).formulier("actie") | {"actie": "toestemming_ingetrokken", "wanneer": VANDAAG.isoformat()}
    assert "rust niet op toestemming" in moviera.post(pad, velden).fouten[0]


def test_consent_taken_back_on_a_hand_off_stops_every_search_on_consent(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    pad = aanvraag(kantoor)
    zaak = w.traject(_id(pad)).zaak_id
    vraag = {"leeftijd": "23_plus", "behoefte": BEHOEFTE}
    vitaal = w.stap("af.aalten", zaak, "opvang_zoeken", toestemming="vitaal_belang", **vraag).nieuw_id
    geplaatst = w.stap("af.aalten", zaak, "opvang_zoeken", toestemming="toestemming", **vraag).nieuw_id
    assert vitaal and geplaatst
    plaats(kantoor, f"/opvang/{geplaatst.hex()}")
    stuur(kantoor.als("moviera"), pad, "aanbieden", {"opvangplek": "opvang-het-anker"})
    vs = verstuur(w, zaak, "politie")
    w.stap("af.aalten", zaak, "toestemming_ingetrokken", vs, wanneer=VANDAAG.isoformat())
    assert [w.traject(een).staat for een in (_id(pad), vitaal, geplaatst)] == ["gestopt", "gezocht", "geplaatst"]
    with w.als("opvang2") as werk:
        assert not werk.sleutels.kan_openen(w.traject(_id(pad)), f"aanvraag:{_id(pad).hex()}")
    assert "De toestemming is ingetrokken" in kantoor.als("moviera").get(f"/opvang/{geplaatst.hex()}").tekst
    assert "De toestemming is ingetrokken" not in kantoor.als("moviera").get(f"/opvang/{vitaal.hex()}").tekst


# -- the placement: costs, another shelter, the end


def test_days_and_costs_follow_each_price_and_stay_with_who_placed(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    moviera = kantoor.als("moviera")
    stuur(moviera, pad, "aanbieden", {"opvangplek": "opvang-de-linde"})
    plek = {"toestemming": "toestemming", "adres": ADRES, "vanaf": VANDAAG.isoformat(), "betaler": "wmo"}
    fout = stuur(moviera, pad, "plaatsen", plek | {"kosten_per_dag": "veel"})
    assert fout.code == 422 and "bedrag in euro" in fout.fouten[0] and "veel" in fout.tekst
    plek |= {"kosten_per_dag": "€ 85,50", "gemeente_betaalt": "aalten"}
    assert stuur(moviera, pad, "plaatsen", plek).code == 303
    later = (VANDAAG + timedelta(days=4)).isoformat()
    nieuw = {"vanaf": later, "kosten_per_dag": "100", "betaler": "du_vo"}
    assert stuur(moviera, pad, "kosten_vastleggen", nieuw).code == 303
    kantoor.wereld.verzet(days=10)
    gezien = moviera.get(pad).tekst
    # 4 days of 85.50 and 6 days of 100.
    assert "€ 942,00" in gezien and "€ 100,00" in gezien
    hier = kantoor.als("af.aalten").get(pad).tekst
    assert "942" not in hier and "85,50" not in hier
    eind = {"datum": (VANDAAG + timedelta(days=10)).isoformat(), "reden": "eigen_woning", "nazorg": ["wijkteam"]}
    assert stuur(moviera, pad, "beeindigen", eind).code == 303
    (telling,) = tellingen(kantoor, "opvang_beeindigd")
    assert {naam: telling[naam] for naam in ("dagen", "euro", "betaler", "nazorg")} == {
        "dagen": "10",
        "euro": "942",
        "betaler": "du_vo",
        "nazorg": "wijkteam",
    }


def test_another_shelter_is_looked_for_in_a_search_that_knows_no_address(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor, taal="Pools")
    plaats(kantoor, pad)
    moviera = kantoor.als("moviera")
    velden = {"toestemming": "toestemming", "reden": "niet_veilig"}
    assert stuur(moviera, pad, "overplaatsen", velden).code == 303
    assert kantoor.wereld.traject(_id(pad)).staat == "geplaatst", "the person stays until there is another place"
    nieuw = f"/opvang/{kantoor.wereld.traject(_id(pad)).kenmerken['volgende']}"
    gezien = moviera.get(nieuw)
    assert "Pools" in gezien.tekst and BEHOEFTE in gezien.tekst and pad in gezien.tekst
    assert ADRES not in gezien.tekst and nieuw in moviera.get(pad).tekst
    al = stuur(moviera, pad, "overplaatsen", velden)
    assert al.code == 422 and "al andere opvang gezocht" in al.fouten[0]
    stuur(moviera, nieuw, "aanbieden", {"opvangplek": "opvang-het-anker"})
    assert kantoor.als("opvang2").get(nieuw).code == 200 and kantoor.als("opvang2").get(pad).code == 404
    plek = {"toestemming": "toestemming", "adres": "Andere Laan 3", "vanaf": VANDAAG.isoformat(), "betaler": "wmo"}
    stuur(moviera, nieuw, "plaatsen", plek)
    assert "Beëindig deze plaatsing" in moviera.get(pad).tekst
    assert kantoor.als("opvang").get(nieuw).code == 404
    for wie in ("af.aalten", "va.aalten"):
        assert "Andere Laan" not in kantoor.als(wie).get(nieuw).tekst


def test_no_key_of_the_municipality_opens_an_address_or_a_price(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    pad = aanvraag(kantoor)
    moviera = kantoor.als("moviera")
    plaats(kantoor, pad)
    stuur(
        moviera, pad, "kosten_vastleggen", {"vanaf": VANDAAG.isoformat(), "kosten_per_dag": "77,77", "betaler": "wmo"}
    )
    traject = w.traject(_id(pad))
    zaak = w.zaak(traject.zaak_id)
    gelezen = []
    for wie in ("af.aalten", "af2.aalten", "va.aalten", "toezicht.aalten", "af.winterswijk", "opvang2"):
        with w.als(wie) as werk:
            for over, namen in (
                (zaak, werk.sleutels.compartimenten(zaak)),
                (traject, werk.sleutels.compartimenten(zaak)),
            ):
                for naam in namen:
                    if not werk.sleutels.kan_openen(over, naam):
                        continue
                    gelezen += [(wie, str(doc.inhoud)) for doc in werk.documenten.open(over, [naam], "test")]
    assert any(wie == "af.aalten" and BEHOEFTE in tekst for wie, tekst in gelezen), "the search reads what it may"
    assert not [wie for wie, tekst in gelezen if ADRES in tekst or "7777" in tekst]


# -- the reflection period


@pytest.mark.parametrize("verblijf", ["nl", "eu", "derde_met"])
def test_who_may_stay_here_has_no_reflection_period(kantoor: Kantoor, verblijf: str) -> None:
    pad = aanvraag(kantoor, verblijf=verblijf)
    fout = stuur(kantoor.als("moviera"), pad, "bedenktijd_vastleggen", {"datum": VANDAAG.isoformat()})
    assert fout.code == 422 and "geen verblijfsrecht" in fout.fouten[0]


def test_the_reflection_period_shows_its_dates_and_ends_once_with_a_reason(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    pad = aanvraag(kantoor, verblijf="derde_zonder")
    moviera = kantoor.als("moviera")
    assert "bedenktijd_einde" not in acties_op(moviera.get(pad))
    assert stuur(moviera, pad, "bedenktijd_vastleggen", {"datum": VANDAAG.isoformat()}).code == 303
    tekst = moviera.get(pad).tekst
    assert all(f"Dag {nr}" in tekst for nr in (60, 80, 90)) and "Elke maand: " in tekst
    te_vroeg = (VANDAAG - timedelta(days=1)).isoformat()
    fout = stuur(moviera, pad, "bedenktijd_einde", {"datum": te_vroeg, "reden": "afzien"})
    assert fout.code == 422 and "voor de dag" in fout.fouten[0]

    def loopt() -> bool:
        with w.huis.klokwerk() as werk:
            return any(een.groep == "bedenktijd" for een in werk.timers.van_zaak(w.traject(_id(pad)).zaak_id))

    assert loopt()
    assert stuur(moviera, pad, "bedenktijd_einde", {"datum": VANDAAG.isoformat(), "reden": "aangifte"}).code == 303
    na = moviera.get(pad)
    assert "De persoon doet aangifte" in na.tekst and not loopt()
    assert not {"bedenktijd_einde", "bedenktijd_vastleggen"} & acties_op(na)
    assert [een["reden"] for een in tellingen(kantoor, "bedenktijd_einde")] == ["aangifte"]


def test_the_clock_of_the_reflection_period_moves_with_the_person(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    pad = aanvraag(kantoor)
    plaats(kantoor, pad)
    moviera = kantoor.als("moviera")
    stuur(moviera, pad, "bedenktijd_vastleggen", {"datum": VANDAAG.isoformat()})
    stuur(moviera, pad, "overplaatsen", {"toestemming": "toestemming", "reden": "zorg_past_niet"})
    nieuw = bytes.fromhex(w.traject(_id(pad)).kenmerken["volgende"])
    with w.huis.klokwerk() as werk:
        van = {een.traject_id for een in werk.timers.van_zaak(w.traject(nieuw).zaak_id) if een.groep == "bedenktijd"}
    assert van == {nieuw}
    velden = {"datum": VANDAAG.isoformat()}
    fout = moviera.get(f"/opvang/{nieuw.hex()}")
    assert "Bedenktijd begon" in fout.tekst and "bedenktijd_vastleggen" not in acties_op(fout)
    post = moviera.post(f"/opvang/{nieuw.hex()}", fout.formulier("actie") | velden | {"actie": "bedenktijd_vastleggen"})
    assert "maar één keer" in post.fouten[0]


def test_two_people_at_one_request_one_hears_that_he_was_late(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    stuur(kantoor.als("moviera"), pad, "aanbieden", {"opvangplek": "opvang-de-linde"})
    opvang, moviera = kantoor.als("opvang"), kantoor.als("moviera")
    oud = opvang.get(pad).formulier("actie") | {"actie": "afslaan", "reden": "vol", "toelichting": "Net vol"}
    assert stuur(moviera, pad, "plek_vrij").code == 303
    laat = opvang.post(pad, oud)
    assert laat.code == 409 and "Net vol" in laat.tekst
    assert kantoor.wereld.traject(_id(pad)).staat == "aangeboden"


@pytest.mark.parametrize(
    ("wie", "actie", "velden"),
    [
        ("opvang2", "plek_vrij", {"toelichting": "Kom naar Schuilpad 3, 7121 AB Aalten."}),
        ("opvang2", "afslaan", {"reden": "vol", "toelichting": "Bel aan bij Schuilpad 3."}),
        ("moviera", "stoppen", {"reden": "elders_veilig", "toelichting": "Zij is op Schuilpad 3."}),
    ],
)
def test_what_the_municipality_reads_as_well_holds_no_address(
    kantoor: Kantoor, wie: str, actie: str, velden: dict[str, str]
) -> None:
    w = kantoor.wereld
    zaak = in_aanpak(w)
    gevraagd = {"leeftijd": "23_plus", "toestemming": "vitaal_belang", "behoefte": "Een bed."}
    opvang = w.stap("af.aalten", zaak, "opvang_zoeken", **gevraagd).nieuw_id
    assert opvang is not None
    w.stap("moviera", zaak, "aanbieden", opvang, opvangplek="opvang-het-anker")
    pad = f"/opvang/{opvang.hex()}"
    fout = stuur(kantoor.als(wie), pad, actie, velden)
    assert fout.code == 422 and "Noem hier geen adres" in fout.fouten[0] and velden["toelichting"] in fout.tekst
    with w.als("af.aalten") as werk:
        traject = werk.trajecten.get(opvang)
        docs = werk.documenten.open(traject, [traject.compartiment("aanvraag")], "test")
    assert "Schuilpad" not in str(docs)
    assert stuur(kantoor.als(wie), pad, actie, velden | {"toelichting": "Twee kamers, beneden."}).code == 303


def test_a_placement_that_still_fits_is_looked_at_again_in_thirty_days(kantoor: Kantoor) -> None:
    pad = aanvraag(kantoor)
    plaats(kantoor, pad)
    eerst = kantoor.wereld.traject(_id(pad)).termijn
    assert eerst is not None
    kantoor.wereld.verzet(days=20)
    kantoor.vergeet("moviera")
    assert stuur(kantoor.als("moviera"), pad, "past_nog").code == 303
    traject = kantoor.wereld.traject(_id(pad))
    assert traject.staat == "geplaatst" and traject.termijn == eerst + timedelta(days=20)
