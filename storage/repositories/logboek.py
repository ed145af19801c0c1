"""Reading the audit log back: the chain of one municipality, newest first."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from storage.audit import lees_hoofden
from storage.crypto.errors import Ongeldig
from storage.keys.werkplekken import tenant_van
from storage.tables.logboek import ControlepuntRij, LogRij
from storage.tables.zaken import ZaakRij
from workflow.logregel import Logregel
from workflow.zaak import Zaak

if TYPE_CHECKING:
    from storage.unit_of_work import Eenheid

# Looking is no change: what others did to a case is told without who merely read it.
GEEN_WIJZIGING = frozenset({"lezen", "heridentificatie", "beschadigd", "status_bekeken"})
TERUG = 300
# What happened to a desk is read back no further than this: a second's work.
VER_TERUG, PER_KEER = 20_000, 500
VERTROKKEN = "lid_vertrokken"
# Each with the field that names who got the key.
GEGEVEN = {"lid_goedgekeurd": "persoon", "werkplek_geopend": "persoon", "noodherstel": "aan"}
# None of these happens to a desk that was never opened.
NA_OPENEN = {*GEGEVEN, VERTROKKEN, "sleutel_vernieuwd", "sleutel_ondertekend", "noodwrap_hersteld"}


class LogboekOpslag:
    """Entries are sealed for the server; they hold who, what and when, never content of a case."""

    def __init__(self, werk: "Eenheid") -> None:
        self._werk = werk
        self._geopend: dict[str, set[str]] = {}

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

    def terug(
        self, sinds: date, *, tenant: str = "", voor: int | None = None, hoogstens: int = 20_000
    ) -> Iterator[Logregel]:
        """Entries before `voor`, newest first, back to and with a day; one that does not open is among them.

        In: `tenant` counts for the clock alone: anybody else reads the log of his own municipality.
        """
        eigen = self._werk.actor.tenant
        van = tenant if eigen == "*" else eigen
        for _ in range(-(-hoogstens // PER_KEER)):
            deel = self._van(van, voor, PER_KEER)
            for regel in deel:
                if regel.inhoud is not None and str(regel.inhoud["ts"])[:10] < sinds.isoformat():
                    return
                yield regel
            if len(deel) < PER_KEER:
                return
            voor = deel[-1].seq

    def steekproefpunten(self, sinds: date, tenant: str = "") -> list[tuple[int, bytes]]:
        """Per checkpoint since a day, oldest first: the last entry of the own chain that it signs, and its signature.

        Nobody could know that signature when the entries before it were written.
        """
        eigen = self._werk.actor.tenant
        van = tenant if eigen == "*" else eigen
        vraag = select(ControlepuntRij.tekst, ControlepuntRij.handtekening).where(ControlepuntRij.dag >= sinds)
        punten = []
        for tekst, teken in self._werk.sessie.execute(vraag.order_by(ControlepuntRij.nr)).all():
            punten += [(seq, teken) for naam, seq, _ in lees_hoofden(tekst) if naam == van]
        return punten

    def staten(self, ids: Collection[str]) -> Mapping[str, tuple[str, date]]:
        """In which state each case is and since when; only to judge a reading, so protected ones are among them."""
        gezocht = [bytes.fromhex(een) for een in ids]
        gevonden: dict[str, tuple[str, date]] = {}
        for begin in range(0, len(gezocht), PER_KEER):
            vraag = select(ZaakRij.id, ZaakRij.staat, ZaakRij.dag_staat).where(
                ZaakRij.id.in_(gezocht[begin : begin + PER_KEER])
            )
            rijen = self._werk.sessie.execute(vraag.execution_options(zonder_hek=True)).all()
            gevonden |= {id_.hex(): (staat, dag) for id_, staat, dag in rijen}
        return gevonden

    def laatste(self, zaak: Zaak) -> Logregel | None:
        """The last change of a case that the actor sees, to say who was first; None when it is long ago."""
        for regel in self._van(zaak.houder, None, TERUG):
            inhoud = regel.inhoud or {}
            if inhoud.get("id") == zaak.id.hex() and inhoud["handeling"] not in GEEN_WIJZIGING:
                return regel
        return None

    def _terug(self, tenant: str) -> Iterator[Mapping[str, Any]]:
        """What the newest entries of a tenant say, newest first; one that does not open says nothing."""
        voor = None
        for _ in range(VER_TERUG // PER_KEER):
            regels = self._van(tenant, voor, PER_KEER)
            yield from (regel.inhoud for regel in regels if regel.inhoud is not None)
            if len(regels) < PER_KEER:
                return
            voor = regels[-1].seq

    def vertrokken(self, werkplek: str, sinds: date) -> set[bytes]:
        """Who left a desk since this day and was not given its key again after that.

        The row of a seat can be put back by whoever writes the database; the entry can't go without breaking the chain.
        """
        laatste: dict[str, str] = {}
        for inhoud in self._terug(tenant_van(werkplek)):
            if inhoud["ts"][:10] < sinds.isoformat():
                break
            handeling = inhoud["handeling"]
            if inhoud.get("werkplek") == werkplek and (handeling == VERTROKKEN or handeling in GEGEVEN):
                laatste.setdefault(inhoud[GEGEVEN.get(handeling, "persoon")], handeling)
        return {bytes.fromhex(wie) for wie, handeling in laatste.items() if handeling == VERTROKKEN}

    def is_geopend(self, werkplek: str) -> bool:
        """Say whether the log knows that this desk had a key."""
        tenant = tenant_van(werkplek)
        if tenant not in self._geopend:
            regels = self._terug(tenant)
            self._geopend[tenant] = {een.get("werkplek", "") for een in regels if een["handeling"] in NA_OPENEN}
        return werkplek in self._geopend[tenant]

    def laatste_controlepunt(self) -> date | None:
        """The day of the newest signed checkpoint; None when there is none yet."""
        return self._werk.sessie.scalar(select(func.max(ControlepuntRij.dag)))
