"""The door of the covenant on real cases: what the desks read, what a sitting reads, and what an end date stops."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from tests.storage.wandeling import geagendeerd, in_aanpak, verstuur
from tests.wereld import Wereld
from workflow import overlegagenda, overlegstuk, overlegzitting, poort
from workflow.agendapunt import agendapunt
from workflow.beheerpagina import _gereed
from workflow.beleid import Beleid
from workflow.dagtaken import dagtaken
from workflow.fouten import StapGeweigerd
from workflow.keuzes import keuzes
from workflow.partners import WEG
from workflow.stap import Veld
from workflow.zaakpagina import Zaakpagina, zaakpagina

PLAATS = "De schuur achter Voorbeeldweg 3."
OPVANG: dict[str, Any] = {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": "Een veilige plek."}


def gevuld(w: Wereld, zaak: bytes) -> dict[str, str]:
    """Two people and facts of five categories. Out: the pseudonym per role."""
    wie: dict[str, str] = {}
    for rol in ("slachtoffer", "dader"):
        velden: dict[str, Any] = {"rol": rol, "leeftijdsklasse": "23_plus", "naam": f"Zilvermeeuw {len(wie)}x"}
        w.stap("af.aalten", zaak, "persoon_toevoegen", **velden, adres="Geheimlaan 9", toelichting=f"Uitleg {rol}.")
        with w.als("af.aalten") as werk:
            docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
        wie[rol] = next((d.inhoud or {})["pseudoniem"] for d in reversed(docs) if d.soort == "persoon")
    for categorie, tekst in (("D1", PLAATS), ("D2", "Werkt zes dagen."), ("D9", "Er is een kind.")):
        w.stap("af.aalten", zaak, "feit_vastleggen", categorie=categorie, bron="zelf", feit=tekst)
    # No form writes where somebody sleeps into the working file; should it be there, the door still stands.
    with w.als("af.aalten") as werk:
        gezocht = werk.zaken.get(zaak)
        slaapt = {"soort": "feit", "categorie": "D6", "feit": "Slaapt boven de winkel.", "bron": "zelf", "persoon": ""}
        werk.documenten.schrijf(gezocht, "zaak", {**slaapt, "datum": "", "door": "AF"})
        werk.log("feit_vastleggen", gezocht)
        werk.bevestig()
    return wie


def pagina(w: Wereld, wie: str, zaak: bytes) -> Zaakpagina:
    with w.als(wie) as werk:
        return zaakpagina(werk, w.beleid, werk.zaken.get(zaak))


def met_convenant(w: Wereld, **anders: Any) -> Beleid:
    return replace(w.beleid, convenant=replace(w.beleid.convenant, **anders))


def feiten(een: Zaakpagina) -> list[str]:
    return [feit.tekst for feit in een.feiten or []]


def test_the_veiligheidsadviseur_reads_his_own_column(wereld: Wereld) -> None:
    zaak = in_aanpak(wereld)
    gevuld(wereld, zaak)
    af, va = pagina(wereld, "af.aalten", zaak), pagina(wereld, "va.aalten", zaak)
    assert feiten(af) == [PLAATS, "Werkt zes dagen.", "Er is een kind.", "Slaapt boven de winkel."]
    assert feiten(va) == [PLAATS, "Werkt zes dagen.", "Er is een kind."]
    assert len(va.weggelaten) == 1 and va.weggelaten[0].startswith("1 gegeven is hier niet te zien. Verblijfadres")
    assert af.weggelaten == ()
    assert [een.toelichting for een in af.personen] == ["Uitleg slachtoffer.", "Uitleg dader."]
    # Form P of a person is a role and an age class; of a possible offender he may read all of it.
    assert [een.toelichting for een in va.personen] == ["", "Uitleg dader."]
    assert [een.rol for een in va.personen] == ["mogelijk slachtoffer", "mogelijke dader of baas"]


def plaats(w: Wereld, zaak: bytes) -> None:
    opvang = w.stap("af.aalten", zaak, "opvang_zoeken", **OPVANG).nieuw_id
    w.stap("moviera", zaak, "aanbieden", opvang, opvangplek="opvang-de-linde")
    plek: dict[str, Any] = {"adres": "Geheim 1", "vanaf": date.today().isoformat(), "betaler": "wmo"}
    w.stap("moviera", zaak, "plaatsen", opvang, toestemming="toestemming", **plek)


def test_once_somebody_has_a_place_his_desk_no_longer_reads_where_he_sleeps(wereld: Wereld) -> None:
    zaak = in_aanpak(wereld)
    gevuld(wereld, zaak)
    with wereld.als("af.aalten") as werk:
        hier = werk.zaken.get(zaak)
        gegevens = {"naam": "Testpersoon Slachtoffer", "adres": "Geheimlaan 9"}
        assert poort.namen(werk, wereld.beleid, hier, "slachtoffer", gegevens) == (gegevens, ())
    plaats(wereld, zaak)
    assert "Slaapt boven de winkel." not in feiten(pagina(wereld, "af.aalten", zaak))
    with wereld.als("af.aalten") as werk:
        hier = werk.zaken.get(zaak)
        mag, waarom = poort.namen(werk, wereld.beleid, hier, "slachtoffer", gegevens)
        assert mag == {"naam": "Testpersoon Slachtoffer"} and "want dit klopt: de persoon is geplaatst" in waarom[0]
        assert poort.namen(werk, wereld.beleid, hier, "dader", gegevens)[0] == gegevens


def test_a_sitting_reads_the_column_of_the_overleg_and_the_piece_keeps_its_version(wereld: Wereld) -> None:
    zaak = geagendeerd(wereld)
    gevuld(wereld, zaak)
    overleg_id = wereld.zaak(zaak).overleg_id
    assert overleg_id is not None
    with wereld.als("va.aalten") as werk:
        werk.overleggen.bewaar(replace(werk.overleggen.get(overleg_id), dag=date.today()))
        werk.log("overleg_plannen")
        werk.bevestig()
    wie = wereld.ids["deelnemer.aalten"].hex()
    with wereld.als("va.aalten") as werk:
        overleg = werk.overleggen.get(overleg_id)
        er = [wie, wereld.ids["va.aalten"].hex()]
        overlegzitting.open_zitting(werk, wereld.beleid, overleg, er, er, overleg.revisie)
    with wereld.als("deelnemer.aalten") as werk:
        overleg = werk.overleggen.get(overleg_id)
        (hier,) = overlegagenda.agenda(werk, overleg)
        gelezen = agendapunt(werk, wereld.beleid, overleg, 1, hier)
        (doc,) = werk.documenten.open(hier, [overlegstuk.compartiment(overleg)], "test")
    assert [een.tekst for een in gelezen.feiten] == [PLAATS, "Werkt zes dagen."]
    assert (doc.inhoud or {})["convenant_versie"] == "2026-1"
    assert "Er is een kind" not in repr(doc.inhoud) and "Slaapt" not in repr(doc.inhoud)


@pytest.mark.parametrize(
    "anders",
    [
        {"geldig_tot": date.today() - timedelta(days=1)},
        {"geldig_vanaf": date.today() + timedelta(days=1), "geldig_tot": date.today() + timedelta(days=9)},
    ],
)
def test_without_a_covenant_that_holds_no_sitting_opens_and_the_desks_read_on(
    wereld: Wereld, anders: dict[str, date]
) -> None:
    zaak = geagendeerd(wereld)
    gevuld(wereld, zaak)
    overleg_id = wereld.zaak(zaak).overleg_id
    assert overleg_id is not None
    zonder = met_convenant(wereld, **anders)
    wie = wereld.ids["deelnemer.aalten"].hex()
    with wereld.als("va.aalten") as werk:
        overleg = werk.overleggen.get(overleg_id)
        with pytest.raises(StapGeweigerd) as fout:
            overlegzitting.open_zitting(werk, zonder, overleg, [wie], [wie], overleg.revisie)
        assert list(fout.value.punten) == [zonder.convenant.waarom_niet(date.today())]
        stuk = poort.stuk(werk, zonder, werk.zaken.get(zaak), werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "t"))
        assert stuk.documenten == ()
        assert len(feiten(zaakpagina(werk, zonder, werk.zaken.get(zaak)))) == 3


def test_a_partner_that_left_can_not_be_chosen(wereld: Wereld) -> None:
    zaak = in_aanpak(wereld)
    gisteren = date.today() - timedelta(days=1)
    for tot, erbij in ((gisteren, False), (date.today(), True)):
        partners = {**wereld.beleid.partners, "riec": replace(wereld.beleid.partners["riec"], tot=tot)}
        beleid = replace(wereld.beleid, partners=partners)
        with wereld.als("af.aalten") as werk:
            kan = keuzes(werk, beleid, werk.zaken.get(zaak), Veld("ontvanger", "Wie?", "ontvanger"), [])
        assert ("riec" in kan) is erbij and "politie" in kan
    assert WEG == "Deze partner doet niet meer mee."


def test_the_case_tells_by_which_version_something_was_shared_and_that_a_partner_left(wereld: Wereld) -> None:
    zaak = in_aanpak(wereld)
    nummer = wereld.traject(verstuur(wereld, zaak, "politie")).nummer
    namen = [een.naam for een in pagina(wereld, "af.aalten", zaak).verstrekkingen or []]
    assert f"{nummer}, aan Politie, volgens convenant 2026-1" in namen
    weg = replace(wereld.beleid.partners["politie"], tot=date.today() - timedelta(days=1))
    beleid = replace(wereld.beleid, partners={**wereld.beleid.partners, "politie": weg})
    with wereld.als("af.aalten") as werk:
        later = [een.naam for een in zaakpagina(werk, beleid, werk.zaken.get(zaak)).verstrekkingen or []]
    assert f"{nummer}, aan Politie, volgens convenant 2026-1. {WEG}" in later


def test_the_end_of_the_covenant_is_told_90_days_before_and_after_it(wereld: Wereld) -> None:
    einde = wereld.beleid.convenant.geldig_tot

    def draai(dagen: int) -> list[tuple[str, str]]:
        dag = einde - timedelta(days=dagen)
        nu = wereld.huis.nu() + (dag - date.today())
        dagtaken(partial(wereld.huis.klokwerk, nu), wereld.beleid, dag)
        with wereld.als("beheer.regio") as werk:
            regels = [een.inhoud or {} for een in werk.logboek.regels(aantal=60)]
        eigen = [een for een in regels if een.get("groep") == "houdbaarheid"]
        return sorted((str(een["aan"]), str(een["bericht"])) for een in eigen)

    assert draai(100) == []
    eerst = [(wie, "herinnering") for wie in ("beheerder", "fg", "privacyfunctionaris")]
    assert draai(80) == eerst
    assert draai(79) == eerst, "each rung once"
    assert draai(20) == [*eerst, ("privacyfunctionaris", "herinnering")]
    na = draai(-20)
    assert {wie for wie, bericht in na if bericht == "te_laat"} == {"beheerder", "privacyfunctionaris", "fg"}


def test_beheer_sees_the_warning_and_the_end(beleid: Beleid) -> None:
    tot = beleid.convenant.geldig_tot

    def regel(dag: date) -> tuple[bool, str]:
        return _gereed(beleid, dag, {}, None)[-1]

    assert regel(tot - timedelta(days=90))[0] and not regel(tot - timedelta(days=89))[0]
    assert regel(tot - timedelta(days=89))[1].startswith("Het convenant geldt tot en met")
    goed, tekst = regel(tot + timedelta(days=1))
    assert not goed and tekst.endswith("Delen kan niet meer.")
