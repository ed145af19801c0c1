"""Who holds the key of a desk, who is to be given it, and how far a new key has come."""

from dataclasses import dataclass
from datetime import date

NIEUW, HERSTEL = "nieuw", "herstel"


@dataclass(frozen=True)
class Plek:
    """One seat: a desk, as a regular holder or in somebody's place, and from when until when (None is open)."""

    werkplek: str
    waarneemt: bool = False
    van: date | None = None
    tot: date | None = None

    def is_nu(self, vandaag: date) -> bool:
        """Say whether the key may be used on this day."""
        return (self.van or vandaag) <= vandaag <= (self.tot or vandaag)


# The role of who comes to the meetings and sits at no desk.
DEELNEMER = "overlegdeelnemer"


@dataclass(frozen=True)
class NieuweSleutel:
    """A public key of somebody in a meeting that no desk vouches for yet.

    Both are empty when it is not the key of his own profile: then there is nothing to compare.
    """

    publiek: bytes
    woorden: str


@dataclass(frozen=True)
class Houder:
    """One holder of a desk. `nu`: he may use the key today; `vingerafdruk`: his own key in five words.

    `tenant`: where his account is, which may be a neighbour.
    """

    persoon_id: bytes
    naam: str
    alias: str
    rol: str
    waarneemt: bool
    van: date | None
    tot: date | None
    nu: bool
    vingerafdruk: str
    tenant: str = ""


@dataclass(frozen=True)
class Voorstel:
    """Somebody who waits for the key of a desk."""

    werkplek: str
    persoon_id: bytes
    naam: str
    alias: str
    rol: str
    waarneemt: bool
    van: date | None
    tot: date | None
    voorsteller: bytes | None
    dag: date
    vingerafdruk: str
    tenant: str = ""

    @property
    def plek(self) -> Plek:
        """The seat that is proposed."""
        return Plek(self.werkplek, self.waarneemt, self.van, self.tot)


@dataclass(frozen=True)
class Vernieuwing:
    """How far the newest key of a desk is: `over` of its `totaal` wraps still hang on an older one.

    `sinds`: the day on which somebody left, until the work is done. `beschadigd`: wraps that no key opens any more;
    they are left as they are, or one spoiled row would keep a desk from ever finishing.
    """

    werkplek: str
    epoch: int
    sinds: date | None
    over: int
    totaal: int
    beschadigd: int = 0

    @property
    def bezig(self) -> bool:
        """Say whether a new key was made and is not used everywhere yet."""
        return self.over > 0

    @property
    def nodig(self) -> bool:
        """Say whether a member must do something."""
        return self.sinds is not None or self.bezig


@dataclass(frozen=True)
class Ongetekend:
    """A newer key of a desk that no custodian signed yet, since when, and that key in five words."""

    werkplek: str
    epoch: int
    sinds: date
    vingerafdruk: str


@dataclass(frozen=True)
class Account:
    """One person of a tenant as its beheerder sees him; never anything of a case."""

    persoon_id: bytes
    naam: str
    alias: str
    email: str
    rol: str
    actief: bool
    tweede_factor: bool
    plekken: tuple[Plek, ...]


@dataclass(frozen=True)
class Uitnodiging:
    """One invitation that nobody used yet."""

    id: bytes
    soort: str
    naam: str
    alias: str
    rol: str
    persoon_id: bytes | None
    dag: date
    verloopt: date
    verlopen: bool
    plekken: tuple[Plek, ...]
