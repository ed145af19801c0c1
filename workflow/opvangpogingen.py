"""Which shelters were asked and what they said; without names for who may not know where the place is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflow.antwoordtekst import regels, stap_van
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.partners import ANDERE_OPVANG
from workflow.ports import Werk
from workflow.route import Route
from workflow.trajectkader import Stapregel

# Who looks for a place and who was asked know which shelter it is; nobody else does.
GEVRAAGD = "Een opvangplek"


@dataclass(frozen=True)
class Poging:
    """One shelter that was asked. `plek` is named to the coordinator alone."""

    plek: str
    dag: str
    uitkomst: str
    toelichting: str


def pogingen(
    werk: Werk, beleid: Beleid, route: Route, stappen: Sequence[Stapregel], *, met_naam: bool
) -> tuple[Poging, ...]:
    """Every answer of a shelter, newest first.

    Without names nothing is left that tells which shelter it was: the explanation is free text, so it goes too.
    """
    gevonden: list[Poging] = []
    gevraagd = GEVRAAGD
    for een in stappen:
        if een.actie == "aanbieden":
            gevraagd = _plek(werk, beleid, route, een)
        elif een.actie == "poging":
            wanneer = _tekst(werk, beleid, route, een, "wanneer") or dag_kort(een.doc.dag)
            uitkomst = [_tekst(werk, beleid, route, een, naam) for naam in ("uitkomst", "past_niet_reden")]
            tekst = _tekst(werk, beleid, route, een, "toelichting")
            gevonden.append(Poging(_plek(werk, beleid, route, een), wanneer, ": ".join(filter(None, uitkomst)), tekst))
        elif een.actie in ("afslaan", "plek_vrij"):
            uitkomst = [_tekst(werk, beleid, route, een, "reden")] if een.actie == "afslaan" else [een.knop]
            vanaf = _tekst(werk, beleid, route, een, "plek_vanaf")
            tekst = _tekst(werk, beleid, route, een, "toelichting")
            uitkomst += [f"vanaf {vanaf}"] if vanaf else []
            gevonden.append(Poging(gevraagd, dag_kort(een.doc.dag), ", ".join(filter(None, uitkomst)), tekst))
    if not met_naam:
        gevonden = [replace(een, plek=GEVRAAGD, toelichting="") for een in gevonden]
    return tuple(reversed(gevonden))


def _plek(werk: Werk, beleid: Beleid, route: Route, een: Stapregel) -> str:
    velden = (een.doc.inhoud or {})["velden"]
    naam = "andere_opvang" if velden.get("opvangplek") == ANDERE_OPVANG else "opvangplek"
    return _tekst(werk, beleid, route, een, naam) or GEVRAAGD


def _tekst(werk: Werk, beleid: Beleid, route: Route, een: Stapregel, naam: str) -> str:
    """One answer of a step in words; "" when it was not given."""
    stap = stap_van(route, een.actie)
    velden = [veld for veld in stap.velden if veld.naam == naam] if stap is not None else []
    gevonden = regels(werk, beleid, velden, (een.doc.inhoud or {})["velden"])
    return gevonden[0][1] if gevonden else ""
