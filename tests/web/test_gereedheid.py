"""What `/gereed` and the page of the beheerder say is missing, and a form that closes with another way left open."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import Tag

from tests.web.conftest import Browser, Klok, Pagina
from tests.web.kantoor import Kantoor, kantoor, stuur
from tests.web.test_melden import STAPPEN, volgcode
from tests.wereld import Wereld
from web.melden import NU_DICHT
from web.planner import ronde
from workflow.dagtaken import dagtaken
from workflow.gereedheid import noteer_bezetting

__all__ = ["kantoor"]


def sql(kantoor: Kantoor, opdracht: str, *waarden: Any) -> None:
    with sqlite3.connect(kantoor.wereld.settings.data / "zaken.db") as db:
        db.execute(opdracht, waarden)


def melden(kantoor: Kantoor, gemeente: str = "aalten") -> Pagina:
    return Browser(kantoor.app).get(f"/melden/{gemeente}")


@pytest.fixture
def klok(kantoor: Kantoor) -> Klok:
    gezet = Klok()
    kantoor.app.extensions["huis"].echte_tijd = gezet
    return gezet


def noteer(kantoor: Kantoor) -> None:
    """What the planner does once a day."""
    huis = kantoor.app.extensions["huis"]
    with huis.klokwerk() as werk:
        noteer_bezetting(werk, huis.beleid)
        werk.bevestig()


# -- what is missing


def test_ready_names_what_is_missing_and_for_whom(kantoor: Kantoor) -> None:
    sql(kantoor, "UPDATE noodsleutel SET geoefend = NULL WHERE tenant = 'aalten'")
    antwoord = Browser(kantoor.app).get("/gereed")
    delen: Any = antwoord.antwoord.json
    assert antwoord.code == 503 and delen["ceremonie"] is False and delen["werkplekken"] is False
    assert any(een.startswith("Gemeente Aalten: De herstelcodes zijn nog niet geoefend") for een in delen["ontbreekt"])
    assert any("Gemeente Berkelland" in een for een in delen["ontbreekt"])
    assert not any("Winterswijk" in een for een in delen["ontbreekt"]), "nothing red there"


def test_the_beheerder_sees_his_own_municipality_in_red_and_how_to_mend_it(kantoor: Kantoor) -> None:
    sql(kantoor, "UPDATE noodsleutel SET gebruikt = dag WHERE tenant = 'aalten'")
    sql(kantoor, "UPDATE werkplek SET vernieuwen_sinds = '2026-01-05' WHERE id = 'af.aalten'")
    pagina = kantoor.als("beheer.aalten").get("/beheer")
    deel = pagina.soep.find("section", attrs={"aria-labelledby": "gebreken"})
    assert isinstance(deel, Tag)
    regels = [een.get_text(" ", strip=True) for een in deel.find_all("li")]
    assert [een.split()[0] for een in regels] == sorted((een.split()[0] for een in regels), reverse=True)
    rood = [een for een in regels if een.startswith("Rood")]
    assert len(rood) == 2 and "meldroute escrow new aalten" in rood[1] and "pagina Werkplek" in rood[0]
    assert "Berkelland" not in deel.get_text()


def test_a_beheerder_where_all_is_well_reads_that(kantoor: Kantoor) -> None:
    sql(kantoor, "DELETE FROM lid WHERE 0")
    tekst = kantoor.als("beheer.winterswijk").get("/beheer").soep.get_text(" ", strip=True)
    assert "Rood moet nu" in tekst, "departments without anybody are yellow"


# -- the form closes


@pytest.mark.parametrize(
    "opdracht",
    [
        "DELETE FROM lid WHERE werkplek = 'af.aalten'",
        "DELETE FROM noodsleutel WHERE tenant = 'aalten'",
        "UPDATE noodsleutel SET geoefend = NULL WHERE tenant = 'aalten'",
        "UPDATE noodsleutel SET publiek = zeroblob(32) WHERE tenant = 'aalten'",
        "UPDATE werkpleksleutel SET publiek = zeroblob(32) WHERE werkplek = 'af.aalten'",
        "UPDATE werkpleksleutel SET niet_na = '2026-01-01' WHERE werkplek = 'af.aalten'",
        "UPDATE persoon SET actief = 0",
    ],
)
def test_a_form_closes_when_nobody_could_read_or_bring_the_key_back(kantoor: Kantoor, opdracht: str) -> None:
    assert melden(kantoor).code == 200
    sql(kantoor, opdracht)
    pagina = melden(kantoor)
    assert pagina.code == 503 and "nu dicht" in pagina.tekst
    assert not pagina.soep.select("main form")
    for nummer in ("tel:112", "tel:09008844"):
        assert pagina.soep.select(f"main a[href='{nummer}']")


def test_a_drill_that_is_only_overdue_closes_nothing(kantoor: Kantoor) -> None:
    sql(kantoor, "UPDATE noodsleutel SET geoefend = '2020-01-01'")
    assert melden(kantoor).code == 200
    assert Browser(kantoor.app).get("/gereed").antwoord.json["ceremonie"] is False  # type: ignore[index]


def test_one_holder_keeps_the_form_open_for_thirty_days(kantoor: Kantoor, klok: Klok) -> None:
    sql(kantoor, "DELETE FROM lid WHERE werkplek = 'af.aalten' AND waarneemt = 1")
    noteer(kantoor)
    klok.verder(days=30)
    noteer(kantoor)
    assert melden(kantoor).code == 200
    klok.verder(days=1)
    assert melden(kantoor).code == 503 and melden(kantoor, "winterswijk").code == 200
    sql(kantoor, "UPDATE lid SET werkplek = werkplek")
    sql(kantoor, "DELETE FROM installatie WHERE naam = 'te_weinig.af.aalten'")
    assert melden(kantoor).code == 200, "the thirty days are counted from the day that it was seen"


def test_the_thirty_days_end_when_there_is_a_second_holder_again(kantoor: Kantoor, klok: Klok) -> None:
    with sqlite3.connect(kantoor.wereld.settings.data / "zaken.db") as db:
        rijen = db.execute("SELECT * FROM lid WHERE werkplek = 'af.aalten' AND waarneemt = 1").fetchall()
        db.execute("DELETE FROM lid WHERE werkplek = 'af.aalten' AND waarneemt = 1")
    noteer(kantoor)
    with sqlite3.connect(kantoor.wereld.settings.data / "zaken.db") as db:
        db.executemany(f"INSERT INTO lid VALUES ({','.join('?' * len(rijen[0]))})", rijen)
    klok.verder(days=2)
    noteer(kantoor)
    with sqlite3.connect(kantoor.wereld.settings.data / "zaken.db") as db:
        assert db.execute("SELECT count(*) FROM installatie WHERE naam = 'te_weinig.af.aalten'").fetchone() == (0,)


def test_the_planner_counts_the_days(kantoor: Kantoor) -> None:
    sql(kantoor, "DELETE FROM lid WHERE werkplek = 'af.aalten' AND waarneemt = 1")
    huis = kantoor.app.extensions["huis"]
    dagtaken(huis.klokwerk, huis.beleid, huis.nu().date())
    with sqlite3.connect(huis.settings.data / "zaken.db") as db:
        assert db.execute("SELECT count(*) FROM installatie WHERE naam = 'te_weinig.af.aalten'").fetchone() == (1,)


def vul_in(browser: Browser, gemeente: str) -> Pagina:
    pad = f"/melden/{gemeente}"
    browser.get(pad)
    pagina = browser.vul_in(pad, "zegel", knop="verder")
    for antwoorden in STAPPEN:
        pagina = browser.vul_in(pad, "zegel", **antwoorden, knop="verder")
    return pagina


def test_a_form_that_closed_while_somebody_wrote_keeps_his_answers_and_says_whom_to_call(kantoor: Kantoor) -> None:
    browser = Browser(kantoor.app)
    assert vul_in(browser, "aalten").kop == "Controleer je signaal"
    sql(kantoor, "UPDATE noodsleutel SET geoefend = NULL WHERE tenant = 'aalten'")
    pagina = browser.vul_in("/melden/aalten", "zegel", actie="indienen")
    assert pagina.code == 503 and pagina.fouten == [NU_DICHT] and "schuur" in pagina.tekst
    sql(kantoor, "UPDATE noodsleutel SET geoefend = dag WHERE tenant = 'aalten'")
    assert browser.vul_in("/melden/aalten", "zegel", actie="indienen").code == 200


# -- the form of the safety net


def test_a_closed_form_offers_that_of_the_safety_net_which_stands_in_no_list(kantoor: Kantoor) -> None:
    dicht = melden(kantoor, "berkelland")
    assert [str(een["href"]) for een in dicht.soep.select("main a[href^='/melden/']")] == ["/melden/regio"]
    regio = melden(kantoor, "regio")
    assert regio.code == 200 and "vangnet" in regio.tekst
    for pad in ("/", "/aandachtsfunctionarissen"):
        assert not Browser(kantoor.app).get(pad).soep.select("main a[href='/melden/regio']")
    sql(kantoor, "DELETE FROM lid WHERE werkplek = 'af.regio'")
    assert not melden(kantoor, "berkelland").soep.select("main a[href^='/melden/']")
    assert melden(kantoor, "regio").code == 503


def test_a_signal_to_the_safety_net_walks_the_route_and_is_presented_to_a_municipality(kantoor: Kantoor) -> None:
    wereld = kantoor.wereld
    browser = Browser(kantoor.app)
    vul_in(browser, "regio")
    klaar = browser.vul_in("/melden/regio", "zegel", actie="indienen")
    assert klaar.code == 200 and "vangnet van de regio" in klaar.tekst and volgcode(klaar)
    vangnet = kantoor.als("vangnet")
    lijst = vangnet.get("/werkvoorraad?weergave=vangnet")
    (adres,) = {str(een["href"]) for een in lijst.soep.select("main a[href^='/zaken/MH-']")}
    assert "schuur" in vangnet.get(adres).tekst
    assert adres in vangnet.get("/taken").tekst
    for ander in ("af.aalten", "af.winterswijk", "va.aalten", "beheer.regio"):
        assert kantoor.als(ander).get(adres).code == 404
    assert stuur(vangnet, adres, "oppakken").code == 303
    zaak = zaak_op(wereld, adres)
    assert (zaak.houder, zaak.herkomst, zaak.staat) == ("regio", "regio", "in_beoordeling")
    velden = {"naar_gemeente": "winterswijk", "weging_2b_reden": "De schuur staat daar."}
    antwoord = stuur(vangnet, adres, "voorleggen", velden)
    assert antwoord.code == 303, antwoord.fouten
    daar = kantoor.als("af.winterswijk")
    assert daar.get(adres).code == 200
    assert stuur(daar, adres, "aannemen").code == 303
    assert zaak_op(wereld, adres).houder == "winterswijk"


def zaak_op(wereld: Wereld, adres: str) -> Any:
    with wereld.huis.klokwerk() as werk:
        return werk.zaken.get_nummer(adres.rpartition("/")[2])


def test_the_place_of_the_desk_survives_a_day_of_the_clock(kantoor: Kantoor) -> None:
    """A signal of the region has terms and a ladder like any other."""
    zaak_id = kantoor.wereld.meld("regio")
    huis = kantoor.app.extensions["huis"]
    huis.zet_klok(huis.nu() + timedelta(days=3))
    ronde(huis)
    zaak = kantoor.wereld.zaak(zaak_id)
    assert zaak.staat == "ingediend" and zaak.termijn is not None
    assert Path(huis.settings.mail_dir).exists()
