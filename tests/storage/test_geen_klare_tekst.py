"""Two hundred planted strings go through a full run; afterwards none stands in any file, in any spelling."""

import base64
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage import wandeling as w
from tests.wereld import WEGING, Wereld, maak_wereld
from web import planner

AANTAL = 200
CONTROLE = "controlewoord-zonnebloem-7731"


class Zaaier:
    """Hands out strings that stand nowhere else."""

    def __init__(self) -> None:
        self.woorden: list[str] = []

    def __call__(self) -> str:
        # Letters only: nine digits might be a BSN. No part in common: the echo check knows a name by its words.
        self.woorden.append("".join(chr(ord("a") + getal % 26) for getal in os.urandom(20)).capitalize())
        return self.woorden[-1]

    def veel(self, aantal: int) -> str:
        return ". ".join(self() for _ in range(aantal))


def _vormen(woord: str) -> Iterator[bytes]:
    """Text, other cases, reversed, UTF-16, hex, and base64 at each of its three offsets."""
    for tekst in (woord, woord.lower(), woord.upper(), woord[::-1]):
        ruw = tekst.encode()
        yield ruw
        yield tekst.encode("utf-16-le")
        yield tekst.encode("utf-16-be")
        yield ruw.hex().encode()
        yield ruw.hex().upper().encode()
        for voor in range(3):
            # Only the middle of the code is the same whatever stands around it.
            kern = base64.b64encode(b"x" * voor + ruw)
            yield kern[4 if voor else 0 : -4]
            yield kern[4 if voor else 0 : -4].replace(b"+", b"-").replace(b"/", b"_")


def _gevonden(map_: Path, woorden: list[str]) -> dict[str, set[str]]:
    bestanden = {str(pad.relative_to(map_)): pad.read_bytes() for pad in map_.rglob("*") if pad.is_file()}
    gevonden: dict[str, set[str]] = {}
    for woord in woorden:
        for vorm in set(_vormen(woord)):
            for naam, inhoud in bestanden.items():
                if vorm in inhoud:
                    gevonden.setdefault(woord, set()).add(naam)
    return gevonden


@pytest.fixture
def proef(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Wereld, Path]]:
    """A world whose databases, mail, logs and temporary files all lie under one folder, with everything logged."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    schrijver = logging.FileHandler(tmp_path / "alles.log")
    wortel = logging.getLogger()
    niveau = wortel.level
    wortel.addHandler(schrijver)
    wortel.setLevel(logging.DEBUG)
    wereld = maak_wereld(tmp_path / "data")
    yield wereld, tmp_path
    wereld.huis.sluit()
    wortel.removeHandler(schrijver)
    wortel.setLevel(niveau)


def _loop(wereld: Wereld, z: Zaaier) -> None:
    """A case from the form through overleg, partner and shelter to its end, with a planted string in every text."""
    zaak = wereld.meld(
        tekst=z.veel(40),
        plek=z.veel(5),
        slachtoffer=z.veel(10),
        dader=z.veel(10),
        naam=z(),
        afdeling=z(),
        functie="balie",
    )
    wereld.melder_stap(zaak, "toevoegen", bericht=z.veel(5))
    wereld.stap("af.aalten", zaak, "oppakken")
    wereld.stap("af.aalten", zaak, "aanvulling_vragen", vraag=z.veel(5))
    wereld.melder_stap(zaak, "aanvullen", antwoord=z.veel(5))
    vault = {naam: z() for naam in ("naam", "geboortedatum", "telefoon", "adres", "kenteken", "document", "handle")}
    wereld.stap(
        "af.aalten", zaak, "persoon_toevoegen", rol="slachtoffer", leeftijdsklasse="23_plus", toelichting=z(), **vault
    )
    wereld.stap("af.aalten", zaak, "notitie", tekst=z.veel(10))
    feit = w.feit(wereld, zaak, z.veel(10))
    weging = {naam: z() if naam.endswith("_reden") else waarde for naam, waarde in WEGING.items()}
    teksten = {"overdrachtstekst": z.veel(15), "vraag_aan_overleg": z.veel(3)}
    wereld.stap("af.aalten", zaak, "agenderen", overleg=wereld.overleg(), **weging, **teksten)
    wereld.akkoord()
    regie = wereld.ids["va.aalten"].hex()
    actie = {**w.ACTIE, "opdracht": z.veel(5)}
    wereld.stap("va.aalten", zaak, "in_aanpak_nemen", besluit=z.veel(5), regiehouder=regie, **actie)
    (actie_id,) = w.trajecten(wereld, zaak, "actie")
    wereld.stap("toezicht.aalten", zaak, "starten", actie_id)
    wereld.stap("toezicht.aalten", zaak, "gereedmelden", actie_id, resultaat=z.veel(5))
    _partner(wereld, zaak, z, feit)
    _opvang(wereld, zaak, z)
    w.rond_af(wereld, zaak)
    wereld.stap("af.aalten", zaak, "terugmelden", bericht=z.veel(5))
    wereld.stap("va.aalten", zaak, "monitoren", toelichting=z.veel(5))
    slot = {"terugmelding": z.veel(3), "toelichting": z.veel(3)}
    wereld.stap("af.aalten", zaak, "afsluiten", reden="geholpen", **slot)
    wereld.stem_in("va.aalten", zaak)


def _partner(wereld: Wereld, zaak: bytes, z: Zaaier, feit: str) -> None:
    velden = {**w.VERSTREKKING, **w.MET_NAMEN, "noodzaak": z.veel(5), "subsidiariteit": z.veel(5)}
    velden |= {"evenredigheid": z.veel(5), "geheimhouding": "conflict", "conflict_reden": z.veel(5)}
    vs = wereld.stap(
        "af.aalten", zaak, "verstrekking_opstellen", **{**velden, "ontvanger": "politie", "feiten": [feit]}
    ).nieuw_id
    assert vs is not None
    w.geef_vrij(wereld, zaak, vs)
    planner.verzet(wereld.huis, "7d")
    wereld.stap("politie", zaak, "ontvangst_bevestigen", vs)
    wereld.stap("politie", zaak, "vraag_stellen", vs, vraag=z.veel(5))
    wereld.stap("af.aalten", zaak, "beantwoorden", vs, antwoord=z.veel(5))
    wereld.stap("politie", zaak, "oppakken", vs)
    wereld.stap("politie", zaak, "terugkoppelen", vs, resultaat=z.veel(5), antwoord_zonder_namen=z.veel(3))


def _opvang(wereld: Wereld, zaak: bytes, z: Zaaier) -> None:
    vraag = {
        "leeftijd": "23_plus",
        "toestemming": "toestemming",
        "behoefte": z.veel(5),
        "regio_mijden": z(),
        "taal": z(),
    }
    ov = wereld.stap("af.aalten", zaak, "opvang_zoeken", **vraag).nieuw_id
    assert ov is not None
    poging = {"opvangplek": "opvang-het-anker", "uitkomst": "vol", "toelichting": z.veel(3)}
    wereld.stap("moviera", zaak, "poging", ov, **poging)
    wereld.stap("moviera", zaak, "aanbieden", ov, opvangplek="opvang-de-linde")
    vandaag = wereld.huis.nu().date().isoformat()
    plek = {"toestemming": "toestemming", "adres": z(), "contact": z(), "vanaf": vandaag, "betaler": "wmo"}
    wereld.stap("moviera", zaak, "plaatsen", ov, **plek)
    wereld.stap("moviera", zaak, "beeindigen", ov, datum=vandaag, reden="eigen_woning", toelichting=z.veel(3))


def test_no_planted_string_stands_in_any_file(proef: tuple[Wereld, Path]) -> None:
    wereld, map_ = proef
    zaaier = Zaaier()
    _loop(wereld, zaaier)
    assert len(zaaier.woorden) >= AANTAL
    # What falls due in the weeks after goes out as mail.
    for _ in range(3):
        planner.verzet(wereld.huis, "7d")
    assert list((wereld.settings.data / "mail").iterdir())
    assert (wereld.settings.data / "zaken.db-wal").stat().st_size > 0
    logging.getLogger("proef").info(CONTROLE)
    (wereld.settings.data / "controle.bin").write_bytes(base64.b64encode(b"xx" + CONTROLE.encode()))
    assert _gevonden(map_, [CONTROLE])[CONTROLE] == {"alles.log", "data/controle.bin"}
    assert _gevonden(map_, zaaier.woorden) == {}


def test_the_search_finds_a_string_in_every_spelling(tmp_path: Path) -> None:
    for nummer, vorm in enumerate(sorted(set(_vormen(CONTROLE)))):
        (tmp_path / f"{nummer}.bin").write_bytes(b"voor" + vorm + b"na")
    assert len(_gevonden(tmp_path, [CONTROLE])[CONTROLE]) >= 24
