"""What the driehoek is asked when a case is scaled up to it: a code and a number, answered with a code.

The case itself goes to the police or the prosecutor as a hand-off. Who governs gets no content, no place and no name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflow.beleid import Beleid
from workflow.besluitvraag import BEANTWOORD, BESTUUR, GEZIEN, HOOGSTENS, INGETROKKEN, NIEUW, OPEN, SOORT
from workflow.dagmelding import meld, treden
from workflow.datumklok import kenmerk_van
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd
from workflow.handeling import Handeling, handeling, stap
from workflow.klokbericht import zet_klaar
from workflow.lijstlog import noteer_lijst
from workflow.ports import Werk
from workflow.privacychecks import ZONDER_NUMMER
from workflow.stap import Veld, voldoet
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import Termijnstand, termijnstand
from workflow.tik import Klokwerk
from workflow.zaak import Kwestie, Persoon

LADDER = "besluitverzoek"
STAAT = {OPEN: "Wacht op antwoord", BEANTWOORD: "Beantwoord", GEZIEN: "Gelezen", INGETROKKEN: "Ingetrokken"}
VA = "veiligheidsadviseur"
LIJST = "besluiten"
ADRES = "/besluitverzoeken"
NEE = "nee"
AL_BEANTWOORD = "Dit is al beantwoord of ingetrokken."
REVISIE = "stand"
BEANTWOORD_STAP, GEZIEN_STAP = "beantwoorden", "gelezen"
TAAK_BESTUUR, TAAK_VA = "Beantwoord de vraag aan de driehoek", "Lees het antwoord van het bestuur"


@dataclass(frozen=True)
class Rij:
    """One request on the page. `handeling` is its form, when this person has one."""

    nummer: str
    zaak: str
    zaak_url: str
    vraag: str
    gevraagd: str
    staat: str
    antwoord: str
    termijn: str
    kleur: str
    handeling: Handeling | None


# -- the page


def _is_bestuur(werk: Werk) -> bool:
    return werk.actor.rol == BESTUUR


def _is_va(werk: Werk) -> bool:
    return werk.actor.rol == VA and werk.actor.zit_aan(f"overleg.{werk.actor.tenant}")


def _eis_lezer(werk: Werk) -> None:
    if not (_is_bestuur(werk) or _is_va(werk)):
        raise NietGevonden


def _antwoordvelden(beleid: Beleid) -> tuple[Veld, ...]:
    lijst = beleid.taxonomie[LIJST]
    antwoorden = tuple(f"{code}={naam}" for code, naam in lijst.keuzes("antwoord").items())
    redenen = tuple(f"{code}={naam}" for code, naam in lijst.keuzes("reden").items())
    return (
        Veld("antwoord", "Wat is het antwoord?", "keuze", verplicht=True, keuzes=antwoorden),
        Veld("reden", "Waarom niet?", "keuze", verplicht=True, keuzes=redenen, als=f"antwoord={NEE}"),
    )


def vorm(werk: Werk, beleid: Beleid, verzoek: Kwestie) -> Handeling | None:
    """The form that this person has for this request now."""
    stand = {REVISIE: str(verzoek.revisie)}
    if _is_bestuur(werk) and verzoek.staat == OPEN:
        uitleg = "Je kiest een code. Schrijf nergens iets over de zaak zelf."
        een = stap(BEANTWOORD_STAP, "Antwoord geven", BESTUUR, uitleg, _antwoordvelden(beleid))
        return handeling(een, verzoek.nummer, getoond=stand)
    if _is_va(werk) and verzoek.staat == BEANTWOORD:
        een = stap(GEZIEN_STAP, "Ik heb dit gelezen", VA)
        return handeling(een, verzoek.nummer, knopsoort="secondary-action", getoond=stand)
    return None


def pagina(werk: Werk, beleid: Beleid) -> list[Rij]:
    """The requests of the own municipality, what waits first; logged as a list. Errors: NietGevonden."""
    _eis_lezer(werk)
    alle = werk.kwesties.lijst(SOORT, aantal=HOOGSTENS)
    alle.sort(key=lambda een: (een.staat != OPEN, een.staat != BEANTWOORD, een.termijn or date.max, een.nummer))
    noteer_lijst(werk, "besluitverzoeken", [een.nummer for een in alle])
    return [_rij(werk, beleid, een) for een in alle]


def _rij(werk: Werk, beleid: Beleid, verzoek: Kwestie) -> Rij:
    namen, codes = beleid.taxonomie[LIJST], verzoek.codes
    hoe = stand(werk, verzoek) if verzoek.staat == OPEN else Termijnstand()
    antwoord = namen.naam_van(str(codes["antwoord"])) if codes.get("antwoord") else ""
    if codes.get("reden"):
        antwoord = f"{antwoord}. {namen.naam_van(str(codes['reden']))}"
    nummer = _zaaknummer(werk, verzoek)
    return Rij(
        nummer=verzoek.nummer,
        zaak=nummer,
        # Who governs has no page of a case.
        zaak_url=f"/zaken/{nummer}" if _is_va(werk) and nummer != ZONDER_NUMMER else "",
        vraag=namen.naam_van(str(codes["vraag"])),
        gevraagd=dag_kort(verzoek.dag),
        staat=STAAT[verzoek.staat],
        antwoord=f"{antwoord}, op {dag_kort(date.fromisoformat(str(codes['op'])))}" if antwoord else "",
        termijn=hoe.tekst,
        kleur=hoe.kleur,
        handeling=vorm(werk, beleid, verzoek),
    )


def _zaaknummer(werk: Werk, verzoek: Kwestie) -> str:
    """The number of the case; not for who may not know of it any more, because it was protected since or went."""
    try:
        werk.zaken.get(bytes.fromhex(str(verzoek.codes["zaak_id"])))
    except (NietGevonden, ValueError):
        # A case that was destroyed leaves a word in the place of its id.
        return ZONDER_NUMMER
    return str(verzoek.codes["zaak"])


def stand(werk: Werk, verzoek: Kwestie) -> Termijnstand:
    """How much time is left."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    return termijnstand(vandaag, verzoek.dag, verzoek.termijn) if verzoek.termijn else Termijnstand()


def vind(werk: Werk, nummer: str, revisie: int) -> Kwestie:
    """One request of the own municipality as it was shown. Errors: NietGevonden; Ingehaald."""
    _eis_lezer(werk)
    verzoek = werk.kwesties.get_nummer(SOORT, nummer)
    if verzoek.revisie != revisie:
        raise Ingehaald
    return verzoek


def beantwoord(werk: Werk, beleid: Beleid, verzoek: Kwestie, ruw: dict[str, list[str]], url: str = "") -> Kwestie:
    """Who governs answers with a code; the veiligheidsadviseur hears that there is an answer. Commits.

    Errors: NietGevonden for another role; StapGeweigerd for a code that is missing or not in the list.
    """
    if not _is_bestuur(werk):
        raise NietGevonden
    if verzoek.staat != OPEN:
        raise StapGeweigerd([AL_BEANTWOORD])
    gegeven = {naam: (ruw.get(naam) or [""])[0] for naam in ("antwoord", "reden")}
    fouten = {
        veld.naam: "Maak een keuze"
        for veld in _antwoordvelden(beleid)
        if voldoet(veld.als, gegeven) and gegeven[veld.naam] not in veld.vaste_keuzes()
    }
    if fouten:
        raise StapGeweigerd([], fouten)
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    codes = {**verzoek.codes, "antwoord": gegeven["antwoord"], "op": vandaag.isoformat(), "door": werk.actor.alias}
    if gegeven["antwoord"] == NEE:
        codes["reden"] = gegeven["reden"]
    verzoek = werk.kwesties.bewaar(replace(verzoek, staat=BEANTWOORD, termijn=None, codes=codes))
    for persoon in werk.mensen.van_werkplek(f"overleg.{verzoek.tenant}"):
        zet_klaar(werk, beleid, persoon, NIEUW, dag=dag_tekst(vandaag), url=url, spoed=bool(codes.get("spoed")))
    werk.log("besluitverzoek_beantwoord", verzoek=verzoek.nummer, antwoord=gegeven["antwoord"])
    werk.bevestig()
    return verzoek


def gelezen(werk: Werk, verzoek: Kwestie) -> Kwestie:
    """The veiligheidsadviseur saw the answer. Commits. Errors: NietGevonden; StapGeweigerd without an answer."""
    if not _is_va(werk):
        raise NietGevonden
    if verzoek.staat != BEANTWOORD:
        raise StapGeweigerd([AL_BEANTWOORD])
    verzoek = werk.kwesties.bewaar(replace(verzoek, staat=GEZIEN))
    werk.log("besluitverzoek_gelezen", verzoek=verzoek.nummer)
    werk.bevestig()
    return verzoek


def wachtend(werk: Werk) -> Sequence[Kwestie]:
    """What waits for this person: a request without an answer, or an answer that was not read."""
    if _is_bestuur(werk):
        return werk.kwesties.lijst(SOORT, (OPEN,), aantal=HOOGSTENS)
    return werk.kwesties.lijst(SOORT, (BEANTWOORD,), aantal=HOOGSTENS) if _is_va(werk) else ()


# -- the clock


def dagelijks(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str) -> int:
    """Remind who governs of what is not answered, and tell the veiligheidsadviseur when it is late."""
    gedaan = 0
    with klokwerk() as werk:
        for verzoek in werk.kwesties.lijst(SOORT, (OPEN,), aantal=HOOGSTENS):
            if verzoek.termijn is None:
                continue
            for trede in treden(werk, beleid, LADDER, verzoek.termijn, vandaag, verzoek.tenant):
                mensen = _mensen(werk, trede.aan, verzoek.tenant)
                kenmerk = kenmerk_van(verzoek, LADDER)
                gedaan += meld(werk, beleid, kenmerk, LADDER, trede, mensen, verzoek.termijn, url)
        werk.bevestig()
    return gedaan


def _mensen(werk: Werk, rol: str, tenant: str) -> Sequence[Persoon]:
    return werk.mensen.van_werkplek(f"overleg.{tenant}") if rol == VA else werk.mensen.van_rol(rol, tenant)
