"""Setting up a real installation in a conversation: custodians, recovery codes, and the first people of each desk."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
import segno

from config.settings import Settings
from storage import opzetten, tweedefactor
from storage.bewaarders import (
    Bewaarder,
    Gemaakt,
    Nieuwebewaarder,
    bewaarders,
    maak_bewaarder,
    mail_is_vrij,
    zet_neer,
)
from storage.crypto.errors import TeDruk
from storage.installatie import Installatie
from storage.keys.noodsleutels import CodesGeweigerd
from storage.keys.wortel import WortelFout
from storage.migratie import VersieFout
from storage.unit_of_work import echte_tijd
from web.eerstemensen import nodig_eersten_uit
from web.noodopdrachten import houd_ceremonie, vraag_bewaarder
from web.opdracht import Mislukt, gewone_woorden, instellingen, met_data
from web.samenspraak import NU_DOEN, Geweigerd, probeer, toon_een_keer, vraag_ja
from workflow.actor import Actor
from workflow.beleid import Beleid
from workflow.beleidladen import laad_beleid
from workflow.gereedheid import BEWAARDERS, CEREMONIE, ROOD, gebreken
from workflow.uitnodigen import GEEN_MAIL
from workflow.wachtzin import bezwaar_nieuw, maak_wachtzin
from workflow.werkplektekst import gemeente_tekst

gewoon = gewone_woorden(WortelFout, VersieFout, CodesGeweigerd, TeDruk)
UITGEVER = "Meldroute"
NIET_OEFENEN = "Dit is een oefenomgeving. Opzetten is voor het echte werk."
GEEN_HTTPS = "Zet MELDROUTE_BASIS_URL op het adres van de pagina's. Dat begint met https://."
LOKAAL = "Let op: het adres is {adres}. Zet MELDROUTE_BASIS_URL op het adres dat mensen gebruiken."
GEEN_POST = "Let op: er is geen mailserver. Berichten komen in {map}. Zet MELDROUTE_SMTP_URL."
OVER_RESTEN = "Er ligt een sleutel van een opzet die niet af kwam: {paden}. Opnieuw beginnen? De sleutel gaat opzij."
OPZIJ = "{was} heet nu {nu}. Gooi dat bestand weg als je zeker weet dat geen database het nodig heeft."
BEGIN = "We zetten Meldroute op. Je kunt elk deel uitstellen. Start dan later weer: meldroute setup."
OVER_BEWAARDERS = (
    "Twee bewaarders tekenen voor de sleutels: de FG's van twee gemeenten. Een beheerder mag dit niet zijn."
)
VOORSTEL = "Kies een wachtzin van minstens 15 tekens. Je ziet niet wat je typt. Een voorstel: {zin}"
VAN_WIE = "Bewaarder {nr} van {totaal}. Laat hem of haar zelf typen."
BEZET = "Dit mailadres is al in gebruik."
SCAN = "Scan deze code met een app voor codes op je telefoon. Of typ over: {tekst}"
CODE_FOUT = "Deze code klopt niet. Wacht op een nieuwe code in de app."
HERSTELCODE = "Dit is je eigen herstelcode. Zo kom je weer binnen als je je wachtzin kwijt bent."
EENMALIG = "Dit zijn je codes voor als je telefoon weg is. Elke code werkt één keer."
GEMAAKT = "Bewaarder {nr} is klaar."
OVER_CODES = "Herstelcodes: drie codes op papier per gemeente. Twee ervan halen een kwijte sleutel terug."
NOG = "Dit moet nog gebeuren:"
AF = "Alles is klaar."
START = "Start nu: meldroute serve en meldroute planner. Een bewaarder opent de werkplekken op {adres}/bewaarder."


@dataclass
class Opzetting:
    """One run of the conversation: the installation, and the custodian who is there, once he proved himself."""

    huis: Installatie
    _bewaarder: Bewaarder | None = field(default=None, repr=False)

    @property
    def beleid(self) -> Beleid:
        return self.huis.beleid

    def bewaarder(self) -> Bewaarder:
        """The custodian of this run; asked for once. Errors: Mislukt."""
        if self._bewaarder is None:
            click.echo("Hiervoor is een bewaarder nodig.")
            self._bewaarder = vraag_bewaarder(self.huis)
        return self._bewaarder


@click.command()
@met_data
@gewoon
def setup(data: Path | None) -> None:
    """Set up a real installation, or go on where an earlier set-up stopped; nothing is ever overwritten."""
    settings = instellingen(data)
    _controleer(settings)
    beleid = laad_beleid(settings.config_map)
    click.echo(BEGIN)
    bewaarder = None if opzetten.is_opgezet(settings) else _begin(settings, beleid)
    huis = Installatie(settings, beleid)
    try:
        if bewaarder is not None:
            with huis.werk(bewaarder.actor) as werk:
                werk.log("opgezet")
                werk.bevestig()
        opzetting = Opzetting(huis, bewaarder)
        _tweede_bewaarder(opzetting)
        _ceremonies(opzetting)
        nodig_eersten_uit(huis)
        _besluit(opzetting)
    finally:
        huis.sluit()


def _controleer(settings: Settings) -> None:
    if settings.oefenomgeving:
        raise Mislukt(NIET_OEFENEN)
    if not settings.basis_url.startswith("https://"):
        raise Mislukt(GEEN_HTTPS)
    if "//localhost" in settings.basis_url:
        click.echo(LOKAAL.format(adres=settings.basis_url))
    if not settings.smtp_url:
        click.echo(GEEN_POST.format(map=settings.mail_dir))


# -- the custodians


def _begin(settings: Settings, beleid: Beleid) -> Bewaarder:
    """Make keys, databases and the first custodian in one commit: without him the certificate key would be lost."""
    resten = opzetten.resten(settings)
    if resten and not vraag_ja(OVER_RESTEN.format(paden=", ".join(map(str, resten)))):
        raise Mislukt("Er is niets veranderd.")
    click.echo(OVER_BEWAARDERS)
    tenant, nieuw = _vraag_nieuwe(beleid, 1, lambda _: True)
    for pad in resten:
        click.echo(OPZIJ.format(was=pad, nu=opzetten.leg_opzij(pad)))
    opzet = opzetten.begin(settings, beleid.tenants)
    try:
        wie = zet_neer(opzet.sessie, opzet.wortels, opzet.kekken, opzet.kosten, tenant, nieuw, opzet.cert.private)
        opzet.klaar()
    finally:
        opzet.sessie.close()
    _toon(1, wie)
    actor = Actor(nieuw.profiel["rol"], tenant, wie.persoon_id, nieuw.profiel["alias"], nieuw.profiel["naam"])
    return Bewaarder(actor, opzet.cert.private)


def _tweede_bewaarder(o: Opzetting) -> None:
    for nr in range(len(bewaarders(o.huis)) + 1, BEWAARDERS + 1):
        if not vraag_ja(NU_DOEN.format(wat=f"Bewaarder {nr}")):
            return
        door = o.bewaarder()
        tenant, nieuw = _vraag_nieuwe(o.beleid, nr, lambda email: mail_is_vrij(o.huis, email))
        _toon(nr, maak_bewaarder(o.huis, door, tenant, nieuw))


def _vraag_nieuwe(beleid: Beleid, nr: int, mag: Callable[[str], bool]) -> tuple[str, Nieuwebewaarder]:
    click.echo(VAN_WIE.format(nr=nr, totaal=BEWAARDERS))
    naam = click.prompt("Naam").strip()
    email = probeer(lambda: _vraag_mail(mag), Geweigerd)
    tenant = click.prompt("Gemeente", type=click.Choice(list(beleid.tenants)), show_choices=True)
    alias = f"FG-{gemeente_tekst(beleid, tenant).removeprefix('Gemeente ')[:14]}"
    profiel = {"naam": naam, "alias": alias, "email": email, "rol": "fg"}
    wachtzin = probeer(lambda: _vraag_wachtzin(beleid, (naam, email)), Geweigerd)
    totp, stap = _vraag_app(email)
    return tenant, Nieuwebewaarder(profiel, wachtzin, totp, stap)


def _vraag_mail(mag: Callable[[str], bool]) -> str:
    email = str(click.prompt("Mailadres")).strip()
    if not mag(email):
        raise Geweigerd(BEZET)
    if "@" not in email:
        raise Geweigerd(GEEN_MAIL)
    return email


def _vraag_wachtzin(beleid: Beleid, eigen: Sequence[str]) -> str:
    """A passphrase of his own, typed twice. Errors: Geweigerd with why it is refused."""
    click.echo(VOORSTEL.format(zin=maak_wachtzin(beleid.woorden)))
    zin = click.prompt("Wachtzin", hide_input=True, default="", show_default=False)
    nogmaals = click.prompt("Nog een keer", hide_input=True, default="", show_default=False)
    if bezwaar := bezwaar_nieuw(zin, nogmaals, beleid.wachtzin, eigen):
        raise Geweigerd(f"{bezwaar}.")
    return str(zin)


def _vraag_app(email: str) -> tuple[bytes, int]:
    """The second factor, tried once; left for the first log-in when he has no telephone at hand."""
    if not vraag_ja(NU_DOEN.format(wat="De app voor codes")):
        return b"", 0
    geheim = tweedefactor.nieuw_geheim()
    tekening = io.StringIO()
    segno.make(tweedefactor.adres(geheim, email, UITGEVER)).terminal(tekening, compact=True)
    click.echo(tekening.getvalue())
    click.echo(SCAN.format(tekst=tweedefactor.als_tekst(geheim)))

    def probeer_code() -> int:
        stap = tweedefactor.stap_van(geheim, click.prompt("Code uit de app"), echte_tijd().timestamp())
        if stap is None:
            raise Geweigerd(CODE_FOUT)
        return stap

    return geheim, probeer(probeer_code, Geweigerd)


def _toon(nr: int, wie: Gemaakt) -> None:
    toon_een_keer(HERSTELCODE, wie.code)
    if wie.eenmalig:
        toon_een_keer(EENMALIG, "\n    ".join(wie.eenmalig))
    click.echo(GEMAAKT.format(nr=nr))


# -- the ceremonies


def _ceremonies(o: Opzetting) -> None:
    uitgelegd = False
    for tenant in o.beleid.tenants:
        with o.huis.klokwerk() as werk:
            lijst = gebreken(o.beleid, werk.gereedheid.tenant(tenant))
        if not any((een.deel, een.ernst) == (CEREMONIE, ROOD) for een in lijst):
            continue
        if not uitgelegd:
            click.echo(OVER_CODES)
            uitgelegd = True
        if vraag_ja(NU_DOEN.format(wat=f"Herstelcodes van {gemeente_tekst(o.beleid, tenant)}")):
            houd_ceremonie(o.huis, tenant, o.bewaarder())


# -- the end


def _besluit(o: Opzetting) -> None:
    """Say what is still missing, and who must do it."""
    regels = []
    for tenant in o.beleid.tenants:
        with o.huis.klokwerk() as werk:
            lijst = gebreken(o.beleid, werk.gereedheid.tenant(tenant))
        wie = gemeente_tekst(o.beleid, tenant)
        regels += [f"  {wie}: {een.wat} {een.hoe}" for een in lijst if een.ernst == ROOD]
    click.echo("\n".join([NOG, *regels]) if regels else AF)
    # Also with something missing: a desk is opened on the pages, so they must run first.
    click.echo(START.format(adres=o.huis.settings.basis_url))
