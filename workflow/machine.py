"""The state machine: the only module that knows the package `transitions`."""

from transitions import Machine, MachineError

from workflow.route import Route, StapKanNiet

TERUG = "<"


class _Stand:
    """The place of one thing on its route while one step is computed."""

    state: str


# By the hash of the route: to hash a whole table at each step would cost more than the step.
_MACHINES: dict[str, Machine] = {}


def _machine(route: Route) -> Machine:
    """Build the machine of a route once. It keeps no model, so nothing of a case stays in it."""
    if route.hash in _MACHINES:
        return _MACHINES[route.hash]
    machine = Machine(
        model=None,
        states=["start", *(staat.naam for staat in route.staten)],
        initial="start",
        auto_transitions=False,
        send_event=False,
    )
    for stap in route.stappen:
        if stap.naar != TERUG:
            machine.add_transition(stap.actie, list(stap.van), stap.naar)
    _MACHINES[route.hash] = machine
    return machine


def volgende_staat(route: Route, staat: str, actie: str, vorige: str | None = None) -> str:
    """Return the state after `actie` from `staat` ("start" before the first step).

    `vorige` is the state before this one, where a step with `naar` "<" returns to. Raises
    StapKanNiet when the route has no such step. Who may and which guards hold is decided elsewhere.
    """
    stap = route.stap(staat, actie)
    if stap.naar == TERUG:
        if vorige is None or vorige not in _herkomsten(route, staat):
            raise StapKanNiet(route.naam, staat, actie)
        return vorige
    machine = _machine(route)
    stand = _Stand()
    machine.add_model(stand, initial=staat)
    try:
        machine.events[actie].trigger(stand)
    except MachineError as fout:
        raise StapKanNiet(route.naam, staat, actie) from fout
    finally:
        machine.remove_model(stand)
    return stand.state


def _herkomsten(route: Route, staat: str) -> frozenset[str]:
    return frozenset(van for stap in route.stappen if stap.naar == staat for van in stap.van)
