"""The weighings of a signal: questions with a reason, in five rounds. Nothing is counted and nothing is added up.

Source: CCV modelprotocol ondermijning. 1: is this a signal of that kind; 2A: is it a task of the municipality; 2B: is
it here; 3: is it concrete and recent enough; 4: what does the source research lead to; 5: is there enough for an
approach.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workflow import bronnen
from workflow.antwoordtekst import REDEN
from workflow.beleid import Beleid
from workflow.context import Context
from workflow.datumtekst import dag_kort
from workflow.route import Route
from workflow.stap import Stap, Veld
from workflow.zaak import Document, Zaak

EERSTE = ("weging_1", "weging_2a", "weging_2b", "weging_3")
WEGINGEN = (*EERSTE, "weging_4", "weging_5")
PUNTEN = "weging_3_punten"
NOG_NIET = "Nog niet gewogen"
DIRECT = "direct_oppakken"
# Too little for the overleg, and still something for a department or for care.
LICHT = ("licht", "zorg")
NIET = "Kies 'Niet in behandeling nemen'."
WIJST = {
    "weging_1": f"Weging 1 is nee. {NIET}",
    "weging_2a": f"Weging 2A is nee. {NIET} Schrijf de melder wie er wel over gaat.",
    "weging_2b": "Weging 2B is nee. Kies 'Voorleggen aan andere gemeente'.",
    "weging_3": f"Weging 3 is nee. {NIET} Of kies 'Direct in aanpak nemen' voor handhaving of zorg.",
}
LICHT_TEKST = "Weging 3 is nee. Direct in aanpak nemen kan dan alleen als er zorg nodig is, of als de zaak te licht is."
NIETS = f"Weging 4 is: geen aanpak nodig. {NIET}"
VIJF_NEE = "Weging 5 is nee. Kies 'Terug naar de aandachtsfunctionaris', of neem de zaak niet in behandeling."
VIJF_REDEN = "Schrijf bij weging 5 waarom je dat vindt."


@dataclass(frozen=True)
class Weegregel:
    """One weighing as the page of a case shows it."""

    vraag: str
    antwoord: str
    reden: str
    wie: str
    dag: str


# -- the guards


def weging_compleet(c: Context) -> list[str]:
    """A case goes on here only when each weighing allows it; otherwise which button fits. Source: CCV, stap 1-3."""
    direct = c.stap.actie == DIRECT
    punten = []
    for naam, tekst in WIJST.items():
        if c.velden.get(naam) != "nee":
            continue
        if naam != "weging_3" or not direct:
            punten.append(tekst)
        elif c.velden.get("reden") not in LICHT:
            punten.append(LICHT_TEKST)
    return [*punten, *([NIETS] if c.velden.get("weging_4") == "niets" else [])]


def weging_5(c: Context) -> list[str]:
    """Weighing 5 may be left open; answered, it has a reason, and "nee" takes nothing up."""
    antwoord = c.velden.get("weging_5")
    if antwoord == "nee":
        return [VIJF_NEE]
    return [VIJF_REDEN] if antwoord and not c.velden.get("weging_5_reden") else []


# -- what was weighed before


def _stappen(documenten: Sequence[Document]) -> list[tuple[Document, str, Mapping[str, Any]]]:
    """(document, action, answers) of the steps in the working file, oldest first."""
    return [
        (doc, str((doc.inhoud or {}).get("actie", "")), (doc.inhoud or {}).get("velden", {}))
        for doc in documenten
        if doc.compartiment == "zaak" and doc.soort == "stap"
    ]


def vooraf(stap: Stap, documenten: Sequence[Document]) -> dict[str, Any]:
    """The answers that a form starts with: what was weighed before, each with its reason.

    What a later step took back (presented elsewhere, researched again) is asked anew.
    """
    hier = {veld.naam for veld in stap.velden} & set(WEGINGEN)
    if not hier:
        return {}
    gevonden: dict[str, Any] = {}
    for _, actie, velden in _stappen(documenten):
        for naam in hier:
            if velden.get(naam) and velden.get(naam + REDEN):
                gevonden |= {een: velden[een] for een in (naam, naam + REDEN)}
                if naam == "weging_3":
                    gevonden[PUNTEN] = list(velden.get(PUNTEN, ()))
        vervalt = {"voorleggen": "weging_2b", bronnen.ANTWOORD: "weging_4"}.get(actie)
        if vervalt:
            gevonden.pop(vervalt, None)
            gevonden.pop(vervalt + REDEN, None)
    return gevonden


def tabel(
    beleid: Beleid, route: Route, zaak: Zaak, documenten: Sequence[Document], namen: Mapping[str, str]
) -> list[Weegregel]:
    """The weighings in their order, each with the newest answer; what must still be weighed says so."""
    vragen = {veld.naam: veld for stap in route.stappen for veld in stap.velden if veld.naam in (*WEGINGEN, PUNTEN)}
    if "weging_1" in vragen:
        # The first weighing asks about the kind of signal that it is.
        eigen = beleid.soorten.van(zaak.soort).weging_1
        vragen["weging_1"] = replace(vragen["weging_1"], label=eigen or vragen["weging_1"].label)
    laatste: dict[str, Weegregel] = {}
    for doc, actie, velden in _stappen(documenten):
        for naam in WEGINGEN:
            antwoord = _antwoord(beleid, vragen, naam, actie, velden)
            if antwoord and naam in vragen:
                alias = str((doc.inhoud or {})["door"])
                reden = str(velden.get(naam + REDEN, ""))
                laatste[naam] = Weegregel(
                    vragen[naam].label, antwoord, reden, namen.get(alias, alias), dag_kort(doc.dag)
                )
    nodig = (*EERSTE, *(["weging_4"] if bronnen.onderzocht(zaak) else []))
    for naam in nodig:
        if naam in vragen:
            laatste.setdefault(naam, Weegregel(vragen[naam].label, NOG_NIET, "", "", ""))
    return [laatste[naam] for naam in WEGINGEN if naam in laatste]


def _antwoord(beleid: Beleid, vragen: Mapping[str, Veld], naam: str, actie: str, velden: Mapping[str, Any]) -> str:
    """What a step answered to one weighing, in words; "" when it did not."""
    if velden.get(naam) and naam in vragen:
        tekst = beleid.label(vragen[naam], str(velden[naam]))
        punten = velden.get(PUNTEN, ()) if naam == "weging_3" and PUNTEN in vragen else ()
        return ". ".join([tekst, *(beleid.label(vragen[PUNTEN], str(een)) for een in punten)])
    if naam == "weging_2b" and actie == "voorleggen":
        naar = beleid.gemeenten.get(str(velden.get("naar_gemeente", "")))
        return f"Nee, {naar.naam}" if naar else "Nee"
    # The refusal asks only why it is not enough.
    return "Nee" if naam == "weging_3" and actie == "niet_in_behandeling_nemen" else ""
