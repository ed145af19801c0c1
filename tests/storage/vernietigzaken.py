"""Cases that are due, and what stands of them in the databases: shared by the tests of destruction."""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.installatie import Installatie
from storage.tables.kluis import KluisRij, TokenRij
from storage.tables.logboek import LogRij
from storage.tables.zaken import DocumentRij, WrapRij
from tests.conftest import WACHTZIN, email_van
from workflow import bewaren
from workflow.actor import melder
from workflow.melden import indienen
from workflow.stappen import zet_stap
from workflow.termijnen import TIJDZONE
from workflow.zaak import Zaak

NU = datetime(2026, 3, 2, 10, 0, tzinfo=TIJDZONE)
DAG_NUL = NU.date() + timedelta(days=100)
OP_DAG_NUL = NU + timedelta(days=100)
DAARNA = NU + timedelta(days=107)
ANTWOORDEN = {"gevaar": "nee", "tekst": "Iets gezien.", "wanneer": "vandaag", "gemeente": "berkelland"}


def maak_zaak(huis: Installatie, geheim: bytes = bytes(32)) -> Zaak:
    """A case with a person in the vault that is to be destroyed on day nought."""
    indiening, code = huis.codes_van(geheim)
    with huis.werk(melder("berkelland"), nu=NU) as werk:
        antwoorden = {**ANTWOORDEN, "minderjarig": "nee"}
        zaak_id = indienen(werk, huis.beleid, "berkelland", antwoorden, geheim, indiening, code).zaak_id
    assert zaak_id is not None
    sessie, _ = huis.sessies.haal(huis.toegang.inloggen(email_van("AF-01"), WACHTZIN).token)
    assert sessie is not None
    actor, bos = huis.actor_van(sessie.persoon_id), huis.sleutelbos(sessie)
    persoon: dict[str, list[str]] = {"rol": ["slachtoffer"], "naam": ["Piet"], "leeftijdsklasse": ["23_plus"]}
    for actie, velden in (("oppakken", {}), ("persoon_toevoegen", persoon)):
        with huis.werk(actor, bos, NU) as werk:
            zet_stap(werk, huis.beleid, werk.zaken.get(zaak_id), actie, velden, None)
    return wijzig(huis, zaak_id, staat="afgesloten", vernietig_op=DAG_NUL)


def wijzig(huis: Installatie, zaak_id: bytes, **anders: Any) -> Zaak:
    with huis.klokwerk(NU) as werk:
        zaak = werk.zaken.bewaar(Zaak(**{**vars(werk.zaken.get(zaak_id)), **anders}))
        werk.log("proef", zaak)
        werk.bevestig()
    return zaak


def rijen(huis: Installatie, tabel: Any, zaak_id: bytes) -> list[Any]:
    engine = huis.kluis_engine if tabel in (KluisRij, TokenRij) else huis.engine
    with Session(engine) as sessie:
        sessie.info["gemeente"] = "*"
        return list(sessie.scalars(select(tabel).where(tabel.zaak_id == zaak_id)).all())


def bytes_van(map_: Path) -> bytes:
    return b"".join(pad.read_bytes() for pad in sorted(map_.glob("*.db*")))


def voorneem(huis: Installatie, moment: datetime = OP_DAG_NUL) -> int:
    """What the planner does on a day before it destroys."""
    return bewaren.dagelijks(partial(huis.klokwerk, moment), huis.beleid, moment.date())


def log_van(huis: Installatie, handeling: str) -> list[Mapping[str, Any]]:
    """All entries of one kind, of all tenants."""
    gevonden = []
    with huis.alles() as sessie:
        for rij in sessie.scalars(select(LogRij).order_by(LogRij.tenant, LogRij.seq)):
            inhoud = huis.kekken.lees(rij.tenant, ("log", rij.tenant, "inhoud", rij.seq), rij.inhoud)
            if inhoud["handeling"] == handeling:
                gevonden.append(inhoud)
    return gevonden


def geheimen_van(huis: Installatie, zaak: Zaak) -> list[bytes]:
    """Every byte string of a case that must not stay: wraps, documents, vault rows and tokens."""
    with Session(huis.kluis_engine) as kluis:
        kluis.info["gemeente"] = "*"
        rij = rijen(huis, KluisRij, zaak.id)[0]
        token = TokenRij(
            id=os.urandom(16),
            zaak_id=zaak.id,
            kluis_id=rij.id,
            bereik="berkelland",
            epoch=1,
            dag=NU.date(),
            inhoud=os.urandom(64),
        )
        kluis.add(token)
        kluis.commit()
    gevonden = [een.wrap for een in rijen(huis, WrapRij, zaak.id)]
    for tabel in (DocumentRij, KluisRij, TokenRij):
        gevonden += [een.inhoud for een in rijen(huis, tabel, zaak.id)]
    return gevonden


def af(huis: Installatie, actie: str, zaak_id: bytes, nu: datetime, **velden: str) -> None:
    sessie, _ = huis.sessies.haal(huis.toegang.inloggen(email_van("AF-01"), WACHTZIN).token)
    assert sessie is not None
    with huis.werk(huis.actor_van(sessie.persoon_id), huis.sleutelbos(sessie), nu) as werk:
        ruw = {naam: [waarde] for naam, waarde in velden.items()}
        zet_stap(werk, huis.beleid, werk.zaken.get(zaak_id), actie, ruw, None)


def met_delen(huis: Installatie) -> Zaak:
    """A closed case of which the names go first, then the reporter, and the rest later."""
    zaak = maak_zaak(huis)
    eind = DAG_NUL + timedelta(days=365)
    return wijzig(huis, zaak.id, vernietig_op=eind, ident_op=DAG_NUL, melder_op=DAG_NUL + timedelta(days=30))


def van_compartiment(huis: Installatie, zaak: Zaak, *namen: str) -> list[bytes]:
    gevonden = [een.wrap for een in rijen(huis, WrapRij, zaak.id) if een.compartiment in namen]
    return gevonden + [een.inhoud for een in rijen(huis, DocumentRij, zaak.id) if een.compartiment in namen]
