"""An attacker who is beheerder: what he controls, the ordinary days after his attack, and what he can read then."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from config.settings import Settings
from storage.crypto import dubbel, hpke
from storage.crypto.encoding import Deel
from storage.crypto.errors import Ongeldig
from storage.installatie import Installatie
from storage.keys.mensen import find_persoon
from storage.keys.werkplekken import ZONDER_DAGEN, lid_ctx
from storage.sessies import Sessie
from storage.tables.mensen import LidRij, NoodwrapRij, PersoonRij
from storage.tables.zaken import CompartimentRij, TrajectRij, WrapRij, ZaakRij
from tests.storage import wandeling
from tests.wereld import GOEDKOOP, WACHTZIN, WEGING, Wereld, email, maak_wereld
from web.app import create_app
from web.session import COOKIE
from workflow import leden, overlegzitting, uitnodigen
from workflow.fouten import DomeinFout
from workflow.lidmaatschap import Plek

# A word in every text, and the first half of the names in the vault: no text may hold a whole name of the vault.
KANARIE, VOGEL = "kanariegeel", "Kanarievogel"
ANDERS = "andere wachtzin met paarse fietsen erin"
WIE = "beheer.aalten"
BASIS = "http://127.0.0.1:8080"
Velden = dict[str, Any]
TOETS: Velden = dict(WEGING)
# What an attack may break: a refusal is not an opening.
GEWEIGERD = (DomeinFout, Ongeldig)


def vul(w: Wereld) -> None:
    """Cases of every kind, each with a word that must never be seen by a beheerder."""
    zaak = w.meld(tekst=f"{KANARIE} in het signaal", naam=f"Klaas {VOGEL}", email="k@gemeente.example", bericht=True)
    w.stap("af.aalten", zaak, "oppakken")
    w.stap("af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", naam=f"Eva {VOGEL}", leeftijdsklasse="23_plus")
    tekst: Velden = {"overdrachtstekst": f"{KANARIE} voor het overleg", "vraag_aan_overleg": "Wat doen we?"}
    w.stap("af.aalten", zaak, "agenderen", overleg=w.overleg(), **TOETS, **tekst)
    w.akkoord()
    regie = w.ids["va.aalten"].hex()
    actie: Velden = wandeling.ACTIE | {"opdracht": f"{KANARIE} bekijken"}
    w.stap("va.aalten", zaak, "in_aanpak_nemen", besluit=f"{KANARIE} controleren", regiehouder=regie, **actie)
    feit = wandeling.feit(w, zaak, f"{KANARIE} op de Voorbeeldweg 1")
    wandeling.verstuur(w, zaak, "politie", feiten=[feit])
    w.meld(tekst=f"{KANARIE} over een collega", over_lezer="ja", niet_lezen="niemand")
    w.meld(tekst=f"{KANARIE} in een nieuw signaal")


def kopie(w: Wereld, pad: Path) -> Wereld:
    """The same installation in another folder; `w` must be closed."""
    shutil.copytree(w.settings.data, pad)
    settings = Settings.from_environment({}, data=pad, oefenomgeving=True, basis_url="http://localhost", **GOEDKOOP)
    huis = Installatie(settings, w.beleid)
    return Wereld(settings, w.beleid, huis, dict(w.ids), {}, dict(w.codes), papier=dict(w.papier))


def maak_basis(pad: Path) -> Wereld:
    """The installation that every attack begins with, closed."""
    w = maak_wereld(pad)
    vul(w)
    w.huis.sluit()
    return w


@dataclass
class Aanvaller:
    """A beheerder of Aalten with SQL write and no root key. `logins` are the accounts that he has the passphrase of."""

    w: Wereld
    logins: list[tuple[str, str]] = field(default_factory=lambda: [(email(WIE), ANDERS)])
    paar: hpke.KeyPair = field(default_factory=hpke.generate)
    koekjes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Everybody in this world has one passphrase; the attacker takes one of his own first."""
        toegang = self.w.huis.toegang
        sessie, _ = self.w.huis.sessies.haal(toegang.inloggen(email(WIE), WACHTZIN).token)
        assert sessie is not None
        toegang.wijzig_wachtzin(sessie, WACHTZIN, ANDERS, "")
        self.w._ingelogd[WIE] = sessie

    @property
    def id(self) -> bytes:
        """His own account."""
        return self.w.ids[WIE]

    def sql(self, opdracht: str, *waarden: object, db: str = "zaken") -> list[tuple[object, ...]]:
        """One statement, as who can write the database and nothing else."""
        with sqlite3.connect(self.w.settings.data / f"{db}.db", isolation_level=None) as verbinding:
            return verbinding.execute(opdracht, waarden).fetchall()

    def kopieer(self, tabel: str, waar: str, anders: dict[str, object], *waarden: object, db: str = "zaken") -> None:
        """Insert copies of rows with some columns changed."""
        with sqlite3.connect(self.w.settings.data / f"{db}.db", isolation_level=None) as verbinding:
            verbinding.row_factory = sqlite3.Row
            for rij in verbinding.execute(f"SELECT * FROM {tabel} WHERE {waar}", waarden).fetchall():
                nieuw = dict(rij) | anders
                vragen = ", ".join("?" * len(nieuw))
                verbinding.execute(
                    f"INSERT OR REPLACE INTO {tabel} ({', '.join(nieuw)}) VALUES ({vragen})",
                    tuple(nieuw.values()),
                )

    def nodig_uit(self, rol: str, naam: str, plekken: Sequence[str] = ()) -> bytes:
        """Make an account for himself in another role, through the pages. Out: its id."""
        mail = f"{naam}@pop.example"
        with self.w.als(WIE) as werk:
            zetels = [Plek(plek) for plek in plekken]
            code = uitnodigen.nodig_uit(werk, self.w.beleid, naam=naam, alias=naam, email=mail, rol=rol, plekken=zetels)
        return self.neem_aan(code, mail)

    def neem_aan(self, code: str, mail: str) -> bytes:
        """Use an invitation with a passphrase of his own. Out: the id of the account."""
        self.w.huis.uitnodiging.aanvaard(code, ANDERS)
        self.logins.append((mail, ANDERS))
        with self.w.huis.alles() as sessie:
            rij = find_persoon(sessie, self.w.huis.wortel, mail)
            assert rij is not None
            return rij.id

    def neem_over(self, wie: str) -> None:
        """Invite somebody to recover, and use the code himself; his second factor goes with a statement."""
        with self.w.als(WIE) as werk:
            code = uitnodigen.nodig_herstel_uit(werk, self.w.beleid, self.w.ids[wie])
        self.neem_aan(code, email(wie))
        self.sql("DELETE FROM tweedefactor WHERE persoon_id = ?", self.w.ids[wie])

    def sessies(self) -> Iterator[Sessie]:
        """An open session for each account whose passphrase he has, and for each cookie that he made."""
        for mail, wachtzin in self.logins:
            with suppress(*GEWEIGERD):
                self.koekjes.append(self.w.huis.toegang.inloggen(mail, wachtzin).token)
        for koekje in dict.fromkeys(self.koekjes):
            sessie, _ = self.w.huis.sessies.haal(koekje)
            if sessie is not None and not sessie.half:
                yield sessie

    @contextmanager
    def opnieuw(self) -> Iterator[None]:
        """Change something while the service stands still; it starts again afterwards."""
        self.w.huis.sluit()
        yield
        self.w.huis = Installatie(self.w.settings, self.w.beleid)
        self.w._ingelogd.clear()


# -- the days after


def leef(w: Wereld, gegeven: Mapping[str, str] | None = None) -> None:
    """Everybody goes on with his work: an attack that waits for somebody honest gets its chance.

    In: `gegeven`, the five words that a colleague compared of each of these people, who are given the desk of the
    aandachtsfunctionaris now.
    """
    w._ingelogd.clear()
    for gemeente in ("aalten", "winterswijk"):
        with suppress(*GEWEIGERD):
            w.meld(gemeente, tekst=f"{KANARIE} na de aanval")
    with suppress(*GEWEIGERD):
        w.meld(tekst=f"{KANARIE} over een collega", over_lezer="ja", niet_lezen="niemand")
    for wie, woorden in (gegeven or {}).items():
        with suppress(*GEWEIGERD), w.als("af.aalten") as werk:
            leden.keur_goed(werk, w.beleid, w.ids[wie], "af.aalten", vingerafdruk=woorden)
    for wie, plek in (("af.aalten", "af.aalten"), ("va.aalten", "overleg.aalten"), ("vangnet", "vangnet.regio")):
        with suppress(*GEWEIGERD), w.als(wie) as werk:
            leden.vernieuw(werk, w.beleid, plek)
    _houd_overleg(w)
    with suppress(*GEWEIGERD):
        w.meld(tekst=f"{KANARIE} na de nieuwe sleutel")


def _houd_overleg(w: Wereld) -> None:
    with suppress(*GEWEIGERD):
        zaak = w.meld(tekst=f"{KANARIE} voor op tafel")
        w.stap("af.aalten", zaak, "oppakken")
        overleg = w.overleg(dagen=0)
        tekst: Velden = {"overdrachtstekst": f"{KANARIE} op tafel", "vraag_aan_overleg": "Wat doen we?"}
        w.stap("af.aalten", zaak, "agenderen", overleg=overleg, **TOETS, **tekst)
        with w.als("va.aalten") as werk:
            gepland = werk.overleggen.get(bytes.fromhex(overleg))
            wie = [w.ids[een].hex() for een in ("deelnemer.aalten", "af2.aalten", "va2.aalten")]
            overlegzitting.open_zitting(werk, w.beleid, gepland, wie, wie, gepland.revisie)


# -- what he reads


def oogst(a: Aanvaller) -> list[str]:
    """Everything of tier 2 to 4 that the attacker opens: through the use cases, on the pages, and with his own keys."""
    sessies = list(a.sessies())
    gevonden = [een for sessie in sessies for een in _door_product(a.w, sessie)]
    gevonden += _op_paginas(a)
    return gevonden + rauw(a.w, [a.paar.private, *(sessie.geheim for sessie in sessies)])


def rijen_van(w: Wereld, engine: Engine | None = None) -> Session:
    """A session without a fence, on the cases or on another database."""
    sessie = Session(engine or w.huis.engine, expire_on_commit=False)
    sessie.info["gemeente"] = "*"
    return sessie


def _door_product(w: Wereld, sessie: Sessie) -> list[str]:
    with rijen_van(w) as rijen:
        delen = [(rij.zaak_id, rij.naam) for rij in rijen.scalars(select(CompartimentRij))]
        walks = {rij.zaak_id: rij.id for rij in rijen.scalars(select(TrajectRij))}
    gevonden = []
    for zaak_id, naam in delen:
        for over in (zaak_id, walks.get(zaak_id)):
            with suppress(*GEWEIGERD), w.huis.werk(w.huis.actor_van_sessie(sessie), w.huis.sleutelbos(sessie)) as werk:
                zaak = werk.zaken.get(zaak_id) if over == zaak_id else werk.trajecten.get(over or b"")
                werk.sleutels.dek(zaak, naam)  # type: ignore[attr-defined]
                gevonden.append(f"product: {naam}")
    return gevonden


def _op_paginas(a: Aanvaller) -> list[str]:
    app: Flask = create_app(a.w.settings)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with rijen_van(a.w) as rijen:
        nummers = rijen.scalars(select(ZaakRij.nummer)).all()
        walks = [rij.hex() for rij in rijen.scalars(select(TrajectRij.id))]
        overleggen = [str(een[0]) for een in a.sql("SELECT lower(hex(id)) FROM overleg")]
    paden = [een.pad for een in a.w.beleid.paginas.values() if "GET" in een.methoden]
    paden = [pad for pad in paden if "<" not in pad]
    paden += [f"/zaken/{een}" for een in nummers] + ["/werkplek/af.aalten", "/werkplek/overleg.aalten"]
    paden += [f"{van}/{een}" for van in ("/verstrekkingen", "/acties", "/opvang") for een in walks]
    paden += [f"/overleg/{een}" for een in overleggen]
    gevonden = []
    for koekje in dict.fromkeys(a.koekjes):
        client = app.test_client()
        client.set_cookie(app.config[COOKIE], koekje, domain="127.0.0.1")
        for pad in paden:
            tekst = client.get(pad, base_url=BASIS).get_data(as_text=True)
            if KANARIE in tekst or VOGEL in tekst:
                gevonden.append(f"page: {pad}")
    app.extensions["huis"].sluit()
    return gevonden


def rauw(w: Wereld, sleutels: Sequence[bytes]) -> list[str]:
    """What private keys open when even the outer locks are no obstacle: cases, seats and escrow wraps."""
    gevonden: list[str] = []
    with rijen_van(w) as rijen:
        vraag = select(WrapRij, ZaakRij).join(ZaakRij, ZaakRij.id == WrapRij.zaak_id)
        wraps = list(rijen.execute(vraag).all())
        publiek = dict(rijen.execute(select(PersoonRij.id, PersoonRij.publiek)).all())
        zetels = list(rijen.scalars(select(LidRij)))
        noodwraps = list(rijen.scalars(select(NoodwrapRij)))
    for sleutel in dict.fromkeys(sleutels):
        for wrap, zaak in wraps:
            ctx = (zaak.herkomst, zaak.id, wrap.compartiment, wrap.ontvanger, wrap.epoch)
            with suppress(Ongeldig, KeyError):
                dubbel.unwrap_double(sleutel, wrap.wrap, w.huis.kekken.voor(zaak.houder, wrap.wrap), ctx)
                gevonden.append(f"raw: {wrap.compartiment} for {wrap.ontvanger}")
        for lid in zetels:
            plek = lid_ctx(lid, publiek[lid.persoon_id])
            gevonden += _open(w, sleutel, lid.werkplek, lid.wrap, plek, plek[:ZONDER_DAGEN])
        for nood in noodwraps:
            plek = (nood.werkplek, nood.epoch, "noodsleutel")
            gevonden += _open(w, sleutel, nood.werkplek, nood.wrap, plek, plek)
    return gevonden


def _open(
    w: Wereld, sleutel: bytes, werkplek: str, wrap: bytes, ctx: tuple[Deel, ...], binnen: tuple[Deel, ...]
) -> list[str]:
    with suppress(Ongeldig, KeyError):
        hpke.open_from(sleutel, w.huis.kekken.ontsluit(werkplek.rpartition(".")[2], wrap, ctx, binnen), binnen)
        return [f"raw: the desk {werkplek}"]
    return []
