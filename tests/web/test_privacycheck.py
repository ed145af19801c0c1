"""A privacy check: codes and nothing else, answered once, by the privacyfunctionaris of that municipality."""

from tests.storage import wandeling
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur

__all__ = ["kantoor"]


def gevraagd(k: Kantoor) -> tuple[bytes, str]:
    """Ask for check 1. Out: the case and the address of the check."""
    zaak = wandeling.in_beoordeling(k.wereld)
    k.wereld.stap("af.aalten", zaak, "onderzoeken", bronnen=["brp", "kvk"], toelichting="Wij willen het adres weten.")
    pagina = k.als("privacy.aalten").get("/taken")
    (adres,) = [str(een["href"]) for een in pagina.soep.select("main li a")]
    return zaak, adres


def bekijk(k: Kantoor, adres: str) -> Pagina:
    return k.als("privacy.aalten").get(adres)


def test_the_question_is_told_in_codes_and_the_case_stays_closed(kantoor: Kantoor) -> None:
    zaak, adres = gevraagd(kantoor)
    pagina = bekijk(kantoor, adres)
    assert pagina.kop == "Privacycheck 1" and kantoor.wereld.zaak(zaak).nummer in pagina.tekst
    assert "Basisregistratie personen, Handelsregister" in pagina.tekst
    for geheim in ("Wij willen het adres weten.", "Zes mensen", "Klaas Melder"):
        assert geheim not in pagina.tekst
    assert kantoor.als("privacy.aalten").get(f"/zaken/{kantoor.wereld.zaak(zaak).nummer}").code == 404


def test_after_the_answer_the_step_goes_through(kantoor: Kantoor) -> None:
    zaak, adres = gevraagd(kantoor)
    pf = kantoor.als("privacy.aalten")
    assert stuur(pf, adres, "beantwoorden", {"antwoord": "akkoord"}).naar == adres
    pagina = pf.get(adres)
    assert "Je antwoord is vastgelegd." in pagina.tekst and acties_op(pagina) == set()
    assert not pf.get("/taken").soep.select("main li a")
    kantoor.wereld.stap("af.aalten", zaak, "onderzoeken", bronnen=["brp"], toelichting="Nodig.")
    assert kantoor.wereld.zaak(zaak).staat == "in_onderzoek"


def test_an_answer_with_a_condition_needs_the_condition(kantoor: Kantoor) -> None:
    _, adres = gevraagd(kantoor)
    pf = kantoor.als("privacy.aalten")
    assert stuur(pf, adres, "beantwoorden").fouten == ["Mag dit: maak een keuze"]
    pagina = stuur(pf, adres, "beantwoorden", {"antwoord": "voorwaarde"})
    assert pagina.code == 422 and pagina.fouten == ["Onder welke voorwaarde: kies de voorwaarde"]
    assert pagina.soep.select("input[name=antwoord][value=voorwaarde][checked]")
    assert stuur(pf, adres, "beantwoorden", {"antwoord": "voorwaarde", "voorwaarde": "korter"}).code == 303
    assert "Korter geldig" in bekijk(kantoor, adres).tekst


def test_a_second_answer_is_overtaken(kantoor: Kantoor) -> None:
    _, adres = gevraagd(kantoor)
    pf = kantoor.als("privacy.aalten")
    velden = pf.get(adres).formulier("antwoord") | {"actie": "beantwoorden"}
    assert pf.post(adres, velden | {"antwoord": "niet"}).code == 303
    pagina = pf.post(adres, velden | {"antwoord": "akkoord"})
    assert pagina.code == 409
    botsing = pagina.soep.find(id="botsing")
    assert botsing is not None and "Niet akkoord" in botsing.get_text() and "Akkoord" in botsing.get_text()
    assert "Niet akkoord" in bekijk(kantoor, adres).soep.select(".app-titel")[0].get_text()


def test_nobody_else_sees_a_check(kantoor: Kantoor) -> None:
    _, adres = gevraagd(kantoor)
    for wie in ("privacy.winterswijk", "af.aalten", "fg.aalten", "beheer.aalten"):
        assert kantoor.als(wie).get(adres).code == 404
    for vreemd in ("/privacychecks/zz", f"/privacychecks/{'00' * 16}", "/privacychecks/abc"):
        assert bekijk(kantoor, vreemd).code == 404


def test_check_2b_shows_all_codes_of_a_hand_off_and_none_of_its_texts(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = wandeling.in_aanpak(w)
    velden = {
        **{**wandeling.VERSTREKKING, "ontvanger": "comensha", "feiten": [wandeling.feit(w, zaak)]},
        **{"uitzondering": ["D1"], "uitzondering_reden": "Geheime reden van de uitzondering."},
        **{"geheimhouding": "conflict", "conflict_reden": "Geheime reden van het conflict."},
    }
    vs = w.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    w.stap("af2.aalten", zaak, "uitzondering_toestaan", vs, toelichting="Geheime reden van de tweede.")
    w.stap("af.aalten", zaak, "vrijgeven", vs)
    pf = kantoor.als("privacy.aalten")
    adressen = [str(een["href"]) for een in pf.get("/taken").soep.select("main li a")]
    paginas = {pagina.kop: pagina for pagina in map(pf.get, adressen)}
    assert set(paginas) == {"Privacycheck 2A", "Privacycheck 2B", "Uitzondering op het convenant"}
    del paginas["Privacycheck 2A"]
    for pagina in paginas.values():
        for code in (
            "CoMensha",
            "Advies vragen",
            "algemeen belang",
            "Plaats of bedrijf",
            "conflict van",
        ):
            assert code in pagina.tekst
        for geheim in ("Geheime reden", wandeling.VERSTREKKING["noodzaak"], "Voorbeeldweg", "Minder is niet genoeg"):
            assert geheim not in pagina.tekst
    adres = next(een for een in adressen if pf.get(een).kop == "Uitzondering op het convenant")
    assert stuur(pf, adres, "beantwoorden", {"antwoord": "akkoord"}).code == 422
    assert stuur(pf, adres, "beantwoorden", {"antwoord": "gezien"}).naar == adres
    assert "Bekeken" in pf.get(adres).tekst and adres not in str(pf.get("/taken").soep)
