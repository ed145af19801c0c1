"""Two of three paper codes open a secret: one envelope per pair of codes, so no secret sharing arithmetic."""

from collections.abc import Sequence

from storage.crypto.codes import parse_lange_code
from storage.crypto.encoding import Deel, extract_expand, lp
from storage.crypto.envelope import seal, unseal
from storage.crypto.errors import Ongeldig

PAREN = ((1, 2), (1, 3), (2, 3))
PAD = 64


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _pair_key(i: int, ci: str, j: int, cj: str, gemeente: str, ceremonie: bytes | str) -> bytes:
    salt = gemeente.encode() + _bytes(ceremonie)
    return extract_expand(salt, lp(parse_lange_code(ci), parse_lange_code(cj)), lp("mh/v1/escrow", i, j))


def _ctx(i: int, j: int, gemeente: str, ceremonie: bytes | str) -> tuple[Deel, ...]:
    return ("escrow", gemeente, ceremonie, i, j)


def split(
    codes: tuple[str, str, str], secret: bytes, gemeente: str, ceremonie: bytes | str
) -> tuple[bytes, bytes, bytes]:
    """Seal a secret for each pair of the three paper codes of one ceremony.

    Out: the envelopes of the pairs 1-2, 1-3 and 2-3, in that order. Errors: OngeldigeCode.
    """
    first, second, third = (
        seal(
            _pair_key(i, codes[i - 1], j, codes[j - 1], gemeente, ceremonie),
            secret,
            _ctx(i, j, gemeente, ceremonie),
            pad=PAD,
        )
        for i, j in PAREN
    )
    return first, second, third


def join(
    i: int,
    ci: str,
    j: int,
    cj: str,
    blobs: Sequence[bytes],
    gemeente: str,
    ceremonie: bytes | str,
) -> bytes:
    """Open the secret with the i-th and the j-th paper code, in either order, as typed.

    Errors: OngeldigeCode when a code was mistyped; Ongeldig when the codes, their numbers or the ceremony differ.
    """
    if i > j:
        i, ci, j, cj = j, cj, i, ci
    if (i, j) not in PAREN or len(blobs) != len(PAREN):
        raise Ongeldig
    key = _pair_key(i, ci, j, cj, gemeente, ceremonie)
    return unseal(key, blobs[PAREN.index((i, j))], _ctx(i, j, gemeente, ceremonie))
