"""The directory of the practice world: invented shelters and help, and who reads the rows of its table."""

import tomllib
from pathlib import Path

from workflow.beleid import Beleid
from workflow.partners import REGIO
from workflow.termijnen import plus_maanden
from workflow.tik import Klokwerk
from workflow.voorzieningen import ACTIEF, SOORT, lees, vandaag_van
from workflow.zaak import Kwestie

TABEL = Path(__file__).parent / "oefendata" / "voorzieningen.toml"


def zaai_voorzieningen(klokwerk: Klokwerk, beleid: Beleid) -> int:
    """Put the rows of the table in the list, read as a form would be. Out: how many."""
    rijen = tomllib.loads(TABEL.read_text("utf-8"))["plek"]
    with klokwerk() as werk:
        vandaag = vandaag_van(werk)
        for rij in rijen:
            geleden = int(rij.pop("maanden_geleden", 0))
            gezien = plus_maanden(vandaag, -geleden)
            ruw = {
                naam: [str(een) for een in (waarde if isinstance(waarde, list) else [waarde])]
                for naam, waarde in rij.items()
            }
            codes = {**lees(beleid, ruw, vandaag), "gecontroleerd": gezien.isoformat(), "door": "Moviera"}
            termijn = plus_maanden(gezien, beleid.opvang.controle_maanden)
            werk.kwesties.nieuw(
                Kwestie(werk.nieuw_id(), SOORT, REGIO, werk.nieuw_nummer("PL"), ACTIEF, gezien, termijn, codes)
            )
        werk.log("voorziening_toegevoegd", aantal=len(rijen))
        werk.bevestig()
    return len(rijen)
