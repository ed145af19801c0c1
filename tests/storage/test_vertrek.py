"""Leaving a desk: at once, for old cases and new ones; the desk renews its key and nobody else loses anything."""

import os
import select as wacht
import signal
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from storage.installatie import Installatie
from storage.keys.ledenlijst import DEELNEMERS, leden_op_lijst
from storage.keys.noodsleutels import geldige_noodsleutel
from storage.keys.noodwraps import find_noodwrap, heeft_noodwrap
from storage.keys.werkplekken import geldige_sleutel
from storage.tables.mensen import LidRij, NoodwrapRij, WerkplekRij
from storage.tables.zaken import WrapRij
from tests.storage import wandeling as w
from tests.storage.leden import (
    AF,
    NIEUWE,
    alles,
    db,
    epochs,
    geopend,
    laat_gaan,
    morgen,
    opent_rauw,
    stel_voor,
    vernieuw,
    zet_erbij,
)
from tests.wereld import WACHTZIN, Wereld, email
from workflow import leden
from workflow.fouten import InloggenMislukt, NietGevonden, StapGeweigerd, WerkplekGesloten
from workflow.zaak import Persoon

TOEZICHT = "uitvoering-toezicht.aalten"
KEREN = 25


def _plek(wereld: Wereld, werkplek: str) -> tuple[bool, int | None]:
    with alles(wereld) as sessie:
        rij = sessie.get(WerkplekRij, werkplek)
        assert rij is not None
        return rij.vernieuwen_sinds is not None, rij.verlaten_epoch


def _zaken(wereld: Wereld, aantal: int = 4) -> None:
    """A few signals, half of them taken up: wraps of several compartments on the desk of Aalten."""
    for nr in range(aantal):
        zaak = wereld.meld()
        if nr % 2:
            wereld.stap("af.aalten", zaak, "oppakken")


def test_after_leaving_no_old_case_and_no_new_case_opens(wereld: Wereld) -> None:
    _zaken(wereld)
    rauw = wereld.geheimen[AF]
    assert geopend(wereld, "af2.aalten", AF)[0] > 0
    assert opent_rauw(wereld, rauw) > 0
    laat_gaan(wereld, "af2.aalten", AF)
    assert geopend(wereld, "af2.aalten", AF)[0] == 0
    assert _plek(wereld, AF) == (True, 1)
    with wereld.als("af.aalten") as werk:
        assert leden.stand(werk, AF).nodig
    stand = vernieuw(wereld, "af.aalten", AF)
    assert (stand.epoch, stand.over, stand.sinds, stand.beschadigd) == (2, 0, None, 0)
    wereld.meld()
    assert epochs(wereld, AF) == ({2}, {2}, {1, 2})
    assert _plek(wereld, AF) == (False, None)
    assert opent_rauw(wereld, rauw) == 0
    assert geopend(wereld, "af2.aalten", AF)[0] == 0
    open_, er_zijn = geopend(wereld, "af.aalten", AF)
    assert open_ == er_zijn > 0


def test_the_seat_of_a_leaver_put_back_from_before_opens_nothing_after_the_renewal(wereld: Wereld) -> None:
    _zaken(wereld, 2)
    bron = db(wereld)
    rij = bron.execute("SELECT * FROM lid WHERE persoon_id = ?", (wereld.ids["af2.aalten"],)).fetchone()
    laat_gaan(wereld, "af2.aalten", AF)
    vernieuw(wereld, "af.aalten", AF)
    bron.execute("INSERT INTO lid VALUES (?, ?, ?, ?, ?, ?, ?)", rij)
    assert geopend(wereld, "af2.aalten", AF)[0] == 0
    with wereld.als("af2.aalten") as werk, pytest.raises(NietGevonden):
        leden.vernieuw(werk, wereld.beleid, AF)


def test_the_seat_of_a_leaver_put_back_before_the_renewal_is_not_taken_along(wereld: Wereld) -> None:
    bron = db(wereld)
    rij = bron.execute("SELECT * FROM lid WHERE persoon_id = ?", (wereld.ids["af2.aalten"],)).fetchone()
    zet_erbij(wereld, NIEUWE, AF, "af.aalten")
    for wie in ("af2.aalten", NIEUWE):
        laat_gaan(wereld, wie, AF)
    # Who left and was given the key again is a member like any other.
    zet_erbij(wereld, NIEUWE, AF, "af.aalten")
    bron.execute("INSERT INTO lid VALUES (?, ?, ?, ?, ?, ?, ?)", rij)
    with wereld.als("af2.aalten") as werk, pytest.raises(NietGevonden):
        leden.vernieuw(werk, wereld.beleid, AF)
    vernieuw(wereld, "af.aalten", AF)
    with alles(wereld) as sessie:
        leden_ = set(sessie.scalars(select(LidRij.persoon_id).where(LidRij.werkplek == AF)))
        op_lijst = set(leden_op_lijst(sessie, AF, wereld.huis.cert_publiek, wereld.huis.echte_tijd().date()))
    assert leden_ == op_lijst == {wereld.ids["af.aalten"], wereld.ids[NIEUWE]}


def test_who_left_and_got_the_desk_back_with_paper_codes_gets_the_next_key(wereld: Wereld) -> None:
    wie = wereld.ids["af2.aalten"]
    laat_gaan(wereld, "af2.aalten", AF)
    sinds = wereld.huis.echte_tijd().date()
    with wereld.als("beheer.aalten") as werk:
        assert werk.logboek.vertrokken(AF, sinds) == {wie}  # type: ignore[attr-defined]
        assert werk.logboek.vertrokken("overleg.aalten", sinds) == set()  # type: ignore[attr-defined]
        assert werk.logboek.vertrokken(AF, sinds + timedelta(days=1)) == set()  # type: ignore[attr-defined]
        werk.log("noodherstel", bij="aalten", werkplek=AF, aan=wie.hex())
        werk.bevestig()
    with wereld.als("beheer.aalten") as werk:
        assert werk.logboek.vertrokken(AF, sinds) == set()  # type: ignore[attr-defined]


def test_dormant_wraps_go_over_too_and_stay_dormant(wereld: Wereld) -> None:
    wereld.meld()
    rauw = wereld.geheimen["vangnet.regio"]
    assert opent_rauw(wereld, rauw) == 1
    laat_gaan(wereld, "vangnet2", "vangnet.regio", door="vangnet")
    stand = vernieuw(wereld, "vangnet", "vangnet.regio")
    assert stand.totaal == 1
    assert opent_rauw(wereld, rauw) == 0
    with alles(wereld) as sessie:
        waar = WrapRij.ontvanger == "vangnet.regio"
        assert [(een.staat, een.epoch) for een in sessie.scalars(select(WrapRij).where(waar))] == [("sluimerend", 2)]


def test_cases_that_another_municipality_holds_now_go_over_under_its_own_key(wereld: Wereld) -> None:
    w.aangenomen(wereld)
    zaak = w.in_aanpak(wereld)
    w.verstuur(wereld, zaak, "politie")
    for wie, werkplek in (("af.aalten", AF), ("af.winterswijk", "af.winterswijk"), ("politie", "politie.regio")):
        voor = geopend(wereld, wie, werkplek)
        assert voor[0] == voor[1] > 0
        vernieuw(wereld, wie, werkplek)
        assert geopend(wereld, wie, werkplek) == voor
        assert opent_rauw(wereld, wereld.geheimen[werkplek]) == 0


def test_a_renewal_that_is_broken_off_after_every_batch_leaves_everything_readable(wereld: Wereld) -> None:
    _zaken(wereld, 6)
    laat_gaan(wereld, "af2.aalten", AF)
    over = []
    while True:
        with wereld.als("af.aalten") as werk:
            stand = leden.vernieuw(werk, wereld.beleid, AF, 3)
        over.append(stand.over)
        # Between two batches: work goes on, a colleague comes, and all of it opens with either epoch.
        wereld.meld()
        if len(over) == 2:
            zet_erbij(wereld, NIEUWE, AF, "af.aalten")
        for wie in ["af.aalten", *([NIEUWE] if len(over) >= 2 else [])]:
            open_, er_zijn = geopend(wereld, wie, AF)
            assert open_ == er_zijn > 0
        assert geopend(wereld, "af2.aalten", AF)[0] == 0
        with wereld.als("af.aalten") as werk:
            assert leden.stand(werk, AF).bezig == bool(stand.over)
            mensen = [een.id for een in werk.mensen.van_werkplek(AF)]
        assert len(mensen) == len(set(mensen))
        assert all(len(set(een.werkplekken)) == len(een.werkplekken) for een in _mensen(wereld))
        if not stand.over:
            break
    assert len(over) > 3
    assert over == sorted(over, reverse=True)
    assert epochs(wereld, AF) == ({2}, {2}, {1, 2})


def _mensen(wereld: Wereld) -> list[Persoon]:
    with wereld.huis.klokwerk() as werk:
        return werk.mensen.van_tenant("aalten")


def test_a_batch_that_fails_before_its_commit_changes_nothing(wereld: Wereld) -> None:
    _zaken(wereld, 3)
    voor = geopend(wereld, "af.aalten", AF)
    with pytest.raises(RuntimeError), wereld.als("af.aalten") as werk:
        werk.vernieuwingen.vernieuw(AF, 2)
        raise RuntimeError
    assert epochs(wereld, AF) == ({1}, {1}, {1})
    assert geopend(wereld, "af.aalten", AF) == voor


def _vernieuw_steeds(wereld: Wereld, pijp: int) -> None:
    """The child: renew for ever in batches of two, and say so before each of them."""
    while True:
        os.write(pijp, b".")
        with wereld.als("af.aalten") as werk:
            leden.vernieuw(werk, wereld.beleid, AF, 2)


def test_a_renewal_that_is_killed_loses_nothing(wereld: Wereld) -> None:
    _zaken(wereld, 4)
    voor = geopend(wereld, "af2.aalten", AF)
    assert voor[0] == voor[1] > 0
    wereld.huis.sluit()
    for keer in range(KEREN):
        lees, schrijf = os.pipe()
        kind = os.fork()
        if kind == 0:
            try:
                _vernieuw_steeds(wereld, schrijf)
            finally:
                os._exit(1)
        os.close(schrijf)
        # By progress, not by the clock, so that a slow machine gets as far: after n points n - 1 commits are done.
        for _ in range(1 + keer % 4):
            assert os.read(lees, 1) == b"."
        # And a moment later each time, so that the kill falls everywhere within a batch.
        wacht.select([lees], [], [], 0.003 * (keer // 4))
        os.kill(kind, signal.SIGKILL)
        os.waitpid(kind, 0)
        os.close(lees)
    wereld.huis = Installatie(wereld.settings, wereld.beleid)
    wereld._ingelogd.clear()
    assert len(epochs(wereld, AF)[2]) > 2
    for wie in ("af.aalten", "af2.aalten"):
        assert geopend(wereld, wie, AF) == voor
    with wereld.als("af2.aalten") as werk:
        half = leden.stand(werk, AF)
    if half.over:
        vernieuw(wereld, "af2.aalten", AF)
        assert geopend(wereld, "af2.aalten", AF) == voor
        assert len(epochs(wereld, AF)[0]) == 1


def test_somebody_who_leaves_half_way_a_renewal_makes_a_further_epoch(wereld: Wereld) -> None:
    _zaken(wereld)
    zet_erbij(wereld, NIEUWE, AF, "af.aalten")
    laat_gaan(wereld, "af2.aalten", AF)
    with wereld.als("af.aalten") as werk:
        assert leden.vernieuw(werk, wereld.beleid, AF, 2).over > 0
        tweede = werk.werkplekken.eigen(AF)[2]  # type: ignore[attr-defined]
    assert opent_rauw(wereld, tweede) == 2
    laat_gaan(wereld, NIEUWE, AF)
    stand = vernieuw(wereld, "af.aalten", AF)
    assert stand.epoch == 3
    assert epochs(wereld, AF) == ({3}, {3}, {1, 2, 3})
    assert opent_rauw(wereld, tweede) == opent_rauw(wereld, wereld.geheimen[AF]) == 0
    open_, er_zijn = geopend(wereld, "af.aalten", AF)
    assert open_ == er_zijn


def test_pressing_the_button_twice_makes_one_new_key(wereld: Wereld) -> None:
    _zaken(wereld, 2)
    for _ in range(2):
        with wereld.als("af.aalten") as werk:
            assert leden.vernieuw(werk, wereld.beleid, AF, na_epoch=1).epoch == 2
    # A year later the page shows epoch 2, and the desk renews without anybody having left.
    with wereld.als("af.aalten") as werk:
        assert leden.vernieuw(werk, wereld.beleid, AF, na_epoch=2).epoch == 3


def test_a_colleague_finishes_what_another_key_can_not_open(wereld: Wereld) -> None:
    _zaken(wereld)
    with wereld.als("af.aalten") as werk:
        leden.vernieuw(werk, wereld.beleid, AF, 2)
    with alles(wereld) as sessie:
        sessie.execute(delete(LidRij).where(LidRij.persoon_id == wereld.ids["af2.aalten"], LidRij.epoch == 1))
        sessie.commit()
    with wereld.als("af2.aalten") as werk, pytest.raises(StapGeweigerd) as fout:
        leden.vernieuw(werk, wereld.beleid, AF)
    assert "collega" in fout.value.punten[0]
    assert vernieuw(wereld, "af.aalten", AF).over == 0
    assert geopend(wereld, "af2.aalten", AF)[0] == geopend(wereld, "af2.aalten", AF)[1]


def test_a_spoiled_wrap_does_not_keep_a_desk_from_finishing(wereld: Wereld) -> None:
    _zaken(wereld)
    db(wereld).execute(
        "UPDATE wrap SET wrap = zeroblob(length(wrap)) WHERE rowid = "
        "(SELECT rowid FROM wrap WHERE ontvanger = ? ORDER BY zaak_id, compartiment LIMIT 1)",
        (AF,),
    )
    stand = vernieuw(wereld, "af.aalten", AF, 2)
    assert (stand.over, stand.beschadigd) == (0, 1)
    open_, er_zijn = geopend(wereld, "af.aalten", AF)
    assert open_ == er_zijn - 1
    assert epochs(wereld, AF)[1] == {2}
    with wereld.als("af.aalten") as werk:
        assert not leden.stand(werk, AF).bezig


# -- the last holder, a desk of one


@pytest.mark.parametrize("door", ["beheer.aalten", "toezicht.aalten"])
def test_the_last_holder_leaves_only_when_somebody_says_so_twice(wereld: Wereld, door: str) -> None:
    w.in_aanpak(wereld)
    voor = geopend(wereld, "toezicht.aalten", TOEZICHT)
    with pytest.raises(StapGeweigerd) as fout:
        laat_gaan(wereld, "toezicht.aalten", TOEZICHT, door=door)
    assert "laatste houder" in fout.value.punten[0]
    assert geopend(wereld, "toezicht.aalten", TOEZICHT) == voor == (1, 1)
    laat_gaan(wereld, "toezicht.aalten", TOEZICHT, door=door, toch=True)
    assert geopend(wereld, "toezicht.aalten", TOEZICHT)[0] == 0
    with alles(wereld) as sessie:
        # What is left is the third rung.
        assert find_noodwrap(sessie, TOEZICHT, 1) is not None
    with wereld.als("beheer.aalten") as werk:
        assert leden.houders(werk, TOEZICHT) == []
        assert leden.stand(werk, TOEZICHT).nodig


def test_a_deputy_who_may_not_use_the_key_today_does_not_count_as_a_holder(wereld: Wereld) -> None:
    laat_gaan(wereld, "af2.aalten", AF)
    zet_erbij(wereld, NIEUWE, AF, "af.aalten", waarneemt=True, van=morgen(wereld, 3), tot=morgen(wereld, 9))
    with pytest.raises(StapGeweigerd):
        laat_gaan(wereld, "af.aalten", AF)
    wereld.verzet(days=4)
    laat_gaan(wereld, "af.aalten", AF)


def test_a_desk_of_one_renews_its_key(wereld: Wereld) -> None:
    w.in_aanpak(wereld)
    assert vernieuw(wereld, "toezicht.aalten", TOEZICHT).epoch == 2
    assert geopend(wereld, "toezicht.aalten", TOEZICHT) == (1, 1)


# -- who stays


def test_the_new_key_goes_to_who_stays_and_not_to_a_deputy_whose_days_are_over(wereld: Wereld) -> None:
    zet_erbij(wereld, NIEUWE, AF, "af.aalten", waarneemt=True, tot=morgen(wereld, 0))
    zet_erbij(wereld, "vangnet", AF, "af.aalten", waarneemt=True, van=morgen(wereld, 3), tot=morgen(wereld, 9))
    wereld.verzet(days=1)
    vernieuw(wereld, "af.aalten", AF)
    blijft = {wereld.ids[wie] for wie in ("af.aalten", "af2.aalten", "vangnet")}
    with alles(wereld) as sessie:
        leden_ = sessie.scalars(select(LidRij).where(LidRij.werkplek == AF)).all()
        op_lijst = leden_op_lijst(sessie, AF, wereld.huis.cert_publiek, wereld.huis.echte_tijd().date())
    assert {een.persoon_id for een in leden_} == set(op_lijst) == blijft
    (straks,) = [een for een in leden_ if een.persoon_id == wereld.ids["vangnet"]]
    assert (straks.waarneemt, straks.van, straks.tot) == (True, morgen(wereld, 2), morgen(wereld, 8))


def test_a_member_signs_a_leaver_off_the_list_and_a_beheerder_can_not(wereld: Wereld) -> None:
    def lijst() -> set[bytes]:
        with alles(wereld) as sessie:
            return set(leden_op_lijst(sessie, AF, wereld.huis.cert_publiek, wereld.huis.echte_tijd().date()))

    zet_erbij(wereld, NIEUWE, AF, "af.aalten")
    laat_gaan(wereld, NIEUWE, AF, door="af.aalten")
    assert wereld.ids[NIEUWE] not in lijst()
    laat_gaan(wereld, "af2.aalten", AF, door="beheer.aalten")
    assert wereld.ids["af2.aalten"] in lijst()
    vernieuw(wereld, "af.aalten", AF)
    assert lijst() == {wereld.ids["af.aalten"]}


def test_the_new_epoch_has_its_escrow_wrap_and_the_old_one_goes(wereld: Wereld) -> None:
    _zaken(wereld, 3)
    with wereld.als("af.aalten") as werk:
        leden.vernieuw(werk, wereld.beleid, AF, 1)
    with alles(wereld) as sessie:
        noodsleutel = geldige_noodsleutel(sessie, "aalten", wereld.huis.cert_publiek)
        assert noodsleutel is not None
        for epoch in (1, 2):
            assert heeft_noodwrap(wereld.huis.kekken, find_noodwrap(sessie, AF, epoch), noodsleutel)
    vernieuw(wereld, "af.aalten", AF)
    with alles(wereld) as sessie:
        assert sessie.scalars(select(NoodwrapRij.epoch).where(NoodwrapRij.werkplek == AF)).all() == [2]


def test_a_renewal_carries_the_list_of_participants_over_and_no_list_that_the_desk_did_not_sign(wereld: Wereld) -> None:
    plek, deelnemer = "overleg.aalten", wereld.ids["deelnemer.aalten"]

    def lijst() -> dict[bytes, bytes]:
        with alles(wereld) as sessie:
            vandaag = wereld.huis.echte_tijd().date()
            return leden_op_lijst(sessie, plek, wereld.huis.cert_publiek, vandaag, DEELNEMERS)

    eerst = lijst()
    assert set(eerst) == {deelnemer}
    assert vernieuw(wereld, "va.aalten", plek).epoch == 2
    assert lijst() == eerst
    db(wereld).execute("UPDATE ledenlijst SET handtekening = ? WHERE soort = ?", (bytes(64), DEELNEMERS))
    assert vernieuw(wereld, "va.aalten", plek).epoch == 3
    assert lijst() == {}
    overleg = bytes.fromhex(wereld.overleg(dagen=0))
    with wereld.als("va.aalten") as werk:
        assert set(werk.overleggen.nieuwe_sleutels("aalten", [deelnemer, wereld.ids["va2.aalten"]])) == {deelnemer}
        gepland = werk.overleggen.get(overleg)
        with pytest.raises(StapGeweigerd) as fout:
            werk.overleggen.open_zitting(gepland, [deelnemer])
    assert "nog niet gecontroleerd" in fout.value.punten[0]


def test_a_sitting_that_is_open_goes_on_under_the_new_key_of_the_overleg_without_who_left(wereld: Wereld) -> None:
    overleg_id = bytes.fromhex(wereld.overleg(dagen=0))
    aanwezig = [wereld.ids[wie] for wie in ("va.aalten", "va2.aalten", "deelnemer.aalten")]
    with wereld.als("va.aalten") as werk:
        overleg = werk.overleggen.open_zitting(werk.overleggen.get(overleg_id), aanwezig)
        werk.log("zitting_openen")
        werk.bevestig()
    assert overleg.zitting is not None
    laat_gaan(wereld, "va2.aalten", "overleg.aalten", door="va.aalten")
    with wereld.huis.klokwerk() as werk:
        assert {een.id for een in werk.mensen.van_werkplek(overleg.zitting)} == {aanwezig[0], aanwezig[2]}
    vernieuw(wereld, "va.aalten", "overleg.aalten")
    with alles(wereld) as sessie:
        vandaag = wereld.huis.echte_tijd().date()
        assert geldige_sleutel(sessie, overleg.zitting, wereld.huis.cert_publiek, vandaag)[0] == 1
    db(wereld).execute("UPDATE werkpleksleutel SET publiek = ? WHERE werkplek = ?", (os.urandom(32), overleg.zitting))
    with alles(wereld) as sessie, pytest.raises(WerkplekGesloten):
        geldige_sleutel(sessie, overleg.zitting, wereld.huis.cert_publiek, vandaag)
    vernieuw(wereld, "va.aalten", "overleg.aalten")
    with alles(wereld) as sessie, pytest.raises(WerkplekGesloten):
        # A key that somebody slipped in is not signed by the next renewal either.
        geldige_sleutel(sessie, overleg.zitting, wereld.huis.cert_publiek, vandaag)
    with wereld.als("va.aalten") as werk, pytest.raises(NietGevonden):
        leden.vernieuw(werk, wereld.beleid, overleg.zitting)


def test_a_desk_whose_certificate_ran_out_is_renewed_by_its_own_member(wereld: Wereld) -> None:
    _zaken(wereld, 2)
    straks = wereld.huis.echte_tijd() + timedelta(days=400)
    echt = wereld.huis.echte_tijd
    wereld.huis.echte_tijd = lambda: straks
    with wereld.als("af.aalten") as werk:
        assert not werk.mensen.werkplek_open(AF)
    vernieuw(wereld, "af.aalten", AF)
    with wereld.als("af.aalten") as werk:
        assert werk.mensen.werkplek_open(AF)
        assert werk.mensen.sleutel_tot(AF) == straks.date() + timedelta(days=365)
    wereld.huis.echte_tijd = echt


# -- who may let whom go, and blocking an account


@pytest.mark.parametrize("door", ["af.winterswijk", "va.aalten", "fg.aalten", "beheer.winterswijk", "beheer.regio"])
def test_strangers_let_nobody_leave(wereld: Wereld, door: str) -> None:
    with pytest.raises(NietGevonden):
        laat_gaan(wereld, "af2.aalten", AF, door=door)
    assert _plek(wereld, AF) == (False, None)


@pytest.mark.parametrize("door", ["af.aalten", "af2.aalten", "beheer.aalten"])
def test_a_colleague_the_person_himself_and_the_beheerder_can(wereld: Wereld, door: str) -> None:
    token = wereld.huis.toegang.inloggen(email("af2.aalten"), WACHTZIN).token
    laat_gaan(wereld, "af2.aalten", AF, door=door)
    assert _plek(wereld, AF) == (True, 1)
    assert wereld.huis.sessies.haal(token)[0] is None
    with pytest.raises(NietGevonden):
        laat_gaan(wereld, "af2.aalten", AF, door="beheer.aalten")


def test_leaving_stands_in_the_log_of_the_desk(wereld: Wereld) -> None:
    laat_gaan(wereld, "vangnet2", "vangnet.regio", door="beheer.aalten")
    with wereld.als("beheer.regio") as werk:
        regels = [regel.inhoud or {} for regel in werk.logboek.regels()]
    (vertrek,) = [een for een in regels if een["handeling"] == "lid_vertrokken"]
    assert (vertrek["persoon"], vertrek["wie"]) == (wereld.ids["vangnet2"].hex(), wereld.ids["beheer.aalten"].hex())


def test_a_blocked_account_leaves_all_its_desks_and_can_not_log_in(wereld: Wereld) -> None:
    _zaken(wereld, 2)
    zet_erbij(wereld, "af2.aalten", "vangnet.regio", "vangnet")
    stel_voor(wereld, "af2.aalten", "vangnet.regio", waarneemt=True)
    token = wereld.huis.toegang.inloggen(email("af2.aalten"), WACHTZIN).token
    with wereld.als("beheer.aalten") as werk:
        leden.blokkeer(werk, wereld.beleid, wereld.ids["af2.aalten"])
        assert {een.alias: een.actief for een in leden.accounts(werk)}["A-af2.aalten"] is False
        assert leden.voorstellen_van_tenant(werk) == []
    assert _plek(wereld, AF) == _plek(wereld, "vangnet.regio") == (True, 1)
    with alles(wereld) as sessie:
        assert sessie.scalars(select(LidRij).where(LidRij.persoon_id == wereld.ids["af2.aalten"])).all() == []
    assert wereld.huis.sessies.haal(token)[0] is None
    with pytest.raises(InloggenMislukt):
        wereld.huis.toegang.inloggen(email("af2.aalten"), WACHTZIN)


def test_blocking_names_each_desk_that_would_be_left_empty_and_the_last_custodian(wereld: Wereld) -> None:
    laat_gaan(wereld, "af2.aalten", AF)
    for wie in ("af.aalten", "fg.aalten"):
        with wereld.als("beheer.aalten") as werk, pytest.raises(StapGeweigerd) as fout:
            leden.blokkeer(werk, wereld.beleid, wereld.ids[wie])
        assert len(fout.value.punten) == 1
        with wereld.als("beheer.aalten") as werk:
            leden.blokkeer(werk, wereld.beleid, wereld.ids[wie], ook_als_laatste=True)
    with wereld.als("beheer.aalten") as werk:
        assert leden.houders(werk, AF) == []
        with pytest.raises(StapGeweigerd):
            leden.blokkeer(werk, wereld.beleid, wereld.ids["beheer.aalten"])


@pytest.mark.parametrize(
    ("houdt", "blijft"),
    [((), set()), (("vangnet.regio",), {"aalten", "winterswijk"}), (("af.winterswijk",), {"winterswijk"})],
)
def test_keys_on_the_own_name_go_with_the_last_seat_that_they_belong_to(
    wereld: Wereld, houdt: tuple[str, ...], blijft: set[str]
) -> None:
    zaken = {wereld.meld(gemeente): gemeente for gemeente in ("aalten", "winterswijk")}
    leden_ = {"vangnet.regio": "vangnet", "af.winterswijk": "af.winterswijk"}
    for werkplek in houdt:
        # At the desk of another municipality he covers, for as long as its own beheerder says.
        buur = {"door": "beheer.winterswijk", "waarneemt": True, "van": morgen(wereld, 0), "tot": morgen(wereld, 9)}
        zet_erbij(wereld, "af2.aalten", werkplek, leden_[werkplek], **(buur if werkplek != "vangnet.regio" else {}))
    naam = f"persoon-{wereld.ids['af2.aalten'].hex()}.aalten"
    for zaak in zaken:
        db(wereld).execute("INSERT INTO wrap VALUES (?, 'ruw', ?, 1, 'open', x'00')", (zaak, naam))
    laat_gaan(wereld, "af2.aalten", AF)
    with alles(wereld) as sessie:
        over = sessie.scalars(select(WrapRij.zaak_id).where(WrapRij.ontvanger == naam)).all()
    assert {zaken[een] for een in over} == blijft


@pytest.mark.parametrize("door", ["af.aalten", "beheer.winterswijk", "fg.aalten"])
def test_only_the_beheerder_of_the_tenant_blocks(wereld: Wereld, door: str) -> None:
    with wereld.als(door) as werk, pytest.raises(NietGevonden):
        leden.blokkeer(werk, wereld.beleid, wereld.ids["af2.aalten"])
