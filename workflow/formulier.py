"""The signal form as data: which screen asks what, when, and where each answer goes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow import formulierantwoord as antwoord
from workflow.formulierantwoord import Alternatieven, Vraag, een_klopt
from workflow.stap import voldoet
from workflow.tabel import Rij
from workflow.velden import Antwoordfout, Ruw

Antwoorden = Mapping[str, Any]
Overzicht = list[tuple[str, str, list[tuple[str, str]]]]

NIET_INGEVULD = "Niet ingevuld"
LEZERSVRAAG = "niet_lezen"


@dataclass(frozen=True)
class Mededeling:
    """A box on a screen that is shown when the condition holds."""

    als: str
    tekst: str


@dataclass(frozen=True)
class Scherm:
    """One screen of the form. `nr` is "1" to "6", and "1a" for the screen that says to call 112."""

    nr: str
    titel: str
    kop: str
    knop: str
    wijzig: str
    als: str
    bel_112: bool
    uitleg: str
    tekst: tuple[str, ...]
    meldingen: tuple[Mededeling, ...]
    vragen: tuple[Vraag, ...]


@dataclass(frozen=True)
class Instructie:
    """What a person must know when one of `als` holds, with the law it comes from."""

    code: str
    titel: str
    tekst: str
    wet: str
    als: Alternatieven


@dataclass(frozen=True)
class Formulier:
    """All screens, the urgent triggers and the instructions."""

    versie: str
    intro: str
    schermen: tuple[Scherm, ...]
    spoed_als: Alternatieven
    alle_instructies: tuple[Instructie, ...]

    def scherm(self, nr: str) -> Scherm:
        """Return the screen; KeyError when there is none of that number."""
        for een in self.schermen:
            if een.nr == nr:
                return een
        raise KeyError(nr)

    def met_lezers(self, lezers: Mapping[str, str]) -> "Formulier":
        """Return the form of one desk: its readers (reference → name) are choices of the question who may not read."""
        erbij = tuple(lezers.items())
        schermen = [
            replace(
                scherm,
                vragen=tuple(
                    replace(een, keuzes=(*erbij, *een.keuzes)) if een.naam == LEZERSVRAAG else een
                    for een in scherm.vragen
                ),
            )
            for scherm in self.schermen
        ]
        return replace(self, schermen=tuple(schermen))

    def getoond(self, antwoorden: Antwoorden) -> tuple[Scherm, ...]:
        """Return the screens that are shown given the answers so far."""
        return tuple(een for een in self.schermen if voldoet(een.als, antwoorden))

    def volgende(self, nr: str, antwoorden: Antwoorden) -> str | None:
        """Return the number of the screen after `nr`, or None after the last."""
        nummers = [een.nr for een in self.getoond(antwoorden)]
        plaats = nummers.index(nr) + 1
        return nummers[plaats] if plaats < len(nummers) else None

    def vorige(self, nr: str, antwoorden: Antwoorden) -> str | None:
        """Return the number of the screen before `nr`, or None before the first."""
        nummers = [een.nr for een in self.getoond(antwoorden)]
        plaats = nummers.index(nr) - 1
        return nummers[plaats] if plaats >= 0 else None

    def lees_stap(
        self, nr: str, ruw: Ruw, vandaag: date, eerder: Antwoorden | None = None
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return (values, errors) of one screen, by the name of the question.

        `eerder` are the answers of the other screens. A question that is not asked has no value.
        """
        waarden: dict[str, Any] = {}
        fouten: dict[str, str] = {}
        for vraag in self.scherm(nr).vragen:
            if not voldoet(vraag.als, {**(eerder or {}), **waarden}):
                continue
            try:
                waarden.update(antwoord.lees(vraag, ruw, vandaag))
            except Antwoordfout as fout:
                fouten[vraag.naam] = str(fout)
        if waarden.get("bericht") and "email" not in waarden and "email" not in fouten:
            fouten["email"] = "Vul een e-mailadres in, of haal het vinkje bij het bericht weg"
        return waarden, fouten

    def vervang(self, antwoorden: Antwoorden, nr: str, waarden: Antwoorden) -> dict[str, Any]:
        """Return the answers with those of screen `nr` replaced.

        Answers to questions that are no longer asked are dropped, so that nothing travels on that
        the person cannot see on the check screen.
        """
        eigen = {naam for vraag in self.scherm(nr).vragen for naam in vraag.namen}
        na = {naam: w for naam, w in antwoorden.items() if naam not in eigen} | dict(waarden)
        weg = {naam for naam in na if naam not in self._gevraagd(na)}
        return {naam: w for naam, w in na.items() if naam not in weg}

    def _vragen(self, antwoorden: Antwoorden) -> list[tuple[Scherm, Vraag]]:
        return [
            (scherm, vraag)
            for scherm in self.getoond(antwoorden)
            for vraag in scherm.vragen
            if voldoet(vraag.als, antwoorden)
        ]

    def _gevraagd(self, antwoorden: Antwoorden) -> set[str]:
        return {naam for _, vraag in self._vragen(antwoorden) for naam in vraag.namen}

    def ontbreekt(self, antwoorden: Antwoorden) -> dict[str, str]:
        """Return the required questions without an answer, name → error; {} may be sent."""
        return {
            vraag.naam: vraag.fout
            for _, vraag in self._vragen(antwoorden)
            if vraag.verplicht and not any(naam in antwoorden for naam in vraag.namen)
        }

    def overzicht(self, antwoorden: Antwoorden) -> Overzicht:
        """Return per screen (heading, number, [(question, answer)]) for the check screen."""
        per_scherm: dict[str, tuple[str, str, list[tuple[str, str]]]] = {}
        for scherm, vraag in self._vragen(antwoorden):
            rij = (vraag.label, antwoord.tekst(vraag, antwoorden) or NIET_INGEVULD)
            per_scherm.setdefault(scherm.nr, (scherm.kop, scherm.nr, []))[2].append(rij)
        return list(per_scherm.values())

    def verdeel(self, antwoorden: Antwoorden) -> dict[str, dict[str, Any]]:
        """Return the answers per compartment ("ruw", "melder"); unasked answers are left out."""
        verdeeld: dict[str, dict[str, Any]] = {"ruw": {}, "melder": {}}
        for _, vraag in self._vragen(antwoorden):
            for naam in vraag.namen:
                if naam in antwoorden:
                    for compartiment in vraag.naar:
                        verdeeld[compartiment][naam] = antwoorden[naam]
        return verdeeld

    def codes(self, antwoorden: Antwoorden) -> dict[str, str]:
        """Return the answers that also stand as a code under the server's key (tier 1)."""
        vragen = [vraag for _, vraag in self._vragen(antwoorden) if vraag.code]
        return {een.naam: str(antwoorden[een.naam]) for een in vragen if een.naam in antwoorden}

    def spoed(self, antwoorden: Antwoorden) -> bool:
        """Say whether the answers make the signal urgent."""
        return een_klopt(self.spoed_als, antwoorden)

    def instructies(self, antwoorden: Antwoorden) -> list[str]:
        """Return the codes of the instructions that the answers trigger, in order of the table."""
        return [een.code for een in self.alle_instructies if een_klopt(een.als, antwoorden)]

    def instructie(self, code: str) -> Instructie:
        """Return one instruction; KeyError when there is none."""
        return {een.code: een for een in self.alle_instructies}[code]

    def label(self, naam: str) -> str:
        """Return the question behind an answer of a sealed document; the name itself when unknown."""
        for scherm in self.schermen:
            for vraag in scherm.vragen:
                if naam in vraag.namen:
                    return vraag.label
        return naam


def _lees_scherm(rij: Rij) -> Scherm:
    meldingen = []
    for sub in rij.rijen("melding", "als"):
        meldingen.append(Mededeling(sub.tekst("als"), sub.tekst("tekst")))
        sub.klaar()
    scherm = Scherm(
        nr=rij.tekst("nr"),
        titel=rij.tekst("titel"),
        kop=rij.tekst("kop"),
        knop=rij.tekst("knop"),
        wijzig=rij.tekst("wijzig", ""),
        als=rij.tekst("als", ""),
        bel_112=rij.janee("bel_112"),
        uitleg=rij.tekst("uitleg", ""),
        tekst=rij.teksten("tekst"),
        meldingen=tuple(meldingen),
        vragen=tuple(antwoord.lees_vraag(een) for een in rij.rijen("vraag")),
    )
    rij.klaar()
    return scherm


def laad_formulier(tabel: Mapping[str, Any], bestand: str) -> Formulier:
    """Return the form in `tabel`; BeleidFout on a row that cannot be read."""
    kop = Rij(tabel, bestand, "")
    instructies = []
    for rij in kop.rijen("instructie", "code"):
        als = antwoord.lees_alternatieven(rij)
        instructies.append(
            Instructie(rij.tekst("code"), rij.tekst("titel"), rij.tekst("tekst"), rij.tekst("wet", ""), als)
        )
        rij.klaar()
    formulier = Formulier(
        versie=kop.tekst("versie"),
        intro=kop.tekst("intro"),
        schermen=tuple(_lees_scherm(een) for een in kop.rijen("scherm", "nr")),
        spoed_als=antwoord.lees_alternatieven(Rij(kop.ruw("spoed", dict), bestand, "spoed")),
        alle_instructies=tuple(instructies),
    )
    kop.klaar()
    return formulier
