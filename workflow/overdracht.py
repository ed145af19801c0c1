"""The handing-on of keys by a step, and the sealing of its answers under them."""

from collections.abc import Sequence

from workflow import afschermen, verstrekkingstappen, vierogen
from workflow.context import Context
from workflow.stap import Sleutel
from workflow.zaak import Traject, Zaak

# Compartments of the smaller routes: a line of the case means all of them.
KLEIN = ("vs", "actie", "aanvraag", "stuk")
# Where a step without answers of its own leaves its trace.
GEWOON = {"signaal": "zaak", "verstrekking": "vs", "opvang": "aanvraag", "actie": "actie"}
# The answers of these steps are sealed by their own effect, in a document of its own kind.
EIGEN_DOCUMENT = frozenset(
    f"signaal.{actie}"
    for actie in (
        *("persoon_toevoegen", "gegeven_toevoegen", "gegeven_verbeteren"),
        *("feit_vastleggen", "plaats_vastleggen"),
    )
).union(verstrekkingstappen.EIGEN_DOCUMENT)


def geef(c: Context, zaak: Zaak, lijst: Sequence[Sleutel], *, nieuw: bool) -> None:
    """Hand keys on: first what the answers may have to be sealed under (`nieuw`: made or released), later the rest."""
    voorwerp = c.traject if c.traject is not None else zaak
    for sleutel in lijst:
        eerst = sleutel.compartiment in c.stap.maakt or sleutel.manier == "vrij"
        if eerst != nieuw:
            continue
        if sleutel.als == "vorm_ps" and (c.traject is None or c.traject.vorm not in ("P", "S")):
            continue
        if sleutel.werkplek == "opvangplek" and (c.traject is None or c.traject.opvangplek is None):
            # A shelter outside the region: it has no desk, the coordinator tells it what it must know.
            continue
        desk = voorwerp.werkplek(sleutel.werkplek)
        if sleutel.werkplek in ("ontvanger", "opvangplek") and not c.werk.mensen.van_werkplek(desk):
            # Nobody has an account there, so there is no key: the maker hands it over on paper and records receipt.
            continue
        for naam in _namen(c, zaak, sleutel):
            _geef_een(c, zaak, voorwerp, naam, desk, sleutel)


def _geef_een(c: Context, zaak: Zaak, voorwerp: Zaak | Traject, naam: str, desk: str, sleutel: Sleutel) -> None:
    if sleutel.manier == "vrij":
        afschermen.laat_vrij(c.werk, zaak, voorwerp, naam, desk)
    elif naam == "*" or (sleutel.manier == "sluimerend" and afschermen.heeft(c.werk, zaak, naam, desk)):
        afschermen.laat_sluimeren(c.werk, zaak, voorwerp, naam, desk)
    elif sleutel.compartiment not in KLEIN or c.werk.sleutels.kan_openen(voorwerp, naam):
        afschermen.geef(c.werk, zaak, voorwerp, naam, desk, sluimerend=sleutel.manier == "sluimerend")


def _namen(c: Context, zaak: Zaak, sleutel: Sleutel) -> list[str]:
    """The real compartments behind a name of the table: of this walk, of all walks of the case, or the name itself."""
    if c.traject is not None:
        return [c.traject.compartiment(sleutel.compartiment)]
    if sleutel.compartiment not in KLEIN:
        return [sleutel.compartiment]
    return [naam for naam in c.werk.sleutels.compartimenten(zaak) if naam.startswith(f"{sleutel.compartiment}:")]


def neem(c: Context, zaak: Zaak) -> None:
    """Take back what the step takes back; what was read can't be taken back."""
    voorwerp = c.traject if c.traject is not None else zaak
    for sleutel in c.stap.neemt:
        if sleutel.werkplek == "opvangplek" and (c.traject is None or c.traject.opvangplek is None):
            continue
        for naam in _namen(c, zaak, sleutel):
            for desk in _desks(c, zaak, sleutel, naam):
                afschermen.neem(c.werk, zaak, voorwerp, naam, desk)


def _desks(c: Context, zaak: Zaak, sleutel: Sleutel, naam: str) -> list[str]:
    """The desks that a line takes a compartment from: a piece of a meeting from all, an action from its department."""
    voorwerp = c.traject if c.traject is not None else zaak
    if c.traject is None and (sleutel.compartiment == "stuk" or sleutel.werkplek == "afdeling"):
        houders = [desk for compartiment, desk, _ in c.werk.sleutels.houders(zaak) if compartiment == naam]
        return [desk for desk in houders if sleutel.compartiment == "stuk" or desk.startswith("uitvoering-")]
    return [voorwerp.werkplek(sleutel.werkplek)]


def leg_vast(c: Context, zaak: Zaak) -> None:
    """Seal the answers: each field in its own compartment, the rest where the step says."""
    voorwerp = c.traject if c.traject is not None else zaak
    waar = c.stap.vastleggen or GEWOON.get(c.route.naam, "")
    naam = c.traject.compartiment(waar) if c.traject is not None else waar
    if f"{c.route.naam}.{c.stap.actie}" in EIGEN_DOCUMENT or not waar:
        return
    if not c.stap.vastleggen and not c.werk.sleutels.kan_openen(voorwerp, naam):
        # A step without answers leaves its trace where its taker holds the key; the log has it in any case.
        return
    hier = {veld.naam for veld in c.stap.velden if not veld.compartiment}
    velden = {naam: waarde for naam, waarde in c.velden.items() if naam in hier}
    basis = {"soort": "stap", "actie": c.stap.actie, "door": c.werk.actor.alias, "rol": c.rol}
    if c.traject is None and c.zaak.overleg_id is not None:
        # A case can have moved to another meeting since it was put on an agenda: the decision names the one it fell in.
        basis["overleg"] = c.zaak.overleg_id.hex()
    c.werk.documenten.schrijf(voorwerp, naam, {**basis, "velden": velden})
    if not c.vooraf.get("al_gemeld"):
        vierogen.schrijf_aparte_velden(c)
