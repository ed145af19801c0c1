"""The guards of the route of shelter: consent, the reflection period, and moving to another shelter."""

from collections.abc import Callable, Mapping
from typing import Any

from workflow.context import Context
from workflow.fouten import NietGevonden
from workflow.markeerpatronen import vondsten
from workflow.zaak import Traject

TOESTEMMING = "toestemming"
GEEN_ADRES = "Noem hier geen adres. De gemeente leest dit ook, en weet niet waar de opvang is."
# Who may stay here has no reflection period (Vreemdelingencirculaire B8/3).
MET_VERBLIJF = ("nl", "eu", "derde_met")


def aanvraag_van(c: Context, traject: Traject) -> Mapping[str, Any]:
    """The request as it was sealed, opened for this step (logged); {} without its key."""
    if "aanvraag" not in c.vooraf:
        naam = traject.compartiment("aanvraag")
        docs = c.werk.documenten.open(traject, [naam], f"stap {c.stap.actie}")
        c.vooraf["aanvraag"] = next((doc.inhoud or {} for doc in docs if doc.soort == "aanvraag"), {})
    gevonden: Mapping[str, Any] = c.vooraf["aanvraag"]
    return gevonden


def _kenmerk(c: Context, naam: str) -> Any:
    return c.traject.kenmerken.get(naam) if c.traject is not None else None


def nog_geen_antwoord(c: Context) -> list[str]:
    """A shelter says once that it has a place."""
    return ["Dit antwoord is al gegeven."] if _kenmerk(c, "plek_vrij") else []


def toestemming_niet_weg(c: Context) -> list[str]:
    """Consent that was taken back carries no placement; only danger for a life does."""
    if not _kenmerk(c, "toestemming_weg") or c.velden.get(TOESTEMMING) != TOESTEMMING:
        return []
    return ["De toestemming is ingetrokken. Vraag de aandachtsfunctionaris om een nieuwe aanvraag."]


def met_toestemming(c: Context) -> list[str]:
    """Only a request that rests on consent stops when that is taken back."""
    if _kenmerk(c, TOESTEMMING) == TOESTEMMING:
        return []
    return ["Deze aanvraag rust niet op toestemming. Kies dan 'Stoppen met zoeken'."]


def zonder_verblijfsrecht(c: Context) -> list[str]:
    """The reflection period is for who has no right to stay; an unknown right is for the police to find out."""
    if c.traject is None or aanvraag_van(c, c.traject).get("verblijf") not in MET_VERBLIJF:
        return []
    return ["De bedenktijd is alleen voor wie geen verblijfsrecht heeft. In de aanvraag staat dat dat er wel is."]


def bedenktijd_loopt(c: Context) -> list[str]:
    """The reflection period can end only when it runs, and not before it began."""
    begin = _kenmerk(c, "bedenktijd")
    if not begin or _kenmerk(c, "bedenktijd_einde"):
        return ["Er loopt geen bedenktijd."]
    if str(c.velden.get("datum", begin)) < str(begin):
        return ["De bedenktijd kan niet eindigen voor de dag dat hij begon."]
    return []


def nog_niet_overgeplaatst(c: Context) -> list[str]:
    """One search for another shelter at a time."""
    volgende = _kenmerk(c, "volgende")
    if not volgende:
        return []
    try:
        ander = c.werk.trajecten.get(bytes.fromhex(volgende))
    except NietGevonden:
        return []
    return [f"Er wordt al andere opvang gezocht: {ander.nummer}."] if c.is_open(ander) else []


def zonder_adres(c: Context) -> list[str]:
    """What the municipality reads as well holds no address: where a shelter is, stands under `opvang` alone."""
    teksten = [str(c.velden.get(veld.naam, "")) for veld in c.stap.velden if veld.soort in ("tekst", "regel")]
    gevonden = (soort for tekst in teksten for _, _, soort, _ in vondsten(tekst, c.beleid.markeren))
    return [GEEN_ADRES] if "adres" in gevonden else []


VOORWAARDEN: dict[str, Callable[[Context], list[str]]] = {
    "bedenktijd_loopt": bedenktijd_loopt,
    "met_toestemming": met_toestemming,
    "nog_geen_antwoord": nog_geen_antwoord,
    "nog_niet_overgeplaatst": nog_niet_overgeplaatst,
    "toestemming_niet_weg": toestemming_niet_weg,
    "zonder_adres": zonder_adres,
    "zonder_verblijfsrecht": zonder_verblijfsrecht,
}
