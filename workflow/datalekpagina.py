"""The pages about data breaches: the list with its clock, one breach with its checklist, and the register."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime

from workflow import datalekken, datalekvelden
from workflow.antwoordtekst import Regels
from workflow.beleid import Beleid
from workflow.datalekken import GESLOTEN, OPEN
from workflow.datalekregels import AP, Punt, Verlies
from workflow.datumtekst import dag_kort, tijdstip_tekst
from workflow.fouten import NietGevonden
from workflow.handeling import Handeling, handeling
from workflow.lijstlog import noteer_lijst
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.termijntekst import BIJNA, LAAT, Termijnstand
from workflow.trajectkader import Nu
from workflow.zaak import Kwestie

ADRES = "/datalek"
STAAT = {OPEN: "Open", GESLOTEN: "Afgesloten"}
HOOGSTENS = 500
# The last hours of the clock are shown as nearly over.
BIJNA_UREN = 24
REVISIE = "stand"
NIET_INGEVULD = "Nog niet ingevuld"
GEEN_BESLUIT, OPPAKKEN = "Besluit of je dit meldt bij de Autoriteit Persoonsgegevens", "Pak dit op"
KOPPEN = (
    *(
        "nummer",
        "ontdekt",
        "gemeld",
        "wat",
        "dreiging",
        "mensen",
        "stoppen",
        "vastleggen",
        "ap",
        "ap_op",
        "betrokkenen",
    ),
    *("herstel", "einde", "gesloten"),
)


@dataclass(frozen=True)
class Lekrij:
    """One line of the list."""

    url: str
    nummer: str
    wat: str
    ontdekt: str
    staat: str
    termijn: str
    kleur: str


@dataclass(frozen=True)
class Lekkop:
    """The heading of one breach."""

    url: str
    nummer: str
    staat: str


@dataclass(frozen=True)
class Lekpagina:
    """One breach: what was told, the checklist as it stands, the forms, and what such a loss yields."""

    lek: Lekkop
    nu: Nu | None
    gegevens: Regels
    punten: Regels
    handelingen: list[Handeling]
    verlies: Verlies


def uren_over(beleid: Beleid, lek: Kwestie, nu: datetime) -> Termijnstand:
    """How many of the 72 hours are left; nothing when it is closed or decided."""
    if lek.staat != OPEN or AP in lek.codes["punten"]:
        return Termijnstand()
    minuten = int((datalekken.uiterlijk(beleid, lek) - nu).total_seconds() // 60)
    if minuten < 0:
        return Termijnstand(f"{-minuten // 60} uur te laat", LAAT)
    return Termijnstand(f"Nog {minuten // 60} uur", BIJNA if minuten < BIJNA_UREN * 60 else "")


def lijstpagina(werk: Werk, beleid: Beleid) -> list[Lekrij]:
    """The breaches of the own municipality, open ones first; logged as a list. Errors: LogboekOnbereikbaar."""
    open_ = werk.kwesties.lijst(datalekken.SOORT, (OPEN,), aantal=HOOGSTENS)
    dicht = datalekken.register(werk.kwesties.lijst(datalekken.SOORT, (GESLOTEN,), aantal=HOOGSTENS))
    lijst = [*sorted(open_, key=datalekken.ontdekt), *dicht]
    noteer_lijst(werk, "datalekken", [een.nummer for een in lijst])
    return [_rij(beleid, een, werk.nu) for een in lijst]


def _rij(beleid: Beleid, lek: Kwestie, nu: datetime) -> Lekrij:
    hoe = uren_over(beleid, lek, nu)
    return Lekrij(
        url=f"{ADRES}/{lek.nummer}",
        nummer=lek.nummer,
        wat=_wat(beleid, lek).naam,
        ontdekt=_kort(datalekken.ontdekt(lek)),
        staat=STAAT[lek.staat],
        termijn=hoe.tekst,
        kleur=hoe.kleur,
    )


def _kort(moment: datetime) -> str:
    lokaal = moment.astimezone(TIJDZONE)
    return f"{dag_kort(lokaal.date())}, {lokaal:%H.%M} uur"


def _wat(beleid: Beleid, lek: Kwestie) -> Verlies:
    code = str(lek.codes["wat"])
    return beleid.datalek.verliezen.get(code) or Verlies(code, code, (), (), (), ())


def lekpagina(werk: Werk, beleid: Beleid, nummer: str) -> Lekpagina:
    """One breach; that it was looked at is logged. Errors: NietGevonden."""
    lek = datalekken.vind(werk, nummer)
    werk.log("datalek_bekeken", datalek=nummer)
    werk.bevestig()
    return Lekpagina(
        lek=Lekkop(f"{ADRES}/{nummer}", nummer, STAAT[lek.staat]),
        nu=_nu(beleid, lek, werk.nu),
        gegevens=_gegevens(beleid, lek),
        punten=[(punt.vraag, _antwoord(beleid, lek, punt)) for punt in beleid.datalek.punten.values()],
        handelingen=_handelingen(werk, beleid, lek),
        verlies=_wat(beleid, lek),
    )


def _nu(beleid: Beleid, lek: Kwestie, nu: datetime) -> Nu | None:
    hoe = uren_over(beleid, lek, nu)
    if lek.staat != OPEN or (not hoe.tekst and lek.codes.get("opgepakt")):
        return None
    kop = GEEN_BESLUIT if lek.codes.get("opgepakt") else OPPAKKEN
    uiterst = tijdstip_tekst(datalekken.uiterlijk(beleid, lek)) if hoe.tekst else ""
    return Nu(kop, "", "de privacyfunctionaris of de FG", uiterst, hoe.tekst, hoe.kleur)


def _gegevens(beleid: Beleid, lek: Kwestie) -> Regels:
    codes, regels = lek.codes, beleid.datalek
    rijen: Regels = [
        ("Wat", _wat(beleid, lek).naam),
        ("Ontdekt", tijdstip_tekst(datalekken.ontdekt(lek))),
        ("Hier doorgegeven", tijdstip_tekst(datetime.fromisoformat(str(codes["gemeld"])))),
        ("Gaat het nog door?", regels.loopt.get(str(codes["loopt"]), "")),
        ("Hoeveel mensen?", regels.mensen.get(str(codes["mensen"]), "")),
    ]
    if codes.get("opgepakt"):
        rijen.append(("Opgepakt", f"{_kort(datetime.fromisoformat(str(codes['opgepakt'])))}, {codes['door']}"))
    if codes.get("gesloten"):
        einde = codes["gesloten"]
        naam = regels.einden[str(einde["einde"])].naam
        rijen.append(("Afgesloten", f"{naam}. {_kort(datetime.fromisoformat(str(einde['op'])))}, {einde['door']}"))
    return rijen


def _antwoord(beleid: Beleid, lek: Kwestie, punt: Punt) -> str:
    gegeven = lek.codes["punten"].get(punt.code)
    if not gegeven:
        return NIET_INGEVULD
    wat = "Ja" if gegeven["antwoord"] == "ja" else "Nee"
    reden = punt.redenen(str(gegeven["antwoord"])).get(str(gegeven["reden"]), "")
    laat = (
        f" Later dan {beleid.datalek.uiterlijk} uur: {beleid.datalek.laat.get(str(gegeven['laat']), '')}."
        if gegeven.get("laat")
        else ""
    )
    return f"{wat}. {reden}.{laat} {_kort(datetime.fromisoformat(str(gegeven['op'])))}, {gegeven['door']}"


def _handelingen(werk: Werk, beleid: Beleid, lek: Kwestie) -> list[Handeling]:
    if lek.staat != OPEN:
        return []
    laat, rol = datalekken.is_te_laat(werk, beleid, lek), werk.actor.rol
    stappen = [] if lek.codes.get("opgepakt") else [datalekvelden.PAK_OP]
    stappen += [
        datalekvelden.puntstap(beleid, punt, laat=laat) for punt in beleid.datalek.punten.values() if rol in punt.rollen
    ]
    stappen += [datalekvelden.sluitstap(beleid)] if rol in datalekken.BESLUIT else []
    return [handeling(een, getoond={REVISIE: str(lek.revisie)}) for een in stappen]


def registerbestand(werk: Werk, beleid: Beleid) -> str:
    """The register of breaches (AVG 33 lid 5) as a file for a spreadsheet; logged.

    Errors: NietGevonden for who does not keep it.
    """
    if werk.actor.rol not in datalekken.BESLUIT:
        raise NietGevonden
    lekken = datalekken.register(werk.kwesties.lijst(datalekken.SOORT, aantal=datalekken.HOOGSTENS))
    werk.log("datalek_register", aantal=len(lekken))
    werk.bevestig()
    uit = io.StringIO()
    blad = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    blad.writerow(KOPPEN)
    for lek in lekken:
        blad.writerow(_registerrij(beleid, lek))
    return uit.getvalue()


def _registerrij(beleid: Beleid, lek: Kwestie) -> list[str]:
    codes, punten = lek.codes, beleid.datalek.punten
    gegeven = {naam: _antwoord(beleid, lek, punten[naam]) if naam in punten else "" for naam in KOPPEN[6:12]}
    verlies, einde = _wat(beleid, lek), codes.get("gesloten") or {}
    ap = codes["punten"].get(AP) or {}
    return [
        lek.nummer,
        str(codes["ontdekt"]),
        str(codes["gemeld"]),
        verlies.naam,
        " ".join(verlies.dreiging),
        beleid.datalek.mensen.get(str(codes["mensen"]), ""),
        gegeven["stoppen"],
        gegeven["vastleggen"],
        gegeven["ap"],
        str(ap.get("op", "")),
        gegeven["betrokkenen"],
        gegeven["herstel"],
        beleid.datalek.einden[str(einde["einde"])].naam if einde else "",
        str(einde.get("op", "")),
    ]
