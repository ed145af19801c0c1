"""The kinds of signal as data: trafficking follows its own form, every other kind the same route with other questions.

A kind is one row of `config/soorten.toml` and nothing else: form, forms of the matter, steps that do not fit, cards.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.formulier import Formulier
from workflow.soortcodes import ANDERS, STANDAARD, VOOR, is_soort
from workflow.soortformulier import Verschil, lees_verschil, maak_formulier
from workflow.tabel import Rij, Tegenspraak
from workflow.taxonomie import Code, Taxonomie
from workflow.zaak import Zaak

ANDERS_WOORDEN = f"het gaat niet om {STANDAARD}"
LIJST, VORMEN, INGANGEN = "soorten", "vormen", "ingangen"
# An entrance of this kind has nobody behind it who reads a question.
TIP = "tip"
VRAAG = "aanvulling_vragen"
NIET_BIJ_SOORT = "Deze stap hoort niet bij een signaal van de soort: {soort}. Klopt de soort niet? Wijzig die eerst."
GEEN_MELDER = "Bij dit signaal is geen melder. Je kunt dus niemand iets vragen."
# The entrance of the form.
FORMULIER = "collega"
# Codes of the server that a question of the form may not take over.
BEZET = frozenset({"ingang", "antwoorden", "vormen", "reden", "soort", "niet_lezen", "regie_rol", "veilig_thuis_niet"})


@dataclass(frozen=True)
class Soort:
    """One kind. `vormen` is the list of forms; `bewaren` maps the retention class of a state to another one."""

    code: str
    naam: str
    midden: str
    uitleg: str
    titel: str
    inleiding: str
    weging_1: str
    veilig_thuis: bool
    zonder_stappen: tuple[str, ...]
    kaarten: tuple[str, ...]
    bewaren: Mapping[str, str]
    vormen: str
    eigen_vormen: tuple[tuple[str, str], ...]
    verschil: Verschil

    @property
    def standaard(self) -> bool:
        """True for the kind that everything was made for."""
        return self.code == STANDAARD

    def bewaarklasse(self, klasse: str) -> str:
        """The retention class of this kind where a state has `klasse`."""
        return self.bewaren.get(klasse, klasse)

    @property
    def omstandigheid(self) -> str:
        """The words of this kind as a circumstance of the covenant."""
        return f"het gaat om {self.midden}"


@dataclass(frozen=True)
class Soorten:
    """All kinds, in the order of the table; the first one is trafficking."""

    versie: str
    alle: Mapping[str, Soort]

    def van(self, code: str) -> Soort:
        """The kind of a case; one that left the table shares nothing with care and has no form of its own."""
        if code in self.alle:
            return self.alle[code]
        return replace(self.alle[STANDAARD], code=code, naam=code, midden=code, veilig_thuis=False)

    @property
    def andere(self) -> tuple[Soort, ...]:
        """The kinds beside trafficking."""
        return tuple(een for een in self.alle.values() if not een.standaard)

    def naam(self, code: str) -> str:
        """What a screen says of a kind: "" for trafficking, which is what everybody expects."""
        return "" if code == STANDAARD else self.van(code).naam

    def woorden(self) -> dict[str, str]:
        """The circumstances that the kinds bring into the covenant, code → words."""
        return {ANDERS: ANDERS_WOORDEN, **{VOOR + een.code: een.omstandigheid for een in self.andere}}

    def lijsten(self, geldig_vanaf: date) -> dict[str, Taxonomie]:
        """The lists of codes that follow from the table: the kinds, and the forms of each."""
        namen = {LIJST: tuple((een.code, een.naam) for een in self.alle.values())}
        namen |= {een.vormen: een.eigen_vormen for een in self.andere}
        return {
            naam: Taxonomie(naam, self.versie, geldig_vanaf, {code: Code(code, tekst) for code, tekst in paren})
            for naam, paren in namen.items()
        }

    def formulieren(self, basis: Formulier) -> dict[str, Formulier]:
        """The form of each kind; that of trafficking is the one in `formulier.toml`. Errors: BeleidFout."""
        return {
            een.code: basis if een.standaard else maak_formulier(basis, een.verschil, een.code)
            for een in self.alle.values()
        }


def is_tip(taxonomie: Mapping[str, Taxonomie], ingang: str) -> bool:
    """True for an entrance behind which nobody is known, as with an anonymous tip."""
    code = taxonomie[INGANGEN].codes.get(ingang)
    return code is not None and code.soort == TIP


def zonder_melder(taxonomie: Mapping[str, Taxonomie], zaak: Zaak) -> bool:
    """True when nobody is behind a signal who can be asked or told anything."""
    return is_tip(taxonomie, str(zaak.kenmerken.get("ingang", "")))


def past_niet(soorten: Soorten, taxonomie: Mapping[str, Taxonomie], zaak: Zaak, actie: str) -> str:
    """Why a signal has not this step of its route, in words; "" when it has it.

    A kind can be without some steps, and where nobody is known behind a signal there is nobody to ask.
    """
    soort = soorten.van(zaak.soort)
    if actie in soort.zonder_stappen:
        return NIET_BIJ_SOORT.format(soort=soort.naam)
    return GEEN_MELDER if actie == VRAAG and zonder_melder(taxonomie, zaak) else ""


def _lees_vormen(rij: Rij) -> tuple[tuple[str, str], ...]:
    paren = []
    for sub in rij.rijen("vorm", "code"):
        paren.append((sub.tekst("code"), sub.tekst("naam")))
        sub.klaar()
    return tuple(paren)


def _lees_soort(rij: Rij, bestand: str) -> Soort:
    code = rij.tekst("code")
    vormen = _lees_vormen(rij)
    bewaren = rij.ruw("bewaren", dict, {})
    soort = Soort(
        code=code,
        naam=rij.tekst("naam"),
        midden=rij.tekst("midden"),
        uitleg=rij.tekst("uitleg"),
        titel=rij.tekst("titel"),
        inleiding=rij.tekst("inleiding"),
        weging_1=rij.tekst("weging_1", ""),
        veilig_thuis=rij.janee("veilig_thuis"),
        zonder_stappen=rij.teksten("zonder_stappen"),
        kaarten=rij.teksten("kaarten"),
        bewaren={str(van): str(naar) for van, naar in bewaren.items()},
        vormen=rij.tekst("vormen", f"{VORMEN}_{code}"),
        eigen_vormen=vormen,
        verschil=lees_verschil(rij, bestand),
    )
    rij.klaar()
    if not code.replace("_", "").isalnum() or not code.isascii() or not code.islower() or VOOR + code == ANDERS:
        raise rij.fout("'code' must be lower-case letters, digits and '_', and not 'anders'")
    if soort.standaard and (vormen or soort.verschil.leeg is False or soort.vormen != VORMEN):
        raise rij.fout(f"'{STANDAARD}' has its form in formulier.toml and its forms in taxonomie/{VORMEN}.toml")
    if not soort.standaard and (not vormen or soort.vormen != f"{VORMEN}_{code}"):
        raise rij.fout("another kind has forms of its own: one or more [[soort.vorm]]")
    return soort


def laad_soorten(tabel: Mapping[str, Any], bestand: str) -> Soorten:
    """Return the kinds in `tabel`. Errors: BeleidFout for a kind that stands twice or has no forms."""
    kop = Rij(tabel, bestand, "")
    alle: dict[str, Soort] = {}
    vormen: set[str] = set()
    for rij in kop.rijen("soort", "code"):
        soort = _lees_soort(rij, bestand)
        dubbel = [code for code, _ in soort.eigen_vormen if code in vormen]
        if soort.code in alle or dubbel:
            raise rij.fout(f"'{dubbel[0] if dubbel else soort.code}' stands twice")
        alle[soort.code] = soort
        vormen |= {code for code, _ in soort.eigen_vormen}
    if next(iter(alle), "") != STANDAARD:
        raise kop.fout(f"the first kind is '{STANDAARD}'")
    soorten = Soorten(kop.tekst("versie"), alle)
    kop.klaar()
    return soorten


def controleer(
    soorten: Soorten,
    *,
    formulieren: Mapping[str, Formulier],
    vormen: Taxonomie | None,
    stappen: set[str],
    kaarten: set[str],
    klassen: set[str],
    bestand: str = "soorten.toml",
) -> Iterator[Tegenspraak]:
    """Yield what a kind says that the rest of the policy does not have."""
    basis = {een.naam for scherm in formulieren[STANDAARD].schermen for een in scherm.vragen}
    for een in soorten.alle.values():
        rij = f"soort {een.code}"
        for wat, genoemd, bekend in (
            ("step", set(een.zonder_stappen), stappen),
            ("card", set(een.kaarten), kaarten),
            ("retention class of a whole case", set(een.bewaren) | set(een.bewaren.values()), klassen),
        ):
            yield from (Tegenspraak(bestand, rij, f"unknown {wat} '{naam}'") for naam in sorted(genoemd - bekend))
        for code, _ in een.eigen_vormen:
            if vormen is not None and code in vormen.codes:
                yield Tegenspraak(bestand, rij, f"form '{code}' stands in taxonomie/{VORMEN}.toml too")
        for scherm in formulieren[een.code].schermen:
            for vraag in scherm.vragen:
                if vraag.code and vraag.naam not in basis and vraag.naam in BEZET:
                    yield Tegenspraak(bestand, rij, f"question '{vraag.naam}' has the name of a code of the server")


def controleer_omstandigheden(soorten: Soorten, genoemd: set[str], bestand: str) -> list[Tegenspraak]:
    """The circumstances "soort_…" of a covenant that no kind has."""
    onbekend = sorted(een for een in genoemd if is_soort(een) and een not in soorten.woorden())
    return [Tegenspraak(bestand, een, "no kind of signal in soorten.toml has this circumstance") for een in onbekend]
