"""The page about retention: what falls due, a legal hold by two, certificates, and the commands at the keyboard."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from click.testing import CliRunner

from config.settings import Settings
from storage.vernietigen import vernietig
from tests.storage.wandeling import in_beoordeling
from tests.web.kantoor import Kantoor, kantoor, stuur
from web.cli import main
from web.planner import ronde
from workflow import bewaren, vasthouden
from workflow.bewaarklassen import bewaardagen
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.ladders import laad_klokken
from workflow.tabel import BeleidFout
from workflow.termijnen import TIJDZONE

__all__ = ["kantoor"]
GEEN = "We houden nu geen zaak vast."
OVER_EEN_MAAND = (date.today() + timedelta(days=30)).isoformat()


def gesloten(k: Kantoor, gemeente: str = "aalten", **dagen: date | None) -> tuple[bytes, str]:
    """A case at an end, with these days. Out: its id and number."""
    zaak_id = in_beoordeling(k.wereld) if gemeente == "aalten" else k.wereld.meld(gemeente)
    with k.wereld.huis.klokwerk() as werk:
        zaak = werk.zaken.get(zaak_id)
        velden = {**vars(zaak), "staat": "afgesloten", "termijn": None, "vernietig_op": date.today(), **dagen}
        werk.zaken.bewaar(type(zaak)(**velden))
        werk.log("proef", zaak)
        werk.bevestig()
    return zaak_id, zaak.nummer


def voorneem(k: Kantoor, dagen: int = 0) -> None:
    nu = k.wereld.huis.nu() + timedelta(days=dagen)
    bewaren.dagelijks(partial(k.wereld.huis.klokwerk, nu), k.wereld.beleid, nu.date())


def vraag(k: Kantoor, nummer: str, wie: str = "af.aalten", tot: str = OVER_EEN_MAAND, reden: str = "strafzaak"):  # type: ignore[no-untyped-def]
    return stuur(k.als(wie), "/bewaren", "vasthouden", {"zaaknummer": nummer, "reden": reden, "tot": tot})


def houd_vast(k: Kantoor, nummer: str) -> None:
    vraag(k, nummer)
    assert stuur(k.als("fg.aalten"), "/bewaren", "bevestigen").code == 303


@pytest.fixture
def zaak(kantoor: Kantoor) -> Iterator[tuple[bytes, str]]:
    yield gesloten(kantoor)


# -- what falls due


def test_the_aandachtsfunctionaris_sees_what_falls_due_and_what_was_announced(
    kantoor: Kantoor, zaak: tuple[bytes, str]
) -> None:
    pagina = kantoor.als("af.aalten").get("/bewaren")
    assert zaak[1] in pagina.tekst and "Nog niet aangekondigd" in pagina.tekst
    voorneem(kantoor)
    pagina = kantoor.als("af.aalten").get("/bewaren")
    assert "Weg op" in pagina.tekst
    assert zaak[1] not in kantoor.als("af.winterswijk").get("/bewaren").tekst


@pytest.mark.parametrize("wie", ["fg.aalten", "privacy.aalten"])
def test_who_supervises_sees_numbers_of_things_and_no_case(kantoor: Kantoor, zaak: tuple[bytes, str], wie: str) -> None:
    pagina = kantoor.als(wie).get("/bewaren")
    assert zaak[1] not in pagina.tekst
    gegevens = pagina.soep.select_one("section dl")
    assert gegevens is not None and "De hele zaak 1" in gegevens.get_text(" ", strip=True)


def test_what_falls_due_later_is_not_there(kantoor: Kantoor) -> None:
    _, nummer = gesloten(kantoor, vernietig_op=date.today() + timedelta(days=61))
    assert nummer not in kantoor.als("af.aalten").get("/bewaren").tekst


def test_one_mail_a_day_tells_of_all_announcements_together(kantoor: Kantoor) -> None:
    for _ in range(3):
        gesloten(kantoor)
    voorneem(kantoor)
    with kantoor.wereld.huis.klokwerk() as werk:
        post = [een for een in werk.berichten.te_versturen(200) if "binnenkort iets vernietigd" in een.onderwerp]
    assert [een.adres.split("@")[0] for een in post] == ["af.aalten"], "not the deputy, and once"
    assert "MH-" not in post[0].tekst


def test_a_closed_case_has_its_three_days_and_opened_again_none(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    beleid, vandaag = w.beleid, date.today()
    zaak_id = in_beoordeling(w)
    w.stap("af.aalten", zaak_id, "niet_in_behandeling_nemen", **_niet(w, zaak_id))
    w.stem_in("va.aalten", zaak_id)
    zaak = w.zaak(zaak_id)
    jaar = beleid.klokken.kalender.plus(vandaag, beleid.klokken.bewaren["niet_in_behandeling"])
    assert (zaak.vernietig_op, zaak.ident_op, zaak.melder_op) == (jaar, None, None), "decision 21: with the archive"
    w.stap("af.aalten", zaak_id, "heropenen", reden="nieuw_signaal", toelichting="Er is iets nieuws.")
    zaak = w.zaak(zaak_id)
    assert (zaak.vernietig_op, zaak.ident_op, zaak.melder_op) == (None, None, None)


def test_names_go_after_half_a_year_the_reporter_after_one_and_the_case_after_five(kantoor: Kantoor) -> None:
    klokken = kantoor.wereld.beleid.klokken
    dagen = bewaardagen(klokken.klassen, klokken.kalender, "afgesloten", date(2026, 8, 31))
    assert dagen == {
        "vernietig_op": date(2031, 8, 31),
        "ident_op": date(2027, 2, 28),
        "melder_op": date(2027, 8, 31),
    }
    assert set(bewaardagen(klokken.klassen, klokken.kalender, "", date(2026, 8, 31)).values()) == {None}


@pytest.mark.parametrize(
    ("oud", "nieuw", "reden"),
    [
        ('eerder = ["ident", "melder"]', 'eerder = ["namen"]', "no class of a part"),
        ('wat = "deel"\ncompartimenten = ["melder"]', 'wat = "deel"', "names its compartments"),
        ('termijn = "6mnd"\nvanaf = "eindstaat"', 'termijn = "6u"\nvanaf = "eindstaat"', "days or months"),
        ('vanaf = "regel"', 'vanaf = "ooit"', "'vanaf' must be one of"),
    ],
)
def test_a_retention_class_that_cannot_be_carried_out_stops_the_start(oud: str, nieuw: str, reden: str) -> None:
    tekst = (Settings.from_environment({}).config_map / "klokken.toml").read_text("utf-8")
    assert oud in tekst
    with pytest.raises(BeleidFout) as gevonden:
        laad_klokken(tomllib.loads(tekst.replace(oud, nieuw, 1)), "klokken.toml", {})
    assert reden in str(gevonden.value) and "bewaren" in str(gevonden.value)


def _niet(w, zaak_id):  # type: ignore[no-untyped-def]
    """Answers for the step, from its own table."""
    stap = w.beleid.routes["signaal"].stap("in_beoordeling", "niet_in_behandeling_nemen")
    velden = {}
    for veld in stap.velden:
        if veld.verplicht and not veld.als:
            velden[veld.naam] = "geen_signaal" if veld.soort == "keuze" else "Daar doen we niets mee."
    return velden


# -- a hold by two


def test_a_hold_needs_two_and_stops_the_destruction_until_it_ends(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    zaak_id, nummer = zaak
    voorneem(kantoor)
    assert vraag(kantoor, nummer).code == 303
    assert not kantoor.wereld.zaak(zaak_id).vasthouden, "one person holds nothing"
    assert stuur(kantoor.als("fg.aalten"), "/bewaren", "bevestigen").code == 303
    assert kantoor.wereld.zaak(zaak_id).vasthouden
    assert "Wordt vastgehouden" in kantoor.als("af.aalten").get("/bewaren").tekst
    huis = kantoor.wereld.huis
    assert vernietig(huis, huis.nu() + timedelta(days=8)) == 0
    gedaan = stuur(kantoor.als("af.aalten"), "/bewaren", "beeindigen", {"reden_einde": "niet_meer_nodig"})
    assert gedaan.code == 303 and not kantoor.wereld.zaak(zaak_id).vasthouden
    assert vernietig(huis, huis.nu() + timedelta(days=8)) == 0, "its week begins again"
    voorneem(kantoor, 8)
    assert vernietig(huis, huis.nu() + timedelta(days=15)) == 1


def test_a_hold_widens_no_access(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    with kantoor.wereld.huis.klokwerk() as werk:
        eerst = werk.sleutels.houders(werk.zaken.get(zaak[0]))
    houd_vast(kantoor, zaak[1])
    with kantoor.wereld.huis.klokwerk() as werk:
        assert werk.sleutels.houders(werk.zaken.get(zaak[0])) == eerst
    assert kantoor.als("fg.aalten").get(f"/zaken/{zaak[1]}").code == 404


@pytest.mark.parametrize(
    ("velden", "tekst"),
    [
        ({"tot": (date.today() + timedelta(days=380)).isoformat()}, "hoogstens"),
        ({"tot": date.today().isoformat()}, "na vandaag"),
        ({"tot": "morgen"}, "datum"),
        ({"reden": "zomaar"}, "reden uit de lijst"),
        ({"nummer": "MH-0000-0000"}, "vinden deze zaak niet"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_typed_is_lost(
    kantoor: Kantoor, zaak: tuple[bytes, str], velden: dict[str, str], tekst: str
) -> None:
    pagina = vraag(kantoor, **({"nummer": zaak[1]} | velden))
    assert pagina.code == 422 and tekst in " ".join(pagina.fouten)
    veld = pagina.soep.select_one("main input[name=zaaknummer]")
    assert veld is not None and veld["value"] == velden.get("nummer", zaak[1])


def test_another_municipality_an_open_case_and_a_second_question_are_refused(
    kantoor: Kantoor, zaak: tuple[bytes, str]
) -> None:
    assert vraag(kantoor, zaak[1], "af.winterswijk").code == 422
    open_ = kantoor.wereld.zaak(in_beoordeling(kantoor.wereld)).nummer
    assert "nog niet klaar" in " ".join(vraag(kantoor, open_).fouten)
    assert vraag(kantoor, zaak[1]).code == 303
    assert "wacht al een vraag" in " ".join(vraag(kantoor, zaak[1]).fouten)
    assert GEEN in kantoor.als("fg.winterswijk").get("/bewaren").tekst


def test_nobody_but_the_fg_says_yes_and_never_who_asked(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    vraag(kantoor, zaak[1])
    w = kantoor.wereld
    with w.huis.klokwerk() as werk:
        (houdt,) = werk.kwesties.lijst(vasthouden.SOORT)
    velden = {"actie": "bevestigen", "onderwerp": f"{houdt.nummer}:{houdt.revisie}"}
    for wie, code in (("af.aalten", 404), ("privacy.aalten", 404), ("fg.winterswijk", 404)):
        pagina = kantoor.als(wie).get("/bewaren")
        token = pagina.soep.select_one("input[name=csrf_token]")
        assert token is not None
        assert kantoor.als(wie).post("/bewaren", velden | {"csrf_token": token["value"]}).code == code, wie
    assert not w.zaak(zaak[0]).vasthouden
    with w.als("af.aalten") as werk, pytest.raises(NietGevonden):
        vasthouden.bevestig(werk, houdt.nummer)


def test_the_same_person_never_answers_his_own_question(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    vraag(kantoor, zaak[1])
    with kantoor.wereld.huis.klokwerk() as werk:
        (houdt,) = werk.kwesties.lijst(vasthouden.SOORT)
        eigen = kantoor.wereld.ids["fg.aalten"].hex()
        werk.kwesties.bewaar(type(houdt)(**{**vars(houdt), "codes": {**houdt.codes, "door": eigen}}))
        werk.log("proef")
        werk.bevestig()
    pagina = stuur(kantoor.als("fg.aalten"), "/bewaren", "bevestigen")
    assert pagina.code == 422 and vasthouden.ZELFDE in " ".join(pagina.fouten)


def test_an_old_page_is_told_that_it_was_overtaken(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    vraag(kantoor, zaak[1])
    fg = kantoor.als("fg.aalten")
    velden = fg.get("/bewaren").formulier("onderwerp") | {"actie": "bevestigen"}
    assert fg.post("/bewaren", velden).code == 303
    assert fg.post("/bewaren", velden).code == 409


def test_a_hold_is_renewed_and_ends_by_itself(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    houd_vast(kantoor, zaak[1])
    assert vraag(kantoor, zaak[1], tot=(date.today() + timedelta(days=90)).isoformat()).code == 303
    assert stuur(kantoor.als("fg.aalten"), "/bewaren", "bevestigen").code == 303
    voorneem(kantoor, 31)
    assert kantoor.wereld.zaak(zaak[0]).vasthouden, "the first end was replaced"
    voorneem(kantoor, 91)
    assert not kantoor.wereld.zaak(zaak[0]).vasthouden
    with kantoor.wereld.huis.klokwerk() as werk:
        staten = sorted(een.staat for een in werk.kwesties.lijst(vasthouden.SOORT))
    assert staten == ["verlopen", "vervangen"]


def test_a_question_that_nobody_answers_lapses(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    vraag(kantoor, zaak[1])
    voorneem(kantoor, 8)
    assert GEEN in kantoor.als("fg.aalten").get("/bewaren").tekst


def test_thirty_days_before_its_end_both_are_told_once(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    vraag(kantoor, zaak[1], tot=(date.today() + timedelta(days=100)).isoformat())
    stuur(kantoor.als("fg.aalten"), "/bewaren", "bevestigen")
    huis = kantoor.wereld.huis

    nu = huis.nu() + timedelta(days=75)
    with huis.klokwerk(nu) as werk:
        eerder = {een.id for een in werk.berichten.te_versturen(200)}
    for _ in range(2):
        vasthouden.dagelijks(partial(huis.klokwerk, nu), kantoor.wereld.beleid, nu.date())
    with huis.klokwerk(nu) as werk:
        post = [een.adres.split("@")[0] for een in werk.berichten.te_versturen(200) if een.id not in eerder]
    assert sorted(post) == ["af.aalten", "fg.aalten"]


def test_a_destroyed_case_is_refused_in_so_many_words(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    huis = kantoor.wereld.huis
    voorneem(kantoor)
    vraag(kantoor, zaak[1])
    assert vernietig(huis, huis.nu() + timedelta(days=8)) == 1
    assert "al vernietigd" in " ".join(vraag(kantoor, zaak[1]).fouten)
    assert GEEN in kantoor.als("fg.aalten").get("/bewaren").tekst, "the question went with the case"


def test_erasure_on_request_takes_the_normal_path(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    w = kantoor.wereld
    with w.als("af.aalten") as werk:
        bewaren.wis_vervroegd(werk, w.beleid, werk.zaken.get(zaak[0]), "verzoek VZ-TEST")
        werk.bevestig()
        open_ = werk.zaken.get(in_beoordeling(w))
    with w.als("af.aalten") as werk, pytest.raises(StapGeweigerd):
        bewaren.wis_vervroegd(werk, w.beleid, open_, "verzoek VZ-TEST")
    assert vernietig(w.huis, w.huis.nu() + timedelta(days=6)) == 0
    assert vernietig(w.huis, w.huis.nu() + timedelta(days=7)) == 1


# -- what was destroyed


def test_the_certificate_is_listed_fetched_and_leads_to_nobody(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    huis = kantoor.wereld.huis
    voorneem(kantoor)
    vernietig(huis, huis.nu() + timedelta(days=8))
    pagina = kantoor.als("fg.aalten").get("/bewaren")
    link = pagina.soep.select_one("a[href$='.txt']")
    assert link is not None
    antwoord = kantoor.als("fg.aalten").client.get(str(link["href"]), base_url=kantoor.als("fg.aalten").basis)
    tekst = antwoord.get_data(as_text=True)
    assert antwoord.mimetype == "text/plain" and "Afgesloten zaak" in pagina.tekst
    assert "document:" in tekst and zaak[1] not in tekst and zaak[0].hex() not in tekst
    assert kantoor.als("fg.winterswijk").get(str(link["href"])).code == 404
    assert str(link["href"]) in kantoor.als("af2.aalten").get("/bewaren").tekst
    net = kantoor.als("vangnet2")
    assert str(link["href"]) not in net.get("/bewaren").tekst and net.get(str(link["href"])).code == 404


def test_an_alarm_goes_out_once_a_day_when_the_destruction_does_not_run(kantoor: Kantoor) -> None:
    huis = kantoor.wereld.huis
    huis.noteer("vernietig_hartslag", (huis.echte_tijd() - timedelta(hours=30)).isoformat())
    # The work of the day counts as done, so nothing but the alarm speaks.
    nu = huis.nu().astimezone(TIJDZONE)
    dag = nu.date() if nu.hour >= kantoor.wereld.beleid.klokken.uur else nu.date() - timedelta(days=1)
    huis.noteer("planner_dag", dag.isoformat())
    assert not kantoor.als("beheer.aalten").get("/gereed").antwoord.json["vernietigen"]
    assert "te lang niet gewerkt" in kantoor.als("beheer.aalten").get("/beheer").tekst
    ronde(huis)
    ronde(huis)
    post = [pad.read_text() for pad in huis.settings.mail_dir.glob("*.eml")]
    stil = [een for een in post if "vernietigen staat stil" in een]
    wie = {regel for een in stil for regel in een.splitlines() if regel.startswith("To:")}
    assert len(wie) == len(stil) and {"To: fg.aalten@meldroute.example", "To: beheer.aalten@meldroute.example"} <= wie


def test_the_commands_list_run_verify_print_and_retry(kantoor: Kantoor, zaak: tuple[bytes, str]) -> None:
    huis = kantoor.wereld.huis

    def doe(*delen: str) -> str:
        # The folder is that of a practice environment: its settings come from the environment of the command.
        omgeving = {"MELDROUTE_OEFENOMGEVING": "1", "MELDROUTE_BASIS_URL": "http://localhost"}
        gedaan = CliRunner().invoke(main, ["retention", *delen, "--data", str(huis.settings.data)], env=omgeving)
        assert gedaan.exit_code == 0, gedaan.output
        return gedaan.output

    assert zaak[1] in doe("list")
    doe("run")
    huis.zet_klok(huis.nu() + timedelta(days=7))
    assert "1 destroyed" in doe("run") and "1 runs, 1 destroyed" in doe("verify")
    with huis.klokwerk() as werk:
        nummer = werk.kwesties.lijst("vernietiging")[0].nummer
    assert nummer in doe("certificate", nummer)
    assert "0 cases" in doe("retry")
