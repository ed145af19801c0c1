"""The application inside the test process, under a host name: its clock and its databases are within reach."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from tests.e2e.bezoeker import Bezoeker
from tests.wereld import WACHTZIN, Wereld, email, maak_wereld
from web.app import create_app


class Klok:
    """The real clock of the installation, moved by the test."""

    def __init__(self) -> None:
        self.verschil = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.verschil


@dataclass
class InHuis:
    """One installation that answers at an address with a host name."""

    adres: str
    app: Flask
    wereld: Wereld
    klok: Klok

    def log_in(self, iemand: Bezoeker, wie: str) -> None:
        """Log in with the passphrase, as `wie` of the small world."""
        iemand.ga("/inloggen")
        iemand.vul(email=email(wie), wachtzin=WACHTZIN)
        iemand.page.get_by_role("button", name="Log in", exact=True).click()
        iemand.page.wait_for_url(lambda adres: "/inloggen" not in adres)


@contextmanager
def in_huis(pad: Path, **instellingen: Any) -> Iterator[InHuis]:
    """Run the application with everybody of the small world in an empty folder, and stop it."""
    apps: list[Flask] = []

    def beantwoord(omgeving: Any, begin: Any) -> Any:
        # The address must be known before there is an application to answer at it.
        return apps[0](omgeving, begin)

    server = make_server("localhost", 0, beantwoord, threaded=True)
    adres = f"http://localhost:{server.server_port}"
    wereld = maak_wereld(pad, basis_url=adres, **instellingen)
    apps.append(create_app(wereld.settings))
    klok = Klok()
    apps[0].extensions["huis"].echte_tijd = klok
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    draad.start()
    try:
        yield InHuis(adres, apps[0], wereld, klok)
    finally:
        server.shutdown()
        server.server_close()
        draad.join()
        apps[0].extensions["huis"].sluit()
        wereld.huis.sluit()
