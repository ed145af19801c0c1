"""Reads the covenant from its table and refuses it when a row has a gap, an overlap or an unknown reference."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import Any, TypeVar

from workflow.convenant import (
    NOOIT,
    VORMEN,
    Categorie,
    Convenant,
    Generaliseren,
    Ondertekenaar,
    Ontvanger,
    Regel,
)
from workflow.soortcodes import is_soort
from workflow.tabel import BeleidFout, Rij, Tegenspraak

CATEGORIEEN = tuple(f"D{nr}" for nr in range(1, 12))
# What is left of a person, and what may stand in for the text of a category: nothing else is coded.
PERSOONSDELEN = ("rol", "leeftijdsklasse", "toelichting")
FEITDELEN = ("gemeente", "sector")
_ALS, _VOLGENS = " als ", " volgens "
T = TypeVar("T")


def _alle(rijen: Iterable[Rij], lees: Callable[[Rij], T]) -> list[T]:
    """Read every row, so that all that is wrong is told at once."""
    gelezen: list[T] = []
    fouten: list[Tegenspraak] = []
    for rij in rijen:
        try:
            gelezen.append(lees(rij))
            rij.klaar()
        except BeleidFout as fout:
            fouten.extend(fout.tegenspraken)
    if fouten:
        raise BeleidFout(tuple(fouten))
    return gelezen


def _een_keer(kop: Rij, wat: str, namen: Iterable[str]) -> None:
    gezien: set[str] = set()
    for naam in namen:
        if naam in gezien:
            raise kop.fout(f"{wat} '{naam}' stands twice")
        gezien.add(naam)


def _lees_woorden(kop: Rij, naam: str, tekst: str) -> dict[str, str]:
    """The rows under `naam` as code → words; a code that stands twice is refused."""
    paren = _alle(kop.rijen(naam, "code"), lambda rij: (rij.tekst("code"), rij.tekst(tekst)))
    _een_keer(kop, naam, (code for code, _ in paren))
    return dict(paren)


def _lees_regel(tekst: str, kolom: str, rij: Rij, omstandigheden: Collection[str], artikelen: Collection[str]) -> Regel:
    voor, _, artikel = tekst.partition(_VOLGENS)
    vorm, _, als = voor.partition(_ALS)
    codes = tuple(als.split("+")) if als else ()
    # Which kinds there are stands in soorten.toml, and is looked at when both are there.
    onbekend = sorted(een for een in set(codes) - set(omstandigheden) if not is_soort(een))
    if vorm not in VORMEN or onbekend or len(set(codes)) < len(codes):
        raise rij.fout(f"cell '{kolom}': '{tekst}' is no form (J, P, S, N) with known circumstances")
    if _VOLGENS in tekst and artikel not in artikelen:
        raise rij.fout(f"cell '{kolom}': unknown article '{artikel}'")
    return Regel(vorm, frozenset(codes), artikel)


def _lees_cel(kolom: str, regels: Any, rij: Rij, omstandigheden: Collection[str], artikelen: Collection[str]) -> Any:
    if not isinstance(regels, list):
        raise rij.fout(f"cell '{kolom}' must be a list of lines")
    cel = tuple(_lees_regel(str(een), kolom, rij, omstandigheden, artikelen) for een in regels)
    # Without a last line that always counts the answer would depend on luck.
    if not cel or cel[-1].als or any(not een.als for een in cel[:-1]):
        raise rij.fout(f"cell '{kolom}' must end with its only line without circumstances")
    for eerder, later in combinations(zip(regels, cel, strict=True), 2):
        if eerder[1].als == later[1].als:
            raise rij.fout(f"cell '{kolom}': '{later[0]}' overlaps '{eerder[0]}': the same circumstances")
        if eerder[1].als <= later[1].als:
            raise rij.fout(f"cell '{kolom}': '{later[0]}' never applies, because '{eerder[0]}' comes first")
    return cel


def _lees_categorie(
    rij: Rij, kolommen: Collection[str], omstandigheden: Collection[str], artikelen: Collection[str]
) -> Categorie:
    ruw = rij.ruw("cel", dict)
    if set(ruw) != set(kolommen):
        raise rij.fout(f"cells do not match the recipients: {', '.join(sorted(set(ruw) ^ set(kolommen)))}")
    cellen = {kolom: _lees_cel(kolom, regels, rij, omstandigheden, artikelen) for kolom, regels in ruw.items()}
    artikel = rij.tekst("artikel")
    if artikel not in artikelen:
        raise rij.fout(f"unknown article '{artikel}'")
    bewaren = rij.tekst("bewaren")
    gedeeld = [kolom for kolom, cel in cellen.items() if any(een.vorm != "N" for een in cel)]
    if bewaren == NOOIT and gedeeld:
        raise rij.fout(f"cell '{gedeeld[0]}' shares what 'bewaren' says is never kept")
    return Categorie(rij.tekst("code"), rij.tekst("naam"), rij.tekst("grond"), artikel, bewaren, cellen)


def _lees_ontvanger(rij: Rij, omstandigheden: Collection[str]) -> Ontvanger:
    alleen = tuple(frozenset(een.split("+")) for een in rij.teksten("alleen_als"))
    if any(een - set(omstandigheden) for een in alleen):
        raise rij.fout("'alleen_als' names an unknown circumstance")
    niet_als = rij.teksten("niet_als")
    if not all(map(is_soort, niet_als)):
        raise rij.fout("'niet_als' names kinds of signal, like 'soort_anders'")
    zonder = rij.teksten("zonder")
    if set(zonder) - set(CATEGORIEEN):
        raise rij.fout("'zonder' names an unknown category")
    return Ontvanger(
        naam=rij.tekst("naam"),
        kolom=rij.tekst("kolom"),
        scherm=rij.tekst("scherm"),
        alleen_als=alleen,
        zonder=zonder,
        binnen=rij.janee("binnen"),
        niet_als=niet_als,
    )


def _lees_generaliseren(kop: Rij) -> Generaliseren:
    rij = Rij(kop.ruw("generaliseren", dict), kop.bestand, "generaliseren")
    persoon = rij.teksten("persoon", None)
    if set(persoon) - set(PERSOONSDELEN):
        raise rij.fout(f"'persoon' must be some of {', '.join(PERSOONSDELEN)}")

    def categorie(een: Rij) -> tuple[str, tuple[str, ...]]:
        code, deel = een.tekst("code"), een.teksten("deel", None)
        if code not in CATEGORIEEN:
            raise een.fout(f"unknown category '{code}'")
        if not deel or set(deel) - set(FEITDELEN):
            raise een.fout(f"'deel' must be some of {', '.join(FEITDELEN)}")
        return code, deel

    paren = _alle(rij.rijen("categorie", "code"), categorie)
    _een_keer(rij, "categorie", (code for code, _ in paren))
    rij.klaar()
    return Generaliseren(persoon, dict(paren))


def laad_convenant(tabel: Mapping[str, Any], bestand: str) -> Convenant:
    """Return the covenant in `tabel`. Raises BeleidFout for a gap, an overlap, an unknown article and the like."""
    kop = Rij(tabel, bestand, "")
    artikelen = _lees_woorden(kop, "artikel", "titel")
    omstandigheden = _lees_woorden(kop, "omstandigheid", "naam")
    ontvangers = _alle(kop.rijen("ontvanger"), lambda rij: _lees_ontvanger(rij, omstandigheden))
    _een_keer(kop, "ontvanger", (een.naam for een in ontvangers))
    kolommen = {een.kolom for een in ontvangers}
    categorieen = _alle(
        kop.rijen("categorie", "code"), lambda rij: _lees_categorie(rij, kolommen, omstandigheden, artikelen)
    )
    _een_keer(kop, "categorie", (een.code for een in categorieen))
    missend = set(CATEGORIEEN) ^ {een.code for een in categorieen}
    if missend:
        raise kop.fout(f"categories D1 to D11 must each stand once: {', '.join(sorted(missend))}")
    convenant = Convenant(
        versie=kop.tekst("versie"),
        convenantdatum=kop.ruw("convenantdatum", date),
        geldig_vanaf=kop.ruw("geldig_vanaf", date),
        geldig_tot=kop.ruw("geldig_tot", date),
        ondertekenaars=tuple(
            _alle(
                kop.rijen("ondertekenaar", "partij"),
                lambda rij: Ondertekenaar(rij.tekst("partij"), rij.ruw("op", date)),
            )
        ),
        artikelen=artikelen,
        omstandigheden=omstandigheden,
        ontvangers={een.naam: een for een in ontvangers},
        categorieen={een.code: een for een in categorieen},
        generaliseren=_lees_generaliseren(kop),
    )
    if convenant.geldig_vanaf > convenant.geldig_tot:
        raise kop.fout("'geldig_vanaf' is after 'geldig_tot'")
    if not convenant.versie or not convenant.ondertekenaars:
        raise kop.fout("a covenant has a version and at least one 'ondertekenaar'")
    kop.klaar()
    return convenant


def onbekende_bewaarklassen(convenant: Convenant, klassen: Collection[str], bestand: str) -> list[Tegenspraak]:
    """The rows that name a retention class which the clocks do not have."""
    return [
        Tegenspraak(bestand, f"categorie {een.code}", f"unknown retention class '{een.bewaren}'")
        for een in convenant.categorieen.values()
        if een.bewaren != NOOIT and een.bewaren not in klassen
    ]
