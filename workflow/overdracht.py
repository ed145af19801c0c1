"""The handing-on of keys by a step, and the sealing of its answers under them."""

from collections.abc import Sequence

from workflow import vierogen
from workflow.context import Context
from workflow.stap import Sleutel
from workflow.zaak import Traject, Zaak

# The answers of these steps are sealed by their own effect, in a document of its own kind.
EIGEN_DOCUMENT = frozenset({"signaal.persoon_toevoegen", "signaal.feit_vastleggen"})


def geef(c: Context, zaak: Zaak, lijst: Sequence[Sleutel], *, nieuw: bool) -> None:
    """Hand keys on: first what the answers may have to be sealed under (`nieuw`: made or released), later the rest."""
    voorwerp = c.traject if c.traject is not None else zaak
    for sleutel in lijst:
        eerst = sleutel.compartiment in c.stap.maakt or sleutel.manier == "vrij"
        if eerst != nieuw:
            continue
        if sleutel.als == "vorm_ps" and (c.traject is None or c.traject.vorm not in ("P", "S")):
            continue
        desk = voorwerp.werkplek(sleutel.werkplek)
        if sleutel.werkplek == "ontvanger" and not c.werk.mensen.van_werkplek(desk):
            # Nobody has an account there, so there is no key: the maker hands it over on paper and records receipt.
            continue
        naam = c.traject.compartiment(sleutel.compartiment) if c.traject is not None else sleutel.compartiment
        if sleutel.manier == "vrij":
            c.werk.sleutels.laat_vrij(voorwerp, naam, desk)
        elif sleutel.compartiment == "*" or (sleutel.manier == "sluimerend" and _heeft(c, voorwerp, naam, desk)):
            c.werk.sleutels.laat_sluimeren(voorwerp, naam, desk)
        else:
            c.werk.sleutels.geef(voorwerp, naam, desk, sluimerend=sleutel.manier == "sluimerend")


def _heeft(c: Context, voorwerp: Zaak | Traject, naam: str, desk: str) -> bool:
    return any((comp, wie) == (naam, desk) for comp, wie, _ in c.werk.sleutels.houders(voorwerp))


def neem(c: Context, zaak: Zaak) -> None:
    """Take back what the step takes back; what was read can't be taken back."""
    voorwerp = c.traject if c.traject is not None else zaak
    for sleutel in c.stap.neemt:
        if sleutel.werkplek == "opvangplek" and (c.traject is None or c.traject.opvangplek is None):
            continue
        if c.traject is None and sleutel.compartiment in ("actie", "stuk"):
            _neem_kleine(c, zaak, sleutel)
            continue
        naam = c.traject.compartiment(sleutel.compartiment) if c.traject is not None else sleutel.compartiment
        c.werk.sleutels.neem(voorwerp, naam, voorwerp.werkplek(sleutel.werkplek))


def _neem_kleine(c: Context, zaak: Zaak, sleutel: Sleutel) -> None:
    """Take a smaller compartment of this case back from every desk that the line means."""
    for naam, desk, _ in c.werk.sleutels.houders(zaak):
        if not naam.startswith(f"{sleutel.compartiment}:"):
            continue
        if sleutel.compartiment == "stuk" or desk.startswith("uitvoering-"):
            c.werk.sleutels.neem(zaak, naam, desk)


def leg_vast(c: Context, zaak: Zaak) -> None:
    """Seal the answers: each field in its own compartment, the rest where the step says."""
    if f"{c.route.naam}.{c.stap.actie}" in EIGEN_DOCUMENT or not c.stap.vastleggen:
        return
    voorwerp = c.traject if c.traject is not None else zaak
    hier = {veld.naam for veld in c.stap.velden if not veld.compartiment}
    velden = {naam: waarde for naam, waarde in c.velden.items() if naam in hier}
    naam = c.traject.compartiment(c.stap.vastleggen) if c.traject is not None else c.stap.vastleggen
    basis = {"soort": "stap", "actie": c.stap.actie, "door": c.werk.actor.alias, "rol": c.rol}
    c.werk.documenten.schrijf(voorwerp, naam, {**basis, "velden": velden})
    if not c.vooraf.get("al_gemeld"):
        vierogen.schrijf_aparte_velden(c)
