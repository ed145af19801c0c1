"""Scenario a: a third person speaks for six people at the counter; the address lies with the neighbour."""

from tests.e2e.scenariopad import Pad

PLEK = "De woning boven de bakker."


def test_a_signal_of_the_counter_goes_to_the_neighbour_who_finishes_it(pad: Pad) -> None:
    collega = pad.iemand()
    antwoorden = {"gemeente": "winterswijk", "plek": PLEK, "soort_plek": "balie", "naam": "Kim van de Balie"}
    code = pad.meld("aalten", melder=collega, **antwoorden)
    collega.beeld("a-bevestiging")
    assert "We hebben je signaal ontvangen." in pad.volg(code).tekst

    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.ga(zaak)
    assert "zes mensen" in af.alles and "Kim van de Balie" in af.alles
    af.zet("oppakken")
    assert "Iemand bekijkt je signaal." in pad.volg(code).tekst
    pad.als("af.winterswijk").mag_niet(zaak)
    af.weiger(zaak, "voorleggen", "Waarom speelt dit in die gemeente?", naar_gemeente="winterswijk")
    assert af.fouten, "a neighbour gets nothing without a reason"
    af.doe(zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het adres ligt daar.")
    assert "Je signaal ligt bij een andere gemeente." in pad.volg(code).tekst

    daar = pad.als("af.winterswijk")
    daar.ga(zaak)
    assert "Het adres ligt daar." in daar.alles and "zes mensen" not in daar.page.content()
    daar.beeld("a-voorgelegd")
    daar.zet("aannemen")
    assert "zes mensen" in daar.alles and "Kim van de Balie" not in daar.page.content(), "the reporter stays behind"
    af.ga(zaak)
    assert "zes mensen" not in af.page.content(), "the desk that gave it away reads on"
    daar.doe(zaak, "terugmelden", bericht="We zijn ermee bezig.")
    assert "We zijn ermee bezig." in pad.volg(code).tekst

    daar.doe(zaak, "plaats_vastleggen", soort_plaats="anders", plaats=PLEK, bron="ander")
    overleg = pad.agendeer(zaak, "winterswijk")
    assert "We bespreken je signaal." in pad.volg(code).tekst
    actie = pad.neem_aan(overleg, "winterswijk")
    assert "Je signaal is opgepakt." in pad.volg(code).tekst
    pad.doe_actie(actie, "Er woont niemand. De inschrijving is gestopt.", "winterswijk")
    pad.geen_veilig_thuis(zaak, "winterswijk")
    pad.sluit_af(zaak, "winterswijk", "interventie")
    melder = pad.volg(code)
    assert "Je signaal is afgerond." in melder.tekst and "Bedankt." in melder.tekst
    melder.beeld("a-volgen", breed=390)
