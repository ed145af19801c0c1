"""Rungs of what is no case: claimed once, sent once; of several that are due at once only the newest is sent."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from workflow.ladders import Trede
from workflow.ports import Werk
from workflow.timer import Timer
from workflow.zaak import Kwestie

# The tenant of a claim says nothing here: the thing itself knows whose it is.
REGIO = "regio"


def kenmerk_van(kwestie: Kwestie, groep: str) -> bytes:
    """The id under which the rungs of one term are claimed: another term has rungs of its own."""
    return hashlib.sha256(kwestie.id + f"{groep} {kwestie.termijn}".encode()).digest()[:16]


def neem_nieuwste(
    werk: Werk, kenmerk: bytes, groep: str, treden: Iterable[Trede], aantallen: Mapping[str, int]
) -> Sequence[Trede]:
    """Claim all these rungs, which are due. Out: per role the newest one that nobody had claimed: that one is sent.

    In: `aantallen` says how many messages a rung for a role makes, for the claim.
    """
    nieuwste: dict[str, Trede] = {}
    vrij: dict[int, Trede] = {}
    for trede in sorted(treden, key=lambda een: een.nr):
        nieuwste[trede.aan] = trede
        vrij[trede.nr] = trede
    gekozen = []
    for trede in vrij.values():
        is_nieuwste = nieuwste[trede.aan] is trede
        if werk.timers.neem(_timer(kenmerk, groep, trede), aantallen.get(trede.aan, 0) if is_nieuwste else 0):
            gekozen += [trede] if is_nieuwste else []
    return gekozen


def _timer(kenmerk: bytes, groep: str, trede: Trede) -> Timer:
    return Timer(
        timer_id=kenmerk,
        trede=trede.nr,
        zaak_id=kenmerk,
        traject_id=None,
        tenant=REGIO,
        groep=groep,
        dag=trede.moment.dag,
        minuut=trede.moment.minuut,
        aan=trede.aan,
        werkplek="",
        bericht=trede.bericht,
        stap="",
        spoed=False,
    )
