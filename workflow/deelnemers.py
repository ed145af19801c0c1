"""Whose key the sitting of a meeting may be given to: one that a desk vouches for, or that the chair checks now.

A participant sits at no desk, so no colleague compared his words when he got his account, or a new key. A beheerder
could make that key his own with an invitation to recover: so the chair telephones before the first sitting.
"""

from collections.abc import Mapping, Sequence

from workflow.fouten import StapGeweigerd
from workflow.lidmaatschap import NieuweSleutel
from workflow.overlegstand import Overlegstand
from workflow.ports import Werk
from workflow.zaak import Overleg, Persoon

VERGELIJK = "Vergelijk eerst aan de telefoon de vijf woorden van {naam}. Vink dat daarna aan."
VERANDERD = "De sleutel van {naam} is net veranderd. Bel opnieuw en vergelijk de vijf nieuwe woorden."
GEEN_VOORZITTER = "Er is nog geen voorzitter. Vink aan dat jij er bent en hebt getekend, of kies wie voorzit."
NIET_AANWEZIG = "De voorzitter is er niet. Kies een voorzitter die aanwezig is."
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


def kies_voorzitter(
    werk: Werk, stand: Overlegstand, aanwezig: Sequence[str], versie: str, gekozen: str
) -> tuple[list[str], str]:
    """Who is present and who of them chairs. A meeting without chair does not open.

    In: ids in hex; `gekozen` is who was named, "" for nobody. Without a name it is who was to chair, else who opens,
    else another veiligheidsadviseur who is there. Who opens it is there himself: he counts as present and chairs when
    he signed and nobody else can.
    Errors: StapGeweigerd.
    """
    bureau = [een.id.hex() for een in werk.mensen.van_werkplek(f"overleg.{werk.actor.tenant}")]
    zelf = werk.actor.persoon_id.hex() if werk.actor.persoon_id is not None else ""
    if gekozen and (gekozen not in aanwezig or gekozen not in bureau):
        raise StapGeweigerd([NIET_AANWEZIG])
    for een in (gekozen, stand.voorzitter, zelf, *bureau):
        if een in bureau and een in aanwezig:
            return list(aanwezig), een
    if zelf in bureau and stand.heeft_getekend(zelf, versie):
        return [*aanwezig, zelf], zelf
    raise StapGeweigerd([GEEN_VOORZITTER])
