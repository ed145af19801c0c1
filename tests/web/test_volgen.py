"""Following with the volgcode: one answer for every wrong code, the code in no address and no cookie."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.web.conftest import Browser, Klok, Pagina
from tests.web.test_melden import tot_controle, verstuur, volgcode
from web.volgen import AL_GEDAAN, INGEHAALD, ONBEKEND
from workflow.volgen import TE_LAAT


@pytest.fixture
def code(browse: Browser) -> str:
    tot_controle(browse)
    return volgcode(verstuur(browse))


def bekijk(browse: Browser, code: str) -> Pagina:
    return browse.post("/volgen", {"volgcode": code})


def test_the_code_shows_how_things_stand(browse: Browser, code: str) -> None:
    pagina = bekijk(browse, code)
    assert pagina.code == 200
    assert pagina.soep.select("[data-status]")[0].get_text() == "We hebben je signaal ontvangen."
    assert "Iemand slaapt" not in pagina.tekst


def test_the_code_is_read_as_people_type_it(browse: Browser, code: str) -> None:
    for getypt in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert bekijk(browse, getypt).code == 200


def test_every_wrong_code_gets_the_same_answer(browse: Browser, code: str) -> None:
    ander = code[:-1] + ("0" if code[-1] != "0" else "1")
    geldig = "0000-0000-0000-0000"
    paginas = [bekijk(browse, fout) for fout in ("", "x", ander, geldig, "é" * 39)]
    assert {(een.code, tuple(een.fouten)) for een in paginas} == {(404, (ONBEKEND,))}


def test_the_code_is_nowhere_but_sealed_in_the_page(browse: Browser, code: str) -> None:
    pagina = bekijk(browse, code)
    assert code not in pagina.tekst
    assert code.replace("-", "") not in pagina.tekst
    assert not [een for een in pagina.antwoord.headers.getlist("Set-Cookie") if code in een]


def test_something_can_be_added_and_shows_in_the_thread(browse: Browser, code: str) -> None:
    bekijk(browse, code)
    pagina = browse.vul_in("/volgen", "bericht", bericht="Ik zag hem weer.", actie="toevoegen")
    assert pagina.code == 200
    assert "Ik zag hem weer." in pagina.soep.select(".app-draad")[0].get_text()
    assert pagina.soep.select(".utrecht-alert--ok")


def test_sending_the_same_addition_again_adds_it_once(browse: Browser, code: str) -> None:
    velden = bekijk(browse, code).formulier("bericht") | {"bericht": "Ik zag hem weer.", "actie": "toevoegen"}
    browse.post("/volgen", velden)
    pagina = browse.post("/volgen", velden)
    assert (pagina.code, pagina.fouten) == (200, [])
    assert AL_GEDAAN in pagina.tekst
    assert len(pagina.soep.select(".app-draad li")) == 1


def test_another_text_on_an_old_page_is_not_taken_for_a_repeat(browse: Browser, code: str) -> None:
    velden = bekijk(browse, code).formulier("bericht") | {"bericht": "Ik zag hem weer.", "actie": "toevoegen"}
    browse.post("/volgen", velden)
    pagina = browse.post("/volgen", velden | {"bericht": "En nu nog eens."})
    assert (pagina.code, pagina.fouten) == (409, [INGEHAALD])
    assert pagina.formulier("bericht")["bericht"] == "En nu nog eens."


def test_a_term_that_is_over_is_no_promise_any_more(browse: Browser, code: str, app: Flask) -> None:
    assert "Uiterlijk" in bekijk(browse, code).tekst
    app.extensions["huis"].zet_klok(app.extensions["huis"].nu() + timedelta(days=9))
    pagina = bekijk(browse, code)
    assert TE_LAAT in pagina.tekst and "Uiterlijk" not in pagina.tekst


def test_neither_the_form_nor_following_sets_a_cookie(browse: Browser, code: str) -> None:
    paginas = [browse.get("/"), browse.get("/melden/berkelland"), browse.get("/volgen"), bekijk(browse, code)]
    paginas.append(browse.vul_in("/volgen", "bericht", bericht="Ik zag hem weer.", actie="toevoegen"))
    paginas.append(bekijk(browse, "x"))
    assert [een.code for een in paginas] == [200, 200, 200, 200, 200, 404]
    assert [een.antwoord.headers.getlist("Set-Cookie") for een in paginas] == [[]] * 6


def test_an_empty_addition_is_refused_beside_its_field(browse: Browser, code: str) -> None:
    bekijk(browse, code)
    pagina = browse.vul_in("/volgen", "bericht", actie="toevoegen")
    assert pagina.code == 422
    assert pagina.fouten == ["Wat wil je toevoegen: vul dit in"]


def test_a_step_that_is_not_the_reporters_is_not_there(browse: Browser, code: str) -> None:
    bekijk(browse, code)
    assert browse.vul_in("/volgen", "bericht", bericht="x", actie="oppakken").code == 404


def test_an_old_page_keeps_the_text_and_asks_to_send_it_again(browse: Browser, code: str, klok: Klok) -> None:
    bekijk(browse, code)
    klok.verder(hours=3)
    pagina = browse.vul_in("/volgen", "bericht", bericht="Ik zag hem weer.", actie="toevoegen")
    assert pagina.code == 422
    assert pagina.formulier("bericht")["bericht"] == "Ik zag hem weer."
    assert browse.vul_in("/volgen", "bericht", actie="toevoegen").code == 200


def test_a_seal_of_the_form_is_no_code(browse: Browser, app: Flask) -> None:
    zegel = tot_controle(browse).formulier("zegel")["zegel"]
    assert browse.post("/volgen", {"zegel": zegel, "actie": "toevoegen"}).code == 410
