"""The commands of the recovery ceremony: new paper codes, the yearly drill, and what two codes bring back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from storage.bewaarders import Bewaarder, aan_het_toetsenbord, open_bewaarder
from storage.ceremonie import GEEN_CEREMONIE, Nieuwecodes, neem_in_gebruik, nieuwe_codes, oefen
from storage.crypto.errors import Ongeldig, TeDruk
from storage.database import ALLES
from storage.installatie import Installatie
from storage.keys.noodsleutels import CodesGeweigerd, find_noodsleutel, open_noodsleutel
from storage.keys.werkplekken import tenant_van
from storage.keys.wortel import WortelFout
from storage.migratie import VersieFout
from storage.noodherstel import find_ontvanger, herstel_werkplek, herstel_wortel
from storage.unit_of_work import Eenheid
from web.huisopdrachten import open_huis
from web.opdracht import Mislukt, gewone_woorden, instellingen, met_data
from web.samenspraak import TERUGTYPEN, probeer, toon_een_voor_een, vraag_codes, vraag_ja
from workflow.actor import Actor
from workflow.fouten import InloggenMislukt
from workflow.partners import REGIO
from workflow.uitnodigen import past
from workflow.werkplektekst import gemeente_tekst, werkplek_tekst

T = TypeVar("T")
gewoon = gewone_woorden(WortelFout, VersieFout, CodesGeweigerd, TeDruk)
GEEN_BEWAARDER = "Dit mailadres of deze wachtzin klopt niet, of je bent geen bewaarder."
BEWAARDER = "Een bewaarder tekent voor de nieuwe herstelcodes."
OUDE_CODES = "Heb je twee van de oude codes? Dan werken de nieuwe meteen voor alle werkplekken."
ZONDER_OUDE = "Elke werkplek doet mee zodra een van haar houders inlogt. Vraag hun om dat vandaag te doen."
NIEUW = "De nieuwe herstelcodes van {wie} werken."
OUDE_DOOD = "De oude codes openen niets meer."
BEWAAR = "Doe elk papier in een eigen envelop. Leg de drie enveloppen op drie plekken."
GEOEFEND = "De codes van {wie} werken. De oefening is opgeschreven."
VRAAG_HERSTEL = "Je geeft de sleutel van {plek} aan {naam}. Klopt dat?"
NIETS_GEDAAN = "Er is niets veranderd."
HERSTELD = "{naam} heeft nu de sleutel van {plek}."
VERPLICHT = "De codes zijn nu gebruikt. Maak nieuwe met: meldroute escrow new {tenant}."
AFGESCHERMD = "{aantal} afgeschermde zaken gingen mee."
WORTEL = "De hoofdsleutel staat weer op zijn plaats: {pad}."
PAST_NIET = "De rol van dit account past niet bij deze werkplek."
NIEMAND = "Er is geen actief account met dit mailadres, of er is aan geknoeid."


@click.group()
def escrow() -> None:
    """The recovery ceremony: three paper codes per municipality, two of them bring back what was lost."""


def in_eenheid(
    huis: Installatie, actor: Actor, doe: Callable[[Eenheid], T], handeling: str, *, bij: str = "", **gegevens: Any
) -> T:
    """Do something in one unit of work that is logged and committed; a refusal of codes is logged by itself.

    In: `bij` is the tenant whose log it belongs in, that of the actor when left out.
    Errors: CodesGeweigerd; nothing is changed then.
    """
    try:
        with huis.werk(actor) as werk:
            assert isinstance(werk, Eenheid)
            uitkomst = doe(werk)
            werk.log(handeling, bij=bij, **gegevens)
            werk.bevestig()
            return uitkomst
    except CodesGeweigerd:
        log_weigering(huis, actor, handeling, bij)
        raise


def log_weigering(huis: Installatie, actor: Actor, handeling: str, bij: str = "") -> None:
    """Write that codes were refused, and never which."""
    with huis.werk(actor) as werk:
        werk.log(handeling, bij=bij, uitkomst="geweigerd")
        werk.bevestig()


def _tenant(huis: Installatie, slug: str) -> str:
    if slug not in huis.beleid.tenants:
        raise click.UsageError(f"Unknown municipality. One of: {', '.join(huis.beleid.tenants)}.")
    return slug


@escrow.command("new")
@click.argument("gemeente", metavar="MUNICIPALITY")
@met_data
@gewoon
def new(gemeente: str, data: Path | None) -> None:
    """Hold a new ceremony for MUNICIPALITY (or regio): three new codes; the old ones open nothing afterwards."""
    with open_huis(data) as huis:
        tenant = _tenant(huis, gemeente)
        click.echo(BEWAARDER)
        houd_ceremonie(huis, tenant, vraag_bewaarder(huis))


def vraag_bewaarder(huis: Installatie) -> Bewaarder:
    """Ask mail and passphrase of a custodian. Errors: Mislukt after three refusals."""

    def vraag() -> Bewaarder:
        email = click.prompt("Mailadres van de bewaarder")
        wachtzin = click.prompt("Wachtzin", hide_input=True)
        try:
            return open_bewaarder(huis, email, wachtzin)
        except InloggenMislukt:
            raise CodesGeweigerd(GEEN_BEWAARDER) from None

    return probeer(vraag, CodesGeweigerd)


def houd_ceremonie(huis: Installatie, tenant: str, bewaarder: Bewaarder) -> None:
    """Make three codes, show them, have two typed back, and only then put them in the place of the old ones.

    A ceremony that breaks off leaves everything as it was. Errors: Mislukt, CodesGeweigerd.
    """
    actor = replace(bewaarder.actor, tenant=tenant)
    vandaag = huis.echte_tijd().date()
    with huis.werk(actor) as werk:
        assert isinstance(werk, Eenheid)
        er_zijn_er = find_noodsleutel(werk.sessie, tenant) is not None
    oude = None
    if er_zijn_er and vraag_ja(OUDE_CODES):
        oude = probeer(lambda: _oude_codes(huis, actor), CodesGeweigerd)
    # Nothing may be held while people write: the unit of work that makes the codes is over before they are shown.
    with huis.werk(actor) as werk:
        assert isinstance(werk, Eenheid)
        nieuw = nieuwe_codes(werk.sessie, tenant, bewaarder.cert, vandaag)
    toon_een_voor_een(nieuw.codes)
    click.echo(TERUGTYPEN)
    probeer(
        lambda: nieuw.oefen(vraag_codes(), vandaag),
        CodesGeweigerd,
        lambda: log_weigering(huis, actor, "ceremonie_nieuw"),
    )
    in_eenheid(huis, actor, lambda werk: _neem(huis, werk, nieuw, oude), "ceremonie_nieuw", nr=str(nieuw.rij.nr))
    click.echo(NIEUW.format(wie=gemeente_tekst(huis.beleid, tenant)))
    if er_zijn_er:
        click.echo(OUDE_DOOD)
    if er_zijn_er and oude is None:
        click.echo(ZONDER_OUDE)
    click.echo(BEWAAR)


def _neem(huis: Installatie, werk: Eenheid, nieuw: Nieuwecodes, oude: list[str] | None) -> None:
    neem_in_gebruik(werk.sessie, huis.kekken, nieuw, huis.wortels, oude)


def _oude_codes(huis: Installatie, actor: Actor) -> list[str]:
    """Ask two of the old codes and see that they open something, before the new ones are made."""
    codes = vraag_codes()

    def toets(werk: Eenheid) -> None:
        rij = find_noodsleutel(werk.sessie, actor.tenant)
        if rij is None:
            raise CodesGeweigerd(GEEN_CEREMONIE)
        open_noodsleutel(rij, codes)

    in_eenheid(huis, actor, toets, "oude_herstelcodes")
    return codes


def _codes_moeten_er_zijn(huis: Installatie, tenant: str) -> None:
    """Say so before anybody fetches paper that was never made. Errors: Mislukt."""
    with huis.werk(aan_het_toetsenbord(tenant)) as werk:
        assert isinstance(werk, Eenheid)
        if find_noodsleutel(werk.sessie, tenant) is None:
            raise Mislukt(GEEN_CEREMONIE)


@escrow.command("drill")
@click.argument("gemeente", metavar="MUNICIPALITY")
@met_data
@gewoon
def drill(gemeente: str, data: Path | None) -> None:
    """Prove that two codes of MUNICIPALITY (or regio) still work; nothing is opened and nothing is shown."""
    with open_huis(data) as huis:
        tenant = _tenant(huis, gemeente)
        actor, vandaag = aan_het_toetsenbord(tenant), huis.echte_tijd().date()
        _codes_moeten_er_zijn(huis, tenant)

        def oefening() -> None:
            codes = vraag_codes()
            in_eenheid(huis, actor, lambda werk: oefen(werk.sessie, tenant, codes, vandaag), "ceremonie_geoefend")

        probeer(oefening, CodesGeweigerd)
        click.echo(GEOEFEND.format(wie=gemeente_tekst(huis.beleid, tenant)))


@escrow.command("restore")
@click.argument("werkplek", metavar="DESK")
@click.argument("email", metavar="MAIL")
@met_data
@gewoon
def restore(werkplek: str, email: str, data: Path | None) -> None:
    """Give the key of DESK (af.aalten) to the account with address MAIL, when all its holders have lost theirs."""
    with open_huis(data) as huis:
        _tenant(huis, tenant_van(werkplek))
        (wie, naam), plek = _ontvanger(huis, werkplek, email), werkplek_tekst(huis.beleid, werkplek)
        _codes_moeten_er_zijn(huis, tenant_van(werkplek))
        if not vraag_ja(VRAAG_HERSTEL.format(plek=plek, naam=naam)):
            raise Mislukt(NIETS_GEDAAN)
        # Protected cases are fenced off from a municipality as such; the codes of its ceremony open them all the same.
        actor = aan_het_toetsenbord(ALLES)

        def herstel() -> int:
            codes = vraag_codes()
            return in_eenheid(
                huis,
                actor,
                lambda werk: herstel_werkplek(werk, werkplek, email, codes),
                "noodherstel",
                bij=tenant_van(werkplek),
                werkplek=werkplek,
                aan=wie.hex(),
            ).zaken

        zaken = probeer(herstel, CodesGeweigerd)
        click.echo(HERSTELD.format(naam=naam, plek=plek))
        if zaken:
            click.echo(AFGESCHERMD.format(aantal=zaken))
        click.echo(VERPLICHT.format(tenant=tenant_van(werkplek)))


def _ontvanger(huis: Installatie, werkplek: str, email: str) -> tuple[bytes, str]:
    """Who gets the desk: his id and name. Errors: Mislukt when he is not there, or his role does not fit."""
    with huis.werk(aan_het_toetsenbord(tenant_van(werkplek))) as werk:
        assert isinstance(werk, Eenheid)
        try:
            gevonden = find_ontvanger(werk, email)
        except Ongeldig:
            gevonden = None
    if gevonden is None:
        raise Mislukt(NIEMAND)
    profiel = gevonden[1]
    if not past(huis.beleid, profiel["rol"], werkplek):
        raise Mislukt(PAST_NIET)
    return gevonden[0].id, str(profiel["naam"])


@escrow.command("restore-root")
@met_data
@gewoon
def restore_root(data: Path | None) -> None:
    """Write a lost root key file anew, with two codes of the region."""
    settings = instellingen(data)
    probeer(lambda: herstel_wortel(settings, vraag_codes()), CodesGeweigerd)
    click.echo(WORTEL.format(pad=settings.root_file))
    with open_huis(data) as huis:
        # Only now can it be logged: the log is sealed under keys that the root key opens.
        in_eenheid(huis, aan_het_toetsenbord(REGIO), _codes_gebruikt, "wortel_hersteld")
    click.echo(VERPLICHT.format(tenant=REGIO))


def _codes_gebruikt(werk: Eenheid) -> None:
    rij = find_noodsleutel(werk.sessie, REGIO)
    if rij is not None:
        rij.gebruikt = werk.echt_vandaag
        werk.sessie.flush()
