"""The guard of the echo check: which texts a step gives to a reader, and which values may stand in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from workflow import echo, echostand, persoonstappen, verstrekkingsregels, verstrekkingstappen
from workflow.context import Context
from workflow.fouten import GeenSleutel
from workflow.zaak import Document

# The steps after which a partner reads a text of the desk that made the hand-off.
NAAR_PARTNER = ("vrijgeven", "beantwoorden")


def _teksten(waarde: Any) -> Iterable[str]:
    if isinstance(waarde, str):
        yield waarde
    elif isinstance(waarde, list | tuple):
        for deel in waarde:
            yield from _teksten(deel)
    elif isinstance(waarde, dict):
        for deel in waarde.values():
            yield from _teksten(deel)


def _leesbaar(doc: Document) -> Any:
    """What of a document the next desk reads as text: of a person only the explanation."""
    inhoud = doc.inhoud or {}
    if doc.soort in (echostand.LIJST, echostand.VRIJ):
        return []
    return inhoud.get("toelichting", "") if doc.soort == "persoon" else inhoud


def _geeft_zaak(c: Context) -> bool:
    return any(sleutel.compartiment == "zaak" for sleutel in (*c.stap.geeft, *c.stap.bij_voorstel))


def zonder_bekende_namen(c: Context) -> list[str]:
    """The echo check: every outgoing text, of every role, against the list of the case."""
    kluis = persoonstappen.kluiswaarden(c)
    te_lezen: list[Any] = [{naam: waarde for naam, waarde in c.velden.items() if naam not in kluis}]
    if _geeft_zaak(c):
        # From now on somebody else reads the whole working file.
        te_lezen += [_leesbaar(doc) for doc in c.documenten("zaak")]
    if c.traject is None or c.stap.actie not in NAAR_PARTNER:
        return bekende_namen(c, te_lezen)
    extract = [doc.inhoud or {} for doc in verstrekkingsregels.uittreksel(c)]
    if c.stap.actie == "vrijgeven":
        te_lezen += [{naam: een for naam, een in inhoud.items() if naam != "gegevens"} for inhoud in extract]
    return bekende_namen(c, te_lezen, _gaat_mee(c, extract))


def antwoord_zonder_namen(c: Context) -> list[str]:
    """What a partner answered goes to the overleg only when there is something, and no name in it."""
    tekst = verstrekkingstappen.antwoord_van(c)
    if not tekst:
        return ["De partner gaf geen antwoord zonder namen. Schrijf het zelf op."]
    return bekende_namen(c, [tekst])


def _gaat_mee(c: Context, extract: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The marks of the values that this hand-off gives as such: of those people and those kinds, and of nobody else."""
    merken: set[str] = set()
    for inhoud in extract:
        for soort, waarde in inhoud.get("gegevens", {}).items():
            # Several values of one kind stand in one text.
            for een in {waarde, *str(waarde).split("; ")}:
                merken.update(echo.lijst({soort: een}, lambda wat: c.werk.sleutels.echomerk(c.zaak, wat)))
    return frozenset(merken)


def bekende_namen(c: Context, te_lezen: list[Any], mag: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong when one of these texts holds a value that the vault knows, or that goes into it now.

    In: `mag`: the marks of what the reader gets anyhow.
    """
    kluis = persoonstappen.kluiswaarden(c)

    def merk(waarde: str) -> str:
        return c.werk.sleutels.echomerk(c.zaak, waarde)

    try:
        nieuw = ({persoonstappen.kluissoort(c, naam): waarde} for naam, waarde in kluis.items())
        merken = _lijst(c).union(*(echo.lijst(een, merk) for een in nieuw)) - persoonstappen.plaatsmerken(c) - mag
    except GeenSleutel:
        return ["Je kunt deze zaak niet openen. Vraag een collega met een sleutel."]
    gevonden = any(echo.bevat_bekende(tekst, merken, merk) for tekst in _teksten(te_lezen))
    return ["Er staat een naam of nummer uit de kluis in een tekst. Gebruik het P-nummer."] if gevonden else []


def _lijst(c: Context) -> frozenset[str]:
    """The list that counts for who reads this: a partner gets a place only where the covenant gives it as it stands."""
    if c.traject is None or c.stap.actie not in NAAR_PARTNER:
        return c.echolijst()
    heel = verstrekkingsregels.besluit(c, c.traject, "D1").hoogste_vorm == "J"
    toch = c.traject.vorm == "J" and "D1" in c.traject.kenmerken.get("uitzondering", ())
    return c.echolijst_buiten(plaats_mag=heel or toch)
