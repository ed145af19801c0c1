"""The sitting of a meeting: who chairs and signed, the key that lets those present read, and what they read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from workflow import overlegstand
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.deelnemers import bevestigde_sleutels, kies_voorzitter
from workflow.fouten import GeenSleutel, Ingehaald, NietGevonden, StapGeweigerd
from workflow.overlegagenda import agenda, eerste_dag, eis, leidt, uitgenodigd, vandaag_van
from workflow.overlegstand import PAPIER, ZELF, Overlegstand
from workflow.overlegstappen import GEOPEND, GEPLAND, GESLOTEN
from workflow.overlegstuk import compartiment, leg_neer, uittreksel
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.zaak import Overleg, Persoon

NIET_GETEKEND = "{naam} heeft nog niet getekend voor geheimhouding."
NIET_OPEN = "Dit overleg is niet open."
ZELF_ERBIJ = "Alleen wie zelf in het overleg zit, kan iemand toelaten."


def teken(werk: Werk, beleid: Beleid, overleg: Overleg, revisie: int) -> str:
    """The actor signs the statement of secrecy of this meeting himself. Out: a line.

    Errors: StapGeweigerd when it is over; NietGevonden for who is not invited. That the chair changed something in
    between does not matter to a signature.
    """
    wie = werk.actor.persoon_id
    if wie is None or wie not in {een.id for een in uitgenodigd(werk, overleg.gemeente)} or revisie < 1:
        raise NietGevonden
    if overleg.staat == GESLOTEN:
        raise StapGeweigerd(["Dit overleg is al geweest. Tekenen kan niet meer."])
    versie, vandaag = beleid.overleg.geheimhouding.versie, vandaag_van(werk).isoformat()
    stand = overlegstand.lees(werk, beleid, overleg).met_tekening([wie.hex()], versie, vandaag, ZELF)
    overlegstand.bewaar(werk, overleg, stand)
    werk.log("geheimhouding_getekend", None, overleg=overleg.id.hex(), versie=versie)
    werk.bevestig()
    return "Je hebt getekend voor geheimhouding."


def _eis_getekend(stand: Overlegstand, mensen: Sequence[Persoon], versie: str) -> None:
    zonder = [een.naam for een in mensen if not stand.heeft_getekend(een.id.hex(), versie)]
    if zonder:
        raise StapGeweigerd([NIET_GETEKEND.format(naam=naam) for naam in zonder])


def open_zitting(
    werk: Werk,
    beleid: Beleid,
    overleg: Overleg,
    aanwezig: Sequence[str],
    geheimhouding: Sequence[str],
    revisie: int,
    vergeleken: Sequence[str] = (),
    voorzitter: str = "",
) -> str:
    """Open the sitting: its desk for who is present and signed, and an extract of each case for that desk.

    In: ids of people in hex (`geheimhouding`: who signed on paper), `vergeleken`, the ticks under the new keys that
    the actor compared, and who chairs ("" is who planned it, else who opens it).
    Out: a line. Errors: NietGevonden, Ingehaald, StapGeweigerd.
    """
    eis(werk, overleg, GEPLAND, "Dit overleg is al geopend of geweest.", revisie)
    vandaag, stand = vandaag_van(werk), overlegstand.lees(werk, beleid, overleg)
    if not beleid.convenant.geldt_op(vandaag):
        raise StapGeweigerd([beleid.convenant.waarom_niet(vandaag)])
    if vandaag < eerste_dag(overleg):
        raise StapGeweigerd([f"Je kunt dit overleg openen vanaf {dag_tekst(eerste_dag(overleg))}."])
    if vandaag > overleg.dag:
        raise StapGeweigerd(["De dag van dit overleg is voorbij. Zet de zaken op het volgende overleg."])
    mensen = {een.id.hex(): een for een in uitgenodigd(werk, overleg.gemeente)}
    gekozen = [een for een in dict.fromkeys(aanwezig) if een in mensen]
    if not gekozen:
        raise StapGeweigerd(["Vink aan wie er is."])
    versie = beleid.overleg.geheimhouding.versie
    op_papier = [een for een in mensen if een in geheimhouding]
    stand = stand.met_tekening(op_papier, versie, vandaag.isoformat(), PAPIER)
    _eis_getekend(stand, [mensen[een] for een in gekozen], versie)
    gekozen, leider = kies_voorzitter(werk, stand, gekozen, versie, voorzitter)
    bevestigd = bevestigde_sleutels(werk, overleg, [mensen[een] for een in gekozen], vergeleken)
    wacht = [een for een in agenda(werk, overleg, stand.volgorde) if een.overleg_id == overleg.id]
    stukken = [stuk for stuk in (uittreksel(werk, beleid, zaak) for zaak in wacht) if stuk is not None]
    geopend = werk.overleggen.open_zitting(overleg, [bytes.fromhex(een) for een in gekozen], bevestigd)
    if geopend.zitting is None:
        raise GeenSleutel
    for stuk in stukken:
        leg_neer(werk, overleg, stuk)
        werk.sleutels.geef(stuk.zaak, compartiment(overleg), geopend.zitting)
    # From here on an item keeps its number: decision lines name it.
    stand = replace(stand, voorzitter=leider, volgorde=tuple(een.id.hex() for een in wacht))
    overlegstand.bewaar(werk, geopend, stand)
    _log_bevestigd(werk, overleg, bevestigd)
    wat: dict[str, Any] = {"aanwezig": gekozen, "voorzitter": leider, "geheimhouding": versie}
    nummers, convenant = [stuk.zaak.nummer for stuk in stukken], beleid.convenant.versie
    werk.log("zitting_openen", None, overleg=overleg.id.hex(), stukken=nummers, convenant_versie=convenant, **wat)
    werk.bevestig()
    return "Het overleg is open. Wie aanwezig is, kan nu de stukken lezen."


def _log_bevestigd(werk: Werk, overleg: Overleg, bevestigd: Mapping[bytes, bytes]) -> None:
    if bevestigd:
        werk.log("deelnemer_bevestigd", None, overleg=overleg.id.hex(), personen=[een.hex() for een in bevestigd])


def laat_toe(
    werk: Werk,
    beleid: Beleid,
    overleg: Overleg,
    persoon: str,
    revisie: int,
    vergeleken: Sequence[str] = (),
    *,
    op_papier: bool = False,
) -> str:
    """Somebody comes in later: he gets the key of the sitting, once he signed and his key is known.

    Errors: NietGevonden, Ingehaald, StapGeweigerd.
    """
    eis(werk, overleg, GEOPEND, NIET_OPEN, revisie)
    wie, binnen = _genodigde(werk, overleg, persoon), werk.overleggen.in_zitting(overleg)
    if werk.actor.persoon_id not in binnen:
        raise StapGeweigerd([ZELF_ERBIJ])
    if wie.id in binnen:
        raise StapGeweigerd([f"{wie.naam} is er al."])
    stand, versie = overlegstand.lees(werk, beleid, overleg), beleid.overleg.geheimhouding.versie
    if op_papier:
        stand = stand.met_tekening([persoon], versie, vandaag_van(werk).isoformat(), PAPIER)
    _eis_getekend(stand, [wie], versie)
    bevestigd = bevestigde_sleutels(werk, overleg, [wie], vergeleken)
    nieuw = werk.overleggen.laat_toe(overleg, wie.id, bevestigd)
    weg = {een: uur for een, uur in stand.weg.items() if een != persoon}
    overlegstand.bewaar(werk, nieuw, replace(stand, weg=weg))
    _log_bevestigd(werk, overleg, bevestigd)
    werk.log("zitting_toelaten", None, overleg=overleg.id.hex(), persoon=persoon, geheimhouding=versie)
    werk.bevestig()
    return f"{wie.naam} is er nu bij en kan de stukken lezen."


def laat_gaan(werk: Werk, beleid: Beleid, overleg: Overleg, persoon: str, revisie: int) -> str:
    """Somebody leaves: his key of the sitting goes. Who is there may leave by himself.

    Errors: NietGevonden, Ingehaald; StapGeweigerd for who chairs.
    """
    zelf = werk.actor.persoon_id
    if zelf is None or persoon != zelf.hex():
        eis(werk, overleg, GEOPEND, NIET_OPEN, revisie)
    elif overleg.staat != GEOPEND:
        raise StapGeweigerd([NIET_OPEN])
    wie, stand = _genodigde(werk, overleg, persoon), overlegstand.lees(werk, beleid, overleg)
    if wie.id not in werk.overleggen.in_zitting(overleg):
        raise StapGeweigerd([f"{wie.naam} is er niet."])
    if stand.voorzitter == persoon:
        raise StapGeweigerd(["De voorzitter kan niet weg. Kies eerst een andere voorzitter, of sluit het overleg."])
    nieuw = werk.overleggen.laat_gaan(overleg, wie.id)
    uur = f"{werk.nu.astimezone(TIJDZONE):%H.%M}"
    overlegstand.bewaar(werk, nieuw, replace(stand, weg={**stand.weg, persoon: uur}))
    werk.log("zitting_weggaan", None, overleg=overleg.id.hex(), persoon=persoon)
    werk.bevestig()
    return f"{wie.naam} is weg en kan de stukken niet meer lezen."


def wissel_voorzitter(werk: Werk, beleid: Beleid, overleg: Overleg, persoon: str, revisie: int) -> str:
    """Somebody else chairs; while the sitting is open it must be somebody in it.

    Errors: NietGevonden, Ingehaald, StapGeweigerd.
    """
    if not leidt(werk, overleg.gemeente) or overleg.staat == GESLOTEN:
        raise NietGevonden
    if revisie != overleg.revisie:
        raise Ingehaald
    bureau = werk.mensen.van_werkplek(f"overleg.{overleg.gemeente}")
    wie = next((een for een in bureau if een.id.hex() == persoon), None)
    if wie is None:
        raise StapGeweigerd([], {"voorzitter": "Kies een van de antwoorden uit de lijst"})
    if overleg.staat == GEOPEND and wie.id not in werk.overleggen.in_zitting(overleg):
        raise StapGeweigerd([], {"voorzitter": f"{wie.naam} is er niet. Kies iemand die er is"})
    stand = overlegstand.lees(werk, beleid, overleg)
    overlegstand.bewaar(werk, overleg, replace(stand, voorzitter=persoon))
    werk.log("overleg_voorzitter", None, overleg=overleg.id.hex(), persoon=persoon)
    werk.bevestig()
    return f"{wie.naam} zit nu voor."


def _genodigde(werk: Werk, overleg: Overleg, persoon: str) -> Persoon:
    for een in uitgenodigd(werk, overleg.gemeente):
        if een.id.hex() == persoon:
            return een
    raise NietGevonden


def sluit_zitting(werk: Werk, overleg: Overleg, revisie: int) -> str:
    """Close the sitting: its key is gone. Errors: NietGevonden, Ingehaald, StapGeweigerd."""
    eis(werk, overleg, GEOPEND, NIET_OPEN, revisie)
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
