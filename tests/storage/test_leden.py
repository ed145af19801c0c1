"""Coming to a desk: proposed by the beheerder, given by a member; nobody gets in by a row alone."""

from dataclasses import replace
from typing import Any

import pytest

from storage.crypto.codes import vingerafdruk
from tests.storage import wandeling as w
from tests.storage.leden import (
    AF,
    NIEUWE,
    db,
    epochs,
    geopend,
    is_gedekt,
    keur_goed,
    laat_gaan,
    lijst,
    morgen,
    regels,
    stel_voor,
    vernieuw,
    woorden,
    zet_erbij,
)
from tests.wereld import Wereld, email
from workflow import leden, uitnodigen
from workflow.fouten import GeenSleutel, NietGevonden, StapGeweigerd
from workflow.ledenkern import VERANDERD

VERGUNNINGEN = "uitvoering-vergunningen.aalten"


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
    assert wereld.ids[NIEUWE] in lijst(wereld, AF)


def test_coming_is_told_to_the_colleagues_without_a_name_and_stands_in_the_log(wereld: Wereld) -> None:
    zet_erbij(wereld, NIEUWE, AF, "af.aalten")
    with wereld.huis.klokwerk() as werk:
        berichten = [een for een in werk.berichten.te_versturen() if een.adres == email("af2.aalten")]
    assert [een.onderwerp for een in berichten] == ["Er is iets veranderd aan je werkplek"] * 2
    assert not any(naam in een.tekst for een in berichten for naam in ("vangnet2", "aalten", "Aalten"))
    handelingen = {str(regel["handeling"]): regel for regel in regels(wereld, "beheer.aalten")}
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
    assert wereld.ids[NIEUWE] not in lijst(wereld, AF)
    with wereld.als("af.aalten") as werk:
        nieuw = woorden(werk, wereld.ids[NIEUWE])
        assert nieuw != gezien
        leden.keur_goed(werk, wereld.beleid, wereld.ids[NIEUWE], AF, vingerafdruk=nieuw)
    assert wereld.ids[NIEUWE] in lijst(wereld, AF)


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


def test_a_desk_without_a_wrap_to_the_newest_codes_gets_one_when_a_member_logs_in(wereld: Wereld) -> None:
    for kapot in ("DELETE FROM noodwrap WHERE werkplek = ?", "UPDATE noodwrap SET nr = 9 WHERE werkplek = ?"):
        db(wereld).execute(kapot, (AF,))
        assert not is_gedekt(wereld, AF, 1)
        wereld.huis.toegang.inloggen(email("af.aalten"), "zeven oude eiken langs het water")
        assert is_gedekt(wereld, AF, 1)
    with wereld.als("af.aalten") as werk:
        assert werk.vernieuwingen.herstel_noodwraps() == []


def test_a_leaver_can_be_invited_back_and_then_needs_the_key_anew(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    laat_gaan(wereld, "af2.aalten", AF)
    vernieuw(wereld, "af.aalten", AF)
    assert geopend(wereld, "af2.aalten", AF)[0] == 0
    zet_erbij(wereld, "af2.aalten", AF, "af.aalten")
    open_, er_zijn = geopend(wereld, "af2.aalten", AF)
    assert open_ == er_zijn > 0


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
