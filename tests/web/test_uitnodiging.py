"""Accepting an invitation on its page: nothing about anybody before the code is right, and once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.test_uitnodiging import MAIL, NIEUW, nodig_herstel_uit, nodig_uit
from tests.web.conftest import Browser
from tests.web.kantoor import Kantoor
from tests.wereld import email, maak_wereld
from web.herstel import TIKFOUT
from web.uitnodiging import LEEG, ONBEKEND
from workflow.wachtzin import OMGEVING

NIEUWE = {"wachtzin_nieuw": NIEUW, "wachtzin_nogmaals": NIEUW}


@pytest.fixture
def kantoor(tmp_path: Path) -> Iterator[Kantoor]:
    gemaakt = Kantoor(maak_wereld(tmp_path / "data", basis_url="http://127.0.0.1:8080"))
    yield gemaakt
    gemaakt.sluit()


def test_from_code_to_log_in(kantoor: Kantoor) -> None:
    code, browse = nodig_uit(kantoor.wereld), Browser(kantoor.app)
    browse.get("/uitnodiging")
    pagina = browse.vul_in("/uitnodiging", "herstelcode", actie="bekijk", herstelcode=code.lower())
    assert pagina.kop == "Welkom, Nieuwe Collega" and MAIL in pagina.tekst
    pagina = browse.vul_in("/uitnodiging", "wachtzin_nieuw", actie="aanvaard", **NIEUWE)
    assert pagina.kop == "Je herstelcode" and pagina.soep.select("[data-code]")
    browse.get("/inloggen")
    assert browse.vul_in("/inloggen", "wachtzin", email=MAIL, wachtzin=NIEUW).code == 303
    pagina = browse.get("/account")
    assert "Nieuwe Collega" in pagina.tekst and "Geen" in pagina.soep.select("main dl")[0].get_text()


def test_the_link_says_nothing_and_uses_nothing_up(kantoor: Kantoor) -> None:
    code, browse = nodig_uit(kantoor.wereld), Browser(kantoor.app)
    for _ in range(2):
        pagina = browse.get(f"/uitnodiging/{code}")
        assert pagina.formulier("herstelcode")["herstelcode"] == code
        assert "Collega" not in pagina.tekst and MAIL not in pagina.tekst
    assert browse.get("/uitnodiging/onzin").code == 200
    browse.get(f"/uitnodiging/{code}")
    assert browse.vul_in("/uitnodiging", "herstelcode", actie="bekijk").kop == "Welkom, Nieuwe Collega"


def test_a_wrong_code_gets_one_clear_text(kantoor: Kantoor) -> None:
    code, browse = nodig_uit(kantoor.wereld), Browser(kantoor.app)
    browse.get("/uitnodiging")
    verschreven = code[:2] + ("A" if code[2] != "A" else "B") + code[3:]
    for getypt, fout in (("", LEEG), (verschreven, TIKFOUT), ("x", TIKFOUT)):
        pagina = browse.vul_in("/uitnodiging", "herstelcode", actie="bekijk", herstelcode=getypt)
        assert (pagina.code, pagina.fouten) == (422, [fout])
    browse.vul_in("/uitnodiging", "herstelcode", actie="bekijk", herstelcode=code)
    browse.vul_in("/uitnodiging", "wachtzin_nieuw", actie="aanvaard", **NIEUWE)
    browse.get("/uitnodiging")
    pagina = browse.vul_in("/uitnodiging", "herstelcode", actie="bekijk", herstelcode=code)
    assert (pagina.code, pagina.fouten) == (422, [ONBEKEND])


def test_a_weak_passphrase_is_refused_and_the_invitation_stays(kantoor: Kantoor) -> None:
    code, browse = nodig_uit(kantoor.wereld), Browser(kantoor.app)
    browse.get(f"/uitnodiging/{code}")
    browse.vul_in("/uitnodiging", "herstelcode", actie="bekijk")
    zwak = "Nieuwe Collega 2026"
    pagina = browse.vul_in(
        "/uitnodiging", "wachtzin_nieuw", actie="aanvaard", wachtzin_nieuw=zwak, wachtzin_nogmaals=zwak
    )
    assert (pagina.code, pagina.fouten) == (422, [OMGEVING]) and pagina.kop == "Welkom, Nieuwe Collega"
    pagina = browse.vul_in("/uitnodiging", "wachtzin_nieuw", actie="stel_voor")
    assert len(pagina.soep.select("#voorstel strong")[0].get_text().split()) == 5
    assert browse.vul_in("/uitnodiging", "wachtzin_nieuw", actie="aanvaard", **NIEUWE).kop == "Je herstelcode"


def test_who_lost_his_key_keeps_his_account_and_loses_his_desk_for_now(kantoor: Kantoor) -> None:
    code, browse = nodig_herstel_uit(kantoor.wereld), Browser(kantoor.app)
    browse.get("/uitnodiging")
    pagina = browse.vul_in("/uitnodiging", "herstelcode", actie="bekijk", herstelcode=code)
    assert "Je krijgt een nieuwe sleutel" in pagina.tekst
    browse.vul_in("/uitnodiging", "wachtzin_nieuw", actie="aanvaard", **NIEUWE)
    browse.get("/inloggen")
    assert browse.vul_in("/inloggen", "wachtzin", email=email("af.aalten"), wachtzin=NIEUW).code == 303
    assert browse.get("/werkvoorraad").code == 200
    assert "Geen" in browse.get("/account").soep.select("main dl")[0].get_text()
