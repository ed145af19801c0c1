"""The page of the supervision: the covenant, the list that waits, and the register and annex to take along."""

from collections.abc import Callable

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from web.huis import het_huis
from web.session import werk
from workflow.toezichtpagina import STUKKEN, maak_stuk, toezichtpagina


def pagina() -> ResponseReturnValue:
    """Show how things stand; looking at it is logged."""
    with werk() as w:
        gevonden = toezichtpagina(w, het_huis().beleid)
    return render_template("toezicht.html", **vars(gevonden))


def stuk(stuk: str) -> ResponseReturnValue:  # the name in the table of pages
    """The register or the annex as a Markdown file, made from the tables as they are now."""
    if stuk not in STUKKEN:
        abort(404)
    huis = het_huis()
    with werk() as w:
        tekst = maak_stuk(w, huis.beleid, stuk, huis.kolommen())
    antwoord = Response(tekst, mimetype="text/markdown")
    antwoord.headers["Content-Disposition"] = f'attachment; filename="{stuk}.md"'
    return antwoord


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"toezicht": pagina, "toezicht_stuk": stuk}
