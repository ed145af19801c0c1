"""One rung of a clock that hangs on a date and on no case: which are due, and telling who must know, once."""

import hashlib
from collections.abc import Sequence
from datetime import date

from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.klokbericht import zet_klaar
from workflow.ladders import Trede
from workflow.ports import Werk
from workflow.termijnen import Moment
from workflow.timer import Timer
from workflow.zaak import Persoon


def treden(werk: Werk, beleid: Beleid, ladder: str, einde: date, vandaag: date, gemeente: str) -> list[Trede]:
    """The rungs of a ladder towards the day `einde` that are due today or were before."""
    alle = beleid.klokken.treden(beleid.ladders[ladder], werk.nu, Moment(einde), spoed=False, gemeente=gemeente)
    return [een for een in alle if een.moment.dag <= vandaag]


def meld(
    werk: Werk,
    beleid: Beleid,
    kenmerk: bytes,
    groep: str,
    trede: Trede,
    mensen: Sequence[Persoon],
    einde: date,
    url: str,
) -> int:
    """Claim one rung of something that is no case, and put its messages in the outbox; the caller commits.

    In: `kenmerk`, 16 bytes that are the same for the same thing. Out: 0 when it was done before.
    """
    timer = Timer(
        timer_id=kenmerk,
        trede=trede.nr,
        zaak_id=kenmerk,
        traject_id=None,
        tenant="regio",
        groep=groep,
        dag=trede.moment.dag,
        minuut=None,
        aan=trede.aan,
        werkplek="",
        bericht=trede.bericht,
        stap="",
        spoed=False,
    )
    if not werk.timers.neem(timer, len(mensen)):
        return 0
    for persoon in mensen:
        zet_klaar(werk, beleid, persoon, trede.bericht, dag=dag_tekst(einde), url=url)
    werk.log("klok", groep=groep, aan=trede.aan, bericht=trede.bericht, berichten=len(mensen))
    return 1


def meld_een(
    werk: Werk,
    beleid: Beleid,
    kenmerk: bytes,
    zaak_id: bytes,
    groep: str,
    bericht: str,
    mensen: Sequence[Persoon],
    dag: date,
    url: str,
) -> int:
    """Tell something of a case once, without a ladder; the caller commits. Out: 0 when it was told before.

    In: `kenmerk` is the same for the same thing; the claim goes with the case `zaak_id`.
    """
    timer = Timer(
        timer_id=hashlib.sha256(kenmerk).digest()[:16],
        trede=1,
        zaak_id=zaak_id,
        traject_id=None,
        tenant="regio",
        groep=groep,
        dag=dag,
        minuut=None,
        aan="aandachtsfunctionaris",
        werkplek="",
        bericht=bericht,
        stap="",
        spoed=False,
    )
    if not werk.timers.neem(timer, len(mensen)):
        return 0
    for persoon in mensen:
        zet_klaar(werk, beleid, persoon, bericht, dag=dag_tekst(dag), url=url)
    werk.log("klok", groep=groep, aan=timer.aan, bericht=bericht, berichten=len(mensen))
    return 1
