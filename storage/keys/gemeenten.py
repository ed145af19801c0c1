"""The key of each municipality (KEK): it closes the outer lock of every wrap and seals tier 1."""

import json
import os
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto.encoding import SLEUTEL_BYTES, expand
from storage.crypto.envelope import seal, unseal
from storage.keys.wortel import Wortel
from storage.tables.mensen import GemeenteRij


class Kekken:
    """The keys of all tenants, opened with the root key; held by the server processes and by nobody else."""

    def __init__(self, sleutels: Mapping[str, bytes]) -> None:
        self._sleutels = dict(sleutels)

    @classmethod
    def open(cls, sessie: Session, wortel: Wortel) -> "Kekken":
        """Open all of them. Errors: Ongeldig when the root key is not the one of this database."""
        rijen = sessie.scalars(select(GemeenteRij))
        return cls({rij.slug: unseal(wortel.derive("kek"), rij.kek, ("kek", rij.slug)) for rij in rijen})

    def __getitem__(self, tenant: str) -> bytes:
        return self._sleutels[tenant]

    def __iter__(self) -> Any:
        return iter(self._sleutels)

    def zegel(self, tenant: str, plek: tuple[str, bytes | str, str, int], gegevens: Mapping[str, Any]) -> bytes:
        """Seal a tier-1 value for the server, bound to (table, row, column, revision)."""
        tekst = json.dumps(gegevens, ensure_ascii=False, sort_keys=True, default=str)
        return seal(expand(self[tenant], "tier1"), tekst.encode(), plek, pad=64)

    def lees(self, tenant: str, plek: tuple[str, bytes | str, str, int], zegel: bytes) -> dict[str, Any]:
        """Open a tier-1 value. Errors: Ongeldig."""
        inhoud: dict[str, Any] = json.loads(unseal(expand(self[tenant], "tier1"), zegel, plek))
        return inhoud


def maak_gemeente(sessie: Session, wortel: Wortel, slug: str) -> None:
    """Make the key of a new tenant."""
    kek = os.urandom(SLEUTEL_BYTES)
    sessie.add(GemeenteRij(slug=slug, kek=seal(wortel.derive("kek"), kek, ("kek", slug))))
