"""The pages of the directory: the list with its filter, one entry, and what fits a request beside that request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow import voorzieningen, voorzieningvelden
from workflow.antwoordtekst import Regels, regels
from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.fouten import NietGevonden
from workflow.handeling import Handeling, handeling
from workflow.keuzes import LEEFTIJDEN
from workflow.ports import Werk
from workflow.stap import Stap, Veld
from workflow.voorzieningpassend import PAST, PAST_NIET, VRAAG, Behoefte, behoefte_van, oordeel
from workflow.zaak import Kwestie

ADRES = "/voorzieningen"
# What the list can be narrowed down to; codes only, so they may stand in an address.
FILTERS = (
    Veld("soort", "Wat zoek je?", "keuze", keuzes=("taxonomie:opvang/voorziening",)),
    Veld("voor_wie", "Voor wie?", "keuze", keuzes=("taxonomie:opvang/voor_wie",)),
    Veld("leeftijd", "Hoe oud?", "keuze", keuzes=voorzieningvelden.LEEFTIJDEN),
    Veld("verblijf", "Welk verblijfsrecht?", "keuze", keuzes=("taxonomie:opvang/verblijf",)),
    Veld("kinderen", "Komen er kinderen mee?", "keuze", keuzes=("ja=Ja",)),
    Veld("met", "Waar moet men rekening mee houden?", "meerkeuze", keuzes=("taxonomie:contra_indicaties/zorg",)),
)


@dataclass(frozen=True)
class Voorzieningrij:
    """One line of the list. `stand` and `redenen` say how it fits the filter; "" without one."""

    url: str
    naam: str
    soort: str
    voor: str
    contact: str
    nagekeken: str
    verlopen: bool
    uit: bool
    stand: str = ""
    redenen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Voorzieningenpagina:
    """The list. `filters` are (field, choices); `gekozen` what was asked; `na_te_kijken` for who keeps it."""

    rijen: list[Voorzieningrij]
    filters: list[tuple[Veld, list[tuple[str, str]]]]
    gekozen: Mapping[str, Any]
    mag: bool
    na_te_kijken: int
    totaal: int


@dataclass(frozen=True)
class Voorzieningpagina:
    """One entry with its forms; `ingevuld` is what its form shows before anything is typed."""

    naam: str
    nummer: str
    url: str
    uit: bool
    verlopen: bool
    gegevens: Regels
    handelingen: list[Handeling]
    wijzig: Handeling | None
    ingevuld: Mapping[str, Any]
    revisie: int


@dataclass(frozen=True)
class Passend:
    """The entries beside a request, in three groups by name."""

    groepen: tuple[tuple[str, tuple[Voorzieningrij, ...]], ...]

    @property
    def leeg(self) -> bool:
        """True when the list has no shelter at all."""
        return not any(rijen for _, rijen in self.groepen)


def _opties(beleid: Beleid, velden: Sequence[Veld]) -> dict[str, list[tuple[str, str]]]:
    met = ("keuze", "meerkeuze", "opvangplek")
    return {een.naam: list(voorzieningen.keuzes(beleid, een).items()) for een in velden if een.soort in met}


def vorm(beleid: Beleid, een: Stap) -> Handeling:
    """A form of the directory with its choices."""
    return handeling(een, opties=_opties(beleid, een.velden))


def lijstpagina(werk: Werk, beleid: Beleid, gevraagd: Mapping[str, Sequence[str]]) -> Voorzieningenpagina:
    """The list, narrowed down to what was asked in codes; an unknown code asks nothing.

    A case stands in none of it, so looking at it is no reading of a case.
    """
    opties = _opties(beleid, FILTERS)
    bekend = {naam: [een for een in gevraagd.get(naam, ()) if een in dict(codes)] for naam, codes in opties.items()}
    gekozen: dict[str, Any] = {naam: een for naam, een in bekend.items() if een and naam == "met"}
    gekozen |= {naam: een[0] for naam, een in bekend.items() if een and naam != "met"}
    mag = voorzieningen.mag_wijzigen(werk)
    alle = voorzieningen.lijst(werk) if mag else voorzieningen.actieve(werk)
    if gekozen.get("soort"):
        alle = [een for een in alle if een.codes["soort"] == gekozen["soort"]]
    nodig = Behoefte(
        voor_wie=gekozen.get("voor_wie", ""),
        leeftijd=gekozen.get("leeftijd", ""),
        kinderen=1 if gekozen.get("kinderen") else 0,
        verblijf=gekozen.get("verblijf", ""),
        contra=tuple(gekozen.get("met", ())),
    )
    vandaag = voorzieningen.vandaag_van(werk)
    rijen = [_rij(beleid, een, vandaag, None if nodig == Behoefte() else nodig) for een in alle]
    volgorde = {PAST: 0, VRAAG: 1, PAST_NIET: 2, "": 0}
    rijen.sort(key=lambda een: (een.uit, volgorde[een.stand]))
    return Voorzieningenpagina(
        rijen=rijen,
        filters=[(een, opties[een.naam]) for een in FILTERS],
        gekozen=gekozen,
        mag=mag,
        na_te_kijken=len(voorzieningen.te_controleren(werk)),
        totaal=len(voorzieningen.actieve(werk)),
    )


def _rij(beleid: Beleid, een: Kwestie, vandaag: date, nodig: Behoefte | None) -> Voorzieningrij:
    codes, lijst = een.codes, beleid.taxonomie["opvang"]
    gezien = oordeel(beleid, codes, nodig) if nodig is not None else None
    voor = [lijst.naam_van(code) for code in codes.get("voor_wie", ())]
    voor += [LEEFTIJDEN.get(code, code) for code in codes.get("leeftijd", ())]
    return Voorzieningrij(
        url=f"{ADRES}/{een.nummer}",
        naam=str(codes["naam"]),
        soort=lijst.naam_van(str(codes["soort"])),
        voor=", ".join(een[:1].lower() + een[1:] for een in voor),
        contact=". ".join(str(codes[naam]) for naam in ("telefoon", "bereikbaar") if codes.get(naam)),
        nagekeken=dag_kort(date.fromisoformat(codes["gecontroleerd"])),
        verlopen=voorzieningen.is_te_laat(een, vandaag),
        uit=een.staat != voorzieningen.ACTIEF,
        stand=gezien.stand if gezien is not None else "",
        redenen=(*gezien.past_niet, *gezien.vraag_na) if gezien is not None else (),
    )


def voorzieningpagina(werk: Werk, beleid: Beleid, nummer: str) -> Voorzieningpagina:
    """One entry. Errors: NietGevonden, also for one that is not in the list any more and who does not keep it."""
    een = voorzieningen.vind(werk, nummer)
    actief, mag = een.staat == voorzieningen.ACTIEF, voorzieningen.mag_wijzigen(werk)
    if not actief and not mag:
        raise NietGevonden
    vandaag = voorzieningen.vandaag_van(werk)
    stappen = [voorzieningvelden.BEVESTIG, voorzieningvelden.TREK_IN] if actief else [voorzieningvelden.ZET_TERUG]
    return Voorzieningpagina(
        naam=str(een.codes["naam"]),
        nummer=een.nummer,
        url=f"{ADRES}/{een.nummer}",
        uit=not actief,
        verlopen=voorzieningen.is_te_laat(een, vandaag),
        gegevens=_gegevens(werk, beleid, een),
        handelingen=[handeling(stap) for stap in stappen] if mag else [],
        wijzig=vorm(beleid, voorzieningvelden.WIJZIG) if mag and actief else None,
        ingevuld=een.codes,
        revisie=een.revisie,
    )


def _gegevens(werk: Werk, beleid: Beleid, een: Kwestie) -> Regels:
    rijen = regels(werk, beleid, voorzieningvelden.VELDEN, een.codes)
    gezien = dag_kort(date.fromisoformat(een.codes["gecontroleerd"]))
    rijen.append(("Nagekeken", f"{gezien}, door {een.codes['door']}"))
    if een.termijn is not None:
        rijen.append(("Weer nakijken voor", dag_kort(een.termijn)))
    return rijen


def passend(werk: Werk, beleid: Beleid, aanvraag: Mapping[str, Any]) -> Passend:
    """The shelters of the directory beside a request: what fits, what to ask, what does not fit and why."""
    nodig, vandaag = behoefte_van(aanvraag), voorzieningen.vandaag_van(werk)
    opvang = [een for een in voorzieningen.actieve(werk) if een.codes["soort"] == "opvang"]
    rijen = [_rij(beleid, een, vandaag, nodig) for een in opvang]
    return Passend(tuple((naam, tuple(een for een in rijen if een.stand == naam)) for naam in (PAST, VRAAG, PAST_NIET)))
