"""A legal hold: two people keep a case from being destroyed for a while. It blocks destruction and widens no access.

The aandachtsfunctionaris proposes, the FG of the same municipality confirms; each of them ends it. It stands in the
drawer of kwesties with codes only, and ends by itself.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from workflow import dagmelding
from workflow.afschermen import leden, werkt_aan
from workflow.beleid import Beleid
from workflow.bewaarstand import ONDERWEG, vervallen, zonder_voornemen
from workflow.datumtekst import dag_tekst
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd
from workflow.klokbericht import zet_klaar
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.tik import Klokwerk
from workflow.velden import Antwoordfout, lees_datum
from workflow.zaak import Kwestie, Persoon, Zaak

log = logging.getLogger(__name__)
SOORT, CERTIFICAAT = "vasthouding", "vernietiging"
VOORGESTELD, ACTIEF = "voorgesteld", "actief"
AFGEWEZEN, BEEINDIGD, VERLOPEN, VERVANGEN, VERVALLEN = "afgewezen", "beeindigd", "verlopen", "vervangen", "vervallen"
LOPEND = (VOORGESTELD, ACTIEF)
REDEN, REDEN_EINDE = "vasthouden", "vasthouden_einde"
HOOGSTENS, ANTWOORD = "vasthouden_hoogstens", "vasthouden_antwoord"
FG = "fg"
ALLE = 10_000

AL_VERNIETIGD = "Deze zaak is al vernietigd. Je kunt haar niet meer vasthouden."
ONBEKEND = "We vinden deze zaak niet bij jouw gemeente. Controleer het nummer."
LOOPT_NOG = "Deze zaak is nog niet klaar. Er wordt niets vernietigd, dus vasthouden hoeft niet."
AL_GEVRAAGD = "Voor deze zaak wacht al een vraag bij de FG."
ZELFDE = "Jij hebt dit zelf voorgesteld. Een ander moet ja of nee zeggen."
KIES = "Kies een reden uit de lijst"
NA_VANDAAG = "Kies een dag na vandaag"
GEEN_AF = "Alleen een aandachtsfunctionaris van deze zaak kan dit vragen."


def merk(nummer: str) -> str:
    """What a certificate keeps of the number of a case, to tell who asks for it that it has gone."""
    return hashlib.sha256(f"vernietigd nummer {nummer}".encode()).hexdigest()[:32]


def _vandaag(werk: Werk) -> date:
    return werk.nu.astimezone(TIJDZONE).date()


# -- asking and answering


def stel_voor(werk: Werk, beleid: Beleid, nummer: str, reden: str, tot: str, url: str = "") -> Kwestie:
    """Ask the FG to hold a case, or to hold it longer; the caller commits.

    In: the number of the case, a code of `redenen/vasthouden`, and the last day as it was typed.
    Errors: StapGeweigerd, also for a case that has gone, that goes on, or that is not the actor's.
    """
    dag = _toets_velden(werk, beleid, reden, tot)
    zaak = _zoek(werk, nummer)
    if not werkt_aan(werk.actor, zaak, f"af.{zaak.houder}") or werk.actor.tenant != zaak.houder:
        raise StapGeweigerd([GEEN_AF])
    if ONDERWEG in zaak.kenmerken:
        raise StapGeweigerd([AL_VERNIETIGD])
    if not vervallen(zaak, date.max):
        raise StapGeweigerd([LOOPT_NOG])
    if any(een.staat == VOORGESTELD for een in van_zaak(werk, zaak.id)):
        raise StapGeweigerd([AL_GEVRAAGD])
    codes = {"zaak": zaak.id.hex(), "reden": reden, "tot": dag.isoformat()}
    codes |= {"door": (werk.actor.persoon_id or b"").hex(), "alias": werk.actor.alias}
    if not zaak.afgeschermd:
        # A protected case is not to be found by its number, not even by who answers.
        codes["nummer"] = zaak.nummer
    vandaag = _vandaag(werk)
    kwestie = Kwestie(
        id=werk.nieuw_id(),
        soort=SOORT,
        tenant=zaak.houder,
        nummer=werk.nieuw_nummer("VH"),
        staat=VOORGESTELD,
        dag=vandaag,
        termijn=beleid.klokken.kalender.plus(vandaag, beleid.klokken.termijnen[ANTWOORD], zaak.houder),
        codes=codes,
    )
    werk.kwesties.nieuw(kwestie)
    for persoon in werk.mensen.van_rol(FG, zaak.houder):
        zet_klaar(werk, beleid, persoon, "nieuw", dag=dag_tekst(kwestie.termijn or vandaag), url=url)
    werk.log("vasthouden_voorgesteld", zaak, reden=reden, tot=dag.isoformat(), vasthouding=kwestie.nummer)
    return kwestie


def _toets_velden(werk: Werk, beleid: Beleid, reden: str, tot: str) -> date:
    fouten: dict[str, str] = {}
    if reden not in redenen(beleid, REDEN):
        fouten["reden"] = KIES
    vandaag = _vandaag(werk)
    uiterst = beleid.klokken.kalender.plus(vandaag, beleid.klokken.termijnen[HOOGSTENS])
    dag = vandaag
    try:
        dag = lees_datum(tot.strip())
        if dag <= vandaag:
            fouten["tot"] = NA_VANDAAG
        elif dag > uiterst:
            fouten["tot"] = f"Vasthouden mag hoogstens tot en met {dag_tekst(uiterst)}"
    except Antwoordfout as fout:
        fouten["tot"] = str(fout)
    if fouten:
        raise StapGeweigerd([], fouten)
    return dag


def _zoek(werk: Werk, nummer: str) -> Zaak:
    nummer = nummer.strip().upper()
    try:
        return werk.zaken.get_nummer(nummer)
    except NietGevonden:
        weg = merk(nummer)
        certificaten = werk.kwesties.lijst(CERTIFICAAT, ["certificaat"], aantal=ALLE)
        if any(een.codes.get("nummer_merk") == weg for een in certificaten):
            raise StapGeweigerd([AL_VERNIETIGD]) from None
        raise StapGeweigerd([], {"zaaknummer": ONBEKEND}) from None


def redenen(beleid: Beleid, soort: str) -> dict[str, str]:
    """The reasons of one kind: code → name."""
    return beleid.taxonomie["redenen"].keuzes(soort)


def van_zaak(werk: Werk, zaak_id: bytes) -> list[Kwestie]:
    """The holds of one case that wait for an answer or hold it now."""
    lijst = werk.kwesties.lijst(SOORT, LOPEND, aantal=ALLE)
    return [een for een in lijst if een.codes["zaak"] == zaak_id.hex()]


def _haal(werk: Werk, nummer: str, staat: str, revisie: int | None) -> Kwestie:
    kwestie = werk.kwesties.get_nummer(SOORT, nummer)
    if kwestie.staat != staat or (revisie is not None and revisie != kwestie.revisie):
        raise Ingehaald
    return kwestie


def bevestig(werk: Werk, nummer: str, revisie: int | None = None) -> Kwestie:
    """The FG agrees: from this commit on nothing of the case is destroyed; the caller commits.

    Errors: NietGevonden for who is no FG here; StapGeweigerd for who asked it himself, and for a case that has gone.
    """
    _eis_fg(werk)
    kwestie = _haal(werk, nummer, VOORGESTELD, revisie)
    if kwestie.codes["door"] == (werk.actor.persoon_id or b"").hex():
        raise StapGeweigerd([ZELFDE])
    zaak_id, tot = bytes.fromhex(kwestie.codes["zaak"]), date.fromisoformat(kwestie.codes["tot"])
    if tot <= _vandaag(werk):
        raise StapGeweigerd(["De gevraagde dag is al voorbij. Vraag de collega om een nieuwe dag."])
    zaak = _zet(werk, zaak_id, vast=True)
    for eerder in van_zaak(werk, zaak_id):
        if eerder.staat == ACTIEF:
            werk.kwesties.bewaar(replace(eerder, staat=VERVANGEN, termijn=None))
    kwestie = _sluit(werk, kwestie, ACTIEF, tot)
    werk.log("vasthouden_bevestigd", zaak, vasthouding=nummer, tot=tot.isoformat())
    return kwestie


def _eis_fg(werk: Werk) -> None:
    if werk.actor.rol != FG:
        raise NietGevonden


def _zet(werk: Werk, zaak_id: bytes, *, vast: bool) -> Zaak:
    try:
        zaak = werk.zaken.houd_vast(zaak_id, vast=vast)
    except NietGevonden:
        raise StapGeweigerd([AL_VERNIETIGD]) from None
    if vast and ONDERWEG in zaak.kenmerken:
        raise StapGeweigerd([AL_VERNIETIGD])
    # What was announced before a hold is announced anew after it: the week begins again.
    kaal = zonder_voornemen(zaak)
    return zaak if kaal == zaak else werk.zaken.bewaar(kaal)


def _sluit(werk: Werk, kwestie: Kwestie, staat: str, termijn: date | None = None, **codes: Any) -> Kwestie:
    return werk.kwesties.bewaar(
        replace(kwestie, staat=staat, termijn=termijn, codes={**kwestie.codes, **codes, "dag": str(_vandaag(werk))})
    )


def wijs_af(werk: Werk, nummer: str, revisie: int | None = None) -> Kwestie:
    """The FG says no; the caller commits. Errors: NietGevonden, Ingehaald, StapGeweigerd."""
    _eis_fg(werk)
    kwestie = _haal(werk, nummer, VOORGESTELD, revisie)
    kwestie = _sluit(werk, kwestie, AFGEWEZEN)
    werk.log("vasthouden_afgewezen", None, vasthouding=nummer)
    return kwestie


def beeindig(werk: Werk, beleid: Beleid, nummer: str, reden: str, revisie: int | None = None) -> Kwestie:
    """End a hold, or take a question back: the FG, or an aandachtsfunctionaris of the case; the caller commits.

    In: `reden`, a code of `redenen/vasthouden_einde`. Errors: NietGevonden, Ingehaald, StapGeweigerd.
    """
    kwestie = werk.kwesties.get_nummer(SOORT, nummer)
    if kwestie.staat not in LOPEND or (revisie is not None and revisie != kwestie.revisie):
        raise Ingehaald
    if werk.actor.rol != FG:
        zaak = werk.zaken.get(bytes.fromhex(kwestie.codes["zaak"]))
        if not werkt_aan(werk.actor, zaak, f"af.{zaak.houder}"):
            raise NietGevonden
    if reden not in redenen(beleid, REDEN_EINDE):
        raise StapGeweigerd([], {"reden_einde": KIES})
    if kwestie.staat == ACTIEF:
        _zet(werk, bytes.fromhex(kwestie.codes["zaak"]), vast=False)
    kwestie = _sluit(werk, kwestie, BEEINDIGD, reden_einde=reden, beeindigd_door=werk.actor.alias)
    werk.log("vasthouden_beeindigd", None, vasthouding=nummer, reden=reden)
    return kwestie


# -- once a day


def dagelijks(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str = "") -> int:
    """Let holds end on their day, tell thirty days before, and remind the FG of what waits. Out: how many."""
    with klokwerk() as werk:
        lijst = werk.kwesties.lijst(SOORT, LOPEND, aantal=ALLE)
    doen: dict[str, Callable[[Werk, Beleid, Kwestie, date, str], int]] = {
        ACTIEF: _dag_actief,
        VOORGESTELD: _dag_voorgesteld,
    }
    gedaan = 0
    for een in lijst:
        try:
            with klokwerk() as werk:
                gedaan += doen[een.staat](werk, beleid, werk.kwesties.get(een.id), vandaag, url)
                werk.bevestig()
        except (NietGevonden, Ingehaald):
            continue
        except Exception as fout:  # one hold that fails must not keep the others
            log.error("hold %s failed: %s", een.nummer, type(fout).__name__)
    return gedaan


def _dag_actief(werk: Werk, beleid: Beleid, kwestie: Kwestie, vandaag: date, url: str) -> int:
    tot = date.fromisoformat(kwestie.codes["tot"])
    if tot < vandaag:
        try:
            zaak: Zaak | None = _zet(werk, bytes.fromhex(kwestie.codes["zaak"]), vast=False)
        except StapGeweigerd:
            zaak = None
        _sluit(werk, kwestie, VERLOPEN)
        for persoon in _betrokken(werk, kwestie):
            zet_klaar(werk, beleid, persoon, "vasthouden_geeindigd", dag=dag_tekst(vandaag), url=url)
        werk.log("vasthouden_verlopen", zaak, bij=kwestie.tenant, vasthouding=kwestie.nummer)
        return 1
    gedaan = 0
    for trede in dagmelding.treden(werk, beleid, "vasthouden", tot, vandaag, kwestie.tenant):
        mensen = [een for een in _betrokken(werk, kwestie) if (een.rol == FG) == (trede.aan == FG)]
        gedaan += dagmelding.meld(werk, beleid, kwestie.id, "vasthouden", trede, mensen, tot, url)
    return gedaan


def _dag_voorgesteld(werk: Werk, beleid: Beleid, kwestie: Kwestie, vandaag: date, url: str) -> int:
    if kwestie.termijn is None:
        return 0
    if kwestie.termijn < vandaag:
        # Nobody said yes in time: a question that waits for ever would look like a hold.
        _sluit(werk, kwestie, VERVALLEN)
        werk.log("vasthouden_vervallen", None, bij=kwestie.tenant, vasthouding=kwestie.nummer)
        return 1
    mensen = werk.mensen.van_rol(FG, kwestie.tenant)
    return sum(
        dagmelding.meld(werk, beleid, _vraagkenmerk(kwestie), "vasthouden_vraag", trede, mensen, kwestie.termijn, url)
        for trede in dagmelding.treden(werk, beleid, "vasthouden_vraag", kwestie.termijn, vandaag, kwestie.tenant)
    )


def _vraagkenmerk(kwestie: Kwestie) -> bytes:
    return hashlib.sha256(b"vraag" + kwestie.id).digest()[:16]


def _betrokken(werk: Werk, kwestie: Kwestie) -> list[Persoon]:
    """Who must know of a hold: who works on the case, and the FG."""
    fg = werk.mensen.van_rol(FG, kwestie.tenant)
    try:
        zaak = werk.zaken.get(bytes.fromhex(kwestie.codes["zaak"]))
    except NietGevonden:
        return fg
    mensen = leden(werk, zaak, f"af.{zaak.houder}")
    return [*(een for een in mensen if not een.waarneemt), *fg]
