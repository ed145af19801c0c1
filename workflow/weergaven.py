"""The fixed views of the queue: which states each shows, and who has which."""

import re

from workflow.ports import Werk
from workflow.route import Route
from workflow.zaakzicht import VANGNETPLEK

OPEN, NIEUW, TE_LAAT, BEOORDELING, WACHT = "open", "nieuw", "te_laat", "in_beoordeling", "wacht"
AANPAK, AFGESLOTEN, VANGNET = "aanpak", "afgesloten", "vangnet"
NAMEN = {
    OPEN: "Alles wat loopt",
    NIEUW: "Nieuw",
    TE_LAAT: "Te laat",
    BEOORDELING: "In beoordeling",
    WACHT: "Wacht op antwoord",
    AANPAK: "Agenda en aanpak",
    AFGESLOTEN: "Afgesloten",
    VANGNET: "Vangnet",
}
# What another municipality presents to this one waits here for its first reader, so it stands under "Nieuw" too.
VOORGELEGD = "voorgelegd"
VAST = {
    NIEUW: ("ingediend",),
    BEOORDELING: ("in_beoordeling", "in_onderzoek"),
    WACHT: ("aanvulling_gevraagd", VOORGELEGD),
}
_NUMMER = re.compile(r"(MH-?)?([0-9A-Z]{4})-?([0-9A-Z]{4})")


def staten(route: Route, weergave: str) -> tuple[str, ...]:
    """The states of a view. What no other view shows is in `aanpak`, so no state is ever lost."""
    if weergave in VAST:
        return VAST[weergave]
    if weergave == AFGESLOTEN:
        return tuple(een.naam for een in route.staten if een.eind)
    open_ = tuple(een.naam for een in route.staten if not een.eind)
    if weergave in (OPEN, TE_LAAT):
        return open_
    elders = {naam for namen in VAST.values() for naam in namen}
    return tuple(naam for naam in open_ if naam not in elders)


def lees_nummer(tekst: str) -> str:
    """A case number as people type it; "" when it is none."""
    gevonden = _NUMMER.fullmatch(re.sub(r"\s", "", tekst.upper()).translate(str.maketrans("OIL", "011")))
    return f"MH-{gevonden[2]}-{gevonden[3]}" if gevonden else ""


def is_houder(werk: Werk) -> bool:
    return werk.actor.zit_aan(f"af.{werk.actor.tenant}")


def is_adviseur(werk: Werk) -> bool:
    return werk.actor.zit_aan(f"overleg.{werk.actor.tenant}")


def weergaven(werk: Werk) -> tuple[str, ...]:
    """The views of this person: those of his municipality, and the released cases for the safety net."""
    eigen: tuple[str, ...] = ()
    if is_houder(werk):
        eigen = (OPEN, NIEUW, TE_LAAT, BEOORDELING, WACHT, AANPAK, AFGESLOTEN)
    elif is_adviseur(werk):
        # He holds no key of a case that has ended, and the table gives him no status of it either.
        eigen = (OPEN, NIEUW, TE_LAAT, BEOORDELING, WACHT, AANPAK)
    return (*eigen, VANGNET) if werk.actor.zit_aan(VANGNETPLEK) else eigen
