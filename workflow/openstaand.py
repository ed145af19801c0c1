"""What is still open in a case: each action, hand-off and search for shelter, with its number, desk and page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflow.beleid import Beleid
from workflow.context import Context
from workflow.ports import Werk
from workflow.stap import Stap
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Traject, Zaak

PADEN = {"actie": "/acties", "verstrekking": "/verstrekkingen", "opvang": "/opvang"}
NAMEN = {"actie": "Actie", "verstrekking": "Verstrekking", "opvang": "Opvang"}
# Guards that refuse a step while something is open: which routes each of them looks at.
KIJKT_NAAR = {
    "acties_afgerond": "actie",
    "geen_open_acties": "actie",
    "verstrekkingen_afgerond": "verstrekking",
    "opvang_afgerond": "opvang",
}


class Punt(str):
    """One line of what is missing that leads to a page: the list of errors makes it a link."""

    __slots__ = ("url",)
    url: str

    def __new__(cls, tekst: str, url: str) -> "Punt":
        """The line `tekst`, that leads to the address `url`."""
        punt = super().__new__(cls, tekst)
        punt.url = url
        return punt


@dataclass(frozen=True)
class Openstaand:
    """One walk that has not ended: where it is, and who is to move."""

    route: str
    nummer: str
    staat: str
    wie: str
    url: str

    @property
    def punt(self) -> Punt:
        """The line of the list."""
        return self._regel(f"{NAMEN[self.route]} {self.nummer} loopt nog")

    def alleen(self, zin: str) -> Punt:
        """The line when it is the only one of its kind: `zin` says so, without its full stop."""
        return self._regel(f"{zin}: {self.nummer}")

    def _regel(self, begin: str) -> Punt:
        return Punt(f"{begin} ({self.staat.lower()}). Aan zet: {self.wie}.", self.url)


def van_trajecten(werk: Werk, beleid: Beleid, trajecten: Sequence[Traject]) -> list[Openstaand]:
    """Those of `trajecten` that have not ended. A shelter is never named: the care coordinator is."""
    gevonden = []
    for een in trajecten:
        staat = werk.route(een.route, een.route_hash).staat(een.staat)
        if staat.eind:
            continue
        desk = een.maker if staat.eigenaar == "maker" else een.ontvanger
        url = f"{PADEN[een.route]}/{een.id.hex()}"
        gevonden.append(Openstaand(een.route, een.nummer, staat.scherm, werkplek_tekst(beleid, desk), url))
    return gevonden


def van_zaak(werk: Werk, beleid: Beleid, zaak: Zaak) -> list[Openstaand]:
    """Everything of a case that has not ended."""
    return van_trajecten(werk, beleid, [een for route in PADEN for een in werk.trajecten.van_zaak(zaak.id, route)])


def voor_stap(lopend: Sequence[Openstaand], stap: Stap) -> tuple[Punt, ...]:
    """Of what is open, that for which the guards of this step would refuse it."""
    routes = {KIJKT_NAAR[een] for een in stap.voorwaarden if een in KIJKT_NAAR}
    return tuple(een.punt for een in lopend if een.route in routes)


def _afgerond(route: str, een: str, meer: str) -> Callable[[Context], list[str]]:
    def voorwaarde(c: Context) -> list[str]:
        lopend = van_trajecten(c.werk, c.beleid, c.trajecten(route))
        if len(lopend) < 2:
            return [over.alleen(een) for over in lopend]
        return [meer.format(len(lopend)), *(over.punt for over in lopend)]

    voorwaarde.__doc__ = f"Nothing of the route {route} may be open; each that is stands in a line of its own."
    return voorwaarde


acties_afgerond = _afgerond("actie", "Er is nog 1 actie open", "Er zijn nog {} acties open.")
verstrekkingen_afgerond = _afgerond(
    "verstrekking", "Er is nog 1 verstrekking open", "Er zijn nog {} verstrekkingen open."
)
opvang_afgerond = _afgerond("opvang", "De opvang loopt nog", "De opvang loopt nog ({} keer).")
