"""Scenario b: an inspector of Aalten sees people without passports at a holiday park in Winterswijk."""

from tests.e2e.scenariopad import Pad
from tests.e2e.speler import Speler

HIER, DAAR = "aalten", "winterswijk"
PARK = "De achterste huisjes van het vakantiepark."
BOA = "Pleun Voorbeeld"


def _is_voor(maker: Speler, vs: str, ontvanger: str) -> bool:
    maker.ga(vs)
    return ontvanger in maker.alles


def test_employer_and_place_differ_and_the_control_waits_for_shelter_and_inspectorate(pad: Pad) -> None:
    antwoorden = {
        "gemeente": DAAR,
        "tekst": "Op een vakantiepark zag ik twaalf mensen zonder paspoort.",
        "herken[]": ("geen_paspoort", "bewaakt"),
        "plek": PARK,
        "soort_plek": "vakantiepark",
        "minderjarig": "weet_niet",
        "naam": BOA,
        "functie": "boa",
        "regime": "toezicht",
    }
    code = pad.meld(HIER, **antwoorden)
    af, zaak = pad.als(f"af.{HIER}"), pad.nieuwste(f"af.{HIER}")
    af.doe(zaak, "oppakken")
    assert "oezicht" in af.alles and BOA in af.alles
    af.doe(zaak, "voorleggen", naar_gemeente=DAAR, weging_2b_reden="Het park ligt daar.")
    daar = pad.als(f"af.{DAAR}")
    daar.doe(zaak, "aannemen")
    assert BOA not in daar.page.content()
    daar.doe(zaak, "vorm_vastleggen", vormen="ARBEID")
    daar.doe(zaak, "plaats_vastleggen", soort_plaats="anders", plaats=PARK, bron="zelf")
    daar.weiger(zaak, "agenderen", "Weging 1", overdrachtstekst="Twaalf mensen op een vakantiepark.")
    overleg = pad.agendeer(zaak, DAAR)

    va = pad.als(f"va.{DAAR}")
    va.ga(overleg)
    assert BOA not in va.page.content() and "vakantiepark" not in va.alles.replace(PARK, "")
    va.beeld("b-overleg")
    laat = {"instrument": "CTRL", "afdeling": "toezicht", "opdracht": "Ga kijken.", "datum": pad.over(-3)}
    va.weiger(overleg, "in_aanpak_nemen", "datum", besluit="Samen met de inspectie kijken.", **laat)
    actie = pad.neem_aan(overleg, DAAR, instrument="CTRL", opdracht="Ga samen met de inspectie kijken.")

    # First a place for whoever is found, then the control.
    daar.doe(zaak, "opvang_zoeken", leeftijd="23_plus", toestemming="vitaal_belang", behoefte="Bedden voor twaalf.")
    zorg = pad.als("moviera")
    opvang = zorg.links("/opvang")[0]
    zorg.doe(opvang, "poging", opvangplek="opvang-de-linde", uitkomst="vrij", toelichting="Er staan bedden klaar.")
    plan = {
        "plaats": va.keuze(actie, "controle_plannen", "plaats", "achterste huisjes"),
        "woning": "nee",
        "datum": pad.over(20),
        "tijd": "7.30",
        "leider": "afdeling",
        "partners": "nla",
        "opvang_klaar": "ja",
        "bedden": "12",
        "opvang_bij": "zorgcoordinator",
    }
    va.weiger(actie, "controle_plannen", "opsporing", **plan, doel_controle="opsporing")
    va.doe(actie, "controle_plannen", **plan, doel_controle="toezicht")
    assert "7.30" in va.alles
    va.beeld("b-controle")
    nla = next(een for een in daar.links("/verstrekkingen") if _is_voor(daar, een, "Arbeidsinspectie"))
    pad.verstuur(nla, f"af.{DAAR}")
    partner = pad.als("nla")
    partner.ga(nla)
    assert "Winterswijk" in partner.alles and BOA not in partner.page.content()
    partner.beeld("b-arbeidsinspectie")
    partner.mag_niet(zaak)

    houder = pad.als(f"toezicht.{DAAR}")
    houder.ga(actie)
    assert "samen met de inspectie" in houder.alles and "paspoort" not in houder.page.content()
    houder.mag_niet(zaak)
    gevonden = {"uitkomst": "uitgevoerd", "aangetroffen": "slachtoffers", "aantal_slachtoffers": "4"}
    pad.doe_actie(actie, "Twaalf mensen gesproken. Vier willen hulp.", DAAR, **gevonden)
    pad.handel_af("nla", nla, "Er loopt een onderzoek naar het loon.")
    va.ga(actie)
    assert "Vier willen hulp." in va.alles
    zorg.doe(opvang, "stoppen", reden="elders_veilig")
    pad.geen_veilig_thuis(zaak, DAAR)
    pad.sluit_af(zaak, DAAR, "overgedragen")
    assert "Je signaal is afgerond." in pad.volg(code).tekst
