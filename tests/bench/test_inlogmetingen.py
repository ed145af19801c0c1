"""What a log-in costs with the parameters of real use, and what a wrong one costs beside it. Nothing is asserted."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.crypto.passphrase import STANDAARD
from storage.keys.mensen import inlog_id
from tests.wereld import WACHTZIN, Wereld, email, maak_wereld
from workflow.fouten import InloggenMislukt
from workflow.wachtzin import bezwaar, maak_wachtzin

KEREN = 20
REGELS: list[tuple[str, float, float]] = []


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wereld]:
    gemaakt = maak_wereld(tmp_path_factory.mktemp("inlog") / "data")
    # The accounts were made cheaply; the first log-in of each raises it to these costs.
    gemaakt.huis.kosten = STANDAARD
    yield gemaakt
    gemaakt.huis.sluit()


def meet(naam: str, doe: Callable[[], Any], keren: int = KEREN) -> None:
    """The median and the longest, in milliseconds, after three to warm up."""
    for _ in range(3):
        doe()
    tijden = []
    for _ in range(keren):
        begin = time.perf_counter()
        doe()
        tijden.append((time.perf_counter() - begin) * 1000)
    REGELS.append((naam, statistics.median(tijden), max(tijden)))


@pytest.fixture(scope="module", autouse=True)
def tabel() -> Iterator[None]:
    yield
    print(f"\n\n{'Inloggen':<52}{'mediaan ms':>12}{'langst ms':>12}")
    for naam, mediaan, langst in REGELS:
        print(f"{naam:<52}{mediaan:>12.1f}{langst:>12.1f}")


def test_logging_in(wereld: Wereld) -> None:
    huis, mail = wereld.huis, email("af.aalten")
    apparaat = huis.toegang.inloggen(mail, WACHTZIN).apparaat
    meet(f"inloggen, {STANDAARD.kib} KiB x {STANDAARD.passes}", lambda: huis.toegang.inloggen(mail, WACHTZIN, apparaat))


def test_a_wrong_passphrase_and_an_unknown_account(wereld: Wereld) -> None:
    huis = wereld.huis
    namen = iter(f"apparaat {nr}" for nr in range(10_000))

    def mislukt(mail: str) -> None:
        # A known device has a bucket of its own: no try here waits for the ones before it.
        apparaat = huis.pogingen.ken(inlog_id(huis.wortel, mail), next(namen))
        with pytest.raises(InloggenMislukt):
            huis.toegang.inloggen(mail, "een heel verkeerde zin", apparaat)

    huis.toegang.inloggen(email("va.aalten"), WACHTZIN)
    meet("verkeerde wachtzin", lambda: mislukt(email("va.aalten")))
    meet("onbekend account", lambda: mislukt("niemand@meldroute.example"))


def test_asking_again(wereld: Wereld) -> None:
    meet("wachtzin opnieuw vragen", lambda: wereld.huis.toegang.bevestig(wereld.ids["af.aalten"], WACHTZIN))


def test_judging_and_making_a_passphrase(wereld: Wereld, tmp_path: Path) -> None:
    lang = " ".join(wereld.beleid.woorden[:60])[:128]
    meet("wachtzin van 128 tekens keuren", lambda: bezwaar(lang, wereld.beleid.wachtzin))
    meet("wachtzin maken", lambda: maak_wachtzin(wereld.beleid.woorden))
