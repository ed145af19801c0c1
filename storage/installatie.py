"""One running installation: its databases, its root key, its policy, and the two clocks."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config.settings import Settings
from storage.controlepunten import verstuur_controlepunt, zet_controlepunt
from storage.crypto import hpke, kat, paginastaat
from storage.crypto.codes import OngeldigeCode, indiening_id, parse_volgcode, volg_id, volgcode
from storage.crypto.errors import Ongeldig
from storage.crypto.passphrase import Kosten
from storage.database import lees_naast, maak_engine
from storage.keys.dienstslot import Dienstslot
from storage.keys.gemeenten import ALLE, Kekken
from storage.keys.mensen import publieke_sleutel
from storage.keys.werkplekken import open_werkplek
from storage.keys.wortelbestanden import Bestanden, lees_bestanden, open_wortels
from storage.kolommen import kolommen
from storage.migratie import controleer_versie
from storage.pogingen import Pogingen
from storage.sessies import Sessie, Sessies
from storage.sso import Sso
from storage.tables.mensen import InstallatieRij, LidRij, PersoonRij
from storage.tables.zaken import RouteversieRij, VolgRij
from storage.toegang import Toegang
from storage.uitnodiging import Uitnodigingen
from storage.unit_of_work import GEEN_SLEUTELS, Sleutelbos, echte_tijd, eenheid
from storage.vernietigen import HARTSLAG as VERNIETIGD_OP
from storage.vernietigen import veeg_berichten, veeg_kluis, vernietig
from storage.vernietigherstel import bij_start
from storage.webauthn import Beveiligingssleutels
from workflow.actor import Actor, klok, melder
from workflow.beleid import Beleid
from workflow.fouten import NietGevonden, OpslagOnbereikbaar
from workflow.ports import Werk
from workflow.verwerkingsregister import Kolom

KLOK = "klok_verschil_seconden"
HARTSLAG = "planner_hartslag"
NAAM = "installatie"


class Installatie:
    """Everything that outlives a request. Opening it checks the library, the root key and the schema."""

    def __init__(self, settings: Settings, beleid: Beleid) -> None:
        kat.check()
        self.settings = settings
        self.beleid = beleid
        lees_bestanden(settings.root_file)
        self.slot = Dienstslot(settings.data)
        self.cert_publiek = settings.cert_public.read_bytes()
        self.kosten = Kosten(settings.argon_kib, settings.argon_passes, settings.argon_lanes)
        self.engine = maak_engine(settings.database_url)
        self.kluis_engine = maak_engine(settings.kluis_url)
        self.sessie_engine = maak_engine(settings.sessie_url)
        for soort, engine in (("zaken", self.engine), ("kluis", self.kluis_engine), ("sessies", self.sessie_engine)):
            controleer_versie(engine, soort)
        self.echte_tijd = echte_tijd
        self.sso = Sso(self)
        self.beveiligingssleutels = Beveiligingssleutels(self)
        self.toegang = Toegang(self)
        self.uitnodiging = Uitnodigingen(self)
        self.open_sleutels(lees_bestanden(settings.root_file))
        with self.alles() as sessie:
            self.naam = self._feit(sessie, NAAM) or ""
            self._bewaar_routes(sessie)
            sessie.commit()
        # Before anything is served: what was destroyed and came back with an old backup goes again.
        bij_start(self)
        if self.lees_feit(VERNIETIGD_OP) is None:
            # From the first start on somebody must miss a destruction that never runs.
            self.noteer(VERNIETIGD_OP, self.echte_tijd().isoformat(timespec="seconds"))

    def open_sleutels(self, bestanden: Bestanden) -> None:
        """Take the root keys and open the keys of all tenants; once more after a rotation of the root.

        Errors: WortelFout when no root key is the one of this database.
        """
        with self.alles() as sessie:
            self.wortels = open_wortels(sessie, bestanden)
            self.wortel = self.wortels.huidig
            self.kekken = Kekken.open(sessie, self.wortel, lambda: lees_naast(self.engine, ALLE))
        self.sessies = Sessies(self.sessie_engine, self._seconden, self.wortel.derive("sessie"))
        self.pogingen = Pogingen(self.sessie_engine, self._seconden, self.wortel.derive("pogingen"))

    def _seconden(self) -> float:
        return self.echte_tijd().timestamp()

    @contextmanager
    def alles(self) -> Iterator[Session]:
        """A session that is fenced to nobody: for what belongs to the installation itself."""
        try:
            with Session(self.engine) as sessie:
                sessie.info["gemeente"] = "*"
                yield sessie
        except OperationalError as fout:
            raise OpslagOnbereikbaar(type(fout.orig).__name__) from None

    @staticmethod
    def _feit(sessie: Session, naam: str) -> str | None:
        rij = sessie.get(InstallatieRij, naam)
        return None if rij is None else rij.waarde

    def _bewaar_routes(self, sessie: Session) -> None:
        bekend = set(sessie.scalars(select(RouteversieRij.hash)).all())
        for route in self.beleid.routes.values():
            if route.hash not in bekend:
                dag = self.echte_tijd().date()
                sessie.add(RouteversieRij(hash=route.hash, naam=route.naam, inhoud=route.als_json(), dag=dag))

    # -- the clocks

    def nu(self) -> datetime:
        """Now, as terms and timers see it: the real clock, in practice moved on by the practice clock."""
        if not self.settings.oefenomgeving:
            return self.echte_tijd()
        with self.alles() as sessie:
            verschil = int(self._feit(sessie, KLOK) or 0)
        return self.echte_tijd() + timedelta(seconds=verschil)

    def zet_klok(self, moment: datetime) -> None:
        """Move the practice clock; refused outside the practice environment."""
        if not self.settings.oefenomgeving:
            raise RuntimeError("only a practice environment has a clock that moves")
        self.noteer(KLOK, str(int((moment - self.echte_tijd()).total_seconds())))

    # -- what the planner leaves behind

    def noteer(self, naam: str, waarde: str) -> None:
        """Keep one fact of the installation, such as the heartbeat of the planner."""
        with self.alles() as sessie:
            rij = sessie.get(InstallatieRij, naam)
            if rij is None:
                sessie.add(InstallatieRij(naam=naam, waarde=waarde))
            else:
                rij.waarde = waarde
            sessie.commit()

    def lees_feit(self, naam: str) -> str | None:
        """One fact of the installation; None when it was never kept."""
        with self.alles() as sessie:
            return self._feit(sessie, naam)

    def hartslag(self) -> datetime | None:
        """When the planner last ticked, on the real clock; None when it never did."""
        tekst = self.lees_feit(HARTSLAG)
        return None if tekst is None else datetime.fromisoformat(tekst)

    def onderhoud(self, nu: datetime) -> None:
        """What the planner does once a day: destroy what is over, sweep the vault, sign the heads of the log."""
        vernietig(self, nu)
        veeg_kluis(self, nu)
        veeg_berichten(self, nu)
        zet_controlepunt(self)
        verstuur_controlepunt(self, nu)

    def bewaak(self) -> None:
        """What the planner does at each round: sign the heads of the log once more when it grew by a lot."""
        zet_controlepunt(self, tussendoor=True)

    # -- units of work

    @contextmanager
    def werk(self, actor: Actor, sleutelbos: Sleutelbos = GEEN_SLEUTELS, nu: datetime | None = None) -> Iterator[Werk]:
        """Open a unit of work for one actor with one keyring."""
        with eenheid(self, actor, sleutelbos, nu or self.nu()) as werk:
            yield werk

    @contextmanager
    def klokwerk(self, nu: datetime | None = None) -> Iterator[Werk]:
        """A unit of work of the planner: all municipalities, no key of a desk."""
        with self.werk(klok(), nu=nu) as werk:
            yield werk

    @contextmanager
    def meldwerk(self, gemeente: str) -> Iterator[Werk]:
        """A unit of work of a reporter who sends in a signal."""
        with self.werk(melder(gemeente)) as werk:
            yield werk

    @contextmanager
    def volgwerk(self, code: str) -> Iterator[tuple[Werk, bytes]]:
        """A unit of work of a reporter with a volgcode, and the case that it belongs to.

        Errors: NietGevonden for a wrong code, whatever is wrong with it.
        """
        try:
            code = parse_volgcode(code)
        except OngeldigeCode:
            raise NietGevonden from None
        with self.alles() as sessie:
            ids = [volg_id(tenant, code) for tenant in self.kekken]
            rij = sessie.scalar(select(VolgRij).where(VolgRij.id.in_(ids)))
        if rij is None:
            raise NietGevonden
        with self.werk(melder(rij.tenant), Sleutelbos(code=code)) as werk:
            yield werk, rij.zaak_id

    @staticmethod
    def codes_van(geheim: bytes) -> tuple[bytes, str]:
        """What follows from the secret of one form: (the id that makes a repeat harmless, the volgcode)."""
        return indiening_id(geheim), volgcode(geheim)

    # -- people

    def log_weigering(self, actor: Actor, wat: str) -> None:
        """Record that somebody asked for what he may not see; `wat` is the name of a page, never a case."""
        with self.werk(actor) as werk:
            werk.log("geweigerd", pagina=wat, uitkomst="geweigerd")
            werk.bevestig()

    def actor_van(self, persoon_id: bytes) -> Actor:
        """The person as an actor, with the desks whose key he may use today. Errors: NietGevonden."""
        with self.klokwerk() as werk:
            persoon = werk.mensen.get(persoon_id)
        return Actor(persoon.rol, persoon.tenant, persoon_id, persoon.alias, persoon.naam, persoon.werkplekken)

    def actor_van_sessie(self, sessie: Sessie) -> Actor:
        """The person of an open session, with the desks that his own key opens: a row alone is no seat.

        Errors: NietGevonden, also for a session that still waits for its second factor.
        """
        if sessie.half:
            raise NietGevonden
        actor = self.actor_van(sessie.persoon_id)
        open_ = set()
        with self.alles() as rijen:
            for lid in rijen.scalars(select(LidRij).where(LidRij.persoon_id == sessie.persoon_id)):
                try:
                    open_werkplek(self.kekken, lid, sessie.geheim, sessie.publiek)
                except Ongeldig:
                    continue
                open_.add(lid.werkplek)
        return replace(actor, werkplekken=tuple(desk for desk in actor.werkplekken if desk in open_))

    # -- sealed texts that travel with a page

    def verzegel_pagina(self, data: dict[str, object], gemeente: str, verloopt: int) -> str:
        """Seal the answers of the anonymous form into its page; nothing is stored."""
        return paginastaat.seal_state(self.wortel.derive("formulier"), data, gemeente, verloopt)

    def open_pagina(self, tekst: str, gemeente: str) -> tuple[dict[str, object], bool]:
        """Open the sealed page. Out: (answers, ran out). Errors: Ongeldig."""
        nu = int(self.echte_tijd().timestamp())
        try:
            data, verlopen = paginastaat.open_state(self.wortel.derive("formulier"), tekst, gemeente, nu)
        except Ongeldig:
            if self.wortels.oud is None:
                raise
            # The root key may have changed while somebody was writing.
            data, verlopen = paginastaat.open_state(self.wortels.oud.derive("formulier"), tekst, gemeente, nu)
        return dict(data), verlopen

    def verzegel_tekst(self, persoon_id: bytes, pagina: str, tekst: bytes) -> bytes:
        """Seal a text whose session ran out to the public key of its writer; the server can't open it."""
        with self.alles() as sessie:
            rij = sessie.scalar(select(PersoonRij).where(PersoonRij.id == persoon_id))
            sessie.expunge_all()
        if rij is None:
            raise NietGevonden
        return hpke.seal_to(publieke_sleutel(self.kekken, rij), tekst, ("tekst", persoon_id, pagina))

    @staticmethod
    def open_tekst(sessie: Sessie, pagina: str, zegel: bytes) -> bytes:
        """Open such a text in the session of its writer. Errors: Ongeldig for anybody else."""
        return hpke.open_from(sessie.geheim, zegel, ("tekst", sessie.persoon_id, pagina))

    def geheim_voor(self, doel: str) -> bytes:
        """A key derived from the root for one purpose of the pages (signing of flash messages and CSRF)."""
        return self.wortel.derive(doel)

    @staticmethod
    def kolommen() -> tuple[Kolom, ...]:
        """Every column of the databases with its tier, for the annex of the DPIA."""
        return kolommen()

    def kenteken(self) -> str:
        """Four hex digits that tell two practice environments on one machine apart (cookies ignore ports)."""
        return hashlib.sha256(self.naam.encode()).hexdigest()[:4]

    def sleutelbos(self, sessie: Sessie) -> Sleutelbos:
        """The keyring of an open session."""
        return Sleutelbos(sessie.persoon_id, sessie.geheim, sessie.publiek)

    def sluit(self) -> None:
        """Close all connections."""
        for engine in (self.engine, self.kluis_engine, self.sessie_engine):
            engine.dispose()
        self.slot.los()
