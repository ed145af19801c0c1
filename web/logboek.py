"""The read log: who opened what, for the privacyfunctionaris and the FG of one municipality."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.huis import het_huis
from web.session import werk
from workflow.datumtekst import dag_tekst
from workflow.logboek import Logpagina, logpagina
from workflow.logtekst import SOORTEN

ADRES = "/logboek"
MAX_CIJFERS = 12


def pagina() -> ResponseReturnValue:
    """Show one page of the log; reading it is logged too."""
    wat = request.args.get("wat", "")
    wat = wat if wat in SOORTEN else ""
    tekst = request.args.get("voor", "")
    voor = int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= MAX_CIJFERS else None
    with werk() as w:
        gevonden = logpagina(w, het_huis().beleid, wat, voor)
    return render_template(
        "logboek.html",
        ketting=_ketting(gevonden),
        filters={"wat": wat},
        soorten=list(SOORTEN.items()),
        bijschrift="Nieuwste regels bovenaan",
        rijen=gevonden.rijen,
        eerste=_adres(wat) if voor is not None else "",
        bladeren={"vorige": "", "volgende": _adres(wat, gevonden.volgende) if gevonden.volgende else ""},
    )


def _adres(wat: str, voor: str = "") -> str:
    delen = {naam: waarde for naam, waarde in (("wat", wat), ("voor", voor)) if waarde}
    return f"{ADRES}?{urlencode(delen)}" if delen else ADRES


def _ketting(gevonden: Logpagina) -> dict[str, Any]:
    if gevonden.gekeurd is None:
        return {"soort": "info", "tekst": "Er is nog geen handtekening onder het logboek gezet. Dat gebeurt elke dag."}
    dag = dag_tekst(gevonden.gekeurd)
    return {"soort": "ok", "tekst": f"De laatste handtekening onder het logboek is van {dag}."}


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"logboek": pagina}
