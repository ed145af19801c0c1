"""One unit of work: one use case, one municipality, one keyring, one commit with the log as its last statement."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from storage import audit
from storage.crypto.codes import zaaknummer
from storage.database import GemeenteSessie
from storage.repositories.bewaarders import BewaarderOpslag
from storage.repositories.controles import ControleOpslag
from storage.repositories.documenten import DocumentOpslag
from storage.repositories.gereedheid import GereedheidOpslag
from storage.repositories.klok import BerichtOpslag, TimerOpslag
from storage.repositories.kluis import KluisOpslag
from storage.repositories.kwesties import KwestieOpslag
from storage.repositories.leden import LidOpslag
from storage.repositories.logboek import LogboekOpslag
from storage.repositories.matchen import MatchOpslag
from storage.repositories.mensen import MensenOpslag
from storage.repositories.overleg import OverlegOpslag
from storage.repositories.sleutels import Sleutelkast
from storage.repositories.tellingen import TellingOpslag
from storage.repositories.trajecten import TrajectOpslag
from storage.repositories.uitnodigingen import UitnodigingOpslag
from storage.repositories.vernieuwen import VernieuwOpslag
from storage.repositories.werkplekken import WerkplekOpslag
from storage.repositories.zaken import ZakenOpslag
from storage.tables.zaken import RouteversieRij, TellingRij, ZaakRij
from workflow import afschermen
from workflow.actor import Actor
from workflow.fouten import Ingehaald, LogboekOnbereikbaar, NietGevonden, OpslagOnbereikbaar
from workflow.ports import Werk
from workflow.route import Route
from workflow.telling import kwartaal_van
from workflow.termijnen import TIJDZONE
from workflow.zaak import Traject, Zaak

if TYPE_CHECKING:
    from storage.installatie import Installatie


@dataclass(frozen=True)
class Sleutelbos:
    """The keys of one request: the person's own pair, or the reporter's code. Never kept between requests."""

    persoon_id: bytes | None = None
    geheim: bytes | None = field(default=None, repr=False)
    publiek: bytes | None = None
    code: str | None = field(default=None, repr=False)


GEEN_SLEUTELS = Sleutelbos()
# A reporter finds his own case by his code; the privacyfunctionaris is asked about every case, and sees no number of
# a protected one.
ZIET_AFGESCHERMD = ("melder", "privacyfunctionaris")


class Eenheid:
    """The unit of work that the use cases see as `workflow.ports.Werk`."""

    def __init__(self, installatie: "Installatie", actor: Actor, sleutelbos: Sleutelbos, nu: datetime) -> None:
        self.installatie = installatie
        self.actor = actor
        self.sleutelbos = sleutelbos
        self.nu = nu
        self.kekken = installatie.kekken
        self.eigen_naam = afschermen.eigen_naam(actor)
        self.eigen_plekken = (*actor.werkplekken, *([self.eigen_naam] if self.eigen_naam else []))
        self.sessie: GemeenteSessie = GemeenteSessie(
            installatie.engine,
            actor.tenant,
            self.eigen_plekken,
            eigen_naam=self.eigen_naam,
            afgeschermd=actor.rol in ZIET_AFGESCHERMD,
        )
        self.geschreven = False
        event.listen(self.sessie, "after_flush", self._noteer)
        self.digests: dict[str, str] = {}
        self._regels: list[tuple[str, dict[str, Any]]] = []
        self.sleutelkast = Sleutelkast(self)
        self.trajectopslag = TrajectOpslag(self)
        self.zaken = ZakenOpslag(self)
        self.trajecten = self.trajectopslag
        self.sleutels = self.sleutelkast
        self.documenten = DocumentOpslag(self)
        self.kluis = KluisOpslag(self)
        self.timers = TimerOpslag(self)
        self.mensen = MensenOpslag(self)
        self.werkplekopslag: WerkplekOpslag = WerkplekOpslag(self)
        self.lidopslag = LidOpslag(self)
        self.vernieuwopslag = VernieuwOpslag(self)
        self.werkplekken = self.werkplekopslag
        self.leden = self.lidopslag
        self.vernieuwingen = self.vernieuwopslag
        self.bewaarders = BewaarderOpslag(self)
        self.uitnodigingen = UitnodigingOpslag(self)
        self.berichten = BerichtOpslag(self)
        self.overleggen = OverlegOpslag(self)
        self.controles = ControleOpslag(self)
        self.kwesties = KwestieOpslag(self)
        self.matchopslag: MatchOpslag = MatchOpslag(self)
        self.matchen = self.matchopslag
        self.tellingen = TellingOpslag(self)
        self.logboek = LogboekOpslag(self)
        self.gereedheid = GereedheidOpslag(self)

    def _noteer(self, *_: object) -> None:
        self.geschreven = True

    def eis_schoon(self) -> None:
        """Refuse to read content while changes wait: the commit of the audit entry would store half a step."""
        if self.geschreven:
            raise RuntimeError("a step reads before it writes")

    @property
    def vandaag(self) -> date:
        """Today on the clock of the route (in practice the practice clock)."""
        return self.nu.astimezone(TIJDZONE).date()

    @property
    def echt_vandaag(self) -> date:
        """Today on the real clock: certificates do not follow the practice clock."""
        return self.installatie.echte_tijd().date()

    def route(self, naam: str, route_hash: str = "") -> Route:
        """The version of a route with this hash; the current one when empty."""
        huidig = self.installatie.beleid.routes[naam]
        if route_hash in ("", huidig.hash):
            return huidig
        rij = self.sessie.scalar(select(RouteversieRij).where(RouteversieRij.hash == route_hash))
        if rij is None:
            raise NietGevonden
        return Route.van_json(rij.inhoud)

    def nieuw_id(self) -> bytes:
        """16 random bytes."""
        return os.urandom(16)

    def nieuw_nummer(self, voorvoegsel: str) -> str:
        """A random number that people can read to each other."""
        return zaaknummer(os.urandom(8)).replace("MH-", f"{voorvoegsel}-", 1)

    def log(self, handeling: str, voorwerp: Zaak | Traject | None = None, *, bij: str = "", **gegevens: Any) -> None:
        """Add an audit entry. For a reporter it holds the day and no time, and nothing about him.

        In: `bij`, the tenant whose log it belongs in; by default that of the case, else that of the actor.
        """
        nu = self.installatie.echte_tijd()
        melder = self.actor.rol == "melder"
        regel: dict[str, Any] = {"ts": str(nu.date()) if melder else nu.isoformat(timespec="milliseconds")}
        regel |= {"handeling": handeling, "rol": self.actor.rol, "alias": self.actor.alias, "uitkomst": "ok"}
        if self.actor.persoon_id is not None:
            regel |= {"wie": self.actor.persoon_id.hex(), "werkplekken": list(self.actor.werkplekken)}
        if voorwerp is not None:
            soort = "traject" if isinstance(voorwerp, Traject) else "zaak"
            regel |= {"soort": soort, "id": voorwerp.id.hex(), "revisie": voorwerp.revisie}
            if not self._is_afgeschermd(voorwerp):
                # Who reads the log would find a protected case by its number.
                regel["nummer"] = voorwerp.nummer
        tenant = bij or (voorwerp.houder if voorwerp is not None else self.actor.tenant)
        self._regels.append(("regio" if tenant == "*" else tenant, regel | gegevens))

    def _is_afgeschermd(self, voorwerp: Zaak | Traject) -> bool:
        if isinstance(voorwerp, Zaak):
            return voorwerp.afgeschermd
        vraag = select(ZaakRij.afgeschermd).where(ZaakRij.id == voorwerp.zaak_id)
        return bool(self.sessie.scalar(vraag.execution_options(zonder_hek=True)))

    def tel(self, gebeurtenis: str, zaak: Zaak | Traject, **codes: str) -> None:
        """Write a count row that survives the case."""
        telling_id, dag = self.nieuw_id(), self.vandaag
        inhoud = {"gebeurtenis": gebeurtenis, **codes}
        zegel = self.kekken.zegel(zaak.houder, ("telling", telling_id, "codes", 1), inhoud)
        self.sessie.add(TellingRij(id=telling_id, tenant=zaak.houder, kwartaal=kwartaal_van(dag), codes=zegel))
        self.sessie.flush()

    def bevestig(self) -> None:
        """Commit everything, the log last.

        Errors: LogboekOnbereikbaar (nothing is stored or shown), Ingehaald, OpslagOnbereikbaar.
        """
        regels = self._regels
        if self.digests or self.sleutelkast.gewijzigd:
            if not regels:
                raise LogboekOnbereikbaar("a change without an audit entry")
            regels[-1][1].update(digests=self.digests, sleutels=self.sleutelkast.gewijzigd)
        self.sessie.flush()
        audit.schrijf(self.sessie, self.kekken, regels)
        self.sessie.commit()
        self._regels, self.digests, self.sleutelkast.gewijzigd = [], {}, []
        self.geschreven = False

    def sluit(self) -> None:
        """Roll back what was not confirmed and give the connection back."""
        self.sessie.close()


@contextmanager
def eenheid(installatie: "Installatie", actor: Actor, sleutelbos: Sleutelbos, nu: datetime) -> Iterator[Werk]:
    """Open a unit of work and close it whatever happens; errors of the database become errors of the domain."""
    werk = Eenheid(installatie, actor, sleutelbos, nu)
    try:
        yield werk
    except StaleDataError:
        raise Ingehaald from None
    except IntegrityError:
        # Which constraint it was must stay unknown: a duplicate key tells what another municipality has.
        raise Ingehaald from None
    except OperationalError as fout:
        raise OpslagOnbereikbaar(type(fout.orig).__name__) from None
    finally:
        werk.sluit()


def echte_tijd() -> datetime:
    """The real clock, aware, in UTC."""
    return datetime.now(UTC)
