"""The letter that answers a request as a sheet: made at this moment, kept nowhere, its hash in the log first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue

from web import pdf
from web.huis import het_huis
from web.session import werk
from workflow import verzoeken
from workflow.fouten import NietGevonden
from workflow.verzoekbrief import Brief, antwoordbrief

BESTAND = "brief.pdf"
# Nobody's name: the same words for everybody, whatever the letter says.
LEZER = "wie het verzoek deed"


def maak(brief: Brief, nu: datetime) -> tuple[bytes, dict[str, Any]]:
    """The sheet, and what the log says of it: its hash and the number of this copy. Errors: OpslagOnbereikbaar."""
    exemplaar = pdf.nieuw_exemplaar()
    blad = pdf.maak_pdf("pdf/brief.html", titel=brief.kop, ontvanger=LEZER, exemplaar=exemplaar, nu=nu, brief=brief)
    return blad, {"pdf": pdf.vingerafdruk(blad), "exemplaar": exemplaar}


def brief_pdf(nummer: str) -> ResponseReturnValue:
    """The letter of a request that was answered. An extract is not kept, so there is no letter of it here."""
    with werk() as w:
        gevonden = verzoeken.vind(w, nummer)
        brief, nu = antwoordbrief(het_huis().beleid, gevonden) if verzoeken.mag_zien(w) else None, w.nu
    if brief is None:
        raise NietGevonden
    # Between two units of work: nobody could write as long as this one waits for its turn to make a sheet.
    blad, regel = maak(brief, nu)
    with werk() as w:
        w.log("verzoek_brief", verzoek=nummer, hash=brief.hash, **regel)
        w.bevestig()
    return pdf.stuur(blad, BESTAND)


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"verzoek_brief_pdf": brief_pdf}
