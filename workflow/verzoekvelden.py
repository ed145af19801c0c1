"""The forms of a request: what is asked when it comes in, is extended, answered, and looked at again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflow.beleid import Beleid
from workflow.handeling import stap
from workflow.stap import Stap, Veld

# A field whose choices stand in `verzoeken.toml` names the list here.
SOORTEN, KANALEN, ROLLEN, REDENEN, WEIGERINGEN, UITKOMSTEN = (
    f"verzoeken:{naam}" for naam in ("soorten", "kanalen", "rollen", "redenen", "weigeringen", "uitkomsten")
)
AF = "aandachtsfunctionaris"
VASTLEGGEN = (
    Veld("soort", "Wat vraagt deze persoon?", "keuze", verplicht=True, keuzes=(SOORTEN,)),
    Veld("ontvangen", "Op welke dag kwam het binnen?", "datum", verplicht=True, toekomst=False),
    Veld("kanaal", "Hoe kwam het binnen?", "keuze", verplicht=True, keuzes=(KANALEN,)),
    Veld("rol", "Wie doet het verzoek?", "keuze", verplicht=True, keuzes=(ROLLEN,)),
    Veld("identiteit", "Is vastgesteld wie dit is?", "janee", verplicht=True, hint="Bijvoorbeeld met een paspoort."),
)
IDENTITEIT = (
    Veld(
        "vastgesteld", "Ik heb vastgesteld wie dit is", "keuze", verplicht=True, keuzes=("ja=Ja, dat is gecontroleerd",)
    ),
)
VERLENGEN = (
    Veld("reden", "Waarom is er meer tijd nodig?", "keuze", verplicht=True, keuzes=(REDENEN,)),
    Veld(
        "verteld",
        "Heb je dit de aanvrager laten weten?",
        "keuze",
        verplicht=True,
        keuzes=("ja=Ja, met de reden erbij",),
    ),
)
ANTWOORD = (
    Veld("uitkomst", "Wat is het antwoord?", "keuze", verplicht=True, keuzes=(UITKOMSTEN,)),
    Veld(
        "weigering",
        "Op welke grond weiger je?",
        "keuze",
        verplicht=True,
        keuzes=(WEIGERINGEN,),
        als="uitkomst=geweigerd",
    ),
    Veld(
        "herzien_later",
        "Wanneer kijk je hier opnieuw naar?",
        "datum",
        hint="Laat dit leeg als dat niet nodig is.",
        verleden=False,
        als="uitkomst=geweigerd",
    ),
    Veld(
        "uitstel",
        "Op welke grond stel je uit?",
        "keuze",
        verplicht=True,
        keuzes=(WEIGERINGEN,),
        als="uitkomst=uitgesteld",
    ),
    Veld(
        "herzien_op",
        "Op welke dag kijk je opnieuw?",
        "datum",
        verplicht=True,
        verleden=False,
        als="uitkomst=uitgesteld",
    ),
)
HERZIEN = (
    Veld(
        "oordeel",
        "Hoe is het nu?",
        "keuze",
        verplicht=True,
        keuzes=("open=We kunnen nu wel antwoorden", "blijft=Het antwoord blijft zoals het was"),
    ),
    Veld("opnieuw_op", "Wanneer kijk je weer?", "datum", verleden=False, als="oordeel=blijft"),
)
BEVESTIGEN = (
    Veld(
        "wissen_oordeel",
        "Mag dit worden gewist?",
        "keuze",
        verplicht=True,
        keuzes=("ja=Ja, het mag weg", "nee=Nee, bewaar het"),
    ),
)
LEG_VAST = stap(
    "leg_vast",
    "Verzoek vastleggen",
    AF,
    "Vul geen naam in en geen nummer van een zaak. Bewaar de brief van de aanvrager buiten Meldroute.",
    VASTLEGGEN,
)
STEL_VAST = stap("stel_vast", "Vastleggen wie het is", AF, "", IDENTITEIT)
VERLENG = stap(
    "verleng",
    "Twee maanden langer",
    AF,
    "Dit mag één keer. De aanvrager moet het in de eerste maand horen.",
    VERLENGEN,
)
BEANTWOORD = stap(
    "beantwoord",
    "Antwoord vastleggen",
    AF,
    "Alleen jouw werkplek ziet wat het antwoord was. Anderen zien dat er antwoord is gegeven.",
    ANTWOORD,
)
HERZIE = stap("herzie", "Opnieuw bekijken", AF, "Je hebt eerder niets gegeven. Kijk of dat nog klopt.", HERZIEN)
BEVESTIG = stap(
    "bevestig_wissen",
    "Beslissen over wissen",
    "privacyfunctionaris",
    "De werkplek vraagt om te wissen. Vraag de brief van de aanvrager op. Na een ja duurt het nog zeven dagen.",
    BEVESTIGEN,
)
STAPPEN: Mapping[str, Stap] = {een.actie: een for een in (STEL_VAST, VERLENG, BEANTWOORD, HERZIE, BEVESTIG)}


def invullen(beleid: Beleid, velden: Sequence[Veld], soort: str = "") -> tuple[Veld, ...]:
    """The fields with the choices that the table gives now; `soort` is the kind of the request they are about."""
    regels = beleid.verzoeken
    lijsten: dict[str, Mapping[str, str]] = {
        SOORTEN: {een.code: een.naam for een in regels.soorten.values()},
        KANALEN: regels.kanalen,
        ROLLEN: regels.rollen,
        REDENEN: regels.redenen,
        WEIGERINGEN: regels.weigeringen,
        UITKOMSTEN: regels.uitkomsten_voor(soort) if soort else {},
    }
    return tuple(
        replace(veld, keuzes=tuple(f"{code}={naam}" for code, naam in lijsten[veld.keuzes[0]].items()))
        if veld.keuzes and veld.keuzes[0] in lijsten
        else veld
        for veld in velden
    )


def ingevuld(beleid: Beleid, een: Stap, soort: str = "") -> Stap:
    """The step as a form with those choices."""
    return replace(een, velden=invullen(beleid, een.velden, soort))
