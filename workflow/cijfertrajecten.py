"""The figures of what was done: what actions led to, and how the search for shelter went.

Tables of the same events stand in one suppression, or each would tell the other's hidden numbers. A median is shown
only where the number of what it is about is shown too. Every kind of signal but trafficking is left out.
"""

from collections.abc import Sequence

from workflow.beleid import Beleid
from workflow.cijferdeel import Blik, Deel, getaltekst, maak_deel, midden, tel
from workflow.onderdrukking import Tabel, onderdruk, onderdruk_samen
from workflow.telling import Telling

ACTIE, OPVANG, GEREED = "actie", "opvang", "gereed"
# How fine the costs of one stay may be told: a hundred euro.
EURO = 100
NIET_GEVRAAGD, NIET_INGEVULD = "", "Niet ingevuld"
# Given by the product itself when a shelter that was asked says no.
AFGESLAGEN = "afgeslagen"
# Who was placed stands in a table of its own.
GEPLAATST = "geplaatst"


def delen(blik: Blik, tellingen: Sequence[Telling], jaar: str) -> list[Deel]:
    """The parts about actions and shelter; those of which nothing happened are left out."""
    eigen = [een for een in tellingen if not een.codes.get("soort")]
    return [*_acties(blik, eigen, jaar), *_opvang(blik, eigen, jaar)]


def _acties(blik: Blik, tellingen: Sequence[Telling], jaar: str) -> list[Deel]:
    klaar = [een for een in tellingen if een.codes.get("route") == ACTIE and een.codes.get("staat") == GEREED]
    if not klaar:
        return []
    uitkomsten = {**_keuzes(blik.beleid, ACTIE, "gereedmelden", "uitkomst"), NIET_GEVRAAGD: NIET_INGEVULD}
    instrumenten = blik.beleid.taxonomie["interventies"]
    codes = sorted({een.codes.get("instrument", "") for een in klaar})
    per_uitkomst, per_instrument = onderdruk_samen(
        [
            tel(blik, klaar, [*uitkomsten], lambda een: [een.codes.get("uitkomst", NIET_GEVRAAGD)]),
            tel(blik, klaar, codes, lambda een: [een.codes.get("instrument", "")]),
        ]
    )
    namen = [instrumenten.naam_van(een) for een in codes]
    return [
        maak_deel(blik, ("acties", "Wat acties opleverden", "Acties", jaar), per_uitkomst, [*uitkomsten.values()]),
        maak_deel(blik, ("instrumenten", "Welke acties er waren", "Acties", jaar), per_instrument, namen),
    ]


def _opvang(blik: Blik, tellingen: Sequence[Telling], jaar: str) -> list[Deel]:
    soorten = ("opvang_poging", "opvang_geplaatst", "opvang_niet_geplaatst", "opvang_beeindigd")
    per_soort = {naam: [een for een in tellingen if een.codes.get("gebeurtenis") == naam] for naam in soorten}
    vragen, geplaatst, niet, klaar = per_soort.values()
    if not any(per_soort.values()):
        return []
    betaler = _keuzes(blik.beleid, OPVANG, "plaatsen", "betaler")
    gemaakt = [
        _tabel(blik, vragen, _antwoorden(blik.beleid), ("pogingen", "Wat opvangplekken antwoordden", "Vragen", jaar)),
        _tabel(blik, geplaatst, betaler, ("geplaatst", "Plekken en wie betaalt", "Plekken", jaar), "betaler"),
        _tabel(
            blik, niet, _redenen(blik.beleid, "niet_te_plaatsen"), ("geenplek", "Geen plek", "Keren", jaar), "reden"
        ),
        _tabel(
            blik, klaar, _redenen(blik.beleid, "beeindigen"), ("einde", "Hoe opvang eindigt", "Plekken", jaar), "reden"
        ),
    ]
    erin, eruit = gemaakt[1][1], gemaakt[3][1]
    return [*(deel for deel, _ in gemaakt), _duur(blik, (geplaatst, erin), (klaar, eruit), jaar)]


def _tabel(
    blik: Blik, wat: Sequence[Telling], rijen: dict[str, str], kop: tuple[str, str, str, str], code: str = ""
) -> tuple[Deel, Tabel]:
    """One table with a fixed row per choice: a row that comes and goes would itself be a number."""

    def van(een: Telling) -> list[str]:
        return [een.codes.get(code, "")] if code else _antwoord(een)

    gezien = {naam for een in wat for naam in van(een)}
    labels = {**rijen, **{naam: naam or NIET_INGEVULD for naam in sorted(gezien - set(rijen))}}
    tabel = onderdruk(tel(blik, wat, [*labels], van))
    return maak_deel(blik, kop, tabel, [*labels.values()]), tabel


def _antwoord(een: Telling) -> list[str]:
    """The row of an answer of a shelter: the answer, and for a "no" its reason. Who was placed is counted elsewhere."""
    uitkomst = een.codes.get("uitkomst", "")
    if uitkomst == GEPLAATST:
        return []
    reden = een.codes.get("reden", "")
    return [f"{uitkomst}/{reden}" if reden else uitkomst]


def _antwoorden(beleid: Beleid) -> dict[str, str]:
    antwoorden = _keuzes(beleid, OPVANG, "poging", "uitkomst")
    past_niet = _keuzes(beleid, OPVANG, "poging", "past_niet_reden")
    afgeslagen = _keuzes(beleid, OPVANG, "afslaan", "reden")
    return {
        **antwoorden,
        **{f"past_niet/{code}": f"{antwoorden['past_niet']}: {_klein(naam)}" for code, naam in past_niet.items()},
        **{f"{AFGESLAGEN}/{code}": f"Nee gezegd: {_klein(naam)}" for code, naam in afgeslagen.items()},
    }


def _klein(naam: str) -> str:
    return naam[:1].lower() + naam[1:]


def _redenen(beleid: Beleid, actie: str) -> dict[str, str]:
    return _keuzes(beleid, OPVANG, actie, "reden")


def _keuzes(beleid: Beleid, route: str, actie: str, veld: str) -> dict[str, str]:
    """The choices that a step offers for one field."""
    stap = next(een for een in beleid.routes[route].stappen if een.actie == actie)
    return beleid.keuzes(next(een for een in stap.velden if een.naam == veld))


def _duur(blik: Blik, erin: tuple[Sequence[Telling], Tabel], eruit: tuple[Sequence[Telling], Tabel], jaar: str) -> Deel:
    """Days and costs: medians, each only where the number of people it is about is shown."""
    wacht, verblijf = _getallen(blik, *erin, "dagen"), _getallen(blik, *eruit, "dagen")
    kosten = _getallen(blik, *eruit, "euro")
    euro = midden(kosten)
    rijen = (
        ("Dagen tot er een plek was", midden(wacht)),
        ("Dagen op die plek", midden(verblijf)),
        ("Kosten van een verblijf in euro", None if euro is None else round(euro / EURO) * EURO),
    )
    return Deel(
        id="opvangduur",
        kop="Hoe lang opvang duurt en wat het kost",
        conclusie="De helft van de keren was het minder, de andere helft meer.",
        eenheid="dagen en euro",
        staven=(),
        koppen=("", "Dagen of euro"),
        rijen=tuple((label, getaltekst(getal)) for label, getal in rijen),
        bijschrift=f"Dagen en kosten van opvang, {blik.naam}, {jaar}",
    )


def _getallen(blik: Blik, wat: Sequence[Telling], tabel: Tabel, naam: str) -> list[int]:
    if blik.totaal(tabel) is None:
        return []
    return [int(een.codes[naam]) for een in wat if een.codes.get(naam) and blik.gemeente in (None, een.gemeente)]
