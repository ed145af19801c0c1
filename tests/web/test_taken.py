"""My tasks: each role gets what waits for it, with the reason of the date, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from tests.storage import wandeling
from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor, kantoor
from tests.wereld import WACHTZIN, email
from workflow.klokbericht import meld_geen_akkoord
from workflow.privacychecks import NIET, beantwoord
from workflow.termijnen import TIJDZONE

__all__ = ["kantoor"]


def taken(k: Kantoor, wie: str) -> list[str]:
    """What stands on somebody's list."""
    return [een.get_text(" ", strip=True) for een in lees(k, wie).soep.select("main li a")]


def lees(k: Kantoor, wie: str) -> Pagina:
    pagina = k.als(wie).get("/taken")
    assert pagina.code == 200
    return pagina


def test_a_new_signal_is_a_task_of_its_desk_alone_with_the_reason_of_its_date(kantoor: Kantoor) -> None:
    zaak = kantoor.wereld.meld()
    nummer = kantoor.wereld.zaak(zaak).nummer
    for wie in ("af.aalten", "af2.aalten"):
        assert taken(kantoor, wie) == [f"Lees het signaal en pak het op ({nummer})"]
    assert "1 werkdag na ontvangst" in lees(kantoor, "af.aalten").tekst
    for wie in ("va.aalten", "af.winterswijk", "vangnet", "deelnemer.aalten", "fg.aalten", "beheer.aalten", "politie"):
        assert taken(kantoor, wie) == []
    assert "Je hebt nu geen taken" in lees(kantoor, "va.aalten").tekst


@pytest.mark.parametrize("wie", ["bestuur.aalten", "ketenregisseur", "regisseur"])
def test_who_never_gets_a_task_lands_on_the_figures_and_is_told_so(kantoor: Kantoor, wie: str) -> None:
    browser = Browser(kantoor.app)
    browser.get("/inloggen")
    klaar = browser.vul_in("/inloggen", "wachtzin", email=email(wie), wachtzin=WACHTZIN)
    assert (klaar.code, klaar.naar) == (303, "/cijfers")
    assert "Jouw rol heeft geen taken" in browser.get("/taken").tekst


def test_tasks_are_grouped_by_when_they_end(kantoor: Kantoor) -> None:
    vandaag = kantoor.wereld.huis.nu().astimezone(TIJDZONE)
    kantoor.wereld.huis.zet_klok(vandaag.replace(hour=10, minute=0))
    kantoor.wereld.meld(gevaar="ja", gebeld_112="ja")
    af = lees(kantoor, "af.aalten")
    assert [een.get_text(strip=True) for een in af.soep.select("main h2")] == ["Vandaag (1)"]
    kantoor.wereld.verzet(hours=30)
    af = lees(kantoor, "af.aalten")
    assert [een.get_text(strip=True) for een in af.soep.select("main h2")] == ["Te laat (1)"]
    assert "Spoed" in af.tekst and "30 minuten na" in af.tekst


def test_who_waits_too_long_becomes_a_task_of_the_adviser(kantoor: Kantoor) -> None:
    kantoor.wereld.meld()
    assert taken(kantoor, "va.aalten") == []
    kantoor.wereld.verzet(days=8)
    (taak,) = taken(kantoor, "va.aalten")
    assert taak.startswith("Deze zaak blijft liggen. Bel de aandachtsfunctionaris (")
    assert [een.get_text(strip=True) for een in lees(kantoor, "va.aalten").soep.select("main h2")] == ["Te laat (1)"]
    assert taken(kantoor, "va.winterswijk") == []
    # The deputy has the same task, and reads that he stands in.
    assert "Je neemt waar" in taken(kantoor, "af2.aalten")[0]
    assert "Je neemt waar" not in taken(kantoor, "af.aalten")[0]


def test_a_hand_off_that_is_late_at_the_partner_is_a_call_of_maker_and_adviser(kantoor: Kantoor) -> None:
    zaak = wandeling.in_aanpak(kantoor.wereld)
    wandeling.verstuur(kantoor.wereld, zaak, "politie")
    ligt = "Deze verstrekking blijft liggen. Bel de partner (Politie)"
    for wie in ("af.aalten", "va.aalten"):
        assert not [een for een in taken(kantoor, wie) if een.startswith(ligt)]
    kantoor.wereld.verzet(days=8)
    for wie in ("af.aalten", "va.aalten"):
        assert len([een for een in taken(kantoor, wie) if een.startswith(ligt)]) == 1
    link = [een["href"] for een in lees(kantoor, "va.aalten").soep.select("main li a") if ligt in een.get_text()]
    assert kantoor.als("va.aalten").get(str(link[0])).code == 200
    assert not [een for een in taken(kantoor, "va.winterswijk") if een.startswith(ligt)]


def test_a_case_goes_to_the_list_of_whose_turn_it_is(kantoor: Kantoor) -> None:
    wandeling.voorgelegd(kantoor.wereld)
    assert taken(kantoor, "af.aalten") == []
    assert taken(kantoor, "af.winterswijk")[0].startswith("Lees de zaak en neem haar aan")
    wandeling.aanvulling_gevraagd(kantoor.wereld)
    assert taken(kantoor, "af.aalten") == []
    kantoor.wereld.verzet(days=8)
    assert [een for een in taken(kantoor, "af.aalten") if een.startswith("De melder antwoordt niet")]


def test_actions_and_hand_offs_wait_for_who_must_do_them(kantoor: Kantoor) -> None:
    zaak = wandeling.in_aanpak(kantoor.wereld)
    assert taken(kantoor, "toezicht.aalten")[0].startswith("Begin met de actie")
    assert "de datum die is afgesproken" in lees(kantoor, "toezicht.aalten").tekst
    # The draft for Veilig Thuis waits for its maker.
    (concept,) = wandeling.trajecten(kantoor.wereld, zaak, "verstrekking")
    maker = kantoor.wereld.traject(concept).maker.replace("overleg.", "va.")
    assert [een for een in taken(kantoor, maker) if een.startswith("Maak de verstrekking af")]
    wandeling.verstuur(kantoor.wereld, zaak, "politie")
    assert taken(kantoor, "politie")[0].startswith("Bekijk wat je hebt gekregen")
    assert taken(kantoor, "nla") == []


def test_a_partner_whose_desk_is_empty_is_a_call_of_the_maker(kantoor: Kantoor) -> None:
    zaak = wandeling.in_aanpak(kantoor.wereld)
    wandeling.verstuur(kantoor.wereld, zaak, "politie")
    assert not [een for een in taken(kantoor, "af.aalten") if een.startswith("Bel de partner")]
    with kantoor.wereld.huis.engine.begin() as verbinding:
        weg = {"id": kantoor.wereld.ids["politie"]}
        verbinding.execute(text("UPDATE persoon SET actief = 0 WHERE id = :id"), weg)
    (taak,) = [een for een in taken(kantoor, "af.aalten") if een.startswith("Bel de partner")]
    assert "Politie" in taak


def test_a_shelter_that_is_asked_has_a_task(kantoor: Kantoor) -> None:
    zaak, k = wandeling.in_aanpak(kantoor.wereld), kantoor.wereld
    vraag: dict[str, Any] = {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": "Een bed."}
    opvang = k.stap("af.aalten", zaak, "opvang_zoeken", **vraag).nieuw_id
    assert taken(kantoor, "moviera")[0].startswith("Zoek een veilige plek")
    assert taken(kantoor, "opvang") == []
    k.stap("moviera", zaak, "aanbieden", opvang, opvangplek="opvang-de-linde")
    assert taken(kantoor, "opvang")[0].startswith("Er is een vraag om een veilige plek")
    assert taken(kantoor, "opvang2") == []


def test_the_second_person_has_a_task_and_the_first_has_not(kantoor: Kantoor) -> None:
    zaak = wandeling.monitoring(kantoor.wereld)
    kantoor.wereld.stap("af.aalten", zaak, "afsluiten", reden="geholpen", terugmelding="Klaar.")
    assert [een for een in taken(kantoor, "va2.aalten") if een.startswith("Kijk mee: afsluiten")]
    assert "2 werkdagen na het voorstel" in lees(kantoor, "va2.aalten").tekst
    for wie in ("af.aalten", "af2.aalten", "va.winterswijk"):
        assert not [een for een in taken(kantoor, wie) if een.startswith("Kijk mee")]


@pytest.mark.parametrize("wie", ["va.aalten", "va2.aalten"])
def test_who_directs_the_case_has_it_on_his_list_and_a_colleague_only_when_it_is_late(
    kantoor: Kantoor, wie: str
) -> None:
    wandeling.in_aanpak(kantoor.wereld)
    eigen = [een for een in taken(kantoor, wie) if een.startswith("Voer de acties uit")]
    assert len(eigen) == (1 if wie == "va.aalten" else 0)
    kantoor.wereld.verzet(days=20)
    assert [een for een in taken(kantoor, wie) if een.startswith("Voer de acties uit")]


def test_a_released_signal_is_a_task_of_the_safety_net(kantoor: Kantoor) -> None:
    zaak = kantoor.wereld.meld()
    with kantoor.wereld.huis.klokwerk() as werk:
        werk.sleutels.laat_vrij(werk.zaken.get(zaak), "ruw", "vangnet.regio")
        werk.log("klok")
        werk.bevestig()
    assert taken(kantoor, "vangnet")[0].startswith("Neem dit signaal waar")


def test_no_agreement_afterwards_on_an_urgent_hand_off_is_a_task_and_a_mail_of_its_maker(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = wandeling.in_aanpak(w)
    w.stap("af.aalten", zaak, "spoed_zetten", reden="gevaar")
    velden: dict[str, Any] = {**wandeling.VERSTREKKING, "ontvanger": "politie"}
    velden["feiten"] = [wandeling.feit(w, zaak)]
    vs = w.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    assert vs is not None
    w.stap("af.aalten", zaak, "vrijgeven", vs)
    assert w.traject(vs).staat == "verzonden"
    gezocht = "Trek de verstrekking in, of leg uit"
    assert not [een for een in taken(kantoor, "af.aalten") if een.startswith(gezocht)]
    with w.als("privacy.aalten") as werk:
        (check,) = [een for een in werk.controles.checks(zaak, open_alleen=True) if een.traject_id == vs]
        antwoord = beantwoord(werk, check, NIET, "", check.revisie)
        assert meld_geen_akkoord(werk, w.beleid, antwoord, "http://localhost") == 1
        assert meld_geen_akkoord(werk, w.beleid, replace(antwoord, staat="akkoord"), "http://localhost") == 0
        werk.log("proef")
        werk.bevestig()
    assert [een for een in taken(kantoor, "af.aalten") if een.startswith(gezocht)]
    assert not [een for een in taken(kantoor, "af.winterswijk") if een.startswith(gezocht)]
    w.stap("af.aalten", zaak, "intrekken", vs, reden="Geen akkoord.")
    assert not [een for een in taken(kantoor, "af.aalten") if een.startswith(gezocht)]
