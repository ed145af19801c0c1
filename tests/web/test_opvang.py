"""A safe place: each party sees its part, and the address is for two of them."""

from datetime import date, timedelta

from tests.storage.wandeling import in_aanpak
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
    assert BEHOEFTE in gezien.tekst and acties_op(gezien) == {"afslaan"}
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
