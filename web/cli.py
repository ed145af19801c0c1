"""The command line: practice environment, pages, clock, migrations, and the checks on policy and log."""

import logging
import shutil
from pathlib import Path
from typing import cast

import click
from flask import Flask

from config.settings import Settings
from storage.database import maak_engine
from storage.installatie import Installatie
from storage.keys.wortel import WortelFout
from storage.migratie import VersieFout, migreer
from web import (
    beleidsopdrachten,
    convenantopdrachten,
    noodopdrachten,
    oefenwereld,
    opzetdialoog,
    sleutelopdrachten,
    toezichtopdrachten,
    vernietigopdrachten,
)
from web.access import PaginasKloppenNiet
from web.app import create_app
from web.draaien import LOOPBACK, bedien, is_loopback, luister, slot, stop_op_sigterm, wacht_op_einde
from web.huis import NAAM
from web.huisopdrachten import open_huis
from web.opdracht import Mislukt, gewone_woorden, instellingen, met_data, met_poort
from web.planner import Planner
from web.statisch import NietGebouwd
from workflow import routewissel
from workflow.beleidladen import laad_beleid

gewoon = gewone_woorden(WortelFout, VersieFout, NietGebouwd, PaginasKloppenNiet)
WACHT_OP_KLOK = 30
ALLE_ZAKEN = 1_000_000
BEZIG, KLAAR = "being made", "ready"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="meldroute", message="%(prog)s %(version)s")
def main() -> None:
    """Meldroute: the route of a signal of human trafficking, and who has its key."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


main.add_command(beleidsopdrachten.route)
main.add_command(beleidsopdrachten.covenant)
beleidsopdrachten.covenant.add_command(convenantopdrachten.simulate)
main.add_command(opzetdialoog.setup)
main.add_command(noodopdrachten.escrow)
main.add_command(sleutelopdrachten.keys)
main.add_command(vernietigopdrachten.retention)
main.add_command(toezichtopdrachten.audit)


# -- running


def _huis(app: Flask) -> Installatie:
    return cast(Installatie, app.extensions[NAAM])


@main.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of the practice environment; made and filled when it is empty.",
)
@met_poort
@click.option("--host", default=LOOPBACK, hidden=True)
@click.option("--no-signals", is_flag=True, help="Start without practice signals.")
@gewoon
def demo(data: Path, port: int, host: str, no_signals: bool) -> None:
    """Run the practice environment: pages and clock, on this machine alone."""
    if not is_loopback(host):
        raise Mislukt("The practice environment never listens beyond this machine: its passphrases are no secret.")
    stop_op_sigterm()
    with luister(host, port) as stopcontact, slot(data) as stand:
        naam = f"[{host}]" if ":" in host else host
        adres = f"http://{naam}:{stopcontact.getsockname()[1]}"
        settings = instellingen(data, oefenomgeving=True, basis_url=adres, trusted_hosts=(host, "localhost"))
        _maak_oefenwereld(settings, stand, signalen=not no_signals)
        app = create_app(settings)
        huis = _huis(app)
        klok = Planner(huis)
        klok.start()
        try:
            # From the first page on everything is ready, the clock included.
            klok.eerste_ronde.wait(WACHT_OP_KLOK)
            bedien(app, stopcontact, _welkom(settings, adres))
        finally:
            klok.stop()
            huis.sluit()
            click.echo("Stopped.")


def _welkom(settings: Settings, adres: str) -> str:
    accounts, mail = settings.data / oefenwereld.ACCOUNTS, settings.mail_dir
    waar = "through the mail server" if settings.smtp_url else f"in {mail}"
    return (
        f"Meldroute, practice environment: {adres}\n"
        f"  Accounts and their passphrases: {accounts}\n  Mail goes out {waar}\n  Stop with Ctrl-C."
    )


def _maak_oefenwereld(settings: Settings, stand: Path, *, signalen: bool) -> None:
    """Make the practice world, or go on with the one that is there. A set-up that broke off starts anew."""
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
@gewoon
def serve(data: Path | None, port: int, host: str) -> None:
    """Serve the pages of an installation."""
    stop_op_sigterm()
    settings = instellingen(data)
    if settings.oefenomgeving and not is_loopback(host):
        raise Mislukt("This is a practice environment: it never listens beyond this machine.")
    with luister(host, port) as stopcontact:
        app = create_app(settings)
        try:
            bedien(app, stopcontact, f"Meldroute listens on {host} port {stopcontact.getsockname()[1]}.")
        finally:
            _huis(app).sluit()


@main.command()
@met_data
@gewoon
def planner(data: Path | None) -> None:
    """Run the clock of an installation: reminders, mail, and the work of the day."""
    with open_huis(data) as huis:
        klok = Planner(huis)
        klok.start()
        click.echo("The planner runs.")
        wacht_op_einde()
        klok.stop()


@main.command()
@met_data
@gewoon
def migrate(data: Path | None) -> None:
    """Bring the databases of an installation up to this version."""
    settings = instellingen(data)
    if not settings.root_file.exists():
        raise Mislukt(f"There is no installation here: {settings.root_file} is missing.")
    adressen = {"zaken": settings.database_url, "kluis": settings.kluis_url, "sessies": settings.sessie_url}
    for soort, url in adressen.items():
        engine = maak_engine(url)
        migreer(engine, soort)
        engine.dispose()
        click.echo(f"{soort}: up to date")


@beleidsopdrachten.route.command("migrate")
@met_data
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@gewoon
def route_migrate(data: Path | None, dry_run: bool) -> None:
    """Put all cases on the current version of their route; those that can't go over stay, and are named."""
    gebleven = 0
    with open_huis(data) as huis:
        with huis.klokwerk() as werk:
            ids = [zaak.id for zaak in werk.zaken.lijst(aantal=ALLE_ZAKEN)]
        for zaak_id in ids:
            with huis.klokwerk() as werk:
                zaak = werk.zaken.get(zaak_id)
                punten = routewissel.hindernissen(werk, zaak)
                gebleven += bool(punten)
                if punten:
                    click.echo(f"{zaak.nummer} stays: {'; '.join(punten)}")
                elif not dry_run:
                    routewissel.zet_over(werk, huis.beleid, zaak)
    click.echo(f"{len(ids) - gebleven} cases {'can go' if dry_run else 'are'} on the current route, {gebleven} stay.")
