"""The protected case on the pages: the question of the form, the box on the case, and nothing for anybody else."""

import re
from typing import Any

from bs4 import Tag
from sqlalchemy import text

from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from workflow import afschermen

__all__ = ["kantoor"]
PAD = "/melden/aalten"
AF, AF2 = "af.aalten", "af2.aalten"
VRAAG, WIE = "Gaat het over een collega", "Wie mag dit signaal niet lezen?"
BEGIN: tuple[dict[str, Any], ...] = (
    {"gevaar": "nee"},
    {"tekst": "Er klopt iets niet bij ons.", "wanneer": "gisteren"},
    {"gemeente": "aalten"},
)


def tot_scherm_4(browse: Browser) -> Pagina:
    browse.get(PAD)
    pagina = browse.vul_in(PAD, "zegel", knop="verder")
    for antwoorden in BEGIN:
        pagina = browse.vul_in(PAD, "zegel", **antwoorden, knop="verder")
    return pagina


def keuze(pagina: Pagina, tekst: str) -> str:
    """The value of the choice with this label in the question who may not read."""
    for een in pagina.soep.select("input[name=niet_lezen], select[name=niet_lezen] option"):
        label = pagina.soep.find("label", attrs={"for": een.get("id")})
        if tekst in (label.get_text() if isinstance(label, Tag) else een.get_text()):
            return str(een["value"])
    raise AssertionError(pagina.soep.get_text(" ", strip=True))


def meld(k: Kantoor, zonder: str = f"Naam van {AF}") -> Pagina:
    """Send a signal about a colleague. Out: the check page."""
    browse = Browser(k.app, koekjes=False)
    pagina = tot_scherm_4(browse)
    velden = {"minderjarig": "nee", "over_lezer": "ja", "niet_lezen": keuze(pagina, zonder)}
    browse.vul_in(PAD, "zegel", **velden, knop="verder")
    controle = browse.vul_in(PAD, "zegel", knop="verder")
    klaar = browse.vul_in(PAD, "zegel", actie="indienen")
    assert klaar.code == 200
    return controle


def nummer(k: Kantoor) -> str:
    with k.wereld.huis.klokwerk() as werk:
        (zaak,) = werk.zaken.lijst()
    return zaak.nummer


def test_the_form_asks_who_may_not_read_it(kantoor: Kantoor) -> None:
    pagina = tot_scherm_4(Browser(kantoor.app, koekjes=False))
    assert VRAAG in pagina.tekst and WIE in pagina.tekst
    assert f"Naam van {AF}" in pagina.tekst and f"Naam van {AF2}" in pagina.tekst
    # The choice is a reference: neither a name nor the id of an account.
    waarde = keuze(pagina, f"Naam van {AF2}")
    assert re.fullmatch(r"[0-9a-f]{16}", waarde)
    assert waarde not in kantoor.wereld.ids[AF2].hex()
    assert pagina.antwoord.request.full_path.rstrip("?") == PAD


def test_the_readers_of_another_desk_are_not_on_it(kantoor: Kantoor) -> None:
    pagina = tot_scherm_4(Browser(kantoor.app, koekjes=False))
    assert "winterswijk" not in pagina.soep.find("main").get_text().lower()  # type: ignore[union-attr]


def test_the_check_page_names_who_may_not_read(kantoor: Kantoor) -> None:
    controle = meld(kantoor)
    assert WIE in controle.tekst and f"Naam van {AF}" in controle.tekst


def test_a_made_up_reference_is_refused_and_nothing_is_lost(kantoor: Kantoor) -> None:
    browse = Browser(kantoor.app, koekjes=False)
    tot_scherm_4(browse)
    velden = {"minderjarig": "nee", "over_lezer": "ja", "niet_lezen": "0" * 16, "slachtoffer": "Een jonge vrouw"}
    pagina = browse.vul_in(PAD, "zegel", **velden, knop="verder")
    assert pagina.code == 422
    assert any(WIE.rstrip("?") in een for een in pagina.fouten)
    assert "Een jonge vrouw" in pagina.tekst


def test_without_the_question_it_is_an_ordinary_case(kantoor: Kantoor) -> None:
    browse = Browser(kantoor.app, koekjes=False)
    tot_scherm_4(browse)
    browse.vul_in(PAD, "zegel", minderjarig="nee", knop="verder")
    browse.vul_in(PAD, "zegel", knop="verder")
    assert browse.vul_in(PAD, "zegel", actie="indienen").code == 200
    pagina = kantoor.als(AF).get(f"/zaken/{nummer(kantoor)}")
    assert pagina.code == 200
    assert not pagina.soep.find(id="afgeschermd")


def test_only_who_is_named_finds_the_case(kantoor: Kantoor) -> None:
    meld(kantoor)
    mh = nummer(kantoor)
    for wie in (AF, "va.aalten", "af.winterswijk", "fg.aalten", "beheer.aalten", "bestuur.aalten", "ketenregisseur"):
        assert kantoor.als(wie).get(f"/zaken/{mh}").code in (403, 404), wie
        for pad in ("/werkvoorraad", "/taken", f"/werkvoorraad?zoek={mh}"):
            pagina = kantoor.als(wie).get(pad)
            assert f"/zaken/{mh}" not in pagina.tekst, (wie, pad)
    for wie in (AF2, "vangnet"):
        assert f"/zaken/{mh}" in kantoor.als(wie).get("/werkvoorraad").tekst, wie
        assert f"/zaken/{mh}" in kantoor.als(wie).get("/taken").tekst, wie


def test_a_case_that_is_not_there_looks_the_same(kantoor: Kantoor) -> None:
    meld(kantoor)
    mh = nummer(kantoor)
    kantoor.als(AF).get("/taken")
    echt, verzonnen = (kantoor.als(AF).get(f"/zaken/{een}") for een in (mh, "MH-2222-2222"))
    zonder = [een.soep.select("main")[0].get_text(" ", strip=True) for een in (echt, verzonnen)]
    assert (echt.code, zonder[0]) == (verzonnen.code, zonder[1])
    assert dict(echt.antwoord.headers).keys() == dict(verzonnen.antwoord.headers).keys()


def test_the_counts_do_not_tell_either(kantoor: Kantoor) -> None:
    voor = kantoor.als(AF).get("/werkvoorraad").soep.find("main").get_text()  # type: ignore[union-attr]
    meld(kantoor)
    na = kantoor.als(AF).get("/werkvoorraad").soep.find("main").get_text()  # type: ignore[union-attr]
    assert voor == na


def test_the_page_says_what_protected_means_and_who_reads(kantoor: Kantoor) -> None:
    meld(kantoor)
    pagina = kantoor.als(AF2).get(f"/zaken/{nummer(kantoor)}")
    vak = pagina.soep.find(id="afgeschermd")
    assert isinstance(vak, Tag)
    assert f"Naam van {AF2}" in vak.get_text() and "Naam van vangnet" in vak.get_text()
    assert f"Naam van {AF}" not in vak.get_text().replace(f"Naam van {AF2}", "")
    assert "De papieren noodcodes van" in pagina.tekst
    # Among the answers stands a name, and not the reference of the form.
    assert f"Naam van {AF}" in pagina.tekst


def test_an_ordinary_case_is_protected_on_its_page(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak_id = w.meld()
    w.stap(AF2, zaak_id, "oppakken")
    pad = f"/zaken/{w.zaak(zaak_id).nummer}"
    wie = kantoor.als(AF2).get(pad).soep.select("select[name=niet_lezen] option")
    # Everybody of the desks, but not who protects the case himself.
    namen = {een.get_text(strip=True) for een in wie}
    assert {f"Naam van {AF}", "Naam van va.aalten", "Naam van vangnet"} <= namen
    assert f"Naam van {AF2}" not in namen
    mist = stuur(kantoor.als(AF2), pad, "afschermen", {"niet_lezen": w.ids[AF].hex()})
    assert mist.code == 422
    assert "Wat iemand al las, kun je niet terugnemen" in mist.tekst
    gedaan = stuur(kantoor.als(AF2), pad, "afschermen", {"niet_lezen": w.ids[AF].hex(), "reden": "Over een collega."})
    assert gedaan.code == 303
    pagina = kantoor.als(AF2).get(pad)
    assert pagina.soep.find(id="afgeschermd")
    assert "Over een collega." in pagina.tekst
    assert not {"afschermen", "agenderen"} & acties_op(pagina)
    assert kantoor.als(AF).get(pad).code == 404


def test_a_page_that_stood_open_says_why_it_can_not_go_to_a_meeting(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak_id = w.meld()
    w.stap(AF2, zaak_id, "oppakken")
    pad = f"/zaken/{w.zaak(zaak_id).nummer}"
    w.stap(AF2, zaak_id, "afschermen", reden="Over een collega.")
    browse = kantoor.als(AF2)
    browse.get(pad)
    velden = browse.vul_in(pad, "revisie", actie="agenderen", overdrachtstekst="Al getypt.")
    assert velden.code == 422
    assert afschermen.GEWEIGERD["agenderen"] in velden.tekst


def test_with_one_reader_left_the_page_is_red(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    meld(kantoor, "Niemand")
    with w.huis.klokwerk() as werk:
        (zaak,) = werk.zaken.lijst()
    w.stap(AF2, zaak.id, "oppakken")
    with w.als(AF2) as werk:
        assert not afschermen.te_weinig(werk, werk.zaken.get(zaak.id))
    pad = f"/zaken/{zaak.nummer}"
    assert "Minder dan 2 mensen" not in kantoor.als(AF2).get(pad).tekst
    _verlies(kantoor, AF)
    pagina = kantoor.als(AF2).get(pad)
    assert "Minder dan 2 mensen kunnen deze zaak nog openen" in pagina.tekst
    assert f"Naam van {AF} kan deze zaak niet meer openen" in pagina.tekst
    assert stuur(kantoor.als(AF2), pad, "toegang_geven", {"lezer": w.ids["vangnet"].hex()}).code == 303
    assert "Minder dan 2 mensen" not in kantoor.als(AF2).get(pad).tekst
    assert kantoor.als("vangnet").get(pad).code == 200


def test_the_veiligheidsadviseur_reports_one_and_does_not_see_it_again(kantoor: Kantoor) -> None:
    browse = kantoor.als("va.aalten")
    pagina = browse.get("/werkvoorraad")
    namen = {
        een.get_text(strip=True): str(een["value"]) for een in pagina.soep.select("select[name=niet_lezen] option")
    }
    velden = {"herkomst": "politie", "gevaar": "nee", "tekst": "Over een lezer.", "wanneer": "vandaag"}
    velden |= {"gemeente": "aalten", "minderjarig": "nee", "over_lezer": "ja", "niet_lezen": namen[f"Naam van {AF}"]}
    bon = stuur(browse, "/werkvoorraad", "melden_vanuit_overleg", velden)
    assert bon.code == 200 and "volgcode" in bon.tekst
    mh = nummer(kantoor)
    for wie in ("va.aalten", AF):
        assert kantoor.als(wie).get(f"/zaken/{mh}").code == 404
    zaak = kantoor.als(AF2).get(f"/zaken/{mh}")
    assert "Over een lezer." in zaak.tekst and f"Naam van {AF}" in zaak.tekst


def _verlies(k: Kantoor, wie: str) -> None:
    with k.wereld.huis.engine.begin() as verbinding:
        verbinding.execute(text("DELETE FROM lid WHERE persoon_id = :id"), {"id": k.wereld.ids[wie]})
