"""One privacy check: the question in codes, and the answer of the privacyfunctionaris."""

from collections.abc import Callable

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from web import stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import klokbericht, privacychecks
from workflow.aanbod import Aanbod
from workflow.fouten import Ingehaald
from workflow.melden import SIGNAAL
from workflow.ports import Werk
from workflow.privacycheckpagina import ACTIE, STAP, checkpagina

GEDAAN = "Je antwoord is vastgelegd."


def pagina(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """Show the check, or take the answer."""
    check_id = stapverzoek.lees_id(id)
    if request.method == "GET":
        return _toon(check_id, stapverzoek.teruggekomen())
    poging = stapverzoek.lees_poging()
    if poging.actie != ACTIE:
        abort(400)

    def doe(w: Werk, revisie: int) -> str:
        check = w.controles.get_check(check_id)
        if check.revisie != revisie:
            raise Ingehaald
        antwoord, voorwaarde = ((poging.ruw.get(naam) or [""])[0] for naam in ("antwoord", "voorwaarde"))
        huis = het_huis()
        klaar = privacychecks.beantwoord(w, check, antwoord, voorwaarde, revisie)
        klokbericht.meld_geen_akkoord(w, huis.beleid, klaar, huis.settings.basis_url)
        w.bevestig()
        return GEDAAN

    gedaan = stapverzoek.probeer(poging, doe)
    if isinstance(gedaan, Poging):
        return _toon(check_id, gedaan)
    return stapverzoek.klaar(gedaan, f"/privacychecks/{id}")


def _toon(check_id: bytes, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        gevonden = checkpagina(w, het_huis().beleid, check_id)
    stand = [f"Het antwoord is: {gevonden.check.staat}."]
    ingevuld = stapverzoek.variabelen(poging, gevonden.aanbod, SIGNAAL, stand)
    if poging is not None and ingevuld["conflict"]:
        ingevuld["conflict"]["jouw"] = [
            (veld.label, veld.vaste_keuzes().get(een, een))
            for veld in (een for aanbod in gevonden.aanbod or [Aanbod(STAP, {})] for een in aanbod.stap.velden)
            for een in poging.ruw.get(veld.naam, [])
        ]
    return render_template("privacycheck.html", **vars(gevonden), **ingevuld), poging.status if poging else 200


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"privacycheck": pagina}
