"""The clock of the reflection period: three months, once, with a monthly duty to report."""

from datetime import date, datetime, timedelta

from workflow.antwoordtekst import Regels
from workflow.beleid import Beleid
from workflow.context import Context
from workflow.datumtekst import dag_kort
from workflow.termijnen import TIJDZONE, Moment, plus_maanden
from workflow.zaak import Traject

GROEP = "bedenktijd"
MAANDEN = 3
# Source: the reflection period lasts three months at most (Vreemdelingencirculaire B8/3); notices on these days.
DAGEN = (60, 80, 90)


def zet_bedenktijd(c: Context, traject: Traject, begin_dag: str) -> None:
    """Set what is still to come of the clock."""
    begin = datetime.fromisoformat(begin_dag).replace(hour=9, tzinfo=TIJDZONE)
    tot = Moment(plus_maanden(begin.date(), MAANDEN))
    treden = c.beleid.klokken.treden(c.beleid.ladders[GROEP], begin, tot, spoed=False, gemeente=c.zaak.houder)
    komend = [een for een in treden if een.moment.dag >= c.vandaag]
    c.werk.timers.zet(traject, GROEP, komend, traject.ontvanger)


def regels(beleid: Beleid, traject: Traject) -> Regels:
    """The reflection period as dates; nothing when there is none."""
    if not traject.kenmerken.get(GROEP):
        return []
    begin = date.fromisoformat(traject.kenmerken[GROEP])
    rijen: Regels = [("Bedenktijd begon", dag_kort(begin))]
    einde = traject.kenmerken.get("bedenktijd_einde")
    if einde:
        reden = beleid.taxonomie["opvang"].naam_van(str(traject.kenmerken.get("bedenktijd_reden", "")))
        return [*rijen, ("Bedenktijd eindigde", f"{dag_kort(date.fromisoformat(einde))}. {reden}")]
    rijen += [(f"Dag {nr}", dag_kort(begin + timedelta(days=nr))) for nr in DAGEN]
    maandelijks = [dag_kort(plus_maanden(begin, nr)) for nr in range(1, MAANDEN)]
    rijen.append(("Melden bij de politie", "Elke maand: " + " en ".join(maandelijks)))
    return [*rijen, ("Bedenktijd eindigt", dag_kort(plus_maanden(begin, MAANDEN)))]
