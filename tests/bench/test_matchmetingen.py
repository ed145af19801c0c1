"""What comparing tokens costs at 20 000 and at 200 000: medians and memory, in one run. Nothing asserts a clock."""

import os
import time
import tracemalloc
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session

from storage.crypto import matchtoken
from storage.keys.wortel import Wortel, Wortels
from storage.matchtaak import Zegels, nieuw_token, overlappen
from storage.tables.basis import KluisBasis
from storage.tables.kluis import TokenRij

DUBBEL = 50
KEREN = 3


def _plant(kluis: Session, zegels: Zegels, aantal: int) -> None:
    sleutel = os.urandom(32)
    rijen: list[dict[str, Any]] = []
    for nr in range(aantal):
        waarde = nr - (aantal - DUBBEL) if nr >= aantal - DUBBEL else nr
        rij = nieuw_token("regio", 1, os.urandom(16), os.urandom(16), dag=date(2026, 1, 1))
        zegels.sluit(rij, "telefoon", matchtoken.token(sleutel, "telefoon", f"+316{waarde:08}"))
        rijen.append({een.key: getattr(rij, een.key) for een in TokenRij.__mapper__.column_attrs})
    kluis.execute(insert(TokenRij), rijen)
    kluis.commit()


def _meet(kluis: Session, zegels: Zegels) -> tuple[float, int]:
    tijden = []
    for _ in range(KEREN):
        begin = time.perf_counter()
        gevonden = overlappen(zegels.alle(kluis, "regio"), 10)
        tijden.append((time.perf_counter() - begin) * 1000)
        assert len(gevonden) == DUBBEL
    return median(tijden), len(gevonden)


def _piek(kluis: Session, zegels: Zegels) -> float:
    tracemalloc.start()
    overlappen(zegels.alle(kluis, "regio"), 10)
    piek = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return piek / 1_000_000


def test_compare_tokens(tmp_path: Any) -> None:
    zegels, gemeten = Zegels(Wortels(Wortel(os.urandom(32)))), {}
    for aantal in (20_000, 200_000):
        engine = create_engine(f"sqlite:///{tmp_path}/{aantal}.db")
        KluisBasis.metadata.create_all(engine)
        with Session(engine) as kluis:
            kluis.info["gemeente"] = "*"
            _plant(kluis, zegels, aantal)
            ms, _ = _meet(kluis, zegels)
            gemeten[aantal] = ms
            print(
                f"\n{aantal:>7} tokens: {ms:8.0f} ms, {ms / aantal * 1000:.1f} µs each, {_piek(kluis, zegels):.0f} MB"
            )
        engine.dispose()
    print(f"ratio of ten times as many: {gemeten[200_000] / gemeten[20_000]:.1f}")
