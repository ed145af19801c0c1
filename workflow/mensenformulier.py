"""What the beheerder fills in about people: who, in which role, at which desks, from when until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.aanbod import Opties
from workflow.beleid import Beleid
from workflow.fouten import StapGeweigerd
from workflow.handeling import stap
from workflow.lidmaatschap import Plek
from workflow.stap import Stap, Veld
from workflow.uitnodigen import plekken_voor, rollen_voor
from workflow.velden import Ruw, lees_velden

ROL = "beheerder"
WAARNEMING = (
    Veld(
        "waarneemt",
        "Neemt deze persoon tijdelijk waar voor een collega?",
        "janee",
        hint="Bijvoorbeeld bij vakantie of ziekte. De toegang stopt dan vanzelf op de laatste dag.",
    ),
    Veld("van", "Eerste dag", "datum", verplicht=True, verleden=False, als="waarneemt=ja"),
    Veld("tot", "Laatste dag", "datum", verplicht=True, verleden=False, als="waarneemt=ja"),
)
TOT_VOOR_VAN = "De laatste dag ligt voor de eerste dag. Kies een latere dag"
GEEN_PLEK = "Kies eerst de werkplek waar deze persoon waarneemt"
TREK_IN = stap("trek_in", "Intrekken", ROL, "De code werkt daarna niet meer.")
HERSTEL = stap(
    "herstel",
    "Nieuwe sleutel regelen",
    ROL,
    "Doe dit als iemand zijn wachtzin én zijn persoonlijke herstelcode kwijt is. "
    "Doe het alleen als je zeker weet wie je spreekt. "
    "Deze persoon krijgt een nieuwe sleutel. Een collega van elke werkplek keurt dat daarna goed.",
)
VRAAG_WISSEN = stap(
    "vraag_wissen",
    "Vraag om de tweede stap weg te halen",
    ROL,
    "Doe dit als iemand zijn telefoon kwijt is. Daarna moet een tweede beheerder het bevestigen. "
    "Werkt deze persoon voor een gemeente? Dan bevestigt de beheerder van de regio het. "
    "Werkt deze persoon voor de regio? Dan doet een beheerder van een gemeente dat. "
    "Bij een werkplek kan een collega het ook zelf doen.",
)
BEVESTIG_WISSEN = stap(
    "bevestig_wissen",
    "Tweede stap weghalen",
    ROL,
    "Een beheerder buiten jouw organisatie vroeg dit. Bel deze persoon eerst zelf, op een nummer dat je al kent. "
    "Daarna stelt deze persoon een nieuwe tweede stap in.",
)
LAATSTE = Veld(
    "ook_als_laatste",
    "Ik weet dat dit de laatste is en dat de werkplek daarna dicht is",
    "vinkje",
    verplicht=True,
)
WEG_UITLEG = "De toegang stopt meteen. Wat deze persoon al heeft gelezen, kunnen we niet terugnemen."
NIEUWE_SLEUTEL = "Daarna maakt een collega een nieuwe sleutel voor: {plekken}."
ZELF_WEG_UITLEG = "Je toegang stopt meteen. Je ziet de zaken van deze werkplek dan niet meer."
LAATSTE_UITLEG = (
    "Let op: hier zit dan niemand meer: {plekken}. Niemand kan daarna de zaken openen. "
    "Dat kan dan alleen nog met twee van de drie codes op papier."
)


@dataclass(frozen=True)
class Uitnodigingvraag:
    """A filled-in form: who, and the desks with their period."""

    naam: str
    alias: str
    email: str
    rol: str
    plekken: tuple[Plek, ...]


def uitnodigstap(beleid: Beleid, tenant: str) -> tuple[Stap, Opties]:
    """The form of an invitation: after the role come the desks that fit it. Out: the step and its choices."""
    rollen = rollen_voor(beleid, tenant)
    opties: Opties = {"rol": list(rollen.items())}
    plekvelden = []
    for rol in rollen:
        plekken = plekken_voor(beleid, tenant, rol)
        if plekken:
            naam = f"plekken_{rol}"
            plekvelden.append(Veld(naam, "Aan welke werkplek?", "meerkeuze", als=f"rol={rol}"))
            opties[naam] = list(plekken.items())
    velden = (
        Veld("naam", "Voor- en achternaam", "regel", verplicht=True),
        Veld(
            "alias",
            "Korte naam",
            "regel",
            verplicht=True,
            hint="Zo staat deze persoon in het logboek. Bijvoorbeeld AF-Aalten-3.",
        ),
        Veld("email", "E-mailadres van het werk", "regel", verplicht=True, hint="Hiermee logt deze persoon in."),
        Veld("rol", "Wat is de rol?", "keuze", verplicht=True),
        *plekvelden,
        *WAARNEMING,
    )
    uitleg = "Je krijgt een code die je zelf doorgeeft. De code werkt zeven dagen en maar één keer."
    return stap("nodig_uit", "Uitnodiging maken", ROL, uitleg, velden), opties


def voorstelstap(plekken: Mapping[str, str]) -> tuple[Stap, Opties]:
    """The form to propose somebody for one of these desks. Out: the step and its choices."""
    velden = (Veld("werkplek", "Welke werkplek?", "keuze", verplicht=True), *WAARNEMING)
    uitleg = "Een collega van die werkplek keurt het goed. Tot die tijd is er geen toegang."
    return stap("stel_voor", "Werkplek voorstellen", ROL, uitleg, velden), {"werkplek": list(plekken.items())}


def vertrekstap(actie: str, knop: str, plekken: Mapping[str, bool], *, zelf: bool = False) -> Stap:
    """The form to let somebody leave.

    In: the names of the desks that he leaves, and whether he is the last one there: that asks an extra tick.
    """
    leeg = ", ".join(naam for naam, laatste in plekken.items() if laatste)
    nieuw = ", ".join(naam for naam, laatste in plekken.items() if not laatste)
    delen = [
        LAATSTE_UITLEG.format(plekken=leeg) if leeg else "",
        ZELF_WEG_UITLEG if zelf else WEG_UITLEG,
        NIEUWE_SLEUTEL.format(plekken=nieuw) if nieuw else "",
    ]
    return stap(actie, knop, ROL, " ".join(een for een in delen if een), (LAATSTE,) if leeg else ())


def lees_uitnodiging(beleid: Beleid, tenant: str, ruw: Ruw, vandaag: date) -> Uitnodigingvraag:
    """Return the invitation that was filled in. Errors: StapGeweigerd with what is wrong per field."""
    vorm, opties = uitnodigstap(beleid, tenant)
    gelezen = _lees(vorm, opties, ruw, vandaag)
    plekken = tuple(gelezen.get(f"plekken_{gelezen['rol']}", ()))
    if gelezen.get("waarneemt") and not plekken:
        raise StapGeweigerd([], {"waarneemt": GEEN_PLEK})
    naam, alias, email, rol = (str(gelezen[een]) for een in ("naam", "alias", "email", "rol"))
    return Uitnodigingvraag(naam, alias, email, rol, tuple(_plek(een, gelezen) for een in plekken))


def lees_voorstel(plekken: Mapping[str, str], ruw: Ruw, vandaag: date) -> Plek:
    """Return the seat that was filled in. Errors: StapGeweigerd with what is wrong per field."""
    vorm, opties = voorstelstap(plekken)
    gelezen = _lees(vorm, opties, ruw, vandaag)
    return _plek(str(gelezen["werkplek"]), gelezen)


def _lees(vorm: Stap, opties: Opties, ruw: Ruw, vandaag: date) -> Mapping[str, Any]:
    gelezen, fouten = lees_velden(vorm.velden, ruw, lambda veld: dict(opties.get(veld.naam, ())), vandaag)
    if gelezen.get("van") and gelezen.get("tot") and gelezen["tot"] < gelezen["van"]:
        fouten["tot"] = TOT_VOOR_VAN
    if fouten:
        raise StapGeweigerd([], fouten)
    return gelezen


def _plek(werkplek: str, gelezen: Mapping[str, Any]) -> Plek:
    """A seat at a desk; open at both ends for who is no deputy."""
    van, tot = (gelezen.get(naam) for naam in ("van", "tot"))
    dagen = (date.fromisoformat(een) if een else None for een in (van, tot))
    return Plek(werkplek, gelezen.get("waarneemt", False), *dagen)
