"""One real installation for a scenario: the commands as they are typed, and everybody at his own browser.

Nothing is made behind the pages and the commands: what a person types is what happens.
"""

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from config.settings import Settings
from storage import tweedefactor
from storage.installatie import Installatie
from storage.tables.zaken import WrapRij
from storage.unit_of_work import echte_tijd
from tests.scenarios.rondgang import Rondgang
from tests.web.conftest import Browser, Pagina
from tests.web.toetsenbord import CODE, Antwoord, getoonde_code, typ
from web.app import create_app

ADRES = "https://meldroute.example"
# The lowest that is accepted outside practice.
ECHT = {"MELDROUTE_OEFENOMGEVING": "nee", "MELDROUTE_BASIS_URL": ADRES, "MELDROUTE_ARGON_KIB": "47104"}
ECHT |= {"MELDROUTE_ARGON_PASSES": "1", "MELDROUTE_ARGON_LANES": "1"}
Gesprek = list[tuple[str, Antwoord]]

OVERIG = ("Berkelland", "Bronckhorst", "Doetinchem", "Montferland", "Oost Gelre", "Oude IJsselstreek", "Winterswijk")
GEHEIM = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")
AF, OVERLEG, EIGEN, VANGNET = "af.aalten", "overleg.aalten", "af.regio", "vangnet.regio"
SIGNAAL = "zes mensen"


@dataclass
class Mens:
    """Somebody: what he remembers, what stands on his paper, and the app on his telephone."""

    naam: str
    zin: str
    gemeente: str = "aalten"
    code: str = ""
    herstelcode: str = ""
    app: bytes = b""
    stap: int = field(default=0, repr=False)
    reservecodes: list[str] = field(default_factory=list, repr=False)

    @property
    def email(self) -> str:
        return f"{self.naam.split()[0].lower()}@{self.gemeente}.example"

    def neem_over(self, tekst: str) -> None:
        """Put the secret that is shown into the app."""
        self.app, self.stap = base64.b32decode(GEHEIM.findall(tekst)[-1].replace(" ", "")), 0

    def tweede(self) -> str:
        """A code of the app that did not count yet; one of his paper when the app has none to give."""
        nu = int(echte_tijd().timestamp()) // 30
        if self.stap > nu:
            return self.reservecodes.pop()
        # Never a code of before: it could fall out of the tolerance while it is under way.
        self.stap = max(nu, self.stap + 1)
        return tweedefactor.code_van(self.app, self.stap * 30)


def mensen() -> dict[str, Mens]:
    """Everybody of the story."""
    return {
        "fenna": Mens("Fenna Aalders", "paarse schildpad fietst langzaam omhoog"),
        "wim": Mens("Wim Bos", "dertien kabouters poetsen koperen ketels", "doetinchem"),
        "beheer": Mens("Bea Heer", "zilveren trommels rollen zacht heuvelaf"),
        "anna": Mens("Anna Foks", "gestreepte kamelen breien wollen mutsen"),
        "bram": Mens("Bram Fikse", "vrolijke postbode schildert houten bruggen"),
        "vera": Mens("Vera Adema", "oude accordeon slaapt onder warme dekens"),
        "nora": Mens("Nora Vang", "kleine walvis telt veertien groene knopen"),
    }


class Plaats(Rondgang):
    """The place where it all stands, with everybody at his own browser."""

    basis = ADRES

    def __init__(self, plek: Path) -> None:
        self.plek, self.mensen = plek, mensen()
        self.papier: dict[str, list[str]] = {}
        self._browsers = {}

    # -- the machine

    def opdracht(self, *args: str, gesprek: Gesprek | None = None) -> str:
        """A command that succeeds. Out: what it said."""
        uitkomst = typ(self.plek, *args, antwoorden=gesprek or [], **ECHT)
        assert uitkomst.exit_code == 0, uitkomst.output
        return str(uitkomst.output)

    def start(self) -> None:
        """Serve the pages."""
        self.app: Flask = create_app(Settings.from_environment(dict(ECHT), data=self.plek))
        self._browsers = {}

    def stop(self) -> None:
        """Stop serving them."""
        self.huis.sluit()

    @property
    def huis(self) -> Installatie:
        huis: Installatie = self.app.extensions["huis"]
        return huis

    # -- the people

    def als(self, wie: str) -> Browser:
        """The browser of somebody, logged in with passphrase and app."""
        if wie not in self._browsers:
            mens, browser = self.mensen[wie], Browser(self.app, ADRES)
            browser.get("/inloggen")
            stap = browser.vul_in("/inloggen", "wachtzin", email=mens.email, wachtzin=mens.zin)
            assert stap.naar == ("/inloggen/tweede" if mens.app else "/inloggen/instellen"), (wie, stap.naar)
            assert browser.get("/werkvoorraad").naar.startswith(stap.naar), "in with half a log-in"
            pagina = browser.get(stap.naar)
            if not mens.app:
                mens.neem_over(pagina.tekst)
            klaar = browser.vul_in(stap.naar, "factorcode", factorcode=mens.tweede())
            assert klaar.code in (200, 303), klaar.fouten
            mens.reservecodes += [een.get_text(strip=True) for een in klaar.soep.select(".app-code")]
            self._browsers[wie] = browser
        return self._browsers[wie]

    def vergeet(self, wie: str) -> None:
        """Close somebody's browser."""
        del self._browsers[wie]

    def aanvaard(self, wie: str) -> None:
        """Somebody types the code he was given, and chooses a passphrase."""
        mens, browser = self.mensen[wie], Browser(self.app, ADRES)
        browser.get("/uitnodiging")
        pagina = browser.vul_in("/uitnodiging", "herstelcode", actie="bekijk", herstelcode=mens.code)
        assert pagina.kop == f"Welkom, {mens.naam}"
        zin = {"wachtzin_nieuw": mens.zin, "wachtzin_nogmaals": mens.zin}
        mens.herstelcode = getoond(browser.vul_in("/uitnodiging", "wachtzin_nieuw", actie="aanvaard", **zin))

    def open_werkplek(self, werkplek: str, naam: str) -> None:
        """The custodian opens a desk for its first holder, after a telephone call."""
        onderwerp = f"{werkplek}:{self.wie_is(naam)}"
        zeker = {"vergeleken": "ja", "wachtzin": self.mensen["fenna"].zin}
        self.doe("fenna", "/bewaarder", "open_werkplek", in_form=onderwerp, **zeker)

    def keur_goed(self, wie: str, werkplek: str) -> None:
        """A member gives the key to the one who waits."""
        self.doe(wie, f"/werkplek/{werkplek}", "keur_goed", vergeleken="ja", wachtzin=self.mensen[wie].zin)

    def wie_is(self, naam: str) -> str:
        """The id of somebody, from the list of the beheerder."""
        for link in self.zie("beheer", "/beheer/mensen").soep.select("main a[href^='/beheer/mensen/']"):
            if self.mensen[naam].naam in link.get_text():
                return str(link["href"]).rsplit("/", 1)[1]
        raise AssertionError(f"{naam} is not on the list")

    def kan_lezen(self, wie: str, zaak: str) -> bool:
        """Say whether somebody reads the words of the signal."""
        pagina = self.als(wie).get(zaak)
        assert pagina.code in (200, 404), pagina.code
        return pagina.code == 200 and SIGNAAL in pagina.tekst

    def formulier_is_open(self) -> bool:
        """Say whether somebody without an account finds the form."""
        return "Dit formulier is nu dicht" not in Browser(self.app, ADRES).get("/melden/aalten").tekst

    def tijdvakken(self) -> set[int]:
        """The epochs of all wraps of the af desk: which of its keys still open something."""
        with self.huis.klokwerk() as werk:
            sessie = werk.sessie  # type: ignore[attr-defined]
            return {een.epoch for een in sessie.query(WrapRij).filter(WrapRij.ontvanger == AF)}


def getoond(pagina: Pagina) -> str:
    """The code that a page shows once."""
    code = pagina.soep.select_one("[data-code]")
    assert code is not None, pagina.fouten
    return code.get_text(strip=True)


# -- what is typed at the set-up


def _bewaarder(mens: Mens, *, met_app: bool) -> Gesprek:
    def code(scherm: str) -> str:
        mens.neem_over(scherm)
        return mens.tweede()

    app: Gesprek = [("app voor codes", "j"), ("Code uit de app", code)] if met_app else [("app voor codes", "n")]
    wie: Gesprek = [("Naam", mens.naam), ("Mailadres", mens.email), ("Gemeente", mens.gemeente)]
    return [*wie, ("Wachtzin", mens.zin), ("Nog een keer", mens.zin), *app, *[("op papier?", "")] * (1 + met_app)]


def _ceremonie(wie: str) -> Gesprek:
    typen: Gesprek = [("Herstelcode 1", getoonde_code(1)), ("Herstelcode 2", getoonde_code(3))]
    return [(f"Herstelcodes van {wie}", "j"), *[("op papier?", "")] * 3, *typen]


def _uitgenodigd(vraag: str, mens: Mens) -> Gesprek:
    return [(vraag, mens.naam), ("Mailadres", mens.email), ("papier?", "")]


def zet_op(echt: Plaats) -> str:
    """Answer everything that `meldroute setup` asks. Out: what stood on the screen."""
    m = echt.mensen
    gesprek = [*_bewaarder(m["fenna"], met_app=True), ("Bewaarder 2", "j"), *_bewaarder(m["wim"], met_app=False)]
    gesprek += _ceremonie("Gemeente Aalten")
    gesprek += [(f"Herstelcodes van Gemeente {een}", "n") for een in OVERIG]
    gesprek += [*_ceremonie("De regio"), ("eerste mensen van Gemeente Aalten", "j")]
    gesprek += _uitgenodigd("Beheerder", m["beheer"])
    gesprek += _uitgenodigd("Aandachtsfunctionaris van Gemeente Aalten", m["anna"])
    gesprek += _uitgenodigd("Aandachtsfunctionaris van Gemeente Aalten", m["bram"])
    gesprek += [*_uitgenodigd("Ondermijningsoverleg van Gemeente Aalten", m["vera"]), ("Ondermijningsoverleg", "")]
    gesprek += [(f"eerste mensen van Gemeente {een}", "n") for een in OVERIG] + [("eerste mensen van De regio", "n")]
    gesprek += [("mensen van het vangnet", "j"), ("Gemeente van deze persoon", "aalten")]
    gesprek += [*_uitgenodigd("Vangnet", m["nora"]), ("Gemeente van deze persoon", "aalten"), ("Vangnet", "")]
    scherm = echt.opdracht("setup", gesprek=gesprek)
    for een in m.values():
        if gevonden := re.search(rf"Code voor {een.naam}\..*?({CODE.pattern})", scherm, re.DOTALL):
            een.code = gevonden[1]
    op_papier = re.findall(rf"Code \d van 3\..*?({CODE.pattern})", scherm, re.DOTALL)
    echt.papier = {"aalten": op_papier[:3], "regio": op_papier[3:]}
    return scherm


def twee_codes(codes: list[str]) -> Gesprek:
    """Two papers, typed."""
    return [("Herstelcode 1", codes[0]), ("Herstelcode 2", codes[1])]
