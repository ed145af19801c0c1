"""The covenant: may this category go to this recipient on this day, in which form, and why not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from workflow.datumtekst import dag_tekst
from workflow.soortcodes import ANDERS, is_soort

# From nothing to everything; a recipient may always get less than the highest form.
VORMEN = ("N", "S", "P", "J")
VORMTEKST = {
    "N": "niets",
    "S": "alleen aantallen",
    "P": "gegevens met P-nummers",
    "J": "gegevens met namen",
}
# The retention of a category that this system never holds.
NOOIT = "nooit"
# No exception opens these: police data of the meeting, and the BSN.
NOOIT_DELEN = ("D8", "D11")


class ConvenantOnbekend(KeyError):
    """The covenant has no such category or recipient."""


def hooguit(vorm: str, hoogste: str) -> str:
    """The lower of two forms: what was asked and what may go."""
    return VORMEN[min(VORMEN.index(vorm), VORMEN.index(hoogste))]


@dataclass(frozen=True)
class Besluit:
    """The answer: may it, what is the highest form, why, on which ground and article, by which version."""

    mag: bool
    hoogste_vorm: str
    reden: str
    grond: str
    artikel: str
    versie: str = ""


@dataclass(frozen=True)
class Regel:
    """One line of a cell: this form when all of `als` hold. `artikel` "" is that of the category."""

    vorm: str
    als: frozenset[str] = frozenset()
    artikel: str = ""


@dataclass(frozen=True)
class Ontvanger:
    """Who may receive: which column counts, for whom alone, and what never.

    `binnen` marks who works on the case itself: reading goes on when the covenant has run out. `niet_als` are kinds of
    signal of which he gets nothing at all.
    """

    naam: str
    kolom: str
    scherm: str
    alleen_als: tuple[frozenset[str], ...] = ()
    zonder: tuple[str, ...] = ()
    binnen: bool = False
    niet_als: tuple[str, ...] = ()

    @property
    def midden(self) -> str:
        """The name in the middle of a sentence: "de politie", "Veilig Thuis"."""
        lidwoord = self.scherm.startswith(("De ", "Het "))
        return self.scherm[0].lower() + self.scherm[1:] if lidwoord else self.scherm


@dataclass(frozen=True)
class Categorie:
    """One category of data (D1 to D11): its ground, article (a code), retention class and cell per column."""

    code: str
    naam: str
    grond: str
    artikel: str
    bewaren: str
    cellen: Mapping[str, tuple[Regel, ...]]


@dataclass(frozen=True)
class Ondertekenaar:
    """A party that signed, and when."""

    partij: str
    op: date


@dataclass(frozen=True)
class Generaliseren:
    """What is left in form P: parts of a person, and per category the coded parts that stand in for its text.

    `woorden` turns the code of a part into words (part → code → words); it comes from the rest of the policy.
    """

    persoon: tuple[str, ...]
    delen: Mapping[str, tuple[str, ...]]
    woorden: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def met(self, woorden: Mapping[str, Mapping[str, str]]) -> "Generaliseren":
        """The same with the words of the policy."""
        return replace(self, woorden=woorden)


@dataclass(frozen=True)
class Convenant:
    """The sharing policy as data: the only gate on what leaves a desk."""

    versie: str
    convenantdatum: date
    geldig_vanaf: date
    geldig_tot: date
    ondertekenaars: tuple[Ondertekenaar, ...]
    artikelen: Mapping[str, str]
    omstandigheden: Mapping[str, str]
    ontvangers: Mapping[str, Ontvanger]
    categorieen: Mapping[str, Categorie]
    generaliseren: Generaliseren

    def met_soorten(self, woorden: Mapping[str, str]) -> "Convenant":
        """The same, in which the kinds of signal (code → words) are circumstances too."""
        return replace(self, omstandigheden={**self.omstandigheden, **woorden})

    def genoemd(self) -> set[str]:
        """Every circumstance that a line or a recipient names."""
        regels = (regel for een in self.categorieen.values() for cel in een.cellen.values() for regel in cel)
        bij = (set(een.niet_als).union(*een.alleen_als) for een in self.ontvangers.values())
        return set().union(*(regel.als for regel in regels), *bij)

    def ontvanger(self, naam: str) -> Ontvanger:
        """Return the recipient; every shelter ("opvang-…") stands in the column of the shelters."""
        sleutel = "opvang" if naam.startswith("opvang-") else naam
        try:
            return self.ontvangers[sleutel]
        except KeyError:
            raise ConvenantOnbekend(f"no recipient '{naam}' in the covenant") from None

    def geldt_op(self, dag: date) -> bool:
        """Say whether the covenant holds on `dag`; first and last day included."""
        return self.geldig_vanaf <= dag <= self.geldig_tot

    def waarom_niet(self, dag: date) -> str:
        """Say in Dutch why nothing may be shared on `dag`; "" when the covenant holds."""
        if dag < self.geldig_vanaf:
            return f"Het convenant geldt pas vanaf {dag_tekst(self.geldig_vanaf)}. Delen kan nog niet."
        if dag > self.geldig_tot:
            return f"Het convenant gold tot en met {dag_tekst(self.geldig_tot)}. Delen kan niet meer."
        return ""

    def besluit(self, categorie: str, ontvanger: str, vorm: str, omstandigheden: Collection[str], op: date) -> Besluit:
        """Return whether `categorie` may go to `ontvanger` in `vorm` (J, P, S or N) on the day `op`.

        `omstandigheden` are codes of the table. What the table does not allow is refused, and so is everything for
        who stands outside while the covenant does not hold; an unknown category, recipient, form or circumstance
        raises ConvenantOnbekend.
        """
        bekend = frozenset(omstandigheden)
        if categorie not in self.categorieen or vorm not in VORMEN or bekend - set(self.omstandigheden):
            raise ConvenantOnbekend(f"unknown: {categorie}, {vorm} or one of {sorted(bekend)}")
        if any(map(is_soort, bekend)) and ANDERS in self.omstandigheden:
            bekend |= {ANDERS}
        soort, wie = self.categorieen[categorie], self.ontvanger(ontvanger)
        if not wie.binnen and not self.geldt_op(op):
            return Besluit(False, "N", self.waarom_niet(op), soort.grond, soort.artikel, self.versie)
        regel, reden = self._regel(soort, wie, bekend)
        mag = vorm != "N" and VORMEN.index(vorm) <= VORMEN.index(regel.vorm)
        return Besluit(mag, regel.vorm, reden, soort.grond, regel.artikel or soort.artikel, self.versie)

    def _regel(self, soort: Categorie, wie: Ontvanger, bekend: frozenset[str]) -> tuple[Regel, str]:
        if wie.alleen_als and not any(een <= bekend for een in wie.alleen_als):
            wanneer = ", of ".join(self._woorden(een) for een in wie.alleen_als)
            return Regel("N"), f"{wie.scherm} krijgt alleen gegevens als dit klopt: {wanneer}."
        anders = sorted(bekend & set(wie.niet_als))
        if anders:
            return Regel("N"), f"{wie.scherm} krijgt niets als dit klopt: {self._woorden(anders)}."
        if soort.code in wie.zonder:
            return Regel("N"), f"{wie.scherm} krijgt deze gegevens nooit."
        regels = soort.cellen[wie.kolom]
        regel = next(een for een in regels if een.als <= bekend)
        reden = f"{soort.naam}: {wie.midden} mag {VORMTEKST[regel.vorm]} krijgen"
        if regel.als:
            return regel, f"{reden}, want dit klopt: {self._woorden(regel.als)}."
        # Another kind of signal is nothing that may still become true of this one.
        hoger = [
            een
            for een in regels
            if VORMEN.index(een.vorm) > VORMEN.index(regel.vorm) and not any(map(is_soort, een.als - bekend))
        ]
        if hoger:
            wanneer = ", of ".join(self._woorden(een.als) for een in hoger)
            return regel, f"{reden}. Meer mag alleen als dit klopt: {wanneer}."
        return regel, f"{reden}."

    def _woorden(self, codes: Collection[str]) -> str:
        return " en ".join(self.omstandigheden[code] for code in sorted(codes))
