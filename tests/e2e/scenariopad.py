"""What the thirteen scenarios share: a region of their own with its clock, the people in it, and what comes back."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from playwright.sync_api import Browser

from storage.installatie import Installatie
from tests.e2e.inhuis import InHuis
from tests.e2e.speler import Antwoord, Speler
from tests.wereld import WEGING
from web import planner
from workflow.termijnen import TIJDZONE

FORMULIER = {
    "gevaar": "nee",
    "tekst": "Een andere man praat voor zes mensen die zich op één adres willen inschrijven.",
    "wanneer": "vandaag",
    "gemeente": "aalten",
    "minderjarig": "nee",
}
VERSTREKKING = {
    "grond": "avg6e",
    "noodzaak": "Zonder deze feiten kan de partner niet helpen.",
    "evenredigheid": "Het belang weegt op tegen wat we delen.",
    "subsidiariteit": "Met minder kan het niet.",
    "geheimhouding": "geen",
    "toestemming": "ja",
}
ACTIE = {"instrument": "BRP-ADR", "afdeling": "toezicht", "opdracht": "Ga kijken wie er woont."}
AGENDA = {"overdrachtstekst": "Mensen slapen bij hun werk.", "vraag_aan_overleg": "Wie gaat er kijken?"}


class Pad:
    """One scenario under way: its region, its clock, and everybody at his own browser."""

    def __init__(self, browser: Browser, hier: InHuis) -> None:
        self.browser, self.hier = browser, hier
        self.huis: Installatie = hier.app.extensions["huis"]
        self._spelers: dict[str, Speler] = {}
        self.zet_klok(self._werkdag(), 10)

    def sluit(self) -> None:
        """Everybody goes home."""
        for een in self._spelers.values():
            een.sluit()

    # -- the clock

    def _werkdag(self) -> date:
        """A working day at or after today: nothing here may depend on the day that the tests run."""
        vandaag = datetime.now(TIJDZONE).date()
        return self.huis.beleid.kalender.plus_werkdagen(vandaag, 1)

    def zet_klok(self, dag: date, uur: int, minuut: int = 0) -> None:
        """Let everything happen that falls due until a moment, and be there."""
        moment = datetime.combine(dag, time(uur, minuut), TIJDZONE)
        planner.laat_lopen(self.huis, self.huis.nu(), moment, self.huis.zet_klok)
        self.huis.zet_klok(moment)
        planner.ronde(self.huis)

    def wacht(self, **hoe_lang: float) -> None:
        """Let time go by, in the units of timedelta."""
        straks = self.huis.nu().astimezone(TIJDZONE) + timedelta(**hoe_lang)
        self.zet_klok(straks.date(), straks.hour, straks.minute)

    @property
    def vandaag(self) -> date:
        """Today, as the pages see it."""
        return self.huis.nu().astimezone(TIJDZONE).date()

    def over(self, dagen: int) -> str:
        """A day as a form takes it."""
        return (self.vandaag + timedelta(days=dagen)).strftime("%d-%m-%Y")

    def post(self, wie: str, onderwerp: str = "") -> int:
        """How many messages somebody got; none of them holds a number of a case or the name of a municipality."""
        map_ = self.huis.settings.data / "mail"
        alle = [een.read_text("utf-8") for een in sorted(map_.iterdir())] if map_.exists() else []
        assert not any(re.search(r"\bMH-|Aalten|Winterswijk", een) for een in alle)
        return sum(f"To: {wie}@" in een and onderwerp in een for een in alle)

    # -- the people

    def iemand(self, naam: str = "", **hoe: Any) -> Speler:
        """Somebody without an account."""
        self._spelers[naam or f"iemand {len(self._spelers)}"] = er = Speler(self.browser, self.hier.adres, **hoe)
        return er

    def als(self, wie: str) -> Speler:
        """The browser of an account, logged in through the log-in page."""
        if wie not in self._spelers:
            self.hier.log_in(self.iemand(wie), wie)
        return self._spelers[wie]

    def meld(self, bij: str = "aalten", *, melder: Speler | None = None, **antwoorden: Antwoord) -> str:
        """A colleague fills in the form, screen after screen, and sends it. Out: his volgcode."""
        collega = melder or self.iemand()
        over = {**FORMULIER, "gemeente": bij, **antwoorden}
        collega.ga(f"/melden/{bij}")
        while not collega.page.locator('button[name="actie"][value="indienen"]').count():
            hier = [naam for naam in over if collega.page.locator(f'main [name="{naam}"]').count()]
            collega.vul(**{naam: over.pop(naam) for naam in hier})
            collega.verder()
        assert not over, f"never asked: {sorted(over)}"
        collega.druk("Verstuur je signaal")
        planner.ronde(self.huis)
        return collega.volgcode

    def volg(self, code: str) -> Speler:
        """The colleague looks with his code how it goes."""
        melder = self._spelers.get(code) or self.iemand(code)
        melder.ga("/volgen")
        melder.vul(volgcode=code)
        melder.druk("Bekijk je signaal")
        return melder

    def nieuwste(self, wie: str) -> str:
        """The address of the new signal in a queue."""
        er = self.als(wie)
        er.ga("/werkvoorraad?weergave=nieuw")
        return er.links("/zaken", hier=True)[0]

    def akkoord(self, gemeente: str = "aalten") -> None:
        """The privacyfunctionaris answers everything that waits, from his own list."""
        pf = self.als(f"privacy.{gemeente}")
        pf.ga("/taken")
        for _ in range(6):
            if not (checks := pf.links("/privacychecks", hier=True)):
                return
            pf.ga(checks[0])
            antwoord = str(pf.page.locator('main [name="antwoord"]').first.get_attribute("value"))
            assert antwoord in ("akkoord", "gezien")
            pf.zet("beantwoorden", antwoord=antwoord)
            pf.ga("/taken")
        raise AssertionError("a privacy check stays open")

    # -- what comes back in most of them

    def agendeer(self, zaak: str, gemeente: str = "aalten", **anders: str) -> str:
        """Put a case on the agenda of a meeting that is planned. Out: the page of that meeting."""
        va, af = self.als(f"va.{gemeente}"), self.als(f"af.{gemeente}")
        dag = self.huis.beleid.kalender.plus_werkdagen(self.vandaag, 7, gemeente)
        va.doe("/overleg", "plannen", datum=dag.strftime("%d-%m-%Y"))
        overleg = va.links("/overleg")[0]
        af.doe(zaak, "agenderen", **{**WEGING, **AGENDA, **anders}, overleg=overleg.rsplit("/", 1)[1])
        self.akkoord(gemeente)
        return overleg

    def open_overleg(self, overleg: str, gemeente: str = "aalten") -> None:
        """The day has come: everybody is there, signed for secrecy, and the words of new keys were compared."""
        va = self.als(f"va.{gemeente}")
        self.zet_klok(self.huis.beleid.kalender.plus_werkdagen(self.vandaag, 7, gemeente), 10)
        va.ga(overleg)
        va.zet("openen", status=422)
        assert va.fouten, "a meeting without anybody was opened"
        va.ga(overleg)
        vorm = va.vorm("openen")
        for vinkje in vorm.locator('input[type="checkbox"]').all():
            vinkje.check()
        va.zet("openen")

    def neem_aan(self, overleg: str, gemeente: str = "aalten", **actie: str) -> str:
        """The overleg decides: one action, and the veiligheidsadviseur keeps the case. Out: the page of the action."""
        va = self.als(f"va.{gemeente}")
        regie = va.keuze(overleg, "in_aanpak_nemen", "regiehouder", f"va.{gemeente}")
        velden = {**ACTIE, "datum": self.over(40), **actie}
        va.zet("in_aanpak_nemen", besluit="We gaan kijken.", regiehouder=regie, **velden)
        return self.als(f"toezicht.{gemeente}").links("/acties", op="/taken")[0]

    def neem_direct_aan(self, zaak: str, gemeente: str = "aalten", **velden: str) -> None:
        """The aandachtsfunctionaris does not wait for the overleg."""
        af = self.als(f"af.{gemeente}")
        regie = af.keuze(zaak, "direct_oppakken", "regiehouder", f"af.{gemeente}")
        af.zet("direct_oppakken", **WEGING, regiehouder=regie, **velden)
        self.akkoord(gemeente)

    def doe_actie(self, actie: str, resultaat: str, gemeente: str = "aalten", **gevonden: str) -> None:
        """The department does what was asked."""
        houder = self.als(f"toezicht.{gemeente}")
        houder.doe(actie, "starten")
        houder.zet("gereedmelden", resultaat=resultaat, **gevonden)

    def stel_op(self, zaak: str, ontvanger: str, feit: str, wie: str = "af.aalten", **velden: str) -> str:
        """Draw up a hand-off with one fact. Out: its page."""
        af = self.als(wie)
        vooraf = set(af.links("/verstrekkingen"))
        code = af.keuze(zaak, "verstrekking_opstellen", "feiten", feit)
        alles = {"ontvanger": ontvanger, "vorm": "P", **VERSTREKKING, "geldig_tot": self.over(40), **velden}
        af.zet("verstrekking_opstellen", feiten=code, **alles)
        (nieuw,) = set(af.links("/verstrekkingen")) - vooraf
        return nieuw

    def verstuur(self, vs: str, wie: str = "af.aalten") -> None:
        """Release a hand-off: the first press asks the privacy check, the second sends it."""
        self.als(wie).doe(vs, "vrijgeven")
        self.akkoord(wie.split(".")[1])
        if "vrijgeven" in self.als(wie).knoppen(vs):
            self.als(wie).zet("vrijgeven")

    def handel_af(self, partner: str, vs: str, resultaat: str = "We hebben gekeken.", **anders: str) -> None:
        """The partner confirms, takes up and reports back."""
        er = self.als(partner)
        er.doe(vs, "ontvangst_bevestigen")
        er.zet("oppakken")
        er.zet("terugkoppelen", resultaat=resultaat, **anders)

    def geen_veilig_thuis(self, zaak: str, gemeente: str = "aalten", reden: str = "geen_persoon") -> None:
        """Say why Veilig Thuis gets nothing, and take the draft away that was put ready."""
        af = self.als(f"af.{gemeente}")
        af.doe(zaak, "veilig_thuis_niet", reden=reden)
        af.ga("/verstrekkingen")
        rij = af.page.locator("main tr", has_text="Veilig Thuis").first
        adres = str(rij.locator("a").first.get_attribute("href"))
        af.doe(adres, "intrekken", reden="Er is niets door te geven.")

    def sluit_af(self, zaak: str, gemeente: str = "aalten", reden: str = "geholpen") -> None:
        """Close with four eyes: one proposes, the other agrees."""
        af, va = self.als(f"af.{gemeente}"), self.als(f"va.{gemeente}")
        af.doe(zaak, "afsluiten", reden=reden, terugmelding="Wat je doorgaf is afgerond. Bedankt.")
        af.ga(zaak)
        assert "Afgesloten" not in af.titel, "one person closed a case"
        va.doe(zaak, "instemmen")
