"""The delivered policy loads whole, and every broken copy of it is refused by file, row and reason."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import config
from workflow.beleid import Beleid
from workflow.beleidladen import laad_beleid
from workflow.guards import VOORWAARDEN
from workflow.paginas import menu
from workflow.partners import coordinator
from workflow.stap import Veld
from workflow.tabel import BeleidFout

MAP = Path(config.__file__).parent
BELEID: Beleid = laad_beleid(MAP)
ACHT = [
    "aalten",
    "berkelland",
    "bronckhorst",
    "doetinchem",
    "montferland",
    "oost-gelre",
    "oude-ijsselstreek",
    "winterswijk",
]


def test_the_eight_municipalities_and_the_region_are_there() -> None:
    assert sorted(BELEID.gemeenten) == ACHT
    assert set(BELEID.tenants) == {*ACHT, "regio"}


def test_every_guard_of_the_tables_exists_and_every_guard_is_used() -> None:
    gebruikt = {naam for route in BELEID.routes.values() for stap in route.stappen for naam in stap.voorwaarden}
    assert gebruikt == set(VOORWAARDEN)


def test_a_municipality_may_be_stricter_and_switch_an_optional_step_off() -> None:
    signaal = BELEID.routes["signaal"]
    assert str(BELEID.termijn(signaal, "in_beoordeling", "montferland", False)) == "2wd"
    assert str(BELEID.termijn(signaal, "in_beoordeling", "aalten", False)) == "3wd"
    assert str(BELEID.termijn(signaal, "in_beoordeling", "montferland", True)) == "4u"
    assert BELEID.is_uit(signaal, "aanhouden", "aalten")
    acties = {gemeente: {een.actie for een in BELEID.stappen(signaal, "geagendeerd", gemeente)} for gemeente in ACHT}
    assert [gemeente for gemeente in ACHT if "aanhouden" not in acties[gemeente]] == ["aalten"]


def test_a_state_without_an_urgent_term_keeps_its_own_and_an_end_has_none() -> None:
    signaal = BELEID.routes["signaal"]
    assert str(BELEID.termijn(signaal, "monitoring", "aalten", True)) == "3mnd"
    assert BELEID.termijn(signaal, "afgesloten", "aalten", False) is None
    assert BELEID.ladder(signaal, "afgesloten", False) is None
    assert BELEID.ladder(signaal, "ingediend", True) == BELEID.ladders["ingediend_spoed"]


def test_the_clock_offers_no_buttons() -> None:
    acties = {een.actie for een in BELEID.stappen(BELEID.routes["signaal"], "ingediend", "aalten")}
    assert "oppakken" in acties
    assert "vangnet_vrijgeven" not in acties


def test_the_closing_days_of_a_municipality_reach_the_calendar() -> None:
    assert not BELEID.kalender.is_werkdag(date(2026, 12, 24), "montferland")
    assert BELEID.kalender.is_werkdag(date(2026, 12, 24), "winterswijk")


def test_choices_come_from_the_lists_and_an_old_code_keeps_its_name() -> None:
    reden = BELEID.routes["signaal"].stap("in_aanpak", "afsluiten").velden[0]
    assert "geholpen" in BELEID.keuzes(reden)
    assert "te_vaag" not in BELEID.keuzes(reden)
    assert BELEID.keuzes(Veld("x", "X", "gemeente"))["oost-gelre"] == "Oost Gelre"
    assert set(BELEID.keuzes(Veld("x", "X", "opvangplek"))) == {
        "opvang-de-linde",
        "opvang-het-anker",
        "anders",
    }
    assert set(BELEID.keuzes(Veld("x", "X", "afdeling"))) == {
        "toezicht",
        "vergunningen",
        "sociaal-domein",
        "burgerzaken",
    }
    vorm = Veld("x", "X", "keuze", keuzes=("taxonomie:vormen",))
    assert "GEDW_HUWELIJK" not in BELEID.keuzes(vorm)
    assert BELEID.label(vorm, "GEDW_HUWELIJK") == "Gedwongen huwelijk"


@pytest.mark.parametrize(
    ("leeftijd", "alleen", "naam"),
    [
        ("onder_18", False, "meesamen"),
        ("onder_18", True, "nidos"),
        ("18_22", False, "meesamen"),
        ("18_22", True, "meesamen"),
        ("23_plus", False, "moviera"),
    ],
)
def test_age_decides_who_looks_for_shelter(leeftijd: str, alleen: bool, naam: str) -> None:
    assert coordinator(BELEID.partners, leeftijd, alleen, date(2026, 11, 24)).naam == naam


def test_health_and_police_data_can_never_be_written_down_as_a_fact() -> None:
    assert not {"D3", "D7", "D8", "D11"} & set(BELEID.taxonomie["categorieen"].codes)


def test_a_menu_shows_a_role_its_own_pages_only() -> None:
    def namen(rol: str | None) -> list[str]:
        return [een.menu for een in menu(BELEID.paginas, rol)]

    assert namen("partnermedewerker") == ["Mijn taken", "Verstrekkingen", "Werkplek"]
    assert namen("beheerder") == ["Mijn taken", "Cijfers", "Datalekken", "Beheer", "Mensen"]
    toezicht = ["Mijn taken", "Cijfers", "Logboek", "Toezicht"]
    assert namen("fg") == [*toezicht, "Datalekken", "Bewaren", "Bewaarder"]
    assert namen("privacyfunctionaris") == [*toezicht, "Verzoeken", "Datalekken", "Bewaren"]
    assert namen("opvangmedewerker") == ["Mijn taken", "Verstrekkingen", "Opvang", "Werkplek"]
    assert namen(None) == []


def test_a_page_with_content_is_open_to_nobody_without_an_account() -> None:
    for naam in ("werkvoorraad", "zaak", "zaak_namen", "overleg", "verstrekking", "opvang", "actie", "logboek"):
        assert not BELEID.paginas[naam].mag(None)
    assert not BELEID.paginas["zaak"].mag("beheerder")
    assert not BELEID.paginas["zaak"].mag("privacyfunctionaris")


def test_a_mail_fills_in_only_a_name_a_day_and_the_address() -> None:
    onderwerp, tekst = BELEID.berichten.maak("nieuw", voornaam="Noor", dag="woensdag 25 november", url="https://x")
    assert onderwerp == "Er staat iets nieuws voor je klaar"
    assert "Beste Noor" in tekst
    assert "https://x/taken" in tekst
    assert tekst.rstrip().endswith("Bel 112.")


def test_no_contact_of_a_municipality_holds_a_telephone_number() -> None:
    for gemeente in BELEID.gemeenten.values():
        assert gemeente.telefoon == ""
        # The national number of Veilig Thuis is the only one that may stand there.
        assert not any(teken.isdigit() for teken in gemeente.contact.replace("0800-2000", ""))
        assert "klantcontactcentrum" not in gemeente.contact


BREUKEN = {
    "a file that is not there": ("partners.toml", "", None, "partners.toml: No such file"),
    "a file that is no table": (
        "convenant.toml",
        'versie = "2026-1"',
        "versie =",
        "convenant.toml: Invalid value (at line",
    ),
    "a guard nobody wrote": (
        "routes/signaal.toml",
        '["andere_gemeente", "zonder_bekende_namen"]',
        '["mooi_weer"]',
        "(voorleggen): unknown guard 'mooi_weer'",
    ),
    "a smaller route that does not exist": (
        "routes/signaal.toml",
        'opent = "opvang.zoeken"',
        'opent = "opvang.vinden"',
        "opens 'opvang.vinden', which is no first step of a route",
    ),
    "a term that loosens the minimum": (
        "gemeenten/montferland.toml",
        'termijn = "2wd"',
        'termijn = "4wd"',
        "gemeenten/montferland.toml: termijn 1 (signaal.in_beoordeling): '4wd' loosens the regional minimum '3wd'",
    ),
    "a term that cannot be compared": (
        "gemeenten/montferland.toml",
        'termijn = "2wd"',
        'termijn = "2d"',
        "'2d' loosens the regional minimum '3wd'",
    ),
    "a term of a state nobody knows": (
        "gemeenten/montferland.toml",
        'staat = "in_beoordeling"',
        'staat = "in_bad"',
        "termijn 1 (signaal.in_bad): unknown route or state",
    ),
    "switching off a step that is needed": (
        "gemeenten/aalten.toml",
        '["signaal.aanhouden"]',
        '["signaal.oppakken"]',
        "gemeenten/aalten.toml: uit (signaal.oppakken): this step is not optional",
    ),
    "switching off a step nobody knows": (
        "gemeenten/aalten.toml",
        '["signaal.aanhouden"]',
        '["signaal.zwaaien"]',
        "uit (signaal.zwaaien): unknown route or step",
    ),
    "a municipality under another name": (
        "gemeenten/aalten.toml",
        'slug = "aalten"',
        'slug = "arnhem"',
        "'arnhem' is not the name of the file",
    ),
    "a key that a municipality does not have": (
        "gemeenten/aalten.toml",
        'code = "0197"',
        'code = "0197"\nvrij_spel = true',
        "gemeenten/aalten.toml: : unknown key 'vrij_spel'",
    ),
    "a message nobody wrote": ("klokken.toml", 'bericht = "agenda"', 'bericht = "taart"', "unknown message 'taart'"),
    "a rung for a role nobody knows": (
        "klokken.toml",
        'aan = "ketenregisseur"',
        'aan = "buurman"',
        "ladder stilstand, trede 3: unknown role 'buurman'",
    ),
    "a retention class nobody knows": (
        "routes/signaal.toml",
        'bewaarklasse = "afgesloten"',
        'bewaarklasse = "ooit"',
        "staat afgesloten: unknown retention class 'ooit'",
    ),
    "a partner that the covenant does not know": (
        "partners.toml",
        'naam = "comensha"',
        'naam = "comensja"',
        "partners.toml: comensja: the covenant does not know this recipient",
    ),
    "an age without a care coordinator": (
        "partners.toml",
        'leeftijd = ["23_plus"]',
        "leeftijd = []",
        "age '23_plus' has 0 care coordinators",
    ),
    "a page for a role nobody knows": (
        "paginas.toml",
        '["beheerder"]',
        '["baas"]',
        "paginas.toml: beheer: unknown role 'baas'",
    ),
    "a page for nobody": ("paginas.toml", '["beheerder"]', "[]", "at least one role"),
    "a page for everybody and somebody": (
        "paginas.toml",
        '["beheerder"]',
        '["openbaar", "fg"]',
        "'openbaar' stands alone",
    ),
    "a mail with a place for content": ("berichten.toml", "Beste collega,", "Beste {nummer},", "no other places than"),
    "a subject with a place": ("berichten.toml", 'De agenda staat klaar"', 'Agenda {dag}"', "no other places than"),
    "a condition on an answer that is not there": (
        "formulier.toml",
        'als = "gevaar=weet_niet"',
        'als = "gevaar=misschien"',
        "formulier.toml: scherm 2, melding: unknown answer 'gevaar=misschien'",
    ),
    "a role without a name": ("werkplekken.toml", 'klok = "De klok"', "", "roles without a name: klok"),
    "a code twice": ("taxonomie/doelen.toml", 'code = "hulp"', 'code = "advies"', "code 'advies' stands twice"),
    "a list that a step needs": ("taxonomie/gronden.toml", "", None, "unknown list 'taxonomie:gronden'"),
}


@pytest.mark.parametrize("wat", BREUKEN)
def test_the_policy_is_refused_for(wat: str, tmp_path: Path) -> None:
    bestand, oud, nieuw, reden = BREUKEN[wat]
    kopie = tmp_path / "config"
    shutil.copytree(MAP, kopie, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    if nieuw is None:
        (kopie / bestand).unlink()
    else:
        tekst = (kopie / bestand).read_text("utf-8")
        assert oud in tekst
        (kopie / bestand).write_text(tekst.replace(oud, nieuw, 1), "utf-8")
    with pytest.raises(BeleidFout) as gevonden:
        laad_beleid(kopie)
    assert reden in str(gevonden.value)


def test_all_contradictions_are_told_at_once(tmp_path: Path) -> None:
    kopie = tmp_path / "config"
    shutil.copytree(MAP, kopie, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for naam in ("aalten", "montferland"):
        pad = kopie / "gemeenten" / f"{naam}.toml"
        pad.write_text(pad.read_text("utf-8").replace("code =", "cijfer ="), "utf-8")
    with pytest.raises(BeleidFout) as gevonden:
        laad_beleid(kopie)
    assert {een.bestand for een in gevonden.value.tegenspraken} == {
        "gemeenten/aalten.toml",
        "gemeenten/montferland.toml",
    }
