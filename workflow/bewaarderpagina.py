"""The page of a custodian: desks that wait for their first holder, and new keys that he puts his name to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow import leden
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.handeling import Handeling, handeling, stap
from workflow.lidmaatschap import Ongetekend, Voorstel
from workflow.lijstlog import noteer_lijst
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.werkplekpagina import VERGELEKEN, VINGERAFDRUK, WACHTZIN, wat_tekst
from workflow.werkplektekst import werkplek_tekst

ADRES = "/bewaarder"
ROL = "fg"
# Source: a custodian signs a new key of a desk within thirty days; until then it stands in yellow.
BINNEN = timedelta(days=30)
OPEN = stap(
    "open_werkplek",
    "Open de werkplek",
    ROL,
    "Deze persoon krijgt als eerste de sleutel. Daarna geeft hij de sleutel zelf door aan collega's.",
    (VERGELEKEN, WACHTZIN),
)
ONDERTEKEN = stap(
    "onderteken",
    "Onderteken de sleutel",
    ROL,
    "Bel iemand van de werkplek. Vraag of zij de sleutel zelf hebben vernieuwd. "
    "Klopt het niet? Teken dan niet en bel de beheerder.",
    (WACHTZIN,),
)
STAPPEN = {een.actie: een for een in (OPEN, ONDERTEKEN)}


@dataclass(frozen=True)
class Openkaart:
    """One desk that has no key yet, and who is to be its first holder."""

    werkplek: str
    naam: str
    wat: str
    woorden: str
    handelingen: tuple[Handeling, ...]


@dataclass(frozen=True)
class Tekenkaart:
    """One new key of a desk that no custodian signed yet."""

    werkplek: str
    wat: str
    uiterlijk: str
    te_laat: bool
    handelingen: tuple[Handeling, ...]


@dataclass(frozen=True)
class Bewaarderpagina:
    """Everything that waits for a custodian; `is_bewaarder` is False for who is none."""

    is_bewaarder: bool
    openen: tuple[Openkaart, ...] = ()
    tekenen: tuple[Tekenkaart, ...] = ()

    @property
    def handelingen(self) -> tuple[Handeling, ...]:
        """All forms of the page."""
        kaarten: Sequence[Openkaart | Tekenkaart] = (*self.openen, *self.tekenen)
        return tuple(een for kaart in kaarten for een in kaart.handelingen)


def bewaarderpagina(werk: Werk, beleid: Beleid) -> Bewaarderpagina:
    """Compose the page; that it was looked at is logged. Errors: LogboekOnbereikbaar: then nothing is shown."""
    if not leden.is_bewaarder(werk):
        noteer_lijst(werk, "bewaarder", [])
        return Bewaarderpagina(False)
    openen, tekenen = leden.te_openen(werk), leden.te_tekenen(werk)
    noteer_lijst(werk, "bewaarder", [*(een.werkplek for een in openen), *(een.werkplek for een in tekenen)])
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    return Bewaarderpagina(
        True,
        tuple(_open(beleid, een) for een in openen),
        tuple(_teken(beleid, een, vandaag) for een in tekenen),
    )


def onderwerp_van(werkplek: str, wie: str) -> str:
    """What a form is about: `af.aalten:<person or epoch>`."""
    return f"{werkplek}:{wie}"


def _open(beleid: Beleid, een: Voorstel) -> Openkaart:
    onderwerp = onderwerp_van(een.werkplek, een.persoon_id.hex())
    return Openkaart(
        werkplek=werkplek_tekst(beleid, een.werkplek),
        naam=een.naam,
        wat=wat_tekst(beleid, een),
        woorden=een.vingerafdruk,
        handelingen=(handeling(OPEN, onderwerp, getoond={VINGERAFDRUK: een.vingerafdruk}),),
    )


def _teken(beleid: Beleid, een: Ongetekend, vandaag: date) -> Tekenkaart:
    uiterlijk = een.sinds + BINNEN
    return Tekenkaart(
        werkplek=werkplek_tekst(beleid, een.werkplek),
        wat=f"Sleutel nummer {een.epoch}, gemaakt op {dag_kort(een.sinds)}",
        uiterlijk=dag_kort(uiterlijk),
        te_laat=uiterlijk < vandaag,
        handelingen=(handeling(ONDERTEKEN, onderwerp_van(een.werkplek, str(een.epoch))),),
    )
