"""The page of a case: what each role sees of it, the steps on it, and the names behind a pseudonym."""

import re
from typing import Any, cast

import pytest
from sqlalchemy import text

from tests.storage import wandeling
from tests.storage.wandeling import STRAKS
from tests.web.conftest import Browser, Klok, Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.wereld import WACHTZIN, WEGING, email

__all__ = ["kantoor"]
SIGNAAL = "Zes mensen staan ingeschreven"
NAAM, TELEFOON = "Piotr Nowak", "06-12345678"
EINDE = {"reden": "geholpen", "terugmelding": "Bedankt, het is klaar."}


def pad_van(k: Kantoor, zaak: bytes) -> str:
    return f"/zaken/{k.wereld.zaak(zaak).nummer}"


def bekijk(k: Kantoor, wie: str, zaak: bytes) -> Pagina:
    return k.als(wie).get(pad_van(k, zaak))


def logregels(k: Kantoor, gemeente: str = "aalten") -> list[dict[str, Any]]:
    """The log of a municipality, newest first."""
    with k.wereld.als(f"fg.{gemeente}") as werk:
        return [dict(een.inhoud or {}) for een in werk.logboek.regels(aantal=40)]


def persoon(k: Kantoor, zaak: bytes) -> str:
    """Add a person. Out: the pseudonym."""
    velden: dict[str, Any] = {"rol": "slachtoffer", "naam": NAAM, "telefoon": TELEFOON, "leeftijdsklasse": "23_plus"}
    k.wereld.stap("af.aalten", zaak, "persoon_toevoegen", **velden)
    pagina = bekijk(k, "af.aalten", zaak)
    return str(pagina.soep.select("#personen-kop ~ ul .app-code")[0].get_text())


# -- who sees what


def test_the_desk_reads_the_signal_and_the_reading_is_logged(kantoor: Kantoor) -> None:
    zaak = wandeling.ingediend(kantoor.wereld)
    pagina = bekijk(kantoor, "af.aalten", zaak)
    assert SIGNAAL in pagina.tekst and "Klaas Melder" in pagina.tekst
    assert "Jij bent aan zet" in pagina.tekst and "1 werkdag na ontvangst" in pagina.tekst
    assert "oppakken" in acties_op(pagina)
    gelezen = next(een for een in logregels(kantoor) if een["handeling"] == "lezen")
    assert set(gelezen["compartimenten"]) == {"ruw", "melder", "draad"}
    assert gelezen["doel"] == "zaak bekijken" and gelezen["nummer"] == kantoor.wereld.zaak(zaak).nummer


def test_the_instructions_of_the_law_stand_on_the_case(kantoor: Kantoor) -> None:
    zaak = kantoor.wereld.meld(gevaar="ja", gebeld_112="nee", herken=["opgesloten", "regeling"])
    pagina = bekijk(kantoor, "af.aalten", zaak)
    assert "Er is nu gevaar: bel 112" in pagina.tekst
    assert "artikel 160 lid 3" in pagina.tekst and "artikel 162" in pagina.tekst
    assert "Spoed" in pagina.soep.select(".app-titel")[0].get_text()


def test_the_adviser_sees_a_status_and_no_content_before_the_agenda(kantoor: Kantoor) -> None:
    zaak = wandeling.ingediend(kantoor.wereld)
    pagina = bekijk(kantoor, "va.aalten", zaak)
    assert pagina.code == 200 and kantoor.wereld.zaak(zaak).nummer in pagina.kop
    for geheim in (SIGNAAL, "Klaas", "Het signaal</h2>", "Feiten"):
        assert geheim not in pagina.tekst
    assert "Bel 112" in pagina.tekst and "Naam van af2.aalten (vervanger)" in pagina.tekst
    assert acties_op(pagina) == {"spoed_zetten", "vervanger_inschakelen"}
    gedaan = [een["handeling"] for een in logregels(kantoor)]
    assert "status_bekeken" in gedaan and "lezen" not in gedaan


def test_the_adviser_reads_the_working_file_from_the_agenda_on_without_names(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    nummer, weging = persoon(kantoor, zaak), cast("dict[str, Any]", WEGING)
    kantoor.wereld.stap(
        *("af.aalten", zaak, "agenderen"),
        overleg=kantoor.wereld.overleg(),
        overdrachtstekst="Zes mensen op een klein adres.",
        vraag_aan_overleg="Wat doen we?",
        **weging,
    )
    pagina = bekijk(kantoor, "va.aalten", zaak)
    assert "Zes mensen op een klein adres." in pagina.tekst and nummer in pagina.tekst
    for geheim in (SIGNAAL, "Klaas Melder", NAAM, TELEFOON, "Namen tonen"):
        assert geheim not in pagina.tekst
    assert "Wie de melder is" in pagina.tekst
    assert "in_aanpak_nemen" in acties_op(pagina)


def test_another_municipality_can_not_tell_a_case_from_one_that_does_not_exist(kantoor: Kantoor) -> None:
    zaak = wandeling.in_aanpak(kantoor.wereld)
    for wie in ("af.winterswijk", "va.winterswijk", "vangnet", "vangnet2"):
        echt, verzonnen = bekijk(kantoor, wie, zaak), kantoor.als(wie).get("/zaken/MH-0000-0000")
        assert (echt.code, echt.kop) == (verzonnen.code, verzonnen.kop) == (404, "We kunnen deze pagina niet vinden")
    for wie in ("privacy.aalten", "fg.aalten", "beheer.aalten", "deelnemer.aalten", "toezicht.aalten", "politie"):
        assert bekijk(kantoor, wie, zaak).code == 404


def test_the_safety_net_reads_a_signal_only_after_the_clock_released_it(kantoor: Kantoor) -> None:
    zaak = wandeling.ingediend(kantoor.wereld)
    assert bekijk(kantoor, "vangnet", zaak).code == 404
    moment = kantoor.wereld.verzet(days=9)
    with kantoor.wereld.huis.klokwerk(moment) as werk:
        werk.sleutels.laat_vrij(werk.zaken.get(zaak), "ruw", "vangnet.regio")
        werk.log("klok")
        werk.bevestig()
    pagina = bekijk(kantoor, "vangnet", zaak)
    assert SIGNAAL in pagina.tekst and "Je leest mee als vangnet" in pagina.tekst
    assert "Klaas Melder" not in pagina.tekst
    assert acties_op(pagina) == {"waarnemen", "spoed_zetten"}
    klaar = stuur(kantoor.als("vangnet"), pad_van(kantoor, zaak), "waarnemen", {"notitie": "Met de politie gebeld."})
    assert klaar.code == 303
    assert "Met de politie gebeld." in bekijk(kantoor, "af.aalten", zaak).tekst


def test_a_presented_case_shows_there_without_the_signal_and_without_the_reporter(kantoor: Kantoor) -> None:
    zaak = wandeling.voorgelegd(kantoor.wereld)
    pagina = bekijk(kantoor, "af.winterswijk", zaak)
    assert "Het park ligt daar." in pagina.tekst and acties_op(pagina) >= {"aannemen", "weigeren"}
    for geheim in (SIGNAAL, "Klaas Melder", "Contact met de melder"):
        assert geheim not in pagina.tekst
    hier = bekijk(kantoor, "af.aalten", zaak)
    assert SIGNAAL in hier.tekst and "Een ander is aan zet" in hier.tekst


def test_after_taking_over_the_desk_of_origin_keeps_the_reporter_and_nothing_else(kantoor: Kantoor) -> None:
    zaak = wandeling.aangenomen(kantoor.wereld)
    pagina = bekijk(kantoor, "af.aalten", zaak)
    assert "Klaas Melder" in pagina.tekst and "In beoordeling" in pagina.tekst
    for geheim in (SIGNAAL, "Het park ligt daar.", "Feiten", "Contact met de melder"):
        assert geheim not in pagina.tekst
    assert acties_op(pagina) == set()
    daar = bekijk(kantoor, "af.winterswijk", zaak)
    assert SIGNAAL in daar.tekst and "Klaas Melder" not in daar.tekst


def test_who_refused_a_case_goes_back_to_his_queue(kantoor: Kantoor) -> None:
    zaak = wandeling.voorgelegd(kantoor.wereld)
    velden = {"reden": "Het park ligt net over de grens."}
    klaar = stuur(kantoor.als("af.winterswijk"), pad_van(kantoor, zaak), "weigeren", velden)
    assert (klaar.code, klaar.naar) == (303, "/werkvoorraad"), klaar.fouten
    assert bekijk(kantoor, "af.winterswijk", zaak).code == 404


def test_a_sealed_case_says_so_and_can_be_reopened(kantoor: Kantoor) -> None:
    zaak = wandeling.niet_in_behandeling(kantoor.wereld)
    pagina = bekijk(kantoor, "af.aalten", zaak)
    assert "Deze zaak is verzegeld" in pagina.tekst and SIGNAAL not in pagina.tekst
    assert acties_op(pagina) == {"heropenen"}
    assert bekijk(kantoor, "va.aalten", zaak).code == 404
    velden = {"reden": "nieuw_signaal", "toelichting": "Er is opnieuw iets gezien."}
    assert stuur(kantoor.als("af.aalten"), pad_van(kantoor, zaak), "heropenen", velden).code == 303
    assert SIGNAAL in bekijk(kantoor, "af.aalten", zaak).tekst


def test_a_damaged_part_says_so_and_the_rest_still_shows(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    wandeling.feit(kantoor.wereld, zaak)
    with kantoor.wereld.huis.engine.begin() as verbinding:
        verbinding.execute(text("UPDATE document SET inhoud = zeroblob(300) WHERE compartiment = 'ruw'"))
    pagina = bekijk(kantoor, "af.aalten", zaak)
    assert pagina.code == 200
    assert "We kunnen dit deel niet meer openen" in pagina.tekst
    assert "Het pand aan de Voorbeeldweg 1" in pagina.tekst and SIGNAAL not in pagina.tekst


def test_the_readers_are_those_who_hold_a_key_and_no_shelter_is_named(kantoor: Kantoor) -> None:
    zaak = wandeling.in_aanpak(kantoor.wereld)
    k = kantoor.wereld
    vraag: dict[str, Any] = {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": "Een bed."}
    opvang = k.stap("af.aalten", zaak, "opvang_zoeken", **vraag).nieuw_id
    k.stap("moviera", zaak, "aanbieden", opvang, opvangplek="opvang-de-linde")
    pagina = bekijk(kantoor, "af.aalten", zaak)
    assert "Aandachtsfunctionaris van Aalten (Naam van af.aalten, Naam van af2.aalten)" in pagina.tekst
    assert "Een opvangplek: een vraag om opvang" in pagina.tekst
    assert "Linde" not in pagina.soep.select("details:-soup-contains('Wie mag deze zaak zien')")[0].get_text()


# -- steps


def test_a_step_moves_the_case_and_says_so_once(kantoor: Kantoor) -> None:
    zaak = wandeling.ingediend(kantoor.wereld)
    af, pad = kantoor.als("af.aalten"), pad_van(kantoor, zaak)
    assert stuur(af, pad, "oppakken").naar == pad
    assert "Gedaan: signaal oppakken." in af.get(pad).tekst
    assert "Gedaan: signaal oppakken." not in af.get(pad).tekst
    assert kantoor.wereld.zaak(zaak).staat == "in_beoordeling"


def test_a_refused_step_keeps_what_was_typed_and_points_at_the_field(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    velden = {"categorie": "D1", "feit": "Een pand aan de Voorbeeldweg."}
    pagina = stuur(kantoor.als("af.aalten"), pad_van(kantoor, zaak), "feit_vastleggen", velden)
    assert pagina.code == 422
    assert pagina.fouten == ["Hoe weet je dit: maak een keuze"]
    assert "Een pand aan de Voorbeeldweg." in pagina.soep.find(id="feit_vastleggen-feit").get_text()  # type: ignore[union-attr]
    assert pagina.soep.select("details[open] #feit_vastleggen-bron")
    assert bekijk(kantoor, "af.aalten", zaak).soep.select("#feiten-kop") == []


def test_a_name_from_the_vault_is_refused_in_a_text(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    persoon(kantoor, zaak)
    velden = {"categorie": "D1", "bron": "zelf", "feit": "Nowak woont daar."}
    pagina = stuur(kantoor.als("af.aalten"), pad_van(kantoor, zaak), "feit_vastleggen", velden)
    assert pagina.code == 422
    assert "naam of nummer uit de kluis" in pagina.fouten[0]


def test_who_is_overtaken_sees_both_versions(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    af, pad = kantoor.als("af.aalten"), pad_van(kantoor, zaak)
    velden = af.get(pad).formulier("vraag") | {"vraag": "Welke dag was dit?", "actie": "aanvulling_vragen"}
    kantoor.wereld.stap("af2.aalten", zaak, "vorm_vastleggen", vormen=["ARBEID"])
    pagina = af.post(pad, velden)
    assert pagina.code == 409
    botsing = pagina.soep.find(id="botsing")
    assert botsing is not None
    gezien = botsing.get_text(" ", strip=True)
    assert "A-af2.aalten deed iets om" in gezien and "Vermoede vorm vastleggen" in gezien
    assert "De status is: In beoordeling." in gezien and "Welke dag was dit?" in gezien
    assert kantoor.wereld.zaak(zaak).staat == "in_beoordeling"
    # The form stands ready again, on the version that is there now.
    assert af.vul_in(pad, "vraag", actie="aanvulling_vragen").code == 303


def test_a_step_that_a_role_does_not_have_is_not_found(kantoor: Kantoor) -> None:
    zaak = wandeling.ingediend(kantoor.wereld)
    va, pad = kantoor.als("va.aalten"), pad_van(kantoor, zaak)
    velden = va.get(pad).formulier("reden")
    assert va.post(pad, velden | {"actie": "oppakken"}).code == 404
    assert kantoor.wereld.zaak(zaak).staat == "ingediend"
    assert va.post(pad, velden | {"actie": "oppakken", "revisie": "x"}).code == 400


def test_the_second_person_confirms_what_the_first_one_proposed(kantoor: Kantoor) -> None:
    zaak = wandeling.monitoring(kantoor.wereld)
    pad = pad_van(kantoor, zaak)
    assert stuur(kantoor.als("af.aalten"), pad, "afsluiten", EINDE).code == 303
    zelf = kantoor.als("af.aalten").get(pad)
    assert "instemmen" not in acties_op(zelf) and "Voorstel: Afsluiten" in zelf.tekst
    ander = kantoor.als("va.aalten").get(pad)
    assert "N. van af.aalten stelde dit voor" in ander.tekst and "Slachtoffer is geholpen" in ander.tekst
    assert "Deze tekst kan alleen de aandachtsfunctionaris lezen." in ander.tekst
    klaar = stuur(kantoor.als("va.aalten"), pad, "instemmen")
    assert (klaar.code, klaar.naar) == (303, "/werkvoorraad")
    assert kantoor.wereld.zaak(zaak).staat == "afgesloten"
    assert "Bedankt, het is klaar." in bekijk(kantoor, "af.aalten", zaak).tekst


def kast(pagina: Pagina) -> str:
    """The box that says whose turn it is."""
    teksten = (" ".join(een.get_text().split()) for een in pagina.soep.select(".utrecht-alert__message"))
    return next(een for een in teksten if "Aan zet:" in een)


def test_while_a_proposal_waits_both_sides_see_who_must_confirm_it(kantoor: Kantoor) -> None:
    zaak = wandeling.monitoring(kantoor.wereld)
    pad = pad_van(kantoor, zaak)
    stuur(kantoor.als("af.aalten"), pad, "afsluiten", EINDE)
    wie = "Veiligheidsadviseur (Naam van va.aalten of Naam van va2.aalten)"
    voor, na = kantoor.als("af.aalten").get(pad), kantoor.als("va2.aalten").get(pad)
    assert kast(voor).startswith("Wacht op een tweede persoon") and wie in kast(voor)
    assert kast(na).startswith("Jij bent aan zet") and wie in kast(na)


def test_the_text_for_the_reporter_is_marked_until_it_is_really_sent(kantoor: Kantoor) -> None:
    zaak = wandeling.monitoring(kantoor.wereld)
    pad, af = pad_van(kantoor, zaak), kantoor.als("af.aalten")
    stuur(af, pad, "afsluiten", EINDE | {"terugmelding": "Dit was te vroeg."})
    assert "Dit was te vroeg." in str(af.get(pad).soep.find(id="instemming"))
    draad = af.get(pad).soep.select(".app-draad")[0].get_text()
    assert "Dit was te vroeg." in draad and "(nog niet verstuurd)" in draad
    stuur(af, pad, "afwijzen_voorstel", {"reden": "Te vroeg."})
    assert "(tekst bij een eerder voorstel)" in af.get(pad).soep.select(".app-draad")[0].get_text()
    stuur(af, pad, "afsluiten", EINDE)
    stuur(kantoor.als("va.aalten"), pad, "instemmen")
    assert "verstuurd)" not in af.get(pad).soep.select(".app-draad")[0].get_text()
    melder = Browser(kantoor.app).post("/volgen", {"volgcode": kantoor.wereld.codes[zaak]})
    assert "Bedankt, het is klaar." in melder.tekst and "Dit was te vroeg." not in melder.tekst


def test_an_urgent_case_says_whom_to_call_to_who_does_not_read_the_signal(kantoor: Kantoor) -> None:
    zaak = kantoor.wereld.meld(gevaar="ja", gebeld_112="ja", minderjarig="ja")
    kantoor.wereld.stap("af.aalten", zaak, "oppakken")
    kantoor.wereld.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["ARBEID"])
    assert "na het begin" not in kast(bekijk(kantoor, "af.aalten", zaak))
    velden = {"naar_gemeente": "winterswijk", "weging_2b_reden": "Het park ligt daar."}
    kantoor.wereld.stap("af.aalten", zaak, "voorleggen", **velden)
    pagina = bekijk(kantoor, "af.winterswijk", zaak)
    assert "Bel 112." in pagina.tekst and SIGNAAL not in pagina.tekst
    assert "Is er misschien iemand jonger dan 18 jaar bij?" in pagina.tekst and "Vermoede vorm" in pagina.tekst
    assert re.search(r"De termijn is 4 uur na \w+ \d+ \w+ \d{4} om \d\d\.\d\d uur\.", kast(pagina))


def test_the_term_is_explained_from_what_it_counts(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    assert "3 werkdagen na het begin van de beoordeling" in kast(bekijk(kantoor, "af.aalten", zaak))
    kantoor.wereld.stap("af.aalten", zaak, "aanvulling_vragen", vraag="Welke dag was dit?")
    assert "3 werkdagen na de vraag" in kast(bekijk(kantoor, "af.aalten", zaak))


def test_only_who_directs_the_case_is_told_that_it_is_his_turn(kantoor: Kantoor) -> None:
    zaak = wandeling.in_aanpak(kantoor.wereld)
    assert kast(bekijk(kantoor, "va.aalten", zaak)).startswith("Jij bent aan zet")
    for wie in ("va2.aalten", "af.aalten"):
        assert kast(bekijk(kantoor, wie, zaak)).startswith("Regiehouder is Naam van va.aalten")


def test_the_timeline_has_every_step_with_the_names_of_colleagues_only(kantoor: Kantoor) -> None:
    zaak = wandeling.aangenomen(kantoor.wereld)
    regels = [
        een.get_text(" ", strip=True)
        for een in bekijk(kantoor, "af.winterswijk", zaak).soep.select(".app-tijdlijn li p")
    ]
    lijn = "\n".join(regels)
    assert "A-af.aalten koos: signaal oppakken" in lijn and "A-af.aalten koos: voorleggen" in lijn
    assert "N. van af.winterswijk koos: zaak aannemen" in lijn
    assert lijn.index("zaak aannemen") < lijn.index("voorleggen") < lijn.index("oppakken")
    standen = {
        een.get_text(" ", strip=True)
        for een in bekijk(kantoor, "af.winterswijk", zaak).soep.select(".app-wegwijzer li")
    }
    assert "Voorgelegd aan andere gemeente Klaar" in standen


def test_an_unanswered_reason_is_named_by_its_weighing(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    fouten = stuur(kantoor.als("af.aalten"), pad_van(kantoor, zaak), "agenderen", {"weging_2a": "ja"}).fouten
    assert "Weging 2A: waarom vind je dat: vul dit in" in fouten
    assert len(set(fouten)) == len(fouten)


def test_when_the_adviser_proposes_the_desk_writes_to_the_reporter(kantoor: Kantoor) -> None:
    zaak = wandeling.geagendeerd(kantoor.wereld)
    pad = pad_van(kantoor, zaak)
    velden = {"reden": "te_vaag", "weging_3_reden": "Er is te weinig bekend."}
    assert stuur(kantoor.als("va.aalten"), pad, "niet_in_behandeling_nemen", velden).code == 303
    geweigerd = stuur(kantoor.als("af.aalten"), pad, "instemmen")
    assert geweigerd.code == 422 and geweigerd.soep.find(id="instemming-terugmelding") is not None
    assert geweigerd.soep.select("#fouten a[href='#instemming-terugmelding']")
    assert stuur(kantoor.als("af.aalten"), pad, "instemmen", {"terugmelding": "We stoppen hier."}).code == 303
    assert kantoor.wereld.zaak(zaak).staat == "niet_in_behandeling"


def test_a_proposal_can_be_refused_with_a_reason_and_is_void_after_a_change(kantoor: Kantoor) -> None:
    zaak = wandeling.monitoring(kantoor.wereld)
    pad, va = pad_van(kantoor, zaak), kantoor.als("va.aalten")
    stuur(kantoor.als("af.aalten"), pad, "afsluiten", EINDE)
    assert stuur(va, pad, "afwijzen_voorstel").code == 422
    assert stuur(va, pad, "afwijzen_voorstel", {"reden": "Nog even kijken."}).code == 303
    assert "Nog even kijken." in bekijk(kantoor, "af.aalten", zaak).tekst
    stuur(kantoor.als("af.aalten"), pad, "afsluiten", EINDE)
    velden = va.get(pad).formulier("reden") | {"actie": "instemmen"}
    kantoor.wereld.stap("af2.aalten", zaak, "notitie", tekst="Er is iets nieuws.")
    pagina = va.post(pad, velden)
    assert pagina.code == 409 and pagina.soep.find(id="botsing") is not None
    assert kantoor.wereld.zaak(zaak).staat == "monitoring"


def test_who_proposed_can_take_it_back(kantoor: Kantoor) -> None:
    zaak = wandeling.monitoring(kantoor.wereld)
    pad, af = pad_van(kantoor, zaak), kantoor.als("af.aalten")
    stuur(af, pad, "afsluiten", EINDE)
    assert "afsluiten" not in acties_op(af.get(pad))
    assert stuur(af, pad, "afwijzen_voorstel", {"reden": "Te vroeg."}).code == 303
    assert "afsluiten" in acties_op(af.get(pad))


def test_what_was_started_stands_on_the_page_with_its_state(kantoor: Kantoor) -> None:
    zaak = wandeling.in_aanpak(kantoor.wereld)
    pagina = bekijk(kantoor, "af.aalten", zaak)
    adressen = [str(een["href"]) for een in pagina.soep.select(".app-rijen a")]
    assert [een.split("/")[1] for een in adressen] == ["acties", "verstrekkingen"]
    assert "Check 2A" in pagina.tekst and "Controle op het adres." in pagina.tekst
    assert kantoor.als("af.aalten").get(adressen[0]).code == 200
    af = kantoor.als("af.aalten")
    velden = {"instrument": "CTRL", "afdeling": "toezicht", "opdracht": "Kijk nog eens.", "datum": STRAKS}
    assert stuur(af, pad_van(kantoor, zaak), "actie_afspreken", velden).code == 303
    assert len(bekijk(kantoor, "af.aalten", zaak).soep.select(".app-rijen a[href^='/acties/']")) == 2


def test_text_of_a_session_that_ran_out_stands_in_its_form_again(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    klok = Klok()
    kantoor.app.extensions["huis"].echte_tijd = klok
    af, pad = kantoor.als("af.aalten"), pad_van(kantoor, zaak)
    velden = af.get(pad).formulier("vraag") | {"vraag": "Hoe laat was dat?", "actie": "aanvulling_vragen"}
    klok.verder(minutes=20)
    assert af.post(pad, velden).code == 401
    assert af.vul_in("/inloggen", "wachtzin", email=email("af.aalten"), wachtzin=WACHTZIN).naar == pad
    pagina = af.get(pad)
    assert "Hoe laat was dat?" in pagina.soep.find(id="aanvulling_vragen-vraag").get_text()  # type: ignore[union-attr]
    assert "Het is nog niet verstuurd." in pagina.tekst
    assert kantoor.wereld.zaak(zaak).staat == "in_beoordeling"


# -- names


def toon(browser: Browser, pad: str, wie: str, **anders: str) -> Pagina:
    velden = browser.get(pad).formulier("persoon")
    vraag = {"persoon": wie, "doel": "hulp", "grond": "avg6e", "wachtzin": WACHTZIN}
    return browser.post(f"{pad}/namen", velden | vraag | anders)


def test_a_name_shows_once_for_five_minutes_and_is_logged_with_its_purpose(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    wie, pad, af = persoon(kantoor, zaak), pad_van(kantoor, zaak), kantoor.als("af.aalten")
    assert NAAM not in af.get(pad).tekst
    pagina = toon(af, pad, wie)
    assert NAAM in pagina.tekst and TELEFOON in pagina.tekst
    assert pagina.antwoord.headers["Refresh"] == f"300; url={pad}"
    regel = next(een for een in logregels(kantoor) if een["handeling"] == "heridentificatie")
    assert (regel["doel"], regel["grond"]) == ("hulp", "avg6e")
    assert NAAM not in str(logregels(kantoor))
    assert NAAM not in af.get(pad).tekst


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        ({"wachtzin": "niet de goede wachtzin"}, "Je wachtzin: deze wachtzin klopt niet"),
        ({"wachtzin": ""}, "Je wachtzin: vul je wachtzin in"),
        ({"doel": ""}, "Waarvoor heb je de naam nodig: maak een keuze"),
        ({"grond": "verzonnen"}, "Op welke grond: maak een keuze"),
    ],
)
def test_a_name_needs_a_purpose_a_ground_and_the_passphrase(
    kantoor: Kantoor, anders: dict[str, str], fout: str
) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    wie, pad = persoon(kantoor, zaak), pad_van(kantoor, zaak)
    pagina = toon(kantoor.als("af.aalten"), pad, wie, **anders)
    assert pagina.code == 422 and pagina.fouten == [fout]
    assert NAAM not in pagina.tekst
    assert not [een for een in logregels(kantoor) if een["handeling"] == "heridentificatie"]


def test_nobody_gets_a_name_of_another_case_or_without_the_key_of_the_vault(kantoor: Kantoor) -> None:
    zaak, ander = wandeling.in_beoordeling(kantoor.wereld), wandeling.in_beoordeling(kantoor.wereld)
    wie, elders, af = persoon(kantoor, zaak), persoon(kantoor, ander), kantoor.als("af.aalten")
    assert wie != elders
    assert toon(af, pad_van(kantoor, zaak), elders).code == 404
    assert toon(af, pad_van(kantoor, zaak), "P-0000-0000-X").code == 404
    # Who stands in the log-in of another desk has the page, but no key and so no case.
    velden = af.get(pad_van(kantoor, zaak)).formulier("persoon")
    winterswijk = kantoor.als("af.winterswijk")
    token = velden_van_kop(winterswijk.get("/taken"))
    vraag = {**velden, "persoon": wie, "doel": "hulp", "grond": "avg6e", "wachtzin": WACHTZIN, "csrf_token": token}
    assert winterswijk.post(f"{pad_van(kantoor, zaak)}/namen", vraag).code == 404
    va = kantoor.als("va.aalten")
    assert (
        va.post(f"{pad_van(kantoor, zaak)}/namen", {**vraag, "csrf_token": velden_van_kop(va.get("/taken"))}).code
        == 404
    )


def velden_van_kop(pagina: Pagina) -> str:
    """The CSRF token of a page, from the form that logs out."""
    return str(pagina.soep.select("header input[name=csrf_token]")[0]["value"])
