"""The commands on keys: what there is, and a new root key, key of a municipality, of the log or of a desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from storage import controlepunten, rotatie
from storage.crypto.errors import TeDruk
from storage.factoren import TWEEDE
from storage.installatie import Installatie
from storage.keys.tekensleutels import TekenketenGebroken
from storage.keys.wortel import WortelFout
from storage.migratie import VersieFout
from storage.rotatie import RotatieGeweigerd, Uitkomst, Voortgang
from storage.sleutelstand import Sleutelstand, Wortelstand, sleutelstand
from web.huisopdrachten import open_huis
from web.opdracht import Mislukt, gewone_woorden, met_data
from workflow import leden
from workflow.fouten import InloggenMislukt, NietGevonden, StapGeweigerd, Wachten
from workflow.lidmaatschap import Vernieuwing

gewoon = gewone_woorden(WortelFout, VersieFout, RotatieGeweigerd, TeDruk)
PER_KEER = 500
KAPOT = "{aantal} values did not open and were left as they were. Run 'meldroute audit verify --deep'."

KETEN = "Key {nr} of the log is not the one it should be. Run 'meldroute audit verify'."


@click.group()
def keys() -> None:
    """The keys: what there is, and how to replace them."""


@contextmanager
def _balk(tekst: str) -> Iterator[Voortgang]:
    """A progress bar whose length is known only once the work is counted."""
    with click.progressbar(length=1, label=tekst) as balk:

        def toon(gedaan: int, totaal: int) -> None:
            balk.length = max(totaal, 1)
            balk.update(gedaan - balk.pos)

        yield toon


def _zeg_kapot(uitkomst: Uitkomst) -> None:
    if uitkomst.kapot:
        click.echo(KAPOT.format(aantal=uitkomst.kapot))


# -- what there is


def _sinds(dag: date | None) -> str:
    return "since the set-up" if dag is None else f"since {dag}"


@keys.command("status")
@met_data
@gewoon
def status(data: Path | None) -> None:
    """Tell the number and date of each key, and what is half done."""
    with open_huis(data) as huis:
        stand = sleutelstand(huis)
    for regel in [*_wortelregels(stand.wortel), *_sleutelregels(stand)]:
        click.echo(regel)


def _wortelregels(wortel: Wortelstand) -> Iterator[str]:
    yield f"root: number {wortel.nr}, {_sinds(wortel.sinds)}"
    if wortel.half:
        yield "  A rotation is half done. Run 'meldroute keys rotate-root': it goes on."
    if wortel.oud or wortel.wachten:
        er = "is still there" if wortel.oud else "is gone"
        yield f"  The key before it {er}; {wortel.wachten} people have not logged in since."
    if not wortel.in_ceremonie:
        yield "  It is not in the recovery ceremony of regio. Run 'meldroute escrow new regio'."


def _sleutelregels(stand: Sleutelstand) -> Iterator[str]:
    nr, dag = stand.controlepunten
    yield f"log: number {nr}, {_sinds(dag)}"
    for een in stand.gemeenten:
        yield f"municipality {een.tenant}: number {een.nr}, {_sinds(een.sinds)}"
        if een.half or een.over:
            yield (
                f"  {een.over} values are under an older key. Run 'meldroute keys rotate-municipality {een.tenant}'"
                + (": it goes on." if een.half else ".")
            )
    for desk in stand.werkplekken:
        yield f"desk {desk.werkplek}: epoch {desk.epoch}, from {desk.sinds} to {desk.tot}"
        if desk.vernieuwen_sinds is not None:
            yield f"  Somebody left on {desk.vernieuwen_sinds}: a member must renew it."


# -- new keys


@keys.command("rotate-root")
@met_data
@gewoon
def rotate_root(data: Path | None) -> None:
    """Make a new root key and new keys for all municipalities. Stop the service first; broken off, it goes on."""
    with open_huis(data) as huis:
        with _balk("Sealing again") as voortgang:
            uitkomst = rotatie.vernieuw_wortel(huis, voortgang)
        wachten = rotatie.achterblijvers(huis)
    _zeg_kapot(uitkomst)
    click.echo(f"The root key is number {uitkomst.nr} now. {uitkomst.over} values were sealed again.")
    if not uitkomst.noodwortel:
        click.echo(
            "No signed recovery ceremony of regio was found, so the new root key is in none. "
            "Run 'meldroute escrow new regio'."
        )
    click.echo(
        f"The old one stays until {wachten} people have logged in once. "
        "See 'meldroute keys status'; then run 'meldroute keys finish-root'."
    )


@keys.command("finish-root")
@met_data
@click.option("--force", is_flag=True, help="Also when people still need it; they need their recovery code then.")
@gewoon
def finish_root(data: Path | None, force: bool) -> None:
    """Delete the old root key once everybody has logged in since the rotation."""
    with open_huis(data) as huis:
        aantal = rotatie.rond_wortel_af(huis, dwing=force)
    click.echo("The old root key is gone.")
    if aantal:
        click.echo(f"{aantal} people need their recovery code to log in.")


@keys.command("rotate-municipality")
@met_data
@click.argument("slug")
@gewoon
def rotate_municipality(data: Path | None, slug: str) -> None:
    """Make a new key for one municipality (or regio). The service may run; broken off, it goes on."""
    with open_huis(data) as huis, _balk("Sealing again") as voortgang:
        uitkomst = rotatie.vernieuw_gemeente(huis, slug, voortgang)
    _zeg_kapot(uitkomst)
    click.echo(f"The key of {slug} is number {uitkomst.nr} now. {uitkomst.over} values were sealed again.")


@keys.command("rotate-audit")
@met_data
@gewoon
def rotate_audit(data: Path | None) -> None:
    """Make a new key for the checkpoints of the log, vouched for by the one before it."""
    with open_huis(data) as huis:
        try:
            nr = rotatie.vernieuw_tekensleutel(huis)
        except TekenketenGebroken as fout:
            raise Mislukt(KETEN.format(nr=fout.nr)) from None
        waar = controlepunten.publiek_bestand(huis)
    click.echo(f"The key of the log is number {nr} now. Keep a copy of {waar} outside this machine.")


@keys.command("rotate-desk")
@met_data
@click.argument("werkplek", metavar="DESK")
@gewoon
def rotate_desk(data: Path | None, werkplek: str) -> None:
    """Make a new key for a desk; one of its members types his passphrase. Broken off, it goes on."""
    with open_huis(data) as huis:
        try:
            token = _log_in(huis)
            try:
                stand = _vernieuw_werkplek(huis, token, werkplek)
            finally:
                huis.sessies.eindig(token)
        except InloggenMislukt:
            raise Mislukt("This mail address, passphrase or code is not right.") from None
        except Wachten as fout:
            raise Mislukt(f"There were too many wrong tries. Wait {fout.seconden} seconds and try again.") from None
        except NietGevonden:
            raise Mislukt(f"There is no desk '{werkplek}' that you have the key of.") from None
        except StapGeweigerd as fout:
            raise Mislukt(" ".join(fout.punten)) from None
    if stand.beschadigd:
        click.echo(KAPOT.format(aantal=stand.beschadigd))
    click.echo(f"The key of {werkplek} is number {stand.epoch} now. A custodian must countersign it within 30 days.")


def _log_in(huis: Installatie) -> str:
    """Ask a member who he is, as the pages do. Out: the token of his session."""
    email = click.prompt("Mail address")
    inlog = huis.toegang.inloggen(email, click.prompt("Passphrase", hide_input=True))
    if inlog.half == TWEEDE:
        inlog = huis.toegang.tweede(inlog.token, click.prompt("Code of your app", hide_input=True))
    if not inlog.klaar:
        raise Mislukt("Log in on the pages once, and set up your second factor there.")
    return inlog.token


def _vernieuw_werkplek(huis: Installatie, token: str, werkplek: str) -> Vernieuwing:
    sessie, _ = huis.sessies.haal(token)
    if sessie is None:
        raise InloggenMislukt
    actor, bos = huis.actor_van_sessie(sessie), huis.sleutelbos(sessie)
    with _balk("Wrapping again") as voortgang:
        while True:
            with huis.werk(actor, bos) as werk:
                stand = leden.vernieuw(werk, huis.beleid, werkplek, PER_KEER)
            voortgang(stand.totaal - stand.over, stand.totaal)
            if not stand.over:
                return stand
