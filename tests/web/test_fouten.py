"""From error to page: each with its code, words for the person, and nothing of the error itself."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.serving import make_server

from storage.crypto.errors import Ongeldig, TeDruk
from storage.installatie import Installatie
from tests.conftest import instellingen
from tests.web.conftest import Browser, met_invulling
from web.app import create_app
from workflow import fouten
from workflow.beleid import Beleid

GEHEIM = "Jan-Pieter van de Geheime Laan 12"


def app_die(data: Path, beleid: Beleid, fout: Exception) -> Flask:
    """An application whose page /privacy and page /acties/<id> raise this error."""

    def stuk(**_: str) -> str:
        raise fout

    return create_app(instellingen(data), met_invulling(beleid) | {"privacy": stuk, "actie": stuk})


GEVALLEN: tuple[tuple[Exception, int, str], ...] = (
    (fouten.NietGevonden(GEHEIM), 404, "niet vinden"),
    (fouten.NietToegestaan(GEHEIM), 404, "niet vinden"),
    (fouten.GeenSleutel(GEHEIM), 404, "niet vinden"),
    (fouten.Ingehaald(GEHEIM), 409, "was je voor"),
    (fouten.StapGeweigerd(["Vul de weging in"]), 422, "Vul de weging in"),
    (fouten.WerkplekGesloten("af.berkelland"), 503, "Niemand kan dit nu openen"),
    (fouten.AlIngediend(GEHEIM), 409, "al verstuurd"),
    (fouten.Beschadigd(GEHEIM), 500, "beschadigd"),
    (fouten.Wachten(7, GEHEIM), 429, "Probeer het straks opnieuw"),
    (fouten.Codefout(tikfout=False), 422, "Deze code klopt niet"),
    (fouten.LogboekOnbereikbaar(GEHEIM), 503, "Probeer het zo weer"),
    (fouten.OpslagOnbereikbaar(GEHEIM), 503, "Probeer het zo weer"),
    (OperationalError("SELECT", {"naam": GEHEIM}, Exception(GEHEIM)), 503, "Probeer het zo weer"),
    (TeDruk(), 503, "Probeer het zo weer"),
    (Ongeldig(), 410, "te oud"),
    (ValueError(GEHEIM), 500, "Dit ligt aan ons"),
    (KeyError(GEHEIM), 500, "Dit ligt aan ons"),
)


@pytest.mark.parametrize(("fout", "code", "tekst"), GEVALLEN, ids=lambda een: type(een).__name__)
def test_each_error_has_its_page_and_says_nothing_of_itself(
    data: Path, beleid: Beleid, fout: Exception, code: int, tekst: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_die(data, beleid, fout)
    with caplog.at_level(logging.DEBUG):
        pagina = Browser(app).get("/privacy")
    app.extensions["huis"].sluit()
    assert pagina.code == code
    assert tekst in pagina.tekst
    assert "112" in pagina.tekst
    assert GEHEIM not in pagina.tekst + caplog.text
    assert "Traceback" not in pagina.tekst + caplog.text


def test_every_error_of_the_domain_stands_in_the_table() -> None:
    alle = {een for een in vars(fouten).values() if isinstance(een, type) and issubclass(een, fouten.DomeinFout)}
    gedekt = {type(fout) for fout, _, _ in GEVALLEN} | {fouten.DomeinFout, fouten.InloggenMislukt}
    assert alle <= gedekt


def test_an_unknown_error_is_found_in_the_log_by_the_number_on_the_page(
    data: Path, beleid: Beleid, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_die(data, beleid, ZeroDivisionError("x"))
    pagina = Browser(app).get("/privacy")
    app.extensions["huis"].sluit()
    nummer = pagina.tekst.split("Geef dan dit nummer door: ")[1][:8]
    assert nummer in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "test_fouten.py" in caplog.text


def test_a_case_that_may_not_be_seen_is_written_to_the_log(data: Path, beleid: Beleid) -> None:
    app = app_die(data, beleid, fouten.NietGevonden())
    huis: Installatie = app.extensions["huis"]
    browse = Browser(app)
    browse.log_in("AF-01")
    vooraf = regels(huis)
    assert browse.get("/acties/ab").code == 404
    assert regels(huis) == vooraf + 1
    huis.sluit()


def regels(huis: Installatie) -> int:
    with huis.engine.connect() as verbinding:
        return int(verbinding.exec_driver_sql("SELECT count(*) FROM log").scalar_one())


@pytest.mark.parametrize("schade", ["gone", "garbage"])
def test_without_a_database_every_page_still_answers_with_the_telephone_numbers(
    app: Flask, data: Path, schade: str
) -> None:
    browse = Browser(app)
    browse.log_in("AF-01")
    app.extensions["huis"].sluit()
    for naam in ("zaken.db", "sessies.db"):
        for bestand in data.glob(f"{naam}*"):
            bestand.unlink()
        if schade == "gone":
            (data / naam).mkdir()
        else:
            (data / naam).write_bytes(b"no database" * 1000)
    for pad in ("/taken", "/", "/melden/berkelland", "/bestaat-niet"):
        pagina = browse.get(pad)
        assert pagina.code == 503
        assert "0900 - 8844" in pagina.tekst
    assert browse.get("/gezondheid").code == 200
    assert browse.get("/gereed").antwoord.json["database"] is False  # type: ignore[index]


@pytest.mark.parametrize("aantal", [8])
def test_eight_people_who_log_in_at_once_all_get_an_answer(maak_app: Callable[..., Flask], aantal: int) -> None:
    # More than one lane: two of those at the same moment hang the process unless they take turns.
    app = maak_app(argon_lanes=4, argon_kib=8192, argon_passes=1)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    draad = threading.Thread(target=server.serve_forever, daemon=True)
    draad.start()
    codes: list[int] = []

    def log_in() -> None:
        browse = Browser(app)
        browse.get("/inloggen")
        codes.append(browse.vul_in("/inloggen", "wachtzin", email="nie@mand.example", wachtzin="x" * 20).code)

    draden: list[Any] = [threading.Thread(target=log_in, daemon=True) for _ in range(aantal)]
    for een in draden:
        een.start()
    for een in draden:
        een.join(30)
    server.shutdown()
    assert codes == [401] * aantal
