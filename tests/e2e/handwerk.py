"""The clerk's measure: what the ten commonest jobs of three kinds of user cost, counted, as tables in the papers."""

import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e import handtaken as taken
from tests.e2e.handtaken import Taak
from tests.e2e.inhuis import in_huis
from tests.e2e.klerk import OPVANG, ZORG, Kantoor, Meting
from tests.e2e.toneel import WORTEL, chromium

DOC = WORTEL / "docs" / "handwerk.md"
BEGIN, EINDE = "<!-- measured: begin -->", "<!-- measured: end -->"
VRIJ = ("vrijgeven",)
ONTVANGEN = (*VRIJ, "ontvangst_bevestigen")
# kind of user → (job, how it is done, Signalen, GlobaLeaks); "" when that product has no such job.
WERK: dict[str, tuple[tuple[str, Taak, str, str], ...]] = {
    "Reporter": (
        ("Pass a signal on, only what is asked", taken.meld, "6 / 2 / 5", "8 / 6 / 3"),
        ("The same, somebody is in danger now", lambda k: taken.meld(k, gevaar="ja", gebeld_112="ja"), "", ""),
        (
            "The same, with place, people and own name",
            lambda k: taken.meld(
                k,
                plek="De loods.",
                slachtoffer="Twee mannen.",
                dader="De baas.",
                naam="Kim",
                email="kim@gemeente.example",
            ),
            "6 / 4 / 5",
            "",
        ),
        ("Change an answer before sending", taken.wijzig, "", ""),
        ("See how it goes, with the code", lambda k: taken.volg(k).meting, "", "1 / 1 / 2"),
        ("Answer a question", taken.beantwoord, "", "2 / 2 / 2"),
        ("Add something", taken.voeg_toe, "", "2 / 2 / 2"),
        ("Find whom to call", lambda k: taken.lees(k, "/aandachtsfunctionarissen"), "", ""),
        ("Read how to recognise it", lambda k: taken.lees(k, "/signalen-herkennen"), "", ""),
        ("Leave in a hurry", taken.weg, "", ""),
    ),
    "Aandachtsfunctionaris": (
        ("Read a new signal and take it up", taken.pak_op, "5 / 0 / 2", "1 / 0 / 2"),
        (
            "Ask the reporter something",
            taken.stap("aanvulling_vragen", vraag="Op welke dag?"),
            "6 / 1 / 2",
            "2 / 1 / 2",
        ),
        ("Send the reporter a message", taken.stap("terugmelden", bericht="We kijken."), "6 / 1 / 2", "2 / 1 / 2"),
        ("Make a note", taken.stap("notitie", tekst="Gebeld."), "3 / 1 / 2", "2 / 1 / 2"),
        (
            "Put a person in the vault",
            taken.stap("persoon_toevoegen", rol="slachtoffer", naam="Roy Voorbeeld", leeftijdsklasse="23_plus"),
            "",
            "",
        ),
        ("See the names again", taken.namen, "", ""),
        ("Put a case on the agenda, with four weighings", taken.agendeer, "", ""),
        ("Draw up a hand-off to a partner", taken.stel_op, "4 / 2 / 2", "6 / 0 / 2"),
        ("Send it, after the privacy check", taken.verstuur, "", ""),
        (
            "Propose not to take a signal up",
            taken.stap(
                "niet_in_behandeling_nemen",
                weging_3_reden="Te vaag.",
                reden="te_vaag",
                terugmelding="Bedankt, te vaag.",
            ),
            "6 / 1 / 2",
            "6 / 0 / 2",
        ),
    ),
    "Partner, shelter and care coordinator": (
        ("Log in", taken.log_in, "", "1 / 2 / 2"),
        ("Read what came in", taken.partner(VRIJ), "", "1 / 0 / 2"),
        ("Confirm receipt", taken.partner(VRIJ, "ontvangst_bevestigen"), "", ""),
        ("Take it up", taken.partner(ONTVANGEN, "oppakken"), "", ""),
        (
            "Report back",
            taken.partner((*ONTVANGEN, "oppakken"), "terugkoppelen", resultaat="We hebben gekeken."),
            "",
            "2 / 1 / 2",
        ),
        ("Ask the maker something", taken.partner(ONTVANGEN, "vraag_stellen", vraag="Waar?"), "", "2 / 1 / 2"),
        ("Refuse with a reason", taken.partner(ONTVANGEN, "afwijzen", reden="niet_bevoegd"), "", ""),
        ("Record an attempt", taken.opvang(ZORG, (), "poging", opvangplek="opvang-het-anker", uitkomst="vol"), "", ""),
        ("Ask a shelter for a place", taken.opvang(ZORG, (), "aanbieden", opvangplek="opvang-de-linde"), "", ""),
        (
            "Shelter: this place does not fit",
            taken.opvang(OPVANG, ("aanbieden",), "afslaan", reden="past_niet"),
            "",
            "",
        ),
    ),
}


def meet(browser: Browser, data: Path) -> Iterator[tuple[str, str, Meting, str, str]]:
    """Do every job once in an empty region. Out: kind of user, job, what it cost here, and elsewhere."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with in_huis(data) as hier:
        k = Kantoor(hier, browser)
        for soort, rijen in WERK.items():
            for naam, taak, signalen, globaleaks in rijen:
                yield soort, naam, taak(k), signalen, globaleaks


def tabel(browser: Browser, data: Path) -> str:
    """The tables of the document, measured now."""
    regels: list[str] = []
    kop = ""
    for soort, naam, meting, signalen, globaleaks in meet(browser, data):
        if soort != kop:
            kop = soort
            regels += ["", f"### {soort}", "", "| Job | Meldroute | Signalen | GlobaLeaks |", "|---|---|---|---|"]
        regels.append(f"| {naam} | {meting} | {signalen or '–'} | {globaleaks or '–'} |")
    return "\n".join(regels[1:])


def gemeten(tekst: str) -> str:
    """The part of the document that is measured."""
    return tekst.split(BEGIN)[1].split(EINDE)[0].strip()


def main() -> None:
    """Measure, and write the tables into the document; with --print only show them."""
    with tempfile.TemporaryDirectory() as map_, chromium() as browser:
        nieuw = tabel(browser, Path(map_) / "data")
    if "--print" in sys.argv:
        sys.stdout.write(nieuw + "\n")
        return
    oud = DOC.read_text("utf-8")
    voor, na = oud.split(BEGIN)[0], oud.split(EINDE)[1]
    DOC.write_text(f"{voor}{BEGIN}\n{nieuw}\n{EINDE}{na}", "utf-8")


if __name__ == "__main__":
    main()
