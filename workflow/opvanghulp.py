"""What helps to find a place: which kind of shelter fits, what to do at night, when the directory is checked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.tabel import Rij


@dataclass(frozen=True)
class Richting:
    """One kind of shelter, and for whom it is; an empty column is met by everybody."""

    code: str
    naam: str
    tekst: str
    leeftijd: tuple[str, ...] = ()
    verblijf: tuple[str, ...] = ()
    contra_indicaties: tuple[str, ...] = ()
    alleenstaande_vreemdeling: bool | None = None

    def past(self, aanvraag: Mapping[str, Any]) -> bool:
        """Say whether all that this row asks holds for the answers of a request."""
        contra: Collection[str] = aanvraag.get("contra_indicaties") or ()
        return (
            (not self.leeftijd or aanvraag.get("leeftijd") in self.leeftijd)
            and (not self.verblijf or aanvraag.get("verblijf") in self.verblijf)
            and (not self.contra_indicaties or bool(set(contra) & set(self.contra_indicaties)))
            and self.alleenstaande_vreemdeling in (None, bool(aanvraag.get("alleenstaande_vreemdeling")))
        )


@dataclass(frozen=True)
class Nacht:
    """What to do outside office hours."""

    tekst: str
    telefoon: str
    gevaar: str


@dataclass(frozen=True)
class Opvanghulp:
    """The table `opvang.toml`."""

    controle_maanden: int
    nacht: Nacht
    richtingen: tuple[Richting, ...]

    def passend(self, aanvraag: Mapping[str, Any]) -> tuple[Richting, ...]:
        """Return the kinds of shelter that fit a request, in the order of the table: a hint, nothing is chosen."""
        return tuple(een for een in self.richtingen if een.past(aanvraag))


def laad_opvang(tabel: Mapping[str, Any], bestand: str) -> Opvanghulp:
    """Return the table; BeleidFout for what contradicts itself."""
    kop = Rij(tabel, bestand, "")
    lijst = Rij(kop.ruw("voorzieningen", dict), bestand, "voorzieningen")
    maanden = lijst.getal("controle_maanden")
    if not 1 <= maanden <= 24:
        raise lijst.fout("'controle_maanden' is 1 to 24")
    lijst.klaar()
    rij = Rij(kop.ruw("nacht", dict), bestand, "nacht")
    nacht = Nacht(rij.tekst("tekst"), rij.tekst("telefoon"), rij.tekst("gevaar"))
    rij.klaar()
    richtingen = tuple(_richting(een) for een in kop.rijen("richting", "code"))
    if len({een.code for een in richtingen}) != len(richtingen):
        raise kop.fout("a kind of shelter stands twice")
    kop.klaar()
    return Opvanghulp(maanden, nacht, richtingen)


def _richting(rij: Rij) -> Richting:
    alleen = "alleenstaande_vreemdeling"
    richting = Richting(
        code=rij.tekst("code"),
        naam=rij.tekst("naam"),
        tekst=rij.tekst("tekst"),
        leeftijd=rij.teksten("leeftijd"),
        verblijf=rij.teksten("verblijf"),
        contra_indicaties=rij.teksten("contra_indicaties"),
        alleenstaande_vreemdeling=rij.janee(alleen) if rij.heeft(alleen) else None,
    )
    rij.klaar()
    return richting


def onbekende_codes(hulp: Opvanghulp, bekend: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
    """The codes of the table that no list has, as (row, reason). In: column → its codes."""
    gevonden = []
    for een in hulp.richtingen:
        for kolom, codes in bekend.items():
            onbekend = sorted(set(getattr(een, kolom)) - set(codes))
            gevonden += [(f"richting {een.code}", f"unknown code '{code}' in '{kolom}'") for code in onbekend]
    return gevonden
