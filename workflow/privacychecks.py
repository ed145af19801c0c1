"""Privacy checks 1, 2A and 2B: asked by a step, answered on codes alone by the privacyfunctionaris."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflow.context import Context
from workflow.fouten import StapGeweigerd
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE, Termijn
from workflow.zaak import Privacycheck

# The clock of a check; the rungs that are left say nothing any more once it is answered.
GROEP = "privacycheck_"
# The privacyfunctionaris answers about a protected case on the same codes, and can't tell which case it is.
ZONDER_NUMMER = "Afgeschermde zaak"
GEVRAAGD, AKKOORD, VOORWAARDE, NIET = "gevraagd", "akkoord", "voorwaarde", "niet"
ANTWOORDEN = {
    AKKOORD: "Akkoord",
    VOORWAARDE: "Akkoord met voorwaarde",
    NIET: "Niet akkoord",
}
VOORWAARDEN = {
    "minder_personen": "Over minder personen",
    "minder_categorieen": "Minder soorten gegevens",
    "pseudoniem": "Alleen met P-nummers",
    "korter": "Korter geldig",
}


def laatste(c: Context, soort: str) -> Privacycheck | None:
    """The newest check of this kind: for this walk when there is one, else for the case."""
    traject_id = c.traject.id if c.traject is not None else None
    eigen = [
        een for een in c.werk.controles.checks(c.zaak.id) if een.soort == soort.lower() and een.traject_id == traject_id
    ]
    return max(eigen, key=lambda een: (een.dag, een.staat == GEVRAAGD), default=None)


def _dekt(c: Context, check: Privacycheck) -> bool:
    """True when what is done now is what was asked: check 1 for these sources and no others."""
    return set(c.velden.get("bronnen", ())) <= set(check.codes.get("bronnen", ())) or check.soort != "1"


def _voldoet(c: Context, check: Privacycheck) -> bool:
    """True when the condition of the answer is met by what is done now."""
    if check.codes.get("voorwaarde") != "pseudoniem":
        # Fewer people, fewer kinds of data, a shorter time: an extract is immutable, so that needs a new one.
        return False
    return c.traject is None or c.traject.vorm in ("P", "S")


def akkoord(c: Context, soort: str) -> list[str]:
    """What is missing: nothing when the check was given, or when an urgent step may ask it afterwards."""
    check = laatste(c, soort)
    if check is not None and check.staat == NIET:
        return [f"De privacyfunctionaris gaf geen akkoord (check {soort.upper()})."]
    if check is not None and check.staat == VOORWAARDE and not _voldoet(c, check):
        voorwaarde = VOORWAARDEN.get(str(check.codes.get("voorwaarde")), "")
        return [f"De privacyfunctionaris stelt een voorwaarde: {voorwaarde.lower()}. Pas het aan en vraag opnieuw."]
    if check is not None and check.staat in (AKKOORD, VOORWAARDE) and _dekt(c, check):
        return []
    if c.zaak.spoed:
        return []
    return [f"De privacyfunctionaris moet eerst akkoord geven (check {soort.upper()})."]


def moet_eerst_vragen(c: Context, soort: str) -> bool:
    """True when pressing the step asks for the check instead of taking the step."""
    if c.zaak.spoed:
        return False
    check = laatste(c, soort)
    if check is None or (check.staat in (AKKOORD, VOORWAARDE) and not _dekt(c, check)):
        return True
    # A case can be changed to fit a condition; a hand-off can't, it needs a new one.
    return check.staat == VOORWAARDE and c.traject is None and not _voldoet(c, check)


def vraag(c: Context, soort: str, codes: Mapping[str, Any], *, achteraf: bool) -> Privacycheck:
    """Put a check before the privacyfunctionaris of the holder; one that is open already is not asked twice."""
    bestaand = laatste(c, soort)
    if bestaand is not None and (
        bestaand.staat == GEVRAAGD or (bestaand.staat != NIET and not moet_eerst_vragen(c, soort))
    ):
        return bestaand
    naam = "privacycheck_achteraf" if achteraf else "privacycheck"
    term: Termijn = c.beleid.klokken.termijnen[naam]
    einde = c.beleid.kalender.einde(c.werk.nu, term, c.zaak.houder)
    check = Privacycheck(
        id=c.werk.nieuw_id(),
        zaak_id=c.zaak.id,
        traject_id=c.traject.id if c.traject is not None else None,
        gemeente=c.zaak.houder,
        soort=soort.lower(),
        staat=GEVRAAGD,
        dag=c.vandaag,
        termijn=einde.dag,
        achteraf=achteraf,
        codes={
            "nummer": ZONDER_NUMMER if c.zaak.afgeschermd else c.zaak.nummer,
            "minderjarig": c.zaak.kenmerken.get("minderjarig", ""),
            **codes,
        },
    )
    c.werk.controles.vraag_check(check)
    treden = c.beleid.klokken.treden(
        c.beleid.ladders["privacycheck"], c.werk.nu, einde, spoed=False, gemeente=c.zaak.houder
    )
    c.werk.timers.zet(c.onderwerp, f"{GROEP}{check.soort}", treden, "")
    c.werk.log("privacycheck_gevraagd", c.zaak, check=soort)
    return check


def beantwoord(werk: Werk, check: Privacycheck, antwoord: str, voorwaarde: str, revisie: int | None) -> Privacycheck:
    """Answer a check; the caller commits, with the messages that belong to it.

    Errors: StapGeweigerd for a missing answer, Ingehaald when it was answered before.
    """
    fouten = {}
    if antwoord not in ANTWOORDEN:
        fouten["antwoord"] = "Maak een keuze"
    if antwoord == VOORWAARDE and voorwaarde not in VOORWAARDEN:
        fouten["voorwaarde"] = "Kies de voorwaarde"
    if check.staat != GEVRAAGD:
        raise StapGeweigerd(["Deze check is al beantwoord."])
    if fouten:
        raise StapGeweigerd([], fouten)
    codes = {**check.codes, "door": werk.actor.alias, "op": werk.nu.astimezone(TIJDZONE).date().isoformat()}
    if antwoord == VOORWAARDE:
        codes["voorwaarde"] = voorwaarde
    nieuw = replace(check, staat=antwoord, codes=codes, revisie=revisie or check.revisie)
    werk.controles.bewaar_check(nieuw)
    werk.log("privacycheck_beantwoord", None, check=check.soort, uitslag=antwoord, nummer=check.codes.get("nummer"))
    return nieuw
