"""The directory of shelter and help: who keeps and reads it, what fits whom and why not, its day of checking."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.web.kantoor import Kantoor, acties_op, kantoor, stuur
from tests.web.test_opvang import aanvraag
from web.oefenvoorzieningen import zaai_voorzieningen
from workflow.bsn import bevat_bsn
from workflow.dagtaken import dagtaken
from workflow.termijnen import plus_maanden
from workflow.voorzieningpassend import PAST, PAST_NIET, VRAAG, Behoefte, behoefte_van, oordeel

__all__ = ["kantoor"]
PAD, NIEUW = "/voorzieningen", "/voorzieningen/nieuw"
VANDAAG = date.today()
PLEK: dict[str, Any] = {
    "naam": "Opvang Voorbeeld",
    "soort": "opvang",
    "telefoon": "06 0000 0021",
    "voor_wie": ["vrouw", "man"],
    "leeftijd": ["18_22", "23_plus"],
    "kinderen": "ja",
    "kinderen_hoogstens": "2",
    "verblijf": ["nl", "eu"],
    "neemt": ["lvb"],
    "neemt_niet": ["huisdier"],
    "talen": "Engels, Pools",
    "betaler": ["wmo"],
    "regio": "Twente",
}


def maak(k: Kantoor, **anders: Any) -> str:
    """An entry. Out: its address."""
    gedaan = stuur(k.als("moviera"), NIEUW, "voeg_toe", PLEK | anders)
    assert gedaan.code == 303, gedaan.fouten
    return gedaan.naar


# -- who


def test_an_empty_list_says_so_to_each_reader(kantoor: Kantoor) -> None:
    assert "Zet de eerste plek erin" in kantoor.als("moviera").get(PAD).tekst
    assert "De zorgcoördinator vult haar" in kantoor.als("af.aalten").get(PAD).tekst


def test_a_coordinator_keeps_the_list_and_all_municipalities_read_it(kantoor: Kantoor) -> None:
    adres = maak(kantoor)
    for wie in ("af.aalten", "va.winterswijk", "meesamen"):
        assert PLEK["naam"] in kantoor.als(wie).get(PAD).tekst
        gezien = kantoor.als(wie).get(adres)
        assert PLEK["telefoon"] in gezien.tekst and "Neemt" not in acties_op(gezien)
    assert acties_op(kantoor.als("meesamen").get(adres)) == {"bevestig", "trek_in", "wijzig"}
    assert not acties_op(kantoor.als("af.aalten").get(adres))
    for wie in ("politie", "opvang", "deelnemer.aalten", "beheer.aalten"):
        assert kantoor.als(wie).get(PAD).code in (403, 404)


@pytest.mark.parametrize("actie", ["wijzig", "bevestig", "trek_in", "zet_terug"])
def test_who_only_reads_changes_nothing_by_a_forged_form(kantoor: Kantoor, actie: str) -> None:
    adres = maak(kantoor)
    af = kantoor.als("af.aalten")
    csrf = af.get("/opvang?weergave=lopend").soep.find("input", {"name": "csrf_token"})
    assert csrf is not None
    velden = PLEK | {"naam": "Iets anders", "revisie": "1", "actie": actie, "csrf_token": str(csrf["value"])}
    assert af.post(adres, velden).code == 404
    assert PLEK["naam"] in kantoor.als("moviera").get(adres).tekst
    assert af.get(NIEUW).code in (403, 404)


# -- what is written down


def test_what_is_missing_or_wrong_is_told_and_what_was_typed_stays(kantoor: Kantoor) -> None:
    moviera = kantoor.als("moviera")
    fout = stuur(
        moviera, NIEUW, "voeg_toe", {"uitleg": "Bel in de ochtend", "kinderen": "ja", "kinderen_hoogstens": "veel"}
    )
    assert fout.code == 422 and len(fout.fouten) == 3 and "Bel in de ochtend" in fout.tekst
    geen = stuur(moviera, NIEUW, "voeg_toe", PLEK | {"telefoon": ""})
    assert geen.code == 422 and "hoe je hen bereikt" in geen.fouten[0]


@pytest.mark.parametrize("veld", ["naam", "uitleg", "bereikbaar", "regio"])
@pytest.mark.parametrize("adres", ["Geheimlaan 7", "dorpsstraat 12", "7001 AB"])
def test_an_address_is_refused_wherever_it_stands(kantoor: Kantoor, veld: str, adres: str) -> None:
    fout = stuur(kantoor.als("moviera"), NIEUW, "voeg_toe", PLEK | {veld: f"Zij zitten op {adres}"})
    assert fout.code == 422 and "geen adres" in fout.fouten[0]


def test_a_bsn_is_refused(kantoor: Kantoor) -> None:
    bsn = next(str(een) for een in range(111_222_300, 111_222_400) if bevat_bsn(str(een)))
    assert stuur(kantoor.als("moviera"), NIEUW, "voeg_toe", PLEK | {"uitleg": f"Zie {bsn}"}).code == 422


def test_the_same_name_stands_once(kantoor: Kantoor) -> None:
    maak(kantoor)
    assert "staat al in de lijst" in stuur(kantoor.als("meesamen"), NIEUW, "voeg_toe", PLEK).fouten[0]


def test_withdrawn_is_gone_for_readers_and_can_come_back(kantoor: Kantoor) -> None:
    adres, moviera, af = maak(kantoor), kantoor.als("moviera"), kantoor.als("af.aalten")
    assert stuur(moviera, adres, "trek_in").code == 303
    assert PLEK["naam"] not in af.get(PAD).tekst and af.get(adres).code == 404
    assert "Niet in de lijst" in moviera.get(PAD).tekst
    assert stuur(moviera, adres, "zet_terug").code == 303
    assert PLEK["naam"] in af.get(PAD).tekst and "lang niet nagekeken" in moviera.get(adres).tekst


def test_two_coordinators_at_one_entry_the_second_loses_nothing(kantoor: Kantoor) -> None:
    adres = maak(kantoor)
    oud = kantoor.als("meesamen").get(adres).formulier("actie")
    assert stuur(kantoor.als("moviera"), adres, "wijzig", PLEK | {"uitleg": "Nu tien bedden"}).code == 303
    laat = kantoor.als("meesamen").post(
        adres,
        PLEK
        | {"csrf_token": oud["csrf_token"], "revisie": oud["revisie"]}
        | {"actie": "wijzig", "uitleg": "Twaalf bedden"},
    )
    assert laat.code == 409 and "Nu tien bedden" in laat.tekst and "Twaalf bedden" in laat.tekst
    assert "Twaalf bedden" not in kantoor.als("meesamen").get(adres).tekst


def test_a_change_is_filled_in_with_what_was_there(kantoor: Kantoor) -> None:
    vorm = kantoor.als("moviera").get(maak(kantoor)).soep
    knop = vorm.select_one("button[name=actie][value=wijzig]")
    assert knop is not None
    form = knop.find_parent("form")
    assert form is not None
    aan = {str(een["value"]) for een in form.select("input[name=voor_wie][checked], input[name=neemt_niet][checked]")}
    assert aan == {"vrouw", "man", "huisdier"}
    naam = form.select_one("input[name=naam]")
    assert naam is not None and naam["value"] == PLEK["naam"]


# -- the day of checking


def test_an_entry_that_nobody_checked_warns_and_becomes_a_task_and_a_message(kantoor: Kantoor) -> None:
    w, adres = kantoor.wereld, maak(kantoor)
    moviera = kantoor.als("moviera")
    moviera.get("/taken")  # The line about the new entry is shown once.
    assert "in de lijst" not in moviera.get("/taken").tekst
    over = plus_maanden(VANDAAG, w.beleid.opvang.controle_maanden)
    w.verzet(days=(over - VANDAAG).days + 1)
    moviera = _opnieuw(kantoor, "moviera")
    assert "Kijk 1 regel na in de lijst" in moviera.get("/taken").tekst
    assert "vraag het na" in moviera.get(PAD).tekst and "Kijk 1 regel na" in moviera.get(PAD).tekst
    assert "vraag het na" in _opnieuw(kantoor, "af.aalten").get(PAD).tekst
    assert "in de lijst" not in kantoor.als("af.aalten").get("/taken").tekst
    eerst = _laat_lopen(kantoor, over + timedelta(days=1))
    assert eerst >= 2 and _laat_lopen(kantoor, over + timedelta(days=1)) == 0, "each message goes once"
    assert stuur(moviera, adres, "bevestig").code == 303
    assert "vraag het na" not in moviera.get(PAD).tekst and "in de lijst" not in moviera.get("/taken").tekst


def _opnieuw(k: Kantoor, wie: str) -> Any:
    """Somebody logs in again: his session ran out on the practice clock."""
    k.vergeet(wie)
    return k.als(wie)


def _laat_lopen(k: Kantoor, vandaag: date) -> int:
    """How many messages about the list the clock put ready."""

    def aantal() -> int:
        with k.wereld.huis.klokwerk() as werk:
            uit = werk.berichten.te_versturen(500)
            return sum("/voorzieningen" in een.tekst or "te laat" in een.onderwerp for een in uit)

    eerst = aantal()
    dagtaken(k.wereld.huis.klokwerk, k.wereld.beleid, vandaag, "http://localhost")
    return aantal() - eerst


# -- what fits


@pytest.mark.parametrize(
    ("nodig", "stand", "reden"),
    [
        ({}, PAST, ""),
        ({"voor_wie": "vrouw", "leeftijd": "23_plus", "verblijf": "nl", "kinderen": 2}, PAST, ""),
        ({"voor_wie": "transgender"}, PAST_NIET, "Niet voor: iemand die transgender is"),
        ({"leeftijd": "onder_18"}, PAST_NIET, "Niet voor: jonger dan 18"),
        ({"verblijf": "derde_zonder"}, PAST_NIET, "Niet voor: van buiten de EU, zonder verblijfsrecht"),
        ({"kinderen": 3}, PAST_NIET, "Neemt hoogstens 2 kinderen"),
        ({"contra": ("huisdier",)}, PAST_NIET, "Neemt geen huisdieren"),
        ({"contra": ("lvb",)}, PAST, ""),
        ({"contra": ("verslaving",)}, VRAAG, "Vraag na: gebruikt alcohol of drugs"),
        ({"taal": "pools"}, PAST, ""),
        ({"taal": "Roemeens"}, VRAAG, "Vraag na: Roemeens, of een tolk"),
        ({"mijden": "Niet in Twente, daar woont de dader"}, PAST_NIET, "Ligt in een streek die niet veilig is"),
    ],
)
def test_each_need_has_its_own_reason(kantoor: Kantoor, nodig: dict[str, Any], stand: str, reden: str) -> None:
    codes = PLEK | {"kinderen_hoogstens": 2}
    gezien = oordeel(kantoor.wereld.beleid, codes, Behoefte(**nodig))
    assert gezien.stand == stand
    assert (*gezien.past_niet, *gezien.vraag_na) == ((reden,) if reden else ())


def test_what_nobody_wrote_down_is_asked_and_never_refused(kantoor: Kantoor) -> None:
    nodig = Behoefte("man", "23_plus", 1, "eu", ("ggz",), "Pools")
    gezien = oordeel(kantoor.wereld.beleid, {"naam": "Leeg", "soort": "opvang"}, nodig)
    assert not gezien.past_niet and len(gezien.vraag_na) == 6


def test_an_older_request_says_its_needs_as_contra_indications() -> None:
    gevonden = behoefte_van(
        {"contra_indicaties": ["man", "kinderen", "geen_verblijfsrecht", "lvb"], "leeftijd": "23_plus"}
    )
    assert gevonden == Behoefte("man", "23_plus", 1, "derde_zonder", ("lvb",))


def test_the_filter_names_the_reason_beside_the_entry(kantoor: Kantoor) -> None:
    maak(kantoor)
    maak(kantoor, naam="Ruime opvang", neemt_niet=[], neemt=["huisdier"])
    pagina = kantoor.als("af.aalten").get(f"{PAD}?met=huisdier&soort=opvang")
    tekst = pagina.tekst
    assert "Neemt geen huisdieren" in tekst and tekst.index("Ruime opvang") < tekst.index("Opvang Voorbeeld")
    assert "Er staat niets van deze soort" in kantoor.als("af.aalten").get(f"{PAD}?soort=juridisch").tekst
    gek = kantoor.als("af.aalten").get(f"{PAD}?met=onzin&soort=%3Cb%3E&voor_wie=zzz")
    assert gek.code == 200 and "onzin" not in gek.tekst


def test_a_request_shows_its_coordinator_what_fits_and_why_not(kantoor: Kantoor) -> None:
    maak(kantoor)
    maak(kantoor, naam="Huis voor dieren", neemt=["huisdier"], neemt_niet=[])
    maak(kantoor, naam="Vraagopvang", neemt=[], neemt_niet=[])
    maak(kantoor, naam="Rechtshulp", soort="juridisch")
    pad = aanvraag(kantoor, voor_wie="vrouw", verblijf="nl", contra_indicaties=["huisdier"])
    soep = kantoor.als("moviera").get(pad).soep
    groepen = {
        str(tabel.caption.get_text()): tabel.tbody.get_text(" ", strip=True)
        for tabel in soep.select("#lijst-kop ~ .app-tabel table, section[aria-labelledby=lijst-kop] table")
        if tabel.caption is not None and tabel.tbody is not None
    }
    assert "Huis voor dieren" in groepen[PAST] and "Alles wat we weten, past" in groepen[PAST]
    assert "Vraagopvang" in groepen[VRAAG] and "Opvang Voorbeeld" in groepen[PAST_NIET]
    assert "Neemt geen huisdieren" in groepen[PAST_NIET] and "Rechtshulp" not in str(groepen)
    assert "Huis voor dieren" not in kantoor.als("af.aalten").get(pad).tekst
    assert kantoor.wereld.traject(bytes.fromhex(pad.rpartition("/")[2])).opvangplek is None, "nothing is chosen"


def test_the_practice_world_has_a_list_with_something_to_check(kantoor: Kantoor) -> None:
    assert zaai_voorzieningen(kantoor.wereld.huis.klokwerk, kantoor.wereld.beleid) == 7
    tekst = kantoor.als("moviera").get(PAD).tekst
    assert "Opvang De Linde" in tekst and "Kijk 1 regel na" in tekst
