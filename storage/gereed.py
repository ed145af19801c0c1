"""Whether the installation can do its work now: databases, keys, planner, recovery ceremony."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from storage.keys.wortel import Wortel, WortelFout
from storage.tables.mensen import NoodsleutelRij
from workflow.fouten import OpslagOnbereikbaar

if TYPE_CHECKING:
    from storage.installatie import Installatie

# The planner ticks every half minute; this is long enough for a tick with much work.
HARTSLAG = timedelta(minutes=5)
# Security: a ceremony older than this, or never rehearsed, is no safety net.
CEREMONIE_DAGEN = 400


def stand(huis: "Installatie") -> dict[str, bool]:
    """Say of each part whether it is in order; a part that can't be asked is not."""
    delen = {"database": _database, "sleutels": _sleutels, "planner": _planner, "ceremonie": _ceremonie}
    gevonden = {}
    for naam, vraag in delen.items():
        try:
            gevonden[naam] = vraag(huis)
        except (SQLAlchemyError, OpslagOnbereikbaar, OSError, WortelFout):
            gevonden[naam] = False
    return gevonden


def _database(huis: "Installatie") -> bool:
    for engine in (huis.engine, huis.kluis_engine, huis.sessie_engine):
        with engine.connect() as verbinding:
            verbinding.execute(text("SELECT 1"))
    return True


def _sleutels(huis: "Installatie") -> bool:
    # The files as they are now: with a root key that has gone or changed the next start would fail.
    zelfde = Wortel.lees(huis.settings.root_file).derive("gereed") == huis.wortel.derive("gereed")
    return zelfde and huis.settings.cert_public.read_bytes() == huis.cert_publiek


def _planner(huis: "Installatie") -> bool:
    laatst = huis.hartslag()
    return laatst is not None and huis.echte_tijd() - laatst < HARTSLAG


def _ceremonie(huis: "Installatie") -> bool:
    grens = huis.echte_tijd().date() - timedelta(days=CEREMONIE_DAGEN)
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        geldig = set(sessie.scalars(select(NoodsleutelRij.tenant).where(NoodsleutelRij.dag >= grens)).all())
    return set(huis.kekken) <= geldig
