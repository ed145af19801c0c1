"""The counts behind the figures, read back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.crypto.errors import Ongeldig
from storage.tables.zaken import TellingRij
from workflow.telling import Telling

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid


class TellingOpslag:
    """Counts of the whole region: they lead back to no case and no person."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def lees(self, kwartalen: Sequence[str]) -> list[Telling]:
        """All counts of these quarters; a damaged row is left out and logged."""
        rijen = self._werk.sessie.scalars(select(TellingRij).where(TellingRij.kwartaal.in_(list(kwartalen)))).all()
        gelezen, kapot = [], []
        for rij in rijen:
            try:
                codes = self._werk.kekken.lees(rij.tenant, ("telling", rij.id, "codes", 1), rij.codes)
            except Ongeldig:
                kapot.append(rij.id.hex())
                continue
            gelezen.append(Telling(rij.tenant, rij.kwartaal, codes))
        if kapot:
            self._werk.log("beschadigd", None, rijen=kapot, kolom="telling.codes", uitkomst="fout")
        return gelezen
