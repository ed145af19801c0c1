"""Signed notes about the log that were kept outside: read from a file or a mail, and compared with the log here."""

import base64
import binascii
import email
import email.policy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.audit import Breuk, lees_hoofden
from storage.crypto import signing
from storage.crypto.errors import Ongeldig
from storage.tables.logboek import ControlepuntRij, LogRij

NOTITIE = re.compile(r"^(mh/\S+/audit\n(?:\S+ \d+ \S+\n)*\d{4}-\d\d-\d\d\n)\n(\S+)[ ]*$", re.MULTILINE)
# What a mail program puts before a line that it quotes.
CITAAT = re.compile(r"^(?:> ?)+", re.MULTILINE)


@dataclass(frozen=True)
class Notitie:
    """One signed checkpoint: the text, and the signature under it."""

    tekst: str
    handtekening: bytes

    @property
    def dag(self) -> str:
        """The day that it says."""
        return self.tekst.splitlines()[-1]

    @property
    def installatie(self) -> str:
        """The name of the installation that it is about."""
        return self.tekst.splitlines()[0].split("/")[1]

    def als_tekst(self) -> str:
        """As it stands in a file and in a mail."""
        return f"{self.tekst}\n{base64.b64encode(self.handtekening).decode()}\n"


def lees_notities(inhoud: bytes) -> list[Notitie]:
    """The notes in a copy of the file of checkpoints, in a mail as it was saved, or in text that was copied from one.

    Out: [] when there is none. What stands around a note does not matter.
    """
    tekst = CITAAT.sub("", _platte_tekst(inhoud).replace("\r\n", "\n"))
    gevonden = []
    for regels, teken in NOTITIE.findall(tekst):
        try:
            gevonden.append(Notitie(regels, base64.b64decode(teken, validate=True)))
        except binascii.Error:
            # No signature at all fits no key: it is told as a note that nobody signed.
            gevonden.append(Notitie(regels, b""))
    return gevonden


def _platte_tekst(inhoud: bytes) -> str:
    bericht = email.message_from_bytes(inhoud, policy=email.policy.default)
    deel = bericht.get_body(("plain",)) if "subject" in bericht else None
    return inhoud.decode(errors="replace") if deel is None else str(deel.get_content())


def vergelijk(
    sessie: Session, installatie: str, publieken: Mapping[int, bytes], notities: Sequence[Notitie]
) -> Breuk | None:
    """Say whether a log that is whole in itself is also the one that these notes are about.

    Whoever cuts off or rewrites the log can make it whole again, with every key of this machine; not these notes.
    Out: the first difference; its number is that of the note.
    """
    for nr, notitie in enumerate(notities, 1):
        reden = _verschil(sessie, installatie, publieken, notitie)
        if reden:
            return Breuk("notitie", nr, f"of {notitie.dag}: {reden}")
    return None


def _verschil(sessie: Session, installatie: str, publieken: Mapping[int, bytes], notitie: Notitie) -> str:
    if notitie.installatie != installatie:
        return "is about another installation"
    if not any(_getekend(publiek, notitie) for publiek in publieken.values()):
        return "was signed with a key that this log does not know"
    for tenant, seq, hoofd in lees_hoofden(notitie.tekst):
        eerste = sessie.scalar(select(func.min(LogRij.seq)).where(LogRij.tenant == tenant))
        if seq and (eerste is None or seq >= eerste):
            hier = sessie.scalar(select(LogRij.hash).where(LogRij.tenant == tenant, LogRij.seq == seq))
            if hier != hoofd:
                return f"{tenant}, entry {seq} is {'gone' if hier is None else 'another one'}"
        elif seq and sessie.scalar(select(ControlepuntRij.nr).where(ControlepuntRij.tekst == notitie.tekst)) is None:
            # The entries were cleared away after their time; their checkpoint stays.
            return f"{tenant}, entry {seq} was cleared away and no checkpoint here says what it was"
    return ""


def _getekend(publiek: bytes, notitie: Notitie) -> bool:
    try:
        signing.verify(publiek, notitie.handtekening, notitie.tekst.encode())
    except Ongeldig:
        return False
    return True
