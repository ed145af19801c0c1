"""Pictures of a route: Graphviz text, "you are here" on a case, and the table beside the picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workflow.route import Route
from workflow.stap import Staat, Stap
from workflow.termijnen import Termijn

KLAAR, NU, NOG_NIET, OVERGESLAGEN = "klaar", "nu", "nog niet", "overgeslagen"
KLEUR_NU = "#c2dfe2"


@dataclass(frozen=True)
class Wegwijzer:
    """One stop of "you are here": the state, its name and whether it is done, now, to come or was skipped."""

    staat: str
    scherm: str
    stand: str


@dataclass(frozen=True)
class Tabelregel:
    """One line of the text version of the picture."""

    van: str
    wat: str
    naar: str
    wie: str
    binnen: str


def _veilig(tekst: str) -> str:
    return tekst.replace("\\", "\\\\").replace('"', '\\"')


def dot(route: Route, rolnamen: Mapping[str, str], nu: str = "") -> str:
    """Return the route as Graphviz DOT; steps that keep the state are left out, `nu` is filled."""
    regels = [f'digraph "{_veilig(route.naam)}" {{', "  rankdir=LR;"]
    regels.append('  node [shape=box, style=rounded, fontname="Noto Sans"];')
    regels.append('  edge [fontname="Noto Sans", fontsize=10];')
    regels.append('  "start" [shape=circle, label=""];')
    for staat in route.staten:
        wie = rolnamen.get(staat.eigenaar, staat.eigenaar)
        tekst = _veilig(staat.scherm) + (f"\\n{_veilig(wie)}" if wie else "")
        stijl = f', style="rounded,filled", fillcolor="{KLEUR_NU}"' if staat.naam == nu else ""
        rand = ", peripheries=2" if staat.eind else ""
        regels.append(f'  "{staat.naam}" [label="{tekst}"{stijl}{rand}];')
    for stap in route.stappen:
        for van in stap.van if stap.naar != "=" else ():
            for naar in _doelen(route, stap, van):
                regels.append(f'  "{van}" -> "{naar}" [label="{_veilig(stap.knop)}"];')
    return "\n".join([*regels, "}", ""])


def _doelen(route: Route, stap: Stap, van: str) -> tuple[str, ...]:
    if stap.naar != "<":
        return (stap.naar,)
    return tuple(dict.fromkeys(bron for een in route.stappen if een.naar == van for bron in een.van))


def _voorganger(route: Route, staat: str) -> int:
    """Return the first place on the main line from which `staat` can be reached directly.

    The later ones may have been passed or not, so the picture does not claim that they were.
    """
    gezien, nieuw = {staat}, {staat}
    while nieuw:
        bronnen = {van for stap in route.stappen if stap.naar in nieuw for van in stap.van} - gezien
        lijn = [route.hoofdlijn.index(een) for een in bronnen if een in route.hoofdlijn]
        if lijn:
            return min(lijn)
        gezien |= bronnen
        nieuw = bronnen
    return -1


def wegwijzer(route: Route, staat: str, bezocht: Sequence[str] = ()) -> tuple[Wegwijzer, ...]:
    """Return the main line of a route as seen from `staat`.

    In: `bezocht` are the states that the object went through, oldest first; empty when the reader can't know them,
    and then nothing is said to be skipped. A state beside the main line stands after the place where the object left
    it; an end beside it cuts off what will not come any more.
    """
    lijn = list(route.hoofdlijn)
    pad = [*bezocht, staat]
    for vorige, naam in zip(["", *pad], pad, strict=False):
        if naam not in lijn and (naam == staat or not route.is_eind(naam)):
            plaats = (lijn.index(vorige) if vorige in lijn else _voorganger(route, naam)) + 1
            lijn.insert(plaats, naam)
    nu = lijn.index(staat)
    if route.is_eind(staat):
        del lijn[nu + 1 :]
    standen = (_stand(route, naam, nr - nu, bezocht) for nr, naam in enumerate(lijn))
    return tuple(Wegwijzer(naam, route.staat(naam).scherm, stand) for naam, stand in zip(lijn, standen, strict=True))


def _stand(route: Route, naam: str, verder: int, bezocht: Sequence[str]) -> str:
    """How one stop stands. In: `verder` is how many stops it lies after the present one."""
    if verder == 0:
        return NU
    if verder > 0:
        # A stop beside the line is there only because it was visited.
        return NOG_NIET if naam in route.hoofdlijn else KLAAR
    return KLAAR if naam in bezocht or not bezocht else OVERGESLAGEN


def bezochte_staten(route: Route, acties: Sequence[str]) -> tuple[str, ...]:
    """The states that an object went through, oldest first, told from the steps that were taken on it.

    A step that can be taken from one state only also tells that state.
    """
    gevonden = [route.stap("start", route.start[0]).naar]
    for actie in acties:
        stappen = [een for een in route.stappen if een.actie == actie and een.naar not in ("=", "<")]
        bronnen = {van for een in stappen for van in een.van} - {"start"}
        doelen = {een.naar for een in stappen}
        gevonden += bronnen if len(bronnen) == 1 else ()
        gevonden += doelen if len(doelen) == 1 else ()
    opeenvolgend = [naam for nr, naam in enumerate(gevonden) if not nr or gevonden[nr - 1] != naam]
    return tuple(opeenvolgend)


def tabel(
    route: Route,
    rolnamen: Mapping[str, str],
    termijn: Callable[[Staat], Termijn | None],
) -> tuple[Tabelregel, ...]:
    """Return every step that changes the state, in words; `termijn` gives the term of a state."""
    regels = []
    for stap in route.stappen:
        for van in stap.van if stap.naar != "=" else ():
            binnen = None if van == "start" else termijn(route.staat(van))
            wie = ", ".join(rolnamen.get(rol, rol) for rol in stap.door)
            for naar in _doelen(route, stap, van):
                regels.append(
                    Tabelregel(
                        van="Begin" if van == "start" else route.staat(van).scherm,
                        wat=stap.knop,
                        naar=route.staat(naar).scherm,
                        wie=wie,
                        binnen=binnen.tekst if binnen else "",
                    )
                )
    return tuple(regels)
