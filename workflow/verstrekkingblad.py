"""The sheet of one hand-off: what its recipient reads, for a partner without an account or for his own file."""

from dataclasses import dataclass

from workflow.beleid import Beleid
from workflow.fouten import StapGeweigerd
from workflow.ports import Werk
from workflow.trajectkader import get_traject
from workflow.verstrekkingpagina import ROUTE, Verstrekkingpagina, verstrekkingpagina
from workflow.verstrekkingsregels import voorbij
from workflow.verstrekkingstand import LEESBAAR, zonder_account
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Traject

EERST_VERSTUREN = "Verstuur de verstrekking eerst. Daarna kun je een PDF maken."
GESTOPT = "Deze verstrekking is gestopt. Er kan geen PDF meer van komen."
VERANDERD = "Er is net iets veranderd aan deze verstrekking. Kijk eerst wat er nu staat."
NIET_TE_LEZEN = "Je kunt deze verstrekking niet openen. Vraag een collega die dat wel kan."


@dataclass(frozen=True)
class Blad:
    """What stands on the sheet. `lezer` is for whom this copy is, as it stands on every page."""

    traject: Traject
    pagina: Verstrekkingpagina
    lezer: str


def maak_blad(werk: Werk, beleid: Beleid, traject_id: bytes) -> Blad:
    """Open what goes on the sheet (logged). The caller logs the hash of the sheet before it leaves.

    Errors: NietGevonden for who has nothing to do with it; StapGeweigerd when there can be no sheet now.
    """
    traject = get_traject(werk, traject_id, ROUTE)
    pagina = verstrekkingpagina(werk, beleid, traject_id)
    if traject.staat == "concept":
        raise StapGeweigerd([EERST_VERSTUREN])
    if traject.staat not in LEESBAAR or voorbij(werk, traject):
        raise StapGeweigerd([GESTOPT])
    if pagina.dicht:
        raise StapGeweigerd([NIET_TE_LEZEN])
    if pagina.maker and not zonder_account(werk, traject):
        raise StapGeweigerd(["Deze partner leest de verstrekking zelf. Een PDF is niet nodig."])
    wie = werkplek_tekst(beleid, traject.ontvanger)
    return Blad(traject, pagina, wie if pagina.maker or werk.actor.alias == wie else f"{wie}, {werk.actor.alias}")


def eis_nog_zo(werk: Werk, blad: Blad) -> None:
    """Making a sheet takes time: it leaves only when nobody took a step meanwhile.

    Errors: NietGevonden; StapGeweigerd.
    """
    if get_traject(werk, blad.traject.id, ROUTE).revisie != blad.traject.revisie:
        raise StapGeweigerd([VERANDERD])
