"""The pages that everybody may read, and the two that a monitor asks for."""

from collections.abc import Callable
from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from web.huis import Gereedheid, het_huis
from workflow.diagram import tabel
from workflow.gemeenten import Gemeente
from workflow.route import Route
from workflow.soortcodes import STANDAARD
from workflow.stap import Staat
from workflow.termijnen import Termijn

GEREED = "gereed"
TITELS = {
    "signaal": ("Van signaal tot zaak", "Zo loopt een signaal door de gemeente."),
    "verstrekking": ("Een partner om hulp vragen", "Een partner krijgt alleen wat die nodig heeft."),
    "opvang": ("Een veilige plek zoeken", "Zo zoeken we opvang voor iemand."),
    "actie": ("Een afspraak uitvoeren", "Zo houden we bij of een afspraak is gedaan."),
}


def start() -> ResponseReturnValue:
    """The first page: choose a municipality, for a signal of trafficking or of the kind in the address."""
    beleid = het_huis().beleid
    gevraagd = request.args.get("soort", STANDAARD)
    soort = beleid.soorten.alle.get(gevraagd, beleid.soorten.alle[STANDAARD])
    achter = "" if soort.standaard else f"/{soort.code}"
    return render_template(
        "start.html",
        gemeenten=[(f"{een.slug}{achter}", een.naam) for een in beleid.gemeenten.values()],
        soort=soort,
        andere=[
            ("/" if een.standaard else f"/?soort={een.code}", een.naam, een.uitleg)
            for een in beleid.soorten.alle.values()
            if een.code != soort.code
        ],
    )


def contact(gemeente: Gemeente) -> dict[str, str]:
    """How to reach the aandachtsfunctionaris of a municipality, as the pages show it."""
    return {"tekst": gemeente.contact, "telefoon": gemeente.telefoon, "kantooruren": gemeente.kantooruren}


def route() -> ResponseReturnValue:
    """The routes, as the tables have them."""
    routes = [_route(een) for een in het_huis().beleid.routes.values()]
    return render_template("openbaar/route.html", routes=routes)


def _route(een: Route) -> dict[str, Any]:
    titel, uitleg = TITELS.get(een.naam, (een.naam.capitalize(), ""))
    namen = het_huis().beleid.werkplekken.rolnamen
    staten = [
        (staat.scherm, namen.get(staat.eigenaar, "Niemand meer" if staat.eind else staat.eigenaar), _binnen(staat))
        for staat in een.staten
    ]
    return {
        "naam": een.naam,
        "titel": titel,
        "uitleg": uitleg,
        "staten": staten,
        "stappen": tabel(een, namen, _termijn),
    }


def _termijn(staat: Staat) -> Termijn | None:
    return Termijn.lees(staat.termijn) if staat.termijn else None


def _binnen(staat: Staat) -> str:
    if not staat.termijn:
        return "Klaar" if staat.eind else ""
    tekst = Termijn.lees(staat.termijn).tekst
    return f"{tekst} (spoed: {Termijn.lees(staat.spoed).tekst})" if staat.spoed else tekst


def privacy() -> ResponseReturnValue:
    """What happens with personal data."""
    return render_template("openbaar/privacy.html")


def toegankelijkheid() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("openbaar/toegankelijkheid.html")


def gezondheid() -> ResponseReturnValue:
    """Alive: this process answers. Nothing else is asked."""
    return {"leeft": True}


def gereed() -> ResponseReturnValue:
    """Ready: every part that the work needs is in order; 503 when one is not."""
    vraag: Gereedheid = current_app.extensions[GEREED]
    stand = vraag()
    antwoord = {"gereed": stand.is_gereed, **stand.delen, "ontbreekt": stand.ontbreekt(het_huis().beleid)}
    return antwoord, 200 if stand.is_gereed else 503


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "start": start,
    "route": route,
    "privacy": privacy,
    "toegankelijkheid": toegankelijkheid,
    "gezondheid": gezondheid,
    "gereed": gereed,
}
