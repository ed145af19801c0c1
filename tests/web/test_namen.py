"""Facts in the vault one by one, names with a note, and pseudonyms that lead nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables.kluis import KluisRij
from tests.storage import wandeling
from tests.web.kantoor import Kantoor
from tests.web.test_zaak import toon
from tests.wereld import Wereld, maak_wereld
from workflow.fouten import StapGeweigerd
from workflow.ingetrokken import geldig
from workflow.persoonstappen import GEGEVEN, IN_DE_KLUIS

BSN = "".join(("1112", "22333"))
P_NUMMER = re.compile(r"P-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
GEGEVENS = {
    "naam": "Mariana Popescu",
    "geboortedatum": "12-3-1999",
    "telefoon": "06 00000001",
    "adres": "Dorpsstraat 12",
    "kenteken": "XK-123-B",
    "document": "NWB12L4K9",
    "handle": "@sweet_lady88",
    "iban": "NL91 ABNA 0417 1643 00",
    "email": "m.popescu@voorbeeld.example",
}


@pytest.fixture
def kantoor(tmp_path: Path) -> Iterator[Kantoor]:
    gemaakt = Kantoor(maak_wereld(tmp_path))
    yield gemaakt
    gemaakt.sluit()


def breng(w: Wereld) -> bytes:
    zaak = w.meld()
    w.stap("af.aalten", zaak, "oppakken")
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", leeftijdsklasse="onbekend", **GEGEVENS)
    return zaak


def docs(w: Wereld, zaak: bytes, soort: str) -> list[dict[str, Any]]:
    with w.als("af.aalten") as werk:
        open_ = geldig(werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test"))
        return [dict(doc.inhoud or {}) for doc in open_ if doc.soort == soort]


def wie(w: Wereld, zaak: bytes) -> dict[str, str]:
    (persoon,) = docs(w, zaak, "persoon")
    with w.als("af.aalten") as werk:
        return dict(werk.kluis.open_persoon(werk.zaken.get(zaak), persoon["verwijzing"], "hulp", "avg6e"))


def test_each_fact_is_a_row_of_its_own_and_the_file_holds_no_value(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = breng(w)
    with Session(w.huis.kluis_engine) as kluis:
        kluis.info["gemeente"] = "*"
        assert len(kluis.scalars(select(KluisRij).where(KluisRij.zaak_id == zaak)).all()) == len(IN_DE_KLUIS) + 1
    assert {een["gegeven"] for een in docs(w, zaak, GEGEVEN)} == set(IN_DE_KLUIS)
    assert {soort: wie(w, zaak)[soort] for soort in GEGEVENS} == GEGEVENS
    alles = str([doc for soort in ("persoon", GEGEVEN, "echolijst") for doc in docs(w, zaak, soort)])
    assert not [waarde for waarde in GEGEVENS.values() if waarde in alles]


@pytest.mark.parametrize("soort", IN_DE_KLUIS)
def test_every_kind_is_on_the_echo_list(kantoor: Kantoor, soort: str) -> None:
    w = kantoor.wereld
    zaak = breng(w)
    with pytest.raises(StapGeweigerd) as fout:
        w.stap("af.aalten", zaak, "feit_vastleggen", categorie="D1", bron="ander", feit=f"Gezien: {GEGEVENS[soort]}.")
    assert "kluis" in fout.value.punten[0]


def test_a_better_fact_replaces_the_old_one_and_both_stay_on_the_echo_list(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = breng(w)
    (rij,) = [een["verwijzing"] for een in docs(w, zaak, GEGEVEN) if een["gegeven"] == "telefoon"]
    w.stap("af.aalten", zaak, "gegeven_verbeteren", gegeven_rij=rij, waarde="06 00000002", reden="Verkeerd gelezen.")
    assert wie(w, zaak)["telefoon"] == "06 00000002"
    for nummer in ("0600000001", "0600000002"):
        with pytest.raises(StapGeweigerd):
            w.stap("af.aalten", zaak, "feit_vastleggen", categorie="D1", bron="ander", feit=f"Bel {nummer}.")


def test_one_more_fact_joins_the_person(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = breng(w)
    (persoon,) = docs(w, zaak, "persoon")
    velden = {"persoon": persoon["pseudoniem"], "gegeven": "telefoon", "waarde": "06 00000003"}
    w.stap("af.aalten", zaak, "gegeven_toevoegen", **velden)
    assert set(wie(w, zaak)["telefoon"].split("; ")) == {"06 00000001", "06 00000003"}
    w.stap("af.aalten", zaak, "persoon_intrekken", personen=[persoon["pseudoniem"]], reden="Dubbel.")
    assert docs(w, zaak, GEGEVEN) == []
    with pytest.raises(StapGeweigerd):
        w.stap("af.aalten", zaak, "gegeven_toevoegen", **velden)


def test_no_step_seals_a_bsn(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = breng(w)
    for veld in (*IN_DE_KLUIS, "toelichting"):
        with pytest.raises(StapGeweigerd) as fout:
            w.stap("af.aalten", zaak, "persoon_toevoegen", rol="getuige", leeftijdsklasse="onbekend", **{veld: BSN})
        assert "BSN" in fout.value.velden[veld]
    assert len(docs(w, zaak, "persoon")) == 1


def test_a_name_is_no_place(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = breng(w)
    for soort, plaats in (("adres", "Mariana Popescu"), ("kenteken", "Popescu"), ("bedrijf", "Popescu")):
        with pytest.raises(StapGeweigerd):
            w.stap("af.aalten", zaak, "plaats_vastleggen", soort_plaats=soort, plaats=plaats, bron="ander")


def test_a_withdrawn_place_is_a_secret_again(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = breng(w)
    velden = {"categorie": "D1", "bron": "ander", "feit": "Zij werken op Dorpsstraat 12."}
    with pytest.raises(StapGeweigerd):
        w.stap("af.aalten", zaak, "feit_vastleggen", **velden)
    w.stap("af.aalten", zaak, "plaats_vastleggen", soort_plaats="adres", plaats="Dorpsstraat 12", bron="ander")
    with w.als("af.aalten") as werk:
        open_ = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
        (feit,) = [doc.id.hex() for doc in open_ if doc.soort == "feit"]
    w.stap("af.aalten", zaak, "feit_vastleggen", **velden)
    w.stap("af.aalten", zaak, "feit_intrekken", feiten=[feit], reden="Het was ergens anders.")
    with pytest.raises(StapGeweigerd):
        w.stap("af.aalten", zaak, "feit_vastleggen", **velden)


def test_a_note_beside_a_name_is_kept_without_names(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    zaak = breng(w)
    (persoon,) = docs(w, zaak, "persoon")
    pad, af = f"/zaken/{w.zaak(zaak).nummer}", kantoor.als("af.aalten")
    for fout in ("Ik bel Popescu.", f"Nummer {BSN}"):
        pagina = toon(af, pad, persoon["pseudoniem"], notitie=fout)
        assert pagina.code == 422 and fout in str(pagina.soep) and GEGEVENS["naam"] not in pagina.tekst
    assert docs(w, zaak, "naamnotitie") == []
    pagina = toon(af, pad, persoon["pseudoniem"], notitie="Ik bel de huisarts.")
    assert pagina.code == 200 and GEGEVENS["naam"] in pagina.tekst
    assert [een["tekst"] for een in docs(w, zaak, "naamnotitie")] == ["Ik bel de huisarts."]
    assert pagina.soep.select_one("[data-verdwijnt='300']") is not None


def test_no_pseudonym_stands_in_two_hand_offs(kantoor: Kantoor) -> None:
    """What two recipients lay side by side links nobody."""
    w = kantoor.wereld
    zaak = wandeling.in_aanpak(w)
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", leeftijdsklasse="onbekend", naam="Xenia Vroonhof")
    wie_ = [een["pseudoniem"] for een in docs(w, zaak, "persoon")]
    feiten = [wandeling.feit(w, zaak, f"{wie_[0]} werkt daar.")]
    for ontvanger in ("politie", "nla"):
        velden = {**wandeling.VERSTREKKING, "ontvanger": ontvanger, "feiten": feiten, "personen": wie_}
        w.stap("af.aalten", zaak, "verstrekking_opstellen", **velden)
    with w.als("af.aalten") as werk:
        trajecten = werk.trajecten.van_zaak(zaak, "verstrekking")
        gezien = [
            set(P_NUMMER.findall(str([doc.inhoud for doc in werk.documenten.open(een, [een.compartiment("vs")], "t")])))
            for een in trajecten
        ]
    assert len([een for een in gezien if een]) >= 2
    assert sum(map(len, gezien)) == len(set().union(*gezien))
