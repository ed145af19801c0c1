"""The steps that an actor can take now, with their fields and choices: what the buttons of a page are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflow import nakijken, vierogen
from workflow.afschermen import kandidaten, weigering
from workflow.beleid import Beleid
from workflow.gekoppeld import gekoppelde
from workflow.keuzes import opties
from workflow.ports import Werk
from workflow.rechten import rol_voor
from workflow.stap import Stap, Veld
from workflow.zaak import Document, Traject, Zaak

Opties = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Aanbod:
    """One step as a form: its fields as they are asked of this actor, and the choices of each."""

    stap: Stap
    opties: Opties
    mist: tuple[str, ...] = ()


def aanbod(werk: Werk, beleid: Beleid, onderwerp: Zaak | Traject, documenten: Sequence[Document] = ()) -> list[Aanbod]:
    """All steps that this actor may take from the present state, in the order of the table."""
    traject = onderwerp if isinstance(onderwerp, Traject) else None
    zaak = werk.zaken.get(traject.zaak_id) if traject is not None else onderwerp
    assert isinstance(zaak, Zaak)
    route = werk.route(onderwerp.route, onderwerp.route_hash)
    gevonden = []
    for stap in beleid.stappen(route, onderwerp.staat, onderwerp.houder):
        rol = rol_voor(stap, werk.actor, zaak, traject)
        if not rol or _verborgen(werk, zaak, traject, stap, rol):
            continue
        gegevens = {"rol": rol, "vorm": traject.vorm if traject is not None else ""}
        velden = stap.velden_voor(gegevens)
        gevonden.append(Aanbod(replace(stap, velden=velden), opties(werk, beleid, onderwerp, stap, documenten)))
    return gevonden


def _verborgen(werk: Werk, zaak: Zaak, traject: Traject | None, stap: Stap, rol: str) -> bool:
    """Steps that this actor has in the table, but that make no sense now."""
    if traject is None and weigering(zaak, stap.actie):
        return True
    if stap.actie == "toegang_geven" and not kandidaten(werk, zaak):
        return True
    if stap.actie == "ontkoppelen" and not gekoppelde(werk, zaak):
        return True
    if stap.actie == "spoed_zetten" and zaak.spoed:
        return True
    if stap.actie == "spoed_intrekken" and not zaak.spoed:
        return True
    if rol == "vangnet" and not werk.sleutels.kan_openen(zaak, "ruw"):
        return True
    if stap.vier_ogen and werk.controles.find_voorstel(zaak.id) is not None:
        return True
    if traject is not None and nakijken.verborgen(werk, traject, stap):
        return True
    zonder_account = "maker_alleen_zonder_account" in stap.voorwaarden
    if traject is not None and rol == "maker" and zonder_account:
        return bool(werk.mensen.van_werkplek(traject.ontvanger))
    return False


def instemming(werk: Werk, zaak: Zaak) -> tuple[Stap, bool, tuple[Veld, ...]] | None:
    """The four-eyes step that waits: (the step, may this actor confirm it, what he must still answer)."""
    voorstel = werk.controles.find_voorstel(zaak.id)
    if voorstel is None:
        return None
    stap = werk.route(zaak.route, zaak.route_hash).stap(zaak.staat, voorstel.actie)
    mag = bool(vierogen.rol_van_tweede(werk, zaak, stap, voorstel))
    return stap, mag, vierogen.velden_bij_instemmen(stap, voorstel)
