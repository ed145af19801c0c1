"""Cover by a neighbour, with real keys: one desk of one municipality, between two days, and nothing else of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from storage.crypto.errors import Ongeldig
from storage.keys.werkplekken import Werkplekgeheim, open_werkplek
from storage.tables.mensen import LidRij
from storage.tables.zaken import WrapRij
from tests.storage import wandeling as w
from tests.storage.leden import AF, alles, epochs, keur_goed, morgen, opent_rauw, regels, stel_voor, vernieuw, zet_erbij
from tests.wereld import WACHTZIN, Wereld, email, ruw
from workflow import burenpagina, dagtaken, stappen, waarneming
from workflow.fouten import DomeinFout, NietGevonden, StapGeweigerd
from workflow.ports import Werk

BUUR, BUUR_VA = "af.winterswijk", "va.winterswijk"


def neem_waar(wereld: Wereld, wie: str = BUUR, plek: str = AF, lid: str = "af.aalten", dagen: int = 7) -> None:
    """Somebody of Winterswijk covers at Aalten from today on, given by a member of that desk."""
    dagen_ = {"waarneemt": True, "van": morgen(wereld, 0), "tot": morgen(wereld, dagen)}
    zet_erbij(wereld, wie, plek, lid, **dagen_)


@contextmanager
def daar(wereld: Wereld, wie: str = BUUR, gemeente: str = "aalten") -> Iterator[Werk]:
    """A unit of work of somebody as he works for that municipality, as the pages make it."""
    token = wereld.huis.toegang.inloggen(email(wie), WACHTZIN).token
    sessie, _ = wereld.huis.sessies.haal(token)
    assert sessie is not None
    actor = waarneming.als(wereld.huis.actor_van_sessie(sessie), gemeente)
    with wereld.huis.werk(actor, wereld.huis.sleutelbos(sessie)) as werk:
        yield werk


def stap_daar(wereld: Wereld, zaak: bytes, actie: str, wie: str = BUUR, **velden: Any) -> None:
    with daar(wereld, wie) as werk:
        gevonden = werk.zaken.get(zaak)
        stappen.zet_stap(werk, wereld.beleid, gevonden, actie, ruw(velden), gevonden.revisie)


def geheimen_van(wereld: Wereld, wie: str) -> list[Werkplekgeheim]:
    """Every desk that the own key of somebody opens, whatever a day or a page says: the raw truth."""
    token = wereld.huis.toegang.inloggen(email(wie), WACHTZIN).token
    sessie, _ = wereld.huis.sessies.haal(token)
    assert sessie is not None
    gevonden = []
    with alles(wereld) as rijen:
        for lid in rijen.query(LidRij).all():
            try:
                gevonden.append(open_werkplek(wereld.huis.kekken, lid, sessie.geheim, sessie.publiek))
            except Ongeldig:
                continue
    return gevonden


def test_a_neighbour_opens_the_desk_he_covers_and_no_other_desk_of_that_municipality(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    assert {een.werkplek for een in geheimen_van(wereld, BUUR)} == {"af.winterswijk"}
    neem_waar(wereld)
    assert {een.werkplek for een in geheimen_van(wereld, BUUR)} == {"af.winterswijk", AF}
    with daar(wereld) as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak", "ruw"], "test")
        assert {doc.compartiment for doc in docs} == {"zaak", "ruw"}
        assert werk.actor.werkplekken == (AF,) and werk.actor.tenant == "aalten"
    # At home the case is not there: he works for one municipality at a time.
    with daar(wereld, gemeente="winterswijk") as werk, pytest.raises(NietGevonden):
        werk.zaken.get(zaak)


def test_what_he_does_is_in_the_log_there_under_his_own_name_and_not_at_home(wereld: Wereld) -> None:
    zaak = w.ingediend(wereld)
    neem_waar(wereld)
    stap_daar(wereld, zaak, "oppakken")
    hier, thuis = regels(wereld, "fg.aalten"), regels(wereld, "fg.winterswijk")
    (regel,) = [een for een in hier if een["handeling"] == "oppakken"]
    assert regel["alias"] == "A-af.winterswijk" and regel["wie"] == wereld.ids[BUUR].hex()
    assert not [een for een in thuis if een["handeling"] == "oppakken"]


@pytest.mark.parametrize(("van", "tot", "nu"), [(1, 3, 0), (0, 2, 3)])
def test_outside_his_days_nothing_of_the_neighbour_opens(wereld: Wereld, van: int, tot: int, nu: int) -> None:
    zaak = w.in_beoordeling(wereld)
    dagen = {"waarneemt": True, "van": morgen(wereld, van), "tot": morgen(wereld, tot)}
    zet_erbij(wereld, BUUR, AF, "af.aalten", **dagen)
    wereld.verzet(days=nu)
    with daar(wereld) as werk:
        # There is no seat today, so he is at home.
        assert werk.actor.tenant == "winterswijk" and werk.actor.werkplekken == ("af.winterswijk",)
        with pytest.raises(NietGevonden):
            werk.zaken.get(zaak)


def test_after_the_last_day_the_seat_goes_by_itself_and_the_next_key_is_not_his(wereld: Wereld) -> None:
    w.in_beoordeling(wereld)
    neem_waar(wereld, dagen=2)
    (geheim,) = [een for een in geheimen_van(wereld, BUUR) if een.werkplek == AF]
    assert opent_rauw(wereld, geheim) > 0
    nu = wereld.verzet(days=2)
    assert burenpagina.dagelijks(wereld.huis.klokwerk, wereld.beleid, nu.date(), "") == 0, "his last day counts"
    nu = wereld.verzet(days=1)
    assert dagtaken.dagtaken(wereld.huis.klokwerk, wereld.beleid, nu.date()) > 0
    assert {een.werkplek for een in geheimen_van(wereld, BUUR)} == {"af.winterswijk"}
    with wereld.als("beheer.aalten") as werk:
        assert werk.werkplekken.houders(AF) and wereld.ids[BUUR] not in {
            e.persoon_id for e in werk.werkplekken.houders(AF)
        }
    # What he knew stays known until a member makes the next key; with that nothing opens any more.
    assert vernieuw(wereld, "af.aalten", AF).epoch == 2
    assert epochs(wereld, AF)[1] == {2} and opent_rauw(wereld, geheim) == 0


def test_only_the_beheerder_of_the_desk_proposes_a_neighbour_and_never_for_good(wereld: Wereld) -> None:
    dagen = {"van": morgen(wereld, 0), "tot": morgen(wereld, 7)}
    with pytest.raises(NietGevonden):
        stel_voor(wereld, BUUR, AF, door="beheer.winterswijk", waarneemt=True, **dagen)
    with pytest.raises(StapGeweigerd) as fout:
        stel_voor(wereld, BUUR, AF)
    assert set(fout.value.velden) == {"plekken", "van", "tot"}
    with pytest.raises(StapGeweigerd):
        stel_voor(wereld, BUUR, AF, waarneemt=True, van=dagen["van"])
    # The overleg is for a veiligheidsadviseur.
    with pytest.raises(StapGeweigerd):
        stel_voor(wereld, BUUR, "overleg.aalten", waarneemt=True, **dagen)


def test_only_a_member_of_the_desk_gives_the_key_to_a_neighbour(wereld: Wereld) -> None:
    stel_voor(wereld, BUUR, AF, waarneemt=True, van=morgen(wereld, 0), tot=morgen(wereld, 7))
    for wie in (BUUR, "va.aalten", "beheer.aalten", "af2.winterswijk"):
        with wereld.als(wie) as werk, pytest.raises(DomeinFout):
            keur_goed(werk, wereld.beleid, wereld.ids[BUUR], AF)
    assert {een.werkplek for een in geheimen_van(wereld, BUUR)} == {"af.winterswijk"}


def test_at_home_he_stays_a_regular_holder(wereld: Wereld) -> None:
    neem_waar(wereld)
    with wereld.huis.klokwerk() as werk:
        thuis = {een.alias: een.waarneemt for een in werk.mensen.van_werkplek("af.winterswijk")}
        hier = {een.alias: een.waarneemt for een in werk.mensen.van_werkplek(AF)}
        assert thuis["A-af.winterswijk"] is False and hier["A-af.winterswijk"] is True
        assert werk.mensen.get(wereld.ids[BUUR]).waarneemt is False


def test_the_veiligheidsadviseur_of_a_neighbour_is_the_second_pair_of_eyes(wereld: Wereld) -> None:
    zaak = w.in_beoordeling(wereld)
    velden = {"weging_3_reden": "Te vaag.", "reden": "te_vaag", "terugmelding": "We doen er nu niets mee."}
    wereld.stap("af.aalten", zaak, "niet_in_behandeling_nemen", **velden)
    with daar(wereld, BUUR_VA) as werk, pytest.raises(DomeinFout):
        gevonden = werk.zaken.get(zaak)
        stappen.stem_in(werk, wereld.beleid, gevonden, {}, gevonden.revisie)
    neem_waar(wereld, BUUR_VA, "overleg.aalten", "va.aalten")
    with daar(wereld, BUUR_VA) as werk:
        gevonden = werk.zaken.get(zaak)
        stappen.stem_in(werk, wereld.beleid, gevonden, {}, gevonden.revisie)
    assert wereld.zaak(zaak).staat == "niet_in_behandeling"


def test_a_protected_case_does_not_open_for_a_neighbour_who_is_not_named(wereld: Wereld) -> None:
    zaak = wereld.meld(over_lezer="ja")
    neem_waar(wereld)
    assert wereld.zaak(zaak).afgeschermd
    with daar(wereld) as werk, pytest.raises(NietGevonden):
        werk.zaken.get(zaak)


def test_no_neighbour_is_named_in_a_protected_case_and_what_is_on_his_name_stays_at_home(wereld: Wereld) -> None:
    neem_waar(wereld)
    hier, thuis = wereld.meld(over_lezer="ja"), wereld.meld("winterswijk", over_lezer="ja")
    with daar(wereld) as werk:
        assert werk.zaken.lijst() == []
        for zaak in (hier, thuis):
            with pytest.raises(NietGevonden):
                werk.zaken.get(zaak)
    with daar(wereld, gemeente="winterswijk") as werk:
        assert [een.id for een in werk.zaken.lijst()] == [thuis]
        assert werk.sleutels.kan_openen(werk.zaken.get(thuis), "ruw")
    # With the key of his own name alone, whatever a page says.
    with alles(wereld) as rijen:
        namen = {een.ontvanger for een in rijen.query(WrapRij).filter(WrapRij.zaak_id == hier)}
    assert not [een for een in namen if wereld.ids[BUUR].hex() in een]
