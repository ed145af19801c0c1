"""The e-mails: subject and body per kind, never with content."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.tabel import Rij

PLAATSEN = frozenset({"voornaam", "dag", "aantal", "url", "rol"})


@dataclass(frozen=True)
class Bericht:
    """One kind of e-mail. `nachts` may be sent at night, `melder` goes to a reporter."""

    soort: str
    onderwerp: str
    tekst: str
    nachts: bool = False
    melder: bool = False


@dataclass(frozen=True)
class Berichten:
    """All kinds, with the sender and the closing line."""

    afzender: str
    slot: str
    soorten: Mapping[str, Bericht]

    def maak(self, soort: str, **waarden: str) -> tuple[str, str]:
        """Return (subject, body) of one e-mail; `waarden` fills the places of its text."""
        bericht = self.soorten[soort]
        tekst = bericht.tekst.format_map(dict.fromkeys(PLAATSEN, "") | waarden)
        return bericht.onderwerp, f"{tekst}\n\n{self.slot}\n"


def _plaatsen(tekst: str) -> set[str]:
    return {naam for _, naam, _, _ in string.Formatter().parse(tekst) if naam is not None}


def laad_berichten(tabel: Mapping[str, Any], bestand: str) -> Berichten:
    """Return the e-mails in `tabel`; a place that could hold content raises BeleidFout."""
    kop = Rij(tabel, bestand, "")
    soorten: dict[str, Bericht] = {}
    for rij in kop.rijen("bericht", "soort"):
        bericht = Bericht(
            soort=rij.tekst("soort"),
            onderwerp=rij.tekst("onderwerp"),
            tekst=rij.tekst("tekst"),
            nachts=rij.janee("nachts"),
            melder=rij.janee("melder"),
        )
        rij.klaar()
        if bericht.soort in soorten:
            raise rij.fout(f"kind '{bericht.soort}' stands twice")
        # A subject stands on a locked screen, so nothing is filled in there.
        if _plaatsen(bericht.onderwerp) or _plaatsen(bericht.tekst) - PLAATSEN:
            raise rij.fout("a mail may hold no other places than " + ", ".join(sorted(PLAATSEN)))
        soorten[bericht.soort] = bericht
    berichten = Berichten(kop.tekst("afzender"), kop.tekst("slot"), soorten)
    kop.klaar()
    return berichten
