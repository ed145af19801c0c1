"""Sealing to a public key (algorithm 2, suite 1): HPKE with X25519, HKDF-SHA256 and AES-256-GCM."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from storage.crypto.encoding import SLEUTEL_BYTES, Deel, lp
from storage.crypto.envelope import (
    ALG_HPKE,
    FOUTEN,
    HEADER_BYTES,
    KID_BYTES,
    TAG_BYTES,
    build_header,
)
from storage.crypto.errors import Ongeldig

SUITE = 1
ENC_BYTES = 32
MINIMUM_BYTES = HEADER_BYTES + ENC_BYTES + TAG_BYTES
WRAP_BYTES = HEADER_BYTES + ENC_BYTES + SLEUTEL_BYTES + TAG_BYTES

# Different labels, so that a text somebody sealed can never be served as a key, nor the other way round.
LABEL_WRAP = "mh/v1/wrap"
LABEL_TEKST = "mh/v1/tekst"

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True)
class KeyPair:
    """An X25519 key pair as raw bytes, 32 each; the private half never shows in a representation."""

    private: bytes = field(repr=False)
    public: bytes


def generate() -> KeyPair:
    """Make a new key pair from the random source of the operating system."""
    private = X25519PrivateKey.generate()
    return KeyPair(private.private_bytes_raw(), private.public_key().public_bytes_raw())


def kid(public: bytes) -> bytes:
    """Name a public key in 16 bytes; the suite is part of the name."""
    return hashlib.sha256(b"mh/kid" + bytes([SUITE]) + public).digest()[:KID_BYTES]


def wrap(secret: bytes, public: bytes, ctx: Sequence[Deel]) -> bytes:
    """Wrap a 32-byte secret to a public key; the result is exactly 100 bytes.

    Errors: ValueError for a secret of another length; Ongeldig for a public key that is none.
    """
    if len(secret) != SLEUTEL_BYTES:
        raise ValueError("only a 32-byte secret is wrapped")
    return _encrypt(secret, public, LABEL_WRAP, ctx)


def unwrap(private: bytes, blob: bytes, ctx: Sequence[Deel]) -> bytes:
    """Open a wrap with the private key and the same context.

    Any length but 100 is refused before decrypting: trying keys on long input is what partitioning oracles need.
    Errors: only Ongeldig.
    """
    if not isinstance(blob, bytes) or len(blob) != WRAP_BYTES:
        raise Ongeldig
    return _decrypt(private, blob, LABEL_WRAP, ctx)


def seal_to(public: bytes, data: bytes, ctx: Sequence[Deel]) -> bytes:
    """Seal data of any length to a public key; used for typed texts and for the two secrets of a desk."""
    return _encrypt(data, public, LABEL_TEKST, ctx)


def open_from(private: bytes, blob: bytes, ctx: Sequence[Deel]) -> bytes:
    """Open what `seal_to` made, with the private key and the same context. Errors: only Ongeldig."""
    if not isinstance(blob, bytes) or len(blob) < MINIMUM_BYTES:
        raise Ongeldig
    return _decrypt(private, blob, LABEL_TEKST, ctx)


def _encrypt(data: bytes, public: bytes, label: str, ctx: Sequence[Deel]) -> bytes:
    header = build_header(ALG_HPKE, kid(public))
    info = lp(label, header, *ctx)
    try:
        return header + _SUITE.encrypt(data, X25519PublicKey.from_public_bytes(public), info=info)
    except ValueError:
        raise Ongeldig from None


def _decrypt(private: bytes, blob: bytes, label: str, ctx: Sequence[Deel]) -> bytes:
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        # Rebuilt and not read: only the header that belongs to this very key is accepted.
        header = build_header(ALG_HPKE, kid(key.public_key().public_bytes_raw()))
        if blob[:HEADER_BYTES] != header:
            raise Ongeldig
        return _SUITE.decrypt(blob[HEADER_BYTES:], key, info=lp(label, header, *ctx))
    except FOUTEN:
        raise Ongeldig from None
