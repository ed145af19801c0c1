"""A second person: before an exception goes out, after a vital interest went out; and consent that is taken back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.storage import wandeling as w
from tests.wereld import WEGING, Wereld
from web.planner import laat_lopen
from workflow import privacychecks
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.taken import taken
from workflow.zaak import Document, Privacycheck

REDEN = "CoMensha kan anders geen plek zoeken bij het juiste bedrijf."
UITZONDERING = {"ontvanger": "comensha", "uitzondering": ["D1"], "uitzondering_reden": REDEN}


def concept(wereld: Wereld, zaak: bytes, wie: str = "af.aalten", **anders: Any) -> bytes:
    velden = {**w.VERSTREKKING, "ontvanger": "politie", "feiten": [w.feit(wereld, zaak)], **anders}
    vs = wereld.stap(wie, zaak, "verstrekking_opstellen", **velden).nieuw_id
    assert vs is not None
    return vs


def punten(fout: pytest.ExceptionInfo[StapGeweigerd]) -> str:
    return " ".join((*fout.value.punten, *fout.value.velden.values()))


def checks(wereld: Wereld, soort: str, staat: str = "") -> list[Privacycheck]:
    with wereld.als("privacy.aalten") as werk:
        return [een for een in werk.controles.checks() if een.soort == soort and staat in ("", een.staat)]


def post(wereld: Wereld, wie: str, onderwerp: str) -> list[str]:
    """What waits in the outbox for one account."""
    with wereld.huis.klokwerk() as werk:
        nog = [een for een in werk.berichten.te_versturen(500) if een.adres == f"{wie}@meldroute.example"]
    return [een.tekst for een in nog if een.onderwerp == onderwerp]


def open_(wereld: Wereld, wie: str, vs: bytes) -> list[Document]:
    traject = wereld.traject(vs)
    with wereld.als(wie) as werk:
        return werk.documenten.open(traject, [traject.compartiment("vs")], "test")


def stukken(wereld: Wereld, zaak: bytes) -> list[Document]:
    with wereld.als("af.aalten") as werk:
        return werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")


def pseudoniemen(wereld: Wereld, zaak: bytes) -> list[str]:
    return [(doc.inhoud or {})["pseudoniem"] for doc in stukken(wereld, zaak) if doc.soort == "persoon"]


def persoon(wereld: Wereld, zaak: bytes, naam: str = "Piotr Nowak", rol: str = "slachtoffer", **anders: Any) -> str:
    velden = {"rol": rol, "naam": naam, "leeftijdsklasse": "23_plus", **anders}
    wereld.stap("af.aalten", zaak, "persoon_toevoegen", **velden)
    return pseudoniemen(wereld, zaak)[-1]


# -- the exception


def test_an_exception_needs_a_reason_and_a_second_person(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    with pytest.raises(StapGeweigerd) as fout:
        concept(wereld, zaak, **{**UITZONDERING, "uitzondering_reden": ""})
    assert set(fout.value.velden) == {"uitzondering_reden"}
    vs = concept(wereld, zaak, **UITZONDERING)
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    assert "tweede persoon" in punten(fout)
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "uitzondering_toestaan", vs, toelichting="Ik vind het zelf goed.")
    assert "Een ander moet dit nakijken" in punten(fout)
    with pytest.raises(NietGevonden):
        wereld.stap("af.winterswijk", zaak, "uitzondering_toestaan", vs, toelichting="Ik ook.")
    assert not checks(wereld, privacychecks.UITZONDERING)
    wereld.stap("af2.aalten", zaak, "uitzondering_toestaan", vs, toelichting="Zonder dit komt er geen plek.")
    assert wereld.traject(vs).staat == "concept"
    w.geef_vrij(wereld, zaak, vs)
    assert wereld.traject(vs).staat == "verzonden"
    kenmerken = wereld.traject(vs).kenmerken
    assert kenmerken["gemaakt_door"] == wereld.ids["af.aalten"].hex()
    assert kenmerken["toegestaan_door"] == wereld.ids["af2.aalten"].hex()
    with pytest.raises(StapGeweigerd):
        wereld.stap("af2.aalten", zaak, "uitzondering_toestaan", vs, toelichting="Nog een keer.")


def test_without_the_exception_the_same_hand_off_is_refused(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = concept(wereld, zaak, ontvanger="comensha")
    assert not [doc for doc in open_(wereld, "af.aalten", vs) if doc.soort == "feit"]
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    assert "CoMensha mag niets krijgen" in punten(fout)
    met = concept(wereld, zaak, **UITZONDERING)
    assert [doc for doc in open_(wereld, "af.aalten", met) if doc.soort == "feit"]


@pytest.mark.parametrize("categorie", ["D8", "D11", "D7", "D99"])
def test_some_categories_are_no_exception_ever(wereld: Wereld, categorie: str) -> None:
    zaak = w.in_aanpak(wereld)
    with pytest.raises(StapGeweigerd) as fout:
        concept(wereld, zaak, **{**UITZONDERING, "uitzondering": [categorie]})
    assert set(fout.value.velden) == {"uitzondering"}


def test_the_privacy_officer_hears_of_an_exception_at_once_and_ticks_it_off(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = concept(wereld, zaak, **UITZONDERING)
    wereld.stap("va.aalten", zaak, "uitzondering_toestaan", vs, toelichting="Zonder dit komt er geen plek.")
    (tekst,) = post(wereld, "privacy.aalten", "Er is iets gedaan dat je moet nakijken")
    for geheim in (wereld.zaak(zaak).nummer, wereld.traject(vs).nummer, "CoMensha", "Aalten", REDEN):
        assert geheim not in tekst
    assert not post(wereld, "privacy.winterswijk", "Er is iets gedaan dat je moet nakijken")
    (check,) = checks(wereld, privacychecks.UITZONDERING, "gevraagd")
    assert check.codes["uitzondering"] == ["D1"] and check.codes["ontvanger"] == "comensha.regio"
    assert REDEN not in str(check.codes)
    with wereld.als("privacy.aalten") as werk:
        lijst = [taak.wat for _, groep in taken(werk, wereld.beleid) for taak in groep]
        assert "Kijk mee: uitzondering op het convenant" in lijst
        with pytest.raises(StapGeweigerd):
            privacychecks.beantwoord(werk, check, "akkoord", "", check.revisie)
        privacychecks.beantwoord(werk, check, "gezien", "", check.revisie)
        werk.bevestig()
    assert not checks(wereld, privacychecks.UITZONDERING, "gevraagd")
    with wereld.als("fg.aalten") as werk:
        (regel,) = [
            een.inhoud
            for een in werk.logboek.regels(aantal=200)
            if een.inhoud and een.inhoud["handeling"] == "uitzondering_toestaan"
        ]
    assert regel["uitzondering"] == ["D1"]


def test_an_exception_is_asked_of_the_second_person_and_of_nobody_else(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    concept(wereld, zaak, **UITZONDERING)
    gevraagd = {}
    for wie in ("af.aalten", "af2.aalten", "va.aalten", "af.winterswijk"):
        with wereld.als(wie) as werk:
            lijst = [taak.wat for _, groep in taken(werk, wereld.beleid) for taak in groep]
        gevraagd[wie] = any("tweede persoon" in wat for wat in lijst)
    assert gevraagd == {"af.aalten": False, "af2.aalten": True, "va.aalten": True, "af.winterswijk": False}


def test_the_recipient_never_reads_why_there_was_an_exception(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = concept(wereld, zaak, **{**UITZONDERING, "ontvanger": "kmar"})
    wereld.stap("af2.aalten", zaak, "uitzondering_toestaan", vs, toelichting="Dit is de reden van de tweede.")
    w.geef_vrij(wereld, zaak, vs)
    tekst = str([doc.inhoud for doc in open_(wereld, "af.aalten", vs)])
    for geheim in (REDEN, "reden van de tweede", w.VERSTREKKING["noodzaak"], w.VERSTREKKING["evenredigheid"]):
        assert geheim not in tekst
    in_zaak = str([doc.inhoud for doc in stukken(wereld, zaak)])
    assert REDEN in in_zaak and "reden van de tweede" in in_zaak


# -- the vital interest


def vitaal(wereld: Wereld) -> tuple[bytes, bytes]:
    zaak = w.in_aanpak(wereld)
    vs = concept(wereld, zaak, **w.MET_NAMEN)
    wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    return zaak, vs


def test_a_vital_interest_goes_out_at_once_and_is_looked_at_afterwards(wereld: Wereld) -> None:
    zaak, vs = vitaal(wereld)
    assert wereld.traject(vs).staat == "verzonden"
    (twee_b,) = checks(wereld, "2b", "gevraagd")
    assert twee_b.achteraf
    assert checks(wereld, privacychecks.VITAAL, "gevraagd")
    assert len(post(wereld, "privacy.aalten", "Er is iets gedaan dat je moet nakijken")) == 1
    assert len(post(wereld, "af2.aalten", "Kijk iets na van een collega")) == 1
    assert not post(wereld, "af.aalten", "Kijk iets na van een collega")
    for stap in ("vitaal_belang_nakijken", "vitaal_belang_afkeuren"):
        with pytest.raises(StapGeweigerd) as fout:
            wereld.stap("af.aalten", zaak, stap, vs, toelichting="Klopt.")
        assert "Een ander moet dit nakijken" in punten(fout)
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("va.aalten", zaak, "vitaal_belang_nakijken", vs, toelichting="Klopt.")
    assert "niet openen" in punten(fout), "the overleg holds no key of names"
    wereld.stap("af2.aalten", zaak, "vitaal_belang_nakijken", vs, toelichting="Er was echt gevaar.")
    assert wereld.traject(vs).kenmerken["nagekeken"] == "terecht"
    assert wereld.traject(vs).staat == "verzonden"
    with pytest.raises(StapGeweigerd):
        wereld.stap("af2.aalten", zaak, "vitaal_belang_afkeuren", vs, toelichting="Toch niet.")


def test_the_verdict_that_it_was_no_vital_interest_takes_the_key_back(wereld: Wereld) -> None:
    zaak, vs = vitaal(wereld)
    wereld.stap("politie", zaak, "ontvangst_bevestigen", vs)
    assert open_(wereld, "politie", vs)
    wereld.stap("af2.aalten", zaak, "vitaal_belang_afkeuren", vs, toelichting="Er was geen gevaar.")
    assert wereld.traject(vs).staat == "ingetrokken"
    assert wereld.traject(vs).kenmerken["nagekeken"] == "niet_terecht"
    assert open_(wereld, "politie", vs) == []
    (tekst,) = post(wereld, "politie", "Gebruik iets niet meer")
    assert wereld.traject(vs).nummer not in tekst and "terecht" not in tekst


def test_who_only_released_it_is_not_the_second_person_either(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = concept(wereld, zaak, **w.MET_NAMEN)
    wereld.stap("af2.aalten", zaak, "vrijgeven", vs)
    for wie in ("af.aalten", "af2.aalten"):
        with pytest.raises(StapGeweigerd):
            wereld.stap(wie, zaak, "vitaal_belang_nakijken", vs, toelichting="Klopt.")


@pytest.mark.parametrize("op_tijd", [True, False])
def test_a_second_look_that_stays_out_is_seen(wereld: Wereld, op_tijd: bool) -> None:
    zaak, vs = vitaal(wereld)
    if op_tijd:
        wereld.stap("af2.aalten", zaak, "vitaal_belang_nakijken", vs, toelichting="Er was echt gevaar.")
    begin = wereld.huis.nu()
    einde = wereld.verzet(days=7)
    laat_lopen(wereld.huis, begin, einde)
    with wereld.als("af2.aalten") as werk:
        groepen = dict(taken(werk, wereld.beleid))
    te_laat = [taak for taak in groepen["Te laat"] if "gevaar was voor een leven" in taak.wat]
    assert bool(te_laat) is not op_tijd
    with wereld.huis.klokwerk() as werk:
        rest = [een.groep for een in werk.timers.van_zaak(zaak) if een.groep == "vitaal_nakijken"]
    assert not rest
    with wereld.als("fg.aalten") as werk:
        klok = [
            een.inhoud
            for een in werk.logboek.regels(aantal=400)
            if een.inhoud and een.inhoud["handeling"] == "klok" and een.inhoud.get("groep") == "vitaal_nakijken"
        ]
    assert ({een["aan"] for een in klok} >= {"veiligheidsadviseur", "privacyfunctionaris"}) is not op_tijd


# -- consent


def test_consent_that_is_taken_back_takes_the_key_and_blocks_new_hand_offs(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    wie, ander = persoon(wereld, zaak), persoon(wereld, zaak, "Elena Ionescu")
    vs = w.verstuur(wereld, zaak, "politie", personen=[wie])
    nieuw = concept(wereld, zaak, ontvanger="moviera", personen=[wie])
    assert open_(wereld, "politie", vs)
    vandaag = date.today().isoformat()
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "toestemming_ingetrokken", vs, wanneer=vandaag, personen=[ander])
    assert set(fout.value.velden) == {"personen"}
    wereld.stap("af.aalten", zaak, "toestemming_ingetrokken", vs, wanneer=vandaag, personen=[wie])
    assert wereld.traject(vs).staat == "ingetrokken"
    assert open_(wereld, "politie", vs) == []
    (tekst,) = post(wereld, "politie", "Gebruik iets niet meer")
    assert "toestemming" not in tekst.lower() and wereld.traject(vs).nummer not in tekst
    assert wereld.zaak(zaak).kenmerken["toestemming_ingetrokken"] is True
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "vrijgeven", nieuw)
    assert "toestemming is ingetrokken" in punten(fout), "a draft of before counts no longer"
    with pytest.raises(StapGeweigerd) as fout:
        concept(wereld, zaak, personen=[wie])
    assert set(fout.value.velden) == {"toestemming_opnieuw"}
    gisteren = (date.today() - timedelta(days=1)).isoformat()
    with pytest.raises(StapGeweigerd):
        concept(wereld, zaak, personen=[wie], toestemming_opnieuw=gisteren)
    assert concept(wereld, zaak, personen=[ander]), "it is about one person"
    assert concept(wereld, zaak, personen=[wie], toestemming="niet_gevraagd", toestemming_reden="Dat is niet veilig.")
    w.geef_vrij(wereld, zaak, concept(wereld, zaak, personen=[wie], toestemming_opnieuw=vandaag))
    assert concept(wereld, zaak, personen=[wie]), "asked anew, it counts again"


def test_only_consent_that_was_given_can_be_taken_back(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    niet = {"toestemming": "niet_gevraagd", "toestemming_reden": "Dat is niet veilig."}
    vs = w.verstuur(wereld, zaak, "politie", **niet)
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "toestemming_ingetrokken", vs, wanneer=date.today().isoformat())
    assert "geen toestemming gegeven" in punten(fout)
    with pytest.raises(NietGevonden):
        wereld.stap("politie", zaak, "toestemming_ingetrokken", vs, wanneer=date.today().isoformat())


# -- the ground test at the release


def test_who_decided_and_under_which_covenant_stands_with_the_hand_off(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = concept(wereld, zaak)
    wereld.beleid = replace(wereld.beleid, convenant=replace(wereld.beleid.convenant, versie="2026-9"))
    w.geef_vrij(wereld, zaak, vs)
    kenmerken = wereld.traject(vs).kenmerken
    assert kenmerken["convenant_versie"] == "2026-9"
    besloten = {"alias": "A-af.aalten", "rol": "aandachtsfunctionaris", "dag": date.today().isoformat(), "overleg": ""}
    assert kenmerken["besloten"] == besloten
    assert [
        doc.inhoud["convenant"] for doc in open_(wereld, "politie", vs) if doc.inhoud and doc.soort == "vrijgave"
    ] == ["2026-9"]
    with wereld.als("fg.aalten") as werk:
        (regel,) = [een.inhoud for een in werk.logboek.regels(aantal=200) if een.inhoud and "besloten" in een.inhoud]
    assert (regel["handeling"], regel["convenant_versie"], regel["besloten"]) == ("vrijgeven", "2026-9", besloten)


def test_a_covenant_that_got_stricter_counts_at_the_release(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = concept(wereld, zaak)
    convenant = wereld.beleid.convenant
    d1 = convenant.categorieen["D1"]
    dicht = replace(d1, cellen={**d1.cellen, "politie": d1.cellen["opvang"]})
    strenger = replace(convenant, categorieen={**convenant.categorieen, "D1": dicht})
    wereld.beleid = replace(wereld.beleid, convenant=strenger)
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    assert "politie mag niets krijgen" in punten(fout)


def test_an_expired_covenant_stops_sharing_and_says_why(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = concept(wereld, zaak)
    oud = replace(wereld.beleid.convenant, geldig_tot=date.today() - timedelta(days=1))
    wereld.beleid = replace(wereld.beleid, convenant=oud)
    for poging in (lambda: wereld.stap("af.aalten", zaak, "vrijgeven", vs), lambda: concept(wereld, zaak)):
        with pytest.raises(StapGeweigerd) as fout:
            poging()
        assert "Het convenant gold tot en met" in punten(fout)


def test_a_partner_that_left_gets_nothing_any_more(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = concept(wereld, zaak)
    politie = replace(wereld.beleid.partners["politie"], tot=date.today() - timedelta(days=1))
    wereld.beleid = replace(wereld.beleid, partners={**wereld.beleid.partners, "politie": politie})
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("af.aalten", zaak, "vrijgeven", vs)
    assert punten(fout) == "Deze partner doet niet meer mee."
    with pytest.raises(StapGeweigerd) as fout:
        concept(wereld, zaak)
    assert set(fout.value.velden) == {"ontvanger"}


def test_the_last_day_lies_within_a_year(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    with pytest.raises(StapGeweigerd) as fout:
        concept(wereld, zaak, geldig_tot=(date.today() + timedelta(days=370)).isoformat())
    assert set(fout.value.velden) == {"geldig_tot"}
    assert concept(wereld, zaak, geldig_tot=(date.today() + timedelta(days=360)).isoformat())


@pytest.mark.parametrize(
    ("velden", "mist"),
    [
        ({"evenredigheid": ""}, "evenredigheid"),
        ({"geheimhouding": ""}, "geheimhouding"),
        ({"geheimhouding": "doorbroken", "geheimhouding_grond": "meldrecht"}, "geheimhouding_reden"),
        ({"geheimhouding": "doorbroken", "geheimhouding_reden": "De wet zegt het."}, "geheimhouding_grond"),
        ({"geheimhouding": "conflict"}, "conflict_reden"),
        ({"toestemming": "niet_gevraagd"}, "toestemming_reden"),
        ({"overleg_dag": "2020-01-01"}, "overleg_dag"),
    ],
)
def test_each_part_of_the_ground_test_is_asked(wereld: Wereld, velden: dict[str, str], mist: str) -> None:
    zaak = w.in_aanpak(wereld)
    with pytest.raises(StapGeweigerd) as fout:
        concept(wereld, zaak, **velden)
    assert set(fout.value.velden) == {mist}


def test_a_decision_of_the_overleg_names_its_day(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vandaag = date.today().isoformat()
    wereld.overleg(dagen=0)
    vs = concept(wereld, zaak, overleg_dag=vandaag)
    w.geef_vrij(wereld, zaak, vs)
    assert wereld.traject(vs).kenmerken["besloten"]["overleg"] == vandaag


# -- check 2A


def test_check_2a_is_asked_again_when_people_or_categories_come_later(wereld: Wereld) -> None:
    zaak = w.geagendeerd(wereld)
    wereld.akkoord()
    persoon(wereld, zaak, naam="Joris Voorbeeld", leeftijdsklasse="onder_18")
    (gevraagd,) = checks(wereld, "2a", "gevraagd")
    assert (gevraagd.codes["personen"], gevraagd.codes["minderjarigen"]) == (1, 1)
    persoon(wereld, zaak, naam="Costel Munteanu", rol="dader")
    (gevraagd,) = checks(wereld, "2a", "gevraagd")
    assert (gevraagd.codes["personen"], gevraagd.codes["categorieen"]) == (2, ["D2", "D4"])
    besluit = {"besluit": "Controle.", "regiehouder": wereld.ids["va.aalten"].hex(), **w.ACTIE}
    with pytest.raises(StapGeweigerd) as fout:
        wereld.stap("va.aalten", zaak, "in_aanpak_nemen", **besluit)
    assert "check 2A" in punten(fout)
    wereld.akkoord()
    wereld.stap("va.aalten", zaak, "in_aanpak_nemen", **besluit)
    assert wereld.zaak(zaak).staat == "in_aanpak"


def test_a_second_fact_of_a_category_that_was_seen_asks_nothing(wereld: Wereld) -> None:
    zaak = w.in_beoordeling(wereld)
    w.feit(wereld, zaak)
    tekst = {"overdrachtstekst": "Zes mensen op een adres.", "vraag_aan_overleg": "Wat doen we?"}
    wereld.stap("af.aalten", zaak, "agenderen", overleg=wereld.overleg(), **WEGING, **tekst)
    wereld.akkoord()
    w.feit(wereld, zaak, "Nog een pand.")
    assert not checks(wereld, "2a", "gevraagd")
    wereld.stap("af.aalten", zaak, "feit_vastleggen", categorie="D5", bron="zelf", feit="Uit een ander land.")
    assert [een.codes["categorieen"] for een in checks(wereld, "2a", "gevraagd")] == [["D1", "D5"]]
