"""What an earlier version sealed opens for ever: dumps of whole installations, one per version."""

import gzip
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from config.settings import Settings
from storage import controlepunten, rotatie
from storage.crypto import hpke
from storage.database import maak_engine
from storage.installatie import Installatie
from storage.keys.mensen import find_persoon
from storage.keys.noodsleutels import open_noodsleutel
from storage.migratie import migreer
from storage.tables.mensen import NoodsleutelRij, NoodwortelRij
from tests.storage.maak_goud import GOUD, maak
from tests.wereld import GOEDKOOP, Wereld
from workflow.beleidladen import laad_beleid

NU = "nu"
VERSIES = [*sorted(pad.name for pad in GOUD.iterdir() if pad.is_dir()), NU]


class Goud:
    """One golden installation, put down in an empty folder and migrated to this version."""

    def __init__(self, bron: Path, data: Path) -> None:
        self.lees: dict[str, Any] = json.loads((bron / "lees.json").read_text(encoding="utf-8"))
        data.mkdir(mode=0o700)
        for naam, sleutel in (("root.key", "root_key"), ("cert.pub", "cert_pub")):
            with os.fdopen(os.open(data / naam, os.O_CREAT | os.O_WRONLY, 0o400), "wb") as bestand:
                bestand.write(bytes.fromhex(self.lees[sleutel]))
        opties: dict[str, Any] = {"oefenomgeving": True, "basis_url": "http://localhost", **GOEDKOOP}
        settings = Settings.from_environment({}, data=data, **opties)
        for soort in ("zaken", "kluis", "sessies"):
            db = sqlite3.connect(data / f"{soort}.db")
            db.executescript(gzip.decompress((bron / f"{soort}.sql.gz").read_bytes()).decode())
            db.close()
            engine = maak_engine(f"sqlite:///{data}/{soort}.db")
            migreer(engine, soort)
            engine.dispose()
        self.huis = Installatie(settings, laad_beleid(settings.config_map))

    def open_alles(self) -> None:
        """Read it all as its people did: with a passphrase, with a follow-up code, and with what only some have."""
        huis, lees = self.huis, self.lees
        # A world of its own each time: whoever reads logs in first.
        mensen = Wereld(huis.settings, huis.beleid, huis, {}, {}, {})
        with mensen.als(lees["email"].partition("@")[0]) as werk:
            documenten = werk.documenten.open(werk.zaken.get_nummer(lees["nummer"]), ["ruw", "melder"], "proef")
        gelezen = {doc.compartiment: json.dumps(doc.inhoud, ensure_ascii=False) for doc in documenten}
        assert lees["tekst"] in gelezen["ruw"]
        assert lees["naam"] in gelezen["melder"]
        with huis.volgwerk(lees["volgcode"]) as (werk, zaak_id):
            zaak = werk.zaken.get(zaak_id)
            assert zaak.nummer == lees["nummer"]
            assert werk.sleutels.dek(zaak, "draad")
        assert controlepunten.controleer(huis, diep=True) is None
        self._later(mensen)

    def _later(self, mensen: Wereld) -> None:
        """What version 1 did not have yet."""
        huis, lees = self.huis, self.lees
        if "totp" in lees:
            with Session(huis.engine) as sessie:
                sessie.info["gemeente"] = "*"
                rij = find_persoon(sessie, huis.wortel, lees["totp"]["email"])
                wie = rij.id if rij is not None else b""
            factor = huis.toegang.factor(wie)
            assert factor is not None and factor.totp.hex() == lees["totp"]["geheim"]
        with mensen.als(lees["email"].partition("@")[0]) as werk:
            zaak = werk.zaken.get_nummer(lees["nummer"])
            for doc in werk.documenten.open(zaak, ["zaak"], "proef"):
                if doc.soort == "persoon" and doc.inhoud is not None:
                    gegevens = dict(werk.kluis.open_persoon(zaak, doc.inhoud["verwijzing"], "hulp", "avg6e"))
                    # Version 2 knew the name alone, in one row; now each fact has its own.
                    verwacht = lees.get("persoon", {"naam": "Ilse Proef"})
                    assert {naam: een for naam, een in gegevens.items() if naam != "pseudoniem"} == verwacht
            if "verzoek" in lees:
                assert [een.codes for een in werk.kwesties.lijst("verzoek")] == [lees["verzoek"]]
        if "sso" in lees:
            assert huis.sso.vind(**lees["sso"]).email == lees["email"]
        if "papier_regio" in lees:
            with Session(huis.engine) as sessie:
                sessie.info["gemeente"] = "*"
                nood = sessie.get(NoodsleutelRij, "regio")
                wortel = sessie.get(NoodwortelRij, huis.wortels.nr)
            assert nood is not None and wortel is not None
            geheim = open_noodsleutel(nood, lees["papier_regio"][1:])
            sleutel = hpke.open_from(geheim, wortel.wrap, ("wortel", wortel.nr))
            assert sleutel == huis.settings.root_file.read_bytes()


@pytest.fixture(scope="module")
def nu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden installation that this version would leave."""
    doel = tmp_path_factory.mktemp("goud") / NU
    maak(doel)
    return doel


@pytest.fixture(params=VERSIES)
def goud(request: pytest.FixtureRequest, tmp_path: Path, nu: Path) -> Iterator[Goud]:
    gemaakt = Goud(nu if request.param == NU else GOUD / request.param, tmp_path / "data")
    yield gemaakt
    gemaakt.huis.sluit()


def test_what_an_earlier_version_sealed_still_opens(goud: Goud) -> None:
    goud.open_alles()


def test_it_opens_after_every_key_of_the_server_was_replaced(goud: Goud) -> None:
    huis = goud.huis
    was = huis.wortel.merk()
    for tenant in ("aalten", "regio"):
        assert rotatie.vernieuw_gemeente(huis, tenant).kapot == 0
    rotatie.vernieuw_tekensleutel(huis)
    uitkomst = rotatie.vernieuw_wortel(huis)
    assert uitkomst.kapot == 0
    assert huis.wortel.merk() != was
    goud.open_alles()
