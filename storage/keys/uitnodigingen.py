"""What an invitation is bound to."""

from typing import Any

from storage.tables.mensen import UitnodigingRij


def open_kolommen(rij: UitnodigingRij, publiek: bytes | None) -> dict[str, Any]:
    """The open columns of an invitation as they are sealed inside it, with the key that it is to replace.

    By hand a row would become one for another person, of another kind or for ever; with his key in it, an invitation to
    recover that was used does not work a second time.
    """
    persoon = rij.persoon_id.hex() if rij.persoon_id else None
    sleutel = publiek.hex() if publiek else None
    return {"soort": rij.soort, "persoon": persoon, "verloopt": rij.verloopt.isoformat(), "sleutel": sleutel}
