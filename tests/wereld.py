"""A small world for tests: real keys, real databases, every desk held, and a way to take steps as anybody."""

import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from config.settings import Settings
from storage import opzetten
from storage.installatie import Installatie
from storage.keys.werkplekken import Werkplekgeheim
from storage.opzetten import Lidmaatschap
from workflow import melden, privacychecks, stappen
from workflow.beleid import Beleid
from workflow.beleidladen import laad_beleid
from workflow.ports import Werk
from workflow.stappen import Uitkomst
from workflow.zaak import Overleg, Traject, Zaak

WACHTZIN = "zeven oude eiken langs het water"
GEMEENTEN = ("aalten", "winterswijk")
GOEDKOOP = {"argon_kib": 32, "argon_passes": 1, "argon_lanes": 1}
WEGING = {f"weging_{nr}": "ja" for nr in ("1", "2a", "2b", "3")} | {
    f"weging_{nr}_reden": "Dat blijkt uit het signaal." for nr in ("1", "2a", "2b", "3")
}
ANTWOORDEN = {
    "gevaar": "nee",
    "tekst": "Zes mensen staan ingeschreven op een klein adres.",
    "wanneer": "vandaag",
    "gemeente": "aalten",
    "minderjarig": "nee",
}
Als = Callable[[], AbstractContextManager[Werk]]

# key of the account → (tenant, role, desks, is deputy)
MENSEN: dict[str, tuple[str, str, tuple[str, ...], bool]] = {
    "vangnet": ("winterswijk", "aandachtsfunctionaris", ("vangnet.regio", "af.regio"), False),
    "vangnet2": ("aalten", "aandachtsfunctionaris", ("vangnet.regio", "af.regio"), False),
    "politie": ("regio", "partnermedewerker", ("politie.regio",), False),
    "nla": ("regio", "partnermedewerker", ("nla.regio",), False),
    "riec": ("regio", "partnermedewerker", ("riec.regio",), False),
    "veilig-thuis": ("regio", "partnermedewerker", ("veilig-thuis.regio",), False),
    "moviera": ("regio", "zorgcoordinator", ("moviera.regio",), False),
    "meesamen": ("regio", "zorgcoordinator", ("meesamen.regio",), False),
    "opvang": ("regio", "opvangmedewerker", ("opvang-de-linde.regio",), False),
    "opvang2": ("regio", "opvangmedewerker", ("opvang-het-anker.regio",), False),
    "ketenregisseur": ("regio", "ketenregisseur", (), False),
    "regisseur": ("regio", "regisseur_ondermijning", (), False),
    "beheer.regio": ("regio", "beheerder", (), False),
}
for _g in GEMEENTEN:
    MENSEN |= {
        f"af.{_g}": (_g, "aandachtsfunctionaris", (f"af.{_g}",), False),
        f"af2.{_g}": (_g, "aandachtsfunctionaris", (f"af.{_g}",), True),
        f"va.{_g}": (_g, "veiligheidsadviseur", (f"overleg.{_g}",), False),
        f"va2.{_g}": (_g, "veiligheidsadviseur", (f"overleg.{_g}",), True),
        f"deelnemer.{_g}": (_g, "overlegdeelnemer", (), False),
        f"toezicht.{_g}": (_g, "actiehouder", (f"uitvoering-toezicht.{_g}",), False),
        f"privacy.{_g}": (_g, "privacyfunctionaris", (), False),
        f"fg.{_g}": (_g, "fg", (), False),
        f"bestuur.{_g}": (_g, "bestuur", (), False),
        f"beheer.{_g}": (_g, "beheerder", (), False),
    }

# One FG is a custodian; the other one is not.
BEWAARDERS = ("fg.aalten",)


@dataclass
class Wereld:
    """One installation with everybody in it."""

    settings: Settings
    beleid: Beleid
    huis: Installatie
    ids: dict[str, bytes]
    geheimen: dict[str, Werkplekgeheim] = field(repr=False)
    codes: dict[bytes, str] = field(default_factory=dict)
    _ingelogd: dict[str, Any] = field(default_factory=dict, repr=False)
    # By tenant the three paper codes of its ceremony.
    papier: dict[str, tuple[str, str, str]] = field(default_factory=dict, repr=False)

    def als(self, wie: str) -> AbstractContextManager[Werk]:
        """A unit of work of one account."""
        if wie not in self._ingelogd:
            token = self.huis.toegang.inloggen(email(wie), WACHTZIN).token
            sessie, _ = self.huis.sessies.haal(token)
            assert sessie is not None
            self._ingelogd[wie] = sessie
        sessie = self._ingelogd[wie]
        return self.huis.werk(self.huis.actor_van(sessie.persoon_id), self.huis.sleutelbos(sessie))

    def meld(self, gemeente: str = "aalten", soort: str = "mensenhandel", **anders: Any) -> bytes:
        """Send a signal of one kind in. Out: the id of the case; its volgcode stands in `codes`."""
        geheim = secrets.token_bytes(32)
        indiening, code = self.huis.codes_van(geheim)
        with self.huis.meldwerk(gemeente) as werk:
            antwoorden = {**ANTWOORDEN, "gemeente": gemeente, **anders}
            ontvangst = melden.indienen(werk, self.beleid, gemeente, antwoorden, geheim, indiening, code, soort)
        assert ontvangst.zaak_id is not None
        self.codes[ontvangst.zaak_id] = code
        return ontvangst.zaak_id

    def zaak(self, zaak_id: bytes) -> Zaak:
        """A case as the clock sees it."""
        with self.huis.klokwerk() as werk:
            return werk.zaken.get(zaak_id)

    def traject(self, traject_id: bytes) -> Traject:
        """A walk as the clock sees it."""
        with self.huis.klokwerk() as werk:
            return werk.trajecten.get(traject_id)

    def stap(self, wie: str, zaak_id: bytes, actie: str, traject: bytes | None = None, **velden: Any) -> Uitkomst:
        """Take a step as somebody."""
        with self.als(wie) as werk:
            onderwerp: Zaak | Traject = werk.trajecten.get(traject) if traject else werk.zaken.get(zaak_id)
            return stappen.zet_stap(werk, self.beleid, onderwerp, actie, ruw(velden), onderwerp.revisie)

    def melder_stap(self, zaak_id: bytes, actie: str, **velden: Any) -> Uitkomst:
        """Take a step as the reporter, with his volgcode."""
        with self.huis.volgwerk(self.codes[zaak_id]) as (werk, gevonden):
            zaak = werk.zaken.get(gevonden)
            return stappen.zet_stap(werk, self.beleid, zaak, actie, ruw(velden), zaak.revisie)

    def stem_in(self, wie: str, zaak_id: bytes, **velden: Any) -> Uitkomst:
        """Confirm the four-eyes step that waits."""
        with self.als(wie) as werk:
            zaak = werk.zaken.get(zaak_id)
            return stappen.stem_in(werk, self.beleid, zaak, ruw(velden), zaak.revisie)

    def akkoord(self, gemeente: str = "aalten") -> None:
        """The privacyfunctionaris agrees with everything that is asked."""
        self.antwoord("akkoord", gemeente=gemeente)

    def antwoord(self, antwoord: str, voorwaarde: str = "", gemeente: str = "aalten") -> None:
        """The privacyfunctionaris gives one answer to everything that is asked."""
        with self.als(f"privacy.{gemeente}") as werk:
            for check in werk.controles.checks(open_alleen=True):
                gezien = check.soort in privacychecks.SEINEN
                geef = (privacychecks.GEZIEN, "") if gezien else (antwoord, voorwaarde)
                privacychecks.beantwoord(werk, check, *geef, check.revisie)
                werk.bevestig()

    def overleg(self, gemeente: str = "aalten", dagen: int = 7) -> str:
        """Plan a meeting. Out: its id as a field value."""
        with self.als(f"va.{gemeente}") as werk:
            overleg_id = werk.nieuw_id()
            dag = date.today() + timedelta(days=dagen)
            werk.overleggen.nieuw(Overleg(overleg_id, gemeente, dag, "gepland"))
            werk.log("overleg_plannen")
            werk.bevestig()
        return overleg_id.hex()

    def verzet(self, **tijd: int) -> datetime:
        """Move the practice clock on, without running what falls due."""
        moment = self.huis.nu() + timedelta(**tijd)
        self.huis.zet_klok(moment)
        return moment


def email(wie: str) -> str:
    """The mail address of an account."""
    return f"{wie}@meldroute.example"


def ruw(velden: Mapping[str, Any]) -> dict[str, list[str]]:
    """Field values as a form sends them."""
    return {naam: waarde if isinstance(waarde, list) else [waarde] for naam, waarde in velden.items()}


# One set-up per process: each world is a copy of its folder, which costs a tenth of making it.
_SJABLOON: list[tuple[TemporaryDirectory[str], Wereld]] = []


def maak_wereld(pad: Path, **instellingen: Any) -> Wereld:
    """An installation in an empty folder, with a cheap Argon2id: a copy, unless it has settings of its own."""
    if set(instellingen) - {"basis_url"}:
        return _zet_op(pad, **instellingen)
    if not _SJABLOON:
        map_ = TemporaryDirectory(prefix="wereld")
        gemaakt = _zet_op(Path(map_.name) / "data")
        gemaakt.huis.sluit()
        _SJABLOON.append((map_, gemaakt))
    bron = _SJABLOON[0][1]
    shutil.copytree(bron.settings.data, pad, dirs_exist_ok=True)
    opties = {"oefenomgeving": True, "basis_url": "http://localhost", **GOEDKOOP, **instellingen}
    settings = Settings.from_environment({}, data=pad, **opties)
    huis = Installatie(settings, bron.beleid)
    return Wereld(settings, bron.beleid, huis, dict(bron.ids), dict(bron.geheimen), papier=dict(bron.papier))


def _zet_op(pad: Path, **instellingen: Any) -> Wereld:
    opties = {"oefenomgeving": True, "basis_url": "http://localhost", **GOEDKOOP, **instellingen}
    settings = Settings.from_environment({}, data=pad, **opties)
    beleid = laad_beleid(settings.config_map)
    opzet = opzetten.begin(settings, beleid.tenants)
    ids = {}
    for wie, (tenant, rol, plekken, waarneemt) in MENSEN.items():
        profiel = {"naam": f"Naam van {wie}", "alias": f"A-{wie}", "email": email(wie), "rol": rol}
        leden = [Lidmaatschap(plek, waarneemt=waarneemt) for plek in plekken]
        nieuw = opzet.persoon(tenant, profiel, WACHTZIN, leden)
        ids[wie] = nieuw.id
        if wie in BEWAARDERS:
            opzet.bewaarder(nieuw)
    papier = {tenant: opzet.ceremonie(tenant) for tenant in beleid.tenants}
    geheimen = dict(opzet.werkplekken)
    opzet.klaar()
    return Wereld(settings, beleid, Installatie(settings, beleid), ids, geheimen, papier=papier)
