"""What is kept of a meeting beside its row: time and place, chair, who signed, the order, and what became of it.

It is a `Kwestie` of the kind `overleg` with the id of the meeting: codes, numbers and days only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workflow.beleid import Beleid
from workflow.fouten import Ingehaald, NietGevonden
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.zaak import Kwestie, Overleg

SOORT = "overleg"
LOOPT = "loopt"
REGULIER, AD_HOC = "regulier", "ad_hoc"
SOORTEN = {REGULIER: "Gewoon overleg", AD_HOC: "Ad-hoc overleg"}
ZELF, PAPIER = "zelf", "papier"
HOE = {ZELF: "zelf getekend", PAPIER: "op papier getekend"}


@dataclass(frozen=True)
class Handtekening:
    """Who signed the statement of secrecy: which version, on which day, and how."""

    versie: str
    dag: str
    hoe: str


@dataclass(frozen=True)
class Overlegstand:
    """The state of one meeting. People and cases are named by their id in hex, days in ISO form.

    `tijd` is "14.00" or ""; `reeks` counts the changes of day and time for calendars; `afgezegd` is the code of the
    reason; `niet_gehouden`: its day passed and its cases went on; `weg`: who left the sitting, and when.
    """

    soort: str = REGULIER
    tijd: str = ""
    plaats: str = ""
    voorzitter: str = ""
    tekenen: Mapping[str, Handtekening] = field(default_factory=dict)
    volgorde: tuple[str, ...] = ()
    reeks: int = 0
    afgezegd: str = ""
    niet_gehouden: bool = False
    verzet: tuple[tuple[str, str], ...] = ()
    weg: Mapping[str, str] = field(default_factory=dict)
    revisie: int = 0

    def heeft_getekend(self, persoon: str, versie: str) -> bool:
        """Say whether this person signed this version of the statement."""
        gezet = self.tekenen.get(persoon)
        return gezet is not None and gezet.versie == versie

    def met_tekening(self, personen: list[str], versie: str, dag: str, hoe: str) -> "Overlegstand":
        """The state with the signature of each of these people who had none under this version."""
        nieuw = {een: Handtekening(versie, dag, hoe) for een in personen if not self.heeft_getekend(een, versie)}
        return replace(self, tekenen={**self.tekenen, **nieuw})


def lees(werk: Werk, beleid: Beleid, overleg: Overleg) -> Overlegstand:
    """The state of a meeting; what was never written is what its municipality says.

    Errors: Beschadigd when the row was changed past the product.
    """
    gemeente = beleid.gemeenten[overleg.gemeente]
    try:
        rij = werk.kwesties.get_nummer(SOORT, overleg.id.hex())
    except NietGevonden:
        return Overlegstand(tijd=gemeente.overleg_tijd, plaats=gemeente.overleg_plaats)
    codes = dict(rij.codes)
    return Overlegstand(
        **codes
        | {
            "tekenen": {wie: Handtekening(**een) for wie, een in codes.get("tekenen", {}).items()},
            "volgorde": tuple(codes.get("volgorde", ())),
            "verzet": tuple((dag, reden) for dag, reden in codes.get("verzet", ())),
            "revisie": rij.revisie,
        }
    )


def bewaar(werk: Werk, overleg: Overleg, stand: Overlegstand) -> None:
    """Write a changed state; the caller logs and commits. Errors: Ingehaald when somebody was first."""
    codes: dict[str, Any] = {naam: waarde for naam, waarde in vars(stand).items() if naam != "revisie"}
    codes["tekenen"] = {wie: vars(een) for wie, een in stand.tekenen.items()}
    codes["volgorde"] = list(stand.volgorde)
    codes["verzet"] = [list(een) for een in stand.verzet]
    codes["weg"] = dict(stand.weg)
    if not stand.revisie:
        dag, nummer = werk.nu.astimezone(TIJDZONE).date(), overleg.id.hex()
        werk.kwesties.nieuw(Kwestie(overleg.id, SOORT, overleg.gemeente, nummer, LOOPT, dag, None, codes))
        return
    rij = werk.kwesties.get(overleg.id)
    if rij.revisie != stand.revisie:
        raise Ingehaald
    werk.kwesties.bewaar(replace(rij, codes=codes))


def agenda_dicht_op(beleid: Beleid, overleg: Overleg, stand: Overlegstand) -> date | None:
    """The last day on which a case comes on the agenda in the ordinary way; None for an ad-hoc meeting."""
    if stand.soort == AD_HOC:
        return None
    return beleid.kalender.plus_werkdagen(overleg.dag, -beleid.overleg.agenda_sluit.aantal, overleg.gemeente)


def bijzonder(werk: Werk, beleid: Beleid, overleg: Overleg, vandaag: date) -> str:
    """What somebody who chooses a meeting should know of it besides its day; "" when nothing."""
    stand = lees(werk, beleid, overleg)
    if stand.soort == AD_HOC:
        return " (ad-hoc overleg)"
    dicht = agenda_dicht_op(beleid, overleg, stand)
    return " (de agenda is al gesloten)" if dicht is not None and vandaag > dicht else ""
