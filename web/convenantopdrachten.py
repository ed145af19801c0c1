"""The command that lays a new covenant beside the cases, before it applies."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from config.bestanden import lees
from storage.keys.wortel import WortelFout
from storage.migratie import VersieFout
from web.huisopdrachten import open_huis
from web.opdracht import gewone_woorden, met_data
from workflow.beleid import Beleid
from workflow.convenantladen import laad_convenant, onbekende_bewaarklassen
from workflow.partners import laad_partners
from workflow.soorten import controleer_omstandigheden
from workflow.tabel import BeleidFout
from workflow.vergelijkconvenant import Lopend, Stand, Verschil, Zaakverschil, simuleer

BESTAND, PARTNERS = "convenant.toml", "partners.toml"


def lees_nieuw(pad: Path, beleid: Beleid, vandaag: date) -> Stand:
    """The covenant in a file or a policy folder, asked on the first day on which it holds.

    Errors: BeleidFout, BestandFout.
    """
    bestand = pad if pad.is_file() else pad / BESTAND
    convenant = laad_convenant(lees(bestand), bestand.name).met_soorten(beleid.soorten.woorden())
    fouten = controleer_omstandigheden(beleid.soorten, convenant.genoemd(), bestand.name)
    fouten += onbekende_bewaarklassen(convenant, beleid.klokken.bewaren, bestand.name)
    if fouten:
        raise BeleidFout(tuple(fouten))
    partners = beleid.partners
    if pad.is_dir() and (pad / PARTNERS).is_file():
        partners = laad_partners(lees(pad / PARTNERS), PARTNERS)
    return Stand(convenant, partners, max(vandaag, convenant.geldig_vanaf))


def _verschil(een: Verschil) -> dict[str, Any]:
    return {**asdict(een), "richting": een.richting}


def _als_json(stand: Stand, gezien: int, gevonden: Sequence[Zaakverschil]) -> str:
    def lopend(een: Lopend) -> dict[str, Any]:
        verschillen = [_verschil(v) for v in een.verschillen]
        return {"nummer": een.nummer, "ontvanger": een.ontvanger, "verschillen": verschillen}

    open_ = [een for een in gevonden if een.nummer]
    zaken = [
        {
            "nummer": een.nummer,
            "verschillen": [_verschil(v) for v in een.verschillen],
            "verstrekkingen": [lopend(v) for v in een.lopend],
        }
        for een in open_
    ]
    cellen = [{**_verschil(een), "zaken": aantal} for een, aantal in sorted(_cellen(gevonden).items())]
    kop = {"versie": stand.convenant.versie, "op": stand.op.isoformat(), "bekeken": gezien}
    rest = {"afgeschermd": len(gevonden) - len(open_), "cellen": cellen, "zaken": zaken}
    return json.dumps({**kop, **rest}, ensure_ascii=False, indent=2)


def _cellen(gevonden: Sequence[Zaakverschil]) -> Counter[Verschil]:
    return Counter(een for zaak in gevonden for een in zaak.verschillen)


def _regel(een: Verschil) -> str:
    als = f" if {'+'.join(een.als)}" if een.als else ""
    wat = "opens" if een.richting == "open" else "closes"
    return f"{een.categorie} {een.ontvanger}{als}: {een.was} -> {een.wordt} ({wat})"


def _als_tekst(stand: Stand, gezien: int, gevonden: Sequence[Zaakverschil]) -> list[str]:
    regels = [f"Covenant {stand.convenant.versie} on {stand.op.isoformat()}: {gezien} cases looked at."]
    if not gevonden:
        return [*regels, "Nothing opens and nothing closes."]
    regels += ["", "Per cell:"]
    regels += [f"  {_regel(een)}: {aantal} cases" for een, aantal in sorted(_cellen(gevonden).items())]
    regels += ["", "Per case:"]
    for zaak in gevonden:
        if zaak.nummer:
            richtingen = Counter(een.richting for een in zaak.verschillen)
            regels.append(f"  {zaak.nummer}: {richtingen['open']} open, {richtingen['dicht']} close")
            for verstrekking in zaak.lopend:
                regels += [f"    {verstrekking.nummer}: {_regel(een)}" for een in verstrekking.verschillen]
    dicht = [een for een in gevonden if not een.nummer]
    if dicht:
        lopend = sum(len(een.lopend) for een in dicht)
        regels.append(f"  {len(dicht)} protected cases, not named, with {lopend} hand-offs that change")
    return regels


@click.command()
@click.argument("nieuw", metavar="NEW", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "als_json", is_flag=True, help="Write JSON.")
@met_data
@gewone_woorden(WortelFout, VersieFout)
def simulate(nieuw: Path, als_json: bool, data: Path | None) -> None:
    """List for all present cases what NEW (a file or a folder) would open or close, before it applies."""
    with open_huis(data) as huis, huis.klokwerk() as werk:
        stand = lees_nieuw(nieuw, huis.beleid, werk.nu.date())
        gezien, gevonden = simuleer(werk, huis.beleid, stand)
    click.echo(_als_json(stand, gezien, gevonden) if als_json else "\n".join(_als_tekst(stand, gezien, gevonden)))
