"""With the real desk keys: in every state each desk opens exactly what the plan says, written down by hand."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.crypto import dubbel
from storage.crypto.errors import Ongeldig
from storage.tables.zaken import CompartimentRij, WrapRij
from tests.storage import wandeling as w
from tests.storage.wandeling import NAAR
from tests.wereld import Wereld
from workflow.fouten import StapGeweigerd

AF, OVERLEG, VANGNET, BUUR = "af.aalten", "overleg.aalten", "vangnet.regio", "af.winterswijk"
BIJ_AF = {(naam, AF): "open" for naam in ("ruw", "melder", "draad", "ident", "zaak")}
MET_OVERLEG = {**BIJ_AF, ("zaak", OVERLEG): "open"}
# By hand, in the words of the covenant: who opens what where. "sluimerend": the wrap is there and is not served.
PLAN: dict[str, dict[tuple[str, str], str]] = {
    "ingediend": {
        ("ruw", AF): "open",
        ("melder", AF): "open",
        ("draad", AF): "open",
        ("ruw", VANGNET): "sluimerend",
    },
    "in_beoordeling": BIJ_AF,
    "aanvulling_gevraagd": BIJ_AF,
    "in_onderzoek": BIJ_AF,
    "terugverwezen": BIJ_AF,
    "heropend": BIJ_AF,
    "voorgelegd": {
        **BIJ_AF,
        ("zaak", BUUR): "open",
        ("ruw", BUUR): "sluimerend",
        ("ident", BUUR): "sluimerend",
        ("draad", BUUR): "sluimerend",
    },
    "aangenomen": {
        ("melder", AF): "open",
        ("zaak", BUUR): "open",
        ("ruw", BUUR): "open",
        ("ident", BUUR): "open",
        ("draad", BUUR): "open",
    },
    "geagendeerd": MET_OVERLEG,
    "in_aanpak": MET_OVERLEG,
    "opgeschaald": MET_OVERLEG,
    "overgedragen": MET_OVERLEG,
    "monitoring": MET_OVERLEG,
    "afgesloten": BIJ_AF,
    "samengevoegd": BIJ_AF,
    "niet_in_behandeling": dict.fromkeys(BIJ_AF, "sluimerend"),
}
VASTE = {"ruw", "melder", "draad", "ident", "zaak"}


def _opent(wereld: Wereld, zaak_id: bytes) -> dict[tuple[str, str], str]:
    """Try every wrap of a case with the secret of every desk, without the code of the product."""
    gevonden = {}
    zaak = wereld.zaak(zaak_id)
    with Session(wereld.huis.engine) as sessie:
        sessie.info["gemeente"] = "*"
        wraps = sessie.scalars(select(WrapRij).where(WrapRij.zaak_id == zaak_id)).all()
        beloften = {
            rij.naam: rij.belofte
            for rij in sessie.scalars(select(CompartimentRij).where(CompartimentRij.zaak_id == zaak_id))
        }
    for wrap in wraps:
        for desk, geheim in wereld.geheimen.items():
            ctx = (zaak.herkomst, zaak_id, wrap.compartiment, desk, geheim.epoch)
            try:
                dek = dubbel.unwrap_double(geheim.wrap, wrap.wrap, wereld.huis.kekken.voor(zaak.houder, wrap.wrap), ctx)
            except Ongeldig:
                continue
            dubbel.check_commitment(dek, zaak_id, wrap.compartiment, beloften[wrap.compartiment])
            gevonden[wrap.compartiment, desk] = wrap.staat
    return gevonden


def test_every_state_of_the_route_is_in_the_plan(wereld: Wereld) -> None:
    assert {staat.naam for staat in wereld.beleid.routes["signaal"].staten} <= set(PLAN)


@pytest.mark.parametrize("staat", PLAN)
def test_each_desk_opens_exactly_what_the_plan_says(wereld: Wereld, staat: str) -> None:
    zaak_id = NAAR[staat](wereld)
    gevonden = {cel: status for cel, status in _opent(wereld, zaak_id).items() if cel[0] in VASTE}
    assert gevonden == PLAN[staat]


def test_a_dormant_wrap_is_not_served(wereld: Wereld) -> None:
    zaak_id = NAAR["ingediend"](wereld)
    with wereld.als("vangnet") as werk:
        zaak = werk.zaken.get(zaak_id)
        assert not werk.sleutels.kan_openen(zaak, "ruw")
        assert werk.documenten.open(zaak, ["ruw"], "test") == []


def test_the_keys_of_a_hand_off_follow_its_own_states(wereld: Wereld) -> None:

    zaak = w.in_aanpak(wereld)
    velden = {**w.VERSTREKKING, "ontvanger": "politie", "feiten": [w.feit(wereld, zaak)]}
    vs = wereld.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    assert vs is not None
    naam = f"vs:{vs.hex()}"
    maker = {(naam, AF): "open", (naam, OVERLEG): "open"}

    def nu() -> dict[tuple[str, str], str]:
        return {cel: status for cel, status in _opent(wereld, zaak).items() if cel[0] == naam}

    assert nu() == maker
    w.geef_vrij(wereld, zaak, vs)
    assert nu() == {**maker, (naam, "politie.regio"): "open"}
    wereld.stap("af.aalten", zaak, "intrekken", vs, reden="Vergissing.")
    assert nu() == maker


def test_names_go_to_the_recipient_and_not_to_the_overleg(wereld: Wereld) -> None:

    zaak = w.in_aanpak(wereld)
    vs = w.verstuur(wereld, zaak, "politie", **w.MET_NAMEN)
    cellen = {cel for cel in _opent(wereld, zaak) if cel[0] == f"vs:{vs.hex()}"}
    assert cellen == {(f"vs:{vs.hex()}", AF), (f"vs:{vs.hex()}", "politie.regio")}


def test_the_place_of_shelter_is_for_the_coordinator_and_that_shelter_alone(wereld: Wereld) -> None:

    zaak = w.in_aanpak(wereld)
    vraag = {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": "Een bed voor vannacht."}
    ov = wereld.stap("af.aalten", zaak, "opvang_zoeken", **vraag).nieuw_id
    assert ov is not None
    aanvraag, plek = f"aanvraag:{ov.hex()}", f"opvang:{ov.hex()}"

    def nu() -> set[tuple[str, str]]:
        return {cel for cel in _opent(wereld, zaak) if cel[0] in (aanvraag, plek)}

    basis = {(aanvraag, AF), (aanvraag, "moviera.regio")}
    assert nu() == basis
    wereld.stap("moviera", zaak, "aanbieden", ov, opvangplek="opvang-het-anker")
    assert nu() == {*basis, (aanvraag, "opvang-het-anker.regio")}
    wereld.stap("opvang2", zaak, "afslaan", ov, reden="vol")
    assert nu() == basis
    wereld.stap("moviera", zaak, "aanbieden", ov, opvangplek="opvang-de-linde")
    vandaag = wereld.huis.nu().date().isoformat()
    wereld.stap(
        "moviera", zaak, "plaatsen", ov, toestemming="toestemming", adres="Geheimstraat 1", vanaf=vandaag, betaler="wmo"
    )
    linde = "opvang-de-linde.regio"
    assert nu() == {*basis, (aanvraag, linde), (plek, "moviera.regio"), (plek, linde)}


def test_an_action_is_for_one_department(wereld: Wereld) -> None:
    zaak_id = NAAR["in_aanpak"](wereld)
    cellen = {desk for naam, desk in _opent(wereld, zaak_id) if naam.startswith("actie:")}
    assert cellen == {AF, OVERLEG, "uitvoering-toezicht.aalten"}


def test_a_partner_without_an_account_gets_no_key_and_the_maker_records_what_he_says(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = w.verstuur(wereld, zaak, "om")
    naam = f"vs:{vs.hex()}"
    assert {cel for cel in _opent(wereld, zaak) if cel[0] == naam} == {(naam, AF), (naam, OVERLEG)}
    vandaag = wereld.huis.nu().date().isoformat()
    gezegd = {"namens": "De officier van dienst", "hoe": "telefoon", "wanneer": vandaag}
    wereld.stap("af.aalten", zaak, "ontvangst_bevestigen", vs, **gezegd)
    assert wereld.traject(vs).staat == "ontvangen"


def test_the_maker_cannot_confirm_for_a_partner_who_has_an_account(wereld: Wereld) -> None:
    zaak = w.in_aanpak(wereld)
    vs = w.verstuur(wereld, zaak, "politie")
    vandaag = wereld.huis.nu().date().isoformat()
    with pytest.raises(StapGeweigerd):
        gezegd = {"namens": "Iemand", "hoe": "telefoon", "wanneer": vandaag}
        wereld.stap("af.aalten", zaak, "ontvangst_bevestigen", vs, **gezegd)


def test_a_case_takes_its_walks_along_to_the_municipality_that_accepts_it(wereld: Wereld) -> None:
    zaak = NAAR["in_beoordeling"](wereld)
    velden = {**w.VERSTREKKING, "ontvanger": "politie", "feiten": [w.feit(wereld, zaak)]}
    vs = wereld.stap("af.aalten", zaak, "verstrekking_opstellen", **velden).nieuw_id
    assert vs is not None
    w.geef_vrij(wereld, zaak, vs)
    wereld.stap("af.aalten", zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het ligt daar.")
    naam = f"vs:{vs.hex()}"
    assert _opent(wereld, zaak)[naam, BUUR] == "sluimerend"
    wereld.stap("af.winterswijk", zaak, "aannemen")
    traject = wereld.traject(vs)
    assert (traject.houder, traject.maker) == ("winterswijk", BUUR)
    cellen = {cel: status for cel, status in _opent(wereld, zaak).items() if cel[0] == naam}
    assert (naam, AF) not in cellen
    assert cellen[naam, BUUR] == cellen[naam, "politie.regio"] == "open"
    with wereld.als("politie") as werk:
        assert None not in [doc.inhoud for doc in werk.documenten.open(werk.trajecten.get(vs), [naam], "test")]
    wereld.stap("politie", zaak, "ontvangst_bevestigen", vs)
    with wereld.als("af.winterswijk") as werk:
        assert [een.staat for een in werk.trajecten.van_zaak(zaak)] == ["ontvangen"]


@pytest.mark.parametrize(("wie", "stap"), [("af.aalten", "weigeren"), ("af.winterswijk", "terughalen")])
def test_the_key_to_who_reported_survives_a_case_that_comes_and_goes(wereld: Wereld, wie: str, stap: str) -> None:
    zaak = NAAR["aangenomen"](wereld)
    wereld.stap("af.winterswijk", zaak, "voorleggen", naar_gemeente="aalten", weging_2b_reden="Toch bij jullie.")
    wereld.stap(wie, zaak, stap, reden="Het ligt hier niet.")
    assert _opent(wereld, zaak)["melder", AF] == "open"
