"""Measures the highlighter on the held-out set (`python -m tests.workflow.meet_markeren`): recall and false marks.

The scoring is that of `markeerset/README.md`: found when every letter and digit of an item lies inside marks, part when
only some do. `--gemist` prints what was missed; whoever changes a rule after reading that has seen the set.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workflow.beleidladen import laad_markeren
from workflow.markeerlijsten import Markeerlijsten
from workflow.markeren import Merk, markeer

SET = Path(__file__).parent / "markeerset"
CONFIG = Path(__file__).parents[2] / "config"


@dataclass
class Uitslag:
    """What one run found."""

    gevonden: Counter[str] = field(default_factory=Counter)
    deels: Counter[str] = field(default_factory=Counter)
    totaal: Counter[str] = field(default_factory=Counter)
    juiste_soort: Counter[str] = field(default_factory=Counter)
    gemist: list[tuple[str, str, str]] = field(default_factory=list)
    vals: list[tuple[str, str, str]] = field(default_factory=list)
    woorden: Counter[str] = field(default_factory=Counter)
    teksten: Counter[str] = field(default_factory=Counter)
    valse: Counter[str] = field(default_factory=Counter)
    overige_tekens: int = 0
    overige_gemerkt: int = 0


def _plekken(tekst: str, merken: list[dict[str, str]]) -> Iterator[tuple[int, int, dict[str, str]]]:
    vanaf = 0
    for een in merken:
        begin = tekst.index(een["tekst"], vanaf)
        vanaf = begin + len(een["tekst"])
        yield begin, vanaf, een


def meet(lijsten: Markeerlijsten) -> Uitslag:
    """Run the highlighter over the whole set."""
    uit = Uitslag()
    for pad in sorted(SET.glob("*.json")):
        for geval in json.loads(pad.read_text("utf-8")):
            _een(uit, geval["tekst"], geval["merken"], markeer(geval["tekst"], lijsten))
    return uit


def _een(uit: Uitslag, tekst: str, echte: list[dict[str, str]], merken: tuple[Merk, ...]) -> None:
    gedekt = {nr: een.soort for een in merken for nr in range(een.start, een.eind)}
    echt: set[int] = set()
    for begin, eind, een in _plekken(tekst, echte):
        echt.update(range(begin, eind))
        tekens = [nr for nr in range(begin, eind) if tekst[nr].isalnum()]
        raak = [nr for nr in tekens if nr in gedekt]
        for groep in (een["soort"], "alle", *([f"naam {een['herkomst']}"] if een["herkomst"] else [])):
            uit.totaal[groep] += 1
            uit.gevonden[groep] += len(raak) == len(tekens)
            uit.deels[groep] += 0 < len(raak) < len(tekens)
            uit.juiste_soort[groep] += len(raak) == len(tekens) and {gedekt[nr] for nr in raak} == {een["soort"]}
        if len(raak) < len(tekens):
            uit.gemist.append((een["soort"], een["tekst"], tekst))
    soort = "leeg" if not echte else "met"
    vals = [een for een in merken if not echt.intersection(range(een.start, een.eind))]
    uit.vals += [(een.soort, tekst[een.start : een.eind], tekst) for een in vals]
    for groep in (soort, "alle"):
        uit.teksten[groep] += 1
        uit.woorden[groep] += len(tekst.split())
        uit.valse[groep] += len(vals)
    overig = [nr for nr, teken in enumerate(tekst) if teken.isalnum() and nr not in echt]
    uit.overige_tekens += len(overig)
    uit.overige_gemerkt += sum(nr in gedekt for nr in overig)


def tabel(uit: Uitslag) -> str:
    """The figures as the tables of the document."""
    rijen = ["| Kind | Items | Found | Part | Missed | Recall | Right kind |", "|---|---|---|---|---|---|---|"]
    for groep in sorted(uit.totaal, key=lambda een: (een.startswith("naam "), een != "alle", een)):
        n, gevonden, deels = uit.totaal[groep], uit.gevonden[groep], uit.deels[groep]
        rijen.append(
            f"| {groep} | {n} | {gevonden} | {deels} | {n - gevonden - deels} | {gevonden / n:.3f} "
            f"| {uit.juiste_soort[groep]} |"
        )
    rijen += [
        "",
        "| Texts | Number | Words | False marks | Per 100 words | Per 100 texts |",
        "|---|---|---|---|---|---|",
    ]
    for groep, naam in (("leeg", "without an item"), ("met", "with items"), ("alle", "all")):
        n, woorden, vals = uit.teksten[groep], uit.woorden[groep], uit.valse[groep]
        rijen.append(f"| {naam} | {n} | {woorden} | {vals} | {100 * vals / woorden:.2f} | {100 * vals / n:.1f} |")
    deel = uit.overige_gemerkt / uit.overige_tekens
    rijen += ["", f"Of the letters and digits outside the items {100 * deel:.2f} % is marked."]
    return "\n".join(rijen)


def main() -> None:
    """Print the tables, and with `--gemist` what was missed and what was marked for nothing."""
    uit = meet(laad_markeren(CONFIG))
    sys.stdout.write(tabel(uit) + "\n")
    if "--gemist" in sys.argv:
        for soort, waarde, tekst in (*uit.gemist, *uit.vals):
            sys.stdout.write(f"{soort}: {waarde} | {tekst}\n")


if __name__ == "__main__":
    main()
