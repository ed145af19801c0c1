"""The sealed envelope of format version 1, algorithm 1: AES-256-GCM under a key of its own per record."""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.crypto.encoding import Deel, expand, lp
from storage.crypto.errors import Ongeldig

ALG_AES = 1
ALG_HPKE = 2

MAGIC = b"MH\x01"
KID_BYTES = 16
KID_GEEN = bytes(KID_BYTES)
HEADER_BYTES = len(MAGIC) + 1 + KID_BYTES
NONCE_BYTES = 12
TAG_BYTES = 16
LENGTE_BYTES = 4
MINIMUM = HEADER_BYTES + NONCE_BYTES + TAG_BYTES

# A row comes from a database that an attacker may write, so its context can be just as wrong as its bytes.
FOUTEN = (InvalidTag, ValueError, OverflowError)


def build_header(alg: int, kid: bytes) -> bytes:
    """Build the 20 bytes in front of every envelope: magic, format version, algorithm, key id."""
    if len(kid) != KID_BYTES:
        raise ValueError("a key id is 16 bytes")
    return MAGIC + bytes([alg]) + kid


def read_kid(envelope: bytes) -> bytes:
    """Read which key an envelope says it was sealed under; it is believed only once the envelope opens.

    Errors: Ongeldig when it is no envelope of this format version.
    """
    if len(envelope) < MINIMUM or envelope[: len(MAGIC)] != MAGIC:
        raise Ongeldig
    return envelope[len(MAGIC) + 1 : HEADER_BYTES]


def seal(
    key: bytes,
    data: bytes,
    ctx: Sequence[Deel],
    *,
    kid: bytes = KID_GEEN,
    pad: int = 256,
) -> bytes:
    """Seal data under a 32-byte key, bound to its context.

    In: `ctx` as the caller will know it again when opening; `pad` in bytes, the multiple to which the plaintext
    is filled with zeros so that the length of a text shows only roughly (1 = not at all).
    Out: header ‖ nonce ‖ ciphertext ‖ tag. Errors: ValueError for a key, kid or pad of the wrong size.
    """
    if pad < 1:
        raise ValueError("pad is at least one byte")
    header = build_header(ALG_AES, kid)
    plain = len(data).to_bytes(LENGTE_BYTES, "big") + data
    plain += bytes(-len(plain) % pad)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(expand(key, "rec", *ctx)).encrypt(nonce, plain, header + lp(*ctx))


def unseal(key: bytes, envelope: bytes, ctx: Sequence[Deel]) -> bytes:
    """Open an envelope of `seal` with the same key and context.

    Out: the data without its padding. Errors: only Ongeldig, whatever is wrong.
    """
    # Checked first: AESGCM answers a short nonce with ValueError instead of InvalidTag.
    if not isinstance(envelope, bytes) or len(envelope) < MINIMUM:
        raise Ongeldig
    header, body = envelope[:HEADER_BYTES], envelope[HEADER_BYTES:]
    if header[: len(MAGIC) + 1] != MAGIC + bytes([ALG_AES]):
        raise Ongeldig
    try:
        cipher = AESGCM(expand(key, "rec", *ctx))
        plain = cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], header + lp(*ctx))
    except FOUTEN:
        raise Ongeldig from None
    return _without_padding(plain)


def _without_padding(plain: bytes) -> bytes:
    length = int.from_bytes(plain[:LENGTE_BYTES], "big")
    data, filling = (
        plain[LENGTE_BYTES : LENGTE_BYTES + length],
        plain[LENGTE_BYTES + length :],
    )
    if len(plain) < LENGTE_BYTES or len(data) != length or any(filling):
        raise Ongeldig
    return data
