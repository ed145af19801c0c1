"""Checkpoints of the log: signed once a day, kept in the database and in a file that can leave the building."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import audit
from storage.audit import Breuk
from storage.crypto.encoding import SLEUTEL_BYTES
from storage.keys import tekensleutels
from storage.tables.logboek import ControlepuntRij

if TYPE_CHECKING:
    from storage.installatie import Installatie

BESTAND = "controlepunten.txt"
PUBLIEK = "audit.pub"


def bestand(huis: "Installatie") -> Path:
    """The file that the checkpoints are appended to."""
    return huis.settings.data / BESTAND


def publiek_bestand(huis: "Installatie") -> Path:
    """The file with the public keys of the checkpoints, one a line; whoever checks from outside keeps a copy."""
    return huis.settings.data / PUBLIEK


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
        tekensleutels.zorg_voor_eerste(sessie, huis.wortel, huis.wortels.nr, vandaag)
        nr, geheim = tekensleutels.nieuwste(sessie, huis.wortel)
        tekst = audit.controlepunt(sessie, huis.naam, geheim, vandaag, nr)
        sessie.commit()
    schrijf_publiek(huis)
    _voeg_toe(bestand(huis), tekst + "\n")
    return True


def _voeg_toe(pad: Path, tekst: str) -> None:
    with os.fdopen(os.open(pad, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a") as uit:
        uit.write(tekst)
        uit.flush()
        os.fsync(uit.fileno())


def schrijf_publiek(huis: "Installatie") -> None:
    """Add the public keys that the file does not hold yet; what stands there is never changed."""
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        sleutels = tekensleutels.publieke(sessie, huis.wortel)
    pad = publiek_bestand(huis)
    staat_er = _gepind(pad)
    erbij = "".join(f"{nr} {sleutel.hex()}\n" for nr, sleutel in sleutels.items() if nr not in staat_er)
    if erbij:
        # A crash may have left half a line: what comes now stands on a line of its own.
        _voeg_toe(pad, f"\n{erbij}" if pad.exists() else erbij)


def _gepind(pad: Path) -> dict[int, str]:
    """What the file says: hexadecimal keys by number. A line that was cut off in a crash is no line."""
    if not pad.exists():
        return {}
    delen = [regel.split(" ") for regel in pad.read_text(encoding="utf-8").splitlines()]
    heel = [deel for deel in delen if len(deel) == 2 and deel[0].isdecimal() and len(deel[1]) == 2 * SLEUTEL_BYTES]
    return {int(nr): sleutel for nr, sleutel in heel}


def controleer(huis: "Installatie", *, diep: bool = False) -> Breuk | None:
    """Verify all chains, the checkpoints of the database, and those of the file.

    In: `diep` also opens each entry and compares each sealed row with what the log says of it.
    Out: the first broken entry, or None when the log is whole.
    """
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        try:
            publieken = tekensleutels.publieke(sessie, huis.wortel)
        except tekensleutels.TekenketenGebroken as fout:
            return Breuk("tekensleutel", fout.nr, "is not vouched for by the key before it")
        for nr, sleutel in _gepind(publiek_bestand(huis)).items():
            if nr not in publieken or publieken[nr].hex() != sleutel:
                return Breuk("tekensleutel", nr, f"is not the one in {PUBLIEK}")
        breuk = audit.controleer(sessie, publieken, huis.kekken if diep else None)
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
