"""Which marks of the vault count in a case: all of them, without the places that are a fact themselves."""

from collections.abc import Sequence

from workflow.zaak import Document

LIJST, VRIJ = "echolijst", "echovrij"
# Which places count as free: for who works on the case, for a partner who may read places, for any other partner.
BINNEN, PLAATS_MAG, PLAATS_NIET = "binnen", "plaats_mag", "plaats_niet"


def merken(documenten: Sequence[Document], voor: str) -> frozenset[str]:
    """The marks that may not stand in a text for this reader. In: valid documents of the working file."""
    lijsten = [doc.inhoud or {} for doc in documenten if doc.soort == LIJST]
    alles = frozenset(een for lijst in lijsten for een in lijst["merken"])
    if voor == PLAATS_NIET:
        return alles
    vrij = plaatsen(documenten)
    if voor == PLAATS_MAG:
        # Where a victim lives or drives stays his, though it happened there. An older list does not say whose it is.
        vrij -= {een for lijst in lijsten for een in lijst.get("van_persoon", lijst["merken"])}
    return alles - vrij


def plaatsen(documenten: Sequence[Document]) -> frozenset[str]:
    """The marks of the places of the facts that stand: for who works on the case these are no secret of a person."""
    feiten = {doc.id.hex() for doc in documenten if doc.soort == "feit"}
    vrij = [doc.inhoud or {} for doc in documenten if doc.soort == VRIJ]
    return frozenset(een for inhoud in vrij if inhoud["feit"] in feiten for een in inhoud["merken"])
