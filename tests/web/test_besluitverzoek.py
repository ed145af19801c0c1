"""Scaling up to the driehoek: a question without content, answered with a code, read by the veiligheidsadviseur."""

from datetime import date, timedelta
from typing import Any

from tests.storage.wandeling import in_aanpak, verstuur
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from workflow import besluitverzoeken, besluitvraag

__all__ = ["kantoor"]
PAD = "/besluitverzoeken"
WAAROM = "Er is een netwerk rond het pand."


def opgeschaald(k: Kantoor, **anders: Any) -> bytes:
    zaak = in_aanpak(k.wereld)
    verstuur(k.wereld, zaak, "politie")
    k.wereld.stap("va.aalten", zaak, "opschalen", doel="driehoek", toelichting=WAAROM, **anders)
    return zaak


def nummer_op(pagina: Pagina) -> str:
    veld = pagina.soep.find("input", attrs={"name": "onderwerp"})
    assert veld is not None, pagina.soep.get_text(" ", strip=True)[:400]
    return str(veld["value"])


def antwoord(k: Kantoor, **velden: str) -> Pagina:
    return stuur(k.als("bestuur.aalten"), PAD, "beantwoorden", velden)


def test_who_governs_gets_a_number_and_a_question_and_nothing_of_the_case(kantoor: Kantoor) -> None:
    zaak = opgeschaald(kantoor, gevraagd_besluit="bevoegdheid")
    pagina = kantoor.als("bestuur.aalten").get(PAD)
    assert kantoor.wereld.zaak(zaak).nummer in pagina.tekst
    assert "Een bevoegdheid van de burgemeester inzetten" in pagina.tekst
    for geheim in (WAAROM, "Zes mensen", "Voorbeeldweg", "Controle op het adres", "Politie", "A-va.aalten"):
        assert geheim not in pagina.tekst
    assert not pagina.soep.select("main a[href^='/zaken']")
    assert kantoor.als("bestuur.aalten").get(f"/zaken/{kantoor.wereld.zaak(zaak).nummer}").code == 404
    taken = kantoor.als("bestuur.aalten").get("/taken").tekst
    assert besluitverzoeken.TAAK_BESTUUR in taken


def test_the_question_comes_with_a_message_without_content(kantoor: Kantoor) -> None:
    zaak = opgeschaald(kantoor)
    with kantoor.wereld.huis.klokwerk() as werk:
        berichten = [een for een in werk.berichten.te_versturen(500) if een.adres.startswith("bestuur.aalten@")]
    assert len(berichten) == 1
    for geheim in (kantoor.wereld.zaak(zaak).nummer, "driehoek", "Aalten", WAAROM):
        assert geheim.lower() not in f"{berichten[0].onderwerp} {berichten[0].tekst}".lower()


def test_an_answer_reaches_the_veiligheidsadviseur_as_a_task_until_it_is_read(kantoor: Kantoor) -> None:
    opgeschaald(kantoor)
    va = kantoor.als("va.aalten")
    assert acties_op(va.get(PAD)) == set(), "who asks does not answer"
    assert antwoord(kantoor, antwoord="nee").code == 422, "a no needs its reason"
    assert antwoord(kantoor, antwoord="misschien").code == 422
    assert antwoord(kantoor, antwoord="nee", reden="te_zwaar").code == 303
    assert acties_op(kantoor.als("bestuur.aalten").get(PAD)) == set()
    pagina = va.get(PAD)
    assert "Nee. Een lichter middel kan eerst" in pagina.tekst and "Naar zaak" in pagina.tekst
    assert besluitverzoeken.TAAK_VA in va.get("/taken").tekst
    assert stuur(va, PAD, "gelezen").code == 303
    assert besluitverzoeken.TAAK_VA not in va.get("/taken").tekst and acties_op(va.get(PAD)) == set()


def test_two_answers_at_once_are_one_answer(kantoor: Kantoor) -> None:
    opgeschaald(kantoor)
    bestuur = kantoor.als("bestuur.aalten")
    oud = bestuur.get(PAD).formulier("antwoord")
    assert antwoord(kantoor, antwoord="ja").code == 303
    tweede = bestuur.post(PAD, oud | {"actie": "beantwoorden", "antwoord": "nee", "reden": "te_zwaar"})
    assert tweede.code == 409 and "Ja, de driehoek is het eens" in tweede.tekst


def test_another_municipality_and_other_roles_see_none_of_it(kantoor: Kantoor) -> None:
    opgeschaald(kantoor)
    nummer = nummer_op(kantoor.als("bestuur.aalten").get(PAD))
    for wie in ("bestuur.winterswijk", "va.winterswijk"):
        pagina = kantoor.als(wie).get(PAD)
        assert pagina.code == 200 and nummer not in pagina.tekst and "nog niets" in pagina.tekst
    for wie in ("af.aalten", "politie", "deelnemer.aalten", "beheer.aalten"):
        assert kantoor.als(wie).get(PAD).code == 404


def test_a_scale_up_elsewhere_asks_nobody_and_taking_back_takes_the_question_back(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    anders = in_aanpak(w)
    verstuur(w, anders, "riec")
    w.stap("va.aalten", anders, "opschalen", doel="riec", toelichting=WAAROM)
    assert "nog niets" in kantoor.als("bestuur.aalten").get(PAD).tekst
    zaak = opgeschaald(kantoor)
    with w.huis.klokwerk() as werk:
        (vs,) = (een for een in werk.trajecten.van_zaak(zaak, "verstrekking") if een.ontvanger == "politie.regio")
    w.stap("politie", zaak, "ontvangst_bevestigen", vs.id)
    w.stap("politie", zaak, "oppakken", vs.id)
    w.stap("politie", zaak, "terugkoppelen", vs.id, resultaat="Besproken.")
    w.stap("va.aalten", zaak, "terugnemen", antwoord="De politie gaat niet verder.")
    pagina = kantoor.als("bestuur.aalten").get(PAD)
    assert "Ingetrokken" in pagina.tekst and acties_op(pagina) == set()


def test_the_clock_reminds_who_governs_and_then_tells_who_asked(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    opgeschaald(kantoor)
    with w.als("bestuur.aalten") as werk:
        (verzoek,) = werk.kwesties.lijst(besluitvraag.SOORT)
    assert verzoek.termijn is not None
    w.verzet(days=(verzoek.termijn - date.today()).days + 4)
    vandaag = verzoek.termijn + timedelta(days=4)
    eerste = besluitverzoeken.dagelijks(w.huis.klokwerk, w.beleid, vandaag, "https://meldroute.example")
    assert eerste == 3
    assert besluitverzoeken.dagelijks(w.huis.klokwerk, w.beleid, vandaag, "https://meldroute.example") == 0
    with w.huis.klokwerk() as werk:
        adressen = [een.adres for een in werk.berichten.te_versturen(500)]
    assert sum(een.startswith("va.aalten@") for een in adressen) >= 1


def test_who_may_not_know_of_a_case_that_was_protected_since_sees_its_number_no_more(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = opgeschaald(kantoor)
    nummer = w.zaak(zaak).nummer
    assert nummer in kantoor.als("bestuur.aalten").get(PAD).tekst
    w.stap("af.aalten", zaak, "afschermen", reden="Het gaat over een bestuurder.")
    with w.huis.klokwerk() as werk:
        lezers = [een for namen in werk.zaken.get(zaak).kenmerken["lezers"].values() for een in namen]
    for wie in ("bestuur.aalten", "va.aalten", "va2.aalten"):
        op_naam = any(w.ids[wie].hex() in een for een in lezers)
        assert (nummer in kantoor.als(wie).get(PAD).tekst) is op_naam, wie
    assert nummer not in kantoor.als("bestuur.aalten").get(PAD).tekst
