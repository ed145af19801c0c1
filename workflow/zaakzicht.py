"""How much of one case this person may see: the keys of his desks decide, and for a status the route table."""

from dataclasses import dataclass

from workflow.afschermen import werkt_aan
from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.zaak import Zaak

AF, AF_DAAR, VA, VANGNET = "af", "af_daar", "va", "vangnet"
STATUS, VERZEGELD, HERKOMST = "status", "verzegeld", "herkomst"
VANGNETPLEK = "vangnet.regio"
# The desk of the region itself: signals of a municipality whose form was closed.
EIGEN_PLEK = "af.regio"
VAN_AF = ("ruw", "melder", "draad", "zaak")
OPENT = {AF: VAN_AF, AF_DAAR: ("zaak",), VA: ("zaak",), VANGNET: ("ruw",), HERKOMST: ("melder",)}


@dataclass(frozen=True)
class Zicht:
    """In which quality somebody looks at a case; `opent` are the compartments that his page shows."""

    soort: str

    @property
    def opent(self) -> tuple[str, ...]:
        """What the page opens; nothing for a status and for a sealed case."""
        return OPENT.get(self.soort, ())

    @property
    def is_houder(self) -> bool:
        """True for the two desks that work on the case."""
        return self.soort in (AF, VA)


def zicht(werk: Werk, zaak: Zaak) -> Zicht:
    """In which quality the actor may see this case. Errors: NietGevonden when in none.

    Before `agenderen` the veiligheidsadviseur sees a status (`ziet_status` of the state). The desk of origin keeps
    the reporter and nothing else. A dormant key shows nothing.
    """
    actor, kan = werk.actor, werk.sleutels.kan_openen

    def werkt(plek: str) -> bool:
        return werkt_aan(actor, zaak, plek)

    staat = werk.route(zaak.route, zaak.route_hash).staat(zaak.staat)
    if werkt(f"af.{zaak.houder}"):
        dicht = staat.eind and not any(kan(zaak, naam) for naam in VAN_AF)
        return Zicht(VERZEGELD if dicht else AF)
    adviseur = werkt(f"overleg.{zaak.houder}")
    if adviseur and kan(zaak, "zaak"):
        return Zicht(VA)
    if zaak.voorgelegd_aan and werkt(f"af.{zaak.voorgelegd_aan}"):
        return Zicht(AF_DAAR)
    if werkt(VANGNETPLEK) and kan(zaak, "ruw"):
        return Zicht(VANGNET)
    if adviseur and "veiligheidsadviseur" in staat.ziet_status:
        return Zicht(STATUS)
    if zaak.houder != zaak.herkomst and werkt(f"af.{zaak.herkomst}"):
        return Zicht(HERKOMST)
    raise NietGevonden


def is_zichtbaar(werk: Werk, zaak: Zaak) -> bool:
    """True when the actor may see this case in one quality or another."""
    try:
        zicht(werk, zaak)
    except NietGevonden:
        return False
    return True


def vind_zaak(werk: Werk, nummer: str) -> Zaak:
    """The case with this number, when the actor may see it. Errors: NietGevonden, which tells no difference."""
    zaak = werk.zaken.get_nummer(nummer)
    zicht(werk, zaak)
    return zaak
