"""Single sign-on: a provider says who somebody is; only the passphrase opens anything."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from config.settings import Settings, SettingsError
from storage import tweedefactor
from storage.installatie import Installatie
from storage.tables.mensen import ExterneLoginRij, PersoonRij
from storage.tables.sessies import SessieRij
from storage.tweedefactor import Factor
from tests.conftest import WACHTZIN, email_van
from tests.web.conftest import Browser, Klok, Pagina
from tests.web.provider import CLIENT, EigenProvider, Provider, echte_provider

SUB = "8c1f0a52-subject"
MaakApp = Callable[..., Flask]


@pytest.fixture(scope="module")
def echt() -> Iterator[Provider]:
    with echte_provider((SUB, {"preferred_username": "af01@gemeente.example"})) as gestart:
        yield gestart


@pytest.fixture
def eigen() -> Iterator[EigenProvider]:
    with EigenProvider().open() as gestart:
        yield gestart


@pytest.fixture
def geheim(tmp_path: Path) -> Path:
    """The file with the secret of this client."""
    bestand = tmp_path / "client"
    bestand.write_text("een-heel-geheim-woord-van-deze-client\n")
    bestand.chmod(0o400)
    return bestand


def met(maak_app: MaakApp, issuer: str, **anders: Any) -> Flask:
    return maak_app(oidc_issuer=issuer, oidc_client_id=CLIENT, oidc_naam="gemeente Berkelland", **anders)


def huis_van(app: Flask) -> Installatie:
    huis: Installatie = app.extensions["huis"]
    return huis


def klok_van(app: Flask) -> Klok:
    klok = Klok()
    huis_van(app).echte_tijd = klok
    return klok


def naar_provider(pagina: Pagina) -> str:
    """The address that the page in between goes on to."""
    assert pagina.code == 200, pagina.tekst
    link = pagina.soep.select_one("main a[rel=noreferrer]")
    assert link is not None
    adres = str(link["href"])
    assert pagina.antwoord.headers["Refresh"] == f"0; url={adres}"
    return adres


def ga_heen(b: Browser, naar: str = "") -> str:
    """Press the button of the log-in page. Out: the address of the provider."""
    pagina = b.get(f"/inloggen?naar={naar}" if naar else "/inloggen")
    vorm = pagina.soep.select_one('form[action="/inloggen/sso"]')
    assert vorm is not None
    velden = {str(een["name"]): str(een.get("value", "")) for een in vorm.find_all("input")}
    return naar_provider(b.post("/inloggen/sso", velden))


def koppel(app: Flask, provider: Provider, alias: str = "AF-01", sub: str = SUB) -> Browser:
    """Log in with the passphrase and link the own account of the provider."""
    b = Browser(app)
    b.log_in(alias)
    b.get("/account/sso")
    adres = naar_provider(b.vul_in("/account/sso", "wachtzin", wachtzin=WACHTZIN, actie="koppelen"))
    terug = b.get(provider.log_in(adres, sub))
    assert terug.code == 200 and naar_provider(terug) == "/account/sso"
    b.get("/account/sso")
    assert b.vul_in("/account/sso", "actie", actie="bevestigen").code == 303
    return b


def open_sessies(app: Flask, alias: str) -> int:
    """How many session rows of a person hold a key."""
    huis = huis_van(app)
    wie = huis.sso.persoon(persoon_id(app, alias)).id
    with Session(huis.sessie_engine) as sessie:
        sessie.info["gemeente"] = "*"
        rijen = sessie.scalars(select(SessieRij).where(SessieRij.persoon_id == wie)).all()
    return len([rij for rij in rijen if not rij.beeindigd and rij.inhoud])


def persoon_id(app: Flask, alias: str) -> bytes:
    with huis_van(app).klokwerk() as werk:
        return next(een.id for een in werk.mensen.van_tenant("berkelland") if een.alias == alias)


def melding(pagina: Pagina) -> str:
    return " ".join(een.get_text(" ", strip=True) for een in pagina.soep.select("main [role=status], #fouten"))


def test_the_whole_walk_link_log_out_come_back_through_the_provider_and_open_with_the_passphrase(
    maak_app: MaakApp, echt: Provider, geheim: Path
) -> None:
    app = met(maak_app, echt.issuer, oidc_client_secret_file=geheim)
    b = koppel(app, echt)
    assert "af01@gemeente.example" in b.get("/account/sso").tekst
    b.post("/uitloggen", {"csrf_token": _token(b)})
    assert open_sessies(app, "AF-01") == 0

    terug = b.get(echt.log_in(ga_heen(b, naar="/taken"), SUB))
    assert naar_provider(terug) == "/ontgrendelen"
    assert open_sessies(app, "AF-01") == 0, "the provider opened something"
    assert b.get("/taken").naar.startswith("/inloggen"), "who has not typed the passphrase is not in"

    pagina = b.get("/ontgrendelen")
    assert "Persoon AF-01" in pagina.tekst
    mis = b.vul_in("/ontgrendelen", wachtzin="niet deze vijf woorden maar andere")
    assert mis.code == 401 and mis.fouten == ["Je wachtzin klopt niet. Probeer het opnieuw"]
    assert open_sessies(app, "AF-01") == 0
    leeg = b.vul_in("/ontgrendelen", wachtzin="")
    assert leeg.code == 422 and leeg.fouten == ["Vul je wachtzin in"]

    in_ = b.vul_in("/ontgrendelen", wachtzin=WACHTZIN)
    assert (in_.code, in_.naar) == (303, "/taken")
    assert open_sessies(app, "AF-01") == 1
    assert b.get("/taken").code == 200
    assert b.get("/ontgrendelen").naar == "/inloggen", "what the provider said counts once"


def _token(b: Browser) -> str:
    pagina = b.laatste if b.laatste and b.laatste.soep.select_one("input[name=csrf_token]") else b.get("/taken")
    veld = pagina.soep.select_one("input[name=csrf_token]")
    assert veld is not None
    return str(veld["value"])


def test_an_account_that_nobody_linked_gets_nobody_in_also_with_the_mail_address_of_somebody(
    maak_app: MaakApp, echt: Provider, geheim: Path
) -> None:
    app = met(maak_app, echt.issuer, oidc_client_secret_file=geheim)
    b = Browser(app)
    pagina = b.get(echt.log_in(ga_heen(b), email_van("AF-01")))
    assert pagina.code == 401 and "nog niet gekoppeld" in melding(pagina)
    assert pagina.soep.select_one("input[name=email]"), "the way back is the ordinary log-in"
    with Session(huis_van(app).engine) as sessie:
        sessie.info["gemeente"] = "*"
        assert sessie.scalars(select(ExterneLoginRij)).all() == []


def test_linking_asks_the_passphrase_and_shows_which_account_it_is(maak_app: MaakApp, eigen: EigenProvider) -> None:
    app = met(maak_app, eigen.issuer)
    b = Browser(app)
    b.log_in("AF-01")
    b.get("/account/sso")
    mis = b.vul_in("/account/sso", "wachtzin", wachtzin="niet deze vijf woorden", actie="koppelen")
    assert mis.code == 422 and mis.fouten == ["Je wachtzin klopt niet. Probeer het opnieuw"]
    b.get("/account/sso")
    adres = naar_provider(b.vul_in("/account/sso", "wachtzin", wachtzin=WACHTZIN, actie="koppelen"))
    eigen.anders = {"name": "Wilma <van> Dalen"}
    b.get(eigen.log_in(adres, SUB))
    assert huis_van(app).sso.van(persoon_id(app, "AF-01")) is None, "a page from elsewhere links nothing"
    pagina = b.get("/account/sso")
    assert "Wilma &lt;van&gt; Dalen" in pagina.tekst
    b.vul_in("/account/sso", "actie", actie="bevestigen")
    gekoppeld = huis_van(app).sso.van(persoon_id(app, "AF-01"))
    assert gekoppeld is not None and (gekoppeld.iss, gekoppeld.sub) == (eigen.issuer, SUB)
    b.get("/account/sso")
    b.vul_in("/account/sso", "actie", actie="ontkoppelen")
    assert huis_van(app).sso.van(persoon_id(app, "AF-01")) is None
    assert b.get(eigen.log_in(ga_heen(Browser(app)), SUB)).code == 400


def test_one_account_belongs_to_one_person(maak_app: MaakApp, eigen: EigenProvider) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen, "AF-01")
    b = Browser(app)
    b.log_in("AF-02")
    b.get("/account/sso")
    adres = naar_provider(b.vul_in("/account/sso", "wachtzin", wachtzin=WACHTZIN, actie="koppelen"))
    b.get(eigen.log_in(adres, SUB))
    b.get("/account/sso")
    bezet = b.vul_in("/account/sso", "actie", actie="bevestigen")
    assert bezet.code == 409 and "al gekoppeld aan iemand anders" in bezet.fouten[0]
    assert huis_van(app).sso.vind(eigen.issuer, SUB).alias == "AF-01"


def test_what_was_found_for_one_person_is_not_linked_to_another_at_the_same_browser(
    maak_app: MaakApp, eigen: EigenProvider
) -> None:
    app = met(maak_app, eigen.issuer)
    b = Browser(app)
    b.log_in("AF-01")
    b.get("/account/sso")
    adres = naar_provider(b.vul_in("/account/sso", "wachtzin", wachtzin=WACHTZIN, actie="koppelen"))
    b.get(eigen.log_in(adres, SUB))
    b.log_in("AF-02")
    assert b.get("/account/sso").soep.select_one('button[value="bevestigen"]') is None
    fout = b.vul_in("/account/sso", "actie", actie="bevestigen")
    assert fout.code == 400 and "duurde te lang" in fout.fouten[0]
    assert huis_van(app).sso.van(persoon_id(app, "AF-02")) is None


def test_who_stops_at_the_provider_comes_back_to_the_log_in_page(maak_app: MaakApp, echt: Provider) -> None:
    b = Browser(met(maak_app, echt.issuer))
    pagina = b.get(echt.weiger(ga_heen(b)))
    assert pagina.code == 401 and "is gestopt" in melding(pagina)


def test_who_stops_while_linking_reads_that_on_the_page_of_his_account(maak_app: MaakApp, echt: Provider) -> None:
    b = Browser(met(maak_app, echt.issuer))
    b.log_in("AF-01")
    b.get("/account/sso")
    adres = naar_provider(b.vul_in("/account/sso", "wachtzin", wachtzin=WACHTZIN, actie="koppelen"))
    assert naar_provider(b.get(echt.weiger(adres))) == "/account/sso"
    assert "is gestopt" in b.get("/account/sso").fouten[0]
    assert b.get("/account/sso").fouten == [], "it is said once"


def test_an_answer_to_another_question_is_refused(maak_app: MaakApp, eigen: EigenProvider) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen)
    aanvaller, slachtoffer = Browser(app), Browser(app)
    van_aanvaller = eigen.log_in(ga_heen(aanvaller), SUB)
    ga_heen(slachtoffer)
    pagina = slachtoffer.get(van_aanvaller)
    assert pagina.code == 400 and "klopt niet" in melding(pagina)
    assert slachtoffer.get("/ontgrendelen").naar == "/inloggen"
    zelf = Browser(app)
    mijn, gezien = eigen.log_in(ga_heen(zelf), SUB), len(eigen.gezien)
    for state in ("", "&state=", "&state=iets-anders"):
        pagina = zelf.get(mijn.split("&state=")[0] + state)
        assert pagina.code == 400 and len(eigen.gezien) == gezien, "a code without its state is never handed in"
        ga_heen(zelf)
    zonder = Browser(app).get(van_aanvaller)
    assert zonder.code == 400 and "duurde te lang" in melding(zonder)


def test_the_code_alone_is_worth_nothing_without_the_verifier_of_this_browser(
    maak_app: MaakApp, eigen: EigenProvider
) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen)
    dief, eigenaar = Browser(app), Browser(app)
    gestolen = eigen.log_in(ga_heen(eigenaar), SUB)
    state = ga_heen(dief).split("state=")[1].split("&")[0]
    pagina = dief.get(f"{gestolen.split('&state=')[0]}&state={state}")
    assert pagina.code == 400 and "klopt niet" in melding(pagina)


def test_the_question_is_good_for_ten_minutes_and_so_is_the_answer(maak_app: MaakApp, eigen: EigenProvider) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen)
    klok = klok_van(app)
    b = Browser(app)
    terug = eigen.log_in(ga_heen(b), SUB)
    klok.verder(minutes=11)
    assert "duurde te lang" in melding(b.get(terug))
    klok.verder(minutes=-11)
    b.get(eigen.log_in(ga_heen(b), SUB))
    b.get("/ontgrendelen")
    klok.verder(minutes=11)
    laat = b.vul_in("/ontgrendelen", wachtzin=WACHTZIN)
    assert laat.code == 401 and "duurde te lang" in melding(laat)
    assert open_sessies(app, "AF-01") == 1, "only the one from the linking"


def test_a_sealed_question_is_no_answer(maak_app: MaakApp, eigen: EigenProvider) -> None:
    app = met(maak_app, eigen.issuer)
    b = Browser(app)
    ga_heen(b)
    assert b.get("/ontgrendelen").naar == "/inloggen"


NU = int(time.time())
GEBOGEN: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "http://127.0.0.1:1"},
    "another audience": {"aud": "iemand-anders"},
    "also another audience": {"aud": [CLIENT, "iemand-anders"]},
    "made for another party": {"azp": "iemand-anders"},
    "another nonce": {"nonce": "van-een-andere-keer"},
    "no nonce": {"nonce": None},
    "run out": {"exp": NU - 3600},
    "no end": {"exp": None},
    "from the future": {"iat": NU + 3600},
    "long ago": {"iat": NU - 7200},
    "no subject": {"sub": ""},
    "a subject that is no text": {"sub": 12},
    "a subject without end": {"sub": "x" * 256},
}


@pytest.mark.parametrize("wat", GEBOGEN)
def test_a_bent_token_is_refused(maak_app: MaakApp, eigen: EigenProvider, wat: str) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen)
    b = Browser(app)
    eigen.anders = GEBOGEN[wat]
    pagina = b.get(eigen.log_in(ga_heen(b), SUB))
    assert pagina.code == 400 and "klopt niet" in melding(pagina)
    eigen.anders = {}
    assert b.get(eigen.log_in(ga_heen(b), SUB)).code == 200, "the same without the bend"


def test_a_token_that_the_provider_did_not_sign_is_refused(
    maak_app: MaakApp, eigen: EigenProvider, geheim: Path
) -> None:
    eigen.geheim = geheim.read_text().strip()
    app = met(maak_app, eigen.issuer, oidc_client_secret_file=geheim)
    koppel(app, eigen)
    b = Browser(app)
    adres = ga_heen(b)
    nonce = adres.split("nonce=")[1].split("&")[0]
    claims = {"iss": eigen.issuer, "aud": CLIENT, "sub": SUB, "nonce": nonce, "iat": NU, "exp": NU + 3600}
    vreemd = RSAKey.generate_key(2048, {"kid": "een"})
    met_geheim = OctKey.import_key(eigen.geheim, {"kid": "een"})
    niets = jwt.encode({"alg": "none"}, claims, OctKey.import_key("x"), algorithms=["none"])
    for token in (
        jwt.encode({"alg": "RS256", "kid": "een"}, claims, vreemd),
        jwt.encode({"alg": "HS256", "kid": "een"}, claims, met_geheim),
        niets,
        "geen.jwt.hier",
    ):
        eigen.token = token
        pagina = b.get(eigen.log_in(adres, SUB))
        assert pagina.code == 400 and "klopt niet" in melding(pagina), token
        adres = ga_heen(b)
        claims["nonce"] = adres.split("nonce=")[1].split("&")[0]


def test_a_new_key_of_the_provider_is_asked_once_more(maak_app: MaakApp, eigen: EigenProvider) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen)
    eigen.sleutel = eigen.getoond = RSAKey.generate_key(2048, {"kid": "een", "use": "sig"})
    b = Browser(app)
    assert b.get(eigen.log_in(ga_heen(b), SUB)).code == 200


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "http://127.0.0.1:1"},
        {"token_endpoint": "http://elders.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ],
    ids=lambda een: next(iter(een)),
)
def test_a_provider_that_is_not_the_one_of_the_settings_is_not_used(
    maak_app: MaakApp, eigen: EigenProvider, document: dict[str, Any]
) -> None:
    eigen.document = document
    b = Browser(met(maak_app, eigen.issuer))
    b.get("/inloggen")
    pagina = b.vul_in("/inloggen/sso")
    assert pagina.code == 503 and "nu niet bereikbaar" in melding(pagina)


def test_a_provider_that_is_down_leaves_the_ordinary_log_in(maak_app: MaakApp) -> None:
    b = Browser(met(maak_app, "http://127.0.0.1:9"))
    b.get("/inloggen?naar=/taken")
    pagina = b.vul_in("/inloggen/sso")
    assert pagina.code == 503 and "Log in met je e-mailadres en je wachtzin" in melding(pagina)
    assert b.vul_in("/inloggen", "wachtzin", email=email_van("AF-01"), wachtzin=WACHTZIN).naar == "/taken"


def test_a_provider_that_fails_on_the_way_back_says_so(maak_app: MaakApp, eigen: EigenProvider) -> None:
    b = Browser(met(maak_app, eigen.issuer))
    terug = eigen.log_in(ga_heen(b), SUB)
    eigen.status = 500
    pagina = b.get(terug)
    assert pagina.code == 503 and "nu niet bereikbaar" in melding(pagina)


def test_who_can_only_write_the_database_links_nothing(maak_app: MaakApp, eigen: EigenProvider) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen, "AF-01")
    huis = huis_van(app)
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        sessie.execute(update(ExterneLoginRij).values(persoon_id=persoon_id(app, "AF-02")))
        sessie.commit()
    b = Browser(app)
    assert "nog niet gekoppeld" in melding(b.get(eigen.log_in(ga_heen(b), SUB)))


def zet_app(app: Flask, alias: str) -> bytes:
    """Give a person an app with codes. Out: its secret."""
    geheim = tweedefactor.nieuw_geheim()
    huis_van(app).toegang.zet_factor(persoon_id(app, alias), lambda _: Factor(totp=geheim))
    return geheim


@pytest.mark.parametrize(
    ("claims", "gevraagd"),
    [
        ({}, True),
        ({"amr": ["pwd"]}, True),
        ({"amr": "mfa"}, True),
        ({"amr": ["pwd", "mfa"]}, False),
        ({"acr": "hoog"}, False),
    ],
    ids=["nothing said", "a password", "no list", "amr", "acr"],
)
def test_the_own_second_factor_is_asked_unless_the_provider_names_one_of_the_settings(
    maak_app: MaakApp, eigen: EigenProvider, claims: dict[str, Any], gevraagd: bool
) -> None:
    app = met(maak_app, eigen.issuer, oidc_mfa=("mfa", "hoog"))
    koppel(app, eigen)
    zet_app(app, "AF-01")
    b = Browser(app)
    eigen.anders = claims
    b.get(eigen.log_in(ga_heen(b, naar="/taken"), SUB))
    b.get("/ontgrendelen")
    in_ = b.vul_in("/ontgrendelen", wachtzin=WACHTZIN)
    assert in_.naar.split("?")[0] == ("/inloggen/tweede" if gevraagd else "/taken")
    assert b.get("/taken").code == (303 if gevraagd else 200)


def test_without_settings_no_word_of_the_provider_stands_for_a_second_factor(
    maak_app: MaakApp, eigen: EigenProvider
) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen)
    geheim = zet_app(app, "AF-01")
    b = Browser(app)
    eigen.anders = {"amr": ["pwd", "mfa"], "acr": "hoog"}
    b.get(eigen.log_in(ga_heen(b, naar="/taken"), SUB))
    b.get("/ontgrendelen")
    b.get(b.vul_in("/ontgrendelen", wachtzin=WACHTZIN).naar)
    code = tweedefactor.code_van(geheim, time.time())
    assert b.vul_in("/inloggen/tweede", factorcode=code).naar == "/taken"


def test_wrong_passphrases_after_the_provider_are_slowed_down_as_any_other(
    maak_app: MaakApp, eigen: EigenProvider
) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen)
    klok = klok_van(app)
    b = Browser(app)
    b.get(eigen.log_in(ga_heen(b), SUB))
    b.get("/ontgrendelen")
    for _ in range(30):
        te_vlug = b.vul_in("/ontgrendelen", wachtzin="niet deze vijf woorden maar andere")
        if te_vlug.code != 401:
            break
    assert te_vlug.code == 429 and te_vlug.fouten[0].startswith("Wacht ")
    klok.verder(seconds=int(te_vlug.antwoord.headers["Retry-After"]) + 1)
    assert b.vul_in("/ontgrendelen", wachtzin=WACHTZIN).code == 303, "the ticket counts"


def test_who_is_blocked_does_not_come_in_through_the_provider(maak_app: MaakApp, eigen: EigenProvider) -> None:
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen, "AF-01")
    b = Browser(app)
    b.get(eigen.log_in(ga_heen(b), SUB))
    b.get("/ontgrendelen")
    with Session(huis_van(app).engine) as sessie:
        sessie.info["gemeente"] = "*"
        sessie.execute(update(PersoonRij).where(PersoonRij.id == persoon_id(app, "AF-01")).values(actief=False))
        sessie.commit()
    assert b.vul_in("/ontgrendelen", wachtzin=WACHTZIN).code == 404
    assert "nog niet gekoppeld" in melding(b.get(eigen.log_in(ga_heen(b), SUB)))


def test_a_text_whose_session_ran_out_comes_back_through_the_provider(maak_app: MaakApp, eigen: EigenProvider) -> None:
    app = met(maak_app, eigen.issuer)
    b = koppel(app, eigen)
    klok = klok_van(app)
    b.get("/acties/een")
    klok.verder(minutes=16)
    weg = b.vul_in("/acties/een", "tekst", tekst="Halverwege een lange zin")
    assert weg.code == 401
    vorm = weg.soep.select_one('form[action="/inloggen/sso"]')
    assert vorm is not None
    velden = {str(een["name"]): str(een.get("value", "")) for een in vorm.find_all("input")}
    eigen.anders = {"iat": int(klok().timestamp()), "exp": int(klok().timestamp()) + 300}
    b.get(eigen.log_in(naar_provider(b.post("/inloggen/sso", velden)), SUB))
    b.get("/ontgrendelen")
    b.get("/ontgrendelen")
    in_ = b.vul_in("/ontgrendelen", wachtzin=WACHTZIN)
    assert in_.naar == "/acties/een"
    assert "Halverwege een lange zin" in b.get("/acties/een").tekst


def test_nothing_of_the_answer_stands_in_a_log(
    maak_app: MaakApp, eigen: EigenProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    app = met(maak_app, eigen.issuer)
    koppel(app, eigen)
    b = Browser(app)
    terug = eigen.log_in(ga_heen(b), SUB)
    b.get(terug)
    eigen.status = 500
    b.get(eigen.log_in(ga_heen(b), SUB))
    regels = "\n".join(een.getMessage() for een in caplog.records if not een.name.startswith("werkzeug"))
    code = terug.split("code=")[1].split("&")[0]
    for geheim in (SUB, code, *(een["code_verifier"] for een in eigen.gezien)):
        assert geheim not in regels


def test_without_a_provider_there_is_no_button_and_no_way(maak_app: MaakApp) -> None:
    b = Browser(maak_app())
    assert "/inloggen/sso" not in b.get("/inloggen").tekst
    assert b.get("/inloggen/sso/terug?code=x&state=y").code == 404
    b.log_in("AF-01")
    assert "niet ingesteld" in b.get("/account/sso").tekst


def test_a_secret_that_others_can_read_stops_the_start(maak_app: MaakApp, tmp_path: Path) -> None:
    geheim = tmp_path / "client"
    geheim.write_text("x")
    geheim.chmod(0o644)
    with pytest.raises(SettingsError, match="MELDROUTE_OIDC_CLIENT_SECRET_FILE: expected a file that nobody else"):
        met(maak_app, "http://127.0.0.1:9", oidc_client_secret_file=geheim)


@pytest.mark.parametrize(
    ("env", "naam"),
    [
        ({"OIDC_ISSUER": "http://login.example", "OIDC_CLIENT_ID": "x"}, "MELDROUTE_OIDC_ISSUER"),
        ({"OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "x"}, "MELDROUTE_OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://login.example?x=1", "OIDC_CLIENT_ID": "x"}, "MELDROUTE_OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://login.example"}, "MELDROUTE_OIDC_CLIENT_ID"),
        ({"OIDC_CLIENT_ID": "x"}, "MELDROUTE_OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://login.example", "OIDC_CLIENT_ID": "x\ny"}, "MELDROUTE_OIDC_CLIENT_ID"),
    ],
)
def test_settings_that_do_not_fit_are_named(env: dict[str, str], naam: str) -> None:
    with pytest.raises(SettingsError) as fout:
        Settings.from_environment({f"MELDROUTE_{een}": waarde for een, waarde in env.items()})
    assert fout.value.naam == naam
