"""What ends on a date ends by itself: reading after the agreed day, and a sitting that was left open."""

from datetime import date, timedelta
from functools import partial

from tests.storage.wandeling import STRAKS, in_aanpak, verstuur
from tests.wereld import WEGING, Wereld
from workflow import overlegzitting
from workflow.dagtaken import dagtaken
from workflow.overlegstappen import GEOPEND, GESLOTEN

NA = date.fromisoformat(STRAKS) + timedelta(days=1)
MORGEN = date.today() + timedelta(days=1)


def lezers(w: Wereld, vs: bytes) -> set[str]:
    traject = w.traject(vs)
    with w.huis.klokwerk() as werk:
        houders = werk.sleutels.houders(traject)
    return {aan for naam, aan, _ in houders if naam == traject.compartiment("vs")}


def draai(w: Wereld, dag: date) -> int:
    nu = w.huis.nu() + (dag - date.today())
    return dagtaken(partial(w.huis.klokwerk, nu), w.beleid, dag)


def beantwoord(w: Wereld, zaak: bytes, einde: str) -> bytes:
    vs = verstuur(w, zaak, "politie")
    w.stap("politie", zaak, "ontvangst_bevestigen", vs)
    if einde == "afgewezen":
        w.stap("politie", zaak, "afwijzen", vs, reden="niet_bevoegd")
    else:
        w.stap("politie", zaak, "oppakken", vs)
        w.stap("politie", zaak, "terugkoppelen", vs, resultaat="Er was niemand.")
    return vs


def test_who_answered_reads_no_longer_than_was_agreed(wereld: Wereld) -> None:
    zaak = in_aanpak(wereld)
    vs = beantwoord(wereld, zaak, "teruggekoppeld")
    draai(wereld, NA - timedelta(days=1))
    assert "politie.regio" in lezers(wereld, vs), "the last day counts"
    draai(wereld, NA)
    assert lezers(wereld, vs) == {"af.aalten", "overleg.aalten"}
    traject = wereld.traject(vs)
    assert traject.staat == "teruggekoppeld"
    with wereld.als("politie") as werk:
        assert werk.documenten.open(traject, [traject.compartiment("vs")], "test") == []


def test_reading_is_ended_once(wereld: Wereld) -> None:
    zaak = in_aanpak(wereld)
    vs = beantwoord(wereld, zaak, "teruggekoppeld")
    assert draai(wereld, NA) >= 1
    eerst = wereld.traject(vs)
    assert draai(wereld, NA) == 0
    assert wereld.traject(vs) == eerst
    with wereld.als("fg.aalten") as werk:
        gelogd = [een.inhoud or {} for een in werk.logboek.regels(aantal=500)]
    assert len([een for een in gelogd if een.get("handeling") == "lezen_beeindigen"]) == 1


def test_a_refusal_ends_on_the_agreed_day_when_that_comes_before_the_thirty_days(wereld: Wereld) -> None:
    zaak = in_aanpak(wereld)
    vs = beantwoord(wereld, zaak, "afgewezen")
    draai(wereld, NA)
    assert "politie.regio" not in lezers(wereld, vs)
    assert draai(wereld, date.today() + timedelta(days=31)) == 0


def test_another_hand_off_of_the_same_case_to_the_same_partner_stays_readable(wereld: Wereld) -> None:
    zaak = in_aanpak(wereld)
    vs = beantwoord(wereld, zaak, "teruggekoppeld")
    ander = verstuur(wereld, zaak, "politie", geldig_tot=(NA + timedelta(days=30)).isoformat())
    draai(wereld, NA)
    assert "politie.regio" not in lezers(wereld, vs)
    assert "politie.regio" in lezers(wereld, ander)
    assert draai(wereld, NA) == 0, "the key of the other one is no reason to begin again"


def _geopend(w: Wereld) -> tuple[bytes, bytes]:
    """A sitting that somebody opened and nobody closed, with one case. Out: ids of meeting and case."""
    overleg, zaak = bytes.fromhex(w.overleg(dagen=1)), w.meld()
    w.stap("af.aalten", zaak, "oppakken")
    tekst = {"overdrachtstekst": "Zes mensen.", "vraag_aan_overleg": "Wat doen we?", "overleg": overleg.hex()}
    w.stap("af.aalten", zaak, "agenderen", **WEGING, **tekst)
    wie = [w.ids[een].hex() for een in ("deelnemer.aalten", "va.aalten")]
    with w.als("va.aalten") as werk:
        overlegzitting.open_zitting(werk, w.beleid, werk.overleggen.get(overleg), wie, wie, 1)
    return overleg, zaak


def _staat(w: Wereld, overleg: bytes) -> str:
    with w.huis.klokwerk() as werk:
        return werk.overleggen.get(overleg).staat


def test_a_sitting_that_was_left_open_is_closed_the_day_after(wereld: Wereld) -> None:
    overleg, zaak = _geopend(wereld)
    stuk = f"stuk:{overleg.hex()}"
    with wereld.als("deelnemer.aalten") as werk:
        assert werk.sleutels.kan_openen(werk.zaken.get(zaak), stuk)
    draai(wereld, MORGEN)
    assert _staat(wereld, overleg) == GEOPEND, "its day is not over"
    assert draai(wereld, MORGEN + timedelta(days=1)) >= 1
    assert _staat(wereld, overleg) == GESLOTEN
    with wereld.huis.klokwerk() as werk:
        houders = werk.sleutels.houders(werk.zaken.get(zaak))
    assert not [aan for _, aan, _ in houders if aan.startswith("zitting-")]
    with wereld.als("fg.aalten") as werk:
        gelogd = [een.inhoud or {} for een in werk.logboek.regels(aantal=500)]
    sluiten = [een for een in gelogd if een.get("handeling") == "zitting_sluiten"]
    assert [(een["rol"], een["id"]) for een in sluiten] == [("klok", zaak.hex())]


def test_a_sitting_is_closed_once(wereld: Wereld) -> None:
    _geopend(wereld)
    draai(wereld, MORGEN + timedelta(days=1))
    assert draai(wereld, MORGEN + timedelta(days=1)) == 0


def test_a_public_number_must_be_rung_again_before_its_day(wereld: Wereld) -> None:
    einde = min(een.geldig_tot for een in wereld.beleid.kennis.nummers)

    def gemeld(dag: date) -> int:
        draai(wereld, dag)
        with wereld.als("beheer.regio") as werk:
            regels = [een.inhoud or {} for een in werk.logboek.regels(aantal=100)]
        return sum(een.get("groep") == "nummer" and een.get("aan") == "beheerder" for een in regels)

    assert gemeld(einde - timedelta(days=100)) == 0
    eerst = gemeld(einde - timedelta(days=80))
    assert eerst == len({een.nummer for een in wereld.beleid.kennis.nummers})
    assert gemeld(einde - timedelta(days=79)) == eerst, "each rung once"
