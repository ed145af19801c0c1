"""Agreed actions: the department reads its assignment and nothing else."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from config.bestanden import lees
from storage.tables.mensen import PersoonRij
from tests.storage.wandeling import in_aanpak, trajecten, verstuur
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.wereld import Wereld
from workflow.actiepagina import EERST_OPVANG, waarschuwing
from workflow.actiestappen import AL_VAN_JOU, UITVOERDER
from workflow.fouten import StapGeweigerd
from workflow.taxonomie import Code

__all__ = ["kantoor"]
WORTEL = Path(__file__).parents[2]


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
    assert acties_op(gezien) == {"starten", "uitleg_vragen"}


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


def test_the_department_asks_and_the_maker_answers_and_the_action_goes_on_where_it_was(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, pad = actie(kantoor)
    toezicht, va = kantoor.als("toezicht.aalten"), kantoor.als("va.aalten")
    stuur(toezicht, pad, "starten")
    assert stuur(toezicht, pad, "uitleg_vragen", {"vraag": "Welke kant van het pand?"}).code == 303
    (een,) = trajecten(w, zaak, "actie")
    assert w.traject(een).staat == "uitleg_gevraagd"
    wacht = toezicht.get(pad)
    assert "gereedmelden" not in acties_op(wacht) and "Welke kant van het pand?" in wacht.tekst
    assert "Geef de afdeling uitleg over de actie" in va.get("/taken").tekst
    assert stuur(va, pad, "uitleg_geven", {"antwoord": "De achterkant."}).code == 303
    assert w.traject(een).staat == "bezig" and "De achterkant." in toezicht.get(pad).tekst
    assert "gereedmelden" in acties_op(toezicht.get(pad))


def test_an_answer_to_the_department_may_not_name_somebody(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, pad = actie(kantoor)
    persoon = {"rol": "slachtoffer", "naam": "Wobke Verzonnenhof", "leeftijdsklasse": "23_plus"}
    w.stap("af.aalten", zaak, "persoon_toevoegen", **persoon)
    stuur(kantoor.als("toezicht.aalten"), pad, "uitleg_vragen", {"vraag": "Wie is het?"})
    fout = stuur(kantoor.als("va.aalten"), pad, "uitleg_geven", {"antwoord": "Het is Wobke Verzonnenhof."})
    assert fout.code == 422 and "uit de kluis" in fout.tekst
    assert "Verzonnenhof" not in kantoor.als("toezicht.aalten").get(pad).tekst


def test_another_day_moves_the_term_and_its_reminders_and_tells_the_department(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, pad = actie(kantoor)
    (een,) = trajecten(w, zaak, "actie")
    oud = w.traject(een).termijn
    dag = date.today() + timedelta(days=40)
    with w.huis.klokwerk() as werk:
        eerder = {timer.dag for timer in werk.timers.van_zaak(zaak) if timer.traject_id == een}
    velden = {"datum": dag.isoformat(), "reden": "De tolk kan niet."}
    assert stuur(kantoor.als("va.aalten"), pad, "verzetten", velden).code == 303
    assert w.traject(een).termijn != oud and w.traject(een).kenmerken["verzet"] == 1
    with w.huis.klokwerk() as werk:
        later = {timer.dag for timer in werk.timers.van_zaak(zaak) if timer.traject_id == een}
        brieven = [een.onderwerp for een in werk.berichten.te_versturen()]
    assert eerder and later and min(later) > max(eerder)
    assert "Er is een andere dag afgesproken" in brieven
    gezien = kantoor.als("toezicht.aalten").get(pad).tekst
    assert "De tolk kan niet." in gezien and "De dag is 1 keer veranderd" in gezien
    gisteren = {"datum": (date.today() - timedelta(days=1)).isoformat(), "reden": "Fout."}
    assert stuur(kantoor.als("va.aalten"), pad, "verzetten", gisteren).code == 422


def test_the_page_says_who_does_it_and_he_does_not_take_it_over_from_himself(kantoor: Kantoor) -> None:
    _, pad = actie(kantoor)
    toezicht = kantoor.als("toezicht.aalten")
    assert "doet dit" not in toezicht.get(pad).tekst
    stuur(toezicht, pad, "starten")
    gezien = toezicht.get(pad)
    assert "Naam van toezicht.aalten doet dit" in gezien.tekst and "overnemen" not in acties_op(gezien)


def test_another_of_the_department_takes_it_over(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, _ = actie(kantoor)
    (een,) = trajecten(w, zaak, "actie")
    w.stap("toezicht.aalten", zaak, "starten", een)
    with w.als("toezicht.aalten") as werk:
        traject = werk.trajecten.get(een)
        ander = replace(traject, kenmerken={**traject.kenmerken, UITVOERDER: w.ids["va2.aalten"].hex()})
        werk.trajecten.bewaar(ander)
        werk.log("starten", ander)
        werk.bevestig()
    w.stap("toezicht.aalten", zaak, "overnemen", een)
    assert w.traject(een).kenmerken[UITVOERDER] == w.ids["toezicht.aalten"].hex()
    with pytest.raises(StapGeweigerd) as fout:
        w.stap("toezicht.aalten", zaak, "overnemen", een)
    assert fout.value.punten == (AL_VAN_JOU,)


def test_what_came_of_it_is_a_code_on_the_case_and_in_the_figures(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, pad = actie(kantoor)
    toezicht = kantoor.als("toezicht.aalten")
    stuur(toezicht, pad, "starten")
    velden = {"resultaat": "Er was niemand.", "uitkomst": "niets_aangetroffen"}
    assert stuur(toezicht, pad, "gereedmelden", velden).code == 303
    assert ": niets aangetroffen" in kantoor.als("af.aalten").get(f"/zaken/{w.zaak(zaak).nummer}").tekst
    with w.huis.klokwerk() as werk:
        vandaag = date.today()
        tellingen = werk.tellingen.lees([f"{vandaag.year}-{(vandaag.month - 1) // 3 + 1}"])
        brieven = [een.onderwerp for een in werk.berichten.te_versturen()]
    geteld = [een.codes for een in tellingen if een.codes.get("staat") == "gereed"]
    assert [(een["instrument"], een["uitkomst"]) for een in geteld] == [("CTRL", "niets_aangetroffen")]
    assert not any(w.zaak(zaak).nummer in str(een) or zaak.hex() in str(een) for een in geteld)
    assert "Een actie is klaar" in brieven


def test_the_keys_of_the_department_open_the_action_and_nothing_else_of_the_case(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak, _ = actie(kantoor)
    (een,) = trajecten(w, zaak, "actie")
    w.stap("af.aalten", zaak, "vorm_vastleggen", vormen=["ARBEID"])
    verstuur(w, zaak, "nla")
    alles = [*w.beleid.routes["signaal"].compartimenten, *(f"{naam}:{id_.hex()}" for naam, id_ in _kleine(w, zaak))]
    with w.als("toezicht.aalten") as werk:
        traject = werk.trajecten.get(een)
        assert traject.compartiment("actie") in alles
        opent = {naam for naam in alles if werk.sleutels.kan_openen(traject, naam)}
    assert opent == {traject.compartiment("actie")}
    with w.huis.klokwerk() as werk:
        houders = {naam for naam, desk, _ in werk.sleutels.houders(w.zaak(zaak)) if desk == traject.ontvanger}
    assert houders == {traject.compartiment("actie")}


def _kleine(w: Wereld, zaak: bytes) -> list[tuple[str, bytes]]:
    namen = {"actie": "actie", "verstrekking": "vs", "opvang": "aanvraag"}
    return [(comp, een) for route, comp in namen.items() for een in trajecten(w, zaak, route)]


def test_two_people_of_the_case_move_the_day_at_once(kantoor: Kantoor) -> None:
    _, pad = actie(kantoor)
    va, af = kantoor.als("va.aalten"), kantoor.als("af.aalten")
    vorm = {een["name"]: een["value"] for een in af.get(pad).soep.select("main form input[type=hidden]")}
    dag = (date.today() + timedelta(days=30)).isoformat()
    assert stuur(va, pad, "verzetten", {"datum": dag, "reden": "Ziek."}).code == 303
    laat = af.post(pad, vorm | {"actie": "verzetten", "datum": dag, "reden": "Mijn eigen reden."})
    assert laat.code == 409 and "Mijn eigen reden." in laat.tekst


def test_the_list_of_instruments_says_of_each_who_may_and_what_it_asks(kantoor: Kantoor) -> None:
    codes = kantoor.wereld.beleid.taxonomie["interventies"].codes
    gezien = kantoor.als("af.aalten").get("/acties/instrumenten")
    for code, een in codes.items():
        kaart = gezien.soep.find(id=code)
        assert kaart is not None, code
        tekst = kaart.get_text(" ", strip=True)
        assert all(deel in tekst for deel in (een.naam, een.grond, een.let_op, *een.nodig)), code
        assert een.grond and een.bevoegd and een.let_op and een.nodig, code
    assert kantoor.als("politie").get("/acties/instrumenten").code == 404


def test_the_instruments_of_the_facts_are_there_with_their_warnings() -> None:
    codes = {een["code"]: een for een in lees(WORTEL / "config/taxonomie/interventies.toml")["code"]}
    nodig = "BIB APV-SEK GW-174 GW-174A GW-174B OPW-13B OMG-GEBR BRP-ADR NACHT WGV CTRL HUISV NLA OM-POL FISC UITST"
    assert set(nodig.split()) <= set(codes)
    for code, woord in (
        ("BIB", "artikel 28"),
        ("GW-174B", "zelden"),
        ("CTRL", "Awb 3:3"),
        ("HUISV", "toestemming"),
        ("BRP-ADR", "toestemming"),
        ("OPW-13B", "drugs"),
    ):
        assert woord in codes[code]["let_op"], code


def test_a_department_can_finish_when_who_directed_the_case_left(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = in_aanpak(w)
    (actie,) = trajecten(w, zaak, "actie")
    w.stap("toezicht.aalten", zaak, "starten", actie)
    with w.huis.alles() as sessie:
        weg = sessie.get(PersoonRij, w.ids["va.aalten"])
        assert weg is not None
        weg.actief = False
        sessie.commit()
    w.stap("toezicht.aalten", zaak, "gereedmelden", actie, resultaat="Vier mensen.")
    assert w.traject(actie).staat == "gereed"
    with w.huis.klokwerk() as werk:
        aan = [een.adres.partition("@")[0] for een in werk.berichten.te_versturen(500)]
    assert "va2.aalten" in aan and "va.aalten" not in aan[-2:]
