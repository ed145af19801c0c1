"""The page of the beheerder."""

from collections.abc import Callable

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from web.huis import Gereedheid, het_huis
from web.openbaar import GEREED
from web.session import werk
from workflow.beheerpagina import beheerpagina


def beheer() -> ResponseReturnValue:
    """Show how the installation and the desks of the municipality stand."""
    vraag: Gereedheid = current_app.extensions[GEREED]
    stand, hartslag = vraag(), het_huis().hartslag()
    with werk() as w:
        pagina = beheerpagina(w, het_huis().beleid, stand, hartslag)
    return render_template("beheer.html", **vars(pagina))


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"beheer": beheer}
