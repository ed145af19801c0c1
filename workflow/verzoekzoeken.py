"""Find somebody who asks about his data in the cases of the own desk, by what he gave. It is stored and logged nowhere.

The log says for which request which cases were searched. Nothing is searched that the desk has no key of.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow import persoonsuittreksel
from workflow.beleid import Beleid
from workflow.echo import PARTIKELS, bevat_bekende, vormen
from workflow.fouten import NietGevonden, StapGeweigerd
from workflow.handeling import stap
from workflow.ingetrokken import geldig
from workflow.keuzes import ROLLEN
from workflow.persoonstappen import IN_DE_KLUIS, KLUISLABELS
from workflow.persoonsuittreksel import Deel
from workflow.ports import Werk
from workflow.spelling import lezingen, tokens_van
from workflow.stap import Veld
from workflow.termijnen import TIJDZONE
from workflow.velden import Ruw, lees_velden
from workflow.verzoeken import AF, IDENTITEIT_EERST, OPEN, is_desk
from workflow.zaak import Document, Kwestie, Zaak

ZOEKVELDEN = tuple(Veld(naam, KLUISLABELS[naam], "regel") for naam in IN_DE_KLUIS)
ZOEK = stap(
    "zoek",
    "Zoek in mijn zaken",
    AF,
    "Vul in wat de aanvrager gaf. Wat je typt, bewaren we niet. Het staat ook niet in het logboek.",
    ZOEKVELDEN,
)
TE_WEINIG = "Vul een naam met geboortedatum in, of iets anders dat van één persoon is."
HEEN, IN_SIGNAAL = "|", "Komt misschien voor in de tekst van het signaal"
ALLEEN_NAAM = "Naam (de geboortedatum staat er niet)"
ZOEK_OPNIEUW = "Er is net iets veranderd in deze zaken. Zoek opnieuw."
VEEL = 200


@dataclass(frozen=True)
class Treffer:
    """One place where he may be. Without `pseudoniem` it is the text of a signal that holds what was typed."""

    nummer: str
    pseudoniem: str
    rol: str
    waarop: str

    @property
    def sleutel(self) -> str:
        """How a form names it."""
        return f"{self.nummer}{HEEN}{self.pseudoniem}"


@dataclass(frozen=True)
class Ronde:
    """What was searched. `volgende` is where the next press goes on; "" when all was searched.

    `rondes`: where each press began, so that the extract can open the same cases again.
    """

    treffers: tuple[Treffer, ...]
    doorzocht: int
    dicht: int
    volgende: str
    rondes: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class _Open:
    """One case that was opened for a request, with the values of the people in it."""

    zaak: Zaak
    documenten: Sequence[Document]
    mensen: Sequence[tuple[Document, Mapping[str, str]]]


def lees_gezocht(werk: Werk, ruw: Ruw) -> dict[str, str]:
    """What was typed. Errors: StapGeweigerd when it could be anybody, or holds a BSN."""
    vandaag = werk.nu.astimezone(TIJDZONE).date()
    gelezen, fouten = lees_velden(ZOEKVELDEN, ruw, lambda _: {}, vandaag)
    if fouten:
        raise StapGeweigerd([], fouten)
    gezocht = {naam: str(waarde) for naam, waarde in gelezen.items()}
    if not (set(gezocht) - {"naam", "geboortedatum"}) and len(gezocht) < 2:
        raise StapGeweigerd([TE_WEINIG])
    return gezocht


def zoek(werk: Werk, beleid: Beleid, verzoek: Kwestie, gezocht: Mapping[str, str], na: str = "") -> Ronde:
    """Search the next cases of the own municipality after `na`, each logged before it opens.

    Errors: NietGevonden for everybody but the desk; LogboekOnbereikbaar: nothing is shown.
    """
    if not is_desk(werk):
        raise NietGevonden
    zaken, aantal = _zaken(werk, beleid, na), beleid.verzoeken.per_keer
    treffers: list[Treffer] = []
    doorzocht = 0
    for een in _open(werk, zaken, verzoek):
        doorzocht += 1
        hier = list(_in_kluis(een, gezocht))
        if not hier and _in_signaal(een.documenten, gezocht):
            hier = [Treffer(een.zaak.nummer, "", "", IN_SIGNAAL)]
        treffers += hier
    volgende = _plek(zaken[-1]) if len(zaken) == aantal else ""
    return Ronde(tuple(treffers), doorzocht, len(zaken) - doorzocht, volgende, (na,))


def _zaken(werk: Werk, beleid: Beleid, na: str) -> list[Zaak]:
    plek = _lees_plek(na) if na else None
    return werk.zaken.lijst(alleen_eigen=True, na=plek, aantal=beleid.verzoeken.per_keer)


def _open(werk: Werk, zaken: Sequence[Zaak], verzoek: Kwestie) -> Iterator[_Open]:
    """Open these cases, those without a key left out; the search and the extract do it alike, for the log."""
    for zaak in zaken:
        delen = [naam for naam in ("zaak", "ruw") if werk.sleutels.kan_openen(zaak, naam)]
        if not delen:
            continue
        docs = geldig(werk.documenten.open(zaak, delen, f"verzoek {verzoek.nummer}"))
        personen = _personen(docs)
        waarden: list[Mapping[str, str]] = []
        if personen and werk.sleutels.kan_openen(zaak, "ident"):
            verwijzingen = [str((doc.inhoud or {})["verwijzing"]) for doc in personen]
            waarden = werk.kluis.open_voor_verzoek(zaak, verwijzingen, verzoek.nummer)
        yield _Open(zaak, docs, list(zip(personen, waarden, strict=False)))


def _plek(zaak: Zaak) -> str:
    return f"{(zaak.termijn or date.max).isoformat()}{HEEN}{zaak.id.hex()}"


def _lees_plek(na: str) -> tuple[date, bytes]:
    dag, _, zaak_id = na.partition(HEEN)
    try:
        return date.fromisoformat(dag), bytes.fromhex(zaak_id)
    except ValueError:
        raise NietGevonden from None


def _personen(docs: Sequence[Document]) -> list[Document]:
    return [doc for doc in docs if (doc.compartiment, doc.soort) == ("zaak", "persoon")]


def _in_kluis(een: _Open, gezocht: Mapping[str, str]) -> Iterator[Treffer]:
    for doc, waarden in een.mensen:
        waarop = overeenkomst(gezocht, waarden)
        if waarop:
            inhoud = doc.inhoud or {}
            rol = ROLLEN.get(str(inhoud["rol"]), str(inhoud["rol"]))
            yield Treffer(een.zaak.nummer, str(inhoud["pseudoniem"]), rol, ", ".join(waarop))


def overeenkomst(gezocht: Mapping[str, str], waarden: Mapping[str, str]) -> list[str]:
    """On what somebody of the vault is who was sought: the labels of the values that are the same, [] for nobody."""
    gelijk = [
        KLUISLABELS[soort]
        for soort, waarde in gezocht.items()
        if soort not in ("naam", "geboortedatum") and _zelfde(soort, waarde, waarden.get(soort, ""))
    ]
    if "naam" in gezocht and _zelfde_naam(gezocht["naam"], waarden.get("naam", "")):
        geboren = waarden.get("geboortedatum", "")
        if "geboortedatum" in gezocht and _zelfde("geboortedatum", gezocht["geboortedatum"], geboren):
            gelijk.insert(0, "Naam en geboortedatum")
        elif "geboortedatum" in gezocht and not geboren:
            gelijk.insert(0, ALLEEN_NAAM)
        elif gelijk:
            gelijk.insert(0, "Naam")
    return gelijk


def _zelfde(soort: str, gezocht: str, waarde: str) -> bool:
    """True when one of the values (`; ` between them) has a spelling in common with what was typed."""
    zoek_ = vormen(soort, gezocht)
    return any(zoek_ & vormen(soort, een) for een in waarde.split("; ") if een)


def _naamwoorden(naam: str) -> set[frozenset[str]]:
    return {
        frozenset(woord for woord, _ in tokens_van(lezing) if woord not in PARTIKELS) - {""}
        for lezing in lezingen(naam)
    }


def _zelfde_naam(gezocht: str, waarde: str) -> bool:
    """All words of the one name stand in the other: a second first name, or none, is no other person."""
    links = _naamwoorden(gezocht)
    for een in waarde.split("; "):
        for rechts in _naamwoorden(een):
            if rechts and any(lijst and (lijst <= rechts or rechts <= lijst) for lijst in links):
                return True
    return False


def _in_signaal(docs: Sequence[Document], gezocht: Mapping[str, str]) -> bool:
    """True when the signal as it was typed holds one of the values; of a name all of it, as it was typed now."""
    merken: set[str] = set()
    for soort, waarde in gezocht.items():
        if soort == "naam":
            for lezing in lezingen(waarde):
                woorden = [woord for woord, _ in tokens_van(lezing)]
                merken |= {"".join(woorden), " ".join(woorden)} if len(woorden) > 1 else set()
        elif soort != "geboortedatum":
            merken |= vormen(soort, waarde)
    teksten = [tekst for doc in docs if doc.compartiment == "ruw" for tekst in _teksten(doc.inhoud)]
    return bool(merken) and any(bevat_bekende(een, frozenset(merken), str) for een in teksten)


def _teksten(waarde: Any) -> Iterator[str]:
    if isinstance(waarde, Mapping):
        for een in waarde.values():
            yield from _teksten(een)
    elif isinstance(waarde, list | tuple):
        for een in waarde:
            yield from _teksten(een)
    elif isinstance(waarde, str):
        yield waarde


# -- the extract


def kies(ronde: Ronde, verzoek: Kwestie, gekozen: Sequence[str]) -> tuple[str, ...]:
    """Which of the people that a search found are the requester. In: keys of treffers, as the form sent them.

    Errors: NietGevonden for somebody the search did not find, StapGeweigerd without an identity or a choice.
    """
    if verzoek.staat != OPEN:
        raise NietGevonden
    if not verzoek.codes.get("identiteit"):
        raise StapGeweigerd([IDENTITEIT_EERST])
    if not gekozen:
        raise StapGeweigerd([], {"treffers": "Kies minstens één plek"})
    if not set(gekozen) <= {een.sleutel for een in ronde.treffers if een.pseudoniem}:
        raise NietGevonden
    return tuple(dict.fromkeys(gekozen[:VEEL]))


def uittreksel(werk: Werk, beleid: Beleid, verzoek: Kwestie, ronde: Ronde, gekozen: Sequence[str]) -> list[Deel]:
    """Write down what is recorded about the chosen people of a search result.

    All cases of that search are opened again, as a second search would do: in the log a request of which an extract
    was looked at reads as one that was searched twice. What a letter that was given says stays in the log
    (`verzoek_uittreksel`): that somebody got an extract can't be hidden from who watches the log.
    Errors: those of `kies`, and StapGeweigerd when somebody is not there any more.
    """
    if not is_desk(werk):
        raise NietGevonden
    gekozen = kies(ronde, verzoek, gekozen)
    gevonden: dict[str, Deel] = {}
    for na in ronde.rondes:
        for een in _open(werk, _zaken(werk, beleid, na), verzoek):
            docs = [doc for doc in een.documenten if doc.compartiment == "zaak"]
            for persoon, waarden in een.mensen:
                sleutel = f"{een.zaak.nummer}{HEEN}{(persoon.inhoud or {})['pseudoniem']}"
                if sleutel in gekozen:
                    gevonden[sleutel] = persoonsuittreksel.stel_op(werk, beleid, een.zaak, docs, persoon, waarden)
    if set(gevonden) != set(gekozen):
        raise StapGeweigerd([ZOEK_OPNIEUW])
    return [gevonden[sleutel] for sleutel in gekozen]


def stempel(delen: Sequence[Deel]) -> str:
    """What stands for these lines: a form that was made of other lines must be looked at again."""
    alles = "\n".join(f"{een.sleutel}\t{een.tekst}" for deel in delen for een in deel.regels)
    return hashlib.sha256(alles.encode()).hexdigest()[:32]
