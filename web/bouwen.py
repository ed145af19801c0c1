"""Builds web/static/build/ out of the installed style packages and our own sources (`python -m web.bouwen`).

What comes out: one style sheet, our script, fonts and pictures, each with a hash of its content in its
name and, for text, a .gz beside it; `manifest.json` says which name stands for which file. Nothing is
fetched, and nothing is written while the inputs are those of the last time.
"""

import gzip
import hashlib
import json
import re
import shutil
import sys
import urllib.parse
from collections.abc import Iterable
from pathlib import Path

WORTEL = Path(__file__).resolve().parents[1]
BRON = WORTEL / "web" / "static" / "src"
DOEL = WORTEL / "web" / "static" / "build"
MODULES = WORTEL / "node_modules"

BIBLIOTHEEK = "@utrecht/component-library-css"
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
LETTERTYPE = "@fontsource/noto-sans"
LETTERS = tuple(f"noto-sans-{deel}-{dikte}-normal.woff2" for deel in ("latin", "latin-ext") for dikte in (400, 700))
# rich-text and html-content stay out: together they are larger than all of these.
ONDERDELEN = """
root document body page-layout page page-header page-body page-content page-footer skip-link
link link-list button button-group button-link link-button action-group
heading-1 heading-2 heading-3 heading-4 paragraph unordered-list ordered-list separator
form form-field form-fieldset form-label form-field-description form-field-error-message
textbox textarea select radio-button checkbox custom-checkbox alert status-badge data-badge
badge-list number-badge table pagination data-list icon
"""

_VARIABELE = re.compile(r"var\(\s*(--[a-z0-9-]+)")
_DECLARATIE = re.compile(r"(--[a-z0-9-]+)\s*:\s*([^;]+);")
_COMMENTAAR = re.compile(r"/\*.*?\*/", re.DOTALL)
_TEKST = re.compile(r'("[^"]*")')
_DATA_SVG = re.compile(r'url\("(data:image/svg\+xml[^"]*)"\)')
_VERWIJZING = re.compile(r"url\(([a-z0-9-]+\.(?:svg|woff2))\)")


class BouwError(Exception):
    """An input is missing or is not the pinned version; the text says which."""


def _pakket(naam: str) -> Path:
    for map_ in (MODULES / BIBLIOTHEEK / "node_modules" / naam, MODULES / naam):
        if (map_ / "package.json").is_file():
            return map_
    raise BouwError(f"{naam} is not installed below {MODULES}; run: npm ci")


def _beschrijving(map_: Path) -> dict[str, object]:
    gelezen: dict[str, object] = json.loads((map_ / "package.json").read_text("utf-8"))
    return gelezen


def _componenten() -> str:
    """Return the style sheets of the components, each of exactly the version the library pins."""
    vast = _beschrijving(_pakket(BIBLIOTHEEK))["dependencies"]
    assert isinstance(vast, dict)
    delen = []
    for onderdeel in ONDERDELEN.split():
        naam = f"@utrecht/{onderdeel}-css"
        map_ = _pakket(naam)
        versie = _beschrijving(map_)["version"]
        if vast.get(naam) != versie:
            raise BouwError(f"{naam} is {versie}, {BIBLIOTHEEK} pins {vast.get(naam)}")
        stijl = map_ / "dist" / "index.min.css"
        if not stijl.is_file():
            stijl = map_ / "dist" / "index.css"
        delen.append(f"/*! {naam} {versie} EUPL-1.2 */\n{stijl.read_text('utf-8').strip()}\n")
    return "".join(delen)


def _beelden_eruit(css: str) -> tuple[str, dict[str, bytes]]:
    """Turn pictures inside the style sheet into files; the content policy blocks data: addresses."""
    beelden: dict[str, bytes] = {}

    def vervang(treffer: re.Match[str]) -> str:
        inhoud = urllib.parse.unquote(treffer.group(1).split(",", 1)[1]).encode()
        naam = f"nlds-{hashlib.sha256(inhoud).hexdigest()[:6]}.svg"
        beelden[naam] = inhoud
        return f"url({naam})"

    css = _DATA_SVG.sub(vervang, css)
    if "data:" in css:
        raise BouwError("a data: address is left in the style sheet of the components")
    return css, beelden


def _thema(css: str) -> str:
    """Return the tokens that `css` reaches, directly or through other tokens, and all --basis- ones."""
    map_ = _pakket(TOKENS)
    waarden = dict(_DECLARATIE.findall((map_ / "dist" / "theme.css").read_text("utf-8")))
    wachtrij = [naam for naam in {*_VARIABELE.findall(css)} if naam in waarden]
    wachtrij += [naam for naam in waarden if naam.startswith("--basis-")]
    nodig: set[str] = set()
    while wachtrij:
        naam = wachtrij.pop()
        if naam not in nodig:
            nodig.add(naam)
            wachtrij += [een for een in _VARIABELE.findall(waarden[naam]) if een in waarden]
    regels = (f"{n}:{_COMMENTAAR.sub('', w).strip()};" for n, w in waarden.items() if n in nodig)
    versie = _beschrijving(map_)["version"]
    return f"/*! {TOKENS} {versie} EUPL-1.2, subset */\n.voorbeeld-theme{{{''.join(regels)}}}\n"


def _kleiner(css: str) -> str:
    """Take comments and needless white space out of our own style sheet, not out of its strings."""
    delen = _TEKST.split(_COMMENTAAR.sub("", css))
    for plek in range(0, len(delen), 2):
        kort = re.sub(r"\s+", " ", delen[plek])
        delen[plek] = re.sub(r" ?([{};,]) ?", r"\1", kort).replace(": ", ":")
    return "".join(delen).strip()


def _met_hash(naam: str, inhoud: bytes) -> str:
    stam, _, soort = naam.rpartition(".")
    return f"{stam}.{hashlib.sha256(inhoud).hexdigest()[:12]}.{soort}"


def _stempel() -> str:
    invoer = [WORTEL / "package-lock.json", Path(__file__), *sorted(BRON.iterdir())]
    som = hashlib.sha256()
    for bestand in invoer:
        som.update(bestand.name.encode() + b"\0" + bestand.read_bytes() + b"\0")
    return som.hexdigest()


def _is_klaar(stempel: str) -> bool:
    try:
        manifest = json.loads((DOEL / "manifest.json").read_text("utf-8"))
        gelijk: bool = (DOEL / "stempel").read_text("utf-8") == stempel
    except (OSError, ValueError):
        return False
    return gelijk and all((DOEL / bestand).is_file() for bestand in manifest.values())


def _schrijf(map_: Path, bestanden: dict[str, bytes]) -> dict[str, str]:
    manifest = {}
    for naam, inhoud in bestanden.items():
        manifest[naam] = _met_hash(naam, inhoud)
        (map_ / manifest[naam]).write_bytes(inhoud)
        if not naam.endswith(".woff2"):
            (map_ / f"{manifest[naam]}.gz").write_bytes(gzip.compress(inhoud, 9, mtime=0))
    return manifest


def _licenties(namen: Iterable[str]) -> str:
    regels = []
    for naam in namen:
        beschrijving = _beschrijving(_pakket(naam))
        regels.append(f"{naam} {beschrijving['version']} {beschrijving['license']}\n")
    return "".join(regels)


def bouw() -> bool:
    """Write the static files; return False when they were there already. Raises BouwError."""
    stempel = _stempel()
    if _is_klaar(stempel):
        return False
    componenten, beelden = _beelden_eruit(_componenten())
    eigen = _kleiner((BRON / "app.css").read_text("utf-8"))
    letters = _pakket(LETTERTYPE) / "files"
    bestanden = beelden | {naam: (letters / naam).read_bytes() for naam in LETTERS}
    bestanden |= {een.name: een.read_bytes() for een in BRON.iterdir() if een.name != "app.css"}

    # Built beside the real folder and moved in one go: a server that reads meanwhile sees old or new.
    werk = DOEL.with_name("build.nieuw")
    shutil.rmtree(werk, ignore_errors=True)
    werk.mkdir(parents=True)
    manifest = _schrijf(werk, bestanden)
    css = f"{componenten}{_thema(componenten + eigen)}{eigen}\n"
    css = _VERWIJZING.sub(lambda treffer: f"url({manifest[treffer.group(1)]})", css)
    manifest |= _schrijf(werk, {"app.css": css.encode()})
    namen = [BIBLIOTHEEK, *(f"@utrecht/{een}-css" for een in ONDERDELEN.split()), TOKENS, LETTERTYPE]
    (werk / "licenties.txt").write_text(_licenties(namen), "utf-8")
    (werk / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True), "utf-8")
    (werk / "stempel").write_text(stempel, "utf-8")
    shutil.rmtree(DOEL, ignore_errors=True)
    werk.rename(DOEL)
    return True


def main() -> int:
    """Build and say in one line what happened; 1 when an input is missing."""
    try:
        gebouwd = bouw()
    except (BouwError, OSError) as fout:
        sys.stderr.write(f"static files: {fout}\n")
        return 1
    sys.stdout.write(f"static files: {'built' if gebouwd else 'unchanged'} ({DOEL})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
