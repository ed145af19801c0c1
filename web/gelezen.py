"""Who read this case: one page for the desk that holds it."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.huis import het_huis
from web.session import werk
from workflow.zaaklezingen import lezingen
from workflow.zaakzicht import vind_zaak

MAX_CIJFERS = 12


def pagina(nummer: str) -> ResponseReturnValue:
    """Show one page of the readings; looking at them is logged too."""
    tekst = request.args.get("voor", "")
    voor = int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= MAX_CIJFERS else None
    with werk() as w:
        gevonden = lezingen(w, het_huis().beleid, vind_zaak(w, nummer), voor)
    adres = f"{gevonden.url}/gelezen"
    volgende = f"{adres}?voor={gevonden.volgende}" if gevonden.volgende else ""
    return render_template(
        "gelezen.html",
        zaak=gevonden,
        rijen=gevonden.rijen,
        beperkt=gevonden.beperkt,
        eerste=adres if voor is not None else "",
        bladeren={"vorige": "", "volgende": volgende},
    )


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"zaak_gelezen": pagina}
