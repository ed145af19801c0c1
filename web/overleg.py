"""The meetings: the list, and one meeting with its agenda, its sitting and its decisions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from web import stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import overlegzitting
from workflow.agendapunt import Agendapunt
from workflow.overleglijst import overleglijst
from workflow.overlegpagina import Overlegpagina, overlegpagina
from workflow.ports import Werk

ADRES = "/overleg"
OPENEN = "openen"


def overleggen() -> ResponseReturnValue:
    """The list of meetings; the veiligheidsadviseur plans one here."""
    if request.method == "GET":
        return _lijst(stapverzoek.teruggekomen())
    poging = stapverzoek.lees_poging()
    if poging.actie != overlegzitting.PLANNEN.actie:
        abort(400)
    gedaan = stapverzoek.probeer(poging, lambda w, _: overlegzitting.plan(w, het_huis().beleid, poging.ruw))
    return _lijst(gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, ADRES)


def _lijst(poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        lijst = overleglijst(w, het_huis().beleid)
    # A meeting that is still to be made has no version of its own.
    inhoud = render_template(
        "overleggen.html", revisie=1, **vars(lijst), **stapverzoek.variabelen(poging, lijst.aanbod, "signaal")
    )
    return inhoud, poging.status if poging else 200


def overleg(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """One meeting: show it, open or close it, or decide about a case on its agenda."""
    overleg_id, adres = stapverzoek.lees_id(id), f"{ADRES}/{id}"
    if request.method == "GET":
        return _toon(overleg_id, adres, stapverzoek.teruggekomen())
    poging = stapverzoek.lees_poging()
    gedaan = _besluit(overleg_id, poging) if poging.zaak else _zitting(overleg_id, poging)
    return _toon(overleg_id, adres, gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, adres)


def _besluit(overleg_id: bytes, poging: Poging) -> str | Poging:
    stapverzoek.lees_revisie()
    with werk() as w:
        gevonden = overlegzitting.get_overleg(w, overleg_id)
        overlegzitting.bereid_besluit_voor(w, het_huis().beleid, gevonden, poging.zaak, poging.actie)
    return stapverzoek.zet(poging, lambda w: overlegzitting.zaak_op_agenda(w, gevonden, poging.zaak))


def _zitting(overleg_id: bytes, poging: Poging) -> str | Poging:
    def doe(w: Werk, revisie: int) -> str:
        gevonden = overlegzitting.get_overleg(w, overleg_id)
        if poging.actie == OPENEN:
            aanwezig, getekend = poging.ruw.get("aanwezig", []), poging.ruw.get("geheimhouding", [])
            vergeleken = poging.ruw.get("vergeleken", [])
            return overlegzitting.open_zitting(w, het_huis().beleid, gevonden, aanwezig, getekend, revisie, vergeleken)
        return overlegzitting.sluit_zitting(w, gevonden, revisie)

    if poging.actie not in (OPENEN, overlegzitting.SLUITEN.actie):
        abort(400)
    return stapverzoek.probeer(poging, doe)


def _toon(overleg_id: bytes, adres: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = overlegpagina(w, het_huis().beleid, overleg_id)
    if poging is not None and poging.actie == OPENEN:
        pagina = _met_vinkjes(pagina, poging)
    inhoud = render_template("overleg.html", adres=adres, **vars(pagina), **_variabelen(pagina, poging))
    return inhoud, poging.status if poging else 200


def _met_vinkjes(pagina: Overlegpagina, poging: Poging) -> Overlegpagina:
    """Keep the ticks of an opening that was refused; one under another key than the page shows now is gone."""
    er, getekend = poging.ruw.get("aanwezig", []), poging.ruw.get("geheimhouding", [])
    vergeleken = poging.ruw.get("vergeleken", [])
    deelnemers = tuple(
        replace(
            een,
            aanwezig=een.code in er,
            geheimhouding=een.code in getekend,
            vergeleken=een.sleutel in vergeleken,
        )
        for een in pagina.deelnemers
    )
    return replace(pagina, deelnemers=deelnemers)


def _variabelen(pagina: Overlegpagina, poging: Poging | None) -> dict[str, Any]:
    if poging is None or not poging.zaak:
        return stapverzoek.variabelen(poging, pagina.aanbod, "signaal", [f"Het overleg is nu: {pagina.overleg.staat}."])
    punt: Agendapunt | None = next((een for een in pagina.stukken if een.code == poging.zaak), None)
    if punt is None:
        return stapverzoek.variabelen(poging, (), "signaal")
    nu = [f"De status van {punt.code} is: {punt.staat}.", *([punt.besluit] if punt.besluit else [])]
    voor = f"stuk-{punt.nr}-"
    return {**stapverzoek.variabelen(poging, punt.aanbod, "signaal", nu, voor), "stuk": punt.code}


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"overleggen": overleggen, "overleg": overleg}
