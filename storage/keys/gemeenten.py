"""The keys of each municipality (KEK): they close the outer lock of every wrap and seal tier 1."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto.encoding import SLEUTEL_BYTES, Deel, expand
from storage.crypto.envelope import KID_BYTES, read_kid, seal, unseal
from storage.crypto.errors import Ongeldig
from storage.keys.wortel import Wortel
from storage.tables.mensen import GemeenteRij, KekRij


def kid(nr: int) -> bytes:
    """The key id in an envelope for key number `nr` of a tenant; number 1 is all zeros, as format version 1 began."""
    return (nr - 1).to_bytes(KID_BYTES, "big")


class Kekken:
    """The keys of all tenants, opened with the root key; held by the server processes and by nobody else.

    The newest key of a tenant seals; the older ones stay to open what is not sealed again yet, and the log.
    """

    def __init__(self, sleutels: Mapping[str, Mapping[int, bytes]]) -> None:
        self._sleutels = {tenant: dict(van) for tenant, van in sleutels.items()}

    @classmethod
    def open(cls, sessie: Session, wortel: Wortel) -> "Kekken":
        """Open all of them. Errors: Ongeldig when the root key is not the one of this database."""
        sleutels: dict[str, dict[int, bytes]] = {}
        for rij in sessie.scalars(select(KekRij).order_by(KekRij.tenant, KekRij.nr)):
            sleutels.setdefault(rij.tenant, {})[rij.nr] = open_kek(wortel, rij)
        return cls(sleutels)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sleutels)

    def nr(self, tenant: str) -> int:
        """The number of the key that seals now."""
        return max(self._sleutels[tenant])

    def huidig(self, tenant: str) -> tuple[bytes, bytes]:
        """The key that seals now. Out: (its key id, the key)."""
        nr = self.nr(tenant)
        return kid(nr), self._sleutels[tenant][nr]

    def voor(self, tenant: str, envelop: bytes) -> bytes:
        """The key that an envelope names. Errors: Ongeldig when the tenant has no such key."""
        sleutel = self._sleutels[tenant].get(int.from_bytes(read_kid(envelop), "big") + 1)
        if sleutel is None:
            raise Ongeldig
        return sleutel

    def sluit(self, tenant: str, binnen: bytes, ctx: Sequence[Deel]) -> bytes:
        """Close the outer lock around something that is sealed already."""
        naam, sleutel = self.huidig(tenant)
        return seal(expand(sleutel, "outer"), binnen, ("outer", *ctx), kid=naam, pad=1)

    def ontsluit(self, tenant: str, envelop: bytes, ctx: Sequence[Deel]) -> bytes:
        """Open the outer lock with the key that the envelope names. Errors: Ongeldig."""
        return unseal(expand(self.voor(tenant, envelop), "outer"), envelop, ("outer", *ctx))

    def zegel(self, tenant: str, plek: tuple[str, bytes | str, str, int], gegevens: Mapping[str, Any]) -> bytes:
        """Seal a tier-1 value for the server, bound to (table, row, column, revision)."""
        tekst = json.dumps(gegevens, ensure_ascii=False, sort_keys=True, default=str)
        naam, sleutel = self.huidig(tenant)
        return seal(expand(sleutel, "tier1"), tekst.encode(), plek, kid=naam, pad=64)

    def lees(self, tenant: str, plek: tuple[str, bytes | str, str, int], zegel: bytes) -> dict[str, Any]:
        """Open a tier-1 value. Errors: Ongeldig."""
        inhoud: dict[str, Any] = json.loads(unseal(expand(self.voor(tenant, zegel), "tier1"), zegel, plek))
        return inhoud


def open_kek(wortel: Wortel, rij: KekRij) -> bytes:
    """Open one key of a tenant. Errors: Ongeldig when it was sealed under another root key."""
    return unseal(wortel.derive("kek"), rij.kek, _ctx(rij.tenant, rij.nr))


def zegel_kek(wortel: Wortel, tenant: str, nr: int, sleutel: bytes) -> bytes:
    """Seal one key of a tenant under the root key."""
    return seal(wortel.derive("kek"), sleutel, _ctx(tenant, nr))


def _ctx(tenant: str, nr: int) -> tuple[Deel, ...]:
    # Number 1 is bound as format version 1 bound it.
    return ("kek", tenant) if nr == 1 else ("kek", tenant, nr)


def maak_gemeente(sessie: Session, wortel: Wortel, slug: str) -> None:
    """Make a new tenant with its first key."""
    sessie.add(GemeenteRij(slug=slug))
    sessie.flush()
    sleutel = zegel_kek(wortel, slug, 1, os.urandom(SLEUTEL_BYTES))
    sessie.add(KekRij(tenant=slug, nr=1, wortel_nr=1, kek=sleutel))
