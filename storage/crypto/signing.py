"""Ed25519 signatures and the exact bytes that are signed: desk certificates and checkpoints of the log."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from storage.crypto.encoding import lp
from storage.crypto.errors import Ongeldig


@dataclass(frozen=True)
class SignPair:
    """An Ed25519 key pair as raw bytes, 32 each; the private half never shows in a representation."""

    private: bytes = field(repr=False)
    public: bytes


def generate() -> SignPair:
    """Make a new key pair from the random source of the operating system."""
    private = Ed25519PrivateKey.generate()
    return SignPair(private.private_bytes_raw(), private.public_key().public_bytes_raw())


def publiek_van(private: bytes) -> bytes:
    """The public half of a raw 32-byte private key. Errors: ValueError for another key."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Sign a message with a raw 32-byte private key; the signature is 64 bytes. Errors: ValueError for another key."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    """Check a signature. Errors: only Ongeldig, for a wrong signature and for a public key that is none."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Ongeldig from None


def desk_cert_message(
    desk_id: str,
    epoch: int,
    suite: int,
    pk_wrap: bytes,
    pk_sign: bytes,
    niet_voor: int | str,
    niet_na: int | str,
) -> bytes:
    """Build the bytes that certify both public keys of a desk for one epoch.

    Epoch 1 is signed by the certificate key, each later epoch by the signing key of the epoch before it.
    """
    return lp("mh/v1/desk-cert", desk_id, epoch, suite, pk_wrap, pk_sign, niet_voor, niet_na)


def escrow_message(tenant: str, nr: int, ceremonie: bytes, publiek: bytes) -> bytes:
    """Build the bytes that certify the escrow key of a tenant: without it a desk would be wrapped to anybody's key."""
    return lp("mh/v1/noodsleutel", tenant, nr, ceremonie, publiek)


def leden_message(werkplek: str, epoch: int, leden: bytes, soort: str = "leden") -> bytes:
    """Build the bytes with which a desk vouches for the public keys of its members, or of another kind of people."""
    return lp("mh/v1/leden", werkplek, epoch, leden, *(() if soort == "leden" else (soort,)))


def tegenteken_message(certificaat: bytes) -> bytes:
    """Build the bytes with which a custodian confirms the certificate of a later epoch."""
    return lp("mh/v1/tegentekening", certificaat)


def tekensleutel_message(nr: int, publiek: bytes) -> bytes:
    """Build the bytes with which one checkpoint key vouches for the next."""
    return lp("mh/v1/tekensleutel", nr, publiek)


def checkpoint_text(installatie: str, heads: Mapping[str, tuple[int, bytes]], dag: date | str) -> bytes:
    """Write the heads of all audit chains as the text that is signed and leaves the building.

    In: per tenant the number of entries and the last hash. Out: an origin line, one line `tenant size hash` per
    tenant in alphabetical order, and the date; all lines end in a newline, as in a signed note.
    Errors: ValueError when a name contains white space or the day is no date.
    """
    if any(not name or any(teken.isspace() for teken in name) for name in (installatie, *heads)):
        raise ValueError("a name in a checkpoint is one word")
    day = date.fromisoformat(str(dag)).isoformat()
    chains = [f"{tenant} {size} {base64.b64encode(h).decode()}" for tenant, (size, h) in sorted(heads.items())]
    return "".join(f"{line}\n" for line in (f"mh/{installatie}/audit", *chains, day)).encode()
