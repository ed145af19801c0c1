"""The commands of the supervision: verify, export and clear the log; the register and annex from the tables."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

import click

from storage import controlepunten, logboekopruimen
from storage.installatie import Installatie
from storage.keys.wortel import WortelFout
from storage.kolommen import kolommen
from storage.logboekopruimen import OpruimenGeweigerd
from storage.migratie import VersieFout
from storage.notities import Notitie, lees_notities
from web.beleidsopdrachten import covenant
from web.huisopdrachten import open_huis
from web.opdracht import Mislukt, gewone_woorden, instellingen, met_data
from workflow import ldv
from workflow.beleidladen import laad_beleid
from workflow.logregel import Logregel
from workflow.verwerkingsregister import dpia, register

gewoon = gewone_woorden(WortelFout, VersieFout, OpruimenGeweigerd)
ALLES = 100_000_000
DAG = click.DateTime(["%Y-%m-%d"])


@click.group()
def audit() -> None:
    """The log."""


@audit.command("verify")
@met_data
@click.option("--deep", is_flag=True, help="Also open each entry and compare each sealed row with it.")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A signed note that was kept elsewhere: a saved mail, or a copy of the file of checkpoints.",
)
@gewoon
def audit_verify(data: Path | None, deep: bool, against: Path | None) -> None:
    """Verify the log; exit 0 when it is whole, 1 with the first broken entry."""
    buiten: list[Notitie] = [] if against is None else lees_notities(against.read_bytes())
    if against is not None and not buiten:
        raise Mislukt(f"{against} holds no signed note.")
    with open_huis(data) as huis:
        breuk = controlepunten.controleer(huis, diep=deep, buiten=buiten)
    if breuk is not None:
        raise Mislukt(f"The log is broken: {breuk.tenant}, entry {breuk.seq}: {breuk.reden}.")
    click.echo("The log is whole.")
    if buiten:
        click.echo(f"It holds what {len(buiten)} notes say; the last one is of {max(een.dag for een in buiten)}.")


@audit.command("export")
@met_data
@click.option("--ldv", "als_ldv", is_flag=True, help="In the shape of the Logboek Dataverwerkingen: JSON lines.")
@click.option("--from", "van", type=DAG, help="First day.")
@click.option("--to", "tot", type=DAG, help="Last day.")
@click.option("--tenant", help="One municipality, or regio; all of them when left out.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; must not exist yet.")
@gewoon
def audit_export(
    data: Path | None, als_ldv: bool, van: datetime | None, tot: datetime | None, tenant: str | None, out: Path | None
) -> None:
    """Write the log without users, for who must account for the processing; the export itself is logged."""
    if not als_ldv:
        raise click.UsageError("Say in which shape: --ldv is the only one.")
    with open_huis(data) as huis:
        if tenant is not None and tenant not in huis.beleid.tenants:
            raise click.UsageError(f"Unknown tenant. Tenants: {', '.join(huis.beleid.tenants)}.")
        tenants = [tenant] if tenant else list(huis.beleid.tenants)
        dagen = (van.date() if van else date.min, tot.date() if tot else date.max)
        with huis.klokwerk() as werk:
            for een in tenants:
                werk.log("logboek_uitgevoerd", bij=een, vorm="ldv", van=str(dagen[0]), tot=str(dagen[1]))
            werk.bevestig()
        if out is None:
            _schrijf(huis, tenants, dagen, sys.stdout)
        else:
            with out.open("x", encoding="utf-8") as uit:
                aantal = _schrijf(huis, tenants, dagen, uit)
            click.echo(f"{aantal} lines in {out}.")


def _schrijf(huis: Installatie, tenants: list[str], dagen: tuple[date, date], uit: TextIO) -> int:
    app = {"service.name": "meldroute", "service.version": version("meldroute")}
    aantal = 0
    for tenant in tenants:
        for regel in _regels(huis, tenant, dagen):

            def zegel(nr: int, wie: str, regel: Logregel = regel) -> bytes:
                return huis.kekken.zegel(regel.tenant, ("ldv", regel.tenant, regel.seq, nr), {"wie": wie})

            for lijn in ldv.regels(huis.beleid, huis.naam, huis.settings.basis_url, app, regel, zegel):
                uit.write(json.dumps(lijn, ensure_ascii=False) + "\n")
                aantal += 1
    return aantal


def _regels(huis: Installatie, tenant: str, dagen: tuple[date, date]) -> Iterator[Logregel]:
    """The entries of these days, newest first: the log is read back, a slice at a time."""
    with huis.klokwerk() as werk:
        for regel in werk.logboek.terug(dagen[0], tenant=tenant, hoogstens=ALLES):
            if regel.inhoud is not None and str(regel.inhoud["ts"])[:10] <= dagen[1].isoformat():
                yield regel


@audit.command("prune")
@met_data
@gewoon
def audit_prune(data: Path | None) -> None:
    """Clear away entries that are older than their retention class; a signed checkpoint is the new beginning."""
    with open_huis(data) as huis:
        weg = logboekopruimen.ruim_op(huis)
    for tenant, aantal in weg.items():
        click.echo(f"{tenant}: {aantal} entries cleared away.")
    if not weg:
        click.echo("Nothing is old enough.")


@covenant.command("register")
@gewone_woorden()
def covenant_register() -> None:
    """Write the register of processing (AVG 30) as Markdown, from the tables."""
    click.echo(register(laad_beleid(instellingen(None).config_map)), nl=False)


@covenant.command("dpia")
@gewone_woorden()
def covenant_dpia() -> None:
    """Write the annex of the DPIA as Markdown, from the tables and the databases."""
    click.echo(dpia(laad_beleid(instellingen(None).config_map), kolommen()), nl=False)
