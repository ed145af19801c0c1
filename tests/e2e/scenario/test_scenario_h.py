"""Scenario h: too light for an investigation; enforcement does it, and the reporter hears it at each stage."""

from tests.e2e.bezoeker import TELEFOON
from tests.e2e.scenariopad import AGENDA, Pad


def test_a_light_signal_ends_in_enforcement_and_monitoring(pad: Pad) -> None:
    code = pad.meld(tekst="Er slapen mensen op de werkvloer van een bedrijf.", soort_plek="bedrijf")
    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.doe(zaak, "oppakken")
    af.doe(zaak, "aanvulling_vragen", vraag="Op welke dagen zie je dit?")
    melder = pad.volg(code)
    assert "Op welke dagen zie je dit?" in melder.alles
    melder.beeld("h-vraag", breed=TELEFOON)
    melder.zet("aanvullen", antwoord="Elke maandag.")
    af.ga(zaak)
    assert "Elke maandag." in af.alles
    overleg = pad.agendeer(zaak)
    assert "We bespreken je signaal." in pad.volg(code).tekst

    # Only who is in the meeting reads its pieces, and only while it lasts.
    va, deelnemer = pad.als("va.aalten"), pad.als("deelnemer.aalten")
    deelnemer.ga(overleg)
    assert AGENDA["overdrachtstekst"] not in deelnemer.page.content()
    pad.open_overleg(overleg)
    deelnemer.ga(overleg)
    assert AGENDA["overdrachtstekst"] in deelnemer.alles and "werkvloer" not in deelnemer.page.content()
    deelnemer.beeld("h-overleg")
    actie = pad.neem_aan(overleg, instrument="OMG-GEBR", opdracht="Controleer of er wordt gewoond.")
    va.doe(overleg, "sluiten")
    deelnemer.ga(overleg)
    assert AGENDA["overdrachtstekst"] not in deelnemer.page.content(), "the meeting is over"
    assert "Je signaal is opgepakt." in pad.volg(code).tekst

    houder = pad.als("toezicht.aalten")
    houder.ga(actie)
    assert "Controleer of er wordt gewoond." in houder.alles and "slapen mensen" not in houder.page.content()
    houder.beeld("h-actie")
    houder.mag_niet(zaak)
    houder.doe(actie, "starten")
    houder.weiger(actie, "gereedmelden", "Wat is er gedaan?")
    houder.doe(actie, "gereedmelden", resultaat="Het wonen is gestopt. Het wijkteam gaat langs.")
    va.ga(actie)
    assert "Het wonen is gestopt." in va.alles
    pad.geen_veilig_thuis(zaak)
    va.doe(zaak, "monitoren", toelichting="Kijk over een maand nog eens.")
    vooraf = pad.post("va.aalten")
    for _ in range(3):
        pad.wacht(days=31)
    assert pad.post("va.aalten") > vooraf, "the monthly moment"
    assert "Je signaal is opgepakt." in pad.volg(code).tekst
    pad.sluit_af(zaak, reden="interventie")
    assert "Je signaal is afgerond." in pad.volg(code).tekst and "Bedankt." in pad.volg(code).alles
