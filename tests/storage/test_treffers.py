"""Overlap between two municipalities: at every stage each side knows what the table says, and no more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage.matchtaak import open_kluis
from storage.tables.klok import BerichtRij
from storage.tables.kluis import TokenRij
from storage.tables.toezicht import KwestieRij
from tests.storage.test_matchen import NUMMER, open_bij, pak_op, persoon
from tests.wereld import Wereld, maak_wereld
from workflow import trefferpagina, treffers
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.termijnen import TIJDZONE
from workflow.treffergang import PAAR, TREFFER

HIER, DAAR = "af.aalten", "af.winterswijk"
KR = "ketenregisseur"
# By hand, from the protocol: what the desk that had the fact first, the other desk and the ketenregisseur know.
NIETS: set[str] = set()
VRAAG = {"soort", "eigen_nummer"}
AANBOD = VRAAG | {"gemeente", "alias"}
ALLES = AANBOD | {"ander_nummer"}
TABEL = {
    "gevraagd": (VRAAG, NIETS, NIETS),
    "niet": (VRAAG, NIETS, NIETS),
    "keten": (VRAAG, NIETS, {"soort", "teller"}),
    "opengesteld": (VRAAG, AANBOD, NIETS),
    "keten_andere": (VRAAG, AANBOD, {"soort", "teller"}),
    "geweigerd": (VRAAG, AANBOD, NIETS),
    "gedeeld": (ALLES, ALLES, NIETS),
    "gesloten": (VRAAG, NIETS, {"soort", "teller"}),
}


def zet_aan(w: Wereld) -> None:
    matchen = replace(w.beleid.matchen, regio=True, artikel=next(iter(w.beleid.convenant.artikelen)))
    w.beleid = w.huis.beleid = replace(w.beleid, matchen=matchen)


@pytest.fixture
def regio(tmp_path: Path) -> Iterator[Wereld]:
    gemaakt = maak_wereld(tmp_path / "data")
    zet_aan(gemaakt)
    yield gemaakt
    gemaakt.huis.sluit()


def nacht(w: Wereld, dagen: int = 1) -> int:
    nu = w.verzet(days=dagen)
    dag = nu.astimezone(TIJDZONE).date()
    return treffers.dagelijks(partial(w.huis.klokwerk, nu), w.beleid, dag, "http://localhost")


def twee(w: Wereld) -> tuple[bytes, bytes]:
    """The same number in two municipalities; aalten had it first."""
    oud = pak_op(w)
    persoon(w, oud, telefoon=NUMMER)
    w.verzet(days=1)
    nieuw = pak_op(w, "winterswijk")
    persoon(w, nieuw, DAAR, telefoon="+31 6 00000001")
    return oud, nieuw


def rijen(w: Wereld, wie: str) -> list[trefferpagina.Regiorij]:
    with w.als(wie) as werk:
        return list(trefferpagina.trefferpagina(werk, w.beleid).regio)


def codes(w: Wereld, tenant: str) -> dict[str, Any] | None:
    """What stands in the row of one side, as the server opens it."""
    with w.huis.klokwerk() as werk:
        gevonden = [een for een in werk.kwesties.lijst(TREFFER) if een.tenant == tenant]
    assert len(gevonden) < 2
    return dict(gevonden[0].codes) if gevonden else None


def weet(w: Wereld, tenant: str) -> set[str]:
    return set(codes(w, tenant) or {}) - {"zaak", "grond", "door"}


def fase(w: Wereld) -> str:
    with w.huis.klokwerk() as werk:
        (paar,) = werk.kwesties.lijst(PAAR)
    return paar.staat


def klopt(w: Wereld, verwacht: str) -> None:
    assert fase(w) == verwacht
    assert (weet(w, "aalten"), weet(w, "winterswijk"), weet(w, "regio")) == TABEL[verwacht]
    tabel = {code: tuple(set(een.weet[kant]) for kant in ("eerste", "andere", "keten")) for code, een in _fasen(w)}
    assert tabel == TABEL


def _fasen(w: Wereld) -> Any:
    return w.beleid.matchen.fasen.items()


def antwoord(w: Wereld, wie: str, wat: str, grond: str = "") -> None:
    with w.als(wie) as werk:
        (rij,) = [een for een in trefferpagina.mijn_rijen(werk) if een.staat in ("vraag", "aangeboden", "bij_keten")]
        trefferpagina.beantwoord(werk, w.beleid, rij.nummer, wat, grond, str(rij.revisie))


def test_it_is_off_unless_an_article_of_the_covenant_allows_it(wereld: Wereld) -> None:
    assert not wereld.beleid.matchen.regio
    twee(wereld)
    nacht(wereld)
    with open_kluis(wereld.huis) as kluis:
        assert set(kluis.scalars(select(TokenRij.bereik))) == {"aalten", "winterswijk"}
    assert not rijen(wereld, HIER) and not rijen(wereld, DAAR)


def test_only_the_desk_that_had_the_fact_first_is_asked_and_only_at_the_fixed_hour(regio: Wereld) -> None:
    oud, nieuw = twee(regio)
    assert codes(regio, "aalten") is None, "no oracle: nothing before the night"
    nacht(regio)
    klopt(regio, "gevraagd")
    (rij,) = rijen(regio, HIER)
    assert rij.wat == "hetzelfde telefoonnummer" and rij.zaak == regio.zaak(oud).nummer and rij.weet == ()
    tekst = str(codes(regio, "aalten"))
    assert "winterswijk" not in tekst and regio.zaak(nieuw).nummer not in tekst and nieuw.hex() not in tekst
    assert rijen(regio, DAAR) == [] and rijen(regio, KR) == []
    assert nacht(regio) == 0


@pytest.mark.parametrize("gok", ["nummer", "datum", "naam"])
def test_a_guess_in_an_old_case_tells_its_writer_nothing(regio: Wereld, gok: str) -> None:
    oud = pak_op(regio, "winterswijk")
    naam, geboren = "Anna Proef", "03-03-1999"
    persoon(
        regio, oud, DAAR, naam=naam if gok == "datum" else "Iemand", geboortedatum="" if gok == "datum" else geboren
    )
    regio.verzet(days=30)
    vers = pak_op(regio)
    persoon(regio, vers, telefoon=NUMMER, naam=naam, geboortedatum=geboren)
    regio.verzet(days=1)
    if gok == "nummer":
        persoon(regio, oud, DAAR, telefoon=NUMMER)
    else:
        with regio.als(DAAR) as werk:
            docs = [een.inhoud or {} for een in werk.documenten.open(werk.zaken.get(oud), ["zaak"], "test")]
        (wie,) = [str(een["pseudoniem"]) for een in docs if een["soort"] == "persoon"]
        if gok == "datum":
            regio.stap(DAAR, oud, "gegeven_toevoegen", persoon=wie, gegeven="geboortedatum", waarde=geboren)
        else:
            rij = next(een["verwijzing"] for een in docs if een.get("gegeven") == "naam")
            regio.stap(DAAR, oud, "gegeven_verbeteren", gegeven_rij=rij, waarde=naam, reden="Typefout")
    open_bij(regio, oud, DAAR)
    nacht(regio)
    assert rijen(regio, DAAR) == [] and codes(regio, "winterswijk") is None
    assert [een.zaak for een in rijen(regio, HIER)] == [regio.zaak(vers).nummer]


def verloop(w: Wereld, dagen: int) -> None:
    """The covenant ends so many days from now."""
    tot = w.huis.nu().date() + timedelta(days=dagen)
    w.beleid = w.huis.beleid = replace(w.beleid, convenant=replace(w.beleid.convenant, geldig_tot=tot))


def test_without_a_covenant_that_holds_nothing_new_begins(regio: Wereld) -> None:
    twee(regio)
    verloop(regio, 0)
    nacht(regio)
    assert rijen(regio, HIER) == []
    verloop(regio, 9)
    nacht(regio)
    klopt(regio, "gevraagd")


def test_without_a_covenant_that_holds_a_yes_tells_nobody_anything_and_a_no_still_ends_it(regio: Wereld) -> None:
    twee(regio)
    nacht(regio)
    antwoord(regio, HIER, "openstellen", "bescherming")
    verloop(regio, 0)
    assert nacht(regio) == 0 and rijen(regio, DAAR) == []
    klopt(regio, "gevraagd")
    verloop(regio, 1)
    nacht(regio)
    klopt(regio, "opengesteld")
    antwoord(regio, DAAR, "akkoord", "bescherming")
    assert nacht(regio) == 0
    klopt(regio, "opengesteld")


def test_both_agree_and_only_then_see_each_others_number(regio: Wereld) -> None:
    oud, nieuw = twee(regio)
    nacht(regio)
    antwoord(regio, HIER, "openstellen", "bescherming")
    klopt_voor = weet(regio, "winterswijk")
    assert klopt_voor == NIETS, "the answer takes effect at night"
    nacht(regio)
    klopt(regio, "opengesteld")
    (rij,) = rijen(regio, DAAR)
    assert dict(rij.weet) == {"Andere gemeente": "Aalten", "Aandachtsfunctionaris daar": "A-af.aalten"}
    assert rij.zaak == regio.zaak(nieuw).nummer
    assert regio.zaak(oud).nummer not in str(codes(regio, "winterswijk"))
    antwoord(regio, DAAR, "akkoord", "dezelfde_zaak")
    nacht(regio)
    klopt(regio, "gedeeld")
    assert dict(rijen(regio, HIER)[0].weet)["Nummer van de andere zaak"] == regio.zaak(nieuw).nummer
    assert dict(rijen(regio, DAAR)[0].weet)["Nummer van de andere zaak"] == regio.zaak(oud).nummer
    assert nacht(regio) == 0


def test_the_other_desk_says_no(regio: Wereld) -> None:
    twee(regio)
    nacht(regio)
    antwoord(regio, HIER, "openstellen", "bescherming")
    nacht(regio)
    antwoord(regio, DAAR, "niet_akkoord", "niet_nodig")
    nacht(regio)
    klopt(regio, "geweigerd")
    assert "Winterswijk" not in str(rijen(regio, HIER))


def _sporen(w: Wereld) -> tuple[Any, ...]:
    """All that the municipality that had the fact later has, can read or is sent: rows, page, log, mail."""
    with w.huis.alles() as sessie:
        kwesties = [een.soort for een in sessie.scalars(select(KwestieRij)) if een.tenant == "winterswijk"]
        mail = [een.dag for een in sessie.scalars(select(BerichtRij)) if een.tenant == "winterswijk"]
    with w.als("fg.winterswijk") as werk:
        log = [(een.inhoud or {})["handeling"] for een in werk.logboek.regels(aantal=500)]
    with w.als(DAAR) as werk:
        pagina = trefferpagina.trefferpagina(werk, w.beleid)
    return kwesties, mail, log, (pagina.eigen, pagina.regio, pagina.wachtend)


def test_after_a_no_the_other_municipality_has_exactly_what_it_has_without_any_overlap(tmp_path: Path) -> None:
    gezien = []
    for naam, nummer in (("met", "+31 6 00000001"), ("zonder", "+31 6 00000002")):
        w = maak_wereld(tmp_path / naam)
        zet_aan(w)
        oud = pak_op(w)
        persoon(w, oud, telefoon=NUMMER)
        w.verzet(days=1)
        nieuw = pak_op(w, "winterswijk")
        persoon(w, nieuw, DAAR, telefoon=nummer)
        per_dag = []
        for dag in range(12):
            nacht(w)
            if naam == "met" and dag == 1:
                klopt(w, "gevraagd")
                antwoord(w, HIER, "niet", "niet_nodig")
            per_dag.append(_sporen(w))
        if naam == "met":
            klopt(w, "niet")
        gezien.append(per_dag)
        w.huis.sluit()
    assert gezien[0] == gezien[1]


def test_no_answer_in_time_brings_it_to_the_ketenregisseur_who_asks_again_or_closes(regio: Wereld) -> None:
    twee(regio)
    nacht(regio)
    nacht(regio, 9)
    klopt(regio, "keten")
    (rij,) = rijen(regio, KR)
    assert rij.wat == "hetzelfde telefoonnummer" and rij.zaak == "" and dict(rij.weet) == {"Hoe vaak gevraagd": "1"}
    antwoord(regio, KR, "opnieuw")
    nacht(regio)
    klopt(regio, "gevraagd")
    nacht(regio, 9)
    klopt(regio, "keten")
    assert dict(rijen(regio, KR)[0].weet) == {"Hoe vaak gevraagd": "2"}
    antwoord(regio, KR, "sluiten")
    nacht(regio)
    klopt(regio, "gesloten")
    assert nacht(regio) == 0


def test_the_other_desk_is_silent_and_the_ketenregisseur_closes(regio: Wereld) -> None:
    twee(regio)
    nacht(regio)
    antwoord(regio, HIER, "openstellen", "bescherming")
    nacht(regio)
    nacht(regio, 9)
    klopt(regio, "keten_andere")
    antwoord(regio, KR, "sluiten")
    nacht(regio)
    klopt(regio, "geweigerd")


def test_a_late_answer_of_the_desk_still_counts(regio: Wereld) -> None:
    twee(regio)
    nacht(regio)
    nacht(regio, 9)
    antwoord(regio, HIER, "openstellen", "bescherming")
    nacht(regio)
    klopt(regio, "opengesteld")
    assert rijen(regio, KR) == []


def test_an_answer_needs_a_ground_that_fits_and_a_row_of_ones_own(regio: Wereld) -> None:
    twee(regio)
    nacht(regio)
    with regio.als(HIER) as werk:
        (rij,) = trefferpagina.mijn_rijen(werk)
    for wat, grond in (("openstellen", ""), ("openstellen", "niet_nodig"), ("niet", "bescherming"), ("akkoord", "")):
        with regio.als(HIER) as werk, pytest.raises(StapGeweigerd):
            trefferpagina.beantwoord(werk, regio.beleid, rij.nummer, wat, grond, str(rij.revisie))
    for wie in (DAAR, KR, "va.aalten", "fg.aalten", "beheer.aalten"):
        with regio.als(wie) as werk, pytest.raises(NietGevonden):
            trefferpagina.beantwoord(werk, regio.beleid, rij.nummer, "openstellen", "bescherming", str(rij.revisie))
    klopt(regio, "gevraagd")


def test_the_readers_of_a_protected_case_are_asked_first_and_nobody_else(regio: Wereld) -> None:
    oud, nieuw = twee(regio)
    regio.stap(DAAR, nieuw, "afschermen", niet_lezen=[regio.ids["af2.winterswijk"].hex()], reden="Een collega.")
    nacht(regio)
    assert codes(regio, "aalten") is None and weet(regio, "winterswijk") == VRAAG
    assert len(rijen(regio, DAAR)) == 1 and rijen(regio, "af2.winterswijk") == [] and rijen(regio, HIER) == []
    assert oud


def test_when_a_case_is_gone_or_goes_elsewhere_its_rows_go(regio: Wereld) -> None:
    oud, nieuw = twee(regio)
    nacht(regio)
    regio.stap(HIER, oud, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het speelt daar.")
    regio.stap(DAAR, oud, "aannemen")
    open_bij(regio, oud, DAAR)
    nacht(regio)
    assert codes(regio, "aalten") is None
    with regio.huis.klokwerk() as werk:
        assert werk.kwesties.lijst(PAAR) == []
        assert [{een.een, een.ander} for een in werk.matchen.overlappen("winterswijk")] == [{oud, nieuw}]
    assert isinstance(regio.huis.nu().date(), date)


def test_the_key_of_the_region_reaches_every_desk_with_a_valid_key(regio: Wereld) -> None:
    persoon(regio, pak_op(regio), telefoon=NUMMER)
    with regio.als(DAAR) as werk:
        assert set(werk.matchen.sleutels.zorg("regio", DAAR)) == {1}  # type: ignore[attr-defined]


def test_switching_it_off_again_takes_the_tokens_of_the_region(regio: Wereld) -> None:
    twee(regio)
    regio.huis.beleid = replace(regio.beleid, matchen=replace(regio.beleid.matchen, regio=False))
    regio.beleid = regio.huis.beleid
    nacht(regio)
    with open_kluis(regio.huis) as kluis:
        assert "regio" not in set(kluis.scalars(select(TokenRij.bereik)))
