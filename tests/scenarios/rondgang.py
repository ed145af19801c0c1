"""Walks through the pages as people do: log in, look, fill in the form that stands there, press its button."""

import re
from typing import Any

from bs4 import Tag
from flask import Flask

from tests.web.conftest import Browser, Pagina, velden_van
from tests.wereld import WACHTZIN, Wereld, email


class Rondgang:
    """One region with everybody at his own browser."""

    basis = "http://127.0.0.1:8080"

    def __init__(self, app: Flask, wereld: Wereld) -> None:
        self.app = app
        self.wereld = wereld
        self._browsers: dict[str, Browser] = {}

    def als(self, wie: str) -> Browser:
        """The browser of an account, logged in through the log-in page."""
        if wie not in self._browsers:
            browser = Browser(self.app, self.basis)
            browser.get("/inloggen")
            antwoord = browser.vul_in("/inloggen", "wachtzin", email=email(wie), wachtzin=WACHTZIN)
            assert antwoord.code == 303, antwoord.tekst[:500]
            self._browsers[wie] = browser
        return self._browsers[wie]

    def zie(self, wie: str, pad: str, *, status: int = 200) -> Pagina:
        """Look at a page."""
        pagina = self.als(wie).get(pad)
        assert pagina.code == status, f"{wie} {pad}: {pagina.code}"
        return pagina

    def doe(self, wie: str, pad: str, actie: str, *, status: int = 303, in_form: str = "", **velden: Any) -> Pagina:
        """Fill in the form with the button `actie` on a page and press it.

        Every field that is filled in must stand in that form; `in_form` is a text that tells two such forms apart.
        """
        pagina = self.zie(wie, pad)
        vorm = _vorm(pagina, actie, in_form)
        namen = {str(een.get("name")) for een in vorm.find_all(["input", "textarea", "select"])}
        assert set(velden) <= namen, f"{actie}: {set(velden) - namen} not in the form, it has {sorted(namen)}"
        adres = str(vorm.get("action") or pad)
        antwoord = self.als(wie).post(adres, {**velden_van(vorm), **velden, "actie": actie})
        assert antwoord.code == status, f"{wie} {actie}: {antwoord.code} {antwoord.fouten or antwoord.kop}"
        return self.zie(wie, antwoord.naar) if status == 303 else antwoord

    def knoppen(self, wie: str, pad: str) -> set[str]:
        """The steps that a page offers."""
        pagina = self.zie(wie, pad)
        return {str(knop["value"]) for knop in pagina.soep.select("main button[name=actie]")}

    def keuze(self, wie: str, pad: str, actie: str, veld: str, tekst: str) -> str:
        """The code of the choice that shows `tekst`, in the form of a step."""
        vorm = _vorm(self.zie(wie, pad), actie)
        for optie in vorm.select(f"select[name={veld}] option"):
            if tekst in optie.get_text():
                return str(optie["value"])
        for invoer in vorm.select(f"input[name={veld}]"):
            label = vorm.find("label", attrs={"for": invoer["id"]})
            if isinstance(label, Tag) and tekst in label.get_text():
                return str(invoer["value"])
        raise AssertionError(f"{actie}.{veld} offers no {tekst!r}")

    def meld(self, bij: str, /, **antwoorden: Any) -> tuple[str, list[Pagina]]:
        """Send a signal in through all screens, without an account. Out: the volgcode and the pages that were seen."""
        browser, pad, gezien = Browser(self.app, self.basis, koekjes=False), f"/melden/{bij}", []
        pagina = browser.get(pad)
        over = dict(antwoorden)
        for _ in range(12):
            gezien.append(pagina)
            if pagina.soep.select_one("[data-volgcode]"):
                assert not over, f"never asked: {sorted(over)}"
                return pagina.soep.select("[data-volgcode]")[0].get_text(strip=True), gezien
            vorm = _vorm_met(pagina, "zegel")
            namen = {str(een.get("name")) for een in vorm.find_all(["input", "textarea", "select"])}
            hier = {naam: over.pop(naam) for naam in list(over) if naam in namen}
            verstuur = vorm.select_one("button[name=actie][value=indienen]")
            knop = {"actie": "indienen"} if verstuur else {"knop": "verder"}
            pagina = browser.post(pad, {**velden_van(vorm), **hier, **knop})
            assert pagina.code == 200, (pagina.code, pagina.fouten)
        raise AssertionError("the form has no end")

    def volg(self, code: str) -> Pagina:
        """The follow page of a code, as somebody without an account sees it."""
        browser = Browser(self.app, self.basis)
        browser.get("/volgen")
        pagina = browser.vul_in("/volgen", "volgcode", volgcode=code)
        self._browsers[f"melder {code}"] = browser
        assert pagina.code == 200
        return pagina

    def melder_doet(self, code: str, actie: str, **velden: Any) -> Pagina:
        """A step of the reporter on the follow page."""
        pagina = self.volg(code)
        vorm = _vorm(pagina, actie)
        browser = self._browsers[f"melder {code}"]
        antwoord = browser.post("/volgen", {**velden_van(vorm), **velden, "actie": actie})
        assert antwoord.code in (200, 303), antwoord.fouten
        return antwoord

    def nieuwste(self, wie: str) -> str:
        """The address of the new signal in somebody's queue."""
        pagina = self.zie(wie, "/werkvoorraad")
        adressen = [str(link["href"]) for link in pagina.soep.select("main a[href^='/zaken/']")]
        assert adressen, "the queue is empty"
        return adressen[0]

    def adres(self, wie: str, pad: str, begin: str) -> str:
        """The first address on a page that begins so."""
        for link in self.zie(wie, pad).soep.select(f"main a[href^='{begin}']"):
            if re.search(r"[0-9a-f]{32}", str(link["href"])):
                return str(link["href"])
        raise AssertionError(f"{wie} {pad} has no link to {begin}")

    def vraag_akkoord(self, gemeente: str = "aalten") -> None:
        """The privacyfunctionaris answers everything that is asked, through his pages."""
        wie = f"privacy.{gemeente}"
        for _ in range(6):
            links = [str(een["href"]) for een in self.zie(wie, "/taken").soep.select("main a[href^='/privacychecks/']")]
            if not links:
                return
            ja = self.zie(wie, links[0]).soep.select_one("input[name=antwoord]")
            assert ja is not None and ja["value"] in ("akkoord", "gezien")
            self.doe(wie, links[0], "beantwoorden", antwoord=str(ja["value"]))
        raise AssertionError("a privacy check stays open")


def _vorm(pagina: Pagina, actie: str, tekst: str = "") -> Tag:
    for vorm in pagina.soep.select("main form[method=post]"):
        if vorm.select_one(f"button[name=actie][value={actie}]") and tekst in vorm.get_text(" ") + str(vorm):
            return vorm
    knoppen = [str(knop.get("value")) for knop in pagina.soep.select("main button[name=actie]")]
    raise AssertionError(f"no button {actie!r} on '{pagina.kop}'; there are {knoppen}")


def _vorm_met(pagina: Pagina, veld: str) -> Tag:
    for vorm in pagina.soep.select("main form[method=post]"):
        if vorm.find(attrs={"name": veld}):
            return vorm
    raise AssertionError(f"no form with {veld!r} on '{pagina.kop}'")
