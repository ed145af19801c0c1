"""How long a new root key and a new key of a municipality take (`make bench`). Nothing is asserted about time."""

import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from storage import rotatie
from tests.wereld import Wereld, maak_wereld

WRAPS = 10_000
KEREN = 3


def _vul(wereld: Wereld) -> int:
    """Send signals in until there are enough wraps. Out: how many there are."""
    with sqlite3.connect(wereld.settings.data / "zaken.db") as db:
        while True:
            (aantal,) = db.execute("SELECT count(*) FROM wrap").fetchone()
            if aantal >= WRAPS:
                return int(aantal)
            for _ in range(100):
                wereld.meld()


def _meet(doe: Callable[[], rotatie.Uitkomst]) -> tuple[float, int]:
    """Out: (median in seconds, values sealed again in one run)."""
    tijden = []
    for _ in range(KEREN):
        begin = time.perf_counter()
        uitkomst = doe()
        tijden.append(time.perf_counter() - begin)
        assert uitkomst.kapot == 0
    return statistics.median(tijden), uitkomst.over


def test_rotation_of_the_root_and_of_a_municipality(tmp_path: Path) -> None:
    wereld = maak_wereld(tmp_path / "data")
    wraps = _vul(wereld)

    def wortel() -> rotatie.Uitkomst:
        uitkomst = rotatie.vernieuw_wortel(wereld.huis)
        rotatie.rond_wortel_af(wereld.huis, dwing=True)
        return uitkomst

    print()
    for naam, doe in (("root", wortel), ("aalten", lambda: rotatie.vernieuw_gemeente(wereld.huis, "aalten"))):
        seconden, waarden = _meet(doe)
        tempo = waarden / seconden
        print(f"new key of {naam:8} {wraps} wraps, {waarden} values {seconden:8.2f} s  {tempo:8.0f} values/s")
    wereld.huis.sluit()
