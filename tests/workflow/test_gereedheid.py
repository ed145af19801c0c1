"""What is missing at a desk or a ceremony, how bad that is, and when a form closes: by hand, one line a case."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from workflow.beleid import Beleid
from workflow.gereedheid import GEEL, ROOD, gebreken
from workflow.tenantstand import Ceremoniestand, Tenantstand, Werkplekstand

VANDAAG = date(2026, 9, 1)
JAAR = VANDAAG + timedelta(days=365)
CODES = Ceremoniestand(VANDAAG, VANDAAG, None, betrouwbaar=True)


def dagen(aantal: int) -> date:
    return VANDAAG - timedelta(days=aantal)


def plek(naam: str, **anders: object) -> Werkplekstand:
    heel = Werkplekstand(f"{naam}.aalten", heeft_sleutel=True, geldig_tot=JAAR, houders=2)
    return replace(heel, **anders)  # type: ignore[arg-type]


def stand(*plekken: Werkplekstand, **anders: object) -> Tenantstand:
    namen = ("af", "overleg", "uitvoering-toezicht", "uitvoering-vergunningen", "uitvoering-sociaal-domein")
    alle = {f"{naam}.aalten": plek(naam) for naam in (*namen, "uitvoering-burgerzaken")}
    alle |= {een.werkplek: een for een in plekken}
    return replace(Tenantstand("aalten", VANDAAG, alle, CODES, 1), **anders)  # type: ignore[arg-type]


def test_a_tenant_with_everything_lacks_nothing(beleid: Beleid) -> None:
    assert gebreken(beleid, stand()) == []


@pytest.mark.parametrize(
    ("werkplek", "ernst", "tekst"),
    [
        (Werkplekstand("af.aalten"), ROOD, "nog niet open"),
        (Werkplekstand("uitvoering-toezicht.aalten"), GEEL, "nog niet open"),
        (plek("af", houders=0), ROOD, "Niemand heeft de sleutel"),
        (plek("uitvoering-toezicht", houders=0), GEEL, "Niemand heeft de sleutel"),
        (plek("af", geldig_tot=None), ROOD, "verlopen of klopt niet"),
        (plek("af", geldig_tot=VANDAAG + timedelta(days=60)), GEEL, "geldt tot en met"),
        (plek("af", houders=1), GEEL, "1 van minstens 2"),
        (plek("af", houders=1, te_weinig_sinds=dagen(30)), GEEL, "1 van minstens 2"),
        (plek("overleg", houders=1, te_weinig_sinds=dagen(31)), ROOD, "1 van minstens 2"),
        (plek("af", vernieuwen_sinds=dagen(0)), ROOD, "nog niet vernieuwd"),
        (plek("af", ongetekend_sinds=dagen(30)), GEEL, "niet getekend"),
        (plek("af", ongetekend_sinds=dagen(31)), ROOD, "niet getekend"),
    ],
)
def test_each_fault_of_a_desk_has_its_weight(beleid: Beleid, werkplek: Werkplekstand, ernst: str, tekst: str) -> None:
    (gebrek,) = gebreken(beleid, stand(werkplek))
    assert (gebrek.ernst, gebrek.deel) == (ernst, "werkplekken") and tekst in gebrek.wat and gebrek.hoe


@pytest.mark.parametrize("goed", [plek("uitvoering-toezicht", houders=1), plek("af", geldig_tot=dagen(-61))])
def test_what_is_just_enough_is_no_fault(beleid: Beleid, goed: Werkplekstand) -> None:
    assert gebreken(beleid, stand(goed)) == []


@pytest.mark.parametrize(
    ("ceremonie", "ernst", "tekst"),
    [
        (None, ROOD, "nog geen herstelcodes"),
        (replace(CODES, geoefend=None), ROOD, "nog niet geoefend"),
        (replace(CODES, geoefend=dagen(365)), GEEL, "voor het laatst geoefend"),
        (replace(CODES, geoefend=dagen(400)), GEEL, "voor het laatst geoefend"),
        (replace(CODES, geoefend=dagen(401)), ROOD, "voor het laatst geoefend"),
        (replace(CODES, gebruikt=dagen(1)), ROOD, "zijn nieuwe nodig"),
        (replace(CODES, betrouwbaar=False), ROOD, "niet door een bewaarder getekend"),
    ],
)
def test_each_fault_of_a_ceremony_has_its_weight(
    beleid: Beleid, ceremonie: Ceremoniestand | None, ernst: str, tekst: str
) -> None:
    (gebrek,) = gebreken(beleid, stand(ceremonie=ceremonie))
    assert (gebrek.ernst, gebrek.deel) == (ernst, "ceremonie") and tekst in gebrek.wat
    assert "meldroute escrow" in gebrek.hoe and "aalten" in gebrek.hoe


def test_a_tenant_wants_a_beheerder_and_the_region_two_custodians(beleid: Beleid) -> None:
    assert [een.ernst for een in gebreken(beleid, stand(beheerders=0))] == [GEEL]
    for aantal, ernst in ((0, ROOD), (1, GEEL)):
        lijst = gebreken(beleid, replace(stand(), tenant="regio", werkplekken={}, bewaarders=aantal))
        assert [een.ernst for een in lijst if "bewaarders van" in een.wat] == [ernst]


def test_the_region_needs_its_safety_net_and_a_partner_only_when_he_has_an_account(beleid: Beleid) -> None:
    leeg = replace(stand(), tenant="regio", werkplekken={}, bewaarders=2)
    assert [een.wat for een in gebreken(beleid, leeg)] == [
        "De werkplek Vangnet, eigen signalen is nog niet open.",
        "De werkplek Vangnet is nog niet open.",
    ]
    weg = {een: plek(een) for een in ("vangnet.regio", "af.regio")} | {"politie.regio": plek("politie", houders=0)}
    (gebrek,) = gebreken(beleid, replace(leeg, werkplekken=weg))
    assert gebrek.ernst == GEEL and "Politie" in gebrek.wat


def test_red_comes_first(beleid: Beleid) -> None:
    ernsten = [een.ernst for een in gebreken(beleid, stand(plek("af", houders=1), plek("overleg", houders=0)))]
    assert ernsten == [ROOD, GEEL]
