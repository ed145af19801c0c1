"""Which signals of a year are about what: a signal counts under the kind that it had when that year ended.

A count leads back to no case, so nobody can look up later what became of a signal. A change of kind is therefore a
count of its own, and moves one signal of the same quarter, municipality and entrance to its own kind. A change in a
later year moves nothing: the figures of a year never change, or the old ones could be subtracted from the new.
"""

from collections.abc import Sequence
from dataclasses import replace

from workflow.soortcodes import STANDAARD, telcode
from workflow.telling import Telling

INGEDIEND, WISSEL = "ingediend", "soort"


def soort_van(een: Telling) -> str:
    """The kind that a count is about."""
    return een.codes.get("soort", STANDAARD)


def ingediend(tellingen: Sequence[Telling], jaar: str) -> list[Telling]:
    """The signals of a year, each under the kind that it had at the end of it. In: all counts of that year."""
    signalen = [een for een in tellingen if een.codes.get("gebeurtenis") == INGEDIEND]
    wissels = [
        een
        for een in tellingen
        if een.codes.get("gebeurtenis") == WISSEL and een.codes.get("kwartaal", "").startswith(f"{jaar}-")
    ]
    # A signal that changed twice can only make its second move after its first: go round until nothing moves.
    while rest := [een for een in wissels if not _verplaats(signalen, een)]:
        if len(rest) == len(wissels):
            break
        wissels = rest
    return signalen


def _verplaats(signalen: list[Telling], wissel: Telling) -> bool:
    codes = wissel.codes
    zoek = (codes["kwartaal"], codes["gemeente"], codes["ingang"], codes["van"])
    for plek, een in enumerate(signalen):
        if (een.kwartaal, een.gemeente, een.codes.get("ingang", ""), soort_van(een)) == zoek:
            oud = {naam: waarde for naam, waarde in een.codes.items() if naam != "soort"}
            signalen[plek] = replace(een, codes={**oud, **telcode(codes["soort"])})
            return True
    return False
