"""Making a new installation: root key, databases, tenants, people, desks, and the recovery ceremony."""

import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from config.settings import Settings
from storage.crypto import escrow, hpke, signing
from storage.crypto.codes import papieren_code
from storage.crypto.passphrase import Kosten
from storage.database import maak_engine
from storage.installatie import NAAM
from storage.keys.gemeenten import Kekken, maak_gemeente
from storage.keys.mensen import NieuwPersoon, maak_persoon
from storage.keys.werkplekken import (
    DOOR_CERTIFICAAT,
    Werkplekgeheim,
    maak_werkplek,
    tenant_van,
    voeg_lid_toe,
)
from storage.keys.wortel import Wortel
from storage.migratie import migreer
from storage.tables.mensen import CertificaatsleutelRij, InstallatieRij, NoodsleutelRij, NoodwrapRij
from storage.unit_of_work import echte_tijd


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

    def werkplek(self, naam: str) -> Werkplekgeheim:
        """The secrets of a desk, made and certified when first asked for."""
        if naam not in self.werkplekken:
            self.werkplekken[naam] = maak_werkplek(self.sessie, naam, self.cert.private, DOOR_CERTIFICAAT, self.vandaag)
        return self.werkplekken[naam]

    def persoon(
        self, tenant: str, profiel: dict[str, Any], wachtzin: str, plekken: Sequence[Lidmaatschap]
    ) -> NieuwPersoon:
        """Make an account and seat it at its desks."""
        nieuw = maak_persoon(self.sessie, self.wortel, self.kekken, self.kosten, tenant, profiel, wachtzin)
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
        return nieuw

    def bewaarder(self, persoon: NieuwPersoon) -> None:
        """Give the certificate key to a custodian: he countersigns desks later."""
        ctx = ("certificaatsleutel", persoon.id)
        wrap = hpke.seal_to(persoon.paar.public, self.cert.private, ctx)
        self.sessie.add(CertificaatsleutelRij(persoon_id=persoon.id, wrap=wrap))

    def ceremonie(self, tenant: str) -> tuple[str, str, str]:
        """Make the escrow key of a tenant. Out: the three paper codes; two of them open it."""
        codes = (papieren_code(), papieren_code(), papieren_code())
        paar, ceremonie = hpke.generate(), os.urandom(16)
        delen = escrow.split(codes, paar.private, tenant, ceremonie)
        self.sessie.add(
            NoodsleutelRij(
                tenant=tenant,
                nr=1,
                ceremonie=ceremonie,
                publiek=paar.public,
                paar_12=delen[0],
                paar_13=delen[1],
                paar_23=delen[2],
                kanarie=hpke.seal_to(paar.public, tenant.encode(), ("kanarie", tenant, 1)),
                handtekening=signing.sign(self.cert.private, signing.escrow_message(tenant, 1, ceremonie, paar.public)),
                dag=self.vandaag,
                geoefend=self.vandaag,
            )
        )
        for naam, geheim in self.werkplekken.items():
            if tenant_van(naam) == tenant:
                ctx = (naam, geheim.epoch, "noodsleutel")
                binnen = hpke.seal_to(paar.public, geheim.wrap + geheim.teken, ctx)
                buiten = self.kekken.sluit(tenant, binnen, ctx)
                self.sessie.add(NoodwrapRij(werkplek=naam, epoch=geheim.epoch, nr=1, wrap=buiten))
        return codes

    def klaar(self) -> None:
        """Commit the set-up and forget every secret."""
        self.sessie.commit()
        self.sessie.close()
        self.werkplekken.clear()


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
