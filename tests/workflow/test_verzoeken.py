"""The rules for requests and breaches: the tables, the letters, who is taken for whom, and the hours of the clock."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import config
from workflow import datalekken
from workflow.beleid import Beleid
from workflow.beleidladen import laad_beleid
from workflow.tabel import BeleidFout
from workflow.verzoekbrief import antwoordbrief
from workflow.verzoekzoeken import overeenkomst
from workflow.zaak import Kwestie

POLICY = Path(config.__file__).parent


def verzoek(**codes: object) -> Kwestie:
    inhoud = {"soort": "inzage", "kanaal": "brief", "rol": "zelf", "identiteit": True, "beantwoord_op": "2026-11-24"}
    return Kwestie(
        b"v" * 16, "verzoek", "aalten", "VZ-2222-2222", "beantwoord", date(2026, 11, 1), None, inhoud | codes
    )


@pytest.mark.parametrize("soort", ["inzage", "rectificatie", "wissing", "beperking", "bezwaar"])
def test_the_letter_of_nothing_is_one_letter(beleid: Beleid, soort: str) -> None:
    brieven = [
        antwoordbrief(beleid, verzoek(soort=soort, uitkomst=uitkomst, weigering=weigering, herzien_op="2027-01-01"))
        for uitkomst in ("niet_gevonden", "geweigerd", "uitgesteld")
        for weigering in beleid.verzoeken.weigeringen
    ]
    assert len({een.tekst.encode() for een in brieven if een is not None}) == 1
    assert len({een.hash for een in brieven if een is not None}) == 1
    eerste = brieven[0]
    assert eerste is not None and not any(naam in eerste.tekst for naam in beleid.verzoeken.weigeringen.values())


def test_another_request_has_another_hash_and_an_extract_is_not_kept(beleid: Beleid) -> None:
    een, ander = (
        antwoordbrief(beleid, verzoek(uitkomst="niet_gevonden", beantwoord_op=dag))
        for dag in ("2026-11-24", "2026-11-25")
    )
    assert een is not None and ander is not None and een.hash != ander.hash
    for uitkomst in ("gegeven", "ingetrokken"):
        assert antwoordbrief(beleid, verzoek(uitkomst=uitkomst)) is None


def met(tmp_path: Path, bestand: str, wijzig: Callable[[str], str]) -> str:
    """The contradictions of the policy after a change in one file."""
    map_ = tmp_path / "config"
    shutil.copytree(POLICY, map_, ignore=shutil.ignore_patterns("__pycache__"))
    tekst = (map_ / bestand).read_text("utf-8")
    nieuw = wijzig(tekst)
    assert nieuw != tekst
    (map_ / bestand).write_text(nieuw, "utf-8")
    with pytest.raises(BeleidFout) as fout:
        laad_beleid(map_)
    return str(fout.value)


def test_a_letter_that_would_tell_a_refusal_from_nothing_stops_the_start(tmp_path: Path) -> None:
    def eigen_brief(tekst: str) -> str:
        oud = 'code = "geweigerd"\nnaam = "Ik weiger het"\nbrief = "niets"'
        return tekst.replace(oud, oud.replace('"niets"', '"gedaan"'))

    assert "must have one letter" in met(tmp_path, "verzoeken.toml", eigen_brief)


@pytest.mark.parametrize(
    ("bestand", "oud", "nieuw", "reden"),
    [
        ("verzoeken.toml", 'code = "ingetrokken"\n', 'code = "weg"\n', "the outcomes must be"),
        ("verzoeken.toml", 'code = "identiteit"\nkop', 'code = "pas"\nkop', "the letters must be"),
        ("verzoeken.toml", 'termijn = "1mnd"', 'termijn = "een maand"', "is no term"),
        ("verzoeken.toml", 'code = "avg12_5"', 'code = "avg15_4"', "stands twice"),
        ("datalek.toml", "uren = [24, 48, 66, 72]", "uren = [48, 24]", "rising list"),
        ("datalek.toml", 'code = "ap"', 'code = "toezicht"', "the checklist needs"),
        ("datalek.toml", "ongezien = 6", "ongezien = 0", "at least one hour"),
    ],
)
def test_a_table_that_is_not_right_stops_the_start(
    tmp_path: Path, bestand: str, oud: str, nieuw: str, reden: str
) -> None:
    fouten = met(tmp_path, bestand, lambda tekst: tekst.replace(oud, nieuw, 1))
    assert bestand in fouten and reden in fouten


KLUIS = {
    "naam": "Milena Georgieva Petrova",
    "geboortedatum": "12-03-1999",
    "telefoon": "06 0000 0001; 06 0000 0002",
    "kenteken": "XX-999-X",
}


@pytest.mark.parametrize(
    ("gezocht", "gevonden"),
    [
        ({"naam": "petrova milena", "geboortedatum": "12 maart 1999"}, ["Naam en geboortedatum"]),
        ({"naam": "Milena Petróva", "geboortedatum": "1999-03-12"}, ["Naam en geboortedatum"]),
        ({"naam": "Milena Petrova", "geboortedatum": "12-03-1998"}, []),
        ({"naam": "Milena Ivanova", "geboortedatum": "12-03-1999"}, []),
        ({"telefoon": "+31 6 00000002"}, ["Telefoonnummer"]),
        ({"telefoon": "06 0000 0003"}, []),
        ({"naam": "Milena Petrova", "kenteken": "xx999x"}, ["Naam", "Kenteken"]),
        ({"kenteken": "XX-998-X"}, []),
    ],
)
def test_somebody_is_known_by_a_name_with_a_birth_date_or_by_a_value_of_his_own(
    gezocht: dict[str, str], gevonden: list[str]
) -> None:
    assert overeenkomst(gezocht, KLUIS) == gevonden


def test_a_person_without_a_birth_date_is_shown_as_the_name_alone() -> None:
    gezocht = {"naam": "Milena Petrova", "geboortedatum": "12-03-1999"}
    assert overeenkomst(gezocht, {"naam": "Milena Petrova"}) == ["Naam (de geboortedatum staat er niet)"]
    assert overeenkomst(gezocht, {}) == []


# -- the hours of a breach

NUL = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def lek(**codes: object) -> Kwestie:
    inhoud = {"ontdekt": NUL.isoformat(), "gemeld": NUL.isoformat(), "punten": {}, "wat": "database"}
    return Kwestie(b"d" * 16, "datalek", "aalten", "DL-2222-2222", "open", NUL.date(), None, inhoud | codes)


def _uren(beleid: Beleid, een: Kwestie, na: float) -> list[int]:
    return [uren for _, uren in datalekken.vervallen(beleid, een, NUL + timedelta(hours=na))]


def test_the_ladder_of_72_hours_is_that_of_the_table_and_goes_on_every_day(beleid: Beleid) -> None:
    gezien = lek(opgepakt=NUL.isoformat())
    assert _uren(beleid, gezien, 23.9) == []
    assert _uren(beleid, gezien, 24) == [24]
    assert _uren(beleid, gezien, 66) == [24, 48, 66]
    assert _uren(beleid, gezien, 72) == [24, 48, 66, 72]
    assert _uren(beleid, gezien, 121) == [24, 48, 66, 72, 96, 120]
    besloten = lek(opgepakt=NUL.isoformat(), punten={"ap": {"antwoord": "nee"}})
    assert _uren(beleid, besloten, 121) == []


def test_until_somebody_sees_to_it_there_is_one_every_few_hours(beleid: Beleid) -> None:
    besloten = {"ap": {"antwoord": "nee"}}
    assert _uren(beleid, lek(punten=besloten), 5.9) == []
    assert _uren(beleid, lek(punten=besloten), 18.5) == [6, 12, 18]
    later_gemeld = lek(punten=besloten, gemeld=(NUL + timedelta(hours=10)).isoformat())
    assert _uren(beleid, later_gemeld, 17) == [6]
    nummers = [nr for nr, _ in datalekken.vervallen(beleid, lek(), NUL + timedelta(hours=80))]
    assert len(nummers) == len(set(nummers)), "two rungs with one number would hide each other"


def test_every_threat_of_the_model_has_its_row(beleid: Beleid) -> None:
    genoemd = [een for verlies in beleid.datalek.verliezen.values() for een in verlies.dreiging]
    assert sorted(genoemd, key=lambda een: int(een[1:])) == [f"T{nr}" for nr in range(1, 14)]
