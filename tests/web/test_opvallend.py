"""What is worth a look: each rule finds what it says, ticking off is logged, and the list is reminded of."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.storage import wandeling
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, kantoor
from workflow import opvallend
from workflow.beleid import Beleid
from workflow.logregel import Logregel
from workflow.opvallendregels import Stof, vind

__all__ = ["kantoor"]
PAD = "/logboek/opvallend"
# A Tuesday at noon.
MIDDAG = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)


def regel(seq: int, handeling: str = "lezen", *, ts: datetime = MIDDAG, wie: str = "aa", **anders: Any) -> Logregel:
    inhoud = {"ts": ts.isoformat(), "handeling": handeling, "wie": wie, "alias": wie, "rol": "fg", **anders}
    return Logregel("aalten", seq, inhoud)


def gevonden(
    beleid: Beleid,
    *regels: Logregel,
    klaar: dict[str, date] | None = None,
    punten: list[tuple[int, bytes]] | None = None,
) -> dict[str, list[int]]:
    """By rule the first entry of everything it finds."""
    stof = Stof("aalten", sorted(regels, key=lambda een: -een.seq), klaar or {}, punten or [], beleid.kalender)
    uit: dict[str, list[int]] = {}
    for een in vind(beleid.toezicht, stof):
        uit.setdefault(een.regel, []).append(een.eerste.seq)
    return uit


# -- the rules


def test_an_ordinary_reading_is_not_worth_a_look(beleid: Beleid) -> None:
    assert gevonden(beleid, regel(1, id="z1"), regel(2, "indienen", id="z1")) == {}


def test_each_name_that_was_shown_stands_on_the_list(beleid: Beleid) -> None:
    assert gevonden(beleid, regel(1, "heridentificatie"), regel(2, "heridentificatie")) == {"namen": [2, 1]}


def test_a_release_counts_only_with_an_exception_or_a_vital_interest(beleid: Beleid) -> None:
    regels = [
        regel(1, "vrijgeven", uitzondering=[], vitaal_belang=False),
        regel(2, "vrijgeven", vitaal_belang=True),
        regel(3, "vrijgeven", uitzondering=["D3"]),
        regel(4, "uitzondering_toestaan", uitzondering=["D3"]),
    ]
    assert gevonden(beleid, *regels) == {"vitaal_belang": [2], "uitzondering": [4, 3]}


@pytest.mark.parametrize(
    ("ts", "telt"),
    [
        (MIDDAG, False),
        (MIDDAG.replace(hour=5), True),  # 6 o'clock here
        (MIDDAG.replace(hour=19), True),  # 20 o'clock here
        (MIDDAG.replace(day=7), True),  # a Saturday
        (datetime(2026, 4, 27, 10, tzinfo=UTC), True),  # the King's birthday
    ],
)
def test_reading_outside_office_hours_counts_on_the_clock_of_the_municipality(
    beleid: Beleid, ts: datetime, telt: bool
) -> None:
    assert ("buiten_uren" in gevonden(beleid, regel(1, ts=ts, id="z1"))) == telt


def test_many_cases_on_a_day_count_by_person_and_each_case_once(beleid: Beleid) -> None:
    twintig = [regel(nr, id=f"z{nr}") for nr in range(20)]
    assert gevonden(beleid, *twintig) == {"veel_zaken": [19]}
    assert gevonden(beleid, *twintig[:19], regel(99, id="z1")) == {}
    anders = [regel(nr, id=f"z{nr}", wie="ab"[nr % 2]) for nr in range(20)]
    assert gevonden(beleid, *anders) == {}


def test_reading_after_the_end_counts_and_on_the_day_itself_not(beleid: Beleid) -> None:
    klaar = {"z1": MIDDAG.date()}
    regels = regel(1, id="z1"), regel(2, id="z1", ts=MIDDAG + timedelta(days=1)), regel(3, id="z2")
    assert gevonden(beleid, *regels, klaar=klaar) == {"eindstaat": [2]}


def test_who_reads_a_case_again_and_again_and_does_nothing_is_found(beleid: Beleid) -> None:
    dagen = [regel(nr, id="z1", ts=MIDDAG + timedelta(days=(0, 1, 2, 3)[nr])) for nr in range(4)]
    assert gevonden(beleid, *dagen) == {"zonder_stap": [3]}
    assert gevonden(beleid, *dagen[:3]) == {}
    assert gevonden(beleid, *dagen, regel(9, "feit_vastleggen", id="z1")) == {}


def test_long_lists_refusals_and_computed_features_are_counted(beleid: Beleid) -> None:
    assert gevonden(beleid, regel(1, "lijst", aantal=99), regel(2, "lijst", aantal=100)) == {"grote_lijst": [2]}
    assert gevonden(beleid, *(regel(nr, "geweigerd") for nr in range(5))) == {"geweigerd": [4]}
    zeven = [regel(nr, "match_berekend", wie=f"p{nr}", aantal=nr) for nr in range(1, 8)]
    assert gevonden(beleid, *zeven) == {"vergelijken": [7, 6, 5, 4, 3]}


def test_the_sample_is_about_one_in_twenty_and_hangs_on_the_signature(beleid: Beleid) -> None:
    regels = [regel(nr, id="z1", wie=f"p{nr}") for nr in range(1, 2001)]
    een = gevonden(beleid, *regels, punten=[(2000, b"een")])["steekproef"]
    ander = gevonden(beleid, *regels, punten=[(2000, b"ander")])["steekproef"]
    assert 60 < len(een) < 140
    assert een != ander
    assert een == gevonden(beleid, *regels, punten=[(2000, b"een"), (3000, b"later")])["steekproef"]
    assert "steekproef" not in gevonden(beleid, *regels), "what is not signed yet can't be drawn"


# -- the page


def punten(pagina: Pagina, lijst: str) -> list[str]:
    vorm = pagina.soep.find("input", attrs={"name": "lijst", "value": lijst})
    ouder = vorm.find_parent("form") if vorm is not None else None
    return [str(een["value"]) for een in ouder.select("input[name=punt]")] if ouder is not None else []


def met_naam(kantoor: Kantoor) -> str:
    """A case in which somebody showed a name. Out: its number."""
    zaak = wandeling.in_beoordeling(kantoor.wereld)
    kantoor.wereld.stap(
        "af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam="Piet", leeftijdsklasse="23_plus"
    )
    with kantoor.wereld.als("af.aalten") as werk:
        gevonden = werk.zaken.get(zaak)
        docs = werk.documenten.open(gevonden, ["zaak"], "test")
        persoon = next(doc.inhoud for doc in docs if doc.soort == "persoon" and doc.inhoud)
        werk.kluis.open_persoon(gevonden, persoon["verwijzing"], "hulp", "avg6e")
    return gevonden.nummer


def test_a_name_that_was_shown_is_ticked_off_and_stays_so(kantoor: Kantoor) -> None:
    nummer = met_naam(kantoor)
    privacy = kantoor.als("privacy.aalten")
    pagina = privacy.get(PAD)
    (sleutel,) = punten(pagina, "namen")
    assert nummer in pagina.tekst and "Piet" not in pagina.tekst
    velden = {"csrf_token": pagina.formulier("punt")["csrf_token"], "lijst": "namen"}
    zonder = privacy.post(PAD, velden | {"punt": sleutel})
    assert zonder.code == 422 and "Kies hoe het is" in " ".join(zonder.fouten)
    assert zonder.soep.find("input", attrs={"value": sleutel}).has_attr("checked")  # type: ignore[union-attr]
    leeg = privacy.post(PAD, velden | {"uitkomst": "in_orde"})
    assert leeg.code == 422 and "Kies wat je hebt bekeken" in " ".join(leeg.fouten)
    assert privacy.post(PAD, velden | {"punt": sleutel, "uitkomst": "in_orde"}).code == 303
    pagina = privacy.get(PAD)
    assert punten(pagina, "namen") == [] and "A-privacy.aalten vinkte als laatste iets af" in pagina.tekst
    assert privacy.post(PAD, velden | {"punt": sleutel, "uitkomst": "in_orde"}).code == 409
    assert "Opvallende regels afgevinkt" in kantoor.als("fg.aalten").get("/logboek").tekst


def test_another_municipality_and_another_role_see_nothing(kantoor: Kantoor) -> None:
    nummer = met_naam(kantoor)
    pagina = kantoor.als("privacy.winterswijk").get(PAD)
    assert nummer not in pagina.tekst and punten(pagina, "namen") == []
    assert kantoor.als("af.aalten").get(PAD).code == 404


def test_what_is_left_of_last_week_is_reminded_of_once(kantoor: Kantoor) -> None:
    met_naam(kantoor)
    huis, dag = kantoor.wereld.huis, kantoor.wereld.huis.nu().date()
    maandag = dag + timedelta(days=7 - dag.weekday())

    def herinner() -> int:
        return opvallend.dagelijks(huis.klokwerk, huis.beleid, maandag, "https://meldroute.example")

    assert herinner() == 0, "of this week"
    huis.echte_tijd = lambda: datetime.now(UTC) + timedelta(days=(maandag - dag).days)
    assert herinner() == 1
    assert herinner() == 0
