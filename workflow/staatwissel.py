"""Entering a state: its term, its clocks, and the count that survives the case."""

from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from workflow import soortcodes
from workflow.afschermen import werkt_aan
from workflow.beleid import Beleid
from workflow.bewaarklassen import bewaardagen
from workflow.nevenklokken import zet_nevenklokken
from workflow.ports import Werk
from workflow.rechten import eigenaar
from workflow.route import Route
from workflow.termijnen import TIJDZONE, Moment
from workflow.zaak import Traject, Zaak

Onderwerp = TypeVar("Onderwerp", Zaak, Traject)
STAAT = "staat"
EIGENAAR = "eigenaar"


def einde_van(werk: Werk, beleid: Beleid, route: Route, onderwerp: Zaak | Traject, staat: str) -> Moment | None:
    """When the term of a state ends that is entered now; None at an end."""
    termijn = beleid.termijn(route, staat, onderwerp.houder, onderwerp.spoed)
    if termijn is None:
        return None
    overleg: date | None = None
    if isinstance(onderwerp, Zaak) and onderwerp.overleg_id is not None:
        overleg = werk.overleggen.get(onderwerp.overleg_id).dag
    datum = None
    if isinstance(onderwerp, Traject) and onderwerp.kenmerken.get("datum"):
        datum = date.fromisoformat(onderwerp.kenmerken["datum"])
    return beleid.kalender.einde(werk.nu, termijn, onderwerp.houder, overleg, datum)


def zet_klokken(werk: Werk, beleid: Beleid, route: Route, zaak: Zaak, onderwerp: Zaak | Traject) -> None:
    """Stop the clocks of the state that was left and set those of the state that was entered."""
    werk.timers.stop(onderwerp, STAAT)
    zet_nevenklokken(werk, beleid, route, onderwerp)
    ladder = beleid.ladder(route, onderwerp.staat, onderwerp.spoed)
    einde = einde_van(werk, beleid, route, onderwerp, onderwerp.staat)
    if ladder is None or einde is None:
        return
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    treden = beleid.klokken.treden(ladder, werk.nu, einde, spoed=onderwerp.spoed, gemeente=onderwerp.houder)
    traject = onderwerp if isinstance(onderwerp, Traject) else None
    desk = eigenaar(route.staat(onderwerp.staat).eigenaar, zaak, traject)
    stil = _deed_het_zelf(werk, route, zaak, onderwerp, desk)
    # A rung that lies behind us (two days before a term of one day) has nothing left to remind of.
    gezet = [een for een in treden if een.moment.dag >= vandaag and not (stil and een.direct and een.aan == EIGENAAR)]
    werk.timers.zet(onderwerp, STAAT, gezet, desk)


def _deed_het_zelf(werk: Werk, route: Route, zaak: Zaak, onderwerp: Zaak | Traject, desk: str) -> bool:
    """True when the first message would go to who took this step: he knows already."""
    if isinstance(onderwerp, Traject):
        if desk == onderwerp.ontvanger and not werk.mensen.van_werkplek(desk):
            # A partner without an account: his messages go to the maker.
            return werkt_aan(werk.actor, zaak, onderwerp.maker)
        return werkt_aan(werk.actor, zaak, desk)
    if zaak.regiehouder is not None and route.staat(zaak.staat).eigenaar == "regiehouder":
        return werk.actor.persoon_id == zaak.regiehouder
    return werkt_aan(werk.actor, zaak, desk)


def betreed(werk: Werk, beleid: Beleid, route: Route, onderwerp: Onderwerp, staat: str) -> Onderwerp:
    """The object in a new state, with its days and its term (not stored yet)."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    einde = einde_van(werk, beleid, route, onderwerp, staat)
    wissel: dict[str, Any] = {"staat": staat, "dag_staat": vandaag, "termijn": einde.dag if einde else None}
    if isinstance(onderwerp, Zaak):
        klasse = beleid.soorten.van(onderwerp.soort).bewaarklasse(route.staat(staat).bewaarklasse)
        klokken = beleid.klokken
        wissel |= bewaardagen(klokken.klassen, klokken.kalender, klasse, vandaag, onderwerp.houder)
        wissel["termijn_minuut"] = einde.minuut if einde and onderwerp.spoed else None
    return replace(onderwerp, **wissel)


def tel_wissel(werk: Werk, oud: Zaak | Traject, nieuw: Zaak | Traject, soort: str = soortcodes.STANDAARD) -> None:
    """Count a state that was reached: codes and days, no case. `soort` is the kind of the case of an action."""
    dagen = (nieuw.dag_staat - oud.dag_staat).days
    codes = {"route": nieuw.route, "staat": nieuw.staat, "van": oud.staat, "dagen": str(dagen)}
    if isinstance(nieuw, Zaak):
        for naam in ("ingang", "minderjarig", "soort_plek", "reden", "verwezen_naar"):
            if nieuw.kenmerken.get(naam):
                codes[naam] = str(nieuw.kenmerken[naam])
        codes["vorm"] = ",".join(nieuw.kenmerken.get("vormen", []))
        codes["gemeente"] = nieuw.houder
        codes |= soortcodes.telcode(nieuw.soort)
    elif nieuw.route == "actie":
        codes |= {naam: str(nieuw.kenmerken[naam]) for naam in ("instrument", "uitkomst") if nieuw.kenmerken.get(naam)}
        codes |= soortcodes.telcode(soort)
    werk.tel("staat", nieuw, **codes)
