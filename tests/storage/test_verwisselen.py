"""Every changed bit, cut-off end and swapped row of a real database is refused, with one kind of error."""

import sqlite3
from collections.abc import Iterator
from itertools import permutations

import pytest
from sqlalchemy.orm import Session

from storage import audit
from storage.crypto.errors import Ongeldig
from tests.storage import wandeling
from tests.wereld import Wereld
from workflow.fouten import Beschadigd

COMPARTIMENTEN = ["ruw", "melder", "draad", "zaak"]


def _bestand(wereld: Wereld, naam: str = "zaken") -> sqlite3.Connection:
    return sqlite3.connect(wereld.settings.data / f"{naam}.db")


@pytest.fixture
def twee_zaken(wereld: Wereld) -> tuple[bytes, bytes]:
    eerste, tweede = wandeling.in_beoordeling(wereld), wandeling.in_beoordeling(wereld)
    for zaak in (eerste, tweede):
        for naam in ("Ada Voorbeeld", "Bo Voorbeeld"):
            wereld.stap("af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam=naam, leeftijdsklasse="23_plus")
        wandeling.feit(wereld, zaak)
        wereld.stap("af.aalten", zaak, "terugmelden", bericht="We kijken ernaar.")
    return eerste, tweede


def _inhoud(wereld: Wereld, zaak: bytes) -> dict[bytes, object]:
    with wereld.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), COMPARTIMENTEN, "test")
    return {doc.id: doc.inhoud for doc in docs}


def _documenten(db: sqlite3.Connection) -> dict[bytes, bytes]:
    return dict(db.execute("SELECT id, inhoud FROM document").fetchall())


def test_every_swap_of_two_documents_is_refused(wereld: Wereld, twee_zaken: tuple[bytes, bytes]) -> None:
    voor = {zaak: _inhoud(wereld, zaak) for zaak in twee_zaken}
    assert all(None not in docs.values() for docs in voor.values())
    db = _bestand(wereld)
    echt = _documenten(db)
    paren = list(permutations(echt, 2))
    assert len(paren) > 100
    # Each row in turn gets the contents of every other row of both cases.
    for doel in echt:
        for bron in echt:
            if bron == doel:
                continue
            db.execute("UPDATE document SET inhoud = ? WHERE id = ?", (echt[bron], doel))
        db.commit()
        gelezen = {id_: inhoud for zaak in twee_zaken for id_, inhoud in _inhoud(wereld, zaak).items()}
        assert gelezen[doel] is None, "a swapped row opened"
        db.execute("UPDATE document SET inhoud = ? WHERE id = ?", (echt[doel], doel))
    db.commit()
    assert {zaak: _inhoud(wereld, zaak) for zaak in twee_zaken} == voor


@pytest.mark.parametrize(
    ("kolom", "waarde"),
    [("compartiment", "'zaak'"), ("schema", "2"), ("zaak_id", "(SELECT max(id) FROM zaak)")],
)
def test_a_document_that_is_moved_in_the_database_does_not_open(
    wereld: Wereld, twee_zaken: tuple[bytes, bytes], kolom: str, waarde: str
) -> None:
    zaak = min(twee_zaken)
    with wereld.als("af.aalten") as werk:
        doc = werk.documenten.open(werk.zaken.get(zaak), ["ruw"], "test")[0]
    db = _bestand(wereld)
    db.execute(f"UPDATE document SET {kolom} = {waarde} WHERE id = ?", (doc.id,))
    db.commit()
    gelezen = {id_: inhoud for een in twee_zaken for id_, inhoud in _inhoud(wereld, een).items()}
    assert gelezen[doc.id] is None


def test_a_damaged_row_shows_as_damaged_and_the_rest_opens_and_the_log_says_so(
    wereld: Wereld, twee_zaken: tuple[bytes, bytes]
) -> None:
    zaak = twee_zaken[0]
    db = _bestand(wereld)
    (doc_id, inhoud) = db.execute("SELECT id, inhoud FROM document WHERE zaak_id = ?", (zaak,)).fetchone()
    db.execute("UPDATE document SET inhoud = ? WHERE id = ?", (inhoud[:-1] + bytes([inhoud[-1] ^ 1]), doc_id))
    db.commit()
    gelezen = _inhoud(wereld, zaak)
    assert gelezen[doc_id] is None
    assert sum(waarde is not None for waarde in gelezen.values()) == len(gelezen) - 1
    seq, zegel = db.execute("SELECT seq, inhoud FROM log WHERE tenant='aalten' ORDER BY seq DESC LIMIT 1").fetchone()
    regel = wereld.huis.kekken.lees("aalten", ("log", "aalten", "inhoud", seq), zegel)
    assert (regel["handeling"], regel["rijen"]) == ("beschadigd", [doc_id.hex()])


def _mutaties(envelop: bytes) -> Iterator[bytes]:
    for plaats in range(len(envelop) * 8):
        anders = bytearray(envelop)
        anders[plaats // 8] ^= 1 << plaats % 8
        yield bytes(anders)
    for lengte in range(len(envelop)):
        yield envelop[:lengte]


def test_every_bit_and_every_cut_of_a_real_wrap_is_refused(wereld: Wereld, twee_zaken: tuple[bytes, bytes]) -> None:
    zaak = wereld.zaak(twee_zaken[0])
    db = _bestand(wereld)
    (wrap,) = db.execute(
        "SELECT wrap FROM wrap WHERE zaak_id = ? AND compartiment = 'zaak' AND ontvanger = 'af.aalten'", (zaak.id,)
    ).fetchone()
    assert len(wrap) == 152
    geprobeerd = 0
    with wereld.als("af.aalten") as werk:
        kast = werk.sleutels
        rij = kast._wrap(zaak.id, "zaak", "af.aalten")
        for anders in _mutaties(wrap):
            rij.wrap = anders
            with pytest.raises(Ongeldig):
                kast._open(rij, zaak)
            geprobeerd += 1
    assert geprobeerd == 152 * 9


@pytest.mark.parametrize("kolom", ["compartiment", "ontvanger", "epoch", "zaak_id"])
def test_a_wrap_in_another_place_opens_nothing(wereld: Wereld, twee_zaken: tuple[bytes, bytes], kolom: str) -> None:
    eerste, tweede = twee_zaken
    db = _bestand(wereld)
    bron = {"compartiment": "draad", "ontvanger": "af.aalten", "epoch": 1, "zaak_id": eerste}
    anders = {"compartiment": "ruw", "ontvanger": "overleg.aalten", "epoch": 2, "zaak_id": tweede}
    doel = {**bron, kolom: anders[kolom]}
    if kolom != "epoch":
        db.execute(
            "DELETE FROM wrap WHERE zaak_id=:zaak_id AND compartiment=:compartiment AND ontvanger=:ontvanger", doel
        )
    db.execute(
        f"UPDATE wrap SET {kolom} = :waarde WHERE zaak_id=:zaak_id AND compartiment=:compartiment"
        " AND ontvanger=:ontvanger",
        {**bron, "waarde": anders[kolom]},
    )
    db.commit()
    wie = "va.aalten" if kolom == "ontvanger" else "af.aalten"
    with wereld.als(wie) as werk:
        zaak = werk.zaken.get(doel["zaak_id"])
        with pytest.raises(Beschadigd):
            werk.sleutels.dek(zaak, doel["compartiment"])


def test_server_sealed_codes_of_another_row_show_as_damaged_and_stop_every_step(
    wereld: Wereld, twee_zaken: tuple[bytes, bytes]
) -> None:
    eerste, tweede = twee_zaken
    db = _bestand(wereld)
    db.execute(
        "UPDATE zaak SET kenmerken = (SELECT kenmerken FROM zaak WHERE id = ?), revisie = "
        "(SELECT revisie FROM zaak WHERE id = ?) WHERE id = ?",
        (tweede, tweede, eerste),
    )
    db.commit()
    with wereld.als("af.aalten") as werk:
        lijst = {zaak.id: zaak.kenmerken for zaak in werk.zaken.lijst()}
    assert lijst[eerste] == {"beschadigd": True}
    assert lijst[tweede]["minderjarig"] == "nee"
    with pytest.raises(Beschadigd):
        wereld.stap("af.aalten", eerste, "spoed_zetten", reden="gevaar")


def test_an_older_row_put_back_is_found_by_the_deep_check(wereld: Wereld, twee_zaken: tuple[bytes, bytes]) -> None:

    def breuk() -> audit.Breuk | None:
        with Session(wereld.huis.engine) as sessie:
            sessie.info["gemeente"] = "*"
            return audit.controleer(sessie, {}, wereld.huis.kekken)

    assert breuk() is None
    db = _bestand(wereld)
    db.execute("DELETE FROM document WHERE rowid = (SELECT max(rowid) FROM document)")
    db.commit()
    gevonden = breuk()
    assert gevonden is not None
    assert gevonden.tenant == "document"


def test_vault_rows_do_not_open_for_another_person(wereld: Wereld, twee_zaken: tuple[bytes, bytes]) -> None:
    with wereld.als("af.aalten") as werk:
        zaak = werk.zaken.get(twee_zaken[0])
        docs = werk.documenten.open(zaak, ["zaak"], "test")
    eerste, tweede = [(doc.inhoud or {})["verwijzing"] for doc in docs if doc.soort == "persoon"]
    db = _bestand(wereld, "kluis")
    rijen = dict(db.execute("SELECT hex(id), inhoud FROM kluisfeit").fetchall())
    db.execute("UPDATE kluisfeit SET inhoud = ? WHERE hex(id) = ?", (rijen[tweede.upper()], eerste.upper()))
    db.commit()
    with wereld.als("af.aalten") as werk, pytest.raises(Beschadigd):
        werk.kluis.open_persoon(werk.zaken.get(twee_zaken[0]), eerste, "hulp", "avg6e")
