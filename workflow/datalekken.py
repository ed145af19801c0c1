"""A data breach: told in codes, seen to within 72 hours, kept in the register. No name and no case stands in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from workflow.beleid import Beleid
from workflow.datalekregels import AP, Punt
from workflow.datalekvelden import GEMEENTE, MEER, TIJD, einde_velden, meldvelden, puntvelden
from workflow.datumklok import neem_nieuwste
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd
from workflow.klokbericht import zet_klaar
from workflow.ladders import Trede
from workflow.partners import REGIO
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE, Moment
from workflow.tik import Klokwerk
from workflow.velden import Ruw, lees_velden
from workflow.zaak import Kwestie

SOORT, VOORVOEGSEL = "datalek", "DL"
OPEN, GESLOTEN = "open", "gesloten"
ROLLEN = ("privacyfunctionaris", "fg", "beheerder")
# Who decides about it and closes it; the beheerder stops and repairs.
BESLUIT = ("privacyfunctionaris", "fg")
BERICHT = "datalek"
HOOGSTENS = 1000
# Reminders of a breach that nobody saw begin here, so that the two rows of rungs have numbers of their own.
ONGEZIEN = 10_000
LANGST = 90 * 24
GEEN_TIJD = "Vul een tijd in, bijvoorbeeld 14.30"
NOG_NIET = "Dit moment moet nog komen. Vul in wanneer het is ontdekt"
AL_DICHT = "Dit datalek is al afgesloten."
AL_OPGEPAKT = "Een collega pakte dit al op."
NIET_KLAAR = "Vul eerst elk punt van de lijst in: {punten}."


def mag_zien(werk: Werk) -> bool:
    """True for who deals with the breaches of his municipality."""
    return werk.actor.rol in ROLLEN


def vind(werk: Werk, nummer: str, revisie: int | None = None) -> Kwestie:
    """One breach of the own municipality. Errors: NietGevonden, Ingehaald."""
    if not mag_zien(werk):
        raise NietGevonden
    lek = werk.kwesties.get_nummer(SOORT, nummer)
    if revisie is not None and lek.revisie != revisie:
        raise Ingehaald
    return lek


def ontdekt(lek: Kwestie) -> datetime:
    """The moment from which the 72 hours run."""
    return datetime.fromisoformat(str(lek.codes["ontdekt"]))


def uiterlijk(beleid: Beleid, lek: Kwestie) -> datetime:
    """The moment at which the authority must know."""
    return ontdekt(lek) + timedelta(hours=beleid.datalek.uiterlijk)


def meld(werk: Werk, beleid: Beleid, ruw: Ruw, url: str = "") -> list[Kwestie]:
    """Somebody thinks that there is a breach. Commits: one row for each municipality that it may touch.

    Privacyfunctionaris, FG and beheerder of it get an urgent message at once. Errors: StapGeweigerd.
    """
    regio = werk.actor.tenant == REGIO
    gelezen, fouten = lees_velden(
        meldvelden(beleid, regio=regio), ruw, lambda veld: veld.vaste_keuzes(), _lokaal(werk).date()
    )
    moment = _moment(str(gelezen.get("dag", "")), str(gelezen.get("tijd", "")), fouten)
    if moment is not None and moment > werk.nu:
        fouten["dag"] = NOG_NIET
    if fouten or moment is None:
        raise StapGeweigerd([], fouten)
    tenants = [werk.actor.tenant]
    if regio:
        # Each municipality answers for its own data: what touches more of them is a breach of each.
        tenants = list(beleid.gemeenten) if gelezen[GEMEENTE] == MEER else [str(gelezen[GEMEENTE])]
    lekken = [_nieuw(werk, beleid, tenant, moment, gelezen) for tenant in tenants]
    for lek in lekken:
        werk.kwesties.nieuw(lek)
        _stuur(werk, beleid, lek.tenant, url)
        werk.log("datalek_gemeld", bij=lek.tenant, datalek=lek.nummer, wat=lek.codes["wat"])
    werk.bevestig()
    return lekken


def _nieuw(werk: Werk, beleid: Beleid, tenant: str, moment: datetime, gelezen: Mapping[str, Any]) -> Kwestie:
    einde = moment + timedelta(hours=beleid.datalek.uiterlijk)
    return Kwestie(
        id=werk.nieuw_id(),
        soort=SOORT,
        tenant=tenant,
        nummer=werk.nieuw_nummer(VOORVOEGSEL),
        staat=OPEN,
        dag=moment.astimezone(TIJDZONE).date(),
        termijn=einde.astimezone(TIJDZONE).date(),
        codes={
            **{naam: gelezen[naam] for naam in ("wat", "loopt", "mensen")},
            "ontdekt": moment.isoformat(timespec="minutes"),
            "gemeld": werk.nu.astimezone(TIJDZONE).isoformat(timespec="minutes"),
            "rol": werk.actor.rol,
            "punten": {},
        },
    )


def _lokaal(werk: Werk) -> datetime:
    return werk.nu.astimezone(TIJDZONE)


def _moment(dag: str, tijd: str, fouten: dict[str, str]) -> datetime | None:
    if "dag" in fouten or "tijd" in fouten:
        return None
    gevonden = TIJD.fullmatch(tijd)
    if gevonden is None or int(gevonden[1]) > 23 or int(gevonden[2]) > 59:
        fouten["tijd"] = GEEN_TIJD
        return None
    return datetime.combine(date.fromisoformat(dag), time(int(gevonden[1]), int(gevonden[2])), TIJDZONE)


def pak_op(werk: Werk, lek: Kwestie) -> Kwestie:
    """Somebody sees to it: the reminders that nobody looked stop. Commits. Errors: StapGeweigerd."""
    _eis_open(lek)
    if lek.codes.get("opgepakt"):
        raise StapGeweigerd([AL_OPGEPAKT])
    codes = {**lek.codes, "opgepakt": _lokaal(werk).isoformat(timespec="minutes"), "door": werk.actor.alias}
    return _bewaar(werk, replace(lek, codes=codes), "datalek_opgepakt")


def vul_in(werk: Werk, beleid: Beleid, lek: Kwestie, punt: Punt, ruw: Ruw) -> Kwestie:
    """Answer one point of the checklist, or answer it anew. Commits.

    Errors: NietGevonden for a role that this point is not for, StapGeweigerd.
    """
    if werk.actor.rol not in punt.rollen:
        raise NietGevonden
    _eis_open(lek)
    velden = puntvelden(beleid, punt, laat=is_te_laat(werk, beleid, lek))
    gelezen, fouten = lees_velden(velden, ruw, lambda veld: veld.vaste_keuzes(), _lokaal(werk).date())
    if fouten:
        raise StapGeweigerd([], fouten)
    antwoord = str(gelezen["antwoord"])
    nieuw = {
        "antwoord": antwoord,
        "reden": gelezen[f"reden_{antwoord}"],
        "op": _lokaal(werk).isoformat(timespec="minutes"),
        "door": werk.actor.alias,
        **({"laat": gelezen["laat"]} if gelezen.get("laat") else {}),
    }
    codes = {**lek.codes, "punten": {**lek.codes["punten"], punt.code: nieuw}}
    return _bewaar(werk, replace(lek, codes=codes), "datalek_punt", punt=punt.code, antwoord=antwoord)


def is_te_laat(werk: Werk, beleid: Beleid, lek: Kwestie) -> bool:
    """True when the hours within which the authority must know are over."""
    return werk.nu > uiterlijk(beleid, lek)


def sluit(werk: Werk, beleid: Beleid, lek: Kwestie, ruw: Ruw) -> Kwestie:
    """End it, with a reason. Commits. Errors: NietGevonden for the beheerder, StapGeweigerd."""
    if werk.actor.rol not in BESLUIT:
        raise NietGevonden
    _eis_open(lek)
    gelezen, fouten = lees_velden(einde_velden(beleid), ruw, lambda veld: veld.vaste_keuzes(), _lokaal(werk).date())
    if fouten:
        raise StapGeweigerd([], fouten)
    open_ = [punt.vraag for punt in beleid.datalek.punten.values() if punt.code not in lek.codes["punten"]]
    if beleid.datalek.einden[str(gelezen["einde"])].volledig and open_:
        raise StapGeweigerd([NIET_KLAAR.format(punten=" ".join(open_))])
    gesloten = {"einde": gelezen["einde"], "op": _lokaal(werk).isoformat(timespec="minutes"), "door": werk.actor.alias}
    codes = {**lek.codes, "gesloten": gesloten}
    return _bewaar(werk, replace(lek, staat=GESLOTEN, termijn=None, codes=codes), "datalek_gesloten")


def _eis_open(lek: Kwestie) -> None:
    if lek.staat != OPEN:
        raise StapGeweigerd([AL_DICHT])


def _bewaar(werk: Werk, lek: Kwestie, handeling: str, **gegevens: Any) -> Kwestie:
    opgeslagen = werk.kwesties.bewaar(lek)
    werk.log(handeling, datalek=lek.nummer, **gegevens)
    werk.bevestig()
    return opgeslagen


def wachtend(werk: Werk) -> list[Kwestie]:
    """The open breaches of this actor's municipality, for who deals with them."""
    return werk.kwesties.lijst(SOORT, (OPEN,), aantal=HOOGSTENS) if mag_zien(werk) else []


# -- the clock


def tik(klokwerk: Klokwerk, beleid: Beleid, nu: datetime, url: str = "") -> int:
    """Send what is due for every open breach. Out: how many rungs went off; one that two planners see goes off once."""
    gedaan = 0
    with klokwerk() as werk:
        for lek in werk.kwesties.lijst(SOORT, (OPEN,), aantal=HOOGSTENS):
            treden = [_trede(lek, nr, uren) for nr, uren in vervallen(beleid, lek, nu)]
            if neem_nieuwste(werk, lek.id, SOORT, treden, {BERICHT: 1}):
                _stuur(werk, beleid, lek.tenant, url)
                werk.log("klok", bij=lek.tenant, groep=SOORT, bericht=BERICHT)
                gedaan += 1
        werk.bevestig()
    return gedaan


def vervallen(beleid: Beleid, lek: Kwestie, nu: datetime) -> list[tuple[int, int]]:
    """The rungs that are due at `nu`: (number, hours after the discovery).

    Until somebody sees to it there is one every few hours, counted from when it was told; until it is decided whether
    the authority is told, those of the table, and after the last of them one a day.
    """
    regels = beleid.datalek
    voorbij = int(min((nu - ontdekt(lek)).total_seconds() // 3600, LANGST))
    gevonden = []
    if AP not in lek.codes["punten"]:
        daarna = range(regels.uiterlijk + regels.daarna, voorbij + 1, regels.daarna)
        gevonden += [(uren, uren) for uren in (*regels.uren, *daarna) if uren <= voorbij]
    if not lek.codes.get("opgepakt"):
        sinds = datetime.fromisoformat(str(lek.codes["gemeld"]))
        stil = int(min((nu - sinds).total_seconds() // 3600, LANGST))
        gevonden += [(ONGEZIEN + uren, uren) for uren in range(regels.ongezien, stil + 1, regels.ongezien)]
    return gevonden


def _trede(lek: Kwestie, nr: int, uren: int) -> Trede:
    return Trede(nr, Moment.van(ontdekt(lek) + timedelta(hours=uren)), BERICHT, BERICHT)


def _stuur(werk: Werk, beleid: Beleid, tenant: str, url: str) -> None:
    """An urgent message without content to everybody who deals with it there."""
    for rol in ROLLEN:
        for persoon in werk.mensen.van_rol(rol, tenant):
            zet_klaar(werk, beleid, persoon, BERICHT, dag="", url=url, spoed=True)


def register(lekken: Iterable[Kwestie]) -> Sequence[Kwestie]:
    """The register of breaches (AVG 33 lid 5): all of them, newest first."""
    return sorted(lekken, key=lambda een: (str(een.codes["ontdekt"]), een.nummer), reverse=True)
