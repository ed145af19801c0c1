"""Making a new installation: root key, databases, tenants, people, desks, and the recovery ceremony."""

import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from config.settings import Settings
from storage.ceremonie import neem_in_gebruik, nieuwe_codes, noodwrap_ctx
from storage.crypto import hpke, signing
from storage.crypto.passphrase import Kosten
from storage.database import maak_engine
from storage.installatie import NAAM
from storage.keys.certificaat import geef_certificaat
from storage.keys.gemeenten import Kekken, maak_gemeente
from storage.keys.ledenlijst import DEELNEMERS, zet_op_lijst
from storage.keys.mensen import NieuwPersoon, maak_persoon
from storage.keys.werkplekken import (
    DOOR_CERTIFICAAT,
    Werkplekgeheim,
    maak_werkplek,
    tenant_van,
    voeg_lid_toe,
)
from storage.keys.wortel import Wortel, Wortels
from storage.migratie import migreer
from storage.tables.mensen import InstallatieRij, NoodwrapRij
from storage.unit_of_work import echte_tijd
from workflow.lidmaatschap import DEELNEMER


@dataclass(frozen=True)
class Lidmaatschap:
    """One desk that a new person sits at."""

    werkplek: str
    waarneemt: bool = False
    van: date | None = None
    tot: date | None = None


@dataclass
class Opzet:
    """A set-up under way: it holds the secrets of all desks, so it lives only as long as the set-up itself."""

    sessie: Session
    wortel: Wortel
    kekken: Kekken
    kosten: Kosten
    cert: signing.SignPair
    vandaag: date
    werkplekken: dict[str, Werkplekgeheim] = field(default_factory=dict, repr=False)

    @property
    def wortels(self) -> Wortels:
        """The root keys of a new installation: one."""
        return Wortels(self.wortel)

    def werkplek(self, naam: str) -> Werkplekgeheim:
        """The secrets of a desk, made and certified when first asked for."""
        if naam not in self.werkplekken:
            self.werkplekken[naam] = maak_werkplek(self.sessie, naam, self.cert.private, DOOR_CERTIFICAAT, self.vandaag)
        return self.werkplekken[naam]

    def persoon(
        self, tenant: str, profiel: dict[str, Any], wachtzin: str, plekken: Sequence[Lidmaatschap]
    ) -> NieuwPersoon:
        """Make an account and seat it at its desks; who takes part in meetings goes on the list of the overleg."""
        nieuw = maak_persoon(self.sessie, self.wortels, self.kekken, self.kosten, tenant, profiel, wachtzin)
        self.sessie.flush()
        for plek in plekken:
            voeg_lid_toe(
                self.sessie,
                self.kekken,
                self.werkplek(plek.werkplek),
                nieuw.id,
                nieuw.paar.public,
                waarneemt=plek.waarneemt,
                van=plek.van,
                tot=plek.tot,
            )
            zet_op_lijst(self.sessie, self.werkplek(plek.werkplek), nieuw.id, nieuw.paar.public)
        if profiel["rol"] == DEELNEMER:
            geheim = self.werkplek(f"overleg.{tenant}")
            zet_op_lijst(self.sessie, geheim, nieuw.id, nieuw.paar.public, DEELNEMERS)
        return nieuw

    def bewaarder(self, persoon: NieuwPersoon) -> None:
        """Give the certificate key to a custodian: he countersigns desks later."""
        geef_certificaat(self.sessie, self.cert.private, persoon.id, persoon.paar.public)

    def ceremonie(self, tenant: str) -> tuple[str, str, str]:
        """Make the escrow key of a tenant. Out: the three paper codes; two of them open it."""
        nieuw = nieuwe_codes(self.sessie, tenant, self.cert.private, self.vandaag)
        # Whoever makes a world for practice or a test has just read the codes: there is nobody to type them back.
        nieuw.oefen(nieuw.codes[:2], self.vandaag)
        neem_in_gebruik(self.sessie, self.kekken, nieuw, self.wortels)
        for naam, geheim in self.werkplekken.items():
            if tenant_van(naam) == tenant:
                ctx = noodwrap_ctx(naam, geheim.epoch)
                binnen = hpke.seal_to(nieuw.rij.publiek, geheim.wrap + geheim.teken, ctx)
                buiten = self.kekken.sluit(tenant, binnen, ctx)
                self.sessie.add(NoodwrapRij(werkplek=naam, epoch=geheim.epoch, nr=nieuw.rij.nr, wrap=buiten))
        return nieuw.codes

    def klaar(self) -> None:
        """Commit the set-up and forget every secret."""
        self.sessie.commit()
        self.sessie.close()
        self.werkplekken.clear()


def is_opgezet(settings: Settings) -> bool:
    """Say whether the database holds an installation; a set-up that broke off has committed nothing.

    Errors: DatabaseError when it can't be asked: then nobody knows.
    """
    engine = maak_engine(settings.database_url)
    try:
        if not inspect(engine).has_table(InstallatieRij.__tablename__):
            return False
        with Session(engine) as sessie:
            sessie.info["gemeente"] = "*"
            return sessie.get(InstallatieRij, NAAM) is not None
    finally:
        engine.dispose()


def resten(settings: Settings) -> list[Path]:
    """The key files that a set-up left behind that broke off."""
    return [pad for pad in (settings.root_file, settings.cert_public) if pad.exists()]


def leg_opzij(pad: Path) -> Path:
    """Give a key file another name. It is never deleted: it may be the key of a database that was not found."""
    nr = 1
    while (opzij := pad.with_name(f"{pad.name}.opzij-{nr}")).exists():
        nr += 1
    pad.rename(opzij)
    return opzij


def begin(settings: Settings, tenants: Sequence[str]) -> Opzet:
    """Start a new installation in an empty place.

    Errors: FileExistsError when there is a root key already: an installation is never overwritten.
    """
    wortel = Wortel.maak(settings.root_file)
    cert = signing.generate()
    _schrijf(settings.cert_public, cert.public)
    for soort, url in (
        ("zaken", settings.database_url),
        ("kluis", settings.kluis_url),
        ("sessies", settings.sessie_url),
    ):
        engine = maak_engine(url)
        migreer(engine, soort)
        engine.dispose()
    engine = maak_engine(settings.database_url)
    sessie = Session(engine, expire_on_commit=False)
    sessie.info["gemeente"] = "*"
    sessie.add(InstallatieRij(naam=NAAM, waarde=uuid.uuid4().hex))
    for tenant in tenants:
        maak_gemeente(sessie, wortel, tenant)
    sessie.flush()
    kosten = Kosten(settings.argon_kib, settings.argon_passes, settings.argon_lanes)
    return Opzet(sessie, wortel, Kekken.open(sessie, wortel), kosten, cert, echte_tijd().date())


def _schrijf(pad: Path, inhoud: bytes) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(pad, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o400), "wb") as bestand:
        bestand.write(inhoud)
