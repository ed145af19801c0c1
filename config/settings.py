"""The settings of one installation: environment and file in, one frozen object out."""

import ipaddress
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

VOORVOEGSEL = "MELDROUTE_"
CONFIG = "MELDROUTE_CONFIG"
# Below this memory a stolen database can be searched for pass phrases (OWASP: 46 MiB with one pass). In practice, where
# the pass phrases stand in a file beside it, a test need not wait for it.
ARGON_KIB_MINSTENS = 46 * 1024
REGEL = 200
DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")


class SettingsError(Exception):
    """A setting is wrong; the message names it and says what was expected."""

    def __init__(self, naam: str, verwacht: str) -> None:
        super().__init__(f"{naam}: expected {verwacht}")
        self.naam = naam


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations. Paths are absolute or start at the work folder.

    `cert_public` is the pinned Ed25519 public key of the desk certificates. The Argon2id numbers
    are memory in KiB, passes and lanes.
    """

    data: Path
    database_url: str
    kluis_url: str
    sessie_url: str
    root_file: Path
    cert_public: Path
    mail_dir: Path
    smtp_url: str | None = None
    basis_url: str = "https://localhost"
    oefenomgeving: bool = False
    argon_kib: int = 65536
    argon_passes: int = 3
    argon_lanes: int = 4
    config_map: Path = Path(__file__).parent
    trusted_hosts: tuple[str, ...] = ("localhost",)
    exit_url: str = "https://www.knmi.nl/"
    # Single sign-on: there is none without an issuer. `oidc_mfa` holds the amr and acr values that stand for a second
    # factor; without any, everybody is asked for his own here.
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret_file: Path | None = None
    oidc_naam: str = "je gemeente"
    oidc_mfa: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, env: Mapping[str, str], **overrides: Any) -> "Settings":
        """Return the settings from `env` (MELDROUTE_…), then the file MELDROUTE_CONFIG, then defaults.

        `overrides` win over both and are values, not texts. Raises SettingsError on a wrong value
        or on a name that does not exist.
        """
        ruw = _uit_bestand(env.get(CONFIG, "")) | _uit_omgeving(env)
        gelezen = {naam: LEZERS[naam](VOORVOEGSEL + naam.upper(), waarde) for naam, waarde in ruw.items()}
        onbekend = sorted(set(overrides) - set(LEZERS))
        if onbekend:
            raise SettingsError(onbekend[0], f"one of {', '.join(sorted(LEZERS))}")
        waarden = gelezen | overrides
        data = waarden.setdefault("data", Path("data"))
        settings = cls(**(_bij(data) | waarden))
        controleer(settings)
        return settings


def controleer(settings: Settings) -> None:
    """Refuse settings that are allowed one by one and not together. Errors: SettingsError."""
    if not settings.oefenomgeving and settings.argon_kib < ARGON_KIB_MINSTENS:
        raise SettingsError("MELDROUTE_ARGON_KIB", f"at least {ARGON_KIB_MINSTENS} outside a practice environment")
    _controleer_oidc(settings)


def _controleer_oidc(settings: Settings) -> None:
    if settings.oidc_issuer is None:
        if settings.oidc_client_id or settings.oidc_client_secret_file or settings.oidc_mfa:
            raise SettingsError("MELDROUTE_OIDC_ISSUER", "an address, as another OIDC setting is there")
        return
    adres = urlsplit(settings.oidc_issuer)
    hier = settings.oefenomgeving and is_lokaal(adres.hostname or "")
    if adres.scheme != "https" and not hier:
        raise SettingsError("MELDROUTE_OIDC_ISSUER", "an address that begins with https://")
    if adres.query or adres.fragment:
        raise SettingsError("MELDROUTE_OIDC_ISSUER", "an address without ? and #")
    if not settings.oidc_client_id:
        raise SettingsError("MELDROUTE_OIDC_CLIENT_ID", "the name under which the provider knows this installation")


def is_lokaal(host: str) -> bool:
    """Say whether a host name in an address can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _bij(data: Path) -> dict[str, Any]:
    """Return what lies in the data folder unless it is set elsewhere."""
    return {
        "database_url": f"sqlite:///{data}/zaken.db",
        "kluis_url": f"sqlite:///{data}/kluis.db",
        "sessie_url": f"sqlite:///{data}/sessies.db",
        "root_file": data / "root.key",
        "cert_public": data / "cert.pub",
        "mail_dir": data / "mail",
    }


def _uit_omgeving(env: Mapping[str, str]) -> dict[str, Any]:
    gevonden = {}
    for sleutel, waarde in env.items():
        if sleutel.startswith(VOORVOEGSEL) and sleutel != CONFIG:
            naam = sleutel.removeprefix(VOORVOEGSEL).lower()
            if naam not in LEZERS:
                raise SettingsError(sleutel, f"one of {', '.join(VOORVOEGSEL + een.upper() for een in sorted(LEZERS))}")
            gevonden[naam] = waarde
    return gevonden


def _uit_bestand(pad: str) -> dict[str, Any]:
    if not pad:
        return {}
    try:
        gevonden = tomllib.loads(Path(pad).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fout:
        raise SettingsError(CONFIG, f"a readable TOML file, {pad} gives: {fout}") from fout
    for naam in gevonden:
        if naam not in LEZERS:
            raise SettingsError(f"{naam} (in {pad})", f"one of {', '.join(sorted(LEZERS))}")
    return gevonden


def _pad(naam: str, waarde: Any) -> Path:
    if not isinstance(waarde, str) or not waarde:
        raise SettingsError(naam, "a path")
    return Path(waarde)


def _map(naam: str, waarde: Any) -> Path:
    pad = _pad(naam, waarde)
    if not pad.is_dir():
        raise SettingsError(naam, f"a folder that exists, '{pad}' does not")
    return pad


def _url(*soorten: str) -> Callable[[str, Any], str]:
    def lees(naam: str, waarde: Any) -> str:
        delen = urlsplit(waarde) if isinstance(waarde, str) else None
        if delen is None or delen.scheme not in soorten or "://" not in waarde:
            # The value itself is not repeated: it may hold a password.
            raise SettingsError(naam, f"a URL that begins with {' or '.join(f'{een}://' for een in soorten)}")
        return str(waarde)

    return lees


def _smtp(naam: str, waarde: Any) -> str | None:
    return None if waarde == "" else _url("smtp", "smtps")(naam, waarde)


def _janee(naam: str, waarde: Any) -> bool:
    antwoorden = {"1": True, "ja": True, "true": True, "0": False, "nee": False, "false": False}
    tekst = str(waarde).lower()
    if tekst not in antwoorden:
        raise SettingsError(naam, "ja or nee")
    return antwoorden[tekst]


def _getal(laagst: int, hoogst: int) -> Callable[[str, Any], int]:
    def lees(naam: str, waarde: Any) -> int:
        tekst = str(waarde)
        if not (tekst.isascii() and tekst.isdigit()) or not laagst <= int(tekst) <= hoogst:
            raise SettingsError(naam, f"a whole number from {laagst} to {hoogst}")
        return int(tekst)

    return lees


def _regel(naam: str, waarde: Any) -> str:
    if not isinstance(waarde, str) or not waarde.strip() or not waarde.isprintable() or len(waarde) > REGEL:
        raise SettingsError(naam, f"one line of at most {REGEL} characters")
    return waarde.strip()


def _namen(naam: str, waarde: Any) -> tuple[str, ...]:
    delen = waarde.split(",") if isinstance(waarde, str) else waarde
    if not isinstance(delen, list) or not all(isinstance(een, str) and een.strip() for een in delen):
        raise SettingsError(naam, "host names with commas between them")
    return tuple(een.strip() for een in delen)


def _codes(naam: str, waarde: Any) -> tuple[str, ...]:
    try:
        return _namen(naam, waarde)
    except SettingsError:
        raise SettingsError(naam, "values of amr or acr with commas between them") from None


LEZERS: Mapping[str, Callable[[str, Any], Any]] = {
    "data": _pad,
    "database_url": _url(*DATABASES),
    "kluis_url": _url(*DATABASES),
    "sessie_url": _url(*DATABASES),
    "root_file": _pad,
    "cert_public": _pad,
    "mail_dir": _pad,
    "smtp_url": _smtp,
    "basis_url": _url("https", "http"),
    "oefenomgeving": _janee,
    # The lower bound outside practice is ARGON_KIB_MINSTENS.
    "argon_kib": _getal(8 * 1024, 4 * 1024 * 1024),
    "argon_passes": _getal(1, 20),
    "argon_lanes": _getal(1, 16),
    "config_map": _map,
    "trusted_hosts": _namen,
    "exit_url": _url("https", "http"),
    "oidc_issuer": _url("https", "http"),
    "oidc_client_id": _regel,
    "oidc_client_secret_file": _pad,
    "oidc_naam": _regel,
    "oidc_mfa": _codes,
}
