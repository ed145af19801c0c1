"""The page of overlaps, and the block of other cases on the page of a case."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from storage.installatie import Installatie
from tests.conftest import instellingen
from tests.web.conftest import Browser, Pagina
from tests.wereld import WACHTZIN, Wereld, email, maak_wereld
from web.app import create_app
from workflow import treffers
from workflow.termijnen import TIJDZONE

AF, AF2, DAAR = "af.aalten", "af2.aalten", "af.winterswijk"
NUMMER = "06 0000 0001"


class Huisje:
    """One world with pages on it."""

    def __init__(self, pad: Path, *, regio: bool) -> None:
        self.w: Wereld = maak_wereld(pad)
        self.app: Flask = create_app(self.w.settings)
        self.huis: Installatie = self.app.extensions["huis"]
        if regio:
            matchen = replace(self.w.beleid.matchen, regio=True, artikel=next(iter(self.w.beleid.convenant.artikelen)))
            self.w.beleid = self.w.huis.beleid = self.huis.beleid = replace(self.w.beleid, matchen=matchen)

    def als(self, wie: str) -> Browser:
        browser = Browser(self.app, "http://localhost")
        browser.get("/inloggen")
        browser.vul_in("/inloggen", "wachtzin", email=email(wie), wachtzin=WACHTZIN)
        return browser

    def zaak(self, gemeente: str = "aalten", **gegevens: str) -> str:
        zaak_id = self.w.meld(gemeente)
        wie = f"af.{gemeente}"
        self.w.stap(wie, zaak_id, "oppakken")
        if gegevens:
            self.w.stap(wie, zaak_id, "persoon_toevoegen", rol="slachtoffer", leeftijdsklasse="23_plus", **gegevens)
        return self.w.zaak(zaak_id).nummer

    def nacht(self) -> None:
        nu = self.w.verzet(days=1)
        dag = nu.astimezone(TIJDZONE).date()
        treffers.dagelijks(partial(self.w.huis.klokwerk, nu), self.w.beleid, dag, "http://localhost")


@pytest.fixture
def maak(tmp_path: Path) -> Iterator[Callable[..., Huisje]]:
    gemaakt: list[Huisje] = []

    def nieuw(*, regio: bool = False) -> Huisje:
        gemaakt.append(Huisje(tmp_path / f"data{len(gemaakt)}", regio=regio))
        return gemaakt[-1]

    yield nieuw
    for een in gemaakt:
        een.huis.sluit()
        een.w.huis.sluit()


def tekst(pagina: Pagina) -> str:
    return pagina.soep.get_text(" ", strip=True)


def test_a_hit_stands_on_the_page_of_the_case_and_on_the_list_with_links(maak: Callable[..., Huisje]) -> None:
    h = maak()
    een, ander = h.zaak(telefoon=NUMMER), h.zaak(telefoon="0600000001")
    af = h.als(AF)
    pagina = af.get(f"/zaken/{een}")
    assert pagina.code == 200 and f"Hier staat hetzelfde telefoonnummer" in tekst(pagina)  # noqa: F541
    assert pagina.soep.find("a", href=f"/zaken/{ander}") is not None
    lijst = af.get("/treffers")
    assert lijst.code == 200 and een in tekst(lijst) and ander in tekst(lijst)
    assert "vergelijken nu geen gegevens" in tekst(lijst) and "0000 0001" not in lijst.tekst
    assert een not in tekst(h.als(DAAR).get("/treffers"))


def test_linking_and_going_on_in_another_case_work_from_the_page(maak: Callable[..., Huisje]) -> None:
    h = maak()
    een, ander = h.zaak(telefoon=NUMMER), h.zaak(telefoon=NUMMER)
    af = h.als(AF)
    af.get(f"/zaken/{een}")
    fout = af.vul_in(f"/zaken/{een}", "ander", actie="koppelen", ander="MH-0000-0000", reden="Dezelfde auto.")
    assert fout.code == 422 and "Dezelfde auto." in fout.tekst, "what was typed stays"
    goed = af.vul_in(f"/zaken/{een}", "ander", actie="koppelen", ander=ander, reden="Dezelfde auto.")
    assert goed.code == 303
    assert "al gekoppeld" in tekst(af.get(f"/zaken/{een}"))
    af.vul_in(f"/zaken/{een}", "ander", actie="samenvoegen", ander=ander, reden="Dezelfde auto.")
    pagina = af.get(f"/zaken/{een}")
    assert f"Deze zaak gaat verder in {ander}" in tekst(pagina) and "Samengevoegd" in tekst(pagina)


def test_the_stages_can_be_walked_on_the_page_and_the_answer_needs_a_ground(maak: Callable[..., Huisje]) -> None:
    h = maak(regio=True)
    oud = h.zaak(telefoon=NUMMER)
    h.w.verzet(days=1)
    nieuw = h.zaak("winterswijk", telefoon=NUMMER)
    h.nacht()
    hier, daar = h.als(AF), h.als(DAAR)
    pagina = hier.get("/treffers")
    assert oud in tekst(pagina) and nieuw not in pagina.tekst and "zaak elders in de regio" in tekst(pagina)
    assert "overlap" in tekst(hier.get("/taken")) and "overlap" not in tekst(daar.get("/taken"))
    hier.get("/treffers")
    leeg = hier.vul_in("/treffers", "antwoord", actie="antwoord", antwoord="openstellen", grond="niet_nodig")
    assert leeg.code == 422 and leeg.fouten == ["Op welke grond: deze grond past niet bij je antwoord"]
    assert (
        hier.vul_in("/treffers", "antwoord", actie="antwoord", antwoord="openstellen", grond="bescherming").code == 303
    )
    h.nacht()
    pagina = daar.get("/treffers")
    assert "Aalten" in tekst(pagina) and nieuw in tekst(pagina) and oud not in pagina.tekst
    oud_formulier = pagina.formulier("antwoord")
    daar.vul_in("/treffers", "antwoord", actie="antwoord", antwoord="akkoord", grond="dezelfde_zaak")
    weer = daar.post(
        "/treffers", oud_formulier | {"actie": "antwoord", "antwoord": "niet_akkoord", "grond": "niet_nodig"}
    )
    assert weer.code == 409, "answered already"
    h.nacht()
    assert nieuw in tekst(hier.get("/treffers")) and oud in tekst(daar.get("/treffers"))


def test_the_table_of_who_knows_what_stands_on_the_page(maak: Callable[..., Huisje]) -> None:
    h = maak()
    pagina = h.als("ketenregisseur").get("/treffers")
    assert pagina.code == 200
    rijen: list[Any] = pagina.soep.select("table tbody tr")
    assert len(rijen) == len(h.w.beleid.matchen.fasen)
    eerste = [een.get_text(strip=True) for een in rijen[0].find_all("td")]
    assert eerste == ["om wat voor gegeven het gaat, het nummer van de eigen zaak", "niets", "niets"]


def test_a_fact_above_the_quota_waits_on_the_page_for_a_colleague(maak: Callable[..., Huisje]) -> None:
    h = maak()
    doel = h.zaak(telefoon="06 0000 0099")
    h.w.beleid = h.w.huis.beleid = replace(h.w.beleid, matchen=replace(h.w.beleid.matchen, quotum=1))
    h.huis.beleid = h.w.beleid
    proef = h.zaak(telefoon="06 0000 0099")
    zelf, collega = h.als(AF), h.als(AF2)
    pagina = zelf.get("/treffers")
    assert "Een collega geeft het vrij" in tekst(pagina) and doel not in tekst(pagina)
    vrij = {**collega.get("/treffers").formulier("onderwerp"), "actie": "geef_vrij"}
    token = zelf.get("/treffers").formulier()["csrf_token"]
    mag_niet = zelf.post("/treffers", vrij | {"csrf_token": token})
    assert mag_niet.code == 422 and "Vraag een collega" in tekst(mag_niet)
    assert collega.post("/treffers", vrij).code == 303
    assert proef in tekst(zelf.get("/treffers")) and doel in tekst(zelf.get("/treffers"))


def test_computing_again_is_one_button_for_the_desk_and_for_nobody_else(maak: Callable[..., Huisje]) -> None:
    h = maak()
    h.zaak(telefoon=NUMMER)
    af = h.als(AF)
    af.get("/treffers")
    assert af.vul_in("/treffers", actie="bereken").code == 303
    assert "opnieuw vergeleken" in tekst(af.get("/treffers"))
    keten = h.als("ketenregisseur")
    keten.get("/account")
    token = keten.laatste.formulier()["csrf_token"] if keten.laatste else ""
    assert keten.post("/treffers", {"csrf_token": token, "actie": "bereken", "revisie": "1"}).code == 404
    assert instellingen
