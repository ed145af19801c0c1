"""Walks a route from its start and tells which desk holds which key in which state."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflow.stap import Sleutel, Stap

Cel = tuple[str, str, str]
Cellen = dict[tuple[str, str], str]


@dataclass
class Sleutelloop:
    """The outcome of a walk: the plan per state and the steps that contradict it."""

    plan: dict[str, Cellen] = field(default_factory=dict)
    tegenspraken: list[tuple[str, str]] = field(default_factory=list)

    def cellen(self, staat: str) -> frozenset[Cel]:
        """Return the plan of one state as (compartment, desk, status)."""
        return frozenset((c, w, status) for (c, w), status in self.plan[staat].items())


def _uitgevouwen(sleutel: Sleutel, cellen: Cellen) -> list[tuple[str, str]]:
    if sleutel.compartiment != "*":
        return [(sleutel.compartiment, sleutel.werkplek)]
    return [cel for cel in cellen if cel[1] == sleutel.werkplek]


def pas_toe(cellen: Cellen, stap: Stap, compartimenten: Sequence[str]) -> Cellen:
    """Return the plan after `stap`: take back, give, then let the new holder take the old place.

    Only `compartimenten` are followed; keys of a smaller route belong to the plan of that route.
    """
    na = dict(cellen)
    for sleutel in stap.neemt:
        for cel in _uitgevouwen(sleutel, cellen):
            na.pop(cel, None)
    for sleutel in stap.geeft:
        for cel in _uitgevouwen(sleutel, cellen):
            if cel[0] in compartimenten:
                status = "sluimerend" if sleutel.manier == "sluimerend" else "open"
                na[cel] = status + (f" als {sleutel.als}" if sleutel.als else "")
    if stap.houder:
        # What the old holder kept would now belong to a desk that no name of the table stands for.
        blijft = {cel: s for cel, s in na.items() if cel[1] not in ("af", stap.houder)}
        na = blijft | {(c, "af"): s for (c, w), s in na.items() if w == stap.houder}
    return na


def is_klokwerk(stap: Stap) -> bool:
    """Say whether the clock runs this step inside one state.

    Such a step (release of the safety net, tidying up after a refusal) changes a wrap at a moment
    and not with a state, so the plan of the state leaves it out.
    """
    return stap.naar == "=" and stap.door == ("klok",)


def _doelen(stap: Stap, staat: str, binnen: dict[str, set[str]]) -> list[str]:
    if stap.naar == "=":
        return [staat]
    if stap.naar == "<":
        return sorted(binnen.get(staat, set()))
    return [stap.naar]


def loop(stappen: Sequence[Stap], compartimenten: Sequence[str]) -> Sleutelloop:
    """Walk every path from "start" and report each step that makes the plan depend on the path."""
    binnen: dict[str, set[str]] = {}
    for stap in stappen:
        if stap.naar not in ("=", "<"):
            binnen.setdefault(stap.naar, set()).update(stap.van)
    uitkomst = Sleutelloop(plan={"start": {}})
    wachtrij = ["start"]
    while wachtrij:
        staat = wachtrij.pop(0)
        for stap in (een for een in stappen if staat in een.van and not is_klokwerk(een)):
            na = pas_toe(uitkomst.plan[staat], stap, compartimenten)
            for doel in _doelen(stap, staat, binnen):
                if doel not in uitkomst.plan:
                    uitkomst.plan[doel] = na
                    wachtrij.append(doel)
                elif uitkomst.plan[doel] != na:
                    uitkomst.tegenspraken.append((stap.actie, _verschil(doel, staat, uitkomst, na)))
    del uitkomst.plan["start"]
    return uitkomst


def _verschil(doel: str, staat: str, uitkomst: Sleutelloop, na: Cellen) -> str:
    anders = sorted(set(uitkomst.plan[doel].items()) ^ set(na.items()))
    cellen = ", ".join(f"{c} > {w} ({status})" for (c, w), status in anders)
    return f"keys of state '{doel}' depend on the path; coming from '{staat}' differ: {cellen}"
