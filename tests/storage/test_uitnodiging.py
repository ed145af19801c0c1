"""Accepting an invitation: once, whole or not at all, and never more than its beheerder may give."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.installatie import Installatie
from storage.keys.mensen import maak_slot, publieke_sleutel, voeg_persoon_toe
from storage.tables.mensen import CertificaatsleutelRij, LidRij, LidvoorstelRij, PersoonRij, UitnodigingRij
from storage.tweedefactor import Factor
from tests.wereld import WACHTZIN, Wereld, email
from workflow import uitnodigen
from workflow.fouten import Codefout, InloggenMislukt
from workflow.lidmaatschap import Plek

NIEUW, MAIL = "kachel tuinhek zebra olielamp dans", "nieuw@meldroute.example"
VAN, TOT = date(2031, 7, 1), date(2031, 7, 31)


def nodig_uit(wereld: Wereld, **anders: Any) -> str:
    gegevens: dict[str, Any] = {
        "naam": "Nieuwe Collega",
        "alias": "AF-3",
        "email": MAIL,
        "rol": "aandachtsfunctionaris",
        "plekken": [Plek("af.aalten", True, VAN, TOT)],
    }
    with wereld.als("beheer.aalten") as werk:
        return uitnodigen.nodig_uit(werk, wereld.beleid, **(gegevens | anders))


def nodig_herstel_uit(wereld: Wereld, wie: str = "af.aalten") -> str:
    with wereld.als("beheer.aalten") as werk:
        return uitnodigen.nodig_herstel_uit(werk, wereld.beleid, wereld.ids[wie])


def lees(huis: Installatie, vraag: Any) -> list[Any]:
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        return list(sessie.scalars(vraag).all())


def test_an_invitation_makes_an_account_with_an_own_key_and_no_desk(wereld: Wereld) -> None:
    huis, code = wereld.huis, nodig_uit(wereld)
    assert huis.uitnodiging.bekijk(code.lower()).email == MAIL
    klaar = huis.uitnodiging.aanvaard(code, NIEUW)
    sessie, _ = huis.sessies.haal(huis.toegang.inloggen(MAIL, NIEUW).token)
    assert sessie is not None
    actor = huis.actor_van_sessie(sessie)
    assert (actor.rol, actor.tenant, actor.naam, actor.werkplekken) == (
        "aandachtsfunctionaris",
        "aalten",
        "Nieuwe Collega",
        (),
    )
    voorstellen = lees(huis, select(LidvoorstelRij))
    assert [(een.werkplek, een.persoon_id, een.waarneemt, een.van, een.tot) for een in voorstellen] == [
        ("af.aalten", sessie.persoon_id, True, VAN, TOT)
    ]
    assert voorstellen[0].voorsteller == wereld.ids["beheer.aalten"]
    # The personal code that was shown opens the same key.
    assert huis.toegang.herstel(MAIL, klaar.code, WACHTZIN)


@pytest.mark.parametrize("wat", ["gebruikt", "ingetrokken", "verlopen", "vreemd", "tikfout", "vervalst", "mail bezet"])
def test_a_code_that_is_not_good_makes_nothing(wereld: Wereld, wat: str) -> None:
    huis, code = wereld.huis, nodig_uit(wereld)
    voor = len(lees(huis, select(PersoonRij)))
    if wat == "gebruikt":
        huis.uitnodiging.aanvaard(code, NIEUW)
        voor += 1
    if wat == "ingetrokken":
        with wereld.als("beheer.aalten") as werk:
            uitnodigen.trek_in(werk, uitnodigen.uitnodigingen(werk)[0].id)
    if wat == "verlopen":
        straks = datetime.now(UTC) + timedelta(days=8)
        huis.echte_tijd = lambda: straks
    if wat == "vreemd":
        code = huis.toegang.nieuwe_herstelcode(sessie_van(wereld))
    if wat == "tikfout":
        code = code[:3] + ("A" if code[3] != "A" else "B") + code[4:]
    if wat == "vervalst":
        with Session(huis.engine) as sessie:
            sessie.info["gemeente"] = "*"
            sessie.execute(update(UitnodigingRij).values(tenant="winterswijk"))
            sessie.commit()
    if wat == "mail bezet":
        # Somebody came to this address in another way after the invitation was made.
        wie, profiel = b"w" * 16, {"naam": "Eerder", "alias": "E", "email": MAIL, "rol": "bestuur"}
        slot = maak_slot(huis.wortels, huis.kosten, wie, NIEUW)
        with Session(huis.engine) as sessie:
            sessie.info["gemeente"] = "*"
            voeg_persoon_toe(sessie, huis.wortels, huis.kekken, wie, slot, "aalten", profiel)
            sessie.commit()
        voor += 1
    for doe in (huis.uitnodiging.bekijk, lambda c: huis.uitnodiging.aanvaard(c, NIEUW)):
        if wat == "mail bezet" and doe == huis.uitnodiging.bekijk:
            continue
        with pytest.raises(Codefout) as fout:
            doe(code)
        assert fout.value.tikfout == (wat == "tikfout")
    assert len(lees(huis, select(PersoonRij))) == voor


def sessie_van(wereld: Wereld, wie: str = "af.aalten") -> Any:
    sessie, _ = wereld.huis.sessies.haal(wereld.huis.toegang.inloggen(email(wie), WACHTZIN).token)
    return sessie


def test_one_code_at_the_same_moment_makes_one_account(wereld: Wereld) -> None:
    huis, code = wereld.huis, nodig_uit(wereld)
    uitkomsten: list[str] = []
    start = threading.Barrier(2)

    def probeer() -> None:
        start.wait()
        try:
            uitkomsten.append(huis.uitnodiging.aanvaard(code, NIEUW).email)
        except Codefout:
            uitkomsten.append("")

    draden = [threading.Thread(target=probeer) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uitkomsten) == ["", MAIL]
    assert len(lees(huis, select(UitnodigingRij))) == 0


def test_the_second_rung_gives_a_new_key_and_takes_the_old_one_and_its_desks_away(wereld: Wereld) -> None:
    huis = wereld.huis
    zaak_id = wereld.meld()
    oud = sessie_van(wereld)
    code = nodig_herstel_uit(wereld)
    genodigde = huis.uitnodiging.bekijk(code)
    assert (genodigde.herstel, genodigde.email) == (True, email("af.aalten"))
    klaar = huis.uitnodiging.aanvaard(code, NIEUW)
    with pytest.raises(InloggenMislukt):
        huis.toegang.inloggen(email("af.aalten"), WACHTZIN)
    sessie, _ = huis.sessies.haal(huis.toegang.inloggen(klaar.email, NIEUW).token)
    assert sessie is not None and sessie.persoon_id == wereld.ids["af.aalten"]
    assert sessie.geheim != oud.geheim
    actor = huis.actor_van_sessie(sessie)
    assert actor.werkplekken == ()
    with huis.werk(actor, huis.sleutelbos(sessie)) as werk:
        assert werk.documenten.open(werk.zaken.get(zaak_id), ["ruw"], "") == []
    assert huis.sessies.haal("x")[0] is None and huis.sessies.aantal(oud.persoon_id) == 1
    assert lees(huis, select(LidRij).where(LidRij.persoon_id == oud.persoon_id)) == []
    assert [een.werkplek for een in lees(huis, select(LidvoorstelRij))] == ["af.aalten"]
    rij = huis.toegang.rij(oud.persoon_id)
    assert publieke_sleutel(huis.kekken, rij) == rij.publiek


def test_the_second_rung_keeps_the_second_factor_and_ends_all_sessions(wereld: Wereld) -> None:
    huis = wereld.huis
    token = huis.toegang.inloggen(email("af.aalten"), WACHTZIN).token
    huis.toegang.zet_factor(wereld.ids["af.aalten"], lambda _: Factor(totp=b"x" * 20))
    huis.uitnodiging.aanvaard(nodig_herstel_uit(wereld), NIEUW)
    assert huis.sessies.haal(token)[0] is None
    assert huis.toegang.inloggen(email("af.aalten"), NIEUW).half == "tweede"


def test_a_custodian_with_a_new_key_has_no_certificate_key_any_more(wereld: Wereld) -> None:
    huis, wie = wereld.huis, wereld.ids["fg.aalten"]
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        sessie.merge(CertificaatsleutelRij(persoon_id=wie, wrap=b"wrap"))
        sessie.commit()
    huis.uitnodiging.aanvaard(nodig_herstel_uit(wereld, "fg.aalten"), NIEUW)
    assert lees(huis, select(CertificaatsleutelRij).where(CertificaatsleutelRij.persoon_id == wie)) == []


def test_what_was_accepted_stands_in_the_log_of_the_municipality_without_the_code(wereld: Wereld) -> None:
    huis, code = wereld.huis, nodig_uit(wereld)
    huis.uitnodiging.aanvaard(code, NIEUW)
    with wereld.als("fg.aalten") as werk:
        regels = [een.inhoud or {} for een in werk.logboek.regels(aantal=20)]
    gevonden = [een for een in regels if een.get("handeling") == "uitnodiging_aanvaard"]
    assert len(gevonden) == 1 and gevonden[0]["soort_uitnodiging"] == "nieuw"
    assert code not in str(regels) and MAIL not in str(regels)
