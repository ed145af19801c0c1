"""Time and memory of what people wait for, beside the floor of the same rows in raw SQLite. Nothing is asserted.

Run with `make bench`. Each figure is the median of its runs; ratios compare figures of this one run.
"""

import resource
import secrets
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from storage.crypto import hpke
from storage.crypto.dubbel import commitment, wrap_double
from storage.crypto.envelope import seal
from tests.scenarios.rondgang import Rondgang
from tests.storage import wandeling
from tests.wereld import ANTWOORDEN, WEGING, Wereld, maak_wereld
from web.app import create_app
from workflow import melden

KEREN = 30
REGELS: list[tuple[str, float, str]] = []


def meet(naam: str, doe: Callable[[], Any], keren: int = KEREN, uitleg: str = "") -> float:
    """The median in milliseconds of `keren` runs, after three to warm up."""
    for _ in range(3):
        doe()
    tijden = []
    for _ in range(keren):
        begin = time.perf_counter()
        doe()
        tijden.append((time.perf_counter() - begin) * 1000)
    mediaan = statistics.median(tijden)
    REGELS.append((naam, mediaan, uitleg))
    return mediaan


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Wereld:
    return maak_wereld(tmp_path_factory.mktemp("bench") / "data", basis_url="http://127.0.0.1:8080")


@pytest.fixture(scope="module")
def rond(wereld: Wereld) -> Rondgang:
    app: Flask = create_app(wereld.settings)
    return Rondgang(app, wereld)


def _meld(wereld: Wereld) -> None:
    geheim = secrets.token_bytes(32)
    indiening, code = wereld.huis.codes_van(geheim)
    with wereld.huis.meldwerk("aalten") as werk:
        melden.indienen(werk, wereld.beleid, "aalten", ANTWOORDEN, geheim, indiening, code)


def _vloer(wereld: Wereld, pad: Path) -> Callable[[], None]:
    """The rows of one signal, copied byte for byte into the same tables by raw sqlite3 in one transaction."""
    zaak = wereld.meld()
    bron = sqlite3.connect(wereld.settings.data / "zaken.db")
    doel = sqlite3.connect(pad, isolation_level=None)
    for (sql,) in bron.execute("SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"):
        doel.execute(sql)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        doel.execute(f"PRAGMA {pragma}")
    rijen: list[tuple[str, list[str], tuple[Any, ...]]] = []
    for tabel, kolom in (
        ("zaak", "id"),
        *((naam, "zaak_id") for naam in ("compartiment", "wrap", "document", "volg", "timer")),
    ):
        lezer = bron.execute(f"SELECT * FROM {tabel} WHERE {kolom} = ?", (zaak,))
        namen = [kop[0] for kop in lezer.description]
        rijen += [(tabel, namen, rij) for rij in lezer]
    for tabel in ("log", "telling"):
        lezer = bron.execute(f"SELECT * FROM {tabel} LIMIT 1")
        rijen.append((tabel, [kop[0] for kop in lezer.description], lezer.fetchone()))
    teller = iter(range(10**9))

    def schrijf() -> None:
        nr = next(teller)
        doel.execute("BEGIN IMMEDIATE")
        for tabel, namen, rij in rijen:
            # Random keys stay apart by their last bytes; whatever else stands in the row is the same.
            vers = [
                nr + 10**6
                if naam == "seq"
                else waarde[:-4] + nr.to_bytes(4, "big")
                if isinstance(waarde, bytes) and naam in ("id", "zaak_id", "indiening", "timer_id")
                else f"{waarde}{nr}"
                if naam == "nummer"
                else waarde
                for naam, waarde in zip(namen, rij, strict=True)
            ]
            doel.execute(f"INSERT INTO {tabel} VALUES ({','.join('?' * len(vers))})", vers)
        doel.execute("COMMIT")

    return schrijf


def _crypto_van_een_signaal() -> None:
    """The sealing of one signal and nothing else: four wraps, one for the code, three documents, tier 1, the log."""
    publiek, kek, zaak_id = hpke.generate().public, bytes(32), bytes(16)
    for nr in range(4):
        dek = secrets.token_bytes(32)
        wrap_double(dek, publiek, kek, ("aalten", zaak_id, "ruw", "af.aalten", nr))
        commitment(dek, zaak_id, "ruw")
    for nr in range(6):
        seal(kek, b"x" * 400, ("aalten", zaak_id, "ruw", "document", nr, "inhoud", 1, 1))


def test_the_form(wereld: Wereld, rond: Rondgang, tmp_path: Path) -> None:
    vloer = meet("floor: rows of one signal, raw sqlite3, one commit (ms)", _vloer(wereld, tmp_path / "vloer.db"))
    crypto = meet("crypto of one signal alone (ms)", _crypto_van_een_signaal, 200)
    zelf = meet("form submit, use case with commit (ms)", lambda: _meld(wereld))
    REGELS.append(("form submit / floor (ratio)", zelf / vloer, "use case against raw rows"))
    REGELS.append(("crypto share of form submit (%)", 100 * crypto / zelf, ""))
    meet("form, all nine requests of a reporter (ms)", lambda: rond.meld("aalten", **ANTWOORDEN), 10)


def _vul(wereld: Wereld, aantal: int) -> None:
    """Bring the queue to `aantal` cases: rows without documents, because the queue opens none."""
    with wereld.huis.klokwerk() as werk:
        er = len(werk.zaken.lijst(aantal=20000))
        voorbeeld = werk.zaken.lijst(aantal=1)[0]
        for nr in range(aantal - er):
            dag = date.today() + timedelta(days=nr % 60)
            nieuw = replace(
                voorbeeld,
                id=werk.nieuw_id(),
                nummer=werk.nieuw_nummer("MH"),
                staat="ingediend",
                termijn=dag,
                revisie=1,
            )
            werk.zaken.nieuw(nieuw, werk.nieuw_id())
        werk.log("bench")
        werk.bevestig()


def test_the_queue_and_the_case(wereld: Wereld, rond: Rondgang) -> None:
    zaak_id = wandeling.in_aanpak(wereld)
    zaak = f"/zaken/{wereld.zaak(zaak_id).nummer}"
    rond.als("af.aalten")
    _vul(wereld, 100)
    honderd = meet("queue page at 100 cases (ms)", lambda: rond.zie("af.aalten", "/werkvoorraad"))
    case = meet("case page, opened and logged (ms)", lambda: rond.zie("af.aalten", zaak))
    _vul(wereld, 10_000)
    veel = meet("queue page at 10 000 cases (ms)", lambda: rond.zie("af.aalten", "/werkvoorraad"))
    REGELS.append(("queue 10 000 / 100 (ratio)", veel / honderd, ""))
    meet("case page at 10 000 cases (ms)", lambda: rond.zie("af.aalten", zaak))
    REGELS.append(("case page / queue page (ratio)", case / honderd, "at 100 cases"))


def test_one_step(wereld: Wereld) -> None:
    zaken = iter([wereld.meld() for _ in range(KEREN + 3)])
    opgepakt = []

    def oppakken() -> None:
        zaak = next(zaken)
        wereld.stap("af.aalten", zaak, "oppakken")
        opgepakt.append(zaak)

    meet("one step: oppakken, with two new compartments (ms)", oppakken)
    overleg, verder = wereld.overleg(), iter(opgepakt)
    tekst = {"overdrachtstekst": "Zes mensen.", "vraag_aan_overleg": "Wat doen we?", "overleg": overleg}
    meet(
        "one step: agenderen, with echo check and hand-over (ms)",
        lambda: wereld.stap("af.aalten", next(verder), "agenderen", **WEGING, **tekst),
    )


START = """
import re, sys, time
begin = time.perf_counter()
from pathlib import Path
from config.settings import Settings
from web.app import create_app
app = create_app(Settings.from_environment({}, data=Path(sys.argv[1]), oefenomgeving=True))
took = (time.perf_counter() - begin) * 1000
# Not ru_maxrss: that still holds the size of the process that started this one.
print(took, int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


def test_the_start(wereld: Wereld) -> None:
    metingen = []
    for _ in range(5):
        opdracht = [sys.executable, "-c", START, str(wereld.settings.data)]
        uit = subprocess.run(opdracht, check=True, capture_output=True, text=True).stdout.split()
        metingen.append((float(uit[0]), float(uit[1])))
    REGELS.append(("start: imports, policy, keys, schema, pages (ms)", statistics.median(m[0] for m in metingen), ""))
    REGELS.append(("memory after start (MiB)", statistics.median(m[1] for m in metingen), "resident"))
    eigen = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    REGELS.append(("memory of this bench at its highest (MiB)", eigen, "with 10 000 cases listed"))
