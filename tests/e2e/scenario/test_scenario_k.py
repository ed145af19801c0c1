"""Scenario k: urgent at two in the night, while the aandachtsfunctionaris is on leave."""

from tests.e2e.scenariopad import Pad

MELDING = "Een vrouw stond vannacht zonder jas op straat. De politie is er nu bij."


def test_at_night_the_alarm_goes_on_until_somebody_acts(pad: Pad) -> None:
    pad.zet_klok(pad.huis.beleid.kalender.plus_werkdagen(pad.vandaag, 1), 2)
    code = pad.meld(gevaar="ja", gebeld_112="ja", tekst=MELDING, **{"herken[]": ("bang", "onthulling")})
    vangnet = pad.als("vangnet")
    assert pad.post("af.aalten") >= 1 and pad.post("va.aalten") == 0
    eerst, af2 = pad.post("af.aalten"), pad.post("af2.aalten")
    pad.wacht(minutes=31)
    assert pad.post("af.aalten") > eerst, "once more after half an hour"
    assert not vangnet.links("/zaken", hier=True)
    pad.wacht(minutes=30)
    assert pad.post("af2.aalten") > af2 and pad.post("va.aalten") >= 1, "the deputy and the veiligheidsadviseur"
    va = pad.als("va.aalten")
    va.ga("/taken")
    zaak = va.links("/zaken", hier=True)[0]
    va.ga(zaak)
    assert MELDING not in va.page.content(), "who is called need not read"
    va.beeld("k-alarm")
    va.weiger(zaak, "vervanger_inschakelen", "Waarom?")
    va.doe(zaak, "vervanger_inschakelen", reden="afwezig")
    pad.wacht(minutes=45)
    vangnet.ga("/werkvoorraad")
    assert pad.post("vangnet") >= 1
    vangnet.ga(zaak)
    assert MELDING in vangnet.alles
    vangnet.beeld("k-vangnet")
    vangnet.zet("waarnemen", notitie="Met de politie gebeld. Zij brengt haar naar een veilige plek.")
    assert "oppakken" not in vangnet.knoppen(zaak)

    # The next working day: the desk takes over, and CoMensha is told by somebody who has no account there.
    pad.zet_klok(pad.huis.beleid.kalender.plus_werkdagen(pad.vandaag, 1), 9, 30)
    af = pad.als("af2.aalten")
    af.ga(zaak)
    assert "Zij brengt haar naar een veilige plek." in af.alles
    af.zet("oppakken")
    af.doe(zaak, "persoon_toevoegen", rol="slachtoffer", naam="Ilona Voorbeeld", leeftijdsklasse="23_plus")
    wie = af.keuze(zaak, "feit_vastleggen", "persoon", "P-")
    af.zet("feit_vastleggen", categorie="D5", persoon=wie, bron="slachtoffer", feit="Komt uit Hongarije.")
    vs = pad.stel_op(zaak, "comensha", "Hongarije", "af2.aalten", doel="registratie", vorm="S")
    pad.neem_direct_aan(zaak, reden="spoed", eerste_stap="verstrekking")
    pad.verstuur(vs, "af2.aalten")
    af.ga(vs)
    with af.page.expect_download() as blad:
        af.page.locator("main").get_by_role("button", name="PDF maken").click()
    assert blad.value.path().read_bytes().startswith(b"%PDF"), "CoMensha has no account here: it gets paper"
    gehoord = {"namens": "Medewerker CoMensha", "hoe": "telefoon", "wanneer": pad.over(0)}
    af.doe(vs, "ontvangst_bevestigen", **gehoord)
    af.doe(vs, "oppakken", **gehoord)
    af.doe(vs, "terugkoppelen", resultaat="Geregistreerd.", **gehoord)
    af.beeld("k-comensha")
    pad.geen_veilig_thuis(zaak, reden="geen_grond")
    pad.sluit_af(zaak)
    assert "Je signaal is afgerond." in pad.volg(code).tekst
