"""The register and the annex say what the tables say: every row of them appears, and a changed row changes the text."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.kolommen import kolommen
from storage.tables.basis import KluisBasis, SessieBasis, ZakenBasis
from workflow.beleid import Beleid
from workflow.tabel import BeleidFout
from workflow.toezicht import laad_toezicht
from workflow.verwerkingsregister import Kolom, dpia, register


def test_each_category_recipient_term_and_activity_stands_in_the_register(beleid: Beleid) -> None:
    tekst = register(beleid)
    c = beleid.convenant
    for een in c.categorieen.values():
        assert f"| {een.code} | {een.naam} | {een.grond} |" in tekst
    for ontvanger in c.ontvangers.values():
        assert f"| {ontvanger.scherm} | {ontvanger.naam} |" in tekst
    for partner in beleid.partners.values():
        assert f"| {partner.scherm} | {partner.naam} |" in tekst
    for naam, termijn in beleid.klokken.bewaren.items():
        assert f"| {naam} | {termijn.tekst} |" in tekst
    for verwerking in beleid.toezicht.verwerkingen.values():
        assert f"(`{verwerking.code}`)" in tekst and verwerking.grondslag in tekst


def test_each_cell_role_key_and_column_stands_in_the_annex(beleid: Beleid) -> None:
    alle = kolommen()
    tekst = dpia(beleid, alle)
    for een in alle:
        assert f"| {een.database} | {een.tabel} | {een.naam} | {een.trede} |" in tekst
    for scherm in beleid.werkplekken.rolnamen.values():
        assert f"| {scherm} |" in tekst
    assert "J als het gaat om werk; anders N" in tekst
    assert "| Signaal oppakken | oppakken |" in tekst
    rijen = [regel for regel in tekst.splitlines() if regel.startswith("| D1 ")]
    assert len(rijen) == 1 and rijen[0].count("|") == 13, "eleven columns beside the category"


def test_no_column_of_any_database_is_left_out() -> None:
    bases = (ZakenBasis, KluisBasis, SessieBasis)
    alle = [kolom for basis in bases for tabel in basis.metadata.tables.values() for kolom in tabel.columns]
    assert len(kolommen()) == len(alle) > 100
    assert {een.trede for een in kolommen()} <= {"0", "1", "2", "3", "4", "sleutel"}


def test_a_changed_table_changes_the_text(beleid: Beleid) -> None:
    voor, bijlage = register(beleid), dpia(beleid, [])
    later = replace(beleid.convenant, geldig_tot=beleid.convenant.geldig_tot + timedelta(days=1))
    assert register(replace(beleid, convenant=later)) != voor
    partners = {**beleid.partners, "extra": replace(next(iter(beleid.partners.values())), naam="extra", scherm="Extra")}
    assert "| Extra | extra |" in register(replace(beleid, partners=partners))
    assert dpia(beleid, [Kolom("zaken", "nieuw", "kolom", "2")]) != bijlage
    d1 = beleid.convenant.categorieen["D1"]
    anders = replace(d1, cellen={**d1.cellen, "comensha": d1.cellen["af"]})
    ander = replace(beleid.convenant, categorieen={**beleid.convenant.categorieen, "D1": anders})
    assert dpia(replace(beleid, convenant=ander), []) != bijlage


@pytest.mark.parametrize(
    ("regel", "reden"),
    [
        ({"naam": "a", "soort": "punten", "kop": "k", "uitleg": "u"}, "'soort' must be one of"),
        ({"naam": "a", "soort": "handeling", "kop": "k", "uitleg": "u"}, "'handelingen' belongs to"),
        ({"naam": "a", "soort": "steekproef", "kop": "k", "uitleg": "u", "drempel": 101}, "100 at most"),
        ({"naam": "a", "soort": "steekproef", "kop": "k", "uitleg": "u", "score": 3}, "unknown key"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_its_row(regel: dict[str, object], reden: str) -> None:
    with pytest.raises(BeleidFout, match=reden) as fout:
        laad_toezicht({"van": 7, "tot": 20, "terugkijken": "35d", "regel": [regel]}, "toezicht.toml")
    assert "regel 1 (a)" in str(fout.value)
