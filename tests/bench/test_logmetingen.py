"""How long verifying the log takes at 10 000, 100 000 and 1 000 000 entries, and how much memory. Nothing is asserted.

Run with `make bench`. The ratio compares the time per entry with that of the smallest log of this run.
"""

import resource
import sqlite3
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import audit, controlepunten
from tests.wereld import Wereld, maak_wereld
from workflow.opvallend import opvallend

KEREN = 3
GROOTTES = (10_000, 100_000, 1_000_000)
TENANT = "aalten"
REGELS: list[tuple[str, float, str]] = []


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wereld]:
    gemaakt = maak_wereld(tmp_path_factory.mktemp("bench") / "data")
    yield gemaakt
    gemaakt.huis.sluit()


def _vul_tot(pad: Path, aantal: int) -> None:
    """Raw entries of the usual size, well chained: sealing a million of them would measure something else."""
    with sqlite3.connect(pad) as db:
        seq, vorige = db.execute(
            "SELECT seq, hash FROM log WHERE tenant = ? UNION SELECT 0, ? ORDER BY seq DESC LIMIT 1",
            (TENANT, audit.BEGIN),
        ).fetchone()
        inhoud = bytes(range(256))

        def rijen() -> Iterator[tuple[str, int, bytes, bytes]]:
            hoofd = vorige
            for nr in range(seq + 1, aantal + 1):
                hoofd = audit._hash(hoofd, TENANT, nr, inhoud)
                yield TENANT, nr, inhoud, hoofd

        db.executemany("INSERT INTO log VALUES (?, ?, ?, ?)", rijen())


def test_verifying(wereld: Wereld) -> None:
    eerste = 0.0
    for aantal in GROOTTES:
        _vul_tot(wereld.settings.data / "zaken.db", aantal)
        controlepunten.zet_controlepunt(wereld.huis)
        # The memory of this process may not grow with the log; only what it holds at the top is known.
        hoog, tijden = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, []
        for _ in range(KEREN if aantal < GROOTTES[-1] else 1):
            begin = time.perf_counter()
            assert controlepunten.controleer(wereld.huis) is None
            tijden.append(time.perf_counter() - begin)
        per_regel = statistics.median(tijden) / aantal * 1e6
        eerste = eerste or per_regel
        REGELS.append((f"verify {aantal} entries, s", statistics.median(tijden), f"median of {len(tijden)}"))
        REGELS.append((f"verify {aantal} entries, µs an entry", per_regel, f"ratio {per_regel / eerste:.2f}"))
        erbij = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - hoog) / 1024
        REGELS.append((f"verify {aantal} entries, MiB more at the top", erbij, "of the process"))


def test_the_list_of_a_month(tmp_path_factory: pytest.TempPathFactory) -> None:
    w = maak_wereld(tmp_path_factory.mktemp("bench") / "lijst")
    zaak = w.meld()
    w.stap("af.aalten", zaak, "oppakken")
    with w.als("af.aalten") as werk:
        gevonden = werk.zaken.get(zaak)
        for _ in range(10_000):
            werk.log("lezen", gevonden, compartimenten=["ruw", "zaak"], doel="zaak bekijken")
        werk.bevestig()
    tijden = []
    for _ in range(KEREN):
        with w.als("privacy.aalten") as werk:
            begin = time.perf_counter()
            opvallend(werk, w.beleid)
            tijden.append(time.perf_counter() - begin)
    REGELS.append(("list of what is worth a look, 10 000 entries, s", statistics.median(tijden), f"median of {KEREN}"))
    w.huis.sluit()
