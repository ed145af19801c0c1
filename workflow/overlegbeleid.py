"""The policy of the meetings: the statement of secrecy, when the agenda closes, and the reasons for another day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.ladders import lees_termijn
from workflow.tabel import Rij
from workflow.termijnen import Termijn


@dataclass(frozen=True)
class Geheimhouding:
    """What everybody signs for one meeting; a new text has a new `versie`, and is signed anew."""

    versie: str
    tekst: tuple[str, ...]


@dataclass(frozen=True)
class Overlegbeleid:
    """How meetings are planned and signed for; `redenen` is code → words, `duur` is in minutes."""

    agenda_sluit: Termijn
    vooruit: int
    duur: int
    geheimhouding: Geheimhouding
    redenen: Mapping[str, str]


def laad_overleg(tabel: Mapping[str, Any], bestand: str) -> Overlegbeleid:
    """Return the policy in `tabel`. Errors: BeleidFout."""
    kop = Rij(tabel, bestand, "")
    belofte = Rij(kop.ruw("geheimhouding", dict), bestand, "geheimhouding")
    redenen = {}
    for rij in kop.rijen("reden", "code"):
        redenen[rij.tekst("code")] = rij.tekst("naam")
        rij.klaar()
    beleid = Overlegbeleid(
        agenda_sluit=lees_termijn(kop, "agenda_sluit"),
        vooruit=kop.getal("vooruit"),
        duur=kop.getal("duur"),
        geheimhouding=Geheimhouding(belofte.tekst("versie"), belofte.teksten("tekst", None)),
        redenen=redenen,
    )
    belofte.klaar()
    kop.klaar()
    if beleid.agenda_sluit.eenheid != "wd":
        raise kop.fout("'agenda_sluit' must be a number of working days")
    if beleid.vooruit < 1 or beleid.duur < 1 or not redenen:
        raise kop.fout("'vooruit' and 'duur' must be 1 or more, and there must be a 'reden'")
    if not beleid.geheimhouding.versie or not beleid.geheimhouding.tekst:
        raise belofte.fout("the statement needs a version and a text")
    return beleid
