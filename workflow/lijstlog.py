"""One audit entry for a list: how many rows were shown and which, without a single case being opened."""

import hashlib
from collections.abc import Iterable

from workflow.ports import Werk


def noteer_lijst(werk: Werk, lijst: str, nummers: Iterable[str]) -> None:
    """Write the entry and commit it, before anything is shown. Errors: LogboekOnbereikbaar: then show nothing."""
    gesorteerd = sorted(nummers)
    digest = hashlib.sha256("\n".join(gesorteerd).encode()).hexdigest()
    werk.log("lijst", None, lijst=lijst, aantal=len(gesorteerd), digest=digest)
    werk.bevestig()
