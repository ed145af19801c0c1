"""Checkpoints of the log: signed once a day, kept in the database and in a file that can leave the building."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import audit
from storage.audit import Breuk
from storage.tables.logboek import ControlepuntRij

if TYPE_CHECKING:
    from storage.installatie import Installatie

TEKENSLEUTEL = "audit-teken"
BESTAND = "controlepunten.txt"


def bestand(huis: "Installatie") -> Path:
    """The file that the checkpoints are appended to."""
    return huis.settings.data / BESTAND


def zet_controlepunt(huis: "Installatie") -> bool:
    """Sign the heads of all chains, once a day on the real clock. Out: False when today has one already.

    The row commits before the file is written: a note in the file that the database does not know is a finding.
    """
    vandaag = huis.echte_tijd().date()
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        laatste = sessie.scalar(select(func.max(ControlepuntRij.dag)))
        if laatste is not None and laatste >= vandaag:
            return False
        tekst = audit.controlepunt(sessie, huis.naam, huis.wortel.derive(TEKENSLEUTEL), vandaag)
        sessie.commit()
    with os.fdopen(os.open(bestand(huis), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a") as uit:
        uit.write(tekst + "\n")
        uit.flush()
        os.fsync(uit.fileno())
    return True


def controleer(huis: "Installatie", *, diep: bool = False) -> Breuk | None:
    """Verify all chains, the checkpoints of the database, and those of the file.

    In: `diep` also opens each entry and compares each sealed row with what the log says of it.
    Out: the first broken entry, or None when the log is whole.
    """
    publiek = Ed25519PrivateKey.from_private_bytes(huis.wortel.derive(TEKENSLEUTEL)).public_key().public_bytes_raw()
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        breuk = audit.controleer(sessie, publiek, huis.kekken if diep else None)
        return breuk or _vergelijk_bestand(sessie, bestand(huis))


def _vergelijk_bestand(sessie: Session, pad: Path) -> Breuk | None:
    """Who cuts off the end of the log can cut off its checkpoints too, but not those in the file."""
    if not pad.exists():
        return None
    bekend = set(sessie.scalars(select(ControlepuntRij.tekst)).all())
    # As in a signed note: the text, an empty line, the signature; and an empty line before the next one.
    teksten = pad.read_text(encoding="utf-8").strip().split("\n\n")[::2]
    for nr, tekst in enumerate(teksten, 1):
        if f"{tekst}\n" not in bekend:
            return Breuk("controlepunt", nr, "stands in the file and not in the database")
    return None
