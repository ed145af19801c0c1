"""The destruction register: an append-only, signed file of hashes that outlives every backup.

Who puts an old backup back brings destroyed cases back. So each destruction is written here before its certificate,
and at every start what stands here and in the databases is destroyed again. One line is one run: JSON, a tab, and an
Ed25519 signature of the audit key; each line names the hash of the line before it.

Each line also holds the chain of audit keys up to the one that signed it. So an older database can check a line that a
newer key signed, and a key that nobody vouches for signs nothing: who can only write files destroys nothing.
"""

import base64
import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from config.bestanden import BestandFout
from storage.controlepunten import schrijf_publiek
from storage.crypto import signing
from storage.crypto.encoding import lp
from storage.crypto.errors import Ongeldig
from storage.keys import tekensleutels
from storage.tables.mensen import InstallatieRij

if TYPE_CHECKING:
    from storage.installatie import Installatie

BESTAND = "vernietigd.txt"
# The fact that says up to where the database knows the register.
STAND = "vernietigregister"
# How many cases stand here as destroyed, but are held or in use.
ALARM = "vernietig_alarm"
ZAAK, DEEL, KLUIS = "zaak", "deel", "kluis"
HANDTEKENING_BYTES = 64


class RegisterFout(BestandFout):
    """The register is damaged, forged or cut off: nothing may be served."""


@dataclass
class Register:
    """What the file says: how many runs, the hash of the last line, and the hashes of what was destroyed."""

    regels: list[str] = field(default_factory=list)
    vernietigd: set[str] = field(default_factory=set)

    @property
    def nr(self) -> int:
        """The number of the last run; 0 when there was none."""
        return len(self.regels)

    @property
    def kop(self) -> str:
        """The number and the hash of the last line."""
        return f"{self.nr} {self.regels[-1] if self.regels else ''}".strip()

    def kent(self, stand: str) -> bool:
        """True when this number and hash stand in the file."""
        nr, _, hash_ = stand.partition(" ")
        return nr.isdecimal() and int(nr) <= self.nr and (int(nr) == 0 or self.regels[int(nr) - 1] == hash_)


def bestand(huis: "Installatie") -> Path:
    """The file of the register; a copy must be kept where the server can't reach it."""
    return huis.settings.data / BESTAND


def merk(soort: str, id_: bytes) -> str:
    """The hash of one destroyed thing: a case by its id, a compartment by its key id, a vault row by its id.

    The ids are random, so nobody finds one back from its hash; who has the id finds the hash.
    """
    return f"{soort}:{hashlib.sha256(lp('mh/v1/vernietigd', soort, id_)).hexdigest()[:32]}"


def lees(huis: "Installatie") -> Register:
    """Read and verify the whole file. Errors: RegisterFout.

    A line that a crash cut off is passed over: the run that wrote it had no certificate yet and writes it again.
    """
    pad, register = bestand(huis), Register()
    if not pad.exists():
        return register
    try:
        tekst = pad.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RegisterFout(f"{pad}: not readable as text; put the copy back that you keep elsewhere") from None
    publieken = _publieken(huis)
    for nr, regel in enumerate(tekst.splitlines(), 1):
        inhoud, teken = _ontleed(regel)
        if inhoud is None:
            continue
        gekozen = _geborgd(publieken, inhoud)
        if not gekozen:
            raise RegisterFout(
                f"{pad}, line {nr}: signed by audit key {inhoud['sleutel']}, which no key of this database "
                "vouches for. "
                "Is the file as you keep it elsewhere? Then put a backup back that was made after `keys rotate-audit`; "
                "else put the copy back that you keep elsewhere."
            )
        if not any(_past(sleutel, teken, regel) for sleutel in gekozen):
            raise RegisterFout(f"{pad}, line {nr}: the signature does not fit")
        vorige = register.regels[-1] if register.regels else ""
        if inhoud["nr"] != register.nr + 1 or inhoud["vorige"] != vorige or inhoud["naam"] != huis.naam:
            raise RegisterFout(f"{pad}, line {nr}: does not follow on the line before it")
        register.regels.append(_hash(regel))
        register.vernietigd.update(inhoud["vernietigd"])
    return register


def _publieken(huis: "Installatie") -> dict[int, bytes]:
    """The keys of the database, whose chain holds. Errors: RegisterFout."""
    try:
        with huis.alles() as sessie:
            return tekensleutels.publieke(sessie, huis.wortel)
    except tekensleutels.TekenketenGebroken as fout:
        raise RegisterFout(f"audit key {fout.nr} is not vouched for by the key before it") from None


def _geborgd(publieken: Mapping[int, bytes], inhoud: Mapping[str, Any]) -> list[bytes]:
    """The keys under the number that a line names: that of the database, and that at the end of the chain in the line.

    They differ when a database was put back and its key replaced once more: both are vouched for by the same key.
    """
    nr = inhoud["sleutel"]
    gevonden = [publieken[nr]] if nr in publieken else []
    keten: dict[int, bytes] = {}
    schakels = inhoud.get("keten")
    for schakel in schakels if isinstance(schakels, list) else ():
        try:
            volgende, publiek, teken = int(schakel[0]), bytes.fromhex(schakel[1]), bytes.fromhex(schakel[2])
            borg = keten.get(volgende - 1) or publieken[volgende - 1]
            signing.verify(borg, teken, signing.tekensleutel_message(volgende, publiek))
        except (Ongeldig, ValueError, TypeError, LookupError):
            break
        keten[volgende] = publiek
    return [*gevonden, *([keten[nr]] if nr in keten else [])]


def _past(sleutel: bytes, teken: bytes, regel: str) -> bool:
    try:
        signing.verify(sleutel, teken, _bericht(regel.partition("\t")[0]))
    except Ongeldig:
        return False
    return True


def _ontleed(regel: str) -> tuple[dict[str, Any] | None, bytes]:
    """A line as its parts; (None, b"") for half a line."""
    tekst, _, teken = regel.partition("\t")
    try:
        inhoud = json.loads(tekst)
        handtekening = base64.b64decode(teken, validate=True)
    except ValueError:
        return None, b""
    velden = {"nr": int, "naam": str, "dag": str, "sleutel": int, "vorige": str, "vernietigd": list}
    heel = isinstance(inhoud, dict) and all(isinstance(inhoud.get(een), soort) for een, soort in velden.items())
    return (inhoud, handtekening) if heel and len(handtekening) == HANDTEKENING_BYTES else (None, b"")


def _bericht(tekst: str) -> bytes:
    return lp("mh/v1/vernietigregister", tekst)


def _hash(regel: str) -> str:
    return hashlib.sha256(regel.encode()).hexdigest()


def voeg_toe(huis: "Installatie", merken: Iterable[str], dag: date) -> Register:
    """Write these hashes down, signed and on the disk before this returns. Out: the register as it is then.

    What stands there already is not written twice, so that a run that was broken off can simply be done again.
    Errors: RegisterFout, OSError: then nothing may get its certificate.
    """
    pad = bestand(huis)
    with os.fdopen(os.open(pad, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600), "a") as uit:
        # Two planners would both follow on the same line.
        fcntl.flock(uit, fcntl.LOCK_EX)
        register = lees(huis)
        nieuw = [een for een in dict.fromkeys(merken) if een not in register.vernietigd]
        if not nieuw:
            return register
        with Session(huis.engine) as sessie:
            sessie.info["gemeente"] = "*"
            tekensleutels.zorg_voor_eerste(sessie, huis.wortel, huis.wortels.nr, huis.echte_tijd().date())
            sleutel_nr, geheim = tekensleutels.nieuwste(sessie, huis.wortel)
            keten = [(nr, een.hex(), teken.hex()) for nr, een, teken in tekensleutels.borgen(sessie)]
            sessie.commit()
        schrijf_publiek(huis)
        regel = _maak_regel(huis.naam, register, nieuw, dag, (sleutel_nr, geheim), keten)
        # A crash may have left half a line: what comes now stands on a line of its own.
        uit.write(f"\n{regel}\n" if pad.stat().st_size and not pad.read_bytes().endswith(b"\n") else f"{regel}\n")
        uit.flush()
        os.fsync(uit.fileno())
        _fsync_map(pad.parent)
    register.regels.append(_hash(regel))
    register.vernietigd.update(nieuw)
    return register


def _maak_regel(
    naam: str, register: Register, merken: Sequence[str], dag: date, sleutel: tuple[int, bytes], keten: Sequence[Any]
) -> str:
    nr, geheim = sleutel
    inhoud = {
        "nr": register.nr + 1,
        "naam": naam,
        "dag": dag.isoformat(),
        "sleutel": nr,
        "keten": keten,
        "vorige": register.regels[-1] if register.regels else "",
        "vernietigd": list(merken),
    }
    tekst = json.dumps(inhoud, separators=(",", ":"))
    return f"{tekst}\t{base64.b64encode(signing.sign(geheim, _bericht(tekst))).decode()}"


def _fsync_map(map_: Path) -> None:
    """A new file is safe only when its name is on the disk too."""
    nummer = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(nummer)
    finally:
        os.close(nummer)


def bekende_stand(sessie: Session) -> str:
    """Up to where this database knows the register; "" when it never destroyed anything."""
    rij = sessie.get(InstallatieRij, STAND)
    return "" if rij is None else rij.waarde


def noteer_stand(sessie: Session, register: Register) -> None:
    """Keep that this database knows the register up to its end; in the commit of a certificate."""
    rij = sessie.get(InstallatieRij, STAND)
    if rij is None:
        sessie.add(InstallatieRij(naam=STAND, waarde=register.kop))
    elif int(rij.waarde.partition(" ")[0]) <= register.nr:
        rij.waarde = register.kop
    sessie.flush()


def lees_en_vergelijk(huis: "Installatie") -> tuple[Register, bool]:
    """The register, and whether the database knows all of it. Errors: RegisterFout when the database knows more.

    The database is asked first: a planner that writes at this moment writes the file before the database.
    """
    with huis.alles() as sessie:
        stand = bekende_stand(sessie)
    register = lees(huis)
    if stand and not register.kent(stand):
        raise RegisterFout(
            f"{bestand(huis)}: the database knows of destructions that this file does not hold. "
            "Put the copy back that you keep elsewhere; without it an old backup would bring destroyed cases back."
        )
    return register, (stand or "0") == register.kop
