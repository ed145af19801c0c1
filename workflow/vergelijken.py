"""Tells in Dutch what a new version of a route changes, and for whom."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from workflow.route import Route
from workflow.stap import Staat, Stap

T = TypeVar("T")


def _verschil(wat: str, oud: Iterable[object], nieuw: Iterable[object]) -> list[str]:
    was, wordt = [str(een) for een in oud], [str(een) for een in nieuw]
    erbij = [een for een in wordt if een not in was]
    weg = [een for een in was if een not in wordt]
    tekst = [f"{wat} erbij: {', '.join(erbij)}"] if erbij else []
    return tekst + ([f"{wat} weg: {', '.join(weg)}"] if weg else [])


def _anders(wat: str, oud: str, nieuw: str) -> list[str]:
    return [] if oud == nieuw else [f"{wat} was '{oud or '-'}', wordt '{nieuw or '-'}'"]


def _staat(oud: Staat, nieuw: Staat) -> list[str]:
    return [
        *_anders("naam op het scherm", oud.scherm, nieuw.scherm),
        *_anders("eigenaar", oud.eigenaar, nieuw.eigenaar),
        *_anders("eigenaar na de termijn", oud.eigenaar_na_termijn, nieuw.eigenaar_na_termijn),
        *_anders("termijn", oud.termijn, nieuw.termijn),
        *_anders("termijn bij spoed", oud.spoed, nieuw.spoed),
        *_anders("ladder", oud.ladder, nieuw.ladder),
        *_anders("ladder bij spoed", oud.spoed_ladder, nieuw.spoed_ladder),
        *_anders("tekst voor de melder", oud.melder, nieuw.melder),
        *_anders("einde", "ja" if oud.eind else "nee", "ja" if nieuw.eind else "nee"),
        *_anders("bewaarklasse", oud.bewaarklasse, nieuw.bewaarklasse),
        *_verschil("ziet de staat", oud.ziet_status, nieuw.ziet_status),
        *_verschil("bij binnenkomst", oud.bij_binnenkomst, nieuw.bij_binnenkomst),
    ]


def _stap(oud: Stap, nieuw: Stap) -> list[str]:
    return [
        *_anders("gaat naar", oud.naar, nieuw.naar),
        *_anders("knop", oud.knop, nieuw.knop),
        *_verschil("door", oud.door, nieuw.door),
        *_verschil("voorwaarde", oud.voorwaarden, nieuw.voorwaarden),
        *_verschil("maakt", oud.maakt, nieuw.maakt),
        *_verschil("geeft sleutel", oud.geeft, nieuw.geeft),
        *_verschil("neemt sleutel terug", oud.neemt, nieuw.neemt),
        *_verschil("geeft sleutel bij voorstel", oud.bij_voorstel, nieuw.bij_voorstel),
        *_anders("vastleggen in", oud.vastleggen, nieuw.vastleggen),
        *_anders("vier ogen", "+".join(oud.vier_ogen), "+".join(nieuw.vier_ogen)),
        *_anders("privacycheck", oud.privacycheck, nieuw.privacycheck),
        *_anders("opent", oud.opent, nieuw.opent),
        *_anders("opent alleen als", oud.opent_als, nieuw.opent_als),
        *_anders("houder wordt", oud.houder, nieuw.houder),
        *_anders("mag uit", "ja" if oud.optioneel else "nee", "ja" if nieuw.optioneel else "nee"),
        *_anders("staat voorop", "ja" if oud.voorop else "nee", "ja" if nieuw.voorop else "nee"),
        *_anders("uitleg", oud.uitleg, nieuw.uitleg),
        *_verschil("veld", (v.naam for v in oud.velden), (v.naam for v in nieuw.velden)),
        *_velden(oud, nieuw),
    ]


def _velden(oud: Stap, nieuw: Stap) -> list[str]:
    was = {veld.naam: veld for veld in oud.velden}
    return [f"veld anders: {veld.naam}" for veld in nieuw.velden if veld != was.get(veld.naam, veld)]


def _paren(oud: Mapping[str, T], nieuw: Mapping[str, T]) -> list[tuple[str, T | None, T | None]]:
    return [(naam, oud.get(naam), nieuw.get(naam)) for naam in dict.fromkeys([*oud, *nieuw])]


def vergelijk(oud: Route, nieuw: Route) -> list[str]:
    """Return one line per change, each beginning with the role it matters to; [] when nothing does."""
    regels: list[str] = []
    for naam, was, wordt in _paren({s.naam: s for s in oud.staten}, {s.naam: s for s in nieuw.staten}):
        if was is None and wordt is not None:
            regels.append(f"{wordt.eigenaar or 'allen'}: staat '{naam}' komt erbij")
        elif wordt is None and was is not None:
            regels.append(f"{was.eigenaar or 'allen'}: staat '{naam}' vervalt")
        elif was is not None and wordt is not None:
            wie = wordt.eigenaar or "allen"
            regels += [f"{wie}: staat '{naam}': {een}" for een in _staat(was, wordt)]
    for naam, eerst, later in _paren(_per_staat(oud), _per_staat(nieuw)):
        wie = ", ".join(dict.fromkeys([*(eerst.door if eerst else ()), *(later.door if later else ())]))
        if eerst is None:
            regels.append(f"{wie}: {naam} komt erbij")
        elif later is None:
            regels.append(f"{wie}: {naam} vervalt")
        else:
            regels += [f"{wie}: {naam}: {een}" for een in _stap(eerst, later)]
    return regels


def _per_staat(route: Route) -> dict[str, Stap]:
    return {f"stap '{stap.actie}' vanuit '{van}'": stap for stap in route.stappen for van in stap.van}
