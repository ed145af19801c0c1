"""The policy of matching: whether it crosses municipalities, how much a person may compare, and who learns what."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.matchkenmerken import adres, kenmerken
from workflow.tabel import Rij, Tegenspraak

BESTAND = "matchen.toml"
REGIO = "regio"
# The sides of an overlap between two municipalities, and what can be known of it.
EERSTE, ANDERE, KETEN = "eerste", "andere", "keten"
KANTEN = (EERSTE, ANDERE, KETEN)
WEETJES: Mapping[str, str] = {
    "soort": "om wat voor gegeven het gaat",
    "eigen_nummer": "het nummer van de eigen zaak",
    "gemeente": "de andere gemeente",
    "alias": "wie daar de aandachtsfunctionaris is",
    "ander_nummer": "het nummer van de andere zaak",
    "teller": "hoe vaak er al is gevraagd",
}
FASEN = ("gevraagd", "niet", "keten", "opengesteld", "keten_andere", "geweigerd", "gedeeld", "gesloten")


@dataclass(frozen=True)
class Grond:
    """One ground that a desk may give, and the answers that it can carry."""

    code: str
    tekst: str
    bij: tuple[str, ...]


@dataclass(frozen=True)
class Fase:
    """One stage of an overlap between municipalities: what each side knows in it."""

    code: str
    tekst: str
    weet: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Matchbeleid:
    """All of `matchen.toml`."""

    regio: bool
    artikel: str
    quotum: int
    antwoord_werkdagen: int
    hoogstens_zaken: int
    veel_bewoners: frozenset[str]
    woorden_veel_bewoners: tuple[str, ...]
    gronden: Mapping[str, Grond]
    fasen: Mapping[str, Fase]

    def kenmerken(self, gegevens: Mapping[str, str], zonder: Collection[str] = ()) -> dict[str, str]:
        """The features of one person, without addresses where many people live."""
        return kenmerken(
            gegevens,
            zonder=zonder,
            woorden_veel_bewoners=self.woorden_veel_bewoners,
            veel_bewoners=self.veel_bewoners,
        )

    def gronden_bij(self, antwoord: str) -> dict[str, str]:
        """Code → text of the grounds that an answer can have."""
        return {een.code: een.tekst for een in self.gronden.values() if antwoord in een.bij}

    def bereiken(self, houder: str) -> tuple[str, ...]:
        """Within what a case of this municipality is compared; () for a case of the region itself."""
        if houder == REGIO:
            return ()
        return (houder, REGIO) if self.regio else (houder,)


def laad_matchbeleid(tabel: Mapping[str, Any], bestand: str) -> Matchbeleid:
    """Read config/matchen.toml."""
    rij = Rij(tabel, bestand, "")
    gronden = {een.code: een for een in map(_grond, rij.rijen("grond", "code"))}
    fasen = {een.code: een for een in map(_fase, rij.rijen("fase", "code"))}
    beleid = Matchbeleid(
        regio=rij.janee("regio"),
        artikel=rij.tekst("artikel", ""),
        quotum=rij.getal("quotum"),
        antwoord_werkdagen=rij.getal("antwoord_werkdagen"),
        hoogstens_zaken=rij.getal("hoogstens_zaken"),
        veel_bewoners=frozenset(filter(None, map(adres, rij.teksten("veel_bewoners")))),
        woorden_veel_bewoners=rij.teksten("woorden_veel_bewoners"),
        gronden=gronden,
        fasen=fasen,
    )
    rij.klaar()
    if set(fasen) != set(FASEN):
        raise rij.fout(f"the stages are {', '.join(FASEN)}")
    if beleid.quotum < 1 or beleid.antwoord_werkdagen < 1 or beleid.hoogstens_zaken < 2:
        raise rij.fout("quotum and antwoord_werkdagen are at least 1, hoogstens_zaken at least 2")
    return beleid


def _grond(rij: Rij) -> Grond:
    grond = Grond(rij.tekst("code"), rij.tekst("tekst"), rij.teksten("bij", None))
    rij.klaar()
    return grond


def _fase(rij: Rij) -> Fase:
    weet = {kant: rij.teksten(kant, None) for kant in KANTEN}
    fase = Fase(rij.tekst("code"), rij.tekst("tekst"), weet)
    rij.klaar()
    onbekend = sorted({een for lijst in weet.values() for een in lijst} - set(WEETJES))
    if onbekend:
        raise rij.fout(f"nobody can know '{onbekend[0]}'; there are {', '.join(WEETJES)}")
    return fase


def controleer(beleid: Matchbeleid, artikelen: Collection[str]) -> Iterator[Tegenspraak]:
    """Yield what contradicts the covenant: comparing between municipalities needs an article of it."""
    if beleid.regio and beleid.artikel not in artikelen:
        yield Tegenspraak(BESTAND, "artikel", f"'{beleid.artikel}' is no article of the covenant, so regio can't be on")
