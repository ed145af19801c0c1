"""What the clock does once a day by date: hand-offs that run out, keys taken back, sittings, meetings, covenant."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from workflow import (
    besluitverzoeken,
    bewaren,
    burenpagina,
    opvallend,
    treffers,
    verzoeken,
    verzoekwissen,
    voorzieningen,
)
from workflow.beleid import Beleid
from workflow.dagmelding import meld, treden
from workflow.gereedheid import noteer_bezetting
from workflow.overlegstappen import GEOPEND
from workflow.overlegzitting import sluit_na_afloop
from workflow.ports import Werk
from workflow.stappen import zet_stap
from workflow.tik import Klokwerk
from workflow.zaak import Overleg, Traject

log = logging.getLogger(__name__)
# A refused hand-off stays readable for the recipient this long (route of a verstrekking, `afwijzen`).
NA_AFWIJZEN = timedelta(days=30)
# A sent message stays in the outbox this long: its address has no use after that.
NA_VERSTUREN = timedelta(days=7)
OVERLEG, HOUDBAARHEID, NUMMER = "overleg", "houdbaarheid", "nummer"
VOORBIJ = "gesloten"


def dagtaken(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str = "") -> int:
    """Do what hangs on a date, one unit of work each. Out: how many steps and rungs went through."""

    weg = [een.werkplek for een in beleid.partners.values() if not een.doet_mee(vandaag)]

    def ongeldig(werk: Werk) -> Sequence[Traject]:
        return werk.trajecten.ongeldig_op(vandaag, weg)

    def afgewezen(werk: Werk) -> Sequence[Traject]:
        return werk.trajecten.afgewezen_tot(vandaag - NA_AFWIJZEN)

    def beantwoord(werk: Werk) -> Sequence[Traject]:
        return werk.trajecten.nog_leesbaar_na(vandaag, weg)

    gedaan = _zet_alle(klokwerk, beleid, ongeldig, "verlopen")
    gedaan += _zet_alle(klokwerk, beleid, beantwoord, "lezen_beeindigen")
    gedaan += _zet_alle(klokwerk, beleid, afgewezen, "ontvanger_opruimen")
    gedaan += _sluit_zittingen(klokwerk, vandaag)
    gedaan += _meld_overleggen(klokwerk, beleid, vandaag, url)
    gedaan += bewaren.dagelijks(klokwerk, beleid, vandaag, url)
    gedaan += treffers.dagelijks(klokwerk, beleid, vandaag, url)
    gedaan += burenpagina.dagelijks(klokwerk, beleid, vandaag, url)
    gedaan += verzoeken.dagelijks(klokwerk, beleid, vandaag, url)
    gedaan += besluitverzoeken.dagelijks(klokwerk, beleid, vandaag, url)
    gedaan += verzoekwissen.voer_uit(klokwerk, beleid)
    gedaan += voorzieningen.dagelijks(klokwerk, beleid, vandaag, url)
    with klokwerk() as werk:
        if werk.berichten.ruim_op(vandaag - NA_VERSTUREN):
            werk.log("berichten_opgeruimd")
        noteer_bezetting(werk, beleid)
        werk.bevestig()
    gedaan += opvallend.dagelijks(klokwerk, beleid, vandaag, url)
    return gedaan + _meld_houdbaarheid(klokwerk, beleid, vandaag, url)


def _zet_alle(klokwerk: Klokwerk, beleid: Beleid, zoek: Callable[[Werk], Sequence[Traject]], actie: str) -> int:
    with klokwerk() as werk:
        lijst = zoek(werk)
    gedaan = 0
    for traject in lijst:
        try:
            with klokwerk() as werk:
                zet_stap(werk, beleid, werk.trajecten.get(traject.id), actie, {}, None)
                werk.bevestig()
            gedaan += 1
        except Exception as fout:  # one hand-off that fails must not keep the others readable
            log.error("step %s of %s failed: %s", actie, traject.id.hex(), type(fout).__name__)
    return gedaan


def _sluit_zittingen(klokwerk: Klokwerk, vandaag: date) -> int:
    """Close each sitting that was left open after its day."""
    with klokwerk() as werk:
        lijst = [een.id for een in werk.overleggen.lijst() if een.staat == GEOPEND and een.dag < vandaag]
    gedaan = 0
    for overleg_id in lijst:
        try:
            with klokwerk() as werk:
                gedaan += sluit_na_afloop(werk, werk.overleggen.get(overleg_id), vandaag)
        except Exception as fout:  # one sitting that fails must not keep the others open
            log.error("closing sitting %s failed: %s", overleg_id.hex(), type(fout).__name__)
    return gedaan


def _meld_overleggen(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str) -> int:
    """Tell who prepares a meeting when the agenda closes, and who takes part that it is there."""
    with klokwerk() as werk:
        lijst = [een for een in werk.overleggen.lijst() if een.staat != VOORBIJ and een.dag > vandaag]
    return sum(_meld_overleg(klokwerk, beleid, een, vandaag, url) for een in lijst)


def _meld_overleg(klokwerk: Klokwerk, beleid: Beleid, overleg: Overleg, vandaag: date, url: str) -> int:
    gedaan = 0
    with klokwerk() as werk:
        for trede in treden(werk, beleid, OVERLEG, overleg.dag, vandaag, overleg.gemeente):
            if trede.aan == "veiligheidsadviseur":
                mensen = werk.mensen.van_werkplek(f"overleg.{overleg.gemeente}")
            else:
                mensen = werk.mensen.van_rol(trede.aan, overleg.gemeente)
            gedaan += meld(werk, beleid, overleg.id, OVERLEG, trede, mensen, overleg.dag, url)
        werk.bevestig()
    return gedaan


def _meld_houdbaarheid(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str) -> int:
    """Tell every beheerder in time that the covenant runs out, or that a public number must be rung again."""
    dingen = [(HOUDBAARHEID, f"convenant {beleid.convenant.versie}", beleid.convenant.geldig_tot)]
    dingen += [(NUMMER, f"nummer {een.nummer}", een.geldig_tot) for een in beleid.kennis.nummers]
    gedaan = 0
    for groep, wat, einde in dingen:
        kenmerk = hashlib.sha256(f"{wat} {einde}".encode()).digest()[:16]
        with klokwerk() as werk:
            for trede in treden(werk, beleid, HOUDBAARHEID, einde, vandaag, ""):
                mensen = [een for tenant in beleid.gemeenten for een in werk.mensen.van_rol(trede.aan, tenant)]
                gedaan += meld(werk, beleid, kenmerk, groep, trede, mensen, einde, url)
            werk.bevestig()
    return gedaan
