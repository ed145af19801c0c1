"""What a decision of the covenant costs. Run: python -m pytest tests/bench/test_convenantmetingen.py -s -p no:xdist"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import date

from tests.workflow.test_uittreksel import BELEID, CONVENANT, maak
from workflow.uittreksel import stel_samen

DAG = date(2026, 11, 24)
RONDES, KEER = 15, 5_000


def _mediaan(doe: Callable[[], object], keer: int = KEER) -> float:
    """The median time of one call in microseconds."""
    tijden = []
    for _ in range(RONDES):
        begin = time.perf_counter()
        for _ in range(keer):
            doe()
        tijden.append((time.perf_counter() - begin) / keer * 1e6)
    return statistics.median(tijden)


def test_a_decision_beside_a_lookup_in_a_dict() -> None:
    vragen = [(code, wie) for code in CONVENANT.categorieen for wie in CONVENANT.ontvangers]
    tabel = {een: CONVENANT.besluit(*een, "J", (), DAG) for een in vragen}
    klopt = frozenset({"23_plus", "toestemming"})
    alle = _mediaan(lambda: [CONVENANT.besluit(*een, "J", klopt, DAG) for een in vragen], 50) / len(vragen)
    los = _mediaan(lambda: [tabel[een] for een in vragen], 50) / len(vragen)
    print(f"\ndecision: {alle:.2f} µs, lookup in a dict: {los:.3f} µs, ratio {alle / los:.0f}")


def test_a_whole_disclosure() -> None:
    dobbel = random.Random(7)
    gevallen = [maak(dobbel) for _ in range(200)]
    ander = [{een["pseudoniem"]: f"P-NEW{nr}-0000-1" for nr, een in enumerate(g.personen)} for g in gevallen]

    def alles() -> None:
        for g, nieuw in zip(gevallen, ander, strict=True):
            stel_samen(
                CONVENANT,
                "politie",
                "J",
                {"toestemming"},
                DAG,
                feiten=g.feiten,
                personen=g.personen,
                namen=g.namen,
                pseudoniemen=nieuw,
                generaliseer=BELEID.convenant.generaliseren,
            )

    velden = sum(len(g.merken) for g in gevallen) / len(gevallen)
    print(f"\ndisclosure with {velden:.0f} fields on average: {_mediaan(alles, 3) / len(gevallen):.1f} µs")
