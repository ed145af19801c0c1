"""The signal form: six screens at one address, nothing lost, nothing stored before the last button."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from storage.installatie import Installatie
from tests.conftest import WACHTZIN, email_van
from tests.web.conftest import Browser, Klok, Pagina
from web.melden import NIET_GELUKT, NU_DICHT
from web.meldpagina import NAAR_CONTROLE

PAD = "/melden/berkelland"
STAPPEN: tuple[dict[str, Any], ...] = (
    {"gevaar": "nee"},
    {"tekst": "Iemand slaapt in de schuur.", "herken[]": ["bang", "slaapt_werk"], "wanneer": "gisteren"},
    {"gemeente": "berkelland", "plek": "Achter de kas", "soort_plek": "bedrijf"},
    {"minderjarig": "nee", "slachtoffer": "Een man van ongeveer 30"},
    {"naam": "Sanne", "email": "sanne@gemeente.example"},
)


def begin(browse: Browser, pad: str = PAD) -> Pagina:
    browse.get(pad)
    return browse.vul_in(pad, "zegel", knop="verder")


def stap(browse: Browser, antwoorden: dict[str, Any], knop: str = "verder") -> Pagina:
    return browse.vul_in(PAD, "zegel", **antwoorden, knop=knop)


def tot_controle(browse: Browser, **anders: Any) -> Pagina:
    pagina = begin(browse)
    for antwoorden in STAPPEN:
        eigen = {naam: anders.get(naam, waarde) for naam, waarde in antwoorden.items()}
        pagina = stap(browse, eigen)
    return pagina


def verstuur(browse: Browser) -> Pagina:
    return browse.vul_in(PAD, "zegel", actie="indienen")


def volgcode(pagina: Pagina) -> str:
    return pagina.soep.select("[data-volgcode]")[0].get_text(strip=True)


def aantal_zaken(app: Flask) -> int:
    huis: Installatie = app.extensions["huis"]
    with huis.engine.connect() as verbinding:
        return int(verbinding.execute(text("SELECT count(*) FROM zaak")).scalar_one())


def test_a_signal_goes_from_the_first_page_to_a_volgcode(browse: Browser, app: Flask) -> None:
    pagina = tot_controle(browse)
    assert pagina.kop == "Controleer je signaal"
    for antwoord in ("Iemand slaapt in de schuur.", "Is bang of gespannen, Slaapt op de plek", "Gisteren", "Sanne"):
        assert antwoord in pagina.tekst
    assert aantal_zaken(app) == 0
    klaar = verstuur(browse)
    assert (klaar.code, klaar.kop) == (200, "Bedankt. Je signaal is verstuurd")
    assert len(volgcode(klaar)) == 19
    assert aantal_zaken(app) == 1


def test_the_whole_form_stays_at_one_address_and_leaves_no_answer_in_it(browse: Browser) -> None:
    for pagina in (begin(browse), stap(browse, STAPPEN[0])):
        assert pagina.antwoord.request.full_path.rstrip("?") == PAD
        assert pagina.soep.select("main form")[0].get("action") is None


def test_the_form_works_without_any_cookie(app: Flask) -> None:
    browse = Browser(app, koekjes=False)
    tot_controle(browse)
    assert verstuur(browse).code == 200


def test_the_aandachtsfunctionaris_sees_that_there_is_something_new(browse: Browser, app: Flask) -> None:
    tot_controle(browse)
    verstuur(browse)
    huis: Installatie = app.extensions["huis"]
    sessie, _ = huis.sessies.haal(huis.toegang.inloggen(email_van("AF-01"), WACHTZIN).token)
    assert sessie is not None
    with huis.werk(huis.actor_van(sessie.persoon_id), huis.sleutelbos(sessie)) as werk:
        (zaak,) = werk.zaken.lijst()
        (doc,) = werk.documenten.open(zaak, ["ruw"], "lezen")
    assert doc.inhoud is not None
    assert doc.inhoud["tekst"] == "Iemand slaapt in de schuur."
    assert "naam" not in doc.inhoud


FOUTEN: tuple[tuple[int, dict[str, Any], str], ...] = (
    (0, {}, "Kies of er nu gevaar is"),
    (1, {"wanneer": "vandaag"}, "Schrijf op wat je hebt gezien of gehoord"),
    (
        1,
        {"tekst": "a" * 4001, "wanneer": "vandaag"},
        "Schrijf op wat je zag of hoorde: maak je tekst korter. Je mag maximaal 4.000 tekens gebruiken",
    ),
    (1, {"tekst": "x"}, "Kies wanneer dit was"),
    (1, {"tekst": "x", "wanneer": "andere_dag"}, "Vul een maand en een jaar in"),
    (
        1,
        {"tekst": "x", "wanneer": "andere_dag", "dag": "31", "maand": "2", "jaar": "2026"},
        "Welke dag: deze datum bestaat niet. Kijk naar de dag en de maand",
    ),
    (
        1,
        {"tekst": "x", "wanneer": "andere_dag", "maand": "2", "jaar": "26"},
        "Welke dag: het jaar heeft 4 cijfers, bijvoorbeeld 2026",
    ),
    (
        1,
        {"tekst": "x", "wanneer": "andere_dag", "dag": "1", "maand": "1", "jaar": "2999"},
        "Welke dag: de datum ligt in de toekomst. Vul een datum in tot en met vandaag",
    ),
    (
        1,
        {"tekst": "x", "wanneer": "andere_dag", "maand": "maart", "jaar": "2026"},
        "Welke dag: vul de maand in als getal, bijvoorbeeld 3 voor maart",
    ),
    (2, {"gemeente": ""}, "Kies de gemeente"),
    (3, {}, "Kies of er misschien iemand jonger dan 18 jaar bij is"),
    (4, {"telefoon": "12345"}, "Je telefoonnummer: vul een telefoonnummer in met 10 cijfers, bijvoorbeeld 06 12345678"),
    (4, {"email": "sanne"}, "Je e-mailadres van het werk: vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl"),
    (
        4,
        {"bericht": "ja"},
        "Je e-mailadres van het werk: vul een e-mailadres in, of haal het vinkje bij het bericht weg",
    ),
)


@pytest.mark.parametrize(("plek", "antwoorden", "fout"), FOUTEN)
def test_each_mistake_is_named_on_its_own_screen_and_nothing_typed_is_lost(
    browse: Browser, plek: int, antwoorden: dict[str, Any], fout: str
) -> None:
    begin(browse)
    for goed in STAPPEN[:plek]:
        stap(browse, goed)
    pagina = stap(browse, antwoorden)
    assert pagina.code == 422
    assert pagina.fouten == [fout]
    velden = pagina.formulier("zegel")
    for naam, waarde in antwoorden.items():
        assert velden.get(naam, "") == waarde


def test_a_required_answer_at_112_is_asked(browse: Browser) -> None:
    begin(browse)
    pagina = stap(browse, {"gevaar": "ja"})
    assert pagina.kop == "Bel nu 112"
    assert stap(browse, {}).fouten == ["Kies of je 112 hebt gebeld"]
    pagina = stap(browse, {"gebeld_112": "nee"})
    assert "Bel zodra het kan" in pagina.tekst


def test_after_danger_the_last_page_gives_a_time_and_says_to_call(browse: Browser) -> None:
    begin(browse)
    stap(browse, {"gevaar": "ja"})
    stap(browse, {"gebeld_112": "ja"})
    for antwoorden in STAPPEN[1:]:
        stap(browse, antwoorden)
    klaar = verstuur(browse)
    assert "Heb je 112 nog niet gebeld?" in klaar.tekst
    assert "uur</strong>" in klaar.tekst


def test_doubt_about_danger_names_whom_to_call(browse: Browser) -> None:
    begin(browse)
    pagina = stap(browse, {"gevaar": "weet_niet"})
    assert "Twijfel je?" in pagina.tekst
    assert "{" not in pagina.soep.find("main").get_text()  # type: ignore[union-attr]


def test_the_municipality_of_the_address_stands_ready_and_another_place_changes_no_desk(
    browse: Browser, app: Flask
) -> None:
    begin(browse)
    stap(browse, STAPPEN[0])
    assert stap(browse, STAPPEN[1]).formulier("zegel")["gemeente"] == "berkelland"
    stap(browse, {"gemeente": "aalten"})
    for antwoorden in STAPPEN[3:]:
        stap(browse, antwoorden)
    verstuur(browse)
    huis: Installatie = app.extensions["huis"]
    with huis.engine.connect() as verbinding:
        assert verbinding.execute(text("SELECT houder FROM zaak")).scalars().all() == ["berkelland"]


def test_back_keeps_what_was_filled_in_also_when_it_is_not_right_yet(browse: Browser) -> None:
    begin(browse)
    stap(browse, STAPPEN[0])
    terug = stap(browse, {"tekst": "mijn begin"}, knop="terug")
    assert terug.formulier("zegel")["gevaar"] == "nee"
    assert stap(browse, {}).formulier("zegel")["tekst"] == "mijn begin"


def test_back_from_the_first_screen_is_the_first_page_with_the_same_answers(browse: Browser) -> None:
    begin(browse)
    assert "Een signaal van mensenhandel doorgeven" in stap(browse, STAPPEN[0] | {}, knop="terug").kop
    assert browse.vul_in(PAD, "zegel", knop="verder").formulier("zegel")["gevaar"] == "nee"


def test_one_answer_can_be_changed_from_the_check_page(browse: Browser) -> None:
    tot_controle(browse)
    pagina = browse.vul_in(PAD, "zegel", knop="wijzig-2")
    assert pagina.formulier("zegel")["tekst"] == "Iemand slaapt in de schuur."
    pagina = stap(browse, {"tekst": "Er slapen er twee."})
    assert pagina.kop == "Controleer je signaal"
    assert "Er slapen er twee." in pagina.tekst
    assert "Iemand slaapt in de schuur." not in pagina.tekst


def test_a_change_that_opens_a_new_question_asks_it_before_the_check(browse: Browser) -> None:
    tot_controle(browse)
    browse.vul_in(PAD, "zegel", knop="wijzig-1")
    assert stap(browse, {"gevaar": "ja"}).kop == "Bel nu 112"
    assert stap(browse, {"gebeld_112": "ja"}).kop == "Controleer je signaal"


def test_after_a_change_the_button_says_that_it_leads_back_to_the_check(browse: Browser) -> None:
    tot_controle(browse)
    pagina = browse.vul_in(PAD, "zegel", knop="wijzig-3")
    knop = pagina.soep.select_one("main button[value=verder]")
    assert knop is not None and knop.get_text() == NAAR_CONTROLE
    assert stap(browse, {}).kop == "Controleer je signaal"


def test_the_form_without_a_municipality_leads_to_the_choice(browse: Browser) -> None:
    pagina = browse.get("/melden")
    assert (pagina.code, pagina.naar) == (303, "/")


def test_throwing_away_asks_once_and_then_leaves(browse: Browser, app: Flask) -> None:
    tot_controle(browse)
    pagina = browse.vul_in(PAD, "zegel", knop="weggooien")
    assert "Wil je dit signaal weggooien?" in pagina.tekst
    assert not pagina.soep.select("button[name=actie][value=indienen]"), "one question at a time"
    assert "weggooien?" not in browse.vul_in(PAD, "zegel", knop="controle").tekst
    browse.vul_in(PAD, "zegel", knop="weggooien")
    assert browse.vul_in(PAD, "zegel", knop="weggooien_ja").naar == "/"
    assert aantal_zaken(app) == 0


def test_sending_the_same_page_again_gives_the_same_code_and_one_signal(browse: Browser, app: Flask) -> None:
    controle = tot_controle(browse).formulier("zegel") | {"actie": "indienen"}
    eerste, tweede = browse.post(PAD, controle), browse.post(PAD, controle)
    assert volgcode(eerste) == volgcode(tweede)
    assert "Dit signaal hadden we al" in tweede.tekst
    assert "Iemand slaapt" not in tweede.tekst
    assert aantal_zaken(app) == 1


def test_changed_answers_after_sending_are_refused_with_the_way_to_add_them(browse: Browser, app: Flask) -> None:
    controle = tot_controle(browse)
    velden = controle.formulier("zegel")
    code = volgcode(browse.post(PAD, velden | {"actie": "indienen"}))
    browse.post(PAD, velden | {"knop": "wijzig-2"})
    stap(browse, {"tekst": "Toch iets anders."})
    pagina = verstuur(browse)
    assert pagina.code == 409
    assert code in pagina.tekst
    assert pagina.soep.select("main a[href='/volgen']")
    assert aantal_zaken(app) == 1


def test_nothing_can_be_sent_before_all_required_questions_are_answered(browse: Browser, app: Flask) -> None:
    begin(browse)
    stap(browse, STAPPEN[0])
    pagina = browse.vul_in(PAD, "zegel", stap="6", actie="indienen")
    assert pagina.code == 422
    assert "Kies wanneer dit was" in pagina.fouten
    assert aantal_zaken(app) == 0


def test_a_page_of_more_than_two_hours_shows_the_answers_again_before_it_sends(
    browse: Browser, klok: Klok, app: Flask
) -> None:
    tot_controle(browse)
    klok.verder(hours=3)
    pagina = verstuur(browse)
    assert pagina.code == 422
    assert "Je pagina stond lang open" in pagina.fouten[0]
    assert "Iemand slaapt in de schuur." in pagina.tekst
    assert aantal_zaken(app) == 0
    assert verstuur(browse).code == 200


def test_a_page_of_more_than_a_day_is_over(browse: Browser, klok: Klok) -> None:
    tot_controle(browse)
    klok.verder(hours=27)
    pagina = verstuur(browse)
    assert pagina.code == 410
    assert pagina.soep.select(f"main a[href='{PAD}']")


@pytest.mark.parametrize("zegel", ["", "onzin", "é", "A" * 400])
def test_a_seal_that_is_not_ours_is_over(browse: Browser, zegel: str) -> None:
    assert browse.post(PAD, {"zegel": zegel, "stap": "1", "gevaar": "nee"}).code == 410


def test_the_seal_of_one_municipality_opens_at_no_other(browse: Browser) -> None:
    velden = tot_controle(browse).formulier("zegel")
    assert browse.post("/melden/aalten", velden | {"actie": "indienen"}).code == 410


def test_a_screen_that_is_not_asked_is_refused(browse: Browser) -> None:
    begin(browse)
    assert browse.vul_in(PAD, "zegel", stap="1a", gebeld_112="ja").code == 400
    assert browse.get("/melden/nergens").code == 404


def test_a_form_that_nobody_can_read_is_closed_and_says_whom_to_call(browse: Browser) -> None:
    pagina = browse.get("/melden/winterswijk")
    assert pagina.code == 503
    assert "Dit formulier is nu dicht" in pagina.tekst
    assert "112" in pagina.tekst
    assert "0900 - 8844" in pagina.tekst
    assert not pagina.soep.select("main form")


def sluit(app: Flask) -> None:
    huis: Installatie = app.extensions["huis"]
    with huis.engine.begin() as verbinding:
        verbinding.execute(text("DELETE FROM lid WHERE werkplek = 'af.berkelland'"))
        verbinding.execute(text("UPDATE werkpleksleutel SET niet_na = '2020-01-01' WHERE werkplek = 'af.berkelland'"))


def test_a_form_that_closes_while_it_is_filled_in_keeps_the_answers_on_the_page(browse: Browser, app: Flask) -> None:
    tot_controle(browse)
    sluit(app)
    pagina = verstuur(browse)
    assert pagina.code == 503
    assert pagina.fouten == [NU_DICHT]
    assert "Iemand slaapt in de schuur." in pagina.tekst


def test_when_nothing_can_be_written_the_answers_stay_on_the_page_and_nothing_is_stored(
    browse: Browser, app: Flask
) -> None:
    tot_controle(browse)
    huis: Installatie = app.extensions["huis"]

    def alleen_lezen(dbapi: Any, *_: Any) -> None:
        dbapi.execute("PRAGMA query_only=ON")

    event.listen(huis.engine, "checkout", alleen_lezen)
    pagina = verstuur(browse)
    assert (pagina.code, pagina.fouten) == (503, [NIET_GELUKT])
    assert "Iemand slaapt in de schuur." in pagina.tekst
    event.remove(huis.engine, "checkout", alleen_lezen)
    huis.engine.dispose()
    assert aantal_zaken(app) == 0
    assert verstuur(browse).code == 200


def test_the_form_never_looks_at_who_is_logged_in(browse: Browser, app: Flask) -> None:
    browse.log_in("AF-01")
    pagina = browse.get(PAD)
    assert "Persoon AF-01" not in pagina.tekst
    assert not pagina.soep.select("nav.app-nav")


def test_leaving_fast_goes_to_the_own_municipality(browse: Browser) -> None:
    (link,) = browse.get(PAD).soep.select("[data-snel-sluiten]")
    assert link["href"] == "https://www.gemeenteberkelland.nl/"
    assert link["rel"] == ["noreferrer"]


def test_what_a_reporter_sends_along_is_in_no_file(
    maak_app: Callable[..., Flask], data: Any, caplog: pytest.LogCaptureFixture
) -> None:
    app = maak_app()
    browse = Browser(app)
    browse.get(PAD)
    koppen = {"User-Agent": "merkteken-browser", "X-Forwarded-For": "203.0.113.77"}
    velden = tot_controle(browse).formulier("zegel") | {"actie": "indienen"}
    assert browse.post(PAD, velden, **koppen).code == 200
    for bestand in data.rglob("*"):
        if bestand.is_file():
            inhoud = bestand.read_bytes()
            for spoor in (b"merkteken", b"203.0.113.77", b"Iemand slaapt", b"Sanne", b"sanne@"):
                assert spoor not in inhoud, bestand
    assert "203.0.113.77" not in caplog.text
