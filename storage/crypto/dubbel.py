"""The double lock: a case key wrapped to a desk, and that wrap sealed again under the key of a municipality."""

import hmac
from collections.abc import Sequence

from storage.crypto import hpke
from storage.crypto.encoding import Deel, expand
from storage.crypto.envelope import KID_GEEN, seal, unseal
from storage.crypto.errors import Ongeldig


def wrap_double(
    dek: bytes,
    public: bytes,
    kek: bytes,
    ctx: Sequence[Deel],
    *,
    kek_kid: bytes = KID_GEEN,
) -> bytes:
    """Wrap a compartment key to a desk and seal the wrap under the key of the holding municipality (152 bytes).

    In: `ctx` = (municipality of origin, case, compartment, desk, epoch of the desk); `kek_kid` names the KEK.
    """
    return _seal_outer(hpke.wrap(dek, public, ctx), kek, ctx, kek_kid)


def unwrap_double(private: bytes, blob: bytes, kek: bytes, ctx: Sequence[Deel]) -> bytes:
    """Open both locks and return the compartment key; compare it with its commitment next. Errors: only Ongeldig."""
    return hpke.unwrap(private, _unseal_outer(blob, kek, ctx), ctx)


def reseal_outer(
    blob: bytes,
    old_kek: bytes,
    new_kek: bytes,
    ctx: Sequence[Deel],
    *,
    kek_kid: bytes = KID_GEEN,
) -> bytes:
    """Move a wrap to the key of another municipality, or to a newer key, without opening the inner lock.

    The server can do this alone: no key of a user or desk is needed when a case changes hands.
    Errors: Ongeldig when the old key or the context does not fit.
    """
    return _seal_outer(_unseal_outer(blob, old_kek, ctx), new_kek, ctx, kek_kid)


def commitment(dek: bytes, zaak_id: bytes, compartiment: str) -> bytes:
    """Commit to the one key of a compartment (32 bytes, stored once, reveals nothing about the key).

    Neither AES-GCM nor HPKE commits to its key; without this a sender could give two desks two different keys
    under which one ciphertext reads differently.
    """
    return expand(dek, "commit", zaak_id, compartiment)


def check_commitment(dek: bytes, zaak_id: bytes, compartiment: str, stored: bytes) -> None:
    """Compare an unwrapped key with the stored commitment in constant time. Errors: Ongeldig on a difference."""
    if not hmac.compare_digest(commitment(dek, zaak_id, compartiment), stored):
        raise Ongeldig


def _seal_outer(inner: bytes, kek: bytes, ctx: Sequence[Deel], kek_kid: bytes) -> bytes:
    return seal(expand(kek, "outer"), inner, ("outer", *ctx), kid=kek_kid, pad=1)


def _unseal_outer(blob: bytes, kek: bytes, ctx: Sequence[Deel]) -> bytes:
    return unseal(expand(kek, "outer"), blob, ("outer", *ctx))
