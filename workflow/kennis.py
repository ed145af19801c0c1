"""What a colleague must know when he needs it: cards per form of exploitation, and numbers with a check date."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.datumtekst import dag_tekst
from workflow.tabel import Rij, Tegenspraak

ALGEMEEN = "onbekend"


@dataclass(frozen=True)
class Nummer:
    """A public telephone number, with the day on which somebody rang it and the day until which that counts."""

    nummer: str
    naam: str
    wanneer: str
    bereikbaar: str
    gecontroleerd: date
    geldig_tot: date

    @property
    def tel(self) -> str:
        """The number as a link to a telephone has it: digits alone."""
        return self.nummer.replace("-", "").replace(" ", "")

    def controle(self, vandaag: date) -> str:
        """When it was checked, or that it was long ago."""
        gecontroleerd = dag_tekst(self.gecontroleerd)
        if vandaag > self.geldig_tot:
            return f"Dit nummer is voor het laatst gecontroleerd op {gecontroleerd}. Het kan veranderd zijn."
        return f"Gecontroleerd op {gecontroleerd}."


@dataclass(frozen=True)
class Kaart:
    """One card. `vormen`: the forms of exploitation it is about; `schermen`: the screens of the form it stands on.

    `zaak`: it stands with every case, whatever its forms are.
    """

    code: str
    titel: str
    tekst: str
    vormen: tuple[str, ...]
    schermen: tuple[str, ...]
    zaak: bool
    delen: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Kennis:
    """All cards in the order of the file, the numbers, and the day on which the cards were last read through."""

    nagekeken: date
    nummers: tuple[Nummer, ...]
    kaarten: tuple[Kaart, ...]

    def kaart(self, code: str) -> Kaart | None:
        """The card with this code; None when there is none."""
        return next((een for een in self.kaarten if een.code == code), None)

    def op_formulier(self, scherm: str = "") -> tuple[Kaart, ...]:
        """What the form offers beside the questions of one screen, or of all."""
        return tuple(een for een in self.kaarten if (scherm in een.schermen if scherm else een.schermen))

    def bij_zaak(self, vormen: Collection[str]) -> tuple[Kaart, ...]:
        """What a case offers: the cards of its forms (the general one when none is known yet), and those for always."""
        eigen = tuple(een for een in self.kaarten if set(een.vormen) & set(vormen))
        algemeen = self.kaart(ALGEMEEN)
        if not eigen and algemeen is not None:
            eigen = (algemeen,)
        return (*eigen, *(een for een in self.kaarten if een.zaak))


def laad_kennis(tabel: Mapping[str, Any], bestand: str) -> Kennis:
    """Read the cards and numbers. Errors: BeleidFout with file, row and reason."""
    kop = Rij(tabel, bestand, "")
    nagekeken = kop.dag("nagekeken")
    if nagekeken is None:
        raise kop.fout("key 'nagekeken' is missing")
    nummers = tuple(_nummer(een) for een in kop.rijen("nummer", "nummer"))
    kaarten = tuple(_kaart(een) for een in kop.rijen("kaart", "code"))
    kop.klaar()
    namen = Counter([*(een.code for een in kaarten), *(een.nummer for een in nummers)])
    for naam, aantal in namen.items():
        if aantal > 1:
            raise kop.fout(f"'{naam}' stands there twice")
    return Kennis(nagekeken, nummers, kaarten)


def _nummer(rij: Rij) -> Nummer:
    gecontroleerd, geldig_tot = rij.dag("gecontroleerd"), rij.dag("geldig_tot")
    if gecontroleerd is None or geldig_tot is None:
        raise rij.fout("a number needs the days 'gecontroleerd' and 'geldig_tot'")
    if geldig_tot < gecontroleerd:
        raise rij.fout("'geldig_tot' lies before 'gecontroleerd'")
    teksten = {naam: rij.tekst(naam) for naam in ("nummer", "naam", "wanneer", "bereikbaar")}
    rij.klaar()
    if not teksten["nummer"].replace("-", "").isdigit():
        raise rij.fout("'nummer' is no telephone number")
    return Nummer(**teksten, gecontroleerd=gecontroleerd, geldig_tot=geldig_tot)


def _kaart(rij: Rij) -> Kaart:
    code, titel, tekst = rij.tekst("code"), rij.tekst("titel"), rij.tekst("tekst")
    vormen, schermen, zaak = rij.teksten("vormen", None), rij.teksten("schermen"), rij.janee("zaak")
    delen = []
    for deel in rij.rijen("deel", "kop"):
        kop, regels = deel.tekst("kop"), deel.teksten("regels", None)
        deel.klaar()
        delen.append((kop, regels))
    rij.klaar()
    if not delen:
        raise rij.fout("a card needs at least one part")
    return Kaart(code, titel, tekst, vormen, schermen, zaak, tuple(delen))


def controleer(kennis: Kennis, vormen: Collection[str], bestand: str = "kennis.toml") -> list[Tegenspraak]:
    """What is wrong against the forms that may be chosen: each has a card, and no card names another one."""
    met_kaart = {vorm for een in kennis.kaarten for vorm in een.vormen}
    zonder = [
        Tegenspraak(bestand, vorm, "this form of exploitation has no card") for vorm in vormen if vorm not in met_kaart
    ]
    vreemd = [
        Tegenspraak(bestand, f"kaart {een.code}", f"unknown form '{vorm}'")
        for een in kennis.kaarten
        for vorm in een.vormen
        if vorm not in vormen
    ]
    return [*zonder, *vreemd]
