"""What is looked at afterwards, and the activities of the register of processing: the policy of the supervision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.ladders import lees_termijn
from workflow.tabel import Rij
from workflow.termijnen import Termijn

HANDELING, BUITEN_UREN, VEEL_ZAKEN, VEEL = "handeling", "buiten_uren", "veel_zaken", "veel"
EINDSTAAT, ZONDER_STAP, GROTE_LIJST = "eindstaat", "zonder_stap", "grote_lijst"
TOPLIJST, STEEKPROEF = "toplijst", "steekproef"
SOORTEN = (
    *(HANDELING, BUITEN_UREN, VEEL_ZAKEN, VEEL, EINDSTAAT, ZONDER_STAP, GROTE_LIJST),
    *(TOPLIJST, STEEKPROEF),
)
MET_HANDELINGEN = (HANDELING, VEEL, TOPLIJST)


@dataclass(frozen=True)
class Regel:
    """One reason to look at entries of the log: its words, and from how many on it holds. Never a score."""

    naam: str
    soort: str
    kop: str
    uitleg: str
    drempel: int
    handelingen: tuple[str, ...] = ()
    velden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verwerking:
    """One activity of the register (AVG 30), and how an entry of the log is known to belong to it."""

    code: str
    naam: str
    doel: str
    grondslag: str
    betrokkenen: tuple[str, ...]
    gegevens: tuple[str, ...]
    bewaren: tuple[str, ...]
    handelingen: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    delen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Toezicht:
    """Office hours `van`-`tot`, how far back is looked, the rules, and the activities."""

    van: int
    tot: int
    terugkijken: Termijn
    regels: Mapping[str, Regel]
    verwerkingen: Mapping[str, Verwerking]


def _lees_regel(rij: Rij) -> Regel:
    regel = Regel(
        naam=rij.tekst("naam"),
        soort=rij.tekst("soort"),
        kop=rij.tekst("kop"),
        uitleg=rij.tekst("uitleg"),
        drempel=rij.getal("drempel", 1),
        handelingen=rij.teksten("handelingen"),
        velden=rij.teksten("velden"),
    )
    rij.klaar()
    if regel.soort not in SOORTEN:
        raise rij.fout(f"'soort' must be one of {', '.join(SOORTEN)}")
    if bool(regel.handelingen) != (regel.soort in MET_HANDELINGEN):
        raise rij.fout(f"'handelingen' belongs to {', '.join(MET_HANDELINGEN)}, and to no other kind")
    if regel.drempel < 1 or (regel.soort == STEEKPROEF and regel.drempel > 100):
        raise rij.fout("'drempel' must be 1 or more, of a sample 100 at most")
    return regel


def _lees_verwerking(rij: Rij) -> Verwerking:
    een = Verwerking(
        code=rij.tekst("code"),
        naam=rij.tekst("naam"),
        doel=rij.tekst("doel"),
        grondslag=rij.tekst("grondslag"),
        betrokkenen=rij.teksten("betrokkenen", None),
        gegevens=rij.teksten("gegevens", None),
        bewaren=rij.teksten("bewaren", None),
        handelingen=rij.teksten("handelingen"),
        routes=rij.teksten("routes"),
        delen=rij.teksten("delen"),
    )
    rij.klaar()
    if not (een.handelingen or een.routes or een.delen):
        raise rij.fout("nothing of the log would belong to this activity")
    return een


def laad_toezicht(tabel: Mapping[str, Any], bestand: str) -> Toezicht:
    """Return the policy of the supervision in `tabel`; a rule of an unknown kind raises BeleidFout."""
    kop = Rij(tabel, bestand, "")
    regels: dict[str, Regel] = {}
    for rij in kop.rijen("regel"):
        regel = _lees_regel(rij)
        if regel.naam in regels:
            raise rij.fout(f"'{regel.naam}' stands twice")
        regels[regel.naam] = regel
    verwerkingen: dict[str, Verwerking] = {}
    for rij in kop.rijen("verwerking", "code"):
        een = _lees_verwerking(rij)
        if een.code in verwerkingen:
            raise rij.fout(f"'{een.code}' stands twice")
        verwerkingen[een.code] = een
    toezicht = Toezicht(
        van=kop.getal("van"),
        tot=kop.getal("tot"),
        terugkijken=lees_termijn(kop, "terugkijken"),
        regels=regels,
        verwerkingen=verwerkingen,
    )
    kop.klaar()
    if not 0 <= toezicht.van < toezicht.tot <= 24:
        raise kop.fout("'van' must be an hour before 'tot'")
    return toezicht
