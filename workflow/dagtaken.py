"""What the clock does once a day by date: hand-offs that run out, and keys that a refusing partner gives back."""

import logging
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from workflow.beleid import Beleid
from workflow.ports import Werk
from workflow.stappen import zet_stap
from workflow.tik import Klokwerk
from workflow.zaak import Traject

log = logging.getLogger(__name__)
# A refused hand-off stays readable for the recipient this long (route of a verstrekking, `afwijzen`).
NA_AFWIJZEN = timedelta(days=30)


def dagtaken(klokwerk: Klokwerk, beleid: Beleid, vandaag: date) -> int:
    """Run the clock's own steps that hang on a date, one unit of work each. Out: how many went through."""

    def ongeldig(werk: Werk) -> Sequence[Traject]:
        return werk.trajecten.ongeldig_op(vandaag)

    def afgewezen(werk: Werk) -> Sequence[Traject]:
        return werk.trajecten.afgewezen_tot(vandaag - NA_AFWIJZEN)

    return _zet_alle(klokwerk, beleid, ongeldig, "verlopen") + _zet_alle(
        klokwerk, beleid, afgewezen, "ontvanger_opruimen"
    )


def _zet_alle(klokwerk: Klokwerk, beleid: Beleid, zoek: Callable[[Werk], Sequence[Traject]], actie: str) -> int:
    with klokwerk() as werk:
        lijst = zoek(werk)
    gedaan = 0
    for traject in lijst:
        try:
            with klokwerk() as werk:
                zet_stap(werk, beleid, werk.trajecten.get(traject.id), actie, {}, None)
                werk.bevestig()
            gedaan += 1
        except Exception as fout:  # one hand-off that fails must not keep the others readable
            log.error("step %s of %s failed: %s", actie, traject.id.hex(), type(fout).__name__)
    return gedaan
