"""A comparison of two versions names each change and whom it matters to."""

import copy
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import config
from config.bestanden import lees
from workflow.route import Route, laad_route
from workflow.vergelijken import vergelijk

TABEL = lees(Path(config.__file__).parent / "routes" / "signaal.toml")


def anders(verander: Callable[[dict[str, Any]], object]) -> Route:
    gegevens = copy.deepcopy(TABEL)
    verander(gegevens)
    return laad_route(gegevens, "routes/signaal.toml")


OUD = anders(lambda gegevens: None)
AF = "aandachtsfunctionaris"


def test_the_same_version_changes_nothing() -> None:
    assert vergelijk(OUD, OUD) == []


@pytest.mark.parametrize(
    ("verander", "regel"),
    [
        (lambda t: t["staat"][0].update(termijn="2wd"), f"{AF}: staat 'ingediend': termijn was '1wd', wordt '2wd'"),
        (
            lambda t: t["staat"][0].update(spoed="1u"),
            f"{AF}: staat 'ingediend': termijn bij spoed was '30m', wordt '1u'",
        ),
        (
            lambda t: t["staat"][0].update(eigenaar="veiligheidsadviseur"),
            f"veiligheidsadviseur: staat 'ingediend': eigenaar was '{AF}', wordt 'veiligheidsadviseur'",
        ),
        (
            lambda t: t["stap"][3].update(door=[AF, "veiligheidsadviseur"]),
            f"{AF}, veiligheidsadviseur: stap 'oppakken' vanuit 'ingediend': door erbij: veiligheidsadviseur",
        ),
        (
            lambda t: t["stap"][3].update(neemt=[]),
            f"{AF}: stap 'oppakken' vanuit 'ingediend': neemt sleutel terug weg: ruw > vangnet",
        ),
        (
            lambda t: t["stap"][3].update(voorwaarden=["besluit"]),
            f"{AF}: stap 'oppakken' vanuit 'ingediend': voorwaarde erbij: besluit",
        ),
        (lambda t: t["stap"].pop(3), f"{AF}: stap 'oppakken' vanuit 'ingediend' vervalt"),
        (
            lambda t: t["stap"].append({**t["stap"][3], "actie": "bellen"}),
            f"{AF}: stap 'bellen' vanuit 'ingediend' komt erbij",
        ),
        (
            lambda t: t["staat"].append({**t["staat"][0], "naam": "gebeld"}),
            f"{AF}: staat 'gebeld' komt erbij",
        ),
        (lambda t: t["staat"].pop(0), f"{AF}: staat 'ingediend' vervalt"),
        (
            lambda t: t["stap"][4]["veld"][0].update(verplicht=False),
            "vangnet: stap 'waarnemen' vanuit 'ingediend': veld anders: notitie",
        ),
    ],
)
def test_a_change_is_one_line(verander: Callable[[dict[str, Any]], object], regel: str) -> None:
    assert vergelijk(OUD, anders(verander)) == [regel]


def _zet(tabel: dict[str, Any], rij: str, naam: str, waarde: object) -> None:
    tabel[rij][0][naam] = waarde


def test_every_part_of_a_row_is_compared() -> None:
    """A part that is forgotten would let a change of the route pass unseen."""
    for rij in ("staat", "stap"):
        eerst = getattr(OUD, "staten" if rij == "staat" else "stappen")[0]
        for naam in eerst.__dataclass_fields__:
            if naam in ("naam", "actie", "van", "velden", "maakt", "geeft", "neemt", "bij_voorstel"):
                continue
            waarde = {"eind": True, "optioneel": True, "voorop": True}.get(naam)
            lijst = isinstance(getattr(eerst, naam), tuple) and naam != "vier_ogen"
            nieuw = waarde if waarde is not None else ["iets"] if lijst else "iets+anders"
            gewijzigd = anders(partial(_zet, rij=rij, naam=naam, waarde=nieuw))
            assert vergelijk(OUD, gewijzigd), f"{rij}.{naam}"
