"""Recovery by paper codes, as it is typed at the keyboard: drill, new codes, a lost desk, a lost root key."""

import itertools
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import controlepunten
from storage.crypto.codes import papieren_code
from storage.installatie import Installatie
from storage.keys.noodsleutels import TWEE_KEER, TYPFOUT, VREEMD, geldige_noodsleutel, open_noodsleutel
from storage.keys.wortel import WortelFout
from storage.tables.mensen import NoodsleutelRij, NoodwrapRij
from tests.web.toetsenbord import CODE, Antwoord, getoonde_code, typ
from tests.wereld import WACHTZIN, Wereld, email, maak_wereld
from workflow.fouten import NietGevonden
from workflow.gereedheid import CEREMONIE, ROOD, gebreken
from workflow.melden import lezers_van

VRAGEN = ("Herstelcode 1", "Herstelcode 2")
BEWAARDER: list[tuple[str, Antwoord]] = [("Mailadres", email("fg.aalten")), ("Wachtzin", WACHTZIN)]


@pytest.fixture(autouse=True)
def _eigen_omgeving(monkeypatch: pytest.MonkeyPatch) -> None:
    for naam in [een for een in os.environ if een.startswith("MELDROUTE_")]:
        monkeypatch.delenv(naam)


@pytest.fixture
def wereld(tmp_path: Path) -> Iterator[Wereld]:
    gemaakt = maak_wereld(tmp_path / "data")
    yield gemaakt
    gemaakt.huis.sluit()


def twee(een: Antwoord, ander: Antwoord) -> list[tuple[str, Antwoord]]:
    return list(zip(VRAGEN, (een, ander), strict=True))


def escrow(wereld: Wereld, *args: str, antwoorden: list[tuple[str, Antwoord]]) -> Result:
    return typ(wereld.settings.data, "escrow", *args, antwoorden=antwoorden)


def nieuwe_codes(wereld: Wereld, tenant: str, oude: list[tuple[str, Antwoord]] | None = None) -> list[str]:
    """Hold a ceremony as people do: the codes are read from the screen and two are typed back."""
    vooraf: list[tuple[str, Antwoord]] = [("oude codes", "j"), *oude] if oude else [("oude codes", "n")]
    tonen: list[tuple[str, Antwoord]] = [("op papier?", "")] * 3
    terug = twee(getoonde_code(3), getoonde_code(1))
    uitkomst = escrow(wereld, "new", tenant, antwoorden=[*BEWAARDER, *vooraf, *tonen, *terug])
    assert uitkomst.exit_code == 0, uitkomst.output
    return CODE.findall(uitkomst.output)


@contextmanager
def rijen(wereld: Wereld) -> Iterator[Session]:
    with Session(wereld.huis.engine, expire_on_commit=False) as sessie:
        sessie.info["gemeente"] = "*"
        yield sessie


def nood(wereld: Wereld, tenant: str) -> NoodsleutelRij:
    with rijen(wereld) as sessie:
        return sessie.scalars(select(NoodsleutelRij).where(NoodsleutelRij.tenant == tenant)).one()


def sql(wereld: Wereld, opdracht: str, *waarden: Any) -> None:
    with sqlite3.connect(wereld.settings.data / "zaken.db") as db:
        db.execute(opdracht, waarden)


def logregels(wereld: Wereld, tenant: str) -> list[tuple[str, str]]:
    """What the log of a tenant says, newest first; without the log-ins of the test itself."""
    with wereld.als(f"beheer.{tenant}") as werk:
        regels = [r.inhoud for r in werk.logboek.regels() if r.inhoud]
    return [(str(r["handeling"]), str(r["uitkomst"])) for r in regels if r["handeling"] != "inloggen"]


def rood(wereld: Wereld, tenant: str, deel: str = CEREMONIE) -> list[str]:
    with wereld.huis.klokwerk() as werk:
        lijst = gebreken(wereld.beleid, werk.gereedheid.tenant(tenant))
    return [een.wat for een in lijst if (een.ernst, een.deel) == (ROOD, deel)]


# -- the drill


def test_who_has_no_codes_hears_that_before_he_looks_for_his_paper(wereld: Wereld) -> None:
    with sqlite3.connect(wereld.settings.data / "zaken.db") as db:
        db.execute("DELETE FROM noodsleutel WHERE tenant = 'bronckhorst'")
    uitkomst = escrow(wereld, "drill", "bronckhorst", antwoorden=[])
    assert uitkomst.exit_code == 1 and "nog geen herstelcodes" in uitkomst.output
    assert VRAGEN[0] not in uitkomst.output


@pytest.mark.parametrize("paar", list(itertools.permutations(range(3), 2)))
def test_any_two_codes_in_any_order_prove_the_ceremony(wereld: Wereld, paar: tuple[int, int]) -> None:
    sql(wereld, "UPDATE noodsleutel SET geoefend = NULL")
    codes = wereld.papier["aalten"]
    uitkomst = escrow(wereld, "drill", "aalten", antwoorden=twee(codes[paar[0]], codes[paar[1]].lower()))
    assert uitkomst.exit_code == 0
    assert nood(wereld, "aalten").geoefend == wereld.huis.echte_tijd().date()
    assert nood(wereld, "winterswijk").geoefend is None
    assert not CODE.search(uitkomst.output) and logregels(wereld, "aalten")[0] == ("ceremonie_geoefend", "ok")


def fout_getypt(code: str) -> str:
    return code[:-1] + ("A" if code[-1] != "A" else "B")


def test_wrong_codes_each_have_one_clear_text_and_change_nothing(wereld: Wereld) -> None:
    sql(wereld, "UPDATE noodsleutel SET geoefend = NULL")
    een, ander, _ = wereld.papier["aalten"]
    gevallen = {
        TYPFOUT.format(nr=2): (een, fout_getypt(ander)),
        TYPFOUT.format(nr=1): ("", ander),
        TWEE_KEER: (een, een.replace("-", "").lower()),
        VREEMD: (een, wereld.papier["winterswijk"][1]),
    }
    for tekst, (links, rechts) in gevallen.items():
        uitkomst = escrow(wereld, "drill", "aalten", antwoorden=twee(links, rechts) * 3)
        assert uitkomst.exit_code == 1 and uitkomst.output.count(tekst) == 3, uitkomst.output
        assert "Traceback" not in uitkomst.output and een not in uitkomst.output
    # One code, and a good one that was never printed.
    uitkomst = escrow(wereld, "drill", "aalten", antwoorden=twee(een, papieren_code()) * 3)
    assert VREEMD in uitkomst.output and nood(wereld, "aalten").geoefend is None
    assert logregels(wereld, "aalten")[:15] == [("ceremonie_geoefend", "geweigerd")] * 15


def test_a_mistyped_code_may_be_typed_again(wereld: Wereld) -> None:
    een, ander, _ = wereld.papier["aalten"]
    antwoorden = [*twee(een, fout_getypt(ander)), *twee(een, ander)]
    assert escrow(wereld, "drill", "aalten", antwoorden=antwoorden).exit_code == 0


def test_codes_stand_on_no_command_line(wereld: Wereld) -> None:
    assert escrow(wereld, "drill", "aalten", wereld.papier["aalten"][0], antwoorden=[]).exit_code == 2
    assert escrow(wereld, "drill", "utrecht", antwoorden=[]).exit_code == 2


# -- new codes


def test_new_codes_take_the_place_of_the_old_ones_with_everything_they_open(wereld: Wereld) -> None:
    oud = wereld.papier["aalten"]
    nieuw = nieuwe_codes(wereld, "aalten", twee(oud[0], oud[2]))
    assert len(set(nieuw)) == 3 and not set(nieuw) & set(oud)
    rij = nood(wereld, "aalten")
    assert (rij.nr, rij.geoefend) == (2, wereld.huis.echte_tijd().date())
    assert escrow(wereld, "drill", "aalten", antwoorden=twee(oud[0], oud[1]) * 3).exit_code == 1
    assert escrow(wereld, "drill", "aalten", antwoorden=twee(nieuw[0], nieuw[1])).exit_code == 0
    with rijen(wereld) as sessie:
        nrs = {een.werkplek: een.nr for een in sessie.scalars(select(NoodwrapRij))}
    assert nrs["af.aalten"] == nrs["overleg.aalten"] == 2 and nrs["af.winterswijk"] == 1
    herstel(wereld, "af.aalten", "af2.aalten", nieuw)


def test_without_old_codes_the_wraps_go_and_come_back_when_a_member_logs_in(wereld: Wereld) -> None:
    nieuw = nieuwe_codes(wereld, "aalten")
    with rijen(wereld) as sessie:
        assert not [e for e in sessie.scalars(select(NoodwrapRij)) if e.werkplek.endswith(".aalten")]
    with wereld.als("af.aalten") as werk:
        assert werk.actor.zit_aan("af.aalten")
    herstel(wereld, "af.aalten", "af2.aalten", nieuw)


def test_a_ceremony_that_breaks_off_leaves_the_old_codes_in_force(wereld: Wereld) -> None:
    tonen: list[tuple[str, Antwoord]] = [("op papier?", "")] * 2
    uitkomst = escrow(wereld, "new", "aalten", antwoorden=[*BEWAARDER, ("oude codes", "n"), *tonen])
    assert uitkomst.exit_code == 1 and len(CODE.findall(uitkomst.output)) == 3
    verkeerd = twee(getoonde_code(1), getoonde_code(1)) * 3
    tonen = [("op papier?", "")] * 3
    uitkomst = escrow(wereld, "new", "aalten", antwoorden=[*BEWAARDER, ("oude codes", "n"), *tonen, *verkeerd])
    assert uitkomst.exit_code == 1 and TWEE_KEER in uitkomst.output
    assert nood(wereld, "aalten").nr == 1
    een, ander, _ = wereld.papier["aalten"]
    assert escrow(wereld, "drill", "aalten", antwoorden=twee(een, ander)).exit_code == 0


@pytest.mark.parametrize("wie", ["beheer.aalten", "af.aalten", "fg.winterswijk", "niemand"])
def test_only_a_custodian_signs_new_codes(wereld: Wereld, wie: str) -> None:
    antwoorden: list[tuple[str, Antwoord]] = [("Mailadres", email(wie)), ("Wachtzin", WACHTZIN)] * 3
    uitkomst = escrow(wereld, "new", "aalten", antwoorden=antwoorden)
    assert uitkomst.exit_code == 1 and "geen bewaarder" in uitkomst.output
    assert not CODE.search(uitkomst.output) and nood(wereld, "aalten").nr == 1


def test_an_escrow_key_that_somebody_put_in_the_database_is_not_trusted(wereld: Wereld) -> None:
    sql(wereld, "UPDATE noodsleutel SET publiek = ? WHERE tenant = 'aalten'", bytes(32))
    with rijen(wereld) as sessie:
        assert geldige_noodsleutel(sessie, "aalten", wereld.huis.cert_publiek) is None
        assert geldige_noodsleutel(sessie, "winterswijk", wereld.huis.cert_publiek) is not None
    assert rood(wereld, "aalten") == ["De herstelcodes zijn niet door een bewaarder getekend."]


# -- the third rung: a desk


def herstel(wereld: Wereld, werkplek: str, wie: str, codes: tuple[str, ...] | list[str]) -> Result:
    antwoorden: list[tuple[str, Antwoord]] = [("Klopt dat?", "j"), *twee(codes[1], codes[2])]
    uitkomst = escrow(wereld, "restore", werkplek, email(wie), antwoorden=antwoorden)
    assert uitkomst.exit_code == 0, uitkomst.output
    return uitkomst


def test_two_codes_give_a_lost_desk_to_one_person_who_then_reads_its_cases(wereld: Wereld) -> None:
    zaak_id = wereld.meld("aalten")
    sql(wereld, "DELETE FROM lid WHERE werkplek = 'af.aalten'")
    with wereld.als("vangnet2") as werk:
        assert not werk.actor.zit_aan("af.aalten")
    uitkomst = herstel(wereld, "af.aalten", "vangnet2", wereld.papier["aalten"])
    assert "meldroute escrow new aalten" in uitkomst.output
    with wereld.als("vangnet2") as werk:
        gelezen = werk.documenten.open(werk.zaken.get(zaak_id), ["ruw"], "werk")
        assert "klein adres" in str(gelezen[0].inhoud)
    assert ("noodherstel", "ok") in logregels(wereld, "aalten")
    assert controlepunten.controleer(wereld.huis, diep=True) is None


def test_used_codes_make_the_municipality_red_until_there_are_new_ones(wereld: Wereld) -> None:
    herstel(wereld, "af.aalten", "af2.aalten", wereld.papier["aalten"])
    vandaag = wereld.huis.echte_tijd().date()
    assert nood(wereld, "aalten").gebruikt == vandaag and nood(wereld, "winterswijk").gebruikt is None
    assert len(rood(wereld, "aalten")) == 1 and rood(wereld, "winterswijk") == []
    nieuwe_codes(wereld, "aalten")
    assert rood(wereld, "aalten") == []


def leest(wereld: Wereld, wie: str, zaak_id: bytes) -> bool:
    try:
        with wereld.als(wie) as werk:
            return "klein adres" in str(werk.documenten.open(werk.zaken.get(zaak_id), ["ruw"], "werk")[0].inhoud)
    except NietGevonden:
        return False


def lezer(wereld: Wereld, wie: str) -> str:
    """How the form names a reader of the desk."""
    with wereld.huis.meldwerk("aalten") as werk:
        return next(een for een, (wie_id, _) in lezers_van(werk, "aalten").items() if wie_id == wereld.ids[wie])


@pytest.mark.parametrize("met_nieuwe_codes", [False, True])
def test_protected_cases_go_with_the_desk_but_not_to_who_may_not_read_them(
    wereld: Wereld, met_nieuwe_codes: bool
) -> None:
    open_zaak = wereld.meld("aalten", over_lezer="ja")
    over_hem = wereld.meld("aalten", over_lezer="ja", niet_lezen=lezer(wereld, "af2.aalten"))
    codes: list[str] | tuple[str, ...] = wereld.papier["aalten"]
    if met_nieuwe_codes:
        codes = nieuwe_codes(wereld, "aalten", twee(codes[0], codes[1]))
    sql(wereld, "DELETE FROM lid WHERE werkplek = 'af.aalten'")
    sql(wereld, "DELETE FROM wrap WHERE ontvanger LIKE 'persoon-%'")
    assert not leest(wereld, "af2.aalten", open_zaak)
    assert "1 afgeschermde" in herstel(wereld, "af.aalten", "af2.aalten", codes).output
    assert leest(wereld, "af2.aalten", open_zaak) and not leest(wereld, "af2.aalten", over_hem)
    assert "2 afgeschermde" in herstel(wereld, "af.aalten", "vangnet2", codes).output
    assert leest(wereld, "vangnet2", over_hem)


def test_a_desk_goes_to_nobody_that_it_does_not_fit(wereld: Wereld) -> None:
    for werkplek, wie, tekst in (
        ("af.aalten", "beheer.aalten", "rol"),
        ("af.aalten", "niemand", "geen actief account"),
        ("af.berkelland", "af.aalten", "nog nooit een sleutel"),
    ):
        ja: list[tuple[str, Antwoord]] = [("Klopt dat?", "j"), *twee(*wereld.papier["aalten"][:2]) * 3]
        uitkomst = escrow(wereld, "restore", werkplek, email(wie), antwoorden=ja if "nooit" in tekst else [])
        assert uitkomst.exit_code == 1 and tekst in uitkomst.output, uitkomst.output
    sql(wereld, "UPDATE persoon SET actief = 0 WHERE id = ?", wereld.ids["af2.aalten"])
    assert "geen actief" in escrow(wereld, "restore", "af.aalten", email("af2.aalten"), antwoorden=[]).output


def test_a_key_that_was_put_in_the_place_of_a_persons_own_gets_nothing(wereld: Wereld) -> None:
    sql(wereld, "UPDATE persoon SET publiek = ? WHERE id = ?", b"p" * 32, wereld.ids["af2.aalten"])
    uitkomst = escrow(wereld, "restore", "af.aalten", email("af2.aalten"), antwoorden=[])
    assert uitkomst.exit_code == 1 and "geknoeid" in uitkomst.output


def test_no_single_code_and_no_code_of_another_municipality_opens_a_desk(wereld: Wereld) -> None:
    een, ander, _ = wereld.papier["winterswijk"]
    antwoorden: list[tuple[str, Antwoord]] = [("Klopt dat?", "j"), *twee(een, ander) * 3]
    uitkomst = escrow(wereld, "restore", "af.aalten", email("af2.aalten"), antwoorden=antwoorden)
    assert uitkomst.exit_code == 1 and VREEMD in uitkomst.output
    assert nood(wereld, "aalten").gebruikt is None
    assert ("noodherstel", "geweigerd") in logregels(wereld, "aalten")
    rij = nood(wereld, "aalten")
    for code in wereld.papier["aalten"]:
        with pytest.raises(Exception, match="twee keer"):
            open_noodsleutel(rij, [code, code])


# -- the fourth rung: the root key


def test_two_codes_of_the_region_bring_the_root_key_back(wereld: Wereld) -> None:
    pad = wereld.settings.root_file
    wereld.huis.sluit()
    was = pad.read_bytes()
    pad.unlink()
    with pytest.raises(WortelFout):
        Installatie(wereld.settings, wereld.beleid)
    vreemd = twee(*wereld.papier["aalten"][:2]) * 3
    assert VREEMD in escrow(wereld, "restore-root", antwoorden=vreemd).output and not pad.exists()
    uitkomst = escrow(wereld, "restore-root", antwoorden=twee(*wereld.papier["regio"][1:]))
    assert uitkomst.exit_code == 0, uitkomst.output
    assert pad.read_bytes() == was and pad.stat().st_mode & 0o777 == 0o400
    wereld.huis = Installatie(wereld.settings, wereld.beleid)
    assert nood(wereld, "regio").gebruikt is not None
    with wereld.huis.klokwerk() as werk:
        assert werk.zaken.lijst() == []


def test_a_root_key_that_is_there_is_never_overwritten(wereld: Wereld) -> None:
    pad = wereld.settings.root_file
    was = pad.read_bytes()
    uitkomst = escrow(wereld, "restore-root", antwoorden=twee(*wereld.papier["regio"][:2]) * 3)
    assert uitkomst.exit_code == 1 and "nooit overschreven" in uitkomst.output and pad.read_bytes() == was


def test_new_codes_of_the_region_hold_the_root_key_too(wereld: Wereld) -> None:
    nieuw = nieuwe_codes(wereld, "regio")
    wereld.huis.sluit()
    wereld.settings.root_file.unlink()
    assert escrow(wereld, "restore-root", antwoorden=twee(*wereld.papier["regio"][:2]) * 3).exit_code == 1
    assert escrow(wereld, "restore-root", antwoorden=twee(nieuw[0], nieuw[2])).exit_code == 0
