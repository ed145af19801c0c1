"""Who may see what of a case, in words: from the wraps that exist, so it is never a promise."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow import afschermen
from workflow.beleid import Beleid
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst
from workflow.zaak import Zaak
from workflow.zaakzicht import AF, AF_DAAR, HERKOMST, STATUS, VA, VANGNET

WAT = {
    "ruw": "het signaal",
    "melder": "wie de melder is",
    "draad": "het contact met de melder",
    "zaak": "de zaak",
    "ident": "de namen",
    "vs": "een verstrekking",
    "actie": "een actie",
    "aanvraag": "een vraag om opvang",
    "opvang": "het adres van de opvang",
    "stuk": "een stuk voor het overleg",
}
VERBORGEN = {
    AF: (),
    AF_DAAR: ("Het signaal zoals het binnenkwam", "Wie de melder is", "Namen en nummers van personen"),
    VA: ("Het signaal zoals het binnenkwam", "Wie de melder is", "Namen en nummers van personen"),
    VANGNET: ("Wie de melder is", "Het contact met de melder"),
    STATUS: ("De inhoud van de zaak", "Wie de melder is", "Namen en nummers van personen"),
    HERKOMST: ("De inhoud van de zaak", "Namen en nummers van personen"),
}
UITLEG_NAAM = "Alleen wie hieronder staat, kan deze zaak openen. Collega's zien niet dat de zaak er is."
UITLEG_STAP = "De zaak gaat niet naar het overleg. Je kunt haar direct in aanpak nemen of voorleggen."
TE_WEINIG = "Minder dan 2 mensen kunnen deze zaak nog openen. Geef een collega toegang met de knop 'Toegang geven'."
GEEN_COLLEGA = "Minder dan 2 mensen kunnen deze zaak nog openen. Vraag de beheerder om een collega voor je werkplek."
VERLOREN = "{naam} kan deze zaak niet meer openen, want de sleutel is veranderd. Je kunt opnieuw toegang geven."
VOLGCODE, OPEN = "volgcode", "open"
# Where somebody is safe is known to the coordinator and the shelter alone, so no list names the shelter.
OPVANG, ZONDER_NAAM = "opvang-", "Een opvangplek"


def _wie(werk: Werk, beleid: Beleid, werkplek: str) -> str:
    if werkplek == VOLGCODE:
        return "De melder, met de volgcode"
    if werkplek.startswith(OPVANG):
        return ZONDER_NAAM
    if afschermen.is_persoon(werkplek):
        return _naam(werk, werkplek)
    if werkplek.startswith(f"{afschermen.NOOD}."):
        return f"De papieren noodcodes van {gemeente_tekst(beleid, werkplek.rpartition('.')[2])}"
    tekst = werkplek_tekst(beleid, werkplek)
    if werkplek.rpartition(".")[2] != werk.actor.tenant:
        return tekst
    namen = ", ".join(een.naam for een in werk.mensen.van_werkplek(werkplek))
    return f"{tekst} ({namen})" if namen else tekst


def _naam(werk: Werk, ontvanger: str) -> str:
    try:
        return werk.mensen.get(afschermen.id_van(ontvanger)).naam
    except NietGevonden:
        return "Iemand die weg is"


def _opsomming(woorden: Sequence[str]) -> str:
    if len(woorden) == 1:
        return woorden[0]
    return f"{', '.join(woorden[:-1])} en {woorden[-1]}"


@dataclass(frozen=True)
class Afgeschermd:
    """The box of a protected case: what that means, who reads it, and in red when too few can still open it."""

    uitleg: tuple[str, ...]
    namen: tuple[str, ...]
    waarschuwing: str
    verloren: tuple[str, ...]


def afgeschermd(werk: Werk, zaak: Zaak, soort: str) -> Afgeschermd | None:
    """That box; None for an ordinary case, and for who does not work on it."""
    if not zaak.afgeschermd or soort not in (AF, VA):
        return None
    plekken = [f"{naam}.{zaak.houder}" for naam in ("af", "overleg")]
    genoemd = dict.fromkeys(een for plek in plekken for een in afschermen.namen(zaak, plek))
    levend = {afschermen.persoonsnaam(een.id, een.tenant) for p in plekken for een in afschermen.levende(werk, zaak, p)}
    waarschuwing = ""
    if afschermen.te_weinig(werk, zaak):
        waarschuwing = TE_WEINIG if afschermen.kandidaten(werk, zaak) else GEEN_COLLEGA
    return Afgeschermd(
        uitleg=(UITLEG_NAAM, UITLEG_STAP),
        namen=tuple(_naam(werk, een) for een in genoemd if een in levend),
        waarschuwing=waarschuwing,
        verloren=tuple(VERLOREN.format(naam=_naam(werk, een)) for een in genoemd if een not in levend),
    )


def lezers(werk: Werk, beleid: Beleid, zaak: Zaak) -> list[str]:
    """One line per desk that holds a key, and one for keys that are not open yet or any more."""
    per_plek: dict[tuple[str, str], list[str]] = {}
    for compartiment, werkplek, status in werk.sleutels.houders(zaak):
        wat = WAT.get(compartiment.partition(":")[0], compartiment)
        gevonden = per_plek.setdefault((werkplek, status), [])
        if wat not in gevonden:
            gevonden.append(wat)
    regels = []
    for (werkplek, status), woorden in sorted(per_plek.items()):
        dicht = "" if status == OPEN else " (nu gesloten)"
        regels.append(f"{_wie(werk, beleid, werkplek)}: {_opsomming(woorden)}{dicht}")
    return list(dict.fromkeys(regels))
