"""The first rung on its page: one clear text for each thing that is wrong, and nothing typed is lost but secrets."""

import pytest
from flask import Flask

from storage.pogingen import VRIJ
from tests.conftest import WACHTZIN, email_van
from tests.web.conftest import Browser, Klok
from tests.web.test_tweede import huis_van
from web.herstel import LEEG, ONBEKEND, TIKFOUT
from workflow.wachtzin import LEEG as GEEN_ZIN
from workflow.wachtzin import ONGELIJK

MAIL, NIEUW = email_van("AF-01"), "kachel tuinhek zebra olielamp dans"
NIEUWE = {"wachtzin_nieuw": NIEUW, "wachtzin_nogmaals": NIEUW}


def herstelcode(app: Flask, alias: str = "AF-01") -> str:
    huis = huis_van(app)
    sessie, _ = huis.sessies.haal(huis.toegang.inloggen(email_van(alias), WACHTZIN).token)
    return huis.toegang.nieuwe_herstelcode(sessie)  # type: ignore[arg-type]


def test_a_new_passphrase_with_the_code(browse: Browser, app: Flask) -> None:
    code = herstelcode(app)
    browse.get("/herstel")
    pagina = browse.vul_in("/herstel", "herstelcode", actie="herstel", email=MAIL, herstelcode=code, **NIEUWE)
    nieuwe_code = pagina.soep.select("[data-code]")[0].get_text()
    assert pagina.kop == "Je herstelcode" and nieuwe_code != code
    browse.get("/inloggen")
    assert browse.vul_in("/inloggen", "wachtzin", email=MAIL, wachtzin=NIEUW).naar == "/werkvoorraad"
    browse.get("/herstel")
    pagina = browse.vul_in("/herstel", "herstelcode", actie="herstel", email=MAIL, herstelcode=code, **NIEUWE)
    assert (pagina.code, pagina.fouten) == (422, [ONBEKEND])


@pytest.mark.parametrize(
    ("velden", "fouten"),
    [
        ({"email": "", "herstelcode": "", **NIEUWE}, ["Vul je e-mailadres in", LEEG]),
        ({"wachtzin_nieuw": "", "wachtzin_nogmaals": ""}, [GEEN_ZIN]),
        ({"wachtzin_nieuw": NIEUW, "wachtzin_nogmaals": "anders anders anders"}, [ONGELIJK]),
        ({"herstelcode": "0000-0000-0000-0000-0000-0000-0001", **NIEUWE}, [TIKFOUT]),
        ({"herstelcode": "van iemand anders", **NIEUWE}, [ONBEKEND]),
        ({"email": "niemand@voorbeeld.example", **NIEUWE}, [ONBEKEND]),
    ],
)
def test_what_is_wrong_is_told_in_one_text_and_the_rest_stays(
    browse: Browser, app: Flask, velden: dict[str, str], fouten: list[str]
) -> None:
    code, vreemd = herstelcode(app), herstelcode(app, "AF-02")
    alles = {"email": MAIL, "herstelcode": code, **velden}
    if alles["herstelcode"] == "van iemand anders":
        alles["herstelcode"] = vreemd
    browse.get("/herstel")
    pagina = browse.vul_in("/herstel", "herstelcode", actie="herstel", **alles)
    assert (pagina.code, pagina.fouten) == (422, fouten)
    over = pagina.formulier("herstelcode")
    assert (over["email"], over["herstelcode"]) == (alles["email"], alles["herstelcode"])
    assert over["wachtzin_nieuw"] == over["wachtzin_nogmaals"] == ""


def test_a_passphrase_is_made_for_who_asks_one_and_the_code_stays(browse: Browser, app: Flask) -> None:
    browse.get("/herstel")
    pagina = browse.vul_in("/herstel", "herstelcode", actie="stel_voor", email=MAIL, herstelcode="ABCD")
    assert len(pagina.soep.select("#voorstel strong")[0].get_text().split()) == 5
    assert pagina.formulier("herstelcode")["herstelcode"] == "ABCD"


def test_after_many_wrong_codes_one_waits_and_the_ticket_travels_in_the_page(
    browse: Browser, app: Flask, klok: Klok
) -> None:
    code, vreemd = herstelcode(app), herstelcode(app, "AF-02")
    browse.get("/herstel")
    for _ in range(VRIJ):
        browse.vul_in("/herstel", "herstelcode", actie="herstel", email=MAIL, herstelcode=vreemd, **NIEUWE)
    pagina = browse.vul_in("/herstel", "herstelcode", actie="herstel", email=MAIL, herstelcode=code, **NIEUWE)
    assert (pagina.code, pagina.antwoord.headers["Retry-After"]) == (429, "2")
    klok.verder(seconds=2)
    pagina = browse.vul_in("/herstel", "herstelcode", actie="herstel", email=MAIL, herstelcode=code, **NIEUWE)
    assert pagina.kop == "Je herstelcode"
