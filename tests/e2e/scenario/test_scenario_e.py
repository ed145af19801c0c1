"""Scenario e: a woman without residence right doubts about a complaint; the reflection period has its own clock."""

from tests.e2e.scenariopad import Pad


def test_the_reflection_period_reminds_at_sixty_eighty_and_ninety_days(pad: Pad) -> None:
    code = pad.meld(tekst="Een vrouw zonder papieren twijfelt over aangifte.")
    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.doe(zaak, "oppakken")
    af.doe(zaak, "persoon_toevoegen", rol="slachtoffer", naam="Amina Voorbeeld", leeftijdsklasse="23_plus")
    af.doe(zaak, "opvang_zoeken", leeftijd="23_plus", toestemming="toestemming", behoefte="Een bed.")
    pad.neem_direct_aan(zaak, reden="zorg", eerste_stap="opvang")

    zorg = pad.als("moviera")
    opvang = zorg.links("/opvang")[0]
    zorg.weiger(opvang, "bedenktijd_vastleggen", "Op welke dag begon de bedenktijd?", datum=pad.over(3))
    begin = pad.vandaag
    zorg.doe(opvang, "bedenktijd_vastleggen", datum=pad.over(0))
    assert "bedenktijd_vastleggen" not in zorg.knoppen(opvang), "the reflection period exists once"
    zorg.doe(opvang, "aanbieden", opvangplek="opvang-de-linde")
    plaats = {"toestemming": "toestemming", "adres": "Stille Straat 3", "vanaf": pad.over(0), "betaler": "rvb"}
    zorg.doe(opvang, "plaatsen", **plaats)
    zorg.beeld("e-bedenktijd")

    dagen = []
    for dag in (32, 62, 82, 92):
        vooraf = pad.post("moviera")
        pad.zet_klok(begin.fromordinal(begin.toordinal() + dag), 10)
        dagen.append(pad.post("moviera") - vooraf)
    assert all(dagen), f"the month, day 60, 80 and 90: {dagen}"

    # On the last day she decides to file a complaint.
    zorg.doe(opvang, "beeindigen", datum=pad.over(0), reden="andere_opvang", toelichting="Zij doet aangifte.")
    vooraf = pad.post("moviera")
    pad.wacht(days=20)
    assert pad.post("moviera") == vooraf, "a reminder of what has ended"
    pad.geen_veilig_thuis(zaak, reden="geen_grond")
    pad.sluit_af(zaak)
    assert "Je signaal is afgerond." in pad.volg(code).tekst
    assert "Stille Straat" not in af.page.content()
