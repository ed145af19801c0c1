"""The key that signs the checkpoints is replaced, and what it signed before still holds."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from storage import controlepunten, rotatie
from storage.crypto import signing
from storage.keys.tekensleutels import EERSTE, TekenketenGebroken
from tests.storage import wandeling
from tests.wereld import Wereld


@pytest.fixture
def getekend(wereld: Wereld) -> Wereld:
    """Two checkpoints, the second one by another key."""
    wandeling.in_beoordeling(wereld)
    assert controlepunten.zet_controlepunt(wereld.huis)
    assert rotatie.vernieuw_tekensleutel(wereld.huis) == 2
    _morgen(wereld)
    assert controlepunten.zet_controlepunt(wereld.huis)
    return wereld


def _morgen(wereld: Wereld) -> None:
    nu = wereld.huis.echte_tijd
    wereld.huis.echte_tijd = lambda: nu() + timedelta(days=1)


def _db(wereld: Wereld) -> sqlite3.Connection:
    return sqlite3.connect(wereld.settings.data / "zaken.db", isolation_level=None)


def _breuk(wereld: Wereld) -> tuple[str, int] | None:
    breuk = controlepunten.controleer(wereld.huis, diep=True)
    return None if breuk is None else (breuk.tenant, breuk.seq)


def _pin(wereld: Wereld) -> Path:
    return controlepunten.publiek_bestand(wereld.huis)


def test_old_and_new_checkpoints_hold_and_the_public_keys_lie_beside_them(getekend: Wereld) -> None:
    assert _breuk(getekend) is None
    with _db(getekend) as db:
        assert [nr for (nr,) in db.execute("SELECT sleutel_nr FROM controlepunt ORDER BY nr")] == [1, 2]
        publiek = [een for (een,) in db.execute("SELECT publiek FROM tekensleutel ORDER BY nr")]
    regels = [regel for regel in _pin(getekend).read_text().splitlines() if regel]
    assert regels == [f"{nr} {sleutel.hex()}" for nr, sleutel in enumerate(publiek, 1)]
    # The first one is the key that version 1 derived.
    assert publiek[0] == signing.publiek_van(getekend.huis.wortel.derive(EERSTE))


def test_they_hold_after_a_new_root_key(getekend: Wereld) -> None:
    rotatie.vernieuw_wortel(getekend.huis)
    assert _breuk(getekend) is None
    _morgen(getekend)
    assert controlepunten.zet_controlepunt(getekend.huis)
    assert _breuk(getekend) is None


def test_a_replaced_key_signs_nothing_any_more(getekend: Wereld) -> None:
    gestolen = getekend.huis.wortel.derive(EERSTE)
    with _db(getekend) as db:
        (tekst,) = db.execute("SELECT tekst FROM controlepunt WHERE nr = 2").fetchone()
        teken = signing.sign(gestolen, tekst.encode())
        db.execute(
            "INSERT INTO controlepunt (nr, dag, sleutel_nr, tekst, handtekening) VALUES (3, '2026-01-01', 1, ?, ?)",
            (tekst, teken),
        )
        assert _breuk(getekend) == ("controlepunt", 3)
        # And under the number of the new one its signature does not fit.
        db.execute("UPDATE controlepunt SET sleutel_nr = 2 WHERE nr = 3")
        assert _breuk(getekend) == ("controlepunt", 3)


@pytest.mark.parametrize("nr", [1, 2])
def test_a_key_that_somebody_wrote_into_the_database_is_found(getekend: Wereld, nr: int) -> None:
    eigen = signing.generate()
    teken = signing.sign(eigen.private, signing.tekensleutel_message(nr, eigen.public))
    with _db(getekend) as db:
        db.execute("UPDATE tekensleutel SET publiek = ?, handtekening = ? WHERE nr = ?", (eigen.public, teken, nr))
    assert _breuk(getekend) == ("tekensleutel", nr)
    with pytest.raises(TekenketenGebroken):
        rotatie.vernieuw_tekensleutel(getekend.huis)


def test_a_key_that_was_taken_away_is_found(getekend: Wereld) -> None:
    with _db(getekend) as db:
        db.execute("DELETE FROM tekensleutel WHERE nr = 2")
    assert _breuk(getekend) == ("tekensleutel", 2)


def test_a_pinned_key_is_compared(getekend: Wereld) -> None:
    _pin(getekend).write_text("2 " + "ab" * 32 + "\n")
    assert _breuk(getekend) == ("tekensleutel", 2)


def test_half_a_line_in_the_file_of_public_keys_is_written_again(getekend: Wereld) -> None:
    heel = [regel for regel in _pin(getekend).read_text().splitlines() if regel]
    _pin(getekend).write_text(f"{heel[0]}\n{heel[1][:20]}")
    controlepunten.schrijf_publiek(getekend.huis)
    assert set(heel) <= set(_pin(getekend).read_text().splitlines())
    assert _breuk(getekend) is None
