"""A request of somebody about his own data: registered, answered in time, looked at again. Codes and nothing else.

Who asks stands nowhere: no name, no case, no number of a case. What the answer was, only the desk of the
aandachtsfunctionaris sees; to everybody else a request is open or answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from workflow.beleid import Beleid
from workflow.datumklok import kenmerk_van, neem_nieuwste
from workflow.datumtekst import dag_tekst
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd
from workflow.klokbericht import kies_soort, zet_klaar
from workflow.ladders import HERINNERING, Trede
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE, Moment
from workflow.tik import Klokwerk
from workflow.velden import Ruw, lees_velden
from workflow.verzoekregels import UITTREKSEL
from workflow.verzoekvelden import ANTWOORD, HERZIEN, IDENTITEIT, VASTLEGGEN, VERLENGEN, invullen
from workflow.zaak import Kwestie, Persoon

SOORT, VOORVOEGSEL = "verzoek", "VZ"
OPEN, BEANTWOORD = "open", "beantwoord"
AF, PRIVACY, FG = "aandachtsfunctionaris", "privacyfunctionaris", "fg"
# The code under which stands what the desk asked to erase: see `workflow.verzoekwissen`.
WISSEN = "wissen"
LADDER, LADDER_HERZIEN = "verzoek", "verzoek_herzien"
NIEUW = "nieuw"
HOOGSTENS = 1000
AL_BEANTWOORD = "Dit verzoek is al beantwoord."
IDENTITEIT_EERST = "Stel eerst vast wie het verzoek doet. Geef daarna pas gegevens."
WACHT_OP_WISSEN = "Wacht eerst tot een ander het wissen heeft bevestigd."
UITTREKSEL_EERST = "Maak eerst het uittreksel. Zoek daarvoor in je zaken."
TE_LAAT_VERLENGD = "Verlengen kan alleen in de eerste maand. Die is voorbij."
AL_VERLENGD = "Dit verzoek is al verlengd. Dat kan maar één keer."
TE_VER = "Kies een dag uiterlijk {dag}"


def is_desk(werk: Werk) -> bool:
    """True for the aandachtsfunctionaris at the desk of the own municipality."""
    return werk.actor.rol == AF and werk.actor.zit_aan(f"af.{werk.actor.tenant}")


def mag_zien(werk: Werk) -> bool:
    """True for who handles the requests of his municipality."""
    return is_desk(werk) or werk.actor.rol == PRIVACY


def mag_bevestigen(werk: Werk) -> bool:
    """True for who confirms that something is erased because of a request."""
    return werk.actor.rol in (PRIVACY, FG)


def vind(werk: Werk, nummer: str, revisie: int | None = None) -> Kwestie:
    """One request of the own municipality; of the FG only one that waits for a second person.

    Errors: NietGevonden; Ingehaald when it is not in this version any more.
    """
    if not mag_zien(werk) and not mag_bevestigen(werk):
        raise NietGevonden
    verzoek = werk.kwesties.get_nummer(SOORT, nummer)
    if not mag_zien(werk) and not verzoek.codes.get(WISSEN):
        raise NietGevonden
    if revisie is not None and verzoek.revisie != revisie:
        raise Ingehaald
    return verzoek


def dag_nu(werk: Werk) -> date:
    """Today on the clock of the route."""
    return werk.nu.astimezone(TIJDZONE).date()


def _lees(werk: Werk, beleid: Beleid, velden: Sequence[Any], ruw: Ruw, soort: str = "") -> Mapping[str, Any]:
    stap = invullen(beleid, velden, soort)
    gelezen, fouten = lees_velden(stap, ruw, lambda veld: veld.vaste_keuzes(), dag_nu(werk))
    if fouten:
        raise StapGeweigerd([], fouten)
    return gelezen


def vastleg(werk: Werk, beleid: Beleid, ruw: Ruw, url: str = "") -> Kwestie:
    """Register a request; its month runs from the day of receipt. Commits.

    Errors: StapGeweigerd with what is missing, NietGevonden for who has no such task.
    """
    if not mag_zien(werk):
        raise NietGevonden
    gelezen = _lees(werk, beleid, VASTLEGGEN, ruw)
    dag, tenant = date.fromisoformat(gelezen["ontvangen"]), werk.actor.tenant
    verzoek = Kwestie(
        id=werk.nieuw_id(),
        soort=SOORT,
        tenant=tenant,
        nummer=werk.nieuw_nummer(VOORVOEGSEL),
        staat=OPEN,
        dag=dag,
        termijn=beleid.kalender.plus(dag, beleid.verzoeken.termijn, tenant),
        codes={naam: gelezen[naam] for naam in ("soort", "kanaal", "rol", "identiteit")},
    )
    werk.kwesties.nieuw(verzoek)
    for persoon in _mensen(werk, AF, tenant) + _mensen(werk, PRIVACY, tenant):
        if persoon.id != werk.actor.persoon_id:
            zet_klaar(werk, beleid, persoon, NIEUW, dag=dag_tekst(verzoek.termijn or dag), url=url)
    werk.log("verzoek_vastgelegd", verzoek=verzoek.nummer, soort=verzoek.codes["soort"])
    werk.bevestig()
    return verzoek


def stel_vast(werk: Werk, beleid: Beleid, verzoek: Kwestie, ruw: Ruw) -> Kwestie:
    """Note that it is clear who asks. Commits. Errors: NietGevonden, StapGeweigerd."""
    _eis_open(werk, verzoek)
    _lees(werk, beleid, IDENTITEIT, ruw)
    return _bewaar(werk, replace(verzoek, codes={**verzoek.codes, "identiteit": True}), "verzoek_identiteit")


def verleng(werk: Werk, beleid: Beleid, verzoek: Kwestie, ruw: Ruw) -> Kwestie:
    """Take two months more, once, within the first month, and only when the requester was told. Commits.

    Errors: StapGeweigerd.
    """
    _eis_open(werk, verzoek)
    if verzoek.codes.get("verlengd_op"):
        raise StapGeweigerd([AL_VERLENGD])
    eerste = beleid.kalender.plus(verzoek.dag, beleid.verzoeken.termijn, verzoek.tenant)
    if dag_nu(werk) > eerste:
        raise StapGeweigerd([TE_LAAT_VERLENGD])
    gelezen = _lees(werk, beleid, VERLENGEN, ruw)
    codes = {**verzoek.codes, "verlengd_op": dag_nu(werk).isoformat(), "verlengd_reden": gelezen["reden"]}
    termijn = beleid.kalender.plus(eerste, beleid.verzoeken.verlenging, verzoek.tenant)
    return _bewaar(werk, replace(verzoek, termijn=termijn, codes=codes), "verzoek_verlengd")


def noteer_uittreksel(werk: Werk, verzoek: Kwestie, digest: str, weigering: str, **blad: Any) -> Kwestie:
    """Note that an extract was made: its hash, and the ground for what was left out ("" for nothing). Commits.

    `blad` is what the log says more of an extract that leaves as a sheet.
    """
    codes = {**verzoek.codes, "hash": digest, "weggelaten": weigering}
    werk.log("verzoek_uittreksel", verzoek=verzoek.nummer, hash=digest, **blad)
    opgeslagen = werk.kwesties.bewaar(replace(verzoek, codes=codes))
    werk.bevestig()
    return opgeslagen


def beantwoord(werk: Werk, beleid: Beleid, verzoek: Kwestie, ruw: Ruw) -> Kwestie:
    """Record how a request was answered. The log says that it was, never how. Commits.

    Errors: NietGevonden for everybody but the desk, StapGeweigerd.
    """
    if not is_desk(werk):
        raise NietGevonden
    _eis_open(werk, verzoek)
    gelezen = _lees(werk, beleid, ANTWOORD, ruw, str(verzoek.codes["soort"]))
    uitkomst = str(gelezen["uitkomst"])
    punten = []
    if uitkomst in ("gegeven", "gedaan") and not verzoek.codes.get("identiteit"):
        punten.append(IDENTITEIT_EERST)
    if beleid.verzoeken.uitkomsten[uitkomst].brief == UITTREKSEL and not verzoek.codes.get("hash"):
        punten.append(UITTREKSEL_EERST)
    if verzoek.codes.get(WISSEN):
        punten.append(WACHT_OP_WISSEN)
    if punten:
        raise StapGeweigerd(punten)
    veld = "herzien_op" if uitkomst == "uitgesteld" else "herzien_later"
    herzien = _herzien_op(werk, beleid, veld, gelezen.get(veld))
    codes = {naam: waarde for naam, waarde in verzoek.codes.items() if naam not in ("weigering", "herzien_op")}
    codes |= {"uitkomst": uitkomst, "beantwoord_op": dag_nu(werk).isoformat()}
    if gelezen.get("weigering") or gelezen.get("uitstel"):
        codes["weigering"] = gelezen.get("weigering") or gelezen.get("uitstel")
    if herzien is not None:
        codes["herzien_op"] = herzien.isoformat()
    return _bewaar(werk, replace(verzoek, staat=BEANTWOORD, termijn=herzien, codes=codes), "verzoek_beantwoord")


def herzie(werk: Werk, beleid: Beleid, verzoek: Kwestie, ruw: Ruw) -> Kwestie:
    """Look again at what was refused or put off: open it anew, or leave it with another day or none. Commits.

    Errors: NietGevonden for everybody but the desk and when there is nothing to look at again, StapGeweigerd.
    """
    if not is_desk(werk) or verzoek.staat != BEANTWOORD or verzoek.termijn is None:
        raise NietGevonden
    gelezen = _lees(werk, beleid, HERZIEN, ruw)
    codes = dict(verzoek.codes)
    codes.pop("herzien_op", None)
    if gelezen["oordeel"] == OPEN:
        termijn: date | None = beleid.kalender.plus(dag_nu(werk), beleid.verzoeken.termijn, verzoek.tenant)
        return _bewaar(werk, replace(verzoek, staat=OPEN, termijn=termijn, codes=codes), "verzoek_herzien")
    termijn = _herzien_op(werk, beleid, "opnieuw_op", gelezen.get("opnieuw_op"))
    codes |= {"herzien_op": termijn.isoformat()} if termijn is not None else {}
    return _bewaar(werk, replace(verzoek, termijn=termijn, codes=codes), "verzoek_herzien")


def _herzien_op(werk: Werk, beleid: Beleid, veld: str, dag: Any) -> date | None:
    if not dag:
        return None
    gekozen = date.fromisoformat(str(dag))
    uiterst = beleid.kalender.plus(dag_nu(werk), beleid.verzoeken.herzien_hoogstens)
    if gekozen > uiterst:
        raise StapGeweigerd([], {veld: TE_VER.format(dag=dag_tekst(uiterst))})
    return gekozen


def _eis_open(werk: Werk, verzoek: Kwestie) -> None:
    if not mag_zien(werk):
        raise NietGevonden
    if verzoek.staat != OPEN:
        raise StapGeweigerd([AL_BEANTWOORD])


def _bewaar(werk: Werk, verzoek: Kwestie, handeling: str) -> Kwestie:
    opgeslagen = werk.kwesties.bewaar(verzoek)
    werk.log(handeling, verzoek=verzoek.nummer)
    werk.bevestig()
    return opgeslagen


# -- what is on somebody's list, and the clock


def wachtend(werk: Werk) -> list[Kwestie]:
    """The requests that wait for this actor; those to look at again are for the desk alone."""
    if not mag_zien(werk):
        open_ = werk.kwesties.lijst(SOORT, (OPEN,), aantal=HOOGSTENS) if mag_bevestigen(werk) else []
        return [een for een in open_ if een.codes.get(WISSEN)]
    lijst = werk.kwesties.lijst(SOORT, (OPEN,), aantal=HOOGSTENS)
    if is_desk(werk):
        vandaag = dag_nu(werk)
        lijst += werk.kwesties.lijst(SOORT, (BEANTWOORD,), tot=vandaag, aantal=HOOGSTENS)
    return lijst


def dagelijks(klokwerk: Klokwerk, beleid: Beleid, vandaag: date, url: str) -> int:
    """Remind who must answer: two weeks and one week before, on the day, and every day after it."""
    gedaan = 0
    with klokwerk() as werk:
        for staat, naam in ((OPEN, LADDER), (BEANTWOORD, LADDER_HERZIEN)):
            for verzoek in werk.kwesties.lijst(SOORT, (staat,), aantal=HOOGSTENS):
                if verzoek.termijn is not None:
                    gedaan += _herinner(werk, beleid, verzoek, naam, vandaag, url)
        werk.bevestig()
    return gedaan


def _herinner(werk: Werk, beleid: Beleid, verzoek: Kwestie, naam: str, vandaag: date, url: str) -> int:
    einde = verzoek.termijn or vandaag
    begin = datetime.combine(verzoek.dag, time(), TIJDZONE)
    treden = beleid.klokken.treden(beleid.ladders[naam], begin, Moment(einde), spoed=False, gemeente=verzoek.tenant)
    nu = [een for een in treden if een.moment.dag <= vandaag]
    mensen = {rol: _mensen(werk, rol, verzoek.tenant) for rol in {een.aan for een in nu}}
    aantallen = {rol: len(wie) for rol, wie in mensen.items()}
    gekozen = neem_nieuwste(werk, kenmerk_van(verzoek, naam), naam, nu, aantallen)
    for trede in gekozen:
        _stuur(werk, beleid, trede, mensen[trede.aan], einde, vandaag, url)
    return len(gekozen)


def _stuur(
    werk: Werk, beleid: Beleid, trede: Trede, mensen: Sequence[Persoon], einde: date, vandaag: date, url: str
) -> None:
    soort = kies_soort(beleid, trede.bericht or HERINNERING, einde, vandaag)
    for persoon in mensen:
        zet_klaar(werk, beleid, persoon, soort, dag=dag_tekst(einde), url=url)
    werk.log("klok", groep=SOORT, aan=trede.aan, bericht=soort, berichten=len(mensen))


def _mensen(werk: Werk, rol: str, tenant: str) -> list[Persoon]:
    return werk.mensen.van_werkplek(f"af.{tenant}") if rol == AF else werk.mensen.van_rol(rol, tenant)
