"""The rhythm of the meetings of a municipality: on which days the next ones fall."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.datumtekst import DAGEN
from workflow.termijnen import Kalender

# The rest of the number of the week by two; None is every week.
RITMES = {"elke week": None, "even weken": 0, "oneven weken": 1}
WEEK = timedelta(days=7)
# After a year with no free day at all something else is wrong.
HOOGSTENS_WEKEN = 60


@dataclass(frozen=True)
class Ritmedag:
    """One day of the rhythm; `waarom` says why it is not the usual day of the week, else ""."""

    dag: date
    waarom: str = ""


def ritme_klopt(weekdag: str, ritme: str) -> bool:
    """Say whether this is a rhythm that days can be made of (both empty: no meetings)."""
    return (not weekdag and not ritme) or (weekdag in DAGEN and ritme in RITMES)


def komende(
    kalender: Kalender, gemeente: str, weekdag: str, ritme: str, na: date, aantal: int, bezet: Collection[date]
) -> list[Ritmedag]:
    """The next `aantal` days of the rhythm after the day `na`, without those on which there is a meeting already.

    A day off moves to the next working day. A week that has its meeting on another day is passed over too: somebody
    moved it.
    """
    if weekdag not in DAGEN or ritme not in RITMES:
        return []
    rest, gevonden = RITMES[ritme], list[Ritmedag]()
    weken = {een.isocalendar()[:2] for een in bezet}
    dag = na + timedelta(days=(DAGEN.index(weekdag) - na.weekday()) % 7)
    for _ in range(HOOGSTENS_WEKEN):
        vrij = kalender.waarom_vrij(dag, gemeente)
        echt = kalender.plus_werkdagen(dag, 1, gemeente) if vrij else dag
        hoort = rest is None or dag.isocalendar().week % 2 == rest
        al = {*bezet, *(een.dag for een in gevonden)}
        if hoort and echt > na and echt not in al and echt.isocalendar()[:2] not in weken:
            gevonden.append(Ritmedag(echt, vrij))
        if len(gevonden) == aantal:
            break
        dag += WEEK
    return gevonden
