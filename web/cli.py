"""The command line: practice environment, pages, clock, migrations, and the checks on policy and log."""

import errno
import fcntl
import ipaddress
import logging
import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from threading import Event
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

import click
from flask import Flask
from sqlalchemy.exc import DatabaseError
from waitress.server import create_server

from config.bestanden import BestandFout, lees
from config.settings import Settings, SettingsError
from storage import controlepunten
from storage.database import maak_engine
from storage.installatie import Installatie
from storage.keys.wortel import WortelFout
from storage.migratie import VersieFout, migreer
from web import oefenwereld
from web.app import create_app
from web.huis import NAAM
from web.planner import Planner
from workflow.beleid import Beleid
from workflow.beleidladen import ROUTES, laad_beleid
from workflow.convenant import VORMTEKST, ConvenantOnbekend
from workflow.diagram import dot
from workflow.fouten import OpslagOnbereikbaar
from workflow.route import Route, laad_route
from workflow.tabel import BeleidFout
from workflow.vergelijken import vergelijk

P = ParamSpec("P")
T = TypeVar("T")
DRADEN = 8
LOOPBACK = "127.0.0.1"
STAND = "oefenomgeving"
BEZIG, KLAAR = "being made", "ready"


class Mislukt(click.ClickException):
    """A failure in plain words; the exit status is 1."""


def _vertaal(fout: Exception) -> str:
    """What went wrong, in words for who stands at the keyboard."""
    if isinstance(fout, BeleidFout):
        regels = [f"  {een.bestand}: {een.rij + ': ' if een.rij else ''}{een.reden}" for een in fout.tegenspraken]
        return "\n".join(["The policy contradicts itself:", *regels])
    if isinstance(fout, SettingsError):
        return f"Wrong setting. {fout}"
    if isinstance(fout, OSError) and fout.errno == errno.ENOSPC:
        return "The disk is full. Free some space and try again."
    if isinstance(fout, OSError) and fout.filename:
        return f"{fout.filename}: {fout.strerror}"
    if isinstance(fout, DatabaseError):
        # The statement and its values stay out: they can hold an address of the data base.
        return f"The database can't be used: {fout.orig}"
    if isinstance(fout, OpslagOnbereikbaar):
        return "The database is locked, full or away. Try again."
    return str(fout)


FOUTEN = (BestandFout, BeleidFout, SettingsError, WortelFout, VersieFout, OSError, DatabaseError, OpslagOnbereikbaar)


def gewone_woorden(doe: Callable[P, T]) -> Callable[P, T]:
    """Turn an expected failure of a command into one line and exit status 1."""

    @wraps(doe)
    def om(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return doe(*args, **kwargs)
        except FOUTEN as fout:
            raise Mislukt(_vertaal(fout)) from None

    return om


def _instellingen(data: Path | None, **overrides: Any) -> Settings:
    if data is not None:
        overrides["data"] = data.absolute()
    return Settings.from_environment(os.environ, **overrides)


met_data = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the installation (default ./data)."
)
met_poort = click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 takes a free one."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="meldroute", message="%(prog)s %(version)s")
def main() -> None:
    """Meldroute: the route of a signal of human trafficking, and who has its key."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


# -- running


@contextmanager
def _luister(host: str, poort: int) -> Iterator[socket.socket]:
    """Take the port before anything else is done, so that a taken one is told at once."""
    familie = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(familie, socket.SOCK_STREAM) as stopcontact:
        stopcontact.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            stopcontact.bind((host, poort))
        except OSError as fout:
            if fout.errno == errno.EADDRINUSE:
                raise Mislukt(f"Port {poort} is in use. Stop the other program, or choose another --port.") from None
            raise Mislukt(f"Can't listen on {host} port {poort}: {fout.strerror}.") from None
        yield stopcontact


def _stop(_nummer: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def _bedien(app: Flask, stopcontact: socket.socket, klaar: str) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    server = create_server(app, sockets=[stopcontact], threads=DRADEN, ident=None, clear_untrusted_proxy_headers=True)
    click.echo(klaar)
    try:
        server.run()
    finally:
        server.close()


def _huis(app: Flask) -> Installatie:
    return cast(Installatie, app.extensions[NAAM])


@main.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder of the practice environment; made and filled when it is empty.",
)
@met_poort
@click.option("--host", default=LOOPBACK, hidden=True)
@click.option("--no-signals", is_flag=True, help="Start without practice signals.")
@gewone_woorden
def demo(data: Path, port: int, host: str, no_signals: bool) -> None:
    """Run the practice environment: pages and clock, on this machine alone."""
    if not _is_loopback(host):
        raise Mislukt("The practice environment never listens beyond this machine: its passphrases are no secret.")
    signal.signal(signal.SIGTERM, _stop)
    with _luister(host, port) as stopcontact, _slot(data):
        adres = f"http://{host}:{stopcontact.getsockname()[1]}"
        settings = _instellingen(data, oefenomgeving=True, basis_url=adres, trusted_hosts=(host, "localhost"))
        _maak_oefenwereld(settings, signalen=not no_signals)
        app = create_app(settings)
        huis = _huis(app)
        planner = Planner(huis)
        planner.start()
        try:
            _bedien(app, stopcontact, _welkom(settings, adres))
        except KeyboardInterrupt:
            pass
        finally:
            planner.stop()
            huis.sluit()
            click.echo("Stopped.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _welkom(settings: Settings, adres: str) -> str:
    accounts, mail = settings.data / oefenwereld.ACCOUNTS, settings.mail_dir
    waar = "through the mail server" if settings.smtp_url else f"in {mail}"
    return (
        f"Meldroute, practice environment: {adres}\n"
        f"  Accounts and their passphrases: {accounts}\n  Mail goes out {waar}\n  Stop with Ctrl-C."
    )


@contextmanager
def _slot(data: Path) -> Iterator[None]:
    """Hold the folder for this process. Only an empty folder, or one that was made here, is used."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    stand = data / STAND
    if not stand.exists() and any(data.iterdir()):
        raise Mislukt(f"{data} holds something else. Choose an empty folder for the practice environment.")
    with stand.open("a", encoding="utf-8") as bestand:
        try:
            fcntl.flock(bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Mislukt(f"A practice environment already runs in {data}.") from None
        yield


def _maak_oefenwereld(settings: Settings, *, signalen: bool) -> None:
    """Make the practice world, or go on with the one that is there. A set-up that broke off starts anew."""
    stand = settings.data / STAND
    if stand.read_text(encoding="utf-8").strip() == KLAAR:
        click.echo(f"Going on with the practice environment in {settings.data}.")
        return
    for rest in settings.data.iterdir():
        if rest != stand:
            shutil.rmtree(rest) if rest.is_dir() else rest.unlink()
    stand.write_text(BEZIG, encoding="utf-8")
    click.echo(f"Making a practice environment in {settings.data} ...")
    oefenwereld.maak(settings, laad_beleid(settings.config_map), click.echo, signalen=signalen)
    stand.write_text(KLAAR, encoding="utf-8")


@main.command()
@met_data
@met_poort
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on, behind a proxy with TLS.")
@gewone_woorden
def serve(data: Path | None, port: int, host: str) -> None:
    """Serve the pages of an installation."""
    signal.signal(signal.SIGTERM, _stop)
    settings = _instellingen(data)
    if not settings.basis_url.startswith("https://"):
        raise Mislukt("MELDROUTE_BASIS_URL must begin with https://; only a practice environment runs without.")
    with _luister(host, port) as stopcontact:
        app = create_app(settings)
        try:
            _bedien(app, stopcontact, f"Meldroute listens on {host} port {stopcontact.getsockname()[1]}.")
        except KeyboardInterrupt:
            pass
        finally:
            _huis(app).sluit()


@main.command()
@met_data
@gewone_woorden
def planner(data: Path | None) -> None:
    """Run the clock of an installation: reminders, mail, and the work of the day."""
    settings = _instellingen(data)
    huis = Installatie(settings, laad_beleid(settings.config_map))
    einde = Event()
    for soort in (signal.SIGTERM, signal.SIGINT):
        signal.signal(soort, lambda _nummer, _frame: einde.set())
    werker = Planner(huis)
    werker.start()
    click.echo("The planner runs.")
    einde.wait()
    werker.stop()
    huis.sluit()


@main.command()
@met_data
@gewone_woorden
def migrate(data: Path | None) -> None:
    """Bring the databases of an installation up to this version."""
    settings = _instellingen(data)
    if not settings.root_file.exists():
        raise Mislukt(f"There is no installation here: {settings.root_file} is missing.")
    adressen = {"zaken": settings.database_url, "kluis": settings.kluis_url, "sessies": settings.sessie_url}
    for soort, url in adressen.items():
        engine = maak_engine(url)
        migreer(engine, soort)
        engine.dispose()
        click.echo(f"{soort}: up to date")


# -- the policy


def _beleid() -> Beleid:
    return laad_beleid(_instellingen(None).config_map)


@main.group()
def route() -> None:
    """The route tables."""


@route.command("check")
@gewone_woorden
def route_check() -> None:
    """Find contradictions in the route tables and everything they lean on."""
    for een in _beleid().routes.values():
        click.echo(f"{een.naam}: {len(een.staten)} states, {len(een.stappen)} steps, version {een.hash[:12]}")
    click.echo("No contradictions.")


@route.command("diagram")
@click.argument("naam", metavar="[ROUTE]", type=click.Choice(ROUTES), default=ROUTES[0])
@gewone_woorden
def route_diagram(naam: str) -> None:
    """Write the picture of a route as Graphviz text."""
    beleid = _beleid()
    click.echo(dot(beleid.routes[naam], beleid.werkplekken.rolnamen), nl=False)


@route.command("compare")
@click.argument("oud", metavar="OLD", type=click.Path(exists=True, path_type=Path))
@click.argument("nieuw", metavar="NEW", type=click.Path(exists=True, path_type=Path))
@gewone_woorden
def route_compare(oud: Path, nieuw: Path) -> None:
    """Tell what changes, and for whom, between two route files or two policy folders."""
    was, wordt = _routes(oud), _routes(nieuw)
    regels = []
    for naam in dict.fromkeys([*was, *wordt]):
        if naam not in was or naam not in wordt:
            regels.append(f"route '{naam}' {'komt erbij' if naam in wordt else 'vervalt'}")
        else:
            regels += [f"{naam}: {regel}" for regel in vergelijk(was[naam], wordt[naam])]
    click.echo("\n".join(regels) if regels else "Nothing changes.")


def _routes(pad: Path) -> dict[str, Route]:
    if pad.is_file():
        gelezen = laad_route(lees(pad), pad.name)
        return {gelezen.naam: gelezen}
    map_ = pad / "routes" if (pad / "routes").is_dir() else pad
    bestanden = sorted(map_.glob("*.toml"))
    if not bestanden:
        raise Mislukt(f"{pad} holds no route files.")
    return {een.naam: een for een in (laad_route(lees(bestand), bestand.name) for bestand in bestanden)}


@main.group()
def covenant() -> None:
    """The sharing policy."""


@covenant.command("check")
@gewone_woorden
def covenant_check() -> None:
    """Find gaps and contradictions in the covenant."""
    een = _beleid().convenant
    click.echo(
        f"Covenant {een.versie}: {len(een.categorieen)} categories, {len(een.ontvangers)} recipients, "
        f"valid until {een.geldig_tot.isoformat()}.\nNo gaps."
    )


@covenant.command("explain")
@click.argument("categorie", metavar="CATEGORY")
@click.argument("ontvanger", metavar="RECIPIENT")
@click.option("--if", "als", multiple=True, metavar="CODE", help="A circumstance that holds; may be given again.")
@gewone_woorden
def covenant_explain(categorie: str, ontvanger: str, als: tuple[str, ...]) -> None:
    """Say what RECIPIENT may get of CATEGORY (D1 to D11), and why."""
    convenant = _beleid().convenant
    categorie = categorie.upper()
    try:
        besluit = convenant.besluit(categorie, ontvanger, "J", als)
    except ConvenantOnbekend:
        raise click.UsageError(
            f"Unknown category, recipient or circumstance. Categories: {', '.join(convenant.categorieen)}. "
            f"Recipients: {', '.join(convenant.ontvangers)}. Circumstances: {', '.join(convenant.omstandigheden)}."
        ) from None
    vorm = besluit.hoogste_vorm
    click.echo(f"{categorie} {ontvanger}: {vorm} ({VORMTEKST[vorm]})\n{besluit.reden}")
    click.echo(f"Grond: {besluit.grond}. Artikel: {besluit.artikel}.")


# -- the log


@main.group()
def audit() -> None:
    """The log."""


@audit.command("verify")
@met_data
@click.option("--deep", is_flag=True, help="Also open each entry and compare each sealed row with it.")
@gewone_woorden
def audit_verify(data: Path | None, deep: bool) -> None:
    """Verify the log; exit 0 when it is whole, 1 with the first broken entry."""
    settings = _instellingen(data)
    huis = Installatie(settings, laad_beleid(settings.config_map))
    try:
        breuk = controlepunten.controleer(huis, diep=deep)
    finally:
        huis.sluit()
    if breuk is not None:
        raise Mislukt(f"The log is broken: {breuk.tenant}, entry {breuk.seq}: {breuk.reden}.")
    click.echo("The log is whole.")
