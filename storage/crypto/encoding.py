"""The unambiguous byte encoding of contexts and the two key derivations that stand on it."""

import unicodedata

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

Deel = bytes | str | int

SLEUTEL_BYTES = 32
VERSIE = "mh/v1"


def lp(*parts: Deel) -> bytes:
    """Encode parts as `uint32be(length) ‖ bytes` each, so that no two lists of byte strings collide.

    In: bytes as they are, text as UTF-8 NFC, whole numbers as uint64be.
    Errors: ValueError for a number outside uint64 or text that is no UTF-8; TypeError for any other type, a
    truth value included (True would silently equal 1).
    """
    return b"".join(len(raw).to_bytes(4, "big") + raw for raw in map(_as_bytes, parts))


def _as_bytes(part: Deel) -> bytes:
    if isinstance(part, bytes):
        return part
    if isinstance(part, str):
        return unicodedata.normalize("NFC", part).encode("utf-8")
    if isinstance(part, bool) or not isinstance(part, int):
        raise TypeError(f"a part is bytes, text or a whole number, not {type(part).__name__}")
    if not 0 <= part < 1 << 64:
        raise ValueError("a number in a context lies within uint64")
    return part.to_bytes(8, "big")


def expand(key: bytes, label: str, *ctx: Deel) -> bytes:
    """Derive 32 bytes from a uniformly random 32-byte key for one label and context.

    HKDF-Expand alone is enough for such keys; whatever a person typed goes through `extract_expand`.
    Errors: ValueError when the key is not 32 bytes.
    """
    if len(key) != SLEUTEL_BYTES:
        raise ValueError("a key is 32 bytes")
    info = lp(VERSIE, label, *ctx)
    return HKDFExpand(algorithm=hashes.SHA256(), length=SLEUTEL_BYTES, info=info).derive(key)


def extract_expand(salt: bytes, ikm: bytes, info: bytes, length: int = SLEUTEL_BYTES) -> bytes:
    """Derive `length` bytes with full HKDF-SHA256 from input with little structure, such as a code on paper."""
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(ikm)


def extract(salt: bytes, ikm: bytes) -> bytes:
    """Condense input with little structure to a 32-byte key that `expand` accepts (HKDF-Extract-SHA256)."""
    return HKDF.extract(hashes.SHA256(), salt, ikm)
