"""The custodian opens a desk for its first holder, signs what came later, and keeps nothing."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.crypto import hpke, signing
from storage.keys.certificaat import geef_certificaat
from storage.keys.werkplekken import geldige_sleutel, is_tegengetekend
from storage.tables.mensen import PersoonRij, WerkpleksleutelRij
from tests.storage import wandeling as w
from tests.storage.leden import (
    AF,
    NIEUWE,
    alles,
    db,
    epochs,
    is_gedekt,
    lijst,
    morgen,
    open_werkplek,
    regels,
    stel_voor,
    vernieuw,
    zet_erbij,
)
from tests.wereld import Wereld
from workflow import leden, uitnodigen
from workflow.fouten import GeenSleutel, NietGevonden, StapGeweigerd
from workflow.lidmaatschap import Plek

VERGUNNINGEN = "uitvoering-vergunningen.aalten"


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
    assert lijst(wereld, VERGUNNINGEN) == {wereld.ids["toezicht.aalten"]}
    assert is_gedekt(wereld, VERGUNNINGEN, 1)
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
    stel_voor(wereld, "vangnet2", AF, waarneemt=True, tot=morgen(wereld, 9))
    for tabel, kolom in SPOREN.items():
        if tabel != blijft:
            db(wereld).execute(f"DELETE FROM {tabel} WHERE {kolom} = ?", (AF,))
    with wereld.als("fg.aalten") as werk:
        assert leden.te_openen(werk) == []
        with pytest.raises(StapGeweigerd) as fout:
            open_werkplek(werk, wereld.beleid, wereld.ids["vangnet2"], AF)
    assert "reservekopie" in fout.value.punten[0]
    assert any(een["handeling"] == "beschadigd" for een in regels(wereld, "beheer.aalten"))
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
