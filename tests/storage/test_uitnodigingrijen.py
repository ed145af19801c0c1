"""The row of an invitation counts only as it was sealed, and an old session stores no old key."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.storage.leden import db
from tests.wereld import WACHTZIN, Wereld, email
from workflow import uitnodigen
from workflow.fouten import Codefout, Ingehaald

NIEUW = "kachel tuinhek zebra olielamp dans"


def nodig_uit(wereld: Wereld) -> str:
    with wereld.als("beheer.aalten") as werk:
        gegevens = {"naam": "Bo Nieuw", "alias": "BO", "email": "bo@meldroute.example", "rol": "bestuur"}
        return uitnodigen.nodig_uit(werk, wereld.beleid, **gegevens, plekken=[])


def nodig_herstel_uit(wereld: Wereld) -> str:
    with wereld.als("beheer.aalten") as werk:
        return uitnodigen.nodig_herstel_uit(werk, wereld.beleid, wereld.ids["privacy.aalten"])


def naar_een_ander(wereld: Wereld) -> None:
    db(wereld).execute("UPDATE uitnodiging SET soort='herstel', persoon_id=?", (wereld.ids["privacy.aalten"],))


def andere_persoon(wereld: Wereld) -> None:
    db(wereld).execute("UPDATE uitnodiging SET persoon_id=?", (wereld.ids["af.aalten"],))


def langer_geldig(wereld: Wereld) -> None:
    db(wereld).execute("UPDATE uitnodiging SET verloopt=?", ((date.today() + timedelta(days=900)).isoformat(),))


@pytest.mark.parametrize(
    ("maak", "knoei"),
    [(nodig_uit, naar_een_ander), (nodig_herstel_uit, andere_persoon), (nodig_uit, langer_geldig)],
)
def test_a_row_that_was_changed_by_hand_is_no_invitation(
    wereld: Wereld, maak: Callable[[Wereld], str], knoei: Callable[[Wereld], None]
) -> None:
    code = maak(wereld)
    knoei(wereld)
    with pytest.raises(Codefout):
        wereld.huis.uitnodiging.aanvaard(code, NIEUW)
    wereld.huis.toegang.inloggen(email("privacy.aalten"), WACHTZIN)


def test_a_used_invitation_to_recover_that_is_put_back_does_not_work(wereld: Wereld) -> None:
    code = nodig_herstel_uit(wereld)
    rij = db(wereld).execute("SELECT * FROM uitnodiging").fetchone()
    wereld.huis.uitnodiging.aanvaard(code, NIEUW)
    db(wereld).execute(f"INSERT INTO uitnodiging VALUES ({','.join('?' * len(rij))})", rij)
    with pytest.raises(Codefout):
        wereld.huis.uitnodiging.aanvaard(code, NIEUW + " twee")


def test_a_request_of_before_a_new_key_pair_stores_nothing(wereld: Wereld) -> None:
    sessie, _ = wereld.huis.sessies.haal(wereld.huis.toegang.inloggen(email("privacy.aalten"), WACHTZIN).token)
    assert sessie is not None
    wereld.huis.uitnodiging.aanvaard(nodig_herstel_uit(wereld), NIEUW)
    with pytest.raises(Ingehaald):
        wereld.huis.toegang.nieuwe_herstelcode(sessie)
    with pytest.raises(Ingehaald):
        wereld.huis.toegang.wijzig_wachtzin(sessie, NIEUW, NIEUW + " drie", "")


@pytest.mark.parametrize(("code", "tikfout"), [("geen code", True), ("7777-7777-7777-7777-7777-7777-77N4", False)])
def test_a_wrong_code_tells_nothing_about_the_account(wereld: Wereld, code: str, tikfout: bool) -> None:
    for wie in ("af.aalten@meldroute.example", "niemand@meldroute.example"):
        with pytest.raises(Codefout) as fout:
            wereld.huis.toegang.herstel(wie, code, NIEUW)
        assert fout.value.tikfout is tikfout
