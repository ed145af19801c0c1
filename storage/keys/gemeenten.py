"""The keys of each municipality (KEK): they close the outer lock of every wrap and seal tier 1."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto.encoding import SLEUTEL_BYTES, Deel, expand
from storage.crypto.envelope import KID_BYTES, read_kid, seal, unseal
from storage.crypto.errors import Ongeldig
from storage.keys.wortel import Wortel
from storage.tables.mensen import GemeenteRij, KekRij

Plek = Sequence[Deel]
Kekregel = tuple[str, int, bytes]
ALLE = select(KekRij.tenant, KekRij.nr, KekRij.kek)


def kid(nr: int) -> bytes:
    """The key id in an envelope for key number `nr` of a tenant; number 1 is all zeros, as format version 1 began."""
    return (nr - 1).to_bytes(KID_BYTES, "big")


class Kekken:
    """The keys of all tenants, opened with the root key; held by the server processes and by nobody else.

    The newest key of a tenant seals; the older ones stay to open what is not sealed again yet, and the log.
    """

    def __init__(self, wortel: Wortel, regels: Iterable[Kekregel], naast: Callable[[], Iterable[Kekregel]]) -> None:
        self._wortel = wortel
        self._naast = naast
        self._sleutels = self._open(regels)

    def _open(self, regels: Iterable[Kekregel]) -> dict[str, dict[int, bytes]]:
        sleutels: dict[str, dict[int, bytes]] = {}
        for tenant, nr, zegel in regels:
            sleutels.setdefault(tenant, {})[nr] = _open_kek(self._wortel, tenant, nr, bytes(zegel))
        return sleutels

    @classmethod
    def open(cls, sessie: Session, wortel: Wortel, naast: Callable[[], Iterable[Kekregel]] | None = None) -> "Kekken":
        """Open all of them.

        In: `naast` asks the database again, for keys that another process made since.
        Errors: Ongeldig when the root key is not the one of this database.
        """
        return cls(wortel, sessie.execute(ALLE), naast or (lambda: ()))

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
        nr = int.from_bytes(read_kid(envelop), "big") + 1
        if nr not in self._sleutels[tenant]:
            # Another process may have made a new key while this one was running.
            self._sleutels = self._open(self._naast()) or self._sleutels
        sleutel = self._sleutels[tenant].get(nr)
        if sleutel is None:
            raise Ongeldig
        return sleutel

    def is_nieuwste(self, tenant: str, envelop: bytes) -> bool:
        """Say whether an envelope names the key that seals now. Errors: Ongeldig when it is no envelope."""
        return read_kid(envelop) == kid(self.nr(tenant))

    def sluit(self, tenant: str, binnen: bytes, ctx: Sequence[Deel]) -> bytes:
        """Close the outer lock around something that is sealed already."""
        naam, sleutel = self.huidig(tenant)
        return seal(expand(sleutel, "outer"), binnen, ("outer", *ctx), kid=naam, pad=1)

    def ontsluit(self, tenant: str, envelop: bytes, ctx: Sequence[Deel], eerder: Sequence[Deel] | None = None) -> bytes:
        """Open the outer lock with the key that the envelope names.

        In: `eerder`, what an earlier version bound the lock to, when that was something else. Errors: Ongeldig.
        """
        sleutel = expand(self.voor(tenant, envelop), "outer")
        try:
            return unseal(sleutel, envelop, ("outer", *ctx))
        except Ongeldig:
            if eerder is None:
                raise
        return unseal(sleutel, envelop, ("outer", *eerder))

    def hersluit(self, tenant: str, envelop: bytes, ctx: Sequence[Deel], eerder: Sequence[Deel] | None = None) -> bytes:
        """Close the outer lock again with the key that seals now, bound to `ctx`. Errors: Ongeldig."""
        return self.sluit(tenant, self.ontsluit(tenant, envelop, ctx, eerder), ctx)

    def zegel(self, tenant: str, plek: Plek, gegevens: Mapping[str, Any]) -> bytes:
        """Seal a tier-1 value for the server, bound to (table, row, column, revision)."""
        tekst = json.dumps(gegevens, ensure_ascii=False, sort_keys=True, default=str)
        return self._zegel(tenant, plek, tekst.encode())

    def _zegel(self, tenant: str, plek: Plek, inhoud: bytes) -> bytes:
        naam, sleutel = self.huidig(tenant)
        return seal(expand(sleutel, "tier1"), inhoud, plek, kid=naam, pad=64)

    def _lees(self, tenant: str, plek: Plek, zegel: bytes) -> bytes:
        return unseal(expand(self.voor(tenant, zegel), "tier1"), zegel, plek)

    def lees(self, tenant: str, plek: Plek, zegel: bytes) -> dict[str, Any]:
        """Open a tier-1 value. Errors: Ongeldig."""
        inhoud: dict[str, Any] = json.loads(self._lees(tenant, plek, zegel))
        return inhoud

    def herzegel(self, tenant: str, plek: Plek, zegel: bytes) -> bytes:
        """Seal a tier-1 value again with the key that seals now, byte for byte. Errors: Ongeldig."""
        return self._zegel(tenant, plek, self._lees(tenant, plek, zegel))


def open_kek(wortel: Wortel, rij: KekRij) -> bytes:
    """Open one key of a tenant. Errors: Ongeldig when it was sealed under another root key."""
    return _open_kek(wortel, rij.tenant, rij.nr, rij.kek)


def _open_kek(wortel: Wortel, tenant: str, nr: int, zegel: bytes) -> bytes:
    return unseal(wortel.derive("kek"), zegel, _ctx(tenant, nr))


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
