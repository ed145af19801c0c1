"""What is recorded about one person in one case, as lines for a letter to that person (AVG 15).

No reporter, no other people, no colleague and no source: those are never lines. What else must stay closed is ticked
off by the aandachtsfunctionaris, line by line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.keuzes import LEEFTIJDEN, ROLLEN
from workflow.persoonstappen import KLUISLABELS
from workflow.poort import AF, ALLES, omstandigheden_van, standaard_van, vandaag
from workflow.ports import Werk
from workflow.uittreksel import Uittreksel, stel_samen
from workflow.werkplektekst import werkplek_tekst
from workflow.zaak import Document, Traject, Zaak

# Who reported and what the police told in a meeting are nobody else's to read.
NOOIT = ("D7", "D8")
JIJ = "jij"
WIE, WAT, WAAROM, MET_WIE, HOE_LANG = (
    "Wie je bent",
    "Wat we hebben opgeschreven",
    "Waarvoor we het gebruiken",
    "Met wie we het deelden",
    "Hoe lang we het bewaren",
)
TAAK = "Mensenhandel herkennen en stoppen, en slachtoffers helpen"
NOEMT_ANDER = "In dit feit komt ook iemand anders voor. Kijk of het weg moet."
ZEGT_ROL = "Hieraan ziet deze persoon hoe jullie over hem of haar denken."
MET_OVERLEG = "Het overleg in de gemeente, zonder je naam"
VERSTREKKING, OPVANG = "verstrekking", "opvang"


@dataclass(frozen=True)
class Regel:
    """One line that may be left out. `sleutel` stays the same while the line does; `let_op` is for who makes it."""

    sleutel: str
    groep: str
    label: str
    tekst: str
    let_op: str = ""


@dataclass(frozen=True)
class Deel:
    """All lines about one person in one case."""

    zaak: str
    pseudoniem: str
    regels: tuple[Regel, ...]


def stel_op(
    werk: Werk, beleid: Beleid, zaak: Zaak, documenten: Sequence[Document], persoon: Document, namen: Mapping[str, str]
) -> Deel:
    """The lines about one person. In: the valid documents of `zaak`, his document, and his opened vault values."""
    eigen = str((persoon.inhoud or {})["pseudoniem"])
    regels = [
        *_wie(_door_convenant(werk, beleid, zaak, persoon, namen, [])),
        *_feiten(werk, beleid, zaak, documenten, persoon),
        *_waarom(werk, beleid, zaak, documenten, eigen),
        *_met_wie(werk, beleid, zaak, documenten, persoon),
        *_hoe_lang(beleid, zaak),
    ]
    kop = f"{zaak.nummer} {eigen} "
    return Deel(
        zaak.nummer,
        eigen,
        tuple(Regel(kop + een.sleutel, een.groep, een.label, een.tekst, een.let_op) for een in regels),
    )


def _door_convenant(
    werk: Werk,
    beleid: Beleid,
    zaak: Zaak,
    persoon: Document,
    namen: Mapping[str, str],
    feiten: Sequence[Mapping[str, Any]],
) -> Uittreksel:
    """As the desk itself may see it: where somebody sleeps stays closed once he is placed. Others become "iemand"."""
    eigen = str((persoon.inhoud or {})["pseudoniem"])
    return stel_samen(
        beleid.convenant,
        AF,
        ALLES,
        omstandigheden_van(werk, beleid, zaak),
        vandaag(werk),
        feiten=feiten,
        personen=[persoon.inhoud or {}],
        namen={eigen: namen},
        pseudoniemen={eigen: JIJ},
        generaliseer=beleid.convenant.generaliseren,
        standaard=standaard_van(zaak),
    )


def _anderen(documenten: Sequence[Document], eigen: str) -> frozenset[str]:
    gevonden = {str((doc.inhoud or {})["pseudoniem"]) for doc in documenten if doc.soort == "persoon"}
    return frozenset(gevonden - {eigen})


def _wie(samen: Uittreksel) -> list[Regel]:
    regels = []
    for persoon in samen.personen:
        for soort, waarde in persoon["gegevens"].items():
            regels.append(Regel(f"kluis {soort}", WIE, KLUISLABELS.get(soort, soort), str(waarde)))
        leeftijd = LEEFTIJDEN.get(str(persoon["leeftijdsklasse"]), "")
        if leeftijd:
            regels.append(Regel("leeftijd", WIE, "Leeftijd", leeftijd))
        regels.append(Regel("rol", WIE, "Rol", ROLLEN.get(str(persoon["rol"]), str(persoon["rol"])), ZEGT_ROL))
    return regels


def _feiten(werk: Werk, beleid: Beleid, zaak: Zaak, documenten: Sequence[Document], persoon: Document) -> list[Regel]:
    """The facts about him and those that name him, each of them marked when somebody else is in it too."""
    eigen = str((persoon.inhoud or {})["pseudoniem"])
    anderen, namen = _anderen(documenten, eigen), beleid.taxonomie["categorieen"]
    regels = []
    for doc in documenten:
        inhoud = doc.inhoud or {}
        if (doc.compartiment, doc.soort) != ("zaak", "feit") or inhoud["categorie"] in NOOIT:
            continue
        van_hem = inhoud.get("persoon") == eigen
        if not van_hem and eigen not in str(inhoud["feit"]):
            continue
        noemt = inhoud.get("persoon") in anderen or any(een in str(inhoud["feit"]) for een in anderen)
        over = inhoud if van_hem else {**inhoud, "persoon": ""}
        for feit in _door_convenant(werk, beleid, zaak, persoon, {}, [over]).feiten:
            op = f", {dag_kort(date.fromisoformat(str(feit['datum'])))}" if feit.get("datum") else ""
            label = f"{namen.naam_van(str(feit['categorie']))}{op}"
            regels.append(Regel(doc.id.hex(), WAT, label, str(feit["feit"]), NOEMT_ANDER if noemt else ""))
    return regels


def _gedeeld(werk: Werk, zaak: Zaak, documenten: Sequence[Document], eigen: str) -> list[Traject]:
    """The hand-offs that he is in and that were really sent."""
    met_hem = {
        str((doc.inhoud or {})["traject"])
        for doc in documenten
        if doc.soort == "motivering" and eigen in (doc.inhoud or {}).get("pseudoniemen", {})
    }
    return [een for een in werk.trajecten.van_zaak(zaak.id, VERSTREKKING) if een.id.hex() in met_hem and _is_weg(een)]


def _is_weg(traject: Traject) -> bool:
    if traject.staat == "ingetrokken":
        return bool(traject.kenmerken.get("vrijgegeven_door"))
    return traject.staat != "concept"


def _waarom(werk: Werk, beleid: Beleid, zaak: Zaak, documenten: Sequence[Document], eigen: str) -> list[Regel]:
    doelen = beleid.taxonomie["doelen"]
    van_delen = [str(een.kenmerken.get("doel", "")) for een in _gedeeld(werk, zaak, documenten, eigen)]
    regels = [Regel("doel", WAAROM, "Doel", TAAK)]
    for code in dict.fromkeys(een for een in van_delen if een):
        regels.append(Regel(f"doel {code}", WAAROM, "Doel van het delen", doelen.naam_van(code)))
    return regels


def _met_wie(werk: Werk, beleid: Beleid, zaak: Zaak, documenten: Sequence[Document], persoon: Document) -> list[Regel]:
    namen = beleid.taxonomie["categorieen"]
    eigen, rol = (str((persoon.inhoud or {})[naam]) for naam in ("pseudoniem", "rol"))
    regels = []
    for traject in _gedeeld(werk, zaak, documenten, eigen):
        soorten = ", ".join(namen.naam_van(str(code)) for code in traject.kenmerken.get("categorieen", []))
        regels.append(Regel(traject.nummer, MET_WIE, werkplek_tekst(beleid, traject.ontvanger), soorten))
    if zaak.overleg_id is not None:
        regels.append(Regel("overleg", MET_WIE, "Overleg", MET_OVERLEG))
    if rol in ("slachtoffer", "kind"):
        for traject in werk.trajecten.van_zaak(zaak.id, OPVANG):
            plek = werkplek_tekst(beleid, traject.ontvanger)
            regels.append(Regel(traject.nummer, MET_WIE, plek, "Zoeken naar een veilige plek"))
    return regels


def _hoe_lang(beleid: Beleid, zaak: Zaak) -> list[Regel]:
    termijnen = beleid.klokken.bewaren
    namen = dag_kort(zaak.ident_op) if zaak.ident_op else f"{termijnen['ident'].tekst} nadat de zaak is gesloten"
    rest = dag_kort(zaak.vernietig_op) if zaak.vernietig_op else f"{termijnen['afgesloten'].tekst} na de sluiting"
    return [
        Regel("bewaren namen", HOE_LANG, "Je naam en wat daarbij hoort", f"Tot {namen}" if zaak.ident_op else namen),
        Regel("bewaren zaak", HOE_LANG, "De rest", f"Tot {rest}" if zaak.vernietig_op else rest),
    ]
