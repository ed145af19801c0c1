"""What leaves the page of a meeting: the pieces as a marked sheet, and a calendar file without content."""

import hashlib
import io
from datetime import date, timedelta

from icalendar import Calendar
from pypdf import PdfReader

from tests.web.conftest import Browser
from tests.web.kantoor import Kantoor, in_aanpak_velden, kantoor, stuur, tijdens_een_blad
from tests.web.test_overleg import FEIT, TEKST, logregels, op_de_agenda, open_zitting, werkdag
from tests.web.test_overleg_zitting import stuur_persoon

__all__ = ["kantoor"]
VA, DEELNEMER = "va.aalten", "deelnemer.aalten"


def bytes_van(browser: Browser, pad: str) -> bytes:
    antwoord = browser.client.get(pad, base_url=browser.basis)
    assert antwoord.status_code == 200, antwoord.status_code
    return antwoord.data


def tekst_van(blad: bytes) -> str:
    return " ".join(" ".join(bladzijde.extract_text() for bladzijde in PdfReader(io.BytesIO(blad)).pages).split())


def test_the_sheet_is_for_who_reads_the_pieces_now_and_carries_his_mark(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=0)
    nummer = op_de_agenda(kantoor, overleg)
    pad = f"/overleg/{overleg}/stukken.pdf"
    assert kantoor.als(DEELNEMER).get(pad).code == 404, "before the meeting there is nothing to take along"
    open_zitting(kantoor, overleg, DEELNEMER)
    blad = bytes_van(kantoor.als(DEELNEMER), pad)
    tekst = tekst_van(blad)
    assert [een for een in (TEKST, FEIT, "Voor: A-deelnemer", "Vertrouwelijk") if een not in tekst] == [], tekst
    assert "Naam van" not in tekst, "a sheet that leaves the house names nobody"
    assert nummer not in tekst
    regel = logregels(kantoor, DEELNEMER)[-1]
    assert regel["handeling"] == "overleg_stukken" and regel["hash"] == hashlib.sha256(blad).hexdigest()
    assert regel["exemplaar"] in tekst.replace(" ", "")
    assert bytes_van(kantoor.als(DEELNEMER), pad) != blad, "each copy has its own number"
    assert kantoor.als("af.aalten").get(pad).code == 404, "who is not there takes nothing along"
    assert kantoor.als("va.winterswijk").get(pad).code == 404
    va = kantoor.als(VA)
    stuur(va, f"/overleg/{overleg}", "in_aanpak_nemen", in_aanpak_velden(kantoor.wereld), nummer)
    van_va = tekst_van(bytes_van(va, pad))
    assert nummer in van_va and "Controle op het adres." in van_va and "Ga kijken." in van_va
    assert "Controle op het adres." not in tekst_van(bytes_van(kantoor.als(DEELNEMER), pad))
    stuur(va, f"/overleg/{overleg}", "sluiten")
    assert kantoor.als(DEELNEMER).get(pad).code == 404


def test_the_calendar_file_says_when_and_nothing_of_what(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=9)
    nummer = op_de_agenda(kantoor, overleg)
    va, pad = kantoor.als(VA), f"/overleg/{overleg}"
    eerst = bytes_van(kantoor.als(DEELNEMER), f"{pad}.ics")
    agenda = Calendar.from_ical(eerst)
    (afspraak,) = agenda.walk("VEVENT")
    assert (agenda["METHOD"], afspraak["SUMMARY"], afspraak["CLASS"]) == ("PUBLISH", "Overleg", "PRIVATE")
    assert afspraak["DESCRIPTION"] == "Log in om de agenda te zien." and int(afspraak["SEQUENCE"]) == 0
    assert afspraak["DTSTART"].dt.date() == date.today() + timedelta(days=9) and afspraak["DTSTART"].dt.hour == 14
    assert set(afspraak) <= {
        *("UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DESCRIPTION", "CLASS", "STATUS", "DTSTART", "DTEND"),
    }, "no place, no organiser, no people"
    for geheim in (nummer, overleg, "Aalten", TEKST, "Naam van"):
        assert geheim.encode() not in eerst
    stuur(va, pad, "verzetten", {"datum": werkdag(14).isoformat(), "reden": "plek"})
    (verzet,) = Calendar.from_ical(bytes_van(va, f"{pad}.ics")).walk("VEVENT")
    assert verzet["UID"] == afspraak["UID"] and int(verzet["SEQUENCE"]) == 1
    assert verzet["DTSTART"].dt.date() == werkdag(14)
    kantoor.wereld.overleg(dagen=20)
    stuur(va, pad, "afzeggen", {"reden": "plek"})
    weg = Calendar.from_ical(bytes_van(va, f"{pad}.ics"))
    (afgezegd,) = weg.walk("VEVENT")
    assert (weg["METHOD"], afgezegd["STATUS"], int(afgezegd["SEQUENCE"])) == ("CANCEL", "CANCELLED", 2)
    assert kantoor.als("deelnemer.winterswijk").get(f"{pad}.ics").code == 404


def test_who_leaves_while_his_sheet_is_made_gets_none(kantoor: Kantoor) -> None:
    overleg = kantoor.wereld.overleg(dagen=0)
    op_de_agenda(kantoor, overleg)
    open_zitting(kantoor, overleg, DEELNEMER)
    pad, deelnemer, wie = f"/overleg/{overleg}", kantoor.als(DEELNEMER), kantoor.wereld.ids[DEELNEMER].hex()
    kantoor.als(VA).get(pad)
    antwoord = tijdens_een_blad(
        lambda: deelnemer.client.get(f"{pad}/stukken.pdf", base_url=deelnemer.basis),
        lambda: "lezen" in [een["handeling"] for een in logregels(kantoor, DEELNEMER)],
        lambda: stuur_persoon(kantoor, VA, pad, "weggaan", wie),
    )
    assert antwoord.status_code == 404 and b"%PDF" not in antwoord.data
    assert "overleg_stukken" not in [een["handeling"] for een in logregels(kantoor, DEELNEMER)]
