"""The facts about the desks, the ceremony and the people of one tenant, as storage finds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Werkplekstand:
    """One desk: `geldig_tot` is None without a key that can be trusted today; `houders` can open it today.

    The days say since when something is so: too few holders, a key to be renewed, an epoch that no custodian signed.
    """

    werkplek: str
    heeft_sleutel: bool = False
    geldig_tot: date | None = None
    houders: int = 0
    te_weinig_sinds: date | None = None
    vernieuwen_sinds: date | None = None
    ongetekend_sinds: date | None = None


@dataclass(frozen=True)
class Ceremoniestand:
    """The recovery ceremony: when it was held, last rehearsed, and used; `betrouwbaar` says a custodian signed it."""

    dag: date
    geoefend: date | None
    gebruikt: date | None
    betrouwbaar: bool


@dataclass(frozen=True)
class Tenantstand:
    """Everything about one tenant. `bewaarders` is None where custodians are not counted: they serve the region."""

    tenant: str
    vandaag: date
    werkplekken: Mapping[str, Werkplekstand]
    ceremonie: Ceremoniestand | None
    beheerders: int
    bewaarders: int | None = None
