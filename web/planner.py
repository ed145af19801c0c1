"""The planner: lets the rungs go off, sends the outbox, does the work of the day, and shows that it lives."""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from config.settings import Settings
from web import mail
from workflow import datalekken
from workflow.beleid import Beleid
from workflow.bewaren import meld_stilstand
from workflow.dagtaken import dagtaken
from workflow.gereedheid import staat_stil
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE, Moment
from workflow.tik import tik

log = logging.getLogger(__name__)
# One job; a tick that takes longer than its interval is not started twice, and missed ones count as one.
SECONDEN, SECONDEN_OEFENEN = 30, 5
HARTSLAG, LAATSTE_DAG, VERNIETIGD_OP = "planner_hartslag", "planner_dag", "vernietig_hartslag"
STAPPEN = ("1u", "1wd", "7d")
# In one process a tick and the moving of the practice clock take turns; between processes the claims decide.
_BEURT = threading.RLock()


class Klokhuis(Protocol):
    """What the planner needs of the installation: no key of a desk."""

    @property
    def settings(self) -> Settings: ...
    @property
    def beleid(self) -> Beleid: ...
    @property
    def echte_tijd(self) -> Callable[[], datetime]: ...
    def nu(self) -> datetime: ...
    def zet_klok(self, moment: datetime) -> None: ...
    def klokwerk(self, nu: datetime | None = None) -> AbstractContextManager[Werk]: ...
    def noteer(self, naam: str, waarde: str) -> None: ...
    def lees_feit(self, naam: str) -> str | None: ...
    def onderhoud(self, nu: datetime) -> None: ...
    def bewaak(self) -> None: ...


def ronde(huis: Klokhuis, nu: datetime | None = None) -> int:
    """One round at the moment `nu` (default: now): rungs, work of the day, mail, heartbeat.

    Out: how many rungs went off. What fails in one part is logged and leaves the other parts alone.
    """
    with _BEURT:
        moment = nu or huis.nu()
        klokwerk = partial(huis.klokwerk, moment)
        gedaan = tik(klokwerk, huis.beleid, moment, huis.settings.basis_url)
        gedaan += _datalekken(huis, moment)
        _meld_stilstand(huis, moment)
        _dag(huis, moment)
        huis.bewaak()
        verstuur(huis, moment)
        huis.noteer(HARTSLAG, huis.echte_tijd().isoformat(timespec="seconds"))
        return gedaan


def _datalekken(huis: Klokhuis, nu: datetime) -> int:
    """The clocks of the open breaches, which count hours. Out: how many rungs went off."""
    try:
        return datalekken.tik(partial(huis.klokwerk, nu), huis.beleid, nu, huis.settings.basis_url)
    except Exception as fout:  # the other parts of the round must go on
        log.error("clocks of breaches failed: %s", type(fout).__name__)
        return 0


def verstuur(huis: Klokhuis, nu: datetime | None = None) -> int:
    """Send what waits in the outbox. Out: how many left."""
    domein = urlsplit(huis.settings.basis_url).hostname or "localhost"
    klokwerk = partial(huis.klokwerk, nu or huis.nu())
    return mail.verstuur(klokwerk, huis.beleid, mail.postbus_van(huis.settings), domein)


def _meld_stilstand(huis: Klokhuis, nu: datetime) -> None:
    """Tell who answers for it that the destruction has not run for more than a day, on the real clock."""
    tekst = huis.lees_feit(VERNIETIGD_OP)
    laatst = None if tekst is None else datetime.fromisoformat(tekst)
    if laatst is None or not staat_stil(laatst, huis.echte_tijd()):
        return
    try:
        sinds = laatst.astimezone(TIJDZONE).date()
        meld_stilstand(partial(huis.klokwerk, nu), huis.beleid, sinds, huis.settings.basis_url)
    except Exception as fout:  # an alarm that fails must not stop the work it warns of
        log.error("alarm about the destruction failed: %s", type(fout).__name__)


def _dag(huis: Klokhuis, nu: datetime) -> None:
    """The work of the day, once a day from the hour of the rungs on; when it breaks off, the next round goes on."""
    lokaal = nu.astimezone(TIJDZONE)
    dag = lokaal.date() if lokaal.hour >= huis.beleid.klokken.uur else lokaal.date() - timedelta(days=1)
    if huis.lees_feit(LAATSTE_DAG) == dag.isoformat():
        return
    try:
        dagtaken(partial(huis.klokwerk, nu), huis.beleid, dag, huis.settings.basis_url)
        huis.onderhoud(nu)
    except Exception as fout:  # the rungs of all cases must go on
        log.error("work of the day failed: %s", type(fout).__name__)
        return
    huis.noteer(LAATSTE_DAG, dag.isoformat())


def doel(huis: Klokhuis, nu: datetime, verder: str) -> datetime:
    """Where the practice clock goes: an hour, the same time on the next working day, or seven days.

    Errors: ValueError for anything else.
    """
    if verder == "1u":
        return nu + timedelta(hours=1)
    lokaal = nu.astimezone(TIJDZONE)
    if verder == "1wd":
        return lokaal + (huis.beleid.kalender.plus_werkdagen(lokaal.date(), 1) - lokaal.date())
    if verder == "7d":
        return lokaal + timedelta(days=7)
    raise ValueError(f"the practice clock moves {', '.join(STAPPEN)}")


def verzet(huis: Klokhuis, verder: str) -> None:
    """Move the practice clock on; every rung on the way goes off at its own moment, and its mail is sent.

    In: `verder` is one of 1u, 1wd, 7d. Errors: ValueError for anything else; RuntimeError outside practice.
    """
    with _BEURT:
        nu = huis.nu()
        einde = doel(huis, nu, verder)
        laat_lopen(huis, nu, einde, huis.zet_klok)
        huis.zet_klok(einde)
        ronde(huis, einde)


def laat_lopen(huis: Klokhuis, van: datetime, tot: datetime, zet: Callable[[datetime], None] | None = None) -> None:
    """Do a round now if something is due at `van`, and at every moment up to `tot` at which a rung falls due.

    In: `zet` is told each later moment before its round.
    """
    eerste = _volgende(huis, van, None)
    if eerste is not None and eerste <= van:
        ronde(huis, van)
    moment = van
    while (volgende := _volgende(huis, moment, Moment.van(moment))) is not None and volgende <= tot:
        moment = volgende
        if zet is not None:
            zet(moment)
        ronde(huis, moment)


def _volgende(huis: Klokhuis, nu: datetime, na: Moment | None) -> datetime | None:
    """The moment of the first rung after `na`, or of the very first one."""
    with huis.klokwerk(nu) as werk:
        eerst = werk.timers.eerstvolgende(na)
    return None if eerst is None else eerst.tijdstip(huis.beleid.klokken.uur)


class Planner:
    """The background job of one process."""

    def __init__(self, huis: Klokhuis) -> None:
        self._huis = huis
        self.eerste_ronde = threading.Event()
        self._rooster = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=TIJDZONE,
        )

    def start(self) -> None:
        """Tick now and from then on."""
        seconden = SECONDEN_OEFENEN if self._huis.settings.oefenomgeving else SECONDEN
        self._rooster.add_job(
            self._ronde, "interval", seconds=seconden, id="tik", next_run_time=self._huis.echte_tijd()
        )
        self._rooster.start()

    def _ronde(self) -> None:
        try:
            ronde(self._huis)
        except Exception as fout:  # a locked or full database passes; the clock must still be there then
            log.error("round failed: %s", type(fout).__name__)
        self.eerste_ronde.set()

    def stop(self) -> None:
        """Finish the tick under way and stop."""
        self._rooster.shutdown(wait=True)
