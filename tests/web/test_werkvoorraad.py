"""The queue: which cases, what of them, how they are found, and the second entrance of the veiligheidsadviseur."""

import re
from collections.abc import Mapping
from typing import Any

from tests.storage import wandeling
from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor
from web.werkvoorraad import AL_VERSTUURD, GEEN_NUMMER
from workflow.weergaven import AFGESLOTEN, NAMEN, OPEN, TE_LAAT, VANGNET, lees_nummer, staten
from workflow.werkvoorraad import Filters, werkvoorraad

__all__ = ["kantoor"]
PAD = "/werkvoorraad"
UIT_OVERLEG = {
    "herkomst": "politie",
    "gevaar": "nee",
    "tekst": "De politie zag busjes bij een loods.",
    "wanneer": "gisteren",
    "gemeente": "aalten",
    "minderjarig": "weet_niet",
}


def nummers(pagina: Pagina) -> list[str]:
    return [een.get_text(strip=True) for een in pagina.soep.select("tbody th a")]


def tabs(pagina: Pagina) -> dict[str, str]:
    gevonden = (een.get_text(strip=True) for een in pagina.soep.select(".app-tabs a"))
    return {naam: aantal.rstrip(")") for naam, _, aantal in (een.rpartition(" (") for een in gevonden)}


def handelingen(k: Kantoor, gemeente: str = "aalten") -> list[dict[str, Any]]:
    with k.wereld.als(f"fg.{gemeente}") as werk:
        return [dict(een.inhoud or {}) for een in werk.logboek.regels(aantal=20)]


def breng_in(browser: Browser, velden: Mapping[str, str]) -> Pagina:
    verborgen = browser.get(PAD).formulier("herkomst")
    return browser.post(PAD, verborgen | dict(velden) | {"actie": "melden_vanuit_overleg"})


def test_the_views_together_show_every_state_once(kantoor: Kantoor) -> None:
    route = kantoor.wereld.beleid.routes["signaal"]
    elk = [naam for weergave in NAMEN if weergave not in (OPEN, TE_LAAT, VANGNET) for naam in staten(route, weergave)]
    assert sorted(elk) == sorted(een.naam for een in route.staten)
    assert set(staten(route, AFGESLOTEN)) == {een.naam for een in route.staten if een.eind}


def test_a_new_signal_stands_in_the_queue_and_showing_it_opens_nothing(kantoor: Kantoor) -> None:
    zaak = kantoor.wereld.meld(soort_plek="bedrijf")
    pagina = kantoor.als("af.aalten").get(PAD)
    assert nummers(pagina) == [kantoor.wereld.zaak(zaak).nummer]
    assert "Bedrijf of werkplek" in pagina.tekst and "Zes mensen" not in pagina.tekst
    assert tabs(pagina)["Nieuw"] == "1" and tabs(pagina)["Agenda en aanpak"] == "0"
    gedaan = handelingen(kantoor)
    lijst = next(een for een in gedaan if een["handeling"] == "lijst")
    assert lijst["aantal"] == 1 and len(lijst["digest"]) == 64
    assert "lezen" not in [een["handeling"] for een in gedaan]


def test_the_adviser_sees_that_there_is_a_case_and_not_what_kind(kantoor: Kantoor) -> None:
    zaak = kantoor.wereld.meld(soort_plek="bedrijf")
    pagina = kantoor.als("va.aalten").get(f"{PAD}?soort_plek=hotel")
    assert nummers(pagina) == [kantoor.wereld.zaak(zaak).nummer]
    assert "Bedrijf of werkplek" not in pagina.tekst
    assert pagina.soep.find(id="vorm") is None and "Afgesloten" not in tabs(pagina)
    with kantoor.wereld.als("va.aalten") as werk:
        assert [een.plek for een in werkvoorraad(werk, kantoor.wereld.beleid, Filters()).rijen] == [""]


def test_another_municipality_sees_nothing_until_a_case_is_presented_to_it(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    nummer, daar = kantoor.wereld.zaak(zaak).nummer, kantoor.als("af.winterswijk")
    for weergave in NAMEN:
        assert nummers(daar.get(f"{PAD}?weergave={weergave}")) == []
    kantoor.wereld.stap(
        "af.aalten", zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het park ligt daar."
    )
    pagina = daar.get(f"{PAD}?weergave=wacht")
    assert nummers(pagina) == [nummer] and "Aandachtsfunctionaris van Winterswijk" in pagina.tekst
    nieuw = daar.get(f"{PAD}?weergave=nieuw")
    assert nummers(nieuw) == [nummer] and "Aan jou voorgelegd" in nieuw.tekst and tabs(nieuw)["Nieuw"] == "1"
    hier = kantoor.als("af.aalten").get(f"{PAD}?weergave=nieuw")
    assert nummers(hier) == [] and tabs(hier)["Nieuw"] == "0"
    assert nummers(kantoor.als("va.winterswijk").get(f"{PAD}?weergave=wacht")) == []


def test_the_safety_net_sees_only_what_was_released_to_it(kantoor: Kantoor) -> None:
    zaak = kantoor.wereld.meld()
    net = kantoor.als("vangnet2")
    assert nummers(net.get(PAD)) == [] and list(tabs(net.get(PAD))) == ["Vangnet"]
    with kantoor.wereld.huis.klokwerk() as werk:
        werk.sleutels.laat_vrij(werk.zaken.get(zaak), "ruw", "vangnet.regio")
        werk.log("klok")
        werk.bevestig()
    assert nummers(net.get(PAD)) == [kantoor.wereld.zaak(zaak).nummer]
    assert nummers(kantoor.als("vangnet").get(PAD)) == [kantoor.wereld.zaak(zaak).nummer]


def test_the_queue_says_who_directs_a_case_when_somebody_does(kantoor: Kantoor) -> None:
    af = kantoor.als("af.aalten")
    kantoor.wereld.meld()
    assert "Bij" not in [een.get_text() for een in af.get(PAD).soep.select("thead th")]
    wandeling.in_aanpak(kantoor.wereld)
    pagina = af.get(PAD)
    assert "Bij" in [een.get_text() for een in pagina.soep.select("thead th")]
    bij = [een.get_text(strip=True) for een in pagina.soep.select("td[data-label=Bij]")]
    assert sorted(bij) == ["-", "N. van va.aalten"]


def test_an_urgent_case_is_late_after_its_minute_and_another_after_its_day(kantoor: Kantoor) -> None:
    gewoon, spoed = kantoor.wereld.meld(), kantoor.wereld.meld(gevaar="ja", gebeld_112="ja")
    af = kantoor.als("af.aalten")
    assert nummers(af.get(f"{PAD}?weergave=te_laat")) == []
    kantoor.wereld.verzet(minutes=31)
    pagina = af.get(f"{PAD}?weergave=te_laat")
    assert nummers(pagina) == [kantoor.wereld.zaak(spoed).nummer]
    assert re.search(r"\d minu\w+ te laat", pagina.tekst)
    kantoor.wereld.verzet(days=7)
    pagina = af.get(f"{PAD}?weergave=te_laat")
    assert set(nummers(pagina)) == {kantoor.wereld.zaak(een).nummer for een in (gewoon, spoed)}
    assert tabs(pagina)["Te laat"] == "2"


def test_filters_stand_in_the_address_as_codes(kantoor: Kantoor) -> None:
    hotel, spoed = (
        kantoor.wereld.meld(soort_plek="hotel"),
        kantoor.wereld.meld(gevaar="ja", gebeld_112="ja", soort_plek="woning"),
    )
    af = kantoor.als("af.aalten")
    assert nummers(af.get(f"{PAD}?soort_plek=hotel")) == [kantoor.wereld.zaak(hotel).nummer]
    assert nummers(af.get(f"{PAD}?spoed=ja")) == [kantoor.wereld.zaak(spoed).nummer]
    assert nummers(af.get(f"{PAD}?spoed=nee&soort_plek=woning")) == []
    assert "Wis filters" in af.get(f"{PAD}?spoed=nee&soort_plek=woning").tekst
    kantoor.wereld.stap("af.aalten", hotel, "oppakken")
    kantoor.wereld.stap("af.aalten", hotel, "vorm_vastleggen", vormen=["ARBEID"])
    assert len(nummers(af.get(f"{PAD}?weergave=in_beoordeling&vorm=ARBEID"))) == 1
    assert nummers(af.get(f"{PAD}?weergave=in_beoordeling&vorm=ORGAAN")) == []
    for vreemd in ("?weergave=xx", "?na=2026-99-99.zz", "?spoed=misschien", "?zoek=%00%27"):
        assert af.get(f"{PAD}{vreemd}").code == 200


def test_a_case_is_found_by_its_number_as_people_type_it(kantoor: Kantoor) -> None:
    zaak = wandeling.aangenomen(kantoor.wereld)
    nummer = kantoor.wereld.zaak(zaak).nummer
    assert lees_nummer(f" {nummer.lower().replace('-', ' ')} ") == lees_nummer(nummer.removeprefix("MH-")) == nummer
    assert nummers(kantoor.als("af.winterswijk").get(f"{PAD}?zoek={nummer}")) == [nummer]
    # The desk of origin still finds the one whose reporter it keeps.
    assert nummers(kantoor.als("af.aalten").get(f"{PAD}?zoek={nummer}")) == [nummer]
    for zoek in (nummer, "MH-0000-0000", "onzin"):
        pagina = kantoor.als("va.winterswijk" if zoek != nummer else "vangnet").get(f"{PAD}?zoek={zoek}")
        assert nummers(pagina) == [] and GEEN_NUMMER in pagina.tekst


def test_fifty_rows_stand_on_a_page_and_no_case_stands_twice_or_falls_out(kantoor: Kantoor) -> None:
    gemaakt = {kantoor.wereld.zaak(kantoor.wereld.meld()).nummer for _ in range(53)}
    af = kantoor.als("af.aalten")
    eerste = af.get(PAD)
    volgende = str(eerste.soep.select("a[rel=next]")[0]["href"])
    tweede = af.get(volgende)
    assert (len(nummers(eerste)), len(nummers(tweede))) == (50, 3)
    assert {*nummers(eerste), *nummers(tweede)} == gemaakt
    assert not tweede.soep.select("a[rel=next]") and "Terug naar de eerste bladzijde" in tweede.tekst
    assert tabs(tweede)["Nieuw"] == "53"


def test_the_adviser_brings_a_signal_in_and_sees_the_code_once(kantoor: Kantoor) -> None:
    va = kantoor.als("va.aalten")
    pagina = breng_in(va, UIT_OVERLEG)
    assert pagina.code == 200
    code = pagina.soep.select("[data-volgcode]")[0].get_text(strip=True)
    assert not va.get(PAD).soep.select("[data-volgcode]")
    (nummer,) = nummers(kantoor.als("af.aalten").get(PAD))
    gelezen = kantoor.als("af.aalten").get(f"/zaken/{nummer}")
    assert UIT_OVERLEG["tekst"] in gelezen.tekst and "Politie" in gelezen.tekst
    assert UIT_OVERLEG["tekst"] not in va.get(f"/zaken/{nummer}").tekst
    with kantoor.wereld.huis.volgwerk(code) as (werk, zaak_id):
        assert werk.zaken.get(zaak_id).nummer == nummer


def test_sending_the_same_page_again_makes_one_signal_with_the_same_code(kantoor: Kantoor) -> None:
    va = kantoor.als("va.aalten")
    velden = va.get(PAD).formulier("herkomst") | UIT_OVERLEG | {"actie": "melden_vanuit_overleg"}
    codes = [va.post(PAD, velden).soep.select("[data-volgcode]")[0].get_text(strip=True) for _ in range(2)]
    assert codes[0] == codes[1]
    assert len(nummers(va.get(PAD))) == 1
    anders = va.post(PAD, velden | {"tekst": "Iets heel anders."})
    assert anders.code == 422 and anders.fouten == [AL_VERSTUURD] and len(nummers(va.get(PAD))) == 1


def test_a_signal_that_is_not_complete_keeps_what_was_typed(kantoor: Kantoor) -> None:
    velden = {naam: waarde for naam, waarde in UIT_OVERLEG.items() if naam != "wanneer"}
    pagina = breng_in(kantoor.als("va.aalten"), velden)
    assert pagina.code == 422 and pagina.fouten == ["Wanneer was dit: maak een keuze"]
    assert UIT_OVERLEG["tekst"] in pagina.soep.find(id="melden_vanuit_overleg-tekst").get_text()  # type: ignore[union-attr]
    klaar = kantoor.als("va.aalten").vul_in(
        PAD, "herkomst", wanneer="gisteren", actie="melden_vanuit_overleg", **{"herkomst": "politie"}
    )
    assert klaar.soep.select("[data-volgcode]")


def test_nobody_else_brings_a_signal_in_here(kantoor: Kantoor) -> None:
    zegel = kantoor.als("va.aalten").get(PAD).formulier("herkomst")["formulier"]
    af = kantoor.als("af.aalten")
    assert acties_op(af.get(PAD)) == {"melden_namens"}
    token = str(af.get(PAD).soep.select("header input[name=csrf_token]")[0]["value"])
    velden = {**UIT_OVERLEG, "csrf_token": token, "actie": "melden_vanuit_overleg"}
    # The seal belongs to one person; and with a seal of his own the role still has no such step.
    assert af.post(PAD, velden | {"formulier": zegel}).code == 410
    assert af.post(PAD, velden | {"formulier": af.get(PAD).formulier("herkomst")["formulier"]}).code == 404
    assert kantoor.als("toezicht.aalten").get(PAD).code == 404
    assert af.post(PAD, velden | {"actie": "oppakken"}).code == 400
    assert nummers(af.get(PAD)) == []
