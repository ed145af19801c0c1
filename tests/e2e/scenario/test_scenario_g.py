"""Scenario g: a vague rumour is sealed; a number plate opens it again, and what nobody meets is destroyed."""

from tests.e2e.scenariopad import Pad

KENTEKEN = "99-XYZ-1"
NIET = {"weging_3_reden": "Er is geen plek en geen dag bekend.", "reden": "te_vaag"}
BEDANKT = "Bedankt. Zie je meer? Geef het dan weer door."


def _te_vaag(pad: Pad, kenteken: str, tekst: str) -> tuple[str, str]:
    """A rumour that is not taken up. Out: the case and the volgcode."""
    code = pad.meld(tekst=tekst, wanneer="weet_niet", minderjarig="weet_niet")
    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.doe(zaak, "oppakken")
    af.doe(zaak, "persoon_toevoegen", rol="betrokkene", kenteken=kenteken, leeftijdsklasse="onbekend")
    af.doe(zaak, "niet_in_behandeling_nemen", **NIET, terugmelding=BEDANKT)
    return zaak, code


def test_a_hit_opens_the_sealed_archive_and_without_one_it_is_destroyed(pad: Pad) -> None:
    zaak, code = _te_vaag(pad, KENTEKEN, "Er staat soms een grijze bus voor een schuur.")
    af, va = pad.als("af.aalten"), pad.als("va.aalten")
    assert "instemmen" not in af.knoppen(zaak), "the second pair of eyes is somebody else"
    assert "afgerond" not in pad.volg(code).tekst
    va.doe(zaak, "instemmen")
    assert "Je signaal is afgerond." in pad.volg(code).tekst and BEDANKT in pad.volg(code).alles
    af.ga(zaak)
    assert "grijze bus" not in af.page.content(), "the archive is sealed"
    af.beeld("g-verzegeld")
    ander, _ = _te_vaag(pad, "99-ZZZ-9", "Iemand zegt dat er iets is met een witte bus.")
    va.doe(ander, "instemmen")

    pad.wacht(days=243)
    pad.meld(tekst="Een grijze bus haalt elke nacht mensen op.", plek="De loods achter het spoor.")
    nieuw = pad.nieuwste("af.aalten")
    af.doe(nieuw, "oppakken")
    af.doe(nieuw, "persoon_toevoegen", rol="betrokkene", kenteken="99xyz1", leeftijdsklasse="onbekend")
    af.ga(nieuw)
    assert zaak.rsplit("/", 1)[1] in af.alles and "hetzelfde kenteken" in af.alles
    af.beeld("g-treffer", "#treffers")
    af.ga("/treffers")
    af.weiger(zaak, "heropenen", "Toelichting", reden="treffer")
    af.doe(zaak, "heropenen", reden="treffer", toelichting="Hetzelfde kenteken in een nieuw signaal.")
    assert "In beoordeling" in af.tekst
    af.ga(zaak)
    assert "grijze bus" in af.alles
    assert "Iemand bekijkt je signaal." in pad.volg(code).tekst
    af.doe(nieuw, "koppelen", ander=zaak.rsplit("/", 1)[1], reden="Hetzelfde kenteken.")

    # The other rumour met nothing: a year after its end it goes, and only a certificate stays.
    for dagen in (140, 8, 1):
        pad.wacht(days=dagen)
    af.mag_niet(ander)
    af.ga(nieuw)
    pf = pad.als("privacy.aalten")
    pf.ga("/bewaren")
    assert "ertifica" in pf.alles
    pf.beeld("g-certificaat")
