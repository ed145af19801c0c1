"""The sealed state of the anonymous form: what was answered so far travels with the page, never to a disk."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig

COULANCE = 24 * 60 * 60
_LABEL = "paginastaat"


def seal_state(key: bytes, data: Mapping[str, object], gemeente: str, verloopt: int) -> str:
    """Seal the answers of one page to text for a hidden field.

    In: JSON-able answers, the municipality in the address, the moment of expiry in seconds since 1970.
    Out: URL-safe base64 without padding. Its length shows only roughly how much was typed.
    """
    inhoud = json.dumps({"verloopt": verloopt, "data": dict(data)}, ensure_ascii=False, allow_nan=False)
    return _as_text(seal(key, inhoud.encode("utf-8", "surrogatepass"), (_LABEL, gemeente)))


def open_state(key: bytes, text: str, gemeente: str, nu: int) -> tuple[dict[str, Any], bool]:
    """Open a hidden field at the moment `nu` (seconds since 1970).

    Out: the answers, and whether they have expired: for 24 hours after expiry they may only be shown again for a
    new check. Errors: only Ongeldig, for anything that was not sealed here for this municipality or is too old.
    """
    envelope = _as_envelope(text)
    inhoud = json.loads(unseal(key, envelope, (_LABEL, gemeente)).decode("utf-8", "surrogatepass"))
    if nu >= inhoud["verloopt"] + COULANCE:
        raise Ongeldig
    return inhoud["data"], nu >= inhoud["verloopt"]


def _as_text(envelope: bytes) -> str:
    return base64.urlsafe_b64encode(envelope).decode().rstrip("=")


def _as_envelope(text: str) -> bytes:
    try:
        envelope = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        raise Ongeldig from None
    # The decoder skips characters and bits that it does not know; one state has one spelling.
    if _as_text(envelope) != text:
        raise Ongeldig
    return envelope
