"""What was withdrawn: it stays in the file and in the log, and counts no longer."""

from collections.abc import Sequence

from workflow.zaak import Document

SOORT = "ingetrokken"


def weg(documenten: Sequence[Document]) -> frozenset[str]:
    """The ids of the documents that a later one withdrew."""
    return frozenset(id_ for doc in documenten if doc.soort == SOORT for id_ in (doc.inhoud or {})["ids"])


def geldig(documenten: Sequence[Document]) -> list[Document]:
    """The documents that still count."""
    verdwenen = weg(documenten)
    return [doc for doc in documenten if doc.id.hex() not in verdwenen]
