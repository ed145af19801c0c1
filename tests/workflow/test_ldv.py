"""The export has the fields of the Logboek Dataverwerkingen, a line a person, and no user in it."""

import json
from typing import Any

import pytest

from workflow import ldv
from workflow.beleid import Beleid
from workflow.logregel import Logregel

BASIS = "https://meldroute.example"
VELDEN = {
    *("trace_id", "span_id", "parent_span_id", "start_time", "end_time", "status_code", "name", "resource"),
    "attributes",
}
KERN = {"dpl.core.processing_activity_id", "dpl.core.data_subject_id", "dpl.core.data_subject_id_type"}
INHOUD = {
    "ts": "2026-03-03T11:00:00.250+00:00",
    "handeling": "lezen",
    "rol": "aandachtsfunctionaris",
    "alias": "AF-03",
    "uitkomst": "ok",
    "wie": "aa" * 16,
    "werkplekken": ["af.aalten"],
    "soort": "zaak",
    "id": "bb" * 16,
    "nummer": "MH-8KQ2-4T7N",
    "compartimenten": ["ruw", "zaak"],
    "doel": "zaak bekijken",
}


def lijnen(beleid: Beleid, seq: int = 7, **anders: Any) -> list[dict[str, Any]]:
    inhoud = {naam: waarde for naam, waarde in {**INHOUD, **anders}.items() if waarde is not None}
    regel = Logregel("aalten", seq, inhoud)
    zegel = lambda nr, wie: f"{nr}:{wie}"[::-1].encode()  # noqa: E731
    return list(ldv.regels(beleid, "proef", BASIS, {"service.name": "meldroute"}, regel, zegel))


def test_a_line_has_exactly_the_fields_of_the_standard(beleid: Beleid) -> None:
    (lijn,) = lijnen(beleid)
    assert set(lijn) == VELDEN and set(lijn["attributes"]) == KERN
    assert len(bytes.fromhex(lijn["trace_id"])) == 16 and len(bytes.fromhex(lijn["span_id"])) == 8
    assert lijn["start_time"] == lijn["end_time"] == 1772535600250
    assert lijn["status_code"] == 1 and lijn["name"] == "lezen"
    assert lijn["attributes"]["dpl.core.processing_activity_id"] == f"{BASIS}/toezicht/register#zaak-behandelen"
    assert lijn["resource"]["attributes"]["ldv.mapping"] == ldv.VERSIE


def test_a_line_holds_no_user_no_number_and_no_readable_subject(beleid: Beleid) -> None:
    for lijn in lijnen(beleid) + lijnen(beleid, handeling="heridentificatie", pseudoniem="P-7F3K-9Q2D-X"):
        tekst = json.dumps(lijn)
        for geheim in ("AF-03", "aa" * 16, "bb" * 16, "MH-8KQ2", "P-7F3K", "af.aalten", "aandachtsfunctionaris"):
            assert geheim not in tekst


def test_each_person_has_a_line_of_his_own_in_one_trace(beleid: Beleid) -> None:
    twee = lijnen(beleid, handeling="verzoek_gezocht", pseudoniemen=["P-1", "P-2"])
    assert len({een["trace_id"] for een in twee}) == 1 and len({een["span_id"] for een in twee}) == 2
    assert len({een["attributes"]["dpl.core.data_subject_id"] for een in twee}) == 2
    assert {een["attributes"]["dpl.core.data_subject_id_type"] for een in twee} == {
        f"{BASIS}/toezicht/register#pseudoniem-persoon"
    }
    assert lijnen(beleid) == lijnen(beleid), "made again it can be laid over the first"
    assert lijnen(beleid)[0]["trace_id"] != lijnen(beleid, seq=8)[0]["trace_id"]


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"handeling": "indienen", "compartimenten": None}, "signaal-ontvangen"),
        ({"handeling": "heridentificatie", "compartimenten": ["ident"]}, "namen-tonen"),
        ({"compartimenten": ["draad"]}, "melder-spreken"),
        ({"compartimenten": ["stuk:1"]}, "overleg-voeren"),
        ({"soort": "traject", "compartimenten": ["vs:00"]}, "verstrekken"),
        ({"soort": "traject", "handeling": "vrijgeven", "compartimenten": None}, "verstrekken"),
        ({"soort": "traject", "handeling": "opvang_zoeken", "compartimenten": None}, "opvang-zoeken"),
        ({"soort": "traject", "handeling": "gereedmelden", "compartimenten": None}, "actie-uitvoeren"),
        ({"handeling": "vernietigd", "compartimenten": None}, "bewaren-vernietigen"),
        ({"handeling": "afsluiten", "compartimenten": None}, "zaak-behandelen"),
    ],
)
def test_each_act_belongs_to_an_activity_of_the_register(beleid: Beleid, anders: dict[str, Any], code: str) -> None:
    (lijn,) = lijnen(beleid, **anders)
    assert lijn["attributes"]["dpl.core.processing_activity_id"].endswith(f"#{code}")


def test_what_is_about_no_person_in_a_case_makes_no_line(beleid: Beleid) -> None:
    geen = {"soort": None, "id": None, "nummer": None, "compartimenten": None}
    assert lijnen(beleid, handeling="inloggen", **geen) == []
    assert list(ldv.regels(beleid, "x", BASIS, {}, Logregel("aalten", 1, None), lambda *_: b"")) == []


def test_of_a_reporter_only_the_day_is_known_and_a_refusal_is_an_error(beleid: Beleid) -> None:
    (lijn,) = lijnen(beleid, ts="2026-03-03", handeling="indienen", uitkomst="geweigerd")
    assert lijn["start_time"] % 86_400_000 == 0 and lijn["status_code"] == 2
