"""Every column there is, with the tier that protects it: what the register of processing is made from."""

from storage.tables import klok, kluis, logboek, mensen, sessies, toezicht, zaken
from storage.tables.basis import KluisBasis, SessieBasis, ZakenBasis
from workflow.verwerkingsregister import Kolom

# A table is known only when its module was loaded.
TABELLEN = (klok, kluis, logboek, mensen, sessies, toezicht, zaken)
DATABASES = (("zaken", ZakenBasis), ("kluis", KluisBasis), ("sessies", SessieBasis))


def kolommen() -> tuple[Kolom, ...]:
    """All columns of the three databases, by database and table."""
    return tuple(
        Kolom(naam, tabel.name, kolom.name, str(kolom.info["trap"]))
        for naam, basis in DATABASES
        for tabel in sorted(basis.metadata.tables.values(), key=lambda een: een.name)
        for kolom in tabel.columns
    )
