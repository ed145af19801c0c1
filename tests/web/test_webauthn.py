"""Security keys as a second factor: registered by the owner, asked once each time, and only under a host name."""

import time
from collections.abc import Callable

import pytest
from flask import Flask

from storage import tweedefactor
from storage.installatie import Installatie
from storage.tweedefactor import Factor
from tests.conftest import WACHTZIN, email_van
from tests.web.conftest import Browser, Klok, Pagina
from tests.web.sleutel import Sleutel, zonder_handtekening

ADRES = "http://localhost:8080"
PAD = "/account/beveiligingssleutels"
NEE = "Dat lukte niet met je beveiligingssleutel"


def huis_van(app: Flask) -> Installatie:
    huis: Installatie = app.extensions["huis"]
    return huis


def persoon_id(app: Flask, alias: str = "AF-01") -> bytes:
    with huis_van(app).klokwerk() as werk:
        return next(een.id for een in werk.mensen.van_tenant("berkelland") if een.alias == alias)


def opties(pagina: Pagina) -> str:
    """What the page asks of a key."""
    vorm = pagina.soep.select_one("form[data-sleutel]")
    assert vorm is not None, pagina.tekst
    return str(vorm["data-opties"])


@pytest.fixture
def geheim(app: Flask) -> bytes:
    """The secret of the app that AF-01 has set up."""
    nieuw = tweedefactor.nieuw_geheim()
    huis_van(app).toegang.zet_factor(persoon_id(app), lambda _: Factor(totp=nieuw))
    return nieuw


@pytest.fixture
def binnen(app: Flask, geheim: bytes) -> Browser:
    """AF-01, logged in with a code of the app, under a host name."""
    b = Browser(app, ADRES)
    b.log_in("AF-01")
    b.get("/inloggen/tweede")
    assert b.vul_in("/inloggen/tweede", "factorcode", factorcode=tweedefactor.code_van(geheim, time.time())).code == 303
    return b


def voeg_toe(b: Browser, sleutel: Sleutel, **anders: str) -> Pagina:
    velden = {"antwoord": sleutel.maak(opties(b.get(PAD)), ADRES), "naam": "Blauwe sleutel", "wachtzin": WACHTZIN}
    return b.vul_in(PAD, "naam", **(velden | {"actie": "toevoegen"} | anders))


def halverwege(app: Flask, adres: str = ADRES, naar: str = "/taken") -> Browser:
    """AF-01 at the second page of the log-in."""
    b = Browser(app, adres)
    assert b.log_in("AF-01", naar).naar.startswith("/inloggen/tweede")
    b.get(f"/inloggen/tweede?naar={naar}")
    return b


def stuur(b: Browser, antwoord: str) -> Pagina:
    return b.vul_in("/inloggen/tweede/sleutel", "antwoord", antwoord=antwoord)


def test_a_key_is_registered_and_opens_the_second_page(app: Flask, binnen: Browser) -> None:
    assert "nog geen beveiligingssleutel" in binnen.get(PAD).tekst
    sleutel = Sleutel()
    assert voeg_toe(binnen, sleutel).code == 303
    assert "Blauwe sleutel" in binnen.get(PAD).tekst
    b = halverwege(app)
    assert b.laatste is not None
    in_ = stuur(b, sleutel.gebruik(opties(b.laatste), ADRES))
    assert (in_.code, in_.naar) == (303, "/taken")
    assert b.get("/taken").code == 200
    kwijt = halverwege(app)
    assert kwijt.laatste is not None and kwijt.laatste.soep.select_one("input[name=factorcode]"), "the code still works"


def test_registering_asks_the_passphrase_and_a_name(app: Flask, binnen: Browser) -> None:
    for fout, tekst in (
        ({"wachtzin": "niet deze vijf woorden"}, "klopt niet"),
        ({"wachtzin": ""}, "Vul dit in"),
        ({"naam": "  "}, "Geef de sleutel een naam"),
    ):
        pagina = voeg_toe(binnen, Sleutel(), **fout)
        assert pagina.code == 422 and tekst in pagina.fouten[0], fout
    assert huis_van(app).beveiligingssleutels.lijst(persoon_id(app)) == []


def test_who_has_no_app_sets_that_up_first(app: Flask) -> None:
    b = Browser(app, ADRES)
    b.log_in("AF-02")
    pagina = b.get(PAD)
    assert "Stel eerst een app met codes in" in pagina.tekst and not pagina.soep.select_one("form[data-sleutel]")
    assert (
        b.post(PAD, {"actie": "toevoegen", "csrf_token": _token(pagina), "naam": "x", "wachtzin": WACHTZIN}).code == 422
    )


def _token(pagina: Pagina) -> str:
    veld = pagina.soep.select_one("input[name=csrf_token]")
    assert veld is not None
    return str(veld["value"])


@pytest.mark.parametrize("wat", ["another host", "another site", "another question", "junk", "nothing"])
def test_an_answer_to_a_registration_that_is_not_right_registers_nothing(app: Flask, binnen: Browser, wat: str) -> None:
    vraag = opties(binnen.get(PAD))
    antwoord = {
        "another host": lambda: Sleutel().maak(vraag, ADRES, "elders.example"),
        "another site": lambda: Sleutel().maak(vraag, "http://elders.example"),
        "another question": lambda: Sleutel().maak(vraag.replace('"challenge": "', '"challenge": "AAAA'), ADRES),
        "junk": lambda: '{"id": ["x"], "response": 3}',
        "nothing": lambda: "",
    }[wat]()
    pagina = binnen.vul_in(PAD, "naam", naam="x", wachtzin=WACHTZIN, actie="toevoegen", antwoord=antwoord)
    assert pagina.code == 422 and "lukte niet" in pagina.fouten[0]
    assert huis_van(app).beveiligingssleutels.lijst(persoon_id(app)) == []


def test_a_question_is_answered_once(app: Flask, binnen: Browser) -> None:
    sleutel, ander = Sleutel(), Sleutel()
    vraag = opties(binnen.get(PAD))
    velden = binnen.laatste.formulier("naam") if binnen.laatste else {}
    velden |= {"naam": "een", "wachtzin": WACHTZIN, "actie": "toevoegen"}
    assert binnen.post(PAD, {**velden, "antwoord": sleutel.maak(vraag, ADRES)}).code == 303
    opnieuw = binnen.post(PAD, {**velden, "antwoord": ander.maak(vraag, ADRES)})
    assert opnieuw.code == 422 and "te lang open" in opnieuw.fouten[0]
    b = halverwege(app)
    assert b.laatste is not None
    antwoord = sleutel.gebruik(opties(b.laatste), ADRES)
    assert stuur(b, antwoord).code == 303
    tweede = halverwege(app)
    assert stuur(tweede, antwoord).code == 401, "an answer that was overheard"


@pytest.mark.parametrize(
    "wat", ["another key", "another host", "another site", "signature", "nobody there", "a copy", "junk", "nothing"]
)
def test_a_wrong_answer_opens_nothing(app: Flask, binnen: Browser, wat: str) -> None:
    sleutel = Sleutel()
    voeg_toe(binnen, sleutel)
    b = halverwege(app)
    assert b.laatste is not None
    vraag = opties(b.laatste)
    vreemd = Sleutel()
    vreemd.id = sleutel.id

    def kopie() -> str:
        sleutel.teller = 0
        return sleutel.gebruik(vraag, ADRES)

    antwoord = {
        "another key": lambda: vreemd.gebruik(vraag, ADRES),
        "another host": lambda: sleutel.gebruik(vraag, ADRES, "elders.example"),
        "another site": lambda: sleutel.gebruik(vraag, "http://elders.example"),
        "signature": lambda: zonder_handtekening(sleutel.gebruik(vraag, ADRES)),
        "nobody there": lambda: sleutel.gebruik(vraag, ADRES, aanwezig=0),
        "a copy": kopie,
        "junk": lambda: "[]",
        "nothing": lambda: "",
    }[wat]()
    pagina = stuur(b, antwoord)
    assert pagina.code == 401 and NEE in pagina.fouten[0]
    assert b.get("/taken").code == 303
    sleutel.teller = 50
    b.get("/inloggen/tweede?naar=/taken")
    assert b.laatste is not None
    assert stuur(b, sleutel.gebruik(opties(b.laatste), ADRES)).naar == "/taken", "the next answer is asked and counts"


def test_the_key_of_one_person_opens_nothing_for_another(app: Flask, binnen: Browser) -> None:
    sleutel = Sleutel()
    voeg_toe(binnen, sleutel)
    huis_van(app).toegang.zet_factor(persoon_id(app, "AF-02"), lambda _: Factor(totp=tweedefactor.nieuw_geheim()))
    mijn = halverwege(app)
    assert mijn.laatste is not None
    antwoord = sleutel.gebruik(opties(mijn.laatste), ADRES)
    b = Browser(app, ADRES)
    b.get("/inloggen")
    b.vul_in("/inloggen", "wachtzin", email=email_van("AF-02"), wachtzin=WACHTZIN)
    pagina = b.get("/inloggen/tweede")
    assert not pagina.soep.select_one("form[data-sleutel]")
    velden = {"csrf_token": _token(pagina), "antwoord": antwoord}
    assert b.post("/inloggen/tweede/sleutel", velden).code == 401
    assert b.get("/taken").code == 303


def test_guesses_with_a_key_are_slowed_down_as_those_of_a_code(app: Flask, binnen: Browser, klok: Klok) -> None:
    voeg_toe(binnen, Sleutel())
    b = halverwege(app)
    codes = [stuur(b, "{}").code for _ in range(15)]
    assert codes[0] == 401 and codes[-1] == 429


def test_a_key_answers_only_where_it_was_registered_and_never_to_an_address_in_numbers(
    app: Flask, binnen: Browser
) -> None:
    voeg_toe(binnen, Sleutel())
    getal = "http://127.0.0.1:8080"
    b = halverwege(app, getal)
    assert b.laatste is not None and not b.laatste.soep.select_one("form[data-sleutel]")
    b.vul_in("/inloggen/tweede", "factorcode", factorcode="000000")


def test_without_a_half_session_there_is_nothing_to_answer(app: Flask, browse: Browser) -> None:
    token = _token(browse.get("/inloggen"))
    for b in (browse,):
        assert b.post("/inloggen/tweede/sleutel", {"csrf_token": token, "antwoord": "{}"}).code == 401


def test_a_key_is_taken_away_with_the_passphrase(app: Flask, binnen: Browser) -> None:
    voeg_toe(binnen, Sleutel())
    pagina = binnen.get(PAD)
    assert binnen.vul_in(PAD, "sleutel", actie="weghalen", wachtzin="niet deze vijf woorden").code == 422
    assert len(huis_van(app).beveiligingssleutels.lijst(persoon_id(app))) == 1
    binnen.get(PAD)
    assert binnen.vul_in(PAD, "sleutel", actie="weghalen", wachtzin=WACHTZIN).code == 303
    assert huis_van(app).beveiligingssleutels.lijst(persoon_id(app)) == []
    assert huis_van(app).toegang.heeft_factor(persoon_id(app)), "the app stays"
    assert pagina.code == 200


def test_nobody_has_more_than_five_keys(app: Flask, binnen: Browser) -> None:
    for nr in range(5):
        assert voeg_toe(binnen, Sleutel(), naam=f"Sleutel {nr}").code == 303
    pagina = binnen.get(PAD)
    assert "Je hebt al 5 beveiligingssleutels" in pagina.tekst and not pagina.soep.select_one("form[data-sleutel]")


@pytest.mark.parametrize(
    ("pad", "maken", "gebruiken"),
    [("/taken", "()", "()"), (PAD, "(self)", "()"), ("/inloggen", "()", "(self)"), ("/route", "()", "()")],
)
def test_only_its_own_pages_may_ask_a_key(binnen: Browser, pad: str, maken: str, gebruiken: str) -> None:
    rechten = binnen.get(pad).antwoord.headers["Permissions-Policy"]
    assert f"publickey-credentials-create={maken}" in rechten
    assert f"publickey-credentials-get={gebruiken}" in rechten


Maak = Callable[..., Flask]


def test_outside_practice_the_key_belongs_to_the_name_of_the_settings(maak_app: Maak) -> None:
    app = maak_app(
        oefenomgeving=False, basis_url="https://meldroute.example", trusted_hosts=("meldroute.example", "x.example")
    )
    geheim = tweedefactor.nieuw_geheim()
    huis_van(app).toegang.zet_factor(persoon_id(app), lambda _: Factor(totp=geheim))
    for host, wel in (("meldroute.example", True), ("x.example", False)):
        b = Browser(app, f"https://{host}")
        b.log_in("AF-01")
        b.get("/inloggen/tweede")
        stap = time.time() + (0 if wel else 30)
        b.vul_in("/inloggen/tweede", "factorcode", factorcode=tweedefactor.code_van(geheim, stap))
        vorm = b.get(PAD).soep.select_one("form[data-sleutel]")
        assert (vorm is not None) == wel, host
        if vorm is not None:
            assert '"id": "meldroute.example"' in str(vorm["data-opties"])
