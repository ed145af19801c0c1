"""The protected case: only people by name open it, and nobody else sees that it is there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from storage.crypto import dubbel, hpke
from storage.crypto.errors import Ongeldig
from storage.keys.ledenlijst import haal_van_lijst, leden_op_lijst
from storage.keys.noodsleutels import open_noodsleutel
from storage.noodherstel import herstel_werkplek
from storage.tables.mensen import LedenlijstRij, LidRij, NoodsleutelRij, PersoonRij
from storage.tables.zaken import WrapRij, ZaakRij
from tests.wereld import WEGING, Wereld, email, maak_wereld
from workflow import afschermen, melden
from workflow.fouten import Beschadigd, NietGevonden, StapGeweigerd, WerkplekGesloten
from workflow.logboek import logpagina
from workflow.taken import TOEGANG, taken
from workflow.tik import tik
from workflow.werkvoorraad import Filters, werkvoorraad
from workflow.zaak import Zaak
from workflow.zaakpagina import zaakpagina

AF, AF2, VA, VA2 = "af.aalten", "af2.aalten", "va.aalten", "va2.aalten"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[Wereld]:
    """A world of its own: these tests write in its database."""
    wereld = maak_wereld(tmp_path)
    yield wereld
    wereld.huis.sluit()


def verwijzing(w: Wereld, wie: str, gemeente: str = "aalten") -> str:
    """The reference that the form has for a reader."""
    with w.huis.meldwerk(gemeente) as werk:
        return next(code for code, (id_, _) in melden.lezers_van(werk, gemeente).items() if id_ == w.ids[wie])


def meld_over(w: Wereld, wie: str = "") -> bytes:
    """A signal about a colleague, with one reader left out or none."""
    return w.meld(over_lezer="ja", niet_lezen=verwijzing(w, wie) if wie else "niemand")


def sql(w: Wereld) -> Session:
    """A session of somebody who can write in the database, past the product."""
    sessie = Session(w.huis.engine)
    sessie.info["gemeente"] = "*"
    return sessie


def naam(w: Wereld, wie: str, tenant: str = "aalten") -> str:
    return afschermen.persoonsnaam(w.ids[wie], tenant)


def ontvangers(w: Wereld, zaak_id: bytes) -> set[tuple[str, str]]:
    with w.huis.klokwerk() as werk:
        return {(comp, wie) for comp, wie, _ in werk.sleutels.houders(werk.zaken.get(zaak_id))}


def opent(w: Wereld, wie: str, zaak_id: bytes) -> int:
    """How many documents somebody opens of a case; 0 when it is not there for him."""
    with w.als(wie) as werk:
        try:
            zaak = werk.zaken.get(zaak_id)
        except NietGevonden:
            return 0
        return sum(doc.inhoud is not None for doc in werk.documenten.open(zaak, ["ruw", "melder", "zaak"], "proef"))


def kent(w: Wereld, wie: str, zaak_id: bytes, *, logboek: bool = True) -> bool:
    """True when somebody can find out in any way that the case exists."""
    nummer = w.zaak(zaak_id).nummer
    with w.als(wie) as werk:
        gezien = [str(werkvoorraad(werk, w.beleid, Filters(weergave=weergave))) for weergave in ("open", "nieuw")]
        gezien += [str(werkvoorraad(werk, w.beleid, Filters(zoek=nummer)).rijen), str(taken(werk, w.beleid))]
        if logboek:
            gezien.append(str([een.inhoud for een in werk.logboek.regels(aantal=200)]))
        try:
            werk.zaken.get_nummer(nummer)
        except NietGevonden:
            return any(nummer in tekst for tekst in gezien)
    return True


def open_van(w: Wereld, wie: str, zaak_id: bytes) -> set[str]:
    """The compartments that somebody can open now."""
    with w.als(wie) as werk:
        zaak = werk.zaken.get(zaak_id)
        return {comp for comp in werk.sleutels.compartimenten(zaak) if werk.sleutels.kan_openen(zaak, comp)}


# -- from the form


def test_a_signal_about_a_reader_goes_to_the_others_by_name(w: Wereld) -> None:
    zaak_id = meld_over(w, AF)
    # One reader of the desk is left, so the safety net helps; the escrow key stands beside them.
    lezers = {naam(w, AF2), naam(w, "vangnet", "winterswijk"), naam(w, "vangnet2")}
    wie = {aan for _, aan in ontvangers(w, zaak_id)}
    assert wie == lezers | {"nood.aalten", "volgcode"}
    assert {comp for comp, aan in ontvangers(w, zaak_id) if aan == naam(w, AF2)} == {"ruw", "melder", "draad"}
    assert opent(w, AF, zaak_id) == 0
    assert opent(w, AF2, zaak_id) == 1
    assert opent(w, "vangnet", zaak_id) == 1
    assert not kent(w, AF, zaak_id)
    assert kent(w, AF2, zaak_id)


def test_who_is_not_named_does_not_know_that_the_case_exists(w: Wereld) -> None:
    zaak_id = meld_over(w, AF)
    for wie in (AF, VA, VA2, "fg.aalten", "bestuur.aalten", "beheer.aalten", "af.winterswijk", "politie", "regisseur"):
        assert not kent(w, wie, zaak_id), wie
        assert opent(w, wie, zaak_id) == 0


def test_with_two_readers_left_the_safety_net_stays_out(w: Wereld) -> None:
    zaak_id = meld_over(w)
    wie = {aan for _, aan in ontvangers(w, zaak_id)}
    assert wie == {naam(w, AF), naam(w, AF2), "nood.aalten", "volgcode"}
    assert (opent(w, AF, zaak_id), opent(w, AF2, zaak_id), opent(w, "vangnet", zaak_id)) == (1, 1, 0)


def test_an_ordinary_case_goes_to_the_desk(w: Wereld) -> None:
    zaak_id = w.meld(over_lezer="nee", niet_lezen=verwijzing(w, AF))
    assert {aan for _, aan in ontvangers(w, zaak_id)} == {"af.aalten", "vangnet.regio", "volgcode"}
    assert not w.zaak(zaak_id).afgeschermd


def test_a_repeat_of_the_form_stores_nothing(w: Wereld) -> None:
    geheim = bytes(32)
    indiening, code = w.huis.codes_van(geheim)
    antwoorden = {"gevaar": "nee", "tekst": "Iets.", "wanneer": "vandaag", "gemeente": "aalten", "minderjarig": "nee"}
    antwoorden |= {"over_lezer": "ja", "niet_lezen": verwijzing(w, AF)}
    uitkomsten = []
    for _ in range(2):
        with w.huis.meldwerk("aalten") as werk:
            uitkomsten.append(melden.indienen(werk, w.beleid, "aalten", antwoorden, geheim, indiening, code))
    assert [een.herhaald for een in uitkomsten] == [False, True]


def test_the_reporter_follows_it_with_his_code(w: Wereld) -> None:
    zaak_id = meld_over(w, AF)
    w.melder_stap(zaak_id, "toevoegen", bericht="Nog iets.", gevaar="nee")
    with w.als(AF2) as werk:
        zaak = werk.zaken.get(zaak_id)
        assert [doc.soort for doc in werk.documenten.open(zaak, ["draad"], "proef")] == ["stap"]


# -- with raw keys, past the product


def rauw(w: Wereld, zaak_id: bytes, wrap: WrapRij, geheim: bytes) -> bytes | None:
    """The compartment key that a private key gives, with both the database and the server's keys in hand."""
    zaak = w.zaak(zaak_id)
    ctx = (zaak.herkomst, zaak_id, wrap.compartiment, wrap.ontvanger, wrap.epoch)
    try:
        return dubbel.unwrap_double(geheim, wrap.wrap, w.huis.kekken.voor(zaak.houder, wrap.wrap), ctx)
    except Ongeldig:
        return None


def wraps(w: Wereld, zaak_id: bytes) -> list[WrapRij]:
    with sql(w) as sessie:
        return list(sessie.scalars(select(WrapRij).where(WrapRij.zaak_id == zaak_id)).all())


def eigen_geheim(w: Wereld, wie: str) -> bytes:
    with w.als(wie) as werk:
        geheim: bytes = werk.sleutelbos.geheim  # type: ignore[attr-defined]
    return geheim


def test_no_desk_key_and_no_other_member_opens_a_wrap(w: Wereld) -> None:
    zaak_id = meld_over(w, AF)
    alle = wraps(w, zaak_id)
    sleutels = [een.wrap for een in w.geheimen.values()] + [eigen_geheim(w, wie) for wie in (AF, VA, "af.winterswijk")]
    assert not any(rauw(w, zaak_id, wrap, geheim) for wrap in alle for geheim in sleutels)
    for wie in (AF2, "vangnet", "vangnet2"):
        assert sum(rauw(w, zaak_id, wrap, eigen_geheim(w, wie)) is not None for wrap in alle) == 3


def test_two_paper_codes_open_it(w: Wereld) -> None:
    zaak_id = meld_over(w, AF)
    with sql(w) as sessie:
        rij = sessie.scalar(select(NoodsleutelRij).where(NoodsleutelRij.tenant == "aalten"))
        assert rij is not None
        geheim = open_noodsleutel(rij, w.papier["aalten"][1:])
    open_ = {wrap.compartiment for wrap in wraps(w, zaak_id) if rauw(w, zaak_id, wrap, geheim)}
    assert open_ == {"ruw", "melder", "draad"}


# -- whoever can write in the database


def test_a_swapped_public_key_gets_nothing(w: Wereld) -> None:
    eigen = hpke.generate()
    with sql(w) as sessie:
        sessie.execute(update(PersoonRij).where(PersoonRij.id == w.ids[AF2]).values(publiek=eigen.public))
        sessie.commit()
    zaak_id = meld_over(w)
    assert naam(w, AF2) not in {aan for _, aan in ontvangers(w, zaak_id)}
    assert not any(rauw(w, zaak_id, wrap, eigen.private) for wrap in wraps(w, zaak_id))


def test_a_swapped_list_gets_nothing(w: Wereld) -> None:
    """Without a list that the desk signed nobody of it is named; the safety net is left."""
    with sql(w) as sessie:
        rij = sessie.scalar(select(LedenlijstRij).where(LedenlijstRij.werkplek == "af.aalten"))
        assert rij is not None
        rij.leden = rij.leden.replace(w.ids[AF2].hex().encode(), w.ids["beheer.aalten"].hex().encode())
        sessie.commit()
        assert leden_op_lijst(sessie, "af.aalten", w.huis.cert_publiek, w.huis.echte_tijd().date()) == {}
    zaak_id = meld_over(w)
    wie = {aan for _, aan in ontvangers(w, zaak_id)}
    assert wie == {naam(w, "vangnet", "winterswijk"), naam(w, "vangnet2"), "nood.aalten", "volgcode"}
    assert opent(w, "beheer.aalten", zaak_id) == 0


def test_a_seat_that_was_written_in_the_database_is_no_seat(w: Wereld) -> None:
    with sql(w) as sessie:
        lid = sessie.scalar(select(LidRij).where(LidRij.persoon_id == w.ids[AF2]))
        assert lid is not None
        velden = {kolom.name: getattr(lid, kolom.name) for kolom in LidRij.__table__.columns}
        sessie.add(LidRij(**velden | {"persoon_id": w.ids["beheer.aalten"]}))
        sessie.commit()
    zaak_id = meld_over(w)
    assert naam(w, "beheer.aalten") not in {aan for _, aan in ontvangers(w, zaak_id)}


def test_a_swapped_escrow_key_stops_the_intake(w: Wereld) -> None:
    with sql(w) as sessie:
        waar = NoodsleutelRij.tenant == "aalten"
        sessie.execute(update(NoodsleutelRij).where(waar).values(publiek=hpke.generate().public))
        sessie.commit()
    with pytest.raises(WerkplekGesloten):
        meld_over(w)


def test_taking_the_fence_away_in_the_database_opens_nothing(w: Wereld) -> None:
    zaak_id = meld_over(w, AF)
    with sql(w) as sessie:
        sessie.execute(update(ZaakRij).where(ZaakRij.id == zaak_id).values(afgeschermd=False))
        sessie.commit()
    assert opent(w, AF, zaak_id) == 0
    with pytest.raises(Beschadigd):
        w.stap(AF, zaak_id, "spoed_zetten", reden="gevaar")


def test_a_list_of_a_gone_member_names_him_no_more(w: Wereld) -> None:
    with sql(w) as sessie:
        haal_van_lijst(sessie, w.geheimen["af.aalten"], w.ids[AF2])
        sessie.commit()
    zaak_id = meld_over(w)
    assert naam(w, AF2) not in {aan for _, aan in ontvangers(w, zaak_id)}


# -- along the route


def opgepakt(w: Wereld, zonder: str = "") -> bytes:
    zaak_id = meld_over(w, zonder)
    w.stap(AF2, zaak_id, "oppakken")
    return zaak_id


def test_the_working_file_goes_to_the_same_people(w: Wereld) -> None:
    zaak_id = opgepakt(w, AF)
    w.stap(AF2, zaak_id, "notitie", tekst="Ik kijk ernaar.")
    for comp in ("zaak", "ident"):
        wie = {aan for naam_, aan in ontvangers(w, zaak_id) if naam_ == comp}
        assert wie == {naam(w, AF2), naam(w, "vangnet", "winterswijk"), naam(w, "vangnet2"), "nood.aalten"}
    # The safety net works on it as a colleague would.
    w.stap("vangnet", zaak_id, "notitie", tekst="Gelezen.")
    assert not kent(w, AF, zaak_id)


def test_it_does_not_go_to_a_sitting(w: Wereld) -> None:
    zaak_id = opgepakt(w)
    with pytest.raises(StapGeweigerd) as fout:
        velden = {"overdrachtstekst": "Tekst.", "vraag_aan_overleg": "Wat nu?", "overleg": w.overleg()}
        w.stap(AF2, zaak_id, "agenderen", **WEGING, **velden)
    assert "afgeschermde zaak" in fout.value.punten[0]
    with w.als(AF2) as werk:
        knoppen = [een.stap.actie for een in zaakpagina(werk, w.beleid, werk.zaken.get(zaak_id)).aanbod]
    assert "agenderen" not in knoppen
    assert "direct_oppakken" in knoppen


def in_aanpak(w: Wereld, zaak_id: bytes, regie: str = AF2) -> None:
    velden: dict[str, Any] = {"reden": "afgeschermd", "regiehouder": w.ids[regie].hex(), "eerste_stap": "actie"}
    velden |= {"afdeling": "toezicht", "instrument": next(iter(w.beleid.taxonomie["interventies"].codes))}
    velden |= {"opdracht": "Ga kijken bij het pand.", "datum": w.huis.nu().date().isoformat()}
    w.stap(AF2, zaak_id, "direct_oppakken", **WEGING, **velden)


def test_the_veiligheidsadviseurs_are_named_as_well(w: Wereld) -> None:
    zaak_id = opgepakt(w, AF)
    in_aanpak(w, zaak_id)
    zaak = w.zaak(zaak_id)
    assert {aan for comp, aan in ontvangers(w, zaak_id) if comp == "zaak"} >= {naam(w, VA), naam(w, VA2)}
    assert not any(aan.startswith(("af.", "overleg.", "vangnet.")) for _, aan in ontvangers(w, zaak_id))
    assert zaak.staat == "in_aanpak"
    w.stap(VA, zaak_id, "notitie", tekst="Gelezen.")
    # The department reads its assignment, and neither number nor case.
    with w.als("toezicht.aalten") as werk:
        acties = werk.trajecten.aan_werkplekken(["uitvoering-toezicht.aalten"], "actie")
        assert len(acties) == 1
    with w.als(AF) as werk:
        assert werk.trajecten.van_gemeente("actie") == []


def test_an_end_asks_the_named_second_person(w: Wereld) -> None:
    zaak_id = opgepakt(w, AF)
    velden = {"weging_3_reden": "Te weinig.", "terugmelding": "We stoppen.", "toelichting": ""}
    velden["reden"] = next(iter(w.beleid.taxonomie["redenen"].keuzes("niet_in_behandeling")))
    w.stap(AF2, zaak_id, "niet_in_behandeling_nemen", **velden)
    with w.als(AF) as werk:
        assert werk.controles.voorstellen() == []
    with w.als(VA) as werk:
        assert len(werk.controles.voorstellen()) == 1
    w.stem_in(VA, zaak_id)
    assert w.zaak(zaak_id).staat == "niet_in_behandeling"
    assert opent(w, AF2, zaak_id) == 0
    w.stap(AF2, zaak_id, "heropenen", reden="nieuw_signaal", toelichting="Toch.")
    assert opent(w, AF2, zaak_id) > 1
    assert not kent(w, AF, zaak_id)


def test_presented_to_another_municipality_it_goes_to_people_there(w: Wereld) -> None:
    zaak_id = opgepakt(w, AF)
    w.stap(AF2, zaak_id, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Daar.")
    assert not any(aan == "af.winterswijk" for _, aan in ontvangers(w, zaak_id))
    w.stap("af.winterswijk", zaak_id, "aannemen")
    zaak = w.zaak(zaak_id)
    assert (zaak.houder, zaak.afgeschermd) == ("winterswijk", True)
    assert opent(w, "af.winterswijk", zaak_id) > 0
    # The desk of origin keeps who reported, on the same names, and nothing else.
    van_aalten = {(comp, aan) for comp, aan in ontvangers(w, zaak_id) if aan in (naam(w, AF2), "nood.aalten")}
    assert van_aalten == {("melder", naam(w, AF2)), ("melder", "nood.aalten")}
    assert not kent(w, AF, zaak_id)
    w.stap("af.winterswijk", zaak_id, "notitie", tekst="Wij nemen het over.")


def test_refused_by_the_other_municipality_it_comes_back_whole(w: Wereld) -> None:
    zaak_id = opgepakt(w, AF)
    w.stap(AF2, zaak_id, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Daar.")
    w.stap("af.winterswijk", zaak_id, "weigeren", reden="Niet hier.")
    assert naam(w, "af.winterswijk", "winterswijk") not in {aan for _, aan in ontvangers(w, zaak_id)}
    assert opent(w, "af.winterswijk", zaak_id) == 0
    assert opent(w, AF2, zaak_id) > 1
    assert opent(w, "vangnet", zaak_id) > 1


def test_who_helps_out_in_both_municipalities_keeps_the_case(w: Wereld) -> None:
    """The safety net stands in at both desks: what goes back to one must not be taken from the other."""
    zaak_id = opgepakt(w, AF)
    verlies(w, "af2.winterswijk")
    w.stap(AF2, zaak_id, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Daar.")
    assert naam(w, "vangnet", "winterswijk") in w.zaak(zaak_id).kenmerken["lezers"]["af.winterswijk"]
    daar = {comp for comp, aan in ontvangers(w, zaak_id) if aan == naam(w, "af.winterswijk", "winterswijk")}
    assert daar == {"zaak", "ruw", "ident", "draad"}
    assert "ruw" in open_van(w, "vangnet", zaak_id)
    w.stap("af.winterswijk", zaak_id, "weigeren", reden="Niet hier.")
    wie = {comp for comp, aan in ontvangers(w, zaak_id) if aan == naam(w, "vangnet", "winterswijk")}
    assert wie == open_van(w, "vangnet", zaak_id) == {"ruw", "melder", "draad", "zaak", "ident"}
    assert naam(w, "af.winterswijk", "winterswijk") not in {aan for _, aan in ontvangers(w, zaak_id)}


# -- protecting an ordinary case


def test_an_ordinary_case_is_protected_later(w: Wereld) -> None:
    zaak_id = w.meld()
    w.stap(AF2, zaak_id, "oppakken")
    assert kent(w, AF, zaak_id)
    nummer = w.zaak(zaak_id).nummer
    w.stap(AF2, zaak_id, "afschermen", niet_lezen=w.ids[AF].hex(), reden="Het gaat over een collega.")
    assert w.zaak(zaak_id).afgeschermd
    assert not any(aan.startswith(("af.", "overleg.", "vangnet.")) for _, aan in ontvangers(w, zaak_id))
    assert opent(w, AF, zaak_id) == 0
    assert opent(w, AF2, zaak_id) > 1
    with w.als(AF) as werk:
        with pytest.raises(NietGevonden):
            werk.zaken.get_nummer(nummer)
        # What was logged while it was ordinary stays; from this step on there is no number.
        regels = [een.inhoud or {} for een in werk.logboek.regels(aantal=200)]
    stap = next(een for een in regels if een["handeling"] == "afschermen")
    assert "nummer" not in stap
    w.stap(AF2, zaak_id, "notitie", tekst="Verder.")
    with pytest.raises(StapGeweigerd) as fout:
        w.stap(AF2, zaak_id, "afschermen", reden="Nog een keer.")
    assert fout.value.punten == (afschermen.AL_AFGESCHERMD,)


def test_a_case_on_the_agenda_comes_off_it(w: Wereld) -> None:
    zaak_id = w.meld()
    w.stap(AF2, zaak_id, "oppakken")
    velden = {"overdrachtstekst": "Tekst.", "vraag_aan_overleg": "Wat nu?", "overleg": w.overleg()}
    w.stap(AF2, zaak_id, "agenderen", **WEGING, **velden)
    w.stap(AF2, zaak_id, "afschermen", niet_lezen=w.ids[VA].hex(), reden="Het gaat over een adviseur.")
    zaak = w.zaak(zaak_id)
    assert (zaak.staat, zaak.overleg_id, zaak.afgeschermd) == ("in_beoordeling", None, True)
    # What was logged while it was on the agenda stays in the log.
    assert not kent(w, VA, zaak_id, logboek=False)
    in_aanpak(w, zaak_id)
    assert not kent(w, VA, zaak_id, logboek=False)
    assert kent(w, VA2, zaak_id, logboek=False)


def test_who_is_left_out_does_not_keep_the_lead(w: Wereld) -> None:
    zaak_id = w.meld()
    w.stap(AF2, zaak_id, "oppakken")
    velden: dict[str, Any] = {"reden": "spoed", "regiehouder": w.ids[VA].hex(), "eerste_stap": "actie"}
    velden |= {"afdeling": "toezicht", "instrument": next(iter(w.beleid.taxonomie["interventies"].codes))}
    velden |= {"opdracht": "Ga kijken.", "datum": w.huis.nu().date().isoformat()}
    w.stap(AF2, zaak_id, "direct_oppakken", **WEGING, **velden)
    w.stap(AF2, zaak_id, "afschermen", niet_lezen=w.ids[VA].hex(), reden="Over een adviseur.")
    assert w.zaak(zaak_id).regiehouder == w.ids[AF2]
    assert {aan for comp, aan in ontvangers(w, zaak_id) if comp == "zaak"} >= {naam(w, VA2), naam(w, AF2)}
    assert opent(w, VA, zaak_id) == 0


# -- messages, log and figures


def test_the_clock_tells_only_who_is_named(w: Wereld) -> None:
    zaak_id = meld_over(w, AF)
    w.verzet(days=14)
    tik(w.huis.klokwerk, w.beleid, w.huis.nu())
    with w.huis.klokwerk() as werk:
        adressen = {een.adres for een in werk.berichten.te_versturen(500)}
    assert adressen
    genoemd = {f"{wie}@meldroute.example" for wie in (AF2, "vangnet", "vangnet2")}
    assert adressen <= genoemd
    assert opent(w, AF, zaak_id) == 0


def test_the_log_of_the_municipality_has_no_number(w: Wereld) -> None:
    zaak_id = opgepakt(w, AF)
    nummer = w.zaak(zaak_id).nummer
    opent(w, AF2, zaak_id)
    with w.als("fg.aalten") as werk:
        rijen = logpagina(werk, w.beleid).rijen
    assert any("oppakken" in een.wat.lower() for een in rijen)
    assert nummer not in str(rijen)


def test_the_privacyfunctionaris_answers_without_a_number(w: Wereld) -> None:
    zaak_id = opgepakt(w, AF)
    w.stap(AF2, zaak_id, "onderzoeken", bronnen=[next(iter(w.beleid.taxonomie["bronnen"].codes))], toelichting="Nodig.")
    with w.als("privacy.aalten") as werk:
        tekst = str(taken(werk, w.beleid))
    assert "Afgeschermde zaak" in tekst
    assert w.zaak(zaak_id).nummer not in tekst
    with w.als(AF) as werk:
        assert werk.controles.checks() == []
    w.akkoord()
    w.stap(AF2, zaak_id, "onderzoeken", bronnen=[next(iter(w.beleid.taxonomie["bronnen"].codes))], toelichting="Nodig.")
    assert w.zaak(zaak_id).staat == "in_onderzoek"


# -- leaving and another key


def verlies(w: Wereld, wie: str) -> None:
    """Somebody is no member any more."""
    with sql(w) as sessie:
        sessie.execute(delete(LidRij).where(LidRij.persoon_id == w.ids[wie]))
        sessie.commit()


def test_who_left_opens_nothing_and_somebody_else_gets_access(w: Wereld) -> None:
    zaak_id = opgepakt(w)
    verlies(w, AF)
    assert opent(w, AF, zaak_id) == 0
    assert not kent(w, AF, zaak_id)
    with w.als(AF2) as werk:
        zaak = werk.zaken.get(zaak_id)
        vak = zaakpagina(werk, w.beleid, zaak).afgeschermd
        kandidaten = afschermen.kandidaten(werk, zaak)
    assert vak is not None
    assert vak.waarschuwing
    assert vak.verloren
    assert set(kandidaten) == {w.ids["vangnet"].hex(), w.ids["vangnet2"].hex()}
    # The next step does not fail on somebody who is gone.
    w.stap(AF2, zaak_id, "notitie", tekst="Verder.")
    w.stap(AF2, zaak_id, "toegang_geven", lezer=w.ids["vangnet"].hex())
    assert opent(w, "vangnet", zaak_id) > 1
    assert naam(w, AF) not in {aan for _, aan in ontvangers(w, zaak_id)}
    with w.als(AF2) as werk:
        vak = zaakpagina(werk, w.beleid, werk.zaken.get(zaak_id)).afgeschermd
    assert vak is not None
    assert (vak.waarschuwing, vak.verloren) == ("", ())


def test_too_few_readers_is_a_task(w: Wereld) -> None:
    zaak_id = opgepakt(w)
    with w.als(AF2) as werk:
        assert TOEGANG not in str(taken(werk, w.beleid))
    verlies(w, AF)
    with w.als(AF2) as werk:
        assert TOEGANG in str(taken(werk, w.beleid))
    w.stap(AF2, zaak_id, "toegang_geven", lezer=w.ids["vangnet"].hex())
    with w.als(AF2) as werk:
        assert TOEGANG not in str(taken(werk, w.beleid))


def test_a_step_renews_what_the_paper_codes_open(w: Wereld) -> None:
    """A wrap of a ceremony before this one is made anew at the next step of a reader."""
    zaak_id = opgepakt(w)
    with sql(w) as sessie:
        sessie.execute(update(WrapRij).where(WrapRij.ontvanger == "nood.aalten").values(epoch=0))
        sessie.commit()
    w.stap(AF2, zaak_id, "notitie", tekst="Verder.")
    assert {wrap.epoch for wrap in wraps(w, zaak_id) if wrap.ontvanger == "nood.aalten"} == {1}
    with sql(w) as sessie:
        rij = sessie.scalar(select(NoodsleutelRij).where(NoodsleutelRij.tenant == "aalten"))
        assert rij is not None
        geheim = open_noodsleutel(rij, w.papier["aalten"][:2])
    open_ = {wrap.compartiment for wrap in wraps(w, zaak_id) if rauw(w, zaak_id, wrap, geheim)}
    assert open_ == {"ruw", "melder", "draad", "zaak", "ident"}


def test_who_was_left_out_can_not_be_given_access(w: Wereld) -> None:
    zaak_id = opgepakt(w, AF)
    with w.als(AF2) as werk:
        zaak: Zaak = werk.zaken.get(zaak_id)
        assert w.ids[AF].hex() not in afschermen.kandidaten(werk, zaak)
    with pytest.raises(StapGeweigerd):
        w.stap(AF2, zaak_id, "toegang_geven", lezer=w.ids[AF].hex())


def test_access_is_for_protected_cases_only(w: Wereld) -> None:
    zaak_id = w.meld()
    w.stap(AF2, zaak_id, "oppakken")
    with pytest.raises(StapGeweigerd) as fout:
        w.stap(AF2, zaak_id, "toegang_geven", lezer=w.ids["vangnet"].hex())
    assert fout.value.punten == (afschermen.NIET_AFGESCHERMD,)


# -- rows of the version before


def test_a_row_that_was_sealed_without_the_column_is_an_ordinary_case(w: Wereld) -> None:
    zaak_id = w.meld()
    with sql(w) as sessie:
        rij = sessie.scalar(select(ZaakRij).where(ZaakRij.id == zaak_id))
        assert rij is not None
        plek = ("zaak", rij.id, "kenmerken", rij.revisie)
        inhoud = w.huis.kekken.lees(rij.houder, plek, rij.kenmerken)
        del inhoud["open"]["afgeschermd"]
        rij.kenmerken = w.huis.kekken.zegel(rij.houder, plek, inhoud)
        sessie.commit()
    w.stap(AF2, zaak_id, "oppakken")
    assert w.zaak(zaak_id).staat == "in_beoordeling"


def test_such_a_row_that_is_set_to_protected_is_damaged(w: Wereld) -> None:
    zaak_id = w.meld()
    with sql(w) as sessie:
        sessie.execute(text("UPDATE zaak SET afgeschermd = 1"))
        sessie.commit()
    assert w.zaak(zaak_id).kenmerken == {"beschadigd": True}


def test_the_third_rung_gives_a_protected_case_as_well(w: Wereld) -> None:
    """Both readers are gone: two paper codes give the case to whom the desk is given, but not to who was left out."""
    zaak_id = opgepakt(w)
    over_vangnet = w.meld(over_lezer="ja", niet_lezen=verwijzing(w, AF))
    verlies(w, AF)
    verlies(w, AF2)
    with w.huis.klokwerk() as werk:
        hersteld = herstel_werkplek(werk, "af.aalten", email(AF), w.papier["aalten"][:2])  # type: ignore[arg-type]
        werk.log("noodherstel")
        werk.bevestig()
    assert hersteld.zaken == 1
    assert opent(w, AF, zaak_id) > 1
    w.stap(AF, zaak_id, "notitie", tekst="Verder.")
    assert opent(w, AF, over_vangnet) == 0
    assert not kent(w, AF, over_vangnet)


def test_a_key_goes_to_nobody_whom_no_desk_vouches_for(w: Wereld) -> None:
    """Asked for directly, past every choice that was made before."""
    with sql(w) as sessie:
        haal_van_lijst(sessie, w.geheimen["af.aalten"], w.ids[AF2])
        sessie.commit()
    zaak_id = meld_over(w)
    with w.als(AF) as werk:
        zaak = werk.zaken.get(zaak_id)
        for wie in (naam(w, AF2), naam(w, "beheer.aalten"), naam(w, "toezicht.aalten"), naam(w, AF, "winterswijk")):
            assert not werk.sleutels.kan_krijgen(wie)
            with pytest.raises(WerkplekGesloten):
                werk.sleutels.geef(zaak, "ruw", wie)
        assert werk.sleutels.kan_krijgen(naam(w, AF))
