"""The register of processing (AVG 30) and the annex of the DPIA, written from the tables that the product runs on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflow.beleid import Beleid
from workflow.convenant import VORMTEKST
from workflow.datumtekst import dag_kort

TREDEN = {
    "0": "Open: wat de klok moet kunnen zoeken. Geen inhoud.",
    "1": "Verzegeld voor de server, met de sleutel van de gemeente.",
    "2": "Verzegeld voor werkplekken: de server kan dit niet lezen.",
    "3": "De kluis met namen: een eigen database, onder de sleutel van de zaak.",
    "4": "Alleen de melder en zijn aandachtsfunctionaris.",
    "sleutel": "Verpakte sleutels, openbare sleutels en vingerafdrukken.",
}


@dataclass(frozen=True)
class Kolom:
    """One column of a database and the tier that protects it."""

    database: str
    tabel: str
    naam: str
    trede: str


def register(beleid: Beleid) -> str:
    """The register of processing as Markdown: activities, categories, recipients, terms."""
    c = beleid.convenant
    return "\n".join(
        [
            "# Register van verwerkingen",
            "",
            f"Gemaakt uit de tabellen van de Meldroute. "
            f"Convenant {c.versie}, geldig tot en met {dag_kort(c.geldig_tot)}.",
            "Verantwoordelijk is elke gemeente voor haar eigen zaken. [V] = nog te bevestigen.",
            "",
            *_verwerkingen(beleid),
            *_categorieen(beleid),
            *_ontvangers(beleid),
            *_bewaren(beleid),
            *_beveiliging(),
        ]
    )


def dpia(beleid: Beleid, kolommen: Sequence[Kolom]) -> str:
    """The annex of the DPIA as Markdown: who gets what, who reads what, when it goes, and how each column is sealed."""
    return "\n".join(
        [
            "# Bijlage bij de DPIA",
            "",
            f"Gemaakt uit de tabellen van de Meldroute. Convenant {beleid.convenant.versie}.",
            "",
            *_matrix(beleid),
            *_rollen(beleid),
            *_stappen(beleid),
            *_bewaren(beleid),
            *_kolommen(kolommen),
        ]
    )


def _tabel(koppen: Sequence[str], rijen: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(koppen)} |"
    yield f"|{'---|' * len(koppen)}"
    for rij in rijen:
        # A bar in a text would begin a new cell.
        cellen = [cel.replace("|", "\\|").replace("\n", " ") or "-" for cel in rij]
        yield f"| {' | '.join(cellen)} |"
    yield ""


def _verwerkingen(beleid: Beleid) -> Iterator[str]:
    c = beleid.convenant
    yield from ("## Verwerkingen", "")
    for een in beleid.toezicht.verwerkingen.values():
        yield f"### {een.naam} (`{een.code}`)"
        yield ""
        yield f"- Doel: {een.doel}."
        yield f"- Grondslag: {een.grondslag}."
        yield f"- Betrokkenen: {', '.join(een.betrokkenen)}."
        yield f"- Gegevens: {', '.join(f'{code} {c.categorieen[code].naam}' for code in een.gegevens)}."
        yield f"- Bewaren: {', '.join(f'{naam} ({_duur(beleid, naam)})' for naam in een.bewaren)}."
        yield ""


def _duur(beleid: Beleid, naam: str) -> str:
    return beleid.klokken.bewaren[naam].tekst


def _categorieen(beleid: Beleid) -> Iterator[str]:
    c = beleid.convenant
    yield from ("## Categorieën van gegevens", "")
    yield from _tabel(
        ("Code", "Categorie", "Grond", "Artikel", "Bewaren"),
        ((een.code, een.naam, een.grond, _artikel(beleid, een.artikel), een.bewaren) for een in c.categorieen.values()),
    )


def _artikel(beleid: Beleid, code: str) -> str:
    return f"{code}: {beleid.convenant.artikelen.get(code, '')}".rstrip(": ")


def _ontvangers(beleid: Beleid) -> Iterator[str]:
    yield from (
        "## Ontvangers",
        "",
        "Wat een ontvanger krijgt, staat in het convenant. Binnen de gemeente leest wie de sleutel heeft.",
        "",
    )
    yield from _tabel(
        ("Ontvanger", "Code", "Kolom van het convenant"),
        ((een.scherm, een.naam, een.kolom) for een in beleid.convenant.ontvangers.values()),
    )
    yield from _tabel(
        ("Partner", "Code", "Doel"), ((een.scherm, een.naam, een.doel) for een in beleid.partners.values())
    )


def _bewaren(beleid: Beleid) -> Iterator[str]:
    yield from ("## Bewaartermijnen", "")
    klokken = beleid.klokken
    yield from _tabel(
        ("Klasse", "Termijn", "Bron"),
        ((naam, termijn.tekst, klokken.bewaarbron[naam]) for naam, termijn in klokken.bewaren.items()),
    )


def _beveiliging() -> Iterator[str]:
    yield from (
        "## Beveiliging",
        "",
        "Elke kolom van de databases staat in een van deze treden. De lijst staat in de bijlage bij de DPIA.",
        "",
    )
    yield from _tabel(("Trede", "Wat het betekent"), TREDEN.items())


def _matrix(beleid: Beleid) -> Iterator[str]:
    """Every cell of the covenant, with its conditions."""
    c = beleid.convenant
    yield from ("## Wie wat mag krijgen", "")
    yield from (f"- {vorm}: {tekst}" for vorm, tekst in VORMTEKST.items())
    yield ""
    kolommen = list(dict.fromkeys(een.kolom for een in c.ontvangers.values()))
    rijen = []
    for categorie in c.categorieen.values():
        cellen = []
        for kolom in kolommen:
            regels = [
                f"{een.vorm} als {' en '.join(c.omstandigheden[code] for code in sorted(een.als))}"
                if een.als
                else een.vorm
                for een in categorie.cellen[kolom]
            ]
            cellen.append("; anders ".join(regels))
        rijen.append((f"{categorie.code} {categorie.naam}", *cellen))
    yield from _tabel(("Categorie", *kolommen), rijen)


def _rollen(beleid: Beleid) -> Iterator[str]:
    yield from ("## Rollen", "")
    soorten = beleid.werkplekken.soorten.values()
    rijen = []
    for rol, scherm in beleid.werkplekken.rolnamen.items():
        plekken = [een.scherm for een in soorten if rol in een.rollen]
        paginas = [een.titel for een in beleid.paginas.values() if rol in een.rollen and een.menu]
        rijen.append((scherm, rol, ", ".join(plekken), ", ".join(paginas)))
    yield from _tabel(("Rol", "Code", "Werkplekken", "Pagina's in het menu"), rijen)


def _stappen(beleid: Beleid) -> Iterator[str]:
    """Which step hands which key to whom, and takes it back."""
    yield from ("## Wie door een stap een sleutel krijgt of kwijtraakt", "")
    for route in beleid.routes.values():
        rijen = [
            (een.knop or een.actie, een.actie, ", ".join(map(str, een.geeft)), ", ".join(map(str, een.neemt)))
            for een in route.stappen
            if een.geeft or een.neemt
        ]
        yield f"### Route {route.naam}"
        yield ""
        yield from _tabel(("Stap", "Code", "Geeft", "Neemt terug"), dict.fromkeys(rijen))


def _kolommen(kolommen: Sequence[Kolom]) -> Iterator[str]:
    yield from ("## Elke kolom en haar trede", "")
    yield from _tabel(("Trede", "Wat het betekent"), TREDEN.items())
    yield from _tabel(
        ("Database", "Tabel", "Kolom", "Trede"), ((een.database, een.tabel, een.naam, een.trede) for een in kolommen)
    )
