"""Single sign-on as a client of an OpenID provider: code flow with PKCE, and an ID token checked to the letter."""

import hmac
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from config.settings import Settings, SettingsError, is_lokaal

TERUG = "/inloggen/sso/terug"
# Only signatures with a key pair: with a shared secret, who holds that of this client could sign as the provider.
ALGORITMEN = ("RS256", "PS256", "ES256", "EdDSA")
WACHT = (3.05, 6)
BEWAAR = timedelta(hours=1)
# How far two clocks may differ. The provider's token is used at once, so an old one is never needed.
SPELING = 60
OUDST = 600
LANGST = 255
ADRESSEN = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderWeg(Exception):
    """The provider does not answer, or with something that is not OpenID."""


class AntwoordKlopt(Exception):
    """Base of the two refusals: what came back is not an answer to this question."""


class Geweigerd(AntwoordKlopt):
    """The provider says no: the person stopped, or may not come here."""


class Onbetrouwbaar(AntwoordKlopt):
    """State, issuer, audience, nonce, time or signature is not what it must be."""


@dataclass(frozen=True)
class Vraag:
    """One question to the provider: where the browser goes, and what must be remembered until it comes back."""

    adres: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Aanmelding:
    """Who the provider says it is; `naam` is only for showing, never to find somebody by."""

    iss: str
    sub: str
    naam: str
    tweede_factor: bool


class Provider:
    """One OpenID provider: its addresses and keys are asked once an hour, and again for a key that is unknown."""

    def __init__(self, settings: Settings, nu: Callable[[], datetime]) -> None:
        """Read the secret of this client. Errors: SettingsError when others can read it; LookupError without issuer."""
        if settings.oidc_issuer is None:
            raise LookupError("no issuer is set")
        self._issuer = settings.oidc_issuer
        self._mfa = frozenset(settings.oidc_mfa)
        self._lokaal = settings.oefenomgeving
        self._client_id = settings.oidc_client_id
        self._geheim = lees_geheim(settings.oidc_client_secret_file)
        self._terug = settings.basis_url.rstrip("/") + TERUG
        self._nu = nu
        self._gegevens: tuple[datetime, dict[str, Any]] | None = None
        self._sleutels: tuple[datetime, KeySet] | None = None

    def _client(self, **anders: Any) -> OAuth2Session:
        return OAuth2Session(
            client_id=self._client_id,
            client_secret=self._geheim,
            scope="openid profile",
            redirect_uri=self._terug,
            code_challenge_method="S256",
            default_timeout=WACHT,
            **anders,
        )

    # -- what the provider publishes

    def _haal(self, adres: str) -> Any:
        try:
            antwoord = requests.get(adres, timeout=WACHT, allow_redirects=False)
            if antwoord.status_code != requests.codes.ok:
                raise ProviderWeg
            return antwoord.json()
        except (requests.RequestException, ValueError):
            raise ProviderWeg from None

    def _document(self) -> dict[str, Any]:
        if self._gegevens is not None and self._nu() - self._gegevens[0] < BEWAAR:
            return self._gegevens[1]
        gegevens = self._haal(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        # OpenID Connect Discovery 4.3: a document that names another issuer is not the one that was asked for.
        if not isinstance(gegevens, dict) or gegevens.get("issuer") != self._issuer:
            raise ProviderWeg
        if not all(self._is_veilig(gegevens.get(naam)) for naam in ADRESSEN):
            raise ProviderWeg
        self._gegevens = (self._nu(), gegevens)
        return gegevens

    def _is_veilig(self, adres: object) -> bool:
        if not isinstance(adres, str) or not adres.isprintable():
            return False
        delen = urlsplit(adres)
        return delen.scheme == "https" or (self._lokaal and delen.scheme == "http" and is_lokaal(delen.hostname or ""))

    def _sleutelbos(self, *, opnieuw: bool) -> KeySet:
        if not opnieuw and self._sleutels is not None and self._nu() - self._sleutels[0] < BEWAAR:
            return self._sleutels[1]
        try:
            sleutels = KeySet.import_key_set(self._haal(self._document()["jwks_uri"]))
        except (JoseError, KeyError, TypeError, ValueError):
            raise ProviderWeg from None
        self._sleutels = (self._nu(), sleutels)
        return sleutels

    # -- the walk

    def begin(self) -> Vraag:
        """Ask who it is. Out: the address to send the browser to, with what to remember. Errors: ProviderWeg."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._client() as client:
            adres, _ = client.create_authorization_url(
                self._document()["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return Vraag(str(adres), state, nonce, verifier)

    def terug(self, antwoord: Mapping[str, str], state: str, nonce: str, verifier: str) -> Aanmelding:
        """Read what the browser brought back.

        In: the query of the address, and what was remembered. Errors: Geweigerd, Onbetrouwbaar, ProviderWeg.
        """
        # Some providers leave the state out of a refusal. It gives nobody anything, so it is believed without one.
        if "error" in antwoord and "state" not in antwoord:
            raise Geweigerd
        if not state or not hmac.compare_digest(antwoord.get("state", "").encode(), state.encode()):
            raise Onbetrouwbaar
        # RFC 9207: a provider that names itself must be the one that was asked.
        if antwoord.get("iss", self._issuer) != self._issuer:
            raise Onbetrouwbaar
        if antwoord.get("error") in ("server_error", "temporarily_unavailable"):
            raise ProviderWeg
        if "error" in antwoord or not antwoord.get("code"):
            raise Geweigerd
        return self._lees(self._wissel(antwoord["code"], verifier), nonce)

    def _wissel(self, code: str, verifier: str) -> str:
        """Hand in the one-time code. Out: the ID token as it was sent."""
        try:
            with self._client() as client:
                token = client.fetch_token(
                    self._document()["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    redirect_uri=self._terug,
                    allow_redirects=False,
                )
        except AuthlibBaseError:
            raise Onbetrouwbaar from None
        except (requests.RequestException, ValueError):
            raise ProviderWeg from None
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise Onbetrouwbaar
        return id_token

    def _lees(self, id_token: str, nonce: str) -> Aanmelding:
        claims = self._open(id_token)
        nu = int(self._nu().timestamp())
        exp, iat, sub = _getal(claims.get("exp")), _getal(claims.get("iat")), claims.get("sub")
        klopt = (
            claims.get("iss") == self._issuer
            # Exactly us: a token for several audiences may be passed on by one of the others.
            and claims.get("aud") in (self._client_id, [self._client_id])
            and claims.get("azp", self._client_id) == self._client_id
            and isinstance(claims.get("nonce"), str)
            and hmac.compare_digest(claims["nonce"].encode(), nonce.encode())
            and exp > nu - SPELING
            and nu - OUDST < iat < nu + SPELING
            and isinstance(sub, str)
            and 0 < len(sub) <= LANGST
        )
        if not klopt:
            raise Onbetrouwbaar
        naam = next((str(claims[een]) for een in ("preferred_username", "name") if claims.get(een)), "")
        return Aanmelding(self._issuer, str(sub), naam[:LANGST], bool(self._mfa & _factoren(claims)))

    def _open(self, id_token: str) -> dict[str, Any]:
        """Check the signature. A key that is not known may be a new one: the keys are then asked once more."""
        for opnieuw in (False, True):
            try:
                return dict(jwt.decode(id_token, self._sleutelbos(opnieuw=opnieuw), algorithms=ALGORITMEN).claims)
            except (JoseError, ValueError):
                continue
        raise Onbetrouwbaar


def _getal(waarde: object) -> float:
    """A moment in seconds since 1970; what is no number lies long ago."""
    return waarde if isinstance(waarde, int | float) and not isinstance(waarde, bool) else 0


def _factoren(claims: Mapping[str, Any]) -> frozenset[str]:
    amr = claims.get("amr")
    namen = list(amr) if isinstance(amr, list) else []
    return frozenset(een for een in [*namen, claims.get("acr")] if isinstance(een, str))


def lees_geheim(pad: Path | None) -> str | None:
    """The secret of this client; None when it has none. Errors: SettingsError when it is not a file for us alone."""
    if pad is None:
        return None
    naam = "MELDROUTE_OIDC_CLIENT_SECRET_FILE"
    try:
        if stat.S_IMODE(pad.stat().st_mode) & 0o077:
            raise SettingsError(naam, "a file that nobody else can read (mode 0400)")
        geheim = pad.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(naam, "a file that can be read") from None
    if not geheim:
        raise SettingsError(naam, "a file with one line in it")
    return geheim
