"""A route: the table of states and steps that every other part of the product reads."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from workflow import sleutelplan
from workflow.stap import MANIEREN, Sleutel, Staat, Stap, Veld, voldoet
from workflow.tabel import Rij

__all__ = ["Route", "Sleutel", "Staat", "Stap", "StapKanNiet", "Veld", "laad_route", "voldoet"]


class StapKanNiet(Exception):
    """The route has no such step from this state."""

    def __init__(self, route: str, staat: str, actie: str) -> None:
        super().__init__(f"route '{route}' has no step '{actie}' from state '{staat}'")
        self.staat = staat
        self.actie = actie


@dataclass(frozen=True)
class Route:
    """States and steps of one noun. `compartimenten` are the keys that this route plans."""

    naam: str
    start: tuple[str, ...]
    compartimenten: tuple[str, ...]
    hoofdlijn: tuple[str, ...]
    staten: tuple[Staat, ...]
    stappen: tuple[Stap, ...]
    bestand: str = ""

    @cached_property
    def _op_naam(self) -> dict[str, Staat]:
        return {staat.naam: staat for staat in self.staten}

    @cached_property
    def _op_stap(self) -> dict[tuple[str, str], Stap]:
        return {(van, stap.actie): stap for stap in self.stappen for van in stap.van}

    def staat(self, naam: str) -> Staat:
        """Return the state; KeyError when the route has none of that name."""
        return self._op_naam[naam]

    def stap(self, staat: str, actie: str) -> Stap:
        """Return the step `actie` from `staat` ("start" before the first); else StapKanNiet."""
        try:
            return self._op_stap[staat, actie]
        except KeyError:
            raise StapKanNiet(self.naam, staat, actie) from None

    def stappen_vanuit(self, staat: str) -> tuple[Stap, ...]:
        """Return the steps from `staat`, in the order of the table."""
        return tuple(stap for stap in self.stappen if staat in stap.van)

    def is_eind(self, staat: str) -> bool:
        """Say whether the route ends in `staat`."""
        return self._op_naam[staat].eind

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) over states, steps, guards and keys; terms and texts do not count.

        A case keeps the version of the route it started on, and this names the version.
        """
        staten = [
            [een.naam, een.eigenaar, een.eigenaar_na_termijn, een.eind, list(een.ziet_status)] for een in self.staten
        ]
        stappen = [_kern(een) for een in self.stappen]
        inhoud = [self.naam, list(self.start), list(self.compartimenten), staten, stappen]
        return hashlib.sha256(_canoniek(inhoud).encode()).hexdigest()

    def als_json(self) -> str:
        """Return the whole table, terms and texts included, as JSON for `van_json`."""
        return _canoniek(asdict(self))

    @classmethod
    def van_json(cls, tekst: str) -> "Route":
        """Return the route that `als_json` wrote."""
        tabel = json.loads(tekst)
        return cls(
            naam=tabel["naam"],
            start=tuple(tabel["start"]),
            compartimenten=tuple(tabel["compartimenten"]),
            hoofdlijn=tuple(tabel["hoofdlijn"]),
            staten=tuple(Staat(**_tupels(een)) for een in tabel["staten"]),
            stappen=tuple(_stap_van_json(een) for een in tabel["stappen"]),
            bestand=tabel["bestand"],
        )

    @cached_property
    def sleutelloop(self) -> sleutelplan.Sleutelloop:
        """The walk over all paths, with what contradicts a plan by state alone."""
        return sleutelplan.loop(self.stappen, self.compartimenten)

    def sleutelplan(self) -> dict[str, frozenset[sleutelplan.Cel]]:
        """Return per state which (compartment, desk, status) stand open or dormant.

        Status is "open", "sluimerend" or "open als <omstandigheid>". What the clock changes inside
        a state (release of the safety net) is left out; see `sleutelplan.is_klokwerk`.
        """
        uitkomst = self.sleutelloop
        return {staat: uitkomst.cellen(staat) for staat in uitkomst.plan}


def _canoniek(inhoud: object) -> str:
    return json.dumps(inhoud, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _kern(stap: Stap) -> list[object]:
    sleutels = [[str(een) for een in lijst] for lijst in (stap.geeft, stap.neemt, stap.bij_voorstel)]
    velden = [[een.naam, een.soort, een.verplicht, een.als, een.compartiment] for een in stap.velden]
    return [
        [stap.actie, stap.naar, stap.vastleggen, stap.optioneel, stap.opent, stap.opent_als],
        [stap.houder, stap.privacycheck],
        [stap.van, stap.door, stap.voorwaarden, stap.maakt, stap.vier_ogen],
        [sleutels, velden],
    ]


def _tupels(tabel: Mapping[str, Any]) -> dict[str, Any]:
    return {naam: tuple(w) if isinstance(w, list) else w for naam, w in tabel.items()}


def _stap_van_json(tabel: Mapping[str, Any]) -> Stap:
    sleutels = {naam: tuple(Sleutel(**een) for een in tabel[naam]) for naam in ("geeft", "neemt", "bij_voorstel")}
    velden = tuple(Veld(**_tupels(een)) for een in tabel["velden"])
    return Stap(**(_tupels(tabel) | sleutels | {"velden": velden}))


def lees_sleutel(tekst: str, rij: Rij) -> Sleutel:
    """Return the key line "<compartiment> > <werkplek> [<manier>] [als <omstandigheid>]"."""
    links, pijl, rechts = tekst.partition(" > ")
    doel, _, als = rechts.partition(" als ")
    werkplek, _, manier = doel.partition(" ")
    manier = {"": "open", "sluimer": "sluimerend"}.get(manier, manier)
    if not pijl or not links or not werkplek or manier not in MANIEREN:
        raise rij.fout(f"'{tekst}' is no key line like 'zaak > overleg sluimerend als vorm_ps'")
    return Sleutel(links, werkplek, manier, als)


def _lees_veld(rij: Rij) -> Veld:
    veld = Veld(
        naam=rij.tekst("naam"),
        label=rij.tekst("label"),
        soort=rij.tekst("soort"),
        verplicht=rij.janee("verplicht"),
        keuzes=rij.teksten("keuzes"),
        hint=rij.tekst("hint", ""),
        als=rij.tekst("als", ""),
        compartiment=rij.tekst("compartiment", ""),
        toekomst=rij.janee("toekomst", True),
        verleden=rij.janee("verleden", True),
    )
    rij.klaar()
    return veld


def _lees_stap(rij: Rij) -> Stap:
    def sleutels(naam: str) -> tuple[Sleutel, ...]:
        return tuple(lees_sleutel(een, rij) for een in rij.teksten(naam))

    vier_ogen = rij.tekst("vier_ogen", "")
    stap = Stap(
        actie=rij.tekst("actie"),
        knop=rij.tekst("knop"),
        van=rij.teksten("van", None),
        naar=rij.tekst("naar"),
        door=rij.teksten("door", None),
        voorwaarden=rij.teksten("voorwaarden"),
        maakt=rij.teksten("maakt"),
        geeft=sleutels("geeft"),
        neemt=sleutels("neemt"),
        bij_voorstel=sleutels("bij_voorstel"),
        vastleggen=rij.tekst("vastleggen", ""),
        vier_ogen=tuple(vier_ogen.split("+")) if vier_ogen else (),
        optioneel=rij.janee("optioneel"),
        opent=rij.tekst("opent", ""),
        opent_als=rij.tekst("opent_als", ""),
        houder=rij.tekst("houder", ""),
        privacycheck=rij.tekst("privacycheck", ""),
        uitleg=rij.tekst("uitleg", ""),
        voorop=rij.janee("voorop"),
        velden=tuple(_lees_veld(een) for een in rij.rijen("veld")),
    )
    rij.klaar()
    return stap


def _lees_staat(rij: Rij) -> Staat:
    staat = Staat(
        naam=rij.tekst("naam"),
        scherm=rij.tekst("scherm"),
        eigenaar=rij.tekst("eigenaar", ""),
        eigenaar_na_termijn=rij.tekst("eigenaar_na_termijn", ""),
        termijn=rij.tekst("termijn", ""),
        spoed=rij.tekst("spoed", ""),
        ladder=rij.tekst("ladder", ""),
        spoed_ladder=rij.tekst("spoed_ladder", ""),
        melder=rij.tekst("melder", ""),
        eind=rij.janee("eind"),
        bewaarklasse=rij.tekst("bewaarklasse", ""),
        ziet_status=rij.teksten("ziet_status"),
        bij_binnenkomst=rij.teksten("bij_binnenkomst"),
    )
    rij.klaar()
    return staat


def laad_route(tabel: Mapping[str, Any], bestand: str) -> Route:
    """Return the route in `tabel`, read from `bestand`.

    Raises BeleidFout on a row that cannot be read; whether the rows agree with each other is the
    question of `routecontrole.controleer`.
    """
    kop = Rij(tabel, bestand, "")
    route = Route(
        naam=kop.tekst("naam"),
        start=kop.teksten("start", None),
        compartimenten=kop.teksten("compartimenten", None),
        hoofdlijn=kop.teksten("hoofdlijn", None),
        staten=tuple(_lees_staat(een) for een in kop.rijen("staat")),
        stappen=tuple(_lees_stap(een) for een in kop.rijen("stap", "actie")),
        bestand=bestand,
    )
    kop.klaar()
    return route
