"""Scenario j: a partner does not confirm; he is reminded, and his refusal comes back with its reason."""

from tests.e2e.scenariopad import Pad

ESCALATIE = "Er blijft iets liggen"


def test_a_partner_is_reminded_and_his_refusal_comes_back(pad: Pad) -> None:
    code = pad.meld()
    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.doe(zaak, "oppakken")
    af.doe(zaak, "feit_vastleggen", categorie="D1", bron="zelf", feit="Een woning aan de rand.")

    # The privacyfunctionaris first, then per source whether there is a hit, and only of a hit what it says.
    af.doe(zaak, "onderzoeken", bronnen=("kvk", "handhaving"), toelichting="We willen weten wie er zit.")
    pad.akkoord()
    af.ga(zaak)
    if "onderzoeken" in af.knoppen(zaak):
        af.zet("onderzoeken", bronnen=("kvk", "handhaving"), toelichting="We willen weten wie er zit.")
    bronnen = {"bron_kvk": "treffer", "resultaat_kvk": "Er staat een bedrijf.", "bron_handhaving": "geen_treffer"}
    af.weiger(zaak, "resultaat_vastleggen", "van wanneer is dit", **bronnen)
    af.doe(zaak, "resultaat_vastleggen", **bronnen, dag_kvk=pad.over(-30))
    af.ga(zaak)
    assert "Er staat een bedrijf." in af.alles
    weging = {"weging_4": "overleg", "weging_4_reden": "Dit vraagt meer dan een afdeling."}
    actie = pad.neem_aan(pad.agendeer(zaak, **weging))
    vs = pad.stel_op(zaak, "politie", "woning aan de rand", doel="opsporing")
    politie = pad.als("politie")
    politie.mag_niet(vs)
    pad.verstuur(vs)
    kalender, begin = pad.huis.beleid.kalender, pad.vandaag
    pad.zet_klok(kalender.plus_werkdagen(begin, 3), 10)
    assert pad.post("politie") >= 2, "at the start and after two working days"
    assert pad.post("va.aalten", ESCALATIE) == 0
    pad.zet_klok(kalender.plus_werkdagen(begin, 6), 10)
    assert pad.post("va.aalten", ESCALATIE) >= 1, "after five working days the veiligheidsadviseur"
    af.ga("/taken")
    af.beeld("j-taken")
    politie.doe(vs, "ontvangst_bevestigen")
    vooraf = pad.post("politie")
    politie.weiger(vs, "afwijzen", "Reden", toelichting="Er is te weinig bekend.")
    politie.doe(vs, "afwijzen", reden="onvoldoende_info", toelichting="Er is te weinig bekend.")
    af.ga(vs)
    assert "Onvoldoende informatie" in af.alles and "Er is te weinig bekend." in af.alles
    af.beeld("j-afgewezen")
    pad.wacht(days=7)
    assert pad.post("politie") == vooraf, "a reminder after the answer"
    pad.geen_veilig_thuis(zaak)
    pad.doe_actie(actie, "Er woont niemand meer.")
    pad.sluit_af(zaak, reden="onvoldoende")
    assert "Je signaal is afgerond." in pad.volg(code).tekst
