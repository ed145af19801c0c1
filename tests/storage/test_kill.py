"""The process is killed at 200 random moments under load: no acknowledged signal is lost and none is half-written."""

import contextlib
import os
import random
import select
import signal
import sqlite3
import time

from sqlalchemy.orm import Session

from storage import audit
from storage.installatie import Installatie
from tests.wereld import ANTWOORDEN, Wereld
from workflow import melden
from workflow.fouten import DomeinFout

KEREN = 200
LANGST_SECONDEN = 0.2


def _belast(wereld: Wereld, pijp: int) -> None:
    """The child: send signals in and take one step on each, and say each volgcode only after its commit."""
    huis = wereld.huis
    os.write(pijp, b".\n")
    while True:
        geheim = os.urandom(32)
        indiening, code = huis.codes_van(geheim)
        with huis.meldwerk("aalten") as werk:
            ontvangst = melden.indienen(werk, wereld.beleid, "aalten", ANTWOORDEN, geheim, indiening, code)
        os.write(pijp, f"{code}\n".encode())
        assert ontvangst.zaak_id is not None
        with contextlib.suppress(DomeinFout):
            wereld.stap("af.aalten", ontvangst.zaak_id, "oppakken")
            wereld.stap(
                "af.aalten", ontvangst.zaak_id, "persoon_toevoegen", rol="getuige", naam="X", leeftijdsklasse="onbekend"
            )


def _een_keer(wereld: Wereld, worp: random.Random) -> list[str]:
    """Run the child for a moment, kill it, and return the codes that it said."""
    lees, schrijf = os.pipe()
    kind = os.fork()
    if kind == 0:
        os.close(lees)
        try:
            _belast(wereld, schrijf)
        finally:
            os._exit(1)
    os.close(schrijf)
    gelezen = b""
    while b".\n" not in gelezen:
        gelezen += os.read(lees, 65536)
    tot = time.monotonic() + worp.uniform(0, LANGST_SECONDEN)
    while (rest := tot - time.monotonic()) > 0:
        if select.select([lees], [], [], rest)[0]:
            gelezen += os.read(lees, 65536)
    os.kill(kind, signal.SIGKILL)
    os.waitpid(kind, 0)
    while stuk := os.read(lees, 65536):
        gelezen += stuk
    os.close(lees)
    # A line without its end was never fully said.
    return [regel for regel in gelezen.decode().split("\n")[:-1] if regel != "."]


def _breuk(huis: Installatie) -> audit.Breuk | None:
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        return audit.controleer(sessie, {}, huis.kekken)


def test_killing_the_process_loses_nothing_that_was_acknowledged(wereld: Wereld) -> None:
    # Log in and take the steps once: the children inherit warm caches, and no connection, from here.
    wereld.stap("af.aalten", wereld.meld(), "oppakken")
    wereld.huis.sluit()
    worp = random.Random(112)
    codes = [code for _ in range(KEREN) for code in _een_keer(wereld, worp)]
    # How many get through depends on the machine; a few are enough to lose.
    assert len(codes) > KEREN // 20
    huis = Installatie(wereld.settings, wereld.beleid)
    assert _breuk(huis) is None
    for code in codes:
        with huis.volgwerk(code) as (werk, zaak_id):
            zaak = werk.zaken.get(zaak_id)
            assert werk.sleutels.kan_openen(zaak, "draad")
    db = sqlite3.connect(wereld.settings.data / "zaken.db")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    (zaken,) = db.execute("SELECT count(*) FROM zaak").fetchone()
    assert zaken >= len(codes)
    # Whole or not at all: what belongs to one commit stands in the same number, whatever the moment of the kill.
    heel = {
        "compartiment": "SELECT count(*) FROM compartiment WHERE naam = 'ruw'",
        "wrap van de desk": "SELECT count(*) FROM wrap WHERE compartiment = 'ruw' AND ontvanger = 'af.aalten'",
        "volgcode": "SELECT count(*) FROM volg",
        "document": "SELECT count(*) FROM document WHERE compartiment = 'ruw'",
        "zaak met klok": "SELECT count(DISTINCT zaak_id) FROM timer",
    }
    assert {naam: db.execute(vraag).fetchone()[0] for naam, vraag in heel.items()} == dict.fromkeys(heel, zaken)
    (opgepakt,) = db.execute("SELECT count(*) FROM zaak WHERE staat = 'in_beoordeling'").fetchone()
    (sleutels,) = db.execute("SELECT count(*) FROM wrap WHERE compartiment = 'ident'").fetchone()
    (vangnet,) = db.execute("SELECT count(*) FROM wrap WHERE ontvanger = 'vangnet.regio'").fetchone()
    assert sleutels == opgepakt
    assert vangnet == zaken - opgepakt
    huis.sluit()
