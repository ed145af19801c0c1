"""The audit log: written before anything is shown, only ever longer, and every change in it is found."""

import random
import sqlite3

import pytest
from sqlalchemy.orm import Session

from storage import audit
from storage.crypto import signing
from tests.storage import wandeling
from tests.wereld import Wereld
from workflow.fouten import LogboekOnbereikbaar


def _sessie(wereld: Wereld) -> Session:
    sessie = Session(wereld.huis.engine)
    sessie.info["gemeente"] = "*"
    return sessie


def _breuk(wereld: Wereld, publiek: bytes = bytes(32)) -> audit.Breuk | None:
    with _sessie(wereld) as sessie:
        return audit.controleer(sessie, {1: publiek})


def _regels(wereld: Wereld, tenant: str = "aalten") -> list[dict[str, object]]:
    db = sqlite3.connect(wereld.settings.data / "zaken.db")
    rijen = db.execute("SELECT seq, inhoud FROM log WHERE tenant = ? ORDER BY seq", (tenant,)).fetchall()
    return [wereld.huis.kekken.lees(tenant, ("log", tenant, "inhoud", seq), zegel) for seq, zegel in rijen]


def test_nothing_is_shown_when_the_log_cannot_be_written(wereld: Wereld) -> None:
    zaak = wandeling.in_beoordeling(wereld)
    with wereld.als("af.aalten") as werk:
        gevonden = werk.zaken.get(zaak)
    db = sqlite3.connect(wereld.settings.data / "zaken.db")
    db.execute("ALTER TABLE log RENAME TO weg")
    db.commit()
    with wereld.als("af.aalten") as werk, pytest.raises(LogboekOnbereikbaar):
        werk.documenten.open(gevonden, ["ruw"], "test")


def test_no_signal_is_stored_when_the_log_cannot_be_written(wereld: Wereld) -> None:
    db = sqlite3.connect(wereld.settings.data / "zaken.db")
    db.execute("CREATE TRIGGER dicht BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'dicht'); END")
    db.commit()
    with pytest.raises(LogboekOnbereikbaar):
        wereld.meld()
    assert db.execute("SELECT count(*) FROM zaak").fetchone() == (0,)
    assert db.execute("SELECT count(*) FROM wrap").fetchone() == (0,)


def test_each_reading_and_step_leaves_one_entry_with_who_what_and_why(wereld: Wereld) -> None:
    zaak = wandeling.in_beoordeling(wereld)
    voor = len(_regels(wereld))
    with wereld.als("af.aalten") as werk:
        werk.documenten.open(werk.zaken.get(zaak), ["ruw", "zaak"], "beoordelen")
    nieuw = [regel for regel in _regels(wereld)[voor:] if regel["handeling"] != "inloggen"]
    assert len(nieuw) == 1
    assert nieuw[0]["handeling"] == "lezen"
    assert nieuw[0]["compartimenten"] == ["ruw", "zaak"]
    assert nieuw[0]["doel"] == "beoordelen"
    assert nieuw[0]["wie"] == wereld.ids["af.aalten"].hex()


def test_an_entry_about_a_reporter_holds_the_day_and_nothing_about_him(wereld: Wereld) -> None:
    wandeling.ingediend(wereld)
    regel = next(een for een in _regels(wereld) if een["handeling"] == "indienen")
    assert len(str(regel["ts"])) == len("2026-11-24")
    assert "wie" not in regel


@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE log SET hash = x'00' WHERE seq = 1",
        "DELETE FROM log WHERE seq = 1",
        "INSERT OR REPLACE INTO log SELECT tenant, seq, x'00', hash FROM log WHERE seq = 1",
        "INSERT INTO log SELECT tenant, seq, x'00', hash FROM log WHERE seq = 1"
        " ON CONFLICT DO UPDATE SET inhoud = x'00'",
    ],
)
def test_the_log_only_grows(wereld: Wereld, opdracht: str) -> None:
    wandeling.ingediend(wereld)
    with wereld.huis.engine.connect() as verbinding, pytest.raises(Exception, match="append only"):
        verbinding.exec_driver_sql(opdracht)


def _zonder_slot(wereld: Wereld) -> sqlite3.Connection:
    """The database as somebody with the file has it: triggers are no lock against him."""
    db = sqlite3.connect(wereld.settings.data / "zaken.db")
    for naam in ("log_geen_update", "log_geen_delete", "log_geen_replace"):
        db.execute(f"DROP TRIGGER {naam}")
    return db


def test_random_changes_to_the_log_are_found(wereld: Wereld) -> None:
    wandeling.afgesloten(wereld)
    geheim = signing.generate()
    with _sessie(wereld) as sessie:
        audit.controlepunt(sessie, "test", geheim.private, wereld.huis.nu().date())
        sessie.commit()
    assert _breuk(wereld, geheim.public) is None
    db = _zonder_slot(wereld)
    rijen = db.execute("SELECT tenant, seq, inhoud, hash FROM log").fetchall()
    worp = random.Random(20261124)
    soorten = ["bit", "weg", "ruil", "kap", "erbij", "herhash"]
    for nummer in range(300):
        tenant, seq, inhoud, hash_ = worp.choice(rijen)
        soort = soorten[nummer % len(soorten)]
        if soort == "bit":
            anders = bytearray(inhoud)
            anders[worp.randrange(len(anders))] ^= 1 << worp.randrange(8)
            db.execute("UPDATE log SET inhoud = ? WHERE tenant = ? AND seq = ?", (bytes(anders), tenant, seq))
        elif soort == "weg":
            db.execute("DELETE FROM log WHERE tenant = ? AND seq = ?", (tenant, seq))
        elif soort == "ruil":
            ander = worp.choice([rij for rij in rijen if rij[2] != inhoud])
            db.execute("UPDATE log SET inhoud = ? WHERE tenant = ? AND seq = ?", (ander[2], tenant, seq))
        elif soort == "kap":
            db.execute("DELETE FROM log WHERE tenant = ? AND seq >= ?", (tenant, seq))
        elif soort == "erbij":
            db.execute("UPDATE log SET seq = seq + 1000 WHERE tenant = ? AND seq > ?", (tenant, seq - 1))
            db.execute("INSERT INTO log VALUES (?, ?, ?, ?)", (tenant, seq, inhoud, hash_))
        else:
            _herhash_vanaf(db, tenant, seq)
        db.commit()
        assert _breuk(wereld, geheim.public) is not None, soort
        db.execute("DELETE FROM log")
        db.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", rijen)
        db.commit()
    assert _breuk(wereld, geheim.public) is None


def _herhash_vanaf(db: sqlite3.Connection, tenant: str, seq: int) -> None:
    """Somebody who knows the construction rewrites the chain from one entry on; only the checkpoint tells."""
    vorige = db.execute("SELECT hash FROM log WHERE tenant = ? AND seq = ?", (tenant, seq - 1)).fetchone()
    hoofd = vorige[0] if vorige else audit.BEGIN
    for nr, inhoud in db.execute(
        "SELECT seq, inhoud FROM log WHERE tenant = ? AND seq >= ? ORDER BY seq", (tenant, seq)
    ).fetchall():
        nieuw = inhoud if nr != seq else inhoud[:-1] + bytes([inhoud[-1] ^ 1])
        hoofd = audit._hash(hoofd, tenant, nr, nieuw)
        db.execute("UPDATE log SET inhoud = ?, hash = ? WHERE tenant = ? AND seq = ?", (nieuw, hoofd, tenant, nr))
