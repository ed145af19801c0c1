"""Hand-offs: the maker sees what the recipient sees, the recipient sees that and no more."""

import hashlib
import io
from datetime import date
from typing import Any

import pypdf
import pytest

from tests.storage.wandeling import MET_NAMEN, VERSTREKKING, feit, geef_vrij, in_aanpak, verstuur
from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur, tijdens_een_blad
from tests.wereld import WACHTZIN
from workflow import privacychecks
from workflow.fouten import StapGeweigerd

__all__ = ["kantoor"]
FEIT = "Het pand aan de Voorbeeldweg 1"
# What is left of that fact without names: the covenant's coded parts.
ALGEMEEN = "Gemeente: Aalten."


def pad_van(vs: bytes) -> str:
    return f"/verstrekkingen/{vs.hex()}"


def concept(k: Kantoor, wie: str = "af.aalten", **anders: Any) -> tuple[bytes, bytes]:
    zaak = in_aanpak(k.wereld)
    velden: dict[str, Any] = {**VERSTREKKING, "ontvanger": "politie", "feiten": [feit(k.wereld, zaak)], **anders}
    vs = k.wereld.stap(wie, zaak, "verstrekking_opstellen", **velden).nieuw_id
    assert vs is not None
    return zaak, vs


def test_a_draft_shows_its_maker_what_goes_out_and_what_the_covenant_says(kantoor: Kantoor) -> None:
    zaak, vs = concept(kantoor)
    pagina = kantoor.als("af.aalten").get(pad_van(vs))
    assert ALGEMEEN in pagina.tekst and FEIT not in pagina.tekst and "Dit ziet de ontvanger" in pagina.tekst
    assert "Mag dit volgens het convenant?" in pagina.tekst
    assert VERSTREKKING["noodzaak"] in pagina.tekst
    assert kantoor.wereld.zaak(zaak).nummer in pagina.tekst
    assert acties_op(pagina) == {"vrijgeven", "intrekken"}


def test_a_recipient_hears_nothing_of_a_draft_nor_of_one_that_was_withdrawn(kantoor: Kantoor) -> None:
    _, vs = concept(kantoor)
    politie = kantoor.als("politie")
    nummer = kantoor.wereld.traject(vs).nummer
    assert politie.get(pad_van(vs)).code == 404
    assert stuur(kantoor.als("af.aalten"), pad_van(vs), "intrekken", {"reden": "Toch niet."}).code == 303
    assert politie.get(pad_van(vs)).code == 404
    assert nummer not in politie.get("/verstrekkingen").tekst
    assert nummer not in politie.get("/verstrekkingen?weergave=afgerond").tekst


def test_the_recipient_reads_purpose_ground_and_facts_and_nothing_of_the_case(kantoor: Kantoor) -> None:
    zaak = in_aanpak(kantoor.wereld)
    vs = verstuur(kantoor.wereld, zaak, "politie")
    gelezen = kantoor.als("politie").get(pad_van(vs))
    assert (
        ALGEMEEN in gelezen.tekst
        and FEIT not in gelezen.tekst
        and "Gemeente Aalten" in gelezen.tekst
        and "A-af.aalten" in gelezen.tekst
    )
    assert "Advies vragen" in gelezen.tekst and "algemeen belang" in gelezen.tekst
    nummer = kantoor.wereld.zaak(zaak).nummer
    for geheim in (nummer, VERSTREKKING["noodzaak"], "Zes mensen", "In aanpak", "Tijdlijn", "Mag dit"):
        assert geheim not in gelezen.tekst
    assert acties_op(gelezen) == {"ontvangst_bevestigen"}
    assert kantoor.als("nla").get(pad_van(vs)).code == 404
    assert kantoor.als("af.winterswijk").get(pad_van(vs)).code == 404


def test_question_and_answer_go_back_and_forth(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "politie")
    politie, af, pad = kantoor.als("politie"), kantoor.als("af.aalten"), pad_van(vs)
    assert stuur(politie, pad, "ontvangst_bevestigen").naar == pad
    assert stuur(politie, pad, "vraag_stellen").code == 422
    assert stuur(politie, pad, "vraag_stellen", {"vraag": "Hoe laat was dat?"}).code == 303
    assert "Hoe laat was dat?" in af.get(pad).tekst
    assert stuur(af, pad, "beantwoorden", {"antwoord": "Rond acht uur."}).code == 303
    assert "Rond acht uur." in politie.get(pad).tekst
    assert stuur(politie, pad, "oppakken").code == 303
    assert stuur(politie, pad, "terugkoppelen", {"resultaat": "Gesproken met de eigenaar."}).code == 303
    klaar = af.get(pad)
    assert "Gesproken met de eigenaar." in klaar.tekst and acties_op(klaar) == {"toestemming_ingetrokken"}
    assert kantoor.wereld.traject(vs).nummer in af.get("/verstrekkingen?weergave=afgerond").tekst


def test_what_the_covenant_forbids_is_named_and_not_sent(kantoor: Kantoor) -> None:
    _, vs = concept(kantoor, ontvanger="comensha")
    af = kantoor.als("af.aalten")
    assert "Mag niet" in af.get(pad_van(vs)).tekst
    fout = stuur(af, pad_van(vs), "vrijgeven")
    assert fout.code == 422 and any("CoMensha mag niets krijgen" in een for een in fout.fouten)
    assert kantoor.wereld.traject(vs).staat == "concept"


def test_the_page_says_that_the_privacy_check_is_waited_for(kantoor: Kantoor) -> None:
    _, vs = concept(kantoor)
    af = kantoor.als("af.aalten")
    assert stuur(af, pad_van(vs), "vrijgeven").naar == pad_van(vs)
    assert "privacyfunctionaris kijkt nog mee" in af.get(pad_van(vs)).tekst
    kantoor.wereld.akkoord()
    assert "privacyfunctionaris gaf akkoord" in af.get(pad_van(vs)).tekst


def test_names_stay_closed_for_the_overleg(kantoor: Kantoor) -> None:
    wereld = kantoor.wereld
    zaak = in_aanpak(wereld)
    wereld.stap(
        "af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam="Piotr Nowak", leeftijdsklasse="23_plus"
    )
    with wereld.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
    p_nummer = next(doc.inhoud["pseudoniem"] for doc in docs if doc.inhoud and doc.soort == "persoon")
    velden: dict[str, Any] = {**VERSTREKKING, **MET_NAMEN, "ontvanger": "politie", "feiten": [feit(wereld, zaak)]}
    vs = wereld.stap("af.aalten", zaak, "verstrekking_opstellen", **velden, personen=[p_nummer]).nieuw_id
    assert vs is not None
    assert "Piotr Nowak" in kantoor.als("af.aalten").get(pad_van(vs)).tekst
    va = kantoor.als("va.aalten")
    with wereld.als("fg.aalten") as werk:
        eerder = werk.logboek.regels(aantal=1)[0].seq
    dicht = va.get(pad_van(vs))
    with wereld.als("fg.aalten") as werk:
        (regel,) = [een for een in werk.logboek.regels(aantal=50) if een.seq > eerder and een.inhoud]
    assert regel.inhoud is not None
    gelogd = {naam: regel.inhoud[naam] for naam in ("handeling", "id", "wie")}
    assert gelogd == {"handeling": "status_bekeken", "id": vs.hex(), "wie": wereld.ids["va.aalten"].hex()}
    assert "Piotr Nowak" not in dicht.tekst and FEIT not in dicht.tekst and "kan haar openen" in dicht.tekst
    assert wereld.traject(vs).nummer not in kantoor.als("va.aalten").get("/verstrekkingen").tekst


def test_after_withdrawal_the_recipient_reads_nothing_and_the_page_says_why(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "politie")
    pad = pad_van(vs)
    assert ALGEMEEN in kantoor.als("politie").get(pad).tekst
    stuur(kantoor.als("af.aalten"), pad, "intrekken", {"reden": "Verkeerde partner."})
    na = kantoor.als("politie").get(pad)
    assert na.code == 200 and ALGEMEEN not in na.tekst and "niet meer lezen" in na.tekst
    assert "Verkeerde partner." not in na.tekst


def test_a_partner_who_was_overtaken_is_told(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "politie")
    politie, pad = kantoor.als("politie"), pad_van(vs)
    stuur(politie, pad, "ontvangst_bevestigen")
    oud = politie.get(pad).formulier("vraag")
    kantoor.wereld.stap("politie", b"", "oppakken", vs)
    laat = politie.post(pad, oud | {"actie": "vraag_stellen", "vraag": "Mijn getypte vraag"})
    assert laat.code == 409 and "Mijn getypte vraag" in laat.tekst and "Opgepakt" in laat.tekst


def test_an_address_that_is_none_and_one_of_another_route_are_not_found(kantoor: Kantoor) -> None:
    zaak = in_aanpak(kantoor.wereld)
    af = kantoor.als("af.aalten")
    with kantoor.wereld.huis.klokwerk() as werk:
        actie = werk.trajecten.van_zaak(zaak, "actie")[0].id
    for pad in ("/verstrekkingen/xyz", "/verstrekkingen/00", pad_van(actie), "/opvang/" + actie.hex()):
        assert af.get(pad).code == 404


def test_a_damaged_document_shows_as_damaged_and_the_rest_works(kantoor: Kantoor) -> None:
    zaak, vs = concept(kantoor)
    geef_vrij(kantoor.wereld, zaak, vs)
    with kantoor.wereld.huis.engine.begin() as verbinding:
        verbinding.exec_driver_sql(
            "UPDATE document SET inhoud = zeroblob(200) WHERE compartiment = ? AND volgnr = 1", (f"vs:{vs.hex()}",)
        )
    pagina = kantoor.als("politie").get(pad_van(vs))
    assert "is niet te lezen" in pagina.tekst and ALGEMEEN in pagina.tekst


def test_an_exception_is_shown_and_allowed_by_a_colleague_and_not_by_its_maker(kantoor: Kantoor) -> None:
    reden = "Zonder dit bedrijf komt er geen passende plek."
    anders: dict[str, Any] = {"ontvanger": "comensha", "uitzondering": ["D1"], "uitzondering_reden": reden}
    _, vs = concept(kantoor, **anders)
    af, collega, pad = kantoor.als("af.aalten"), kantoor.als("af2.aalten"), pad_van(vs)
    pagina = af.get(pad)
    assert acties_op(pagina) == {"vrijgeven", "intrekken"}
    assert "wacht op een tweede persoon" in pagina.tekst and reden in pagina.tekst
    zelf = pagina.formulier("reden") | {"actie": "uitzondering_toestaan", "toelichting": "Ik vind het goed."}
    geweigerd = af.post(pad, zelf)
    assert geweigerd.code == 422 and any("Een ander moet dit nakijken" in een for een in geweigerd.fouten)
    assert "uitzondering_toestaan" in acties_op(collega.get(pad))
    assert stuur(collega, pad, "uitzondering_toestaan").code == 422
    assert stuur(collega, pad, "uitzondering_toestaan", {"toelichting": "Dat klopt."}).code == 303
    assert "is toegestaan" in af.get(pad).tekst and "uitzondering_toestaan" not in acties_op(collega.get(pad))
    geef_vrij(kantoor.wereld, b"", vs)
    assert kantoor.wereld.traject(vs).staat == "verzonden"
    assert "Wie besliste dit?" in af.get(pad).tekst and "A-af2.aalten" in af.get(pad).tekst


def test_what_does_not_go_is_named_on_the_draft(kantoor: Kantoor) -> None:
    _, vs = concept(kantoor, ontvanger="comensha")
    pagina = kantoor.als("af.aalten").get(pad_van(vs))
    assert "Dit gaat niet mee" in pagina.tekst and "Plaats of bedrijf (1)" in pagina.tekst


def test_the_recipient_reads_the_note_on_secrecy_and_the_version_of_the_covenant(kantoor: Kantoor) -> None:
    geheim = {
        "geheimhouding": "doorbroken",
        "geheimhouding_grond": "meldrecht",
        "geheimhouding_reden": "Reden van ons.",
    }
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "politie", **geheim)
    gelezen = kantoor.als("politie").get(pad_van(vs)).tekst
    assert "de wet geeft een meldrecht" in gelezen and kantoor.wereld.beleid.convenant.versie in gelezen
    assert "Reden van ons." not in gelezen


def test_a_vital_interest_that_was_not_looked_at_warns_its_desk(kantoor: Kantoor) -> None:
    _, vs = concept(kantoor, **MET_NAMEN)
    kantoor.wereld.stap("af.aalten", b"", "vrijgeven", vs)
    af, collega, pad = kantoor.als("af.aalten"), kantoor.als("af2.aalten"), pad_van(vs)
    assert "Een collega moet uiterlijk" in af.get(pad).tekst
    assert acties_op(collega.get(pad)) >= {"vitaal_belang_nakijken", "vitaal_belang_afkeuren"}
    assert not acties_op(af.get(pad)) & {"vitaal_belang_nakijken", "vitaal_belang_afkeuren"}
    assert stuur(collega, pad, "vitaal_belang_afkeuren", {"toelichting": "Er was geen gevaar."}).code == 303
    na = kantoor.als("politie").get(pad)
    assert "Gebruik niet meer wat je kreeg" in na.tekst and "Er was geen gevaar." not in na.tekst
    assert "Dat was niet zo." in af.get(pad).tekst and "Er was geen gevaar." in af.get(pad).tekst


# -- on paper


def blad_van(browser: Browser, pad: str) -> Pagina:
    token = browser.get(pad).formulier()["csrf_token"]
    return browser.post(f"{pad}/pdf", {"csrf_token": token})


def tekst_van(pagina: Pagina) -> str:
    lezer = pypdf.PdfReader(io.BytesIO(pagina.antwoord.data))
    return " ".join(een.extract_text() for een in lezer.pages).replace("\n", " ")


def pdf_regels(k: Kantoor) -> list[dict[str, Any]]:
    with k.wereld.als("fg.aalten") as werk:
        regels = [een.inhoud for een in werk.logboek.regels(aantal=100) if een.inhoud]
    return [dict(een) for een in regels if een["handeling"] == "verstrekking_pdf"]


def test_a_partner_without_account_gets_a_sheet_and_answers_by_hand(kantoor: Kantoor) -> None:
    zaak = in_aanpak(kantoor.wereld)
    vs = verstuur(kantoor.wereld, zaak, "om")
    af, pad = kantoor.als("af.aalten"), pad_van(vs)
    assert "heeft geen account" in af.get(pad).tekst and "Geef de verstrekking zelf aan de partner" in af.get(pad).tekst
    blad = blad_van(af, pad)
    assert blad.code == 200 and blad.antwoord.mimetype == "application/pdf"
    tekst, nummer = tekst_van(blad), kantoor.wereld.traject(vs).nummer
    assert "Openbaar Ministerie" in tekst and nummer in tekst and "A-af.aalten" in tekst and "Vertrouwelijk" in tekst
    with kantoor.wereld.als("af.aalten") as werk:
        namen = {een.naam for een in werk.mensen.van_tenant("aalten")}
    for geheim in (kantoor.wereld.zaak(zaak).nummer, VERSTREKKING["noodzaak"], FEIT, *namen):
        assert geheim not in tekst
    (regel,) = pdf_regels(kantoor)
    assert regel["hash"] == hashlib.sha256(blad.antwoord.data).hexdigest() and regel["exemplaar"] in tekst
    hand = {"namens": "de parketsecretaris", "hoe": "telefoon", "wanneer": date.today().isoformat()}
    assert stuur(af, pad, "ontvangst_bevestigen").code == 422
    for actie, extra in (("ontvangst_bevestigen", {}), ("oppakken", {}), ("terugkoppelen", {"resultaat": "Bekeken."})):
        assert stuur(af, pad, actie, {**hand, **extra}).code == 303, actie
    klaar = af.get(pad)
    assert "de parketsecretaris" in klaar.tekst and "Per telefoon" in klaar.tekst
    assert "De partner liet weten wat er is gedaan" in klaar.tekst


def test_a_partner_without_account_can_refuse_by_hand(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "om")
    af, pad = kantoor.als("af.aalten"), pad_van(vs)
    hand = {"namens": "de parketsecretaris", "hoe": "gesprek", "wanneer": date.today().isoformat()}
    assert stuur(af, pad, "ontvangst_bevestigen", hand).code == 303
    assert stuur(af, pad, "afwijzen", {**hand, "reden": "onvoldoende_info"}).code == 303
    assert kantoor.wereld.traject(vs).staat == "afgewezen"
    assert blad_van(af, pad).code == 422, "what was refused does not go on paper any more"


def test_a_question_of_a_partner_without_account_is_asked_and_answered_by_hand(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "om")
    af, pad = kantoor.als("af.aalten"), pad_van(vs)
    hand = {"namens": "de parketsecretaris", "hoe": "telefoon", "wanneer": date.today().isoformat()}
    stuur(af, pad, "ontvangst_bevestigen", hand)
    assert stuur(af, pad, "vraag_stellen", {"vraag": "Hoe laat was dat?"}).code == 422, "who asked it, and how?"
    assert stuur(af, pad, "vraag_stellen", {**hand, "vraag": "Hoe laat was dat?"}).code == 303
    pagina = af.get(pad)
    assert kantoor.wereld.traject(vs).staat == "vraag" and "Hoe laat was dat?" in pagina.tekst
    assert "geef een nieuwe PDF met je antwoord" in pagina.tekst
    assert stuur(af, pad, "beantwoorden", {"antwoord": "Rond acht uur."}).code == 303
    assert kantoor.wereld.traject(vs).staat == "ontvangen"
    tekst = tekst_van(blad_van(af, pad))
    assert "Hoe laat was dat?" in tekst and "Rond acht uur" in tekst, "the answer stands on the next sheet"


def test_the_maker_asks_nothing_in_the_name_of_a_partner_with_an_account(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "politie")
    pad = pad_van(vs)
    stuur(kantoor.als("politie"), pad, "ontvangst_bevestigen")
    af = kantoor.als("af.aalten")
    assert "vraag_stellen" not in acties_op(af.get(pad))
    hand = {"namens": "iemand", "hoe": "telefoon", "wanneer": date.today().isoformat(), "vraag": "Wat?"}
    zelf = af.get(pad).formulier("revisie") | hand | {"actie": "vraag_stellen"}
    assert af.post(pad, zelf).code == 422 and kantoor.wereld.traject(vs).staat == "ontvangen"


def test_a_recipient_takes_his_own_sheet_and_nobody_else_does(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "politie")
    pad = pad_van(vs)
    eigen = blad_van(kantoor.als("politie"), pad)
    assert eigen.code == 200 and "A-politie" in tekst_van(eigen) and ALGEMEEN in tekst_van(eigen)
    token = kantoor.als("nla").get("/verstrekkingen").soep.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    assert kantoor.als("nla").post(f"{pad}/pdf", {"csrf_token": str(token["value"])}).code == 404
    assert "PDF maken" not in kantoor.als("af.aalten").get(pad).tekst
    assert blad_van(kantoor.als("af.aalten"), pad).code == 422


def test_a_draft_has_no_sheet(kantoor: Kantoor) -> None:
    _, vs = concept(kantoor, ontvanger="om")
    niet = blad_van(kantoor.als("af.aalten"), pad_van(vs))
    assert niet.code == 422 and niet.fouten == ["Verstuur de verstrekking eerst. Daarna kun je een PDF maken."]
    assert pdf_regels(kantoor) == []


def gelezen(k: Kantoor, wie: str) -> bool:
    with k.wereld.als("fg.aalten") as werk:
        regels = [een.inhoud or {} for een in werk.logboek.regels(aantal=100)]
    keren = [een for een in regels if een["handeling"] == "lezen" and een.get("wie") == k.wereld.ids[wie].hex()]
    # The first time was the page with the button.
    return len(keren) > 1


def test_who_waits_for_his_sheet_keeps_nobody_else_from_working(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    vs = verstuur(w, in_aanpak(w), "politie")
    politie, nieuw = kantoor.als("politie"), []
    blad = tijdens_een_blad(
        lambda: blad_van(politie, pad_van(vs)), lambda: gelezen(kantoor, "politie"), lambda: nieuw.append(w.meld())
    )
    assert blad.code == 200 and blad.antwoord.mimetype == "application/pdf" and len(nieuw) == 1


def test_a_sheet_of_what_was_taken_back_while_it_was_made_does_not_leave(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    vs = verstuur(w, in_aanpak(w), "politie")
    politie, af, pad = kantoor.als("politie"), kantoor.als("af.aalten"), pad_van(vs)
    blad = tijdens_een_blad(
        lambda: blad_van(politie, pad),
        lambda: gelezen(kantoor, "politie"),
        lambda: stuur(af, pad, "intrekken", {"reden": "Verkeerde partner."}),
    )
    assert w.traject(vs).staat == "ingetrokken"
    assert blad.code == 422 and ALGEMEEN not in blad.tekst and pdf_regels(kantoor) == []


# -- too late


def test_an_answer_after_the_recall_changes_nothing(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "politie")
    politie, pad = kantoor.als("politie"), pad_van(vs)
    oud = politie.get(pad).formulier("actie")
    assert stuur(kantoor.als("af.aalten"), pad, "intrekken", {"reden": "Verkeerde partner."}).code == 303
    eerder = kantoor.wereld.traject(vs)
    laat = politie.post(pad, oud | {"actie": "ontvangst_bevestigen"})
    assert laat.code == 409 and "De gemeente trok dit in" in laat.tekst
    nu = politie.post(pad, oud | {"actie": "ontvangst_bevestigen", "revisie": str(eerder.revisie)})
    assert nu.code == 422 and "De verstrekking is gestopt." in nu.tekst
    assert kantoor.wereld.traject(vs) == eerder


def test_an_answer_after_the_last_day_changes_nothing_also_before_the_clock_came_by(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "politie")
    politie, pad = kantoor.als("politie"), pad_van(vs)
    oud = politie.get(pad).formulier("actie")
    kantoor.wereld.verzet(days=30)
    eerder = kantoor.wereld.traject(vs)
    assert eerder.staat == "verzonden"
    laat = politie.post(pad, oud | {"actie": "ontvangst_bevestigen"})
    assert laat.code == 422 and "De laatste dag van deze verstrekking is voorbij" in laat.tekst
    assert ALGEMEEN not in politie.get(pad).tekst, "nor is it read any more"
    assert kantoor.wereld.traject(vs) == eerder


def test_the_list_of_a_partner_says_why_something_ended(kantoor: Kantoor) -> None:
    vs = verstuur(kantoor.wereld, in_aanpak(kantoor.wereld), "politie")
    stuur(kantoor.als("politie"), pad_van(vs), "ontvangst_bevestigen")
    stuur(kantoor.als("politie"), pad_van(vs), "afwijzen", {"reden": "onvoldoende_info"})
    assert "Je hebt dit niet aangenomen" in kantoor.als("politie").get("/verstrekkingen?weergave=afgerond").tekst


# -- purpose, names


def test_a_purpose_that_does_not_fit_the_recipient_is_refused(kantoor: Kantoor) -> None:
    with pytest.raises(StapGeweigerd) as fout:
        concept(kantoor, ontvanger="comensha", doel="opsporing")
    assert "past niet bij deze ontvanger" in fout.value.velden["doel"]


def slachtoffer(k: Kantoor, zaak: bytes) -> str:
    """Put an adult in the vault. Out: the pseudonym."""
    w = k.wereld
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam="Piotr Nowak", leeftijdsklasse="23_plus")
    with w.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
    return next(str(doc.inhoud["pseudoniem"]) for doc in docs if doc.inhoud and doc.soort == "persoon")


def test_names_come_second_and_the_second_one_is_filled_in(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_aanpak(w)
    wie = slachtoffer(kantoor, zaak)
    vs = verstuur(w, zaak, "politie", personen=[wie], omstandigheden=["taak"])
    af, pad = kantoor.als("af.aalten"), pad_van(vs)
    assert "Nu met namen" not in af.get(pad).tekst, "nobody took the first one in yet"
    stuur(kantoor.als("politie"), pad, "ontvangst_bevestigen")
    link = af.get(pad).soep.find("a", string="Nu met namen")
    assert link is not None
    assert "Nu met namen" not in kantoor.als("va.aalten").get(pad).tekst
    pagina = af.get(str(link["href"]).partition("#")[0])
    ingevuld = pagina.formulier("evenredigheid")
    assert ingevuld["vorm"] == "J" and ingevuld["ontvanger"] == "politie" and ingevuld["doel"] == "advies"
    assert ingevuld["noodzaak"] == VERSTREKKING["noodzaak"] and ingevuld["personen"] == wie
    assert "Je sessie" not in pagina.tekst and not pagina.fouten
    klaar = af.post(
        f"/zaken/{w.zaak(zaak).nummer}", ingevuld | {"actie": "verstrekking_opstellen", "wachtzin": WACHTZIN}
    )
    assert klaar.code == 303, af.laatste and af.laatste.fouten
    verder = af.get(klaar.naar).soep.find("a", string="Ga naar wat je net maakte")
    assert verder is not None and str(verder["href"]).startswith("/verstrekkingen/")
    tweede = bytes.fromhex(str(verder["href"]).rpartition("/")[2])
    geef_vrij(w, zaak, tweede)
    assert w.traject(tweede).staat == "verzonden" and w.traject(tweede).vorm == "J"


def test_a_waiting_exception_is_not_shown_as_allowed(kantoor: Kantoor) -> None:
    anders: dict[str, Any] = {
        "ontvanger": "comensha",
        "uitzondering": ["D1"],
        "uitzondering_reden": "Nodig voor de opvang.",
    }
    _, vs = concept(kantoor, **anders)
    kop = kantoor.als("af.aalten").get(pad_van(vs)).soep.find("h2", string="Mag dit volgens het convenant?")
    assert kop is not None and kop.parent is not None
    assert [een.get_text(strip=True) for een in kop.parent.select("li > :first-child")] == ["Mag niet"]
    assert "wacht op een tweede persoon" in kop.parent.get_text(" ")


def test_an_answer_without_names_goes_to_the_case_with_one_button_and_never_with_a_name(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_aanpak(w)
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam="Piotr Nowak", leeftijdsklasse="23_plus")
    vs = verstuur(w, zaak, "politie", **MET_NAMEN)
    for actie in ("ontvangst_bevestigen", "oppakken"):
        w.stap("politie", zaak, actie, vs)
    antwoord = {"resultaat": "Gesproken met Piotr Nowak.", "antwoord_zonder_namen": "Piotr Nowak wil praten."}
    w.stap("politie", zaak, "terugkoppelen", vs, **antwoord)
    af, pad, adres = kantoor.als("af.aalten"), pad_van(vs), f"/zaken/{w.zaak(zaak).nummer}"
    fout = stuur(af, pad, "antwoord_overnemen")
    assert fout.code == 422 and any("naam of nummer uit de kluis" in een for een in fout.fouten)
    assert stuur(af, pad, "antwoord_overnemen", {"tekst": "De persoon wil praten."}).code == 303
    va = kantoor.als("va.aalten").get(adres)
    assert "De persoon wil praten." in va.tekst and "Piotr" not in va.tekst
    assert "antwoord_overnemen" not in acties_op(af.get(pad)), "once"


def test_a_registration_at_comensha_is_offered_with_numbers_only(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_aanpak(w)
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam="Piotr Nowak", leeftijdsklasse="23_plus")
    w.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["ARBEID"])
    feit_id = feit(w, zaak)
    af, adres = kantoor.als("af.aalten"), f"/zaken/{w.zaak(zaak).nummer}"
    link = af.get(adres).soep.find("a", string="Registratie bij CoMensha klaarzetten")
    assert link is not None and "Registratie bij CoMensha" not in kantoor.als("va.aalten").get(adres).tekst
    ingevuld = af.get(str(link["href"]).partition("#")[0]).formulier("evenredigheid")
    assert (ingevuld["ontvanger"], ingevuld["vorm"], ingevuld["doel"]) == ("comensha", "S", "registratie")
    klaar = af.post(adres, ingevuld | {"actie": "verstrekking_opstellen", "feiten": feit_id})
    assert klaar.code == 303, klaar.fouten
    with w.huis.klokwerk() as werk:
        (vs,) = (een for een in werk.trajecten.van_zaak(zaak, "verstrekking") if een.ontvanger == "comensha.regio")
    pagina = af.get(pad_van(vs.id))
    assert "1 keer 23 of ouder" in pagina.tekst and "Nowak" not in pagina.tekst


def test_a_care_coordinator_of_another_age_is_a_warning_that_names_the_right_one(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_aanpak(w)
    wie = slachtoffer(kantoor, zaak)
    velden: dict[str, Any] = {**VERSTREKKING, "doel": "hulp", "feiten": [feit(w, zaak)], "personen": [wie]}
    fout = w.stap("af.aalten", zaak, "verstrekking_opstellen", **velden, ontvanger="meesamen").nieuw_id
    goed = w.stap("af.aalten", zaak, "verstrekking_opstellen", **velden, ontvanger="moviera").nieuw_id
    assert fout is not None and goed is not None
    af = kantoor.als("af.aalten")
    assert "Voor deze leeftijd is er: Moviera." in af.get(pad_van(fout)).tekst
    assert "andere leeftijd" not in af.get(pad_van(goed)).tekst
    assert "Moviera: 23 of ouder" in af.get(f"/zaken/{w.zaak(zaak).nummer}").tekst


def test_a_condition_that_came_afterwards_is_a_task_for_the_maker(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_aanpak(w)
    w.akkoord()
    velden: dict[str, Any] = {**VERSTREKKING, **MET_NAMEN, "ontvanger": "politie", "feiten": [feit(w, zaak)]}
    vs = w.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    assert vs is not None
    w.stap("af.aalten", zaak, "vrijgeven", vs)
    assert "volgens de voorwaarde" not in kantoor.als("af.aalten").get("/taken").tekst
    with w.als("privacy.aalten") as werk:
        (check,) = (een for een in werk.controles.checks(open_alleen=True) if een.soort == "2b")
        privacychecks.beantwoord(werk, check, "voorwaarde", "korter", None)
        werk.bevestig()
    taken = kantoor.als("af.aalten").get("/taken").tekst
    assert "maak haar opnieuw volgens de voorwaarde" in taken and "korter geldig" in taken
