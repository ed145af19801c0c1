"""The figures of the region and of each municipality: fixed periods, and no number from which a person follows.

Everything is one table of the region by municipality, suppressed once; every view shows a part of that table. A second
window on the same numbers (a month, a year so far) would let two windows be subtracted, so there is none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from workflow import cijferjaar, cijfertrajecten
from workflow.beleid import Beleid
from workflow.cijferdeel import HELE_REGIO, Blik, Deel, getaltekst, maak_deel, midden, tel
from workflow.onderdrukking import Tabel, onderdruk, onderdruk_samen
from workflow.ports import Werk
from workflow.soorten import FORMULIER, INGANGEN
from workflow.telling import Telling
from workflow.termijnen import TIJDZONE

JAREN = 5
REGIO = "regio"
ONBEKEND = "ONBEKEND"
EINDES = ("afgesloten", "niet_in_behandeling")
UITLEG = (
    "Getallen onder de 10 tonen we niet. Daar staat: niet getoond. Andere getallen ronden we af op 5. "
    "Soms tonen we ook een groter getal niet. Anders kun je een klein getal uitrekenen. "
    "Bleek een signaal over iets anders te gaan? Dan telt het mee bij wat het aan het eind van het jaar was."
)


@dataclass(frozen=True)
class Cijferpagina:
    """All parts for one period and one area, and what can be chosen."""

    perioden: tuple[tuple[str, str], ...]
    periode: str
    gemeenten: tuple[tuple[str, str], ...]
    gemeente: str
    delen: tuple[Deel, ...]


def cijferpagina(werk: Werk, beleid: Beleid, periode: str, gemeente: str) -> Cijferpagina:
    """Compose the figures. In: a year and "regio" or the own municipality; anything else becomes the default."""
    jaar_nu = werk.nu.astimezone(TIJDZONE).year
    jaren = [str(jaar_nu - nr) for nr in range(1, JAREN + 1)]
    jaar = periode if periode in jaren else jaren[0]
    eigen = werk.actor.tenant if werk.actor.tenant in beleid.gemeenten else None
    blik = Blik(beleid, tuple(beleid.gemeenten), eigen if eigen is not None and gemeente == eigen else None)
    tellingen = werk.tellingen.lees([f"{jaar}-{kwartaal}" for kwartaal in range(1, 5)])
    werk.log("cijfers", None, periode=jaar, gebied=blik.gemeente or REGIO)
    werk.bevestig()
    keuzes = ((REGIO, HELE_REGIO), *(((eigen, beleid.gemeenten[eigen].naam),) if eigen else ()))
    return Cijferpagina(
        perioden=tuple((een, een) for een in jaren),
        periode=jaar,
        gemeenten=keuzes if eigen else (),
        gemeente=blik.gemeente or REGIO,
        delen=tuple(_delen(blik, tellingen, jaar)) if tellingen else (),
    )


def _delen(blik: Blik, tellingen: Sequence[Telling], jaar: str) -> list[Deel]:
    ingediend = cijferjaar.ingediend(tellingen, jaar)
    # A count without a kind is about trafficking, and those figures are about nothing else.
    signalen = [een for een in ingediend if not een.codes.get("soort")]
    wissels = [een for een in tellingen if een.codes.get("route") == "signaal" and not een.codes.get("soort")]
    eindes = [een for een in wissels if een.codes.get("staat") in EINDES]
    kwartalen = [f"{jaar}-{nr}" for nr in range(1, 5)]
    vormen, redenen = _codes(eindes, _vormen), _codes(eindes, _redenen)
    ingangen = _codes(signalen, _ingang)
    per_kwartaal, per_ingang, per_vorm, per_reden = onderdruk_samen(
        [
            tel(blik, signalen, kwartalen, lambda een: [een.kwartaal]),
            tel(blik, signalen, ingangen, _ingang),
            tel(blik, eindes, vormen, _vormen),
            tel(blik, eindes, redenen, _redenen),
        ]
    )
    vormnaam, redennaam = blik.beleid.taxonomie["vormen"].naam_van, blik.beleid.taxonomie["redenen"].naam_van
    ingangnaam = blik.beleid.taxonomie[INGANGEN].naam_van
    labels = [f"{nr}e kwartaal" for nr in range(1, 5)]
    delen = [
        maak_deel(blik, ("kwartaal", "Signalen per kwartaal", "Signalen", jaar), per_kwartaal, labels),
        maak_deel(
            blik,
            ("ingang", "Hoe signalen binnenkomen", "Signalen", jaar),
            per_ingang,
            [ingangnaam(een) for een in ingangen],
        ),
        maak_deel(
            blik, ("vorm", "Afgeronde zaken per vorm", "Zaken", jaar), per_vorm, [vormnaam(een) for een in vormen]
        ),
        maak_deel(
            blik, ("uitkomst", "Hoe zaken eindigen", "Zaken", jaar), per_reden, [redennaam(een) for een in redenen]
        ),
        _doorlooptijd(blik, wissels, jaar),
    ]
    if blik.gemeente is None:
        delen.append(_kruistabel(blik, per_vorm, [vormnaam(een) for een in vormen], jaar))
    return [*delen, *cijfertrajecten.delen(blik, tellingen, jaar), *_andere_soorten(blik, ingediend, jaar)]


def _andere_soorten(blik: Blik, ingediend: Sequence[Telling], jaar: str) -> list[Deel]:
    """The signals of other kinds: a table of their own, of people and places that no other table counts."""
    soorten = {een.code: een.naam for een in blik.beleid.soorten.andere}
    gezien = {een.codes["soort"] for een in ingediend if een.codes.get("soort")}
    codes = [*soorten, *sorted(gezien - set(soorten))]
    if not codes:
        return []
    tabel = onderdruk(tel(blik, ingediend, codes, lambda een: [een.codes.get("soort", "")]))
    kop = ("soort", "Signalen van een andere soort", "Signalen", jaar)
    deel = maak_deel(blik, kop, tabel, [soorten.get(een, een) for een in codes])
    return [replace(deel, conclusie=f"Deze signalen gaan niet over mensenhandel. {deel.conclusie}")]


def _ingang(een: Telling) -> list[str]:
    return [een.codes.get("ingang", FORMULIER)]


def _vormen(een: Telling) -> list[str]:
    return [code for code in een.codes.get("vorm", "").split(",") if code] or [ONBEKEND]


def _redenen(een: Telling) -> list[str]:
    return [een.codes.get("reden", "")] if een.codes.get("reden") else []


def _codes(tellingen: Sequence[Telling], van: Callable[[Telling], list[str]]) -> list[str]:
    """The codes that occur, in a fixed order: the most frequent first would say more than the numbers do."""
    return sorted({code for een in tellingen for code in van(een)})


def _doorlooptijd(blik: Blik, wissels: Sequence[Telling], jaar: str) -> Deel:
    """Median days per state; from fewer than ten cases it is not shown."""
    route = blik.beleid.routes["signaal"]
    rijen, staven = [], []
    for staat in route.staten:
        hier = [een for een in wissels if een.codes.get("van") == staat.naam and een.codes.get("staat") != staat.naam]
        dagen = [int(een.codes["dagen"]) for een in hier if blik.gemeente in (None, een.gemeente)]
        if staat.eind or not dagen:
            continue
        helft = midden(dagen)
        staven.append((staat.scherm, helft))
        rijen.append((staat.scherm, getaltekst(helft)))
    return Deel(
        id="doorlooptijd",
        kop="Hoeveel dagen een stap duurt",
        conclusie="De helft van de zaken ging sneller, de andere helft langzamer.",
        eenheid="dagen",
        staven=tuple(staven),
        koppen=("Stap", "Dagen"),
        rijen=tuple(rijen),
        bijschrift=f"Dagen per stap, {blik.naam}, {jaar}",
    )


def _kruistabel(blik: Blik, tabel: Tabel, labels: Sequence[str], jaar: str) -> Deel:
    namen = tuple(blik.beleid.gemeenten[slug].naam for slug in blik.slugs)
    rijen = [(label, *map(getaltekst, cellen)) for label, cellen in zip(labels, tabel.cellen, strict=True)]
    onder = ("Totaal", *map(getaltekst, tabel.kolomtotalen))
    return Deel(
        id="gemeente-vorm",
        kop="Vorm per gemeente",
        conclusie="De meeste getallen zijn zo klein dat we ze niet tonen.",
        eenheid="zaken",
        staven=(),
        koppen=("Vorm", *namen),
        rijen=(*rijen, onder),
        bijschrift=f"Afgeronde zaken per vorm en gemeente, {jaar}",
    )
