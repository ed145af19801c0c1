"""One tick of the clock: every rung that is due goes off once, in the order in which it fell due."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from workflow.beleid import Beleid
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.klokbericht import meld, uiterlijk
from workflow.nakijken import GROEP as VITAAL
from workflow.nakijken import vitaal_wacht
from workflow.nevenklokken import BEWAREN
from workflow.ontvangers import ontvangers
from workflow.ports import Werk
from workflow.privacychecks import GROEP as CHECK
from workflow.stappen import zet_stap
from workflow.termijnen import Moment
from workflow.timer import Timer
from workflow.zaak import Persoon, Traject, Zaak

Klokwerk = Callable[[], AbstractContextManager[Werk]]

log = logging.getLogger(__name__)
PER_KEER = 200
# Clocks that go on after a case or a walk has ended.
NA_HET_EINDE = (BEWAREN,)


def tik(klokwerk: Klokwerk, beleid: Beleid, nu: datetime, url: str = "") -> int:
    """Let every rung that is due at `nu` (aware) go off, one unit of work each.

    In: `klokwerk` opens a unit of work of the clock; `url` is the address that stands in the messages.
    Out: how many rungs this tick claimed. A rung that fails is logged without content, stays, and is tried at the
    next tick; the others go on. Two ticks at the same moment never fire a rung twice.
    """
    gedaan = 0
    mislukt: set[tuple[bytes, int]] = set()
    while True:
        with klokwerk() as werk:
            lijst = werk.timers.te_doen(Moment.van(nu), PER_KEER + len(mislukt))
        nieuw = [timer for timer in lijst if (timer.timer_id, timer.trede) not in mislukt]
        if not nieuw:
            return gedaan
        for timer in nieuw:
            try:
                gedaan += laat_afgaan(klokwerk, beleid, timer, url)
            except Exception as fout:  # whatever one case does, the clock goes on for all others
                log.error("rung %s/%s failed: %s", timer.timer_id.hex(), timer.trede, type(fout).__name__)
                mislukt.add((timer.timer_id, timer.trede))


def laat_afgaan(klokwerk: Klokwerk, beleid: Beleid, timer: Timer, url: str) -> bool:
    """Let one rung go off in one unit of work. Out: False when somebody else was first."""
    with klokwerk() as werk:
        zaak, traject = _onderwerp(werk, timer)
        onderwerp = traject or zaak
        if zaak is None or onderwerp is None or _voorbij(werk, timer, onderwerp):
            return _laat_vallen(werk, timer, onderwerp)
        mensen = ontvangers(werk, timer, zaak, traject) if timer.bericht else []
        if not werk.timers.neem(timer, len(mensen)):
            return False
        _schrijf(werk, beleid, timer, onderwerp, mensen, url)
        werk.log("klok", onderwerp, groep=timer.groep, aan=timer.aan, bericht=timer.bericht, berichten=len(mensen))
        if timer.stap:
            _stap(werk, beleid, timer, onderwerp)
        werk.bevestig()
    return True


def _onderwerp(werk: Werk, timer: Timer) -> tuple[Zaak | None, Traject | None]:
    try:
        zaak = werk.zaken.get(timer.zaak_id)
        return zaak, None if timer.traject_id is None else werk.trajecten.get(timer.traject_id)
    except NietGevonden:
        return None, None


def _voorbij(werk: Werk, timer: Timer, onderwerp: Zaak | Traject) -> bool:
    """True when the thing ended after the timer was set: the rung has nothing to say any more."""
    if timer.groep in NA_HET_EINDE:
        return False
    if timer.groep == VITAAL:
        return not (isinstance(onderwerp, Traject) and vitaal_wacht(onderwerp))
    if timer.groep.startswith(CHECK):
        soort = timer.groep.removeprefix(CHECK)
        checks = werk.controles.checks(timer.zaak_id, open_alleen=True)
        return not any((een.soort, een.traject_id) == (soort, timer.traject_id) for een in checks)
    return werk.route(onderwerp.route, onderwerp.route_hash).is_eind(onderwerp.staat)


def _laat_vallen(werk: Werk, timer: Timer, onderwerp: Zaak | Traject | None) -> bool:
    if not werk.timers.neem(timer, 0):
        return False
    werk.log("klok_vervallen", onderwerp, groep=timer.groep, aan=timer.aan)
    werk.bevestig()
    return True


def _stap(werk: Werk, beleid: Beleid, timer: Timer, onderwerp: Zaak | Traject) -> None:
    """Run the clock's own step; one that the rules refuse now is logged and not tried again."""
    try:
        zet_stap(werk, beleid, onderwerp, timer.stap, {}, None)
    except (NietGevonden, StapGeweigerd) as fout:
        werk.log("klok_stap_geweigerd", onderwerp, stap=timer.stap, reden=type(fout).__name__, uitkomst="geweigerd")


def _schrijf(
    werk: Werk, beleid: Beleid, timer: Timer, onderwerp: Zaak | Traject, mensen: Sequence[Persoon], url: str
) -> None:
    if mensen:
        uiterste = uiterlijk(werk, timer, onderwerp)
        for persoon in mensen:
            meld(werk, beleid, persoon, timer, onderwerp, uiterste, url)
