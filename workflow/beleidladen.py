"""Loads the policy from its folder and refuses every contradiction in it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.bestanden import BestandFout, lees, lees_tekst
from workflow import beleidcontrole, routecontrole
from workflow.beleid import Beleid
from workflow.berichten import laad_berichten
from workflow.convenantladen import laad_convenant
from workflow.datalekregels import laad_datalek
from workflow.formulier import Formulier, laad_formulier
from workflow.gemeenten import Gemeente, laad_gemeente
from workflow.guards import VOORWAARDEN
from workflow.kennis import laad_kennis
from workflow.ladders import Klokken, laad_klokken
from workflow.markeerlijsten import Markeerlijsten, laad_markeerlijsten
from workflow.matchbeleid import laad_matchbeleid
from workflow.opvanghulp import laad_opvang
from workflow.overlegbeleid import laad_overleg
from workflow.paginas import laad_paginas
from workflow.partners import laad_partners
from workflow.route import Route, StapKanNiet, laad_route
from workflow.soorten import Soorten, controleer_omstandigheden, laad_soorten
from workflow.stap import Stap
from workflow.tabel import BeleidFout, Tegenspraak
from workflow.taxonomie import Taxonomie, laad_taxonomie
from workflow.toezicht import laad_toezicht
from workflow.verzoekregels import laad_verzoeken
from workflow.wachtzin import laad_wachtzin, laad_woorden
from workflow.werkplekken import laad_werkplekken

WOORDEN, MARKEREN = "woorden.txt", "markeren.toml"
ROUTES = ("signaal", "verstrekking", "opvang", "actie")


def _verzamel(lezers: Mapping[str, Callable[[], Any]], gevonden: list[Tegenspraak]) -> dict[str, Any]:
    """Run every reader, so that the contradictions of all files are told at once."""
    gelezen = {}
    for naam, lezer in lezers.items():
        try:
            gelezen[naam] = lezer()
        except BestandFout as fout:
            gevonden.append(Tegenspraak(naam, "", str(fout)))
        except BeleidFout as fout:
            gevonden.extend(fout.tegenspraken)
    if gevonden:
        raise BeleidFout(tuple(gevonden))
    return gelezen


def _lezer(map_: Path, bestand: str, laad: Callable[[Mapping[str, Any], str], Any]) -> Callable[[], Any]:
    return lambda: laad(lees(map_ / bestand), bestand)


def _taxonomielezer(pad: Path) -> Callable[[], Taxonomie]:
    return lambda: laad_taxonomie(lees(pad), pad.stem, f"taxonomie/{pad.name}")


def _lees_alles(map_: Path) -> dict[str, Any]:
    los = {
        "formulier.toml": laad_formulier,
        "convenant.toml": laad_convenant,
        "partners.toml": laad_partners,
        "werkplekken.toml": laad_werkplekken,
        "regio.toml": laad_gemeente,
        "paginas.toml": laad_paginas,
        "berichten.toml": laad_berichten,
        "matchen.toml": laad_matchbeleid,
        "toezicht.toml": laad_toezicht,
        "wachtzin.toml": laad_wachtzin,
        "verzoeken.toml": laad_verzoeken,
        "datalek.toml": laad_datalek,
        "kennis.toml": laad_kennis,
        "soorten.toml": laad_soorten,
        "opvang.toml": laad_opvang,
        "overleg.toml": laad_overleg,
    }
    lezers = {bestand: _lezer(map_, bestand, laad) for bestand, laad in los.items()}
    lezers[WOORDEN] = lambda: laad_woorden(lees_tekst(map_ / WOORDEN), WOORDEN)
    lezers[MARKEREN] = lambda: laad_markeren(map_)
    for naam in ROUTES:
        bestand = f"routes/{naam}.toml"
        lezers[bestand] = _lezer(map_, bestand, laad_route)
    for pad in sorted((map_ / "taxonomie").glob("*.toml")):
        lezers[f"taxonomie/{pad.stem}"] = _taxonomielezer(pad)
    for pad in sorted((map_ / "gemeenten").glob("*.toml")):
        lezers[f"gemeenten/{pad.stem}"] = _lezer(map_, f"gemeenten/{pad.name}", laad_gemeente)
    return _verzamel(lezers, [])


def _onder(gelezen: Mapping[str, Any], voor: str) -> dict[str, Any]:
    return {naam.removeprefix(voor): een for naam, een in gelezen.items() if naam.startswith(voor)}


def _vul_velden(routes: Mapping[str, Route]) -> dict[str, Route]:
    """Give each step that opens a smaller route the fields of the first step of that route."""
    gevuld = {}
    for naam, route in routes.items():
        gevuld[naam] = replace(route, stappen=tuple(_met_velden(stap, route, routes) for stap in route.stappen))
    return gevuld


def _met_velden(stap: Stap, route: Route, routes: Mapping[str, Route]) -> Stap:
    if not stap.opent:
        return stap
    naam, _, actie = stap.opent.partition(".")
    try:
        begin = routes[naam].stap("start", actie)
    except (KeyError, StapKanNiet):
        reden = f"opens '{stap.opent}', which is no first step of a route"
        raise BeleidFout((Tegenspraak(route.bestand, routecontrole.rij_van(route, stap), reden),)) from None
    erbij = tuple(
        replace(veld, als=veld.als or stap.opent_als, compartiment=veld.compartiment or begin.vastleggen)
        for veld in begin.velden
    )
    return replace(stap, velden=stap.velden + erbij)


def _woorden(formulier: Formulier, gemeenten_: Mapping[str, Gemeente]) -> dict[str, dict[str, str]]:
    """The words behind the codes that stand in for a text when it is generalised."""
    plekken = next(een for scherm in formulier.schermen for een in scherm.vragen if een.naam == "soort_plek")
    return {"gemeente": {een.slug: een.naam for een in gemeenten_.values()}, "sector": dict(plekken.keuzes)}


def laad_markeren(map_: Path) -> Markeerlijsten:
    """The lists of the highlighter; the words for passphrases are ordinary words here."""
    woorden = laad_woorden(lees_tekst(map_ / WOORDEN), WOORDEN)
    return laad_markeerlijsten(lees(map_ / MARKEREN), MARKEREN, woorden)


def laad_beleid(config_map: Path, voorwaarden: Collection[str] = VOORWAARDEN.keys()) -> Beleid:
    """Return the policy in `config_map`.

    `voorwaarden` are the names of the guards that exist. Raises BeleidFout with every contradiction:
    which file, which row, and why.
    """
    gelezen = _lees_alles(config_map)
    gemeenten_ = {een.slug: een for een in _onder(gelezen, "gemeenten/").values()}
    sluitingsdagen = {slug: een.sluitingsdagen for slug, een in gemeenten_.items()}

    def met_dagen(tabel: Mapping[str, Any], bestand: str) -> Klokken:
        return laad_klokken(tabel, bestand, sluitingsdagen)

    soorten: Soorten = gelezen["soorten.toml"]
    convenant = gelezen["convenant.toml"]
    onbekend = controleer_omstandigheden(soorten, convenant.genoemd(), "convenant.toml")
    if onbekend:
        raise BeleidFout(tuple(onbekend))
    convenant = convenant.met_soorten(soorten.woorden())
    woorden = _woorden(gelezen["formulier.toml"], gemeenten_)
    klokken = _verzamel({"klokken": _lezer(config_map, "klokken.toml", met_dagen)}, [])["klokken"]
    beleid = Beleid(
        routes=_vul_velden({een.naam: een for een in _onder(gelezen, "routes/").values()}),
        klokken=klokken,
        formulier=gelezen["formulier.toml"],
        convenant=replace(convenant, generaliseren=convenant.generaliseren.met(woorden)),
        taxonomie=_onder(gelezen, "taxonomie/") | soorten.lijsten(convenant.geldig_vanaf),
        partners=gelezen["partners.toml"],
        gemeenten=gemeenten_,
        regio=gelezen["regio.toml"],
        werkplekken=gelezen["werkplekken.toml"],
        paginas=gelezen["paginas.toml"],
        berichten=gelezen["berichten.toml"],
        matchen=gelezen["matchen.toml"],
        verzoeken=gelezen["verzoeken.toml"],
        datalek=gelezen["datalek.toml"],
        toezicht=gelezen["toezicht.toml"],
        wachtzin=gelezen["wachtzin.toml"].met(een.naam for een in gemeenten_.values()),
        woorden=gelezen[WOORDEN],
        markeren=gelezen[MARKEREN],
        kennis=gelezen["kennis.toml"],
        soorten=soorten,
        formulieren=soorten.formulieren(gelezen["formulier.toml"]),
        opvang=gelezen["opvang.toml"],
        overleg=gelezen["overleg.toml"],
    )
    gevonden = tuple(beleidcontrole.controleer(beleid, voorwaarden))
    if gevonden:
        raise BeleidFout(gevonden)
    return beleid
