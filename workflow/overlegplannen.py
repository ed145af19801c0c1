"""Meetings on the calendar: plan one or the next ones of the rhythm, move one, call one off; no case gets lost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from workflow import overlegstand
from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.klokbericht import zet_klaar
from workflow.overlegagenda import GEAGENDEERD, MAX_OP_DE_AGENDA, eis, leidt, uitgenodigd, vandaag_van
from workflow.overlegritme import Ritmedag, komende
from workflow.overlegstand import AD_HOC, REGULIER, Overlegstand
from workflow.overlegstappen import AFZEGGEN, GEPLAND, GESLOTEN, PLANNEN, VERZETTEN, keuzes_voor, lees_tijd
from workflow.ports import Werk
from workflow.rechten import eigenaar
from workflow.staatwissel import STAAT
from workflow.stap import Stap, Veld
from workflow.termijnen import TIJDZONE
from workflow.velden import Antwoordfout, lees_velden
from workflow.vierogen import GROEP as INSTEMMING
from workflow.zaak import Overleg, Zaak

Ruw = Mapping[str, Sequence[str]]
GEEN_VOLGEND = "Op de agenda staan nog zaken. Plan eerst een volgend overleg, dan gaan ze daarheen."
UITNODIGING, VERZET, AFGEZEGD = "overleg_nieuw", "overleg_verzet", "overleg_afgezegd"
NIEUW = "nieuw"
# Until there is a decision a meeting can help; afterwards who directs the case acts.
VOOR_BESLUIT = ("ingediend", "aanvulling_gevraagd", "in_beoordeling", "in_onderzoek", GEAGENDEERD)


def _lees(werk: Werk, beleid: Beleid, stap: Stap, ruw: Ruw) -> dict[str, Any]:
    gemeente = werk.actor.tenant

    def keuzes(veld: Veld) -> Mapping[str, str]:
        return keuzes_voor(werk, beleid, gemeente, veld)

    gelezen, fouten = lees_velden(stap.velden, ruw, keuzes, vandaag_van(werk))
    try:
        gelezen["tijd"] = lees_tijd(gelezen.get("tijd", ""))
    except Antwoordfout as fout:
        fouten["tijd"] = str(fout)
    if fouten:
        raise StapGeweigerd([], fouten)
    return gelezen


def _eis_dag(werk: Werk, beleid: Beleid, dag: date, soort: str, zelf: bytes = b"") -> None:
    """An ordinary meeting is on a working day of its own; an urgent one on any day. Errors: StapGeweigerd."""
    if soort == AD_HOC:
        return
    vrij = beleid.kalender.waarom_vrij(dag, werk.actor.tenant)
    if vrij:
        raise StapGeweigerd([], {"datum": f"Dit is geen werkdag ({vrij}). Kies een andere dag"})
    if dag in _bezet(werk, beleid, zelf):
        raise StapGeweigerd([], {"datum": "Er is al een overleg op deze dag. Kies een andere dag"})


def _bezet(werk: Werk, beleid: Beleid, zelf: bytes = b"") -> set[date]:
    """The days that have an ordinary meeting."""
    anderen = [een for een in werk.overleggen.lijst() if een.id != zelf]
    standen = [(een, overlegstand.lees(werk, beleid, een)) for een in anderen if een.dag >= vandaag_van(werk)]
    return {een.dag for een, stand in standen if stand.soort == REGULIER and not stand.afgezegd}


def plan(werk: Werk, beleid: Beleid, ruw: Ruw, zaak: str = "", url: str = "") -> str:
    """Plan a meeting. In: `zaak`, the number of an urgent case that goes to it. Out: a line.

    Errors: NietGevonden, StapGeweigerd.
    """
    gemeente = werk.actor.tenant
    if not leidt(werk, gemeente):
        raise NietGevonden
    gelezen = _lees(werk, beleid, PLANNEN, ruw)
    dag, soort = date.fromisoformat(gelezen["datum"]), gelezen.get("soort", REGULIER)
    _eis_dag(werk, beleid, dag, soort)
    spoedzaak = spoedzaak_van(werk, zaak) if zaak else None
    if zaak and spoedzaak is None:
        raise StapGeweigerd(["Deze zaak kan niet naar een ad-hoc overleg. Kijk op de pagina van de zaak."])
    overleg = _nieuw(werk, beleid, dag, soort, gelezen)
    if soort == AD_HOC:
        _bericht(werk, beleid, overleg, UITNODIGING, url)
    if spoedzaak is None:
        werk.bevestig()
        return f"Het overleg is gepland op {dag_tekst(dag)}."
    if spoedzaak.staat == GEAGENDEERD:
        _verplaats(werk, beleid, spoedzaak, overleg)
        werk.bevestig()
        return f"Het ad-hoc overleg is gepland op {dag_tekst(dag)}. De zaak staat op de agenda."
    for persoon in werk.mensen.van_werkplek(f"af.{gemeente}"):
        zet_klaar(werk, beleid, persoon, NIEUW, dag=dag_tekst(dag), url=url, spoed=True)
    werk.bevestig()
    return f"Het ad-hoc overleg is gepland op {dag_tekst(dag)}. De aandachtsfunctionaris zet de zaak op de agenda."


def spoedzaak_van(werk: Werk, nummer: str) -> Zaak | None:
    """The urgent case of the own municipality with this number, for who chairs; None when there is none."""
    try:
        zaak = werk.zaken.get_nummer(nummer)
    except NietGevonden:
        return None
    return zaak if adhoc_adres(werk, zaak) else None


def adhoc_adres(werk: Werk, zaak: Zaak) -> str:
    """Where who chairs plans an ad-hoc meeting for an urgent case that waits for a decision; "" when he can't."""
    hier = zaak.houder == werk.actor.tenant and leidt(werk, zaak.houder) and not zaak.afgeschermd
    return f"/overleg?spoed={zaak.nummer}" if hier and zaak.spoed and zaak.staat in VOOR_BESLUIT else ""


def _nieuw(werk: Werk, beleid: Beleid, dag: date, soort: str, gelezen: Mapping[str, Any]) -> Overleg:
    gemeente = beleid.gemeenten[werk.actor.tenant]
    wie = werk.actor.persoon_id
    # An urgent meeting has no time of its own accord: who plans it says when.
    tijd = gelezen.get("tijd") or ("" if soort == AD_HOC else gemeente.overleg_tijd)
    stand = Overlegstand(
        soort=soort,
        tijd=tijd,
        plaats=gelezen.get("plaats") or gemeente.overleg_plaats,
        voorzitter=gelezen.get("voorzitter") or (wie.hex() if wie else ""),
    )
    overleg = Overleg(werk.nieuw_id(), gemeente.slug, dag, GEPLAND)
    werk.overleggen.nieuw(overleg)
    overlegstand.bewaar(werk, overleg, stand)
    werk.log("overleg_plannen", None, overleg=overleg.id.hex(), dag=dag.isoformat(), soort=soort)
    return overleg


def ritme_vooruit(werk: Werk, beleid: Beleid) -> list[Ritmedag]:
    """The next meetings that the rhythm of the own municipality would bring."""
    gemeente = beleid.gemeenten[werk.actor.tenant]
    weekdag, ritme = gemeente.overleg_dag, gemeente.overleg_ritme
    bezet, aantal = _bezet(werk, beleid), beleid.overleg.vooruit
    return komende(beleid.kalender, gemeente.slug, weekdag, ritme, vandaag_van(werk), aantal, bezet)


def plan_ritme(werk: Werk, beleid: Beleid, dagen: Sequence[str]) -> str:
    """Plan the chosen days of the rhythm. In: days in ISO form, as they were shown. Out: a line.

    Errors: NietGevonden; StapGeweigerd when nothing was chosen or the calendar changed since.
    """
    if not leidt(werk, werk.actor.tenant):
        raise NietGevonden
    if not dagen:
        raise StapGeweigerd(["Vink aan welke overleggen je wilt plannen."])
    mogelijk = {een.dag.isoformat(): een.dag for een in ritme_vooruit(werk, beleid)}
    if any(een not in mogelijk for een in dagen):
        raise StapGeweigerd(["De kalender is net veranderd. Kijk de dagen nog een keer na."])
    for een in dict.fromkeys(dagen):
        _nieuw(werk, beleid, mogelijk[een], REGULIER, {})
    werk.bevestig()
    aantal = len(set(dagen))
    return "Er is 1 overleg gepland." if aantal == 1 else f"Er zijn {aantal} overleggen gepland."


def verzet(werk: Werk, beleid: Beleid, overleg: Overleg, ruw: Ruw, revisie: int, url: str = "") -> str:
    """Move a meeting to another day; its cases go along. Errors: NietGevonden, Ingehaald, StapGeweigerd."""
    eis(werk, overleg, GEPLAND, "Dit overleg is al geopend of geweest.", revisie)
    gelezen, stand = _lees(werk, beleid, VERZETTEN, ruw), overlegstand.lees(werk, beleid, overleg)
    dag = date.fromisoformat(gelezen["datum"])
    _eis_dag(werk, beleid, dag, stand.soort, overleg.id)
    zaken = _wachtend(werk, overleg)
    nieuw = werk.overleggen.bewaar(replace(overleg, dag=dag))
    stand = replace(
        stand,
        tijd=gelezen["tijd"] or stand.tijd,
        plaats=gelezen.get("plaats") or stand.plaats,
        reeks=stand.reeks + 1,
        verzet=(*stand.verzet, (overleg.dag.isoformat(), gelezen["reden"])),
    )
    overlegstand.bewaar(werk, nieuw, stand)
    for zaak in zaken:
        _verplaats(werk, beleid, zaak, nieuw)
    _bericht(werk, beleid, nieuw, VERZET, url)
    dagen = {"van": overleg.dag.isoformat(), "naar": dag.isoformat()}
    werk.log("overleg_verzetten", None, overleg=overleg.id.hex(), reden=gelezen["reden"], **dagen)
    werk.bevestig()
    return f"Het overleg is nu op {dag_tekst(dag)}. De deelnemers krijgen bericht."


def zeg_af(werk: Werk, beleid: Beleid, overleg: Overleg, ruw: Ruw, revisie: int, url: str = "") -> str:
    """Call a meeting off; its cases go to the next one. Errors: NietGevonden, Ingehaald, StapGeweigerd."""
    eis(werk, overleg, GEPLAND, "Dit overleg is al geopend of geweest.", revisie)
    reden = _lees(werk, beleid, AFZEGGEN, ruw)["reden"]
    stand = overlegstand.lees(werk, beleid, overleg)
    aantal = _schuif_door(werk, beleid, overleg, replace(stand, afgezegd=reden, reeks=stand.reeks + 1))
    if overleg.dag >= vandaag_van(werk):
        _bericht(werk, beleid, overleg, AFGEZEGD, url)
    werk.log("overleg_afzeggen", None, overleg=overleg.id.hex(), reden=reden, zaken=aantal)
    werk.bevestig()
    return f"Het overleg is afgezegd.{_zaken_tekst(aantal)}"


def schuif_door(werk: Werk, beleid: Beleid, overleg: Overleg, revisie: int) -> str:
    """The day of a meeting passed and nobody opened it: its cases go to the next one.

    Errors: NietGevonden, Ingehaald, StapGeweigerd.
    """
    eis(werk, overleg, GEPLAND, "Dit overleg is al geopend of geweest.", revisie)
    if overleg.dag >= vandaag_van(werk):
        raise StapGeweigerd(["Dit overleg is nog niet geweest. Zeg het af als het niet doorgaat."])
    stand = overlegstand.lees(werk, beleid, overleg)
    aantal = _schuif_door(werk, beleid, overleg, replace(stand, niet_gehouden=True))
    werk.log("overleg_niet_gehouden", None, overleg=overleg.id.hex(), zaken=aantal)
    werk.bevestig()
    return f"Vastgelegd: dit overleg is niet gehouden.{_zaken_tekst(aantal)}"


def _zaken_tekst(aantal: int) -> str:
    if not aantal:
        return ""
    wat = "De zaak staat" if aantal == 1 else f"{aantal} zaken staan"
    return f" {wat} op het volgende overleg."


def _wachtend(werk: Werk, overleg: Overleg) -> list[Zaak]:
    return werk.zaken.lijst(staten=[GEAGENDEERD], overleg_id=overleg.id, aantal=MAX_OP_DE_AGENDA)


def volgend(werk: Werk, overleg: Overleg) -> Overleg | None:
    """The first meeting that is still to come beside this one."""
    vandaag = vandaag_van(werk)
    komt = [een for een in werk.overleggen.lijst() if een.staat == GEPLAND and een.dag >= vandaag]
    return next((een for een in komt if een.id != overleg.id), None)


def _schuif_door(werk: Werk, beleid: Beleid, overleg: Overleg, stand: Overlegstand) -> int:
    """End a meeting that never was; its cases go to the next one. Out: how many."""
    zaken, naar = _wachtend(werk, overleg), volgend(werk, overleg)
    if zaken and naar is None:
        raise StapGeweigerd([GEEN_VOLGEND])
    werk.overleggen.bewaar(replace(overleg, staat=GESLOTEN))
    overlegstand.bewaar(werk, overleg, stand)
    for zaak in zaken:
        if naar is not None:
            _verplaats(werk, beleid, zaak, naar)
    return len(zaken)


def _verplaats(werk: Werk, beleid: Beleid, zaak: Zaak, naar: Overleg) -> None:
    """Put a case on another agenda; its term follows, and is never longer than that of a case that waits since then."""
    route = werk.route(zaak.route, zaak.route_hash)
    nieuw = replace(zaak, overleg_id=naar.id)
    termijn = beleid.termijn(route, zaak.staat, zaak.houder, zaak.spoed)
    begin = datetime.combine(zaak.dag_staat, time(12), TIJDZONE)
    einde = None
    if termijn is not None and termijn.eenheid == "overleg":
        einde = beleid.kalender.einde(begin, termijn, zaak.houder, naar.dag)
        nieuw = replace(nieuw, termijn=einde.dag)
    voorstel = werk.controles.find_voorstel(zaak.id)
    if voorstel is not None:
        # A change of the case in between voids a proposal.
        werk.controles.verwijder_voorstel(voorstel)
        werk.timers.stop(zaak, INSTEMMING)
    nieuw = werk.zaken.bewaar(nieuw)
    ladder = beleid.ladder(route, zaak.staat, zaak.spoed)
    if einde is not None and ladder is not None:
        werk.timers.stop(nieuw, STAAT)
        treden = beleid.klokken.treden(ladder, begin, einde, spoed=False, gemeente=zaak.houder)
        straks = [een for een in treden if een.moment.dag >= vandaag_van(werk) and not een.direct]
        werk.timers.zet(nieuw, STAAT, straks, eigenaar(route.staat(zaak.staat).eigenaar, nieuw, None))
    van = zaak.overleg_id.hex() if zaak.overleg_id else ""
    werk.log("agenda_verplaatst", nieuw, van=van, naar=naar.id.hex(), dag=naar.dag.isoformat())


def _bericht(werk: Werk, beleid: Beleid, overleg: Overleg, soort: str, url: str) -> None:
    """Tell who is invited, without content; who does it knows already."""
    mensen = {een.id: een for een in uitgenodigd(werk, overleg.gemeente)}
    for persoon in mensen.values():
        if persoon.id != werk.actor.persoon_id:
            zet_klaar(werk, beleid, persoon, soort, dag=dag_tekst(overleg.dag), url=url)
