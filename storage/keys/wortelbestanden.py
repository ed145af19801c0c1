"""The files of the root key: the one in use, the one that a rotation brings, and the one before it."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto.errors import Ongeldig
from storage.keys.gemeenten import open_kek
from storage.keys.wortel import Wortel, WortelFout, Wortels, half_pad, sync_map
from storage.tables.mensen import InstallatieRij, KekRij

NUMMER = "wortel_nr"
OUD_MERK = "wortel_oud_merk"


@dataclass(frozen=True)
class Bestanden:
    """What lies on the disk; only the first must be there."""

    pad: Path
    vast: Wortel
    nieuw: Wortel | None
    oud: Wortel | None


def nieuw_pad(pad: Path) -> Path:
    """The file of a root key that is not in its place yet."""
    return pad.with_name(pad.name + ".new")


def oud_pad(pad: Path) -> Path:
    """The file of the root key before this one."""
    return pad.with_name(pad.name + ".old")


def lees_bestanden(pad: Path) -> Bestanden:
    """Read all root keys. Errors: WortelFout when one is missing, has another length or can be read by others."""
    nieuw, oud = (Wortel.lees(een) if een.exists() else None for een in (nieuw_pad(pad), oud_pad(pad)))
    return Bestanden(pad, Wortel.lees(pad), nieuw, oud)


def open_wortels(sessie: Session, bestanden: Bestanden) -> Wortels:
    """Find out which file holds the root key of this database: the one that opens the keys of all tenants.

    A rotation that broke off leaves the new key beside the old one; which of the two counts stands in the database.
    Errors: WortelFout when none fits, or when the key before it is not the one before it.
    """
    nr = int(_feit(sessie, NUMMER) or 1)
    rijen = sessie.scalars(select(KekRij)).all()
    if past(bestanden.vast, rijen):
        huidig, oud = bestanden.vast, bestanden.oud
    elif bestanden.nieuw is not None and past(bestanden.nieuw, rijen):
        # The database has changed over and the file still has to: what lies in its place is the key before it.
        huidig, oud = bestanden.nieuw, bestanden.vast
    else:
        raise WortelFout(f"the root key {bestanden.pad} is not the one of this database; put the right file there")
    merk = _feit(sessie, OUD_MERK)
    if oud is not None and merk is not None and oud.merk() != merk:
        raise WortelFout(f"{oud_pad(bestanden.pad)} is not the root key before this one; put the right file there")
    return Wortels(huidig, nr, oud)


def past(wortel: Wortel, rijen: Iterable[KekRij]) -> bool:
    """Say whether a root key opens these keys of tenants."""
    try:
        for rij in rijen:
            open_kek(wortel, rij)
    except Ongeldig:
        return False
    return True


def kloppen(wortels: Wortels, pad: Path) -> bool:
    """Say whether the next start will find the root key in use. Errors: WortelFout when a file can't be read."""
    bestanden = lees_bestanden(pad)
    er = {een.merk() for een in (bestanden.vast, bestanden.nieuw) if een is not None}
    return wortels.huidig.merk() in er


def maak_nieuwe(pad: Path) -> Wortel:
    """The root key that a rotation will bring: made now, or left by a rotation that broke off."""
    ernaast = nieuw_pad(pad)
    return Wortel.lees(ernaast) if ernaast.exists() else Wortel.maak(ernaast)


def zet_op_zijn_plaats(pad: Path) -> None:
    """Put the new root key in its place and keep the one that was there; nothing happens when that is done already.

    At every moment in between a root key lies in its place and the other one beside it.
    """
    ernaast, was = nieuw_pad(pad), oud_pad(pad)
    # A kill between the two names of a new file leaves the first one.
    half_pad(ernaast).unlink(missing_ok=True)
    if not ernaast.exists():
        return
    if not was.exists():
        os.link(pad, was)
        sync_map(pad.parent)
    ernaast.replace(pad)
    sync_map(pad.parent)


def gooi_oude_weg(pad: Path) -> None:
    """Delete the root key before this one."""
    oud_pad(pad).unlink(missing_ok=True)
    sync_map(pad.parent)


def _feit(sessie: Session, naam: str) -> str | None:
    rij = sessie.get(InstallatieRij, naam)
    return None if rij is None else rij.waarde
