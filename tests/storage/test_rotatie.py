"""New keys for the root, a municipality and the log: killed at any step and gone on with, nothing is lost."""

import os
import shutil
import signal
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from config.settings import Settings
from storage import controlepunten, rotatie
from storage.ceremonie import wortel_ctx
from storage.crypto import hpke
from storage.crypto.envelope import ALG_AES, build_header
from storage.crypto.errors import Ongeldig
from storage.herverzegelen import VAKKEN
from storage.installatie import Installatie
from storage.keys.gemeenten import kid
from storage.keys.noodsleutels import open_noodsleutel
from storage.keys.wortel import WortelFout
from storage.keys.wortelbestanden import lees_bestanden
from storage.rotatie import RotatieGeweigerd
from storage.tables.basis import ZakenBasis
from storage.tables.mensen import NoodsleutelRij, NoodwortelRij
from storage.tweedefactor import Factor, nieuw_geheim
from tests.storage import wandeling
from tests.storage.leesproef import onleesbaar
from tests.wereld import GOEDKOOP, WACHTZIN, Wereld, email, maak_wereld
from workflow import uitnodigen
from workflow.fouten import InloggenMislukt
from workflow.zaak import Kwestie

ISS, SUB = "https://inloggen.voorbeeld.example", "medewerker-7"


@dataclass
class Plaats:
    """A copy of one installation, opened as often as a test needs."""

    wereld: Wereld
    settings: Settings
    geheimen: dict[str, bytes]

    @property
    def data(self) -> Path:
        return self.settings.data

    def open(self) -> Installatie:
        return Installatie(self.settings, self.wereld.beleid)

    def als(self, huis: Installatie) -> Wereld:
        """The same people, none of them logged in yet."""
        return replace(self.wereld, settings=self.settings, huis=huis, _ingelogd={})

    def onleesbaar(self, huis: Installatie) -> list[str]:
        return onleesbaar(huis, self.geheimen, self.wereld.codes)

    def db(self) -> sqlite3.Connection:
        return sqlite3.connect(self.data / "zaken.db", isolation_level=None)


def _settings(data: Path) -> Settings:
    opties: dict[str, Any] = {"oefenomgeving": True, "basis_url": "http://localhost", **GOEDKOOP}
    return Settings.from_environment({}, data=data, **opties)


@pytest.fixture(scope="module")
def bron(tmp_path_factory: pytest.TempPathFactory) -> Wereld:
    """One installation with something in every sealed column."""
    w = maak_wereld(tmp_path_factory.mktemp("bron") / "data")
    wandeling.aangenomen(w)
    zaak = wandeling.in_onderzoek(w)
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="getuige", naam="Ilse Proef", leeftijdsklasse="onbekend")
    wandeling.in_aanpak(w)
    w.meld(over_lezer="ja", niet_lezen="niemand")
    with w.als("beheer.aalten") as werk:
        profiel = {"naam": "Noor Nieuw", "alias": "AF-9", "email": "noor@aalten.example"}
        uitnodigen.nodig_uit(werk, w.beleid, **profiel, rol="aandachtsfunctionaris", plekken=())
    with w.als("privacy.aalten") as werk:
        verzoek = {"id": werk.nieuw_id(), "nummer": "VZ-PROEF", "termijn": None, "codes": {"recht": "inzage"}}
        werk.kwesties.nieuw(Kwestie(soort="verzoek", tenant="aalten", staat="open", dag=date(2026, 1, 5), **verzoek))
        werk.log("verzoek_vastgelegd")
        werk.bevestig()
    factor = Factor(totp=nieuw_geheim(), stap=0, codes=(), sleutels=())
    w.huis.toegang.zet_factor(w.ids["bestuur.aalten"], lambda _: factor)
    w.huis.sso.koppel(w.huis.actor_van(w.ids["af.aalten"]), ISS, SUB, "Gemeente")
    controlepunten.zet_controlepunt(w.huis)
    w.huis.sluit()
    return w


@pytest.fixture
def plaats(bron: Wereld, tmp_path: Path) -> Plaats:
    return _kopie(bron, tmp_path / "data")


def _kopie(bron: Wereld, naar: Path) -> Plaats:
    shutil.copytree(bron.settings.data, naar)
    desks = {naam: geheim.wrap for naam, geheim in bron.geheimen.items()}
    return Plaats(bron, _settings(naar), desks | _noodsleutels(bron))


def _noodsleutels(bron: Wereld) -> dict[str, bytes]:
    """The escrow keys that the paper codes open, by the name that a wrap is addressed to."""
    with sqlite3.connect(f"file:{bron.settings.data}/zaken.db?immutable=1", uri=True) as db:
        db.row_factory = sqlite3.Row
        rijen = [NoodsleutelRij(**dict(rij)) for rij in db.execute("SELECT * FROM noodsleutel")]
    return {f"nood.{rij.tenant}": open_noodsleutel(rij, bron.papier[rij.tenant][:2]) for rij in rijen}


@pytest.fixture
def huis(plaats: Plaats) -> Iterator[Installatie]:
    geopend = plaats.open()
    yield geopend
    geopend.sluit()


def _bestanden(plaats: Plaats) -> set[str]:
    return {pad.name for pad in plaats.data.glob("root.key*")}


# -- what is sealed again


def test_every_tier_1_column_is_sealed_again() -> None:
    trap_1 = {
        f"{tabel.name}.{kolom.name}"
        for tabel in ZakenBasis.metadata.tables.values()
        for kolom in tabel.columns
        if kolom.info.get("trap") == 1
    }
    hier = {f"{vak.tabel.__tablename__}.{vak.kolom.key}" for vak in VAKKEN if not vak.buiten}
    assert hier == trap_1 - {"log.inhoud"}


def test_the_example_has_something_in_every_sealed_column(plaats: Plaats) -> None:
    with plaats.db() as db:
        leeg = [
            vak.tabel.__tablename__
            for vak in VAKKEN
            if not db.execute(f"SELECT count(*) FROM {vak.tabel.__tablename__}").fetchone()[0]
        ]
        personen = db.execute("SELECT count(*) FROM wrap WHERE ontvanger LIKE 'persoon-%'").fetchone()
    assert leeg == []
    assert personen[0] > 1


def test_nothing_but_the_log_stays_under_an_older_key(plaats: Plaats, huis: Installatie) -> None:
    rotatie.vernieuw_wortel(huis)
    for tenant in huis.kekken:
        rotatie.vernieuw_gemeente(huis, tenant)
    oud = build_header(ALG_AES, kid(2))
    nieuw = build_header(ALG_AES, kid(3))
    gezien = 0
    with plaats.db() as db:
        for tabel in ZakenBasis.metadata.tables.values():
            for rij in db.execute(f'SELECT * FROM "{tabel.name}"'):
                blobs = [waarde for waarde in rij if isinstance(waarde, bytes)]
                gezien += sum(waarde.startswith(nieuw) for waarde in blobs)
                assert tabel.name == "log" or not any(waarde.startswith(oud) for waarde in blobs), tabel.name
    assert gezien > 100


# -- the root


def test_a_new_root_key_reads_everything_and_lies_in_its_place(plaats: Plaats, huis: Installatie) -> None:
    was = (plaats.data / "root.key").read_bytes()
    voortgang: list[tuple[int, int]] = []
    uitkomst = rotatie.vernieuw_wortel(huis, lambda gedaan, totaal: voortgang.append((gedaan, totaal)))
    assert (uitkomst.nr, uitkomst.kapot, uitkomst.noodwortel) == (2, 0, True)
    assert voortgang[-1] == (uitkomst.over, uitkomst.over)
    assert _bestanden(plaats) == {"root.key", "root.key.old"}
    assert (plaats.data / "root.key.old").read_bytes() == was != (plaats.data / "root.key").read_bytes()
    assert {stat.S_IMODE(pad.stat().st_mode) for pad in plaats.data.glob("root.key*")} == {0o400}
    huis.sluit()
    vers = plaats.open()
    assert plaats.onleesbaar(vers) == []
    # Everybody is found by his mail address again, and by his account at the provider.
    for wie in ("af.aalten", "va.winterswijk", "moviera"):
        with plaats.als(vers).als(wie) as werk:
            assert werk.actor.persoon_id == plaats.wereld.ids[wie]
    assert vers.sso.vind(ISS, SUB).id == plaats.wereld.ids["af.aalten"]
    vers.sluit()


def test_two_codes_of_the_region_give_the_new_root_key_back(plaats: Plaats, huis: Installatie) -> None:
    rotatie.vernieuw_wortel(huis)
    with Session(huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        nood, wortel = sessie.get(NoodsleutelRij, "regio"), sessie.scalars(select(NoodwortelRij)).one()
        assert nood is not None
        geheim = open_noodsleutel(nood, plaats.wereld.papier["regio"][:2])
        assert hpke.open_from(geheim, wortel.wrap, wortel_ctx(2)) == (plaats.data / "root.key").read_bytes()


def test_an_escrow_key_that_nobody_signed_does_not_get_the_root_key(plaats: Plaats, huis: Installatie) -> None:
    vreemd = hpke.generate()
    with plaats.db() as db:
        db.execute("UPDATE noodsleutel SET publiek = ? WHERE tenant = 'regio'", (vreemd.public,))
    assert not rotatie.vernieuw_wortel(huis).noodwortel
    with plaats.db() as db:
        for (wrap,) in db.execute("SELECT wrap FROM noodwortel"):
            with pytest.raises(Ongeldig):
                hpke.open_from(vreemd.private, wrap, wortel_ctx(2))


def test_sessions_end_and_their_rows_stay_to_find_the_owner_of_a_text(plaats: Plaats, huis: Installatie) -> None:
    token = huis.toegang.inloggen(email("af.aalten"), WACHTZIN).token
    rotatie.vernieuw_wortel(huis)
    assert huis.sessies.haal(token) == (None, plaats.wereld.ids["af.aalten"])


def test_a_form_that_was_open_goes_on(huis: Installatie) -> None:
    verloopt = int(huis.echte_tijd().timestamp()) + 3600
    tekst = huis.verzegel_pagina({"tekst": "half getypt"}, "aalten", verloopt)
    rotatie.vernieuw_wortel(huis)
    assert huis.open_pagina(tekst, "aalten") == ({"tekst": "half getypt"}, False)
    with pytest.raises(Ongeldig):
        huis.open_pagina(tekst, "winterswijk")


def test_the_old_root_key_stays_until_everybody_has_logged_in(plaats: Plaats, huis: Installatie) -> None:
    rotatie.vernieuw_wortel(huis)
    allen = rotatie.achterblijvers(huis)
    assert allen == len(plaats.wereld.ids)
    with pytest.raises(RotatieGeweigerd, match=f"{allen} people"):
        rotatie.rond_wortel_af(huis)
    with pytest.raises(RotatieGeweigerd, match="finish-root"):
        rotatie.vernieuw_wortel(huis)
    for wie in plaats.wereld.ids:
        huis.toegang.inloggen(email(wie), WACHTZIN)
    assert rotatie.achterblijvers(huis) == 0
    assert rotatie.rond_wortel_af(huis) == 0
    assert _bestanden(plaats) == {"root.key"}
    huis.sluit()
    vers = plaats.open()
    assert plaats.onleesbaar(vers) == []
    assert vers.toegang.inloggen(email("af.aalten"), WACHTZIN).token
    assert rotatie.vernieuw_wortel(vers).nr == 3
    vers.sluit()


def test_who_stays_away_needs_his_recovery_code(plaats: Plaats, huis: Installatie) -> None:
    rotatie.vernieuw_wortel(huis)
    huis.toegang.inloggen(email("af.aalten"), WACHTZIN)
    assert rotatie.rond_wortel_af(huis, dwing=True) == len(plaats.wereld.ids) - 1
    huis.open_sleutels(lees_bestanden(plaats.settings.root_file))
    assert huis.toegang.inloggen(email("af.aalten"), WACHTZIN).token
    with pytest.raises(InloggenMislukt):
        huis.toegang.inloggen(email("va.aalten"), WACHTZIN)


# -- killed anywhere


def _stappen(plaats: Plaats, doe: Callable[[Installatie], object], sterf_bij: int = 0) -> int:
    """Do something in a process of its own that is killed at step `sterf_bij`. Out: how many steps there were.

    A step is a commit, or anything that changes the name of a root key file; it is killed just before.
    """
    lees, schrijf = os.pipe()
    kind = os.fork()
    if kind == 0:
        os.close(lees)
        teller = [0]

        def stap(*_: object) -> None:
            teller[0] += 1
            if teller[0] == sterf_bij:
                os.kill(os.getpid(), signal.SIGKILL)

        def bestand(naam: str, args: tuple[object, ...]) -> None:
            if naam in ("os.link", "os.rename", "os.remove") and "root.key" in str(args[0]):
                stap()
            if naam == "open" and "root.key" in str(args[0]) and int(str(args[2])) & os.O_CREAT:
                stap()

        try:
            huis = plaats.open()
            event.listen(Engine, "commit", stap)
            sys.addaudithook(bestand)
            doe(huis)
            os.write(schrijf, str(teller[0]).encode())
        finally:
            os._exit(0)
    os.close(schrijf)
    os.waitpid(kind, 0)
    gezegd = os.read(lees, 20)
    os.close(lees)
    return int(gezegd or 0)


def _werkt(plaats: Plaats, huis: Installatie) -> None:
    assert plaats.onleesbaar(huis) == []
    assert huis.toegang.inloggen(email("af.aalten"), WACHTZIN).token
    nieuw = plaats.als(huis).meld(tekst="Na de onderbreking.")
    with huis.volgwerk(plaats.wereld.codes[nieuw]) as (werk, zaak_id):
        assert werk.sleutels.dek(werk.zaken.get(zaak_id), "draad")


def _bij_elke_stap(
    bron: Wereld, tmp_path: Path, doe: Callable[[Installatie], object], klaar: Callable[[Plaats, Installatie], None]
) -> int:
    aantal = _stappen(_kopie(bron, tmp_path / "telling"), doe)
    for stap in range(1, aantal + 1):
        plaats = _kopie(bron, tmp_path / f"stap{stap}")
        assert _stappen(plaats, doe, sterf_bij=stap) == 0
        # As the next start finds it.
        huis = plaats.open()
        _werkt(plaats, huis)
        doe(huis)
        huis.sluit()
        vers = plaats.open()
        _werkt(plaats, vers)
        klaar(plaats, vers)
        vers.sluit()
        shutil.rmtree(plaats.data)
    return aantal


@pytest.mark.langzaam
def test_a_rotation_of_the_root_killed_at_each_step_goes_on(bron: Wereld, tmp_path: Path) -> None:
    def klaar(plaats: Plaats, huis: Installatie) -> None:
        assert huis.wortels.nr == 2
        assert {huis.kekken.nr(tenant) for tenant in huis.kekken} == {2}
        assert _bestanden(plaats) == {"root.key", "root.key.old"}

    assert _bij_elke_stap(bron, tmp_path, rotatie.vernieuw_wortel, klaar) > 12


@pytest.mark.langzaam
def test_a_rotation_of_a_municipality_killed_at_each_step_goes_on(bron: Wereld, tmp_path: Path) -> None:
    def klaar(plaats: Plaats, huis: Installatie) -> None:
        assert huis.kekken.nr("aalten") == 2
        assert huis.kekken.nr("winterswijk") == 1

    aantal = _bij_elke_stap(bron, tmp_path, lambda huis: rotatie.vernieuw_gemeente(huis, "aalten"), klaar)
    assert aantal > 8


def test_half_a_key_file_is_written_again(plaats: Plaats, huis: Installatie) -> None:
    (plaats.data / "root.key.new.half").write_bytes(b"half")
    assert rotatie.vernieuw_wortel(huis).nr == 2
    assert _bestanden(plaats) == {"root.key", "root.key.old"}


# -- start refused


@pytest.mark.parametrize("naam", ["root.key", "root.key.new", "root.key.old"])
@pytest.mark.parametrize(
    ("bederf", "tekst"),
    [
        (lambda pad: pad.chmod(0o444), "read by others"),
        (lambda pad: _schrijf(pad, b"kort"), "32 bytes"),
    ],
)
def test_a_root_key_that_is_no_secret_or_no_key_stops_the_start(
    plaats: Plaats, naam: str, bederf: Callable[[Path], None], tekst: str
) -> None:
    pad = plaats.data / naam
    if not pad.exists():
        _schrijf(pad, bytes(32))
    bederf(pad)
    with pytest.raises(WortelFout, match=tekst) as fout:
        plaats.open()
    assert str(pad) in str(fout.value)


def _schrijf(pad: Path, inhoud: bytes) -> None:
    pad.unlink(missing_ok=True)
    pad.write_bytes(inhoud)
    pad.chmod(0o400)


def test_a_missing_root_key_stops_the_start(plaats: Plaats) -> None:
    (plaats.data / "root.key").unlink()
    with pytest.raises(WortelFout, match="can't be read"):
        plaats.open()


def test_the_root_key_of_another_moment_or_place_opens_nothing(bron: Wereld, plaats: Plaats, tmp_path: Path) -> None:
    huis = plaats.open()
    rotatie.vernieuw_wortel(huis)
    huis.sluit()
    voor, na = (bron.settings.data / "root.key").read_bytes(), (plaats.data / "root.key").read_bytes()
    oud = _kopie(bron, tmp_path / "oud")
    for hier, sleutel in ((oud, na), (plaats, voor), (plaats, os.urandom(32))):
        _schrijf(hier.data / "root.key", sleutel)
        with pytest.raises(WortelFout, match="not the one of this database"):
            hier.open()


def test_a_file_that_is_not_the_key_before_this_one_stops_the_start(plaats: Plaats, huis: Installatie) -> None:
    rotatie.vernieuw_wortel(huis)
    _schrijf(plaats.data / "root.key.old", os.urandom(32))
    with pytest.raises(WortelFout, match="not the root key before this one"):
        huis.open_sleutels(lees_bestanden(plaats.settings.root_file))


# -- beside a running service


def test_a_running_service_keeps_the_root_key_from_being_renewed(plaats: Plaats, huis: Installatie) -> None:
    ander = plaats.open()
    with pytest.raises(RotatieGeweigerd, match="still uses"):
        rotatie.vernieuw_wortel(huis)
    assert _bestanden(plaats) == {"root.key"}
    ander.sluit()
    assert rotatie.vernieuw_wortel(huis).nr == 2


def test_nothing_starts_while_the_root_key_is_renewed(plaats: Plaats, huis: Installatie) -> None:
    geweigerd = []

    def probeer(_gedaan: int, _totaal: int) -> None:
        with pytest.raises(WortelFout, match="being renewed"):
            plaats.open()
        geweigerd.append(1)

    rotatie.vernieuw_wortel(huis, probeer)
    assert geweigerd
    plaats.open().sluit()


def test_a_running_service_takes_up_the_new_key_of_a_municipality(plaats: Plaats, huis: Installatie) -> None:
    dienst = plaats.open()
    w = plaats.als(dienst)
    zaak = w.meld()
    rotatie.vernieuw_gemeente(huis, "aalten")
    w.stap("af.aalten", zaak, "oppakken")
    assert dienst.kekken.nr("aalten") == 2
    na = w.meld()
    with plaats.db() as db:
        for (zegel,) in db.execute("SELECT kenmerken FROM zaak WHERE id = ?", (na,)):
            assert zegel.startswith(build_header(ALG_AES, kid(2)))
    assert plaats.onleesbaar(dienst) == []
    dienst.sluit()


def test_an_envelope_that_names_a_key_that_never_was_is_refused_and_no_more(huis: Installatie) -> None:
    plek = ("persoon", bytes(16), "profiel", 1)
    zegel = bytearray(huis.kekken.zegel("aalten", plek, {"naam": "x"}))
    zegel[4:20] = kid(77)
    with pytest.raises(Ongeldig):
        huis.kekken.lees("aalten", plek, bytes(zegel))
    assert huis.kekken.nr("aalten") == 1


def test_an_unknown_municipality_is_named(huis: Installatie) -> None:
    with pytest.raises(RotatieGeweigerd, match="no municipality 'utopia'"):
        rotatie.vernieuw_gemeente(huis, "utopia")


# -- damage


def test_a_damaged_row_is_counted_and_keeps_nobody_from_a_new_key(plaats: Plaats, huis: Installatie) -> None:
    wie = plaats.wereld.ids["toezicht.aalten"]
    with plaats.db() as db:
        db.execute("UPDATE persoon SET profiel = zeroblob(200) WHERE id = ?", (wie,))
        db.execute("UPDATE wrap SET wrap = zeroblob(152) WHERE ontvanger = 'af.aalten' AND compartiment = 'ruw'")
        (wraps,) = db.execute("SELECT count(*) FROM wrap WHERE wrap = zeroblob(152)").fetchone()
    assert wraps > 0
    for uitkomst in (rotatie.vernieuw_wortel(huis), rotatie.vernieuw_gemeente(huis, "aalten")):
        assert uitkomst.kapot == 1 + wraps
    assert huis.kekken.nr("aalten") == 3
    with plaats.als(huis).als("va.aalten") as werk:
        assert werk.actor.persoon_id == plaats.wereld.ids["va.aalten"]
