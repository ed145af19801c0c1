"""The four ways back in, each on its own: personal code, a colleague, paper codes for a desk, paper codes for the root.

After each rung the person logs in as ever and opens the cases that were there before.
"""

import itertools
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import controlepunten
from storage.crypto.codes import papieren_code
from storage.installatie import Installatie
from storage.keys.mensen import open_met_code
from storage.keys.noodsleutels import TWEE_KEER, TYPFOUT, VREEMD
from storage.keys.wortel import WortelFout
from storage.tables.mensen import PersoonRij
from tests.storage import wandeling
from tests.storage.leden import keur_goed
from tests.web.toetsenbord import Antwoord, typ
from tests.wereld import WACHTZIN, Wereld, email, maak_wereld
from workflow import leden, uitnodigen
from workflow.fouten import Codefout, DomeinFout, InloggenMislukt

AF, WIE, COLLEGA = "af.aalten", "af.aalten", "af2.aalten"
NIEUW = "negen blauwe fietsen onder de brug"
PAREN = list(itertools.permutations(range(3), 2))
Antwoorden = list[tuple[str, Antwoord]]


@pytest.fixture
def w(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wereld]:
    """A world of its own, in which a case of before is read by the desk."""
    for naam in [een for een in os.environ if een.startswith("MELDROUTE_")]:
        monkeypatch.delenv(naam)
    wereld = maak_wereld(tmp_path / "data")
    yield wereld
    wereld.huis.sluit()


@pytest.fixture
def zaak(w: Wereld) -> bytes:
    """A case of before, with a name in its vault."""
    zaak_id = wandeling.in_beoordeling(w)
    w.stap(WIE, zaak_id, "persoon_toevoegen", rol="slachtoffer", naam="Eva Voorbeeld", leeftijdsklasse="23_plus")
    return zaak_id


def leest(w: Wereld, zaak_id: bytes, wie: str = WIE, wachtzin: str = WACHTZIN) -> bool:
    """Log in and open the old case: what was reported, who reported it, and the case itself."""
    sessie, _ = w.huis.sessies.haal(w.huis.toegang.inloggen(email(wie), wachtzin).token)
    assert sessie is not None
    with w.huis.werk(w.huis.actor_van_sessie(sessie), w.huis.sleutelbos(sessie)) as werk:
        try:
            docs = werk.documenten.open(werk.zaken.get(zaak_id), ["ruw", "melder", "zaak"], "oude zaak")
        except DomeinFout:
            return False
    return {"ruw", "melder", "zaak"} <= {een.compartiment for een in docs} and all(een.inhoud for een in docs)


def sql(w: Wereld, opdracht: str, *waarden: object) -> None:
    """Something is lost."""
    with sqlite3.connect(w.settings.data / "zaken.db") as db:
        db.execute(opdracht, waarden)


def getypt(*codes: str) -> Antwoorden:
    """Two codes at the keyboard, however often they are asked."""
    return [(f"Herstelcode {nr}", code) for nr, code in enumerate(codes, 1)]


def mistypt(code: str) -> str:
    """The same code with two neighbours changed about, or one sign another."""
    for plek, (een, ander) in enumerate(itertools.pairwise(code)):
        if "-" not in (een, ander) and een != ander:
            return f"{code[:plek]}{ander}{een}{code[plek + 2 :]}"
    raise AssertionError("a code of one sign")


def test_the_old_case_is_read_before_anything_is_lost(w: Wereld, zaak: bytes) -> None:
    assert leest(w, zaak) and leest(w, zaak, COLLEGA)
    assert not leest(w, zaak, "va.aalten")


# -- the first rung: the personal code


def _code_van(w: Wereld, wie: str) -> str:
    sessie, _ = w.huis.sessies.haal(w.huis.toegang.inloggen(email(wie), WACHTZIN).token)
    assert sessie is not None
    return w.huis.toegang.nieuwe_herstelcode(sessie)


def test_the_personal_code_alone_gives_the_old_cases_back(w: Wereld, zaak: bytes) -> None:
    code = _code_van(w, WIE)
    # Nobody else is there, and nothing on paper.
    sql(w, "DELETE FROM lid WHERE persoon_id <> ?", w.ids[WIE])
    sql(w, "DELETE FROM noodwrap")
    volgende = w.huis.toegang.herstel(email(WIE), code, NIEUW)
    assert leest(w, zaak, wachtzin=NIEUW)
    with pytest.raises(InloggenMislukt):
        leest(w, zaak)
    with pytest.raises(Codefout):
        w.huis.toegang.herstel(email(WIE), code, WACHTZIN)
    assert volgende != code
    w.huis.toegang.herstel(email(WIE), volgende, WACHTZIN)
    assert leest(w, zaak)


def test_a_typing_error_in_a_personal_code_is_told_and_costs_nothing(w: Wereld, zaak: bytes) -> None:
    code = _code_van(w, WIE)
    with pytest.raises(Codefout) as fout:
        w.huis.toegang.herstel(email(WIE), mistypt(code), NIEUW)
    assert fout.value.tikfout
    with pytest.raises(Codefout) as fout:
        w.huis.toegang.herstel(email(COLLEGA), code, NIEUW)
    assert not fout.value.tikfout
    assert leest(w, zaak) and leest(w, zaak, COLLEGA)
    w.huis.toegang.herstel(email(WIE), code.lower().replace("-", " "), NIEUW)
    assert leest(w, zaak, wachtzin=NIEUW)


# -- the second rung: a colleague


def test_a_colleague_alone_gives_the_old_cases_back(w: Wereld, zaak: bytes) -> None:
    sql(w, "DELETE FROM noodwrap")
    sql(w, "UPDATE persoon SET geheim_herstel = ? WHERE id = ?", os.urandom(64), w.ids[WIE])
    with w.als("beheer.aalten") as werk:
        code = uitnodigen.nodig_herstel_uit(werk, w.beleid, w.ids[WIE])
    with pytest.raises(Codefout) as fout:
        w.huis.uitnodiging.aanvaard(mistypt(code), NIEUW)
    assert fout.value.tikfout
    aanvaard = w.huis.uitnodiging.aanvaard(code, NIEUW)
    assert not leest(w, zaak, wachtzin=NIEUW), "a new key alone opens nothing"
    with w.als("beheer.aalten") as werk, pytest.raises(DomeinFout):
        keur_goed(werk, w.beleid, w.ids[WIE], AF)
    woorden = w.huis.toegang.vingerafdruk(w.ids[WIE])
    with w.als(COLLEGA) as werk:
        (voorstel,) = leden.voorstellen(werk, AF)
        assert voorstel.vingerafdruk == woorden
        keur_goed(werk, w.beleid, w.ids[WIE], AF)
    assert leest(w, zaak, wachtzin=NIEUW) and leest(w, zaak, COLLEGA)
    with w.huis.alles() as sessie:
        rij = sessie.get(PersoonRij, w.ids[WIE])
        assert rij is not None and open_met_code(rij, aanvaard.code)


# -- the third rung: two of three paper codes for a desk


def _verlies_de_werkplek(w: Wereld) -> None:
    sql(w, "DELETE FROM lid WHERE werkplek = ?", AF)


@pytest.mark.parametrize("paar", PAREN)
def test_any_two_paper_codes_give_a_desk_with_its_old_cases_back(w: Wereld, zaak: bytes, paar: tuple[int, int]) -> None:
    _verlies_de_werkplek(w)
    assert not leest(w, zaak) and not leest(w, zaak, COLLEGA)
    codes = [w.papier["aalten"][nr] for nr in paar]
    uitkomst = typ(
        w.settings.data, "escrow", "restore", AF, email(COLLEGA), antwoorden=[("Klopt dat?", "j"), *getypt(*codes)]
    )
    assert uitkomst.exit_code == 0, uitkomst.output
    assert leest(w, zaak, COLLEGA)
    assert not leest(w, zaak), "who was not named gets nothing"
    assert controlepunten.controleer(w.huis, diep=True) is None


@pytest.mark.parametrize("nr", range(3))
def test_no_single_paper_code_gives_a_desk_back(w: Wereld, zaak: bytes, nr: int) -> None:
    _verlies_de_werkplek(w)
    code, volgende = w.papier["aalten"][nr], w.papier["aalten"][(nr + 1) % 3]
    pogingen = [
        ((code, code), TWEE_KEER),
        ((code, papieren_code()), VREEMD),
        ((w.papier["winterswijk"][nr], code), VREEMD),
        ((code, mistypt(volgende)), TYPFOUT.format(nr=2)),
        ((mistypt(code), volgende), TYPFOUT.format(nr=1)),
        ((code, ""), TYPFOUT.format(nr=2)),
    ]
    for twee, tekst in pogingen:
        vragen = [("Klopt dat?", "j"), *getypt(*twee) * 3]
        uitkomst = typ(w.settings.data, "escrow", "restore", AF, email(COLLEGA), antwoorden=vragen)
        assert uitkomst.exit_code == 1 and tekst in uitkomst.output, uitkomst.output
        assert code not in uitkomst.output
    assert not leest(w, zaak, COLLEGA)


# -- the fourth rung: two of three paper codes of the region for the root key


@pytest.mark.parametrize("paar", PAREN)
def test_any_two_codes_of_the_region_give_the_root_key_and_all_cases_back(
    w: Wereld, zaak: bytes, paar: tuple[int, int]
) -> None:
    pad = w.settings.root_file
    w.huis.sluit()
    was = pad.read_bytes()
    pad.unlink()
    with pytest.raises(WortelFout):
        Installatie(w.settings, w.beleid)
    codes = [w.papier["regio"][nr] for nr in paar]
    uitkomst = typ(w.settings.data, "escrow", "restore-root", antwoorden=getypt(*codes))
    assert uitkomst.exit_code == 0, uitkomst.output
    assert pad.read_bytes() == was and pad.stat().st_mode & 0o777 == 0o400
    w.huis = Installatie(w.settings, w.beleid)
    assert leest(w, zaak) and leest(w, zaak, COLLEGA)


@pytest.mark.parametrize("nr", range(3))
def test_no_single_code_of_the_region_gives_the_root_key_back(w: Wereld, nr: int) -> None:
    pad = w.settings.root_file
    w.huis.sluit()
    pad.unlink()
    code, volgende = w.papier["regio"][nr], w.papier["regio"][(nr + 1) % 3]
    pogingen = [
        ((code, code), TWEE_KEER),
        ((code, w.papier["aalten"][nr]), VREEMD),
        ((code, mistypt(volgende)), TYPFOUT.format(nr=2)),
    ]
    for twee, tekst in pogingen:
        uitkomst = typ(w.settings.data, "escrow", "restore-root", antwoorden=getypt(*twee) * 3)
        assert uitkomst.exit_code == 1 and tekst in uitkomst.output, uitkomst.output
        assert not pad.exists() and code not in uitkomst.output
