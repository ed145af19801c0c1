"""The same fact in another case of the municipality: who works on the case sees it at once, on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.afschermen import leden, werkt_aan
from workflow.beleid import Beleid
from workflow.dagmelding import meld_een
from workflow.fouten import NietGevonden
from workflow.gekoppeld import GEKOPPELD, VERDER_IN, gekoppelde, verder_in
from workflow.ingetrokken import geldig
from workflow.matchkenmerken import SOORTEN
from workflow.overlap import Overlap
from workflow.ports import Werk
from workflow.tik import Klokwerk
from workflow.zaak import Document, Zaak
from workflow.zaakzicht import is_zichtbaar

HEROPENEN = "Deze zaak is al klaar. Gaat het om hetzelfde? Dan kun je hem heropenen."
GROEP = "treffer"
BERICHT = "treffer"


@dataclass(frozen=True)
class Trefferregel:
    """One other case with the same fact: its number, what is the same, where it stands, and what to do."""

    nummer: str
    wat: str
    staat: str
    gekoppeld: bool
    tip: str

    @property
    def url(self) -> str:
        """The address of the other case."""
        return f"/zaken/{self.nummer}"


@dataclass(frozen=True)
class Zaaktreffers:
    """What the page of a case shows of other cases. `verder_in` is the number of the case in which it goes on."""

    treffers: tuple[Trefferregel, ...]
    gekoppeld: tuple[str, ...]
    verder_in: str
    wacht: int


def soorten_tekst(soorten: Sequence[str]) -> str:
    """What is the same, in words."""
    return ", ".join(SOORTEN.get(een, een) for een in soorten)


def ankers(documenten: Sequence[Document]) -> list[str]:
    """The vault references of the people of a case who count."""
    docs = [doc for doc in geldig(documenten) if doc.soort == "persoon"]
    return [str((doc.inhoud or {})["verwijzing"]) for doc in docs]


def werk_bij(werk: Werk, zaak: Zaak, documenten: Sequence[Document]) -> None:
    """Compare what is not compared yet: under a new key, at a new holder. Only for who works on it with its keys."""
    if werkt_aan(werk.actor, zaak, f"af.{zaak.houder}"):
        achter = werk.matchen.achter(zaak, ankers(documenten))
        if achter:
            werk.matchen.bereken(zaak, achter)


def zaaktreffers(werk: Werk, zaak: Zaak) -> Zaaktreffers:
    """Other cases of this municipality that this actor may see, and that share a fact with this one."""
    verder = verder_in(werk, zaak)
    return Zaaktreffers(
        treffers=tuple(
            regel for een in werk.matchen.treffers(zaak) if (regel := _regel(werk, zaak, een, zaak.id)) is not None
        ),
        gekoppeld=tuple(een.nummer for een in gekoppelde(werk, zaak)),
        verder_in=verder.nummer if verder is not None else "",
        wacht=sum(1 for een in werk.matchen.wachtend() if een.zaak_id == zaak.id),
    )


def _regel(werk: Werk, zaak: Zaak, overlap: Overlap, eigen: bytes) -> Trefferregel | None:
    ander = _vind(werk, overlap.ander if overlap.een == eigen else overlap.een)
    if ander is None or ander.houder != zaak.houder:
        return None
    route = werk.route(ander.route, ander.route_hash)
    return Trefferregel(
        nummer=ander.nummer,
        wat=soorten_tekst(overlap.soorten),
        staat=route.staat(ander.staat).scherm,
        gekoppeld=ander.id.hex() in zaak.kenmerken.get(GEKOPPELD, ()),
        # A case that went on in another one has no way back but to be taken apart there.
        tip=HEROPENEN if route.is_eind(ander.staat) and VERDER_IN not in ander.kenmerken else "",
    )


def _vind(werk: Werk, zaak_id: bytes) -> Zaak | None:
    try:
        zaak = werk.zaken.get(zaak_id)
    except NietGevonden:
        return None
    return zaak if is_zichtbaar(werk, zaak) else None


def paren(werk: Werk) -> list[tuple[Zaak, Trefferregel]]:
    """All pairs of cases of the actor's municipality that share a fact and that he may both see."""
    gevonden = []
    for overlap in werk.matchen.overlappen(werk.actor.tenant):
        een = _vind(werk, overlap.een)
        if een is None or een.houder != werk.actor.tenant:
            continue
        regel = _regel(werk, een, overlap, een.id)
        if regel is not None:
            gevonden.append((een, regel))
    return gevonden


def dagelijks(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str) -> int:
    """Tell about a new pair where somebody might not see it: one case is closed or sealed, or protected.

    Of a protected case only its readers by name are told. Out: how many pairs were told about.
    """
    gedaan = 0
    for gemeente in beleid.gemeenten:
        with klokwerk() as werk:
            lijst = werk.matchen.overlappen(gemeente)
        for overlap in lijst:
            with klokwerk() as werk:
                gedaan += _meld(werk, beleid, overlap, gemeente, vandaag, url)
                werk.bevestig()
    return gedaan


def _meld(werk: Werk, beleid: Beleid, overlap: Overlap, gemeente: str, vandaag: date, url: str) -> int:
    try:
        zaken = [werk.zaken.get(een) for een in (overlap.een, overlap.ander)]
    except NietGevonden:
        return 0
    if any(een.houder != gemeente for een in zaken):
        return 0
    apart = [een for een in zaken if een.afgeschermd]
    klaar = [een for een in zaken if werk.route(een.route, een.route_hash).is_eind(een.staat)]
    over = apart or klaar
    if not over:
        return 0
    mensen = {een.id: een for zaak in over for een in leden(werk, zaak, f"af.{zaak.houder}")}
    kenmerk = overlap.een + overlap.ander
    return meld_een(werk, beleid, kenmerk, over[0].id, GROEP, BERICHT, list(mensen.values()), vandaag, url)
