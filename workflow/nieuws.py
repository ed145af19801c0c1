"""What is new in the thread with the reporter: whether his words wait to be read, and whether a question is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from workflow.zaak import Document, Zaak

# The day on which the reporter last wrote something that nobody said to have read (tier 1).
NIEUWS = "nieuws_melder"
LEZER = "aandachtsfunctionaris"
TAAK = "Lees wat de melder schreef"


def gelezen(zaak: Zaak) -> Zaak:
    """The case without news of the reporter (not stored yet)."""
    return replace(zaak, kenmerken={naam: waarde for naam, waarde in zaak.kenmerken.items() if naam != NIEUWS})


def open_vraag(documenten: Sequence[Document]) -> date | None:
    """The day of the last question to which the reporter wrote nothing since; None when nothing is open.

    In: the documents of the thread, oldest first.
    """
    dag = None
    for doc in documenten:
        inhoud = doc.inhoud or {}
        if doc.compartiment != "draad" or doc.soort != "stap":
            continue
        if inhoud.get("rol") == "melder":
            dag = None
        elif inhoud.get("velden", {}).get("vraag"):
            dag = doc.dag
    return dag
