"""What may stand in a hand-off: the covenant per fact, the ground test, and who may make which form."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.context import Context
from workflow.convenant import Besluit
from workflow.zaak import Document, Traject


def ontvanger_naam(traject: Traject) -> str:
    """The recipient as the covenant names it."""
    return traject.ontvanger.rpartition(".")[0]


def uittreksel(c: Context) -> list[Document]:
    """The documents of the hand-off that its recipient will read."""
    if c.traject is None:
        return []
    naam = c.traject.compartiment("vs")
    docs = c.werk.documenten.open(c.traject, [naam], "vrijgeven")
    return [doc for doc in docs if doc.soort in ("feit", "persoon", "opdracht")]


def leeftijden(personen: Sequence[Mapping[str, Any]]) -> set[str]:
    """The age circumstance of these people: only when it holds for all of them."""
    klassen = {str(een.get("leeftijdsklasse")) for een in personen}
    return klassen if len(klassen) == 1 else set()


def omstandigheden(c: Context, traject: Traject) -> set[str]:
    """The circumstances that the covenant asks for: what the maker stated, and what the case shows."""
    gevonden = set(traject.kenmerken.get("omstandigheden", []))
    if any(str(vorm).startswith("ARBEID") for vorm in c.zaak.kenmerken.get("vormen", [])):
        gevonden.add("arbeid")
    if any(een.staat == "geplaatst" for een in c.trajecten("opvang")):
        gevonden |= {"opvang", "geplaatst"}
    if any(een.soort == "2a" and een.staat == "akkoord" for een in c.werk.controles.checks(c.zaak.id)):
        gevonden.add("privacycheck_2a")
    return gevonden & set(c.beleid.convenant.omstandigheden)


def besluit(c: Context, traject: Traject, categorie: str) -> Besluit:
    """What the covenant says of one category for this recipient in this form."""
    naam = ontvanger_naam(traject)
    return c.beleid.convenant.besluit(categorie, naam, traject.vorm, omstandigheden(c, traject))


def categorie_van(rol: str, gegeven: str = "") -> str:
    """The category of a person by his role, or of one of the facts that the vault holds about him."""
    if gegeven == "adres":
        return "D6"
    return {"dader": "D4", "kind": "D9"}.get(rol, "D2")


def convenant(c: Context) -> list[str]:
    """Every fact and every person of the hand-off must be allowed to this recipient in this form."""
    if c.traject is None:
        return []
    gebruikt = {categorie for doc in uittreksel(c) for categorie in (doc.inhoud or {}).get("categorieen", [])}
    besluiten = [besluit(c, c.traject, categorie) for categorie in sorted(gebruikt)]
    return [een.reden for een in besluiten if not een.mag]


def _eerst_zonder_namen(c: Context, traject: Traject) -> list[str]:
    """The first contact with a partner is pseudonymous; names are a second step, but for a vital interest.

    The registration of minors at Veilig Thuis carries names by agreement of the region.
    """
    if traject.vorm != "J" or traject.kenmerken.get("vitaal_belang") or traject.kenmerken.get("doel") == "registratie":
        return []
    eerder = ("ontvangen", "opgepakt", "vraag", "teruggekoppeld")
    if any(
        een.ontvanger == traject.ontvanger and een.vorm == "P" and een.staat in eerder
        for een in c.trajecten("verstrekking")
    ):
        return []
    return ["Stuur deze partner eerst een verstrekking zonder namen. Namen zijn een tweede stap."]


def grondslagtoets(c: Context) -> list[str]:
    """Purpose, ground, necessity, subsidiarity, consent and an end date must stand in the hand-off."""
    if c.traject is None:
        return []
    opdracht = next((doc.inhoud or {} for doc in uittreksel(c) if doc.soort == "opdracht"), {})
    motivering = c.werk.documenten.open(c.zaak, ["zaak"], "grondslagtoets")
    reden: dict[str, object] = {}
    for doc in motivering:
        if doc.soort == "motivering" and (doc.inhoud or {}).get("traject") == c.traject.id.hex():
            reden = dict(doc.inhoud or {})
    missend = [naam for naam in ("doel", "grond") if not opdracht.get(naam)]
    missend += [naam for naam in ("noodzaak", "subsidiariteit", "toestemming") if not reden.get(naam)]
    punten = [f"Vul in: {naam}." for naam in missend]
    if opdracht.get("grond") == "toestemming" and reden.get("toestemming") != "ja":
        punten.append("De grond is toestemming, maar die is niet gegeven. Kies een andere grond.")
    punten += _eerst_zonder_namen(c, c.traject)
    if c.traject.geldig_tot is None or c.traject.geldig_tot < c.vandaag:
        punten.append("De datum 'geldig tot' is al geweest. Stel een nieuwe verstrekking op.")
    return punten


def vorm_past_bij_maker(c: Context) -> list[str]:
    """Names leave only from a session that holds the vault: that of the aandachtsfunctionaris."""
    vorm = c.velden.get("vorm") or (c.traject.vorm if c.traject is not None else "")
    if vorm == "J" and not c.werk.sleutels.kan_openen(c.zaak, "ident"):
        return ["Alleen de aandachtsfunctionaris kan een verstrekking met namen maken."]
    return []
