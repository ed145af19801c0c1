"""Match tokens: the same value gives the same 16 bytes for who holds the match key, and tells nobody else anything.

The server holds no match key. It seals the tokens once more with a nonce of their own, so that a database shows not
even which of them are equal; with the root key it can compare them, and still not compute one.
"""

import hmac
from collections.abc import Sequence

from storage.crypto.encoding import Deel, expand, lp
from storage.crypto.envelope import KID_BYTES, read_kid, seal, unseal
from storage.crypto.errors import Ongeldig

LABEL = "mh/v1/token"
TOKEN_BYTES = 16
# Every sealed token is equally long, whatever its kind: 4 for the length, 16 for the token, the rest for the kind.
PAD = 48


def token(sleutel: bytes, soort: str, waarde: str) -> bytes:
    """The token of one value in its strict spelling."""
    return hmac.digest(sleutel, lp(LABEL, soort, waarde), "sha256")[:TOKEN_BYTES]


def merk(sleutel: bytes, bereik: str, epoch: int) -> bytes:
    """The name of a match key: tells two keys of one epoch apart, and nothing about them."""
    return expand(sleutel, "matchkid", bereik, epoch)[:16]


def sleutel_message(bereik: str, epoch: int, kid: bytes, maker: str, maker_epoch: int) -> bytes:
    """The bytes with which a desk vouches for a match key that it made.

    Without it, who can write in the database could hand all desks a key that he knows himself.
    """
    return lp("mh/v1/matchsleutel", bereik, epoch, kid, maker, maker_epoch)


def sluit(zegel: bytes, nr: int, soort: str, waarde: bytes, ctx: Sequence[Deel]) -> bytes:
    """Seal a token for the server. In: `nr` is the number of the root key that `zegel` follows from."""
    return seal(zegel, waarde + soort.encode(), ("token", *ctx), kid=nr.to_bytes(KID_BYTES, "big"), pad=PAD)


def ontsluit(zegel: bytes, envelop: bytes, ctx: Sequence[Deel]) -> tuple[str, bytes]:
    """Open it. Out: (kind, token). Errors: Ongeldig."""
    inhoud = unseal(zegel, envelop, ("token", *ctx))
    if len(inhoud) < TOKEN_BYTES:
        raise Ongeldig
    try:
        return inhoud[TOKEN_BYTES:].decode(), inhoud[:TOKEN_BYTES]
    except UnicodeDecodeError:
        raise Ongeldig from None


def wortel_nr(envelop: bytes) -> int:
    """The number of the root key that a sealed token names. Errors: Ongeldig when it is no envelope."""
    return int.from_bytes(read_kid(envelop), "big")
