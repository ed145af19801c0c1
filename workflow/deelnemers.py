"""Whose key the sitting of a meeting may be given to: one that a desk vouches for, or that the chair checks now.

A participant sits at no desk, so no colleague compared his words when he got his account, or a new key. A beheerder
could make that key his own with an invitation to recover: so the chair telephones before the first sitting.
"""

from collections.abc import Mapping, Sequence

from workflow.fouten import StapGeweigerd
from workflow.lidmaatschap import NieuweSleutel
from workflow.ports import Werk
from workflow.zaak import Overleg, Persoon

VERGELIJK = "Vergelijk eerst aan de telefoon de vijf woorden van {naam}. Vink dat daarna aan."
VERANDERD = "De sleutel van {naam} is net veranderd. Bel opnieuw en vergelijk de vijf nieuwe woorden."
VREEMD = "De sleutel van {naam} klopt niet. Laat {naam} nu weg en bel de beheerder."


def vinkje(code: str, sleutel: NieuweSleutel) -> str:
    """What a tick says that was set under the words of this very key: under another key it is not set."""
    return f"{code}.{sleutel.publiek.hex()}"


def bevestigde_sleutels(
    werk: Werk, overleg: Overleg, mensen: Sequence[Persoon], vergeleken: Sequence[str]
) -> Mapping[bytes, bytes]:
    """The keys of these people that the chair compared just now, by person.

    In: `vergeleken`, the ticks.
    Errors: StapGeweigerd when a new key was not compared, or is not the one that was shown.
    """
    nieuw = werk.overleggen.nieuwe_sleutels(overleg.gemeente, [een.id for een in mensen])
    punten = []
    for wie in (een for een in mensen if een.id in nieuw):
        code, sleutel = wie.id.hex(), nieuw[wie.id]
        if not sleutel.publiek:
            punten.append(VREEMD.format(naam=wie.naam))
        elif vinkje(code, sleutel) not in vergeleken:
            eerder = any(een.startswith(f"{code}.") for een in vergeleken)
            punten.append((VERANDERD if eerder else VERGELIJK).format(naam=wie.naam))
    if punten:
        raise StapGeweigerd(punten)
    return {persoon_id: sleutel.publiek for persoon_id, sleutel in nieuw.items()}
