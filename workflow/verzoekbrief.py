"""The letters that answer a request. Who is not there and who gets nothing read the same letter, byte for byte."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.beleid import Beleid
from workflow.datumtekst import dag_tekst
from workflow.persoonsuittreksel import Deel
from workflow.verzoekregels import GEEN, UITTREKSEL
from workflow.zaak import Kwestie

# One heading per part: (heading, [(group, [(label, text)])]).
Groepen = list[tuple[str, list[tuple[str, str]]]]
Delen = list[tuple[str, Groepen]]


@dataclass(frozen=True)
class Brief:
    """One letter as it is printed."""

    kop: str
    alineas: tuple[str, ...]
    delen: Delen
    slot: tuple[str, ...]

    @property
    def tekst(self) -> str:
        """The whole letter as plain text: what its hash is taken of."""
        regels = [self.kop, *self.alineas]
        for kop, groepen in self.delen:
            regels.append(kop)
            for groep, rijen in groepen:
                regels += [groep, *(f"{label}: {tekst}" for label, tekst in rijen)]
        return "\n".join([*regels, *self.slot])

    @property
    def hash(self) -> str:
        """SHA-256 of the text: with it somebody can show later which letter it was."""
        return hashlib.sha256(self.tekst.encode()).hexdigest()


def uittrekselbrief(beleid: Beleid, verzoek: Kwestie, delen: Sequence[Deel], weg: Sequence[str], dag: date) -> Brief:
    """The letter with an extract, without the lines `weg` (by their key). It never says that something was left out."""
    over = [[een for een in deel.regels if een.sleutel not in weg] for deel in delen]
    stukken: Delen = []
    for regels in over:
        groepen: Groepen = []
        for groep in dict.fromkeys(een.groep for een in regels):
            groepen.append((groep, [(een.label, een.tekst) for een in regels if een.groep == groep]))
        if groepen:
            # A number of a case tells more than a person should learn of who else works on what.
            stukken.append((f"Deel {len(stukken) + 1}", groepen))
    return _brief(beleid, verzoek, UITTREKSEL, dag, stukken)


def antwoordbrief(beleid: Beleid, verzoek: Kwestie) -> Brief | None:
    """The letter of a request that was answered without an extract; None when there is none to show."""
    if not verzoek.codes.get("beantwoord_op"):
        return None
    soort = beleid.verzoeken.uitkomsten[str(verzoek.codes["uitkomst"])].brief
    if soort in (GEEN, UITTREKSEL):
        return None
    return _brief(beleid, verzoek, soort, date.fromisoformat(str(verzoek.codes["beantwoord_op"])), [])


def _brief(beleid: Beleid, verzoek: Kwestie, soort: str, dag: date, delen: Delen) -> Brief:
    tekst = beleid.verzoeken.brieven[soort]
    waarden = {"nummer": verzoek.nummer, "dag": dag_tekst(dag)}
    return Brief(
        kop=tekst.kop.format_map(waarden),
        alineas=tuple(een.format_map(waarden) for een in tekst.tekst),
        delen=delen,
        slot=tuple(een.format_map(waarden) for een in beleid.verzoeken.slot),
    )
