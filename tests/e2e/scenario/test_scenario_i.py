"""Scenario i: there is no place for somebody with an addiction and a disability; it is looked for every day."""

from tests.e2e.scenariopad import Pad


def test_no_place_is_logged_reminded_every_day_and_looked_for_again(pad: Pad) -> None:
    code = pad.meld(tekst="Een jonge man moet pakjes wegbrengen voor een kennis.", wanneer="vaker")
    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.doe(zaak, "oppakken")
    af.doe(zaak, "persoon_toevoegen", rol="slachtoffer", naam="Roy Voorbeeld", leeftijdsklasse="23_plus")
    af.doe(zaak, "vorm_vastleggen", vormen="CRIM_DRUGS")
    vraag = {"leeftijd": "23_plus", "toestemming": "toestemming", "contra_indicaties": ("verslaving", "lvb", "man")}
    af.doe(zaak, "opvang_zoeken", **vraag, behoefte="Een plek met begeleiding.", taal="Nederlands")
    zorg = pad.als("moviera")
    opvang = zorg.links("/opvang")[0]
    zorg.weiger(opvang, "poging", "Wat was het antwoord?", opvangplek="opvang-het-anker")
    zorg.doe(opvang, "poging", opvangplek="opvang-het-anker", uitkomst="past_niet")
    zorg.doe(opvang, "poging", opvangplek="opvang-de-linde", uitkomst="past_niet", toelichting="Alleen vrouwen.")
    zorg.doe(opvang, "niet_te_plaatsen", reden="contra_indicatie", alternatief="Hij slaapt bij een vriend.")
    assert "Niet geplaatst" in zorg.tekst and "Alleen vrouwen." in zorg.alles
    zorg.beeld("i-niet-geplaatst")
    pad.neem_direct_aan(zaak, reden="zorg", eerste_stap="opvang")
    for _ in range(3):
        vooraf = pad.post("moviera")
        pad.wacht(days=1)
        assert pad.post("moviera") == vooraf + 1, "once a day until there is a place"
    zorg.doe(opvang, "opnieuw_zoeken")
    zorg.doe(opvang, "aanbieden", opvangplek="opvang-het-anker")
    plek = pad.als("opvang2")
    plek.ga(opvang)
    assert "begeleiding" in plek.alles and "Roy" not in plek.page.content()
    plek.zet("afslaan", reden="past_niet", toelichting="Er is nu geen begeleider.")
    plek.mag_niet(opvang)
    zorg.doe(opvang, "stoppen", reden="elders_veilig")
    vooraf = pad.post("moviera")
    pad.wacht(days=3)
    assert pad.post("moviera") == vooraf, "a reminder of what has stopped"
    pad.geen_veilig_thuis(zaak, reden="geen_grond")
    pad.sluit_af(zaak, reden="wil_niet")
    assert "Je signaal is afgerond." in pad.volg(code).tekst
