"""A meeting from plan to close: its day, the sitting that lets those present read, and the extracts they read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workflow import poort
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.deelnemers import bevestigde_sleutels
from workflow.fouten import GeenSleutel, Ingehaald, NietGevonden, StapGeweigerd
from workflow.ingetrokken import geldig
from workflow.ports import Werk
from workflow.stap import Stap, Veld
from workflow.termijnen import TIJDZONE
from workflow.velden import lees_velden
from workflow.zaak import Document, Overleg, Persoon, Zaak

GEPLAND, GEOPEND, GESLOTEN = "gepland", "geopend", "gesloten"
STATEN = {GEPLAND: "Gepland", GEOPEND: "Open", GESLOTEN: "Geweest"}
GEAGENDEERD = "geagendeerd"
# The steps that decide about a case on the agenda.
BESLUITEN = ("in_aanpak_nemen", "opschalen", "aanhouden", "terugverwijzen", "niet_in_behandeling_nemen")
MAX_OP_DE_AGENDA = 200
# The pieces are read at the meeting: a sitting opens the day before at the earliest and never outlives its day.
VOORAF = timedelta(days=1)

PLANNEN = Stap(
    actie="plannen",
    knop="Overleg plannen",
    van=(GEPLAND,),
    naar=GEPLAND,
    door=("veiligheidsadviseur",),
    uitleg="De aandachtsfunctionaris kan daarna zaken op de agenda zetten.",
    velden=(Veld("datum", "Op welke dag?", "datum", verplicht=True, verleden=False),),
)
SLUITEN = Stap(
    actie="sluiten",
    knop="Overleg sluiten",
    van=(GEOPEND,),
    naar=GESLOTEN,
    door=("veiligheidsadviseur",),
    uitleg="De deelnemers kunnen de stukken daarna niet meer lezen.",
)


@dataclass(frozen=True)
class Uittreksel:
    """What the people in the meeting read of one case: never who it is about."""

    zaak: Zaak
    inhoud: Mapping[str, Any]


def compartiment(overleg: Overleg) -> str:
    """The compartment of the extracts of one meeting; its name keeps which cases were on the table."""
    return f"stuk:{overleg.id.hex()}"


def leidt(werk: Werk, gemeente: str) -> bool:
    """True for who chairs the meetings of a municipality."""
    return werk.actor.zit_aan(f"overleg.{gemeente}")


def mag_overleg(werk: Werk) -> bool:
    """True for the people of a municipality who have something to do with its meetings."""
    gemeente = werk.actor.tenant
    return leidt(werk, gemeente) or werk.actor.zit_aan(f"af.{gemeente}") or werk.actor.rol == "overlegdeelnemer"


def get_overleg(werk: Werk, overleg_id: bytes) -> Overleg:
    """One meeting of the own municipality. Errors: NietGevonden."""
    overleg = werk.overleggen.get(overleg_id)
    if overleg.gemeente != werk.actor.tenant or not mag_overleg(werk):
        raise NietGevonden
    return overleg


def plan(werk: Werk, beleid: Beleid, ruw: Mapping[str, Sequence[str]]) -> str:
    """Plan a meeting. Out: a line. Errors: NietGevonden, StapGeweigerd."""
    gemeente = werk.actor.tenant
    if not leidt(werk, gemeente):
        raise NietGevonden
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    gelezen, fouten = lees_velden(PLANNEN.velden, ruw, beleid.keuzes, vandaag)
    if fouten:
        raise StapGeweigerd([], fouten)
    dag = date.fromisoformat(gelezen["datum"])
    vrij = beleid.kalender.waarom_vrij(dag, gemeente)
    if vrij:
        raise StapGeweigerd([], {"datum": f"Dit is geen werkdag ({vrij}). Kies een andere dag"})
    if any(een.dag == dag for een in werk.overleggen.lijst()):
        raise StapGeweigerd([], {"datum": "Er is al een overleg op deze dag. Kies een andere dag"})
    werk.overleggen.nieuw(Overleg(werk.nieuw_id(), gemeente, dag, GEPLAND))
    werk.log("overleg_plannen", None, dag=dag.isoformat())
    werk.bevestig()
    return f"Het overleg is gepland op {dag_tekst(dag)}."


def uitgenodigd(werk: Werk, gemeente: str) -> list[Persoon]:
    """Who may be at the meeting: participants, the aandachtsfunctionaris and the veiligheidsadviseur."""
    mensen = werk.mensen.van_rol("overlegdeelnemer", gemeente)
    return [*mensen, *werk.mensen.van_werkplek(f"af.{gemeente}"), *werk.mensen.van_werkplek(f"overleg.{gemeente}")]


def agenda(werk: Werk, overleg: Overleg) -> list[Zaak]:
    """The cases that wait for this meeting, and those that it dealt with; urgent ones first."""
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
    return sorted([*wacht, *geweest], key=lambda een: (not een.spoed, een.dag_in, een.nummer))


def agendatekst(docs: Sequence[Document]) -> Mapping[str, Any]:
    """What the aandachtsfunctionaris wrote for the meeting, the last time."""
    stappen = [doc.inhoud or {} for doc in docs if (doc.inhoud or {}).get("actie") == "agenderen"]
    return stappen[-1].get("velden", {}) if stappen else {}


def _uittreksel(werk: Werk, beleid: Beleid, zaak: Zaak) -> Uittreksel | None:
    """Read a case for its extract (logged), with the facts that the covenant lets the overleg have.

    Out: None when it can't be read here.
    """
    if not werk.sleutels.kan_openen(zaak, "zaak"):
        return None
    docs = geldig(werk.documenten.open(zaak, ["zaak"], "overleg: stuk maken"))
    tekst = agendatekst(docs)
    samen = poort.stuk(werk, beleid, zaak, docs)
    velden: dict[str, Any] = {naam: str(tekst.get(naam, "")) for naam in ("overdrachtstekst", "vraag_aan_overleg")}
    volgens = {"convenant_versie": beleid.convenant.versie, "categorieen": list(samen.categorieen)}
    return Uittreksel(zaak, {"soort": "stuk", **velden, **volgens, "feiten": [dict(een) for een in samen.feiten]})


def _leg_neer(werk: Werk, overleg: Overleg, stuk: Uittreksel) -> None:
    """Seal the extract under a key of its own, for the overleg desk."""
    naam = compartiment(overleg)
    if not werk.sleutels.bestaat(stuk.zaak, naam):
        werk.sleutels.geef(stuk.zaak, naam, f"overleg.{overleg.gemeente}")
        werk.documenten.schrijf(stuk.zaak, naam, stuk.inhoud)


def eerste_dag(overleg: Overleg) -> date:
    """The first day on which the sitting of a meeting can be opened."""
    return overleg.dag - VOORAF


def open_zitting(
    werk: Werk,
    beleid: Beleid,
    overleg: Overleg,
    aanwezig: Sequence[str],
    geheimhouding: Sequence[str],
    revisie: int,
    vergeleken: Sequence[str] = (),
) -> str:
    """Open the sitting: its desk for who is present and signed, and an extract of each case for that desk.

    In: ids of people in hex, and `vergeleken`, the ticks under the new keys that the actor compared.
    Out: a line. Errors: NietGevonden, Ingehaald, StapGeweigerd.
    """
    _eis(werk, overleg, GEPLAND, "Dit overleg is al geopend of geweest.", revisie)
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    if not beleid.convenant.geldt_op(vandaag):
        raise StapGeweigerd([beleid.convenant.waarom_niet(vandaag)])
    if vandaag < eerste_dag(overleg):
        raise StapGeweigerd([f"Je kunt dit overleg openen vanaf {dag_tekst(eerste_dag(overleg))}."])
    mensen = {een.id.hex(): een for een in uitgenodigd(werk, overleg.gemeente)}
    gekozen = [een for een in dict.fromkeys(aanwezig) if een in mensen]
    if not gekozen:
        raise StapGeweigerd(["Vink aan wie er is."])
    zonder = [mensen[een].naam for een in gekozen if een not in geheimhouding]
    if zonder:
        raise StapGeweigerd([f"{naam} heeft nog niet getekend voor geheimhouding." for naam in zonder])
    bevestigd = bevestigde_sleutels(werk, overleg, [mensen[een] for een in gekozen], vergeleken)
    wacht = werk.zaken.lijst(staten=[GEAGENDEERD], overleg_id=overleg.id, aantal=MAX_OP_DE_AGENDA)
    stukken = [stuk for stuk in (_uittreksel(werk, beleid, zaak) for zaak in wacht) if stuk is not None]
    geopend = werk.overleggen.open_zitting(overleg, [bytes.fromhex(een) for een in gekozen], bevestigd)
    if geopend.zitting is None:
        raise GeenSleutel
    for stuk in stukken:
        _leg_neer(werk, overleg, stuk)
        werk.sleutels.geef(stuk.zaak, compartiment(overleg), geopend.zitting)
    if bevestigd:
        werk.log("deelnemer_bevestigd", None, overleg=overleg.id.hex(), personen=[een.hex() for een in bevestigd])
    nummers = [stuk.zaak.nummer for stuk in stukken]
    versie = beleid.convenant.versie
    werk.log(
        "zitting_openen",
        None,
        overleg=overleg.id.hex(),
        aanwezig=gekozen,
        stukken=nummers,
        convenant_versie=versie,
    )
    werk.bevestig()
    return "Het overleg is open. Wie aanwezig is, kan nu de stukken lezen."


def sluit_zitting(werk: Werk, overleg: Overleg, revisie: int) -> str:
    """Close the sitting: its key is gone. Errors: NietGevonden, Ingehaald, StapGeweigerd."""
    _eis(werk, overleg, GEOPEND, "Dit overleg is niet open.", revisie)
    werk.overleggen.sluit_zitting(overleg)
    werk.log("zitting_sluiten", None, overleg=overleg.id.hex())
    werk.bevestig()
    return "Het overleg is gesloten. De deelnemers kunnen de stukken niet meer lezen."


def sluit_na_afloop(werk: Werk, overleg: Overleg, vandaag: date) -> bool:
    """Close a sitting that nobody closed on its day; for the clock, logged with each case that was on the table.

    Out: False when it is closed already or its day is not over. Errors: Ingehaald.
    """
    if overleg.staat != GEOPEND or overleg.dag >= vandaag:
        return False
    for zaak in agenda(werk, overleg):
        werk.log("zitting_sluiten", zaak, overleg=overleg.id.hex())
    werk.overleggen.sluit_zitting(overleg)
    werk.log("zitting_sluiten", None, overleg=overleg.id.hex(), gemeente=overleg.gemeente)
    werk.bevestig()
    return True


def _eis(werk: Werk, overleg: Overleg, staat: str, punt: str, revisie: int) -> None:
    if not leidt(werk, overleg.gemeente):
        raise NietGevonden
    if revisie != overleg.revisie:
        raise Ingehaald
    if overleg.staat != staat:
        raise StapGeweigerd([punt])


def zaak_op_agenda(werk: Werk, overleg: Overleg, nummer: str) -> Zaak:
    """A case on the agenda of this meeting, for who chairs it. Errors: NietGevonden."""
    zaak = werk.zaken.get_nummer(nummer)
    if not leidt(werk, overleg.gemeente):
        raise NietGevonden
    if zaak.overleg_id != overleg.id and zaak.id not in werk.overleggen.besproken(overleg):
        raise NietGevonden
    return zaak


def bereid_besluit_voor(werk: Werk, beleid: Beleid, overleg: Overleg, nummer: str, actie: str) -> None:
    """Keep on the agenda of this meeting what it decides about: a decision can take the case away from it."""
    zaak = zaak_op_agenda(werk, overleg, nummer)
    geldt = beleid.convenant.geldt_op(poort.vandaag(werk))
    if actie not in BESLUITEN or werk.sleutels.bestaat(zaak, compartiment(overleg)) or not geldt:
        return
    stuk = _uittreksel(werk, beleid, zaak)
    if stuk is not None:
        _leg_neer(werk, overleg, stuk)
        werk.log("stuk_maken", zaak, overleg=overleg.id.hex(), convenant_versie=beleid.convenant.versie)
        werk.bevestig()
