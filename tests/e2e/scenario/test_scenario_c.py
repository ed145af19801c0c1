"""Scenario c: a girl of sixteen tells what happens; the offender knows where she lives."""

from tests.e2e.bezoeker import TELEFOON
from tests.e2e.scenariopad import Pad

NAAM, ADRES = "Fenna Voorbeeld", "Geheime Laan 12"


def test_a_girl_in_danger_gets_help_at_once_and_her_place_stands_nowhere(pad: Pad) -> None:
    wijkteam = pad.iemand(breed=TELEFOON)
    wijkteam.ga("/melden/aalten")
    wijkteam.verder()
    wijkteam.vul(gevaar="ja")
    wijkteam.verder()
    assert "Bel nu 112" in wijkteam.kop
    wijkteam.beeld("c-bel-112", breed=TELEFOON)
    tekst = "Een meisje vertelt dat zij moet werken voor een man. Hij weet waar zij woont."
    antwoorden = {"gevaar": "ja", "gebeld_112": "ja", "minderjarig": "ja", "herken[]": "onthulling"}
    code = pad.meld("aalten", melder=wijkteam, tekst=tekst, **antwoorden)
    assert "Veilig Thuis" in wijkteam.alles, "the number to call now"
    assert pad.post("af.aalten") == 1

    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.ga(zaak)
    assert "Spoed" in af.alles and "0800 - 2000" in af.alles
    af.beeld("c-zaak-met-spoed")
    af.zet("oppakken")
    af.doe(zaak, "persoon_toevoegen", rol="slachtoffer", naam=NAAM, leeftijdsklasse="onder_18")
    vraag = {"leeftijd": "onder_18", "alleenstaande_vreemdeling": "nee", "toestemming": "vitaal_belang"}
    af.doe(zaak, "opvang_zoeken", **vraag, behoefte="Een plek buiten de regio.", regio_mijden="De Achterhoek")
    pad.neem_direct_aan(zaak, reden="spoed", eerste_stap="opvang")

    zorg, veilig, vol = pad.als("meesamen"), pad.als("opvang2"), pad.als("opvang")
    opvang = zorg.links("/opvang")[0]
    zorg.doe(opvang, "poging", opvangplek="opvang-de-linde", uitkomst="vol")
    veilig.mag_niet(opvang)
    zorg.doe(opvang, "aanbieden", opvangplek="opvang-het-anker")
    vol.mag_niet(opvang)
    plaats = {"adres": ADRES, "vanaf": pad.over(0), "betaler": "jeugdwet"}
    zorg.weiger(opvang, "plaatsen", "Waarom mag de plaatsing?", **plaats)
    zorg.doe(opvang, "plaatsen", toestemming="vitaal_belang", **plaats)
    veilig.ga(opvang)
    assert ADRES in veilig.alles
    veilig.beeld("c-opvang")
    for wie in ("af.aalten", "va.aalten"):
        pad.als(wie).ga(zaak)
        assert "Geheime Laan" not in pad.als(wie).page.content()
    af.ga(opvang)
    assert "Geheime Laan" not in af.page.content()

    # Registration afterwards: with her name, because she is a minor.
    vs = af.links("/verstrekkingen")[0]
    af.ga(vs)
    assert NAAM in af.alles
    pad.verstuur(vs)
    thuis = pad.als("veilig-thuis")
    thuis.ga(vs)
    assert NAAM in thuis.alles and ADRES not in thuis.page.content()
    pad.handel_af("veilig-thuis", vs, antwoord_zonder_namen="Veilig Thuis is gestart.")
    zorg.doe(opvang, "beeindigen", datum=pad.over(0), reden="andere_opvang")
    pad.sluit_af(zaak)
    assert "Je signaal is afgerond." in pad.volg(code).tekst
