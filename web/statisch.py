"""The built files of web/static/build: their hashed names, and serving them compressed when asked."""

import json
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Response, abort, current_app, request

MAP = Path(__file__).parent / "static" / "build"
NAAM = "statisch"
SOORTEN = {".woff2": "font/woff2", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class NietGebouwd(Exception):
    """The static files are not there: the set-up has not been run."""


@dataclass(frozen=True)
class Bestand:
    """One file in memory, plain and, for text, compressed at build time."""

    inhoud: bytes
    gz: bytes | None
    soort: str


@dataclass(frozen=True)
class Bestanden:
    """All built files by hashed name, and the hashed name by plain name."""

    manifest: dict[str, str]
    bestanden: dict[str, Bestand]

    def adres(self, naam: str) -> str:
        """Return the address of a file by its plain name; KeyError when it was not built."""
        return f"/static/{self.manifest[naam]}"


def lees_bestanden(map_: Path = MAP) -> Bestanden:
    """Read what the build made, a few hundred kilobytes. Errors: NietGebouwd."""
    try:
        manifest: dict[str, str] = json.loads((map_ / "manifest.json").read_text("utf-8"))
        bestanden = {naam: _lees(map_ / naam) for naam in manifest.values()}
    except (OSError, ValueError) as fout:
        raise NietGebouwd(f"the static files in {map_} are missing; run bin/opzetten") from fout
    return Bestanden(manifest, bestanden)


def _lees(pad: Path) -> Bestand:
    gz = pad.with_name(f"{pad.name}.gz")
    soort = SOORTEN.get(pad.suffix) or mimetypes.guess_type(pad.name)[0] or "application/octet-stream"
    return Bestand(pad.read_bytes(), gz.read_bytes() if gz.is_file() else None, soort)


def bestand(filename: str) -> Response:
    """Serve one built file; only names of the manifest exist."""
    alle: Bestanden = current_app.extensions[NAAM]
    gevonden = alle.bestanden.get(filename)
    if gevonden is None:
        abort(404)
    if gevonden.gz is not None and request.accept_encodings["gzip"] > 0:
        antwoord = Response(gevonden.gz, mimetype=gevonden.soort)
        antwoord.content_encoding = "gzip"
    else:
        antwoord = Response(gevonden.inhoud, mimetype=gevonden.soort)
    antwoord.vary.add("Accept-Encoding")
    return antwoord


PAGINAS: dict[str, Callable[..., Response]] = {"static": bestand}
