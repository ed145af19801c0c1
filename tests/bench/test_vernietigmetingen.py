"""How long the destruction of 100 and of 1 000 cases takes, and a start with such a register. Nothing is asserted.

Run with `make bench`. The figures are of one run each; the ratio compares them.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from storage.installatie import Installatie
from storage.tables.kluis import KluisRij
from storage.tables.zaken import KluisverwijzingRij
from storage.vernietigen import vernietig
from tests.wereld import Wereld, maak_wereld
from workflow import bewaren

DELEN = ("ruw", "melder", "draad", "zaak", "ident")
REGELS: list[tuple[str, float, str]] = []


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wereld]:
    gemaakt = maak_wereld(tmp_path_factory.mktemp("bench") / "data")
    gemaakt.meld()
    yield gemaakt
    gemaakt.huis.sluit()


def _vul(wereld: Wereld, aantal: int) -> None:
    """So many closed cases with five keys, four documents and a person in the vault, all due today."""
    kluisrijen = []
    with wereld.huis.klokwerk() as werk:
        voorbeeld = werk.zaken.lijst(aantal=1)[0]
        for _ in range(aantal):
            anders = {"staat": "afgesloten", "termijn": None, "vernietig_op": date.today(), "revisie": 1}
            nieuw = replace(voorbeeld, id=werk.nieuw_id(), nummer=werk.nieuw_nummer("MH"), **anders)  # type: ignore[arg-type]
            werk.zaken.nieuw(nieuw, werk.nieuw_id())
            for deel in DELEN:
                werk.sleutels.geef(nieuw, deel, "af.aalten")
            for deel in DELEN[:4]:
                werk.documenten.schrijf(nieuw, deel, {"soort": "proef", "tekst": "x" * 500})
            kluis_id = werk.nieuw_id()
            werk.sessie.add(KluisverwijzingRij(zaak_id=nieuw.id, kluis_id=kluis_id))  # type: ignore[attr-defined]
            kluisrijen.append((kluis_id, nieuw.id))
        werk.log("bench")
        werk.bevestig()
    with Session(wereld.huis.kluis_engine) as kluis:
        kluis.info["gemeente"] = "*"
        for kluis_id, zaak_id in kluisrijen:
            rij = KluisRij(id=kluis_id, zaak_id=zaak_id, dag=date.today(), schema=2, inhoud=os.urandom(256))
            kluis.add(rij)
        kluis.commit()


def _meet(wereld: Wereld, aantal: int) -> float:
    _vul(wereld, aantal)
    huis = wereld.huis
    begin = time.perf_counter()
    bewaren.dagelijks(partial(huis.klokwerk, huis.nu()), wereld.beleid, date.today())
    midden = time.perf_counter()
    gedaan = vernietig(huis, huis.nu() + timedelta(days=8))
    einde = time.perf_counter()
    assert gedaan == aantal
    REGELS.append((f"announcing {aantal} cases, s", midden - begin, ""))
    REGELS.append(
        (f"destroying {aantal} cases, s", einde - midden, f"{1000 * (einde - midden) / aantal:.1f} ms a case")
    )
    return einde - midden


def test_destroying_a_hundred_and_a_thousand_cases(wereld: Wereld) -> None:
    klein, groot = _meet(wereld, 100), _meet(wereld, 1000)
    REGELS.append(("ratio per case, 1 000 to 100", groot / 10 / klein, "(1 is linear)"))
    begin = time.perf_counter()
    Installatie(wereld.settings, wereld.beleid).sluit()
    REGELS.append(("a start with 1 100 in the register, s", time.perf_counter() - begin, ""))
