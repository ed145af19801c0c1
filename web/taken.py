"""My tasks."""

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue

from web.huis import het_huis
from web.session import actor, werk
from workflow import taken

LEEG = "Je hebt nu geen taken. Komt er iets bij? Dan krijg je een bericht."
CIJFERS = "Jouw rol heeft geen taken in Meldroute. Bij Cijfers zie je hoe het gaat. Zaken en namen zie je niet."
# Roles that never get a task: where they find what is theirs.
ZONDER_TAKEN = {
    "regisseur_ondermijning": CIJFERS,
    "ketenregisseur": CIJFERS,
    "bestuur": CIJFERS,
    "fg": "Je hebt nu geen taken. In het logboek zie je wie wat heeft geopend.",
    "beheerder": "Je hebt nu geen taken. Bij Beheer zie je of alles werkt. Bij Mensen regel je accounts.",
    "overlegdeelnemer": "Jouw rol heeft geen taken in Meldroute. Bij Overleg staan de bijeenkomsten.",
}


def pagina() -> ResponseReturnValue:
    """Show what waits for this person, soonest first."""
    with werk() as w:
        groepen = taken.taken(w, het_huis().beleid)
    return render_template("taken.html", groepen=groepen, leeg=ZONDER_TAKEN.get(actor().rol, LEEG))


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"taken": pagina}
