"""The seal over a row: its codes, and the open columns that decide who gets a key."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from storage.crypto.errors import Ongeldig
from storage.tables.zaken import TrajectRij, ZaakRij
from workflow.zaak import Traject, Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

BESCHADIGD = "beschadigd"
# Columns that came later: a row that was sealed before them lacks them, and then had this value.
LATER = {"afgeschermd": False, "ident_op": None, "melder_op": None, "vasthouden": False}


def _open_kolommen(velden: Mapping[str, Any]) -> dict[str, Any]:
    """The open columns as JSON holds them."""
    return {
        naam: waarde.hex() if isinstance(waarde, bytes) else str(waarde) if isinstance(waarde, date) else waarde
        for naam, waarde in velden.items()
    }


class Zegel:
    """Seals the codes of a row together with its open columns.

    An open column decides who gets a key (`ontvanger`, `houder`, `staat`), so a value that was written past the
    product must be found before it is acted on: the row then shows as damaged, and no step runs on it.
    """

    def __init__(self, werk: "Eenheid", tabel: str, kolommen: Sequence[str]) -> None:
        self._werk = werk
        self._tabel = tabel
        self._kolommen = kolommen

    def _plek(self, rij_id: bytes, revisie: int) -> tuple[str, bytes, str, int]:
        return (self._tabel, rij_id, "kenmerken", revisie)

    def maak(self, onderwerp: Zaak | Traject, revisie: int) -> bytes:
        """Seal an object for storage as this revision."""
        open_ = _open_kolommen({naam: getattr(onderwerp, naam) for naam in self._kolommen})
        inhoud = {"kenmerken": dict(onderwerp.kenmerken), "open": open_}
        return self._werk.kekken.zegel(onderwerp.houder, self._plek(onderwerp.id, revisie), inhoud)

    def open(self, rij: ZaakRij | TrajectRij) -> dict[str, Any]:
        """Open the codes of a row; damaged ones are marked and logged, so that a list still shows the rest."""
        try:
            inhoud = self._werk.kekken.lees(rij.houder, self._plek(rij.id, rij.revisie), rij.kenmerken)
            later = {naam: waarde for naam, waarde in LATER.items() if naam in self._kolommen}
            if later | inhoud["open"] != _open_kolommen({naam: getattr(rij, naam) for naam in self._kolommen}):
                raise Ongeldig
        except Ongeldig:
            self._werk.log("beschadigd", None, rijen=[rij.id.hex()], tabel=self._tabel, uitkomst="fout")
            return {BESCHADIGD: True}
        kenmerken: dict[str, Any] = inhoud["kenmerken"]
        return kenmerken
