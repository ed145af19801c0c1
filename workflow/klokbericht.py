"""What a message of the clock says: the kind that is true at this moment, and the last day in words."""

from datetime import date

from workflow.afschermen import leden
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.ladders import HERINNERING
from workflow.nakijken import GROEP as VITAAL
from workflow.nakijken import nakijken_voor
from workflow.nevenklokken import BEWAREN
from workflow.ports import Werk
from workflow.privacychecks import GROEP as CHECK
from workflow.privacychecks import NIET, VOORWAARDE, voldaan
from workflow.staatwissel import STAAT
from workflow.termijnen import TIJDZONE
from workflow.timer import Timer
from workflow.vierogen import GROEP as INSTEMMING
from workflow.zaak import Persoon, Privacycheck, Traject, Zaak

VANDAAG, LAAT = "herinnering_vandaag", "te_laat"
PARTNER = "partner"
NOEMT_DAG = "{dag}"


def zet_klaar(
    werk: Werk, beleid: Beleid, persoon: Persoon, soort: str, *, dag: str, url: str, spoed: bool = False
) -> None:
    """Put one message of kind `soort` for a colleague in the outbox."""
    voornaam = persoon.naam.split(" ")[0]
    onderwerp, tekst = beleid.berichten.maak(soort, voornaam=voornaam, dag=dag, url=url, rol=persoon.rol)
    werk.berichten.klaarzetten(persoon.email, persoon.tenant, onderwerp, tekst, spoed=spoed)


def meld(
    werk: Werk, beleid: Beleid, persoon: Persoon, timer: Timer, onderwerp: Zaak | Traject, uiterste: date, url: str
) -> None:
    """Put the message of one rung for one person in the outbox. In: `uiterste` is the last day for what waits."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    soort = kies_soort(beleid, _soort_voor(persoon, timer, onderwerp), uiterste, vandaag)
    dag = "vandaag" if uiterste == vandaag else dag_tekst(uiterste)
    zet_klaar(werk, beleid, persoon, soort, dag=dag, url=url, spoed=timer.spoed)


def kies_soort(beleid: Beleid, soort: str, uiterste: date, vandaag: date) -> str:
    """The kind that is true today: a text never asks for something before a day that lies behind."""
    if uiterste < vandaag and NOEMT_DAG in beleid.berichten.soorten[soort].tekst:
        return LAAT
    return VANDAAG if soort == HERINNERING and uiterste == vandaag else soort


def _soort_voor(persoon: Persoon, timer: Timer, onderwerp: Zaak | Traject) -> str:
    naar_partner = timer.bericht.startswith(PARTNER) and isinstance(onderwerp, Traject)
    if naar_partner and timer.werkplek not in persoon.werkplekken:
        # The partner has no account, so the maker rings him: to the maker it is a task of his own.
        return HERINNERING
    return timer.bericht


def uiterlijk(werk: Werk, timer: Timer, onderwerp: Zaak | Traject) -> date:
    """The day by which something must be done: the term of what waits, else the next rung of the same clock."""
    dag = _termijn(werk, timer, onderwerp)
    if dag is not None:
        return dag
    later = [een.dag for een in werk.timers.van_zaak(timer.zaak_id) if een.timer_id == timer.timer_id]
    return min((een for een in later if een > timer.dag), default=timer.dag)


def _termijn(werk: Werk, timer: Timer, onderwerp: Zaak | Traject) -> date | None:
    if timer.groep == STAAT:
        return onderwerp.termijn
    if timer.groep == BEWAREN and isinstance(onderwerp, Zaak):
        return onderwerp.vernietig_op
    if timer.groep == VITAAL and isinstance(onderwerp, Traject):
        return nakijken_voor(onderwerp)
    if timer.groep == INSTEMMING:
        voorstel = werk.controles.find_voorstel(timer.zaak_id)
        return None if voorstel is None else voorstel.termijn
    if timer.groep.startswith(CHECK):
        soort = timer.groep.removeprefix(CHECK)
        checks = werk.controles.checks(timer.zaak_id, open_alleen=True)
        eigen = [een.termijn for een in checks if (een.soort, een.traject_id) == (soort, timer.traject_id)]
        return max(eigen, default=None)
    return None


def meld_geen_akkoord(werk: Werk, beleid: Beleid, check: Privacycheck, url: str) -> int:
    """Tell who made an urgent hand-off that the check afterwards said no, or set a condition that it does not meet.

    Before the commit of that answer.

    In: the check as it was answered. Out: how many messages; 0 unless it is a "no" about a hand-off that was sent.
    """
    if check.staat not in (NIET, VOORWAARDE) or not check.achteraf or check.traject_id is None:
        return 0
    if check.staat == VOORWAARDE and voldaan(check, werk.trajecten.get(check.traject_id)):
        return 0
    mensen = leden(werk, werk.zaken.get(check.zaak_id), werk.trajecten.get(check.traject_id).maker)
    vast = [een for een in mensen if not een.waarneemt] or mensen
    for persoon in vast:
        zet_klaar(werk, beleid, persoon, VANDAAG, dag="vandaag", url=url)
    return len(vast)
