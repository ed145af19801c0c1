"""The list of what is worth a look: shown, ticked off as an entry of the log itself, and reminded of every week."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.beleid import Beleid
from workflow.dagmelding import meld, treden
from workflow.fouten import Ingehaald, StapGeweigerd
from workflow.logboek import Logrij, logrij
from workflow.logregel import Logregel
from workflow.melden import SIGNAAL
from workflow.opvallendregels import Bevinding, Stof, vind
from workflow.ports import Werk
from workflow.tik import Klokwerk
from workflow.toezicht import BUITEN_UREN, EINDSTAAT, GROTE_LIJST, TOPLIJST, VEEL, VEEL_ZAKEN, ZONDER_STAP

log = logging.getLogger(__name__)
LADDER, PRIVACY, AFGEVINKT = "opvallend", "privacyfunctionaris", "opvallend_afgevinkt"
UITKOMSTEN = {"in_orde": "In orde", "vraag": "Ik heb een vraag gesteld"}
# A form of so many boxes stays under the number of fields that a request may have.
PER_BLAD = 40
HOOGSTENS = 20_000
TELWOORD = {
    BUITEN_UREN: ("keer", "keer"),
    VEEL_ZAKEN: ("zaak", "zaken"),
    VEEL: ("keer", "keer"),
    EINDSTAAT: ("keer", "keer"),
    ZONDER_STAP: ("dag", "dagen"),
    GROTE_LIJST: ("regel", "regels"),
    TOPLIJST: ("kenmerk", "kenmerken"),
}


@dataclass(frozen=True)
class Punt:
    """One line to tick off."""

    sleutel: str
    rij: Logrij
    aantal: str


@dataclass(frozen=True)
class Lijst:
    """What one rule found and nobody looked at yet; `over` is how many more there are, `gedaan` how many were."""

    naam: str
    kop: str
    uitleg: str
    punten: tuple[Punt, ...]
    over: int
    gedaan: int


@dataclass(frozen=True)
class Opvallend:
    """The page: the lists, since which day, whether older entries were left out, and who ticked off last."""

    lijsten: tuple[Lijst, ...]
    sinds: date
    afgekapt: bool
    laatst: str

    @property
    def open(self) -> int:
        """How many lines wait."""
        return sum(len(een.punten) + een.over for een in self.lijsten)


@dataclass(frozen=True)
class _Stand:
    bevindingen: Sequence[Bevinding]
    bekeken: frozenset[str]
    laatst: Logregel | None
    sinds: date
    afgekapt: bool

    @property
    def open(self) -> list[Bevinding]:
        return [een for een in self.bevindingen if een.sleutel not in self.bekeken]


def _stand(werk: Werk, beleid: Beleid, gemeente: str) -> _Stand:
    """Read the log of one municipality back and let the rules look at it, on the real clock: the log has no other."""
    sinds = werk.gereedheid.vandaag - timedelta(days=beleid.toezicht.terugkijken.aantal)
    regels = [een for een in werk.logboek.terug(sinds, tenant=gemeente, hoogstens=HOOGSTENS) if een.inhoud is not None]
    eind = {een.naam for een in beleid.routes[SIGNAAL].staten if een.eind}
    ids = {str(een.inhoud["id"]) for een in regels if een.inhoud and een.inhoud.get("soort") == "zaak"}
    klaar = {id_: dag for id_, (staat, dag) in werk.logboek.staten(ids).items() if staat in eind}
    stof = Stof(gemeente, regels, klaar, werk.logboek.steekproefpunten(sinds, gemeente), beleid.kalender)
    vinken = [een for een in regels if een.inhoud and een.inhoud["handeling"] == AFGEVINKT]
    bekeken = frozenset(punt for een in vinken for punt in (een.inhoud or {}).get("punten", ()))
    return _Stand(vind(beleid.toezicht, stof), bekeken, vinken[0] if vinken else None, sinds, len(regels) >= HOOGSTENS)


def opvallend(werk: Werk, beleid: Beleid) -> Opvallend:
    """Compose the page; that it was read is committed before anything is returned. Errors: LogboekOnbereikbaar."""
    stand = _stand(werk, beleid, werk.actor.tenant)
    open_ = stand.open
    werk.log("opvallend_bekeken", aantal=len(open_))
    werk.bevestig()
    lijsten = []
    for regel in beleid.toezicht.regels.values():
        eigen = [een for een in open_ if een.regel == regel.naam]
        alle = sum(een.regel == regel.naam for een in stand.bevindingen)
        punten = tuple(_punt(beleid, regel.soort, een) for een in eigen[:PER_BLAD])
        over = max(0, len(eigen) - PER_BLAD)
        lijsten.append(Lijst(regel.naam, regel.kop, regel.uitleg, punten, over, alle - len(eigen)))
    return Opvallend(tuple(lijsten), stand.sinds, stand.afgekapt, _laatst(beleid, stand.laatst))


def _punt(beleid: Beleid, soort: str, een: Bevinding) -> Punt:
    woorden = TELWOORD.get(soort)
    aantal = f"{een.aantal} {woorden[een.aantal != 1]}" if woorden else ""
    return Punt(een.sleutel, logrij(beleid, een.eerste), aantal)


def _laatst(beleid: Beleid, regel: Logregel | None) -> str:
    if regel is None:
        return ""
    rij = logrij(beleid, regel)
    return f"{rij.wie} vinkte als laatste iets af, op {rij.moment}."


def vink_af(werk: Werk, beleid: Beleid, punten: Sequence[str], uitkomst: str) -> int:
    """Record that somebody looked at these lines. Out: how many.

    Errors: StapGeweigerd when nothing or no outcome was chosen; Ingehaald when a line is not on the list any more:
    a colleague was first, or an entry joined it since the page was shown.
    """
    fouten = {}
    if not punten:
        fouten["punt"] = "Kies wat je hebt bekeken"
    if uitkomst not in UITKOMSTEN:
        fouten["uitkomst"] = "Kies hoe het is"
    if fouten:
        raise StapGeweigerd([], fouten)
    wachten = {een.sleutel for een in _stand(werk, beleid, werk.actor.tenant).open}
    gekozen = sorted(set(punten))
    if not set(gekozen) <= wachten:
        raise Ingehaald
    werk.log(AFGEVINKT, punten=gekozen, oordeel=uitkomst, aantal=len(gekozen))
    werk.bevestig()
    return len(gekozen)


def dagelijks(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str) -> int:
    """Remind each privacyfunctionaris, once a week, of what was left of the weeks before. Out: how many were told."""
    gedaan = 0
    for gemeente in beleid.tenants:
        try:
            gedaan += _herinner(klokwerk, beleid, gemeente, vandaag, url)
        except Exception as fout:  # one municipality that fails must not keep the others from being told
            log.error("reminder of the list of %s failed: %s", gemeente, type(fout).__name__)
    return gedaan


def _herinner(klokwerk: Klokwerk, beleid: Beleid, gemeente: str, vandaag: date, url: str) -> int:
    vrijdag = vandaag + timedelta(days=4 - vandaag.weekday())
    kenmerk = hashlib.sha256(f"{LADDER} {gemeente} {vrijdag}".encode()).digest()[:16]
    with klokwerk() as werk:
        nu = treden(werk, beleid, LADDER, vrijdag, vandaag, gemeente)
        mensen = werk.mensen.van_rol(PRIVACY, gemeente) if nu else []
        if not mensen:
            return 0
        gedaan = sum(meld(werk, beleid, kenmerk, LADDER, trede, mensen, vrijdag, url) for trede in nu)
        # The claim is tried first, so that the log is read back once a week; without a finding nothing is kept.
        if gedaan and _oud(werk, beleid, gemeente):
            werk.bevestig()
            return gedaan
    return 0


def _oud(werk: Werk, beleid: Beleid, gemeente: str) -> bool:
    maandag = werk.gereedheid.vandaag - timedelta(days=werk.gereedheid.vandaag.weekday())
    return any(een.dag < maandag for een in _stand(werk, beleid, gemeente).open)
