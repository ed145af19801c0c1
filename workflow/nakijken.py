"""What a second person looks at: an exception before it goes out, a vital interest after it went out.

Who made a hand-off and who released it stand with it by their person; neither may be the second one.
"""

from collections.abc import Callable
from datetime import date

from workflow.actor import Actor
from workflow.afschermen import werkt_aan
from workflow.context import Context
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.stap import Stap
from workflow.termijnen import TIJDZONE
from workflow.zaak import Traject

# The clock of the second look afterwards, and its term.
GROEP, TERMIJN = "vitaal_nakijken", "instemming_achteraf"
TERECHT, NIET_TERECHT = "terecht", "niet_terecht"
PLEKKEN = ("af", "overleg")
WAT_UITZONDERING = "Kijk een uitzondering na. Jij bent de tweede persoon"
WAT_VITAAL = "Kijk na of er gevaar was voor een leven"
TWEEDE = "Jij maakte of verstuurde dit zelf. Een ander moet dit nakijken."


def uitzondering_wacht(traject: Traject) -> bool:
    """True while an exception to the covenant has no second person yet."""
    return bool(traject.kenmerken.get("uitzondering")) and not traject.kenmerken.get("toegestaan_door")


def vitaal_wacht(traject: Traject) -> bool:
    """True while nobody looked afterwards at what went out for a vital interest."""
    return bool(traject.kenmerken.get("nakijken_voor")) and not traject.kenmerken.get("nagekeken")


def nakijken_voor(traject: Traject) -> date | None:
    """The last day for that second look; None when none is waited for."""
    return date.fromisoformat(str(traject.kenmerken["nakijken_voor"])) if vitaal_wacht(traject) else None


def is_ander(actor: Actor, traject: Traject) -> bool:
    """True for a person who neither made nor released this hand-off."""
    eersten = {traject.kenmerken.get(naam) for naam in ("gemaakt_door", "vrijgegeven_door")}
    return actor.persoon_id is not None and actor.persoon_id.hex() not in eersten


def had_toestemming(traject: Traject) -> bool:
    """True when consent was stated with this hand-off."""
    return traject.kenmerken.get("toestemming") == "ja" or "toestemming" in traject.kenmerken.get("omstandigheden", ())


def _van(vraag: Callable[[Werk, Traject], bool], punt: str) -> Callable[[Context], list[str]]:
    def voorwaarde(c: Context) -> list[str]:
        return [] if c.traject is not None and vraag(c.werk, c.traject) else [punt]

    return voorwaarde


def _kan_lezen(werk: Werk, traject: Traject) -> bool:
    return werk.sleutels.kan_openen(traject, traject.compartiment("vs"))


def _nagekeken(werk: Werk, traject: Traject) -> bool:
    # A second person who is the first one was written past the product.
    zelfde = traject.kenmerken.get("toegestaan_door") == traject.kenmerken.get("gemaakt_door")
    return not traject.kenmerken.get("uitzondering") or not (uitzondering_wacht(traject) or zelfde)


def _over_te_nemen(_werk: Werk, traject: Traject) -> bool:
    return traject.vorm == "J" and not traject.kenmerken.get("overgenomen")


VRAGEN: dict[str, tuple[Callable[[Werk, Traject], bool], str]] = {
    "antwoord_over_te_nemen": (_over_te_nemen, "Het antwoord staat al bij de zaak, of het hoeft niet."),
    "is_de_tweede": (lambda werk, traject: is_ander(werk.actor, traject), TWEEDE),
    "kan_het_lezen": (_kan_lezen, "Je kunt deze verstrekking niet openen. Vraag een collega die dat wel kan."),
    "toestemming_gegeven": (
        lambda _werk, traject: had_toestemming(traject),
        "Bij deze verstrekking was geen toestemming gegeven.",
    ),
    "uitzondering_gevraagd": (
        lambda _werk, traject: uitzondering_wacht(traject),
        "Er wacht geen uitzondering op een tweede persoon.",
    ),
    "uitzondering_nagekeken": (_nagekeken, "Een tweede persoon moet de uitzondering eerst toestaan."),
    "vitaal_belang_wacht": (
        lambda _werk, traject: vitaal_wacht(traject),
        "Dit is al nagekeken, of het hoeft niet.",
    ),
}
VOORWAARDEN = {naam: _van(vraag, punt) for naam, (vraag, punt) in VRAGEN.items()}
# A step that has one of these guards is offered only to who can take it.
VERBERGT = frozenset(VRAGEN) - {"uitzondering_nagekeken"}


def verborgen(werk: Werk, traject: Traject, stap: Stap) -> bool:
    """True for a step of a second look that is not for this person, or not now."""
    return any(not VRAGEN[naam][0](werk, traject) for naam in stap.voorwaarden if naam in VERBERGT)


def te_laat(werk: Werk, traject: Traject) -> bool:
    """True when the second look afterwards is overdue."""
    voor = nakijken_voor(traject)
    return voor is not None and werk.nu.astimezone(TIJDZONE).date() > voor


def mijn_beurt(werk: Werk) -> list[Traject]:
    """The hand-offs of my municipality that I must look at as the second person."""
    gevonden = []
    for traject in werk.trajecten.van_gemeente("verstrekking") if werk.actor.werkplekken else []:
        uitzondering = uitzondering_wacht(traject) and traject.staat == "concept"
        if not (uitzondering or vitaal_wacht(traject)) or not is_ander(werk.actor, traject):
            continue
        try:
            zaak = werk.zaken.get(traject.zaak_id)
        except NietGevonden:
            continue
        if any(werkt_aan(werk.actor, zaak, f"{plek}.{zaak.houder}") for plek in PLEKKEN) and _kan_lezen(werk, traject):
            gevonden.append(traject)
    return gevonden
