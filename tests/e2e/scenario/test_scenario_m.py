"""Scenario m: somebody who may be an offender asks what is kept about him; the source is not given away."""

import re

from tests.e2e.scenariopad import Pad, Speler

NAAM, GEBOREN = "Harm Voorbeeld", "12-03-1970"
BRON = "Kim van de Balie"


def _verzoek(pad: Pad, af: Speler) -> str:
    """Register a request for access. Out: its address."""
    velden = {"soort": "inzage", "ontvangen": pad.over(0), "kanaal": "balie", "rol": "zelf", "identiteit": "ja"}
    af.doe("/verzoeken", "leg_vast", **velden)
    return af.pad


def _brief(iemand: Speler, verzoek: str) -> str:
    iemand.ga(f"{verzoek}/brief")
    tekst = re.sub(r"VZ-[0-9A-Z-]+", "VZ", iemand.page.locator("article").inner_text())
    for nooit in (NAAM, BRON, "MH-", "P-"):
        assert nooit not in tekst
    return tekst


def test_a_request_is_put_off_with_a_review_date_and_reads_like_any_other_answer(pad: Pad) -> None:
    pad.meld(tekst="De baas slaat zijn mensen.", naam=BRON)
    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.doe(zaak, "oppakken")
    af.doe(zaak, "persoon_toevoegen", rol="dader", naam=NAAM, geboortedatum=GEBOREN, leeftijdsklasse="23_plus")

    verzoek = _verzoek(pad, af)
    pf = pad.als("privacy.aalten")
    pf.ga("/taken")
    assert verzoek.rsplit("/", 1)[1] in pf.alles
    af.doe(f"{verzoek}/zoeken", "zoek", naam=NAAM, geboortedatum=GEBOREN)
    assert zaak.rsplit("/", 1)[1] in af.alles and BRON not in af.page.content()
    af.beeld("m-gevonden", "#gevonden-kop")
    pf.mag_niet(f"{verzoek}/zoeken")
    af.weiger(verzoek, "beantwoord", "Op welke grond stel je uit?", uitkomst="uitgesteld")
    uitstel = {"uitkomst": "uitgesteld", "uitstel": "uavg41_opsporing", "herzien_op": pad.over(30)}
    af.doe(verzoek, "beantwoord", **uitstel)
    niemand = _verzoek(pad, af)
    af.doe(niemand, "beantwoord", uitkomst="niet_gevonden")
    assert _brief(af, verzoek) == _brief(af, niemand) == _brief(pf, verzoek), "the letter gives the answer away"
    af.beeld("m-brief")
    pf.ga(verzoek)
    assert "itgesteld" not in pf.alles

    pad.wacht(days=30)
    af.ga("/taken")
    assert "Bekijk opnieuw" in af.alles
    af.doe(verzoek, "herzie", oordeel="blijft", opnieuw_op=pad.over(60))
    af.ga("/taken")
    assert "Bekijk opnieuw" not in af.alles
    af.ga(zaak)
    assert "verzoek" not in af.titel.lower()
