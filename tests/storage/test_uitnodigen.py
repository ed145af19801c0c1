"""Accounts and invitations: what a beheerder sees and hands out, and what he can't."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage.crypto.codes import OngeldigeCode, papieren_code, uitnodiging_id
from storage.tables.mensen import UitnodigingRij
from tests.storage.leden import (
    AF,
    NIEUWE,
    alles,
    db,
    morgen,
)
from tests.wereld import Wereld
from workflow import leden, uitnodigen
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.lidmaatschap import Plek


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
