"""The commands on the policy: check it, draw it, compare it, explain it."""

from datetime import datetime
from pathlib import Path

import click

from config.bestanden import lees
from web.opdracht import Mislukt, gewone_woorden, instellingen
from workflow.beleid import Beleid
from workflow.beleidladen import ROUTES, laad_beleid
from workflow.convenant import VORMTEKST, ConvenantOnbekend
from workflow.diagram import dot
from workflow.route import Route, laad_route
from workflow.termijnen import TIJDZONE
from workflow.vergelijken import vergelijk


def _beleid() -> Beleid:
    return laad_beleid(instellingen(None).config_map)


@click.group()
def route() -> None:
    """The route tables."""


@route.command("check")
@gewone_woorden()
def route_check() -> None:
    """Find contradictions in the route tables and everything they lean on."""
    for een in _beleid().routes.values():
        click.echo(f"{een.naam}: {len(een.staten)} states, {len(een.stappen)} steps, version {een.hash[:12]}")
    click.echo("No contradictions.")


@route.command("diagram")
@click.argument("naam", metavar="[ROUTE]", type=click.Choice(ROUTES), default=ROUTES[0])
@gewone_woorden()
def route_diagram(naam: str) -> None:
    """Write the picture of a route as Graphviz text."""
    beleid = _beleid()
    click.echo(dot(beleid.routes[naam], beleid.werkplekken.rolnamen), nl=False)


@route.command("compare")
@click.argument("oud", metavar="OLD", type=click.Path(exists=True, path_type=Path))
@click.argument("nieuw", metavar="NEW", type=click.Path(exists=True, path_type=Path))
@gewone_woorden()
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


@click.group()
def covenant() -> None:
    """The sharing policy."""


@covenant.command("check")
@gewone_woorden()
def covenant_check() -> None:
    """Find gaps and contradictions in the covenant."""
    een = _beleid().convenant
    click.echo(
        f"Covenant {een.versie}: {len(een.categorieen)} categories, {len(een.ontvangers)} recipients, "
        f"valid from {een.geldig_vanaf.isoformat()} until {een.geldig_tot.isoformat()}, "
        f"{len(een.ondertekenaars)} signatories.\nNo gaps, no overlaps."
    )
    vandaag = datetime.now(TIJDZONE).date()
    if not een.geldt_op(vandaag):
        click.echo(f"It does not hold today. {een.waarom_niet(vandaag)}")


@covenant.command("explain")
@click.argument("categorie", metavar="CATEGORY")
@click.argument("ontvanger", metavar="RECIPIENT")
@click.option("--if", "als", multiple=True, metavar="CODE", help="A circumstance that holds; may be given again.")
@click.option("--on", "op", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day (default today).")
@gewone_woorden()
def covenant_explain(categorie: str, ontvanger: str, als: tuple[str, ...], op: datetime | None) -> None:
    """Say what RECIPIENT may get of CATEGORY (D1 to D11), and why."""
    convenant = _beleid().convenant
    categorie = categorie.upper()
    dag = op.date() if op is not None else datetime.now(TIJDZONE).date()
    try:
        besluit = convenant.besluit(categorie, ontvanger, "J", als, dag)
    except ConvenantOnbekend:
        raise click.UsageError(
            f"Unknown category, recipient or circumstance. Categories: {', '.join(convenant.categorieen)}. "
            f"Recipients: {', '.join(convenant.ontvangers)}. Circumstances: {', '.join(convenant.omstandigheden)}."
        ) from None
    vorm = besluit.hoogste_vorm
    click.echo(f"{categorie} {ontvanger}: {vorm} ({VORMTEKST[vorm]})\n{besluit.reden}")
    titel = convenant.artikelen[besluit.artikel]
    bewaren = convenant.categorieen[categorie].bewaren
    click.echo(f"Grond: {besluit.grond}. Artikel: {besluit.artikel} ({titel}). Bewaren: {bewaren}.")
    click.echo(f"Convenant {besluit.versie}, op {dag.isoformat()}.")
