"""A security key in Python: it makes a key pair and signs what it is asked, as the standard says and no more."""

import hashlib
import json
import os
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

AANWEZIG, MET_SLEUTEL = 0x01, 0x40


class Sleutel:
    """One key, with its counter."""

    def __init__(self) -> None:
        self.id = os.urandom(16)
        self._geheim = ec.generate_private_key(ec.SECP256R1())
        self.teller = 0

    def _gegevens(self, host: str, vlaggen: int, extra: bytes = b"") -> bytes:
        self.teller += 1
        return hashlib.sha256(host.encode()).digest() + bytes([vlaggen]) + self.teller.to_bytes(4, "big") + extra

    @staticmethod
    def _client(soort: str, uitdaging: str, adres: str) -> bytes:
        return json.dumps({"type": soort, "challenge": uitdaging, "origin": adres, "crossOrigin": False}).encode()

    def _antwoord(self, **wat: bytes) -> str:
        naam = bytes_to_base64url(self.id)
        antwoord = {een: bytes_to_base64url(waarde) for een, waarde in wat.items()}
        heel: dict[str, Any] = {"id": naam, "rawId": naam, "type": "public-key", "response": antwoord}
        return json.dumps(heel | {"clientExtensionResults": {}})

    def maak(self, opties: str, adres: str, host: str = "localhost") -> str:
        """Answer to a registration."""
        punt = self._geheim.public_key().public_numbers()
        publiek = {1: 2, 3: -7, -1: 1, -2: punt.x.to_bytes(32, "big"), -3: punt.y.to_bytes(32, "big")}
        extra = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(publiek)
        gegevens = self._gegevens(host, AANWEZIG | MET_SLEUTEL, extra)
        verklaring = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": gegevens})
        client = self._client("webauthn.create", json.loads(opties)["challenge"], adres)
        return self._antwoord(clientDataJSON=client, attestationObject=verklaring)

    def gebruik(self, opties: str, adres: str, host: str = "localhost", aanwezig: int = AANWEZIG) -> str:
        """Answer to a log-in."""
        gegevens = self._gegevens(host, aanwezig)
        client = self._client("webauthn.get", json.loads(opties)["challenge"], adres)
        onder = gegevens + hashlib.sha256(client).digest()
        teken = self._geheim.sign(onder, ec.ECDSA(hashes.SHA256()))
        return self._antwoord(clientDataJSON=client, authenticatorData=gegevens, signature=teken)


def zonder_handtekening(antwoord: str) -> str:
    """The same answer with one bit of its signature turned."""
    heel = json.loads(antwoord)
    teken = bytearray(base64url_to_bytes(heel["response"]["signature"]))
    teken[-1] ^= 1
    heel["response"]["signature"] = bytes_to_base64url(bytes(teken))
    return json.dumps(heel)
