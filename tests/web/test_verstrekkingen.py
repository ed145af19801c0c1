"""Hand-offs: the maker sees what the recipient sees, the recipient sees that and no more."""

from tests.storage.wandeling import MET_NAMEN, VERSTREKKING, feit, geef_vrij, in_aanpak, verstuur
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur

__all__ = ["kantoor"]
FEIT = "Het pand aan de Voorbeeldweg 1"
# What is left of that fact without names: the covenant's coded parts.
ALGEMEEN = "Gemeente: Aalten."


def pad_van(vs: bytes) -> str:
    return f"/verstrekkingen/{vs.hex()}"


def concept(k: Kantoor, wie: str = "af.aalten", **anders: object) -> tuple[bytes, bytes]:
    zaak = in_aanpak(k.wereld)
    velden = {**VERSTREKKING, "ontvanger": "politie", "feiten": [feit(k.wereld, zaak)], **anders}
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
    assert "Onderzoek door politie of OM" in gelezen.tekst and "algemeen belang" in gelezen.tekst
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
    velden = {**VERSTREKKING, **MET_NAMEN, "ontvanger": "politie", "feiten": [feit(wereld, zaak)]}
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
    anders = {"ontvanger": "comensha", "uitzondering": ["D1"], "uitzondering_reden": reden}
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
