"""The figures."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import grafiek
from web.huis import het_huis
from web.session import werk
from workflow.cijferdeel import Deel
from workflow.cijfers import UITLEG, cijferpagina


def cijfers() -> ResponseReturnValue:
    """Show one year, of the region or of the own municipality."""
    with werk() as w:
        periode, gemeente = request.args.get("periode", ""), request.args.get("gemeente", "")
        pagina = cijferpagina(w, het_huis().beleid, periode, gemeente)
    return render_template(
        "cijfers.html",
        uitleg=UITLEG,
        perioden=pagina.perioden,
        periode=pagina.periode,
        gemeenten=pagina.gemeenten,
        gemeente=pagina.gemeente,
        delen=[_deel(een) for een in pagina.delen],
    )


def _deel(een: Deel) -> dict[str, Any]:
    svg = grafiek.staven(f"grafiek-{een.id}", een.kop, f"{een.bijschrift}. {een.conclusie}", een.staven)
    return {**vars(een), "svg": svg, "open": not een.staven, "breed": len(een.koppen) > 4}


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"cijfers": cijfers}
