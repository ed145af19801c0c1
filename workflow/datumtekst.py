"""Days and moments in Dutch, as the screens write them."""

from datetime import date, datetime

from workflow.termijnen import TIJDZONE, Moment

DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def dag_tekst(dag: date) -> str:
    """`woensdag 25 november 2026`."""
    return f"{DAGEN[dag.weekday()]} {dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def dag_kort(dag: date) -> str:
    """`25 nov 2026`."""
    maand = "mrt" if dag.month == 3 else MAANDEN[dag.month - 1][:3]
    return f"{dag.day} {maand} {dag.year}"


def moment_tekst(moment: Moment) -> str:
    """A day, with the time when it is urgent: `woensdag 25 november 2026 om 12.05 uur`."""
    if moment.minuut is None:
        return dag_tekst(moment.dag)
    return tijdstip_tekst(moment.tijdstip())


def tijdstip_tekst(moment: datetime) -> str:
    """`woensdag 25 november 2026 om 12.05 uur`."""
    lokaal = moment.astimezone(TIJDZONE)
    return f"{dag_tekst(lokaal.date())} om {lokaal:%H.%M} uur"
