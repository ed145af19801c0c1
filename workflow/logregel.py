"""One entry of the audit log, opened for reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Logregel:
    """`seq` is its place in the chain of `tenant`; `inhoud` is None when the entry can't be opened any more."""

    tenant: str
    seq: int
    inhoud: Mapping[str, Any] | None
