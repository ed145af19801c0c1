"""The parts of a route table: fields, keys handed on, steps and states."""

from collections.abc import Mapping
from dataclasses import dataclass

VELDSOORTEN = frozenset(
    {
        *("tekst", "regel", "keuze", "meerkeuze", "janee", "datum", "getal", "wachtzin"),
        *("gemeente", "overleg", "regiehouder", "ontvanger", "afdeling", "opvangplek", "lezer"),
        *("feiten", "personen", "persoon", "gegeven", "zaak", "bronnen", "plaats", "bedrag"),
    }
)
MANIEREN = ("open", "sluimerend", "vrij")


def voldoet(als: str, gegevens: Mapping[str, object]) -> bool:
    """Say whether a condition of a table ("veld=code", "" is always) holds for `gegevens`.

    A field with several answers meets the condition when one of them is the code.
    """
    if not als:
        return True
    naam, _, code = als.partition("=")
    waarde = gegevens.get(naam)
    if isinstance(waarde, list | tuple | set | frozenset):
        return code in waarde
    if isinstance(waarde, bool):
        return code == ("ja" if waarde else "nee")
    return waarde is not None and str(waarde) == code


@dataclass(frozen=True)
class Veld:
    """One question that a step asks. `als` ("veld=code") says when it is asked at all.

    `compartiment` is where the answer is sealed when that is not where the step seals; `keuzes`
    holds "code=label" or one "taxonomie:<file>" or "taxonomie:<file>/<soort>".
    """

    naam: str
    label: str
    soort: str
    verplicht: bool = False
    keuzes: tuple[str, ...] = ()
    hint: str = ""
    als: str = ""
    compartiment: str = ""
    toekomst: bool = True
    verleden: bool = True

    def vaste_keuzes(self) -> dict[str, str]:
        """Return the choices that stand in the table itself, code → label."""
        delen = (een.partition("=") for een in self.keuzes)
        return {code: label for code, is_teken, label in delen if is_teken}


@dataclass(frozen=True)
class Sleutel:
    """One line of the key plan: which compartment's key for which desk, and how.

    `manier` is "open", "sluimerend" (a wrap that exists and is not served; makes an open one
    dormant) or "vrij" (releases a dormant one). `als` names the circumstance ("vorm_ps") under
    which the line counts; "" is always. Compartment "*" stands for all that the desk holds.
    """

    compartiment: str
    werkplek: str
    manier: str = "open"
    als: str = ""

    def __str__(self) -> str:
        staart = ("" if self.manier == "open" else f" {self.manier}") + (f" als {self.als}" if self.als else "")
        return f"{self.compartiment} > {self.werkplek}{staart}"


@dataclass(frozen=True)
class Stap:
    """One row of a route: who may do what from where, only if, and which keys change hands.

    `naar` "=" keeps the state, "<" returns to the state the case came from. `maakt` are the
    compartments that come into being; `bij_voorstel` are keys given while a four-eyes step waits
    for the second person, taken back when it is refused. `opent` ("route.stap") starts a smaller
    route, only when `opent_als` holds. `houder` names the desk that becomes holder afterwards.
    `voorop`: a page offers it first, also when the state stays.
    """

    actie: str
    knop: str
    van: tuple[str, ...]
    naar: str
    door: tuple[str, ...]
    voorwaarden: tuple[str, ...] = ()
    maakt: tuple[str, ...] = ()
    geeft: tuple[Sleutel, ...] = ()
    neemt: tuple[Sleutel, ...] = ()
    bij_voorstel: tuple[Sleutel, ...] = ()
    vastleggen: str = ""
    vier_ogen: tuple[str, ...] = ()
    optioneel: bool = False
    opent: str = ""
    opent_als: str = ""
    houder: str = ""
    privacycheck: str = ""
    uitleg: str = ""
    voorop: bool = False
    velden: tuple[Veld, ...] = ()

    def velden_voor(self, gegevens: Mapping[str, object]) -> tuple[Veld, ...]:
        """Return the fields that are asked given `gegevens` (answers, and "rol" and "vorm").

        A condition on another field of this step never hides the field here: the page shows it
        beside the choice, and `velden.lees_velden` decides.
        """
        eigen = {veld.naam for veld in self.velden}
        gevraagd: list[Veld] = []
        weg: set[str] = set()
        for veld in self.velden:
            van = veld.als.partition("=")[0]
            if van in weg or (van not in eigen and not voldoet(veld.als, gegevens)):
                # What hangs on a field that is not asked here is not asked either.
                weg.add(veld.naam)
            else:
                gevraagd.append(veld)
        return tuple(gevraagd)


@dataclass(frozen=True)
class Staat:
    """One state of a route: what the screen calls it, who is to move and within which term.

    `melder` is what the reporter reads, never content. `ziet_status` are roles that see number,
    state, urgency and term without holding any key of this state. `bij_binnenkomst` names what
    the use case makes on entering; `bewaarklasse` the retention class of an end state.
    """

    naam: str
    scherm: str
    eigenaar: str = ""
    eigenaar_na_termijn: str = ""
    termijn: str = ""
    spoed: str = ""
    ladder: str = ""
    spoed_ladder: str = ""
    melder: str = ""
    eind: bool = False
    bewaarklasse: str = ""
    ziet_status: tuple[str, ...] = ()
    bij_binnenkomst: tuple[str, ...] = ()
