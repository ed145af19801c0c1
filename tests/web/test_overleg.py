"""The meetings: planned, opened for who is present and signed, decided in, and closed."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.storage.wandeling import in_aanpak
from tests.web.conftest import Pagina
from tests.web.kantoor import Kantoor, acties_op, in_aanpak_velden, kantoor, stuur
from tests.wereld import WACHTZIN, WEGING, email
from workflow import uitnodigen

__all__ = ["kantoor"]
TEKST = "Zes mensen op een klein adres."
NIEUWE_ZIN = "acht natte paarden onder een brug"
FEIT = "Het pand aan de Voorbeeldweg 1"


def werkdag(vanaf: int = 7) -> date:
    dag = date.today() + timedelta(days=vanaf)
    return dag + timedelta(days={5: 2, 6: 1}.get(dag.weekday(), 0))


def op_de_agenda(k: Kantoor, overleg: str, gemeente: str = "aalten") -> str:
    """A case on the agenda. Out: its number."""
    zaak, af = k.wereld.meld(gemeente), f"af.{gemeente}"
    k.wereld.stap(af, zaak, "oppakken")
    k.wereld.stap(af, zaak, "feit_vastleggen", categorie="D1", bron="zelf", feit=FEIT)
    velden = {"overdrachtstekst": TEKST, "vraag_aan_overleg": "Wat doen we?", "overleg": overleg}
    k.wereld.stap(af, zaak, "agenderen", **WEGING, **velden)
    k.wereld.akkoord(gemeente)
    return k.wereld.zaak(zaak).nummer


def open_zitting(k: Kantoor, overleg: str, *wie: str) -> None:
    er_zijn = [k.wereld.ids[een].hex() for een in dict.fromkeys(("va.aalten", *wie))]
    velden = {"aanwezig": er_zijn, "geheimhouding": er_zijn}
    assert stuur(k.als("va.aalten"), f"/overleg/{overleg}", "openen", velden).code == 303


def nieuwe_sleutel(k: Kantoor, wie: str = "deelnemer.aalten") -> None:
    """The beheerder invites somebody to recover; whoever uses the code has a key pair of his own."""
    with k.wereld.als("beheer.aalten") as werk:
        code = uitnodigen.nodig_herstel_uit(werk, k.wereld.beleid, k.wereld.ids[wie])
    k.wereld.huis.uitnodiging.aanvaard(code, NIEUWE_ZIN)


def getoond(pagina: Pagina) -> tuple[str, list[str]]:
    """The text among the people of the meeting, and the ticks for new keys there."""
    (vak,) = pagina.soep.select("section[aria-labelledby=deelnemers-kop]")
    ticks = [str(een["value"]) for een in vak.find_all("input", attrs={"name": "vergeleken"})]
    return vak.get_text(" ", strip=True), ticks


def logregels(k: Kantoor, wie: str) -> list[Mapping[str, Any]]:
    """What the log holds of somebody, oldest first."""
    with k.wereld.als("fg.aalten") as werk:
        regels = [een.inhoud or {} for een in werk.logboek.regels(aantal=500)]
    return [een for een in reversed(regels) if een.get("wie") == k.wereld.ids[wie].hex()]


def test_the_chair_plans_a_meeting_on_a_working_day_in_the_future(kantoor: Kantoor) -> None:
    va = kantoor.als("va.aalten")
    gisteren = date.today() - timedelta(days=1)
    assert stuur(va, "/overleg", "plannen", {"datum": gisteren.isoformat()}).code == 422
    zaterdag = date.today() + timedelta(days=(5 - date.today().weekday()) % 7 + 7)
    fout = stuur(va, "/overleg", "plannen", {"datum": zaterdag.isoformat()})
    assert fout.code == 422 and "geen werkdag (zaterdag)" in fout.fouten[0]
    assert stuur(va, "/overleg", "plannen", {"datum": werkdag().isoformat()}).naar == "/overleg"
    assert "0 op de agenda" in va.get("/overleg").tekst
    dubbel = stuur(va, "/overleg", "plannen", {"datum": werkdag().isoformat()})
    assert dubbel.code == 422 and "al een overleg" in dubbel.fouten[0]


def test_only_the_chair_plans_and_another_municipality_sees_nothing(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg()
    af = kantoor.als("af.aalten")
    assert "plannen" not in acties_op(af.get("/overleg"))
    for wie in ("va.winterswijk", "af.winterswijk", "deelnemer.winterswijk", "vangnet2"):
        assert kantoor.als(wie).get(f"/overleg/{overleg}").code == 404
        assert overleg not in kantoor.als(wie).get("/overleg").tekst


def test_a_participant_reads_the_extracts_only_while_he_is_present_and_the_sitting_is_open(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=1)
    nummer = op_de_agenda(kantoor, overleg)
    deelnemer, pad = kantoor.als("deelnemer.aalten"), f"/overleg/{overleg}"
    voor = deelnemer.get(pad)
    assert "Je kunt de stukken nu niet openen" in voor.tekst and TEKST not in voor.tekst
    open_zitting(kantoor, overleg, "deelnemer.aalten")
    tijdens = deelnemer.get(pad)
    assert TEKST in tijdens.tekst and FEIT in tijdens.tekst
    assert nummer not in tijdens.tekst and acties_op(tijdens) == {"weggaan"}
    assert stuur(kantoor.als("va.aalten"), pad, "sluiten").code == 303
    na = deelnemer.get(pad)
    assert "Je kunt de stukken nu niet openen" in na.tekst and TEKST not in na.tekst


def test_who_is_absent_sees_nothing_of_an_open_sitting(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=1)
    op_de_agenda(kantoor, overleg)
    open_zitting(kantoor, overleg, "af.aalten")
    deelnemer = kantoor.als("deelnemer.aalten")
    eerder = logregels(kantoor, "deelnemer.aalten")
    pagina = deelnemer.get(f"/overleg/{overleg}")
    assert TEKST not in pagina.tekst and "Stuk 1" in pagina.tekst and "Naam van af.aalten" in pagina.tekst
    (regel,) = logregels(kantoor, "deelnemer.aalten")[len(eerder) :]
    assert (regel["handeling"], regel["lijst"], regel["aantal"], regel["overleg"]) == ("lijst", "agenda", 1, overleg)
    assert regel["deelnemers"] == len(pagina.soep.select("section[aria-labelledby=deelnemers-kop] li"))


def test_a_sitting_opens_the_day_before_its_day_at_the_earliest(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=2)
    va, pad = kantoor.als("va.aalten"), f"/overleg/{overleg}"
    vroeg = va.get(pad)
    assert "openen" not in acties_op(vroeg) and "Je kunt het openen vanaf" in vroeg.tekst
    wie = kantoor.wereld.ids["va.aalten"].hex()
    velden = {"csrf_token": str(vroeg.soep.find("input", attrs={"name": "csrf_token"})["value"]), "revisie": "1"}  # type: ignore[index]
    fout = va.post(pad, velden | {"actie": "openen", "aanwezig": wie, "geheimhouding": wie})
    assert fout.code == 422 and "Je kunt dit overleg openen vanaf" in fout.fouten[0]
    kantoor.wereld.verzet(days=1)
    open_zitting(kantoor, overleg, "va.aalten")


def test_nobody_sits_in_without_a_signature(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=1)
    va, pad = kantoor.als("va.aalten"), f"/overleg/{overleg}"
    assert stuur(va, pad, "openen").fouten == ["Vink aan wie er is."]
    wie = kantoor.wereld.ids["deelnemer.aalten"].hex()
    fout = stuur(va, pad, "openen", {"aanwezig": wie})
    assert fout.code == 422 and "niet getekend" in fout.fouten[0]
    assert fout.soep.find("input", attrs={"name": "aanwezig", "value": wie, "checked": True})
    vreemd = kantoor.wereld.ids["deelnemer.winterswijk"].hex()
    assert stuur(va, pad, "openen", {"aanwezig": vreemd, "geheimhouding": vreemd}).code == 422


def test_a_new_key_of_a_participant_is_compared_by_telephone_first_and_then_known(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=1)
    va, pad, wie = kantoor.als("va.aalten"), f"/overleg/{overleg}", kantoor.wereld.ids["deelnemer.aalten"]
    assert getoond(va.get(pad))[1] == [] and "Nieuwe sleutel" not in va.get(pad).tekst
    nieuwe_sleutel(kantoor)
    tekst, (vinkje,) = getoond(va.get(pad))
    assert "Nieuwe sleutel" in tekst and kantoor.wereld.huis.toegang.vingerafdruk(wie) in tekst
    samen = [wie.hex(), kantoor.wereld.ids["va.aalten"].hex()]
    er = {"aanwezig": samen, "geheimhouding": samen}
    zonder = stuur(va, pad, "openen", er)
    assert zonder.code == 422 and "Vergelijk eerst aan de telefoon de vijf woorden" in zonder.fouten[0]
    verzonnen = stuur(va, pad, "openen", er | {"vergeleken": f"{wie.hex()}.{'00' * 32}"})
    assert verzonnen.code == 422 and "net veranderd" in verzonnen.fouten[0]
    assert "deelnemer_bevestigd" not in [een["handeling"] for een in logregels(kantoor, "va.aalten")]
    assert stuur(va, pad, "openen", er | {"vergeleken": vinkje}).code == 303
    (regel,) = [een for een in logregels(kantoor, "va.aalten") if een["handeling"] == "deelnemer_bevestigd"]
    assert regel["personen"] == [wie.hex()] and regel["overleg"] == overleg
    assert stuur(va, pad, "sluiten").code == 303
    volgend = kantoor.wereld.overleg(dagen=0)
    assert getoond(va.get(f"/overleg/{volgend}"))[1] == []
    open_zitting(kantoor, volgend, "deelnemer.aalten")


def test_a_key_that_changed_after_its_words_were_shown_gets_no_sitting(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=1)
    va, pad, wie = kantoor.als("va.aalten"), f"/overleg/{overleg}", kantoor.wereld.ids["deelnemer.aalten"].hex()
    samen = [wie, kantoor.wereld.ids["va.aalten"].hex()]
    nieuwe_sleutel(kantoor)
    vinkje = getoond(va.get(pad))[1]
    nieuwe_sleutel(kantoor)
    fout = stuur(va, pad, "openen", {"aanwezig": samen, "geheimhouding": samen, "vergeleken": vinkje})
    assert fout.code == 422 and "is net veranderd" in fout.fouten[0]
    assert getoond(fout)[1] != vinkje and fout.soep.find("input", attrs={"name": "aanwezig", "checked": True})
    assert not fout.soep.find("input", attrs={"name": "vergeleken", "checked": True})
    with sqlite3.connect(kantoor.wereld.settings.data / "zaken.db") as db:
        assert db.execute("SELECT count(*) FROM lid WHERE werkplek LIKE 'zitting-%'").fetchone() == (0,)
        db.execute("UPDATE persoon SET publiek = ? WHERE id = ?", (bytes(32), bytes.fromhex(wie)))
    assert "Deze sleutel klopt niet" in getoond(va.get(pad))[0]
    fout = stuur(va, pad, "openen", {"aanwezig": samen, "geheimhouding": samen, "vergeleken": vinkje})
    assert fout.code == 422 and "klopt niet" in fout.fouten[0]


def test_a_list_of_participants_that_somebody_else_wrote_counts_for_nothing(kantoor: Kantoor) -> None:
    overleg, wie = kantoor.wereld.overleg(dagen=1), kantoor.wereld.ids["deelnemer.aalten"].hex()
    va, pad = kantoor.als("va.aalten"), f"/overleg/{overleg}"
    with sqlite3.connect(kantoor.wereld.settings.data / "zaken.db") as db:
        # The signature of the members of the same desk is no signature of its participants.
        leden, handtekening = db.execute(
            "SELECT leden, handtekening FROM ledenlijst WHERE werkplek = 'overleg.aalten' AND soort = 'leden'"
        ).fetchone()
        db.execute(
            "UPDATE ledenlijst SET leden = ?, handtekening = ? WHERE werkplek = 'overleg.aalten' AND soort <> 'leden'",
            (leden, handtekening),
        )
    tekst, vinkje = getoond(va.get(pad))
    assert len(vinkje) == 1 and "Nieuwe sleutel" in tekst
    samen = [wie, kantoor.wereld.ids["va.aalten"].hex()]
    velden = {"aanwezig": samen, "geheimhouding": samen, "vergeleken": vinkje}
    assert stuur(va, pad, "openen", velden).code == 303
    assert getoond(va.get(f"/overleg/{kantoor.wereld.overleg(dagen=0)}"))[1] == []


def test_a_decision_stays_on_the_agenda_with_who_does_what(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg()
    nummer = op_de_agenda(kantoor, overleg)
    va, pad = kantoor.als("va.aalten"), f"/overleg/{overleg}"
    leeg = stuur(va, pad, "in_aanpak_nemen", {"besluit": "Wel iets"}, nummer)
    assert leeg.code == 422 and len(leeg.fouten) >= 4 and "Wel iets" in leeg.tekst
    assert stuur(va, pad, "in_aanpak_nemen", in_aanpak_velden(kantoor.wereld), nummer).code == 303
    na = va.get(pad)
    assert "Controle op het adres." in na.tekst and "Controle samen met partners" in na.tekst
    assert "Ga kijken." in na.tekst
    assert "Toezicht en handhaving van Aalten" in na.tekst and "in_aanpak_nemen" not in acties_op(na)


def test_what_was_sent_back_stays_on_the_agenda_without_its_content(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg()
    nummer = op_de_agenda(kantoor, overleg)
    va, pad = kantoor.als("va.aalten"), f"/overleg/{overleg}"
    assert stuur(va, pad, "terugverwijzen", {"toelichting": "Zoek het uit."}, nummer).code == 303
    na = va.get(pad)
    assert nummer in na.tekst and "niet meer lezen" in na.tekst and TEKST not in na.tekst


def test_a_case_held_over_shows_its_decision_here_and_waits_on_the_next_agenda(kantoor: Kantoor) -> None:
    # Aalten does not use this step.
    eerste, tweede = kantoor.wereld.overleg("winterswijk"), kantoor.wereld.overleg("winterswijk", dagen=35)
    nummer = op_de_agenda(kantoor, eerste, "winterswijk")
    va = kantoor.als("va.winterswijk")
    velden = {"overleg": tweede, "reden": "Er ontbreekt iemand."}
    assert stuur(va, f"/overleg/{eerste}", "aanhouden", velden, nummer).code == 303
    assert "Er ontbreekt iemand." in va.get(f"/overleg/{eerste}").tekst
    straks = va.get(f"/overleg/{tweede}")
    assert nummer in straks.tekst and "Er ontbreekt iemand." not in straks.tekst
    assert "in_aanpak_nemen" in acties_op(straks) and "in_aanpak_nemen" not in acties_op(va.get(f"/overleg/{eerste}"))


def test_a_colleague_who_was_first_is_told_with_what_was_typed(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg()
    nummer = op_de_agenda(kantoor, overleg)
    va, pad = kantoor.als("va.aalten"), f"/overleg/{overleg}"
    vorm = next(
        een for een in va.get(pad).soep.select("main form") if een.find("button", attrs={"value": "terugverwijzen"})
    )
    oud = {str(een["name"]): str(een["value"]) for een in vorm.find_all("input", type="hidden")}
    stuur(kantoor.als("va2.aalten"), pad, "in_aanpak_nemen", in_aanpak_velden(kantoor.wereld), nummer)
    laat = va.post(pad, oud | {"actie": "terugverwijzen", "toelichting": "Mijn eigen woorden"})
    assert laat.code == 409
    assert "Mijn eigen woorden" in laat.tekst and "In aanpak" in laat.tekst


def test_an_aandachtsfunctionaris_sees_the_agenda_and_decides_nothing(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg()
    nummer = op_de_agenda(kantoor, overleg)
    af, pad = kantoor.als("af.aalten"), f"/overleg/{overleg}"
    gezien = af.get(pad)
    assert nummer in gezien.tekst and TEKST in gezien.tekst and acties_op(gezien) == {"tekenen"}
    velden = {"csrf_token": str(gezien.soep.find("input", attrs={"name": "csrf_token"})["value"]), "revisie": "1"}  # type: ignore[index]
    assert af.post(pad, velden | {"actie": "sluiten"}).code == 404
    assert af.post(pad, velden | {"actie": "terugverwijzen", "zaak": nummer, "toelichting": "x"}).code == 404


def test_a_case_of_no_meeting_is_not_decided_about_here(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=50)
    zaak = kantoor.wereld.zaak(in_aanpak(kantoor.wereld))
    va = kantoor.als("va.aalten")
    token = str(va.get("/overleg").soep.find("input", attrs={"name": "csrf_token"})["value"])  # type: ignore[index]
    velden = {"csrf_token": token, "revisie": zaak.revisie, "zaak": zaak.nummer, "actie": "notitie", "tekst": "x"}
    assert va.post(f"/overleg/{overleg}", velden).code == 404


def test_a_text_whose_session_ran_out_comes_back_in_its_own_item(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg()
    eerste, tweede = op_de_agenda(kantoor, overleg), op_de_agenda(kantoor, overleg)
    va, pad = kantoor.als("va.aalten"), f"/overleg/{overleg}"
    vormen = [een for een in va.get(pad).soep.select("main form") if een.find("input", attrs={"value": tweede})]
    velden = {str(een["name"]): str(een["value"]) for een in vormen[0].find_all("input", type="hidden")}
    huis = kantoor.app.extensions["huis"]
    huis.echte_tijd = lambda: datetime.now(UTC) + timedelta(minutes=40)
    weg = va.post(pad, velden | {"actie": "terugverwijzen", "toelichting": "Een halve bladzijde tekst"})
    assert weg.code == 401
    va.vul_in("/inloggen", "wachtzin", email=email("va.aalten"), wachtzin=WACHTZIN)
    terug = va.get(pad)
    gebied = terug.soep.find("textarea", string=lambda tekst: tekst is not None and "halve bladzijde" in tekst)
    assert gebied is not None and gebied.find_parent("form").find("input", attrs={"value": tweede})
    assert eerste in terug.tekst and "Op de agenda" in terug.tekst
