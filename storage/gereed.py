"""Whether the installation can do its work now: databases, keys, planner, desks, recovery ceremonies."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from storage import controlepunten
from storage.crypto.errors import Ongeldig
from storage.keys.wortel import WortelFout
from storage.keys.wortelbestanden import kloppen
from storage.vernietigen import HARTSLAG as VERNIETIGD_OP
from storage.vernietigen import WACHT
from storage.vernietigregister import ALARM
from workflow.fouten import DomeinFout
from workflow.gereedheid import CEREMONIE, ROOD, WERKPLEKKEN, Gebrek, Gereedstand, gebreken, staat_stil
from workflow.partners import REGIO

if TYPE_CHECKING:
    from storage.installatie import Installatie

# The planner ticks every half minute; this is long enough for a tick with much work.
HARTSLAG = timedelta(minutes=5)
VERNIETIGEN = "vernietigen"
MET_GEBREKEN = (CEREMONIE, WERKPLEKKEN, controlepunten.LOGBOEK)


def stand(huis: "Installatie") -> Gereedstand:
    """Say of each part whether it is in order, and what is missing; a part that can't be asked is not in order."""
    delen = {naam: _vraag(huis, vraag) for naam, vraag in DELEN.items()}
    try:
        gevonden = _gebreken(huis)
    except FOUTEN:
        return Gereedstand(delen | dict.fromkeys(MET_GEBREKEN, False))
    rood = {een.deel for lijst in gevonden.values() for een in lijst if een.ernst == ROOD}
    return Gereedstand(delen | {deel: deel not in rood for deel in MET_GEBREKEN}, gevonden)


def _vraag(huis: "Installatie", vraag: "Callable[[Installatie], bool]") -> bool:
    try:
        return vraag(huis)
    except FOUTEN:
        return False


def _gebreken(huis: "Installatie") -> dict[str, list[Gebrek]]:
    with huis.klokwerk() as werk:
        gevonden = {een: gebreken(huis.beleid, werk.gereedheid.tenant(een)) for een in huis.beleid.tenants}
    # The log has one row of checkpoints for all: it stands with the region.
    gevonden[REGIO] = [*_alarm(huis), *controlepunten.gebreken(huis), *gevonden[REGIO]]
    return gevonden


def _alarm(huis: "Installatie") -> list[Gebrek]:
    aantal = huis.lees_feit(ALARM) or "0"
    if aantal == "0":
        return []
    wat = f"In het vernietigregister staan zaken die nog lopen of vastgehouden zijn: {aantal}."
    return [Gebrek(ROOD, VERNIETIGEN, wat, "Zoek uit hoe dat kan. Start daarna de dienst opnieuw.")]


def _database(huis: "Installatie") -> bool:
    for engine in (huis.engine, huis.kluis_engine, huis.sessie_engine):
        with engine.connect() as verbinding:
            verbinding.execute(text("SELECT 1"))
    return True


def _sleutels(huis: "Installatie") -> bool:
    # The files as they are now: with a root key that has gone or changed the next start would fail.
    zelfde = kloppen(huis.wortels, huis.settings.root_file)
    return zelfde and huis.settings.cert_public.read_bytes() == huis.cert_publiek


def _planner(huis: "Installatie") -> bool:
    laatst = huis.hartslag()
    return laatst is not None and huis.echte_tijd() - laatst < HARTSLAG


def _vernietigen(huis: "Installatie") -> bool:
    # Both: it ran, and nothing waits for a reader of old pages, such as what came back with a backup.
    laatst = huis.lees_feit(VERNIETIGD_OP)
    moment = None if laatst is None else datetime.fromisoformat(laatst)
    return not staat_stil(moment, huis.echte_tijd()) and all(
        (huis.lees_feit(een) or "0") == "0" for een in (WACHT, ALARM)
    )


DELEN: "dict[str, Callable[[Installatie], bool]]" = {
    "database": _database,
    "sleutels": _sleutels,
    "planner": _planner,
    VERNIETIGEN: _vernietigen,
}
FOUTEN = (SQLAlchemyError, DomeinFout, OSError, WortelFout, Ongeldig)
