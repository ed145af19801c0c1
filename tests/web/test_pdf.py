"""Sheets that leave the house: tagged, marked on every page, made out of our own files and nothing else."""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from weasyprint.urls import URLFetcherResponse

from web import pdf, statisch

BESTAND = "file:" + "///etc/passwd"
NU = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
REGELS = "".join(f"<p>Regel {nr} van Łukasz en Şahin.</p>" for nr in range(90))


@pytest.fixture(scope="module")
def app() -> Flask:
    kaal = Flask("web", static_folder=None, template_folder="templates")
    kaal.extensions[statisch.NAAM] = statisch.lees_bestanden()
    kaal.jinja_env.globals["statisch"] = kaal.extensions[statisch.NAAM].adres
    return kaal


def maak(app: Flask, inhoud: str, **anders: Any) -> bytes:
    blad = "{% extends 'pdf/basis.html' %}{% block inhoud %}<h1>Proef</h1>" + inhoud + "{% endblock %}"
    lader = app.jinja_env.loader
    assert lader is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader({"pdf/proef.html": blad}), lader])
    app.jinja_env.cache.clear()  # type: ignore[union-attr]
    try:
        with app.app_context():
            kop: dict[str, Any] = {"titel": "Proefblad", "ontvanger": "Politie", "exemplaar": "AAAA-2222", "nu": NU}
            return pdf.maak_pdf("pdf/proef.html", **kop, **anders)
    finally:
        app.jinja_env.loader = lader


def lees(inhoud: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(inhoud))


def test_a_sheet_is_tagged_dutch_and_says_that_it_is_pdf_ua(app: Flask) -> None:
    blad = lees(maak(app, "<p>Tekst</p>"))
    wortel: Any = blad.root_object
    assert wortel["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in wortel
    assert wortel["/Lang"] == "nl" and wortel["/ViewerPreferences"]["/DisplayDocTitle"]
    assert blad.metadata is not None and blad.metadata.title == "Proefblad"
    assert blad.xmp_metadata is not None
    assert 'pdfuaid:part="1"' in blad.xmp_metadata.stream.get_data().decode()


def test_every_page_carries_the_marks(app: Flask) -> None:
    paginas = lees(maak(app, REGELS)).pages
    assert len(paginas) >= 2
    for nr, een in enumerate(paginas, 1):
        tekst = een.extract_text().replace("\n", " ")
        for merk in ("Vertrouwelijk", "Voor: Politie", "AAAA-2222", "24 november 2026", "13.00"):
            assert merk in tekst, merk
        assert f"Pagina {nr} van {len(paginas)}" in tekst
    assert "Łukasz" in paginas[0].extract_text() and "Şahin" in paginas[0].extract_text()


@pytest.mark.parametrize(
    "adres",
    [
        "http://127.0.0.1:9/x.png",
        "https://voorbeeld.example/x.png",
        BESTAND,
        "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
        "/etc/passwd",
        "../../../etc/passwd",
        "//voorbeeld.example/x.png",
        "ftp://voorbeeld.example/x",
    ],
)
@pytest.mark.parametrize("vorm", ['<img src="{}" alt="">', '<link rel="attachment" href="{}">'])
def test_nothing_from_elsewhere_gets_into_a_sheet(app: Flask, adres: str, vorm: str) -> None:
    with pytest.raises(pdf.NietVanOns) as fout:
        maak(app, vorm.format(adres))
    assert adres not in str(fout.value)


def test_only_what_the_build_made_is_handed_out(app: Flask) -> None:
    haler = pdf.AlleenBouw(app.extensions[statisch.NAAM])
    goed = haler.fetch(f"{pdf.ADRES}/static/pdf.css")
    assert isinstance(goed, URLFetcherResponse) and b"@page" in goed.read()
    for adres in ("/static/../src/pdf.css", "/pdf.css", "/static/manifest.json", "/static/pdf.css?x=1"):
        with pytest.raises(pdf.NietVanOns):
            haler.fetch(f"{pdf.ADRES}{adres}")


def test_what_was_typed_stays_text(app: Flask) -> None:
    kwaad = f'<img src="{BESTAND}"><script>1</script>'
    tekst = lees(maak(app, "<p>{{ getypt }}</p>", getypt=kwaad)).pages[0].extract_text()
    assert "/etc/passwd" in tekst.replace("\n", "") and "script" in tekst


def test_a_sheet_never_touches_a_disk(app: Flask, tmp_path: Path) -> None:
    geopend: list[str] = []
    aan = [True]

    def let_op(wat: str, gegevens: tuple[Any, ...]) -> None:
        if aan[0] and wat == "open" and isinstance(gegevens[1], str) and set(gegevens[1]) & set("wax+"):
            geopend.append(str(gegevens[0]))

    sys.addaudithook(let_op)
    (tmp_path / "proef").write_text("x", "utf-8")
    assert geopend, "the hook sees a write"
    geopend.clear()
    maak(app, "<p>geheim</p>")
    aan[0] = False
    # Only the fonts are put down, for the font library: they hold nothing of a case.
    assert [een for een in geopend if "weasyprint-" not in een] == []


def test_two_copies_have_two_numbers_and_the_answer_is_kept_nowhere(app: Flask) -> None:
    assert pdf.nieuw_exemplaar() != pdf.nieuw_exemplaar()
    antwoord = pdf.stuur(b"%PDF-1.7", "proef.pdf")
    assert antwoord.headers["Content-Disposition"] == 'attachment; filename="proef.pdf"'
    assert antwoord.mimetype == "application/pdf" and antwoord.headers["Cache-Control"] == "no-store"
