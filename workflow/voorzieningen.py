"""The directory of shelter and help of the region: kept by the care coordinators, with a day of checking."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from workflow import voorzieningvelden
from workflow.beleid import Beleid
from workflow.dagmelding import meld, treden
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd
from workflow.markeerpatronen import vondsten
from workflow.partners import REGIO
from workflow.ports import Werk
from workflow.stap import Veld
from workflow.termijnen import TIJDZONE, plus_maanden
from workflow.tik import Klokwerk
from workflow.velden import lees_velden
from workflow.zaak import Kwestie

SOORT, LADDER = "voorziening", "voorziening"
ACTIEF, INGETROKKEN = "actief", "ingetrokken"
ROL = "zorgcoordinator"
GEEN_ADRES = "Noem hier geen adres. Waar een opvang is, blijft geheim"
AL_WEG = "Deze plek staat niet meer in de lijst. Zet haar eerst terug."

Ruw = Mapping[str, Sequence[str]]


def mag_wijzigen(werk: Werk) -> bool:
    """Only who coordinates care keeps the list."""
    return werk.actor.rol == ROL and werk.actor.tenant == REGIO


def vandaag_van(werk: Werk) -> date:
    """Today in the Achterhoek."""
    return werk.nu.astimezone(TIJDZONE).date()


def lijst(werk: Werk) -> list[Kwestie]:
    """All entries, by name; the withdrawn ones last."""
    alle = werk.kwesties.regionaal(SOORT)
    return sorted(alle, key=lambda een: (een.staat != ACTIEF, str(een.codes["naam"]).casefold(), een.nummer))


def actieve(werk: Werk) -> list[Kwestie]:
    """The entries that stand in the list."""
    return [een for een in lijst(werk) if een.staat == ACTIEF]


def vind(werk: Werk, nummer: str) -> Kwestie:
    """One entry by its number. Errors: NietGevonden."""
    for een in werk.kwesties.regionaal(SOORT):
        if een.nummer == nummer:
            return een
    raise NietGevonden


def te_controleren(werk: Werk) -> list[Kwestie]:
    """The entries whose day of checking has come, for who keeps the list."""
    if not mag_wijzigen(werk):
        return []
    return [een for een in actieve(werk) if is_te_laat(een, vandaag_van(werk))]


def is_te_laat(een: Kwestie, vandaag: date) -> bool:
    """True when nobody has confirmed this entry in time: it may be wrong by now."""
    return een.staat == ACTIEF and een.termijn is not None and een.termijn <= vandaag


def keuzes(beleid: Beleid, veld: Veld) -> dict[str, str]:
    """The choices of a field of this list."""
    if veld.soort == "opvangplek":
        return {een.naam: een.scherm for een in beleid.partners.values() if een.is_opvang}
    return beleid.keuzes(veld)


def lees(beleid: Beleid, ruw: Ruw, vandaag: date) -> dict[str, Any]:
    """Read the form of an entry. Errors: StapGeweigerd with what is wrong, by field."""
    velden, fouten = lees_velden(voorzieningvelden.VELDEN, ruw, lambda veld: keuzes(beleid, veld), vandaag)
    for veld in voorzieningvelden.VELDEN:
        tekst = velden.get(veld.naam)
        if veld.soort not in ("tekst", "regel") or not isinstance(tekst, str):
            continue
        if any(soort == "adres" for _, _, soort, _ in vondsten(tekst, beleid.markeren)):
            fouten[veld.naam] = GEEN_ADRES
    if not fouten and not velden.get("telefoon") and not velden.get("bereikbaar"):
        fouten["telefoon"] = "Vul een telefoonnummer in, of hoe je hen bereikt"
    if fouten:
        raise StapGeweigerd([], fouten)
    return velden


def _eis(werk: Werk) -> None:
    if not mag_wijzigen(werk):
        raise NietGevonden


def _volgende(beleid: Beleid, vandaag: date) -> date:
    return plus_maanden(vandaag, beleid.opvang.controle_maanden)


def _gezien(werk: Werk, codes: Mapping[str, Any]) -> dict[str, Any]:
    return {**codes, "gecontroleerd": vandaag_van(werk).isoformat(), "door": werk.actor.alias}


def voeg_toe(werk: Werk, beleid: Beleid, ruw: Ruw) -> Kwestie:
    """Put an entry in the list; who wrote it down has checked it. Errors: NietGevonden, StapGeweigerd."""
    _eis(werk)
    vandaag = vandaag_van(werk)
    codes = lees(beleid, ruw, vandaag)
    naam = str(codes["naam"]).casefold()
    if any(str(een.codes["naam"]).casefold() == naam for een in actieve(werk)):
        raise StapGeweigerd([], {"naam": "Deze naam staat al in de lijst. Wijzig die regel, of kies een andere naam"})
    een = Kwestie(
        id=werk.nieuw_id(),
        soort=SOORT,
        tenant=REGIO,
        nummer=werk.nieuw_nummer("PL"),
        staat=ACTIEF,
        dag=vandaag,
        termijn=_volgende(beleid, vandaag),
        codes=_gezien(werk, codes),
    )
    werk.kwesties.nieuw(een)
    _klaar(werk, "voorziening_toegevoegd", een)
    return een


def wijzig(werk: Werk, beleid: Beleid, nummer: str, revisie: int, ruw: Ruw) -> Kwestie:
    """Change an entry; that counts as checked. Errors: NietGevonden, Ingehaald, StapGeweigerd."""
    een = _van_mij(werk, nummer, revisie)
    if een.staat != ACTIEF:
        raise StapGeweigerd([AL_WEG])
    vandaag = vandaag_van(werk)
    codes = lees(beleid, ruw, vandaag)
    een = replace(een, codes=_gezien(werk, codes), termijn=_volgende(beleid, vandaag))
    return _bewaar(werk, "voorziening_gewijzigd", een)


def bevestig(werk: Werk, beleid: Beleid, nummer: str, revisie: int) -> Kwestie:
    """All still holds. Errors: NietGevonden, Ingehaald, StapGeweigerd."""
    een = _van_mij(werk, nummer, revisie)
    if een.staat != ACTIEF:
        raise StapGeweigerd([AL_WEG])
    een = replace(een, codes=_gezien(werk, een.codes), termijn=_volgende(beleid, vandaag_van(werk)))
    return _bewaar(werk, "voorziening_gecontroleerd", een)


def trek_in(werk: Werk, nummer: str, revisie: int) -> Kwestie:
    """Out of the list; it can be put back. Errors: NietGevonden, Ingehaald."""
    een = _van_mij(werk, nummer, revisie)
    return _bewaar(werk, "voorziening_ingetrokken", replace(een, staat=INGETROKKEN, termijn=None))


def zet_terug(werk: Werk, nummer: str, revisie: int) -> Kwestie:
    """Back in the list, to be checked today. Errors: NietGevonden, Ingehaald."""
    een = _van_mij(werk, nummer, revisie)
    return _bewaar(werk, "voorziening_teruggezet", replace(een, staat=ACTIEF, termijn=vandaag_van(werk)))


def _van_mij(werk: Werk, nummer: str, revisie: int) -> Kwestie:
    _eis(werk)
    een = vind(werk, nummer)
    if een.revisie != revisie:
        raise Ingehaald
    return een


def _bewaar(werk: Werk, handeling: str, een: Kwestie) -> Kwestie:
    een = werk.kwesties.bewaar(een)
    _klaar(werk, handeling, een)
    return een


def _klaar(werk: Werk, handeling: str, een: Kwestie) -> None:
    werk.log(handeling, voorziening=een.nummer)
    werk.bevestig()


def dagelijks(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str) -> int:
    """Tell the care coordinators what must be checked: one message for all entries of one day. Out: how many rungs."""
    with klokwerk() as werk:
        dagen = sorted({een.termijn for een in actieve(werk) if een.termijn is not None})
    gedaan = 0
    for dag in dagen:
        kenmerk = hashlib.sha256(f"{SOORT} {dag}".encode()).digest()[:16]
        with klokwerk() as werk:
            nu = treden(werk, beleid, LADDER, dag, vandaag, "")
            mensen = werk.mensen.van_rol(ROL, REGIO) if nu else []
            for trede in nu:
                gedaan += meld(werk, beleid, kenmerk, SOORT, trede, mensen, dag, url)
            werk.bevestig()
    return gedaan
