"""A case and everything that was opened for it, walked over the four tables together, with keys at real desks.

Nothing of the product decides here but the tables themselves and `sleutelplan.pas_toe`; what each desk may hold is
written by hand in `test_sleutelplan_by_hand`, and what one route asks of another is written by hand below.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tests.workflow.test_sleutelplan_by_hand import PLANNEN
from workflow.machine import volgende_staat
from workflow.route import Route
from workflow.sleutelplan import Cellen, is_klokwerk, pas_toe
from workflow.stap import Stap

HIER, DAAR = "aalten", "winterswijk"
# In which states of the case a smaller route may begin, and what its first step is (decisions, appendix C).
BEGINT = {
    "verstrekking": ("opstellen", ("in_beoordeling", "in_aanpak", "opgeschaald", "overgedragen")),
    "opvang": ("zoeken", ("in_beoordeling", "in_aanpak", "opgeschaald", "overgedragen")),
    "actie": ("afspreken", ("in_aanpak", "opgeschaald", "overgedragen")),
}
MEESTE = 3
# With which desk each owner reads; the safety net and the reporter own nothing.
LEEST_MET = {
    "aandachtsfunctionaris": ("af",),
    "aandachtsfunctionaris_daar": ("af_daar",),
    "veiligheidsadviseur": ("overleg",),
    "regiehouder": ("af", "overleg"),
    "melder": ("volgcode",),
    "maker": ("af",),
    "ontvanger": ("ontvanger",),
    "zorgcoordinator": ("coordinator",),
    "actiehouder": ("afdeling",),
}
# Steps that hand something to the desk of the other municipality, in words of the table of the case.
MEE = {"verstrekking": "vs", "opvang": "aanvraag", "actie": "actie"}


@dataclass
class Tocht:
    """One walk along a smaller route."""

    route: Route
    staat: str
    cellen: Cellen
    vorige: str = ""
    # The case was closed after it: a department reads its action no longer, also when the case opens again.
    dicht: bool = False
    # The case went to another municipality: the meeting there gets what is made from then on.
    verhuisd: bool = False

    @property
    def is_klaar(self) -> bool:
        return self.route.is_eind(self.staat)


@dataclass
class Dwaaltocht:
    """The whole of one case while it is walked. `houder` is who has it, `buur` to whom it is presented."""

    routes: Mapping[str, Route]
    staat: str = "start"
    cellen: Cellen = field(default_factory=dict)
    tochten: list[Tocht] = field(default_factory=list)
    houder: str = HIER
    buur: str = DAAR
    log: list[str] = field(default_factory=list)

    @property
    def route(self) -> Route:
        return self.routes["signaal"]

    @property
    def is_klaar(self) -> bool:
        return self.route.is_eind(self.staat) and all(een.is_klaar for een in self.tochten)

    def van(self, naam: str) -> list[Tocht]:
        return [een for een in self.tochten if een.route.naam == naam]

    def zetten(self) -> list[tuple[str, Callable[[], None]]]:
        """Every move that the tables allow now: its name, and what makes it."""
        return [*self._zaakzetten(), *self._begin(), *self._tochtzetten()]

    def _zaakzetten(self) -> Iterator[tuple[str, Callable[[], None]]]:
        for stap in self.route.stappen:
            if self.staat in stap.van and _doet_iets(stap) and mag(self, stap):
                yield stap.actie, lambda stap=stap: self.zet(stap)

    def _begin(self) -> Iterator[tuple[str, Callable[[], None]]]:
        for naam, (actie, staten) in BEGINT.items():
            if self.staat in staten and len(self.van(naam)) < MEESTE:
                yield f"{naam}.{actie}", lambda naam=naam, actie=actie: self.begin(naam, actie)

    def _tochtzetten(self) -> Iterator[tuple[str, Callable[[], None]]]:
        if self.staat == "voorgelegd":
            # The desk of origin reads and can't step; nobody else has a key of what runs.
            return
        for nr, tocht in enumerate(self.tochten):
            for stap in tocht.route.stappen:
                if tocht.staat in stap.van and _doet_iets(stap):
                    yield f"{tocht.route.naam}{nr}.{stap.actie}", lambda t=tocht, s=stap: self.zet_tocht(t, s)

    def zet(self, stap: Stap) -> None:
        """Take a step of the case itself."""
        self.log.append(stap.actie)
        self.cellen = pas_toe(self.cellen, stap, self.route.compartimenten)
        for tocht in self.tochten:
            tocht.cellen = pas_toe(tocht.cellen, _voor(stap, tocht), tocht.route.compartimenten)
        self.staat = _daarna(self.route, self.staat, stap.actie)
        for tocht in self.tochten:
            tocht.dicht = tocht.dicht or self.staat == "afgesloten"
            tocht.verhuisd = tocht.verhuisd or bool(stap.houder)
        if stap.houder:
            self.houder, self.buur = self.buur, self.houder
        if stap.opent:
            naam, _, actie = stap.opent.partition(".")
            self.begin(naam, actie)
        if "veilig_thuis_concept" in (self.route.staat(self.staat).bij_binnenkomst if self.staat != "start" else ()):
            self.begin("verstrekking", "opstellen")

    def begin(self, naam: str, actie: str) -> None:
        """Open a smaller route."""
        route = self.routes[naam]
        stap = route.stap("start", actie)
        self.log.append(f"{naam}.{actie}")
        self.tochten.append(Tocht(route, stap.naar, pas_toe({}, stap, route.compartimenten)))

    def zet_tocht(self, tocht: Tocht, stap: Stap) -> None:
        """Take a step of a smaller route."""
        self.log.append(f"{tocht.route.naam}.{stap.actie}")
        tocht.cellen = pas_toe(tocht.cellen, stap, tocht.route.compartimenten)
        nieuw = _daarna(tocht.route, tocht.staat, stap.actie, tocht.vorige)
        if nieuw != tocht.staat:
            tocht.vorige, tocht.staat = tocht.staat, nieuw

    def buiten_het_plan(self) -> list[str]:
        """What a desk holds that nobody wrote down for this state, or misses."""
        fout = _verschil("signaal", self.staat, self.cellen, PLANNEN["signaal"][self.staat])
        for tocht in self.tochten:
            plan = set(PLANNEN[tocht.route.naam][tocht.staat])
            if self.staat == "voorgelegd":
                plan.add(f"{MEE[tocht.route.naam]} > af_daar: sluimerend")
            if self.staat == "niet_in_behandeling":
                plan = {een.replace("> af: open", "> af: sluimerend") for een in plan}
            if tocht.dicht:
                plan.discard("actie > afdeling: open")
            if tocht.verhuisd:
                plan = {een for een in plan if " > overleg" not in een}
            fout += _verschil(tocht.route.naam, tocht.staat, tocht.cellen, plan)
        return fout

    def zonder_eigenaar(self) -> list[str]:
        """What waits for nobody: no owner, or an owner who can open nothing of it."""
        dingen = [(self.route, self.staat, self.cellen), *((een.route, een.staat, een.cellen) for een in self.tochten)]
        fout = []
        for route, naam, cellen in dingen:
            staat = route.staat(naam)
            leest = {desk for (_, desk), status in cellen.items() if status.startswith("open")}
            if not staat.eind and not leest & set(LEEST_MET.get(staat.eigenaar, ())):
                fout.append(f"{route.naam} {naam}: {staat.eigenaar or 'nobody'}")
        return fout

    def naar_het_einde(self) -> bool:
        """Go on by the shortest way until nothing waits any more. Out: False when there is no way."""
        for _ in range(200):
            if self.is_klaar:
                return True
            zet = self._dichterbij()
            if zet is None:
                return False
            zet()
        return False

    def _dichterbij(self) -> Callable[[], None] | None:
        if self.staat != "voorgelegd":
            for tocht in self.tochten:
                ver = afstanden(tocht.route)
                for stap in tocht.route.stappen if not tocht.is_klaar else ():
                    if tocht.staat in stap.van and ver.get(stap.naar, 99) < ver[tocht.staat]:
                        return lambda t=tocht, s=stap: self.zet_tocht(t, s)
        # While it is presented nothing else moves; afterwards what runs comes to its end first.
        ver = afstanden(self.route, lambda stap: self.staat == "voorgelegd" or mag(self, stap))
        for stap in self.route.stappen:
            if self.staat in stap.van and mag(self, stap) and ver.get(stap.naar, 99) < ver.get(self.staat, 99):
                return lambda s=stap: self.zet(s)
        return None


_GEWEEST: dict[tuple[str, str, str, str], str] = {}


def _daarna(route: Route, staat: str, actie: str, vorige: str = "") -> str:
    """Ask the machine of the product once per question: the walks ask the same ones all the time."""
    vraag = (route.naam, staat, actie, vorige)
    if vraag not in _GEWEEST:
        _GEWEEST[vraag] = volgende_staat(route, staat, actie, vorige or None)
    return _GEWEEST[vraag]


def afstanden(route: Route, mag_: Callable[[Stap], bool] = lambda _: True) -> dict[str, int]:
    """How many steps each state is away from an end."""
    ver = {staat.naam: 0 for staat in route.staten if staat.eind}
    for _ in route.staten:
        for stap in route.stappen:
            if stap.naar in ver and mag_(stap):
                for van in stap.van:
                    ver[van] = min(ver.get(van, 99), ver[stap.naar] + 1)
    return ver


def _doet_iets(stap: Stap) -> bool:
    """Whether a step moves a state or a key: notes and facts would only make the walks longer."""
    return not is_klokwerk(stap) and (stap.naar != "=" or bool(stap.geeft or stap.neemt or stap.maakt))


def _verschil(naam: str, staat: str, cellen: Cellen, plan: set[str]) -> list[str]:
    heeft = {f"{comp} > {desk}: {status}" for (comp, desk), status in cellen.items()}
    return [f"{naam} {staat}: {een}" for een in sorted(heeft ^ plan)]


def _voor(stap: Stap, tocht: Tocht) -> Stap:
    """The lines of a step of the case that are about the keys of this walk."""
    eigen = (*tocht.route.compartimenten, "*")
    return replace(
        stap,
        geeft=tuple(een for een in stap.geeft if een.compartiment in eigen),
        neemt=tuple(een for een in stap.neemt if een.compartiment in eigen),
    )


def _verstuurd(d: Dwaaltocht) -> bool:
    return any(een.staat not in ("concept", "ingetrokken", "verlopen") for een in d.van("verstrekking"))


def _ontvangen(d: Dwaaltocht) -> bool:
    return any(een.staat in ("ontvangen", "opgepakt", "vraag", "teruggekoppeld") for een in d.van("verstrekking"))


def _beantwoord(d: Dwaaltocht) -> bool:
    einden = ("teruggekoppeld", "afgewezen", "verlopen")
    heen = d.van("verstrekking")
    return any(een.staat in einden or (een.staat == "ingetrokken" and een.vorige != "concept") for een in heen)


def _klaar(naam: str) -> Callable[[Dwaaltocht], bool]:
    return lambda d: all(een.is_klaar for een in d.van(naam))


# What a step of the case asks of the smaller routes, by the name of its guard.
VRAAGT: dict[str, Callable[[Dwaaltocht], bool]] = {
    "acties_afgerond": _klaar("actie"),
    "geen_open_acties": _klaar("actie"),
    "verstrekkingen_afgerond": _klaar("verstrekking"),
    "opvang_afgerond": _klaar("opvang"),
    "verstrekking_verzonden": _verstuurd,
    "verstrekking_ontvangen": _ontvangen,
    "antwoord_partner": _beantwoord,
}


def mag(d: Dwaaltocht, stap: Stap) -> bool:
    """Whether the smaller routes stand as this step asks."""
    return all(VRAAGT[een](d) for een in stap.voorwaarden if een in VRAAGT)
