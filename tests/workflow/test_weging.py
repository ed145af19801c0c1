"""The weighings and the source research behind them: where each answer leads, what is kept, what is offered again."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.storage import wandeling
from tests.wereld import WEGING, Wereld, maak_wereld
from workflow import bronnen, weging
from workflow.fouten import StapGeweigerd
from workflow.zaak import Document

AF, VA = "af.aalten", "va.aalten"
TEKST = {"overdrachtstekst": "Zes mensen op een klein adres.", "vraag_aan_overleg": "Wat doen we?"}


@pytest.fixture
def w(tmp_path: Any) -> Any:
    gemaakt = maak_wereld(tmp_path)
    yield gemaakt
    gemaakt.huis.sluit()


def documenten(w: Wereld, zaak: bytes, wie: str = AF) -> list[Document]:
    with w.als(wie) as werk:
        return werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")


def agendeer(w: Wereld, zaak: bytes, **anders: Any) -> None:
    w.stap(AF, zaak, "agenderen", overleg=w.overleg(), **{**WEGING, **TEKST, **anders})


def direct(w: Wereld, zaak: bytes, **anders: Any) -> None:
    velden = {"regiehouder": w.ids[AF].hex(), "eerste_stap": "actie", "reden": "zorg", **wandeling.ACTIE}
    w.stap(AF, zaak, "direct_oppakken", **{**WEGING, **velden, **anders})


def in_onderzoek(w: Wereld, *codes: str) -> bytes:
    zaak = wandeling.in_beoordeling(w)
    velden = {"bronnen": list(codes or ("brp", "kvk")), "toelichting": "Nodig voor het adres."}
    w.stap(AF, zaak, "onderzoeken", **velden)
    w.akkoord()
    w.stap(AF, zaak, "onderzoeken", **velden)
    return zaak


def per_bron(dag: date | None = None, **anders: str) -> dict[str, str]:
    toen = (dag or date.today() - timedelta(days=30)).isoformat()
    treffer = {"bron_brp": "treffer", "resultaat_brp": "Zes mensen staan hier ingeschreven.", "dag_brp": toen}
    return {**treffer, "bron_kvk": "geen_treffer", **anders}


@pytest.mark.parametrize(
    ("veld", "knop"),
    [
        ("weging_1", "'Niet in behandeling nemen'"),
        ("weging_2a", "'Niet in behandeling nemen'"),
        ("weging_2b", "'Voorleggen aan andere gemeente'"),
        ("weging_3", "'Direct in aanpak nemen'"),
    ],
)
def test_a_no_leads_to_the_button_that_fits_and_that_button_is_there(w: Wereld, veld: str, knop: str) -> None:
    zaak = wandeling.in_beoordeling(w)
    with pytest.raises(StapGeweigerd) as fout:
        agendeer(w, zaak, **{veld: "nee"})
    (punt,) = fout.value.punten
    assert knop in punt
    route = w.beleid.routes["signaal"]
    assert knop.strip("'") in {stap.knop for stap in route.stappen_vanuit("in_beoordeling")}
    assert w.zaak(zaak).staat == "in_beoordeling"


@pytest.mark.parametrize(("reden", "mag"), [("licht", True), ("zorg", True), ("spoed", False)])
def test_too_light_for_the_overleg_may_still_be_taken_up_directly(w: Wereld, reden: str, mag: bool) -> None:
    zaak = wandeling.in_beoordeling(w)
    if mag:
        direct(w, zaak, weging_3="nee", reden=reden)
        assert w.zaak(zaak).staat == "in_aanpak"
        return
    with pytest.raises(StapGeweigerd) as fout:
        direct(w, zaak, weging_3="nee", reden=reden)
    assert fout.value.punten == (weging.LICHT_TEKST,)


def test_a_hit_has_a_short_result_and_no_hit_has_nothing(w: Wereld) -> None:
    zaak = in_onderzoek(w)
    geheim = "Dit mag niet blijven staan."
    w.stap(AF, zaak, "resultaat_vastleggen", **per_bron(resultaat_kvk=geheim, dag_kvk="2026-01-01"))
    docs = documenten(w, zaak)
    assert geheim not in str([doc.inhoud for doc in docs])
    brp, kvk = bronnen.overzicht(w.beleid, docs)
    assert (brp.uitkomst, brp.resultaat) == ("Treffer", "Zes mensen staan hier ingeschreven.")
    assert (kvk.bron, kvk.uitkomst, kvk.resultaat, kvk.dag) == ("Handelsregister", "Geen treffer", "", "")


def test_each_asked_source_needs_an_outcome_and_no_other_is_taken(w: Wereld) -> None:
    zaak = in_onderzoek(w)
    with pytest.raises(StapGeweigerd) as fout:
        w.stap(AF, zaak, "resultaat_vastleggen", bron_brp="treffer")
    assert set(fout.value.velden) == {"resultaat_brp", "dag_brp", "bron_kvk"}
    w.stap(AF, zaak, "resultaat_vastleggen", **per_bron(bron_bag="treffer", resultaat_bag="Niet gevraagd."))
    assert "Niet gevraagd." not in str([doc.inhoud for doc in documenten(w, zaak)])


def test_what_is_older_than_the_source_allows_is_refused_to_the_day(w: Wereld) -> None:
    zaak = in_onderzoek(w)
    vandaag = date.today()
    grens = vandaag.replace(year=vandaag.year - 5, day=min(vandaag.day, 28))
    te_oud = grens - timedelta(days=4)
    with pytest.raises(StapGeweigerd) as fout:
        w.stap(AF, zaak, "resultaat_vastleggen", **per_bron(te_oud))
    assert set(fout.value.velden) == {"dag_brp"} and "ouder dan 5 jaar" in fout.value.velden["dag_brp"]
    w.stap(AF, zaak, "resultaat_vastleggen", **per_bron(grens + timedelta(days=4)))
    assert w.zaak(zaak).staat == "in_beoordeling"


def test_a_result_holds_no_known_name_and_no_bsn(w: Wereld) -> None:
    zaak = wandeling.in_beoordeling(w)
    w.stap(AF, zaak, "persoon_toevoegen", rol="slachtoffer", naam="Tesfay Gebremedhin", leeftijdsklasse="onbekend")
    velden = {"bronnen": ["brp"], "toelichting": "Nodig."}
    w.stap(AF, zaak, "onderzoeken", **velden)
    w.akkoord()
    w.stap(AF, zaak, "onderzoeken", **velden)
    goed = {"bron_brp": "treffer", "dag_brp": date.today().isoformat()}
    with pytest.raises(StapGeweigerd) as fout:
        w.stap(AF, zaak, "resultaat_vastleggen", **goed, resultaat_brp="Gebremedhin woont hier.")
    assert "kluis" in fout.value.punten[0]
    bsn = "".join(("1112", "22333"))
    with pytest.raises(StapGeweigerd) as fout:
        w.stap(AF, zaak, "resultaat_vastleggen", **goed, resultaat_brp=f"Nummer {bsn}.")
    assert set(fout.value.velden) == {"resultaat_brp"}


def test_one_answer_for_all_sources_is_still_taken_and_asks_no_fourth_weighing(w: Wereld) -> None:
    zaak = in_onderzoek(w)
    w.stap(AF, zaak, "resultaat_vastleggen", hit="geen_hit", resultaat="Er is niets gevonden.")
    assert bronnen.overzicht(w.beleid, documenten(w, zaak)) == []
    agendeer(w, zaak)
    assert w.zaak(zaak).staat == "geagendeerd"


def test_after_research_per_source_the_fourth_weighing_is_required_and_not_before(w: Wereld) -> None:
    zaak = in_onderzoek(w)
    w.stap(AF, zaak, "resultaat_vastleggen", **per_bron())
    with pytest.raises(StapGeweigerd) as fout:
        agendeer(w, zaak)
    assert set(fout.value.velden) == {"weging_4", "weging_4_reden"}
    with pytest.raises(StapGeweigerd) as fout:
        agendeer(w, zaak, weging_4="niets", weging_4_reden="Er is niets aan de hand.")
    assert fout.value.punten == (weging.NIETS,)
    agendeer(w, zaak, weging_4="overleg", weging_4_reden="Er wonen er te veel.")
    assert w.zaak(zaak).staat == "geagendeerd"


@pytest.mark.parametrize(
    ("velden", "punt"),
    [
        ({"weging_5": "nee", "weging_5_reden": "Te weinig."}, weging.VIJF_NEE),
        ({"weging_5": "ja"}, weging.VIJF_REDEN),
    ],
)
def test_the_fifth_weighing_needs_a_reason_and_a_no_takes_nothing_up(
    w: Wereld, velden: dict[str, str], punt: str
) -> None:
    zaak = wandeling.geagendeerd(w)
    w.akkoord()
    besluit = {"besluit": "Controle.", "regiehouder": w.ids[VA].hex(), **wandeling.ACTIE}
    with pytest.raises(StapGeweigerd) as fout:
        w.stap(VA, zaak, "in_aanpak_nemen", **besluit, **velden)
    assert fout.value.punten == (punt,)
    w.stap(VA, zaak, "in_aanpak_nemen", **besluit, weging_5="ja", weging_5_reden="De eigenaar is bekend.")
    (vijf,) = [een for een in _tabel(w, zaak, VA) if een.vraag.startswith("Weging 5")]
    assert (vijf.antwoord, vijf.reden) == ("Ja", "De eigenaar is bekend.")


def _tabel(w: Wereld, zaak: bytes, wie: str = AF) -> list[weging.Weegregel]:
    return weging.tabel(w.beleid, w.beleid.routes["signaal"], w.zaak(zaak), documenten(w, zaak, wie), {})


def _stap(w: Wereld, actie: str) -> Any:
    return next(een for een in w.beleid.routes["signaal"].stappen if een.actie == actie)


def test_what_was_weighed_is_offered_again_with_its_reason_at_both_steps(w: Wereld) -> None:
    zaak = wandeling.in_beoordeling(w)
    assert weging.vooraf(_stap(w, "agenderen"), documenten(w, zaak)) == {}
    agendeer(w, zaak, weging_3_punten=["recent"], weging_1_reden="Er zijn zes mensen.")
    w.stap(VA, zaak, "terugverwijzen", toelichting="Zoek de eigenaar.")
    for actie in ("agenderen", "direct_oppakken"):
        eerst = weging.vooraf(_stap(w, actie), documenten(w, zaak))
        assert (eerst["weging_1"], eerst["weging_1_reden"]) == ("ja", "Er zijn zes mensen.")
        assert eerst["weging_3_punten"] == ["recent"]
        assert not set(eerst) & {"overdrachtstekst", "reden"}
    assert weging.vooraf(_stap(w, "voorleggen"), documenten(w, zaak)) == {}


def test_a_weighing_that_was_overtaken_is_not_offered_again(w: Wereld) -> None:
    zaak = in_onderzoek(w)
    w.stap(AF, zaak, "resultaat_vastleggen", **per_bron())
    agendeer(w, zaak, weging_4="overleg", weging_4_reden="Er wonen er te veel.")
    w.stap(VA, zaak, "terugverwijzen", toelichting="Kijk nog eens.")
    assert weging.vooraf(_stap(w, "agenderen"), documenten(w, zaak))["weging_4"] == "overleg"
    w.stap(AF, zaak, "onderzoeken", bronnen=["brp", "kvk"], toelichting="Nog een keer.")
    w.stap(AF, zaak, "resultaat_vastleggen", **per_bron())
    assert "weging_4" not in weging.vooraf(_stap(w, "agenderen"), documenten(w, zaak))
    w.stap(AF, zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het ligt daar.")
    w.stap(AF, zaak, "terughalen", reden="Toch hier.")
    eerst = weging.vooraf(_stap(w, "agenderen"), documenten(w, zaak))
    assert "weging_2b" not in eerst and eerst["weging_2a"] == "ja"


def test_the_table_has_the_newest_answer_of_each_and_says_what_is_not_weighed(w: Wereld) -> None:
    zaak = wandeling.in_beoordeling(w)
    assert {een.antwoord for een in _tabel(w, zaak)} == {weging.NOG_NIET} and len(_tabel(w, zaak)) == 4
    agendeer(w, zaak, weging_3_punten=["concreet", "recent"])
    w.stap(VA, zaak, "terugverwijzen", toelichting="Kijk nog eens.")
    agendeer(w, zaak, weging_1_reden="Nu is er meer bekend.")
    een, _, _, drie = _tabel(w, zaak)
    assert een.reden == "Nu is er meer bekend." and een.wie and een.dag
    assert drie.antwoord == "Ja"
    w.stap(VA, zaak, "terugverwijzen", toelichting="Het ligt daar.")
    w.stap(AF, zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het park ligt daar.")
    twee_b = _tabel(w, zaak)[2]
    assert (twee_b.antwoord, twee_b.reden) == ("Nee, Winterswijk", "Het park ligt daar.")


def test_every_source_says_who_may_consult_it_and_how_old_it_may_be(w: Wereld) -> None:
    lijst = w.beleid.taxonomie["bronnen"]
    assert lijst.codes and all(een.bevoegd and een.oudste_jaren > 0 for een in lijst.codes.values())
    assert bronnen.uitleg(lijst.codes["brp"]) == "Burgerzaken, hoogstens 5 jaar oud."
