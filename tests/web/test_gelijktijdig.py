"""Two at once: over real sockets, on the real server with its threads, in a process of its own."""

import http.client
import multiprocessing
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag

from config.settings import Settings
from tests.web.conftest import velden_van
from tests.wereld import ANTWOORDEN, WACHTZIN, Wereld, email, maak_wereld
from web.app import create_app
from web.draaien import LOOPBACK, bedien, luister, stop_op_sigterm

GEDULD = 60
# With more than one lane a derivation in two threads at once would hang for good.
BANEN, KIB = 4, 8 * 1024
ACHT = ("af.aalten", "af2.aalten", "va.aalten", "toezicht.aalten", "privacy.aalten", "fg.aalten", "politie", "moviera")


def _draai(settings: Settings, poort: Connection) -> None:
    """Serve as the command line does; tell the port."""
    stop_op_sigterm()
    with luister(LOOPBACK, 0) as stopcontact:
        app = create_app(settings)
        poort.send(stopcontact.getsockname()[1])
        bedien(app, stopcontact, "")


@dataclass
class Antwoord:
    """One answer."""

    code: int
    naar: str
    tekst: str

    @property
    def soep(self) -> BeautifulSoup:
        return BeautifulSoup(self.tekst, "html.parser")


@dataclass
class Klant:
    """One browser without a screen: a connection of its own for each request, and its cookies."""

    poort: int
    koekjes: SimpleCookie = field(default_factory=SimpleCookie)

    def vraag(self, methode: str, pad: str, velden: Mapping[str, Any] | None = None) -> Antwoord:
        verbinding = http.client.HTTPConnection(LOOPBACK, self.poort, timeout=GEDULD)
        koppen = {"Cookie": "; ".join(f"{een.key}={een.value}" for een in self.koekjes.values())}
        koppen["Content-Type"] = "application/x-www-form-urlencoded"
        verbinding.request(methode, pad, urlencode(velden or {}, doseq=True), koppen)
        antwoord = verbinding.getresponse()
        for kop in antwoord.headers.get_all("Set-Cookie") or []:
            self.koekjes.load(kop)
        tekst = antwoord.read().decode()
        verbinding.close()
        return Antwoord(antwoord.status, antwoord.headers.get("Location", ""), tekst)

    def formulier(self, pad: str, knop: str = "") -> dict[str, str]:
        """The fields of the form (with a button for this step) on a page."""
        return _velden(self.vraag("GET", pad), knop)


def _velden(pagina: Antwoord, knop: str = "") -> dict[str, str]:
    for vorm in pagina.soep.select("main form[method=post]"):
        if not knop or vorm.select_one(f"button[name=actie][value={knop}]"):
            return velden_van(vorm)
    raise AssertionError(f"no form for {knop!r}: {pagina.soep.get_text(' ', strip=True)[:400]}")


def tegelijk(*doen: Callable[[], Antwoord]) -> list[Antwoord]:
    """Do these things at the same moment."""
    start = threading.Barrier(len(doen))

    def een(doe: Callable[[], Antwoord]) -> Antwoord:
        start.wait(GEDULD)
        return doe()

    with ThreadPoolExecutor(len(doen)) as draden:
        return list(draden.map(een, doen))


@pytest.fixture(scope="module")
def wereld(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wereld]:
    map_: Path = tmp_path_factory.mktemp("gelijk") / "data"
    gemaakt = maak_wereld(map_, argon_lanes=BANEN, argon_kib=KIB)
    yield gemaakt
    gemaakt.huis.sluit()


@pytest.fixture(scope="module")
def poort(wereld: Wereld) -> Iterator[int]:
    """The real server on this world. Out: its port."""
    # Not a fork: that would copy the keys and the connections of this process.
    vers = multiprocessing.get_context("spawn")
    hier, daar = vers.Pipe()
    proces = vers.Process(target=_draai, args=(wereld.settings, daar))
    proces.start()
    assert hier.poll(GEDULD), "the server did not start"
    yield int(hier.recv())
    proces.terminate()
    proces.join(GEDULD)
    assert proces.exitcode == 0


def _log_in(klant: Klant, wie: str) -> Antwoord:
    velden = klant.formulier("/inloggen")
    return klant.vraag("POST", "/inloggen", velden | {"email": email(wie), "wachtzin": WACHTZIN})


def _ingelogd(poort: int, wie: str) -> Klant:
    klant = Klant(poort)
    assert _log_in(klant, wie).code == 303
    return klant


def test_eight_people_log_in_at_the_same_moment_and_all_get_in(poort: int) -> None:
    klanten = [(Klant(poort), wie) for wie in ACHT]
    velden = [klant.formulier("/inloggen") | {"email": email(wie), "wachtzin": WACHTZIN} for klant, wie in klanten]

    def pogen(klant: Klant, ingevuld: dict[str, str]) -> Callable[[], Antwoord]:
        return lambda: klant.vraag("POST", "/inloggen", ingevuld)

    antwoorden = tegelijk(*(pogen(klant, ingevuld) for (klant, _), ingevuld in zip(klanten, velden, strict=True)))
    assert [een.code for een in antwoorden] == [303] * len(ACHT)
    assert [klant.vraag("GET", "/taken").code for klant, _ in klanten] == [200] * len(ACHT)


def test_of_two_who_press_the_same_step_one_goes_on_and_the_other_sees_both_versions(
    poort: int, wereld: Wereld
) -> None:
    zaak = wereld.meld()
    wereld.stap("af.aalten", zaak, "oppakken")
    pad = f"/zaken/{wereld.zaak(zaak).nummer}"
    vragen = {"af.aalten": "Welke dag zag je dit?", "af2.aalten": "Zag iemand anders het ook?"}
    klanten = {wie: _ingelogd(poort, wie) for wie in vragen}
    velden = {wie: klant.formulier(pad, "aanvulling_vragen") for wie, klant in klanten.items()}

    def vragen_als(wie: str) -> Callable[[], Antwoord]:
        ingevuld = velden[wie] | {"vraag": vragen[wie], "actie": "aanvulling_vragen"}
        return lambda: klanten[wie].vraag("POST", pad, ingevuld)

    uit = dict(zip(vragen, tegelijk(*(vragen_als(wie) for wie in vragen)), strict=True))
    assert sorted(een.code for een in uit.values()) == [303, 409]
    eerste, tweede = sorted(uit, key=lambda wie: uit[wie].code)
    botsing = uit[tweede].soep.select_one("#botsing")
    assert isinstance(botsing, Tag)
    tekst = botsing.get_text(" ", strip=True)
    assert f"A-{eerste}" in tekst and "De status is" in tekst, "how it is now"
    assert vragen[tweede] in tekst, "what this person typed"
    na = klanten[eerste].vraag("GET", pad).tekst
    assert vragen[eerste] in na and vragen[tweede] not in na


def _tot_de_laatste_knop(poort: int) -> dict[str, str]:
    """Fill in the form up to the check page, without cookies. Out: the fields of its last form."""
    pad = "/melden/aalten"
    pagina = Klant(poort).vraag("GET", pad)
    for _ in range(9):
        if pagina.soep.select_one("button[name=actie][value=indienen]"):
            return _velden(pagina, "indienen") | {"actie": "indienen"}
        velden = _velden(pagina)
        hier = {naam: waarde for naam, waarde in ANTWOORDEN.items() if naam in _namen(pagina)}
        pagina = Klant(poort).vraag("POST", pad, velden | hier)
    raise AssertionError("the form has no end")


def _namen(pagina: Antwoord) -> set[str]:
    return {str(een.get("name")) for een in pagina.soep.select("main input, main textarea, main select")}


def test_the_same_form_sent_twice_at_once_is_one_signal_with_one_code(poort: int, wereld: Wereld) -> None:
    laatste = _tot_de_laatste_knop(poort)
    with wereld.huis.klokwerk() as werk:
        vooraf = len(werk.zaken.lijst(aantal=100))

    def verstuur() -> Antwoord:
        return Klant(poort).vraag("POST", "/melden/aalten", laatste)

    antwoorden = [*tegelijk(verstuur, verstuur), verstuur()]
    assert [een.code for een in antwoorden] == [200] * 3
    codes = {een.soep.select("[data-volgcode]")[0].get_text(strip=True) for een in antwoorden}
    assert len(codes) == 1
    with wereld.huis.klokwerk() as werk:
        assert len(werk.zaken.lijst(aantal=100)) == vooraf + 1


BUREN = {"hier": "af.aalten", "daar": "af.winterswijk", "daar2": "af2.winterswijk"}


@pytest.mark.parametrize(
    "stappen",
    [
        {"daar": "aannemen", "hier": "terughalen"},
        {"daar": "weigeren", "hier": "terughalen"},
        {"daar": "aannemen", "daar2": "weigeren"},
        {"daar": "weigeren", "daar2": "weigeren"},
    ],
    ids=["take-and-take-back", "refuse-and-take-back", "take-and-refuse", "refuse-twice"],
)
def test_of_two_sides_that_act_on_a_presented_case_one_wins_and_nothing_is_half(
    poort: int, wereld: Wereld, stappen: dict[str, str]
) -> None:
    zaak = wereld.meld()
    wereld.stap("af.aalten", zaak, "oppakken")
    wereld.stap("af.aalten", zaak, "voorleggen", naar_gemeente="winterswijk", weging_2b_reden="Het park ligt daar.")
    pad = f"/zaken/{wereld.zaak(zaak).nummer}"
    klanten = {kant: _ingelogd(poort, BUREN[kant]) for kant in stappen}
    velden = {kant: klant.formulier(pad, stappen[kant]) for kant, klant in klanten.items()}

    def doe(kant: str) -> Callable[[], Antwoord]:
        ingevuld = velden[kant] | {"reden": f"Zo zegt {kant} het.", "actie": stappen[kant]}
        return lambda: klanten[kant].vraag("POST", pad, ingevuld)

    uit = dict(zip(stappen, tegelijk(*(doe(kant) for kant in stappen)), strict=True))
    winnaar, verliezer = sorted(uit, key=lambda kant: uit[kant].code)
    assert uit[winnaar].code == 303
    # Who may not see the case any more hears that it is not there, and everybody else what has become of it.
    weg = stappen[winnaar] != "aannemen" and verliezer != "hier"
    assert uit[verliezer].code == (404 if weg else 409)
    if not weg:
        botsing = uit[verliezer].soep.select_one("#botsing")
        assert isinstance(botsing, Tag) and f"Zo zegt {verliezer} het." in botsing.get_text(" ", strip=True)
    na = wereld.zaak(zaak)
    aangenomen = stappen[winnaar] == "aannemen"
    assert (na.staat, na.voorgelegd_aan) == ("in_beoordeling", None)
    assert na.houder == ("winterswijk" if aangenomen else "aalten")
    with wereld.huis.klokwerk() as werk:
        houders = {(naam, wie) for naam, wie, _ in werk.sleutels.houders(na) if wie.startswith("af.")}
    bij, niet_bij = ("af.winterswijk", "af.aalten") if aangenomen else ("af.aalten", "af.winterswijk")
    assert {naam for naam, wie in houders if wie == bij} >= {"zaak", "ruw", "draad"}
    assert {naam for naam, wie in houders if wie == niet_bij} <= {"melder"}
