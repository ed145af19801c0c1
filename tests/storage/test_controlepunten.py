"""Checkpoints that left the building find a log that was cut off or written anew; old entries go and the rest holds."""

import sqlite3
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import audit, controlepunten, logboekopruimen
from storage.crypto import signing
from storage.logboekopruimen import OpruimenGeweigerd
from storage.notities import lees_notities
from storage.tables.logboek import TekensleutelRij
from tests.storage import wandeling
from tests.wereld import Wereld
from web.planner import verstuur


def _klok(wereld: Wereld, **verschil: int) -> None:
    wereld.huis.echte_tijd = lambda: datetime.now(UTC) + timedelta(**verschil)


def _mails(wereld: Wereld) -> list[Path]:
    return sorted(wereld.settings.mail_dir.glob("*.eml"))


def _gemaild(wereld: Wereld) -> bytes:
    """The mail with the note, as an FG saved it."""
    wereld.huis.onderhoud(wereld.huis.nu())
    verstuur(wereld.huis)
    return next(een for pad in _mails(wereld) if b"/audit" in (een := pad.read_bytes()))


def _zonder_slot(wereld: Wereld) -> sqlite3.Connection:
    db = sqlite3.connect(wereld.settings.data / "zaken.db")
    for (naam,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {naam}")
    return db


def _hertekend(wereld: Wereld) -> None:
    """Whoever has this machine signs the log as it is now, with the key that is here, and forgets what was before."""
    controlepunten.bestand(wereld.huis).unlink()
    with Session(wereld.huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        _, geheim = controlepunten.tekensleutels.nieuwste(sessie, wereld.huis.wortel)
        assert sessie.scalar(select(TekensleutelRij.nr)) == 1
        tekst = audit.controlepunt(sessie, wereld.huis.naam, geheim, wereld.huis.echte_tijd().date(), 1)
        sessie.commit()
    controlepunten.bestand(wereld.huis).write_text(tekst + "\n")


def test_every_fg_gets_the_note_once_and_nothing_of_a_case(wereld: Wereld) -> None:
    nummer = wereld.zaak(wandeling.in_beoordeling(wereld)).nummer
    mail = _gemaild(wereld).decode()
    assert "audit" in mail and nummer not in mail and "Klaas" not in mail
    met_notitie = [pad for pad in _mails(wereld) if b"/audit" in pad.read_bytes()]
    assert len(met_notitie) == 2, "one for each FG"
    wereld.huis.onderhoud(wereld.huis.nu())
    verstuur(wereld.huis)
    assert [pad for pad in _mails(wereld) if b"/audit" in pad.read_bytes()] == met_notitie


def test_a_log_that_was_cut_off_and_signed_anew_is_found_with_the_mail_alone(wereld: Wereld) -> None:
    wandeling.in_beoordeling(wereld)
    mail = _gemaild(wereld)
    notities = lees_notities(mail)
    assert len(notities) == 1
    assert controlepunten.controleer(wereld.huis, buiten=notities) is None
    db = _zonder_slot(wereld)
    db.execute("DELETE FROM log WHERE tenant = 'aalten' AND seq > 1")
    db.execute("DELETE FROM controlepunt")
    db.commit()
    _hertekend(wereld)
    assert controlepunten.controleer(wereld.huis) is None, "whole in itself"
    breuk = controlepunten.controleer(wereld.huis, buiten=notities)
    assert breuk is not None and breuk.tenant == "notitie" and "aalten" in breuk.reden and "gone" in breuk.reden


def test_a_log_that_was_written_anew_is_found_with_the_mail_alone(wereld: Wereld) -> None:
    wandeling.in_beoordeling(wereld)
    notities = lees_notities(_gemaild(wereld))
    db = _zonder_slot(wereld)
    vorige = audit.BEGIN
    for seq, inhoud in db.execute("SELECT seq, inhoud FROM log WHERE tenant = 'aalten' ORDER BY seq").fetchall():
        nieuw = inhoud if seq != 2 else wereld.huis.kekken.zegel("aalten", ("log", "aalten", "inhoud", 2), {"ts": "x"})
        vorige = audit._hash(vorige, "aalten", seq, nieuw)
        db.execute("UPDATE log SET inhoud = ?, hash = ? WHERE tenant = 'aalten' AND seq = ?", (nieuw, vorige, seq))
    db.execute("DELETE FROM controlepunt")
    db.commit()
    _hertekend(wereld)
    assert controlepunten.controleer(wereld.huis) is None
    breuk = controlepunten.controleer(wereld.huis, buiten=notities)
    assert breuk is not None and "another one" in breuk.reden


def test_a_note_is_read_from_a_mail_a_quotation_and_the_file(wereld: Wereld) -> None:
    wandeling.ingediend(wereld)
    mail = _gemaild(wereld)
    (notitie,) = lees_notities(mail)
    tekst = notitie.als_tekst()
    gecodeerd = EmailMessage()
    gecodeerd["Subject"] = "x"
    gecodeerd.set_content("Hallo,\n\n" + tekst, cte="quoted-printable")
    geciteerd = "".join(f"> {regel}\n" for regel in tekst.splitlines())
    bestand = controlepunten.bestand(wereld.huis).read_bytes()
    for vorm in (gecodeerd.as_bytes(), geciteerd.encode(), tekst.replace("\n", "\r\n").encode(), bestand):
        assert lees_notities(vorm) == [notitie]
    assert lees_notities(b"geen notitie") == []


def test_a_note_of_another_installation_or_another_key_is_refused(wereld: Wereld) -> None:
    wandeling.ingediend(wereld)
    (notitie,) = lees_notities(_gemaild(wereld))
    vreemd = notitie.als_tekst().replace(f"mh/{wereld.huis.naam}/", "mh/ander/").encode()
    breuk = controlepunten.controleer(wereld.huis, buiten=lees_notities(vreemd))
    assert breuk is not None and "another installation" in breuk.reden
    tekst = notitie.tekst.replace(notitie.dag, "2020-01-01")
    vals = type(notitie)(tekst, signing.sign(signing.generate().private, tekst.encode()))
    breuk = controlepunten.controleer(wereld.huis, buiten=[vals])
    assert breuk is not None and "does not know" in breuk.reden


def test_a_chain_that_grew_by_a_hundred_entries_is_signed_the_same_day(wereld: Wereld) -> None:
    wereld.huis.bewaak()
    assert not controlepunten.bestand(wereld.huis).exists(), "the first one is that of the day"
    controlepunten.zet_controlepunt(wereld.huis)
    with wereld.huis.klokwerk() as werk:
        for _ in range(99):
            werk.log("proef", bij="aalten")
        werk.bevestig()
    assert not controlepunten.zet_controlepunt(wereld.huis, tussendoor=True)
    with wereld.huis.klokwerk() as werk:
        werk.log("proef", bij="aalten")
        werk.bevestig()
    assert controlepunten.zet_controlepunt(wereld.huis, tussendoor=True)


@pytest.mark.parametrize(("uren", "ernst"), [(20, []), (30, ["geel"]), (60, ["rood"])])
def test_an_old_checkpoint_shows_yellow_and_then_red(wereld: Wereld, uren: int, ernst: list[str]) -> None:
    controlepunten.zet_controlepunt(wereld.huis)
    _klok(wereld, hours=uren)
    assert [een.ernst for een in controlepunten.gebreken(wereld.huis)] == ernst


# -- clearing away


def test_old_entries_go_after_five_years_and_the_rest_still_verifies(wereld: Wereld) -> None:
    zaak = wandeling.in_beoordeling(wereld)
    mail = _gemaild(wereld)
    assert logboekopruimen.ruim_op(wereld.huis) == {}, "nothing is old enough"
    _klok(wereld, days=5 * 366)
    wereld.huis.onderhoud(wereld.huis.nu())
    verstuur(wereld.huis)
    weg = logboekopruimen.ruim_op(wereld.huis)
    assert weg["aalten"] > 3
    with sqlite3.connect(wereld.settings.data / "zaken.db") as db:
        (eerste,) = db.execute("SELECT min(seq) FROM log WHERE tenant = 'aalten'").fetchone()
        triggers = {naam for (naam,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert eerste == weg["aalten"] + 1
    assert {"log_geen_update", "log_geen_delete", "log_geen_replace"} <= triggers
    assert controlepunten.controleer(wereld.huis, diep=True, buiten=lees_notities(mail)) is None
    assert logboekopruimen.ruim_op(wereld.huis) == {}
    # The documents that are older than the log are still compared with what it said.
    with sqlite3.connect(wereld.settings.data / "zaken.db") as db:
        db.execute("UPDATE document SET inhoud = x'00' WHERE zaak_id = ?", (zaak,))
    breuk = controlepunten.controleer(wereld.huis, diep=True)
    assert breuk is not None and breuk.tenant == "document"


def test_who_writes_the_database_can_clear_nothing_away_before_its_time(wereld: Wereld) -> None:
    wandeling.in_beoordeling(wereld)
    controlepunten.zet_controlepunt(wereld.huis)
    with wereld.huis.klokwerk() as werk:
        werk.log("proef", bij="aalten")
        werk.bevestig()
    db = _zonder_slot(wereld)
    (laatste,) = db.execute("SELECT max(seq) FROM log WHERE tenant = 'aalten'").fetchone()
    db.execute("DELETE FROM log WHERE tenant = 'aalten' AND seq < ?", (laatste,))
    db.execute("UPDATE controlepunt SET dag = '2001-01-01'")
    db.commit()
    breuk = controlepunten.controleer(wereld.huis)
    assert breuk is not None and "another day" in breuk.reden
    db.execute("UPDATE controlepunt SET dag = ?", (wereld.huis.echte_tijd().date().isoformat(),))
    db.commit()
    assert controlepunten.controleer(wereld.huis) == audit.Breuk("aalten", 1, "entry missing")


def test_nothing_is_cleared_away_while_the_last_note_is_still_here(wereld: Wereld) -> None:
    wandeling.ingediend(wereld)
    _gemaild(wereld)
    _klok(wereld, days=5 * 366)
    controlepunten.zet_controlepunt(wereld.huis)
    with pytest.raises(OpruimenGeweigerd, match="was not mailed"):
        logboekopruimen.ruim_op(wereld.huis)
    controlepunten.verstuur_controlepunt(wereld.huis, wereld.huis.nu())
    with pytest.raises(OpruimenGeweigerd, match="Mail is waiting"):
        logboekopruimen.ruim_op(wereld.huis)


def test_a_case_that_moved_and_was_destroyed_elsewhere_is_not_missed(wereld: Wereld) -> None:
    zaak = wandeling.aangenomen(wereld)
    with wereld.huis.klokwerk() as werk:
        rij = werk.zaken.get(zaak)
        ids = [doc.hex() for doc in _documenten(wereld, zaak)]
        werk.log("vernietigen", rij, vernietigd=ids)
        werk.bevestig()
    with sqlite3.connect(wereld.settings.data / "zaken.db") as db:
        db.execute("DELETE FROM document WHERE zaak_id = ?", (zaak,))
    assert controlepunten.controleer(wereld.huis, diep=True) is None


def _documenten(wereld: Wereld, zaak: bytes) -> list[bytes]:
    with sqlite3.connect(wereld.settings.data / "zaken.db") as db:
        return [id_ for (id_,) in db.execute("SELECT id FROM document WHERE zaak_id = ?", (zaak,))]
