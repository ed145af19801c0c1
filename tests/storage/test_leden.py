"""Coming to a desk: proposed by the beheerder, given by a member; nobody gets in by a row alone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from storage.crypto import hpke, signing
from storage.crypto.codes import OngeldigeCode, papieren_code, uitnodiging_id, vingerafdruk
from storage.crypto.errors import Ongeldig
from storage.herverzegelen import VAKKEN, herverzegel
from storage.keys.certificaat import geef_certificaat
from storage.keys.ledenlijst import leden_op_lijst
from storage.keys.noodsleutels import geldige_noodsleutel
from storage.keys.noodwraps import find_noodwrap, heeft_noodwrap
from storage.keys.werkplekken import ZONDER_DAGEN, geldige_sleutel, is_tegengetekend, keten, lid_ctx
from storage.tables.mensen import LedenlijstRij, LidRij, NoodwrapRij, PersoonRij, UitnodigingRij, WerkpleksleutelRij
from tests.storage import wandeling as w
from tests.storage.leden import (
    AF,
    NIEUWE,
    alles,
    db,
    epochs,
    geopend,
    keur_goed,
    laat_gaan,
    morgen,
    open_werkplek,
    stel_voor,
    vernieuw,
    woorden,
    zet_erbij,
)
from tests.wereld import Wereld, email
from workflow import leden, uitnodigen
from workflow.fouten import GeenSleutel, NietGevonden, StapGeweigerd, WerkplekGesloten
from workflow.ledenkern import VERANDERD
from workflow.lidmaatschap import Plek

VERGUNNINGEN = "uitvoering-vergunningen.aalten"


def _regels(wereld: Wereld, wie: str) -> list[dict[str, object]]:
    with wereld.als(wie) as werk:
        return [dict(regel.inhoud or {}) for regel in werk.logboek.regels(aantal=20)]


def _lijst(wereld: Wereld, werkplek: str) -> set[bytes]:
    with alles(wereld) as sessie:
        vandaag = wereld.huis.echte_tijd().date()
        return set(leden_op_lijst(sessie, werkplek, wereld.huis.cert_publiek, vandaag))


def test_who_is_proposed_reads_nothing_until_a_member_gives_the_key(wereld: Wereld) -> None:
    zaak = w.in_beoordeling(wereld)
    stel_voor(wereld, NIEUWE, AF)
    assert geopend(wereld, NIEUWE, AF)[0] == 0
    with wereld.als("af.aalten") as werk:
        (voorstel,) = leden.voorstellen(werk, AF)
        assert (voorstel.persoon_id, voorstel.voorsteller) == (wereld.ids[NIEUWE], wereld.ids["beheer.aalten"])
        keur_goed(werk, wereld.beleid, voorstel.persoon_id, AF)
    open_, er_zijn = geopend(wereld, NIEUWE, AF)
    assert open_ == er_zijn > 0
    with wereld.als(NIEUWE) as werk:
        assert werk.zaken.get(zaak).nummer
        assert [een.persoon_id for een in leden.voorstellen(werk, AF)] == []
        houders = leden.houders(werk, AF)
    assert wereld.ids[NIEUWE] in {een.persoon_id for een in houders}
    assert len({een.vingerafdruk for een in houders}) == len(houders) == 3
    assert wereld.ids[NIEUWE] in _lijst(wereld, AF)


def test_coming_is_told_to_the_colleagues_without_a_name_and_stands_in_the_log(wereld: Wereld) -> None:
    zet_erbij(wereld, NIEUWE, AF, "af.aalten")
    with wereld.huis.klokwerk() as werk:
        berichten = [een for een in werk.berichten.te_versturen() if een.adres == email("af2.aalten")]
    assert [een.onderwerp for een in berichten] == ["Er is iets veranderd aan je werkplek"] * 2
    assert not any(naam in een.tekst for een in berichten for naam in ("vangnet2", "aalten", "Aalten"))
    handelingen = {str(regel["handeling"]): regel for regel in _regels(wereld, "beheer.aalten")}
    for handeling in ("lid_voorgesteld", "lid_goedgekeurd"):
        assert handelingen[handeling]["persoon"] == wereld.ids[NIEUWE].hex()
        assert handelingen[handeling]["werkplek"] == AF


@pytest.mark.parametrize("wie", ["va.aalten", "beheer.aalten", "fg.aalten", "fg.winterswijk", "af.winterswijk", NIEUWE])
def test_only_a_member_gives_the_key(wereld: Wereld, wie: str) -> None:
    stel_voor(wereld, NIEUWE, AF)
    with wereld.als(wie) as werk, pytest.raises(NietGevonden):
        keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF)
    # Not even when his desk is put in his hand: the key itself is asked for.
    with wereld.als(wie) as werk:
        erbij = replace(werk.actor, werkplekken=(*werk.actor.werkplekken, AF))
        bos = werk.sleutelbos  # type: ignore[attr-defined]
    with wereld.huis.werk(erbij, bos) as werk, pytest.raises(NietGevonden):
        keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF)
    assert geopend(wereld, NIEUWE, AF)[0] == 0


def test_a_member_gives_nothing_that_was_not_proposed(wereld: Wereld) -> None:
    with wereld.als("af.aalten") as werk, pytest.raises(NietGevonden):
        keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF)


@pytest.mark.parametrize(
    ("door", "wie", "werkplek"),
    [
        ("af.aalten", NIEUWE, AF),
        ("fg.aalten", NIEUWE, AF),
        ("beheer.winterswijk", NIEUWE, AF),
        ("beheer.regio", NIEUWE, AF),
    ],
)
def test_who_is_no_beheerder_of_the_desk_or_the_person_proposes_nobody(
    wereld: Wereld, door: str, wie: str, werkplek: str
) -> None:
    with pytest.raises(NietGevonden):
        stel_voor(wereld, wie, werkplek, door=door)


@pytest.mark.parametrize(
    ("wie", "werkplek", "anders", "veld"),
    [
        ("va.aalten", AF, {}, "plekken"),
        ("beheer.winterswijk", AF, {}, "plekken"),
        (NIEUWE, "overleg.aalten", {}, "plekken"),
        (NIEUWE, "politie.aalten", {}, "plekken"),
        (NIEUWE, "bestaat-niet.aalten", {}, "plekken"),
        (NIEUWE, "zitting-00.aalten", {}, "plekken"),
        (NIEUWE, AF, {"van": 5, "tot": 3}, "tot"),
        (NIEUWE, AF, {"tot": -1}, "tot"),
        ("af.aalten", AF, {}, "plekken"),
    ],
)
def test_a_seat_that_does_not_fit_is_refused(
    wereld: Wereld, wie: str, werkplek: str, anders: dict[str, int], veld: str
) -> None:
    dagen: dict[str, Any] = {naam: morgen(wereld, dag) for naam, dag in anders.items()}
    with pytest.raises(StapGeweigerd) as fout:
        stel_voor(wereld, wie, werkplek, **dagen)
    assert list(fout.value.velden) == [veld]
    with wereld.als("beheer.aalten") as werk:
        assert leden.voorstellen_van_tenant(werk) == []


def test_a_proposal_can_be_refused_by_a_member_and_by_a_beheerder_and_by_nobody_else(wereld: Wereld) -> None:
    for door in ("af.aalten", "beheer.aalten"):
        stel_voor(wereld, NIEUWE, AF)
        for ander in ("va.aalten", "fg.aalten", "beheer.winterswijk", NIEUWE):
            with wereld.als(ander) as werk, pytest.raises(NietGevonden):
                leden.wijs_voorstel_af(werk, wereld.beleid, wereld.ids[NIEUWE], AF)
        with wereld.als(door) as werk:
            leden.wijs_voorstel_af(werk, wereld.beleid, wereld.ids[NIEUWE], AF)
            assert leden.voorstellen(werk, AF) == []
    with wereld.als("af.aalten") as werk, pytest.raises(NietGevonden):
        keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF)


@pytest.mark.parametrize("wie", ["af.winterswijk", "va.aalten", "politie", "beheer.winterswijk", "fg.winterswijk"])
def test_who_holds_a_desk_is_no_business_of_others(wereld: Wereld, wie: str) -> None:
    with wereld.als(wie) as werk:
        for lees in (leden.houders, leden.voorstellen, leden.stand):
            with pytest.raises(NietGevonden):
                lees(werk, AF)


def test_the_beheerder_of_a_person_sees_the_regional_desk_where_he_sits(wereld: Wereld) -> None:
    with wereld.als("beheer.aalten") as werk:
        assert {een.alias for een in leden.houders(werk, "vangnet.regio")} == {"A-vangnet", "A-vangnet2"}
        with pytest.raises(NietGevonden):
            leden.houders(werk, "politie.regio")


# -- the five words


def _nieuwe_sleutel(wereld: Wereld, wie: str, door: str = "beheer.aalten") -> None:
    """The beheerder invites somebody to recover, and uses the code himself."""
    with wereld.als(door) as werk:
        code = uitnodigen.nodig_herstel_uit(werk, wereld.beleid, wereld.ids[wie])
    wereld.huis.uitnodiging.aanvaard(code, "acht jonge berken langs de beek")


def test_a_key_that_was_replaced_after_the_words_were_compared_gets_no_desk(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    stel_voor(wereld, NIEUWE, AF)
    with wereld.als("af.aalten") as werk:
        gezien = woorden(werk, wereld.ids[NIEUWE])
    _nieuwe_sleutel(wereld, NIEUWE)
    for getypt in (gezien, "", gezien.upper()):
        with wereld.als("af.aalten") as werk, pytest.raises(StapGeweigerd) as fout:
            leden.keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF, vingerafdruk=getypt)
        assert fout.value.punten == (VERANDERD,)
    assert wereld.ids[NIEUWE] not in _lijst(wereld, AF)
    with wereld.als("af.aalten") as werk:
        nieuw = woorden(werk, wereld.ids[NIEUWE])
        assert nieuw != gezien
        leden.keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF, vingerafdruk=nieuw)
    assert wereld.ids[NIEUWE] in _lijst(wereld, AF)


def test_a_custodian_opens_no_desk_for_a_key_that_was_replaced_after_he_compared_the_words(wereld: Wereld) -> None:
    stel_voor(wereld, "toezicht.aalten", VERGUNNINGEN)
    wie = wereld.ids["toezicht.aalten"]
    with wereld.als("fg.aalten") as werk:
        gezien = woorden(werk, wie)
    _nieuwe_sleutel(wereld, "toezicht.aalten")
    with wereld.als("fg.aalten") as werk, pytest.raises(StapGeweigerd) as fout:
        leden.open_werkplek(werk, wereld.beleid, wie, VERGUNNINGEN, vingerafdruk=gezien)
    assert fout.value.punten == (VERANDERD,)
    assert epochs(wereld, VERGUNNINGEN) == (set(), set(), set())


def test_what_waited_for_the_old_key_waits_anew_for_the_new_one_with_its_own_days(wereld: Wereld) -> None:
    tot = morgen(wereld, 9)
    stel_voor(wereld, NIEUWE, AF, waarneemt=True, tot=tot)
    db(wereld).execute("UPDATE lidvoorstel SET dag = '2026-01-05', voorsteller = NULL")
    _nieuwe_sleutel(wereld, NIEUWE)
    with wereld.als("beheer.aalten") as werk:
        gevonden = {een.werkplek: een for een in leden.voorstellen_van_tenant(werk)}
    assert set(gevonden) == {AF, "vangnet.regio", "af.regio"}
    assert {een.dag for een in gevonden.values()} == {wereld.huis.echte_tijd().date()}
    assert {een.voorsteller for een in gevonden.values()} == {wereld.ids["beheer.aalten"]}
    assert (gevonden[AF].waarneemt, gevonden[AF].tot) == (True, tot)


# -- a deputy from-to


def test_a_deputy_uses_the_key_within_his_days_and_not_outside(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    van, tot = morgen(wereld, 2), morgen(wereld, 4)
    zet_erbij(wereld, NIEUWE, AF, "af.aalten", waarneemt=True, van=van, tot=tot)
    gezien = []
    for _ in range(6):
        gezien.append(geopend(wereld, NIEUWE, AF)[0] > 0)
        wereld.verzet(days=1)
    assert gezien == [False, False, True, True, True, False]


def test_a_deputy_whose_days_end_while_he_is_logged_in_loses_the_desk_at_his_next_request(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    zet_erbij(wereld, NIEUWE, AF, "af.aalten", waarneemt=True, tot=morgen(wereld, 0))
    token = wereld.huis.toegang.inloggen(email(NIEUWE), "zeven oude eiken langs het water").token
    sessie, _ = wereld.huis.sessies.haal(token)
    assert sessie is not None
    assert AF in wereld.huis.actor_van_sessie(sessie).werkplekken
    stel_voor(wereld, "va.aalten", "overleg.aalten", van=morgen(wereld, 1))
    wereld.verzet(days=1)
    assert AF not in wereld.huis.actor_van_sessie(sessie).werkplekken
    with wereld.huis.werk(wereld.huis.actor_van_sessie(sessie), wereld.huis.sleutelbos(sessie)) as werk:
        with pytest.raises(NietGevonden):
            keur_goed(werk, wereld.beleid, wereld.ids["va.aalten"], AF)
        with pytest.raises(NietGevonden):
            leden.vernieuw(werk, wereld.beleid, AF)
        with pytest.raises(GeenSleutel):
            werk.werkplekken.eigen(AF)  # type: ignore[attr-defined]


def test_other_days_for_a_deputy_are_proposed_and_given_anew(wereld: Wereld) -> None:
    zet_erbij(wereld, NIEUWE, AF, "af.aalten", waarneemt=True, tot=morgen(wereld, 1))
    zet_erbij(wereld, NIEUWE, AF, "af.aalten", waarneemt=True, tot=morgen(wereld, 9))
    with wereld.als("af.aalten") as werk:
        (houder,) = [een for een in leden.houders(werk, AF) if een.persoon_id == wereld.ids[NIEUWE]]
    assert houder.tot == morgen(wereld, 9)


def test_a_proposal_whose_days_are_over_is_not_given(wereld: Wereld) -> None:
    stel_voor(wereld, NIEUWE, AF, tot=morgen(wereld, 0))
    wereld.verzet(days=1)
    with wereld.als("af.aalten") as werk, pytest.raises(StapGeweigerd):
        keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF)


# -- somebody who writes the database


def test_a_copied_seat_opens_nothing_shows_nobody_and_is_not_carried_to_the_next_key(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    db(wereld).execute(
        "INSERT INTO lid SELECT werkplek, epoch, ?, wrap, waarneemt, van, tot FROM lid WHERE persoon_id = ?",
        (wereld.ids[NIEUWE], wereld.ids["af.aalten"]),
    )
    assert geopend(wereld, NIEUWE, AF)[0] == 0
    with wereld.als("af.aalten") as werk:
        assert wereld.ids[NIEUWE] not in {een.persoon_id for een in leden.houders(werk, AF)}
        assert wereld.ids[NIEUWE] not in {een.id for een in werk.mensen.van_werkplek(AF)}
    with wereld.als(NIEUWE) as werk, pytest.raises(NietGevonden):
        leden.vernieuw(werk, wereld.beleid, AF)
    vernieuw(wereld, "af.aalten", AF)
    assert geopend(wereld, NIEUWE, AF)[0] == 0
    with alles(wereld) as sessie:
        assert wereld.ids[NIEUWE] not in sessie.scalars(select(LidRij.persoon_id).where(LidRij.werkplek == AF)).all()


def test_a_seat_that_was_made_with_the_root_key_is_not_carried_to_the_next_key(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    with alles(wereld) as sessie:
        persoon = sessie.get(PersoonRij, wereld.ids[NIEUWE])
        assert persoon is not None
        # Who has the root key and writes the database can close the outer lock, around a secret that he does not have.
        ctx = (AF, 1, persoon.id, hpke.kid(persoon.publiek))
        niets = hpke.seal_to(persoon.publiek, bytes(64), ctx)
        wrap = wereld.huis.kekken.sluit("aalten", niets, ctx)
        sessie.add(LidRij(werkplek=AF, epoch=1, persoon_id=persoon.id, wrap=wrap, waarneemt=False))
        sessie.commit()
    vernieuw(wereld, "af.aalten", AF)
    assert geopend(wereld, NIEUWE, AF)[0] == 0
    assert wereld.ids[NIEUWE] not in _lijst(wereld, AF)


@pytest.mark.parametrize("kolom", ["van = NULL", "tot = NULL", "tot = '2099-01-01'", "waarneemt = 0"])
def test_a_seat_with_other_days_than_were_given_is_no_seat(wereld: Wereld, kolom: str) -> None:
    w.in_beoordeling(wereld)
    zet_erbij(wereld, NIEUWE, AF, "af.aalten", waarneemt=True, van=morgen(wereld, 0), tot=morgen(wereld, 3))
    assert geopend(wereld, NIEUWE, AF)[0] > 0
    db(wereld).execute(f"UPDATE lid SET {kolom} WHERE persoon_id = ?", (wereld.ids[NIEUWE],))
    assert geopend(wereld, NIEUWE, AF)[0] == 0
    vernieuw(wereld, "af.aalten", AF)
    assert wereld.ids[NIEUWE] not in _lijst(wereld, AF)


def test_a_seat_of_version_1_opens_and_gets_its_days_when_it_is_sealed_again(wereld: Wereld) -> None:
    zaak = w.in_beoordeling(wereld)
    kekken = wereld.huis.kekken
    with alles(wereld) as sessie:
        wie = wereld.ids["af2.aalten"]
        lid, persoon = sessie.get_one(LidRij, (AF, 1, wie)), sessie.get_one(PersoonRij, wie)
        ctx = lid_ctx(lid, persoon.publiek)
        lid.wrap = kekken.sluit("aalten", kekken.ontsluit("aalten", lid.wrap, ctx), ctx[:ZONDER_DAGEN])
        sessie.commit()
        assert geopend(wereld, "af2.aalten", AF)[0] > 0
        sleutel = (AF, 1, wie)
        (vak,) = [een for een in VAKKEN if een.tabel is LidRij]
        for _ in range(2):
            assert herverzegel(sessie, kekken, vak, [sleutel]) == 0
            sessie.commit()
        sessie.refresh(lid)
        assert kekken.ontsluit("aalten", lid.wrap, ctx)
        with pytest.raises(Ongeldig):
            kekken.ontsluit("aalten", lid.wrap, ctx[:ZONDER_DAGEN])
    assert geopend(wereld, "af2.aalten", AF)[0] > 0 and zaak


def test_a_seat_with_a_key_of_the_writer_opens_nothing(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    stel_voor(wereld, NIEUWE, AF)
    eigen = hpke.generate()
    db(wereld).execute("UPDATE persoon SET publiek = ? WHERE id = ?", (eigen.public, wereld.ids[NIEUWE]))
    with wereld.als("af.aalten") as werk, pytest.raises(StapGeweigerd):
        keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF)
    with alles(wereld) as sessie:
        assert (
            sessie.scalar(select(LidRij).where(LidRij.persoon_id == wereld.ids[NIEUWE], LidRij.werkplek == AF)) is None
        )
    assert any(regel["handeling"] == "beschadigd" for regel in _regels(wereld, "beheer.aalten"))


def test_a_member_whose_key_was_swapped_is_not_carried_to_the_next_key(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    eigen = hpke.generate()
    db(wereld).execute("UPDATE persoon SET publiek = ? WHERE id = ?", (eigen.public, wereld.ids["af2.aalten"]))
    vernieuw(wereld, "af.aalten", AF)
    with alles(wereld) as sessie:
        for lid in sessie.scalars(select(LidRij).where(LidRij.werkplek == AF)):
            assert lid.persoon_id == wereld.ids["af.aalten"]
            with pytest.raises(Ongeldig):
                wereld.huis.kekken.ontsluit("aalten", lid.wrap, lid_ctx(lid, eigen.public))
    assert _lijst(wereld, AF) == {wereld.ids["af.aalten"]}


def test_a_list_of_members_that_the_desk_did_not_sign_stops_every_change(wereld: Wereld) -> None:
    stel_voor(wereld, NIEUWE, AF)
    db(wereld).execute("UPDATE ledenlijst SET handtekening = ? WHERE werkplek = ?", (bytes(64), AF))
    with wereld.als("af.aalten") as werk, pytest.raises(StapGeweigerd):
        keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF)
    with wereld.als("af.aalten") as werk, pytest.raises(StapGeweigerd):
        leden.vernieuw(werk, wereld.beleid, AF)
    assert epochs(wereld, AF)[2] == {1}


def test_a_desk_from_before_there_were_lists_begins_with_its_real_members(wereld: Wereld) -> None:
    with alles(wereld) as sessie:
        sessie.execute(delete(LedenlijstRij).where(LedenlijstRij.werkplek == AF))
        sessie.commit()
    zet_erbij(wereld, NIEUWE, AF, "af.aalten")
    assert _lijst(wereld, AF) == {wereld.ids[wie] for wie in ("af.aalten", "af2.aalten", NIEUWE)}


def test_a_swapped_escrow_key_gets_no_desk(wereld: Wereld) -> None:
    eigen = hpke.generate()
    db(wereld).execute("UPDATE noodsleutel SET publiek = ? WHERE tenant = 'aalten'", (eigen.public,))
    vernieuw(wereld, "af.aalten", AF)
    with wereld.als("va.aalten") as werk:
        leden.herstel_noodwraps(werk)
    with alles(wereld) as sessie:
        wraps = sessie.scalars(select(NoodwrapRij).where(NoodwrapRij.werkplek.in_((AF, "overleg.aalten")))).all()
        assert [een.werkplek for een in wraps] == ["overleg.aalten"]
        for wrap in wraps:
            ctx = (wrap.werkplek, wrap.epoch, "noodsleutel")
            with pytest.raises(Ongeldig):
                hpke.open_from(eigen.private, wereld.huis.kekken.ontsluit("aalten", wrap.wrap, ctx), ctx)


@pytest.mark.parametrize("kolom", ["publiek", "publiek_teken", "certificaat", "niet_na"])
def test_a_changed_key_in_the_chain_closes_the_desk(wereld: Wereld, kolom: str) -> None:
    vernieuw(wereld, "af.aalten", AF)
    waarde: object = "2099-01-01" if kolom == "niet_na" else hpke.generate().public
    db(wereld).execute(f"UPDATE werkpleksleutel SET {kolom} = ? WHERE werkplek = ? AND epoch = 2", (waarde, AF))
    with alles(wereld) as sessie, pytest.raises(WerkplekGesloten):
        geldige_sleutel(sessie, AF, wereld.huis.cert_publiek, wereld.huis.echte_tijd().date())


def test_a_chain_with_a_hole_closes_the_desk(wereld: Wereld) -> None:
    vernieuw(wereld, "af.aalten", AF)
    vernieuw(wereld, "af.aalten", AF)
    db(wereld).execute("DELETE FROM werkpleksleutel WHERE werkplek = ? AND epoch = 2", (AF,))
    with alles(wereld) as sessie, pytest.raises(WerkplekGesloten):
        keten(sessie, AF, wereld.huis.cert_publiek)


# -- the escrow key


def _is_gedekt(wereld: Wereld, werkplek: str, epoch: int) -> bool:
    with alles(wereld) as sessie:
        noodsleutel = geldige_noodsleutel(sessie, "aalten", wereld.huis.cert_publiek)
        assert noodsleutel is not None
        return heeft_noodwrap(wereld.huis.kekken, find_noodwrap(sessie, werkplek, epoch), noodsleutel)


def test_a_desk_without_a_wrap_to_the_newest_codes_gets_one_when_a_member_logs_in(wereld: Wereld) -> None:
    for kapot in ("DELETE FROM noodwrap WHERE werkplek = ?", "UPDATE noodwrap SET nr = 9 WHERE werkplek = ?"):
        db(wereld).execute(kapot, (AF,))
        assert not _is_gedekt(wereld, AF, 1)
        wereld.huis.toegang.inloggen(email("af.aalten"), "zeven oude eiken langs het water")
        assert _is_gedekt(wereld, AF, 1)
    with wereld.als("af.aalten") as werk:
        assert werk.vernieuwingen.herstel_noodwraps() == []


# -- the custodian


def test_a_custodian_opens_a_desk_for_its_first_holder_and_keeps_nothing(wereld: Wereld) -> None:
    stel_voor(wereld, "toezicht.aalten", VERGUNNINGEN)
    with wereld.als("fg.aalten") as werk:
        assert [een.werkplek for een in leden.te_openen(werk)] == [VERGUNNINGEN]
        open_werkplek(werk, wereld.beleid, wereld.ids["toezicht.aalten"], VERGUNNINGEN)
        assert leden.te_openen(werk) == []
    with wereld.als("toezicht.aalten") as werk:
        assert [een.persoon_id for een in leden.houders(werk, VERGUNNINGEN)] == [wereld.ids["toezicht.aalten"]]
        assert set(werk.werkplekken.eigen(VERGUNNINGEN)) == {1}  # type: ignore[attr-defined]
        assert werk.mensen.werkplek_open(VERGUNNINGEN)
    assert _lijst(wereld, VERGUNNINGEN) == {wereld.ids["toezicht.aalten"]}
    assert _is_gedekt(wereld, VERGUNNINGEN, 1)
    with wereld.als("fg.aalten") as werk, pytest.raises(GeenSleutel):
        werk.werkplekken.eigen(VERGUNNINGEN)  # type: ignore[attr-defined]


@pytest.mark.parametrize("wie", ["fg.winterswijk", "beheer.aalten", "af.aalten"])
def test_nobody_else_opens_or_signs_a_desk(wereld: Wereld, wie: str) -> None:
    stel_voor(wereld, "toezicht.aalten", VERGUNNINGEN)
    vernieuw(wereld, "af.aalten", AF)
    # Not even with the row of the real custodian: it is bound to him.
    db(wereld).execute(
        "INSERT INTO certificaatsleutel SELECT ?, wrap FROM certificaatsleutel WHERE persoon_id = ?",
        (wereld.ids[wie], wereld.ids["fg.aalten"]),
    )
    with wereld.als(wie) as werk:
        for probeer in (
            lambda: leden.te_openen(werk),
            lambda: leden.te_tekenen(werk),
            lambda: open_werkplek(werk, wereld.beleid, wereld.ids["toezicht.aalten"], VERGUNNINGEN),
            lambda: leden.onderteken(werk, AF, 2),
        ):
            with pytest.raises(NietGevonden):
                probeer()


def test_a_certificate_key_that_somebody_else_wrote_makes_no_custodian(wereld: Wereld) -> None:
    with alles(wereld) as sessie:
        persoon = sessie.get(PersoonRij, wereld.ids["fg.aalten"])
        assert persoon is not None
        geef_certificaat(sessie, signing.generate().private, persoon.id, persoon.publiek)
        sessie.commit()
    with wereld.als("fg.aalten") as werk:
        assert not leden.is_bewaarder(werk)
        with pytest.raises(NietGevonden):
            leden.te_openen(werk)


def test_a_desk_that_has_a_key_is_not_opened_again(wereld: Wereld) -> None:
    stel_voor(wereld, NIEUWE, AF)
    with wereld.als("fg.aalten") as werk:
        assert leden.te_openen(werk) == []
        with pytest.raises(NietGevonden):
            open_werkplek(werk, wereld.beleid, wereld.ids[NIEUWE], AF)


SPOREN = {
    "werkpleksleutel": "werkplek",
    "lid": "werkplek",
    "ledenlijst": "werkplek",
    "noodwrap": "werkplek",
    "wrap": "ontvanger",
}


@pytest.mark.parametrize("blijft", ["lid", "ledenlijst", "noodwrap", "wrap", ""])
def test_a_desk_whose_key_was_taken_away_is_not_opened_as_a_new_one(wereld: Wereld, blijft: str) -> None:
    """Each trace is enough by itself; without any of them the log still knows."""
    w.in_beoordeling(wereld)
    if not blijft:
        zet_erbij(wereld, NIEUWE, AF, "af.aalten")
    stel_voor(wereld, "vangnet", AF, waarneemt=True, tot=morgen(wereld, 9))
    for tabel, kolom in SPOREN.items():
        if tabel != blijft:
            db(wereld).execute(f"DELETE FROM {tabel} WHERE {kolom} = ?", (AF,))
    with wereld.als("fg.aalten") as werk:
        assert leden.te_openen(werk) == []
        with pytest.raises(StapGeweigerd) as fout:
            open_werkplek(werk, wereld.beleid, wereld.ids["vangnet"], AF)
    assert "reservekopie" in fout.value.punten[0]
    assert any(een["handeling"] == "beschadigd" for een in _regels(wereld, "beheer.aalten"))
    assert epochs(wereld, AF)[2] == set()


def test_a_desk_does_not_come_to_be_for_somebody_whose_key_was_swapped(wereld: Wereld) -> None:
    stel_voor(wereld, "toezicht.aalten", VERGUNNINGEN)
    db(wereld).execute(
        "UPDATE persoon SET publiek = ? WHERE id = ?", (hpke.generate().public, wereld.ids["toezicht.aalten"])
    )
    with wereld.als("fg.aalten") as werk, pytest.raises(StapGeweigerd):
        open_werkplek(werk, wereld.beleid, wereld.ids["toezicht.aalten"], VERGUNNINGEN)
    assert epochs(wereld, VERGUNNINGEN) == (set(), set(), set())


def test_a_newer_key_waits_for_the_signature_of_a_custodian_and_is_valid_meanwhile(wereld: Wereld) -> None:
    vernieuw(wereld, "af.aalten", AF)
    wereld.meld()
    with wereld.als("fg.aalten") as werk:
        (een,) = leden.te_tekenen(werk)
        assert (een.werkplek, een.epoch, een.sinds) == (AF, 2, wereld.huis.echte_tijd().date())
        with pytest.raises(NietGevonden):
            leden.onderteken(werk, AF, 1)
        leden.onderteken(werk, AF, 2)
        assert leden.te_tekenen(werk) == []
    with alles(wereld) as sessie:
        rij = sessie.scalar(select(WerkpleksleutelRij).where(WerkpleksleutelRij.epoch == 2))
        assert rij is not None
        assert is_tegengetekend(rij, wereld.huis.cert_publiek)
        rij.tegentekening = signing.sign(signing.generate().private, signing.tegenteken_message(rij.certificaat))
        assert not is_tegengetekend(rij, wereld.huis.cert_publiek)


# -- accounts and invitations


def test_the_beheerder_sees_the_accounts_of_his_own_tenant_and_their_real_seats(wereld: Wereld) -> None:
    with wereld.als("beheer.aalten") as werk:
        accounts = {een.persoon_id: een for een in leden.accounts(werk)}
    assert accounts.keys() == {wereld.ids[wie] for wie in wereld.ids if wie.endswith(".aalten") or wie == NIEUWE}
    assert accounts[wereld.ids["af2.aalten"]].plekken == (Plek(AF, True),)
    assert not accounts[wereld.ids["af2.aalten"]].tweede_factor
    with wereld.als("af.aalten") as werk, pytest.raises(NietGevonden):
        leden.accounts(werk)


def _nodig_uit(wereld: Wereld, door: str = "beheer.aalten", **anders: Any) -> str:
    gegevens: dict[str, Any] = {"naam": "Noor Nieuw", "alias": "AF-9", "email": "noor@meldroute.example"}
    gegevens |= {"rol": "aandachtsfunctionaris", "plekken": [Plek(AF, True, tot=morgen(wereld, 9))]} | anders
    with wereld.als(door) as werk:
        return uitnodigen.nodig_uit(werk, wereld.beleid, **gegevens)


def test_an_invitation_is_kept_sealed_under_the_hash_of_its_code(wereld: Wereld) -> None:
    code = _nodig_uit(wereld)
    with wereld.als("beheer.aalten") as werk:
        (een,) = uitnodigen.uitnodigingen(werk)
    assert (een.id, een.naam, een.rol, een.soort) == (
        uitnodiging_id(code),
        "Noor Nieuw",
        "aandachtsfunctionaris",
        "nieuw",
    )
    assert een.plekken == (Plek(AF, True, None, morgen(wereld, 9)),)
    assert een.verloopt - een.dag == timedelta(days=7)
    ruw = (wereld.settings.data / "zaken.db").read_bytes()
    kaal = code.replace("-", "")
    assert not any(tekst.encode() in ruw for tekst in (code, kaal, "Noor Nieuw", "noor@meldroute.example"))
    assert uitnodiging_id(kaal.lower()) == een.id
    with pytest.raises(OngeldigeCode):
        uitnodiging_id(("1" if kaal[0] != "1" else "2") + kaal[1:])
    assert uitnodiging_id(papieren_code()) != een.id


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"naam": " "}, "naam"),
        ({"naam": "x" * 81}, "naam"),
        ({"alias": ""}, "alias"),
        ({"email": "geen adres"}, "email"),
        ({"email": "AF.Aalten@meldroute.example"}, "email"),
        ({"rol": "ketenregisseur", "plekken": []}, "rol"),
        ({"rol": "klok", "plekken": []}, "rol"),
        ({"plekken": [Plek("overleg.aalten")]}, "plekken"),
        ({"plekken": [Plek(AF), Plek(AF, True)]}, "plekken"),
        ({"plekken": [Plek(AF, True, tot=date(2020, 1, 1))]}, "tot"),
    ],
)
def test_an_invitation_that_can_not_be_is_refused_by_field(wereld: Wereld, anders: dict[str, Any], veld: str) -> None:
    with pytest.raises(StapGeweigerd) as fout:
        _nodig_uit(wereld, **anders)
    assert list(fout.value.velden) == [veld]
    with wereld.als("beheer.aalten") as werk:
        assert uitnodigen.uitnodigingen(werk) == []


def test_an_address_that_is_invited_already_is_taken_until_that_invitation_goes(wereld: Wereld) -> None:
    _nodig_uit(wereld)
    with pytest.raises(StapGeweigerd):
        _nodig_uit(wereld, email="NOOR@meldroute.example")
    with wereld.als("beheer.aalten") as werk:
        (een,) = uitnodigen.uitnodigingen(werk)
        uitnodigen.trek_in(werk, een.id)
    _nodig_uit(wereld)


def test_an_invitation_that_ran_out_is_shown_so_and_frees_its_address(wereld: Wereld) -> None:
    _nodig_uit(wereld)
    db(wereld).execute("UPDATE uitnodiging SET verloopt = date(verloopt, '-8 days')")
    with wereld.als("beheer.aalten") as werk:
        assert [een.verlopen for een in uitnodigen.uitnodigingen(werk)] == [True]
    _nodig_uit(wereld)


@pytest.mark.parametrize("wie", ["af.aalten", "fg.aalten", "va.aalten"])
def test_only_a_beheerder_invites(wereld: Wereld, wie: str) -> None:
    with pytest.raises(NietGevonden):
        _nodig_uit(wereld, door=wie)
    with wereld.als(wie) as werk:
        with pytest.raises(NietGevonden):
            uitnodigen.nodig_herstel_uit(werk, wereld.beleid, wereld.ids[NIEUWE])
        with pytest.raises(NietGevonden):
            uitnodigen.uitnodigingen(werk)


def test_invitations_of_another_tenant_are_not_there(wereld: Wereld) -> None:
    code = _nodig_uit(wereld)
    with wereld.als("beheer.winterswijk") as werk:
        assert uitnodigen.uitnodigingen(werk) == []
        with pytest.raises(NietGevonden):
            uitnodigen.trek_in(werk, uitnodiging_id(code))
        with pytest.raises(NietGevonden):
            uitnodigen.nodig_herstel_uit(werk, wereld.beleid, wereld.ids["af.aalten"])


def test_a_recovery_invitation_replaces_the_one_before_and_goes_with_a_block(wereld: Wereld) -> None:
    wie = wereld.ids["af2.aalten"]
    with wereld.als("beheer.aalten") as werk:
        eerste = uitnodigen.nodig_herstel_uit(werk, wereld.beleid, wie)
        tweede = uitnodigen.nodig_herstel_uit(werk, wereld.beleid, wie)
        (een,) = uitnodigen.uitnodigingen(werk)
        assert (een.id, een.soort, een.persoon_id) == (uitnodiging_id(tweede), "herstel", wie)
        assert een.id != uitnodiging_id(eerste)
        with pytest.raises(StapGeweigerd):
            uitnodigen.nodig_herstel_uit(werk, wereld.beleid, wereld.ids["beheer.aalten"])
        leden.blokkeer(werk, wereld.beleid, wie)
    with alles(wereld) as sessie:
        assert sessie.scalars(select(UitnodigingRij)).all() == []


def test_the_desks_that_fit_a_role_are_those_of_the_own_tenant_and_the_region(wereld: Wereld) -> None:
    voor = {rol: set(uitnodigen.plekken_voor(wereld.beleid, "aalten", rol)) for rol in ("aandachtsfunctionaris", "fg")}
    assert voor == {"aandachtsfunctionaris": {AF, "vangnet.regio", "af.regio"}, "fg": set()}
    assert "politie.regio" in uitnodigen.plekken_voor(wereld.beleid, "regio", "partnermedewerker")
    assert set(uitnodigen.plekken_voor(wereld.beleid, "regio", "opvangmedewerker")) == {
        "opvang-de-linde.regio",
        "opvang-het-anker.regio",
    }


def test_every_desk_that_is_offered_fits(wereld: Wereld) -> None:
    for tenant in wereld.beleid.tenants:
        for rol in uitnodigen.rollen_voor(wereld.beleid, tenant):
            for plek in uitnodigen.plekken_voor(wereld.beleid, tenant, rol):
                assert uitnodigen.past(wereld.beleid, rol, plek)


# -- fingerprints


def test_a_fingerprint_is_five_words_that_follow_from_every_bit_of_the_key(wereld: Wereld) -> None:
    woorden = wereld.beleid.woorden
    sleutel = bytes(range(32))
    assert vingerafdruk(sleutel, woorden) == vingerafdruk(sleutel, woorden)
    afdruk = vingerafdruk(sleutel, woorden).split(" ")
    assert len(afdruk) == 5
    assert set(afdruk) <= set(woorden)
    andere = {
        vingerafdruk(bytes([*sleutel[:plek], sleutel[plek] ^ 1 << bit, *sleutel[plek + 1 :]]), woorden)
        for plek in range(32)
        for bit in range(8)
    }
    assert len(andere) == 256
    with pytest.raises(ValueError, match="2048"):
        vingerafdruk(sleutel, woorden[:-1])


def test_a_leaver_can_be_invited_back_and_then_needs_the_key_anew(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    laat_gaan(wereld, "af2.aalten", AF)
    vernieuw(wereld, "af.aalten", AF)
    assert geopend(wereld, "af2.aalten", AF)[0] == 0
    zet_erbij(wereld, "af2.aalten", AF, "af.aalten")
    open_, er_zijn = geopend(wereld, "af2.aalten", AF)
    assert open_ == er_zijn > 0


def test_a_partner_that_comes_later_gets_a_desk_that_a_custodian_opens(wereld: Wereld) -> None:
    gegevens = {"naam": "Kim Marechaussee", "alias": "KM", "email": "kim@meldroute.example"}
    with wereld.als("beheer.regio") as werk:
        code = uitnodigen.nodig_uit(
            werk, wereld.beleid, **gegevens, rol="partnermedewerker", plekken=[Plek("kmar.regio")]
        )
    wereld.huis.uitnodiging.aanvaard(code, "kachel tuinhek zebra olielamp dans")
    with wereld.als("fg.aalten") as werk:
        (voorstel,) = leden.te_openen(werk)
        leden.open_werkplek(werk, wereld.beleid, voorstel.persoon_id, "kmar.regio", vingerafdruk=voorstel.vingerafdruk)
    with alles(wereld) as sessie:
        assert geldige_sleutel(sessie, "kmar.regio", wereld.huis.cert_publiek, date.today())[0] == 1
    with wereld.als("af.aalten") as werk:
        assert [een.naam for een in werk.mensen.van_werkplek("kmar.regio")] == ["Kim Marechaussee"]
