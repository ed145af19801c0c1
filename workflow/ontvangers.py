"""Who gets a message of the clock: from the name in a ladder to the people that it means today."""

from collections.abc import Sequence

from workflow import afschermen
from workflow.fouten import NietGevonden
from workflow.partners import REGIO
from workflow.ports import Werk
from workflow.rechten import eigenaar
from workflow.staatwissel import EIGENAAR, STAAT
from workflow.timer import Timer
from workflow.zaak import Persoon, Traject, Zaak

VANGNET = f"vangnet.{REGIO}"
# Roles of the region, and roles of a municipality that hold no key of a desk.
VAN_DE_REGIO = ("regisseur_ondermijning", "ketenregisseur")
# Who answers for a case on codes alone, a protected one too.
NAAST_DE_ZAAK = ("privacyfunctionaris",)
VAN_DE_GEMEENTE = ("overlegdeelnemer", "privacyfunctionaris", "fg", "bestuur", "beheerder")


def ontvangers(werk: Werk, timer: Timer, zaak: Zaak, traject: Traject | None) -> list[Persoon]:
    """The people behind `timer.aan`, each once.

    In: the case of the timer, and the walk when the timer belongs to one. Out: nobody for a reporter (he follows
    with his code) and for a desk without accounts. Source: the ladders of `klokken.toml`.
    """
    aan = timer.aan
    if zaak.afgeschermd and aan not in NAAST_DE_ZAAK:
        return _genoemden(werk, timer, zaak, traject)
    if aan == "waarnemer":
        mensen = [een for een in werk.mensen.van_werkplek(timer.werkplek) if een.waarneemt]
        # Nobody stands in: the veiligheidsadviseur finds it on his list, the safety net would find nothing yet.
        return mensen or _vast(werk.mensen.van_werkplek(f"overleg.{zaak.houder}"))
    if aan == "vangnet":
        return werk.mensen.van_werkplek(VANGNET)
    if aan in VAN_DE_REGIO:
        return werk.mensen.van_rol(aan, REGIO)
    if aan in VAN_DE_GEMEENTE:
        return werk.mensen.van_rol(aan, zaak.houder)
    if aan == EIGENAAR:
        return _eigenaar(werk, timer, zaak, traject)
    if aan == "regiehouder":
        return _regiehouder(werk, zaak)
    return _vast(_van_plek(werk, _plek(aan, zaak, traject)))


def _genoemden(werk: Werk, timer: Timer, zaak: Zaak, traject: Traject | None) -> list[Persoon]:
    """The people of a protected case: nobody else may learn from a message that it is there.

    Who received something out of it (a partner, a department) hears about that as always. Where the ladder means
    somebody who reads nothing of it (the region, the safety net), the named readers hear it instead.
    """
    plek = timer.werkplek if timer.aan == EIGENAAR else _plek(timer.aan, zaak, traject)
    if plek and afschermen.soort_van(plek) not in afschermen.OP_NAAM:
        buiten = _vast(werk.mensen.van_werkplek(plek))
        return buiten or _vast(afschermen.mensen(werk, zaak, traject.maker if traject is not None else ""))
    genoemd = afschermen.mensen(werk, zaak, plek or f"af.{zaak.houder}")
    if timer.aan == "waarnemer":
        return [een for een in genoemd if een.waarneemt] or genoemd
    return _vast(genoemd or afschermen.mensen(werk, zaak, f"af.{zaak.houder}"))


def _plek(rol: str, zaak: Zaak, traject: Traject | None) -> str:
    """The desk of a role in this case or walk; "" when it has none now."""
    if rol == "veiligheidsadviseur":
        return f"overleg.{zaak.houder}"
    if rol == "aandachtsfunctionaris_daar":
        return f"af.{zaak.voorgelegd_aan}" if zaak.voorgelegd_aan else ""
    if traject is not None:
        plekken = {
            "maker": traject.maker,
            "ontvanger": traject.ontvanger,
            "zorgcoordinator": traject.ontvanger,
            "actiehouder": traject.ontvanger,
            "opvangmedewerker": traject.opvangplek or "",
        }
        if rol in plekken:
            return plekken[rol]
    return f"af.{zaak.houder}" if rol == "aandachtsfunctionaris" else ""


def _van_plek(werk: Werk, werkplek: str) -> list[Persoon]:
    return werk.mensen.van_werkplek(werkplek) if werkplek else []


def _vast(mensen: Sequence[Persoon]) -> list[Persoon]:
    """The regular holders; the deputies only when there is nobody else."""
    return [een for een in mensen if not een.waarneemt] or list(mensen)


def _regiehouder(werk: Werk, zaak: Zaak) -> list[Persoon]:
    if zaak.regiehouder is not None:
        try:
            return [werk.mensen.get(zaak.regiehouder)]
        except NietGevonden:
            # He left: whoever decides about the case must name another one.
            pass
    return _vast(werk.mensen.van_werkplek(eigenaar("regiehouder", zaak)))


def _eigenaar(werk: Werk, timer: Timer, zaak: Zaak, traject: Traject | None) -> list[Persoon]:
    """Whose turn it is: the named person of a case, else the desk that the timer was set for."""
    if traject is None and zaak.regiehouder is not None and timer.groep == STAAT:
        rol = werk.route(zaak.route, zaak.route_hash).staat(zaak.staat).eigenaar
        if rol == "regiehouder":
            return _regiehouder(werk, zaak)
    mensen = _vast(_van_plek(werk, timer.werkplek))
    if not mensen and traject is not None and timer.werkplek == traject.ontvanger:
        # A partner without an account: the maker asks him by telephone.
        mensen = _vast(_van_plek(werk, traject.maker))
    return mensen
