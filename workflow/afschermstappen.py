"""The two steps on a protected case: protect an ordinary one, and give somebody access (again)."""

from dataclasses import replace

from workflow import afschermen
from workflow.afschermen import LEZERS, NIET_LEZEN, OP_NAAM, VANGNET
from workflow.context import Context
from workflow.fouten import StapGeweigerd
from workflow.zaak import Zaak


def scherm_af(c: Context, zaak: Zaak) -> Zaak:
    """People by name get what their desk held, and the desk loses it. What was read can't be taken back.

    Errors: StapGeweigerd when the key of the actor is on no signed list, or nobody else would be left.
    """
    werk, af, overleg = c.werk, f"af.{zaak.houder}", f"overleg.{zaak.houder}"
    niet = [str(c.velden["niet_lezen"])] if c.velden.get("niet_lezen") else []
    voor = werk.sleutels.houders(zaak)
    zaak = replace(zaak, afgeschermd=True, overleg_id=None, kenmerken={**zaak.kenmerken, NIET_LEZEN: niet})
    plekken = [plek for plek in (af, overleg) if any(wie == plek for _, wie, _ in voor)]
    zaak = afschermen.benoem(werk, zaak, plekken)
    if afschermen.eigen_naam(werk.actor) not in afschermen.namen(zaak, af):
        raise StapGeweigerd([afschermen.ZONDER_LIJST])
    for compartiment, wie, status in voor:
        if wie not in (af, overleg, VANGNET) and not wie.startswith("zitting-"):
            continue
        if wie in plekken and werk.sleutels.kan_openen(zaak, compartiment):
            afschermen.geef(werk, zaak, zaak, compartiment, wie, sluimerend=status != "open")
        werk.sleutels.neem(zaak, compartiment, wie)
    return _regie_over(c, zaak, niet)


def _regie_over(c: Context, zaak: Zaak, niet: list[str]) -> Zaak:
    """Who may not read the case can't direct it either: the actor takes it over."""
    if zaak.regiehouder is None or zaak.regiehouder.hex() not in niet:
        return zaak
    kenmerken = {**zaak.kenmerken, "regie_rol": "aandachtsfunctionaris"}
    return replace(zaak, regiehouder=c.werk.actor.persoon_id, kenmerken=kenmerken)


def geef_toegang(c: Context, zaak: Zaak) -> Zaak:
    """Give one person what the others in his place have, and clear away the keys that open nothing any more."""
    plek, persoon = afschermen.kandidaten(c.werk, zaak)[str(c.velden["lezer"])]
    nieuw = afschermen.persoonsnaam(persoon.id, persoon.tenant)
    hier = afschermen.namen(zaak, plek)
    standen = {naam: status for naam, wie, status in c.werk.sleutels.houders(zaak) if wie in hier}
    zaak = _ruim_op(c, zaak)
    for naam, status in standen.items():
        if c.werk.sleutels.kan_openen(zaak, naam):
            c.werk.sleutels.geef(zaak, naam, nieuw, sluimerend=status != "open")
    return afschermen.met_lezer(zaak, plek, nieuw)


def _ruim_op(c: Context, zaak: Zaak) -> Zaak:
    """Take away the wraps that no living key opens, and the names that belong to them."""
    lezers = {}
    for plek, lijst in zaak.kenmerken[LEZERS].items():
        if plek.rpartition(".")[0] in OP_NAAM and plek.rpartition(".")[2] == zaak.houder:
            leeft = {afschermen.persoonsnaam(een.id, een.tenant) for een in afschermen.levende(c.werk, zaak, plek)}
            for dood in (een for een in lijst if een not in leeft):
                c.werk.sleutels.neem(zaak, "*", dood)
            lezers[plek] = [een for een in lijst if een in leeft]
        else:
            lezers[plek] = lijst
    return replace(zaak, kenmerken={**zaak.kenmerken, LEZERS: lezers})
