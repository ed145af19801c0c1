"""Somebody who writes the database makes no seat, lengthens none and brings no key of his own."""

import pytest
from sqlalchemy import delete, select

from storage.crypto import hpke
from storage.crypto.errors import Ongeldig
from storage.herverzegelen import VAKKEN, herverzegel
from storage.keys.werkplekken import ZONDER_DAGEN, geldige_sleutel, keten, lid_ctx
from storage.tables.mensen import LedenlijstRij, LidRij, NoodwrapRij, PersoonRij
from tests.storage import wandeling as w
from tests.storage.leden import (
    AF,
    NIEUWE,
    alles,
    db,
    epochs,
    geopend,
    keur_goed,
    lijst,
    morgen,
    regels,
    stel_voor,
    vernieuw,
    zet_erbij,
)
from tests.wereld import Wereld
from workflow import leden
from workflow.fouten import NietGevonden, StapGeweigerd, WerkplekGesloten


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
    assert wereld.ids[NIEUWE] not in lijst(wereld, AF)


@pytest.mark.parametrize("kolom", ["van = NULL", "tot = NULL", "tot = '2099-01-01'", "waarneemt = 0"])
def test_a_seat_with_other_days_than_were_given_is_no_seat(wereld: Wereld, kolom: str) -> None:
    w.in_beoordeling(wereld)
    zet_erbij(wereld, NIEUWE, AF, "af.aalten", waarneemt=True, van=morgen(wereld, 0), tot=morgen(wereld, 3))
    assert geopend(wereld, NIEUWE, AF)[0] > 0
    db(wereld).execute(f"UPDATE lid SET {kolom} WHERE persoon_id = ?", (wereld.ids[NIEUWE],))
    assert geopend(wereld, NIEUWE, AF)[0] == 0
    vernieuw(wereld, "af.aalten", AF)
    assert wereld.ids[NIEUWE] not in lijst(wereld, AF)


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
    assert any(regel["handeling"] == "beschadigd" for regel in regels(wereld, "beheer.aalten"))


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
    assert lijst(wereld, AF) == {wereld.ids["af.aalten"]}


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
    assert lijst(wereld, AF) == {wereld.ids[wie] for wie in ("af.aalten", "af2.aalten", NIEUWE)}


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
