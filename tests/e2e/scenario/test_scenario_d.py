"""Scenario d: an adult worker wants help and no complaint; the inspectorate hears of the place, not of him."""

from tests.e2e.scenariopad import Pad

NAAM = "Tomasz Voorbeeld"


def test_a_worker_gets_care_without_a_complaint(pad: Pad) -> None:
    code = pad.meld(tekst="Een man krijgt geen loon en slaapt in de schuur.", weet_ervan="ja")
    af, zaak = pad.als("af.aalten"), pad.nieuwste("af.aalten")
    af.doe(zaak, "oppakken")
    af.doe(zaak, "persoon_toevoegen", rol="slachtoffer", naam=NAAM, leeftijdsklasse="23_plus")
    assert "Tomasz" not in af.page.content(), "a name stands in the vault alone"
    af.doe(zaak, "vorm_vastleggen", vormen="ARBEID")
    feit = {"categorie": "D1", "bron": "zelf"}
    af.weiger(zaak, "feit_vastleggen", "P-nummer", **feit, feit="tomasz woont in de schuur")
    af.beeld("d-naam-in-feit", "#fouten")
    af.doe(zaak, "feit_vastleggen", **feit, feit="De schuur van een teler.")
    overleg = pad.agendeer(zaak)
    actie = pad.neem_aan(overleg)

    af.doe(zaak, "opvang_zoeken", leeftijd="23_plus", toestemming="toestemming", behoefte="Begeleiding.")
    zorg = pad.als("moviera")
    opvang = zorg.links("/opvang")[0]
    zorg.ga(opvang)
    assert "Tomasz" not in zorg.page.content()
    assert "bedenktijd" not in zorg.tekst.lower() or "bedenktijd_vastleggen" in zorg.knoppen(opvang)
    pad.als("meesamen").mag_niet(opvang)

    veilig_thuis = af.links("/verstrekkingen")[0]
    pad.verstuur(veilig_thuis)
    thuis = pad.als("veilig-thuis")
    thuis.ga(veilig_thuis)
    assert "Tomasz" not in thuis.page.content() and "P-" in thuis.alles
    thuis.beeld("d-veilig-thuis")
    nla = pad.stel_op(zaak, "nla", "schuur van een teler", doel="toezicht")
    pad.verstuur(nla)
    inspectie = pad.als("nla")
    inspectie.ga(nla)
    assert "Gemeente: Aalten." in inspectie.alles and "schuur van een teler" not in inspectie.page.content()
    assert "Tomasz" not in inspectie.page.content()
    pad.als("politie").mag_niet(nla)

    pad.handel_af("veilig-thuis", veilig_thuis)
    pad.handel_af("nla", nla)
    pad.doe_actie(actie, "We hebben met de teler gesproken.")
    zorg.doe(opvang, "stoppen", reden="elders_veilig")
    pad.sluit_af(zaak)
    assert "Je signaal is afgerond." in pad.volg(code).tekst
