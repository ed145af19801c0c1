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
from workflow import overlegagenda, overlegplannen, overlegzitting
from workflow.agendapunt import Agendapunt
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.overleglijst import overleglijst
from workflow.overlegpagina import Overlegpagina, overlegpagina
from workflow.overlegstand import AD_HOC
from workflow.overlegstappen import (
    AFZEGGEN,
    DOORSCHUIVEN,
    OMHOOG,
    OMLAAG,
    OPENEN,
    PLANNEN,
    PLANNEN_RITME,
    SLUITEN,
    STAPPEN,
    TEKENEN,
    TOELATEN,
    VERZETTEN,
    VOORZITTER,
    WEGGAAN,
)
from workflow.ports import Werk
from workflow.zaak import Overleg

ADRES = "/overleg"
ZITTING = frozenset({OPENEN, TEKENEN, TOELATEN, WEGGAAN, *STAPPEN})
VOLGORDE = {OMHOOG: -1, OMLAAG: 1}
# A page that shows the ticks of a try that was refused.
MET_VINKJES = frozenset({OPENEN, TOELATEN})


def overleggen() -> ResponseReturnValue:
    """The list of meetings; the veiligheidsadviseur plans them here."""
    if request.method == "GET":
        return _lijst(stapverzoek.teruggekomen(), request.args.get("spoed", ""))
    poging = stapverzoek.lees_poging()
    huis, url = het_huis(), het_huis().settings.basis_url
    if poging.actie == PLANNEN_RITME:
        gedaan = stapverzoek.probeer(
            poging, lambda w, _: overlegplannen.plan_ritme(w, huis.beleid, poging.ruw.get("dag", []))
        )
    elif poging.actie == PLANNEN.actie:
        gedaan = stapverzoek.probeer(
            poging, lambda w, _: overlegplannen.plan(w, huis.beleid, poging.ruw, poging.zaak, url)
        )
    else:
        abort(400)
    return _lijst(gedaan, poging.zaak) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, ADRES)


def _lijst(poging: Poging | None, spoed: str = "") -> ResponseReturnValue:
    with werk() as w:
        lijst = overleglijst(w, het_huis().beleid, spoed)
    ingevuld = stapverzoek.variabelen(poging, lijst.aanbod, "signaal", (), "spoed-" if lijst.spoedzaak else "")
    gekozen = poging.ruw.get("dag", []) if poging is not None else None
    spoedwaarden = {"datum": lijst.vandaag, "soort": AD_HOC, **(poging.waarden if poging else {})}
    # A meeting that is still to be made has no version of its own.
    inhoud = render_template(
        "overleggen.html", revisie=1, gekozen=gekozen, spoedwaarden=spoedwaarden, **vars(lijst), **ingevuld
    )
    return inhoud, poging.status if poging else 200


def overleg(id: str) -> ResponseReturnValue:  # the name in the table of pages
    """One meeting: show it, open or close it, change who is there, or decide about a case on its agenda."""
    overleg_id, adres = stapverzoek.lees_id(id), f"{ADRES}/{id}"
    if request.method == "GET":
        return _toon(overleg_id, adres, stapverzoek.teruggekomen())
    poging = stapverzoek.lees_poging()
    if poging.actie in VOLGORDE:
        gedaan = _schuif(overleg_id, poging)
    else:
        gedaan = _besluit(overleg_id, poging) if poging.zaak else _zitting(overleg_id, poging)
    if isinstance(gedaan, Poging):
        return _toon(overleg_id, adres, gedaan)
    return stapverzoek.klaar(gedaan, _terug(overleg_id, adres))


def _terug(overleg_id: bytes, adres: str) -> str:
    """Who left the sitting as a participant still sees the page; it never leads nowhere."""
    with werk() as w:
        try:
            overlegagenda.get_overleg(w, overleg_id)
        except NietGevonden:
            return ADRES
    return adres


def _schuif(overleg_id: bytes, poging: Poging) -> str | Poging:
    def doe(w: Werk, revisie: int) -> str:
        gevonden = overlegagenda.get_overleg(w, overleg_id)
        stap = VOLGORDE[poging.actie]
        return overlegagenda.schuif(w, het_huis().beleid, gevonden, poging.zaak, stap, revisie)

    return stapverzoek.probeer(poging, doe)


def _besluit(overleg_id: bytes, poging: Poging) -> str | Poging:
    revisie = stapverzoek.lees_revisie()
    with werk() as w:
        gevonden = overlegagenda.get_overleg(w, overleg_id)
        try:
            overlegagenda.bereid_besluit_voor(w, het_huis().beleid, gevonden, poging.zaak, poging.actie, revisie)
        except StapGeweigerd as fout:
            return replace(poging, status=409, punten=fout.punten)
    gedaan = stapverzoek.zet(poging, lambda w: overlegagenda.zaak_op_agenda(w, gevonden, poging.zaak, poging.actie))
    if isinstance(gedaan, Poging) and poging.actie in overlegagenda.BESLUITEN:
        with werk() as w:
            if not overlegagenda.wacht_nog(w, gevonden, poging.zaak):
                # What somebody typed about an item that was taken away is shown back to him, and nothing is done.
                return replace(gedaan, status=409, punten=(overlegagenda.NIET_MEER,))
    return gedaan


def _zitting(overleg_id: bytes, poging: Poging) -> str | Poging:
    if poging.actie not in ZITTING:
        abort(400)
    return stapverzoek.probeer(
        poging, lambda w, revisie: _doe(w, overlegagenda.get_overleg(w, overleg_id), poging, revisie)
    )


def _doe(w: Werk, gevonden: Overleg, poging: Poging, revisie: int) -> str:
    """One act on the meeting itself. Errors: those of the act."""
    beleid, url, ruw = het_huis().beleid, het_huis().settings.basis_url, poging.ruw
    vergeleken, persoon = ruw.get("vergeleken", []), (ruw.get("persoon") or [""])[0]
    voorzitter = (ruw.get("voorzitter") or [""])[0]
    if poging.actie == OPENEN:
        aanwezig, getekend = ruw.get("aanwezig", []), ruw.get("geheimhouding", [])
        return overlegzitting.open_zitting(w, beleid, gevonden, aanwezig, getekend, revisie, vergeleken, voorzitter)
    if poging.actie == TEKENEN:
        return overlegzitting.teken(w, beleid, gevonden, revisie)
    if poging.actie == TOELATEN:
        op_papier = persoon in ruw.get("geheimhouding", [])
        return overlegzitting.laat_toe(w, beleid, gevonden, persoon, revisie, vergeleken, op_papier=op_papier)
    if poging.actie == WEGGAAN:
        return overlegzitting.laat_gaan(w, beleid, gevonden, persoon, revisie)
    if poging.actie == VOORZITTER.actie:
        return overlegzitting.wissel_voorzitter(w, beleid, gevonden, voorzitter, revisie)
    if poging.actie == VERZETTEN.actie:
        return overlegplannen.verzet(w, beleid, gevonden, ruw, revisie, url)
    if poging.actie == AFZEGGEN.actie:
        return overlegplannen.zeg_af(w, beleid, gevonden, ruw, revisie, url)
    if poging.actie == DOORSCHUIVEN.actie:
        return overlegplannen.schuif_door(w, beleid, gevonden, revisie)
    assert poging.actie == SLUITEN.actie
    return overlegzitting.sluit_zitting(w, gevonden, revisie)


def _toon(overleg_id: bytes, adres: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = overlegpagina(w, het_huis().beleid, overleg_id)
        ik = w.actor.persoon_id.hex() if w.actor.persoon_id else ""
    if poging is not None and poging.actie in MET_VINKJES:
        pagina = _met_vinkjes(pagina, poging)
    gekozen = (poging.ruw.get("voorzitter") or [""])[0] if poging is not None else ""
    ingevuld = _variabelen(pagina, poging)
    inhoud = render_template("overleg.html", adres=adres, ik=ik, gekozen=gekozen, **vars(pagina), **ingevuld)
    return inhoud, poging.status if poging else 200


def _met_vinkjes(pagina: Overlegpagina, poging: Poging) -> Overlegpagina:
    """Keep the ticks of a try that was refused; one under another key than the page shows now is gone."""
    er, getekend = poging.ruw.get("aanwezig", []), poging.ruw.get("geheimhouding", [])
    vergeleken = poging.ruw.get("vergeleken", [])
    deelnemers = tuple(
        replace(
            een,
            aanwezig=een.aanwezig if poging.actie == TOELATEN else een.code in er,
            geheimhouding=een.geheimhouding or een.code in getekend,
            vergeleken=een.sleutel in vergeleken,
        )
        for een in pagina.deelnemers
    )
    return replace(pagina, deelnemers=deelnemers)


def _variabelen(pagina: Overlegpagina, poging: Poging | None) -> dict[str, Any]:
    if poging is None or not poging.zaak or poging.actie in VOLGORDE:
        return stapverzoek.variabelen(poging, pagina.aanbod, "signaal", [f"Het overleg is nu: {pagina.overleg.staat}."])
    punt: Agendapunt | None = next((een for een in pagina.stukken if een.code == poging.zaak), None)
    if punt is None:
        return stapverzoek.variabelen(poging, (), "signaal", poging.punten)
    nu = [f"De status van {punt.code} is: {punt.staat}.", *([punt.besluit] if punt.besluit else [])]
    voor = f"stuk-{punt.nr}-"
    return {**stapverzoek.variabelen(poging, punt.aanbod, "signaal", nu, voor), "stuk": punt.code}


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"overleggen": overleggen, "overleg": overleg}
