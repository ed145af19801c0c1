"""The steps that an actor can take now, with their fields and choices: what the buttons of a page are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workflow import actiestappen, bronnen, nakijken, nieuws, openstaand, vierogen, voorleggen, weging
from workflow.afschermen import kandidaten, weigering
from workflow.beleid import Beleid
from workflow.gekoppeld import gekoppelde
from workflow.keuzes import opties
from workflow.ports import Werk
from workflow.rechten import rol_voor
from workflow.soorten import past_niet
from workflow.stap import Stap, Veld
from workflow.zaak import Document, Traject, Zaak

# These correct what stands in the case already; with nothing there they would be a form that nobody can fill in.
OVER_IETS = ("feit_intrekken", "persoon_intrekken", "gegeven_toevoegen", "gegeven_verbeteren")
Opties = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Aanbod:
    """One step as a form: its fields as they are asked of this actor, and the choices of each.

    `vooraf` are the answers that the form starts with, by field.
    """

    stap: Stap
    opties: Opties
    mist: tuple[str, ...] = ()
    vooraf: Mapping[str, Any] = field(default_factory=dict)


def aanbod(werk: Werk, beleid: Beleid, onderwerp: Zaak | Traject, documenten: Sequence[Document] = ()) -> list[Aanbod]:
    """All steps that this actor may take from the present state, in the order of the table."""
    traject = onderwerp if isinstance(onderwerp, Traject) else None
    zaak = werk.zaken.get(traject.zaak_id) if traject is not None else onderwerp
    assert isinstance(zaak, Zaak)
    route = werk.route(onderwerp.route, onderwerp.route_hash)
    gevonden = []
    lopend = openstaand.van_zaak(werk, beleid, zaak) if traject is None else []
    for rij in beleid.stappen(route, onderwerp.staat, onderwerp.houder):
        rol = rol_voor(rij, werk.actor, zaak, traject)
        if not rol or _verborgen(werk, zaak, traject, rij, rol) or (traject is None and _past_niet(beleid, zaak, rij)):
            continue
        gegevens = {"rol": rol, "vorm": traject.vorm if traject is not None else ""}
        stap, per_bron = bronnen.voor_stap(rij, beleid, documenten)
        gegevens |= {"onderzocht": bronnen.onderzocht(zaak), bronnen.PER_BRON: per_bron}
        gegevens["instrument"] = str(traject.kenmerken.get("instrument", "")) if traject is not None else ""
        velden = tuple(_naar_soort(beleid, zaak, veld) for veld in stap.velden_voor(gegevens))
        keuzes = opties(werk, beleid, onderwerp, stap, documenten)
        if stap.actie in OVER_IETS and any(veld.naam in keuzes and not keuzes[veld.naam] for veld in velden):
            continue
        vooraf = {**voorleggen.vooraf(beleid, zaak, stap, documenten), **_vooraf(stap, documenten)}
        mist = openstaand.voor_stap(lopend, stap)
        gevonden.append(Aanbod(replace(stap, velden=velden), keuzes, mist, vooraf))
    return gevonden


def _past_niet(beleid: Beleid, zaak: Zaak, stap: Stap) -> bool:
    return bool(past_niet(beleid.soorten, beleid.taxonomie, zaak, stap.actie))


def _naar_soort(beleid: Beleid, zaak: Zaak, veld: Veld) -> Veld:
    """The first weighing asks about the kind of signal that it is."""
    vraag = beleid.soorten.van(zaak.soort).weging_1 if veld.naam == "weging_1" else ""
    return replace(veld, label=vraag) if vraag else veld


def _vooraf(stap: Stap, documenten: Sequence[Document]) -> dict[str, Any]:
    """What the form of a step starts with: answers that were given before and may be given again."""
    return weging.vooraf(stap, documenten)


def _verborgen(werk: Werk, zaak: Zaak, traject: Traject | None, stap: Stap, rol: str) -> bool:
    """Steps that this actor has in the table, but that make no sense now."""
    if traject is None and weigering(zaak, stap.actie):
        return True
    if stap.actie == "toegang_geven" and not kandidaten(werk, zaak):
        return True
    if stap.actie == "bericht_gelezen" and not zaak.kenmerken.get(nieuws.NIEUWS):
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
    if traject is not None and actiestappen.verborgen(werk, traject, stap):
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
