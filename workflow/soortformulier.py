"""The form of another kind of signal: the form of the region with a few differences, so that it stays one form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workflow import formulierantwoord as antwoord
from workflow.formulier import Formulier, Instructie, Mededeling, Scherm
from workflow.formulierantwoord import Alternatieven, Vraag
from workflow.tabel import BeleidFout, Rij, Tegenspraak


@dataclass(frozen=True)
class Schermtekst:
    """Other words above a screen; "" and () leave what is there."""

    titel: str
    tekst: tuple[str, ...]


@dataclass(frozen=True)
class Plaats:
    """One question of the kind itself: on which screen, and behind which question ("" is at the end)."""

    scherm: str
    na: str
    vraag: Vraag


@dataclass(frozen=True)
class Verschil:
    """What is other in the form of a kind."""

    zonder: frozenset[str]
    schermen: Mapping[str, Schermtekst]
    vragen: tuple[Plaats, ...]
    spoed_als: Alternatieven
    instructies: tuple[Instructie, ...]
    bestand: str

    @property
    def leeg(self) -> bool:
        """True for a kind whose form is the one of the region."""
        return not (self.zonder or self.schermen or self.vragen or self.spoed_als or self.instructies)


def lees_verschil(rij: Rij, bestand: str) -> Verschil:
    """Read the part of a row of `soorten.toml` that is about its form. Errors: BeleidFout."""
    schermen, vragen, instructies = {}, [], []
    for sub in rij.rijen("scherm", "nr"):
        schermen[sub.tekst("nr")] = Schermtekst(sub.tekst("titel", ""), sub.teksten("tekst"))
        sub.klaar()
    for sub in rij.rijen("vraag"):
        plek, na = sub.tekst("scherm"), sub.tekst("na", "")
        vragen.append(Plaats(plek, na, antwoord.lees_vraag(sub)))
    for sub in rij.rijen("instructie", "code"):
        als = antwoord.lees_alternatieven(sub)
        instructies.append(
            Instructie(sub.tekst("code"), sub.tekst("titel"), sub.tekst("tekst"), sub.tekst("wet", ""), als)
        )
        sub.klaar()
    spoed = rij.ruw("spoed_als", list, [])
    if not all(isinstance(een, list) and all(isinstance(als, str) for als in een) for een in spoed):
        raise rij.fout("'spoed_als' must be a list of lists of conditions like 'gevaar=ja'")
    return Verschil(
        zonder=frozenset(rij.teksten("zonder")),
        schermen=schermen,
        vragen=tuple(vragen),
        spoed_als=tuple(tuple(een) for een in spoed),
        instructies=tuple(instructies),
        bestand=bestand,
    )


def maak_formulier(basis: Formulier, verschil: Verschil, soort: str) -> Formulier:
    """The form of one kind. Errors: BeleidFout for a screen or question that the form of the region has not."""
    _controleer(basis, verschil, soort)
    schermen = tuple(_scherm(een, verschil) for een in basis.schermen)
    mogelijk = {f"{een.naam}={code}" for scherm in schermen for een in scherm.vragen for code, _ in een.keuzes}
    eigen = {een.code for een in verschil.instructies}
    geerfd = [replace(een, als=_die_kan(een.als, mogelijk)) for een in basis.alle_instructies if een.code not in eigen]
    return replace(
        basis,
        schermen=tuple(replace(een, meldingen=_meldingen(een.meldingen, mogelijk)) for een in schermen),
        spoed_als=(*_die_kan(basis.spoed_als, mogelijk), *verschil.spoed_als),
        alle_instructies=(*(een for een in geerfd if een.als), *verschil.instructies),
    )


def _controleer(basis: Formulier, verschil: Verschil, soort: str) -> None:
    nummers = {een.nr: {vraag.naam for vraag in een.vragen} for een in basis.schermen}
    namen = set().union(*nummers.values())
    fouten = [f"'zonder' names no question: '{een}'" for een in sorted(verschil.zonder - namen)]
    fouten += [f"no screen '{nr}'" for nr in verschil.schermen if nr not in nummers]
    gezien: set[str] = set()
    for een in verschil.vragen:
        vraag = een.vraag
        if een.scherm not in nummers:
            fouten.append(f"question '{vraag.naam}': no screen '{een.scherm}'")
        elif een.na and een.na not in nummers[een.scherm]:
            fouten.append(f"question '{vraag.naam}': no question '{een.na}' on screen '{een.scherm}'")
        elif vraag.naam in gezien:
            fouten.append(f"question '{vraag.naam}' stands twice")
        elif vraag.naam in namen - verschil.zonder and vraag.naam not in nummers[een.scherm]:
            fouten.append(f"question '{vraag.naam}' stands on another screen of the form")
        gezien.add(vraag.naam)
    if fouten:
        raise BeleidFout(tuple(Tegenspraak(verschil.bestand, f"soort {soort}", een) for een in fouten))


def _scherm(scherm: Scherm, verschil: Verschil) -> Scherm:
    hier = [een for een in verschil.vragen if een.scherm == scherm.nr]
    eigen = {een.vraag.naam: een.vraag for een in hier}
    vragen: list[Vraag] = []
    for vraag in scherm.vragen:
        if vraag.naam not in verschil.zonder:
            vragen.append(eigen.pop(vraag.naam, vraag))
        erbij = [een.vraag for een in hier if een.na == vraag.naam and een.vraag.naam in eigen]
        vragen += erbij
        for een in erbij:
            eigen.pop(een.naam)
    tekst = verschil.schermen.get(scherm.nr, Schermtekst("", ()))
    return replace(
        scherm,
        titel=tekst.titel or scherm.titel,
        tekst=tekst.tekst or scherm.tekst,
        vragen=(*vragen, *eigen.values()),
    )


def _meldingen(meldingen: tuple[Mededeling, ...], mogelijk: set[str]) -> tuple[Mededeling, ...]:
    return tuple(een for een in meldingen if een.als in mogelijk)


def _die_kan(alternatieven: Alternatieven, mogelijk: set[str]) -> Alternatieven:
    """The alternatives whose answers this form has; another one can never hold."""
    return tuple(een for een in alternatieven if set(een) <= mogelijk)
