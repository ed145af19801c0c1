"""Who acts: a person at a desk, a reporter with a volgcode, or the clock."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """One acting party in one request.

    `rol` is a role of the route tables; `tenant` the municipality (or `regio`) that the party belongs to;
    `werkplekken` the desks whose key the party may use now. `thuis` is the tenant of the account when somebody works
    for a neighbour ("": the same as `tenant`).
    """

    rol: str
    tenant: str
    persoon_id: bytes | None = None
    alias: str = ""
    naam: str = ""
    werkplekken: tuple[str, ...] = ()
    thuis: str = ""

    def zit_aan(self, werkplek: str) -> bool:
        """True when the party may use the key of this desk."""
        return werkplek in self.werkplekken


def melder(gemeente: str) -> Actor:
    """The reporter of a municipality; never more is known of him here."""
    return Actor(rol="melder", tenant=gemeente, alias="melder", naam="Melder")


def klok() -> Actor:
    """The planner: holds no key of a desk."""
    return Actor(rol="klok", tenant="*", alias="klok", naam="Meldroute")
