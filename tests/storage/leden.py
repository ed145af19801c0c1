"""What the tests about desks ask again and again: who opens what, and the rows behind it."""

import sqlite3
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import dubbel
from storage.crypto.errors import Ongeldig
from storage.keys.ledenlijst import leden_op_lijst
from storage.keys.noodsleutels import geldige_noodsleutel
from storage.keys.noodwraps import find_noodwrap, heeft_noodwrap
from storage.keys.werkplekken import Werkplekgeheim
from storage.tables.mensen import LidRij, WerkpleksleutelRij
from storage.tables.zaken import WrapRij, ZaakRij
from tests.wereld import Wereld
from workflow import leden
from workflow.beleid import Beleid
from workflow.fouten import DomeinFout
from workflow.lidmaatschap import Vernieuwing
from workflow.ports import Werk

AF = "af.aalten"
NIEUWE = "vangnet2"  # an aandachtsfunctionaris of Aalten who does not sit at the desk of Aalten


def db(wereld: Wereld, naam: str = "zaken") -> sqlite3.Connection:
    """The database, as somebody who can write it and has no key."""
    return sqlite3.connect(wereld.settings.data / f"{naam}.db", isolation_level=None)


def alles(wereld: Wereld) -> Session:
    """A session without a fence."""
    sessie = Session(wereld.huis.engine)
    sessie.info["gemeente"] = "*"
    return sessie


def geopend(wereld: Wereld, wie: str, werkplek: str) -> tuple[int, int]:
    """Through the product: how many wraps of a desk this person opens, and how many there are."""
    with alles(wereld) as sessie:
        wraps = sessie.scalars(select(WrapRij).where(WrapRij.ontvanger == werkplek, WrapRij.staat == "open")).all()
    open_ = 0
    for wrap in wraps:
        with wereld.als(wie) as werk:
            try:
                werk.sleutels.dek(werk.zaken.get(wrap.zaak_id), wrap.compartiment)  # type: ignore[attr-defined]
                open_ += 1
            except DomeinFout:
                continue
    return open_, len(wraps)


def opent_rauw(wereld: Wereld, geheim: Werkplekgeheim) -> int:
    """With a raw secret of a desk and all keys of the server: how many wraps open, under any epoch they may claim."""
    open_ = 0
    with alles(wereld) as sessie:
        for wrap, zaak in sessie.execute(select(WrapRij, ZaakRij).join(ZaakRij, ZaakRij.id == WrapRij.zaak_id)).all():
            for epoch in (1, 2, 3, 4):
                ctx = (zaak.herkomst, zaak.id, wrap.compartiment, geheim.werkplek, epoch)
                try:
                    kek = wereld.huis.kekken.voor(zaak.houder, wrap.wrap)
                    dubbel.unwrap_double(geheim.wrap, wrap.wrap, kek, ctx)
                    open_ += 1
                except Ongeldig:
                    continue
    return open_


def epochs(wereld: Wereld, werkplek: str) -> tuple[set[int], set[int], set[int]]:
    """The epochs of the wraps, of the seats and of the certified keys of a desk."""
    with alles(wereld) as sessie:
        return (
            set(sessie.scalars(select(WrapRij.epoch).where(WrapRij.ontvanger == werkplek))),
            set(sessie.scalars(select(LidRij.epoch).where(LidRij.werkplek == werkplek))),
            set(sessie.scalars(select(WerkpleksleutelRij.epoch).where(WerkpleksleutelRij.werkplek == werkplek))),
        )


def vernieuw(wereld: Wereld, wie: str, werkplek: str, hoogstens: int = 1000) -> Vernieuwing:
    """Renew a desk to the end."""
    while True:
        with wereld.als(wie) as werk:
            stand = leden.vernieuw(werk, wereld.beleid, werkplek, hoogstens)
        if not stand.over:
            return stand


def stel_voor(wereld: Wereld, wie: str, werkplek: str, door: str = "beheer.aalten", **anders: Any) -> None:
    """Propose a seat as a beheerder."""
    with wereld.als(door) as werk:
        leden.stel_voor(werk, wereld.beleid, wereld.ids[wie], werkplek, **anders)


def woorden(werk: Werk, persoon_id: bytes) -> str:
    """The five words of who waits, as they stand on the page now."""
    return next((een.vingerafdruk for een in werk.werkplekken.voorstellen() if een.persoon_id == persoon_id), "")


def keur_goed(werk: Werk, beleid: Beleid, persoon_id: bytes, werkplek: str) -> None:
    """A member compared the words that stand there now, and gives the key."""
    leden.keur_goed(werk, beleid, persoon_id, werkplek, vingerafdruk=woorden(werk, persoon_id))


def open_werkplek(werk: Werk, beleid: Beleid, persoon_id: bytes, werkplek: str) -> None:
    """A custodian compared the words that stand there now, and opens the desk."""
    leden.open_werkplek(werk, beleid, persoon_id, werkplek, vingerafdruk=woorden(werk, persoon_id))


def zet_erbij(wereld: Wereld, wie: str, werkplek: str, lid: str, **anders: Any) -> None:
    """Propose a seat and let a member give it."""
    stel_voor(wereld, wie, werkplek, **anders)
    with wereld.als(lid) as werk:
        keur_goed(werk, wereld.beleid, wereld.ids[wie], werkplek)


def laat_gaan(wereld: Wereld, wie: str, werkplek: str, door: str = "beheer.aalten", *, toch: bool = False) -> None:
    """Let somebody leave a desk."""
    with wereld.als(door) as werk:
        leden.verlaat(werk, wereld.beleid, wereld.ids[wie], werkplek, ook_als_laatste=toch)


def morgen(wereld: Wereld, dagen: int = 1) -> date:
    """A day on the clock of the route."""
    return wereld.huis.nu().date() + timedelta(days=dagen)


def lijst(wereld: Wereld, werkplek: str) -> set[bytes]:
    """Who stands on the signed list of a desk."""
    with alles(wereld) as sessie:
        vandaag = wereld.huis.echte_tijd().date()
        return set(leden_op_lijst(sessie, werkplek, wereld.huis.cert_publiek, vandaag))


def is_gedekt(wereld: Wereld, werkplek: str, epoch: int) -> bool:
    """Say whether an epoch of a desk is wrapped to the recovery codes of its tenant."""
    with alles(wereld) as sessie:
        noodsleutel = geldige_noodsleutel(sessie, "aalten", wereld.huis.cert_publiek)
        assert noodsleutel is not None
        return heeft_noodwrap(wereld.huis.kekken, find_noodwrap(sessie, werkplek, epoch), noodsleutel)


def regels(wereld: Wereld, wie: str) -> list[dict[str, object]]:
    """The log of the own municipality, as this person reads it."""
    with wereld.als(wie) as werk:
        return [dict(regel.inhoud or {}) for regel in werk.logboek.regels(aantal=20)]
