"""The read log: who opened what and why, of the own municipality alone, and reading it is logged."""

from tests.storage import wandeling
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, kantoor

__all__ = ["kantoor"]
PAD = "/logboek"


def regels(pagina: Pagina) -> list[str]:
    return [een.get_text(" ", strip=True) for een in pagina.soep.select("tbody tr")]


def test_an_opened_case_stands_in_the_log_with_who_and_why_and_without_content(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    nummer = kantoor.wereld.zaak(zaak).nummer
    kantoor.als("af2.aalten").get(f"/zaken/{nummer}")
    for wie in ("fg.aalten", "privacy.aalten"):
        pagina = kantoor.als(wie).get(f"{PAD}?wat=lezen")
        (regel,) = [een for een in regels(pagina) if "af2.aalten" in een]
        assert nummer in regel and "Zaak bekijken: signaal, melder, contact met de melder, zaak" in regel
        assert "Zes mensen" not in pagina.tekst and "Klaas" not in pagina.tekst


def test_steps_and_readings_are_told_in_words(kantoor: Kantoor) -> None:
    wandeling.geagendeerd(kantoor.wereld)
    tekst = " ".join(regels(kantoor.als("fg.aalten").get(PAD)))
    for wat in ("Signaal oppakken", "Op de agenda zetten", "Privacycheck gevraagd", "Overleg gepland", "Melder"):
        assert wat in tekst
    assert "Stap: op de agenda zetten: zaak" in tekst
    assert "_" not in tekst


def test_another_municipality_stands_in_another_log(kantoor: Kantoor) -> None:
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    pagina = kantoor.als("fg.winterswijk").get(PAD)
    assert kantoor.wereld.zaak(zaak).nummer not in pagina.tekst and "af.aalten" not in pagina.tekst


def test_reading_the_log_is_logged_and_so_is_a_refused_page(kantoor: Kantoor) -> None:
    fg = kantoor.als("fg.aalten")
    fg.get(PAD)
    assert "Logboek bekeken" in regels(fg.get(PAD))[0]
    assert kantoor.als("beheer.aalten").get(PAD).code == 404
    assert "A-beheer.aalten" in " ".join(regels(fg.get(f"{PAD}?wat=geweigerd")))


def test_the_log_is_read_in_pages_and_by_kind(kantoor: Kantoor) -> None:
    af = kantoor.als("af.aalten")
    for _ in range(25):
        af.get("/taken")
    fg = kantoor.als("fg.aalten")
    eerste = fg.get(PAD)
    assert len(regels(eerste)) == 20
    tweede = fg.get(str(eerste.soep.select("a[rel=next]")[0]["href"]))
    assert regels(tweede) and "Terug naar de nieuwste regels" in tweede.tekst
    assert not tweede.soep.select("a[rel=next]")
    lijst = fg.get(f"{PAD}?wat=lijst")
    assert all("bekeken" in een for een in regels(lijst)) and len(regels(lijst)) == 20
    assert regels(fg.get(f"{PAD}?wat=namen")) == []
    for vreemd in ("?wat=xx", "?voor=-1", "?voor=9999999999999", "?voor=1"):
        assert fg.get(f"{PAD}{vreemd}").code == 200


def test_the_page_says_when_the_log_was_last_signed(kantoor: Kantoor) -> None:
    fg = kantoor.als("fg.aalten")
    assert "nog geen handtekening" in fg.get(PAD).tekst
    kantoor.wereld.huis.onderhoud(kantoor.wereld.huis.nu())
    assert "De laatste handtekening" in fg.get(PAD).tekst
