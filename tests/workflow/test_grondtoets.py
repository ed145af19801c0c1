"""The list of grounds as data: for whom, in which form and for which categories each one can serve."""

import shutil
from pathlib import Path

import pytest

import config
from workflow.beleid import Beleid
from workflow.beleidladen import laad_beleid
from workflow.grondtoets import gronden, grondfouten
from workflow.tabel import BeleidFout

# (grounds, recipient, form, categories, what holds) → may it
GEVALLEN = [
    (("avg6e",), "politie", "P", {"D1", "D2"}, set(), True),
    (("avg6e",), "politie", "P", {"D4"}, set(), False),
    (("avg6e", "avg10"), "politie", "P", {"D1", "D4"}, set(), True),
    (("avg10",), "politie", "P", {"D1", "D4"}, set(), False),
    (("avg6e",), "opvang-de-linde", "J", {"D3"}, set(), False),
    (("avg6e", "avg9"), "opvang-de-linde", "J", {"D2", "D3"}, set(), True),
    (("jeugdwet",), "opvang-de-linde", "J", {"D9"}, set(), True),
    (("jeugdwet",), "politie", "P", {"D9"}, set(), False),
    (("wmo526",), "veilig-thuis", "P", {"D2", "D4", "D9"}, set(), True),
    (("wmo526",), "politie", "P", {"D2"}, set(), False),
    (("wgs",), "riec", "P", {"D4"}, {"wgs"}, True),
    (("wgs",), "riec", "P", {"D4"}, set(), False),
    (("avg6d",), "politie", "J", {"D2", "D3"}, {"vitaal_belang"}, True),
    (("avg6d",), "politie", "J", {"D2"}, {"toestemming"}, False),
    (("toestemming",), "moviera", "P", {"D2"}, {"toestemming"}, True),
    (("toestemming",), "moviera", "P", {"D2"}, set(), False),
    (("toestemming",), "moviera", "P", {"D4"}, {"toestemming"}, False),
    (("awb25",), "comensha", "S", {"D2"}, set(), False),
    (("avg6e",), "comensha", "S", {"D4"}, set(), True),
]


@pytest.mark.parametrize(("codes", "ontvanger", "vorm", "categorieen", "geldt", "mag"), GEVALLEN)
def test_a_ground_serves_for_what_its_row_says(
    beleid: Beleid,
    codes: tuple[str, ...],
    ontvanger: str,
    vorm: str,
    categorieen: set[str],
    geldt: set[str],
    mag: bool,
) -> None:
    gekozen = gronden(beleid, dict(zip(("grond", "grond_bijzonder"), codes, strict=False)))
    assert [een.code for een in gekozen] == list(codes)
    punten = grondfouten(beleid, gekozen, ontvanger, vorm, categorieen, geldt)
    assert (punten == []) is mag, punten


@pytest.mark.parametrize(
    ("oud", "nieuw", "waar"),
    [
        ('ontvangers = ["veilig-thuis"]', 'ontvangers = ["veiligthuis"]', "wmo526"),
        ('categorieen = ["D3"]', 'categorieen = ["D33"]', "avg9"),
        ('als = "wgs"', 'als = "wet"', "wgs"),
        ('categorieen = ["D4"]', 'vormen = ["Q"]', "avg10"),
    ],
)
def test_a_ground_that_names_what_the_covenant_does_not_know_stops_the_start(
    tmp_path: Path, oud: str, nieuw: str, waar: str
) -> None:
    map_ = tmp_path / "config"
    shutil.copytree(Path(config.__file__).parent, map_, ignore=shutil.ignore_patterns("__pycache__"))
    bestand = map_ / "taxonomie" / "gronden.toml"
    tekst = bestand.read_text("utf-8")
    assert tekst.count(oud) == 1
    bestand.write_text(tekst.replace(oud, nieuw), "utf-8")
    with pytest.raises(BeleidFout) as fout:
        laad_beleid(map_)
    assert [(een.bestand, een.rij) for een in fout.value.tegenspraken] == [("taxonomie/gronden.toml", waar)]
