"""A new hand-off that is filled in already: the same with names, or a registration that is offered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflow import poort
from workflow.beleid import Beleid
from workflow.fouten import NietGevonden
from workflow.grondtoets import HOOGSTENS
from workflow.ingetrokken import geldig
from workflow.keuzes import LEEFTIJDEN
from workflow.partners import REGIO
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.trajectkader import get_traject
from workflow.verstrekkingsregels import EERDER, ontvanger_naam
from workflow.verstrekkingstappen import motivering
from workflow.zaak import Traject, Zaak

# What can be asked for in the address of a case: the same with names, or a registration for a partner.
SOORTEN = ("namen", "registratie")
ROUTE, ACTIE = "verstrekking", "verstrekking_opstellen"
COMENSHA, MENSENHANDEL = "comensha", "mensenhandel"
DOEL = "nieuwe verstrekking"
_UIT_KENMERKEN = ("doel", "grond", "grond_bijzonder", "geldig_tot")
_UIT_REDEN = (
    *("noodzaak", "evenredigheid", "subsidiariteit", "toestemming", "toestemming_reden", "toestemming_opnieuw"),
    *("geheimhouding", "geheimhouding_grond", "geheimhouding_reden", "conflict_reden", "overleg_dag"),
    *("feiten",),
)

Ruw = dict[str, list[str]]


def kan_met_namen(werk: Werk, zaak: Zaak, traject: Traject) -> bool:
    """True for a hand-off without names that was taken in, to who can make the second one: with names."""
    eerste = traject.vorm == "P" and traject.staat in EERDER
    return eerste and werk.actor.zit_aan(f"af.{zaak.houder}") and werk.sleutels.kan_openen(zaak, "ident")


def adres(zaak: Zaak, traject: Traject) -> str:
    """Where the form of the second hand-off stands, filled in."""
    return f"/zaken/{zaak.nummer}?namen={traject.id.hex()}#{ACTIE}-vorm"


def met_namen(werk: Werk, zaak: Zaak, traject_id: bytes) -> Ruw:
    """The answers of the first hand-off, for a second one with names; opening them is logged.

    Errors: NietGevonden when there is no such hand-off here, or not for this person.
    """
    traject = get_traject(werk, traject_id, ROUTE)
    if traject.zaak_id != zaak.id or not kan_met_namen(werk, zaak, traject):
        raise NietGevonden
    reden = motivering(werk.documenten.open(zaak, ["zaak"], DOEL), traject)
    omstandigheden = [str(een) for een in traject.kenmerken.get("omstandigheden", ())]
    return {
        "ontvanger": [ontvanger_naam(traject)],
        "vorm": ["J"],
        "personen": sorted(reden.get("pseudoniemen", {})),
        "omstandigheden": omstandigheden,
        **_antwoorden(traject.kenmerken, _UIT_KENMERKEN),
        **_antwoorden(reden, _UIT_REDEN),
    }


def aangeboden(werk: Werk, beleid: Beleid, zaak: Zaak) -> tuple[tuple[str, str], ...]:
    """What a case of the own desk offers to fill in: (text, address). CoMensha counts trafficking, never required."""
    begonnen = [een for een in werk.trajecten.van_zaak(zaak.id, ROUTE) if een.ontvanger == f"{COMENSHA}.{REGIO}"]
    if begonnen or zaak.soort != MENSENHANDEL or not werk.actor.zit_aan(f"af.{zaak.houder}"):
        return ()
    if not any(
        een.actie == ACTIE for een in beleid.stappen(werk.route(zaak.route, zaak.route_hash), zaak.staat, zaak.houder)
    ):
        return ()
    return (("Registratie bij CoMensha klaarzetten", f"/zaken/{zaak.nummer}?registratie={COMENSHA}#{ACTIE}-ontvanger"),)


def zorg(beleid: Beleid, op: date) -> list[str]:
    """Which care coordinator is for which age, as the region agreed. Source: partners.toml."""
    regels = []
    for een in beleid.partners.values():
        if een.leeftijd and een.doet_mee(op):
            wie = " of ".join(LEEFTIJDEN[klasse] for klasse in een.leeftijd)
            regels.append(
                f"{een.scherm}: {'kind zonder ouders uit het buitenland' if een.alleenstaande_vreemdeling else wie}"
            )
    return regels


def antwoorden(werk: Werk, beleid: Beleid, zaak: Zaak, soort: str, waarde: str) -> Ruw:
    """The answers that a new hand-off begins with. In: one of SOORTEN and what stands behind it in the address.

    Errors: NietGevonden.
    """
    if soort == "registratie":
        return registratie(werk, beleid, zaak, waarde)
    try:
        traject_id = bytes.fromhex(waarde)
    except ValueError:
        raise NietGevonden from None
    return met_namen(werk, zaak, traject_id)


def registratie(werk: Werk, beleid: Beleid, zaak: Zaak, partner: str) -> Ruw:
    """The limited registration at a partner that keeps the numbers of the country: never asked, always offered.

    Errors: NietGevonden for another partner, and for who can make no hand-off here.
    """
    if partner != COMENSHA or not werk.actor.zit_aan(f"af.{zaak.houder}"):
        raise NietGevonden
    docs = poort.lees(werk, beleid, zaak, geldig(werk.documenten.open(zaak, ["zaak"], DOEL)), poort.AF).documenten
    wie = [doc.inhoud or {} for doc in docs if doc.soort == "persoon"]
    dag = werk.nu.astimezone(TIJDZONE).date()
    tot = beleid.kalender.plus(dag, beleid.klokken.termijnen[HOOGSTENS], zaak.houder)
    return {
        "ontvanger": [partner],
        "vorm": ["S"],
        "doel": ["registratie"],
        "grond": ["avg6e"],
        "personen": [str(een["pseudoniem"]) for een in wie if een["rol"] == "slachtoffer"],
        "noodzaak": ["CoMensha telt mogelijke slachtoffers voor het hele land."],
        "evenredigheid": ["Er gaan alleen aantallen, vormen en leeftijden mee. Geen namen."],
        "subsidiariteit": ["Met minder kan CoMensha niet tellen."],
        "toestemming": ["niet_gevraagd"],
        "toestemming_reden": ["Er gaat niets mee waarmee iemand te herkennen is."],
        "geheimhouding": ["geen"],
        "geldig_tot": [tot.isoformat()],
    }


def _antwoorden(waarden: Mapping[str, Any], namen: tuple[str, ...]) -> Ruw:
    gegeven = {naam: waarden[naam] for naam in namen if waarden.get(naam)}
    return {naam: [str(deel) for deel in een] if isinstance(een, list) else [str(een)] for naam, een in gegeven.items()}
