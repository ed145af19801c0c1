"""Cards to recognise signals, whom to call, and numbers that say when they were checked."""

import io
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pypdf
import pytest

import config
from config.bestanden import lees
from tests.storage import wandeling
from tests.web.conftest import Browser
from tests.web.kantoor import Kantoor, kantoor
from tests.web.test_melden import begin, stap
from web import kennis as kennispaginas
from workflow.beleid import Beleid
from workflow.kennis import controleer, laad_kennis
from workflow.tabel import BeleidFout

__all__ = ["kantoor"]
TABEL = lees(Path(config.__file__).parent / "kennis.toml")


def _tabel(**anders: Any) -> dict[str, Any]:
    return {**TABEL, **anders}


@pytest.mark.parametrize("code", [een["code"] for een in TABEL["kaart"]])
def test_each_card_shows_to_anybody_with_the_numbers_and_their_check_date(browse: Browser, code: str) -> None:
    pagina = browse.get(f"/signalen-herkennen/{code}")
    assert pagina.code == 200
    for tekst in ("0800-2000", "Gecontroleerd op", "nagekeken op"):
        assert tekst in pagina.tekst


def test_a_card_can_be_printed_and_names_no_reader(browse: Browser) -> None:
    antwoord = browse.get("/signalen-herkennen/gesprek.pdf").antwoord
    assert antwoord.mimetype == "application/pdf"
    blad = pypdf.PdfReader(io.BytesIO(antwoord.data))
    tekst = " ".join(een.extract_text() for een in blad.pages)
    assert "Praten met een mogelijk slachtoffer" in tekst
    assert "Vertrouwelijk" not in tekst and "Voor:" not in tekst
    assert blad.root_object["/MarkInfo"]["/Marked"]
    assert browse.get("/signalen-herkennen/gesprek.pdf").antwoord.data == antwoord.data


@pytest.mark.parametrize("pad", ["/signalen-herkennen/bestaat-niet", "/signalen-herkennen/bestaat-niet.pdf"])
def test_a_card_that_is_not_there_is_not_found(browse: Browser, pad: str) -> None:
    assert browse.get(pad).code == 404


def test_each_municipality_has_a_page_that_says_whom_to_call(browse: Browser, beleid: Beleid) -> None:
    for slug, gemeente in beleid.gemeenten.items():
        pagina = browse.get(f"/aandachtsfunctionarissen/{slug}")
        assert pagina.code == 200
        assert gemeente.naam in pagina.soep.select_one("h1").get_text()
        assert pagina.soep.select_one(f"a[href='/melden/{slug}']")
    assert browse.get("/aandachtsfunctionarissen/regio").code == 404
    assert browse.get("/aandachtsfunctionarissen/amsterdam").code == 404


def test_an_old_number_says_so(beleid: Beleid) -> None:
    nummer = beleid.kennis.nummers[0]
    assert nummer.controle(nummer.geldig_tot).startswith("Gecontroleerd op")
    assert "Het kan veranderd zijn" in nummer.controle(nummer.geldig_tot + timedelta(days=1))


def test_a_case_offers_the_cards_of_its_forms_and_the_general_one_before_that(beleid: Beleid) -> None:
    def codes(*vormen: str) -> list[str]:
        return [een.code for een in beleid.kennis.bij_zaak(vormen)]

    assert codes()[0] == "onbekend"
    assert codes("CRIM_DRUGS")[0] == "crimineel"
    assert "arbeid" not in codes("CRIM_DRUGS")
    assert {"gesprek", "gevolgen", "meldplicht"} <= set(codes("ARBEID"))


def test_every_form_has_a_card_and_no_card_names_a_form_that_is_not_there(beleid: Beleid) -> None:
    vormen = beleid.taxonomie["vormen"].keuzes()
    assert controleer(beleid.kennis, vormen) == []
    assert [een.rij for een in controleer(beleid.kennis, [*vormen, "NIEUW"])] == ["NIEUW"]
    zonder = [een for een in vormen if een != "ORGAAN"]
    assert [een.rij for een in controleer(beleid.kennis, zonder)] == ["kaart orgaan"]


NUMMER = TABEL["nummer"][0]


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"kaart": [*TABEL["kaart"], TABEL["kaart"][0]]}, "stands there twice"),
        ({"kaart": [{**TABEL["kaart"][0], "deel": []}]}, "at least one part"),
        ({"kaart": [{**TABEL["kaart"][0], "kleur": "rood"}]}, "unknown key"),
        ({"nummer": [{**NUMMER, "nummer": "bel maar"}]}, "no telephone number"),
        ({"nummer": [{**NUMMER, "geldig_tot": date(2020, 1, 1)}]}, "lies before"),
    ],
)
def test_a_wrong_table_stops_the_start_and_says_which_row(anders: dict[str, Any], reden: str) -> None:
    with pytest.raises(BeleidFout, match=reden):
        laad_kennis(_tabel(**anders), "kennis.toml")


def test_the_form_offers_to_read_how_to_talk_and_what_it_means(browse: Browser) -> None:
    begin(browse)
    praten = stap(browse, {"gevaar": "nee"})
    assert "Praten met een mogelijk slachtoffer" in praten.tekst
    stap(browse, {"tekst": "Een man doet het woord.", "wanneer": "vandaag"})
    wie = stap(browse, {"gemeente": "berkelland"})
    assert "Wat betekent melden voor het slachtoffer?" in wie.tekst
    assert "Praten met een mogelijk slachtoffer" not in wie.tekst


def test_the_case_links_to_its_cards(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    kantoor.wereld.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["ARBEID"])
    pagina = kantoor.als("af.aalten").get(f"/zaken/{kantoor.wereld.zaak(zaak).nummer}")
    for code in ("arbeid", "gesprek", "gevolgen"):
        assert pagina.soep.select_one(f"a[href='/signalen-herkennen/{code}']")


def test_a_crowd_that_asks_for_a_card_has_it_made_once(kantoor: Kantoor) -> None:
    class Geteld(dict[Any, Any]):
        gemaakt = 0

        def __setitem__(self, sleutel: Any, waarde: Any) -> None:
            self.gemaakt += 1
            super().__setitem__(sleutel, waarde)

    bladen = kantoor.app.extensions[kennispaginas.BLADEN] = Geteld()
    bezoekers = [Browser(kantoor.app) for _ in range(4)]
    draden = [Thread(target=een.get, args=("/signalen-herkennen/arbeid.pdf",)) for een in bezoekers]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert [een.laatste.code for een in bezoekers if een.laatste] == [200] * 4 and bladen.gemaakt == 1
