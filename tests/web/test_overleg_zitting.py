"""During a meeting: the chair, who signed, who comes later or leaves, the order of the agenda, and items that went."""

from typing import Any

import pytest
from sqlalchemy import select

from storage.crypto.errors import Ongeldig
from storage.keys.werkplekken import open_werkplek
from storage.tables.mensen import LidRij
from tests.storage.wandeling import ACTIE, VERSTREKKING, rond_af
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, acties_op, in_aanpak_velden, kantoor, stuur
from tests.web.test_overleg import TEKST, getoond, logregels, nieuwe_sleutel, op_de_agenda, open_zitting
from workflow import overlegstand

__all__ = ["kantoor"]
VA, DEELNEMER = "va.aalten", "deelnemer.aalten"


def code(k: Kantoor, wie: str) -> str:
    return k.wereld.ids[wie].hex()


def stand(k: Kantoor, overleg: str) -> overlegstand.Overlegstand:
    with k.wereld.huis.klokwerk() as werk:
        return overlegstand.lees(werk, k.wereld.beleid, werk.overleggen.get(bytes.fromhex(overleg)))


def sleutels(k: Kantoor, wie: str, overleg: str) -> int:
    """How many seats at the desk of the sitting the own key of somebody opens, whoever's name is on them."""
    with k.wereld.als(wie) as werk:
        eenheid: Any = werk
        plek, geopend = f"zitting-{overleg}.aalten", 0
        for lid in eenheid.sessie.scalars(select(LidRij).where(LidRij.werkplek == plek)).all():
            try:
                open_werkplek(eenheid.kekken, lid, eenheid.sleutelbos.geheim, eenheid.sleutelbos.publiek)
            except Ongeldig:
                continue
            geopend += 1
        return geopend


def punten(pagina: Pagina) -> list[str]:
    """The numbers of the cases in the order of the page."""
    return [str(een.get_text(strip=True)) for een in pagina.soep.select("article h3 .app-code")]


def stuur_persoon(k: Kantoor, wie: str, pad: str, actie: str, persoon: str, **velden: Any) -> Pagina:
    """Send the form of one participant, whether the page shows it or not."""
    browser = k.als(wie)
    pagina = browser.get(pad)
    token = pagina.soep.find("input", attrs={"name": "csrf_token"})
    revisie = pagina.soep.select("section[aria-labelledby=deelnemers-kop] input[name=revisie]")
    assert token is not None
    vast = {"csrf_token": str(token["value"]), "revisie": str(revisie[0]["value"]) if revisie else "1"}
    return browser.post(pad, vast | {"actie": actie, "persoon": persoon} | velden)


def test_a_meeting_without_a_chair_does_not_open(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=0)
    va, pad, wie = kantoor.als(VA), f"/overleg/{overleg}", code(kantoor, DEELNEMER)
    fout = stuur(va, pad, "openen", {"aanwezig": wie, "geheimhouding": wie})
    assert fout.code == 422 and "Er is nog geen voorzitter" in fout.fouten[0]
    assert sleutels(kantoor, DEELNEMER, overleg) == 0
    niet_er = {"aanwezig": wie, "geheimhouding": wie, "voorzitter": code(kantoor, "va2.aalten")}
    fout = stuur(va, pad, "openen", niet_er)
    assert fout.code == 422 and "voorzitter die aanwezig is" in fout.fouten[0]
    fout = stuur(va, pad, "openen", niet_er | {"voorzitter": wie})
    assert fout.code == 422, "who only sits in chairs nothing"


def test_who_operates_the_meeting_and_signed_is_there_and_chairs(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=0)
    op_de_agenda(kantoor, overleg)
    va, pad, wie = kantoor.als(VA), f"/overleg/{overleg}", code(kantoor, DEELNEMER)
    getekend = [wie, code(kantoor, VA)]
    assert stuur(va, pad, "openen", {"aanwezig": wie, "geheimhouding": getekend}).code == 303
    assert stand(kantoor, overleg).voorzitter == code(kantoor, VA)
    assert sleutels(kantoor, VA, overleg) == sleutels(kantoor, DEELNEMER, overleg) == 1
    assert "Voorzitter: Naam van va.aalten" in va.get(pad).tekst


def test_another_one_can_be_named_as_chair_and_the_chair_can_change(kantoor: Kantoor) -> None:
    overleg, twee = kantoor.wereld.overleg(dagen=0), [code(kantoor, een) for een in (VA, "va2.aalten")]
    va, pad = kantoor.als(VA), f"/overleg/{overleg}"
    assert stuur(va, pad, "openen", {"aanwezig": twee, "geheimhouding": twee, "voorzitter": twee[1]}).code == 303
    assert stand(kantoor, overleg).voorzitter == twee[1]
    weg = stuur_persoon(kantoor, VA, pad, "weggaan", twee[1])
    assert weg.code == 422 and "De voorzitter kan niet weg" in weg.fouten[0]
    assert stuur(va, pad, "voorzitter", {"voorzitter": twee[0]}).code == 303
    assert stuur_persoon(kantoor, VA, pad, "weggaan", twee[1]).code == 303
    fout = stuur(va, pad, "voorzitter", {"voorzitter": twee[1]})
    assert fout.code == 422 and "is er niet" in fout.fouten[0]


def test_everybody_signs_for_himself_and_what_he_signed_is_kept(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=1)
    op_de_agenda(kantoor, overleg)
    deelnemer, va, pad = kantoor.als(DEELNEMER), kantoor.als(VA), f"/overleg/{overleg}"
    assert "artikel 2:5" in deelnemer.get(pad).tekst and "artikel 2:5" in va.get(pad).tekst
    assert stuur(deelnemer, pad, "tekenen").code == 303
    na = deelnemer.get(pad)
    assert "tekenen" not in acties_op(na) and "Geheimhouding: zelf getekend" in na.tekst
    assert "geheimhouding_getekend" in [een["handeling"] for een in logregels(kantoor, DEELNEMER)]
    gezet = stand(kantoor, overleg).tekenen[code(kantoor, DEELNEMER)]
    assert (gezet.versie, gezet.hoe) == ("2026-1", "zelf")
    wie = code(kantoor, DEELNEMER)
    assert va.get(pad).soep.find("input", attrs={"name": "geheimhouding", "value": wie, "checked": True})
    # Who signed himself needs no tick of the chair; the chair signs on paper here.
    zelf = code(kantoor, VA)
    assert stuur(va, pad, "openen", {"aanwezig": [wie, zelf], "geheimhouding": zelf}).code == 303
    assert stand(kantoor, overleg).tekenen[zelf].hoe == "papier"
    assert "op papier getekend op" in va.get(pad).tekst.lower()
    assert TEKST in deelnemer.get(pad).tekst


def test_somebody_of_another_municipality_can_sign_nothing(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg()
    pagina = kantoor.als("deelnemer.winterswijk").get("/overleg")
    token = pagina.soep.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    velden = {"csrf_token": str(token["value"]), "revisie": "1", "actie": "tekenen"}
    assert kantoor.als("deelnemer.winterswijk").post(f"/overleg/{overleg}", velden).code == 404
    assert stand(kantoor, overleg).tekenen == {}


def test_who_comes_later_signs_first_and_gets_the_key_and_who_leaves_loses_it(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=0)
    op_de_agenda(kantoor, overleg)
    pad, wie = f"/overleg/{overleg}", code(kantoor, DEELNEMER)
    open_zitting(kantoor, overleg, "af.aalten")
    assert sleutels(kantoor, DEELNEMER, overleg) == 0 and TEKST not in kantoor.als(DEELNEMER).get(pad).tekst
    zonder = stuur_persoon(kantoor, VA, pad, "toelaten", wie)
    assert zonder.code == 422 and "nog niet getekend" in zonder.fouten[0]
    assert sleutels(kantoor, DEELNEMER, overleg) == 0
    assert stuur(kantoor.als(DEELNEMER), pad, "tekenen").code == 303
    assert stuur_persoon(kantoor, VA, pad, "toelaten", wie).code == 303
    assert sleutels(kantoor, DEELNEMER, overleg) == 1 and TEKST in kantoor.als(DEELNEMER).get(pad).tekst
    dubbel = stuur_persoon(kantoor, VA, pad, "toelaten", wie)
    assert dubbel.code == 422 and "is er al" in dubbel.fouten[0]
    assert stuur_persoon(kantoor, VA, pad, "weggaan", wie).code == 303
    assert sleutels(kantoor, DEELNEMER, overleg) == 0
    na = kantoor.als(DEELNEMER).get(pad)
    assert TEKST not in na.tekst and "weggegaan om" in na.tekst
    # He is back: his signature still counts.
    assert stuur_persoon(kantoor, VA, pad, "toelaten", wie).code == 303
    assert stuur(kantoor.als(DEELNEMER), pad, "weggaan").code == 303, "he may leave by himself"
    assert sleutels(kantoor, DEELNEMER, overleg) == 0
    handelingen = [een["handeling"] for een in logregels(kantoor, VA)]
    assert handelingen.count("zitting_toelaten") == 2 and handelingen.count("zitting_weggaan") == 1


def test_a_new_key_is_compared_before_somebody_comes_in_later(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=0)
    op_de_agenda(kantoor, overleg)
    pad, wie = f"/overleg/{overleg}", code(kantoor, DEELNEMER)
    open_zitting(kantoor, overleg)
    nieuwe_sleutel(kantoor)
    papier = {"geheimhouding": wie}
    fout = stuur_persoon(kantoor, VA, pad, "toelaten", wie, **papier)
    assert fout.code == 422 and "Vergelijk eerst" in fout.fouten[0]
    tekst, (vinkje,) = getoond(kantoor.als(VA).get(pad))
    assert "Nieuwe sleutel" in tekst
    assert stuur_persoon(kantoor, VA, pad, "toelaten", wie, vergeleken=vinkje, **papier).code == 303


def test_nobody_lets_himself_in(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=0)
    op_de_agenda(kantoor, overleg)
    pad = f"/overleg/{overleg}"
    open_zitting(kantoor, overleg)
    stuur(kantoor.als(DEELNEMER), pad, "tekenen")
    assert stuur_persoon(kantoor, DEELNEMER, pad, "toelaten", code(kantoor, DEELNEMER)).code in (404, 409)
    # A colleague who holds the desk of the overleg and is not there can't either.
    buiten = stuur_persoon(kantoor, "va2.aalten", pad, "toelaten", code(kantoor, DEELNEMER), revisie="2")
    assert buiten.code == 422 and "Alleen wie zelf in het overleg zit" in buiten.fouten[0]
    assert sleutels(kantoor, DEELNEMER, overleg) == 0


def test_the_order_of_the_agenda_is_set_with_buttons_and_kept(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=0)
    nummers = [op_de_agenda(kantoor, overleg) for _ in range(3)]
    va, pad = kantoor.als(VA), f"/overleg/{overleg}"
    eerst = punten(va.get(pad))
    assert sorted(eerst) == sorted(nummers)
    assert stuur(va, pad, "omhoog", zaak=eerst[2]).code == 303
    assert punten(va.get(pad)) == [eerst[0], eerst[2], eerst[1]]
    assert stuur(va, pad, "omlaag", zaak=eerst[0]).code == 303
    gezet = [eerst[2], eerst[0], eerst[1]]
    assert punten(va.get(pad)) == gezet == punten(kantoor.als("af.aalten").get(pad))
    assert not {"omhoog", "omlaag"} & acties_op(kantoor.als("af.aalten").get(pad))
    later = op_de_agenda(kantoor, overleg)
    assert punten(va.get(pad)) == [*gezet, later]
    kantoor.wereld.stap("af.aalten", _id(kantoor, later), "spoed_zetten", reden="gevaar")
    assert punten(va.get(pad)) == [later, *gezet], "an urgent one that nobody put in its place goes first"
    open_zitting(kantoor, overleg)
    stuur(va, pad, "in_aanpak_nemen", in_aanpak_velden(kantoor.wereld), eerst[0])
    assert punten(va.get(pad)) == [later, *gezet], "an item keeps its number"


def _id(k: Kantoor, nummer: str) -> bytes:
    with k.wereld.als("af.aalten") as werk:
        return werk.zaken.get_nummer(nummer).id


def test_actions_and_hand_offs_are_made_at_the_table_once_there_is_a_decision(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=0)
    nummer = op_de_agenda(kantoor, overleg)
    va, pad = kantoor.als(VA), f"/overleg/{overleg}"
    open_zitting(kantoor, overleg)
    assert "actie_afspreken" not in acties_op(va.get(pad))
    stuur(va, pad, "in_aanpak_nemen", in_aanpak_velden(kantoor.wereld), nummer)
    tweede = ACTIE | {"opdracht": "Bel de verhuurder."}
    assert stuur(va, pad, "actie_afspreken", tweede, nummer).naar == pad
    tekst = va.get(pad).tekst
    assert "Ga kijken." in tekst and "Bel de verhuurder." in tekst
    feit = va.get(pad).soep.select_one("input[name=feiten]")
    assert feit is not None
    vs = VERSTREKKING | {"ontvanger": "politie", "feiten": str(feit["value"])}
    assert stuur(va, pad, "verstrekking_opstellen", vs, nummer).naar == pad
    links = va.get(pad).soep.select("article a[href^='/verstrekkingen/']")
    (link,) = [een for een in links if "Politie" in een.get_text()]
    vs_pagina = va.get(str(link["href"]))
    terug = [str(een["href"]) for een in vs_pagina.soep.select("a.app-terug")]
    assert vs_pagina.code == 200 and pad in terug, "from the hand-off back to the table"
    besluiten = va.get(f"{pad}/besluiten")
    assert "Controle op het adres." in besluiten.tekst and "Bel de verhuurder." in besluiten.tekst
    assert TEKST not in besluiten.tekst, "no minutes of the content"
    assert kantoor.als(DEELNEMER).get(f"{pad}/besluiten").code == 404
    stuur(va, pad, "sluiten")
    assert not acties_op(va.get(pad)) & {"actie_afspreken", "verstrekking_opstellen"}
    assert pad not in [str(een["href"]) for een in va.get(str(link["href"])).soep.select("a.app-terug")]


@pytest.mark.parametrize("weg", ["terugverwijzen", "afschermen", "elders"])
def test_a_decision_about_an_item_that_was_taken_away_does_nothing(kantoor: Kantoor, weg: str) -> None:
    overleg, ander = kantoor.wereld.overleg("winterswijk"), kantoor.wereld.overleg("winterswijk", dagen=35)
    nummer = op_de_agenda(kantoor, overleg, "winterswijk")
    with kantoor.wereld.als("af.winterswijk") as werk:
        zaak = werk.zaken.get_nummer(nummer)
    va, pad = kantoor.als("va.winterswijk"), f"/overleg/{overleg}"
    vorm = next(een for een in va.get(pad).soep.select("main form") if een.find("button", value="in_aanpak_nemen"))
    oud = {str(een["name"]): str(een["value"]) for een in vorm.find_all("input", type="hidden")}
    if weg == "afschermen":
        kantoor.wereld.stap("af.winterswijk", zaak.id, weg, reden="Iemand kent de familie.")
    elif weg == "elders":
        kantoor.wereld.stap("va2.winterswijk", zaak.id, "aanhouden", overleg=ander, reden="Er ontbreekt iemand.")
    else:
        kantoor.wereld.stap("va2.winterswijk", zaak.id, weg, toelichting="Zoek het uit.")
    daarna = kantoor.wereld.zaak(zaak.id)
    velden = oud | {"actie": "in_aanpak_nemen", "besluit": "Mijn eigen woorden", **ACTIE}
    for revisie in (oud["revisie"], str(daarna.revisie)):
        laat = va.post(pad, velden | {"revisie": revisie})
        assert laat.code == 409 and "Dit punt staat niet meer op de agenda" in laat.fouten[0]
        assert "Mijn eigen woorden" in laat.tekst, "what was typed is not lost"
    assert kantoor.wereld.zaak(zaak.id) == daarna
    with kantoor.wereld.huis.klokwerk() as werk:
        assert werk.trajecten.van_zaak(zaak.id) == []
    onbekend = va.post(pad, velden | {"zaak": "MH-AAAA-AAAA"})
    assert onbekend.code == 409 and onbekend.fouten == laat.fouten, "a number that does not exist gets the same answer"


@pytest.mark.parametrize("weg", ["afschermen", "samenvoegen"])
def test_an_item_that_is_protected_or_merged_while_the_meeting_is_open_can_be_read_by_nobody_there(
    kantoor: Kantoor, weg: str
) -> None:
    w, overleg = kantoor.wereld, kantoor.wereld.overleg(dagen=0)
    nummer, ander = op_de_agenda(kantoor, overleg), w.meld()
    w.stap("af.aalten", ander, "oppakken")
    pad, va = f"/overleg/{overleg}", kantoor.als(VA)
    open_zitting(kantoor, overleg, DEELNEMER)
    stuur(va, pad, "in_aanpak_nemen", in_aanpak_velden(w), nummer)
    assert TEKST in kantoor.als(DEELNEMER).get(pad).tekst
    with w.als("af.aalten") as werk:
        zaak = werk.zaken.get_nummer(nummer).id
    if weg == "afschermen":
        # The veiligheidsadviseur at the table is the one who may not read it any more.
        w.stap("af.aalten", zaak, weg, reden="Iemand kent de familie.", niet_lezen=w.ids[VA].hex())
    else:
        rond_af(w, zaak)
        w.stap("af.aalten", zaak, weg, ander=w.zaak(ander).nummer, reden="Dezelfde plek.")
    for wie in (DEELNEMER, VA):
        pagina = kantoor.als(wie).get(pad)
        assert pagina.code == 200 and TEKST not in pagina.tekst, wie
        assert not acties_op(pagina) & {"actie_afspreken", "verstrekking_opstellen", "in_aanpak_nemen"}, wie
        assert kantoor.als(wie).get(f"{pad}/stukken.pdf").code in (200, 404)
    assert TEKST not in va.get(f"{pad}/besluiten").tekst
    if weg == "afschermen":
        assert nummer not in va.get(pad).tekst, "not even which case it was"
        assert "Controle op het adres." not in va.get(f"{pad}/besluiten").tekst
    # The meeting goes on, and ends.
    assert stuur(va, pad, "sluiten").code == 303
