"""Destruction: nothing that could be read stays behind, and the log says so."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from storage import controlepunten, gereed, rotatie, vernietigregister
from storage.crypto import signing
from storage.installatie import Installatie
from storage.tables.kluis import KluisRij, TokenRij
from storage.tables.logboek import LogRij
from storage.tables.zaken import CompartimentRij, DocumentRij, WrapRij
from storage.vernietigen import HARTSLAG, veeg_kluis, vernietig
from storage.vernietigregister import RegisterFout
from tests.conftest import WACHTZIN, email_van
from workflow import bewaren, vernietigingen
from workflow.actor import melder
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.melden import indienen
from workflow.stappen import zet_stap
from workflow.termijnen import TIJDZONE
from workflow.zaak import Kwestie, Zaak

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


# -- the whole case


def test_a_case_is_destroyed_seven_days_after_its_day_and_not_before(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    assert voorneem(huis) == 1 and voorneem(huis) == 0
    assert vernietig(huis, DAARNA - timedelta(days=1)) == 0
    assert rijen(huis, WrapRij, zaak.id)
    assert vernietig(huis, DAARNA) == 1
    with huis.klokwerk() as werk, pytest.raises(NietGevonden):
        werk.zaken.get(zaak.id)
    assert vernietig(huis, DAARNA) == 0


def test_nothing_goes_that_was_not_announced_a_week_before(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    laat = DAARNA + timedelta(days=30)
    assert vernietig(huis, laat) == 0, "the planner stood still on day nought: nobody was told"
    voorneem(huis, laat)
    assert vernietig(huis, laat + timedelta(days=6)) == 0
    assert rijen(huis, WrapRij, zaak.id)
    assert vernietig(huis, laat + timedelta(days=7)) == 1


def test_a_clock_that_is_set_back_destroys_nothing(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    voorneem(huis)
    assert vernietig(huis, NU) == 0 and voorneem(huis, NU) == 0
    assert rijen(huis, WrapRij, zaak.id)


def test_no_byte_of_a_wrap_a_document_the_vault_or_a_token_stays_in_any_file(huis: Installatie, data: Path) -> None:
    zaak = maak_zaak(huis)
    geheimen = geheimen_van(huis, zaak)
    assert len(geheimen) > 8 and all(een in bytes_van(data) for een in geheimen)
    voorneem(huis)
    vernietig(huis, DAARNA)
    overal = bytes_van(data)
    assert not [een for een in geheimen if een in overal or een[:64] in overal]


def test_the_log_holds_one_certificate_without_a_name_and_stays_whole(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    voorneem(huis)
    vernietig(huis, DAARNA)
    (certificaat,) = log_van(huis, "vernietigd")
    assert certificaat["aantallen"]["document"] >= 3 and certificaat["aantallen"]["kluisverwijzing"] >= 1
    assert (certificaat["klasse"], certificaat["register"], certificaat["dag"]) == ("afgesloten", 1, "2026-06-17")
    for sleutel in (zaak.id.hex(), zaak.nummer, "Piet"):
        assert sleutel not in str(certificaat) and sleutel not in str(log_van(huis, "vernietigen"))
    assert controlepunten.controleer(huis, diep=True) is None
    with huis.klokwerk() as werk:
        (rij,) = vernietigingen.certificaten(werk)
    tekst = vernietigingen.tekst("Berkelland", rij)
    assert rij.nummer in tekst and zaak.nummer not in tekst and zaak.id.hex() not in tekst


def test_a_case_on_hold_stays(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    voorneem(huis)
    wijzig(huis, zaak.id, vasthouden=True)
    assert vernietig(huis, DAARNA) == 0
    assert rijen(huis, WrapRij, zaak.id)


def test_what_was_added_after_the_announcement_goes_back_with_a_new_term(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    voorneem(huis)
    with huis.klokwerk(OP_DAG_NUL) as werk:
        nu = werk.zaken.get(zaak.id)
        werk.zaken.bewaar(Zaak(**{**vars(nu), "kenmerken": {**nu.kenmerken, "gekoppeld": [bytes(16).hex()]}}))
        werk.log("proef", nu)
        werk.bevestig()
    assert vernietig(huis, DAARNA) == 0
    with huis.klokwerk(DAARNA) as werk:
        nu = werk.zaken.get(zaak.id)
    assert nu.vernietig_op == date(2026, 7, 17), "a month from the day on which it would have gone"
    assert log_van(huis, "vernietiging_bijgekomen") and rijen(huis, WrapRij, zaak.id)
    later = DAARNA + timedelta(days=31)
    voorneem(huis, later)
    assert vernietig(huis, later + timedelta(days=7)) == 1


def test_a_case_that_was_opened_again_loses_nothing(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    wijzig(huis, zaak.id, ident_op=DAG_NUL, melder_op=DAG_NUL)
    voorneem(huis)
    af(huis, "heropenen", zaak.id, OP_DAG_NUL, reden="nieuw_signaal", toelichting="Er is iets nieuws.")
    aantal = len(rijen(huis, WrapRij, zaak.id))
    assert vernietig(huis, DAARNA) == 0
    with huis.klokwerk() as werk:
        nu = werk.zaken.get(zaak.id)
    assert (nu.vernietig_op, nu.ident_op, nu.melder_op) == (None, None, None) and "voorgenomen" not in nu.kenmerken
    assert len(rijen(huis, WrapRij, zaak.id)) == aantal


def test_without_an_empty_write_ahead_log_there_is_no_certificate(huis: Installatie, data: Path) -> None:
    zaak = maak_zaak(huis)
    voorneem(huis)
    lezer = sqlite3.connect(data / "kluis.db")
    lezer.execute("BEGIN")
    lezer.execute("SELECT count(*) FROM kluisfeit").fetchone()
    assert vernietig(huis, DAARNA) == 0, "somebody still reads the old pages"
    assert rijen(huis, WrapRij, zaak.id) == [] and rijen(huis, KluisRij, zaak.id) == []
    assert not vernietigregister.bestand(huis).exists() and not log_van(huis, "vernietigd")
    assert not gereed.stand(huis).delen["vernietigen"], "and everybody can see that it is not done"
    with huis.klokwerk(DAARNA) as werk, pytest.raises(StapGeweigerd):
        bewaren.wis_vervroegd(werk, huis.beleid, werk.zaken.get(zaak.id), "proef")
    lezer.close()
    assert vernietig(huis, DAARNA) == 1, "the next day goes on where it stopped"
    assert len(log_van(huis, "vernietigd")) == 1 and gereed.stand(huis).delen["vernietigen"]


def test_rows_that_name_the_case_go_or_forget_it(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    codes = {"zaak": zaak.id.hex(), "meer": [{"nummer": zaak.nummer}], "reden": "klacht"}
    with huis.klokwerk(NU) as werk:
        for soort, nummer in (("treffer", "TR-1"), ("anders", "AN-1")):
            rij = Kwestie(werk.nieuw_id(), soort, "berkelland", nummer, "open", NU.date(), None, codes)
            werk.kwesties.nieuw(rij)
        werk.log("proef")
        werk.bevestig()
    voorneem(huis)
    vernietig(huis, DAARNA)
    with huis.klokwerk() as werk:
        assert werk.kwesties.lijst("treffer") == []
        (anders,) = werk.kwesties.lijst("anders")
    assert anders.codes == {"zaak": "vernietigd", "meer": [{"nummer": "vernietigd"}], "reden": "klacht"}


def test_a_row_that_was_written_past_the_product_is_left_alone_counted_and_given_up(
    huis: Installatie, data: Path
) -> None:
    zaak, ander = maak_zaak(huis), maak_zaak(huis, bytes([1] * 32))
    wijzig(huis, ander.id, vernietig_op=None)
    voorneem(huis)
    with sqlite3.connect(data / "zaken.db") as db:
        db.execute("UPDATE zaak SET vernietig_op = '2026-01-01' WHERE id = ?", (ander.id,))
    assert vernietig(huis, DAARNA) == 1, "the other case goes"
    for _ in range(6):
        assert vernietig(huis, DAARNA) == 0
    assert rijen(huis, WrapRij, ander.id) and not rijen(huis, WrapRij, zaak.id)
    with huis.klokwerk() as werk:
        (fout,) = vernietigingen.fouten(werk)
        assert fout.codes["keer"] == vernietigingen.HOOGSTENS_KEER, "not tried for ever"
        assert (fout.tenant, fout.codes["fout"]) == ("berkelland", "Beschadigd")
        assert vernietigingen.probeer_opnieuw(werk) == 1
        werk.bevestig()
    vernietig(huis, DAARNA)
    with huis.klokwerk() as werk:
        assert vernietigingen.fouten(werk)[0].codes["keer"] == 1


# -- parts


def met_delen(huis: Installatie) -> Zaak:
    """A closed case of which the names go first, then the reporter, and the rest later."""
    zaak = maak_zaak(huis)
    eind = DAG_NUL + timedelta(days=365)
    return wijzig(huis, zaak.id, vernietig_op=eind, ident_op=DAG_NUL, melder_op=DAG_NUL + timedelta(days=30))


def van_compartiment(huis: Installatie, zaak: Zaak, *namen: str) -> list[bytes]:
    gevonden = [een.wrap for een in rijen(huis, WrapRij, zaak.id) if een.compartiment in namen]
    return gevonden + [een.inhoud for een in rijen(huis, DocumentRij, zaak.id) if een.compartiment in namen]


def test_names_and_raw_signal_go_before_the_case_and_the_rest_stays(huis: Installatie, data: Path) -> None:
    zaak = met_delen(huis)
    geheimen_van(huis, zaak)
    weg = van_compartiment(huis, zaak, "ident", "ruw")
    weg += [een.inhoud for tabel in (KluisRij, TokenRij) for een in rijen(huis, tabel, zaak.id)]
    blijft = van_compartiment(huis, zaak, "zaak", "draad", "melder")
    assert len(weg) >= 5 and len(blijft) >= 4
    voorneem(huis)
    assert vernietig(huis, DAARNA) == 1
    overal = bytes_van(data)
    assert not [een for een in weg if een in overal] and all(een in overal for een in blijft)
    with huis.klokwerk() as werk:
        nu = werk.zaken.get(zaak.id)
    assert (nu.ident_op, nu.kenmerken["al_weg"]) == (None, {"ident": "2026-06-17"}) and nu.vernietig_op is not None
    (certificaat,) = log_van(huis, "vernietigd")
    assert (certificaat["deel"], certificaat["klasse"]) == ("ident", "ident")
    assert vernietig(huis, DAARNA) == 0
    assert controlepunten.controleer(huis, diep=True) is None


def test_the_reporter_goes_alone(huis: Installatie, data: Path) -> None:
    zaak = met_delen(huis)
    weg, blijft = van_compartiment(huis, zaak, "melder"), van_compartiment(huis, zaak, "draad", "zaak", "ident", "ruw")
    wijzig(huis, zaak.id, ident_op=None, melder_op=DAG_NUL)
    voorneem(huis)
    assert vernietig(huis, DAARNA) == 1
    overal = bytes_van(data)
    assert weg and not [een for een in weg if een in overal] and all(een in overal for een in blijft)


def test_a_case_whose_names_went_can_be_opened_again_and_take_new_names(huis: Installatie, beleid: Any) -> None:
    zaak = met_delen(huis)
    voorneem(huis)
    vernietig(huis, DAARNA)
    af(huis, "heropenen", zaak.id, DAARNA, reden="nieuw_signaal", toelichting="Er is iets nieuws.")
    af(huis, "persoon_toevoegen", zaak.id, DAARNA, rol="getuige", naam="Anders Iemand", leeftijdsklasse="onbekend")
    nieuw = len(rijen(huis, KluisRij, zaak.id))
    assert nieuw >= 1
    opnieuw = Installatie(huis.settings, beleid)
    assert len(rijen(opnieuw, KluisRij, zaak.id)) == nieuw, "what is new is not what was destroyed"
    opnieuw.sluit()


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


# -- the process is killed


def test_a_kill_at_any_commit_leaves_nothing_half_and_gives_one_certificate(
    huis: Installatie, data: Path, beleid: Any, tmp_path: Path
) -> None:
    zaak = maak_zaak(huis)
    geheimen = geheimen_van(huis, zaak)
    voorneem(huis)
    huis.sluit()
    begin = tmp_path / "begin"
    shutil.copytree(data, begin)
    for nr in range(1, 40):
        shutil.rmtree(data)
        shutil.copytree(begin, data)
        klaar = _vernietig_tot(huis, beleid, nr)
        opnieuw = Installatie(huis.settings, beleid)
        wraps, docs = rijen(opnieuw, WrapRij, zaak.id), rijen(opnieuw, DocumentRij, zaak.id)
        assert bool(wraps) == bool(docs), f"half at commit {nr}"
        vernietig(opnieuw, DAARNA)
        assert len(log_van(opnieuw, "vernietigd")) == 1, f"certificates after a kill at commit {nr}"
        assert not log_van(opnieuw, "vernietigd_na_herstel") and vernietigregister.lees(opnieuw).nr == 1
        overal = bytes_van(data)
        assert not [een for een in geheimen if een in overal], f"bytes left after a kill at commit {nr}"
        assert controlepunten.controleer(opnieuw, diep=True) is None
        opnieuw.sluit()
        if klaar:
            break
    assert klaar and nr >= 6, "the run really has that many commits"


def _vernietig_tot(huis: Installatie, beleid: Any, nr: int) -> bool:
    """Destroy in a process of its own that dies just before its `nr`-th commit. Out: True when it came to its end."""
    kind = os.fork()
    if kind == 0:
        geteld = [0]

        def sterf(_verbinding: Any) -> None:
            geteld[0] += 1
            if geteld[0] == nr:
                os._exit(9)

        try:
            eigen = Installatie(huis.settings, beleid)
            for engine in (eigen.engine, eigen.kluis_engine):
                event.listen(engine, "commit", sterf)
            vernietig(eigen, DAARNA)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(kind, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 9)
    return os.waitstatus_to_exitcode(status) == 0


# -- that it runs at all


def test_a_run_that_stays_away_for_a_day_is_seen_on_the_real_clock(huis: Installatie) -> None:
    assert gereed.stand(huis).delen["vernietigen"], "the first start counts"
    nu = huis.echte_tijd()
    for uren, goed in ((25, True), (27, False), (-3, False)):
        huis.noteer(HARTSLAG, (nu - timedelta(hours=uren)).isoformat())
        assert gereed.stand(huis).delen["vernietigen"] is goed, uren
    vernietig(huis, NU)
    assert gereed.stand(huis).delen["vernietigen"], "it counts that it ran, also when nothing was due"


# -- the sweeper, and the checkpoints


def test_the_sweeper_takes_what_no_case_refers_to_and_leaves_the_rest(huis: Installatie) -> None:
    zaak = maak_zaak(huis)
    eigen = len(rijen(huis, KluisRij, zaak.id))
    with Session(huis.kluis_engine) as kluis:
        kluis.info["gemeente"] = "*"
        kluis.add(KluisRij(id=b"w" * 16, zaak_id=zaak.id, dag=NU.date(), schema=1, inhoud=b"x"))
        kluis.commit()
    assert veeg_kluis(huis, NU + timedelta(days=1)) == 0, "a case may still be busy referring to it"
    assert veeg_kluis(huis, NU + timedelta(days=2)) == 1
    assert len(rijen(huis, KluisRij, zaak.id)) == eigen > 0


def test_one_checkpoint_a_day_goes_to_the_database_and_the_file(huis: Installatie, data: Path) -> None:
    maak_zaak(huis)
    assert controlepunten.zet_controlepunt(huis)
    assert not controlepunten.zet_controlepunt(huis)
    assert controlepunten.bestand(huis).read_text().count("berkelland") == 1
    assert controlepunten.bestand(huis).stat().st_mode & 0o077 == 0
    assert controlepunten.controleer(huis, diep=True) is None


def test_cutting_off_the_end_of_the_log_is_found_by_the_file(huis: Installatie, data: Path) -> None:
    maak_zaak(huis)
    controlepunten.zet_controlepunt(huis)
    with sqlite3.connect(data / "zaken.db") as db:
        for (naam,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {naam}")
        db.execute("DELETE FROM log WHERE seq > 1")
        db.execute("DELETE FROM controlepunt")
    breuk = controlepunten.controleer(huis)
    assert breuk is not None and breuk.tenant == "controlepunt"
