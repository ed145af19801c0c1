"""The covenant: may this category go to this recipient, in which form, and why not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.tabel import Rij

# From nothing to everything; a recipient may always get less than the highest form.
VORMEN = ("N", "S", "P", "J")
VORMTEKST = {
    "N": "niets",
    "S": "alleen aantallen",
    "P": "gegevens met P-nummers",
    "J": "gegevens met namen",
}


class ConvenantOnbekend(KeyError):
    """The covenant has no such category or recipient."""


@dataclass(frozen=True)
class Besluit:
    """The answer: may it, what is the highest form, why, and on which ground and article."""

    mag: bool
    hoogste_vorm: str
    reden: str
    grond: str
    artikel: str


@dataclass(frozen=True)
class Regel:
    """One line of a cell: this form when all of `als` hold."""

    vorm: str
    als: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ontvanger:
    """Who may receive: which column counts, for whom alone, and what never."""

    naam: str
    kolom: str
    scherm: str
    alleen_als: tuple[frozenset[str], ...] = ()
    zonder: tuple[str, ...] = ()

    @property
    def midden(self) -> str:
        """The name in the middle of a sentence: "de politie", "Veilig Thuis"."""
        lidwoord = self.scherm.startswith(("De ", "Het "))
        return self.scherm[0].lower() + self.scherm[1:] if lidwoord else self.scherm


@dataclass(frozen=True)
class Categorie:
    """One category of data (D1 to D11) with its cell per column."""

    code: str
    naam: str
    grond: str
    artikel: str
    cellen: Mapping[str, tuple[Regel, ...]]


@dataclass(frozen=True)
class Convenant:
    """The sharing policy as data: the only gate on what leaves a desk."""

    versie: str
    convenantdatum: date
    geldig_tot: date
    ondertekenaars: tuple[str, ...]
    omstandigheden: Mapping[str, str]
    ontvangers: Mapping[str, Ontvanger]
    categorieen: Mapping[str, Categorie]

    def ontvanger(self, naam: str) -> Ontvanger:
        """Return the recipient; every shelter ("opvang-…") stands in the column of the shelters."""
        sleutel = "opvang" if naam.startswith("opvang-") else naam
        try:
            return self.ontvangers[sleutel]
        except KeyError:
            raise ConvenantOnbekend(f"no recipient '{naam}' in the covenant") from None

    def besluit(self, categorie: str, ontvanger: str, vorm: str, omstandigheden: Collection[str] = ()) -> Besluit:
        """Return whether `categorie` may go to `ontvanger` in `vorm` (J, P, S or N).

        `omstandigheden` are codes of the table. What the table does not allow is refused; an
        unknown category, recipient, form or circumstance raises ConvenantOnbekend.
        """
        bekend = frozenset(omstandigheden)
        if categorie not in self.categorieen or vorm not in VORMEN or bekend - set(self.omstandigheden):
            raise ConvenantOnbekend(f"unknown: {categorie}, {vorm} or one of {sorted(bekend)}")
        soort, wie = self.categorieen[categorie], self.ontvanger(ontvanger)
        hoogste, reden = self._hoogste(soort, wie, bekend)
        mag = vorm != "N" and VORMEN.index(vorm) <= VORMEN.index(hoogste)
        return Besluit(mag, hoogste, reden, soort.grond, soort.artikel)

    def _hoogste(self, soort: Categorie, wie: Ontvanger, bekend: frozenset[str]) -> tuple[str, str]:
        if wie.alleen_als and not any(een <= bekend for een in wie.alleen_als):
            wanneer = ", of ".join(self._woorden(een) for een in wie.alleen_als)
            return "N", f"{wie.scherm} krijgt alleen gegevens als dit klopt: {wanneer}."
        if soort.code in wie.zonder:
            return "N", f"{wie.scherm} krijgt deze gegevens nooit."
        regels = soort.cellen[wie.kolom]
        regel = next(een for een in regels if een.als <= bekend)
        reden = f"{soort.naam}: {wie.midden} mag {VORMTEKST[regel.vorm]} krijgen"
        if regel.als:
            return regel.vorm, f"{reden}, want dit klopt: {self._woorden(regel.als)}."
        hoger = [een for een in regels if VORMEN.index(een.vorm) > VORMEN.index(regel.vorm)]
        if hoger:
            wanneer = ", of ".join(self._woorden(een.als) for een in hoger)
            return regel.vorm, f"{reden}. Meer mag alleen als dit klopt: {wanneer}."
        return regel.vorm, f"{reden}."

    def _woorden(self, codes: Collection[str]) -> str:
        return " en ".join(self.omstandigheden[code] for code in sorted(codes))


def _lees_regel(tekst: str, rij: Rij, omstandigheden: Mapping[str, str]) -> Regel:
    vorm, _, als = tekst.partition(" als ")
    codes = frozenset(als.split("+")) if als else frozenset()
    if vorm not in VORMEN or codes - set(omstandigheden):
        raise rij.fout(f"'{tekst}' is no form (J, P, S, N) with known circumstances")
    return Regel(vorm, codes)


def _lees_categorie(rij: Rij, kolommen: set[str], omstandigheden: Mapping[str, str]) -> Categorie:
    ruw = rij.ruw("cel", dict)
    if set(ruw) != kolommen:
        raise rij.fout(f"cells do not match the recipients: {', '.join(sorted(set(ruw) ^ kolommen))}")
    cellen = {}
    for kolom, regels in ruw.items():
        cel = tuple(_lees_regel(str(een), rij, omstandigheden) for een in regels)
        # Without a last line that always counts the answer would depend on luck.
        if not cel or cel[-1].als or any(not een.als for een in cel[:-1]):
            raise rij.fout(f"cell '{kolom}' must end with its only line without circumstances")
        cellen[kolom] = cel
    categorie = Categorie(rij.tekst("code"), rij.tekst("naam"), rij.tekst("grond"), rij.tekst("artikel"), cellen)
    rij.klaar()
    return categorie


def _lees_ontvanger(rij: Rij, omstandigheden: Mapping[str, str]) -> Ontvanger:
    alleen = tuple(frozenset(een.split("+")) for een in rij.teksten("alleen_als"))
    if any(een - set(omstandigheden) for een in alleen):
        raise rij.fout("'alleen_als' names an unknown circumstance")
    ontvanger = Ontvanger(rij.tekst("naam"), rij.tekst("kolom"), rij.tekst("scherm"), alleen, rij.teksten("zonder"))
    rij.klaar()
    return ontvanger


def laad_convenant(tabel: Mapping[str, Any], bestand: str) -> Convenant:
    """Return the covenant in `tabel`; a gap in the matrix raises BeleidFout."""
    kop = Rij(tabel, bestand, "")
    omstandigheden = {}
    for rij in kop.rijen("omstandigheid", "code"):
        omstandigheden[rij.tekst("code")] = rij.tekst("naam")
        rij.klaar()
    ontvangers = [_lees_ontvanger(rij, omstandigheden) for rij in kop.rijen("ontvanger")]
    kolommen = {een.kolom for een in ontvangers}
    categorieen = [_lees_categorie(rij, kolommen, omstandigheden) for rij in kop.rijen("categorie", "code")]
    missend = {f"D{nr}" for nr in range(1, 12)} ^ {een.code for een in categorieen}
    if missend:
        raise kop.fout(f"categories D1 to D11 must each stand once: {', '.join(sorted(missend))}")
    convenant = Convenant(
        versie=kop.tekst("versie"),
        convenantdatum=kop.ruw("convenantdatum", date),
        geldig_tot=kop.ruw("geldig_tot", date),
        ondertekenaars=kop.teksten("ondertekenaars", None),
        omstandigheden=omstandigheden,
        ontvangers={een.naam: een for een in ontvangers},
        categorieen={een.code: een for een in categorieen},
    )
    kop.klaar()
    return convenant
