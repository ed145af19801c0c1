"""What a page asks that is about to go blank: that its session lasts a little longer."""

from collections.abc import Callable

from flask import Response, abort, request
from flask.typing import ResponseReturnValue


def blijf() -> ResponseReturnValue:
    """Nothing more to do: the door has counted the session as used by the time that this runs."""
    if request.form.get("actie") != "blijf":
        abort(400)
    return Response(status=204, mimetype="text/plain")


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"blijf_ingelogd": blijf}
