"""Consent that is taken back stops the search for shelter, wherever that is heard first."""

from dataclasses import replace

from workflow import afschermen, staatwissel, toestemming
from workflow.context import Context
from workflow.zaak import Traject

STOPT, GEPLAATST = ("gezocht", "aangeboden", "niet_geplaatst"), "geplaatst"
GESTOPT = "gestopt"
BERICHT = "opvang_gestopt"


def met_weg(traject: Traject, dag: str) -> Traject:
    """The walk with the day on which consent was taken back, not stored yet."""
    return replace(traject, kenmerken={**traject.kenmerken, "toestemming_weg": dag})


def vertel(c: Context, plek: str | None) -> None:
    """Tell a desk, but who takes this step, that a search or a placement lost its consent."""
    for persoon in afschermen.leden(c.werk, c.zaak, plek) if plek else ():
        if persoon.id != c.werk.actor.persoon_id:
            voornaam = persoon.naam.split(" ")[0]
            onderwerp, tekst = c.beleid.berichten.maak(BERICHT, voornaam=voornaam, url=c.vooraf.get("basis_url", ""))
            c.werk.berichten.klaarzetten(persoon.email, persoon.tenant, onderwerp, tekst, spoed=True)


def ingetrokken(c: Context, traject: Traject) -> Traject:
    """The effect of the step on the search itself; who holds the case writes it there too."""
    # It counts from today on at the earliest: what was asked before it was known here was about the old consent.
    dag = max(str(c.velden["wanneer"]), traject.dag_in.isoformat())
    if c.werk.sleutels.kan_openen(c.zaak, "zaak"):
        bij = {"traject": traject.id.hex(), "nummer": traject.nummer, "door": c.werk.actor.alias}
        c.werk.documenten.schrijf(c.zaak, "zaak", toestemming.document(toestemming.INGETROKKEN, (), dag, **bij))
    for plek in (traject.opvangplek, traject.ontvanger, traject.maker):
        vertel(c, plek)
    return met_weg(traject, dag)


def stop_alles(c: Context, dag: str) -> None:
    """Stop every search of this case that rests on consent; a placed person's coordinator hears it.

    A request names nobody, so it counts whoever took consent back.
    """
    for traject in c.trajecten("opvang"):
        if traject.kenmerken.get("toestemming") != "toestemming":
            continue
        if traject.staat == GEPLAATST:
            c.werk.trajecten.bewaar(met_weg(traject, dag))
            c.werk.log("opvang_toestemming_weg", traject)
        elif traject.staat in STOPT:
            _stop(c, traject, dag)
        else:
            continue
        vertel(c, traject.ontvanger)


def _stop(c: Context, traject: Traject, dag: str) -> None:
    if traject.opvangplek is not None:
        afschermen.neem(c.werk, c.zaak, traject, traject.compartiment("aanvraag"), traject.opvangplek)
        vertel(c, traject.opvangplek)
    route = c.werk.route(traject.route, traject.route_hash)
    nieuw = staatwissel.betreed(c.werk, c.beleid, route, replace(traject, vorige_staat=traject.staat), GESTOPT)
    nieuw = c.werk.trajecten.bewaar(met_weg(nieuw, dag))
    staatwissel.zet_klokken(c.werk, c.beleid, route, c.zaak, nieuw)
    staatwissel.tel_wissel(c.werk, traject, nieuw)
    c.werk.log("opvang_toestemming_weg", nieuw, van=traject.staat, naar=nieuw.staat)
