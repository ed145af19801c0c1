"""What was destroyed stays destroyed: old backups, the signed register, and who may write a line of it."""

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import controlepunten, gereed, rotatie, vernietigregister
from storage.crypto import signing
from storage.installatie import Installatie
from storage.tables.kluis import KluisRij, TokenRij
from storage.tables.zaken import CompartimentRij, DocumentRij, WrapRij
from storage.vernietigen import vernietig
from storage.vernietigregister import RegisterFout
from tests.storage.vernietigzaken import (
    DAARNA,
    DAG_NUL,
    NU,
    bytes_van,
    geheimen_van,
    log_van,
    maak_zaak,
    met_delen,
    rijen,
    van_compartiment,
    voorneem,
    wijzig,
)
from workflow.fouten import NietGevonden
from workflow.zaak import Zaak

# -- an old backup, and the register


def kopie(data: Path, doel: Path) -> Path:
    """A copy of the databases as a backup takes it."""
    doel.mkdir()
    for naam in ("zaken.db", "kluis.db"):
        with sqlite3.connect(data / naam) as van, sqlite3.connect(doel / naam) as naar:
            van.backup(naar)
    return doel


def zet_terug(huis: Installatie, data: Path, bron: Path, *namen: str) -> None:
    huis.sluit()
    for naam in namen or ("zaken.db", "kluis.db"):
        for rest in data.glob(f"{naam}*"):
            rest.unlink()
        shutil.copy(bron / naam, data / naam)


@pytest.mark.parametrize("namen", [(), ("kluis.db",), ("zaken.db",)])
def test_an_old_backup_brings_no_destroyed_case_back(
    huis: Installatie, data: Path, beleid: Any, tmp_path: Path, namen: tuple[str, ...]
) -> None:
    zaak, ander = maak_zaak(huis), maak_zaak(huis, bytes([1] * 32))
    wijzig(huis, ander.id, vernietig_op=DAG_NUL + timedelta(days=400))
    geheimen = geheimen_van(huis, zaak)
    oud = kopie(data, tmp_path / "oud")
    voorneem(huis)
    assert vernietig(huis, DAARNA) == 1
    zet_terug(huis, data, oud, *namen)
    assert any(een in bytes_van(data) for een in geheimen), "the backup really holds it"
    terug = Installatie(huis.settings, beleid)
    overal = bytes_van(data)
    assert not [een for een in geheimen if een in overal]
    with terug.klokwerk() as werk:
        assert werk.zaken.get(ander.id).nummer == ander.nummer
        with pytest.raises(NietGevonden):
            werk.zaken.get(zaak.id)
    assert len(log_van(terug, "vernietigd_na_herstel")) == (0 if namen == ("kluis.db",) else 1)
    terug.sluit()
    nog = Installatie(huis.settings, beleid)
    assert len(log_van(nog, "vernietigd_na_herstel")) == (0 if namen == ("kluis.db",) else 1), "once"
    nog.sluit()


def test_an_old_backup_brings_no_destroyed_names_back(
    huis: Installatie, data: Path, beleid: Any, tmp_path: Path
) -> None:
    zaak = met_delen(huis)
    weg = van_compartiment(huis, zaak, "ident", "ruw") + [een.inhoud for een in rijen(huis, KluisRij, zaak.id)]
    oud = kopie(data, tmp_path / "oud")
    voorneem(huis)
    vernietig(huis, DAARNA)
    zet_terug(huis, data, oud)
    terug = Installatie(huis.settings, beleid)
    overal = bytes_van(data)
    assert not [een for een in weg if een in overal]
    with terug.klokwerk() as werk:
        assert werk.zaken.get(zaak.id)
    assert controlepunten.controleer(terug, diep=True) is None
    terug.sluit()


def test_a_register_that_was_cut_off_or_changed_stops_the_start(huis: Installatie, beleid: Any) -> None:
    maak_zaak(huis)
    voorneem(huis)
    vernietig(huis, DAARNA)
    pad = vernietigregister.bestand(huis)
    heel = pad.read_text()
    assert pad.stat().st_mode & 0o077 == 0
    huis.sluit()
    fout = {
        "gone": "",
        "forged": heel.replace('"vernietigd":["zaak:', '"vernietigd":["zaak:0'),
        "of another installation": heel.replace('"naam":"', '"naam":"x'),
        "half": heel[: len(heel) // 2],
    }
    for hoe, tekst in fout.items():
        pad.write_text(tekst)
        with pytest.raises(RegisterFout) as gevonden:
            Installatie(huis.settings, beleid)
        assert "copy back" in str(gevonden.value) or "line 1" in str(gevonden.value), hoe
    pad.write_text(heel)
    Installatie(huis.settings, beleid).sluit()


def test_half_a_line_of_a_crash_is_passed_over_and_the_next_one_is_whole(huis: Installatie, beleid: Any) -> None:
    maak_zaak(huis)
    pad = vernietigregister.bestand(huis)
    pad.write_text('{"nr":1,"naam":"')
    voorneem(huis)
    assert vernietig(huis, DAARNA) == 1
    assert vernietigregister.lees(huis).nr == 1
    huis.sluit()
    Installatie(huis.settings, beleid).sluit()


# -- who may say that something was destroyed


def _regel(huis: Installatie, zaak: Zaak, nr: int, geheim: bytes, keten: list[Any]) -> None:
    """Append a line to the register that says this case was destroyed."""
    merken = [vernietigregister.merk(vernietigregister.ZAAK, zaak.id)]
    regel = vernietigregister._maak_regel(
        huis.naam, vernietigregister.lees(huis), merken, NU.date(), (nr, geheim), keten
    )
    with vernietigregister.bestand(huis).open("a") as uit:
        uit.write(regel + "\n")


@pytest.mark.parametrize("hoe", ["pinned", "chain of itself", "chain is no chain"])
def test_a_register_line_of_a_key_that_nobody_vouches_for_stops_the_start(
    huis: Installatie, beleid: Any, hoe: str
) -> None:
    zaak = maak_zaak(huis)
    eigen = signing.generate()
    nr = 99 if hoe == "pinned" else 2
    with controlepunten.publiek_bestand(huis).open("a") as uit:
        uit.write(f"{nr} {eigen.public.hex()}\n")
    zelf = signing.sign(eigen.private, signing.tekensleutel_message(nr, eigen.public)).hex()
    keten: Any = {"chain of itself": [[nr, eigen.public.hex(), zelf]], "chain is no chain": 5}.get(hoe, [])
    _regel(huis, zaak, nr, eigen.private, keten)
    with pytest.raises(RegisterFout, match=f"audit key {nr}.*rotate-audit"):
        Installatie(huis.settings, beleid)
    assert rijen(huis, WrapRij, zaak.id)


def test_an_old_backup_brings_nothing_back_when_the_audit_key_was_replaced_after_it(
    huis: Installatie, data: Path, beleid: Any, tmp_path: Path
) -> None:
    zaak, later = maak_zaak(huis), maak_zaak(huis, bytes([1] * 32))
    wijzig(huis, later.id, vernietig_op=DAG_NUL + timedelta(days=400))
    oud = kopie(data, tmp_path / "oud")
    assert rotatie.vernieuw_tekensleutel(huis) == 2 and rotatie.vernieuw_tekensleutel(huis) == 3
    voorneem(huis)
    assert vernietig(huis, DAARNA) == 1
    zet_terug(huis, data, oud)
    controlepunten.publiek_bestand(huis).unlink()
    terug = Installatie(huis.settings, beleid)
    assert not rijen(terug, WrapRij, zaak.id) and rijen(terug, WrapRij, later.id)
    # And it goes on: the old database gets keys of its own under the same numbers.
    assert rotatie.vernieuw_tekensleutel(terug) == 2
    vernietigregister.voeg_toe(terug, ["zaak:" + "0" * 32], NU.date())
    terug.sluit()
    nog = Installatie(huis.settings, beleid)
    assert vernietigregister.lees(nog).nr == 2
    nog.sluit()


@pytest.mark.parametrize("anders", [{"vasthouden": True}, {"staat": "in_beoordeling"}])
def test_a_destroyed_case_that_an_older_backup_brings_back_held_or_in_use_goes_all_the_same(
    huis: Installatie, beleid: Any, anders: dict[str, Any]
) -> None:
    zaak = wijzig(huis, maak_zaak(huis).id, **anders)
    vernietigregister.voeg_toe(huis, [vernietigregister.merk(vernietigregister.ZAAK, zaak.id)], NU.date())
    huis.sluit()
    opnieuw = Installatie(huis.settings, beleid)
    assert [rijen(opnieuw, tabel, zaak.id) for tabel in (WrapRij, DocumentRij, KluisRij, TokenRij)] == [[]] * 4
    opnieuw.sluit()


@pytest.mark.parametrize("anders", [{"vasthouden": True}, {"staat": "in_beoordeling"}])
def test_a_register_line_about_a_part_of_a_case_that_is_held_or_in_use_only_raises_the_alarm(
    huis: Installatie, beleid: Any, anders: dict[str, Any]
) -> None:
    zaak = wijzig(huis, maak_zaak(huis).id, **anders)
    merken = [vernietigregister.merk(vernietigregister.DEEL, een.kid) for een in rijen(huis, CompartimentRij, zaak.id)]
    merken += [vernietigregister.merk(vernietigregister.KLUIS, een.id) for een in rijen(huis, KluisRij, zaak.id)]
    vernietigregister.voeg_toe(huis, merken, NU.date())
    huis.sluit()
    tabellen = (WrapRij, DocumentRij, KluisRij, TokenRij)
    toen = [len(rijen(huis, tabel, zaak.id)) for tabel in tabellen]
    for _ in range(2):
        opnieuw = Installatie(huis.settings, beleid)
        assert [len(rijen(opnieuw, tabel, zaak.id)) for tabel in tabellen] == toen
        stand = gereed.stand(opnieuw)
        assert not stand.delen["vernietigen"]
        assert [een for een in stand.ontbreekt(beleid) if "vernietigregister" in een]
        wijzig(opnieuw, zaak.id, **anders)
        opnieuw.sluit()
    wijzig(huis, zaak.id, vasthouden=False, staat="afgesloten")
    huis.sluit()
    opnieuw = Installatie(huis.settings, beleid)
    assert gereed.stand(opnieuw).delen["vernietigen"] and not rijen(opnieuw, WrapRij, zaak.id)
    opnieuw.sluit()
