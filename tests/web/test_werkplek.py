"""The page of a desk: its members give the key, let each other go and renew it; the beheerder does none of that."""

from datetime import timedelta

import pytest

from tests.storage.wandeling import in_beoordeling
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, kantoor
from tests.web.mensenwerk import (
    AF,
    ZEKER,
    druk,
    geef_app,
    mens,
    nieuwe_sleutel,
    stel_voor,
    tekst,
    verborgen_van,
    vorm,
)
from tests.wereld import WACHTZIN
from workflow import leden
from workflow.ledenkern import VERANDERD
from workflow.termijnen import TIJDZONE

__all__ = ["kantoor"]
PLEK = "af.aalten"


def woorden(pagina: Pagina) -> list[str]:
    return [een.get_text(strip=True) for een in pagina.soep.select("main .app-dl dd")]


def wie(kantoor: Kantoor, naam: str) -> str:
    return kantoor.wereld.ids[naam].hex()


def test_the_holders_stand_there_with_five_words_each(kantoor: Kantoor) -> None:
    pagina = kantoor.als("af.aalten").get(AF)
    assert "Naam van af.aalten (jij)" in tekst(pagina) and "Naam van af2.aalten" in tekst(pagina)
    gevonden = woorden(pagina)
    assert len(gevonden) == 2 == len(set(gevonden)) and all(len(een.split()) == 5 for een in gevonden)
    assert woorden(kantoor.als("af2.aalten").get(AF)) == gevonden


def test_who_has_one_desk_sees_it_at_once_and_who_has_none_reads_what_to_do(kantoor: Kantoor) -> None:
    assert "Aandachtsfunctionaris van Aalten" in tekst(kantoor.als("af.aalten").get("/werkplek"))
    beheer = kantoor.als("beheer.aalten")
    druk(beheer, mens(kantoor, "toezicht.aalten"), "verlaat", "uitvoering-toezicht.aalten", ook_als_laatste="ja")
    assert "Je zit nu aan geen werkplek" in tekst(kantoor.als("toezicht.aalten").get("/werkplek"))


def test_a_desk_of_others_is_not_there(kantoor: Kantoor) -> None:
    for iemand in ("va.aalten", "af.winterswijk", "politie"):
        assert kantoor.als(iemand).get(AF).code == 404, iemand
    assert kantoor.als("af.aalten").get("/werkplek/nergens.aalten").code == 404


def test_who_is_approved_reads_the_cases_and_everybody_before_that_does_not(kantoor: Kantoor) -> None:
    nummer = kantoor.wereld.zaak(in_beoordeling(kantoor.wereld)).nummer
    stel_voor(kantoor, "vangnet2", PLEK)
    af, nieuw = kantoor.als("af.aalten"), wie(kantoor, "vangnet2")
    assert "Wacht op jullie" in tekst(af.get(AF)) and kantoor.als("vangnet2").get(f"/zaken/{nummer}").code == 404
    assert druk(af, AF, "keur_goed", nieuw, **ZEKER).code == 303
    pagina = af.get(AF)
    assert "De sleutel is gegeven" not in tekst(pagina) or vorm(pagina, "keur_goed") is None
    kantoor.vergeet("vangnet2")
    assert "Zes mensen" in kantoor.als("vangnet2").get(f"/zaken/{nummer}").tekst


@pytest.mark.parametrize(
    ("velden", "veld"),
    [
        ({"wachtzin": WACHTZIN}, "vergeleken"),
        ({"vergeleken": "ja"}, "wachtzin"),
        ({"vergeleken": "ja", "wachtzin": "niet mijn eigen lange zin"}, "wachtzin"),
    ],
)
def test_the_key_is_given_only_after_comparing_and_with_the_passphrase(
    kantoor: Kantoor, velden: dict[str, str], veld: str
) -> None:
    stel_voor(kantoor, "vangnet2", PLEK)
    nieuw = wie(kantoor, "vangnet2")
    geweigerd = druk(kantoor.als("af.aalten"), AF, "keur_goed", nieuw, **velden)
    assert geweigerd.code == 422 and len(geweigerd.fouten) == 1
    (link,) = geweigerd.soep.select("#fouten a")
    assert link["href"] == f"#{nieuw}-keur_goed-{veld}"
    assert vorm(geweigerd, "keur_goed", nieuw) is not None
    if velden.get("vergeleken"):
        vinkje = geweigerd.soep.find(id=f"{nieuw}-keur_goed-vergeleken")
        assert vinkje is not None and vinkje.has_attr("checked")


@pytest.mark.parametrize("wachtzin", [WACHTZIN, "niet mijn eigen lange zin", ""])
def test_a_key_that_was_replaced_while_the_page_stood_open_must_be_compared_again(
    kantoor: Kantoor, wachtzin: str
) -> None:
    stel_voor(kantoor, "vangnet2", PLEK)
    af, nieuw = kantoor.als("af.aalten"), wie(kantoor, "vangnet2")
    open_ = vorm(af.get(AF), "keur_goed", nieuw)
    assert open_ is not None
    gezien = verborgen_van(open_)
    nieuwe_sleutel(kantoor, "vangnet2")
    antwoord = af.post(AF, gezien | {"vergeleken": "ja", "wachtzin": wachtzin, "actie": "keur_goed"})
    assert antwoord.code == 422 and "de sleutel van deze persoon is net veranderd" in " ".join(antwoord.fouten)
    opnieuw, vinkje = vorm(antwoord, "keur_goed", nieuw), antwoord.soep.find(id=f"{nieuw}-keur_goed-vergeleken")
    assert opnieuw is not None and vinkje is not None and not vinkje.has_attr("checked")
    woorden_nu = kantoor.wereld.huis.toegang.vingerafdruk(kantoor.wereld.ids["vangnet2"])
    assert verborgen_van(opnieuw)["vingerafdruk"] == woorden_nu != gezien["vingerafdruk"]
    assert woorden_nu in tekst(antwoord) and gezien["vingerafdruk"] not in tekst(antwoord)
    # Nor does the old form, or one without the words, ever count.
    zonder = {naam: waarde for naam, waarde in gezien.items() if naam != "vingerafdruk"}
    for velden in (gezien, zonder):
        weer = af.post(AF, velden | dict(ZEKER) | {"actie": "keur_goed"})
        assert weer.code == 422 and VERANDERD[1:] in tekst(weer)
    kantoor.vergeet("vangnet2")
    assert druk(af, AF, "keur_goed", nieuw, **ZEKER).code == 303


def test_a_proposal_can_be_refused(kantoor: Kantoor) -> None:
    stel_voor(kantoor, "vangnet2", PLEK)
    assert druk(kantoor.als("af2.aalten"), AF, "wijs_af", wie(kantoor, "vangnet2")).code == 303
    assert "Er staat niemand te wachten" in tekst(kantoor.als("af.aalten").get(AF))


def test_a_form_of_yesterday_gets_one_clear_text(kantoor: Kantoor) -> None:
    stel_voor(kantoor, "vangnet2", PLEK)
    nieuw = wie(kantoor, "vangnet2")
    oud = vorm(kantoor.als("af.aalten").get(AF), "keur_goed", nieuw)
    assert oud is not None
    druk(kantoor.als("af2.aalten"), AF, "wijs_af", nieuw)
    verborgen = {str(een["name"]): str(een["value"]) for een in oud.find_all("input", type="hidden")}
    assert kantoor.als("af.aalten").post(AF, verborgen | dict(ZEKER) | {"actie": "keur_goed"}).code in (404, 422)
    assert "vangnet2" not in tekst(kantoor.als("af.aalten").get(AF))


def test_after_a_leave_the_key_is_renewed_with_the_passphrase_and_the_page_turns_green(kantoor: Kantoor) -> None:
    nummer = kantoor.wereld.zaak(in_beoordeling(kantoor.wereld)).nummer
    af = kantoor.als("af.aalten")
    assert "Alles werkt met deze sleutel" in tekst(af.get(AF))
    assert druk(af, AF, "verlaat", wie(kantoor, "af2.aalten")).naar == AF
    rood = af.get(AF)
    assert rood.soep.select("#sleutel.utrecht-alert--error") and "minstens 2 mensen" in tekst(rood)
    assert druk(af, AF, "vernieuw").code == 422
    assert druk(af, AF, "vernieuw", wachtzin=WACHTZIN).code == 303
    groen = af.get(AF)
    assert "Alles werkt nu met de nieuwe sleutel" in tekst(groen) and not groen.soep.select("#sleutel")
    assert "Zes mensen" in af.get(f"/zaken/{nummer}").tekst
    assert kantoor.als("af2.aalten").get(f"/zaken/{nummer}").code != 200


def test_a_half_renewal_shows_how_far_it_is_and_goes_on_without_a_second_passphrase(kantoor: Kantoor) -> None:
    for _ in range(3):
        in_beoordeling(kantoor.wereld)
    with kantoor.wereld.als("af.aalten") as werk:
        eerst = leden.vernieuw(werk, kantoor.wereld.beleid, PLEK, 2)
    assert 0 < eerst.over < eerst.totaal
    af = kantoor.als("af2.aalten")
    balk = af.get("/werkplek").soep.find("progress")
    assert balk is not None
    assert (int(str(balk["value"])), int(str(balk["max"]))) == (eerst.totaal - eerst.over, eerst.totaal)
    assert druk(af, AF, "verder").code == 303
    assert "Alles werkt nu met de nieuwe sleutel" in tekst(af.get(AF)) and af.laatste is not None
    with kantoor.wereld.als("af.aalten") as werk:
        assert (leden.stand(werk, PLEK).over, leden.stand(werk, PLEK).epoch) == (0, eerst.epoch)


def test_pressing_twice_makes_one_new_key(kantoor: Kantoor) -> None:
    af = kantoor.als("af.aalten")
    oud = vorm(af.get(AF), "vernieuw")
    assert oud is not None
    verborgen = {str(een["name"]): str(een["value"]) for een in oud.find_all("input", type="hidden")}
    for _ in range(2):
        assert af.post(AF, verborgen | {"actie": "vernieuw", "wachtzin": WACHTZIN}).code == 303
    with kantoor.wereld.als("af.aalten") as werk:
        assert leden.stand(werk, PLEK).epoch == 2


def test_going_on_where_nothing_goes_on_changes_nothing(kantoor: Kantoor) -> None:
    af = kantoor.als("af.aalten")
    oud = vorm(af.get(AF), "vernieuw")
    assert oud is not None
    verborgen = {str(een["name"]): str(een["value"]) for een in oud.find_all("input", type="hidden")}
    assert af.post(AF, verborgen | {"actie": "verder"}).code == 303
    with kantoor.wereld.als("af.aalten") as werk:
        assert leden.stand(werk, PLEK).epoch == 1


def test_somebody_can_leave_himself_and_then_the_desk_is_gone_for_him(kantoor: Kantoor) -> None:
    weg = kantoor.als("af2.aalten")
    assert druk(weg, AF, "verlaat", wie(kantoor, "af2.aalten")).naar == "/werkplek"
    assert weg.get(AF).code in (303, 404)


def test_the_last_holder_is_warned_and_must_tick(kantoor: Kantoor) -> None:
    pad, ik = "/werkplek/politie.regio", wie(kantoor, "politie")
    politie = kantoor.als("politie")
    geweigerd = druk(politie, pad, "verlaat", ik)
    assert geweigerd.code == 422 and "hier zit dan niemand meer" in tekst(geweigerd)
    assert druk(politie, pad, "verlaat", ik, ook_als_laatste="ja").naar == "/werkplek"


def test_a_deputy_stands_with_his_days_and_is_out_when_they_are_over(kantoor: Kantoor) -> None:
    vandaag = kantoor.wereld.huis.nu().astimezone(TIJDZONE).date()
    dagen = {"van": vandaag.isoformat(), "tot": (vandaag + timedelta(days=6)).isoformat()}
    stel_voor(kantoor, "vangnet2", PLEK, waarneemt="ja", **dagen)
    af = kantoor.als("af.aalten")
    assert druk(af, AF, "keur_goed", wie(kantoor, "vangnet2"), **ZEKER).code == 303
    assert "Waarnemer, van" in tekst(af.get(AF))
    kantoor.vergeet("vangnet2")
    assert kantoor.als("vangnet2").get(AF).code == 200
    kantoor.wereld.verzet(days=8)
    assert kantoor.als("vangnet2").get(AF).code == 404
    assert "Nu geen toegang" in tekst(af.get(AF))


def test_a_made_up_button_is_refused(kantoor: Kantoor) -> None:
    af = kantoor.als("af.aalten")
    velden = af.get(AF).formulier("csrf_token")
    for actie in ("", "open_werkplek", "blokkeer"):
        assert af.post(AF, velden | {"actie": actie}).code == 400, actie
    for onderwerp in ("zz", "", "00", "9" * 40):
        for actie in ("keur_goed", "verlaat", "wijs_af", "wis_factor"):
            gestuurd = af.post(AF, velden | dict(ZEKER) | {"actie": actie, "onderwerp": onderwerp})
            assert gestuurd.code in (404, 422), (actie, onderwerp)
        af.post(AF, velden | dict(ZEKER) | {"actie": "vernieuw", "onderwerp": onderwerp})
    with kantoor.wereld.als("af.aalten") as werk:
        assert leden.stand(werk, PLEK).epoch == 1, "a number of another key than the page showed makes no new one"


def test_a_colleague_takes_away_a_lost_second_factor_with_his_passphrase(kantoor: Kantoor) -> None:
    heeft, lid = kantoor.wereld.huis.toegang.heeft_factor, wie(kantoor, "af2.aalten")
    af = kantoor.als("af.aalten")
    assert vorm(af.get(AF), "wis_factor") is None
    geef_app(kantoor, "af2.aalten")
    assert druk(af, AF, "wis_factor", lid).code == 422 and heeft(bytes.fromhex(lid))
    assert druk(af, AF, "wis_factor", lid, wachtzin=WACHTZIN).code == 303
    assert not heeft(bytes.fromhex(lid)) and vorm(af.get(AF), "wis_factor") is None


def test_what_a_desk_waits_for_stands_with_the_tasks_of_its_members(kantoor: Kantoor) -> None:
    af = kantoor.als("af.aalten")
    assert "sleutel" not in tekst(af.get("/taken"))
    stel_voor(kantoor, "vangnet2", PLEK)
    taak = af.get("/taken").soep.select_one("main .app-kaart a")
    assert taak is not None and taak["href"] == AF and "Er wacht iemand op de sleutel" in taak.get_text()
    druk(af, AF, "wijs_af", wie(kantoor, "vangnet2"))
    druk(af, AF, "verlaat", wie(kantoor, "af2.aalten"))
    assert "Vernieuw de sleutel" in tekst(af.get("/taken"))
    druk(af, AF, "vernieuw", wachtzin=WACHTZIN)
    assert not af.get("/taken").soep.select("main .app-kaart")
    assert "Onderteken een nieuwe sleutel" in tekst(kantoor.als("fg.aalten").get("/taken"))
    assert "Onderteken" not in tekst(kantoor.als("fg.winterswijk").get("/taken"))
