"""The working text on the screen: marks, one click to the vault, what may stay, and a fact at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage import wandeling
from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor
from tests.wereld import maak_wereld
from workflow.ingetrokken import geldig

TEKST = "De baas heet Tesfay Gebremedhin. Zij slaapt in kamer 6 boven de winkel. Bel haar op 06 00000001."
BSN = "".join(("1112", "22333"))
BELOFTE = (
    "Het systeem markeert wat op persoonsgegevens lijkt. Het vindt niet alles. Jij blijft verantwoordelijk. "
    "Ook zonder naam kan een verhaal iemand herkenbaar maken."
)


@pytest.fixture
def kantoor(tmp_path: Path) -> Iterator[Kantoor]:
    gemaakt = Kantoor(maak_wereld(tmp_path))
    yield gemaakt
    gemaakt.sluit()


def breng(kantoor: Kantoor, tekst: str = TEKST) -> tuple[bytes, str]:
    zaak = kantoor.wereld.meld(tekst=tekst)
    kantoor.wereld.stap("af.aalten", zaak, "oppakken")
    return zaak, f"/zaken/{kantoor.wereld.zaak(zaak).nummer}/tekst"


def klik(browser: Browser, pad: str, pagina: Pagina, knop: str, **anders: str) -> Pagina:
    """Press the button whose value begins with `knop`, with the form as it stands."""
    vorm = next(een for een in pagina.soep.select("main form") if een.find("textarea") is not None)
    gevonden = [str(een["value"]) for een in vorm.select("button[name=actie]")]
    actie = next(een for een in gevonden if een.startswith(knop))
    velden = {str(een["name"]): str(een.get("value", "")) for een in vorm.select("input[type=hidden]")}
    velden["tekst"] = str(vorm.find("textarea").get_text())  # type: ignore[union-attr]
    nr = actie.split("|")[1] if "|" in actie else ""
    return browser.post(pad, velden | {naam.replace("NR", nr): een for naam, een in anders.items()} | {"actie": actie})


def tekst_op(pagina: Pagina) -> str:
    return pagina.soep.select_one("textarea[name=tekst]").get_text().strip()  # type: ignore[union-attr]


def feiten(kantoor: Kantoor, zaak: bytes) -> list[dict[str, object]]:
    with kantoor.wereld.als("af.aalten") as werk:
        docs = geldig(werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test"))
        return [dict(doc.inhoud or {}) for doc in docs]


def test_the_page_marks_and_promises_no_more_than_it_can(kantoor: Kantoor) -> None:
    _, pad = breng(kantoor)
    pagina = kantoor.als("af.aalten").get(pad)
    merken = [een.get_text() for een in pagina.soep.select("mark")]
    assert "Tesfay Gebremedhin (naam)" in merken and "06 00000001 (telefoonnummer)" in merken
    assert BELOFTE in pagina.soep.get_text(" ", strip=True) and "anonim" not in pagina.tekst
    assert tekst_op(pagina) == TEKST


def test_one_click_moves_a_name_to_the_vault_and_leaves_the_pseudonym(kantoor: Kantoor) -> None:
    zaak, pad = breng(kantoor)
    af = kantoor.als("af.aalten")
    pagina = klik(af, pad, af.get(pad), "kluis|0|naam", wie_NR="nieuw:dader")
    assert pagina.code == 200 and "Tesfay" not in tekst_op(pagina)
    (persoon,) = [een for een in feiten(kantoor, zaak) if een["soort"] == "persoon"]
    assert f"heet {persoon['pseudoniem']}." in tekst_op(pagina)
    # The second value goes to the same person, and the text still travels.
    pagina = klik(af, pad, pagina, "kluis|1|telefoon", wie_NR=str(persoon["pseudoniem"]))
    assert pagina.code == 200 and "06 00000001" not in tekst_op(pagina)
    with kantoor.wereld.als("af.aalten") as werk:
        wie = werk.kluis.open_persoon(werk.zaken.get(zaak), str(persoon["verwijzing"]), "hulp", "avg6e")
    assert wie["naam"] == "Tesfay Gebremedhin" and wie["telefoon"] == "06 00000001"
    assert "Tesfay" not in str(feiten(kantoor, zaak))


def test_a_place_becomes_a_fact_and_may_stand_in_the_text(kantoor: Kantoor) -> None:
    zaak, pad = breng(kantoor, "Zij werken op Dorpsstraat 12 zonder loon.")
    af, w = kantoor.als("af.aalten"), kantoor.wereld
    w.stap(
        "af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", leeftijdsklasse="onbekend", adres="Dorpsstraat 12"
    )
    pagina = klik(af, pad, af.get(pad), "laat|0|adres", reden_NR="plaats")
    assert pagina.code == 200 and "Dorpsstraat 12" in tekst_op(pagina)
    (feit,) = [een for een in feiten(kantoor, zaak) if een["soort"] == "feit"]
    assert (feit["categorie"], feit["feit"], feit["plaats"]) == ("D1", "Dorpsstraat 12", "adres")
    # The vault knows the same address as that of a person: the place of the fact is no secret any more.
    pagina = klik(af, pad, pagina, "feit_vastleggen", categorie="D1", bron="ander")
    assert pagina.code == 200 and "Het feit is bewaard." in pagina.tekst


def test_nothing_is_kept_of_a_text_until_it_is_saved(kantoor: Kantoor) -> None:
    zaak, pad = breng(kantoor)
    af = kantoor.als("af.aalten")
    voor = len(feiten(kantoor, zaak))
    pagina = klik(af, pad, af.get(pad), "laat|0|naam", reden_NR="algemeen")
    assert pagina.code == 200 and "Tesfay Gebremedhin (naam)" not in [
        een.get_text() for een in pagina.soep.select("mark")
    ]
    assert len(feiten(kantoor, zaak)) == voor


def test_without_a_choice_the_text_comes_back_and_nothing_happens(kantoor: Kantoor) -> None:
    zaak, pad = breng(kantoor)
    af = kantoor.als("af.aalten")
    for knop in ("kluis|0|naam", "laat|0|naam", "gemist"):
        pagina = klik(af, pad, af.get(pad), knop)
        assert pagina.code == 422 and tekst_op(pagina) == TEKST
    assert [een for een in feiten(kantoor, zaak) if een["soort"] in ("persoon", "feit")] == []


def test_what_was_not_marked_can_go_to_the_vault_too(kantoor: Kantoor) -> None:
    _, pad = breng(kantoor, "Volgens de buren heet hij de kale.")
    af = kantoor.als("af.aalten")
    vraag = {"gemist": "de kale", "gemist_soort": "naam", "wie_gemist": "nieuw:dader"}
    pagina = klik(af, pad, af.get(pad), "gemist", **vraag)
    assert pagina.code == 200 and "de kale" not in tekst_op(pagina)


def test_a_bsn_comes_in_with_the_signal_and_goes_no_further(kantoor: Kantoor) -> None:
    zaak, pad = breng(kantoor, f"Op het briefje stond {BSN}.")
    af = kantoor.als("af.aalten")
    pagina = klik(af, pad, af.get(pad), "feit_vastleggen", categorie="D1", bron="ander")
    assert pagina.code == 422 and "BSN" in str(pagina.fouten)
    pagina = klik(af, pad, pagina, "weg|0|bsn")
    assert BSN not in tekst_op(pagina) and "[BSN weggehaald]" in tekst_op(pagina)
    assert klik(af, pad, pagina, "feit_vastleggen", categorie="D1", bron="ander").code == 200
    assert BSN not in str(feiten(kantoor, zaak))


def test_who_was_overtaken_keeps_his_text(kantoor: Kantoor) -> None:
    zaak, pad = breng(kantoor)
    af = kantoor.als("af.aalten")
    pagina = af.get(pad)
    kantoor.wereld.stap("af2.aalten", zaak, "vorm_vastleggen", vormen=["ARBEID"])
    pagina = klik(af, pad, pagina, "kluis|0|naam", wie_NR="nieuw:dader")
    assert pagina.code == 409 and tekst_op(pagina) == TEKST


def test_nobody_else_has_the_page(kantoor: Kantoor) -> None:
    zaak = wandeling.geagendeerd(kantoor.wereld)
    pad = f"/zaken/{kantoor.wereld.zaak(zaak).nummer}/tekst"
    assert kantoor.als("af.aalten").get(pad).code == 200
    for wie in ("va.aalten", "af.winterswijk", "privacy.aalten"):
        assert kantoor.als(wie).get(pad).code == 404
