"""The same step by two people, on each of the four routes: the second one sees both versions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import Tag

from tests.storage import wandeling
from tests.web.conftest import Browser
from tests.web.kantoor import Kantoor, kantoor
from tests.web.mensenwerk import verborgen_van, vorm
from tests.wereld import WACHTZIN, Wereld, email

__all__ = ["kantoor"]
AF, VA = ("af.aalten", "af2.aalten"), ("va.aalten", "va2.aalten")


def _actie(w: Wereld) -> tuple[bytes, bytes]:
    zaak = wandeling.in_aanpak(w)
    return zaak, wandeling.trajecten(w, zaak, "actie")[0]


def _bezig(w: Wereld) -> tuple[bytes, bytes]:
    zaak, actie = _actie(w)
    w.stap("toezicht.aalten", zaak, "starten", actie)
    return zaak, actie


def _verzonden(w: Wereld) -> tuple[bytes, bytes]:
    zaak = wandeling.in_aanpak(w)
    return zaak, wandeling.verstuur(w, zaak, "politie")


def _ontvangen(w: Wereld) -> tuple[bytes, bytes]:
    zaak, vs = _verzonden(w)
    w.stap("politie", zaak, "ontvangst_bevestigen", vs)
    return zaak, vs


def _gezocht(w: Wereld) -> tuple[bytes, bytes]:
    zaak = wandeling.in_aanpak(w)
    vraag: dict[str, Any] = {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": "Een bed."}
    opvang = w.stap("af.aalten", zaak, "opvang_zoeken", **vraag).nieuw_id
    assert opvang is not None
    return zaak, opvang


def _zaak(maak: Callable[[Wereld], bytes]) -> Callable[[Wereld], tuple[bytes, bytes]]:
    return lambda w: (maak(w), b"")


@dataclass(frozen=True)
class Rij:
    """One step that two people take; where a desk has one account, the same person does it at two browsers."""

    actie: str
    maak: Callable[[Wereld], tuple[bytes, bytes]]
    wie: tuple[str, str]
    velden: Mapping[str, str]
    getypt: str
    pad: str = "/zaken"
    anders: Mapping[str, str] = field(default_factory=dict)


TOCH = "Dit typte de tweede persoon."
RIJEN = (
    Rij("aanvulling_vragen", _zaak(wandeling.in_beoordeling), AF, {"vraag": "Eerst?"}, "vraag"),
    Rij(
        "voorleggen",
        _zaak(wandeling.in_beoordeling),
        AF,
        {"naar_gemeente": "winterswijk", "weging_2b_reden": "Daar."},
        "weging_2b_reden",
    ),
    Rij("terughalen", _zaak(wandeling.voorgelegd), AF, {"reden": "Toch hier."}, "reden"),
    Rij(
        "weigeren", _zaak(wandeling.voorgelegd), ("af.winterswijk", "af2.winterswijk"), {"reden": "Niet hier."}, "reden"
    ),
    Rij("terugverwijzen", _zaak(wandeling.geagendeerd), VA, {"toelichting": "Zoek het uit."}, "toelichting"),
    Rij("hervatten", _zaak(wandeling.monitoring), VA, {"toelichting": "Er is iets."}, "toelichting"),
    Rij("starten", _actie, ("toezicht.aalten",) * 2, {}, "", "/acties"),
    Rij("gereedmelden", _bezig, ("toezicht.aalten",) * 2, {"resultaat": "Niemand."}, "resultaat", "/acties"),
    Rij("vervallen", _actie, VA, {"reden": "Niet nodig."}, "reden", "/acties"),
    Rij("intrekken", _verzonden, AF, {"reden": "Niet nodig."}, "reden", "/verstrekkingen"),
    Rij("ontvangst_bevestigen", _verzonden, ("politie",) * 2, {}, "", "/verstrekkingen"),
    Rij("vraag_stellen", _ontvangen, ("politie",) * 2, {"vraag": "Welke dag?"}, "vraag", "/verstrekkingen"),
    Rij("afwijzen", _ontvangen, ("politie",) * 2, {"reden": "niet_bevoegd"}, "", "/verstrekkingen"),
    Rij("poging", _gezocht, ("moviera",) * 2, {"opvangplek": "opvang-de-linde", "uitkomst": "vol"}, "", "/opvang"),
    Rij("aanbieden", _gezocht, ("moviera",) * 2, {"opvangplek": "opvang-de-linde"}, "", "/opvang"),
)


def _browser(kantoor: Kantoor, wie: str) -> Browser:
    browser = Browser(kantoor.app)
    browser.get("/inloggen")
    assert browser.vul_in("/inloggen", "wachtzin", email=email(wie), wachtzin=WACHTZIN).code == 303
    return browser


@pytest.mark.parametrize("rij", RIJEN, ids=[f"{een.pad[1:]}-{een.actie}" for een in RIJEN])
def test_of_two_who_take_the_same_step_the_second_sees_both_versions(kantoor: Kantoor, rij: Rij) -> None:
    w = kantoor.wereld
    zaak, traject = rij.maak(w)
    pad = f"{rij.pad}/{traject.hex()}" if traject else f"{rij.pad}/{w.zaak(zaak).nummer}"
    browsers = [_browser(kantoor, wie) for wie in rij.wie]
    vormen = [vorm(een.get(pad), rij.actie) for een in browsers]
    assert all(isinstance(een, Tag) for een in vormen), f"{pad} offers no {rij.actie}"
    velden = [verborgen_van(een) | dict(rij.velden) | {"actie": rij.actie} for een in vormen if een is not None]
    eerste = browsers[0].post(pad, velden[0])
    assert eerste.code == 303, eerste.fouten
    na = w.traject(traject) if traject else w.zaak(zaak)
    tweede = browsers[1].post(pad, velden[1] | ({rij.getypt: TOCH} if rij.getypt else {}))
    if tweede.code == 404:
        # What went back to the other municipality is gone for this desk: nothing may tell what became of it.
        assert rij.actie == "weigeren"
    else:
        assert tweede.code == 409, tweede.fouten
        botsing = tweede.soep.select_one("#botsing")
        assert isinstance(botsing, Tag)
        tekst = botsing.get_text(" ", strip=True)
        assert "De status is" in tekst or "Gekozen is" in tekst, "how it is now"
        assert not rij.getypt or TOCH in tekst, "what this person typed"
    nu = w.traject(traject) if traject else w.zaak(zaak)
    assert (nu.revisie, nu.staat) == (na.revisie, na.staat), "nothing was done twice"
