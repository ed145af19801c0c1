"""What the steps of a search for shelter do beside moving: counting, answers, consent, clocks, another shelter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from workflow import afschermen, opvangtoestemming, staatwissel, trajecten
from workflow.bedenktijd import zet_bedenktijd
from workflow.context import Context
from workflow.opvangkosten import verblijf
from workflow.opvangregels import aanvraag_van
from workflow.soortcodes import telcode
from workflow.zaak import Traject

ANTWOORD = "opvang_antwoord"
BEDENKTIJD = "bedenktijd"
# What a new search for the same person takes along; keys and answers it makes anew.
MEE = ("leeftijd", "categorieen", BEDENKTIJD, "bedenktijd_einde", "bedenktijd_reden")


def _met(traject: Traject, **kenmerken: Any) -> Traject:
    return replace(traject, kenmerken={**traject.kenmerken, **kenmerken})


def _zonder(traject: Traject, naam: str) -> Traject:
    return replace(traject, kenmerken={een: waarde for een, waarde in traject.kenmerken.items() if een != naam})


def _tel(c: Context, traject: Traject, gebeurtenis: str, **codes: object) -> None:
    """Count for the figures: codes and numbers, nothing that leads back to a case."""
    alle = {
        "leeftijd": traject.kenmerken.get("leeftijd", ""),
        "gemeente": traject.houder,
        **telcode(c.zaak.soort),
        **codes,
    }
    c.werk.tel(gebeurtenis, traject, **{naam: str(een) for naam, een in alle.items() if een != ""})


def _gevraagd(c: Context, traject: Traject, uitkomst: str, reden: object = "") -> Traject:
    """One more shelter answered."""
    _tel(c, traject, "opvang_poging", uitkomst=uitkomst, reden=reden)
    return _met(traject, pogingen=int(traject.kenmerken.get("pogingen", 0)) + 1)


def poging(c: Context, traject: Traject) -> Traject:
    """A shelter was called."""
    return _gevraagd(c, traject, str(c.velden["uitkomst"]), c.velden.get("past_niet_reden", ""))


def kies_opvang(c: Context) -> None:
    """Before any key goes: which shelter is asked. One outside the region has no desk, and gets none."""
    assert c.traject is not None
    partner = c.beleid.partners.get(c.velden["opvangplek"])
    c.traject = replace(c.traject, opvangplek=partner.werkplek if partner is not None else None)


def bedenktijd_vastleggen(c: Context, traject: Traject) -> Traject:
    """The reflection period began: its clock runs."""
    zet_bedenktijd(c, traject, c.velden["datum"])
    return _met(traject, **{BEDENKTIJD: c.velden["datum"]})


def aanbieden(_c: Context, traject: Traject) -> Traject:
    """A shelter is asked now: its answer is a new one."""
    return _zonder(traject, "plek_vrij")


def plek_vrij(c: Context, traject: Traject) -> Traject:
    """The shelter has a place: the coordinator hears it at once."""
    if c.rol == "opvangmedewerker":
        for persoon in afschermen.leden(c.werk, c.zaak, traject.ontvanger):
            voornaam = persoon.naam.split(" ")[0]
            onderwerp, tekst = c.beleid.berichten.maak(ANTWOORD, voornaam=voornaam, url=c.vooraf.get("basis_url", ""))
            c.werk.berichten.klaarzetten(persoon.email, persoon.tenant, onderwerp, tekst, spoed=traject.spoed)
    return _met(traject, plek_vrij=c.vandaag.isoformat())


def afslaan(c: Context, traject: Traject) -> Traject:
    """The shelter can't: it counts as an attempt."""
    return _zonder(_gevraagd(c, traject, "afgeslagen", c.velden["reden"]), "plek_vrij")


def plaatsen(c: Context, traject: Traject) -> Traject:
    """Somebody has a place: how long that took and who pays, for the figures."""
    dagen = (c.vandaag - traject.dag_in).days
    traject = _gevraagd(c, traject, "geplaatst")
    pogingen = traject.kenmerken["pogingen"]
    _tel(c, traject, "opvang_geplaatst", dagen=dagen, pogingen=pogingen, betaler=c.velden["betaler"])
    codes = {"betaler": c.velden["betaler"], "toestemming": c.velden["toestemming"]}
    return _zonder(_met(traject, **codes), "plek_vrij")


def niet_te_plaatsen(c: Context, traject: Traject) -> Traject:
    """Nobody can: the reason, and where this person sleeps tonight."""
    codes = {"reden": c.velden["reden"], "vannacht": c.velden.get("vannacht", "")}
    _tel(c, traject, "opvang_niet_geplaatst", pogingen=traject.kenmerken.get("pogingen", 0), **codes)
    return traject


def stoppen(c: Context, traject: Traject) -> Traject:
    """The search stopped."""
    _tel(c, traject, "opvang_gestopt", reden=c.velden.get("reden", "toestemming_ingetrokken"))
    return traject


def toestemming_ingetrokken(c: Context, traject: Traject) -> Traject:
    """Consent was taken back: the search stops, and everybody in it hears it."""
    return stoppen(c, opvangtoestemming.ingetrokken(c, traject))


def kosten_vastleggen(c: Context, traject: Traject) -> Traject:
    """Who pays from now on."""
    return _met(traject, betaler=c.velden["betaler"])


def lees_plaatsing(c: Context) -> None:
    """The read phase of an ending: what was agreed about days and costs."""
    assert c.traject is not None
    naam = c.traject.compartiment("opvang")
    c.vooraf["plaatsing"] = c.werk.documenten.open(c.traject, [naam], f"stap {c.stap.actie}")


def beeindigen(c: Context, traject: Traject) -> Traject:
    """A placement ended: its days and its costs, in whole euros, for the figures."""
    stand = verblijf(c.vooraf["plaatsing"], date.fromisoformat(c.velden["datum"]))
    codes: dict[str, object] = {"reden": c.velden["reden"], "betaler": traject.kenmerken.get("betaler", "")}
    if stand is not None:
        codes |= {"dagen": stand.dagen, "euro": stand.centen // 100 if stand.centen is not None else ""}
    _tel(c, traject, "opvang_beeindigd", nazorg=",".join(c.velden.get("nazorg", ())), **codes)
    return traject


def lees_aanvraag(c: Context) -> None:
    """The read phase of a move to another shelter: what was asked the first time."""
    assert c.traject is not None
    aanvraag_van(c, c.traject)


def overplaatsen(c: Context, traject: Traject) -> Traject:
    """Look for another shelter in a search of its own: the next shelter never learns the address of this one.

    The person keeps his place until there is another; the coordinator ends it himself. The reflection period is the
    person's: its clock goes along.
    """
    gevraagd = {**c.vooraf["aanvraag"], "toestemming": c.velden["toestemming"]}
    kenmerken = {naam: traject.kenmerken[naam] for naam in MEE if naam in traject.kenmerken}
    link = {"vorige": traject.id.hex(), "vorige_nummer": traject.nummer}
    nieuw = trajecten.open_traject(c, "opvang", gevraagd, **kenmerken, toestemming=c.velden["toestemming"], **link)
    c.werk.documenten.schrijf(nieuw, nieuw.compartiment("aanvraag"), gevraagd)
    if traject.kenmerken.get(BEDENKTIJD) and not traject.kenmerken.get("bedenktijd_einde"):
        c.werk.timers.stop(traject, BEDENKTIJD)
        zet_bedenktijd(c, nieuw, str(traject.kenmerken[BEDENKTIJD]))
    _tel(c, traject, "opvang_overplaatsen", reden=c.velden["reden"])
    return _met(traject, volgende=nieuw.id.hex(), volgende_nummer=nieuw.nummer)


def bedenktijd_einde(c: Context, traject: Traject) -> Traject:
    """The reflection period ended: its clock stops."""
    c.werk.timers.stop(traject, BEDENKTIJD)
    _tel(c, traject, "bedenktijd_einde", reden=c.velden["reden"])
    return _met(traject, bedenktijd_einde=c.velden["datum"], bedenktijd_reden=c.velden["reden"])


def past_nog(c: Context, traject: Traject) -> Traject:
    """The coordinator looked whether the place still fits: the term runs anew."""
    einde = staatwissel.einde_van(c.werk, c.beleid, c.route, traject, traject.staat)
    traject = replace(traject, termijn=einde.dag if einde else None)
    staatwissel.zet_klokken(c.werk, c.beleid, c.route, c.zaak, traject)
    return traject


DAARNA: dict[str, Callable[[Context, Traject], Traject]] = {
    "opvang.aanbieden": aanbieden,
    "opvang.afslaan": afslaan,
    "opvang.bedenktijd_einde": bedenktijd_einde,
    "opvang.bedenktijd_vastleggen": bedenktijd_vastleggen,
    "opvang.beeindigen": beeindigen,
    "opvang.kosten_vastleggen": kosten_vastleggen,
    "opvang.niet_te_plaatsen": niet_te_plaatsen,
    "opvang.overplaatsen": overplaatsen,
    "opvang.past_nog": past_nog,
    "opvang.plaatsen": plaatsen,
    "opvang.plek_vrij": plek_vrij,
    "opvang.poging": poging,
    "opvang.stoppen": stoppen,
    "opvang.toestemming_ingetrokken": toestemming_ingetrokken,
}
VOORAF: dict[str, Callable[[Context], None]] = {
    "opvang.aanbieden": kies_opvang,
    "opvang.beeindigen": lees_plaatsing,
    "opvang.overplaatsen": lees_aanvraag,
}
