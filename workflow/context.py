"""Everything that the guards and effects of one step may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow import echostand
from workflow.beleid import Beleid
from workflow.fouten import GeenSleutel
from workflow.ingetrokken import geldig
from workflow.ports import Werk
from workflow.route import Route
from workflow.stap import Stap
from workflow.termijnen import TIJDZONE
from workflow.zaak import Document, Traject, Zaak


@dataclass
class Context:
    """One step under way. `rol` is the name in `door` under which the actor takes it."""

    werk: Werk
    beleid: Beleid
    zaak: Zaak
    traject: Traject | None
    route: Route
    stap: Stap
    rol: str
    velden: Mapping[str, Any] = field(default_factory=dict)
    vooraf: dict[str, Any] = field(default_factory=dict)
    _open: dict[str, list[Document]] = field(default_factory=dict)

    @property
    def onderwerp(self) -> Zaak | Traject:
        """What moves: the case, or one of its walks."""
        return self.traject or self.zaak

    @property
    def vandaag(self) -> date:
        """Today in the Achterhoek."""
        return self.werk.nu.astimezone(TIJDZONE).date()

    def documenten(self, compartiment: str) -> list[Document]:
        """The documents of a compartment, opened once for this step (logged); [] without its key."""
        if compartiment not in self._open:
            doel = f"stap {self.stap.actie}"
            self._open[compartiment] = geldig(self.werk.documenten.open(self.zaak, [compartiment], doel))
        return self._open[compartiment]

    def van_soort(self, compartiment: str, soort: str) -> list[Document]:
        """The undamaged documents of one kind."""
        return [doc for doc in self.documenten(compartiment) if doc.soort == soort]

    def trajecten(self, route: str) -> list[Traject]:
        """The walks of this case along one smaller route."""
        return self.werk.trajecten.van_zaak(self.zaak.id, route)

    def is_open(self, traject: Traject) -> bool:
        """True while a walk has not ended."""
        return not self.werk.route(traject.route, traject.route_hash).is_eind(traject.staat)

    def echolijst(self) -> frozenset[str]:
        """The marks of all values that may not leave the desk.

        Errors: GeenSleutel when the actor can't open `zaak`: then nothing may be sent.
        """
        if not self.werk.sleutels.kan_openen(self.zaak, "zaak"):
            raise GeenSleutel
        return echostand.merken(self.documenten("zaak"), echostand.BINNEN)

    def echolijst_buiten(self, *, plaats_mag: bool) -> frozenset[str]:
        """The same for a partner: a place is free only for who may read places, and never where a person belongs.

        Errors: GeenSleutel.
        """
        if not self.werk.sleutels.kan_openen(self.zaak, "zaak"):
            raise GeenSleutel
        hoe = echostand.PLAATS_MAG if plaats_mag else echostand.PLAATS_NIET
        return echostand.merken(self.documenten("zaak"), hoe)
