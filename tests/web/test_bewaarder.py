"""A custodian opens a desk for its first holder and signs new keys; he reads nothing, and nobody else can do it."""

from tests.storage.wandeling import in_beoordeling
from tests.web.kantoor import Kantoor, kantoor
from tests.web.mensenwerk import (
    AF,
    BEWAARDER,
    ZEKER,
    druk,
    nieuwe_sleutel,
    stel_voor,
    tekst,
    verborgen_van,
    vorm,
)
from tests.wereld import WACHTZIN

__all__ = ["kantoor"]
DICHT = "uitvoering-vergunningen.aalten"


def onderwerp(kantoor: Kantoor) -> str:
    return f"{DICHT}:{kantoor.wereld.ids['toezicht.aalten'].hex()}"


def test_a_custodian_with_nothing_to_do_reads_that(kantoor: Kantoor) -> None:
    pagina = tekst(kantoor.als("fg.aalten").get(BEWAARDER))
    assert "Er is niets om te ondertekenen" in pagina and "Elke werkplek die iemand nodig heeft, is open" in pagina


def test_an_fg_who_is_no_custodian_reads_that_and_can_do_nothing(kantoor: Kantoor) -> None:
    stel_voor(kantoor, "toezicht.aalten", DICHT)
    fg = kantoor.als("fg.winterswijk")
    assert "Je bent geen bewaarder" in tekst(fg.get(BEWAARDER))
    token = fg.get("/taken").soep.select_one("input[name=csrf_token]")
    assert token is not None
    velden = {"csrf_token": str(token["value"]), "actie": "open_werkplek", "onderwerp": onderwerp(kantoor), **ZEKER}
    assert fg.post(BEWAARDER, velden).code == 404
    assert kantoor.als("toezicht.aalten").get(f"/werkplek/{DICHT}").code == 404


def test_the_first_holder_gets_his_desk_from_a_custodian(kantoor: Kantoor) -> None:
    stel_voor(kantoor, "toezicht.aalten", DICHT)
    fg = kantoor.als("fg.aalten")
    pagina = fg.get(BEWAARDER)
    assert "Vergunningen van Aalten" in tekst(pagina) and "Naam van toezicht.aalten" in tekst(pagina)
    geweigerd = druk(fg, BEWAARDER, "open_werkplek", onderwerp(kantoor), wachtzin=WACHTZIN)
    assert geweigerd.code == 422 and "vijf woorden" in geweigerd.fouten[0]
    assert druk(fg, BEWAARDER, "open_werkplek", onderwerp(kantoor), **ZEKER).code == 303
    assert vorm(fg.get(BEWAARDER), "open_werkplek") is None
    kantoor.vergeet("toezicht.aalten")
    toezicht = kantoor.als("toezicht.aalten")
    assert toezicht.get(f"/werkplek/{DICHT}").code == 200
    assert {een.get("href") for een in toezicht.get("/werkplek").soep.select("main .app-kaart a")} == {
        f"/werkplek/{DICHT}",
        "/werkplek/uitvoering-toezicht.aalten",
    }
    assert fg.get(f"/werkplek/{DICHT}").code == 404


def test_a_first_holder_whose_key_was_replaced_while_the_page_stood_open_must_be_compared_again(
    kantoor: Kantoor,
) -> None:
    stel_voor(kantoor, "toezicht.aalten", DICHT)
    fg, hier = kantoor.als("fg.aalten"), onderwerp(kantoor)
    open_ = vorm(fg.get(BEWAARDER), "open_werkplek", hier)
    assert open_ is not None
    gezien = verborgen_van(open_)
    nieuwe_sleutel(kantoor, "toezicht.aalten")
    antwoord = fg.post(BEWAARDER, gezien | dict(ZEKER) | {"actie": "open_werkplek"})
    assert antwoord.code == 422 and "net veranderd" in antwoord.fouten[0]
    opnieuw, vinkje = vorm(antwoord, "open_werkplek", hier), antwoord.soep.find(id=f"{hier}-open_werkplek-vergeleken")
    assert opnieuw is not None and vinkje is not None and not vinkje.has_attr("checked")
    assert verborgen_van(opnieuw)["vingerafdruk"] != gezien["vingerafdruk"]
    assert druk(fg, BEWAARDER, "open_werkplek", hier, **ZEKER).code == 303


def test_a_new_key_is_signed_once(kantoor: Kantoor) -> None:
    nummer = kantoor.wereld.zaak(in_beoordeling(kantoor.wereld)).nummer
    assert druk(kantoor.als("af.aalten"), AF, "vernieuw", wachtzin=WACHTZIN).code == 303
    fg = kantoor.als("fg.aalten")
    wacht = tekst(fg.get(BEWAARDER))
    assert "Sleutel nummer 2" in wacht and "Wacht op jou" in wacht
    assert druk(fg, BEWAARDER, "onderteken", wachtzin="een heel andere lange zin").code == 422
    assert druk(fg, BEWAARDER, "onderteken", wachtzin=WACHTZIN).code == 303
    assert "Er is niets om te ondertekenen" in tekst(fg.get(BEWAARDER))
    assert fg.get(f"/zaken/{nummer}").code == 404


def test_a_made_up_form_is_refused(kantoor: Kantoor) -> None:
    stel_voor(kantoor, "toezicht.aalten", DICHT)
    fg = kantoor.als("fg.aalten")
    velden = fg.get(BEWAARDER).formulier("csrf_token")
    assert fg.post(BEWAARDER, velden | {"actie": "keur_goed"}).code == 400
    for wat in ("", ":", "af.aalten:2", "af.aalten:x", "overleg.aalten:9999999999", f"{DICHT}:00"):
        for actie in ("open_werkplek", "onderteken"):
            gestuurd = fg.post(BEWAARDER, velden | dict(ZEKER) | {"actie": actie, "onderwerp": wat})
            assert gestuurd.code in (404, 422), (actie, wat)
