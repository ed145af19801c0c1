"""The directory of shelter and help: the list with its filter, a new entry, and one entry."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import handeling, stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import voorzieningen, voorzieningvelden
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.voorzieningpagina import ADRES, lijstpagina, voorzieningpagina, vorm
from workflow.zaak import Kwestie

NIEUW = f"{ADRES}/nieuw"
GEDAAN = {
    "wijzig": "De wijziging is bewaard.",
    "bevestig": "Vastgelegd dat alles nog klopt.",
    "trek_in": "De plek staat niet meer in de lijst.",
    "zet_terug": "De plek staat weer in de lijst. Kijk na of alles nog klopt.",
}


def lijst() -> ResponseReturnValue:
    """The list, narrowed down to the codes in the address."""
    with werk() as w:
        pagina = lijstpagina(w, het_huis().beleid, request.args.to_dict(flat=False))
    return render_template("voorzieningen.html", adres=ADRES, nieuw=NIEUW, **vars(pagina))


def nieuw() -> ResponseReturnValue:
    """A new entry: the form, or the entry that was made."""
    if request.method == "GET":
        return _nieuw(stapverzoek.teruggekomen())
    poging = handeling.lees({voorzieningvelden.VOEG_TOE.actie})
    gemaakt: list[str] = []

    def doe(w: Werk) -> str:
        gemaakt.append(voorzieningen.voeg_toe(w, het_huis().beleid, poging.ruw).nummer)
        return "De plek staat in de lijst."

    gedaan = handeling.doe(poging, None, doe)
    return _nieuw(gedaan) if isinstance(gedaan, Poging) else stapverzoek.klaar(gedaan, f"{ADRES}/{gemaakt[0]}")


def _nieuw(poging: Poging | None) -> ResponseReturnValue:
    een = vorm(het_huis().beleid, voorzieningvelden.VOEG_TOE)
    tekst = render_template(
        "voorziening_nieuw.html", adres=NIEUW, terug=ADRES, vorm=een, **handeling.variabelen(poging, [een])
    )
    return tekst, poging.status if poging else 200


def voorziening(nummer: str) -> ResponseReturnValue:
    """One entry: show it, or keep it."""
    if request.method == "GET":
        return _toon(nummer, stapverzoek.teruggekomen())
    poging = handeling.lees(GEDAAN)
    revisie = stapverzoek.lees_revisie()

    def doe(w: Werk) -> str:
        _DOEN[poging.actie](w, nummer, revisie, poging)
        return GEDAAN[poging.actie]

    gedaan = handeling.doe(poging, None, doe)
    if isinstance(gedaan, Poging):
        return _toon(nummer, gedaan)
    return stapverzoek.klaar(gedaan, f"{ADRES}/{nummer}")


_DOEN: dict[str, Callable[[Werk, str, int, Poging], Kwestie]] = {
    "wijzig": lambda w, nummer, revisie, poging: voorzieningen.wijzig(
        w, het_huis().beleid, nummer, revisie, poging.ruw
    ),
    "bevestig": lambda w, nummer, revisie, _: voorzieningen.bevestig(w, het_huis().beleid, nummer, revisie),
    "trek_in": lambda w, nummer, revisie, _: voorzieningen.trek_in(w, nummer, revisie),
    "zet_terug": lambda w, nummer, revisie, _: voorzieningen.zet_terug(w, nummer, revisie),
}


def _toon(nummer: str, poging: Poging | None) -> ResponseReturnValue:
    with werk() as w:
        pagina = voorzieningpagina(w, het_huis().beleid, nummer)
    if poging is not None and not pagina.handelingen:
        raise NietGevonden
    alle = [*pagina.handelingen, *([pagina.wijzig] if pagina.wijzig else [])]
    ingevuld: dict[str, Any] = handeling.variabelen(poging, alle)
    tekst = render_template("voorziening.html", terug=ADRES, **vars(pagina), **ingevuld)
    return tekst, poging.status if poging else 200


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "voorzieningen": lijst,
    "voorziening_nieuw": nieuw,
    "voorziening": voorziening,
}
