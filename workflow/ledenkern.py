"""What the use cases about seats share: who may look, the entry in the right log, and the refusals."""

from typing import Any

from workflow.beleid import Beleid
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.klokbericht import zet_klaar
from workflow.lidmaatschap import Voorstel
from workflow.ports import Werk
from workflow.uitnodigen import BEHEERDER, past, vandaag

FG = "fg"
BERICHT = "werkplek"
VOORBIJ = "De laatste dag van dit voorstel is al voorbij. Wijs het af en vraag de beheerder om een nieuw voorstel."
PAST_NIET = "De rol van deze persoon past niet meer bij deze werkplek. Wijs het voorstel af."
VERANDERD = "De sleutel van deze persoon is net veranderd. Vergelijk de vijf woorden opnieuw."
KLOPT_NIET = (
    "De sleutels van deze werkplek of van deze persoon zijn buiten de Meldroute om veranderd. "
    "Er is niets gedaan. Vraag de beheerder om hulp."
)


def tenant_van(werkplek: str) -> str:
    """The tenant of a desk."""
    return werkplek.rpartition(".")[2]


def log_bij(werk: Werk, handeling: str, werkplek: str, **gegevens: Any) -> None:
    """Add an entry about a desk to the log of its own tenant."""
    werk.log(handeling, bij=tenant_van(werkplek), werkplek=werkplek, **gegevens)


def eis_lezer(werk: Werk, werkplek: str) -> None:
    """Let through who may know who holds a desk: a member, its beheerder, a custodian. Errors: NietGevonden."""
    if werk.actor.zit_aan(werkplek) or _is_beheerder_van(werk, werkplek) or is_bewaarder(werk):
        return
    raise NietGevonden


def _is_beheerder_van(werk: Werk, werkplek: str) -> bool:
    """The beheerder of the tenant of a desk, or of somebody who sits or waits there."""
    if werk.actor.rol != BEHEERDER:
        return False
    if tenant_van(werkplek) == werk.actor.tenant:
        return True
    ids = {een.persoon_id for een in werk.werkplekken.houders(werkplek)}
    ids |= {een.persoon_id for een in werk.werkplekken.voorstellen(werkplek)}
    return any(werk.mensen.get(een).tenant == werk.actor.tenant for een in ids)


def is_bewaarder(werk: Werk) -> bool:
    """Say whether the actor is a custodian: a fg whose own key opens the certificate key."""
    return werk.actor.rol == FG and werk.bewaarders.is_bewaarder()


def meld_leden(werk: Werk, beleid: Beleid, werkplek: str, url: str) -> None:
    """Tell everybody at a desk that something changed there; the text names nobody."""
    for persoon in werk.mensen.van_werkplek(werkplek):
        if persoon.id != werk.actor.persoon_id:
            zet_klaar(werk, beleid, persoon, BERICHT, dag="", url=url)


def vind_voorstel(werk: Werk, werkplek: str, persoon_id: bytes) -> Voorstel:
    """The proposal of one person for one desk. Errors: NietGevonden."""
    for een in werk.werkplekken.voorstellen(werkplek):
        if een.persoon_id == persoon_id:
            return een
    raise NietGevonden


def controleer_voorstel(werk: Werk, beleid: Beleid, voorstel: Voorstel, vingerafdruk: str) -> None:
    """Refuse a proposal that ran out, a role that the policy changed meanwhile, or another key than was compared.

    In: `vingerafdruk`, the five words that stood on the page. Errors: StapGeweigerd.
    """
    # Without words the key is not the one of the profile: that is refused, and logged, where the key is used.
    if voorstel.vingerafdruk and voorstel.vingerafdruk != vingerafdruk:
        raise StapGeweigerd([VERANDERD])
    if voorstel.tot is not None and voorstel.tot < vandaag(werk):
        raise StapGeweigerd([VOORBIJ])
    if not past(beleid, voorstel.rol, voorstel.werkplek):
        raise StapGeweigerd([PAST_NIET])


def klopt_niet(werk: Werk, werkplek: str, *, tekst: str = KLOPT_NIET, **gegevens: Any) -> StapGeweigerd:
    """Record that key material is not what was signed or sealed. Out: the refusal for the user."""
    log_bij(werk, "beschadigd", werkplek, **gegevens)
    werk.bevestig()
    return StapGeweigerd([tekst])


def log_gegeven(werk: Werk, voorstel: Voorstel) -> None:
    """Record that a seat was given."""
    gegevens = {"waarneemt": voorstel.waarneemt, "van": voorstel.van, "tot": voorstel.tot}
    log_bij(werk, "lid_goedgekeurd", voorstel.werkplek, persoon=voorstel.persoon_id.hex(), **gegevens)
