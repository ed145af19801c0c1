"""The page of the beheerder: how things stand in his municipality, and never content."""

from tests.storage.wandeling import in_aanpak
from tests.web.kantoor import Kantoor, kantoor

__all__ = ["kantoor"]


def test_the_page_shows_people_desks_messages_terms_and_partners(kantoor: Kantoor) -> None:
    tekst = kantoor.als("beheer.aalten").get("/beheer").soep.get_text(" ", strip=True)
    assert "Naam van af.aalten" in tekst and "Naam van af.winterswijk" not in tekst
    assert "2 van minstens 2" in tekst and "Te weinig mensen" not in tekst
    assert "Geen geldige sleutel" in tekst, "nobody sits at the desk of vergunningen"
    assert "De klok staat stil" in tekst and "Opvang Het Anker" in tekst and "1 werkdag" in tekst


def test_no_case_number_stands_on_it(kantoor: Kantoor) -> None:
    zaak = kantoor.wereld.zaak(in_aanpak(kantoor.wereld))
    tekst = kantoor.als("beheer.aalten").get("/beheer").tekst
    assert zaak.nummer not in tekst and "MH-" not in tekst


def test_only_the_beheerder_reaches_it(kantoor: Kantoor) -> None:
    for wie in ("af.aalten", "bestuur.aalten", "politie"):
        assert kantoor.als(wie).get("/beheer").code == 404
