"""What the destruction leaves behind to be seen: certificates without personal data, and what would not go."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflow.fouten import NietGevonden
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.vasthouden import CERTIFICAAT as SOORT
from workflow.zaak import Kwestie

CERTIFICAAT, MISLUKT = "certificaat", "mislukt"
# After so many failures nothing is tried any more until somebody says so: a failure must be seen, not repeated.
HOOGSTENS_KEER = 5
ALLE = 10_000


def _vandaag(werk: Werk) -> Any:
    return werk.nu.astimezone(TIJDZONE).date()


def noteer_certificaat(
    werk: Werk, gemeente: str, nummer: str, certificaat: Mapping[str, Any], nummer_merk: str = ""
) -> None:
    """Keep one certificate for the list of a municipality; the caller commits.

    In: `nummer_merk` tells who later asks for the case by its number that it has gone; "" for a part.
    """
    codes = {**certificaat, **({"nummer_merk": nummer_merk} if nummer_merk else {})}
    werk.kwesties.nieuw(
        Kwestie(werk.nieuw_id(), SOORT, gemeente, nummer, CERTIFICAAT, _vandaag(werk), termijn=None, codes=codes)
    )


def certificaten(werk: Werk, aantal: int = 200) -> list[Kwestie]:
    """The certificates of the actor's municipality, newest first."""
    lijst = werk.kwesties.lijst(SOORT, [CERTIFICAAT], aantal=ALLE)
    return sorted(lijst, key=lambda een: (een.dag, een.nummer), reverse=True)[:aantal]


def find_certificaat(werk: Werk, nummer: str) -> Kwestie:
    """One certificate. Errors: NietGevonden."""
    gevonden = werk.kwesties.get_nummer(SOORT, nummer)
    if gevonden.staat != CERTIFICAAT:
        raise NietGevonden
    return gevonden


def fouten(werk: Werk) -> list[Kwestie]:
    """What would not go, of the actor's municipality; the clock sees all."""
    return werk.kwesties.lijst(SOORT, [MISLUKT], aantal=ALLE)


def opgegeven(werk: Werk) -> set[bytes]:
    """The cases that failed too often to be tried again by themselves."""
    return {bytes.fromhex(een.codes["zaak"]) for een in fouten(werk) if een.codes["keer"] >= HOOGSTENS_KEER}


def noteer_fout(werk: Werk, zaak_id: bytes, deel: str, fout: str, gemeente: str) -> None:
    """Count one failure of a case; the caller commits. In: `fout`, the kind of error, never its text."""
    eerder = next((een for een in fouten(werk) if een.codes["zaak"] == zaak_id.hex()), None)
    keer = 1 if eerder is None else eerder.codes["keer"] + 1
    codes = {"zaak": zaak_id.hex(), "deel": deel, "fout": fout, "keer": keer, "laatst": _vandaag(werk).isoformat()}
    if eerder is None:
        nummer = werk.nieuw_nummer("VF")
        werk.kwesties.nieuw(
            Kwestie(werk.nieuw_id(), SOORT, gemeente, nummer, MISLUKT, _vandaag(werk), termijn=None, codes=codes)
        )
    else:
        werk.kwesties.bewaar(replace(eerder, codes=codes))
    werk.log("vernietigen_mislukt", None, bij=gemeente, deel=deel, keer=keer, fout=fout, uitkomst="fout")


def probeer_opnieuw(werk: Werk) -> int:
    """Forget the failures, so that the next run tries again; the caller commits. Out: how many cases."""
    lijst = fouten(werk)
    for een in lijst:
        werk.kwesties.verwijder(een)
    if lijst:
        werk.log("vernietigen_opnieuw", None, aantal=len(lijst))
    return len(lijst)


def tekst(gemeente: str, kwestie: Kwestie) -> str:
    """A certificate as plain text, to be kept: what went under which rule, and nothing that leads to a person."""
    codes = kwestie.codes
    regels = [
        f"Certificaat van vernietiging {kwestie.nummer}",
        "",
        f"Gemeente: {gemeente}",
        f"Dag van vernietiging: {codes['dag']}",
        f"Wat: {codes['deel']}",
        f"Zaak (alleen een kenmerk): {codes['zaak']}",
        f"Regel: {codes['klasse']}, {codes['termijn']} ({codes['bron']})",
        f"Gecontroleerd met: {codes['controle']}",
        f"Regel in het vernietigregister: {codes['register']}",
        "",
        "Verwijderde rijen:",
        *(f"  {naam}: {aantal}" for naam, aantal in sorted(codes["aantallen"].items())),
    ]
    return "\n".join(regels) + "\n"
