"""Consent of the people in a case: who took it back, and from when it counts again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from workflow.zaak import Document

# A document in the working file; it names people by pseudonym.
SOORT = "toestemming"
INGETROKKEN, OPNIEUW = "ingetrokken", "opnieuw"
# A hand-off that names nobody: then no new consent counts in the whole case until it is asked anew.
IEDEREEN = "*"


def stand(documenten: Sequence[Document]) -> dict[str, str]:
    """Pseudonym → day of withdrawal, of everybody whose consent counts no longer."""
    weg: dict[str, str] = {}
    for doc in documenten:
        if doc.soort != SOORT or doc.inhoud is None:
            continue
        for persoon in doc.inhoud["personen"]:
            if doc.inhoud["stand"] == INGETROKKEN:
                weg[persoon] = str(doc.inhoud["dag"])
            else:
                weg.pop(persoon, None)
    return weg


def teruggenomen(weg: Mapping[str, str], personen: Collection[str]) -> str:
    """The latest day on which one of these people took consent back; "" when it counts for all of them."""
    return max((dag for persoon, dag in weg.items() if persoon in personen or persoon == IEDEREEN), default="")


def steunt_op_toestemming(velden: Mapping[str, Any]) -> bool:
    """Say whether the answers of a hand-off lean on consent: that it was given, as a ground, or to break secrecy."""
    if velden.get("toestemming") == "ja":
        return True
    return "toestemming" in (velden.get("grond"), velden.get("grond_bijzonder"), velden.get("geheimhouding_grond"))


def document(stand_: str, personen: Iterable[str], dag: str, **bij: Any) -> dict[str, Any]:
    """What is sealed in the working file when somebody takes consent back or gives it anew."""
    wie = sorted(personen) or [IEDEREEN]
    return {"soort": SOORT, "stand": stand_, "personen": wie, "dag": dag, **bij}
