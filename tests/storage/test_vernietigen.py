"""Destruction: nothing that could be read stays behind, and the log says so."""

import os
import shutil
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from storage import controlepunten, gereed, vernietigregister
from storage.installatie import Installatie
from storage.tables.kluis import KluisRij, TokenRij
from storage.tables.zaken import DocumentRij, WrapRij
from storage.vernietigen import HARTSLAG, veeg_kluis, vernietig
from tests.storage.vernietigzaken import (
    DAARNA,
    DAG_NUL,
    NU,
    OP_DAG_NUL,
    af,
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
from workflow import bewaren, vernietigingen
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.zaak import Kwestie, Zaak

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
