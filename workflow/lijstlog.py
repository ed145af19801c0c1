"""The audit entry of what is shown without anything being opened: a list, or where one thing stands."""

import hashlib
from collections.abc import Iterable
from typing import Any

from workflow.ports import Werk
from workflow.zaak import Traject


def noteer_lijst(werk: Werk, lijst: str, nummers: Iterable[str], **gegevens: Any) -> None:
    """Write the entry and commit it, before anything is shown: how many rows and which.

    `gegevens` says what else is on the page. Errors: LogboekOnbereikbaar: then show nothing.
    """
    gesorteerd = sorted(nummers)
    digest = hashlib.sha256("\n".join(gesorteerd).encode()).hexdigest()
    werk.log("lijst", None, lijst=lijst, aantal=len(gesorteerd), digest=digest, **gegevens)
    werk.bevestig()


def noteer_status(werk: Werk, traject: Traject) -> None:
    """Write and commit that somebody sees where a walk stands, and nothing of what is in it.

    Errors: LogboekOnbereikbaar: then show nothing.
    """
    werk.log("status_bekeken", traject)
    werk.bevestig()
