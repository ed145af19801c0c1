"""Makes the golden installation of this version, once, when its format is firm: `python -m tests.storage.maak_goud v3`.

What it wrote is never made again: later versions must open exactly these bytes.
"""

import gzip
import json
import sqlite3
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from storage import controlepunten, rotatie
from storage.tweedefactor import Factor, nieuw_geheim
from tests.wereld import WACHTZIN, Wereld, email, maak_wereld
from workflow import leden
from workflow.zaak import Kwestie

GOUD = Path(__file__).parent / "golden"
WIE, MET_FACTOR = "af.aalten", "af2.aalten"
NAAM = "Renske Voorbeeld"
PERSOON = {"naam": "Ilse Proef", "telefoon": "06 0000 0071"}
VERZOEK = {"recht": "inzage"}
TEKST = "Zes mensen staan ingeschreven op een klein adres."
ISS, SUB = "https://inloggen.voorbeeld.example", "medewerker-7"


def maak(doel: Path) -> None:
    """Write the dump of an installation in which every key was replaced once, and what must be readable in it."""
    with tempfile.TemporaryDirectory() as tijdelijk:
        w = maak_wereld(Path(tijdelijk) / "data")
        zaak = w.meld(tekst=TEKST, naam=NAAM)
        w.stap(WIE, zaak, "oppakken")
        w.stap(WIE, zaak, "persoon_toevoegen", rol="getuige", leeftijdsklasse="onbekend", **PERSOON)
        _verzoek(w)
        w.huis.sso.koppel(w.huis.actor_van(w.ids[WIE]), ISS, SUB, "Gemeente")
        factor = Factor(totp=nieuw_geheim(), stap=0, codes=(), sleutels=())
        w.huis.toegang.zet_factor(w.ids[MET_FACTOR], lambda _: factor)
        _vernieuw_sleutels(w)
        nummer = w.zaak(zaak).nummer
        w.huis.sluit()
        doel.mkdir(parents=True)
        for soort in ("zaken", "kluis", "sessies"):
            db = sqlite3.connect(w.settings.data / f"{soort}.db")
            tekst = "\n".join(db.iterdump())
            db.close()
            (doel / f"{soort}.sql.gz").write_bytes(gzip.compress(tekst.encode(), mtime=0))
        lees = {
            "waarom": f"An installation as {doel.name} left it, after every key was replaced once.",
            "root_key": (w.settings.data / "root.key").read_bytes().hex(),
            "cert_pub": (w.settings.data / "cert.pub").read_bytes().hex(),
            "volgcode": w.codes[zaak],
            "nummer": nummer,
            "email": email(WIE),
            "wachtzin": WACHTZIN,
            "tekst": TEKST,
            "naam": NAAM,
            "papier_regio": w.papier["regio"],
            "totp": {"email": email(MET_FACTOR), "geheim": factor.totp.hex()},
            "sso": {"iss": ISS, "sub": SUB},
            "persoon": PERSOON,
            "verzoek": VERZOEK,
        }
        (doel / "lees.json").write_text(json.dumps(lees, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _verzoek(w: Wereld) -> None:
    with w.als("privacy.aalten") as werk:
        velden = {"id": werk.nieuw_id(), "nummer": "VZ-GOUD-0001", "termijn": None, "codes": VERZOEK}
        werk.kwesties.nieuw(Kwestie(soort="verzoek", tenant="aalten", staat="open", dag=date(2026, 1, 5), **velden))
        werk.log("verzoek_vastgelegd")
        werk.bevestig()


def _vernieuw_sleutels(w: Wereld) -> None:
    controlepunten.zet_controlepunt(w.huis)
    rotatie.vernieuw_wortel(w.huis)
    rotatie.vernieuw_gemeente(w.huis, "aalten")
    rotatie.vernieuw_tekensleutel(w.huis)
    # Whoever logs in moves to the new pepper; only he can read here, so the old root key is not needed any more.
    with replace(w, _ingelogd={}).als(WIE) as werk:
        leden.vernieuw(werk, w.beleid, WIE)
    rotatie.rond_wortel_af(w.huis, dwing=True)


if __name__ == "__main__":
    maak(GOUD / sys.argv[1])
