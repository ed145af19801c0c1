"""Who read this case: its readings out of the log, for the desk that holds it; looking at them is logged too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.beleid import Beleid
from workflow.fouten import NietGevonden
from workflow.logboek import Logrij, logrij
from workflow.logregel import Logregel
from workflow.ports import Werk
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Zaak
from workflow.zaakzicht import AF, VA, VERZEGELD, zicht

PER_BLAD = 20
# The log is sealed, so finding the readings of one case means opening its entries: so many for one page.
TERUG = 20_000
# What somebody did with the content, or with where it stands. Steps stand in the timeline of the case.
LEZEN = frozenset({"lezen", "heridentificatie", "status_bekeken", "gelezen_bekeken", "verzoek_gezocht"})
# Before its first entry there is nothing to find.
BEGIN = frozenset({"indienen", "melden_vanuit_overleg", "melden_namens"})
DEELNEMER, MELDER = "overlegdeelnemer", "melder"


@dataclass(frozen=True)
class Lezingen:
    """One page, newest first. `volgende` is the key of the next one; `beperkt` says that another log holds more."""

    nummer: str
    rijen: tuple[Logrij, ...]
    volgende: str
    beperkt: bool

    @property
    def url(self) -> str:
        """The address of the case."""
        return f"/zaken/{self.nummer}"


def lezingen(werk: Werk, beleid: Beleid, zaak: Zaak, voor: int | None = None) -> Lezingen:
    """Who opened the case, or what was handed on of it, before entry `voor`; committed to the log before it is shown.

    For the two desks that work on the case; of a protected one for its readers. Errors: NietGevonden for others.
    """
    if zicht(werk, zaak).soort not in (AF, VA, VERZEGELD):
        raise NietGevonden
    ids = {zaak.id.hex(), *(een.id.hex() for een in werk.trajecten.van_zaak(zaak.id))}
    gevonden: list[Logregel] = []
    volgende = ""
    laatste = 0
    for regel in werk.logboek.terug(date.min, voor=voor, hoogstens=TERUG):
        laatste = regel.seq
        inhoud = regel.inhoud or {}
        if inhoud.get("id") not in ids:
            continue
        if inhoud["handeling"] in LEZEN:
            if len(gevonden) == PER_BLAD:
                volgende = str(gevonden[-1].seq)
                break
            gevonden.append(regel)
        if inhoud["handeling"] in BEGIN:
            break
    else:
        volgende = str(laatste) if laatste > 1 else ""
    namen = dict(_wie(werk, beleid, zaak, gevonden))
    werk.log("gelezen_bekeken", zaak, aantal=len(gevonden))
    werk.bevestig()
    rijen = tuple(_met_naam(logrij(beleid, een), namen[een.seq]) for een in gevonden)
    return Lezingen(zaak.nummer, rijen, volgende, zaak.houder != zaak.herkomst)


def _wie(werk: Werk, beleid: Beleid, zaak: Zaak, regels: list[Logregel]) -> Iterator[tuple[int, str]]:
    """Per entry the reader: a colleague by his alias, somebody of another organisation as his desk."""
    for een in regels:
        inhoud = een.inhoud or {}
        if inhoud.get("rol") == MELDER or "wie" not in inhoud or _is_collega(werk, zaak, inhoud):
            yield een.seq, str(inhoud.get("alias") or "-")
            continue
        plekken = [werkplek_tekst(beleid, plek) for plek in inhoud.get("werkplekken", [])]
        rol = str(inhoud["rol"])
        yield een.seq, ", ".join(plekken) or beleid.werkplekken.rolnamen.get(rol, rol.capitalize())


def _is_collega(werk: Werk, zaak: Zaak, inhoud: Mapping[str, Any]) -> bool:
    """Whether the reader works for the municipality that holds the case."""
    try:
        return werk.mensen.get(bytes.fromhex(str(inhoud["wie"]))).tenant == zaak.houder
    except NietGevonden:
        # His account is gone; his desks then say for whom he read.
        plekken = inhoud.get("werkplekken", [])
        return bool(plekken) and all(plek.endswith(f".{zaak.houder}") for plek in plekken)


def _met_naam(rij: Logrij, wie: str) -> Logrij:
    return Logrij(rij.moment, rij.iso, wie, rij.rol, rij.wat, rij.zaak, rij.doel)
