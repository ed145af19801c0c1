"""Sending the outbox: through an SMTP server, or as one file per message in a folder."""

import logging
import os
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from config.settings import Settings
from workflow.beleid import Beleid
from workflow.ports import Werk
from workflow.timer import Bericht

log = logging.getLogger(__name__)
WACHT_SECONDEN = 10
POORTEN = {"smtp": 587, "smtps": 465}
LEESBAAR = EmailPolicy(utf8=True, linesep="\n")

Stuur = Callable[[Bericht, EmailMessage], None]


class Postbus(Protocol):
    """A way out for messages. Errors while it is open: OSError and smtplib.SMTPException."""

    def open(self) -> AbstractContextManager[Stuur]:
        """Open it once for a number of messages."""
        ...


@dataclass(frozen=True)
class Map:
    """One file per message. A message that is sent again after a crash takes the same name."""

    pad: Path

    @contextmanager
    def open(self) -> Iterator[Stuur]:
        """Make the folder and write into it."""
        self.pad.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield self._schrijf

    def _schrijf(self, bericht: Bericht, mail: EmailMessage) -> None:
        doel = self.pad / f"{bericht.id.hex()}.eml"
        # Half a file must never be seen, so it gets its name only when it is whole.
        mail.set_content(bericht.tekst, cte="8bit")
        half = self.pad / f".{bericht.id.hex()}.half"
        with os.fdopen(os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as uit:
            uit.write(mail.as_bytes(policy=LEESBAAR))
        half.replace(doel)


@dataclass(frozen=True)
class Smtp:
    """A mail server. `smtp://` starts TLS before anything is sent, `smtps://` speaks it from the first byte.

    Without TLS nothing is sent, except to this machine itself.
    """

    url: str

    @contextmanager
    def open(self) -> Iterator[Stuur]:
        """Connect and log in."""
        delen = urlsplit(self.url)
        host, poort = delen.hostname or "localhost", delen.port or POORTEN[delen.scheme]
        with self._verbind(delen.scheme, host, poort) as server:
            if delen.username:
                server.login(unquote(delen.username), unquote(delen.password or ""))

            def stuur(_bericht: Bericht, mail: EmailMessage) -> None:
                server.send_message(mail)

            yield stuur

    @staticmethod
    def _verbind(soort: str, host: str, poort: int) -> smtplib.SMTP:
        tls = ssl.create_default_context()
        if soort == "smtps":
            return smtplib.SMTP_SSL(host, poort, timeout=WACHT_SECONDEN, context=tls)
        server = smtplib.SMTP(host, poort, timeout=WACHT_SECONDEN)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=tls)
            server.ehlo()
        elif host not in ("localhost", "127.0.0.1", "::1"):
            server.close()
            raise smtplib.SMTPNotSupportedError("the server offers no TLS")
        return server


def postbus_van(settings: Settings) -> Postbus:
    """The mail server of the settings, else the mail folder."""
    return Smtp(settings.smtp_url) if settings.smtp_url else Map(settings.mail_dir)


def maak_mail(bericht: Bericht, afzender: str, domein: str, nu: datetime) -> EmailMessage:
    """Build the message; its Message-ID is that of the outbox, so a second copy is known as the same one."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f'"{afzender}" <noreply@{domein}>'
    mail["To"] = bericht.adres
    mail["Subject"] = bericht.onderwerp
    mail["Date"] = format_datetime(nu)
    mail["Message-ID"] = f"<{bericht.id.hex()}@{domein}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(bericht.tekst)
    return mail


def verstuur(
    klokwerk: Callable[[], AbstractContextManager[Werk]], beleid: Beleid, postbus: Postbus, domein: str
) -> int:
    """Send what is due. Out: how many left.

    A message is marked before it leaves and again afterwards; one that fails stays in the outbox, waits longer each
    time, and beheer sees how many wait and why. No transaction is open while the network is.
    """
    with klokwerk() as werk:
        nu, berichten = werk.nu, werk.berichten.te_versturen()
        werk.bevestig()
    uitslagen = _stuur_alle(postbus, berichten, lambda een: maak_mail(een, beleid.berichten.afzender, domein, nu))
    if berichten:
        with klokwerk() as werk:
            for bericht in berichten:
                fout = uitslagen[bericht.id]
                werk.berichten.uitslag(bericht, not fout, fout)
            werk.bevestig()
    return sum(1 for fout in uitslagen.values() if not fout)


def _stuur_alle(
    postbus: Postbus, berichten: Sequence[Bericht], maak: Callable[[Bericht], EmailMessage]
) -> dict[bytes, str]:
    """Out: per message what went wrong, "" when it left."""
    uitslagen: dict[bytes, str] = {}
    if not berichten:
        return uitslagen
    try:
        with postbus.open() as stuur:
            for bericht in berichten:
                uitslagen[bericht.id] = _probeer(stuur, bericht, maak)
    except (OSError, smtplib.SMTPException) as fout:
        log.warning("the mail server or folder fails: %s", type(fout).__name__)
        # A farewell that fails takes nothing back from what left before it.
        return {een.id: uitslagen.get(een.id, type(fout).__name__) for een in berichten}
    return uitslagen


def _probeer(stuur: Stuur, bericht: Bericht, maak: Callable[[Bericht], EmailMessage]) -> str:
    try:
        stuur(bericht, maak(bericht))
    except (OSError, smtplib.SMTPException, ValueError) as fout:
        # Only the kind of error is kept: its text can hold the address.
        return type(fout).__name__
    return ""
