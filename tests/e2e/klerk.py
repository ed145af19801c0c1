"""A clerk who counts his clicks, typed fields and screens, and the office in which his jobs are set out."""

from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser, Locator

from tests.e2e.bezoeker import SCHERM, Bezoeker
from tests.e2e.inhuis import InHuis
from tests.wereld import WEGING, Wereld

AF, PARTNER, ZORG, OPVANG = "af.aalten", "politie", "moviera", "opvang"
VS = {
    "ontvanger": "politie",
    "vorm": "P",
    "doel": "opsporing",
    "grond": "avg6e",
    "noodzaak": "Nodig voor onderzoek.",
    "evenredigheid": "Het belang weegt op.",
    "subsidiariteit": "Met minder kan het niet.",
    "geheimhouding": "geen",
    "toestemming": "ja",
}


@dataclass(frozen=True)
class Meting:
    """What one job costs."""

    klikken: int
    velden: int
    schermen: int

    def __str__(self) -> str:
        return f"{self.klikken} / {self.velden} / {self.schermen}"


class Klerk(Bezoeker):
    """Somebody at a browser who counts what he does: he clicks and types, and never types an address."""

    def __init__(self, browser: Browser, adres: str) -> None:
        super().__init__(browser, adres, breed=SCHERM, haast=True)
        self.klikken = self.velden = self.schermen = 0

    def begin(self, pad: str) -> None:
        """Be where the job begins; that is the first screen."""
        self.page.goto(pad)
        self.klikken, self.velden, self.schermen = 0, 0, 1

    def klik(self, wat: Locator) -> None:
        """Press something that brings another screen."""
        with self.page.expect_navigation() as volgende:
            wat.click()
        assert volgende.value is not None and volgende.value.status < 400, f"{self.pad}: {self.tekst[:400]}"
        self.klikken += 1
        self.schermen += 1

    def link(self, begin: str) -> None:
        """Press the first link of the page to an address that begins so."""
        self.klik(self.page.locator(f'main a[href^="{begin}"], .app-nav a[href^="{begin}"]').first)

    def knop(self, naam: str) -> None:
        """Press a button by its name."""
        self.klik(self.page.locator("main").get_by_role("button", name=naam, exact=True).first)

    def antwoord(self, **antwoorden: str) -> None:
        """Answer questions: a mark is one click, a list is two, a text is one field."""
        self._antwoord(self.page.locator("main"), antwoorden)

    def _antwoord(self, bij: Locator, antwoorden: dict[str, str]) -> None:
        for naam, waarde in antwoorden.items():
            soort = str(bij.locator(f'[name="{naam}"]').first.evaluate("e => e.type || ''"))
            gekozen = bij.locator(f'[name="{naam}"][value="{waarde}"]:checked').count()
            if soort in ("radio", "checkbox"):
                self.klikken += 0 if gekozen else 1
            elif soort.startswith("select"):
                self.klikken += 2
            else:
                self.velden += 1
            self._vul(bij, naam, waarde)

    def doe(self, actie: str, *, bij: str = "main", **antwoorden: str) -> None:
        """Unfold a step, answer its questions, press its button."""
        knop = f'button[name="actie"][value="{actie}"]'
        vouw = self.page.locator(f"{bij} details:has({knop}):not([open]) > summary")
        if vouw.count():
            vouw.first.click()
            self.klikken += 1
        vorm = self.page.locator(f"{bij} form:has({knop})").first
        self._antwoord(vorm, antwoorden)
        self.klik(vorm.locator(knop))

    @property
    def meting(self) -> Meting:
        """What it cost until here."""
        return Meting(self.klikken, self.velden, self.schermen)


@dataclass
class Kantoor:
    """The region in which the jobs are done, and the people at their browsers."""

    hier: InHuis
    browser: Browser

    def __post_init__(self) -> None:
        self._klerken: dict[str, Klerk] = {}

    @property
    def w(self) -> Wereld:
        return self.hier.wereld

    def klerk(self, wie: str = "") -> Klerk:
        """Somebody, logged in unless he is the reporter."""
        if wie not in self._klerken:
            self._klerken[wie] = Klerk(self.browser, self.hier.adres)
            if wie:
                self.hier.log_in(self._klerken[wie], wie)
        return self._klerken[wie]

    def dag(self, over: int) -> str:
        return (self.w.huis.nu() + timedelta(days=over)).strftime("%d-%m-%Y")

    def zaak(self, *, feit: bool = False) -> tuple[bytes, str]:
        """A case that the desk has taken up. Out: its id and its number."""
        zaak = self.w.meld()
        self.w.stap(AF, zaak, "oppakken")
        if feit:
            self.w.stap(AF, zaak, "feit_vastleggen", categorie="D1", bron="zelf", feit="Een loods.")
        return zaak, self.w.zaak(zaak).nummer

    def in_aanpak(self) -> tuple[bytes, str]:
        """A case with a fact that is being worked on."""
        zaak, nummer = self.zaak(feit=True)
        regie = self.w.ids[AF].hex()
        actie = {"instrument": "BRP-ADR", "afdeling": "toezicht", "opdracht": "Kijk.", "datum": self.dag(20)}
        velden = {**WEGING, "reden": "spoed", "regiehouder": regie, "eerste_stap": "actie", **actie}
        self.w.stap(AF, zaak, "direct_oppakken", **velden)
        self.w.akkoord()
        return zaak, nummer

    def traject(self, zaak: bytes, route: str, ontvanger: str = "") -> bytes:
        """The newest walk of a kind."""
        with self.w.huis.klokwerk() as werk:
            return next(t.id for t in werk.trajecten.van_zaak(zaak, route) if ontvanger in (t.ontvanger or ""))

    def verstrekking(self, *stappen: str) -> bytes:
        """A hand-off to the police, brought as far as asked."""
        zaak, _ = self.in_aanpak()
        with self.w.als(AF) as werk:
            docs = werk.documenten.open(werk.zaken.get(zaak), ["zaak"], "handwerk")
        feit = next(een.id.hex() for een in docs if een.soort == "feit")
        self.w.stap(AF, zaak, "verstrekking_opstellen", **VS, feiten=feit, geldig_tot=self.dag(40))
        vs = self.traject(zaak, "verstrekking", "politie")
        for stap in stappen:
            if stap == "vrijgeven":
                self.w.stap(AF, zaak, stap, traject=vs)
                self.w.akkoord()
                if self.w.traject(vs).staat == "concept":
                    self.w.stap(AF, zaak, stap, traject=vs)
            else:
                self.w.stap(PARTNER, zaak, stap, traject=vs)
        return vs

    def opvang(self, *stappen: str) -> bytes:
        """A request for shelter, offered when asked."""
        zaak, _ = self.zaak()
        velden = {"leeftijd": "23_plus", "toestemming": "toestemming", "behoefte": "Een bed."}
        self.w.stap(AF, zaak, "opvang_zoeken", **velden)
        gevonden = self.traject(zaak, "opvang")
        for stap in stappen:
            self.w.stap(ZORG, zaak, stap, traject=gevonden, opvangplek="opvang-de-linde")
        return gevonden
