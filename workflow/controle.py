"""An integral control on a place: where, when, with whom, shelter first, and what was found.

The place is one that stands in the case as a fact; where somebody of the vault lives is none. Its text goes into the
action, so that the department reads it there and nothing else of the case.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from workflow import echostand, grondtoets, namencheck, persoonstappen, poort, trajecten
from workflow.antwoordtekst import Regels, regels
from workflow.beleid import Beleid
from workflow.context import Context
from workflow.fouten import NietGevonden
from workflow.gekoppeld import GEKOPPELD
from workflow.keuzes import PLEKKEN
from workflow.ports import Werk
from workflow.stap import Veld
from workflow.trajectkader import Stapregel
from workflow.zaak import Document, Traject, Zaak

INSTRUMENT, ACTIE, STAND, INGANG = "CTRL", "controle_plannen", "controle", "controle"
OPVANG_LOOPT = ("gezocht", "aangeboden", "geplaatst")
SIGNAAL_WAARD = ("slachtoffers", "minderjarigen", "overtreding", "anders")
# A partner may read the draft until some time after the control.
NA_CONTROLE = timedelta(days=30)
GEEN_CONTROLE = "Deze actie is geen controle."
GEEN_PLEK = "Kies een plek die als feit in de zaak staat. Leg die eerst vast met 'Plaats van het feit vastleggen'."
THUIS = "Op dit adres woont iemand die in de kluis staat. Dat kan geen plek van een controle zijn."
NAAM_IN_PLEK = "In de tekst van deze plek staat een naam of nummer uit de kluis. Leg de plek opnieuw vast, zonder naam."
OPSPORING = "Toezicht mag niet alleen voor opsporing zijn (Awb 3:3). Laat de politie dit zelf doen."
EERST_OPVANG = "Er is geen opvang geregeld. Regel die eerst, of schrijf waarom de controle toch doorgaat."
TIJD = "Schrijf de tijd als uren en minuten, bijvoorbeeld 7.30."
NOODZAAK = "De partner controleert mee op deze plek met een eigen bevoegdheid."
_TIJD = re.compile(r"([01]?\d|2[0-3])[.:][0-5]\d")
_BLOK = ("plaats", "woning", "woning_hoe", "datum", "tijd", "verzamelplek", "leider", "doel_controle", "partners")
_LIJST = (
    ("opvang_klaar", "Opvang is geregeld"),
    ("bedden", "Er zijn bedden"),
    ("tolk", "Er gaat een tolk mee"),
    ("wie_belt", "Iemand belt als er slachtoffers zijn"),
)


@dataclass(frozen=True)
class Partnerregel:
    """A partner that joins: the draft that was made for him, or "" when he is told by hand."""

    naam: str
    url: str


@dataclass(frozen=True)
class Controleblok:
    """The control on the page of its action. `lijst` is what must be ready: (what, is it, how)."""

    gegevens: Regels
    lijst: tuple[tuple[str, bool, str], ...]
    partners: tuple[Partnerregel, ...] = ()


def is_controle(traject: Traject) -> bool:
    """True for an action that is an integral control."""
    return traject.route == "actie" and traject.kenmerken.get("instrument") == INSTRUMENT


# -- the place


def plekken(werk: Werk, beleid: Beleid, zaak: Zaak, documenten: Sequence[Document]) -> list[Document]:
    """The facts of a case that are a place, as its desks may read them. In: valid documents of `zaak`."""
    gezien = poort.lees(werk, beleid, zaak, documenten, poort.AF).documenten
    return [doc for doc in gezien if doc.soort == "feit" and (doc.inhoud or {}).get("plaats") in PLEKKEN]


def _gekozen(c: Context) -> Document | None:
    hier = plekken(c.werk, c.beleid, c.zaak, c.documenten("zaak"))
    return next((doc for doc in hier if doc.id.hex() == c.velden.get("plaats")), None)


def _woont_iemand(c: Context, doc: Document) -> bool:
    """True when the vault knows this address as that of anybody but a possible offender."""
    inhoud = doc.inhoud or {}
    merken = persoonstappen.merken_van_plaats(c.werk, c.zaak, str(inhoud["plaats"]), str(inhoud["feit"]))
    lijsten = [een.inhoud or {} for een in c.van_soort("zaak", echostand.LIJST)]
    return bool(merken & {een for lijst in lijsten for een in lijst.get("van_persoon", lijst["merken"])})


# -- guards


def _is_controle(c: Context) -> list[str]:
    return [] if c.traject is not None and is_controle(c.traject) else [GEEN_CONTROLE]


def plaats_van_controle(c: Context) -> list[str]:
    """The place is a fact of the case, and not the home of somebody in the vault."""
    doc = _gekozen(c)
    if doc is None:
        return [GEEN_PLEK]
    if _woont_iemand(c, doc):
        return [THUIS]
    # The fact may be older than a name in the vault, and its whole text goes to the department.
    return [NAAM_IN_PLEK] if namencheck.bekende_namen(c, [str((doc.inhoud or {})["feit"])]) else []


def geen_opsporing(c: Context) -> list[str]:
    """Powers of supervision serve supervision. Source: Awb 3:3."""
    return [OPSPORING] if c.velden.get("doel_controle") == "opsporing" else []


def opvang_voorbereid(c: Context) -> list[str]:
    """Shelter first; without it only with a reason. Source: Vreemdelingencirculaire B8/3."""
    if c.velden.get("opvang_klaar") == "ja" and int(c.velden.get("bedden", 0)) > 0:
        return []
    if any(een.staat in OPVANG_LOOPT for een in c.trajecten("opvang")):
        return []
    return [] if c.velden.get("opvang_reden") else [EERST_OPVANG]


def tijd_klopt(c: Context) -> list[str]:
    """A time of the day."""
    return [] if _TIJD.fullmatch(str(c.velden.get("tijd", ""))) else [TIJD]


VOORWAARDEN: dict[str, Callable[[Context], list[str]]] = {
    "geen_opsporing": geen_opsporing,
    "is_controle": _is_controle,
    "opvang_voorbereid": opvang_voorbereid,
    "plaats_van_controle": plaats_van_controle,
    "tijd_klopt": tijd_klopt,
}


# -- the step


def lees_plaats(c: Context) -> None:
    """The read phase: the fact itself, and its text in place of its id for who reads only the action."""
    doc = _gekozen(c)
    assert doc is not None
    c.vooraf["plek"] = doc
    c.velden = {**c.velden, "plaats": str((doc.inhoud or {})["feit"])}


def plan(c: Context, traject: Traject) -> Traject:
    """What is agreed as codes, and for each partner with a desk a draft in form P of the place alone."""
    eerder: Mapping[str, Any] = traject.kenmerken.get(STAND, {})
    concepten = dict(eerder.get("concepten", {}))
    gekozen = [str(een) for een in c.velden.get("partners") or ()]
    # Outside the days of the covenant nothing is made for a partner: he is told by hand.
    for naam in gekozen if not c.beleid.convenant.waarom_niet(c.vandaag) else ():
        partner = c.beleid.partners.get(naam)
        if naam not in concepten and partner is not None and partner.doet_mee(c.vandaag):
            concepten[naam] = _concept(c, naam, partner.doel).id.hex()
    stand = {"partners": gekozen, "concepten": concepten, "opvang": c.velden["opvang_klaar"]}
    return replace(traject, kenmerken={**traject.kenmerken, STAND: stand})


def _concept(c: Context, partner: str, doel: str) -> Traject:
    """A draft for one partner: he reads nothing before somebody released it."""
    dag = str(c.velden["datum"])
    velden = {
        "ontvanger": partner,
        "vorm": "P",
        "doel": doel,
        "grond": _grond(c.beleid, partner),
        "noodzaak": NOODZAAK,
        "evenredigheid": "De partner krijgt alleen de plek, in de vorm die het convenant toestaat.",
        "subsidiariteit": "Zonder de plek kan de partner niet mee.",
        "toestemming": "niet_gevraagd",
        "toestemming_reden": "Het gaat om een plek en niet om een persoon.",
        "geheimhouding": "geen",
        "geldig_tot": min(_einde(dag), _uiterste(c)),
    }
    return trajecten.maak_verstrekking(c, velden, {"feiten": [c.vooraf["plek"]], "personen": [], "namen": {}})


def _einde(dag: str) -> str:
    return (date.fromisoformat(dag) + NA_CONTROLE).isoformat()


def _uiterste(c: Context) -> str:
    return grondtoets.uiterste_dag(c, c.vandaag).isoformat()


def _grond(beleid: Beleid, partner: str) -> str:
    """A ground that was made for this recipient and carries a place, else the general one."""
    gronden = [een for een in beleid.taxonomie["gronden"].codes.values() if een.geldig and not een.als]
    passend = [een for een in gronden if partner in een.ontvangers and "D1" in een.categorieen]
    return (passend or gronden)[0].code


# -- the page


def controleblok(
    werk: Werk, beleid: Beleid, traject: Traject, stappen: Sequence[Stapregel], *, hier: bool
) -> Controleblok | None:
    """The control as it stands; None while none was planned. In: `hier`: who works on the case sees the drafts."""
    gepland = [een for een in stappen if een.actie == ACTIE]
    if not gepland:
        return None
    velden = werk.route("actie", traject.route_hash).stap("open", ACTIE).velden
    gegeven: Mapping[str, Any] = (gepland[-1].doc.inhoud or {}).get("velden", {})
    blok = [een for een in velden if een.naam in _BLOK]
    lijst = tuple(_punt(werk, beleid, velden, gegeven, naam, tekst) for naam, tekst in _LIJST)
    partners = _partners(beleid, velden, traject) if hier else ()
    return Controleblok(regels(werk, beleid, blok, gegeven), lijst, partners)


def _punt(
    werk: Werk, beleid: Beleid, velden: Sequence[Veld], gegeven: Mapping[str, Any], naam: str, tekst: str
) -> tuple[str, bool, str]:
    erbij = {"opvang_klaar": ("opvang_bij", "opvang_reden"), "bedden": ("bedden",), "tolk": ("taal",)}
    namen = erbij.get(naam, (naam,))
    hoe = regels(werk, beleid, [een for een in velden if een.naam in namen], gegeven)
    waarde = gegeven.get(naam)
    return tekst, bool(waarde) and waarde != "nee", ", ".join(waarde for _, waarde in hoe)


def _partners(beleid: Beleid, velden: Sequence[Veld], traject: Traject) -> tuple[Partnerregel, ...]:
    stand: Mapping[str, Any] = traject.kenmerken.get(STAND, {})
    veld = next(een for een in velden if een.naam == "partners")
    concepten = stand.get("concepten", {})
    return tuple(
        Partnerregel(beleid.label(veld, een), f"/verstrekkingen/{concepten[een]}" if een in concepten else "")
        for een in stand.get("partners", ())
    )


# -- afterwards


def geeft_signaal(traject: Traject) -> bool:
    """True when what was found may be a signal of its own."""
    return traject.staat == "gereed" and bool(set(traject.kenmerken.get("aangetroffen", ())) & set(SIGNAAL_WAARD))


def koppel_nieuw(werk: Werk, zaak: Zaak, actie_id: str) -> Zaak:
    """The new case, linked to the case of the control that it came from; unchanged when that one is not his to see.

    In: `zaak` before it is stored, `actie_id` as the form gave it.
    """
    try:
        traject = werk.trajecten.get(bytes.fromhex(actie_id))
        oud = werk.zaken.get(traject.zaak_id)
    except (ValueError, NietGevonden):
        return zaak
    if not is_controle(traject) or oud.houder != zaak.houder or oud.afgeschermd or zaak.afgeschermd:
        return zaak
    werk.zaken.bewaar(_met(oud, zaak.id))
    werk.log("koppelen", oud, ander=zaak.nummer)
    return _met(zaak, oud.id)


def _met(zaak: Zaak, ander: bytes) -> Zaak:
    lijst = list(dict.fromkeys([*zaak.kenmerken.get(GEKOPPELD, ()), ander.hex()]))
    return replace(zaak, kenmerken={**zaak.kenmerken, GEKOPPELD: lijst})
