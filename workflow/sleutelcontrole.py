"""Checks the keys of a route: who gives what he holds, and who acts on what he can see."""

from collections.abc import Iterator, Mapping

from workflow.route import Route
from workflow.sleutelplan import Cellen, is_klokwerk
from workflow.stap import Sleutel, Stap

Rollen = Mapping[str, tuple[str, ...]]


def controleer(route: Route, rollen: Rollen) -> list[tuple[str, str]]:
    """Return (row, reason) of every contradiction in the keys of `route`.

    `rollen` gives per role the desk names it reads with.
    """
    uitkomst = route.sleutelloop
    gevonden = []
    for nr, stap in enumerate(route.stappen, 1):
        rij = f"stap {nr} ({stap.actie})"
        redenen = dict.fromkeys(
            [
                *(reden for actie, reden in uitkomst.tegenspraken if actie == stap.actie),
                *_maakt(stap),
                *_neemt(stap, route, uitkomst.plan),
                *(reden for van in stap.van for reden in _vanuit(stap, van, route, rollen)),
            ]
        )
        gevonden += [(rij, reden) for reden in redenen]
    for staat in route.staten:
        cellen = uitkomst.plan.get(staat.naam, {})
        for rol in filter(None, (staat.eigenaar, staat.eigenaar_na_termijn)):
            if rol in rollen and not _ziet(rol, cellen, rollen):
                gevonden.append((f"staat {staat.naam}", f"owner '{rol}' holds no key of this state"))
    return gevonden


def _ziet(rol: str, cellen: Cellen, rollen: Rollen) -> bool:
    return any(werkplek in rollen.get(rol, ()) for _, werkplek in cellen)


def _houdt(rol: str, compartiment: str, cellen: Cellen, rollen: Rollen) -> bool:
    return any(cellen.get((compartiment, werkplek), "").startswith("open") for werkplek in rollen.get(rol, ()))


def _maakt(stap: Stap) -> Iterator[str]:
    gegeven = {sleutel.compartiment for sleutel in stap.geeft}
    yield from (f"makes '{een}' and gives nobody its key" for een in stap.maakt if een not in gegeven)


def _neemt(stap: Stap, route: Route, plan: Mapping[str, Cellen]) -> Iterator[str]:
    gegeven = {(een.compartiment, een.werkplek) for een in stap.bij_voorstel}
    for van in stap.van:
        gegeven |= set(plan.get(van, {}))
    for sleutel in stap.neemt:
        eigen = sleutel.compartiment in (*route.compartimenten, "*")
        passend = {cel for cel in gegeven if cel[1] == sleutel.werkplek and sleutel.compartiment in ("*", cel[0])}
        if eigen and not passend:
            yield f"takes back '{sleutel}', which nobody gave"


def _vanuit(stap: Stap, van: str, route: Route, rollen: Rollen) -> Iterator[str]:
    cellen = route.sleutelloop.plan.get(van, {})
    for een in stap.maakt:
        if any(compartiment == een for compartiment, _ in cellen):
            yield f"makes '{een}' again, which exists in state '{van}'"
    for sleutel in (*stap.geeft, *stap.bij_voorstel):
        yield from _geeft(stap, sleutel, van, route, rollen)
    if van == "start":
        return
    for rol in stap.door:
        if rol == "klok":
            continue
        if not _ziet(rol, cellen, rollen) and rol not in route.staat(van).ziet_status:
            yield f"role '{rol}' cannot see state '{van}'"
        for plek in _plekken(stap, rol) - set(stap.maakt):
            if plek in route.compartimenten and not (
                _houdt(rol, plek, cellen, rollen) or _komt_vrij(stap, van, plek, rol, route=route, rollen=rollen)
            ):
                yield f"role '{rol}' writes to '{plek}' and holds no key of it in state '{van}'"


def _komt_vrij(stap: Stap, van: str, plek: str, rol: str, *, route: Route, rollen: Rollen) -> bool:
    """Say whether the step itself, or the clock in this state, releases the dormant key."""
    klok = [een for een in route.stappen_vanuit(van) if is_klokwerk(een)]
    return any(
        sleutel.manier == "vrij" and sleutel.compartiment in (plek, "*") and sleutel.werkplek in rollen[rol]
        for een in (stap, *klok)
        for sleutel in een.geeft
    )


def _plekken(stap: Stap, rol: str) -> set[str]:
    velden = {
        veld.compartiment or stap.vastleggen
        for veld in stap.velden
        if not veld.als.startswith("rol=") or veld.als == f"rol={rol}"
    }
    return velden - {""}


def _geeft(stap: Stap, sleutel: Sleutel, van: str, route: Route, rollen: Rollen) -> Iterator[str]:
    if sleutel.compartiment not in (*route.compartimenten, "*"):
        # Keys of a smaller route: which walks there are is known only for a case, and the step gives what it can open.
        return
    cellen = route.sleutelloop.plan.get(van, {})
    doel = (sleutel.compartiment, sleutel.werkplek)
    heeft = doel in cellen or (
        sleutel.compartiment == "*" and any(werkplek == sleutel.werkplek for _, werkplek in cellen)
    )
    if sleutel.manier == "vrij":
        # Heropenen also comes from a state in which everything is still open; nothing to release then.
        if not heeft:
            yield f"releases '{sleutel}', which does not exist in state '{van}'"
        return
    if sleutel.compartiment in stap.maakt or heeft or sleutel.compartiment == "*":
        return
    if is_klokwerk(stap) or "klok" in stap.door:
        yield f"the clock holds no key and gives '{sleutel}'"
    for rol in stap.door:
        if rol != "klok" and not _houdt(rol, sleutel.compartiment, cellen, rollen):
            yield f"role '{rol}' gives '{sleutel}' and does not hold it in state '{van}'"
