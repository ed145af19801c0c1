"""Other kinds of signal and other entrances, through real pages: the same route, other questions, no care."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import config
from tests.storage.wandeling import ACTIE
from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.web.test_werkvoorraad import nummers
from tests.wereld import WEGING, maak_wereld
from web.cli import main
from workflow.fouten import StapGeweigerd
from workflow.telling import Telling

__all__ = ["kantoor"]
PAD, WERK = "/melden/aalten/drugs", "/werkvoorraad"
STAPPEN: tuple[dict[str, Any], ...] = (
    {"gevaar": "nee"},
    {"tekst": "Een sterke geur bij de schuur.", "herken[]": ["geur", "vaten"], "wanneer": "gisteren"},
    {"gemeente": "aalten", "plek": "De schuur achter de kas", "soort_plek": "bedrijf", "soort_pand": "verhuurd"},
    {"minderjarig": "weet_niet", "dader": "De huurder"},
    {"naam": "Sanne", "werkgever": "winterswijk"},
)
AGENDA = {"overdrachtstekst": "Een sterke geur.", "vraag_aan_overleg": "Gaan we kijken?"}


def vul_in(browse: Browser, pad: str = PAD, stappen: tuple[dict[str, Any], ...] = STAPPEN) -> Pagina:
    browse.get(pad)
    browse.vul_in(pad, "zegel", knop="verder")
    for antwoorden in stappen:
        pagina = browse.vul_in(pad, "zegel", **antwoorden, knop="verder")
    return pagina


def meld(k: Kantoor, pad: str = PAD, stappen: tuple[dict[str, Any], ...] = STAPPEN) -> tuple[str, bytes]:
    """Send a signal in by the pages. Out: its number and the id of the case."""
    browse = Browser(k.app, koekjes=False)
    vul_in(browse, pad, stappen)
    klaar = browse.vul_in(pad, "zegel", actie="indienen")
    assert klaar.code == 200, klaar.fouten
    with k.wereld.als("af.aalten") as werk:
        (nieuw,) = [een for een in werk.zaken.lijst() if een.soort != "mensenhandel"]
    return nieuw.nummer, nieuw.id


def tellingen(k: Kantoor) -> list[Telling]:
    with k.wereld.huis.klokwerk() as werk:
        return list(werk.tellingen.lees([f"{werk.nu.year}-{nr}" for nr in range(1, 5)]))


# -- the form


def test_the_form_of_another_kind_is_one_link_away_and_asks_its_own_questions(kantoor: Kantoor) -> None:
    browse = Browser(kantoor.app, koekjes=False)
    links = {str(een["href"]) for een in browse.get("/melden/aalten").soep.select("main a")}
    assert {PAD, "/melden/aalten/huisvesting", "/melden/aalten/geld"} <= links
    begin = browse.get(PAD)
    assert begin.kop == "Een signaal van drugs doorgeven"
    assert "/melden/aalten" in {str(een["href"]) for een in begin.soep.select("main a")}
    pagina = vul_in(browse)
    assert pagina.kop == "Controleer je signaal"
    for tekst in ("Er hangt een sterke of vreemde geur", "Wordt de plek verhuurd?", "Misschien is er een lab"):
        assert tekst in pagina.tekst
    assert "Wie is misschien slachtoffer?" not in pagina.tekst
    klaar = browse.vul_in(PAD, "zegel", actie="indienen")
    assert klaar.code == 200 and klaar.soep.select("[data-volgcode]")
    assert PAD in {str(een["href"]) for een in klaar.soep.select("main a")}


def test_the_start_page_leads_to_the_form_of_a_kind(kantoor: Kantoor) -> None:
    browse = Browser(kantoor.app, koekjes=False)
    assert "/?soort=drugs" in {str(een["href"]) for een in browse.get("/").soep.select("main a")}
    pagina = browse.get("/?soort=drugs")
    assert pagina.kop == "Een signaal van drugs doorgeven"
    assert PAD in {str(een["href"]) for een in pagina.soep.select("main a")}
    assert browse.get("/?soort=onzin").kop == "Een signaal van mensenhandel doorgeven"


@pytest.mark.parametrize("pad", ["/melden/aalten/onzin", "/melden/aalten/mensenhandel", "/melden/nergens/drugs"])
def test_an_unknown_kind_has_no_form(kantoor: Kantoor, pad: str) -> None:
    assert Browser(kantoor.app).get(pad).code == 404
    assert Browser(kantoor.app).post(pad, {"zegel": "x"}).code in (404, 410)


def test_the_sealed_page_of_one_kind_does_not_open_at_another(kantoor: Kantoor) -> None:
    browse = Browser(kantoor.app, koekjes=False)
    browse.get(PAD)
    velden = browse.vul_in(PAD, "zegel", knop="verder").formulier("zegel")
    for elders in ("/melden/aalten", "/melden/aalten/geld", "/melden/winterswijk/drugs"):
        assert browse.post(elders, velden | {"gevaar": "nee", "knop": "verder"}).code == 410
    assert browse.post(PAD, velden | {"gevaar": "nee", "knop": "verder"}).code == 200


def test_a_required_question_of_the_kind_itself_is_asked(kantoor: Kantoor) -> None:
    pad = "/melden/aalten/huisvesting"
    browse = Browser(kantoor.app, koekjes=False)
    browse.get(pad)
    browse.vul_in(pad, "zegel", knop="verder")
    for antwoorden in ({"gevaar": "nee"}, {"tekst": "Tien bedden.", "wanneer": "vaker"}, {"gemeente": "aalten"}):
        browse.vul_in(pad, "zegel", **antwoorden, knop="verder")
    pagina = browse.vul_in(pad, "zegel", knop="verder")
    assert pagina.code == 422 and pagina.fouten == ["Kies of er misschien kinderen wonen"]


# -- the case


def test_a_signal_of_another_kind_walks_the_same_route_without_care(kantoor: Kantoor) -> None:
    nummer, zaak = meld(kantoor)
    w, adres = kantoor.wereld, f"/zaken/{nummer}"
    af = kantoor.als("af.aalten")
    w.stap("af.aalten", zaak, "oppakken")
    pagina = af.get(adres)
    assert "Drugs en drugspanden" in pagina.tekst and "Wordt de plek verhuurd?" in pagina.tekst
    assert "Werkt bij" in pagina.tekst or "Bij welke gemeente werk je?" in pagina.tekst
    assert "Weging 1: gaat dit misschien om drugs of een drugspand?" in pagina.tekst
    assert "Weging 1: gaat dit misschien om mensenhandel" not in pagina.tekst
    assert "opvang_zoeken" not in acties_op(pagina)
    with pytest.raises(StapGeweigerd) as fout:
        w.stap("af.aalten", zaak, "opvang_zoeken")
    assert "Drugs en drugspanden" in fout.value.punten[0]
    keuzes = {str(een["value"]) for een in pagina.soep.select("input[name=vormen]")}
    assert "DR_LAB" in keuzes and not keuzes & {"ARBEID", "HV_SPOOK"}
    with pytest.raises(StapGeweigerd):
        w.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["ARBEID"])
    w.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["DR_LAB", "DR_AFVAL"])
    assert "Drugs maken, Drugsafval achterlaten" in af.get(WERK).tekst
    overleg = w.overleg()
    w.stap("af.aalten", zaak, "agenderen", overleg=overleg, **WEGING, **AGENDA)
    assert "Drugs en drugspanden" in kantoor.als("va.aalten").get(f"/overleg/{overleg}").tekst
    w.akkoord()
    regie = w.ids["va.aalten"].hex()
    w.stap("va.aalten", zaak, "in_aanpak_nemen", besluit="Controle.", regiehouder=regie, **ACTIE)
    with w.huis.klokwerk() as werk:
        assert werk.trajecten.van_zaak(zaak, "verstrekking") == []
    pagina = kantoor.als("va.aalten").get(adres)
    assert "veilig_thuis_niet" not in acties_op(pagina)


def test_trafficking_still_gets_its_registration(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = w.meld()
    w.stap("af.aalten", zaak, "oppakken")
    w.stap("af.aalten", zaak, "agenderen", overleg=w.overleg(), **WEGING, **AGENDA)
    w.akkoord()
    regie = w.ids["va.aalten"].hex()
    w.stap("va.aalten", zaak, "in_aanpak_nemen", besluit="Controle.", regiehouder=regie, **ACTIE)
    with w.huis.klokwerk() as werk:
        (concept,) = werk.trajecten.van_zaak(zaak, "verstrekking")
    assert concept.ontvanger == "veilig-thuis.regio"


def test_a_signal_turns_out_to_be_of_another_kind(kantoor: Kantoor) -> None:
    nummer, zaak = meld(kantoor)
    w, adres = kantoor.wereld, f"/zaken/{nummer}"
    w.stap("af.aalten", zaak, "oppakken")
    w.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["DR_LAB"])
    af = kantoor.als("af.aalten")
    keuzes = {str(een["value"]) for een in af.get(adres).soep.select("[name=soort_signaal][value]")}
    assert keuzes == {"mensenhandel", "huisvesting", "geld"}
    mis = stuur(af, adres, "soort_wijzigen", {"soort_signaal": "mensenhandel", "reden": ""})
    assert mis.code == 422 and w.zaak(zaak).soort == "drugs"
    mis = stuur(af, adres, "soort_wijzigen", {"soort_signaal": "drugs", "reden": "Het blijft drugs."})
    assert mis.code == 422
    stuur(af, adres, "soort_wijzigen", {"soort_signaal": "mensenhandel", "reden": "Iemand wordt vastgehouden."})
    na = w.zaak(zaak)
    assert na.soort == "mensenhandel" and na.kenmerken["vormen"] == []
    pagina = af.get(adres)
    assert "opvang_zoeken" in acties_op(pagina)
    # What the reporter answered stays readable under the questions that he saw.
    assert "Wordt de plek verhuurd?" in pagina.tekst and "Iemand wordt vastgehouden." in pagina.tekst
    with w.als("fg.aalten") as werk:
        regels = [dict(een.inhoud or {}) for een in werk.logboek.regels(aantal=40)]
    (regel,) = [een for een in regels if een["handeling"] == "soort"]
    assert (regel["van"], regel["naar"]) == ("drugs", "mensenhandel")


def test_a_case_of_another_kind_shows_no_card_about_trafficking(kantoor: Kantoor) -> None:
    nummer, zaak = meld(kantoor)
    w, adres, af = kantoor.wereld, f"/zaken/{nummer}", kantoor.als("af.aalten")
    w.stap("af.aalten", zaak, "oppakken")
    w.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["DR_LAB"])
    kaarten = [f"/signalen-herkennen/{een.code}" for een in w.beleid.kennis.kaarten]

    def getoond() -> list[str]:
        return [str(een["href"]) for een in af.get(adres).soep.select("main a[href]") if str(een["href"]) in kaarten]

    assert getoond() == []
    stuur(af, adres, "soort_wijzigen", {"soort_signaal": "mensenhandel", "reden": "Iemand wordt vastgehouden."})
    assert getoond(), "and one about trafficking does"


def test_only_the_desk_that_weighs_it_says_which_kind_it_is(kantoor: Kantoor) -> None:
    nummer, zaak = meld(kantoor)
    assert "soort_wijzigen" not in acties_op(kantoor.als("af.aalten").get(f"/zaken/{nummer}"))
    kantoor.wereld.stap("af.aalten", zaak, "oppakken")
    assert "soort_wijzigen" not in acties_op(kantoor.als("va.aalten").get(f"/zaken/{nummer}"))


def test_the_covenant_of_a_case_knows_its_kind(kantoor: Kantoor) -> None:
    uit = CliRunner().invoke(main, ["covenant", "explain", "D2", "veilig-thuis", "--if", "soort_drugs"])
    assert uit.exit_code == 0 and "D2 veilig-thuis: N" in uit.output and "niet om mensenhandel" in uit.output
    uit = CliRunner().invoke(main, ["covenant", "explain", "D2", "veilig-thuis"])
    assert "D2 veilig-thuis: P" in uit.output
    uit = CliRunner().invoke(main, ["covenant", "explain", "D1", "nla", "--if", "soort_onzin"])
    assert uit.exit_code != 0 and "soort_geld" in uit.output


# -- the queue


def test_the_queue_names_another_kind_and_filters_on_it(kantoor: Kantoor) -> None:
    gewoon = kantoor.wereld.zaak(kantoor.wereld.meld()).nummer
    drugs, _ = meld(kantoor)
    for wie in ("af.aalten", "va.aalten"):
        browser = kantoor.als(wie)
        pagina = browser.get(WERK)
        assert set(nummers(pagina)) == {gewoon, drugs}
        rijen = {str(een.th.a.get_text()): een.get_text(" ") for een in pagina.soep.select("tbody tr")}  # type: ignore[union-attr]
        assert "Drugs en drugspanden" in rijen[drugs] and "Mensenhandel" not in rijen[gewoon]
        assert nummers(browser.get(f"{WERK}?soort=drugs")) == [drugs]
        assert nummers(browser.get(f"{WERK}?soort=mensenhandel")) == [gewoon]
        leeg = browser.get(f"{WERK}?soort=geld")
        assert nummers(leeg) == [] and "Geen zaak past bij deze filters" in leeg.tekst


# -- a kind of somebody else

MEST = """

[[soort]]
code = "mest"
naam = "Mest en afval"
midden = "mest"
uitleg = "Mest of afval wordt verkeerd gestort."
titel = "Een signaal over mest doorgeven"
inleiding = "Wordt er mest gestort? Geef het door."
weging_1 = "Weging 1: gaat dit misschien om mest?"
zonder = ["herken", "minderjarig", "slachtoffer", "weet_ervan"]
zonder_stappen = ["opvang_zoeken", "veilig_thuis_niet"]
[[soort.vraag]]
scherm = "3"
naam = "sloot"
soort = "keuze"
label = "Is er water vlakbij?"
verplicht = true
fout = "Kies of er water vlakbij is"
keuzes = ["ja=Ja", "nee=Nee"]
naar = ["ruw"]
code = true
[[soort.vorm]]
code = "ME_STORT"
naam = "Mest storten"
"""


@pytest.fixture
def met_mest(tmp_path: Path) -> Iterator[Kantoor]:
    bron = Path(config.__file__).parent
    map_ = tmp_path / "config"
    shutil.copytree(bron, map_, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    with (map_ / "soorten.toml").open("a", encoding="utf-8") as bestand:
        bestand.write(MEST)
    plek = Kantoor(maak_wereld(tmp_path / "data", config_map=map_))
    yield plek
    plek.sluit()


def test_a_kind_is_added_in_one_file_and_walks_from_the_form_to_the_overleg(met_mest: Kantoor) -> None:
    k, w = met_mest, met_mest.wereld
    pad = "/melden/aalten/mest"
    assert pad in {str(een["href"]) for een in Browser(k.app).get("/melden/aalten").soep.select("main a")}
    stappen: tuple[dict[str, Any], ...] = (
        {"gevaar": "nee"},
        {"tekst": "Een tankwagen bij de sloot.", "wanneer": "gisteren"},
        {"gemeente": "aalten", "sloot": "ja"},
        {},
        {},
    )
    nummer, zaak = meld(k, pad, stappen)
    assert w.zaak(zaak).soort == "mest" and w.zaak(zaak).kenmerken["sloot"] == "ja"
    af, adres = k.als("af.aalten"), f"/zaken/{nummer}"
    assert nummers(af.get(f"{WERK}?soort=mest")) == [nummer]
    stuur(af, adres, "oppakken")
    stuur(af, adres, "vorm_vastleggen", {"vormen": ["ME_STORT"]})
    pagina = af.get(adres)
    for tekst in ("Mest en afval", "Is er water vlakbij?", "Weging 1: gaat dit misschien om mest?"):
        assert tekst in pagina.tekst
    overleg = w.overleg()
    stuur(af, adres, "agenderen", {"overleg": overleg, **WEGING, **AGENDA})
    assert w.zaak(zaak).staat == "geagendeerd"
    assert "Mest en afval" in k.als("va.aalten").get(f"/overleg/{overleg}").tekst
    besluit = w.beleid.convenant.besluit("D1", "opvang", "J", ["soort_mest"], w.huis.nu().date())
    assert besluit.hoogste_vorm == "N"
