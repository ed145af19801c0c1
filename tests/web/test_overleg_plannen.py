"""Meetings on the calendar: the rhythm, an ad-hoc one in two clicks, moved, called off, and never held."""

from datetime import date, timedelta
from typing import Any

from tests.web.kantoor import Kantoor, acties_op, in_aanpak_velden, kantoor, stuur
from tests.web.test_overleg import op_de_agenda, werkdag
from tests.web.test_overleg_zitting import stand
from tests.wereld import email
from workflow.zaak import Overleg, Zaak

__all__ = ["kantoor"]
VA, MORGEN = "va.aalten", timedelta(days=1)


def overleggen(k: Kantoor) -> list[Overleg]:
    with k.wereld.als(VA) as werk:
        return werk.overleggen.lijst()


def zaak_van(k: Kantoor, nummer: str) -> Zaak:
    with k.wereld.als("af.aalten") as werk:
        return werk.zaken.get_nummer(nummer)


def berichten(k: Kantoor, wie: str) -> list[str]:
    with k.wereld.huis.klokwerk() as werk:
        return [een.onderwerp for een in werk.berichten.te_versturen() if een.adres == email(wie)]


def test_the_next_meetings_of_the_rhythm_are_shown_first_and_planned_at_once(kantoor: Kantoor) -> None:
    va = kantoor.als(VA)
    vakjes = va.get("/overleg").soep.select("input[name=dag]")
    dagen = [str(een["value"]) for een in vakjes]
    assert len(dagen) == 6 and all(een.has_attr("checked") for een in vakjes)
    assert overleggen(kantoor) == [], "looking plans nothing"
    kalender = kantoor.wereld.beleid.kalender
    assert all(kalender.is_werkdag(date.fromisoformat(een), "aalten") for een in dagen)
    assert stuur(va, "/overleg", "plannen_ritme", {"dag": dagen[1:]}).naar == "/overleg"
    assert [een.dag.isoformat() for een in overleggen(kantoor)] == dagen[1:]
    assert stand(kantoor, overleggen(kantoor)[0].id.hex()).tijd == "14.00"
    leeg = stuur(va, "/overleg", "plannen_ritme", {"dag": []})
    assert leeg.code == 422 and leeg.fouten == ["Vink aan welke overleggen je wilt plannen."]
    verzonnen = stuur(va, "/overleg", "plannen_ritme", {"dag": "2031-01-01"})
    assert verzonnen.code == 422 and "net veranderd" in verzonnen.fouten[0]
    # The same form twice: the days are taken.
    assert stuur(va, "/overleg", "plannen_ritme", {"dag": dagen[1:]}).code == 422
    assert len(overleggen(kantoor)) == 5


def test_a_meeting_has_a_time_a_place_and_a_chair(kantoor: Kantoor) -> None:
    va = kantoor.als(VA)
    velden = {"datum": werkdag().isoformat(), "tijd": "25.00", "plaats": "Kamer 4"}
    fout = stuur(va, "/overleg", "plannen", velden)
    assert fout.code == 422 and "Kamer 4" in fout.tekst and overleggen(kantoor) == []
    voorzitter = kantoor.wereld.ids["va2.aalten"].hex()
    assert stuur(va, "/overleg", "plannen", velden | {"tijd": "9:30", "voorzitter": voorzitter}).code == 303
    (overleg,) = overleggen(kantoor)
    pagina = va.get(f"/overleg/{overleg.id.hex()}").tekst
    assert "Kamer 4, 09.30 uur" in pagina and "Voorzitter: Naam van va2.aalten" in pagina


def test_an_urgent_case_gets_an_ad_hoc_meeting_today_in_two_clicks(kantoor: Kantoor) -> None:
    gewoon = kantoor.wereld.overleg(dagen=9)
    nummer = op_de_agenda(kantoor, gewoon)
    zaak, va = zaak_van(kantoor, nummer), kantoor.als(VA)
    assert not va.get(f"/zaken/{nummer}").soep.select("a[href^='/overleg?spoed=']")
    kantoor.wereld.stap("af.aalten", zaak.id, "spoed_zetten", reden="gevaar")
    assert not kantoor.als("af.aalten").get(f"/zaken/{nummer}").soep.select("a[href^='/overleg?spoed=']")
    (link,) = va.get(f"/zaken/{nummer}").soep.select("a[href^='/overleg?spoed=']")
    pagina = va.get(str(link["href"]))
    vorm = pagina.soep.select_one("section[aria-labelledby=spoed-kop] form")
    assert vorm is not None
    velden: dict[str, Any] = {str(een["name"]): een.get("value", "") for een in vorm.select("input:not([type=radio])")}
    velden |= {str(een["name"]): een["value"] for een in vorm.select("input[type=radio][checked]")}
    assert va.post("/overleg", velden | {"actie": "plannen"}).code == 303
    (adhoc,) = [een for een in overleggen(kantoor) if een.id.hex() != gewoon]
    assert adhoc.dag == date.today() and stand(kantoor, adhoc.id.hex()).soort == "ad_hoc"
    na = zaak_van(kantoor, nummer)
    assert (na.overleg_id, na.staat, na.termijn) == (adhoc.id, "geagendeerd", zaak_van(kantoor, nummer).termijn)
    pad = f"/overleg/{adhoc.id.hex()}"
    assert nummer in va.get(pad).tekst and "openen" in acties_op(va.get(pad))
    for wie in ("deelnemer.aalten", "af.aalten"):
        assert "Er is een afspraak bijgekomen" in berichten(kantoor, wie)
    assert "Er is een afspraak bijgekomen" not in berichten(kantoor, VA), "who planned it knows"
    ids = [kantoor.wereld.ids[een].hex() for een in (VA, "deelnemer.aalten")]
    assert stuur(va, pad, "openen", {"aanwezig": ids, "geheimhouding": ids}).code == 303
    # The decision is of the meeting that the case moved to, and what follows is agreed on there.
    stuur(va, pad, "in_aanpak_nemen", in_aanpak_velden(kantoor.wereld), nummer)
    na_besluit = va.get(pad)
    assert "Besluit:" in na_besluit.tekst and {"actie_afspreken", "verstrekking_opstellen"} <= acties_op(na_besluit)
    assert nummer in va.get(f"{pad}/besluiten").tekst and nummer not in va.get(f"/overleg/{gewoon}/besluiten").tekst


def test_a_case_that_is_not_urgent_or_not_ours_gets_no_ad_hoc_meeting(kantoor: Kantoor) -> None:
    nummer = op_de_agenda(kantoor, kantoor.wereld.overleg(dagen=9))
    va = kantoor.als(VA)
    for spoed in (nummer, "MH-AAAA-AAAA"):
        assert not va.get(f"/overleg?spoed={spoed}").soep.select("#spoed-kop")
    velden = {"datum": date.today().isoformat(), "soort": "ad_hoc"}
    fout = stuur(va, "/overleg", "plannen", velden | {"zaak": nummer})
    assert fout.code == 422 and "ad-hoc overleg" in fout.fouten[0] and len(overleggen(kantoor)) == 1


def test_a_meeting_that_moves_takes_its_cases_along_and_tells_who_is_invited(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=9)
    nummer = op_de_agenda(kantoor, overleg)
    va, pad, dag = kantoor.als(VA), f"/overleg/{overleg}", werkdag(14)
    zonder = stuur(va, pad, "verzetten", {"datum": dag.isoformat()})
    assert zonder.code == 422 and zonder.fouten == ["Waarom: maak een keuze"]
    assert stuur(va, pad, "verzetten", {"datum": dag.isoformat(), "reden": "plek"}).code == 303
    zaak = zaak_van(kantoor, nummer)
    assert (zaak.overleg_id, zaak.termijn) == (bytes.fromhex(overleg), dag)
    gezien = kantoor.als("deelnemer.aalten").get(pad).tekst
    assert "Dit overleg was eerst op" in gezien and "De ruimte is niet vrij" in gezien
    assert "Een afspraak is veranderd" in berichten(kantoor, "deelnemer.aalten")
    assert stand(kantoor, overleg).reeks == 1
    # Far away it would outlast the longest wait: the term stays where it was counted from.
    ver = werkdag(60)
    assert stuur(va, pad, "verzetten", {"datum": ver.isoformat(), "reden": "anders"}).code == 303
    assert zaak_van(kantoor, nummer).termijn == zaak.dag_staat + timedelta(days=30)


def test_a_meeting_that_is_called_off_hands_its_cases_to_the_next_one_or_waits_for_one(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=9)
    nummer = op_de_agenda(kantoor, overleg)
    va, pad = kantoor.als(VA), f"/overleg/{overleg}"
    alleen = stuur(va, pad, "afzeggen", {"reden": "voorzitter"})
    assert alleen.code == 422 and "Plan eerst een volgend overleg" in alleen.fouten[0]
    assert zaak_van(kantoor, nummer).overleg_id == bytes.fromhex(overleg)
    volgend = kantoor.wereld.overleg(dagen=16)
    assert stuur(va, pad, "afzeggen", {"reden": "voorzitter"}).code == 303
    zaak = zaak_van(kantoor, nummer)
    assert (zaak.overleg_id, zaak.staat) == (bytes.fromhex(volgend), "geagendeerd")
    assert nummer in va.get(f"/overleg/{volgend}").tekst and nummer not in va.get(pad).tekst
    assert "Afgezegd" in va.get("/overleg").tekst and "De voorzitter kan niet" in va.get(pad).tekst
    assert acties_op(va.get(pad)) == set()
    assert "Een afspraak gaat niet door" in berichten(kantoor, "deelnemer.aalten")
    # On the day of a meeting that was called off another one can be planned.
    dag = (date.today() + timedelta(days=9)).isoformat()
    nieuw = stuur(va, "/overleg", "plannen", {"datum": dag})
    assert nieuw.code == 303 or "geen werkdag" in nieuw.fouten[0]


def test_a_meeting_that_nobody_opened_shows_its_cases_as_late_and_offers_the_next_one(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=1)
    nummer = op_de_agenda(kantoor, overleg)
    volgend = kantoor.wereld.overleg(dagen=10)
    va, pad = kantoor.als(VA), f"/overleg/{overleg}"
    assert "doorschuiven" not in acties_op(va.get(pad))
    kantoor.wereld.verzet(days=3)
    gezien = va.get(pad)
    assert "Niet gehouden" in gezien.tekst and nummer in gezien.tekst and "openen" not in acties_op(gezien)
    assert "De zaken wachten nog" in va.get("/overleg").tekst
    assert stuur(va, pad, "doorschuiven").code == 303
    assert zaak_van(kantoor, nummer).overleg_id == bytes.fromhex(volgend)
    assert "De zaken wachten nog" not in va.get("/overleg").tekst and "Niet gehouden" in va.get("/overleg").tekst


def test_a_case_that_came_after_the_agenda_closed_is_marked(kantoor: Kantoor) -> None:
    ver, dichtbij = kantoor.wereld.overleg(dagen=20), kantoor.wereld.overleg(dagen=2)
    op_de_agenda(kantoor, ver)
    op_de_agenda(kantoor, dichtbij)
    va = kantoor.als(VA)
    assert "Na sluiting toegevoegd" in va.get(f"/overleg/{dichtbij}").tekst
    assert "Na sluiting toegevoegd" not in va.get(f"/overleg/{ver}").tekst
    zaak = kantoor.wereld.meld()
    kantoor.wereld.stap("af.aalten", zaak, "oppakken")
    keuze = kantoor.als("af.aalten").get(f"/zaken/{kantoor.wereld.zaak(zaak).nummer}").tekst
    assert keuze.count("(de agenda is al gesloten)") == 1


def test_two_who_change_the_same_meeting_are_told(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=9)
    va, pad = kantoor.als(VA), f"/overleg/{overleg}"
    token = va.get(pad).soep.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    oud = {"csrf_token": str(token["value"]), "revisie": "1", "actie": "afzeggen", "reden": "plek"}
    stuur(kantoor.als("va2.aalten"), pad, "verzetten", {"datum": werkdag(14).isoformat(), "reden": "plek"})
    laat = va.post(pad, oud)
    assert laat.code == 409 and "Gepland" in laat.tekst and stand(kantoor, overleg).afgezegd == ""
    for wie in ("af.aalten", "deelnemer.aalten"):
        pagina = kantoor.als(wie).get(pad)
        token = pagina.soep.find("input", attrs={"name": "csrf_token"})
        assert token is not None and not acties_op(pagina) & {"afzeggen", "verzetten", "doorschuiven"}
        assert kantoor.als(wie).post(pad, oud | {"csrf_token": str(token["value"]), "revisie": "2"}).code == 404
