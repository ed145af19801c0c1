"""A request about somebody's own data: registered, searched, answered; not there and refused look the same."""

import hashlib
import io
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pypdf
import pytest
from bs4 import Tag

from tests.storage import wandeling
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, kantoor, stuur
from tests.wereld import WACHTZIN
from web import verzoeken as verzoekpaginas
from workflow import verzoeken, verzoekwissen, verzoekzoeken
from workflow.fouten import NietGevonden, StapGeweigerd

__all__ = ["kantoor"]
NAAM, GEBOREN, MOBIEL = "Milena Georgieva Petrova", "12-03-1999", "06 0000 0001"
ANDER, BRON_TEKST = "Harmke Voorbeeld", "Klaas Melder"
FEIT = "Slaapt in een kelder met acht matrassen"


def leg_vast(k: Kantoor, wie: str = "af.aalten", **anders: str) -> str:
    """Register a request of today. Out: its address."""
    velden = {"soort": "inzage", "ontvangen": vandaag(k), "kanaal": "balie", "rol": "zelf", "identiteit": "ja"}
    pagina = stuur(k.als(wie), "/verzoeken", "leg_vast", velden | anders)
    assert pagina.code == 303, pagina.fouten
    return pagina.naar


def vandaag(k: Kantoor) -> str:
    return k.wereld.huis.nu().strftime("%d-%m-%Y")


def zaak_met_mensen(k: Kantoor) -> tuple[bytes, str, str]:
    """A case with the requester and somebody else in it. Out: the case and both pseudonyms."""
    w = k.wereld
    zaak = wandeling.in_beoordeling(w)
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam=NAAM, geboortedatum=GEBOREN,
           telefoon=MOBIEL, leeftijdsklasse="23_plus")  # fmt: skip
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="dader", naam=ANDER, leeftijdsklasse="23_plus")
    milena, harmke = pseudoniemen(w, zaak)
    w.stap("af.aalten", zaak, "feit_vastleggen", categorie="D2", persoon=milena, bron="zelf", feit=FEIT)
    w.stap("af.aalten", zaak, "feit_vastleggen", categorie="D2", persoon=milena, bron="zelf",
           feit=f"Werkt voor {harmke}")  # fmt: skip
    w.stap("af.aalten", zaak, "feit_vastleggen", categorie="D4", persoon=harmke, bron="zelf", feit="Rijdt een busje")
    return zaak, milena, harmke


def pseudoniemen(w: Any, zaak: bytes) -> list[str]:
    with w.als("af.aalten") as werk:
        docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "test")
    return [str((een.inhoud or {})["pseudoniem"]) for een in docs if een.soort == "persoon"]


def zoek(k: Kantoor, adres: str, **velden: str) -> Pagina:
    return stuur(k.als("af.aalten"), f"{adres}/zoeken", "zoek", velden)


def gevonden(pagina: Pagina) -> list[str]:
    return [str(een["value"]) for een in pagina.soep.select("input[name=treffers]")]


def volgende(k: Kantoor, pagina: Pagina, adres: str, actie: str, **velden: Any) -> Pagina:
    """Send the form with this button as it stands on a page that was itself an answer."""
    knop = pagina.soep.find("button", attrs={"name": "actie", "value": actie})
    assert isinstance(knop, Tag)
    vorm = knop.find_parent("form")
    assert isinstance(vorm, Tag)
    mee: dict[str, Any] = {}
    for een in vorm.find_all("input", type="hidden"):
        mee.setdefault(str(een["name"]), []).append(str(een["value"]))
    extra = {"wachtzin": WACHTZIN} if actie == "uittreksel" else {}
    return k.als("af.aalten").post(f"{adres}/zoeken", mee | extra | velden | {"actie": actie})


def brief(k: Kantoor, adres: str, wie: str = "af.aalten") -> str:
    artikel = k.als(wie).get(f"{adres}/brief").soep.find("article")
    assert isinstance(artikel, Tag)
    return str(artikel)


def logregels(k: Kantoor, wie: str = "privacy.aalten") -> list[dict[str, Any]]:
    with k.wereld.als(wie) as werk:
        return [dict(een.inhoud or {}) for een in werk.logboek.regels(aantal=400)]


def test_a_request_is_registered_in_codes_and_its_month_runs(kantoor: Kantoor) -> None:
    adres = leg_vast(kantoor, ontvangen="20-11-2026")
    nummer = adres.rsplit("/", 1)[1]
    assert nummer.startswith("VZ-")
    with kantoor.wereld.als("privacy.aalten") as werk:
        verzoek = werk.kwesties.get_nummer("verzoek", nummer)
    assert verzoek.termijn is not None and verzoek.termijn.isoformat() == "2026-12-20"
    assert set(verzoek.codes) == {"soort", "kanaal", "rol", "identiteit"}
    taken = kantoor.als("privacy.aalten").get("/taken").tekst
    assert nummer in taken and nummer in kantoor.als("af.aalten").get("/taken").tekst


def test_somebody_is_found_by_name_and_birth_date_or_by_one_value_and_no_search_word_is_kept(kantoor: Kantoor) -> None:
    zaak, milena, _ = zaak_met_mensen(kantoor)
    adres, nummer = leg_vast(kantoor), kantoor.wereld.zaak(zaak).nummer
    met_naam = zoek(kantoor, adres, naam="PETROVA, Milena", geboortedatum="1999-03-12")
    assert gevonden(met_naam) == [f"{nummer}|{milena}"]
    assert gevonden(zoek(kantoor, adres, telefoon="+31600000001")) == [f"{nummer}|{milena}"]
    assert gevonden(zoek(kantoor, adres, naam="Milena Petrova", geboortedatum="13-03-1999")) == []
    assert zoek(kantoor, adres, naam="Milena Petrova").code == 422
    regels = logregels(kantoor)
    gezocht = [een for een in regels if een["handeling"] == "verzoek_gezocht"]
    # Both people of the case were opened for it, three times, and nothing says for whom.
    assert [een["personen"] for een in gezocht] == [2, 2, 2]
    alles = str(regels)
    assert "Petrova" not in alles and "PETROVA" not in alles and "1999" not in alles and "600000001" not in alles


def test_the_extract_holds_what_is_about_him_and_never_reporter_others_colleagues_or_source(kantoor: Kantoor) -> None:
    _, milena, harmke = zaak_met_mensen(kantoor)
    adres = leg_vast(kantoor)
    voorbeeld = volgende(kantoor, zoek(kantoor, adres, telefoon=MOBIEL), adres, "uittreksel",
                         treffers=gevonden(zoek(kantoor, adres, telefoon=MOBIEL)))  # fmt: skip
    assert voorbeeld.code == 200
    letter = volgende(kantoor, voorbeeld, adres, "antwoord")
    assert letter.code == 200
    artikel = letter.soep.find("article")
    assert isinstance(artikel, Tag)
    tekst = artikel.get_text(" ")
    for hoort in (NAAM, MOBIEL, FEIT, "Werkt voor iemand"):
        assert hoort in tekst, hoort
    for nooit in (BRON_TEKST, ANDER, harmke, milena, "Rijdt een busje", "A-af.aalten", "Naam van af", "Zes mensen"):
        assert nooit not in tekst, nooit
    assert not re.search(r"\bMH-", tekst), "the number of a case"
    hashes = [een["hash"] for een in logregels(kantoor) if een["handeling"] == "verzoek_uittreksel"]
    assert len(hashes) == 1 and re.fullmatch("[0-9a-f]{64}", hashes[0])
    assert stuur(kantoor.als("af.aalten"), adres, "beantwoord", {"uitkomst": "gegeven"}).code == 303


def bladtekst(antwoord: Pagina) -> str:
    """The text of a sheet, after its form was checked."""
    assert antwoord.code == 200 and antwoord.antwoord.mimetype == "application/pdf"
    assert antwoord.antwoord.headers["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    lezer = pypdf.PdfReader(io.BytesIO(antwoord.antwoord.data))
    assert lezer.root_object["/MarkInfo"]["/Marked"] and lezer.root_object["/Lang"] == "nl"
    return re.sub(r"\s+", " ", " ".join(een.extract_text() for een in lezer.pages))


def test_the_letter_with_the_extract_is_also_a_sheet_whose_hash_is_in_the_log(kantoor: Kantoor) -> None:
    zaak_met_mensen(kantoor)
    adres = leg_vast(kantoor)
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    voorbeeld = volgende(kantoor, hier, adres, "uittreksel", treffers=gevonden(hier))
    scherm = volgende(kantoor, voorbeeld, adres, "antwoord")
    blad = volgende(kantoor, voorbeeld, adres, "antwoord_pdf")
    tekst = bladtekst(blad)
    for hoort in (NAAM, MOBIEL, FEIT, "Werkt voor iemand", "Voor: wie het verzoek deed", "Vertrouwelijk"):
        assert hoort in tekst, hoort
    for nooit in (ANDER, BRON_TEKST, "Rijdt een busje", "Niet verder verspreiden", "Naam van af", "A-af.aalten"):
        assert nooit not in tekst, nooit
    op_scherm, op_blad = (een for een in logregels(kantoor) if een["handeling"] == "verzoek_uittreksel")
    if "pdf" in op_scherm:
        op_scherm, op_blad = op_blad, op_scherm
    assert op_scherm["hash"] == op_blad["hash"], "the same letter"
    assert op_blad["pdf"] == hashlib.sha256(blad.antwoord.data).hexdigest() and op_blad["exemplaar"] in tekst
    assert scherm.soep.find("a", href=f"{adres}/brief.pdf") is None, "an extract is not kept"
    stuur(kantoor.als("af.aalten"), adres, "beantwoord", {"uitkomst": "gegeven"})
    assert kantoor.als("af.aalten").get(f"{adres}/brief.pdf").code == 404
    assert "brief.pdf" not in kantoor.als("af.aalten").get(f"{adres}/brief").tekst


def test_every_other_letter_is_a_sheet_too_and_the_same_for_not_there_and_refused(kantoor: Kantoor) -> None:
    bladen, wat = set(), {"niet_gevonden": {}, "geweigerd": {"weigering": "uavg41_opsporing"}}
    for uitkomst, erbij in wat.items():
        adres = leg_vast(kantoor)
        assert kantoor.als("af.aalten").get(f"{adres}/brief.pdf").code == 404, "not answered yet"
        stuur(kantoor.als("af.aalten"), adres, "beantwoord", {"uitkomst": uitkomst} | erbij)
        assert kantoor.als("privacy.aalten").get(f"{adres}/brief").soep.find("a", href=f"{adres}/brief.pdf") is not None
        for wie in ("af.aalten", "privacy.aalten"):
            tekst = bladtekst(kantoor.als(wie).get(f"{adres}/brief.pdf"))
            bladen.add(re.sub(r"Exemplaar \S+ van .*?\.", "", tekst.replace(adres.rsplit("/", 1)[1], "VZ")))
        regel = next(een for een in logregels(kantoor) if een["handeling"] == "verzoek_brief" and "pdf" in een)
        assert re.fullmatch("[0-9a-f]{64}", regel["pdf"])
    assert len(bladen) == 1, bladen


def test_a_line_is_left_out_with_a_ground_and_the_letter_does_not_say_so(kantoor: Kantoor) -> None:
    zaak_met_mensen(kantoor)
    adres = leg_vast(kantoor)
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    voorbeeld = volgende(kantoor, hier, adres, "uittreksel", treffers=gevonden(hier))
    weg = [str(een["value"]) for een in voorbeeld.soep.select("input[name=weg]") if FEIT in str(een.find_parent("li"))]
    assert len(weg) == 1
    zonder_grond = volgende(kantoor, voorbeeld, adres, "antwoord", weg=weg)
    assert zonder_grond.code == 422 and "Kies de grond voor wat je weglaat" in zonder_grond.tekst
    assert zonder_grond.soep.select("input[name=weg][checked]")
    heel = volgende(kantoor, voorbeeld, adres, "antwoord").tekst
    deels = volgende(kantoor, voorbeeld, adres, "antwoord", weg=weg, weigering="avg15_4").tekst
    assert FEIT in heel and FEIT not in deels
    assert "Rechten van anderen" not in deels and "Werkt voor iemand" in deels
    stuur(kantoor.als("af.aalten"), adres, "beantwoord", {"uitkomst": "gegeven"})
    assert "Rechten van anderen" in kantoor.als("af.aalten").get(adres).tekst


def test_a_fact_that_came_in_after_the_preview_is_looked_at_first(kantoor: Kantoor) -> None:
    zaak, milena, _ = zaak_met_mensen(kantoor)
    adres = leg_vast(kantoor)
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    voorbeeld = volgende(kantoor, hier, adres, "uittreksel", treffers=gevonden(hier))
    kantoor.wereld.stap("af.aalten", zaak, "feit_vastleggen", categorie="D2", persoon=milena, bron="zelf", feit="Nieuw")
    later = volgende(kantoor, voorbeeld, adres, "antwoord")
    assert later.code == 422 and later.soep.find("article") is None and "Nieuw" in later.tekst


def test_nobody_who_is_not_identified_gets_an_extract_and_not_even_a_preview(kantoor: Kantoor) -> None:
    zaak_met_mensen(kantoor)
    adres = leg_vast(kantoor, identiteit="nee")
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    voorbeeld = volgende(kantoor, hier, adres, "uittreksel", treffers=gevonden(hier))
    assert voorbeeld.code == 422 and "Stel eerst vast wie het verzoek doet" in voorbeeld.tekst
    assert FEIT not in voorbeeld.tekst and NAAM not in voorbeeld.tekst
    geweigerd = stuur(kantoor.als("af.aalten"), adres, "beantwoord", {"uitkomst": "gegeven"})
    assert geweigerd.code == 422 and "Stel eerst vast wie het verzoek doet" in geweigerd.tekst
    assert stuur(kantoor.als("af.aalten"), adres, "stel_vast", {"vastgesteld": "ja"}).code == 303
    voorbeeld = volgende(kantoor, voorbeeld, adres, "uittreksel", treffers=gevonden(hier))
    assert volgende(kantoor, voorbeeld, adres, "antwoord").soep.find("article") is not None


def test_only_somebody_whom_this_search_found_can_be_opened(kantoor: Kantoor) -> None:
    zaak, _, harmke = zaak_met_mensen(kantoor)
    adres, ander, nummer = leg_vast(kantoor), leg_vast(kantoor), kantoor.wereld.zaak(zaak).nummer
    af = kantoor.als("af.aalten")
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    token = {"csrf_token": hier.formulier("treffers")["csrf_token"], "wachtzin": WACHTZIN}
    zonder = af.post(f"{adres}/zoeken", token | {"actie": "uittreksel", "treffers": [f"{nummer}|{harmke}"]})
    assert zonder.code == 422 and ANDER not in zonder.tekst
    assert volgende(kantoor, hier, adres, "uittreksel", treffers=[f"{nummer}|{harmke}"]).code == 404
    elders = volgende(kantoor, hier, ander, "uittreksel", treffers=gevonden(hier))
    assert elders.code != 200 and NAAM not in elders.tekst, "the result of another request"
    zegel = str(hier.soep.select("input[name=gevonden]")[0]["value"])
    recht = af.post(f"{adres}/zoeken", token | {"actie": "antwoord", "gevonden": zegel, "treffers": gevonden(hier)})
    assert recht.code != 200 and NAAM not in recht.tekst, "a result is no preview"
    af2 = kantoor.als("af2.aalten")
    mee = {"csrf_token": af2.get(f"{adres}/zoeken").formulier("naam")["csrf_token"], "wachtzin": WACHTZIN}
    van_ander = af2.post(
        f"{adres}/zoeken", mee | {"actie": "uittreksel", "gevonden": zegel, "treffers": gevonden(hier)}
    )
    assert van_ander.code not in (200, 422) and NAAM not in van_ander.tekst, "the result of a colleague"


def test_a_search_result_holds_an_hour(kantoor: Kantoor) -> None:
    zaak_met_mensen(kantoor)
    adres = leg_vast(kantoor)
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    huis = kantoor.app.extensions["huis"]
    nu = huis.echte_tijd
    huis.echte_tijd = lambda: nu() + timedelta(minutes=61)
    later = volgende(kantoor, hier, adres, "uittreksel", treffers=gevonden(hier))
    assert later.code != 200 and NAAM not in later.tekst


def test_the_extract_asks_the_passphrase_again_and_keeps_what_was_chosen(kantoor: Kantoor) -> None:
    zaak_met_mensen(kantoor)
    adres = leg_vast(kantoor)
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    for fout in ("", "een andere wachtzin dan die"):
        geweigerd = volgende(kantoor, hier, adres, "uittreksel", treffers=gevonden(hier), wachtzin=fout)
        assert geweigerd.code == 422 and FEIT not in geweigerd.tekst
        assert geweigerd.soep.select("input[name=treffers][checked]") and "wachtzin" in " ".join(geweigerd.fouten)


def test_who_is_not_there_and_who_is_refused_get_the_same_letter_byte_for_byte(kantoor: Kantoor) -> None:
    straks = _over(kantoor, 30)
    velden: dict[str, dict[str, str]] = {
        "niet_gevonden": {},
        "geweigerd": {"weigering": "uavg41_opsporing"},
        "uitgesteld": {"uitstel": "uavg41_opsporing", "herzien_op": straks},
    }
    brieven, koppen, gezien = set(), set(), set()
    for uitkomst, erbij in velden.items():
        adres = leg_vast(kantoor)
        nummer = adres.rsplit("/", 1)[1]
        assert stuur(kantoor.als("af.aalten"), adres, "beantwoord", {"uitkomst": uitkomst} | erbij).code == 303
        brieven.add(brief(kantoor, adres).replace(nummer, "VZ"))
        brieven.add(brief(kantoor, adres, "privacy.aalten").replace(nummer, "VZ"))
        pagina = kantoor.als("privacy.aalten").get(adres)
        hoofd = pagina.soep.find("main")
        assert isinstance(hoofd, Tag)
        gezien.add(re.sub(r"\s+", " ", hoofd.get_text(" ")).replace(nummer, "VZ"))
        koppen.add(kantoor.als("af.aalten").get(adres).soep.select("dl")[1].get_text())
    assert len(brieven) == 1
    assert len(gezien) == 1, "the privacyfunctionaris sees no difference"
    assert len(koppen) == 3, "the desk does"
    rijen = kantoor.als("privacy.aalten").get("/verzoeken").soep.select("tbody tr")
    assert len({re.sub(r"VZ-\S+", "VZ", een.get_text(" ", strip=True)) for een in rijen}) == 1


def test_the_log_does_not_tell_which_answer_it_was(kantoor: Kantoor) -> None:
    regels = []
    for velden in ({"uitkomst": "niet_gevonden"}, {"uitkomst": "geweigerd", "weigering": "uavg41_anderen"}):
        adres = leg_vast(kantoor)
        stuur(kantoor.als("af.aalten"), adres, "beantwoord", velden)
        nummer = adres.rsplit("/", 1)[1]
        mijn = [een for een in logregels(kantoor) if een.get("verzoek") == nummer]
        regels.append([{n: w for n, w in een.items() if n not in ("ts", "verzoek")} for een in mijn])
    assert regels[0] == regels[1] and len(regels[0]) >= 3


def test_what_was_put_off_comes_back_as_a_task_of_the_desk_alone(kantoor: Kantoor) -> None:
    adres = leg_vast(kantoor)
    nummer = adres.rsplit("/", 1)[1]
    velden = {"uitkomst": "uitgesteld", "uitstel": "uavg41_opsporing", "herzien_op": _over(kantoor, 40)}
    assert stuur(kantoor.als("af.aalten"), adres, "beantwoord", velden).code == 303
    assert nummer not in kantoor.als("af.aalten").get("/taken").tekst
    kantoor.wereld.verzet(days=40)
    assert "Bekijk opnieuw" in kantoor.als("af.aalten").get("/taken").tekst
    assert nummer not in kantoor.als("privacy.aalten").get("/taken").tekst
    assert stuur(kantoor.als("af.aalten"), adres, "herzie", {"oordeel": "open"}).code == 303
    assert nummer in kantoor.als("privacy.aalten").get("/taken").tekst


def _over(k: Kantoor, dagen: int) -> str:
    with k.wereld.huis.klokwerk() as werk:
        dag = werk.nu.date()
    return (dag.fromordinal(dag.toordinal() + dagen)).strftime("%d-%m-%Y")


def test_the_answer_needs_its_ground_and_a_day_that_is_not_too_far(kantoor: Kantoor) -> None:
    adres = leg_vast(kantoor)
    af = kantoor.als("af.aalten")
    assert stuur(af, adres, "beantwoord", {"uitkomst": "geweigerd"}).code == 422
    ver = stuur(
        af, adres, "beantwoord", {"uitkomst": "uitgesteld", "uitstel": "avg15_4", "herzien_op": _over(kantoor, 800)}
    )
    assert ver.code == 422 and any("uiterlijk" in een for een in ver.fouten)
    assert stuur(af, adres, "beantwoord", {"uitkomst": "gedaan"}).code == 422, "not an outcome of this kind"


def test_extending_is_for_the_first_month_and_once(kantoor: Kantoor) -> None:
    adres = leg_vast(kantoor, ontvangen="20-11-2026")
    nummer, velden = adres.rsplit("/", 1)[1], {"reden": "ingewikkeld", "verteld": "ja"}
    assert stuur(kantoor.als("privacy.aalten"), adres, "verleng", {"reden": "ingewikkeld"}).code == 422
    assert stuur(kantoor.als("privacy.aalten"), adres, "verleng", velden).code == 303
    with kantoor.wereld.als("af.aalten") as werk:
        verzoek = werk.kwesties.get_nummer("verzoek", nummer)
    assert verzoek.termijn is not None and verzoek.termijn.isoformat() == "2027-02-20"
    oud = leg_vast(kantoor, ontvangen="01-09-2026")
    te_laat = stuur(kantoor.als("af.aalten"), oud, "verleng", velden)
    assert te_laat.code == 422 and "Die is voorbij" in te_laat.tekst


def test_two_at_once_the_second_is_told(kantoor: Kantoor) -> None:
    adres = leg_vast(kantoor)
    af = kantoor.als("af.aalten")
    vorm = next(een for een in af.get(adres).soep.select("main form") if een.find("button", value="beantwoord"))
    mee = {str(een["name"]): str(een["value"]) for een in vorm.find_all("input", type="hidden")}
    mee |= {"actie": "beantwoord", "uitkomst": "niet_gevonden"}
    assert af.post(adres, mee).code == 303
    assert af.post(adres, mee).code == 409


def test_who_has_no_part_in_it_sees_nothing(kantoor: Kantoor) -> None:
    adres = leg_vast(kantoor)
    for wie in ("af.winterswijk", "privacy.winterswijk", "fg.aalten", "va.aalten", "beheer.aalten", "vangnet"):
        assert kantoor.als(wie).get(adres).code == 404, wie
        assert kantoor.als(wie).get(f"{adres}/zoeken").code == 404, wie
    assert kantoor.als("privacy.aalten").get(f"{adres}/zoeken").code == 404
    assert kantoor.als("vangnet").get("/verzoeken").code == 200
    with kantoor.wereld.als("privacy.winterswijk") as werk:
        assert werk.kwesties.lijst("verzoek") == []


def test_the_log_of_an_extract_that_was_looked_at_is_that_of_searching_twice(kantoor: Kantoor) -> None:
    zaak_met_mensen(kantoor)
    zaak_met_mensen(kantoor)
    regels = []
    for telefoon in (MOBIEL, "06 0000 0009"):
        adres = leg_vast(kantoor)
        hier = zoek(kantoor, adres, telefoon=telefoon)
        if gevonden(hier):
            assert volgende(kantoor, hier, adres, "uittreksel", treffers=gevonden(hier)[:1]).code == 200
        else:
            zoek(kantoor, adres, telefoon=telefoon)
        nummer = adres.rsplit("/", 1)[1]
        mijn = [een for een in logregels(kantoor) if nummer in str(een)]
        regels.append([{n: str(w).replace(nummer, "VZ") for n, w in een.items() if n != "ts"} for een in mijn])
    assert regels[0] == regels[1] and any(een["handeling"] == "verzoek_gezocht" for een in regels[0])


def test_every_answer_has_its_link_to_a_letter(kantoor: Kantoor) -> None:
    for velden in ({"uitkomst": "ingetrokken"}, {"uitkomst": "geen_identiteit"}, {"uitkomst": "niet_gevonden"}):
        adres = leg_vast(kantoor)
        assert stuur(kantoor.als("af.aalten"), adres, "beantwoord", velden).code == 303
        privacy = kantoor.als("privacy.aalten")
        assert privacy.get(adres).soep.find("a", href=f"{adres}/brief") is not None, velden
        assert privacy.get(f"{adres}/brief").code == 200


def test_what_was_searched_and_given_stands_on_the_list_of_the_privacyfunctionaris(kantoor: Kantoor) -> None:
    zaak_met_mensen(kantoor)
    adres = leg_vast(kantoor)
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    voorbeeld = volgende(kantoor, hier, adres, "uittreksel", treffers=gevonden(hier))
    assert volgende(kantoor, voorbeeld, adres, "antwoord").code == 200
    pagina = kantoor.als("privacy.aalten").get("/logboek/opvallend")
    for lijst in ("verzoek_gezocht", "verzoek_uittreksel"):
        veld = pagina.soep.find("input", attrs={"name": "lijst", "value": lijst})
        vorm = veld.find_parent("form") if veld is not None else None
        assert vorm is not None and vorm.select("input[name=punt]"), lijst


def gesloten_met(k: Kantoor) -> bytes:
    """A case that has ended, with the requester in it."""
    w = k.wereld
    zaak = wandeling.monitoring(w)
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam=NAAM, telefoon=MOBIEL,
           leeftijdsklasse="23_plus")  # fmt: skip
    w.stap("af.aalten", zaak, "afsluiten", reden="interventie", terugmelding="Het is afgerond. Bedankt.")
    w.stem_in("va.aalten", zaak)
    return zaak


def wissen_gevraagd(k: Kantoor) -> tuple[bytes, str]:
    """A request to erase that case. Out: the case and the address of the request."""
    zaak, adres = gesloten_met(k), leg_vast(k, soort="wissing")
    hier = zoek(k, adres, telefoon=MOBIEL)
    assert volgende(k, hier, adres, "wis").code == 303
    return zaak, adres


def test_erasure_is_only_for_a_case_that_has_ended(kantoor: Kantoor) -> None:
    zaak, _, _ = zaak_met_mensen(kantoor)
    adres = leg_vast(kantoor, soort="wissing")
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    assert gevonden(hier) == []
    geweigerd = volgende(kantoor, hier, adres, "wis")
    assert geweigerd.code == 422 and "nog niet klaar" in geweigerd.tekst
    assert kantoor.wereld.zaak(zaak).vernietig_op is None


def test_erasure_is_only_for_a_case_that_was_found(kantoor: Kantoor) -> None:
    gesloten_met(kantoor)
    ander = kantoor.wereld.zaak(wandeling.niet_in_behandeling(kantoor.wereld))
    adres = leg_vast(kantoor, soort="wissing")
    hier = zoek(kantoor, adres, telefoon=MOBIEL)
    assert volgende(kantoor, hier, adres, "wis", zaak_nummer=ander.nummer).code == 404
    mee = {"csrf_token": hier.formulier("zaak_nummer")["csrf_token"], "actie": "wis", "zaak_nummer": ander.nummer}
    assert kantoor.als("af.aalten").post(f"{adres}/zoeken", mee).code == 422
    assert kantoor.wereld.zaak(ander.id).vernietig_op == ander.vernietig_op


@pytest.mark.parametrize("wie", ["privacy.aalten", "fg.aalten"])
def test_erasure_waits_for_a_second_person_who_is_told_at_once_and_not_of_what(kantoor: Kantoor, wie: str) -> None:
    zaak, adres = wissen_gevraagd(kantoor)
    w, nummer = kantoor.wereld, adres.rsplit("/", 1)[1]
    with w.huis.klokwerk() as werk:
        berichten = [een for een in werk.berichten.te_versturen(500) if een.adres.split("@")[0] == wie]
    assert berichten and not [een for een in berichten if nummer in een.onderwerp + een.tekst]
    voor = w.zaak(zaak).vernietig_op
    vandaag_ = w.huis.nu().date()
    assert voor is None or voor > vandaag_
    assert stuur(kantoor.als("af.aalten"), adres, "beantwoord", {"uitkomst": "gedaan"}).code == 422
    tweede = kantoor.als(wie)
    assert nummer in tweede.get("/taken").tekst and w.zaak(zaak).nummer not in tweede.get(adres).tekst
    assert kantoor.als("fg.winterswijk").get(adres).code == 404
    assert stuur(tweede, adres, "bevestig_wissen").code == 422
    assert stuur(tweede, adres, "bevestig_wissen", {"wissen_oordeel": "ja"}).code == 303
    na = w.zaak(zaak).vernietig_op
    assert na is not None and na <= vandaag_
    assert kantoor.als("fg.aalten").get(adres).code == 404
    assert stuur(kantoor.als("af.aalten"), adres, "beantwoord", {"uitkomst": "gedaan"}).code == 303


def test_a_no_keeps_the_case(kantoor: Kantoor) -> None:
    zaak, adres = wissen_gevraagd(kantoor)
    voor = kantoor.wereld.zaak(zaak).vernietig_op
    assert stuur(kantoor.als("privacy.aalten"), adres, "bevestig_wissen", {"wissen_oordeel": "nee"}).code == 303
    assert kantoor.wereld.zaak(zaak).vernietig_op == voor
    assert kantoor.als("fg.aalten").get(adres).code == 404


def test_nobody_confirms_what_he_asked_himself(kantoor: Kantoor) -> None:
    zaak, adres = wissen_gevraagd(kantoor)
    w, ja = kantoor.wereld, {"wissen_oordeel": ["ja"]}
    with w.als("af.aalten") as werk, pytest.raises(NietGevonden):
        verzoekwissen.beslis(werk, verzoeken.vind(werk, adres.rsplit("/", 1)[1]), ja)
    with w.als("privacy.aalten") as werk:
        verzoek = verzoeken.vind(werk, adres.rsplit("/", 1)[1])
        zelf = replace(verzoek, codes={**verzoek.codes, "wissen": {zaak.hex(): w.ids["privacy.aalten"].hex()}})
        with pytest.raises(StapGeweigerd):
            verzoekwissen.beslis(werk, zelf, ja)


def test_the_search_goes_on_in_pages_and_searches_every_case_once(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    nummers = {w.zaak(zaak_met_mensen(kantoor)[0]).nummer for _ in range(3)}
    adres = leg_vast(kantoor)
    beleid = replace(w.beleid, verzoeken=replace(w.beleid.verzoeken, per_keer=2))
    rondes: list[verzoekzoeken.Ronde] = []
    with w.als("af.aalten") as werk:
        verzoek = verzoeken.vind(werk, adres.rsplit("/", 1)[1])
        na = ""
        while not rondes or na:
            rondes.append(verzoekzoeken.zoek(werk, beleid, verzoek, {"telefoon": MOBIEL}, na))
            na = rondes[-1].volgende
    assert [een.doorzocht for een in rondes] == [2, 1]
    assert sorted(een.nummer for ronde in rondes for een in ronde.treffers) == sorted(nummers)


def test_the_form_for_more_carries_what_was_found_and_a_forged_place_is_not_taken(kantoor: Kantoor) -> None:
    w = kantoor.wereld
    nummers = {w.zaak(zaak_met_mensen(kantoor)[0]).nummer for _ in range(3)}
    huis = kantoor.app.extensions["huis"]
    huis.beleid = replace(huis.beleid, verzoeken=replace(huis.beleid.verzoeken, per_keer=2))
    adres = leg_vast(kantoor)
    eerst = zoek(kantoor, adres, telefoon=MOBIEL)
    assert len(gevonden(eerst)) == 2
    verder = volgende(kantoor, eerst, adres, "verder")
    assert {een.split("|")[0] for een in gevonden(verder)} == nummers and "Doorzocht: 3 zaken" in verder.tekst
    voorbeeld = volgende(kantoor, verder, adres, "uittreksel", treffers=gevonden(verder))
    assert voorbeeld.code == 200 and all(een in voorbeeld.tekst for een in nummers)
    zegel = str(eerst.soep.select("input[name=gevonden]")[0]["value"])
    anders = zegel[:-4] + ("AAAA" if zegel[-4:] != "AAAA" else "BBBB")
    assert volgende(kantoor, eerst, adres, "verder", gevonden=anders).code not in (200, 303)


def test_a_name_that_stands_in_the_signal_alone_is_pointed_at(kantoor: Kantoor) -> None:
    zaak = kantoor.wereld.meld(tekst="Een vrouw die Milena Petrova heet, slaapt daar.")
    adres = leg_vast(kantoor)
    pagina = zoek(kantoor, adres, naam="Milena Petrova", geboortedatum=GEBOREN)
    assert gevonden(pagina) == [] and kantoor.wereld.zaak(zaak).nummer in pagina.tekst


def test_the_mail_of_a_request_has_no_content(kantoor: Kantoor) -> None:
    adres = leg_vast(kantoor)
    with kantoor.wereld.huis.klokwerk() as werk:
        berichten = werk.berichten.te_versturen()
    assert berichten and not [een for een in berichten if adres.rsplit("/", 1)[1] in een.onderwerp + een.tekst]


def test_the_clock_reminds_before_on_and_after_the_last_day_and_each_rung_once(kantoor: Kantoor) -> None:
    leg_vast(kantoor)
    huis = kantoor.wereld.huis

    def dag(na: int) -> tuple[int, set[str]]:
        moment = huis.nu() + timedelta(days=na)
        with huis.klokwerk(moment) as werk:
            for een in werk.berichten.te_versturen(500):
                werk.berichten.uitslag(een, True)
            werk.bevestig()
        aantal = verzoeken.dagelijks(partial(huis.klokwerk, moment), kantoor.wereld.beleid, moment.date(), "")
        with huis.klokwerk(moment) as werk:
            return aantal, {een.adres.split("@")[0] for een in werk.berichten.te_versturen(500)}

    iedereen = {"af.aalten", "af2.aalten", "privacy.aalten"}
    assert dag(10) == (0, set())
    assert dag(20) == (2, iedereen)
    assert dag(20) == (0, set())
    assert dag(26) == (2, iedereen)
    # A week late: six rungs at once are one message to each.
    assert dag(40) == (2, iedereen)
    assert dag(47)[0] == 2


def test_every_page_of_requests_is_in_the_table() -> None:
    assert set(verzoekpaginas.PAGINAS) == {"verzoeken", "verzoek", "verzoek_zoeken", "verzoek_brief"}
