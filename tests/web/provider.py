"""Two OpenID providers for tests: a real one in a thread, and one of our own that says whatever the test wants."""

import base64
import hashlib
import json
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from oidc_provider_mock import User, run_server_in_thread
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT = "meldroute"


@cache
def _sleutel() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "een", "use": "sig"})


class Provider:
    """A provider at an address, with a person who stands at its log-in page."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def log_in(self, adres: str, sub: str) -> str:
        """Log in at the provider. Out: the address that it sends the browser back to, without the host."""
        return self._stuur(adres, {"sub": sub})

    def weiger(self, adres: str) -> str:
        """Press "deny" at the provider."""
        return self._stuur(adres, {"action": "deny"})

    def _stuur(self, adres: str, velden: Mapping[str, str]) -> str:
        antwoord = requests.post(adres, data=velden, allow_redirects=False, timeout=5)
        assert antwoord.status_code == 302, antwoord.text
        terug = urlsplit(antwoord.headers["Location"])
        return f"{terug.path}?{terug.query}"


@contextmanager
def echte_provider(*mensen: tuple[str, Mapping[str, Any]]) -> Iterator[Provider]:
    """The provider of oidc-provider-mock on loopback, with these people (subject, claims)."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with run_server_in_thread(user_claims=[User(sub=sub, claims=dict(claims)) for sub, claims in mensen]) as server:
        yield Provider(f"http://localhost:{server.server_port}")


class EigenProvider(Provider):
    """A provider that checks PKCE and the secret as it must, and whose token can be bent by a test."""

    def __init__(self) -> None:
        self.sleutel = self.getoond = _sleutel()
        self.anders: dict[str, Any] = {}
        self.document: dict[str, Any] = {}
        self.status = 200
        self.geheim = ""
        self.token: str | None = None
        self.gezien: list[dict[str, str]] = []
        self._vragen: dict[str, dict[str, str]] = {}
        self._server = make_server("127.0.0.1", 0, self._antwoord, threaded=True)
        super().__init__(f"http://127.0.0.1:{self._server.server_port}")

    @contextmanager
    def open(self) -> Iterator["EigenProvider"]:
        """Answer while the test runs."""
        draad = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        draad.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            draad.join()

    def log_in(self, adres: str, sub: str) -> str:
        """Log in: no page, for only the way back matters here."""
        vraag = {naam: waarden[0] for naam, waarden in parse_qs(urlsplit(adres).query).items()}
        code = base64.urlsafe_b64encode(hashlib.sha256(vraag["state"].encode()).digest()[:12]).decode()
        self._vragen[code] = vraag | {"sub": sub}
        return f"{urlsplit(vraag['redirect_uri']).path}?code={code}&state={vraag['state']}"

    def _antwoord(self, omgeving: Any, begin: Any) -> Any:
        verzoek = Request(omgeving)
        doe = {
            "/.well-known/openid-configuration": self._wie,
            "/jwks": lambda _: KeySet([self.getoond]).as_dict(),
            "/token": self._geef,
        }
        inhoud = doe[verzoek.path](verzoek)
        status = self.status if inhoud is not None else 400
        return Response(json.dumps(inhoud or {"error": "invalid_grant"}), status, mimetype="application/json")(
            omgeving, begin
        )

    def _wie(self, _: Request) -> dict[str, Any]:
        adressen = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "jwks"}
        return {"issuer": self.issuer} | {een: f"{self.issuer}/{pad}" for een, pad in adressen.items()} | self.document

    def _geef(self, verzoek: Request) -> dict[str, Any] | None:
        velden = verzoek.form.to_dict()
        self.gezien.append(velden)
        vraag = self._vragen.pop(velden["code"], None)
        som = hashlib.sha256(velden["code_verifier"].encode()).digest()
        auth = verzoek.authorization
        if self.geheim and (auth is None or auth.password != self.geheim):
            return None
        if vraag is None or base64.urlsafe_b64encode(som).decode().rstrip("=") != vraag["code_challenge"]:
            return None
        if vraag["code_challenge_method"] != "S256" or velden["redirect_uri"] != vraag["redirect_uri"]:
            return None
        nu = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": vraag["sub"], "nonce": vraag["nonce"]}
        claims |= {"iat": nu, "exp": nu + 300} | self.anders
        token = self.token or jwt.encode({"alg": "RS256", "kid": "een"}, claims, self.sleutel)
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 60} | ({"id_token": token} if token else {})
