"""The practice world: a whole region with accounts for every role, meetings, and signals on their way."""

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from config.settings import Settings
from storage import opzetten
from storage.installatie import Installatie
from storage.keys.mensen import NieuwPersoon
from storage.opzetten import Lidmaatschap, Opzet
from storage.unit_of_work import Sleutelbos
from web.oefencijfers import zaai_cijfers
from web.oefensignalen import Speler, maak_signalen
from web.oefenvoorzieningen import zaai_voorzieningen
from web.planner import laat_lopen
from workflow.beleid import Beleid
from workflow.partners import REGIO, Partner
from workflow.termijnen import TIJDZONE, Kalender
from workflow.wachtzin import maak_wachtzin
from workflow.zaak import Overleg

DATA = Path(__file__).parent / "oefendata"
ACCOUNTS, PAPIER = "accounts.json", "papier.json"
# Deputies stand in from-to; a practice clock that runs ahead must not take them away.
WAARNEMING = timedelta(days=730)
OVERLEGGEN, OM_DE = 4, timedelta(weeks=4)
VOORBEREIDING = timedelta(days=8)
WEEKDAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")
# The custodians of the certificate key: the FG of two municipalities, never a beheerder.
BEWAARDERS = ("aalten", "doetinchem")
VANGNET = ("aalten", "winterswijk")
PER_REGEL = 20

Meld = Callable[[str], None]


@dataclass(frozen=True)
class Functie:
    """One account to make: a role, and the kinds of desk that it sits at."""

    rol: str
    afkorting: str
    plekken: tuple[str, ...] = ()
    waarneemt: bool = False


# Two holders keep af and overleg open. Each department has somebody, or no action could go there.
GEMEENTE = (
    Functie("aandachtsfunctionaris", "AF", ("af",)),
    Functie("aandachtsfunctionaris", "AF", ("af",), waarneemt=True),
    Functie("veiligheidsadviseur", "VA", ("overleg",)),
    Functie("veiligheidsadviseur", "VA", ("overleg",), waarneemt=True),
    Functie("overlegdeelnemer", "OD"),
    Functie("actiehouder", "AH", ("uitvoering-toezicht", "uitvoering-vergunningen")),
    Functie("actiehouder", "AH", ("uitvoering-sociaal-domein", "uitvoering-burgerzaken")),
    Functie("privacyfunctionaris", "PF"),
    Functie("fg", "FG"),
    Functie("bestuur", "BS"),
    Functie("beheerder", "BH"),
)
REGIONAAL = (Functie("regisseur_ondermijning", "RO"), Functie("ketenregisseur", "KR"), Functie("beheerder", "BH"))
PARTNERROL = {"coordinator": "zorgcoordinator", "voogd": "zorgcoordinator", "opvang": "opvangmedewerker"}


@dataclass(frozen=True)
class Account:
    """One made account, as the practice environment tells it to everybody."""

    email: str
    wachtzin: str = field(repr=False)
    naam: str
    rol: str
    gemeente: str | None
    werkplek: str | None
    persoon: NieuwPersoon = field(repr=False)

    def als_json(self) -> dict[str, Any]:
        """The fields of accounts.json."""
        namen = ("email", "wachtzin", "naam", "rol", "gemeente", "werkplek")
        return {naam: getattr(self, naam) for naam in namen}


@dataclass
class Bouw:
    """The set-up of the accounts under way."""

    opzet: Opzet
    beleid: Beleid
    meld: Meld
    totaal: int
    namen: Iterator[str]
    accounts: list[Account] = field(default_factory=list)

    def account(
        self, tenant: str, functie: Functie, alias: str, domein: str, *, gemeente: str | None = None
    ) -> Account:
        """Make one account at its desks."""
        naam, wachtzin = next(self.namen), maak_wachtzin(self.beleid.woorden)
        email = f"{_kaal(naam)}@{domein}.example"
        tot = self.opzet.vandaag + WAARNEMING if functie.waarneemt else None
        van = self.opzet.vandaag if functie.waarneemt else None
        plekken = [f"{plek}.{tenant}" for plek in functie.plekken]
        leden = [Lidmaatschap(plek, functie.waarneemt, van, tot) for plek in plekken]
        profiel = {"naam": naam, "alias": alias, "email": email, "rol": functie.rol}
        persoon = self.opzet.persoon(tenant, profiel, wachtzin, leden)
        plek = plekken[0] if plekken else None
        account = Account(email, wachtzin, naam, functie.rol, gemeente, plek, persoon)
        self.accounts.append(account)
        if len(self.accounts) % PER_REGEL == 0:
            self.meld(f"  {len(self.accounts)} of {self.totaal} accounts")
        return account

    def gemeente(self, slug: str) -> None:
        """Make everybody of one municipality."""
        tellers: dict[str, int] = {}
        for functie in GEMEENTE:
            tellers[functie.afkorting] = tellers.get(functie.afkorting, 0) + 1
            alias = f"{functie.afkorting}-{self.beleid.gemeenten[slug].naam}-{tellers[functie.afkorting]}"
            account = self.account(slug, functie, alias, slug, gemeente=slug)
            if functie.rol == "fg" and slug in BEWAARDERS:
                self.opzet.bewaarder(account.persoon)

    def partner(self, partner: Partner) -> None:
        """Make one person of a partner, a care coordinator or a shelter."""
        functie = Functie(PARTNERROL.get(partner.soort, "partnermedewerker"), "", (partner.naam,))
        self.account(REGIO, functie, partner.scherm, partner.naam)

    def regio(self) -> None:
        """Make everybody of the region, the safety net last."""
        for partner in self.beleid.partners.values():
            self.partner(partner)
        for functie in REGIONAAL:
            self.account(REGIO, functie, f"{functie.afkorting}-regio", "achterhoek")
        for slug in VANGNET:
            functie = Functie("aandachtsfunctionaris", "VN", ("vangnet", "af"))
            self.account(REGIO, functie, f"VN-{self.beleid.gemeenten[slug].naam}", slug, gemeente=slug)


def _kaal(naam: str) -> str:
    """A name as it stands in a mail address."""
    zonder = unicodedata.normalize("NFKD", naam).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", ".", zonder).strip(".")


def maak(settings: Settings, beleid: Beleid, meld: Meld, *, signalen: bool = True) -> None:
    """Fill an empty place with a practice world.

    In: `meld` gets a line now and then; `signalen` also makes the signals of the scenarios, by the same steps,
    keys and checks as everywhere else. Errors: FileExistsError when there is an installation already.
    """
    meld("Making keys and databases ...")
    accounts = _maak_accounts(settings, beleid, meld)
    huis = Installatie(settings, beleid)
    try:
        meld("Planning meetings ...")
        plan_overleggen(huis)
        if signalen:
            meld("Filling the directory ...")
            zaai_voorzieningen(huis.klokwerk, beleid)
            meld("Making signals ...")
            zaai_cijfers(huis.klokwerk, huis.nu().astimezone(TIJDZONE).date())
            maak_signalen(huis, beleid, _spelers(huis, accounts), _bos_met_code, partial(laat_lopen, huis))
    finally:
        huis.sluit()


def _maak_accounts(settings: Settings, beleid: Beleid, meld: Meld) -> list[Account]:
    opzet = opzetten.begin(settings, beleid.tenants)
    try:
        regionaal = len(beleid.partners) + len(REGIONAAL) + len(VANGNET)
        totaal = len(GEMEENTE) * len(beleid.gemeenten) + regionaal
        meld(f"Making {totaal} accounts; each costs one real key derivation ...")
        namen = iter((DATA / "namen.txt").read_text(encoding="utf-8").splitlines())
        bouw = Bouw(opzet, beleid, meld, totaal, namen)
        for slug in beleid.gemeenten:
            bouw.gemeente(slug)
        bouw.regio()
        meld("Holding the recovery ceremony ...")
        papier = {tenant: list(opzet.ceremonie(tenant)) for tenant in beleid.tenants}
        opzet.klaar()
    finally:
        opzet.sessie.close()
    _schrijf(settings.data / PAPIER, papier)
    _schrijf(settings.data / ACCOUNTS, [een.als_json() for een in bouw.accounts])
    return bouw.accounts


def _schrijf(pad: Path, inhoud: object) -> None:
    tekst = json.dumps(inhoud, ensure_ascii=False, indent=1)
    half = pad.with_suffix(".half")
    with os.fdopen(os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as uit:
        uit.write(tekst + "\n")
    half.replace(pad)


def _spelers(huis: Installatie, accounts: Sequence[Account]) -> list[Speler]:
    """The people of the practice world with their keyrings, which exist only now."""
    spelers = []
    for een in accounts:
        paar = een.persoon.paar
        bos = Sleutelbos(een.persoon.id, paar.private, paar.public)
        spelers.append(Speler(een.rol, een.gemeente, een.werkplek, huis.actor_van(een.persoon.id), bos))
    return spelers


def _bos_met_code(code: str) -> Sleutelbos:
    return Sleutelbos(code=code or None)


def plan_overleggen(huis: Installatie) -> None:
    """Plan the next meetings of each municipality: every four weeks, on its own day of the week."""
    vandaag = huis.nu().astimezone(TIJDZONE).date()
    with huis.klokwerk() as werk:
        for gemeente in huis.beleid.gemeenten.values():
            eerste = _eerste(vandaag, gemeente.overleg_dag, gemeente.overleg_ritme)
            for nr in range(OVERLEGGEN):
                dag = _werkdag(huis.beleid.kalender, eerste + nr * OM_DE, gemeente.slug)
                werk.overleggen.nieuw(Overleg(werk.nieuw_id(), gemeente.slug, dag, "gepland"))
        werk.log("overleggen_gepland")
        werk.bevestig()


def _eerste(vandaag: date, weekdag: str, ritme: str) -> date:
    """The first meeting that still leaves time to prepare it."""
    dag = vandaag + VOORBEREIDING
    rest = {"even weken": 0, "oneven weken": 1}.get(ritme)
    while dag.weekday() != WEEKDAGEN.index(weekdag) or (rest is not None and dag.isocalendar().week % 2 != rest):
        dag += timedelta(days=1)
    return dag


def _werkdag(kalender: Kalender, dag: date, gemeente: str) -> date:
    return dag if kalender.is_werkdag(dag, gemeente) else kalender.plus_werkdagen(dag, 1, gemeente)
