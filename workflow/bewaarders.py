"""What a custodian does: open a desk for its first holder, and sign a newer key of a desk once more."""

from workflow.beleid import Beleid
from workflow.fouten import Beschadigd, NietGevonden
from workflow.ledenkern import (
    controleer_voorstel,
    is_bewaarder,
    klopt_niet,
    log_bij,
    log_gegeven,
    meld_leden,
    vind_voorstel,
)
from workflow.lidmaatschap import Ongetekend, Voorstel
from workflow.ports import Werk

SLEUTEL_WEG = (
    "Deze werkplek had al een sleutel. Die sleutel is buiten de Meldroute om uit de database gehaald. "
    "Er is niets gedaan. Laat een reservekopie terugzetten en meld dit aan de privacy officer."
)


def _eis_bewaarder(werk: Werk) -> None:
    if not is_bewaarder(werk):
        raise NietGevonden


def te_openen(werk: Werk) -> list[Voorstel]:
    """Who waits for a desk that never had a key, in the whole region. Errors: NietGevonden."""
    _eis_bewaarder(werk)
    return [een for een in werk.werkplekken.voorstellen() if not werk.werkplekken.is_geopend(een.werkplek)]


def open_werkplek(
    werk: Werk, beleid: Beleid, persoon_id: bytes, werkplek: str, *, vingerafdruk: str, url: str = ""
) -> None:
    """Make the first key of a desk and hand it to its first holder; the custodian keeps nothing of it.

    In: `vingerafdruk`, the five words that the actor compared; a key that was replaced since then gets nothing.
    Errors: NietGevonden, also when the desk has a key: then a member decides; StapGeweigerd, also when the desk had a
    key that is gone: a second first key would give all new cases to whoever took the old one away.
    """
    _eis_bewaarder(werk)
    voorstel = vind_voorstel(werk, werkplek, persoon_id)
    if werk.werkplekken.heeft_sleutel(werkplek) or persoon_id == werk.actor.persoon_id:
        raise NietGevonden
    if werk.werkplekken.is_geopend(werkplek):
        raise klopt_niet(werk, werkplek, tekst=SLEUTEL_WEG, persoon=persoon_id.hex())
    controleer_voorstel(werk, beleid, voorstel, vingerafdruk)
    try:
        werk.bewaarders.open(voorstel)
    except Beschadigd:
        raise klopt_niet(werk, werkplek, persoon=persoon_id.hex()) from None
    log_bij(werk, "werkplek_geopend", werkplek, persoon=persoon_id.hex())
    log_gegeven(werk, voorstel)
    meld_leden(werk, beleid, werkplek, url)
    werk.bevestig()


def te_tekenen(werk: Werk) -> list[Ongetekend]:
    """The newer keys of desks that no custodian signed yet. Errors: NietGevonden."""
    _eis_bewaarder(werk)
    return werk.bewaarders.te_tekenen()


def onderteken(werk: Werk, werkplek: str, epoch: int) -> None:
    """Sign the newest key of a desk once more. Errors: NietGevonden when there is nothing to sign any more."""
    _eis_bewaarder(werk)
    werk.bewaarders.onderteken(werkplek, epoch)
    log_bij(werk, "sleutel_ondertekend", werkplek, epoch=epoch)
    werk.bevestig()
