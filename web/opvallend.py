"""What is worth a look in the log: the list of the privacyfunctionaris and the FG, and ticking it off."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import stapverzoek
from web.huis import het_huis
from web.session import werk
from workflow.datumtekst import dag_tekst
from workflow.fouten import Ingehaald, StapGeweigerd
from workflow.opvallend import UITKOMSTEN, opvallend, vink_af

ADRES = "/logboek/opvallend"
BOTSING = {
    "wie": "Een collega",
    "wanneer": "",
    "gebeurd": ["De lijst hieronder is nieuw. Iets was al afgevinkt, of er kwam een regel bij."],
    "jouw": [],
}


def pagina() -> ResponseReturnValue:
    """Show the lists, or tick off what was chosen."""
    if request.method == "GET":
        return _toon()
    punten, uitkomst = request.form.getlist("punt"), request.form.get("uitkomst", "")
    try:
        with werk() as w:
            aantal = vink_af(w, het_huis().beleid, punten, uitkomst)
    except StapGeweigerd as fout:
        return _toon(punten, uitkomst, fouten=fout.velden, lijst=request.form.get("lijst", "")), 422
    except Ingehaald:
        return _toon(punten, uitkomst, conflict=BOTSING), 409
    return stapverzoek.klaar(f"Afgevinkt: {aantal} {'regel' if aantal == 1 else 'regels'}.", ADRES)


def _toon(
    punten: Sequence[str] = (), uitkomst: str = "", *, fouten: Any = None, lijst: str = "", conflict: Any = None
) -> str:
    with werk() as w:
        gevonden = opvallend(w, het_huis().beleid)
    is_er = any(een.naam == lijst and een.punten for een in gevonden.lijsten)
    return render_template(
        "opvallend.html",
        pagina=gevonden,
        sinds=dag_tekst(gevonden.sinds),
        uitkomsten=list(UITKOMSTEN.items()),
        gekozen=list(punten),
        uitkomst=uitkomst,
        lijst=lijst,
        veldfouten=fouten or {},
        fouten=[(f"{naam}-{lijst}" if is_er else "", tekst) for naam, tekst in (fouten or {}).items()],
        conflict=conflict,
    )


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"opvallend": pagina}
