"""The working text: the raw signal with likely identifiers pointed out, to be written over without names.

Nothing of the text is kept between two requests: it travels in the form, until a part of it is stored as a fact.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow import stappen
from workflow.beleid import Beleid
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.ingetrokken import geldig
from workflow.keuzes import ROLLEN, persoon_tekst
from workflow.markeren import SOORTEN, Merk, markeer
from workflow.persoonstappen import IN_DE_KLUIS
from workflow.ports import Werk
from workflow.volgen import MELDER, berichten_van
from workflow.zaak import Document, Zaak
from workflow.zaakzicht import AF, zicht

DOEL = "werktekst maken"
LANGST = 20_000
# More would not fit the form; the rest comes when these are dealt with.
HOOGSTENS = 20
PLAATS = "plaats"
REDENEN = {
    PLAATS: "Dit is de plaats van het feit",
    "algemeen": "Dit is een gewoon woord",
    "bedrijf": "Dit is een bekend bedrijf",
    "anders": "Andere reden",
}
WEG = "[BSN weggehaald]"
NIEUW = "nieuw:"
VELDEN = ("tekst", "plek", "slachtoffer", "dader", "notitie")


@dataclass(frozen=True)
class Plek:
    """One mark that is not dealt with yet."""

    nr: int
    waarde: str
    soort: str
    naam: str
    regel: str


@dataclass(frozen=True)
class Werktekst:
    """The page. `delen` is the text in pieces: (piece, name of the kind, or "" where nothing is marked)."""

    nummer: str
    revisie: int
    url: str
    tekst: str
    laten: str
    delen: list[tuple[str, str]]
    plekken: list[Plek]
    meer: int
    wie: list[tuple[str, str]]
    personen: list[tuple[str, str]]


def mag(werk: Werk, zaak: Zaak) -> bool:
    """True for who reads the raw signal and holds the vault: the aandachtsfunctionaris of the holder."""
    kan = werk.sleutels.kan_openen
    return zicht(werk, zaak).soort == AF and kan(zaak, "ruw") and kan(zaak, "ident") and kan(zaak, "zaak")


def begin(werk: Werk, beleid: Beleid, zaak: Zaak) -> Werktekst:
    """Open the signal and what the reporter added (logged). Errors: NietGevonden for who may not."""
    eis(werk, zaak)
    documenten = werk.documenten.open(zaak, ["ruw", "draad", "zaak"], DOEL)
    return _pagina(beleid, zaak, documenten, bron(documenten), "")


def verder(werk: Werk, beleid: Beleid, zaak: Zaak, tekst: str, laten: str) -> Werktekst:
    """The page with the text as it is now. Errors: NietGevonden."""
    eis(werk, zaak)
    return _pagina(beleid, zaak, werk.documenten.open(zaak, ["zaak"], DOEL), tekst, laten)


def eis(werk: Werk, zaak: Zaak) -> None:
    """Errors: NietGevonden for who may not make a working text of this case."""
    if not mag(werk, zaak):
        raise NietGevonden


def bron(documenten: Sequence[Document]) -> str:
    """The text as it came in: the answers that were typed, then what the reporter added later."""
    stukken: list[str] = []
    for doc in documenten:
        if doc.inhoud is None:
            continue
        if doc.compartiment == "ruw":
            antwoorden = doc.inhoud if doc.soort == "melding" else doc.inhoud.get("velden", {})
            stukken += [str(antwoorden[naam]) for naam in VELDEN if antwoorden.get(naam)]
        elif doc.compartiment == "draad":
            stukken += [tekst for wie, _, tekst in berichten_van(doc, eind=False) if wie == MELDER]
    return "\n\n".join(stukken)[:LANGST]


def _pagina(beleid: Beleid, zaak: Zaak, documenten: Sequence[Document], tekst: str, laten: str) -> Werktekst:
    gelaten = {regel.partition("|")[2] for regel in laten.splitlines()}
    merken = [
        een for een in markeer(tekst, beleid.markeren) if " ".join(tekst[een.start : een.eind].split()) not in gelaten
    ]
    plekken: dict[str, Plek] = {}
    for een in merken:
        waarde = tekst[een.start : een.eind]
        plekken.setdefault(waarde, Plek(len(plekken), waarde, een.soort, SOORTEN[een.soort], een.regel))
    personen = [
        (str((doc.inhoud or {})["pseudoniem"]), persoon_tekst(doc))
        for doc in geldig(documenten)
        if doc.soort == "persoon"
    ]
    nieuw = [(f"{NIEUW}{rol}", f"Nieuwe persoon: {naam}") for rol, naam in ROLLEN.items()]
    return Werktekst(
        nummer=zaak.nummer,
        revisie=zaak.revisie,
        url=f"/zaken/{zaak.nummer}",
        tekst=tekst,
        laten=laten,
        delen=_delen(tekst, merken),
        plekken=list(plekken.values())[:HOOGSTENS],
        meer=max(0, len(plekken) - HOOGSTENS),
        wie=[*personen, *nieuw],
        personen=personen,
    )


def _delen(tekst: str, merken: Sequence[Merk]) -> list[tuple[str, str]]:
    delen, einde = [], 0
    for een in merken:
        delen += [(tekst[einde : een.start], ""), (tekst[een.start : een.eind], SOORTEN[een.soort])]
        einde = een.eind
    return [deel for deel in (*delen, (tekst[einde:], "")) if deel[0]]


# -- what one click does


def vervang(tekst: str, waarde: str, door: str) -> str:
    """Every place where `waarde` stands as a word of its own becomes `door`."""
    return re.sub(rf"(?<!\w){re.escape(waarde)}(?!\w)", lambda _: door, tekst)


def laat(laten: str, waarde: str, reden: str) -> str:
    """The list of what stays, with one more. Errors: StapGeweigerd without a reason of the list."""
    if reden not in REDENEN:
        raise StapGeweigerd(["Kies waarom dit mag blijven staan."])
    return "\n".join([*laten.splitlines(), f"{reden}|{' '.join(waarde.split())}"])


def naar_kluis(
    werk: Werk, beleid: Beleid, zaak: Zaak, revisie: int, soort: str, waarde: str, wie: str, leeftijd: str
) -> tuple[Zaak, str]:
    """Move one value to the vault. Out: the case as it is then, and the pseudonym to write instead.

    In: `wie` is a pseudonym of the case, or "nieuw:" with a role. Errors: those of a step.
    """
    if soort not in IN_DE_KLUIS or not waarde:
        raise StapGeweigerd(["Kies wat voor gegeven dit is."])
    if not wie:
        raise StapGeweigerd([f"Kies van wie dit is: {SOORTEN[soort]}."])
    if not wie.startswith(NIEUW):
        ruw = {"persoon": [wie], "gegeven": [soort], "waarde": [waarde]}
        return stappen.zet_stap(werk, beleid, zaak, "gegeven_toevoegen", ruw, revisie).zaak, wie
    voor = _pseudoniemen(werk, zaak)
    ruw = {"rol": [wie.removeprefix(NIEUW)], "leeftijdsklasse": [leeftijd or "onbekend"], soort: [waarde]}
    na = stappen.zet_stap(werk, beleid, zaak, "persoon_toevoegen", ruw, revisie).zaak
    (nieuw,) = _pseudoniemen(werk, na) - voor
    return na, nieuw


def _pseudoniemen(werk: Werk, zaak: Zaak) -> set[str]:
    docs = werk.documenten.open(zaak, ["zaak"], DOEL)
    return {str((doc.inhoud or {})["pseudoniem"]) for doc in docs if doc.soort == "persoon"}


def als_plaats(werk: Werk, beleid: Beleid, zaak: Zaak, revisie: int, soort: str, waarde: str, bron_code: str) -> Zaak:
    """Write a place down as a fact: from then on it may stand in a text. Errors: those of a step."""
    plek = soort if soort in ("adres", "kenteken") else "bedrijf" if soort == "naam" else "anders"
    ruw = {"soort_plaats": [plek], "plaats": [waarde], "bron": [bron_code or "ander"]}
    return stappen.zet_stap(werk, beleid, zaak, "plaats_vastleggen", ruw, revisie).zaak


def bewaar(werk: Werk, beleid: Beleid, zaak: Zaak, revisie: int, ruw: Mapping[str, Sequence[str]], laten: str) -> Zaak:
    """Store the text as a fact, and count in the log what was left standing and why. Errors: those of a step."""
    na = stappen.zet_stap(werk, beleid, zaak, "feit_vastleggen", ruw, revisie).zaak
    redenen = [regel.partition("|")[0] for regel in laten.splitlines()]
    geteld = {reden: redenen.count(reden) for reden in REDENEN if reden in redenen}
    werk.log("werktekst_bewaard", na, gelaten=", ".join(f"{reden} {aantal}" for reden, aantal in geteld.items()))
    werk.bevestig()
    return na
