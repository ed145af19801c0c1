"""A desk renews its key, batch by batch, and keeps its wrap to the recovery codes up to date."""

from workflow.beleid import Beleid
from workflow.fouten import Beschadigd, NietGevonden, StapGeweigerd
from workflow.ledenkern import eis_lezer, klopt_niet, log_bij
from workflow.lidmaatschap import Vernieuwing
from workflow.ports import Werk

# A batch holds the one write lock of SQLite, and whoever sends a signal in meanwhile waits five seconds at most.
PER_KEER = 1000
COLLEGA = "Jouw sleutel opent niet wat nog over is. Vraag een collega van deze werkplek om dit af te maken."


def stand(werk: Werk, werkplek: str) -> Vernieuwing:
    """How far the newest key of a desk is; for the same readers as `houders`. Errors: NietGevonden."""
    eis_lezer(werk, werkplek)
    return werk.vernieuwingen.stand(werkplek)


def vernieuw(
    werk: Werk, beleid: Beleid, werkplek: str, hoogstens: int = PER_KEER, *, na_epoch: int | None = None
) -> Vernieuwing:
    """Begin or go on with a new key for a desk: one batch, one commit. For a member whose own key opens it.

    In: `na_epoch`, the epoch that the page showed: pressing its button twice makes one new key.
    Out: how far it is; call again while `over` is not 0. Errors: NietGevonden, GeenSleutel among them; StapGeweigerd.
    """
    if not werk.actor.zit_aan(werkplek):
        raise NietGevonden
    voor = werk.vernieuwingen.stand(werkplek)
    try:
        na = werk.vernieuwingen.vernieuw(werkplek, hoogstens, na_epoch)
    except Beschadigd:
        raise klopt_niet(werk, werkplek) from None
    if na.bezig and (na.epoch, na.over) == (voor.epoch, voor.over):
        raise StapGeweigerd([COLLEGA])
    log_bij(werk, "sleutel_vernieuwd", werkplek, epoch=na.epoch, over=na.over, totaal=na.totaal)
    werk.bevestig()
    return na


def herstel_noodwraps(werk: Werk) -> None:
    """Wrap the actor's desks to the newest recovery codes where that was not done; cheap when it was."""
    gedaan = werk.vernieuwingen.herstel_noodwraps()
    for werkplek in gedaan:
        log_bij(werk, "noodwrap_hersteld", werkplek)
    if gedaan:
        werk.bevestig()
