"""Scenarios a, c, d, e, h and j, from the form to the end, through the pages and by the roles' own accounts."""

from datetime import date, timedelta
from typing import Any

from tests.scenarios.rondgang import Rondgang
from tests.wereld import WACHTZIN, WEGING

FORMULIER: dict[str, Any] = {
    "gevaar": "nee",
    "tekst": "Een andere man praat voor zes mensen die zich op één adres willen inschrijven.",
    "wanneer": "vandaag",
    "gemeente": "aalten",
    "minderjarig": "nee",
}
STRAKS = (date.today() + timedelta(days=40)).isoformat()
VERSTREKKING = {
    "doel": "registratie",
    "grond": "avg6e",
    "noodzaak": "Zonder deze feiten kan de partner niet helpen.",
    "evenredigheid": "Het belang weegt op tegen wat we delen.",
    "subsidiariteit": "Met minder kan het niet.",
    "geheimhouding": "geen",
    "geldig_tot": STRAKS,
}
AGENDA = {"overdrachtstekst": "Zes mensen op één adres.", "vraag_aan_overleg": "Wie gaat er kijken?"}


def _agendeer(rond: Rondgang, zaak: str) -> str:
    """Put a case on the agenda of a meeting that the veiligheidsadviseur plans. Out: the page of that meeting."""
    dag = date.today() + timedelta(days=7)
    while dag.weekday() > 4:
        dag += timedelta(days=1)
    rond.doe("va.aalten", "/overleg", "plannen", datum=dag.isoformat())
    pad = rond.adres("va.aalten", "/overleg", "/overleg/")
    rond.doe("af.aalten", zaak, "agenderen", **WEGING, **AGENDA, overleg=pad.rsplit("/", 1)[1])
    rond.vraag_akkoord()
    return pad


def _neem_aan(rond: Rondgang, overleg: str, **actie: str) -> None:
    regie = rond.keuze("va.aalten", overleg, "in_aanpak_nemen", "regiehouder", "va.aalten")
    velden = {"instrument": "CTRL", "afdeling": "toezicht", "opdracht": "Ga kijken wie er woont.", "datum": STRAKS}
    rond.doe(
        "va.aalten", overleg, "in_aanpak_nemen", besluit="We gaan kijken.", regiehouder=regie, **{**velden, **actie}
    )


def _verstuur(rond: Rondgang, wie: str, pad: str) -> None:
    """Release a hand-off: the first press asks the privacy check, the second sends it."""
    rond.doe(wie, pad, "vrijgeven")
    rond.vraag_akkoord()
    rond.doe(wie, pad, "vrijgeven")


def _handel_af(
    rond: Rondgang, partner: str, pad: str, resultaat: str = "We hebben ernaar gekeken.", **anders: str
) -> None:
    """The partner confirms, takes up and reports back."""
    for actie, velden in (
        ("ontvangst_bevestigen", {}),
        ("oppakken", {}),
        ("terugkoppelen", {"resultaat": resultaat, **anders}),
    ):
        rond.doe(partner, pad, actie, **velden)


def _sluit(rond: Rondgang, zaak: str, af: str, va: str, reden: str = "geholpen") -> None:
    rond.doe(af, zaak, "afsluiten", reden=reden, terugmelding="Wat je doorgaf is afgerond. Bedankt.")
    assert "Afgesloten" not in rond.zie(af, zaak).soep.select_one("main").get_text(" ")[:200]
    rond.doe(va, zaak, "instemmen")


def test_a_signal_of_the_counter_is_presented_to_the_neighbour_who_accepts_it(rond: Rondgang) -> None:
    code, _ = rond.meld(
        "aalten", **{**FORMULIER, "gemeente": "winterswijk", "soort_plek": "balie"}, naam="Kim van de Balie"
    )
    assert "We hebben je signaal ontvangen." in rond.volg(code).tekst
    zaak = rond.nieuwste("af.aalten")
    assert "zes mensen" in rond.zie("af.aalten", zaak).tekst
    assert "Kim van de Balie" in rond.zie("af.aalten", zaak).tekst
    rond.doe("af.aalten", zaak, "oppakken")
    assert "Iemand bekijkt je signaal." in rond.volg(code).tekst
    rond.zie("af.winterswijk", zaak, status=404)
    rond.doe("af.aalten", zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het adres ligt daar.")
    assert "Je signaal ligt bij een andere gemeente." in rond.volg(code).tekst
    assert "zes mensen" not in rond.zie("af.winterswijk", zaak).tekst
    rond.doe("af.winterswijk", zaak, "aannemen")
    assert "zes mensen" in rond.zie("af.winterswijk", zaak).tekst
    assert "Kim van de Balie" not in rond.zie("af.winterswijk", zaak).tekst, "the name of the reporter left"
    assert "zes mensen" not in rond.zie("af.aalten", zaak).tekst
    rond.doe("af.winterswijk", zaak, "terugmelden", bericht="We zijn ermee bezig.")
    assert "We zijn ermee bezig." in rond.volg(code).tekst
    velden = {"weging_3_reden": "Het adres klopt toch.", "reden": "geen_signaal", "terugmelding": "We sluiten dit af."}
    rond.doe("af.winterswijk", zaak, "niet_in_behandeling_nemen", **velden)
    rond.doe("va.winterswijk", zaak, "instemmen")
    pagina = rond.volg(code)
    assert "Je signaal is afgerond." in pagina.tekst
    assert "We sluiten dit af." in pagina.tekst


def test_c_a_girl_in_danger_gets_help_at_once_and_her_place_stands_nowhere(rond: Rondgang) -> None:
    antwoorden = {
        **FORMULIER,
        "gevaar": "ja",
        "gebeld_112": "nee",
        "tekst": "Een meisje vertelt dat zij moet werken voor een man. Hij weet waar zij woont.",
        "minderjarig": "ja",
    }
    code, gezien = rond.meld("aalten", **antwoorden)
    assert any("Bel nu 112" in pagina.kop for pagina in gezien)
    rond.als("af.aalten").get("/taken")
    rond.wereld.verzet(minutes=1)
    zaak = rond.nieuwste("af.aalten")
    pagina = rond.zie("af.aalten", zaak)
    assert "Spoed" in pagina.tekst
    assert "112" in pagina.soep.select_one("main").get_text()
    rond.doe("af.aalten", zaak, "oppakken")
    rond.doe(
        "af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam="Fenna Voorbeeld", leeftijdsklasse="onder_18"
    )
    rond.doe(
        "af.aalten",
        zaak,
        "opvang_zoeken",
        leeftijd="onder_18",
        alleenstaande_vreemdeling="nee",
        toestemming="vitaal_belang",
        behoefte="Een veilige plek buiten de regio.",
        regio_mijden="De Achterhoek",
    )
    regie = rond.keuze("af.aalten", zaak, "direct_oppakken", "regiehouder", "af.aalten")
    rond.doe("af.aalten", zaak, "direct_oppakken", **WEGING, reden="spoed", regiehouder=regie, eerste_stap="opvang")
    opvang = rond.adres("meesamen", "/opvang", "/opvang/")
    rond.doe("meesamen", opvang, "poging", opvangplek="opvang-de-linde", uitkomst="vol")
    rond.doe("meesamen", opvang, "aanbieden", opvangplek="opvang-het-anker")
    assert "buiten de regio" in rond.zie("opvang2", opvang).tekst
    rond.zie("opvang", opvang, status=404)
    vandaag = date.today().isoformat()
    plaats = {"toestemming": "vitaal_belang", "adres": "Geheime Laan 12", "vanaf": vandaag, "betaler": "jeugdwet"}
    rond.doe("meesamen", opvang, "plaatsen", **plaats)
    assert "Geheime Laan 12" in rond.zie("opvang2", opvang).tekst
    for wie, pad in (("af.aalten", zaak), ("af.aalten", opvang), ("va.aalten", zaak)):
        assert "Geheime Laan" not in rond.zie(wie, pad).tekst
    # The registration afterwards: the draft for Veilig Thuis was put ready, with her name because she is a minor.
    vs = rond.adres("af.aalten", zaak, "/verstrekkingen/")
    assert "Fenna Voorbeeld" in rond.zie("af.aalten", vs).tekst
    rond.doe("af.aalten", vs, "vrijgeven")
    rond.vraag_akkoord()
    assert "Fenna Voorbeeld" in rond.zie("veilig-thuis", vs).tekst
    _handel_af(rond, "veilig-thuis", vs, antwoord_zonder_namen="Veilig Thuis is gestart.")
    rond.doe("meesamen", opvang, "beeindigen", datum=vandaag, reden="andere_opvang")
    _sluit(rond, zaak, "af.aalten", "va.aalten")
    assert "Je signaal is afgerond." in rond.volg(code).tekst


def test_d_a_worker_gets_care_without_a_complaint_and_the_inspectorate_hears_of_the_place(rond: Rondgang) -> None:
    code, _ = rond.meld("aalten", **{**FORMULIER, "tekst": "Een man krijgt geen loon en slaapt in de schuur."})
    zaak = rond.nieuwste("af.aalten")
    rond.doe("af.aalten", zaak, "oppakken")
    persoon = {"rol": "slachtoffer", "naam": "Tomasz Voorbeeld", "leeftijdsklasse": "23_plus"}
    rond.doe("af.aalten", zaak, "persoon_toevoegen", **persoon)
    rond.doe("af.aalten", zaak, "vorm_vastleggen", vormen="ARBEID")
    geweigerd = {"categorie": "D1", "bron": "zelf", "feit": "tomasz woont in de schuur"}
    fout = rond.doe("af.aalten", zaak, "feit_vastleggen", status=422, **geweigerd)
    assert any("P-nummer" in regel for regel in fout.fouten)
    assert "tomasz woont in de schuur" in fout.tekst, "what was typed must stay"
    rond.doe("af.aalten", zaak, "feit_vastleggen", categorie="D1", bron="zelf", feit="De schuur van een teler.")
    overleg = _agendeer(rond, zaak)
    _neem_aan(rond, overleg)
    rond.doe("af.aalten", zaak, "opvang_zoeken", leeftijd="23_plus", toestemming="toestemming", behoefte="Begeleiding.")
    opvang = rond.adres("moviera", "/opvang", "/opvang/")
    assert "Tomasz" not in rond.zie("moviera", opvang).tekst
    rond.doe("moviera", opvang, "stoppen", reden="elders_veilig")
    veilig_thuis = rond.adres("af.aalten", zaak, "/verstrekkingen/")
    _verstuur(rond, "af.aalten", veilig_thuis)
    pagina = rond.zie("veilig-thuis", veilig_thuis)
    assert "Tomasz" not in pagina.tekst
    assert "P-" in pagina.tekst
    _handel_af(rond, "veilig-thuis", veilig_thuis)
    feit = rond.keuze("af.aalten", zaak, "verstrekking_opstellen", "feiten", "schuur van een teler")
    rond.doe(
        "af.aalten",
        zaak,
        "verstrekking_opstellen",
        **{**VERSTREKKING, "doel": "toezicht"},
        ontvanger="nla",
        vorm="P",
        feiten=feit,
        toestemming="ja",
    )
    (nla,) = {
        str(link["href"])
        for link in rond.zie("af.aalten", "/verstrekkingen").soep.select("main a[href^='/verstrekkingen/']")
    } - {veilig_thuis}
    _verstuur(rond, "af.aalten", nla)
    pagina = rond.zie("nla", nla)
    assert "Gemeente: Aalten." in pagina.tekst and "De schuur van een teler." not in pagina.tekst
    assert "Tomasz" not in pagina.tekst
    rond.zie("politie", nla, status=404)
    _handel_af(rond, "nla", nla)
    actie = rond.adres("toezicht.aalten", "/taken", "/acties/")
    rond.doe("toezicht.aalten", actie, "starten")
    rond.doe("toezicht.aalten", actie, "gereedmelden", resultaat="We hebben met de teler gesproken.")
    _sluit(rond, zaak, "af.aalten", "va.aalten")
    assert "Je signaal is afgerond." in rond.volg(code).tekst


def test_e_the_reflection_period_runs_with_its_own_clock(rond: Rondgang) -> None:
    rond.meld("aalten", **{**FORMULIER, "tekst": "Een vrouw zonder papieren twijfelt over aangifte."})
    zaak = rond.nieuwste("af.aalten")
    rond.doe("af.aalten", zaak, "oppakken")
    rond.doe(
        "af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam="Amina Voorbeeld", leeftijdsklasse="23_plus"
    )
    rond.doe("af.aalten", zaak, "opvang_zoeken", leeftijd="23_plus", toestemming="toestemming", behoefte="Een bed.")
    regie = rond.keuze("af.aalten", zaak, "direct_oppakken", "regiehouder", "af.aalten")
    rond.doe("af.aalten", zaak, "direct_oppakken", **WEGING, reden="zorg", regiehouder=regie, eerste_stap="opvang")
    opvang = rond.adres("moviera", "/opvang", "/opvang/")
    vandaag = date.today().isoformat()
    rond.doe("moviera", opvang, "bedenktijd_vastleggen", datum=vandaag)
    assert "bedenktijd_vastleggen" not in rond.knoppen("moviera", opvang), "the reflection period exists once"
    with rond.wereld.huis.klokwerk() as werk:
        zaak_id = werk.zaken.get_nummer(zaak.rsplit("/", 1)[1]).id
        dagen = {
            (timer.dag - date.today()).days for timer in werk.timers.van_zaak(zaak_id) if timer.groep == "bedenktijd"
        }
    assert {60, 80, 90} <= dagen
    assert len(dagen) >= 5, "the monthly duty to report is missing"
    rond.doe("moviera", opvang, "aanbieden", opvangplek="opvang-de-linde")
    plaats = {"toestemming": "toestemming", "adres": "Stille Straat 3", "vanaf": vandaag, "betaler": "rvb"}
    rond.doe("moviera", opvang, "plaatsen", **plaats)
    rond.doe("moviera", opvang, "beeindigen", datum=vandaag, reden="andere_opvang")
    rond.doe("af.aalten", zaak, "veilig_thuis_niet", reden="geen_grond")
    rond.doe("af.aalten", rond.adres("af.aalten", zaak, "/verstrekkingen/"), "intrekken", reden="Geen grond.")
    _sluit(rond, zaak, "af.aalten", "va.aalten")


def test_h_a_light_signal_ends_in_enforcement_and_the_reporter_hears_it_at_each_stage(rond: Rondgang) -> None:
    code, _ = rond.meld("aalten", **{**FORMULIER, "tekst": "Er slapen mensen op de werkvloer van een bedrijf."})
    zaak = rond.nieuwste("af.aalten")
    rond.doe("af.aalten", zaak, "oppakken")
    rond.doe("af.aalten", zaak, "aanvulling_vragen", vraag="Op welke dagen zie je dit?")
    assert "Op welke dagen zie je dit?" in rond.volg(code).tekst
    rond.melder_doet(code, "aanvullen", antwoord="Elke maandag.")
    assert "Elke maandag." in rond.zie("af.aalten", zaak).tekst
    overleg = _agendeer(rond, zaak)
    assert "We bespreken je signaal." in rond.volg(code).tekst
    _neem_aan(rond, overleg, instrument="OMG-GEBR", opdracht="Controleer of er wordt gewoond.")
    assert "Je signaal is opgepakt." in rond.volg(code).tekst
    actie = rond.adres("toezicht.aalten", "/taken", "/acties/")
    pagina = rond.zie("toezicht.aalten", actie)
    assert "Controleer of er wordt gewoond." in pagina.tekst
    assert "slapen mensen" not in pagina.tekst, "the department reads more than its action"
    rond.zie("toezicht.aalten", zaak, status=404)
    rond.doe("toezicht.aalten", actie, "starten")
    rond.doe("toezicht.aalten", actie, "gereedmelden", resultaat="Het wonen is gestopt.")
    assert "Het wonen is gestopt." in rond.zie("va.aalten", actie).tekst
    rond.doe("af.aalten", zaak, "veilig_thuis_niet", reden="geen_persoon")
    rond.doe("af.aalten", rond.adres("af.aalten", zaak, "/verstrekkingen/"), "intrekken", reden="Er is geen persoon.")
    rond.doe("va.aalten", zaak, "monitoren", toelichting="Kijk over een maand nog eens.")
    _sluit(rond, zaak, "af.aalten", "va.aalten", reden="interventie")
    pagina = rond.volg(code)
    assert "Je signaal is afgerond." in pagina.tekst
    assert "Wat je doorgaf is afgerond. Bedankt." in pagina.tekst


def test_j_a_partner_who_does_not_confirm_is_reminded_and_his_refusal_comes_back(rond: Rondgang) -> None:
    rond.meld("aalten", **FORMULIER)
    zaak = rond.nieuwste("af.aalten")
    rond.doe("af.aalten", zaak, "oppakken")
    rond.doe("af.aalten", zaak, "feit_vastleggen", categorie="D1", bron="zelf", feit="Een woning aan de rand.")
    overleg = _agendeer(rond, zaak)
    _neem_aan(rond, overleg)
    feit = rond.keuze("af.aalten", zaak, "verstrekking_opstellen", "feiten", "woning aan de rand")
    veilig_thuis = rond.adres("af.aalten", zaak, "/verstrekkingen/")
    velden = {**VERSTREKKING, "doel": "opsporing", "ontvanger": "politie", "vorm": "P", "feiten": feit}
    rond.doe("af.aalten", zaak, "verstrekking_opstellen", **velden, toestemming="ja")
    alle = rond.zie("af.aalten", "/verstrekkingen").soep.select("main a[href^='/verstrekkingen/']")
    (politie,) = {str(link["href"]) for link in alle} - {veilig_thuis}
    rond.zie("politie", politie, status=404)
    _verstuur(rond, "af.aalten", politie)

    def post() -> list[str]:
        map_ = rond.wereld.settings.data / "mail"
        return [pad.read_text() for pad in sorted(map_.iterdir())] if map_.exists() else []

    def aan(wie: str, onderwerp: str = "") -> int:
        return sum(f"{wie}@meldroute.example" in bericht and onderwerp in bericht for bericht in post())

    for _ in range(3):
        antwoord = rond.als("af.aalten").post("/oefenen/klok", {**_klokvorm(rond), "verder": "1wd"})
        assert antwoord.code == 303
    assert aan("politie") >= 2, "at the start and after two working days"
    assert aan("va.aalten", "Er blijft iets liggen") == 0
    for _ in range(3):
        rond.als("af.aalten").post("/oefenen/klok", {**_klokvorm(rond), "verder": "1wd"})
    assert aan("va.aalten", "Er blijft iets liggen") >= 1, "after five working days the veiligheidsadviseur"
    assert not any("woning" in bericht or "MH-" in bericht or "Aalten" in bericht for bericht in post())
    rond.doe("politie", politie, "ontvangst_bevestigen")
    voor = aan("politie")
    rond.doe("politie", politie, "afwijzen", reden="onvoldoende_info", toelichting="Er is te weinig bekend.")
    pagina = rond.zie("af.aalten", politie)
    assert "Onvoldoende informatie" in pagina.tekst
    assert "Er is te weinig bekend." in pagina.tekst
    rond.als("af.aalten").post("/oefenen/klok", {**_klokvorm(rond), "verder": "7d"})
    assert aan("politie") == voor, "a reminder went out after the answer"
    rond.doe("af.aalten", zaak, "veilig_thuis_niet", reden="geen_persoon")
    rond.doe("af.aalten", veilig_thuis, "intrekken", reden="Er is geen persoon.")
    actie = rond.adres("toezicht.aalten", "/taken", "/acties/")
    rond.doe("toezicht.aalten", actie, "starten")
    rond.doe("toezicht.aalten", actie, "gereedmelden", resultaat="Er woont niemand meer.")
    _sluit(rond, zaak, "af.aalten", "va.aalten", reden="onvoldoende")


def _klokvorm(rond: Rondgang) -> dict[str, str]:
    pagina = rond.zie("af.aalten", "/werkvoorraad")
    vorm = pagina.soep.select_one("form[action='/oefenen/klok']")
    assert vorm is not None
    return {str(een["name"]): str(een.get("value", "")) for een in vorm.find_all("input")}


def test_names_leave_the_vault_only_with_the_passphrase(rond: Rondgang) -> None:
    rond.meld("aalten", **FORMULIER)
    zaak = rond.nieuwste("af.aalten")
    rond.doe("af.aalten", zaak, "oppakken")
    rond.doe(
        "af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam="Joris Voorbeeld", leeftijdsklasse="23_plus"
    )
    rond.doe("af.aalten", zaak, "feit_vastleggen", categorie="D1", bron="zelf", feit="Een loods.")
    feit = rond.keuze("af.aalten", zaak, "verstrekking_opstellen", "feiten", "Een loods")
    velden = {**VERSTREKKING, "doel": "opsporing", "ontvanger": "politie", "vorm": "J", "feiten": feit}
    velden["toestemming"] = "ja"
    fout = rond.doe("af.aalten", zaak, "verstrekking_opstellen", status=422, **velden, wachtzin="dit is hem niet echt")
    assert any("wachtzin klopt niet" in regel for regel in fout.fouten)
    assert "dit is hem niet echt" not in fout.tekst
    assert rond.doe("af.aalten", zaak, "verstrekking_opstellen", status=422, **velden).fouten
    rond.doe("af.aalten", zaak, "verstrekking_opstellen", **velden, wachtzin=WACHTZIN)
