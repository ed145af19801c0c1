"""What only a practice environment has: moving the clock on, and logging in with one click."""

from collections.abc import Callable
from typing import cast

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from web import inloggen, oefenrollen, teruggave
from web.huis import het_huis
from web.kader import KLOKZEGEL
from web.planner import STAPPEN, Klokhuis, verzet
from workflow.fouten import Wachten


def klok() -> ResponseReturnValue:
    """Move the practice clock on by `verder` and go back; the reminders that fell due have been sent by then."""
    het_huis().open_pagina(request.form.get("zegel", ""), KLOKZEGEL)
    verder = request.form.get("verder", "")
    if verder not in STAPPEN:
        abort(400)
    verzet(cast(Klokhuis, het_huis()), verder)
    terug = request.form.get("terug", "/")
    return redirect(terug if teruggave.pagina_van(terug) else "/", 303)


def inloggen_met_rol() -> ResponseReturnValue:
    """Log in as one of the practice accounts."""
    email = request.form.get("email", "")
    wachtzin = oefenrollen.wachtzin(email)
    if wachtzin is None:
        abort(404)
    try:
        return inloggen.begin(email, wachtzin)
    except Wachten as fout:
        return inloggen.wacht(fout)


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "oefenen_klok": klok,
    "oefenen_inloggen": inloggen_met_rol,
}
