"""Scenario f: a room that is locked, and the boss has the key."""

from tests.e2e.scenariopad import ACTIE, Pad

VRAAG = "Is de politie gebeld? Hoe laat was dat?"


def test_who_is_locked_up_is_told_to_the_police_and_the_case_says_when(pad: Pad) -> None:
    collega = pad.iemand()
    tekst = "Boven een restaurant is een kamer met een slot aan de buitenkant. De baas heeft de sleutel."
    code = pad.meld(melder=collega, gevaar="weet_niet", tekst=tekst, **{"herken[]": ("opgesloten", "slaapt_werk")})
    assert "bel de politie" in collega.alles and "0900 - 8844" in collega.alles
    collega.beeld("f-bel-de-politie")
    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.ga(zaak)
    assert "Spoed" in af.alles and "artikel 160 lid 3" in af.alles
    af.beeld("f-instructie")
    af.zet("oppakken")
    af.weiger(zaak, "aanvulling_vragen", "Wat wil je weten?")
    af.doe(zaak, "aanvulling_vragen", vraag=VRAAG)
    melder = pad.volg(code)
    assert VRAAG in melder.alles
    melder.zet("aanvullen", antwoord="Ja, vannacht om kwart over twee.")
    assert pad.post("af.aalten") >= 1
    af.ga(zaak)
    assert "kwart over twee" in af.alles
    af.doe(zaak, "feit_vastleggen", categorie="D1", bron="ander", feit="De kamer boven het restaurant.")
    pad.neem_direct_aan(zaak, reden="spoed", eerste_stap="actie", **{**ACTIE, "datum": pad.over(2)})
    actie = pad.als("toezicht.aalten").links("/acties", op="/taken")[0]
    vs = pad.stel_op(zaak, "politie", "boven het restaurant", doel="opsporing")
    pad.verstuur(vs)
    pad.handel_af("politie", vs, "De kamer is open. Twee mensen zijn gehoord.")
    pad.geen_veilig_thuis(zaak)
    af.weiger(zaak, "afsluiten", "acti", reden="interventie", terugmelding="Wat je doorgaf is afgerond. Bedankt.")
    pad.doe_actie(actie, "De kamer is niet meer in gebruik.")
    pad.sluit_af(zaak, reden="interventie")
    assert "Je signaal is afgerond." in pad.volg(code).tekst
