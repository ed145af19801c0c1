"""The forms of a data breach: four questions for who tells it, the points of the checklist, and the end."""

import re
from collections.abc import Mapping

from workflow.beleid import Beleid
from workflow.datalekregels import AP, Punt
from workflow.handeling import stap
from workflow.stap import Stap, Veld

TIJD = re.compile(r"(\d{1,2})[.:](\d{2})")
GEMEENTE, MEER = "gemeente", "alle"
PRIVACY = "privacyfunctionaris"
NAAM = "Schrijf nergens een naam of een nummer van een zaak op."
PAK_OP = stap("pak_op", "Ik pak dit op", PRIVACY, "De herinneringen dat niemand keek, stoppen dan.")
PUNT, SLUIT = "punt_", "sluit"
MELD = "meld"


def _keuzes(lijst: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{code}={naam}" for code, naam in lijst.items())


def meldvelden(beleid: Beleid, *, regio: bool) -> tuple[Veld, ...]:
    """The four questions; who works for the region also says which municipality it is about."""
    regels = beleid.datalek
    wat = {een.code: een.naam for een in regels.verliezen.values()}
    gemeenten = {een.slug: een.naam for een in beleid.gemeenten.values()} | {MEER: "Meer dan één, of dat weet ik niet"}
    velden = [
        Veld("wat", "Wat is er weg, of waar kon iemand bij?", "keuze", verplicht=True, keuzes=_keuzes(wat)),
        Veld("dag", "Op welke dag is het ontdekt?", "datum", verplicht=True, toekomst=False),
        Veld("tijd", "Hoe laat was dat?", "regel", verplicht=True, hint="Bijvoorbeeld 14.30. Ongeveer is goed."),
        Veld("loopt", "Gaat het nog door?", "keuze", verplicht=True, keuzes=_keuzes(regels.loopt)),
        Veld(
            "mensen",
            "Om de gegevens van hoeveel mensen gaat het?",
            "keuze",
            verplicht=True,
            keuzes=_keuzes(regels.mensen),
        ),
    ]
    if regio:
        velden.append(
            Veld(GEMEENTE, "Van welke gemeente zijn de gegevens?", "keuze", verplicht=True, keuzes=_keuzes(gemeenten))
        )
    return tuple(velden)


def meldstap(beleid: Beleid, *, regio: bool) -> Stap:
    """The form of who thinks that there is a breach."""
    return stap(MELD, "Datalek doorgeven", PRIVACY, NAAM, meldvelden(beleid, regio=regio))


def puntvelden(beleid: Beleid, punt: Punt, *, laat: bool) -> tuple[Veld, ...]:
    """The answer to one point with its reason; telling the authority too late asks why."""
    velden = [
        Veld("antwoord", punt.vraag, "keuze", verplicht=True, keuzes=("ja=Ja", "nee=Nee")),
        Veld("reden_ja", "Hoe?", "keuze", verplicht=True, keuzes=_keuzes(punt.ja), als="antwoord=ja"),
        Veld("reden_nee", "Waarom niet?", "keuze", verplicht=True, keuzes=_keuzes(punt.nee), als="antwoord=nee"),
    ]
    if laat and punt.code == AP:
        velden.append(
            Veld(
                "laat",
                "Waarom is het later dan 72 uur?",
                "keuze",
                verplicht=True,
                keuzes=_keuzes(beleid.datalek.laat),
                als="antwoord=ja",
            )
        )
    return tuple(velden)


def puntstap(beleid: Beleid, punt: Punt, *, laat: bool) -> Stap:
    """The form of one point."""
    velden = puntvelden(beleid, punt, laat=laat)
    return stap(f"{PUNT}{punt.code}", punt.vraag, PRIVACY, punt.uitleg, velden)


def einde_velden(beleid: Beleid) -> tuple[Veld, ...]:
    """Why it ends."""
    einden = {een.code: een.naam for een in beleid.datalek.einden.values()}
    return (Veld("einde", "Waarom sluit je het af?", "keuze", verplicht=True, keuzes=_keuzes(einden)),)


def sluitstap(beleid: Beleid) -> Stap:
    """The form to end it."""
    return stap(SLUIT, "Datalek afsluiten", PRIVACY, "Het blijft in het register staan.", einde_velden(beleid))
