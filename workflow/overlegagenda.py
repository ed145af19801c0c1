"""The agenda of a meeting: who has to do with it, which cases stand on it in which order, and what it decides about."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from workflow import overlegstand, poort
from workflow.beleid import Beleid
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd
from workflow.overlegstappen import GEOPEND, GESLOTEN
from workflow.overlegstuk import compartiment, leg_neer, uittreksel
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.zaak import Overleg, Persoon, Zaak

GEAGENDEERD = "geagendeerd"
# The steps that decide about a case on the agenda.
BESLUITEN = ("in_aanpak_nemen", "opschalen", "aanhouden", "terugverwijzen", "niet_in_behandeling_nemen")
# What is agreed on at the table once there is a decision.
VERVOLG = ("actie_afspreken", "verstrekking_opstellen")
MAX_OP_DE_AGENDA = 200
# The pieces are read at the meeting: a sitting opens the day before at the earliest and never outlives its day.
VOORAF = timedelta(days=1)
NIET_MEER = "Dit punt staat niet meer op de agenda."


def vandaag_van(werk: Werk) -> date:
    """The day in the Netherlands."""
    return werk.nu.astimezone(TIJDZONE).date()


def leidt(werk: Werk, gemeente: str) -> bool:
    """True for who may chair the meetings of a municipality."""
    return werk.actor.zit_aan(f"overleg.{gemeente}")


def mag_overleg(werk: Werk) -> bool:
    """True for the people of a municipality who have something to do with its meetings."""
    gemeente = werk.actor.tenant
    return leidt(werk, gemeente) or werk.actor.zit_aan(f"af.{gemeente}") or werk.actor.rol == "overlegdeelnemer"


def mag_besluiten(werk: Werk) -> bool:
    """True for the desks that read what was decided; who only sat in does not."""
    gemeente = werk.actor.tenant
    return leidt(werk, gemeente) or werk.actor.zit_aan(f"af.{gemeente}")


def get_overleg(werk: Werk, overleg_id: bytes) -> Overleg:
    """One meeting of the own municipality. Errors: NietGevonden."""
    overleg = werk.overleggen.get(overleg_id)
    if overleg.gemeente != werk.actor.tenant or not mag_overleg(werk):
        raise NietGevonden
    return overleg


def overleg_van(werk: Werk, zaak: Zaak) -> Overleg | None:
    """The meeting on whose agenda a case waits, for who may open that meeting; None when there is none."""
    hier = zaak.staat == GEAGENDEERD and zaak.overleg_id is not None and not zaak.afgeschermd
    if not hier or zaak.houder != werk.actor.tenant or not mag_besluiten(werk):
        return None
    return get_overleg(werk, zaak.overleg_id) if zaak.overleg_id is not None else None


def tafel_van(werk: Werk, zaak: Zaak) -> str:
    """The address of the open meeting on whose table a case lies, for who chairs there; "" when there is none."""
    if zaak.houder != werk.actor.tenant or not leidt(werk, zaak.houder):
        return ""
    geopend = [een for een in werk.overleggen.lijst() if een.gemeente == zaak.houder and een.staat == GEOPEND]
    return next((f"/overleg/{een.id.hex()}" for een in geopend if zaak.id in werk.overleggen.besproken(een)), "")


def uitgenodigd(werk: Werk, gemeente: str) -> list[Persoon]:
    """Who may be at the meeting: participants, the aandachtsfunctionaris and the veiligheidsadviseur."""
    mensen = werk.mensen.van_rol("overlegdeelnemer", gemeente)
    return [*mensen, *werk.mensen.van_werkplek(f"af.{gemeente}"), *werk.mensen.van_werkplek(f"overleg.{gemeente}")]


def _volgorde(bekend: Sequence[str]) -> Callable[[Zaak], tuple[Any, ...]]:
    """Sort by the order that was set; an urgent case that came later goes first, any other one last."""
    plek = {zaak: nr for nr, zaak in enumerate(bekend)}

    def sleutel(zaak: Zaak) -> tuple[Any, ...]:
        nr = plek.get(zaak.id.hex())
        groep = 1 if nr is not None else (0 if zaak.spoed or not plek else 2)
        return (groep, nr or 0, not zaak.spoed, zaak.dag_in, zaak.nummer)

    return sleutel


def agenda(werk: Werk, overleg: Overleg, volgorde: Sequence[str] = ()) -> list[Zaak]:
    """The cases that wait for this meeting, and those that it dealt with; in the order set, else urgent ones first."""
    wacht = werk.zaken.lijst(staten=[GEAGENDEERD], overleg_id=overleg.id, aantal=MAX_OP_DE_AGENDA)
    bekend = {een.id for een in wacht}
    geweest = []
    for zaak_id in werk.overleggen.besproken(overleg):
        if zaak_id not in bekend:
            try:
                geweest.append(werk.zaken.get(zaak_id))
            except NietGevonden:
                # It went to another municipality since.
                continue
    return sorted([*wacht, *geweest], key=_volgorde(volgorde))


def schuif(werk: Werk, beleid: Beleid, overleg: Overleg, nummer: str, stap: int, revisie: int) -> str:
    """Move one item of the agenda a place up (-1) or down (1). Out: a line. Errors: NietGevonden, Ingehaald."""
    if not leidt(werk, overleg.gemeente) or overleg.staat == GESLOTEN:
        raise NietGevonden
    if revisie != overleg.revisie:
        raise Ingehaald
    stand = overlegstand.lees(werk, beleid, overleg)
    zaken = agenda(werk, overleg, stand.volgorde)
    plek = next((nr for nr, een in enumerate(zaken) if een.nummer == nummer), None)
    if plek is None:
        raise StapGeweigerd([NIET_MEER])
    naar = min(max(plek + stap, 0), len(zaken) - 1)
    zaken.insert(naar, zaken.pop(plek))
    overlegstand.bewaar(werk, overleg, replace(stand, volgorde=tuple(een.id.hex() for een in zaken)))
    werk.log("agenda_volgorde", None, overleg=overleg.id.hex())
    werk.bevestig()
    return f"{nummer} staat nu op plek {naar + 1}."


def eerste_dag(overleg: Overleg) -> date:
    """The first day on which the sitting of a meeting can be opened."""
    return overleg.dag - VOORAF


def eis(werk: Werk, overleg: Overleg, staat: str, punt: str, revisie: int) -> None:
    """Only who may chair, on the version that he saw, in this state. Errors: NietGevonden, Ingehaald, StapGeweigerd."""
    if not leidt(werk, overleg.gemeente):
        raise NietGevonden
    if revisie != overleg.revisie:
        raise Ingehaald
    if overleg.staat != staat:
        raise StapGeweigerd([punt])


def zaak_op_agenda(werk: Werk, overleg: Overleg, nummer: str, actie: str = "") -> Zaak:
    """A case on the agenda of this meeting, for who chairs it.

    Errors: NietGevonden; StapGeweigerd for a decision about an item that is not on it (any more): the same answer
    for a number that does not exist.
    """
    if not leidt(werk, overleg.gemeente):
        raise NietGevonden
    try:
        zaak = werk.zaken.get_nummer(nummer)
        if zaak.overleg_id != overleg.id and zaak.id not in werk.overleggen.besproken(overleg):
            raise NietGevonden
    except NietGevonden:
        if actie in BESLUITEN:
            raise StapGeweigerd([NIET_MEER]) from None
        raise
    return zaak


def wacht_nog(werk: Werk, overleg: Overleg, nummer: str) -> bool:
    """Say whether a case still waits for a decision of this meeting."""
    try:
        return _wacht_hier(overleg, werk.zaken.get_nummer(nummer))
    except NietGevonden:
        return False


def _wacht_hier(overleg: Overleg, zaak: Zaak) -> bool:
    return zaak.staat == GEAGENDEERD and zaak.overleg_id == overleg.id


def bereid_besluit_voor(
    werk: Werk, beleid: Beleid, overleg: Overleg, nummer: str, actie: str, revisie: int | None = None
) -> None:
    """Keep on the agenda of this meeting what it decides about: a decision can take the case away from it.

    Nothing is kept for who saw an older version: his decision is refused.
    """
    zaak = zaak_op_agenda(werk, overleg, nummer, actie)
    if actie not in BESLUITEN or not _wacht_hier(overleg, zaak) or revisie not in (None, zaak.revisie):
        return
    if werk.sleutels.bestaat(zaak, compartiment(overleg)) or not beleid.convenant.geldt_op(poort.vandaag(werk)):
        return
    stuk = uittreksel(werk, beleid, zaak)
    if stuk is not None:
        leg_neer(werk, overleg, stuk)
        werk.log("stuk_maken", zaak, overleg=overleg.id.hex(), convenant_versie=beleid.convenant.versie)
        werk.bevestig()
