"""Known answers of format version 1, opened at every start: a wrong library fails here, before it writes a row."""

from collections.abc import Callable

from storage.crypto import codes, dubbel, envelope, escrow, hpke, passphrase, signing
from storage.crypto.errors import Ongeldig


class KatFout(Exception):
    """A known answer did not come out; the message names the construction, and the service must not start."""


SLEUTEL = bytes(range(32))
PRIVAAT = bytes(range(32, 64))
KEK = bytes(range(64, 96))
ID = bytes(range(16))
CTX = ("aalten", ID, "zaak", 1)
TEKST = "Proef één"
PAPIER = (
    "7777-7777-7777-7777-7777-7777-77N4",
    "KKKK-KKKK-KKKK-KKKK-KKKK-KKKK-KKPD",
    "QQQQ-QQQQ-QQQQ-QQQQ-QQQQ-QQQQ-QQAK",
)

# Sealed once with version 1 and never made again: what was written in the first week must open in the last year.
PUBLIEK = bytes.fromhex("358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254")
ENVELOP = bytes.fromhex(
    "4d480101000102030405060708090a0b0c0d0e0f1d270e254d314ccc86bd999f1dc7f1856d21d0f7"
    "ee695a27d6fcb23019df3c4ae325f79a13be732835f008aec92c65964dbd45ab64fa6e9cc5ce4706"
    "b2014ac3486bbd2682f4804a58786f4b23814487440f741622db452b16941351"
)
WRAP = bytes.fromhex(
    "4d48010274513fbdb36c6c546f2a5dd2718d91f562c26d8b815ba573ac3e2455a370554b6bea78ec"
    "36cac1bff9b4f4e621c9d23c205748084f48c7798c5c858fb44f230636e31f4a6a7f9b5a41e4b780"
    "551e900963b7dba55273e617647b1a37dc35455e"
)
VERZEGELD = bytes.fromhex(
    "4d48010274513fbdb36c6c546f2a5dd2718d91f5f9c51ba7bfedbe4e59e22129f63648b1a9451bf4"
    "ebbc02fa3ca5df7a8521795485821d4b3bd3f71cd584248245a075c44a373fddf0999dad2c75b1"
)
DUBBEL = bytes.fromhex(
    "4d48010100000000000000000000000000000000d6e6c16d6b4c84ae119b4a020524381a4075680b"
    "e14df501093046d03c408edbfd217dffd2efc01dd1642bbd07c36cf274da72a30c0dcc7843c5ea91"
    "f9148697f5d4189fc2ed279e409bcff07af2b00356b87bbc21a12754856151485bfcf33802fb2304"
    "dfdc1ece4f5daaf9353944ff8b877fc9b2bacc827ed105ad7582859359cd96a7"
)
VASTLEGGING = bytes.fromhex("242439696fc44b5567c3eb73d52b628909701378ce96dc00a538fde2a12f8b5f")
AFGELEID = passphrase.Afgeleid(
    verifier=bytes.fromhex("7fdba27ee6c1288516f5ae73a9a1255a1fed7aa360f62bafe6bc613cb326e4e9"),
    kw=bytes.fromhex("3670bca4272030d135086dc2f1dd32f4ea31966969243f5f728b3a97e62e8969"),
)
VOLGCODE = "863Z-REXR-SW9K-MFCH"
VOLG_ID = bytes.fromhex("18f7a7ad0658bdfda701916804cf274d")
VOLG_SLEUTEL = bytes.fromhex("a05dfa43b189fa2c3a06db5dc3eb96ec9c0709c561b4d9e01ad74730622d65d7")
INDIENING = bytes.fromhex("d0559c69f2c6340697301492aab021ed")
ZAAKNUMMER = "MH-0C20-A1G7"
PERSOONLIJK = bytes.fromhex("d8ee0be67619e80c7e152a2fc7aaf6e9500d176eb5649c7976a04cc8477def48")
KLUIS = (
    bytes.fromhex(
        "4d48010100000000000000000000000000000000580ad5d772a404eade9122c8f4d6005101cd223b"
        "a465e0496361e304ef37a866541a00e7f761cbf3e1afc1957ce12adc45b25ee0250861eecfdf8c77"
        "3cb974fe0b16388a24cfb2c42c8e6e7b3b1feac09e19bce0ee70ad70ed850baf"
    ),
    bytes.fromhex(
        "4d48010100000000000000000000000000000000c5115114c6eaf65b479655174cd9c6deef4c1bf4"
        "c2a403b6184fd339a5a1599aace47c1bcb6da88f210d3ae184235a31bd2f1c0a7fa760cb9dfb9c81"
        "584d71294c50fc8a409ed24ed29b5c20a8c822a5917ecc560860f120a8a90726"
    ),
    bytes.fromhex(
        "4d48010100000000000000000000000000000000152f8896273e57a08e960859fe4418fc22a60584"
        "dfb24b1a4d5601dcb8f48299f99751e2905f96ca18571a3f476ad74b285023cd6684eba1dc5743f0"
        "77241278b975108d8321087ae995a80c2accfec6a058d08cf8e87c316987edfa"
    ),
)
TEKENSLEUTEL = bytes.fromhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8")
HANDTEKENING = bytes.fromhex(
    "e5ad2ae075b585ce378b9c3ef1b51418e720292c8b0ed4478bb20597f3ee65625c7932562d006b26"
    "786a5712bb1c6371529d14736cc137e71ae649181aaad508"
)


def _envelope() -> bool:
    return (
        envelope.unseal(SLEUTEL, ENVELOP, CTX) == TEKST.encode()
        and envelope.read_kid(ENVELOP) == ID
        and _refuses(lambda: envelope.unseal(SLEUTEL, ENVELOP, CTX[:-1]))
    )


def _hpke() -> bool:
    return (
        hpke.unwrap(PRIVAAT, WRAP, CTX) == SLEUTEL
        and hpke.open_from(PRIVAAT, VERZEGELD, CTX) == TEKST.encode()
        and hpke.kid(PUBLIEK) == envelope.read_kid(WRAP)
        and _refuses(lambda: hpke.unwrap(PRIVAAT, WRAP, CTX[:-1]))
    )


def _dubbel() -> bool:
    dubbel.check_commitment(SLEUTEL, ID, "zaak", VASTLEGGING)
    return dubbel.unwrap_double(PRIVAAT, DUBBEL, KEK, CTX) == SLEUTEL


def _passphrase() -> bool:
    kosten = passphrase.Kosten(kib=32, passes=1, lanes=4)
    return passphrase.derive("correcte zin één", ID, bytes(range(16, 32)), SLEUTEL, kosten) == AFGELEID


def _codes() -> bool:
    return (
        codes.volgcode(SLEUTEL) == VOLGCODE == codes.parse_volgcode(VOLGCODE.lower())
        and codes.volg_id("aalten", VOLGCODE) == VOLG_ID
        and codes.volg_key("aalten", VOLGCODE) == VOLG_SLEUTEL
        and codes.indiening_id(SLEUTEL) == INDIENING
        and codes.zaaknummer(SLEUTEL[3:8]) == ZAAKNUMMER
        and codes.persoonlijke_sleutel(PAPIER[0], ID) == PERSOONLIJK
    )


def _escrow() -> bool:
    return all(escrow.join(i, PAPIER[i - 1], j, PAPIER[j - 1], KLUIS, "aalten", ID) == SLEUTEL for i, j in escrow.PAREN)


def _signing() -> bool:
    message = signing.desk_cert_message("af.aalten", 1, hpke.SUITE, PUBLIEK, SLEUTEL, "2026-01-01", "2027-01-01")
    signing.verify(TEKENSLEUTEL, HANDTEKENING, message)
    return signing.sign(SLEUTEL, message) == HANDTEKENING


def _refuses(attempt: Callable[[], bytes]) -> bool:
    try:
        attempt()
    except Ongeldig:
        return True
    return False


PROEVEN: tuple[tuple[str, Callable[[], bool]], ...] = (
    ("envelope", _envelope),
    ("hpke", _hpke),
    ("dubbel", _dubbel),
    ("argon2id", _passphrase),
    ("codes", _codes),
    ("escrow", _escrow),
    ("ed25519", _signing),
)


def check(proeven: tuple[tuple[str, Callable[[], bool]], ...] = PROEVEN) -> None:
    """Try every known answer. Errors: KatFout with the name of the first construction that gives another answer."""
    for name, proef in proeven:
        try:
            good = proef()
        except Exception as fault:
            raise KatFout(name) from fault
        if not good:
            raise KatFout(name)
