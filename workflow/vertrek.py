"""Somebody leaves a desk, or the organisation: his seats go at once, and those desks must renew their keys."""

from workflow.beleid import Beleid
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.ledenkern import log_bij, tenant_van
from workflow.ports import Werk
from workflow.uitnodigen import BEHEERDER, eis_beheerder
from workflow.werkplektekst import werkplek_tekst

LAATSTE = (
    "Dit is de laatste houder van de werkplek {plek}. Daarna kan niemand de zaken daar meer openen. "
    "Laat eerst iemand anders toe, of bevestig dat je dit toch wilt."
)
LAATSTE_BEWAARDER = (
    "Dit is de laatste bewaarder. Daarna kan niemand een nieuwe werkplek openen. Bevestig dat je dit toch wilt."
)
NIET_JEZELF = "Je kunt je eigen account niet blokkeren. Vraag een andere beheerder."


def is_laatste(werk: Werk, persoon_id: bytes, werkplek: str) -> bool:
    """Say whether nobody else can open this desk today."""
    return not any(een.nu and een.persoon_id != persoon_id for een in werk.werkplekken.houders(werkplek))


def verlaat(werk: Werk, beleid: Beleid, persoon_id: bytes, werkplek: str, *, ook_als_laatste: bool = False) -> None:
    """Let somebody leave a desk: his seat goes at once, and the desk must renew its key.

    For a member, the person himself, and the beheerder of the desk or of the person.
    Errors: NietGevonden; StapGeweigerd for the last holder, unless `ook_als_laatste`.
    """
    persoon, actor = werk.mensen.get(persoon_id), werk.actor
    if werkplek not in {plek.werkplek for plek in werk.werkplekken.plekken(persoon_id)}:
        raise NietGevonden
    beheert = actor.rol == BEHEERDER and actor.tenant in (tenant_van(werkplek), persoon.tenant)
    if not (actor.zit_aan(werkplek) or beheert or actor.persoon_id == persoon_id):
        raise NietGevonden
    if is_laatste(werk, persoon_id, werkplek) and not ook_als_laatste:
        raise StapGeweigerd([LAATSTE.format(plek=werkplek_tekst(beleid, werkplek))])
    werk.leden.neem(werkplek, persoon_id)
    log_bij(werk, "lid_vertrokken", werkplek, persoon=persoon_id.hex())
    werk.bevestig()
    werk.leden.eindig_sessies(persoon_id)


def blokkeer(werk: Werk, beleid: Beleid, persoon_id: bytes, *, ook_als_laatste: bool = False) -> None:
    """Close the account of somebody of the own tenant: he leaves all his desks and can't log in any more.

    Errors: NietGevonden; StapGeweigerd with a line for each desk of which he is the last holder.
    """
    eis_beheerder(werk)
    persoon = werk.mensen.get(persoon_id)
    if persoon.tenant != werk.actor.tenant:
        raise NietGevonden
    if persoon_id == werk.actor.persoon_id:
        raise StapGeweigerd([NIET_JEZELF])
    plekken = [plek.werkplek for plek in werk.werkplekken.plekken(persoon_id)]
    punten = [
        LAATSTE.format(plek=werkplek_tekst(beleid, plek)) for plek in plekken if is_laatste(werk, persoon_id, plek)
    ]
    if werk.bewaarders.is_laatste(persoon_id):
        punten.append(LAATSTE_BEWAARDER)
    if punten and not ook_als_laatste:
        raise StapGeweigerd(punten)
    for plek in plekken:
        werk.leden.neem(plek, persoon_id)
        log_bij(werk, "lid_vertrokken", plek, persoon=persoon_id.hex())
    werk.bewaarders.neem(persoon_id)
    werk.uitnodigingen.vergeet(persoon_id)
    werk.leden.blokkeer(persoon_id)
    werk.log("account_geblokkeerd", persoon=persoon_id.hex())
    werk.bevestig()
    werk.leden.eindig_sessies(persoon_id)
