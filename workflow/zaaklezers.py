"""Who may see what of a case, in words: from the wraps that exist, so it is never a promise."""

from collections.abc import Sequence

from workflow.beleid import Beleid
from workflow.ports import Werk
from workflow.werkplektekst import werkplek_tekst
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
VOLGCODE, OPEN = "volgcode", "open"
# Where somebody is safe is known to the coordinator and the shelter alone, so no list names the shelter.
OPVANG, ZONDER_NAAM = "opvang-", "Een opvangplek"


def _wie(werk: Werk, beleid: Beleid, werkplek: str) -> str:
    if werkplek == VOLGCODE:
        return "De melder, met de volgcode"
    if werkplek.startswith(OPVANG):
        return ZONDER_NAAM
    tekst = werkplek_tekst(beleid, werkplek)
    if werkplek.rpartition(".")[2] != werk.actor.tenant:
        return tekst
    namen = ", ".join(een.naam for een in werk.mensen.van_werkplek(werkplek))
    return f"{tekst} ({namen})" if namen else tekst


def _opsomming(woorden: Sequence[str]) -> str:
    if len(woorden) == 1:
        return woorden[0]
    return f"{', '.join(woorden[:-1])} en {woorden[-1]}"


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
