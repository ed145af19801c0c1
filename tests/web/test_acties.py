"""Agreed actions: the department reads its assignment and nothing else."""

import pytest

from tests.storage.wandeling import in_aanpak, trajecten
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from workflow.actiepagina import EERST_OPVANG, waarschuwing
from workflow.taxonomie import Code

__all__ = ["kantoor"]


def actie(k: Kantoor) -> tuple[bytes, str]:
    zaak = in_aanpak(k.wereld)
    (een,) = trajecten(k.wereld, zaak, "actie")
    return zaak, f"/acties/{een.hex()}"


def test_the_department_reads_the_assignment_with_ground_and_warning(kantoor: Kantoor) -> None:
    zaak, pad = actie(kantoor)
    gezien = kantoor.als("toezicht.aalten").get(pad)
    assert "Ga kijken." in gezien.tekst and "Eigen bevoegdheid van elke partner" in gezien.tekst
    assert "Regel eerst opvang." in gezien.tekst
    for geheim in (kantoor.wereld.zaak(zaak).nummer, "Zes mensen", "Controle op het adres."):
        assert geheim not in gezien.tekst
    assert acties_op(gezien) == {"starten"}


def test_the_result_is_read_by_who_agreed_the_action(kantoor: Kantoor) -> None:
    _, pad = actie(kantoor)
    toezicht = kantoor.als("toezicht.aalten")
    assert stuur(toezicht, pad, "starten").code == 303
    assert stuur(toezicht, pad, "gereedmelden").code == 422
    assert stuur(toezicht, pad, "gereedmelden", {"resultaat": "Er was niemand."}).code == 303
    for wie in ("toezicht.aalten", "af.aalten", "va.aalten"):
        gezien = kantoor.als(wie).get(pad)
        assert "Er was niemand." in gezien.tekst and not acties_op(gezien)


def test_other_people_do_not_find_the_action(kantoor: Kantoor) -> None:
    _, pad = actie(kantoor)
    for wie in ("toezicht.winterswijk", "af.winterswijk", "va.winterswijk", "vangnet2", "politie", "bestuur.aalten"):
        assert kantoor.als(wie).get(pad).code == 404


def test_an_action_that_lapsed_is_closed_for_the_department(kantoor: Kantoor) -> None:
    _, pad = actie(kantoor)
    assert stuur(kantoor.als("va.aalten"), pad, "vervallen", {"reden": "De zaak is anders."}).code == 303
    na = kantoor.als("toezicht.aalten").get(pad)
    assert na.code == 200 and "Ga kijken." not in na.tekst and "niet meer lezen" in na.tekst


@pytest.mark.parametrize(
    ("let_op", "eerst", "tekst"),
    [
        ("", False, ""),
        ("Alleen als er drugs zijn.", False, "Alleen als er drugs zijn."),
        (
            "Een woning in mag alleen met toestemming.",
            True,
            f"{EERST_OPVANG} Een woning in mag alleen met toestemming.",
        ),
        ("Regel eerst opvang.", True, "Regel eerst opvang."),
        ("", True, EERST_OPVANG),
    ],
)
def test_shelter_comes_first_in_the_warning(let_op: str, eerst: bool, tekst: str) -> None:
    assert waarschuwing(Code("X", "Iets", let_op=let_op, opvang_eerst=eerst)) == tekst
