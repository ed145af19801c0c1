"""Codes that people read, copy and type: follow-up code, case number, pseudonym, recovery and paper codes."""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence

from storage.crypto.encoding import expand, extract, extract_expand, lp

# Crockford's alphabet: no I, L, O or U, so nothing in it is mistaken for something else.
ALFABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5

VOLGCODE_TEKENS = 15
LANGE_TEKENS = 26
LANGE_CONTROLES = 2
NUMMER_TEKENS = 8
GROEP = 4

EENMALIG_TEKENS = 11
VINGER_WOORDEN = 5
WOORD_BITS = 11

_WAARDE = {teken: waarde for waarde, teken in enumerate(ALFABET)}
_VERGISSINGEN = str.maketrans("OIL", "011")
# x⁵ + x² + 1 is primitive, so the powers of α = 2 run through all 31 non-zero elements of GF(32).
_POLYNOOM = 0b100101


class OngeldigeCode(Exception):
    """What was typed is no code: a wrong character, a wrong length or a check character that does not fit."""


def _times_alpha(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOOM if value > 31 else value


def _multiply(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left, right = _times_alpha(left), right >> 1
    return product


def check_characters(tekens: str, count: int = 1) -> str:
    """Compute check characters over characters of the alphabet: the k-th is Σ α^(k·i)·xᵢ over GF(32), i from 1.

    One catches every single substitution and every swap of neighbours, itself included, for codes up to 30
    characters; of other errors it misses one in 32.
    """
    checks = []
    for step in range(1, count + 1):
        weight, total = 1, 0
        for teken in tekens:
            for _ in range(step):
                weight = _times_alpha(weight)
            total ^= _multiply(weight, _WAARDE[teken])
        checks.append(ALFABET[total])
    return "".join(checks)


def _encode(raw: bytes, count: int) -> str:
    spare = len(raw) * 8 - count * BITS
    if spare < 0:
        raise ValueError("too few random bytes for this code")
    number = int.from_bytes(raw, "big") >> spare
    return "".join(ALFABET[number >> BITS * (count - 1 - place) & 31] for place in range(count))


def _group(tekens: str) -> str:
    return "-".join(tekens[start : start + GROEP] for start in range(0, len(tekens), GROEP))


def normalize(code: str) -> str:
    """Bring a typed code to the characters of the alphabet: upper case, no spaces or dashes, O→0, I and L→1.

    It judges nothing: what does not belong in a code stays in, so that `parse_…` can refuse it.
    """
    upper = unicodedata.normalize("NFKC", code).upper().translate(_VERGISSINGEN)
    return "".join(teken for teken in upper if not teken.isspace() and unicodedata.category(teken) != "Pd")


def _parse(text: str, length: int, count: int) -> str:
    tekens = normalize(text)
    if len(tekens) != length + count or not _WAARDE.keys() >= set(tekens):
        raise OngeldigeCode
    if check_characters(tekens[:length], count) != tekens[length:]:
        raise OngeldigeCode
    return tekens


def volgcode(secret: bytes) -> str:
    """Make the follow-up code that belongs to the 32-byte secret of one submission: `K7MR-Q4T2-9XWD-3HFA`.

    75 bits and a check character. Derived and not stored: a repeated submit of the same page shows the same code.
    """
    tekens = _encode(expand(secret, "volgcode"), VOLGCODE_TEKENS)
    return _group(tekens + check_characters(tekens))


def parse_volgcode(text: str) -> str:
    """Read a typed follow-up code and write it as it was given out. Errors: OngeldigeCode."""
    return _group(_parse(text, VOLGCODE_TEKENS, 1))


def _volg_secret(gemeente: str, code: str) -> bytes:
    return extract(b"mh/v1/bon" + gemeente.encode(), normalize(code).encode())


def volg_id(gemeente: str, code: str) -> bytes:
    """Compute the 16 bytes under which a follow-up code is looked up, for the municipality of origin."""
    return expand(_volg_secret(gemeente, code), "bon-id")[:16]


def volg_key(gemeente: str, code: str) -> bytes:
    """Compute the 32-byte key with which a follow-up code opens its thread; the lookup id reveals nothing of it."""
    return expand(_volg_secret(gemeente, code), "bon-key")


def indiening_id(secret: bytes) -> bytes:
    """Compute the 16 bytes by which a repeated submit of the same page finds its signaal."""
    return expand(secret, "indiening")[:16]


def zaaknummer(willekeur: bytes) -> str:
    """Write five or more random bytes as a case number: `MH-8KQ2-4T7N`. Random, for a counter leaks volumes."""
    return f"MH-{_group(_encode(willekeur, NUMMER_TEKENS))}"


def pseudoniem() -> str:
    """Make the pseudonym of one person in one case, `P-7F3K-9Q2D-X`: never derived from who the person is."""
    tekens = _encode(secrets.token_bytes(5), NUMMER_TEKENS)
    return f"P-{_group(tekens)}-{check_characters(tekens)}"


def _long_code() -> str:
    tekens = _encode(secrets.token_bytes(17), LANGE_TEKENS)
    return _group(tekens + check_characters(tekens, LANGE_CONTROLES))


def parse_lange_code(text: str) -> str:
    """Read a typed recovery or paper code to its 28 bare characters. Errors: OngeldigeCode."""
    return _parse(text, LANGE_TEKENS, LANGE_CONTROLES)


def persoonlijke_code() -> str:
    """Make a personal recovery code: 130 bits and two check characters in seven groups, shown once."""
    return _long_code()


def persoonlijke_sleutel(code: str, user_id: bytes) -> bytes:
    """Derive the 32-byte key with which a personal code opens the private key of its user. Errors: OngeldigeCode."""
    return extract_expand(user_id, parse_lange_code(code).encode(), lp("mh/v1/persoonlijk"))


def papieren_code() -> str:
    """Make one of the three codes of a ceremony, to be printed and put in an envelope; same shape as a personal one."""
    return _long_code()


def eenmalige_code() -> str:
    """Make one code that stands in for the app once: 55 bits and a check character in three groups."""
    tekens = _encode(secrets.token_bytes(7), EENMALIG_TEKENS)
    return _group(tekens + check_characters(tekens))


def parse_eenmalige_code(text: str) -> str:
    """Read a typed one-time code to its 12 bare characters. Errors: OngeldigeCode."""
    return _parse(text, EENMALIG_TEKENS, 1)


def uitnodiging_id(code: str) -> bytes:
    """Compute the 16 bytes under which the invitation with this one-time code is kept. Errors: OngeldigeCode."""
    return expand(extract(b"mh/v1/uitnodiging", parse_lange_code(code).encode()), "uitnodiging-id")[:16]


def vingerafdruk(publiek: bytes, woorden: Sequence[str]) -> str:
    """Name a public key in five words (55 bits) that two people can compare by telephone.

    In: `woorden`, the 2048 words of the policy. Errors: ValueError for another number of words.
    """
    if len(woorden) != 1 << WOORD_BITS:
        raise ValueError("a fingerprint is made of 2048 words")
    getal = int.from_bytes(hashlib.sha256(b"mh/vinger" + publiek).digest()[:7], "big") >> 1
    plaatsen = range(WOORD_BITS * (VINGER_WOORDEN - 1), -1, -WOORD_BITS)
    return " ".join(woorden[getal >> plaats & len(woorden) - 1] for plaats in plaatsen)
