"""Commands about retention: what falls due, the run of today, the register, certificates, and trying again."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import click
from sqlalchemy import select

from storage import vernietigregister
from storage.crypto.errors import Ongeldig
from storage.installatie import Installatie
from storage.keys.wortel import WortelFout
from storage.migratie import VersieFout
from storage.tables.logboek import LogRij
from storage.vernietigen import vernietig
from web.huisopdrachten import open_huis
from web.opdracht import Mislukt, gewone_woorden, met_data
from workflow import bewaren, vernietigingen
from workflow.bewaarklassen import KOLOM
from workflow.bewaarstand import dag_van
from workflow.fouten import NietGevonden
from workflow.termijnen import TIJDZONE

gewoon = gewone_woorden(WortelFout, VersieFout)


@click.group()
def retention() -> None:
    """Retention and destruction."""


@retention.command("list")
@met_data
@click.option("--days", type=click.IntRange(0, 3650), default=60, show_default=True, help="How far ahead to look.")
@gewoon
def lijst(data: Path | None, days: int) -> None:
    """What falls due, per municipality and day; numbers of cases are left out of protected ones."""
    with open_huis(data) as huis, huis.klokwerk() as werk:
        vandaag = huis.nu().astimezone(TIJDZONE).date()
        tot = vandaag + timedelta(days=days)
        for zaak in bewaren.binnenkort(werk, vandaag, days, bewaren.ALLE):
            for deel in KOLOM:
                dag = dag_van(zaak, deel)
                if dag is not None and dag <= tot:
                    nummer = "(protected)" if zaak.afgeschermd else zaak.nummer
                    click.echo(f"{dag} {zaak.houder} {nummer} {deel}{' held' if zaak.vasthouden else ''}")


@retention.command()
@met_data
@gewoon
def run(data: Path | None) -> None:
    """Announce and destroy now what is due, as the planner does once a day."""
    with open_huis(data) as huis:
        nu = huis.nu()
        dag = nu.astimezone(TIJDZONE).date()
        bewaren.dagelijks(partial(huis.klokwerk, nu), huis.beleid, dag, huis.settings.basis_url)
        click.echo(f"{vernietig(huis, nu)} destroyed.")


@retention.command()
@met_data
@gewoon
def verify(data: Path | None) -> None:
    """Compare the destruction register with the certificates in the log; exit 1 when one is missing."""
    with open_huis(data) as huis:
        register = vernietigregister.lees(huis)
        ontbreekt = [
            nummer for nummer, merk in _certificaten(huis) if merk is not None and merk not in register.vernietigd
        ]
    if ontbreekt:
        raise Mislukt(f"Certificates without a line in the register: {', '.join(ontbreekt)}.")
    click.echo(f"The register is whole: {register.nr} runs, {len(register.vernietigd)} destroyed things.")


def _certificaten(huis: Installatie) -> list[tuple[str, str | None]]:
    """Each certificate in the log, with the hash of its case when the whole case went."""
    gevonden: list[tuple[str, str | None]] = []
    with huis.alles() as sessie:
        for rij in sessie.scalars(select(LogRij).execution_options(yield_per=1000)):
            try:
                inhoud = huis.kekken.lees(rij.tenant, ("log", rij.tenant, "inhoud", rij.seq), rij.inhoud)
            except Ongeldig:
                continue
            if inhoud["handeling"] == "vernietigd" and "certificaat" in inhoud:
                gevonden.append((inhoud["certificaat"], inhoud["zaak"] if inhoud["deel"] == "zaak" else None))
    return gevonden


@retention.command()
@met_data
@click.argument("number")
@gewoon
def certificate(data: Path | None, number: str) -> None:
    """Print one certificate."""
    with open_huis(data) as huis, huis.klokwerk() as werk:
        try:
            kwestie = vernietigingen.find_certificaat(werk, number)
        except NietGevonden:
            raise Mislukt(f"There is no certificate {number}.") from None
        click.echo(vernietigingen.tekst(kwestie.tenant, kwestie), nl=False)


@retention.command()
@met_data
@gewoon
def retry(data: Path | None) -> None:
    """Try again what failed too often; the next run takes it along."""
    with open_huis(data) as huis, huis.klokwerk() as werk:
        aantal = vernietigingen.probeer_opnieuw(werk)
        werk.bevestig()
    click.echo(f"{aantal} cases will be tried again.")
