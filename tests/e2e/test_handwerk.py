"""The clerk's measure in the papers is the one that a browser counts."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e import handwerk


def test_the_counts_in_the_document_are_what_the_jobs_cost_now(browser: Browser, tmp_path: Path) -> None:
    staat_er = handwerk.gemeten(handwerk.DOC.read_text("utf-8"))
    opnieuw = "run: .venv/bin/python -m tests.e2e.handwerk"
    assert handwerk.tabel(browser, tmp_path / "data") == staat_er, opnieuw
    assert all(len(taken) == 10 for taken in handwerk.WERK.values())
