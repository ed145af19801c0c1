"""The covenant on the command line: a new version is laid beside the cases before it applies."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.settings import Settings
from tests.storage.wandeling import in_aanpak, verstuur
from tests.wereld import Wereld, maak_wereld
from web.cli import main

CONFIG = Settings.from_environment({}).config_map
PAD = CONFIG / "convenant.toml"


@pytest.fixture
def wereld(tmp_path: Path) -> Iterator[Wereld]:
    w = maak_wereld(tmp_path / "wereld")
    yield w
    w.huis.sluit()


@pytest.fixture(autouse=True)
def _eigen_omgeving(monkeypatch: pytest.MonkeyPatch) -> None:
    for naam in [een for een in os.environ if een.startswith("MELDROUTE_")]:
        monkeypatch.delenv(naam)


def voer_uit(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(een) for een in args])


def nieuw(map_: Path, *anders: tuple[str, str]) -> Path:
    tekst = PAD.read_text("utf-8").replace('versie = "2026-1"', 'versie = "2027-1"')
    for oud, wordt in anders:
        assert oud in tekst
        tekst = tekst.replace(oud, wordt)
    pad = map_ / "convenant.toml"
    pad.write_text(tekst, "utf-8")
    return pad


def simuleer(wereld: Wereld, pad: Path, *opties: str) -> Result:
    uitkomst = voer_uit("covenant", "simulate", pad, "--data", wereld.settings.data, *opties)
    assert uitkomst.exit_code == 0, uitkomst.output
    return uitkomst


NLA = ('nla = ["J als arbeid", "J als soort_geld", "N"]', 'nla = ["P"]')
POLITIE = (
    'politie = ["J als toestemming volgens 6", "J als vitaal_belang volgens 7", "J als taak", "P"]',
    'politie = ["J als vitaal_belang volgens 7", "N"]',
)


def test_the_same_covenant_opens_and_closes_nothing(wereld: Wereld, tmp_path: Path) -> None:
    in_aanpak(wereld)
    uitkomst = simuleer(wereld, nieuw(tmp_path))
    assert "1 cases looked at." in uitkomst.output and "Nothing opens and nothing closes." in uitkomst.output


def test_a_change_is_told_per_cell_and_per_case(wereld: Wereld, tmp_path: Path) -> None:
    zaak = wereld.zaak(in_aanpak(wereld))
    gelezen = json.loads(simuleer(wereld, nieuw(tmp_path, NLA, POLITIE), "--json").output)
    assert (gelezen["versie"], gelezen["bekeken"], gelezen["afgeschermd"]) == ("2027-1", 1, 0)
    (een,) = gelezen["zaken"]
    assert een["nummer"] == zaak.nummer
    cellen = {(v["categorie"], v["ontvanger"], "+".join(v["als"]), v["was"], v["wordt"]) for v in een["verschillen"]}
    assert ("D1", "nla", "", "N", "P") in cellen
    assert ("D1", "nla", "arbeid", "J", "P") in cellen, "nobody wrote down yet what form it is: it may be work"
    assert ("D2", "politie", "", "P", "N") in cellen and ("D2", "om", "taak", "J", "N") in cellen
    assert not any(wie == "politie" and als == "vitaal_belang" for _, wie, als, _, _ in cellen), "that stays"
    assert {v["richting"] for v in een["verschillen"] if v["ontvanger"] == "politie"} == {"dicht"}
    assert {v["categorie"] for v in een["verschillen"]} == {"D1", "D2"}, "what does not change is not told"
    tekst = simuleer(wereld, nieuw(tmp_path, NLA, POLITIE)).output
    assert "D1 nla: N -> P (opens): 1 cases" in tekst and f"{zaak.nummer}: " in tekst


def test_what_the_server_knows_of_a_case_rules_out_what_cannot_be(wereld: Wereld, tmp_path: Path) -> None:
    werkt, onbekend = in_aanpak(wereld), wereld.meld(minderjarig="weetniet")
    wereld.stap("af.aalten", werkt, "vorm_vastleggen", vormen=["SEX_ONLINE"])
    leeftijd = ('veilig-thuis = ["J als onder_18", "P"]', 'veilig-thuis = ["P"]')
    gelezen = json.loads(simuleer(wereld, nieuw(tmp_path, NLA, leeftijd), "--json").output)
    per = {
        een["nummer"]: {(v["ontvanger"], "+".join(v["als"])) for v in een["verschillen"]} for een in gelezen["zaken"]
    }
    assert per[wereld.zaak(werkt).nummer] == {("nla", "")}, "no work and no minor"
    assert per[wereld.zaak(onbekend).nummer] == {("nla", ""), ("nla", "arbeid"), ("veilig-thuis", "onder_18")}
    per_cel = {(v["ontvanger"], "+".join(v["als"])): v["zaken"] for v in gelezen["cellen"]}
    assert per_cel == {("nla", ""): 2, ("nla", "arbeid"): 1, ("veilig-thuis", "onder_18"): 1}


def test_a_hand_off_under_way_that_would_no_longer_be_allowed_is_named(wereld: Wereld, tmp_path: Path) -> None:
    zaak = in_aanpak(wereld)
    vs = wereld.traject(verstuur(wereld, zaak, "politie"))
    dicht = (
        'politie = ["J"]\nnla = ["J als arbeid", "J als soort_geld", "N"]',
        'politie = ["N"]\nnla = ["J als arbeid", "J als soort_geld", "N"]',
    )
    gelezen = json.loads(simuleer(wereld, nieuw(tmp_path, dicht), "--json").output)
    (een,) = gelezen["zaken"]
    (lopend,) = [v for v in een["verstrekkingen"] if v["ontvanger"] == "politie"]
    assert lopend["nummer"] == vs.nummer
    assert [(v["categorie"], v["wordt"], v["richting"]) for v in lopend["verschillen"]] == [("D1", "N", "dicht")]
    wereld.stap("af.aalten", zaak, "intrekken", vs.id, reden="vergissing")
    later = json.loads(simuleer(wereld, nieuw(tmp_path, dicht), "--json").output)
    assert [een["verstrekkingen"] for een in later["zaken"]] == [[]]


def test_a_protected_case_is_counted_and_not_named(wereld: Wereld, tmp_path: Path) -> None:
    zaak = in_aanpak(wereld)
    wereld.stap("af.aalten", zaak, "afschermen", reden="Het gaat om een collega.")
    nummer = wereld.zaak(zaak).nummer
    assert wereld.zaak(zaak).afgeschermd
    for opties in ((), ("--json",)):
        assert nummer not in simuleer(wereld, nieuw(tmp_path, NLA), *opties).output
    assert json.loads(simuleer(wereld, nieuw(tmp_path, NLA), "--json").output)["afgeschermd"] == 1
    assert "1 protected cases, not named" in simuleer(wereld, nieuw(tmp_path, NLA)).output


def test_a_partner_that_leaves_closes_everything_for_him(wereld: Wereld, tmp_path: Path) -> None:
    in_aanpak(wereld)
    nieuw(tmp_path)
    tekst = (CONFIG / "partners.toml").read_text("utf-8")
    weg = tekst.replace('naam = "riec"\n', 'naam = "riec"\ntot = 2020-01-01\n')
    (tmp_path / "partners.toml").write_text(weg, "utf-8")
    gelezen = json.loads(simuleer(wereld, tmp_path, "--json").output)
    assert {(v["ontvanger"], v["wordt"]) for v in gelezen["cellen"]} == {("riec", "N")}


def test_it_is_logged_and_opens_no_document(wereld: Wereld, tmp_path: Path) -> None:
    in_aanpak(wereld)
    simuleer(wereld, nieuw(tmp_path, NLA))
    with wereld.als("beheer.regio") as werk:
        regels = werk.logboek.regels(aantal=5)
    laatste = [een.inhoud or {} for een in regels]
    gevonden = [een for een in laatste if een.get("handeling") == "convenant_simulatie"]
    assert gevonden and [gevonden[0][een] for een in ("van", "naar", "zaken")] == ["2026-1", "2027-1", 1]
    assert not any(een.get("handeling") == "lezen" for een in laatste)


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        (('artikel = "B1-D4"', 'artikel = "B1-D44"'), "categorie 4 (D4): unknown article 'B1-D44'"),
        (
            ('nla = ["J als arbeid", "J als soort_geld", "N"]', 'nla = ["N", "J als arbeid"]'),
            "cell 'nla' must end with",
        ),
        (('bewaren = "melder"', 'bewaren = "altijd"'), "unknown retention class 'altijd'"),
        (("geldig_vanaf = 2026-01-01", "geldig_vanaf = 2029-01-01"), "'geldig_vanaf' is after 'geldig_tot'"),
    ],
)
def test_a_broken_version_is_refused_in_plain_words(
    wereld: Wereld, tmp_path: Path, anders: tuple[str, str], fout: str
) -> None:
    uitkomst = voer_uit("covenant", "simulate", nieuw(tmp_path, anders), "--data", wereld.settings.data)
    assert uitkomst.exit_code == 1 and fout in uitkomst.output and "Traceback" not in uitkomst.output


def test_start_is_refused_with_a_covenant_that_contradicts_itself(tmp_path: Path) -> None:
    map_ = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    nieuw(map_, ('politie = ["J als gevaar_kind", "N"]', 'politie = ["J als gevaar_kind", "P als gevaar_kind", "N"]'))
    uitkomst = CliRunner().invoke(main, ["covenant", "check"], env={"MELDROUTE_CONFIG_MAP": str(map_)})
    assert uitkomst.exit_code == 1
    assert "convenant.toml: categorie 9 (D9): cell 'politie': 'P als gevaar_kind' overlaps" in uitkomst.output


def test_explain_answers_for_a_day_and_names_article_and_retention() -> None:
    nu = voer_uit("covenant", "explain", "D2", "politie", "--if", "vitaal_belang", "--on", "2026-11-24").output
    assert nu.startswith("D2 politie: J") and "Artikel 7: gevaar voor een leven" in nu and "Bewaren: ident." in nu
    later = voer_uit("covenant", "explain", "D2", "politie", "--if", "vitaal_belang", "--on", "2028-01-01").output
    assert later.startswith("D2 politie: N") and "gold tot en met vrijdag 31 december 2027" in later
    binnen = voer_uit("covenant", "explain", "D2", "af", "--on", "2028-01-01").output
    assert binnen.startswith("D2 af: J"), "who works on the case reads on"
    assert voer_uit("covenant", "explain", "D2", "af", "--on", "morgen").exit_code == 2
