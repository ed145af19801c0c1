"""Checkpoints of the log: signed once a day, kept in the database, in a file, and with every FG by mail."""

import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import audit
from storage.audit import Breuk
from storage.crypto.encoding import SLEUTEL_BYTES
from storage.keys import tekensleutels
from storage.notities import Notitie, vergelijk
from storage.tables.logboek import ControlepuntRij
from storage.tables.mensen import InstallatieRij
from storage.unit_of_work import GEEN_SLEUTELS, Eenheid
from workflow.actor import klok
from workflow.gereedheid import GEEL, ROOD, Gebrek
from workflow.termijnen import TIJDZONE, plus_maanden

if TYPE_CHECKING:
    from storage.installatie import Installatie

BESTAND = "controlepunten.txt"
PUBLIEK = "audit.pub"
# Facts of the installation: when the last one was signed, and the number of the one that was mailed last.
GEZET, GEMAILD = "controlepunt_op", "controlepunt_gemaild"
# Between the daily ones a chain gets another after so many entries: what lies after the last can be cut off unseen.
PER_REGELS = 100
OUD, TE_OUD = timedelta(hours=24), timedelta(hours=48)
# The planner signs at the hour of the rungs; a little later is not late.
SPELING = timedelta(hours=1)
BERICHT, FG, LOGBOEK = "controlepunt", "fg", "logboek"


def bestand(huis: "Installatie") -> Path:
    """The file that the checkpoints are appended to."""
    return huis.settings.data / BESTAND


def publiek_bestand(huis: "Installatie") -> Path:
    """The file with the public keys of the checkpoints, one a line; whoever checks from outside keeps a copy."""
    return huis.settings.data / PUBLIEK


def zet_controlepunt(huis: "Installatie", *, tussendoor: bool = False) -> bool:
    """Sign the heads of all chains, once a day on the real clock. Out: False when today has one already.

    In: `tussendoor` signs instead when a chain grew by a hundred entries since the last one.
    The row commits before the file is written: a note in the file that the database does not know is a finding.
    """
    vandaag = huis.echte_tijd().date()
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        laatste = _laatste(sessie)
        nodig = (
            _gegroeid(sessie, laatste, huis.beleid.tenants) if tussendoor else laatste is None or laatste.dag < vandaag
        )
        if not nodig:
            return False
        tekensleutels.zorg_voor_eerste(sessie, huis.wortel, huis.wortels.nr, vandaag)
        nr, geheim = tekensleutels.nieuwste(sessie, huis.wortel)
        tekst = audit.controlepunt(sessie, huis.naam, geheim, vandaag, nr)
        _noteer(sessie, GEZET, huis.echte_tijd().isoformat(timespec="seconds"))
        sessie.commit()
    schrijf_publiek(huis)
    _voeg_toe(bestand(huis), tekst + "\n")
    return True


def _laatste(sessie: Session) -> ControlepuntRij | None:
    return sessie.scalar(select(ControlepuntRij).order_by(ControlepuntRij.nr.desc()).limit(1))


def _gegroeid(sessie: Session, laatste: ControlepuntRij | None, tenants: Iterable[str]) -> bool:
    if laatste is None:
        return False
    hoofden = {tenant: seq for tenant, seq, _ in audit.lees_hoofden(laatste.tekst)}
    return any(audit.staart(sessie, tenant)[0] - hoofden.get(tenant, 0) >= PER_REGELS for tenant in tenants)


def _noteer(sessie: Session, naam: str, waarde: str) -> None:
    rij = sessie.get(InstallatieRij, naam)
    if rij is None:
        sessie.add(InstallatieRij(naam=naam, waarde=waarde))
    else:
        rij.waarde = waarde


def verstuur_controlepunt(huis: "Installatie", nu: datetime) -> int:
    """Put the newest signed note in the mail to every FG, once; whoever has it can prove what the log said that day.

    In: the moment on the clock of the routes. Out: how many messages; 0 when it was mailed before.
    """
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        laatste = _laatste(sessie)
        if laatste is None or laatste.nr <= gemaild(sessie):
            return 0
        notitie, nr = Notitie(laatste.tekst, laatste.handtekening).als_tekst(), laatste.nr
    werk = Eenheid(huis, klok(), GEEN_SLEUTELS, nu)
    try:
        mensen = [een for tenant in huis.beleid.tenants for een in werk.mensen.van_rol(FG, tenant)]
        for fg in mensen:
            onderwerp, tekst = huis.beleid.berichten.maak(BERICHT, voornaam=fg.naam.split(" ")[0])
            werk.berichten.klaarzetten(fg.email, fg.tenant, onderwerp, f"{tekst}\n{notitie}", spoed=False)
        _noteer(werk.sessie, GEMAILD, str(nr))
        werk.log("controlepunt_verstuurd", nr=nr, berichten=len(mensen))
        werk.bevestig()
    finally:
        werk.sluit()
    return len(mensen)


def gemaild(sessie: Session) -> int:
    """The number of the checkpoint that was mailed last; 0 when none was."""
    rij = sessie.get(InstallatieRij, GEMAILD)
    return 0 if rij is None else int(rij.waarde)


def gebreken(huis: "Installatie") -> list[Gebrek]:
    """What is wrong with the age of the last checkpoint: yellow after a day, red after two; for `/gereed`."""
    tekst = huis.lees_feit(GEZET)
    if tekst is None:
        wat = "Er is nog geen handtekening onder het logboek gezet."
        return [Gebrek(GEEL, LOGBOEK, wat, "Start de klok met: meldroute planner.")]
    leeftijd = huis.echte_tijd() - datetime.fromisoformat(tekst)
    if leeftijd <= OUD + SPELING:
        return []
    dagen = max(1, leeftijd.days)
    wat = f"De laatste handtekening onder het logboek is {dagen} {'dag' if dagen == 1 else 'dagen'} oud."
    return [Gebrek(ROOD if leeftijd > TE_OUD else GEEL, LOGBOEK, wat, "Start de klok met: meldroute planner.")]


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


def controleer(huis: "Installatie", *, diep: bool = False, buiten: Sequence[Notitie] = ()) -> Breuk | None:
    """Verify all chains, the checkpoints of the database, and those of the file.

    In: `diep` also opens each entry and compares each sealed row with what the log says of it; `buiten` are notes
    that were kept somewhere else, which nobody with this machine can have changed.
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
        breuk = audit.controleer(sessie, publieken, huis.kekken if diep else None, weg_tot(huis))
        breuk = breuk or _vergelijk_bestand(sessie, bestand(huis))
        return breuk or vergelijk(sessie, huis.naam, publieken, buiten)


def weg_tot(huis: "Installatie") -> date:
    """The day up to which entries of the log may be cleared away, on the real clock (retention class `logboek`)."""
    vandaag = huis.echte_tijd().astimezone(TIJDZONE).date()
    return plus_maanden(vandaag, -huis.beleid.klokken.bewaren[LOGBOEK].aantal)


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
