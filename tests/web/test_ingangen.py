"""Other entrances than the form, by telephone, at the overleg, as a tip or out of a control, and the figures."""

import re

import pytest

from tests.web.conftest import Browser, Pagina
from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.web.test_soorten import AGENDA, WERK, meld, tellingen
from tests.web.test_werkvoorraad import UIT_OVERLEG, nummers
from tests.wereld import WEGING

__all__ = ["kantoor"]


def breng_in(browser: Browser, actie: str, **anders: str) -> Pagina:
    return stuur(browser, WERK, actie, UIT_OVERLEG | anders)


def test_the_aandachtsfunctionaris_records_what_somebody_told_him(kantoor: Kantoor) -> None:
    af, w = kantoor.als("af.aalten"), kantoor.wereld
    bon = breng_in(af, "melden_namens", herkomst="telefoon", naam="Wim Beller", telefoon="06 0000 0001")
    code = bon.soep.select("[data-volgcode]")[0].get_text(strip=True)
    pagina = af.get(WERK)
    (nummer,) = nummers(pagina)
    assert "via Telefoon of e-mail van een collega" in pagina.tekst
    assert nummers(af.get(f"{WERK}?ingang=telefoon")) == [nummer] and nummers(af.get(f"{WERK}?ingang=politie")) == []
    zaak = af.get(f"/zaken/{nummer}")
    assert "Wim Beller" in zaak.tekst and UIT_OVERLEG["tekst"] in zaak.tekst
    assert "De aandachtsfunctionaris</strong> bracht het signaal in" in zaak.tekst
    with w.als("af.aalten") as werk:
        (rij,) = werk.zaken.lijst()
        ruw = [een for een in werk.documenten.open(rij, ["ruw"], "test") if een.soort == "melding"]
    assert rij.staat == "ingediend" and "Wim" not in str(ruw[0].inhoud)
    volgen = Browser(kantoor.app)
    volgen.get("/volgen")
    assert "We hebben je signaal ontvangen." in volgen.vul_in("/volgen", "volgcode", volgcode=code).tekst
    (telling,) = tellingen(kantoor)
    assert telling.codes["ingang"] == "telefoon" and "inbreng" not in telling.codes and "soort" not in telling.codes


def test_the_same_form_sent_twice_makes_one_signal(kantoor: Kantoor) -> None:
    af = kantoor.als("af.aalten")
    velden = af.get(WERK).formulier("herkomst") | UIT_OVERLEG | {"herkomst": "balie", "actie": "melden_namens"}
    eerste, tweede = af.post(WERK, velden), af.post(WERK, velden)
    codes = [een.soep.select("[data-volgcode]")[0].get_text(strip=True) for een in (eerste, tweede)]
    assert codes[0] == codes[1] and "Dit signaal hadden we al" in tweede.tekst
    assert len(nummers(af.get(WERK))) == 1
    assert af.post(WERK, velden | {"tekst": "Iets anders."}).code == 422


@pytest.mark.parametrize(("wie", "actie"), [("va.aalten", "melden_vanuit_overleg"), ("af.aalten", "melden_namens")])
def test_behind_an_anonymous_tip_is_nobody(kantoor: Kantoor, wie: str, actie: str) -> None:
    bon = breng_in(kantoor.als(wie), actie, herkomst="meld_misdaad")
    assert not bon.soep.select("[data-volgcode]") and "Er is geen melder, dus er is geen volgcode." in bon.tekst
    w, af = kantoor.wereld, kantoor.als("af.aalten")
    (nummer,) = nummers(af.get(WERK))
    with w.als("af.aalten") as werk:
        (zaak,) = werk.zaken.lijst()
    w.stap("af.aalten", zaak.id, "oppakken")
    pagina = af.get(f"/zaken/{nummer}")
    assert "aanvulling_vragen" not in acties_op(pagina)
    # The form is gone, and so is the step: somebody who sends it himself is told why.
    zelf = pagina.formulier("soort_signaal") | {"actie": "aanvulling_vragen", "vraag": "Hoe laat was dat?"}
    geweigerd = af.post(f"/zaken/{nummer}", zelf)
    assert geweigerd.code == 422 and "is geen melder" in geweigerd.tekst
    assert w.zaak(zaak.id).staat == "in_beoordeling"
    w.stap("af.aalten", zaak.id, "agenderen", overleg=w.overleg(), **WEGING, **AGENDA)
    with w.huis.klokwerk() as werk:
        assert "terugmelding" not in {een.groep for een in werk.timers.van_zaak(zaak.id)}


def test_a_tip_has_no_name_of_a_reporter(kantoor: Kantoor) -> None:
    mis = breng_in(kantoor.als("af.aalten"), "melden_namens", herkomst="meld_misdaad", naam="Wim Beller")
    assert mis.code == 422 and "er geen melder" in " ".join(mis.fouten)
    assert nummers(kantoor.als("af.aalten").get(WERK)) == []


def test_an_entrance_belongs_to_who_may_choose_it(kantoor: Kantoor) -> None:
    for wie, actie, niet in (
        ("va.aalten", "melden_vanuit_overleg", "telefoon"),
        ("af.aalten", "melden_namens", "overleg"),
        ("af.aalten", "melden_namens", "collega"),
    ):
        assert breng_in(kantoor.als(wie), actie, herkomst=niet).code == 422
    # And nobody takes the step of the other, with a seal of his own.
    af = kantoor.als("af.aalten")
    velden = af.get(WERK).formulier("herkomst") | UIT_OVERLEG | {"actie": "melden_vanuit_overleg"}
    assert af.post(WERK, velden).code == 404


def test_a_signal_of_another_kind_from_the_overleg(kantoor: Kantoor) -> None:
    breng_in(kantoor.als("va.aalten"), "melden_vanuit_overleg", soort_signaal="geld", dader="De handelaar")
    (nummer,) = nummers(kantoor.als("af.aalten").get(f"{WERK}?soort=geld"))
    pagina = kantoor.als("af.aalten").get(f"/zaken/{nummer}")
    # Every answer of the step is shown, also to a question that the form of this kind has not.
    for tekst in (UIT_OVERLEG["tekst"], "De handelaar", "Ik weet het niet", "Politie"):
        assert tekst in pagina.tekst


def test_a_link_opens_the_form_with_its_entrance(kantoor: Kantoor) -> None:
    pagina = kantoor.als("af.aalten").get(f"{WERK}?herkomst=controle")
    gekozen = pagina.soep.select_one("[name=herkomst] option[selected], [name=herkomst][checked]")
    assert gekozen is not None and gekozen["value"] == "controle"
    assert pagina.soep.select_one("details.app-uitklap[open]") is not None
    gewoon = kantoor.als("af.aalten").get(f"{WERK}?herkomst=onzin")
    assert gewoon.soep.select_one("details.app-uitklap[open]") is None


def test_who_may_not_read_the_codes_can_not_filter_on_the_entrance(kantoor: Kantoor) -> None:
    nummer = kantoor.wereld.zaak(kantoor.wereld.meld()).nummer
    assert nummers(kantoor.als("af.aalten").get(f"{WERK}?ingang=politie")) == []
    assert nummers(kantoor.als("va.aalten").get(f"{WERK}?ingang=politie")) == [nummer]


# -- the figures


def test_other_kinds_are_counted_in_a_table_of_their_own(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    with w.huis.klokwerk() as werk:
        zaak = werk.zaken.get(w.meld())
        for soort, aantal in (("", 12), ("drugs", 21)):
            for _ in range(aantal):
                werk.tel("ingediend", zaak, ingang="politie", **({"soort": soort} if soort else {}))
        werk.bevestig()
    w.verzet(days=400)
    kantoor.app.extensions["huis"].zet_klok(w.huis.nu())
    pagina = kantoor.als("bestuur.aalten").get("/cijfers")
    tabellen = {
        re.sub(r",.*", "", t.caption.get_text(strip=True)): t.get_text(" ", strip=True)
        for t in pagina.soep.find_all("table")
    }
    andere = tabellen["Signalen van een andere soort"]
    assert "Drugs en drugspanden 20" in andere and "niet getoond" in andere
    assert "Drugs" not in "".join(tekst for naam, tekst in tabellen.items() if "andere soort" not in naam)
    assert "Politie 10" in tabellen["Hoe signalen binnenkomen"]


def test_a_signal_counts_under_its_kind(kantoor: Kantoor) -> None:
    _, zaak = meld(kantoor)
    kantoor.wereld.stap("af.aalten", zaak, "oppakken")
    assert {een.codes["soort"] for een in tellingen(kantoor)} == {"drugs"}
