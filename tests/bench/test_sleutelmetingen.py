"""How long a desk takes to renew its key with 500 and with 5 000 cases. Nothing is asserted.

Run with `make bench`. Each figure is the median of its runs; the ratio compares the two figures of this one run.
"""

import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.crypto import hpke
from storage.crypto.dubbel import unwrap_double, wrap_double
from tests.wereld import Wereld, maak_wereld
from workflow import leden

KEREN = 3
AF = "af.aalten"
# What the desk holds of a case that was taken up.
DELEN = ("ruw", "melder", "draad", "zaak", "ident")
REGELS: list[tuple[str, float, str]] = []


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wereld]:
    gemaakt = maak_wereld(tmp_path_factory.mktemp("bench") / "data")
    gemaakt.meld()
    yield gemaakt
    gemaakt.huis.sluit()


def _vul(wereld: Wereld, aantal: int) -> None:
    """Bring the desk to `aantal` cases: rows and wraps without documents, because a renewal opens none."""
    with wereld.huis.klokwerk() as werk:
        voorbeeld, er = werk.zaken.lijst(aantal=1)[0], len(werk.zaken.lijst(aantal=20000))
        for nr in range(aantal - er):
            dag = date.today() + timedelta(days=nr % 60)
            nieuw = replace(voorbeeld, id=werk.nieuw_id(), nummer=werk.nieuw_nummer("MH"), termijn=dag, revisie=1)
            werk.zaken.nieuw(nieuw, werk.nieuw_id())
            for deel in DELEN:
                werk.sleutels.geef(nieuw, deel, AF)
        werk.log("bench")
        werk.bevestig()


def _vernieuw(wereld: Wereld) -> tuple[float, float, int]:
    """Renew the desk to the end. Out: seconds in all, seconds of the longest batch, wraps."""
    begin, langste = time.perf_counter(), 0.0
    while True:
        stap = time.perf_counter()
        with wereld.als("af.aalten") as werk:
            stand = leden.vernieuw(werk, wereld.beleid, AF)
        langste = max(langste, time.perf_counter() - stap)
        if not stand.over:
            return time.perf_counter() - begin, langste, stand.totaal


def _meet(wereld: Wereld, zaken: int) -> float:
    _vul(wereld, zaken)
    with wereld.als("af.aalten") as werk:
        assert werk.actor.zit_aan(AF)
    metingen = [_vernieuw(wereld) for _ in range(KEREN)]
    heel, wraps = statistics.median(een[0] for een in metingen), metingen[0][2]
    langste = statistics.median(een[1] for een in metingen)
    REGELS.append((f"renew the key of a desk with {zaken} cases (ms)", heel * 1000, f"{wraps} wraps"))
    REGELS.append(("  its longest request (ms)", langste * 1000, "one batch, one commit"))
    REGELS.append(("  one wrap (us)", heel / wraps * 1e6, "with reading, writing and the log"))
    return heel


def _kale_crypto() -> float:
    paar, kek, ctx, dek = hpke.generate(), bytes(32), ("aalten", bytes(16), "ruw", AF, 1), bytes(32)
    begin = time.perf_counter()
    for _ in range(500):
        wrap_double(
            unwrap_double(paar.private, wrap_double(dek, paar.public, kek, ctx), kek, ctx), paar.public, kek, ctx
        )
    return (time.perf_counter() - begin) / 500


def test_renewing_the_key_of_a_desk(wereld: Wereld) -> None:
    REGELS.append(("floor: open and wrap one key twice, no database (us)", _kale_crypto() * 1e6, ""))
    klein, groot = _meet(wereld, 500), _meet(wereld, 5000)
    REGELS.append(("5 000 / 500 cases (ratio)", groot / klein, ""))
