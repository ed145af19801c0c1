"""My tasks."""

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue

from web.huis import het_huis
from web.session import werk
from workflow import taken


def pagina() -> ResponseReturnValue:
    """Show what waits for this person, soonest first."""
    with werk() as w:
        groepen = taken.taken(w, het_huis().beleid)
    return render_template("taken.html", groepen=groepen)


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"taken": pagina}
