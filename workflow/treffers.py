"""Overlap between municipalities, once a day: every one a stage on, then the new ones."""

import logging
from datetime import date

from workflow import zaaktreffers
from workflow.beleid import Beleid
from workflow.matchbeleid import ANDERE, EERSTE, REGIO
from workflow.tik import Klokwerk
from workflow.treffergang import HOOGSTENS, PAAR, Gang

log = logging.getLogger(__name__)


def dagelijks(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str) -> int:
    """Move every overlap one stage on, then look for new ones: at one hour a day, so that nobody can try things out.

    Out: how many changed.
    """
    with klokwerk() as werk:
        werk.matchen.ruim_op()
        paren = werk.kwesties.lijst(PAAR, aantal=HOOGSTENS)
        werk.log("matchen_opgeruimd")
        werk.bevestig()
    gedaan = 0
    for rij in paren:
        try:
            with klokwerk() as werk:
                gedaan += Gang(werk, beleid, vandaag, url).verder(rij)
                werk.bevestig()
        except Exception as fout:  # one overlap that fails must not stop the others
            log.error("overlap %s failed: %s", rij.nummer, type(fout).__name__)
    gedaan += zaaktreffers.dagelijks(klokwerk, beleid, vandaag, url)
    return gedaan + _zoek_nieuwe(klokwerk, beleid, vandaag, url)


def _zoek_nieuwe(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str) -> int:
    # Without a covenant that holds today nobody may be told anything new.
    if not beleid.matchen.regio or not beleid.convenant.geldt_op(vandaag):
        return 0
    with klokwerk() as werk:
        lijst = werk.matchen.overlappen(REGIO)
        bekend = {_sleutel(een.codes[EERSTE], een.codes[ANDERE]) for een in werk.kwesties.lijst(PAAR, aantal=HOOGSTENS)}
    gedaan = 0
    for overlap in lijst:
        if _sleutel(overlap.een.hex(), overlap.ander.hex()) in bekend:
            continue
        with klokwerk() as werk:
            gedaan += Gang(werk, beleid, vandaag, url).begin(overlap)
            werk.bevestig()
    return gedaan


def _sleutel(een: str, ander: str) -> frozenset[str]:
    return frozenset((een, ander))
