"""Destruction: nothing that could be read stays behind, and the log says so."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import controlepunten
from storage.installatie import Installatie
from storage.tables.kluis import KluisRij
from storage.tables.zaken import DocumentRij, WrapRij
from storage.vernietigen import veeg_kluis, vernietig
from tests.conftest import WACHTZIN, email_van
from workflow.actor import melder
from workflow.fouten import NietGevonden
from workflow.melden import indienen
from workflow.stappen import zet_stap
from workflow.termijnen import TIJDZONE
from workflow.zaak import Zaak

NU = datetime(2026, 3, 2, 10, 0, tzinfo=TIJDZONE)
DAG_NUL = NU.date() + timedelta(days=100)
DAARNA = NU + timedelta(days=107)
ANTWOORDEN = {"gevaar": "nee", "tekst": "Iets gezien.", "wanneer": "vandaag", "gemeente": "berkelland"}


def maak_zaak(huis: Installatie, geheim: bytes = bytes(32)) -> Zaak:
    """A case with a person in the vault that is to be destroyed on day nought."""
    indiening, code = huis.codes_van(geheim)
    with huis.werk(melder("berkelland"), nu=NU) as werk:
        antwoorden = {**ANTWOORDEN, "minderjarig": "nee"}
        zaak_id = indienen(werk, huis.beleid, "berkelland", antwoorden, geheim, indiening, code).zaak_id
    assert zaak_id is not None
    sessie, _ = huis.sessies.haal(huis.toegang.inloggen(email_van("AF-01"), WACHTZIN).token)
    assert sessie is not None
    actor, bos = huis.actor_van(sessie.persoon_id), huis.sleutelbos(sessie)
    persoon: dict[str, list[str]] = {"rol": ["slachtoffer"], "naam": ["Piet"], "leeftijdsklasse": ["23_plus"]}
    for actie, velden in (("oppakken", {}), ("persoon_toevoegen", persoon)):
        with huis.werk(actor, bos, NU) as werk:
            zet_stap(werk, huis.beleid, werk.zaken.get(zaak_id), actie, velden, None)
    return wijzig(huis, zaak_id, staat="afgesloten", vernietig_op=DAG_NUL)


def wijzig(huis: Installatie, zaak_id: bytes, **anders: Any) -> Zaak:
    with huis.klokwerk(NU) as werk:
        zaak = werk.zaken.bewaar(Zaak(**{**vars(werk.zaken.get(zaak_id)), **anders}))
        werk.log("proef", zaak)
        werk.bevestig()
    return zaak


def rijen(huis: Installatie, tabel: Any, zaak_id: bytes) -> list[Any]:
    engine = huis.kluis_engine if tabel is KluisRij else huis.engine
    with Session(engine) as sessie:
        sessie.info["gemeente"] = "*"
        return list(sessie.scalars(select(tabel).where(tabel.zaak_id == zaak_id)).all())


def bytes_van(map_: Path) -> bytes:
    return b"".join(pad.read_bytes() for pad in sorted(map_.glob("*.db*")))


def test_a_case_is_destroyed_seven_days_after_its_day_and_not_before(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    assert vernietig(huis, DAARNA - timedelta(days=1)) == 0
    assert rijen(huis, WrapRij, zaak.id)
    assert vernietig(huis, DAARNA) == 1
    with huis.klokwerk() as werk, pytest.raises(NietGevonden):
        werk.zaken.get(zaak.id)
    assert vernietig(huis, DAARNA) == 0


def test_no_byte_of_a_wrap_a_document_or_the_vault_stays_in_any_file(huis: Installatie, data: Path) -> None:
    zaak = maak_zaak(huis)
    geheimen = [rij.wrap for rij in rijen(huis, WrapRij, zaak.id)]
    geheimen += [rij.inhoud for rij in (*rijen(huis, DocumentRij, zaak.id), *rijen(huis, KluisRij, zaak.id))]
    assert len(geheimen) > 8 and all(een in bytes_van(data) for een in geheimen)
    vernietig(huis, DAARNA)
    overal = bytes_van(data)
    assert not [een for een in geheimen if een in overal or een[:64] in overal]


def test_the_log_holds_a_certificate_and_stays_whole(huis: Installatie) -> None:
    maak_zaak(huis)
    vernietig(huis, DAARNA)
    assert controlepunten.controleer(huis, diep=True) is None


def test_a_case_on_hold_stays(huis: Installatie, data: Path) -> None:
    zaak = maak_zaak(huis)
    with sqlite3.connect(data / "zaken.db") as db:
        db.execute("UPDATE zaak SET vasthouden = 1 WHERE id = ?", (zaak.id,))
    assert vernietig(huis, DAARNA) == 0
    assert rijen(huis, WrapRij, zaak.id)


def test_without_an_empty_write_ahead_log_there_is_no_certificate(huis: Installatie, data: Path) -> None:
    zaak = maak_zaak(huis)
    lezer = sqlite3.connect(data / "kluis.db")
    lezer.execute("BEGIN")
    lezer.execute("SELECT count(*) FROM kluisfeit").fetchone()
    assert vernietig(huis, DAARNA) == 0, "somebody still reads the old pages"
    assert rijen(huis, WrapRij, zaak.id) == [] and rijen(huis, KluisRij, zaak.id) == []
    lezer.close()
    assert vernietig(huis, DAARNA) == 1, "the next day goes on where it stopped"


def test_the_sweeper_takes_what_no_case_refers_to_and_leaves_the_rest(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    with Session(huis.kluis_engine) as kluis:
        kluis.info["gemeente"] = "*"
        kluis.add(KluisRij(id=b"w" * 16, zaak_id=zaak.id, dag=NU.date(), schema=1, inhoud=b"x"))
        kluis.commit()
    assert veeg_kluis(huis, NU + timedelta(days=1)) == 0, "a case may still be busy referring to it"
    assert veeg_kluis(huis, NU + timedelta(days=2)) == 1
    assert len(rijen(huis, KluisRij, zaak.id)) == 1


def test_one_checkpoint_a_day_goes_to_the_database_and_the_file(huis: Installatie, data: Path) -> None:
    maak_zaak(huis)
    assert controlepunten.zet_controlepunt(huis)
    assert not controlepunten.zet_controlepunt(huis)
    assert controlepunten.bestand(huis).read_text().count("berkelland") == 1
    assert controlepunten.bestand(huis).stat().st_mode & 0o077 == 0
    assert controlepunten.controleer(huis, diep=True) is None


def test_cutting_off_the_end_of_the_log_is_found_by_the_file(huis: Installatie, data: Path) -> None:
    maak_zaak(huis)
    controlepunten.zet_controlepunt(huis)
    with sqlite3.connect(data / "zaken.db") as db:
        for (naam,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {naam}")
        db.execute("DELETE FROM log WHERE seq > 1")
        db.execute("DELETE FROM controlepunt")
    breuk = controlepunten.controleer(huis)
    assert breuk is not None and breuk.tenant == "controlepunt"
