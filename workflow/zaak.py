"""The nouns that move along a route: a case, its sub-routes and their sealed documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Zaak:
    """A signal on its route, as the open columns and the server-sealed codes (`kenmerken`) show it.

    `herkomst` is the municipality of origin and never changes: every ciphertext is bound to it.
    `houder` is the municipality that has the case now. `afgeschermd`: people by name read it, not their desk.
    `vernietig_op` is the day on which the whole case goes, `ident_op` its vault facts (with the raw signal and every
    extract with names), `melder_op` its reporter; `vasthouden` (a legal hold by two) stops all three.
    Dates are days; only an urgent term has a minute.
    """

    id: bytes
    nummer: str
    herkomst: str
    houder: str
    staat: str
    route: str
    route_hash: str
    soort: str
    dag_in: date
    dag_staat: date
    spoed: bool = False
    termijn: date | None = None
    termijn_minuut: int | None = None
    voorgelegd_aan: str | None = None
    aangehouden: int = 0
    overleg_id: bytes | None = None
    regiehouder: bytes | None = None
    vernietig_op: date | None = None
    ident_op: date | None = None
    melder_op: date | None = None
    vasthouden: bool = False
    afgeschermd: bool = False
    revisie: int = 1
    kenmerken: Mapping[str, Any] = field(default_factory=dict)

    def werkplek(self, naam: str) -> str:
        """The real desk behind a name of the route table (`af`, `overleg`, `af_daar` …)."""
        if naam == "af_herkomst":
            return f"af.{self.herkomst}"
        if naam == "af_daar":
            if self.voorgelegd_aan is None:
                raise ValueError("the case is not presented to another municipality")
            return f"af.{self.voorgelegd_aan}"
        if naam == "vangnet":
            return "vangnet.regio"
        if naam == "volgcode":
            return "volgcode"
        return f"{naam}.{self.houder}"


@dataclass(frozen=True)
class Traject:
    """One walk along a smaller route (verstrekking, opvang, actie) that belongs to a case."""

    id: bytes
    zaak_id: bytes
    herkomst: str
    houder: str
    route: str
    route_hash: str
    nummer: str
    staat: str
    maker: str
    ontvanger: str
    dag_in: date
    dag_staat: date
    vorm: str = ""
    opvangplek: str | None = None
    vorige_staat: str | None = None
    spoed: bool = False
    termijn: date | None = None
    geldig_tot: date | None = None
    revisie: int = 1
    kenmerken: Mapping[str, Any] = field(default_factory=dict)

    def compartiment(self, naam: str) -> str:
        """The real compartment behind a name of the route table: its own for this walk."""
        return f"{naam}:{self.id.hex()}"

    def werkplek(self, naam: str) -> str:
        """The real desk behind a name of the route table."""
        if naam in ("ontvanger", "coordinator", "afdeling"):
            return self.ontvanger
        if naam == "maker":
            return self.maker
        if naam == "opvangplek":
            if self.opvangplek is None:
                raise ValueError("no shelter chosen")
            return self.opvangplek
        return f"{naam}.{self.houder}"


@dataclass(frozen=True)
class Document:
    """One opened document. `inhoud` is None when the row is damaged: the rest of the case still shows."""

    id: bytes
    compartiment: str
    volgnr: int
    dag: date
    inhoud: Mapping[str, Any] | None

    @property
    def soort(self) -> str:
        """The kind that the writer gave it, or `beschadigd`."""
        return "beschadigd" if self.inhoud is None else str(self.inhoud["soort"])


@dataclass(frozen=True)
class Persoon:
    """A person with an account, as his colleagues may know him (server-sealed, tier 1)."""

    id: bytes
    tenant: str
    naam: str
    alias: str
    email: str
    rol: str
    werkplekken: tuple[str, ...] = ()
    waarneemt: bool = False


@dataclass(frozen=True)
class Overleg:
    """One meeting of the lokaal ondermijningsoverleg."""

    id: bytes
    gemeente: str
    dag: date
    staat: str
    zitting: str | None = None
    revisie: int = 1


@dataclass(frozen=True)
class Privacycheck:
    """A check on metadata alone: codes, never text (kinds 1, 2a, 2b)."""

    id: bytes
    zaak_id: bytes
    traject_id: bytes | None
    gemeente: str
    soort: str
    staat: str
    dag: date
    termijn: date
    achteraf: bool
    codes: Mapping[str, Any]
    revisie: int = 1


@dataclass(frozen=True)
class Instemming:
    """A four-eyes step that waits for the second person."""

    id: bytes
    zaak_id: bytes
    actie: str
    zaak_revisie: int
    voorsteller: bytes
    rol: str
    gaf_zaak: bool
    termijn: date
    document_id: bytes


@dataclass(frozen=True)
class Kwestie:
    """What runs beside the routes with an answer and a last day: a request, a breach, a hold, a match.

    `codes` are sealed for the server; they are bound to the open columns. `termijn` is None when nothing waits.
    """

    id: bytes
    soort: str
    tenant: str
    nummer: str
    staat: str
    dag: date
    termijn: date | None
    codes: Mapping[str, Any]
    revisie: int = 1
