"""What stays lying: who was called in by the clock finds it on his list, also when he holds no key of it."""

from workflow.afschermen import werkt_aan
from workflow.beleid import Beleid
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.privacychecks import NIET, VOORWAARDE, VOORWAARDEN, voldaan
from workflow.rechten import eigenaar
from workflow.stap import Staat
from workflow.termijnen import TIJDZONE
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Privacycheck, Traject, Zaak
from workflow.zaaktermijn import is_te_laat
from workflow.zaakzicht import STATUS, VA, is_zichtbaar, zicht

WAARNEMING = "Je neemt waar"
GEEN_AKKOORD = "Trek de verstrekking in, of leg uit"
MET_VOORWAARDE = "Trek de verstrekking in en maak haar opnieuw volgens de voorwaarde"
# A walk that waits for somebody else, and who that is.
TRAJECTEN = {
    "verstrekking": "Deze verstrekking blijft liggen. Bel de partner",
    "actie": "Deze actie blijft liggen. Bel de afdeling",
}


def neemt_waar(werk: Werk) -> bool:
    """True when the actor stands in at his desk."""
    return werk.actor.persoon_id is not None and werk.mensen.get(werk.actor.persoon_id).waarneemt


def zaak_ligt(werk: Werk, beleid: Beleid, zaak: Zaak, staat: Staat) -> str:
    """What the veiligheidsadviseur does about a late case of his municipality; "" when it is not that."""
    if not is_te_laat(zaak, werk.nu) or not werkt_aan(werk.actor, zaak, f"overleg.{zaak.houder}"):
        return ""
    if not is_zichtbaar(werk, zaak) or zicht(werk, zaak).soort not in (STATUS, VA):
        return ""
    if staat.eigenaar == "regiehouder":
        return "Deze zaak blijft liggen. Bel de regiehouder"
    bij = f" ({werkplek_tekst(beleid, eigenaar(staat.eigenaar, zaak))})" if staat.eigenaar.endswith("_daar") else ""
    return f"Deze zaak blijft liggen. Bel de aandachtsfunctionaris{bij}"


def traject_ligt(werk: Werk, beleid: Beleid, traject: Traject, staat: Staat) -> str:
    """What the municipality does about a walk that is late at somebody else; "" when it is not that."""
    if traject.route not in TRAJECTEN or staat.eigenaar == "maker" or not _over_tijd(werk, traject):
        return ""
    if not _volgt(werk, traject):
        return ""
    return f"{TRAJECTEN[traject.route]} ({werkplek_tekst(beleid, traject.ontvanger)})"


def _over_tijd(werk: Werk, traject: Traject) -> bool:
    # The row of a walk has no minute: what is urgent counts from its last day on.
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    return is_te_laat(traject, werk.nu) or (
        traject.spoed and traject.termijn is not None and traject.termijn <= vandaag
    )


def _volgt(werk: Werk, traject: Traject) -> bool:
    """True for the desk that made it, the veiligheidsadviseur, and for an action also who directs the case."""
    if werk.actor.zit_aan(traject.maker) or werk.actor.zit_aan(f"overleg.{traject.houder}"):
        return True
    try:
        return traject.route == "actie" and werk.zaken.get(traject.zaak_id).regiehouder == werk.actor.persoon_id
    except NietGevonden:
        # A department that holds no key of a protected case any more does not know it.
        return False


def wat_nu(check: Privacycheck) -> tuple[str, str]:
    """What the maker of such a hand-off does about the answer, and what the answer was."""
    if check.staat == NIET:
        return GEEN_AKKOORD, f"Geen akkoord bij privacycheck {check.soort.upper()}"
    voorwaarde = VOORWAARDEN.get(str(check.codes.get("voorwaarde")), "").lower()
    return MET_VOORWAARDE, f"Akkoord bij privacycheck {check.soort.upper()}, maar: {voorwaarde}"


def zonder_akkoord(werk: Werk) -> list[tuple[Privacycheck, Traject]]:
    """Hand-offs of my desks that went out urgently and got no agreement afterwards, as long as they have not ended."""
    nieuwste: dict[tuple[bytes, str], Privacycheck] = {}
    for check in werk.controles.checks() if werk.actor.werkplekken else []:
        if check.traject_id is not None:
            sleutel = (check.traject_id, check.soort)
            eerder = nieuwste.get(sleutel)
            if eerder is None or check.dag >= eerder.dag:
                nieuwste[sleutel] = check
    gevonden = []
    for check in nieuwste.values():
        if check.staat not in (NIET, VOORWAARDE) or not check.achteraf or check.traject_id is None:
            continue
        traject = werk.trajecten.get(check.traject_id)
        if check.staat == VOORWAARDE and voldaan(check, traject):
            continue
        loopt = not werk.route(traject.route, traject.route_hash).is_eind(traject.staat)
        if loopt and werk.actor.zit_aan(traject.maker):
            gevonden.append((check, traject))
    return gevonden
