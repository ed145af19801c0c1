"""Who read this case: colleagues by alias, others as their desk, for the desk of the case alone."""

from tests.storage import wandeling
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, kantoor

__all__ = ["kantoor"]


def regels(pagina: Pagina) -> list[str]:
    return [een.get_text(" ", strip=True) for een in pagina.soep.select("tbody tr")]


def test_the_desk_sees_who_opened_its_case_and_a_partner_as_his_desk(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = wandeling.in_aanpak(w)
    vs = wandeling.verstuur(w, zaak, "politie")
    kantoor.als("af2.aalten").get(f"/zaken/{w.zaak(zaak).nummer}")
    kantoor.als("politie").get(f"/verstrekkingen/{vs.hex()}")
    pagina = kantoor.als("af.aalten").get(f"/zaken/{w.zaak(zaak).nummer}/gelezen")
    tekst = " ".join(regels(pagina))
    assert "A-af2.aalten" in tekst and "Zaak bekijken" in tekst
    assert "Politie" in regels(pagina)[0] and "A-politie" not in pagina.tekst
    assert "Zes mensen" not in pagina.tekst and "Klaas" not in pagina.tekst
    assert "Bekeken wie de zaak las" in regels(kantoor.als("va.aalten").get(f"/zaken/{w.zaak(zaak).nummer}/gelezen"))[0]


def test_the_case_links_to_it_and_others_do_not_find_it(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = wandeling.in_beoordeling(w)
    pad = f"/zaken/{w.zaak(zaak).nummer}"
    links = [str(een["href"]) for een in kantoor.als("af.aalten").get(pad).soep.select("main a")]
    assert f"{pad}/gelezen" in links
    for wie in ("af.winterswijk", "va.aalten", "vangnet"):
        assert kantoor.als(wie).get(f"{pad}/gelezen").code == 404


def test_it_is_read_in_pages(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = wandeling.in_beoordeling(w)
    af = kantoor.als("af.aalten")
    for _ in range(23):
        af.get(f"/zaken/{w.zaak(zaak).nummer}")
    eerste = af.get(f"/zaken/{w.zaak(zaak).nummer}/gelezen")
    assert len(regels(eerste)) == 20
    tweede = af.get(str(eerste.soep.select("a[rel=next]")[0]["href"]))
    assert regels(tweede) and not tweede.soep.select("a[rel=next]")


def test_a_desk_that_took_a_case_over_reads_that_another_log_holds_more(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = wandeling.aangenomen(w)
    pagina = kantoor.als("af.winterswijk").get(f"/zaken/{w.zaak(zaak).nummer}/gelezen")
    assert "staat in het logboek van die gemeente" in pagina.tekst and "A-af.aalten" not in pagina.tekst
    assert kantoor.als("af.aalten").get(f"/zaken/{w.zaak(zaak).nummer}/gelezen").code == 404
