"""A municipality sets Meldroute up for real and lives with it: from the first key to a new root, and back from a loss.

Key derivations have their real cost here: the story has few people.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.plaats import (
    ADRES,
    AF,
    EIGEN,
    OVERLEG,
    VANGNET,
    Gesprek,
    Plaats,
    getoond,
    twee_codes,
    zet_op,
)
from tests.scenarios.test_scenarios import FORMULIER
from tests.web.conftest import Browser


@pytest.fixture
def echt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plaats]:
    for naam in [een for een in os.environ if een.startswith("MELDROUTE_")]:
        monkeypatch.delenv(naam)
    gemaakt = Plaats(tmp_path / "echt")
    yield gemaakt
    gemaakt.stop()


def test_a_municipality_sets_up_works_loses_keys_and_gets_them_back(echt: Plaats) -> None:
    m = echt.mensen
    scherm = zet_op(echt)
    assert not [een.naam for een in m.values() if een.zin in scherm], "a passphrase stood on the screen"
    assert f"{ADRES}/bewaarder" in scherm and "werkplek Aandachtsfunctionaris is nog niet open" in scherm

    # The people come in; before a custodian opened the desk nobody can send anything.
    echt.start()
    for wie in ("beheer", "anna", "bram", "vera", "nora"):
        echt.aanvaard(wie)
    assert not echt.formulier_is_open()
    echt.wie_is("anna")
    for werkplek, wie in ((AF, "anna"), (OVERLEG, "vera")):
        echt.open_werkplek(werkplek, wie)
    for werkplek in (EIGEN, VANGNET):
        echt.open_werkplek(werkplek, "nora")
    echt.keur_goed("anna", AF)
    assert echt.formulier_is_open()

    # A signal comes in and is picked up.
    volgcode, _ = echt.meld("aalten", **FORMULIER)
    zaak = echt.nieuwste("bram")
    assert echt.kan_lezen("bram", zaak) and not echt.kan_lezen("nora", zaak)
    echt.doe("bram", zaak, "oppakken")

    # Rung 2: Anna lost passphrase and code. A colleague gives her the desk again; before that she reads nothing.
    m["anna"].code = getoond(echt.doe("beheer", f"/beheer/mensen/{echt.wie_is('anna')}", "herstel", status=200))
    m["anna"].zin = "zeven ijsberen planten gele tulpen"
    echt.aanvaard("anna")
    echt.vergeet("anna")
    assert not echt.kan_lezen("anna", zaak)
    echt.keur_goed("bram", AF)
    assert echt.kan_lezen("anna", zaak)

    # Anna leaves; Bram renews the key, a custodian signs it. The old case opens for him and not for her.
    echt.doe("beheer", f"/beheer/mensen/{echt.wie_is('anna')}", "verlaat", in_form=AF)
    echt.doe("bram", f"/werkplek/{AF}", "vernieuw", wachtzin=m["bram"].zin)
    echt.doe("wim", "/bewaarder", "onderteken", wachtzin=m["wim"].zin)
    echt.vergeet("anna")
    assert echt.tijdvakken() == {2}
    assert echt.kan_lezen("bram", zaak) and not echt.kan_lezen("anna", zaak)

    # Rung 1: Bram forgot his passphrase; his own code gives him a new one, once.
    m["bram"].zin, oud = "rode tractor danst voorzichtig tango", m["bram"].herstelcode
    zin = {"wachtzin_nieuw": m["bram"].zin, "wachtzin_nogmaals": m["bram"].zin}
    browser = Browser(echt.app, ADRES)
    browser.get("/herstel")
    hersteld = browser.vul_in("/herstel", "herstelcode", email=m["bram"].email, herstelcode=oud, **zin)
    m["bram"].herstelcode = getoond(hersteld)
    browser.get("/herstel")
    assert browser.vul_in("/herstel", "herstelcode", email=m["bram"].email, herstelcode=oud, **zin).code == 422
    assert echt.als("bram").get(zaak).naar.startswith("/inloggen"), "the old session went on"
    echt.vergeet("bram")
    assert echt.kan_lezen("bram", zaak)

    # The drill, and rung 3: two papers give Nora the desk of Aalten.
    assert "werken" in echt.opdracht("escrow", "drill", "aalten", gesprek=twee_codes(echt.papier["aalten"][1:]))
    assert not echt.kan_lezen("nora", zaak)
    restore: Gesprek = [("Klopt dat?", "j"), *twee_codes(echt.papier["aalten"])]
    echt.opdracht("escrow", "restore", AF, m["nora"].email, gesprek=restore)
    assert echt.kan_lezen("nora", zaak)
    assert "herstelcodes zijn gebruikt" in echt.zie("beheer", "/beheer").tekst
    echt.stop()

    # A new root key while the service stands still; everything opens as before.
    echt.opdracht("keys", "rotate-root")
    assert "root: number 2" in echt.opdracht("keys", "status")
    echt.start()
    assert echt.kan_lezen("bram", zaak) and echt.kan_lezen("nora", zaak)
    assert "Iemand bekijkt je signaal" in echt.volg(volgcode).tekst
    echt.stop()

    # Rung 4: the key file is gone; the papers of the region, made before the rotation, bring back the new one.
    sleutel = (echt.plek / "root.key").read_bytes()
    (echt.plek / "root.key").unlink()
    echt.opdracht("escrow", "restore-root", gesprek=twee_codes(echt.papier["regio"][1:]))
    assert (echt.plek / "root.key").read_bytes() == sleutel
    echt.start()
    assert echt.kan_lezen("bram", zaak)
    echt.opdracht("audit", "verify", "--deep")
