"""Reading the audit log back: the chain of one municipality, newest first."""

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.crypto.errors import Ongeldig
from storage.tables.logboek import ControlepuntRij, LogRij
from workflow.logregel import Logregel
from workflow.zaak import Zaak

if TYPE_CHECKING:
    from datetime import date

    from storage.unit_of_work import Eenheid

# Looking is no change: what others did to a case is told without who merely read it.
GEEN_WIJZIGING = frozenset({"lezen", "heridentificatie", "beschadigd", "status_bekeken"})
TERUG = 300


class LogboekOpslag:
    """Entries are sealed for the server; they hold who, what and when, never content of a case."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk

    def _lees(self, rij: LogRij) -> Logregel:
        try:
            inhoud = self._werk.kekken.lees(rij.tenant, ("log", rij.tenant, "inhoud", rij.seq), rij.inhoud)
        except Ongeldig:
            return Logregel(rij.tenant, rij.seq, None)
        return Logregel(rij.tenant, rij.seq, inhoud)

    def _van(self, tenant: str, voor: int | None, aantal: int) -> list[Logregel]:
        vraag = select(LogRij).where(LogRij.tenant == tenant)
        if voor is not None:
            vraag = vraag.where(LogRij.seq < voor)
        rijen = self._werk.sessie.scalars(vraag.order_by(LogRij.seq.desc()).limit(aantal)).all()
        return [self._lees(rij) for rij in rijen]

    def regels(self, *, voor: int | None = None, aantal: int = 50) -> list[Logregel]:
        """Entries of the actor's own municipality (or `regio`), newest first, those before `voor`."""
        return self._van(self._werk.actor.tenant, voor, aantal)

    def laatste(self, zaak: Zaak) -> Logregel | None:
        """The last change of a case that the actor sees, to say who was first; None when it is long ago."""
        for regel in self._van(zaak.houder, None, TERUG):
            inhoud = regel.inhoud or {}
            if inhoud.get("id") == zaak.id.hex() and inhoud["handeling"] not in GEEN_WIJZIGING:
                return regel
        return None

    def laatste_controlepunt(self) -> "date | None":
        """The day of the newest signed checkpoint; None when there is none yet."""
        return self._werk.sessie.scalar(select(func.max(ControlepuntRij.dag)))
