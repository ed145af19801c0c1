"""Privacy checks 1, 2A and 2B: asked by a step, answered on codes alone by the privacyfunctionaris.

Beside them stand two kinds that ask nothing: what went past the covenant and what went out for a vital interest. The
privacyfunctionaris hears of them at once and ticks off that he looked.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from workflow.context import Context
from workflow.fouten import StapGeweigerd
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE, Termijn
from workflow.uittreksel import categorie_van
from workflow.zaak import Privacycheck, Traject, Zaak

# The clock of a check; the rungs that are left say nothing any more once it is answered.
GROEP = "privacycheck_"
# The privacyfunctionaris answers about a protected case on the same codes, and can't tell which case it is.
ZONDER_NUMMER = "Afgeschermde zaak"
GEVRAAGD, AKKOORD, VOORWAARDE, NIET, GEZIEN = "gevraagd", "akkoord", "voorwaarde", "niet", "gezien"
UITZONDERING, VITAAL = "uitzondering", "vitaal"
# Kinds that are told and not asked.
SEINEN = (UITZONDERING, VITAAL)
BERICHT = "meekijken"
NAMEN = {UITZONDERING: "Uitzondering op het convenant", VITAAL: "Gedeeld om gevaar voor een leven"}
TAKEN = {soort: f"Kijk mee: {naam[0].lower()}{naam[1:]}" for soort, naam in NAMEN.items()}
# What the privacyfunctionaris sees of a hand-off: codes and numbers that stand with it.
VAN_VERSTREKKING = (
    *("doel", "grond", "grond_bijzonder", "personen", "minderjarigen", "categorieen", "omstandigheden"),
    *("toestemming", "geheimhouding", "vitaal_belang", "uitzondering", "convenant_versie", "geldig_tot", "overleg_dag"),
)
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
    return max(eigen, key=_volgorde, default=None)


def _volgorde(check: Privacycheck) -> tuple[object, ...]:
    # Two answers of one day: the number says which was asked later.
    return (check.dag, check.codes.get("nr", 0), check.staat == GEVRAAGD)


def _dekt(c: Context, check: Privacycheck) -> bool:
    """True when what is done now is what was asked: check 1 for these sources, 2A for these people and categories."""
    if check.soort == "1":
        return set(c.velden.get("bronnen", ())) <= set(check.codes.get("bronnen", ()))
    return check.soort != "2a" or dekt_2a(c.zaak, check)


def dekt_2a(zaak: Zaak, check: Privacycheck) -> bool:
    """Say whether a check 2A is about the case as it is now: nobody and no category came after it was asked."""
    nu = codes_2a(zaak)
    return nu["personen"] <= check.codes.get("personen", 0) and set(nu["categorieen"]) <= set(
        check.codes.get("categorieen", ())
    )


def geldig_2a(werk: Werk, zaak: Zaak) -> bool:
    """Say whether a check 2A was agreed that still covers the case."""
    eigen = [een for een in werk.controles.checks(zaak.id) if een.soort == "2a"]
    check = max(eigen, key=_volgorde, default=None)
    return check is not None and check.staat == AKKOORD and dekt_2a(zaak, check)


def codes_2a(zaak: Zaak) -> dict[str, Any]:
    """What a case holds, in numbers: the people and categories that were ever recorded in it."""
    return {
        "personen": int(zaak.kenmerken.get("aantal_personen", 0)),
        "minderjarigen": int(zaak.kenmerken.get("aantal_minderjarig", 0)),
        "categorieen": list(zaak.kenmerken.get("categorieen", [])),
    }


def tel_bij(zaak: Zaak, *, personen: int = 0, minderjarigen: int = 0, categorieen: Collection[str] = ()) -> Zaak:
    """The case with what was recorded counted in its codes (not stored yet). It only grows: known stays known."""
    oud = codes_2a(zaak)
    kenmerken = {
        "aantal_personen": oud["personen"] + personen,
        "aantal_minderjarig": oud["minderjarigen"] + minderjarigen,
        "categorieen": sorted({*oud["categorieen"], *categorieen}),
    }
    return replace(zaak, kenmerken={**zaak.kenmerken, **kenmerken})


def na_vastleggen(c: Context, zaak: Zaak) -> Zaak:
    """Count what this step recorded; an answer of check 2A that does not cover it is asked again, unless urgent."""
    actie, velden = c.stap.actie, c.velden
    if actie == "persoon_toevoegen":
        rol = str(velden["rol"])
        soorten = {categorie_van(rol), *([categorie_van(rol, "adres")] if velden.get("adres") else [])}
        jong = int(velden.get("leeftijdsklasse") == "onder_18")
        zaak = tel_bij(zaak, personen=1, minderjarigen=jong, categorieen=soorten)
    elif actie in ("feit_vastleggen", "plaats_vastleggen"):
        zaak = tel_bij(zaak, categorieen={str(velden.get("categorie") or "D1")})
    elif actie == "gegeven_toevoegen" and velden.get("gegeven") == "adres":
        zaak = tel_bij(zaak, categorieen={"D6"})
    else:
        return zaak
    check = laatste(c, "2a")
    if check is None or zaak.spoed or dekt_2a(zaak, check):
        return zaak
    if check.staat == GEVRAAGD:
        # The question that lies there is about the case as it is now; who had it before him is overtaken.
        c.werk.controles.bewaar_check(replace(check, codes={**check.codes, **codes_2a(zaak)}))
    elif check.staat != NIET:
        _stel(c, "2a", {"stap": str(check.codes.get("stap", "")), **codes_2a(zaak)}, achteraf=False)
    return zaak


def _voldoet(c: Context, check: Privacycheck) -> bool:
    """True when the condition of the answer is met by what is done now."""
    if check.codes.get("voorwaarde") != "pseudoniem":
        # Fewer people, fewer kinds of data, a shorter time: an extract is immutable, so that needs a new one.
        return False
    return c.traject is None or c.traject.vorm in ("P", "S")


def voldaan(check: Privacycheck, traject: Traject) -> bool:
    """True when a hand-off that was sent meets the condition of the answer that came afterwards."""
    return check.codes.get("voorwaarde") == "pseudoniem" and traject.vorm in ("P", "S")


def heeft_haast(c: Context) -> bool:
    """True when a check may be answered afterwards: an urgent case, or a hand-off for a vital interest."""
    return c.zaak.spoed or (c.traject is not None and bool(c.traject.kenmerken.get("vitaal_belang")))


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
    if heeft_haast(c):
        return []
    return [f"De privacyfunctionaris moet eerst akkoord geven (check {soort.upper()})."]


def moet_eerst_vragen(c: Context, soort: str) -> bool:
    """True when pressing the step asks for the check instead of taking the step."""
    if heeft_haast(c):
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
    if soort.lower() == "2a":
        codes = {**codes, **codes_2a(c.zaak)}
    return _stel(c, soort, codes, achteraf=achteraf)


def sein(c: Context, soort: str, url: str) -> Privacycheck:
    """Tell the privacyfunctionaris at once what was done on this hand-off: a message without content, and a task.

    In: one of SEINEN; `url` is the address in the message. Source: privacyconvenant, uitzondering en vitaal belang.
    """
    assert c.traject is not None
    check = _stel(c, soort, {"stap": c.stap.actie, **codes_van(c.traject)}, achteraf=True)
    for persoon in c.werk.mensen.van_rol("privacyfunctionaris", c.zaak.houder):
        voornaam = persoon.naam.split(" ")[0]
        onderwerp, tekst = c.beleid.berichten.maak(BERICHT, voornaam=voornaam, url=url)
        c.werk.berichten.klaarzetten(persoon.email, persoon.tenant, onderwerp, tekst, spoed=True)
    return check


def codes_van(traject: Traject) -> dict[str, Any]:
    """A hand-off as the privacyfunctionaris sees it: to whom, in which form, and the codes of VAN_VERSTREKKING."""
    codes: dict[str, Any] = {"ontvanger": traject.ontvanger, "vorm": traject.vorm}
    return codes | {naam: traject.kenmerken[naam] for naam in VAN_VERSTREKKING if naam in traject.kenmerken}


def _stel(c: Context, soort: str, codes: Mapping[str, Any], *, achteraf: bool) -> Privacycheck:
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
            "nr": len(c.werk.controles.checks(c.zaak.id)) + 1,
            **codes,
        },
    )
    c.werk.controles.vraag_check(check)
    ladder = c.beleid.ladders["meekijken" if check.soort in SEINEN else "privacycheck"]
    treden = c.beleid.klokken.treden(ladder, c.werk.nu, einde, spoed=False, gemeente=c.zaak.houder)
    c.werk.timers.zet(c.onderwerp if check.traject_id else c.zaak, f"{GROEP}{check.soort}", treden, "")
    c.werk.log("privacycheck_gevraagd", c.zaak, check=soort)
    return check


def beantwoord(werk: Werk, check: Privacycheck, antwoord: str, voorwaarde: str, revisie: int | None) -> Privacycheck:
    """Answer a check; the caller commits, with the messages that belong to it.

    Errors: StapGeweigerd for a missing answer, Ingehaald when it was answered before.
    """
    fouten = {}
    if antwoord not in ((GEZIEN,) if check.soort in SEINEN else ANTWOORDEN):
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
