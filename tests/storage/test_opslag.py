"""The tables themselves: a tier for every column, migrations both ways with data, a fence around a municipality."""

import sqlite3
from itertools import product
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import LargeBinary, event, inspect, select
from sqlalchemy.orm import Session

from storage.crypto import hpke
from storage.crypto.encoding import expand
from storage.crypto.envelope import unseal
from storage.crypto.errors import Ongeldig
from storage.database import GemeenteSessie, ZonderGemeente, maak_engine
from storage.migratie import METADATA, VersieFout, controleer_versie, migreer, migreer_terug
from storage.tables.zaken import ZaakRij
from storage.unit_of_work import echte_tijd
from tests.storage import wandeling
from tests.wereld import Wereld
from workflow.actor import melder
from workflow.fouten import Ingehaald, NietGevonden, OpslagOnbereikbaar, WerkplekGesloten

SOORTEN = ["zaken", "kluis", "sessies"]
TRAPPEN = {0, 1, 2, 3, 4, "sleutel"}


def test_every_column_has_a_tier() -> None:
    zonder = [
        f"{tabel.name}.{kolom.name}"
        for metadata in METADATA.values()
        for tabel in metadata.tables.values()
        for kolom in tabel.columns
        if kolom.info.get("trap") not in TRAPPEN
    ]
    assert zonder == []


def test_whatever_a_person_wrote_is_bytes() -> None:
    tekst = [
        f"{tabel.name}.{kolom.name}"
        for metadata in METADATA.values()
        for tabel in metadata.tables.values()
        for kolom in tabel.columns
        if kolom.info["trap"] in (1, 2, 3, 4, "sleutel") and not isinstance(kolom.type, LargeBinary)
    ]
    assert tekst == []


def test_open_columns_hold_no_time_finer_than_a_day_except_urgent_minutes() -> None:
    fijn = {
        f"{tabel.name}.{kolom.name}"
        for tabel in METADATA["zaken"].tables.values()
        for kolom in tabel.columns
        if kolom.name in ("ts", "tijd") or "minuut" in kolom.name or kolom.type.python_type.__name__ == "datetime"
    }
    assert fijn == {"zaak.termijn_minuut", "timer.minuut", "bericht.volgende_minuut"}


@pytest.mark.parametrize("soort", SOORTEN)
def test_migrations_make_exactly_the_tables_of_the_code_and_take_them_away(soort: str, tmp_path: Path) -> None:
    engine = maak_engine(f"sqlite:///{tmp_path}/{soort}.db")
    with pytest.raises(VersieFout):
        controleer_versie(engine, soort)
    migreer(engine, soort)
    controleer_versie(engine, soort)
    with engine.connect() as verbinding:
        assert compare_metadata(MigrationContext.configure(verbinding), METADATA[soort]) == []
    migreer_terug(engine, soort)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migreer(engine, soort)
    controleer_versie(engine, soort)


def test_a_second_migration_leaves_the_data(wereld: Wereld) -> None:
    zaak = wandeling.in_beoordeling(wereld)
    for soort, engine in (("zaken", wereld.huis.engine), ("kluis", wereld.huis.kluis_engine)):
        migreer(engine, soort)
    with wereld.als("af.aalten") as werk:
        assert werk.documenten.open(werk.zaken.get(zaak), ["ruw"], "test")


def test_the_files_are_for_their_owner_alone(wereld: Wereld) -> None:
    for naam in ("zaken.db", "kluis.db", "sessies.db", "root.key"):
        assert (wereld.settings.data / naam).stat().st_mode & 0o077 == 0, naam


def test_a_query_without_a_municipality_is_refused(wereld: Wereld) -> None:
    with Session(wereld.huis.engine) as sessie, pytest.raises(ZonderGemeente):
        sessie.scalars(select(ZaakRij)).all()


def test_another_municipality_sees_no_row_no_count_and_no_number(wereld: Wereld) -> None:
    zaak_id = wandeling.in_aanpak(wereld)
    nummer = wereld.zaak(zaak_id).nummer
    with GemeenteSessie(wereld.huis.engine, "winterswijk", ("af.winterswijk",)) as sessie:
        assert sessie.scalars(select(ZaakRij)).all() == []
    with wereld.als("af.winterswijk") as werk:
        assert werk.zaken.lijst() == []
        assert werk.zaken.tel(staten=["in_aanpak"]) == 0
        for zoek in (lambda: werk.zaken.get(zaak_id), lambda: werk.zaken.get_nummer(nummer)):
            with pytest.raises(NietGevonden):
                zoek()


def test_of_two_people_at_once_one_is_first(wereld: Wereld) -> None:
    zaak = wandeling.ingediend(wereld)
    with wereld.als("af.aalten") as werk:
        gezien = werk.zaken.get(zaak)
    wereld.stap("af2.aalten", zaak, "oppakken")
    with wereld.als("af.aalten") as werk, pytest.raises(Ingehaald):
        werk.zaken.bewaar(gezien)


def test_a_locked_database_is_said_and_nothing_is_half_stored(wereld: Wereld) -> None:
    wereld.huis.engine.dispose()
    wereld.huis.engine = maak_engine(wereld.settings.database_url, wacht=0.05)
    slot = sqlite3.connect(wereld.settings.data / "zaken.db", isolation_level=None)
    slot.execute("BEGIN IMMEDIATE")
    with pytest.raises(OpslagOnbereikbaar), wereld.huis.werk(melder("aalten"), nu=echte_tijd()) as werk:
        werk.zaken.lijst()
    slot.execute("ROLLBACK")
    assert wereld.zaak(wereld.meld()).staat == "ingediend"


def test_a_full_disk_is_said_and_no_signal_is_half_stored(wereld: Wereld) -> None:
    wereld.meld()
    engine = maak_engine(wereld.settings.database_url)
    # SQLite's own limit on the size of the file gives exactly the error of a full disk.
    event.listen(engine, "connect", lambda dbapi, _: dbapi.execute("PRAGMA max_page_count=1"))
    wereld.huis.engine.dispose()
    wereld.huis.engine = engine
    gelukt = 0
    with pytest.raises(OpslagOnbereikbaar):
        for _ in range(200):
            wereld.meld()
            gelukt += 1
    engine.dispose()
    db = sqlite3.connect(wereld.settings.data / "zaken.db")
    for vraag in ("zaak", "volg", "wrap WHERE compartiment = 'ruw' AND ontvanger = 'af.aalten'"):
        assert db.execute(f"SELECT count(*) FROM {vraag}").fetchone() == (gelukt + 1,)


def test_the_process_that_took_a_signal_in_cannot_read_it_back(wereld: Wereld) -> None:

    zaak = wandeling.ingediend(wereld)
    db = sqlite3.connect(wereld.settings.data / "zaken.db")
    wraps = db.execute("SELECT compartiment, ontvanger, epoch, wrap FROM wrap WHERE zaak_id = ?", (zaak,)).fetchall()
    documenten = db.execute("SELECT id, compartiment, schema, inhoud FROM document").fetchall()
    assert wraps
    assert documenten
    # Everything that the server holds without anybody being logged in.
    labels = ("pepper", "inlog", "flask", "formulier", "kek", "audit-teken")
    sleutels = [wereld.huis.wortel.derive(label) for label in labels]
    sleutels += [wereld.huis.kekken.huidig(tenant)[1] for tenant in wereld.huis.kekken]
    sleutels += [expand(sleutel, label) for sleutel in list(sleutels) for label in ("outer", "tier1")]
    binnen = []
    for (compartiment, ontvanger, epoch, wrap), sleutel in product(wraps, sleutels):
        ctx = ("outer", "aalten", zaak, compartiment, ontvanger, epoch)
        try:
            binnen.append(unseal(sleutel, wrap, ctx))
        except Ongeldig:
            continue
    assert len(binnen) == len(wraps), "the outer lock is the server's"
    for kern, sleutel in product(binnen, sleutels):
        with pytest.raises(Ongeldig):
            hpke.unwrap(sleutel, kern, ("aalten", zaak, "ruw", "af.aalten", 1))
    for (doc_id, compartiment, schema, inhoud), sleutel in product(documenten, sleutels):
        with pytest.raises(Ongeldig):
            unseal(sleutel, inhoud, ("aalten", zaak, compartiment, "document", doc_id, "inhoud", 1, schema))


def test_a_swapped_desk_key_closes_the_form(wereld: Wereld) -> None:

    db = sqlite3.connect(wereld.settings.data / "zaken.db")
    db.execute("UPDATE werkpleksleutel SET publiek = ? WHERE werkplek = 'af.aalten'", (hpke.generate().public,))
    db.commit()
    with pytest.raises(WerkplekGesloten):
        wereld.meld()
    assert db.execute("SELECT count(*) FROM wrap").fetchone() == (0,)
